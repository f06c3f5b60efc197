"""`send_reminders`: the rung of each deadline's ladder that is due becomes a notice, once.

After an outage only the latest rung leaves; the ledger says which were passed over.
"""

from __future__ import annotations

from datetime import datetime

from flows.summary import Part
from flows.sweeping import Asked, Plan, Shard, Sweep, for_all
from kadflow.app import FlowTitle, Kadflow


def plan(kadflow: Kadflow, asked: Asked) -> Plan:
    """One shard: deadlines are taken in large pieces, and what they need is read together.

    Raises:
        InvalidInputError: One agreement was asked for; ladders are walked for all.
    """
    for_all(asked)
    if kadflow.keeping.held():
        return Plan(held=True)
    return Plan(((asked.at.isoformat() if asked.at is not None else "",),))


def remind(kadflow: Kadflow, shard: Shard) -> Part:
    """Write the reminders that are due."""
    at = datetime.fromisoformat(shard[0]) if shard[0] else None
    done = kadflow.reminders.plan(at)
    while done.more and not done.held:
        done += kadflow.reminders.plan(at)
    notes = []
    if done.superseded:
        notes.append(
            (
                f"{done.superseded} pengingat terdahulu digantikan yang terbaru.",
                f"{done.superseded} earlier reminders gave way to the latest.",
            )
        )
    return Part(done=done.made, notes=tuple(notes))


SEND_REMINDERS = Sweep(
    title=FlowTitle("send_reminders", "Pengingat batas waktu", "Reminders of deadlines"),
    about=(
        "Menulis pengingat untuk batas waktu yang mendekat atau terlewati.",
        "Writes reminders of deadlines that come near or have passed.",
    ),
    plan=plan,
    do=remind,
    counted=("pengingat ditulis", "reminders written"),
)
