"""Deadlines as entries of a calendar (RFC 5545), for a feed or attached to a message.

An entry lasts a whole civil day, so it means the same in every zone. Whoever has it gets changes
into the same entry: its UID stays, and SEQUENCE rises with each revision of the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 75  # octets of a line, RFC 5545 section 3.1


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline.

    Attributes:
        uid: Stays for ever; ``deadline@domain``.
        on: The day.
        revision: Of the day, from 1 on.
        summary: What is due.
        description: More of it.
        link: Where it is opened; empty for none.
        cancelled: It no longer stands.
    """

    uid: str
    on: date
    revision: int
    summary: str
    description: str = ""
    link: str = ""
    cancelled: bool = False

    @property
    def sequence(self) -> int:
        """Rises with each revision, and once more when the entry is taken back."""
        return 2 * (self.revision - 1) + self.cancelled


def calendar_uid(deadline: str) -> str:
    """The UID of a deadline's entry, in every calendar that has it."""
    return f"{deadline}@kadflow"


def calendar(
    entries: Iterable[Entry], *, at: datetime, name: str = "", method: str = "PUBLISH"
) -> bytes:
    """A calendar as a file.

    Args:
        entries: Its entries.
        at: When it was made.
        name: Of the calendar, for a feed; empty for none.
        method: ``PUBLISH``, or ``CANCEL`` when an entry is taken back.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kadflow//Kadflow//ID",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
    ]
    if name:
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for entry in entries:
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(entry: Entry, stamp: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}",
        f"SEQUENCE:{entry.sequence}",
        f"SUMMARY:{_text(entry.summary)}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
    ]
    lines += [f"DESCRIPTION:{_text(entry.description)}"] if entry.description else []
    lines += [f"URL:{entry.link}"] if entry.link else []
    return [*lines, "END:VEVENT"]


def _text(value: str) -> str:
    """RFC 5545 section 3.3.11."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = "\\n".join(escaped.splitlines())
    return "".join(each for each in lines if each == "\t" or each >= " ")


def _folded(line: str) -> bytes:
    """A content line, folded between characters (RFC 5545 section 3.1)."""
    whole = line.encode("utf-8", "replace")
    if len(whole) <= _LINE:
        return whole + b"\r\n"
    parts, held = [], b""
    for character in line:
        encoded = character.encode("utf-8", "replace")
        if len(held) + len(encoded) > _LINE:
            parts.append(held)
            held = b" "
        held += encoded
    return b"\r\n".join([*parts, held]) + b"\r\n"
