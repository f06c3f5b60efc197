"""Commands that make messages leave: send, resend, hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.notice.group import NOTICE, app
from kadflow.domain.wording import CHANNEL_WORDS
from kadflow.errors import InvalidInputError, NotPermittedError

if TYPE_CHECKING:
    from kadflow.services.deliveries.desk import Handover


@command(app, "send")
def send(
    desk: Desk,
    most: Annotated[
        int, typer.Option("--most", min=1, help="Messages at most in this run.")
    ] = 1000,
) -> None:
    """Tell now whatever is to be told: plan what was written, then send what is due.

    The schedules do the same by themselves; where none run, an hourly call of this does.

    Example: kadflow notice send
    """
    kadflow = desk.kadflow
    planned = kadflow.deliveries.plan()
    delivered = kadflow.deliveries.deliver(limit=most, worker="command line")
    if desk.screen.document(planned=planned, delivered=delivered):
        return
    say, screen = desk.say, desk.screen
    if planned.held:
        screen.line(
            say(
                "Tidak ada yang dikirim: folder ini hasil pemulihan dan belum dilepas.",
                "Nothing is sent: this folder was restored and not released yet.",
            )
        )
        return
    screen.pairs(
        [
            (say("Pemberitahuan diproses", "Notices planned"), str(planned.planned)),
            (say("Terkirim", "Delivered"), str(delivered.sent)),
            (say("Dicoba lagi nanti", "To be tried again"), _count(delivered.deferred)),
            (say("Belum pasti sampai", "Uncertain"), _count(delivered.uncertain)),
            (say("Tidak terkirim", "Not delivered"), _count(delivered.dead)),
            (say("Tanpa pejabat", "Nobody in office"), _count(planned.unreached)),
        ]
    )
    for channel, trouble in delivered.trouble.items():
        way = words.pick(CHANNEL_WORDS, channel, desk.language)
        screen.line(
            say(
                f"Jalur {way} sedang bermasalah; pesannya tetap menunggu. Kata sistemnya: {trouble}",
                f"The way by {way} is out of order; its messages wait. The system says: {trouble}",
            )
        )
    if "mail" in delivered.not_set_up:
        screen.line(
            say(
                "Surel belum disiapkan (KADFLOW_SMTP_URL); pesannya menunggu. Untuk menyampaikannya "
                "sendiri, isi nomor telepon: kadflow notice address SEBUTAN hand NOMOR",
                "Mail is not set up (KADFLOW_SMTP_URL); its messages wait. To hand them over, enter "
                "a telephone number: kadflow notice address HANDLE hand NUMBER",
            )
        )


def _count(number: int) -> str:
    return str(number) if number else ""


@command(app, "resend", asks=True)
def resend(desk: Desk, notice: NOTICE) -> None:
    """Send a message again that was given up or kept back; mend its address first.

    A message to another system may be sent again although it was accepted.

    Example: kadflow notice resend 019b8be1-f500-700d --as sleman.sekretariat
    """
    again = desk.kadflow.deliveries.resend(desk.asking, notice)
    if not desk.screen.document(resent=again):
        desk.screen.line(
            desk.say(
                f"{len(again)} pesan akan dikirim ulang.",
                f"{len(again)} {'message' if len(again) == 1 else 'messages'} will be sent again.",
            )
        )


@command(app, "ready", asks=True)
def ready(desk: Desk) -> None:
    """Show the messages that a secretariat has to hand over, each ready to copy.

    With a telephone number there is a link that opens WhatsApp with the text; nothing is sent by
    opening it. Say with `notice hand-over` that it was done.

    Example: kadflow notice ready --as sleman.sekretariat
    """
    messages = desk.kadflow.deliveries.handovers(secretariat(desk))
    if desk.screen.document(messages=[_document(each) for each in messages]):
        return
    if not messages:
        desk.screen.line(desk.say("Tidak ada pesan siap kirim.", "No message is ready."))
    for each in messages:
        card(desk, each)


def _document(each: Handover) -> dict[str, Any]:
    return {
        "id": each.delivery.id,
        "to": each.recipient.handle if each.recipient is not None else None,
        "phone": each.phone,
        "text": each.text,
        "link": each.link,
    }


def card(desk: Desk, each: Handover) -> None:
    """One message that is ready to be handed over."""
    screen, say = desk.screen, desk.say
    name = each.recipient.name if each.recipient is not None else ""
    number = f", +{each.phone}" if each.phone else ""
    screen.heading(f"{name}{number}")
    screen.raw("\n".join(f"  {line}" for line in each.text.splitlines()))
    screen.pairs(
        [
            (say("Buka di WhatsApp", "Open in WhatsApp"), each.link),
            (
                say("Sesudah disampaikan", "When done"),
                f"kadflow notice hand-over {each.delivery.id} --as {desk.wishes.person}",
            ),
        ]
    )


@command(app, "hand-over", asks=True)
def hand_over(
    desk: Desk,
    message: NOTICE,
    how: Annotated[
        str, typer.Option("--how", metavar="TEXT", help="By what: WhatsApp, telephone, in person.")
    ] = "WhatsApp",
) -> None:
    """Note that a message was handed over; who, when and by what stay in the ledger.

    Example: kadflow notice hand-over 019b8be1-f500-700d --how telepon --as sleman.sekretariat
    """
    own = secretariat(desk)
    shown = desk.kadflow.deliveries.show(message)
    if not {each.delivery.organisation for each in shown.deliveries} & set(own):
        raise NotPermittedError(
            "This message is another organisation's.",
            hint="Its own secretariat hands it over.",
            pesan="Pesan ini milik organisasi lain.",
            saran="Sekretariatnya sendiri yang menyampaikannya.",
        )
    done = desk.kadflow.deliveries.hand_over(desk.asking, message, how=how)
    if not desk.screen.document(handed=done.id):
        desk.screen.line(desk.say("Tercatat: sudah disampaikan.", "Noted: it was handed over."))


def secretariat(desk: Desk) -> list[str]:
    """Organisations whose secretariat the person is.

    Raises:
        InvalidInputError: Nobody was named.
        NotPermittedError: The person is in none.
    """
    if not desk.wishes.person:
        raise InvalidInputError(
            "Whose messages? The command does not say.",
            hint="Name somebody of the secretariat with --as HANDLE.",
            pesan="Pesan siapa? Perintah ini tidak menyebutnya.",
            saran="Sebutkan orang sekretariat dengan --as SEBUTAN.",
        )
    found = desk.kadflow.secretariats(desk.wishes.person)
    if not found:
        raise NotPermittedError(
            f"{desk.wishes.person} is in no cooperation secretariat.",
            hint="Messages are handed over by the secretariat of the organisation.",
            pesan=f"{desk.wishes.person} bukan anggota sekretariat TKKSD.",
            saran="Pesan disampaikan oleh sekretariat organisasinya.",
        )
    return found
