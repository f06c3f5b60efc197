"""Who must hear of which event: written in its commit, read in the inbox of the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.engine.deliberation import Notice
from kadflow.storage import notices as rows
from kadflow.storage import people, reminders
from kadflow.storage.assistants import assisted_by
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from notifications import KINDS, check, headline

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
    if notices:
        rows.insert_notices(
            tx, notice_rows(agreement, notices, written_at=written_at, new_id=new_id)
        )


def notice_rows(
    agreement: str | None,
    notices: Sequence[Notice],
    *,
    written_at: str,
    new_id: Callable[[], str],
) -> list[dict[str, Any]]:
    """The rows of notices; see `write_notices`."""
    for notice in notices:
        check(notice.kind, notice.fields)
    return [
        {
            "id": new_id(),
            "kind": notice.kind,
            "occasion": notice.occasion,
            "office": notice.office,
            "channel": INBOX,
            "agreement": agreement,
            "fields": msgspec.json.encode(notice.fields),
            "written_at": written_at,
            "not_before": None,
            "superseded_by": None,
            "planned_at": None,
        }
        for notice in notices
    ]


class NoticeService:
    """What has been told to whom."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    def tell(
        self,
        kind: str,
        offices: Sequence[str],
        occasion: str,
        fields: Mapping[str, Any],
        *,
        agreement: str | None = None,
    ) -> None:
        """Have offices told of something that is no command on an agreement.

        Args:
            kind: Of `notifications.KINDS`.
            offices: Ids of those who hear of it.
            occasion: What it is about; the same occasion is told once.
            fields: What its words need.
            agreement: Id of the agreement concerned, where there is one.

        Raises:
            NoticeError: An unknown kind, or a missing field.
        """
        told = [Notice(kind, occasion, office, dict(fields)) for office in offices]
        self._database.write(
            lambda tx: write_notices(
                tx,
                agreement,
                told,
                written_at=stamp(self._clock.now()),
                new_id=self._ids.new,
            )
        )

    def headline(self, notice: rows.NoticeRow, language: str = "id") -> str:
        """The one line of a notice."""
        return headline(
            notice.kind,
            msgspec.json.decode(notice.fields),
            "en" if language == "en" else "id",
        )

    def of_person(
        self, person: str, on: str, *, most: int = 50, language: str = "id"
    ) -> list[dict[str, Any]]:
        """Notices to the offices that a person holds or assists on a day, newest first.

        A reminder also says whether the office has acknowledged it.
        """
        with self._database.read() as tx:
            offices = {held.office for held in people.holdings(tx, person, on)}
            offices |= {each.office for each in assisted_by(tx, person, on)}
            found = rows.notices_of(tx, sorted(offices), most)
            reminded = {row["id"]: about for row in found if (about := _reminds_of(row))}
            seen = reminders.acknowledged(tx, sorted({about[0] for about in reminded.values()}))
        return [
            {
                "id": row["id"],
                "written_at": row["written_at"],
                "kind": row["kind"],
                "agreement": row["agreement"],
                "headline": headline(
                    row["kind"],
                    msgspec.json.decode(row["fields"]),
                    "en" if language == "en" else "id",
                ),
                **({"acknowledged": reminded[row["id"]] in seen} if row["id"] in reminded else {}),
            }
            for row in found
        ]


def _reminds_of(row: Mapping[str, Any]) -> tuple[str, int, str] | None:
    """Deadline, revision of its day and office of a reminder; None for another notice."""
    if not KINDS[row["kind"]].reminds:
        return None
    deadline, revision, _ = row["occasion"].split(":")
    return deadline, int(revision), row["office"]
