"""Fills a database with streams that verify: real bytes, links and digests, no decisions."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from kadflow.app import Kadflow
from kadflow.audit.chain import StreamHead, append
from kadflow.domain.clock import stamp
from kadflow.domain.events import Actor, EventDraft, LegalDate, Sealed
from kadflow.storage import agreements as rows
from kadflow.storage import history

LENGTH = 10
"""Entries of one stream."""

_BATCH = 200  # streams of one transaction
_ACTOR = Actor(
    principal="os:bench",
    authenticated="asserted",
    person="019dffff-7c00-7000-8000-00000000a001",
    office="019dffff-7c00-7000-8000-00000000a002",
    organisation="019dffff-7c00-7000-8000-00000000a003",
    capacity="definitive",
)


def fill(kadflow: Kadflow, count: int) -> None:
    """Add at least ``count`` entries: agreements with a stream of ten each, a part in every fifth."""
    streams = -(-count // LENGTH)
    with kadflow.database.read() as tx:
        digest = kadflow.templates.digest_of(tx, "standar")
    made = 0
    while made < streams:
        size = min(_BATCH, streams - made)
        batch = [_stream(kadflow.ids.new(), digest) for _ in range(size)]

        def work(
            tx: Any, batch: list[tuple[list[Sealed], StreamHead]] = batch, first: int = made
        ) -> None:
            rows.insert_agreements(
                tx, [_agreement(head, digest, first + at) for at, (_, head) in enumerate(batch)]
            )
            history.insert_streams(tx, [_head(head) for _, head in batch])
            history.insert_events(tx, [entry for entries, _ in batch for entry in entries])

        kadflow.database.write(work)
        made += size


def _stream(stream: str, template: str) -> tuple[list[Sealed], StreamHead]:
    drafts = [
        EventDraft(
            stream=stream,
            kind="answer.given",
            data={
                "gate": "text_agreed",
                "round": at,
                "party": "019dffff-7c00-7000-8000-00000000a004",
                "answer": "approve",
                "covers": [["title", "0" * 64], ["purpose", "1" * 64]],
            },
            parts={"reason": "Agreed with the text as it stands."} if at % 5 == 0 else {},
        )
        for at in range(LENGTH)
    ]
    return append(
        StreamHead(stream),
        drafts,
        now=datetime.now(UTC),
        actor=_ACTOR,
        effective_on=LegalDate("2026-01-05"),
        agreement=stream,
        template=template,
        rules=1,
        salts=os.urandom,
    )


def _agreement(head: StreamHead, template: str, at: int) -> dict[str, Any]:
    return {
        "id": head.stream,
        "number": f"KSD-2025-{at:06d}",
        "title": "Bench",
        "template": template,
        "state": "draft",
        "stage": "proposal",
        "standing": "active",
        "version": head.number,
        "parent": None,
        "signed_on": None,
        "ends_on": None,
        "provenance": "created",
        "source_ref": None,
        "created_at": stamp(datetime.now(UTC)),
        "record": b"{}",
    }


def _head(head: StreamHead) -> dict[str, Any]:
    return {
        "id": head.stream,
        "kind": "agreement",
        "length": head.number,
        "head": head.digest,
        "recorded_at": head.recorded_at,
    }
