"""Small real histories for these tests, linked by the code under test with fixed salts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from operator import attrgetter
from typing import Any

from kadflow.audit.chain import StreamHead, append
from kadflow.domain.events import Actor, EventDraft, LegalDate, Sealed

STREAM = "01943a5e-7c00-7000-8000-00000000a001"
NOW = datetime(2026, 1, 5, 3, 4, 5, 1, tzinfo=UTC)
ACTOR = Actor(principal="p1", authenticated="session", person="p1", office="o1")
COLUMNS = ("stream", "number", "kind", "actor.person", "effective_on.date", "recorded_at")


def fixed_salts() -> Callable[[int], bytes]:
    numbers = count()
    return lambda size: sha256(b"%d" % next(numbers)).digest()[:size]


def draft(kind: str = "gate.opened", *, stream: str = STREAM, **rest: Any) -> EventDraft:
    return EventDraft(stream=stream, kind=kind, **rest)


def record(
    drafts: Iterable[EventDraft], *, head: StreamHead | None = None, now: datetime = NOW
) -> tuple[list[Sealed], StreamHead]:
    return append(
        head or StreamHead(STREAM),
        drafts,
        now=now,
        actor=ACTOR,
        effective_on=LegalDate("2026-01-05"),
        agreement=STREAM,
        template=None,
        rules=1,
        salts=fixed_salts(),
    )


def rows_of(entries: Iterable[Sealed]) -> list[tuple[Any, ...]]:
    values = attrgetter(*COLUMNS)
    return [(*values(entry.event), entry.digest, entry.body) for entry in entries]
