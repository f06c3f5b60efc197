"""The record as history alone tells it: now, as known at an instant, as in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from kadflow.audit.chain import decode_event
from kadflow.audit.versions import upcast
from kadflow.domain.agreements import AgreementRecord, PartyTrack
from kadflow.domain.events import Event
from kadflow.engine.chapters import chapter_of
from kadflow.engine.folding import fold
from kadflow.engine.tracks import fold_track
from kadflow.storage import history
from kadflow.storage.transactions import Transaction

_BODY = history.EVENT_COLUMNS.index("body")
_BEGINNINGS = frozenset({"agreement.created", "agreement.registered"})
_REGISTERED = frozenset({"agreement.registered", "party.registered"})

PartRow = tuple[bytes | None, bytes | None, str | None]
"""Salt, content, and ``stream:number`` of the event that sealed it."""


class StoredEntry(msgspec.Struct, frozen=True):
    """An event as it is read, with the contents of its parts; None for a sealed one."""

    event: Event
    parts: dict[str, bytes | None]
    digest: str = ""


def entries_of(tx: Transaction, stream: str) -> Iterator[StoredEntry]:
    """The entries of one stream in order; old versions read as new ones."""
    parts = history.parts_of(tx, stream)
    digest = history.EVENT_COLUMNS.index("digest")
    for row in history.events_of(tx, stream):
        event = upcast(decode_event(row[_BODY]))
        beside: dict[str, PartRow] = parts.get(event.number, {})
        contents = {name: part[1] for name, part in beside.items()}
        yield StoredEntry(event, contents, row[digest])


def fold_all(entries: Iterable[StoredEntry]) -> AgreementRecord | None:
    """The shared record after all these entries; None without any."""
    record: AgreementRecord | None = None
    for entry in entries:
        record = fold(record, entry.event, entry.parts)
    return record


def fold_track_all(party: str, entries: Iterable[StoredEntry]) -> PartyTrack:
    """A party's own track after all these entries."""
    track = PartyTrack(party=party)
    for entry in entries:
        track = fold_track(track, entry.event, entry.parts)
    return track


def fold_chapters(entries: Iterable[StoredEntry]) -> dict[str, Any]:
    """The chapters beside the record after all these entries, by name; only those begun."""
    found: dict[str, Any] = {}
    for entry in entries:
        chapter = chapter_of(entry.event.kind)
        if chapter is not None:
            present = found.setdefault(chapter.name, chapter.read(None))
            chapter.turn(present, entry.event, entry.parts)
    return found


def fold_known(entries: Iterable[StoredEntry], instant: str) -> AgreementRecord | None:
    """What was known at an instant: the entries recorded until then.

    Args:
        entries: Of the shared stream, in order.
        instant: As `kadflow.domain.clock.stamp` writes it; entries at that very instant count.

    Returns:
        None where nothing was known yet. A part that was sealed since is sealed here too: its
        content does not come back.
    """
    return fold_all(entry for entry in entries if entry.event.recorded_at <= instant)


def fold_in_force(
    entries: Iterable[StoredEntry], day: str
) -> tuple[AgreementRecord | None, tuple[int, ...]]:
    """What held at the end of a day, as known now: the entries that took effect until then.

    Precisely: entries are taken in the order of the stream, and those whose ``effective_on`` is
    after ``day`` are left out. A registration takes effect on the day on which the agreement was
    signed, where its source says so. The order remains that of recording: of two entries about
    the same thing the later recorded one wins, whichever took effect first. An entry that was
    recorded because of another (a voided answer, a closed round) carries its own date, so where
    the cause is left out and the consequence is not, the consequence has nothing to change and
    is skipped too.

    Args:
        entries: Of the shared stream, in order.
        day: ISO date.

    Returns:
        The record, None where the agreement did not exist on that day; and the numbers of the
        entries that had taken effect but had to be skipped because what they build on had not.
    """
    record: AgreementRecord | None = None
    skipped: list[int] = []
    for entry in entries:
        event = entry.event
        if takes_effect(event) > day:
            continue
        if record is None and event.kind not in _BEGINNINGS:
            skipped.append(event.number)
            continue
        before = record.version if record is not None else 0
        try:
            record = fold(record, event, entry.parts)
        except (KeyError, ValueError, AttributeError):
            if record is not None:
                record.version = before
            skipped.append(event.number)
    return record, tuple(skipped)


def takes_effect(event: Event) -> str:
    """The date from which an entry counts; for a registration the signing, where it is known."""
    day = event.effective_on.date
    if event.kind in _REGISTERED:
        signed = event.data.get("signed_on")
        if isinstance(signed, str) and signed:
            return min(day, signed)
    return day


class Difference(msgspec.Struct, frozen=True):
    """A path at which two records differ; None where it is absent.

    Attributes:
        path: ``state``, ``standing``, ``terms.title.value``, ``parties.<id>.left_on`` ...
        first: Value in the first record, as JSON.
        second: Value in the second record, as JSON.
    """

    path: str
    first: Any
    second: Any


def differences(
    first: AgreementRecord | None, second: AgreementRecord | None
) -> tuple[Difference, ...]:
    """Where two records differ, by path; ``version`` apart, which says nothing by itself."""
    a, b = _flat(first), _flat(second)
    return tuple(
        Difference(path, a.get(path), b.get(path))
        for path in sorted(a.keys() | b.keys())
        if a.get(path) != b.get(path)
    )


def _flat(record: AgreementRecord | None) -> dict[str, Any]:
    if record is None:
        return {"exists": False}
    found: dict[str, Any] = {"exists": True}
    value = msgspec.to_builtins(record)
    del value["version"]
    _flatten(value, "", found)
    return found


def _flatten(value: Any, path: str, found: dict[str, Any]) -> None:
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        value = {_name(item, place): item for place, item in enumerate(value)}
    if isinstance(value, dict) and value:
        for name, item in value.items():
            _flatten(item, f"{path}.{name}" if path else name, found)
    elif value not in ({}, []):
        found[path] = value


def _name(item: dict[str, Any], place: int) -> str:
    """What a list's item is called: by its id, or the party it is about, or its place."""
    return str(item.get("id") or item.get("party") or place)
