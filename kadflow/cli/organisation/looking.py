"""Commands that only look: who can be a party, its offices, its people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.organisation.group import WHO, app
from kadflow.cli.parties import organisation
from kadflow.domain.people import ASSISTANT_WORDS
from kadflow.domain.wording import ORGANISATION_WORDS, capacity_words
from kadflow.domain.wording.time import ZONE_NAMES

if TYPE_CHECKING:
    from kadflow.domain.people import Assistant, Holding, Mandate


@command(app, "list")
def show_list(
    desk: Desk,
    text: Annotated[str, typer.Argument(help="Part of a name.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", help="province, regency, city, central, company ...")
    ] = "",
    staffed: Annotated[
        bool, typer.Option("--staffed", help="Only those with people in Kadflow.")
    ] = False,
) -> None:
    """List organisations that can be parties: regions and others.

    Example: kadflow organisation list --kind company
    """
    service = desk.kadflow.organisations
    found = [
        each
        for each in service.all()
        if text.lower() in each.name.lower() and kind in {"", each.kind}
    ]
    if staffed:
        homes = {person[1] for person in service.people()}
        found = [each for each in found if each.id in homes]
    if desk.screen.document(organisations=found):
        return
    if not found:
        desk.screen.line(desk.say("Tidak ada yang cocok.", "None fits."))
        return
    columns = ("Kode", "Nama", "Jenis") if desk.language == "id" else ("Code", "Name", "Kind")
    desk.screen.table(
        columns,
        [
            (each.code or "", each.name, words.pick(ORGANISATION_WORDS, each.kind, desk.language))
            for each in found
        ],
    )


@command(app, "show")
def show(desk: Desk, name: WHO) -> None:
    """Show an organisation: its offices, who holds and assists them, and mandates they gave.

    Example: kadflow organisation show 34.04
    """
    service = desk.kadflow.organisations
    found = organisation(desk, name)
    offices = service.offices(found.id)
    names = {person[0]: (person[2], person[3]) for person in service.people()}
    holders = {office.id: service.holders(office.id) for office in offices}
    assistants, mandates = service.assistants(found.id), service.mandates(found.id)
    if desk.screen.document(
        organisation=found,
        offices=[
            {
                "office": office,
                "holders": holders[office.id],
                "assistants": [each for each in assistants if each.office == office.id],
                "mandates": [each for each in mandates if each.giver == office.id],
            }
            for office in offices
        ],
    ):
        return
    screen, say = desk.screen, desk.say
    screen.heading(f"{found.name}" + (f" ({found.code})" if found.code else ""))
    screen.pairs(
        [
            (say("Jenis", "Kind"), words.pick(ORGANISATION_WORDS, found.kind, desk.language)),
            (say("Zona waktu", "Time zone"), ZONE_NAMES.get(found.zone, found.zone)),
            (say("Sampai", "Until"), words.long_date(found.to_on, desk.language)),
        ]
    )
    screen.heading(say("Jabatan", "Offices"))

    def who(person: str) -> str:
        handle, name = names.get(person, ("?", "?"))
        return f"{name} ({handle})"

    rows = []
    for office in offices:
        title = say(*office.titles)
        lines = []
        for holding in holders[office.id]:
            capacity = say(*capacity_words(holding.capacity))
            lines.append(f"{who(holding.person)}, {capacity}, {_span(desk, holding)}")
        if not lines:
            lines.append(say("belum ada pejabat", "nobody yet"))
        for each in assistants:
            if each.office == office.id:
                words_ = say(*ASSISTANT_WORDS)
                lines.append(f"{who(each.person)}, {words_}, {_span(desk, each)}")
        for given in mandates:
            if given.giver == office.id:
                letter = f" ({given.letter})" if given.letter else ""
                kuasa = say(*capacity_words("kuasa"))
                lines.append(f"{who(given.person)}, {kuasa}{letter}, {_span(desk, given)}")
        rows.append((f"{title} [{office.role}]", "\n".join(lines)))
    screen.pairs(rows)
    if not offices:
        screen.line(say("  (belum ada)", "  (none yet)"))


def _span(desk: Desk, dated: Holding | Mandate | Assistant) -> str:
    """From when until when, the last day included."""
    since = words.long_date(dated.from_on, desk.language)
    if dated.to_on is None:
        return f"{since} - {desk.say('sekarang', 'now')}"
    return f"{since} - {words.long_date(dated.to_on, desk.language)}"


@command(app, "people")
def people(desk: Desk, name: Annotated[str, typer.Argument(metavar="ORGANISATION")] = "") -> None:
    """List people with the handles to use after --as, of one organisation or of all.

    Example: kadflow organisation people 34.04
    """
    service = desk.kadflow.organisations
    home = organisation(desk, name).id if name else ""
    names = {each.id: each.name for each in service.all()}
    rows = [
        {"handle": handle, "name": person, "organisation": names.get(where, where), "id": found}
        for found, where, handle, person in service.people(home)
    ]
    if desk.screen.document(people=rows):
        return
    if not rows:
        desk.screen.line(desk.say("Belum ada orang.", "Nobody yet."))
        return
    columns = (
        ("Sebutan", "Nama", "Organisasi")
        if desk.language == "id"
        else ("Handle", "Name", "Organisation")
    )
    desk.screen.table(columns, [(r["handle"], r["name"], r["organisation"]) for r in rows])
