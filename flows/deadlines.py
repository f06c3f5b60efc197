"""`fire_deadlines`, `escalate_overdue`, `renew_agreements`: what has fallen due happens.

They differ in what they look for, and so in when they run: what changes an agreement is wanted
at once, what only asks somebody to act is wanted in office hours. What an agreement's turn
brings is always everything that is due on it, in order.

Whatever they miss is applied by the next command on the agreement itself, with the same day as
its date, so the outcome never depends on when, or whether, they ran.
"""

from __future__ import annotations

from functools import partial

from flows.summary import Line, Part
from flows.sweeping import Asked, Plan, Shard, Sweep, each, shards_of
from kadflow.app import FlowTitle, Kadflow

FIRED = ("transition", "silence", "evaluate", "score", "judge", "remind", "review")
ESCALATED = ("escalate",)
RENEWED = ("renew", "complete_term")


def plan(kadflow: Kadflow, asked: Asked, *, effects: tuple[str, ...]) -> Plan:
    """Agreements and competitions on which a deadline with one of these effects is due.

    Days that a new calendar moves are counted first, should that have been broken off.
    """
    if kadflow.keeping.held():
        return Plan(held=True)
    kadflow.agreements.recount()
    due = kadflow.due(asked.at, effects)
    if asked.agreement is not None:
        only = kadflow.find(asked.agreement)
        due = [agreement for agreement in due if agreement == only]
    return Plan(shards_of(due, asked.shard_size))


def fire(kadflow: Kadflow, shard: Shard) -> Part:
    """Let it happen, one after the other."""

    def one(matter: str) -> Part:
        fallen = kadflow.apply_due_to(matter)
        if fallen is None:  # somebody else was faster
            return Part()
        return Part(done=1, lines=(Line(fallen.number, *fallen.state),))

    return each(shard, one)


FIRE_DEADLINES = Sweep(
    title=FlowTitle("fire_deadlines", "Batas waktu yang jatuh tempo", "Deadlines that fell due"),
    about=(
        "Menjalankan akibat setiap batas waktu yang telah lewat.",
        "Lets the effect of every deadline that has passed happen.",
    ),
    plan=partial(plan, effects=FIRED),
    do=fire,
)

ESCALATE_OVERDUE = Sweep(
    title=FlowTitle("escalate_overdue", "Penerusan kepada atasan", "Escalation of what is late"),
    about=(
        "Meneruskan yang belum selesai pada waktunya kepada atasan di pihak yang sama.",
        "Hands what is not done in time to the superior, inside the same party.",
    ),
    plan=partial(plan, effects=ESCALATED),
    do=fire,
)

RENEW_AGREEMENTS = Sweep(
    title=FlowTitle("renew_agreements", "Perpanjangan kerja sama", "Renewal of agreements"),
    about=(
        "Meminta keputusan perpanjangan pada waktunya, dan tanggal akhir yang belum diketahui.",
        "Asks in time for the decision on extending, and for last days that are unknown.",
    ),
    plan=partial(plan, effects=RENEWED),
    do=fire,
)
