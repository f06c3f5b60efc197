"""Commands about who else serves an office: the end of a mandate, and assistants."""

from __future__ import annotations

from typing import Annotated

import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.organisation.group import app
from kadflow.cli.organisation.setting_up import (
    FROM,
    LETTER,
    OFFICE,
    RECORDER,
    UNTIL,
    done,
    envelope_of,
    office_of,
)
from kadflow.cli.values import day
from kadflow.errors import InvalidInputError, NotFoundError

PERSON = Annotated[str, typer.Argument(help="The person's handle.")]


@command(app, "revoke")
def revoke(
    desk: Desk,
    office: OFFICE,
    person: PERSON,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Last day on which it serves.")],
    letter: LETTER = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why; recorded.")
    ] = None,
    mandate: Annotated[
        str | None,
        typer.Option("--mandate", metavar="LETTER", help="Which, where several run."),
    ] = None,
    recorder: RECORDER = None,
) -> None:
    """Revoke a surat kuasa from a day on, by a letter or for a reason; what was signed stands.

    Example: kadflow organisation revoke 34.04/head sleman.wabup --on 2026-03-15
    --letter "SKU 4/2026" --reason "Bupati kembali bertugas"
    """
    found, last = office_of(desk, office), day(on, "--on")
    service = desk.kadflow.organisations
    who = service.person(person)
    running = [
        given
        for given in service.mandates(found.organisation)
        if (given.giver, given.person) == (found.id, who[0])
        and (given.to_on is None or given.to_on >= last)
        and mandate in {None, given.letter, given.id}
    ]
    if not running:
        raise NotFoundError(
            f"{who[2]} has no such mandate of {office} on {last}.",
            hint=f"See which there are: kadflow organisation show {office.rpartition('/')[0]}.",
            pesan=f"{who[2]} tidak mempunyai surat kuasa itu dari {office} pada {last}.",
            saran=f"Lihat surat kuasanya: kadflow organisation show {office.rpartition('/')[0]}.",
        )
    if len(running) > 1:
        letters = ", ".join(given.letter or given.id for given in running)
        raise InvalidInputError(
            f"{who[2]} has several mandates of {office}: {letters}.",
            hint="Name one with --mandate LETTER.",
            pesan=f"{who[2]} mempunyai beberapa surat kuasa dari {office}: {letters}.",
            saran="Sebutkan salah satunya dengan --mandate NOMOR-SURAT.",
        )
    (given,) = running
    service.revoke_mandate(
        envelope_of(desk, recorder, reason=reason),
        given.id,
        organisation=found.organisation,
        to_on=last,
        letter=letter,
    )
    done(
        desk,
        desk.say(
            f"Surat kuasa {found.title} kepada {who[3]} berlaku sampai "
            f"{words.long_date(last, 'id')}.",
            f"The mandate of {office} for {who[3]} serves until {words.long_date(last, 'en')}.",
        ),
        id=given.id,
        to_on=last,
    )


@command(app, "add-assistant")
def add_assistant(
    desk: Desk,
    office: OFFICE,
    person: PERSON,
    from_on: FROM,
    until: UNTIL = None,
    recorder: RECORDER = None,
) -> None:
    """Let a person prepare for an office: see its inbox, get copies of its notices, never decide.

    An assistant of the secretariat may write texts and put files on record; every assistant may
    record what his office decided on paper (agreement decide ... --evidence).

    Example: kadflow organisation add-assistant 34.04/head sleman.ajudan --from 2026-01-02
    """
    found = office_of(desk, office)
    who = desk.kadflow.organisations.person(person)
    named = desk.kadflow.organisations.add_assistant(
        envelope_of(desk, recorder),
        office=found.id,
        person=who[0],
        from_on=day(from_on, "--from"),
        to_on=day(until, "--until") if until else None,
    )
    done(
        desk,
        desk.say(
            f"{who[3]} mendampingi {found.title} sejak {words.long_date(from_on, 'id')}: melihat "
            "tugasnya, menerima tembusan, dan menyiapkan; tidak memutus.",
            f"{who[3]} assists {office} from {words.long_date(from_on, 'en')}: sees its inbox, gets "
            "copies and prepares; never decides.",
        ),
        id=named,
    )


@command(app, "end-assistant")
def end_assistant(
    desk: Desk,
    office: OFFICE,
    person: PERSON,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Last day as assistant.")],
    recorder: RECORDER = None,
) -> None:
    """Note the last day on which a person assists an office.

    Example: kadflow organisation end-assistant 34.04/head sleman.ajudan --on 2026-06-30
    """
    found, last = office_of(desk, office), day(on, "--on")
    service = desk.kadflow.organisations
    who = service.person(person)
    assisting = [
        each
        for each in service.assistants(found.organisation)
        if (each.office, each.person) == (found.id, who[0])
        and (each.to_on is None or each.to_on >= last)
    ]
    if not assisting:
        raise NotFoundError(
            f"{who[2]} does not assist {office} on {last}.",
            hint=f"See who does: kadflow organisation show {office.rpartition('/')[0]}.",
            pesan=f"{who[2]} tidak mendampingi {office} pada {last}.",
            saran=f"Lihat siapa saja: kadflow organisation show {office.rpartition('/')[0]}.",
        )
    service.end_assistant(
        envelope_of(desk, recorder),
        assisting[-1].id,
        organisation=found.organisation,
        to_on=last,
    )
    done(
        desk,
        desk.say(
            f"{who[3]} mendampingi {found.title} sampai {words.long_date(last, 'id')}.",
            f"{who[3]} assists {office} until {words.long_date(last, 'en')}.",
        ),
        id=assisting[-1].id,
        to_on=last,
    )
