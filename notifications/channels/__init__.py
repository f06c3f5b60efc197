"""The ways in which a message leaves: what each must do, and what it may answer.

A channel first makes the bytes of a message (`Channel.compose`), which the caller keeps, and then
sends those bytes in a session, now or at the tenth try. It never raises because the world outside
failed: what happened is in the receipt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from notifications.mime import Attachment
from notifications.rendering import Rendered

__all__ = ["Channel", "Letter", "Outcome", "Parcel", "Receipt", "Session"]

Outcome = Literal["sent", "deferred", "refused", "uncertain"]
"""Accepted; not now; never; nobody knows, since the answer did not come."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a channel needs to make a message.

    Attributes:
        identity: Id of the delivery; whoever gets the message twice sees it by that.
        to: Address in the form of the channel.
        rendered: Its words.
        language: Of the words.
        at: When it was made.
        kind: Of the notice.
        fields: What happened, for programs.
        attachments: Files beside it.
    """

    identity: str
    to: str
    rendered: Rendered
    language: str
    at: datetime
    kind: str
    fields: Mapping[str, Any]
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """The bytes of a message with the address they go to.

    Attributes:
        identity: Id of the delivery.
        to: Address in the form of the channel.
        content: As `Channel.compose` made it.
        secret: Of the receiver, for signing; empty where there is none.
        at: The present instant.
    """

    identity: str
    to: str
    content: bytes
    at: datetime
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one attempt.

    Attributes:
        outcome: See `Outcome`.
        detail: What the other side said, in one line, for the ledger.
        address_fault: It was refused because of the address, for good.
        channel_fault: The whole channel is out of order, so that others need not try now.
    """

    outcome: Outcome
    detail: str
    address_fault: bool = False
    channel_fault: bool = False


class Session(Protocol):
    """An open way; serves one thread."""

    def send(self, parcel: Parcel) -> Receipt:
        """Try once; never raises because of the world outside."""
        ...


class Channel(Protocol):
    """One way: mail, webhook, chat."""

    @property
    def name(self) -> str:
        """As addresses and deliveries name it."""
        ...

    def compose(self, letter: Letter) -> bytes:
        """The bytes of a message; the same letter gives the same bytes."""
        ...

    def session(self) -> AbstractContextManager[Session]:
        """Open a way for several messages; connects when the first is sent."""
        ...


def one_line(text: object, most: int = 300) -> str:
    """What the world outside said, as one line without control characters."""
    words = " ".join(str(text).split())
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)[:most]
