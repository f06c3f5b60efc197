"""`kadflow obligation`: what the parties owe, until when, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kadflow.cli import words
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.given import AGREEMENT, FILE, PARTY, UNIT, existing
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import day, number_of_days
from kadflow.domain.wording import SEALED
from kadflow.domain.wording.results import ORIGIN_WORDS, OWED_WORDS

if TYPE_CHECKING:
    from kadflow.services.results import ObligationLine

app = group("What the parties owe: write down, agree, meet, dispute, end, show.")

OBLIGATION = Annotated[
    str, typer.Argument(metavar="OBLIGATION", help="Its number, as in: obligation show.")
]
NOTE = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="Where it can be seen, or how.")
]


@command(app, "add", acts=True)
def add(
    desk: Desk,
    agreement: AGREEMENT,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be done.")],
    party: PARTY,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="The last day, where one is known.")
    ] = None,
    clause: Annotated[
        str | None, typer.Option("--clause", metavar="N", help="Article that it comes from.")
    ] = None,
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="N", help="Meeting that it comes from.")
    ] = None,
    office: UNIT = None,
) -> None:
    """Write down what a party has to do: by an article, by a meeting, or as its own milestone.

    What another party owes needs --clause or --meeting. It is told, and nobody is called late until
    it has agreed.

    Example: kadflow obligation add KSD-2026-000001 "Menyediakan dua truk" --party 34.04 --due 2026-03-31 --as sleman.coordinator
    """
    outcome = desk.acting.obligations.add(
        agreement,
        organisation(desk, party).id,
        text,
        due_on=day(due, "--due") if due else None,
        office=office,
        clause=clause,
        meeting=meeting,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "accept", acts=True)
def accept(desk: Desk, agreement: AGREEMENT, obligation: OBLIGATION) -> None:
    """Agree, as the party that owes it, to an obligation that another one wrote down.

    Example: kadflow obligation accept KSD-2026-000001 31 --as bantul.coordinator
    """
    print_outcome(
        desk, desk.acting.obligations.accept(agreement, obligation, **desk.how(agreement))
    )


@command(app, "schedule", acts=True)
def schedule(
    desk: Desk,
    agreement: AGREEMENT,
    obligation: OBLIGATION,
    due: Annotated[
        str, typer.Argument(metavar="DATE", help="The last day; 'none' takes it away.")
    ],
) -> None:
    """Give an obligation its last day, or another one; moving it needs a reason.

    A day that was agreed on is moved by the other parties, not by the one that owes.

    Example: kadflow obligation schedule KSD-2026-000001 31 2026-06-30 --reason "Menunggu APBD-P" --as sleman.coordinator
    """
    due_on = None if due == "none" else day(due, "DATE")
    outcome = desk.acting.obligations.schedule(
        agreement, obligation, due_on, **desk.how(agreement)
    )
    print_outcome(desk, outcome)


@command(app, "meet", acts=True)
def meet(
    desk: Desk,
    agreement: AGREEMENT,
    obligation: OBLIGATION,
    file: FILE = None,
    note: NOTE = None,
) -> None:
    """State that an obligation was met, on the day of --effective-on, and what shows it.

    Its deadline is settled. The other parties are told, and may dispute it.

    Example: kadflow obligation meet KSD-2026-000001 31 --file bast.pdf --effective-on 2026-03-20 --as sleman.unit
    """
    outcome = desk.acting.obligations.meet(
        agreement, obligation, file=existing(file), note=note, **desk.how(agreement)
    )
    print_outcome(desk, outcome)


@command(app, "judge", acts=True)
def judge(
    desk: Desk,
    agreement: AGREEMENT,
    obligation: OBLIGATION,
    verdict: Annotated[
        Literal["confirmed", "disputed"],
        typer.Argument(metavar="confirmed|disputed", help="A dispute needs --reason."),
    ],
    party: Annotated[
        str | None,
        typer.Option("--party", metavar="CODE", help="With --evidence: whose letter says so."),
    ] = None,
) -> None:
    """Confirm or dispute, as another party, that an obligation was met.

    While a party disputes it, its deadline goes on.

    Example: kadflow obligation judge KSD-2026-000001 31 disputed --reason "Baru satu truk" --as bantul.coordinator
    """
    outcome = desk.acting.obligations.judge(
        agreement,
        obligation,
        verdict,
        party=organisation(desk, party).id if party else None,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "end", acts=True)
def end(
    desk: Desk,
    agreement: AGREEMENT,
    obligation: OBLIGATION,
    outcome: Annotated[
        Literal["unmet", "withdrawn"],
        typer.Argument(
            metavar="unmet|withdrawn", help="It will not be met; or nobody asks for it any more."
        ),
    ],
) -> None:
    """End an obligation that was not met, for a reason; nobody withdraws what it owes itself.

    Example: kadflow obligation end KSD-2026-000001 31 withdrawn --reason "Dibayar pihak ketiga" --as sleman.coordinator
    """
    done = desk.acting.obligations.close(agreement, obligation, outcome, **desk.how(agreement))
    print_outcome(desk, done)


@command(app, "list", asks=True)
def list_(
    desk: Desk,
    due_within: Annotated[
        str | None,
        typer.Option("--due-within", metavar="DAYS", help="Only what is due in so many days."),
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many.")] = 50,
) -> None:
    """List what is still to be done under all agreements, the nearest last day first.

    With --as only what that person's own organisation owes.

    Example: kadflow obligation list --due-within 30d --as sleman.coordinator
    """
    own = desk.kadflow.organisations.person(desk.wishes.person)[1] if desk.wishes.person else ""
    days = number_of_days(due_within) if due_within is not None else None
    found = desk.kadflow.results.owed(own, within_days=days, most=most)
    if desk.screen.document(
        obligations=[{"agreement": number, "line": line} for number, line in found]
    ):
        return
    if not found:
        desk.screen.line(desk.say("Tidak ada kewajiban.", "No obligations."))
        return
    columns = (
        ("Nomor", "Kewajiban", "Pihak", "Hari terakhir")
        if desk.language == "id"
        else ("Number", "Obligation", "Party", "Last day")
    )
    desk.screen.table(
        columns,
        [
            (
                number,
                f"{line.obligation.number}. {line.text or desk.say(*SEALED)}",
                line.party,
                due_text(desk, line),
            )
            for number, line in found
        ],
    )


@command(app, "show")
def show(
    desk: Desk,
    agreement: AGREEMENT,
    obligation: Annotated[
        str | None,
        typer.Argument(metavar="OBLIGATION", help="One, by its number; all if left out."),
    ] = None,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only what is still to be done.")
    ] = False,
) -> None:
    """Show what the parties owe, until when, whether it was met, and who disputes that.

    Example: kadflow obligation show KSD-2026-000001 --open
    """
    found = desk.kadflow.results.obligations(agreement, obligation, only_open=only_open)
    if desk.screen.document(obligations=found):
        return
    if not found:
        desk.screen.line(desk.say("Tidak ada kewajiban.", "No obligations."))
    names = {p.id: p.name for p in desk.kadflow.agreements.get(agreement).parties}
    for line in found:
        _show(desk, line, names)


def _show(desk: Desk, line: ObligationLine, names: dict[str, str]) -> None:
    say, language, owed = desk.say, desk.language, line.obligation
    desk.screen.bullets([f"{line.party}: {line.text or say(*SEALED)}"], mark=f"{owed.number}.")
    origin = words.pick(ORIGIN_WORDS, owed.origin, language)
    if owed.clause:
        origin += say(f", Pasal {owed.clause}", f", Article {owed.clause}")
    state = words.pick(OWED_WORDS, line.state, language)
    if owed.met_on:
        state += f" ({words.long_date(owed.met_on, language)})"
    desk.screen.pairs(
        [
            (say("asal", "from"), origin),
            (say("hari terakhir", "last day"), due_text(desk, line)),
            (say("keadaan", "state"), state),
            (say("bukti", "shown by"), line.shown or ""),
            (say("dibenarkan oleh", "confirmed by"),
             ", ".join(names.get(each, each) for each in owed.confirmed_by)),
            (say("disanggah oleh", "disputed by"),
             ", ".join(names.get(each, each) for each in owed.disputed_by)),
        ],
        indent=6,
    )  # fmt: skip


def due_text(desk: Desk, line: ObligationLine) -> str:
    """The last day of an obligation with the days that are left, and whether anybody is late."""
    owed, say = line.obligation, desk.say
    if owed.due_on is None:
        return say("tidak ditetapkan", "none stated")
    shown = words.long_date(owed.due_on, desk.language)
    if line.days is None:
        return shown
    if line.days >= 0:
        shown += say(f", {line.days} hari lagi", f", in {line.days} days")
    elif line.late:
        shown += say(f", terlambat {-line.days} hari", f", {-line.days} days late")
    else:
        shown += say(f", lewat {-line.days} hari", f", {-line.days} days ago")
    if not owed.agreed:
        shown += say(" (belum disetujui pihak itu)", " (not agreed to by that party)")
    return shown
