"""`kadflow meeting`: who met on what, what was concluded, and who got what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kadflow.cli import words
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.given import AGREEMENT, existing
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import day, read_text
from kadflow.domain.wording import SEALED
from kadflow.domain.wording.results import MEETING_WORDS
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kadflow.app.results import Work
    from kadflow.services.results import MeetingLine

app = group("Meetings: put on record, add minutes, enter decisions, show.")

CONCLUSION = Annotated[
    list[str] | None,
    typer.Option("--conclusion", metavar="TEXT", help="What was concluded; repeatable."),
]
ACTION = Annotated[
    list[str] | None,
    typer.Option(
        "--action",
        metavar="'CODE|DATE|TEXT'",
        help="What a party has to do and until when; DATE may be empty; repeatable.",
    ),
]
SIGNED = Annotated[
    Path | None,
    typer.Option("--signed", metavar="FILE", help="Scan of the signed berita acara."),
]
MINUTES = Annotated[
    Path | None, typer.Option("--minutes", metavar="FILE", help="Text of the minutes.")
]


@command(app, "add", acts=True)
def add(
    desk: Desk,
    agreement: AGREEMENT,
    kind: Annotated[
        Literal["tkksd", "discussion", "coordination", "evaluation"],
        typer.Argument(
            metavar="KIND", help="tkksd, discussion (of the text), coordination or evaluation."
        ),
    ],
    place: Annotated[str, typer.Option("--place", metavar="TEXT", help="Where.")],
    agenda: Annotated[str, typer.Option("--agenda", metavar="TEXT", help="What about.")],
    office: Annotated[
        list[str] | None,
        typer.Option("--office", metavar="OFFICE", help="Who attended: 34.04/legal; repeatable."),
    ] = None,
    party: Annotated[
        list[str] | None,
        typer.Option(
            "--party", metavar="CODE", help="Attended, without an office here; repeatable."
        ),
    ] = None,
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="KIND", help="The document that was discussed."),
    ] = None,
    conclusion: CONCLUSION = None,
    minutes: MINUTES = None,
    signed: SIGNED = None,
    action: ACTION = None,
) -> None:
    """Put a meeting on record, held on the day of --effective-on; its action items are obligations.

    What a party got to do is agreed on where it attended and the signed berita acara is on file.

    Example: kadflow meeting add KSD-2026-000001 coordination --place "Kantor Bupati" --agenda Jadwal --office 34.04/unit --office 34.02/unit --action "34.02|2026-02-10|Menyusun jadwal" --as sleman.coordinator
    """
    outcome = desk.acting.meetings.hold(
        agreement,
        kind,
        place=place,
        agenda=agenda,
        offices=office or (),
        parties=[organisation(desk, each).id for each in party or ()],
        document=document,
        conclusions=conclusion or (),
        minutes=read_text(minutes) if minutes else None,
        signed=existing(signed),
        actions=_work(desk, action or ()),
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "minute", acts=True)
def minute(
    desk: Desk,
    agreement: AGREEMENT,
    meeting: Annotated[
        str, typer.Argument(metavar="MEETING", help="Its number, as in: meeting show.")
    ],
    conclusion: CONCLUSION = None,
    minutes: MINUTES = None,
    signed: SIGNED = None,
    action: ACTION = None,
) -> None:
    """Add to a meeting what was written afterwards: conclusions, minutes, the signed berita acara.

    Example: kadflow meeting minute KSD-2026-000001 33 --signed berita-acara.pdf --as sleman.coordinator
    """
    outcome = desk.acting.meetings.minute(
        agreement,
        meeting,
        conclusions=conclusion or (),
        minutes=read_text(minutes) if minutes else None,
        signed=existing(signed),
        actions=_work(desk, action or ()),
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "decide", acts=True)
def decide(
    desk: Desk,
    agreement: AGREEMENT,
    meeting: Annotated[
        str, typer.Argument(metavar="MEETING", help="Its number, as in: meeting show.")
    ],
    gate: Annotated[str, typer.Argument(metavar="GATE", help="The approval, by its name.")],
) -> None:
    """Enter at an approval what a meeting decided: that each office which attended approves.

    The signed berita acara must be on file and the text unchanged since the meeting was put on
    record. Offices that were absent stay open; each that attended is told, and may withdraw.

    Example: kadflow meeting decide KSD-2026-000001 33 text_agreed --as sleman.coordinator
    """
    print_outcome(
        desk, desk.acting.meetings.decide(agreement, meeting, gate, **desk.how(agreement))
    )


@command(app, "show")
def show(
    desk: Desk,
    agreement: AGREEMENT,
    meeting: Annotated[
        str | None, typer.Argument(metavar="MEETING", help="One, by its number; all if left out.")
    ] = None,
) -> None:
    """Show meetings: day, place, who attended, on which text, conclusions, what came of them.

    Example: kadflow meeting show KSD-2026-000001
    """
    found = desk.kadflow.results.meetings(agreement, meeting)
    if desk.screen.document(meetings=found):
        return
    if not found:
        desk.screen.line(desk.say("Belum ada rapat.", "No meetings yet."))
    for line in found:
        _show(desk, line)


def _show(desk: Desk, line: MeetingLine) -> None:
    say, language, meeting = desk.say, desk.language, line.meeting
    sealed = say(*SEALED)
    kind = words.sentence(words.pick(MEETING_WORDS, meeting.kind, language))
    desk.screen.heading(f"{meeting.number}. {kind}, {words.long_date(meeting.on, language)}")
    document = ""
    if meeting.document is not None:
        name, version, _ = meeting.document
        document = say(f"{name}, versi {version}", f"{name}, version {version}")
    signed = say("ada", "on file") if meeting.signed else say("belum ada", "not on file yet")
    desk.screen.pairs(
        [
            (say("Tempat", "Place"), line.place or sealed),
            (say("Acara", "Agenda"), line.agenda or sealed),
            (say("Hadir", "Attended"), "; ".join(say(*each) for each in line.attended)),
            (say("Naskah", "Text"), document),
            (say("Berita acara bertanda tangan", "Signed berita acara"), signed),
            (say("Notula", "Minutes"), line.minutes or ""),
            (say("Tindak lanjut", "Action items"),
             ", ".join(say(f"kewajiban no. {n}", f"obligation no. {n}") for n in line.work)),
        ]
    )  # fmt: skip
    desk.screen.bullets(each or sealed for each in line.conclusions)


def _work(desk: Desk, actions: Sequence[str]) -> list[Work]:
    from kadflow.app.results import Work  # noqa: PLC0415 - the facade only when a command runs

    found = []
    for action in actions:
        parts = [part.strip() for part in action.split("|", 2)]
        if len(parts) != 3:
            raise InvalidInputError(
                f"--action {action!r} has no three parts.",
                hint="Write it like --action '34.02|2026-02-10|Menyusun jadwal'.",
                pesan=f"--action {action!r} tidak terdiri atas tiga bagian.",
                saran="Tulis seperti --action '34.02|2026-02-10|Menyusun jadwal'.",
            )
        due_on = day(parts[1], "--action") if parts[1] else None
        found.append(Work(organisation(desk, parts[0]).id, parts[2], due_on))
    return found
