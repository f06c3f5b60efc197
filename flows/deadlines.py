"""`fire_deadlines`: what has fallen due happens, sooner than by the next command.

Whatever this misses is applied by the next command on the agreement itself, with the same day
as its date, so the outcome never depends on when, or whether, it ran.
"""

from __future__ import annotations

from flows.report import Line, Part
from flows.sweeping import Asked, Plan, Shard, Sweep, each, shards_of
from kadflow.app import FlowTitle, Kadflow


def plan(kadflow: Kadflow, asked: Asked) -> Plan:
    """Agreements on which something is due."""
    if kadflow.keeping.held():
        return Plan(held=True)
    due = kadflow.due(asked.at)
    if asked.agreement is not None:
        only = kadflow.find(asked.agreement)
        due = [agreement for agreement in due if agreement == only]
    return Plan(shards_of(due, asked.shard_size))


def fire(kadflow: Kadflow, shard: Shard) -> Part:
    """Let it happen, agreement by agreement."""

    def one(agreement: str) -> Part:
        outcome = kadflow.apply_due_to(agreement)
        if not outcome.events:  # somebody else was faster
            return Part()
        line = Line(
            outcome.number,
            kadflow.state_title(agreement, "id"),
            kadflow.state_title(agreement, "en"),
        )
        return Part(done=1, lines=(line,))

    return each(shard, one)


FIRE_DEADLINES = Sweep(
    title=FlowTitle("fire_deadlines", "Batas waktu yang jatuh tempo", "Deadlines that fell due"),
    about=(
        "Menjalankan akibat setiap batas waktu yang telah lewat.",
        "Lets the effect of every deadline that has passed happen.",
    ),
    plan=plan,
    do=fire,
)
