"""`kadflow inbox`: what waits for a person, in every office that the person holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kadflow.cli import words
from kadflow.cli.agreement.cards import reasons_of
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from kadflow.domain.people import Office

app = single()


@command(app, "inbox", asks=True)
def inbox(
    desk: Desk,
    told: Annotated[
        bool, typer.Option("--told", help="Also what the offices were told, newest first.")
    ] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many notices.")] = 20,
) -> None:
    """Show what a person's offices have to do now, oldest first, and for which office.

    Offices held as acting official or under a mandate are included.

    Example: kadflow inbox --as bantul.hukum
    """
    if not desk.wishes.person:
        raise InvalidInputError(
            "Whose inbox? The command does not say.",
            hint="Name the person with --as HANDLE.",
            pesan="Tugas siapa? Perintah ini tidak menyebutnya.",
            saran="Sebutkan orangnya dengan --as SEBUTAN.",
        )
    kadflow, person = desk.kadflow, desk.wishes.person
    tasks = kadflow.inbox(person)
    notices = kadflow.told(person, most=most, language=desk.language) if told else []
    if desk.screen.document(person=person, tasks=tasks, **({"notices": notices} if told else {})):
        return
    screen, say = desk.screen, desk.say
    screen.heading(say("Perlu tindakan saya", "For me to do"))
    if not tasks:
        screen.line(say("  Tidak ada.", "  Nothing."))
    else:
        offices = _offices(desk)
        columns = (
            ("Nomor", "Judul", "Tindakan", "Untuk", "Sejak")
            if desk.language == "id"
            else ("Number", "Title", "To do", "For", "Since")
        )
        rows = []
        for task in tasks:
            record = kadflow.agreements.get(task["agreement"])
            reasons = reasons_of(desk, record)
            known = kadflow.templates.get(record.template)[1].gates.get(task["gate"])
            office = offices.get(task["office"])
            inside = known is not None and bool(known.chain)
            if known is not None and known.signs:
                does = say("menandatangani", "sign")
            elif inside and office is not None and office.role == "coordinator":
                does = say(
                    "menyampaikan jawaban resmi (agreement release)",
                    "answer outward (agreement release)",
                )
            else:
                does = say("memberi pendapat", "answer")
            gate = f": {reasons.gate(task['gate'])} [{task['gate']}]"
            rows.append(
                (
                    task["number"],
                    task["title"],
                    f"{does}{gate}",
                    reasons.office(office.title) if office else "",
                    words.long_date(task["since"], desk.language),
                )
            )
        screen.table(columns, rows)
    if told:
        screen.heading(say("Pemberitahuan", "Notices"))
        screen.pairs(
            (words.long_date(notice["written_at"], desk.language), notice["headline"])
            for notice in notices
        )


def _offices(desk: Desk) -> dict[str, Office]:
    """Offices of every organisation with people in Kadflow, by id."""
    service = desk.kadflow.organisations
    homes = {person[1] for person in service.people()}
    return {office.id: office for home in homes for office in service.offices(home)}
