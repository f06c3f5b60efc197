"""A sweep: what a flow does once it runs, whoever runs it. Knows no Prefect.

Every item of a sweep is a transaction of the facade, which itself knows what is still to be
done. So a sweep may run not at all, three times, at two places at once, or be killed in the
middle: the next one does the rest, and the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.summary import Part, Summary
from kadflow.app import FlowTitle, Kadflow
from kadflow.errors import InvalidInputError, KadflowError, UnavailableError
from kadflow.settings import Settings

SHARD = 200
"""Agreements of one shard: an orchestrator starts some hundred tasks a second, a facade carries
out some thousand commands."""

Shard = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one run is asked for; ids and instants only, since Prefect stores and shows it.

    Attributes:
        at: In an exercise, the instant to act at. Elsewhere only what was due by then counts.
        agreement: Id or number; only this one.
        shard_size: How many agreements go into one shard.
    """

    at: datetime | None = None
    agreement: str | None = None
    shard_size: int = SHARD

    def __post_init__(self) -> None:
        if self.at is not None and self.at.tzinfo is None:
            raise InvalidInputError(
                f"The instant {self.at.isoformat()} names no zone.",
                hint="Write it like 2026-03-01T09:00:00+07:00.",
                pesan=f"Waktu {self.at.isoformat()} tidak menyebut zonanya.",
                saran="Tulis seperti 2026-03-01T09:00:00+07:00.",
            )
        if self.shard_size < 1:
            raise InvalidInputError(
                f"A shard of {self.shard_size} agreements does nothing.",
                hint="Give a shard size of 1 or more.",
                pesan=f"Bagian berisi {self.shard_size} kerja sama tidak mengerjakan apa pun.",
                saran="Isi ukuran bagian dengan 1 atau lebih.",
            )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due, cut into shards.

    Attributes:
        held: Nothing may fall due or leave, since a restored installation was not released.
        notes: What planning itself did, each in Indonesian and English.
    """

    shards: tuple[Shard, ...] = ()
    held: bool = False
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sweep:
    """One kind of sweep.

    Attributes:
        title: Its name, the same in every command, table and server; and its title.
        about: What it does, in one sentence per language.
        plan: Chooses what is due.
        do: Does one shard. Refusals that concern one item go into the part; only what would
            hit every item (the database is gone) is raised.
        counted: What the items done are called, in both languages: "kerja sama".
    """

    title: FlowTitle
    about: tuple[str, str]
    plan: Callable[[Kadflow, Asked], Plan]
    do: Callable[[Kadflow, Shard], Part]
    counted: tuple[str, str] = ("kerja sama", "agreements")

    def summary(self, kadflow: Kadflow, plan: Plan, parts: Iterable[Part]) -> Summary:
        """All parts together, as something to read."""
        return Summary.of(
            self.title,
            [Part(notes=plan.notes), *parts],
            counted=self.counted,
            at=kadflow.clock.now(),
            exercise=kadflow.exercise,
            held=plan.held,
        )


def for_all(asked: Asked) -> None:
    """Make sure that not one agreement alone was asked for, where a sweep takes all together.

    Raises:
        InvalidInputError: It was.
    """
    if asked.agreement is not None:
        raise InvalidInputError(
            "This flow works for all agreements, not for one.",
            hint="Leave out --agreement.",
            pesan="Pekerjaan ini untuk semua kerja sama, bukan untuk satu saja.",
            saran="Hilangkan --agreement.",
        )


def shards_of(items: Sequence[str], size: int) -> tuple[Shard, ...]:
    """Cut a list into shards of at most a size."""
    return tuple(tuple(items[start : start + size]) for start in range(0, len(items), size))


def each(items: Shard, do: Callable[[str], Part]) -> Part:
    """Do one item after another; a refusal of one never stops the others.

    Raises:
        UnavailableError: The world outside failed, which the next items would meet as well.
    """
    found = Part()
    for item in items:
        try:
            part = do(item)
        except UnavailableError:
            raise
        except KadflowError as refusal:
            part = Part(failures=((item, refusal),))
        found += part
    return found


def run_here(kadflow: Kadflow, sweep: Sweep, asked: Asked) -> Summary:
    """Run a sweep in this process, shard after shard, and note how it fared.

    Raises:
        KadflowError: What stopped it, or the first refusal after everything else was done.
    """
    run = kadflow.flow_runs.begin(sweep.title, way="in_process")
    try:
        plan = sweep.plan(kadflow, asked)
        summary = sweep.summary(kadflow, plan, [sweep.do(kadflow, shard) for shard in plan.shards])
    except BaseException as error:
        with suppress(KadflowError):  # where nothing can be noted, the error itself is told
            if isinstance(error, Exception):
                kadflow.flow_runs.failed(sweep.title, run, error)
            else:
                kadflow.flow_runs.interrupted(sweep.title, run)
        raise
    if summary.failures:
        kadflow.flow_runs.failed(sweep.title, run, summary.first_failure, said=summary.said)
        raise summary.first_failure
    kadflow.flow_runs.done(run, summary.said)
    return summary


@contextmanager
def opened(
    asked: Asked, *, data: Path | None = None, database_url: str | None = None
) -> Iterator[Kadflow]:
    """The installation for one run.

    Args:
        asked: With its instant; see `Asked.at`.
        data: Folder; that of the settings where left out, with its database.
        database_url: Of another database than the folder's own.

    Raises:
        InvalidInputError: An instant in the future outside of an exercise.
    """
    if data is None:
        settings = Settings()
        data, database_url = settings.data, settings.database_url
    kadflow = Kadflow.open(data, database_url=database_url)
    if asked.at is not None and kadflow.exercise:
        kadflow.close()
        kadflow = Kadflow.open(data, database_url=database_url, at=asked.at)
    with kadflow:
        if asked.at is not None and asked.at > kadflow.clock.now():
            raise InvalidInputError(
                "Nothing is due in the future: an instant to come is taken in an exercise folder only.",
                hint="Leave out --at, or make an exercise with: kadflow init --exercise.",
                pesan="Yang akan datang belum jatuh tempo: waktu mendatang hanya untuk folder latihan.",
                saran="Hilangkan --at, atau siapkan latihan dengan: kadflow init --exercise.",
            )
        yield kadflow
