"""`check_budgets`: the money of agreements is checked where something changed, or time went on.

What is found enters the history once, and whoever is concerned is told in the same commit. A
command on money checks its own agreement at once; the sweep finds what only time, another
agreement of the family, or a step brings.
"""

from __future__ import annotations

from flows.summary import Line, Part
from flows.sweeping import Asked, Plan, Shard, Sweep, each, shards_of
from kadflow.app import FlowTitle, Kadflow

_WARNED, _CLEARED = "budget.warned", "budget.cleared"


def plan(kadflow: Kadflow, asked: Asked) -> Plan:
    """Agreements on which the checks say something else than the history."""
    if kadflow.keeping.held():
        return Plan(held=True)
    if asked.agreement is not None:
        return Plan(((kadflow.find(asked.agreement),),))
    sifted = kadflow.budgets.sift(asked.at)
    checked = (
        f"{sifted.checked} kerja sama diperiksa anggarannya.",
        f"The money of {sifted.checked} agreements was looked at.",
    )
    return Plan(
        shards_of(sifted.changed, asked.shard_size), notes=(checked,) if sifted.checked else ()
    )


def check(kadflow: Kadflow, shard: Shard) -> Part:
    """Note what is new and what is gone, agreement by agreement."""

    def one(agreement: str) -> Part:
        outcome = kadflow.check_budget_of(agreement)
        new, gone = outcome.events.count(_WARNED), outcome.events.count(_CLEARED)
        if not new and not gone:  # somebody else was faster
            return Part()
        line = Line(
            outcome.number,
            f"{new} temuan anggaran baru, {gone} selesai",
            f"{new} new findings on the budget, {gone} cleared",
        )
        return Part(done=1, lines=(line,))

    return each(shard, one)


CHECK_BUDGETS = Sweep(
    title=FlowTitle("check_budgets", "Pemeriksaan anggaran", "Checks of budgets"),
    about=(
        "Memeriksa anggaran kerja sama yang berubah atau yang waktunya tiba, dan mencatat temuannya.",
        "Checks the money of agreements that changed or whose time has come, and notes what it finds.",
    ),
    plan=plan,
    do=check,
    counted=("kerja sama dengan temuan yang berubah", "agreements whose findings changed"),
)
