"""How the flows fared: one row per run, and a notice to the administrators when one fails.

Kadflow's own notes, not Prefect's: they exist whichever way a flow was started, also with no
Prefect at all, and `kadflow flow status` reads them without asking a server.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import msgspec

from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.engine.deliberation import Notice
from kadflow.errors import KadflowError
from kadflow.services.notices import write_notices
from kadflow.storage import flow_runs as rows
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

ADMINISTRATOR = "administrator"
"""Role of the offices that hear of a flow that failed."""

SILENT_AFTER = timedelta(hours=2)
"""A run that has said nothing for so long was interrupted: killed, or its machine went down."""

KEPT = timedelta(days=90)

Way = Literal["in_process", "prefect"]
RunOutcome = Literal["done", "failed", "interrupted"]


class FlowTitle(msgspec.Struct, frozen=True):
    """A flow by its name in commands and its title in both languages."""

    name: str
    id: str
    en: str


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a run said when it ended, in one sentence; of a failure also the error's code."""

    id: str
    en: str
    code: str = ""


class FlowRun(msgspec.Struct, frozen=True):
    """One run.

    Attributes:
        outcome: None while it runs.
    """

    id: str
    flow: str
    way: Way
    began_at: str
    ended_at: str | None = None
    outcome: RunOutcome | None = None
    said: Said | None = None


class FlowStatus(msgspec.Struct, frozen=True):
    """How a flow stands.

    Attributes:
        last: The newest run; None before the first.
        last_done: When the newest run that succeeded began.
        silent: The newest run has not ended, and has said nothing for `SILENT_AFTER`.
    """

    flow: str
    last: FlowRun | None = None
    last_done: str | None = None
    silent: bool = False


class FlowRunService:
    """Notes when a flow begins, ends and fails."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    def begin(self, flow: FlowTitle, *, way: Way, run: str | None = None) -> str:
        """Note that a run has begun; returns its id.

        Runs of the same flow that fell silent are noted as interrupted, and those of more than
        90 days ago are forgotten.

        Args:
            flow: Which flow.
            way: How it was started.
            run: Id of the run where something else gave it one; the same id again is another
                attempt of the same run.
        """
        found = run or self._ids.new()
        now = self._clock.now()

        def work(tx: Transaction) -> None:
            for silent in rows.open_since(tx, flow.name, stamp(now - SILENT_AFTER)):
                if silent["id"] != found:
                    self._fail(tx, flow, silent["id"], "interrupted", _INTERRUPTED)
            rows.forget(tx, flow.name, stamp(now - KEPT))
            rows.begin(
                tx,
                {
                    "id": found,
                    "flow": flow.name,
                    "way": way,
                    "began_at": stamp(now),
                    "ended_at": None,
                    "outcome": None,
                    "said": None,
                },
            )

        self._database.write(work)
        return found

    def done(self, run: str, said: Said) -> None:
        """Note that a run did what it was for."""
        self._database.write(
            lambda tx: rows.end(
                tx,
                run,
                ended_at=stamp(self._clock.now()),
                outcome="done",
                said=msgspec.json.encode(said),
            )
        )

    def failed(
        self, flow: FlowTitle, run: str, error: BaseException, *, said: Said | None = None
    ) -> None:
        """Note that a run failed, and tell the administrators in the same commit.

        While a flow keeps failing they are told once; again only after it succeeded in between.

        Args:
            flow: Which flow.
            run: Id that `begin` returned.
            error: What stopped it.
            said: In other words than those of the error.
        """
        words = said or said_of(error)
        self._database.write(lambda tx: self._fail(tx, flow, run, "failed", words))

    def interrupted(self, flow: FlowTitle, run: str) -> None:
        """Note that a run was killed: whoever supervises it says so, it cannot."""
        self._database.write(lambda tx: self._fail(tx, flow, run, "interrupted", _INTERRUPTED))

    def status(self, flow: str) -> FlowStatus:
        """How a flow stands."""
        with self._database.read() as tx:
            found = rows.recent(tx, flow, 1)
            last_done = rows.last_done(tx, flow)
        last = _run(found[0]) if found else None
        before = stamp(self._clock.now() - SILENT_AFTER)
        silent = last is not None and last.outcome is None and last.began_at < before
        return FlowStatus(flow=flow, last=last, last_done=last_done, silent=silent)

    def recent(self, flow: str, *, most: int = 20) -> list[FlowRun]:
        """Runs of a flow, newest first."""
        with self._database.read() as tx:
            return [_run(row) for row in rows.recent(tx, flow, most)]

    def hearers(self) -> list[str]:
        """Ids of the offices that hear of a failure."""
        with self._database.read() as tx:
            return rows.offices_of_role(tx, ADMINISTRATOR)

    def _fail(
        self, tx: Transaction, flow: FlowTitle, run: str, outcome: RunOutcome, said: Said
    ) -> None:
        present = rows.get(tx, run)
        if present is None or present["outcome"] is not None:
            return
        before = rows.last_ended(tx, flow.name, but=run)
        now = stamp(self._clock.now())
        rows.end(tx, run, ended_at=now, outcome=outcome, said=msgspec.json.encode(said))
        if before is not None and before["outcome"] != "done":
            return
        write_notices(
            tx,
            None,
            [
                Notice(
                    kind="flow_failed",
                    occasion=f"flow_run:{run}",
                    office=office,
                    fields={
                        "flow": flow.name,
                        "flow_id": flow.id,
                        "flow_en": flow.en,
                        "said_id": said.id,
                        "said_en": said.en,
                    },
                )
                for office in rows.offices_of_role(tx, ADMINISTRATOR)
            ],
            written_at=now,
            new_id=self._ids.new,
        )


_INTERRUPTED = Said(
    id="Proses terhenti sebelum selesai; pekerjaan berikutnya melanjutkan sisanya.",
    en="The process stopped before it was done; the next run does the rest.",
    code="interrupted",
)


def said_of(error: BaseException) -> Said:
    """An error in one sentence per language, with no more than Kadflow itself wrote.

    The text of any other exception may quote a row, so only its type is kept.
    """
    if isinstance(error, KadflowError):
        return Said(id=error.said("id")[0], en=error.message, code=error.code)
    name = type(error).__name__
    return Said(
        id=f"Kesalahan program ({name}).",
        en=f"A fault of the program ({name}).",
        code="unexpected",
    )


def _run(row: dict[str, object]) -> FlowRun:
    said = row["said"]
    return msgspec.convert(
        row | {"said": msgspec.json.decode(said) if isinstance(said, bytes) else None}, FlowRun
    )
