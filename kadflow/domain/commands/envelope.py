"""Who gives a command, for whom, since when and why."""

from __future__ import annotations

import msgspec

from kadflow.domain.events import Authentication, LegalDate


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What a paper that shows an act done elsewhere says of itself, beside its scan.

    Attributes:
        number: As printed on the letter.
        date: Of the letter, ISO; the act itself happened on the envelope's ``effective_on``.
        capacity: In which it was signed; see `kadflow.domain.people.CAPACITY_WORDS`.
    """

    number: str | None = None
    date: str | None = None
    capacity: str | None = None


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """Who gives a command, and under which conditions it may be carried out.

    Attributes:
        principal: A person's id, ``os:<user>`` or ``system``: who is at the keyboard.
        authenticated: How the principal was recognised.
        person: Id of the person who acts; None only for the system.
        on_behalf_of: Id of the office acted for, where the person holds several.
        effective_on: When it happened; None means today. Never in the future.
        reason: Free text; required for returns, rejections, warned acts and the like.
        if_version: The version of the record that the person saw; another one is refused.
        key: Idempotency key, unique per principal and command kind.
        evidence: SHA-256 (hex) of the letter that shows an act done on paper; the act is then
            recorded for the office named by ``on_behalf_of``, not decided by ``person``.
        paper: What that letter says of itself; only together with ``evidence``.
    """

    principal: str
    authenticated: Authentication = "asserted"
    person: str | None = None
    on_behalf_of: str | None = None
    effective_on: LegalDate | None = None
    reason: str | None = None
    if_version: int | None = None
    key: str | None = None
    evidence: str | None = None
    paper: Paper | None = None
