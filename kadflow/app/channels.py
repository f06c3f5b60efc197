"""The ways out that the settings describe."""

from __future__ import annotations

from email.utils import parseaddr

from kadflow.errors import InvalidInputError
from kadflow.settings import Settings
from notifications.channels import Channel
from notifications.channels.chat import Chat
from notifications.channels.mail import Mail, MailServer
from notifications.channels.webhook import Webhook
from notifications.mime import is_address


def channels_of(settings: Settings) -> dict[str, Channel]:
    """Channels by name; chats and webhooks always, mail where a server and a sender are stated.

    Raises:
        InvalidInputError: A setting that cannot be used; it never shows a password.
    """
    found: dict[str, Channel] = {
        "chat": Chat(),
        "webhook": Webhook(inside=settings.webhooks_inside),
    }
    if settings.smtp_url:
        found["mail"] = _mail(settings.smtp_url, settings.mail_from)
    return found


def _mail(url: str, sender: str | None) -> Mail:
    try:
        server = MailServer.from_url(url)
    except ValueError as error:
        raise InvalidInputError(
            f"KADFLOW_SMTP_URL cannot be used: {error}.",
            hint="Write it like smtp://user:password@mail.example.go.id:587.",
            pesan="KADFLOW_SMTP_URL tidak dapat dipakai.",
            saran="Tulis seperti smtp://pengguna:sandi@mail.contoh.go.id:587.",
        ) from error
    name, address = parseaddr(sender or "")
    if not is_address(address):
        raise InvalidInputError(
            "KADFLOW_MAIL_FROM does not say from which address mail is sent.",
            hint='Write it like "Kadflow <kadflow@example.go.id>".',
            pesan="KADFLOW_MAIL_FROM belum menyebut alamat pengirim surel.",
            saran='Tulis seperti "Kadflow <kadflow@contoh.go.id>".',
        )
    return Mail(server, address, name or "Kadflow")
