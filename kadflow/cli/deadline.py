"""`kadflow deadline`: what falls due, why on that day, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadflow.cli import words
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import day, number_of_days
from kadflow.domain.wording import kind_words, source_words
from kadflow.domain.wording.time import (
    EFFECT_WORDS,
    STATE_WORDS,
    ZONE_NAMES,
    count_words,
    days_left_words,
)

if TYPE_CHECKING:
    from kadflow.services.deadlines import DeadlineExplained, DeadlineStep

app = group("What falls due, why on that day, and what became of it.")

PUT_OFF = "kadflow deadline snooze"

AGREEMENT = Annotated[str, typer.Argument(metavar="AGREEMENT", help="Number or id.")]
NAME = Annotated[
    str, typer.Argument(metavar="NAME", help="Of the deadline, as the list shows it.")
]
PARTY = Annotated[
    str | None, typer.Option("--party", metavar="CODE", help="Whose, where several have it.")
]


@command(app, "list", asks=True)
def list_(
    desk: Desk,
    due_within: Annotated[
        str | None,
        typer.Option(
            "--due-within", metavar="DAYS", help="Only what is due in so many days, as 7d."
        ),
    ] = None,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="NUMBER", help="Only of this agreement.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many.")] = 50,
) -> None:
    """List deadlines that are open or have passed and are not settled, the earliest first.

    With --as only those of the person's own organisation. Nobody is called late by a rule that
    nobody verified and the parties did not agree on: such a deadline counts days.

    Example: kadflow deadline list --due-within 7d --as sleman.coordinator
    """
    own = desk.kadflow.organisations.person(desk.wishes.person)[1] if desk.wishes.person else ""
    found = desk.kadflow.deadlines.upcoming(
        agreement=agreement or "",
        organisation=own,
        within_days=number_of_days(due_within) if due_within is not None else None,
        most=most,
    )
    if desk.screen.document(deadlines=found):
        return
    if not found:
        desk.screen.line(desk.say("Tidak ada batas waktu.", "No deadlines."))
        return
    columns = (
        ("Nomor", "Batas waktu", "Pihak", "Hari terakhir", "Keadaan")
        if desk.language == "id"
        else ("Number", "Deadline", "Party", "Last day", "State")
    )
    desk.screen.table(
        columns,
        [
            (
                line.number,
                f"{desk.say(*line.title)} [{line.name}]",
                line.whose or desk.say("bersama", "joint"),
                words.long_date(line.due_on, desk.language),
                desk.say(
                    *days_left_words(
                        line.state, line.days, whose=line.whose, verified=line.verified
                    )
                ),
            )
            for line in found
        ],
    )


@command(app, "explain")
def explain(
    desk: Desk,
    agreement: AGREEMENT,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="One deadline; all that are open if left out."),
    ] = None,
    party: PARTY = None,
) -> None:
    """Explain a deadline: from when, by which rule, which days did not count and why, its source.

    Example: kadflow deadline explain KSD-2026-000001 term_end
    """
    owner = organisation(desk, party).id if party else None
    found = desk.kadflow.deadlines.explain(agreement, name, owner)
    if desk.screen.document(deadlines=found):
        return
    if not found:
        desk.screen.line(desk.say("Tidak ada batas waktu yang terbuka.", "No deadline is open."))
    for told in found:
        _explain(desk, told)


def _explain(desk: Desk, told: DeadlineExplained) -> None:
    screen, say = desk.screen, desk.say
    counted = told.counted
    screen.heading(
        f"{say(*told.title)} [{told.name}]" + (f" - {told.whose}" if told.whose else "")
    )
    source = say(*source_words(told.source)).strip(" ()")
    sure = (
        say("disepakati para pihak", "agreed by the parties")
        if told.agreed
        else say("terverifikasi", "verified")
        if told.verified
        else say("belum terverifikasi: tidak ada yang disebut terlambat",
                 "not verified: nobody is called late by it")
    )  # fmt: skip
    rule = count_words(_Counted(counted)) if counted.get("n") else ("", "")
    screen.pairs(
        [
            (say("Hari terakhir", "Last day"), words.long_date(told.due_on, desk.language)),
            (
                say("Berakhir", "Ends"),
                say("pukul 24.00", "at midnight") + f" {ZONE_NAMES.get(told.zone, told.zone)}",
            ),
            (say("Keadaan", "State"), say(*STATE_WORDS[told.state])),
            (say("Akibat", "Effect"), say(*EFFECT_WORDS[told.effect])),
            (say("Hitungan", "Count"), say(*rule)),
            (say("Sumber", "Source"), source or say("tidak disebut", "not named")),
            (say("Kekuatan", "Standing"), sure),
            (say("Kalender", "Calendar"), counted.get("calendar") or ""),
            (say("Pengingat", "Reminders"), _ladder(desk, told.remind_days)),
        ]
    )
    screen.bullets(_skips(desk, counted))
    for step in told.steps:
        screen.bullets([_step(desk, step)], mark="\N{MIDDLE DOT}")
    for office, on, reason in told.seen:
        day_ = words.long_date(on, desk.language)
        why = f" ({reason})" if reason else ""
        screen.bullets(
            [say(f"Sudah dibaca {office[0]}, {day_}{why}: tidak diingatkan lagi sebelum hari terakhir",
                 f"Seen by {office[1]}, {day_}{why}: no more reminders before the last day")]
        )  # fmt: skip
    for office, until, reason in told.snoozes:
        day_ = words.long_date(until, desk.language)
        why = f" ({reason})" if reason else ""
        screen.bullets(
            [say(f"Pengingat untuk {office[0]} ditunda sampai {day_}{why}",
                 f"Reminders of {office[1]} put off until {day_}{why}")]
        )  # fmt: skip


class _Counted:
    """A count as an event keeps it."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.start: str = data["counted_from"]
        self.n: int = data["n"]
        self.unit: str = data["unit"]
        self.roll: str = data.get("roll", "none")


def _skips(desk: Desk, counted: dict[str, Any]) -> Iterable[str]:
    for on, why, *by in counted.get("skipped", ()):
        whose = ", ".join(part for part in by if part)
        yield f"{words.long_date(on, desk.language)}: {why}" + (f" ({whose})" if whose else "")
    if counted.get("weekends"):
        yield desk.say(
            f"akhir pekan: {counted['weekends']} hari", f"weekends: {counted['weekends']} days"
        )
    if counted.get("stood"):
        yield desk.say(
            f"berhenti: {counted['stood']} hari", f"the clock stood still: {counted['stood']} days"
        )
    for on, why, *_ in counted.get("rolled", ()):
        day_ = words.long_date(on, desk.language)
        yield desk.say(f"digeser melewati {day_}: {why}", f"moved past {day_}: {why}")
    for year in counted.get("provisional", ()):
        yield desk.say(
            f"cuti bersama {year} belum ditetapkan; hari terakhir dapat bergeser",
            f"the joint leave of {year} is not decreed yet; the last day may move",
        )


def _ladder(desk: Desk, ladder: tuple[int, ...]) -> str:
    if not ladder:
        return ""
    shown = ", ".join(f"{n:+d}" if n else "0" for n in ladder[:8])
    more = ", ..." if len(ladder) > 8 else ""
    return desk.say(f"{shown}{more} hari", f"{shown}{more} days")


def _step(desk: Desk, step: DeadlineStep) -> str:
    text = f"{words.long_date(step.on, desk.language)}: {desk.say(*kind_words(step.kind))}"
    data = step.data
    if "from" in data:
        before = words.long_date(data["from"], desk.language)
        after = words.long_date(data["due_on"], desk.language)
        text += f": {before} \N{RIGHTWARDS ARROW} {after}"
    elif "would_be" in data:
        text += f": {words.long_date(data['would_be'], desk.language)}"
    if data.get("decrees"):
        text += f" ({'; '.join(data['decrees'])})"
    return text + (f". {step.reason}" if step.reason else "")


# ------------------------------------------------------------------ commands


@command(app, "pause", acts=True)
def pause(desk: Desk, agreement: AGREEMENT, name: NAME, party: PARTY = None) -> None:
    """Stop the clock of a deadline, for a reason; the days until it goes on do not count.

    A date that the parties agreed on is no clock. A party does not stop the clock of its own
    silence: a secretariat of another party does.

    Example: kadflow deadline pause KSD-2026-000001 councils --party 34.02 --as sleman.coordinator --reason "Menunggu APBD Perubahan"
    """
    owner = organisation(desk, party).id if party else None
    print_outcome(
        desk, desk.acting.pause_deadline(agreement, name, party=owner, **desk.how(agreement))
    )


@command(app, "resume", acts=True)
def resume(desk: Desk, agreement: AGREEMENT, name: NAME, party: PARTY = None) -> None:
    """Let the clock of a deadline go on, for a reason; it gets the days that were left to it.

    Example: kadflow deadline resume KSD-2026-000001 councils --party 34.02 --as sleman.coordinator --reason "APBD-P ditetapkan"
    """
    owner = organisation(desk, party).id if party else None
    print_outcome(
        desk, desk.acting.resume_deadline(agreement, name, party=owner, **desk.how(agreement))
    )


@command(app, "snooze", acts=True)
def snooze(
    desk: Desk,
    agreement: AGREEMENT,
    name: NAME,
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="Day from which reminders come again.")
    ],
    party: PARTY = None,
) -> None:
    """Put off the reminders of a deadline for the own office; the deadline itself stands.

    Example: kadflow deadline snooze KSD-2026-000001 term_end --until 2026-11-20 --as sleman.coordinator
    """
    acting = desk.acting
    line = desk.kadflow.deadlines.snooze(
        acting.envelope(reason=desk.wishes.reason),
        agreement,
        name,
        until_on=day(until, "--until"),
        party=organisation(desk, party).id if party else None,
    )
    if desk.screen.document(deadline=line, until=until):
        return
    shown = words.long_date(until, desk.language)
    last = words.long_date(line.due_on, desk.language)
    desk.screen.line(
        desk.say(
            f"Pengingat {line.title[0]} pada {line.number} ditunda sampai {shown}; hari terakhirnya "
            f"tetap {last}.",
            f"Reminders of {line.title[1]} of {line.number} are put off until {shown}; its last day "
            f"stays {last}.",
        )
    )


@command(app, "acknowledge", acts=True)
def acknowledge(desk: Desk, agreement: AGREEMENT, name: NAME, party: PARTY = None) -> None:
    """Say that the own office has seen a deadline: no more reminders before its last day.

    The reminder on the last day and those after it still come. When the deadline moves, its
    reminders begin anew.

    Example: kadflow deadline acknowledge KSD-2026-000001 term_end --as sleman.coordinator
    """
    line = desk.kadflow.deadlines.acknowledge(
        desk.acting.envelope(reason=desk.wishes.reason),
        agreement,
        name,
        party=organisation(desk, party).id if party else None,
    )
    if desk.screen.document(deadline=line):
        return
    last = words.long_date(line.due_on, desk.language)
    desk.screen.line(
        desk.say(
            f"Dicatat: {line.title[0]} pada {line.number} sudah dibaca.",
            f"Noted: {line.title[1]} of {line.number} was seen.",
        )
    )
    desk.screen.line(
        desk.say(
            f"Pengingat sebelum hari terakhirnya, {last}, tidak dikirim lagi; pengingat pada hari "
            "itu dan sesudahnya tetap dikirim.",
            f"Reminders before its last day, {last}, come no more; those on that day and after it "
            "still come.",
        )
        if line.days >= 0
        else desk.say(
            f"Hari terakhirnya, {last}, sudah lewat: pengingatnya tetap dikirim. Untuk menundanya: "
            f"{PUT_OFF}.",
            f"Its last day, {last}, has passed: reminders still come. Put them off with: "
            f"{PUT_OFF}.",
        )
    )
