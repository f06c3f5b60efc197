"""Chat services and gateways, through the library apprise: Telegram, WhatsApp, Matrix and others.

The library says only whether it went well, so a failure means "not now". Its general ways (plain
HTTP calls, local programs) are not offered: an address names a chat service or is refused.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from notifications.channels import Letter, Parcel, Receipt, one_line

SERVICES = frozenset(
    {
        "discord", "gchat", "line", "matrix", "matrixs", "mmost", "mmosts", "msteams", "ntfy",
        "ntfys", "pover", "rocket", "rockets", "signal", "signals", "slack", "tgram", "threema",
        "twilio", "vonage", "webex", "whatsapp", "wxteams", "zulip",
    }
)  # fmt: skip
"""Schemes of the library that are conversations with people."""


def is_chat(url: str) -> bool:
    """Whether an address names one of the chat services."""
    return urlsplit(url).scheme.lower() in SERVICES


@dataclass(frozen=True, slots=True)
class Chat:
    """Any chat service that the address names."""

    @property
    def name(self) -> str:
        """As addresses and deliveries name it."""
        return "chat"

    def compose(self, letter: Letter) -> bytes:
        """Headline and short text: no title of an agreement, no name."""
        headline, _, rest = letter.rendered.short.partition("\n")
        return orjson.dumps({"title": headline, "body": rest or headline})

    @contextlib.contextmanager
    def session(self) -> Iterator[ChatSession]:
        """The library, loaded when the first message is sent."""
        yield ChatSession()


class ChatSession:
    """Sends one message after the other."""

    def send(self, parcel: Parcel) -> Receipt:
        """Hand one message to its service."""
        import apprise  # noqa: PLC0415 - slow, and only chats need it

        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would log the address
        service: Any = apprise.Apprise()
        if not is_chat(parcel.to) or not service.add(parcel.to):
            return Receipt("refused", "not an address of a chat service", address_fault=True)
        message = orjson.loads(parcel.content)
        try:
            done = service.notify(title=message["title"], body=message["body"])
        except Exception as error:  # noqa: BLE001 - a library of 145 services raises what it likes
            return Receipt("deferred", one_line(type(error).__name__))
        scheme = urlsplit(parcel.to).scheme
        if done:
            return Receipt("sent", scheme)
        return Receipt("deferred", f"{scheme} did not take it")
