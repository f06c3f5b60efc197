"""Commands that look at notices: list, show, why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.notice.group import NOTICE, app
from kadflow.cli.values import write_text
from kadflow.domain.wording import ATTEMPT_WORDS, CHANNEL_WORDS, DELIVERY_WORDS
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from kadflow.domain.deliveries import Delivery
    from kadflow.services.deliveries.desk import Told

_SHORT = 18  # characters of an id that are shown: time and place among those of one millisecond


def told_apart(ids: Iterable[str]) -> int:
    """How many characters of these ids must be shown so that each can be typed."""
    whole = set(ids)
    shown = _SHORT
    while len({each[:shown] for each in whole}) < len(whole):
        shown += 1
    return shown


@command(app, "list", asks=True)
def show_list(
    desk: Desk,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="NUMBER", help="Only about this one.")
    ] = None,
    office: Annotated[
        str | None, typer.Option("--office", metavar="OFFICE", help="Only to CODE/role.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=500, help="At most so many.")] = 30,
) -> None:
    """List notices, newest first, with how each reached its readers.

    With --as PERSON only what the offices of that person were told.

    Example: kadflow notice list --agreement KSD-2026-000108
    """
    kadflow = desk.kadflow
    by, of = "all", ""
    if agreement is not None:
        by, of = "agreement", kadflow.find(agreement)
    elif office is not None:
        by, of = "office", kadflow.office(office)
    found = kadflow.deliveries.recent(by=by, of=of, most=most)
    if desk.wishes.person:
        own = kadflow.offices_served(desk.wishes.person)
        found = [each for each in found if each.office in own]
    made = kadflow.deliveries.states(found)
    rows: list[dict[str, Any]] = [
        {
            "id": each.id,
            "written_at": each.written_at,
            "kind": each.kind,
            "office": desk.say(each.title_id, each.title_en),
            "headline": kadflow.notices.headline(each, desk.language),
            "superseded_by": each.superseded_by,
            "planned_at": each.planned_at,
            "deliveries": [
                {"id": d.id, "channel": d.channel, "state": d.state} for d in made[each.id]
            ],
        }
        for each in found
    ]
    if desk.screen.document(notices=rows):
        return
    if not rows:
        desk.screen.line(desk.say("Belum ada pemberitahuan.", "No notices."))
        return
    columns = (
        ("Kode", "Tanggal", "Untuk", "Isi", "Pengiriman")
        if desk.language == "id"
        else ("Id", "Date", "To", "What", "Delivery")
    )
    shown = told_apart(row["id"] for row in rows)
    desk.screen.table(
        columns,
        [
            (
                row["id"][:shown],
                words.long_date(row["written_at"], desk.language),
                row["office"],
                row["headline"],
                "\n".join(states(desk, made[row["id"]])) or in_inbox(desk, row),
            )
            for row in rows
        ],
    )


def in_inbox(desk: Desk, row: dict[str, Any]) -> str:
    """What is said of a notice without deliveries."""
    if row["superseded_by"]:
        return desk.say(*DELIVERY_WORDS["superseded"])
    if row["planned_at"] is None:
        return desk.say("belum diproses", "not planned yet")
    return desk.say("hanya di daftar tugas", "in the inbox only")


def states(desk: Desk, made: list[Delivery]) -> list[str]:
    """Way and state of deliveries, each kind once."""
    said = [
        f"{words.pick(CHANNEL_WORDS, each.channel, desk.language)}: "
        f"{words.pick(DELIVERY_WORDS, each.state, desk.language)}"
        for each in made
    ]
    return list(dict.fromkeys(said))


@command(app, "show")
def show(desk: Desk, notice: NOTICE) -> None:
    """Show a notice with its deliveries, and every line of the ledger about them.

    Example: kadflow notice show 019b8be1-f500-700d
    """
    found = desk.kadflow.deliveries.show(notice, desk.language)
    if desk.screen.document(
        notice=found.notice._asdict() | {"fields": None},
        headline=found.headline,
        deliveries=[each._asdict() for each in found.deliveries],
    ):
        return
    screen, say = desk.screen, desk.say
    screen.heading(found.headline)
    screen.pairs(
        [
            (say("Kode", "Id"), found.notice.id),
            (say("Untuk", "To"), say(found.office.title_id, found.office.title_en)),
            (say("Dicatat", "Written"), words.long_date(found.notice.written_at, desk.language)),
        ]
    )
    if not found.deliveries:
        screen.line("  " + in_inbox(desk, found.notice._asdict()))
    for told in found.deliveries:
        _card(desk, told)


def _card(desk: Desk, told: Told) -> None:
    screen, say, delivery = desk.screen, desk.say, told.delivery
    who = told.recipient.name if told.recipient is not None else say("organisasi", "organisation")
    channel = words.pick(CHANNEL_WORDS, delivery.channel, desk.language)
    state = words.pick(DELIVERY_WORDS, delivery.state, desk.language)
    screen.heading(f"{who}, {channel}: {state}")
    next_at = words.long_date(delivery.next_at, desk.language)
    screen.pairs(
        [
            (say("Kode", "Id"), delivery.id),
            (say("Alamat", "Address"), shown_address(delivery.channel, told.address)),
            (say("Berikutnya", "Next"), next_at),
        ]
    )
    screen.bullets(
        f"{words.long_date(line.at, desk.language)} "
        f"{words.pick(ATTEMPT_WORDS, line.outcome, desk.language)}"
        f"{': ' + line.detail if line.detail else ''}"
        for line in told.attempts
    )


def shown_address(channel: str, value: str) -> str:
    """An address as it may be shown: those of gateways hold a password."""
    if channel != "chat":
        return value
    return value.partition("://")[0] + "://..." if value else ""


@command(app, "calendar", asks=True)
def calendar(
    desk: Desk,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Instead of the screen.")
    ] = None,
) -> None:
    """Write the deadlines that run for a person's organisations as an iCalendar file.

    A calendar program that reads the file again finds changes in the same entries.

    Example: kadflow notice calendar --as sleman.sekretariat --output batas-waktu.ics
    """
    if not desk.wishes.person:
        raise InvalidInputError(
            "Whose calendar? The command does not say.",
            hint="Name the person with --as HANDLE.",
            pesan="Kalender siapa? Perintah ini tidak menyebutnya.",
            saran="Sebutkan orangnya dengan --as SEBUTAN.",
        )
    content = desk.kadflow.calendar_feed(desk.wishes.person, language=desk.language)
    text = content.decode("utf-8")
    if output is not None:
        write_text(output, text)
    if desk.screen.document(calendar=text):
        return
    if output is None:
        desk.screen.raw(text)
    else:
        count = text.count("BEGIN:VEVENT")
        desk.screen.line(
            desk.say(f"{count} batas waktu ditulis.", f"{count} deadlines were written.")
        )


@command(app, "why")
def why(desk: Desk, notice: NOTICE) -> None:
    """Say why somebody got a notice: through which office, in which capacity, by which way.

    Example: kadflow notice why 019b8be1-f500-700d
    """
    found = desk.kadflow.deliveries.show(notice, desk.language)
    reasons = [
        {
            "recipient": each.recipient.handle if each.recipient is not None else None,
            "name": each.recipient.name if each.recipient is not None else None,
            "channel": each.delivery.channel,
            "why": list(each.why),
        }
        for each in found.deliveries
    ]
    if desk.screen.document(headline=found.headline, reasons=reasons):
        return
    screen, say = desk.screen, desk.say
    screen.heading(found.headline)
    if not reasons:
        title = say(found.office.title_id, found.office.title_en)
        screen.line(
            say(
                f"  Tercatat untuk {title}; belum ada yang dikirimi.",
                f"  Written for {title}; nobody was sent anything.",
            )
        )
    for reason in reasons:
        channel = words.pick(CHANNEL_WORDS, str(reason["channel"]), desk.language)
        screen.line(f"{reason['name'] or say('Organisasi', 'Organisation')} ({channel})")
        screen.bullets(reason["why"] or [])
