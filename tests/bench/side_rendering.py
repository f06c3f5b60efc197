"""Contestant: messages made from their facts, a request and a reminder with its calendar in turn."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any, Literal

from notifications import KINDS
from notifications.calendar import Entry, calendar, calendar_uid
from notifications.channels import Letter
from notifications.channels.mail import Mail, MailServer
from notifications.mime import Attachment
from notifications.rendering import About, render
from tests.bench.worker import serve
from tests.mail import SENDER

NOW = datetime(2026, 10, 2, 1, tzinfo=UTC)


def letter(number: int) -> Letter:
    """A message of its own number; every second one in English."""
    kind = "deadline_near" if number % 2 else "decision_requested"
    language: Literal["id", "en"] = "en" if number // 2 % 2 else "id"
    said = f"KSD-2026-{number:06}"
    link = f"https://kadflow.example.go.id/agreements/{said}"
    about = About(
        agreement=f"{said}, Pengelolaan sampah lintas batas",
        due="Kamis, 12 Maret 2026 (3 hari kerja lagi)",
        on_behalf="Kepala Bagian Kerja Sama, Kabupaten Sleman",
        link=link,
    )
    fields = dict(KINDS[kind].fields) | {"number": said}
    reasons = (f"Anda menjabat Kepala {number}.",)
    files: tuple[Attachment, ...] = ()
    if kind == "deadline_near":
        entry = Entry(
            uid=calendar_uid(f"01985c1f-{number:012}"),
            on=date(2026, 3, 12),
            revision=1,
            summary=f"{fields['deadline_id']}: {said}",
            description=about.agreement,
            link=link,
        )
        media_type = "text/calendar; charset=utf-8; method=PUBLISH"
        files = (Attachment("batas-waktu.ics", media_type, calendar([entry], at=NOW)),)
    return Letter(
        identity=f"01985c1f-{number:012}",
        to="bupati@kadflow.test",
        rendered=render(kind, fields, about, reasons=reasons, language=language),
        language=language,
        at=NOW,
        kind=kind,
        fields=fields,
        attachments=files,
    )


def main() -> None:
    mail = Mail(MailServer("127.0.0.1", 25, "none"), SENDER)

    def play(question: dict[str, Any]) -> dict[str, Any]:
        count = question["messages"]
        began = time.perf_counter()
        for number in range(count):
            mail.compose(letter(number))
        return {"rate": count / (time.perf_counter() - began)}

    serve({}, play)


if __name__ == "__main__":
    main()
