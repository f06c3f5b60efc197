"""The event: one fact of the record, as every other room sees it.

An `EventDraft` is what the engine decides; `kadflow.audit.chain` turns it into an `Event` with
its number, time, salts, previous digest and own digest. The shape of the bytes is fixed for
ever by `docs/event-format.md`: a kind may gain a new ``version``, never another meaning.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Authentication = Literal[
    "session", "session_totp", "oidc", "token", "link", "asserted", "paper", "system"
]
FactValue = None | bool | int | str | list[str]

# gc=False below: values that hold text only are in no cycle, and verification makes millions.


class LegalDate(msgspec.Struct, frozen=True, order=True, gc=False):
    """A civil date with the zone in which its day begins and ends.

    Attributes:
        date: ISO 8601 calendar date, ``2026-01-31``.
        zone: IANA name: ``Asia/Jakarta``, ``Asia/Makassar`` or ``Asia/Jayapura``.
    """

    date: str
    zone: str = "Asia/Jakarta"


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who acted, for which office, under what, and how we know.

    Attributes:
        person: Id of the person who acted; None for the system or an organisation on paper.
        office: Id of the office acted for.
        organisation: Id of that office's organisation.
        capacity: ``definitive``, ``plt`` ... ; None where no office is involved.
        principal: Who gave the command: a person's id, ``system``, or ``os:<user>``.
        instrument: SHA-256 of the document that shows the capacity or mandate, hex.
        authenticated: How the principal was recognised; ``paper`` for recorded acts.
        recorder: Id of the person who recorded an act of another; None otherwise.
    """

    principal: str
    authenticated: Authentication
    person: str | None = None
    office: str | None = None
    organisation: str | None = None
    capacity: str | None = None
    instrument: str | None = None
    recorder: str | None = None


SYSTEM = Actor(principal="system", authenticated="system")


class FactUsed(msgspec.Struct, frozen=True, gc=False):
    """A fact on which the decision stood, and the event that established it.

    Attributes:
        name: Path of the fact, ``party.budget_status.2026`` or ``holder.capacity``.
        value: As used; None means that it was unknown.
        stream: Stream of the establishing event; None for facts computed on the spot.
        number: Number of that event in its stream.
    """

    name: str
    value: FactValue = None
    stream: str | None = None
    number: int | None = None


OF_PART = "part"
"""As ``Change.new`` of a draft: the digest of the part that has the path's name."""


class Change(msgspec.Struct, frozen=True, gc=False):
    """One path of the record that the event changed, by digest; None means absent."""

    path: str
    old: str | None = None
    new: str | None = None


class PartRef(msgspec.Struct, frozen=True, gc=False):
    """A part kept beside the event: its name, and the salted digest that enters the bytes."""

    name: str
    digest: str


class Part(msgspec.Struct, frozen=True, gc=False):
    """Personal data or free text beside an event, removable without breaking the chain.

    Attributes:
        name: Unique within the event.
        salt: 32 random bytes.
        content: UTF-8 text or canonical JSON.
    """

    name: str
    salt: bytes
    content: bytes


class EventDraft(msgspec.Struct, frozen=True, gc=False):
    """A decided fact that is not yet in a stream.

    Attributes:
        stream: Id of the stream it belongs to (the agreement's, a party's, an organisation's,
            the installation's: a stream has the id of its noun).
        kind: ``noun.participle``, e.g. ``gate.opened``.
        data: What the kind says, JSON types only, no floats, no free text, no personal data.
        parts: Free text and personal data by name; text, or JSON values.
    """

    stream: str
    kind: str
    data: dict[str, Any] = {}
    facts: tuple[FactUsed, ...] = ()
    changes: tuple[Change, ...] = ()
    parts: dict[str, Any] = {}
    version: int = 1


class Event(msgspec.Struct, frozen=True, gc=False):
    """One entry of a stream, exactly as its canonical bytes say.

    Attributes:
        format: Version of the byte format: 1.
        number: 1-based position in the stream, without gaps.
        agreement: Id of the agreement concerned; None outside agreements.
        effective_on: When it happened; judged by the law.
        recorded_at: When the server wrote it: UTC, ``2026-01-05T03:04:05.000001Z``, strictly
            rising within a stream; orders the chain.
        template: SHA-256 of the template that the agreement is pinned to, hex.
        rules: Version of the engine's rules.
        previous: Digest of the entry before, hex; 64 zeros for number 1.
    """

    stream: str
    number: int
    kind: str
    version: int
    agreement: str | None
    actor: Actor
    effective_on: LegalDate
    recorded_at: str
    template: str | None
    rules: int
    facts: tuple[FactUsed, ...]
    changes: tuple[Change, ...]
    parts: tuple[PartRef, ...]
    previous: str
    data: dict[str, Any]
    format: int = 1


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """A linked event: the value, its exact bytes, its digest, and its parts.

    Attributes:
        event: The value.
        body: Canonical bytes, at most 64 KiB; these are stored and hashed.
        digest: SHA-256 over format tag and ``body``, hex.
        parts: Contents with salts, to be stored beside the event.
    """

    event: Event
    body: bytes
    digest: str
    parts: tuple[Part, ...] = ()
