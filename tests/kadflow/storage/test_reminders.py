"""Many reminders written at once are the notices that one by one would be, on both databases."""

from __future__ import annotations

import msgspec
import pytest
from sqlmodel import col, select

from kadflow.storage import notices, reminders
from kadflow.storage.sessions import Database
from kadflow.storage.statements import Statement
from kadflow.storage.tables.notices import Notice

STORED = Statement(
    select(*(col(getattr(Notice, name)) for name in Notice.model_fields)).order_by(col(Notice.id))
)
HARD = ['Bupati "Sleman"', "C:\\n", "\u0000\u2028\U0001f91d", "{}", "é\u0301", "%s :rows", ""]


def notice(at: int, number: str, **how: str | None) -> dict[str, object]:
    row = {
        "id": f"01985c1f-0000-7000-8000-{at:012x}",
        "kind": "deadline_near",
        "occasion": f"d{at}:1:-30",
        "office": "o",
        "channel": "inbox",
        "agreement": None if at % 2 else "a",
        "fields": msgspec.json.encode({"number": number, "days": at}),
        "written_at": "2026-01-05T02:00:00.000000Z",
        "not_before": None,
        "superseded_by": None,
        "planned_at": None,
    }
    return row | how


def test_reminders_are_stored_byte_by_byte_as_notices_are(database: Database):
    given = [notice(at, text) for at, text in enumerate(HARD)]
    database.write(lambda tx: reminders.write(tx, given))
    with database.read() as tx:
        written = tx.all(STORED)
    assert [dict(zip(Notice.model_fields, row, strict=True)) for row in written] == given
    other = [notice(at + 100, text) for at, text in enumerate(HARD)]
    database.write(lambda tx: notices.insert_notices(tx, other))
    with database.read() as tx:
        assert len(tx.all(STORED)) == 2 * len(HARD)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_what_stands_for_its_occasion_already_stays(database: Database, count: int):
    first = [notice(1, "KSD-1")]
    again = [notice(10 + at, "KSD-2", occasion="d1:1:-30") for at in range(count)]
    database.write(lambda tx: reminders.write(tx, first))
    database.write(lambda tx: reminders.write(tx, again))
    with database.read() as tx:
        assert [row[0] for row in tx.all(STORED)] == [first[0]["id"]]
