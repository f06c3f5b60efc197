"""Who must hear of which event: the one door to `notifications`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from kadflow.domain.clock import Clock
from kadflow.engine.deliberation import Notice
from kadflow.storage import agreements as rows
from kadflow.storage import people
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from notifications import check, headline

INBOX = "inbox"
"""The channel that always exists; others are added when a notice is delivered."""


def write_notices(
    tx: Transaction,
    agreement: str | None,
    notices: Sequence[Notice],
    *,
    written_at: str,
    new_id: Callable[[], str],
) -> None:
    """Write notices in the transaction of their occasion; each exists once.

    Args:
        tx: Where the occasion itself is written.
        agreement: Which they are about; None for notices about the machine.
        notices: Who hears what.
        written_at: Instant of the occasion.
        new_id: Gives each an id.

    Raises:
        NoticeError: A notice whose words could not be rendered later.
    """
    if not notices:
        return
    for notice in notices:
        check(notice.kind, notice.fields)
    rows.insert_notices(
        tx,
        [
            {
                "id": new_id(),
                "kind": notice.kind,
                "occasion": notice.occasion,
                "office": notice.office,
                "channel": INBOX,
                "agreement": agreement,
                "fields": msgspec.json.encode(notice.fields),
                "written_at": written_at,
                "superseded_by": None,
            }
            for notice in notices
        ],
    )


class NoticeService:
    """What has been told to whom."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of_person(
        self, person: str, on: str, *, most: int = 50, language: str = "id"
    ) -> list[dict[str, Any]]:
        """Notices to the offices that a person holds on a day, newest first."""
        with self._database.read() as tx:
            offices = sorted({held.office for held in people.holdings(tx, person, on)})
            found = rows.notices_of(tx, offices, most)
        return [
            {
                "written_at": row["written_at"],
                "kind": row["kind"],
                "agreement": row["agreement"],
                "headline": headline(
                    row["kind"],
                    msgspec.json.decode(row["fields"]),
                    "en" if language == "en" else "id",
                ),
            }
            for row in found
        ]
