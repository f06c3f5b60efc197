"""Commands that say where and how a person is reached."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.notice.group import PERSON, app
from kadflow.cli.notice.looking import shown_address
from kadflow.cli.parties import organisation
from kadflow.domain.wording import CHANNEL_WORDS, DIGEST_WORDS
from kadflow.errors import InvalidInputError

CHANNEL = Annotated[
    str, typer.Argument(metavar="CHANNEL", help="mail, hand (telephone), chat or webhook.")
]


@command(app, "address", asks=True)
def address(
    desk: Desk,
    owner: Annotated[
        str, typer.Argument(metavar="PERSON", help="Handle; an organisation for a webhook.")
    ],
    channel: CHANNEL,
    value: Annotated[str, typer.Argument(metavar="ADDRESS", help="Leave out to end it.")] = "",
    mend: Annotated[
        bool, typer.Option("--mend", help="It was refused once, and works again.")
    ] = False,
    refused: Annotated[
        str | None,
        typer.Option("--refused", metavar="TEXT", help="It does not work: what the bounce says."),
    ] = None,
) -> None:
    """Enter where somebody is reached; the address of before ends.

    A webhook belongs to an organisation and is answered with the secret that signs its messages,
    shown this once.

    Example: kadflow notice address sleman.bupati hand 0812-3456-7890
    """
    kadflow = desk.kadflow
    holder = (
        organisation(desk, owner).id
        if channel == "webhook"
        else kadflow.organisations.person(owner)[0]
    )
    if mend:
        kadflow.contacts.mend_address(holder, channel)
        kept = ""
        said = desk.say("Alamat dipakai lagi.", "The address is used again.")
    elif refused:
        kadflow.contacts.mark_refused(holder, channel, refused)
        kept = ""
        said = desk.say("Alamat ditandai tidak sampai.", "The address is marked as refused.")
    elif not value:
        kadflow.contacts.end_address(desk.asking, holder, channel)
        kept = ""
        said = desk.say("Alamat tidak dipakai lagi.", "The address is used no more.")
    else:
        kept = kadflow.contacts.set_address(desk.asking, holder, channel, value)
        said = desk.say(f"Tersimpan: {kept}", f"Kept: {kept}")
    if not desk.screen.document(address=kept):
        desk.screen.line(said)


@command(app, "prefer", asks=True)
def prefer(
    desk: Desk,
    reader: PERSON,
    channels: Annotated[
        str | None,
        typer.Option(
            "--channels", metavar="LIST", help="Such as mail,hand; inbox alone for nothing else."
        ),
    ] = None,
    digest: Annotated[
        Literal["none", "daily", "weekly"] | None,
        typer.Option("--digest", help="Each at once, or one message a day or week."),
    ] = None,
    quiet: Annotated[
        str | None,
        typer.Option("--quiet", metavar="HOURS", help="Such as 18:00-07:00; none to end it."),
    ] = None,
    working_days: Annotated[
        bool | None, typer.Option("--working-days/--any-day", help="Only on working days.")
    ] = None,
    words_in: Annotated[
        Literal["id", "en"] | None, typer.Option("--words", help="Language of the messages.")
    ] = None,
) -> None:
    """Show or change how a person wants to be told; what is left out stays.

    Example: kadflow notice prefer sleman.bupati --digest daily --quiet 18:00-07:00
    """
    import msgspec  # noqa: PLC0415 - when needed

    kadflow = desk.kadflow
    holder = kadflow.organisations.person(reader)[0]
    present = kadflow.contacts.preference(holder)
    changes: dict[str, Any] = {}
    if channels is not None:
        changes["channels"] = tuple(c.strip() for c in channels.split(",") if c.strip())
    if digest is not None:
        changes["digest"] = digest
    if quiet is not None:
        changes |= _hours(quiet)
    if working_days is not None:
        changes["working_days"] = working_days
    if words_in is not None:
        changes["language"] = words_in
    if changes:
        wished = msgspec.structs.replace(present, **changes)
        kadflow.contacts.set_preference(desk.asking, holder, wished)
        present = kadflow.contacts.preference(holder)
    addresses = kadflow.contacts.addresses(holder)
    if desk.screen.document(
        preference=present,
        addresses=[
            {
                "channel": a.channel,
                "value": shown_address(a.channel, a.value),
                "broken": a.broken_why,
            }
            for a in addresses
        ],
    ):
        return
    say, screen = desk.say, desk.screen
    chosen = ", ".join(words.pick(CHANNEL_WORDS, c, desk.language) for c in present.channels)
    quiet_hours = f"{present.quiet_from} - {present.quiet_to}" if present.quiet_from else ""
    screen.pairs(
        [
            (say("Saluran", "Channels"), chosen or say("yang pertama ada", "the first there is")),
            (say("Pengiriman", "Sent"), words.pick(DIGEST_WORDS, present.digest, desk.language)),
            (say("Jam tenang", "Quiet hours"), quiet_hours),
            (say("Hari kerja saja", "Working days only"), say("ya", "yes") if present.working_days else ""),
            (say("Bahasa", "Language"), "Indonesia" if present.language == "id" else "English"),
            *(
                (
                    words.pick(CHANNEL_WORDS, a.channel, desk.language),
                    shown_address(a.channel, a.value)
                    + (f" ({say('ditolak', 'refused')}: {a.broken_why})" if a.broken_why else ""),
                )
                for a in addresses
            ),
        ]
    )  # fmt: skip


def _hours(text: str) -> dict[str, str | None]:
    if text == "none":
        return {"quiet_from": None, "quiet_to": None}
    begin, dash, end = text.partition("-")
    if not dash:
        raise InvalidInputError(
            f"{text!r} are no hours.",
            hint="Write them like 18:00-07:00, or none.",
            pesan=f"{text!r} bukan rentang jam.",
            saran="Tulis seperti 18:00-07:00, atau none.",
        )
    return {"quiet_from": begin.strip(), "quiet_to": end.strip()}
