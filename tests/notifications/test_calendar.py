"""A deadline in somebody's calendar changes and goes with the deadline."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from notifications.calendar import Entry, calendar

NOW = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120
)


def read(content: bytes) -> list[dict[str, object]]:
    """The entries as another program reads them."""
    found = Calendar.from_ical(content)
    return [
        {
            "uid": str(each["UID"]),
            "on": each.decoded("DTSTART"),
            "until": each.decoded("DTEND"),
            "sequence": each["SEQUENCE"],
            "summary": str(each["SUMMARY"]),
            "description": str(each.get("DESCRIPTION", "")),
            "status": str(each["STATUS"]),
        }
        for each in found.walk("VEVENT")
    ]


@settings(deadline=None)
@given(summary=TEXT, description=TEXT, day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_another_program_reads_what_was_written(summary, description, day):
    content = calendar([Entry("d1@kadflow.test", day, 3, summary, description)], at=NOW)

    (entry,) = read(content)
    assert entry["summary"] == summary
    assert entry["description"] == description
    assert entry["on"] == day
    assert entry["sequence"] == 4
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_an_entry_that_moves_or_goes_keeps_its_uid_and_says_so():
    first = Entry("d1@kadflow.test", date(2026, 12, 31), 1, "Akhir masa berlaku")
    moved = Entry("d1@kadflow.test", date(2027, 1, 4), 2, "Akhir masa berlaku")
    gone = Entry("d1@kadflow.test", date(2027, 1, 4), 2, "Akhir masa berlaku", cancelled=True)

    entries = [
        read(calendar([each], at=NOW, method="CANCEL" if each.cancelled else "PUBLISH"))[0]
        for each in (first, moved, gone)
    ]

    assert {each["uid"] for each in entries} == {"d1@kadflow.test"}
    assert [each["sequence"] for each in entries] == [0, 2, 3]
    assert [each["status"] for each in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert entries[0]["on"] == date(2026, 12, 31)
    assert entries[0]["until"] == date(2027, 1, 1)


def test_text_cannot_begin_another_line():
    wicked = "Judul\r\nBEGIN:VEVENT\nUID:x"
    content = calendar([Entry("d1@kadflow.test", date(2026, 1, 1), 1, wicked)], at=NOW)

    assert len(read(content)) == 1
    assert content.count(b"BEGIN:VEVENT\r\n") == 1
