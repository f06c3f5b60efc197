"""`verify_history`: nobody changed the record, and a checkpoint says how far it goes."""

from __future__ import annotations

from flows.summary import Part
from flows.sweeping import Asked, Plan, Shard, Sweep
from kadflow.app import FlowTitle, Kadflow

EVERYTHING = "*"


def plan(kadflow: Kadflow, asked: Asked) -> Plan:
    """The whole record as one shard, or that of one agreement.

    Chains of different streams are walked side by side inside: the record is one proof, and only
    the whole of it shows what is missing.
    """
    wanted = EVERYTHING if asked.agreement is None else kadflow.find(asked.agreement)
    return Plan(((wanted,),))


def verify(kadflow: Kadflow, shard: Shard) -> Part:
    """Verify; of the whole record also make a checkpoint.

    Raises:
        HistoryBrokenError: Something does not hold.
    """
    (wanted,) = shard
    report = kadflow.history.verify(None if wanted == EVERYTHING else wanted)
    report.raise_if_broken()
    note = kadflow.history.checkpoint() if wanted == EVERYTHING else ""
    return Part(done=report.events, text=note)


VERIFY_HISTORY = Sweep(
    title=FlowTitle(
        "verify_history", "Pemeriksaan keaslian riwayat", "Verification of the record"
    ),
    about=(
        "Memeriksa keaslian seluruh riwayat, lalu membuat segel riwayat.",
        "Verifies the whole record, then makes a checkpoint.",
    ),
    plan=plan,
    do=verify,
    counted=("catatan riwayat sesuai", "entries hold"),
)
