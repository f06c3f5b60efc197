"""How people are told: addresses, preferences, deliveries and the ledger of their attempts."""

from __future__ import annotations

from typing import Literal

import msgspec

State = Literal[
    "waiting",
    "sending",
    "uncertain",
    "gathered",
    "carried",
    "by_hand",
    "sent",
    "dead",
    "superseded",
    "withdrawn",
    "kept",
]
"""Where a delivery stands:

``waiting`` to be sent; ``sending``, claimed by a worker; ``uncertain``, sent without an answer and
to be sent again with the same bytes; ``gathered`` for a digest, ``carried`` by one; ``by_hand``,
ready for the secretariat; ``sent``; ``dead``, not delivered and given up; ``superseded`` by a later
notice; ``withdrawn``, since it concerns the person no more; ``kept`` back after a restore.
"""

CHANNELS: tuple[str, ...] = ("mail", "chat", "hand", "webhook")
"""The ways out, in the order of choice where a person states none; the inbox needs no delivery."""

ATTENTION: tuple[State, ...] = ("by_hand", "dead", "kept")
"""States in which a secretariat has something to do."""


class Reason(msgspec.Struct, frozen=True):
    """Why somebody is told: the notice, and the office through which it concerns the person.

    Attributes:
        notice: Id.
        office: Id; that of the notice.
        capacity: Of the holding: ``definitive``, ``plt`` ...; ``assistant`` for a copy to who
            assists the office, ``vacant`` for the secretariat in place of nobody, ``endpoint`` for
            a webhook.
        until: Last day of it; None while it has none.
    """

    notice: str
    office: str
    capacity: str
    until: str | None = None


class Delivery(msgspec.Struct, frozen=True):
    """One message to one recipient by one channel; see `State`.

    Attributes:
        recipient: Person; organisation for a webhook.
        occasion: With ``kind``, what it is about; unique with recipient and channel.
        next_at: When something happens to it by itself.
        fence: Number of the last attempt that was begun.
        failures: Attempts since it was made, or sent anew by hand.
        carried_by: The digest that lists it.
    """

    id: str
    kind: str
    occasion: str
    recipient: str
    organisation: str
    channel: str
    reasons: tuple[Reason, ...]
    made_at: str
    state: State
    next_at: str | None = None
    fence: int = 0
    failures: int = 0
    worker: str | None = None
    carried_by: str | None = None
    sent_at: str | None = None


class Attempt(msgspec.Struct, frozen=True):
    """One line of the ledger.

    Attributes:
        outcome: ``sent``, ``deferred``, ``refused``, ``uncertain``, or what a person or the planner
            did: ``handed``, ``resent``, ``superseded``, ``withdrawn``, ``carried``, ``kept``.
        detail: What the other side said.
        digest: SHA-256 of the bytes, hex.
    """

    id: str
    delivery: str
    fence: int
    at: str
    outcome: str
    detail: str
    worker: str
    digest: str | None = None


class Address(msgspec.Struct, frozen=True):
    """Where a person or an organisation is reached by a channel."""

    id: str
    owner: str
    organisation: str
    channel: str
    value: str
    secret: str | None = None
    broken_at: str | None = None
    broken_why: str | None = None


class Preference(msgspec.Struct, frozen=True):
    """How a person wants to be told.

    Attributes:
        language: ``id`` or ``en``.
        channels: Ways to be used, all that work; empty for the first that works. ``inbox`` alone
            means: nothing leaves.
        digest: ``none``, ``daily`` or ``weekly`` (Monday).
        quiet_from: ``18:00``: nothing leaves from then on ...
        quiet_to: ... until then, in the zone of the person's organisation.
        working_days: Nothing leaves on other days.
    """

    language: Literal["id", "en"] = "id"
    channels: tuple[str, ...] = ()
    digest: Literal["none", "daily", "weekly"] = "none"
    quiet_from: str | None = None
    quiet_to: str | None = None
    working_days: bool = False


class PlanReport(msgspec.Struct, frozen=True):
    """What a planner did.

    Attributes:
        planned: Notices that were planned, or reminders that were written.
        made: Deliveries, or notices, that exist because of it.
        superseded: Earlier reminders that will not leave, since a later one does.
        unreached: Notices whose office has nobody, and no secretariat either.
        held: Nothing was done: the installation was restored and not released yet.
        more: Something is left, since the limit was reached.
    """

    planned: int = 0
    made: int = 0
    superseded: int = 0
    unreached: int = 0
    held: bool = False
    more: bool = False

    def __add__(self, other: PlanReport) -> PlanReport:
        """Both together; whether more is left is what the later one says."""
        return PlanReport(
            self.planned + other.planned,
            self.made + other.made,
            self.superseded + other.superseded,
            self.unreached + other.unreached,
            self.held or other.held,
            other.more,
        )


class DeliveryReport(msgspec.Struct, frozen=True):
    """What a deliverer did: attempts by outcome.

    Attributes:
        sent: Accepted by the other side.
        deferred: Not now; tried again later.
        uncertain: No answer; tried again with the same bytes.
        dead: Given up: somebody must look at it.
        withdrawn: No longer to be sent.
        held: Nothing was done: the installation was restored and not released yet.
        more: Something else is due.
        trouble: What a channel that is out of order said, by channel.
        not_set_up: Channels by which messages wait, and which this installation does not have.
    """

    sent: int = 0
    deferred: int = 0
    uncertain: int = 0
    dead: int = 0
    withdrawn: int = 0
    held: bool = False
    more: bool = False
    trouble: dict[str, str] = {}
    not_set_up: frozenset[str] = frozenset()

    def __add__(self, other: DeliveryReport) -> DeliveryReport:
        """Both together; whether more is due is what the later one says."""
        return DeliveryReport(
            self.sent + other.sent,
            self.deferred + other.deferred,
            self.uncertain + other.uncertain,
            self.dead + other.dead,
            self.withdrawn + other.withdrawn,
            self.held or other.held,
            other.more,
            self.trouble | other.trouble,
            self.not_set_up | other.not_set_up,
        )
