"""`deliver_notices`: what was written for offices reaches people, by the ways that they chose.

Each notice is planned by one worker and each delivery claimed by one, so any number of these
may run at once. What does not leave now is tried again by a later run.
"""

from __future__ import annotations

import os
import socket

from flows.summary import Part
from flows.sweeping import Asked, Plan, Shard, Sweep, for_all
from kadflow.app import FlowTitle, Kadflow

SENDERS = 4
"""Senders of one run, side by side; each claims what no other has."""

AT_ONCE = 200
"""Deliveries of one claim of a sender; what it has claimed waits when it falls."""


def plan(kadflow: Kadflow, asked: Asked) -> Plan:
    """Plan what nobody planned yet; then so many senders have work.

    Raises:
        InvalidInputError: One agreement was asked for; messages leave for all.
    """
    for_all(asked)
    done = kadflow.deliveries.plan(asked.at)
    while done.more:
        done += kadflow.deliveries.plan(asked.at)
    notes = []
    if done.planned:
        notes.append(
            (
                f"{done.planned} pemberitahuan baru, {done.made} pesan disiapkan.",
                f"{done.planned} new notices, {done.made} messages prepared.",
            )
        )
    if done.unreached:
        notes.append(
            (
                f"{done.unreached} pemberitahuan tanpa penerima: jabatannya kosong.",
                f"{done.unreached} notices without a reader: nobody holds the office.",
            )
        )
    senders = tuple((str(number),) for number in range(1, SENDERS + 1))
    return Plan(() if done.held else senders, held=done.held, notes=tuple(notes))


def send(kadflow: Kadflow, shard: Shard) -> Part:
    """Claim and send until nothing is due."""
    worker = f"{socket.gethostname()}-{os.getpid()}-{shard[0]}"
    done = kadflow.deliveries.deliver(AT_ONCE, worker)
    while done.more and not (done.held or done.trouble):
        done += kadflow.deliveries.deliver(AT_ONCE, worker)
    notes = []
    for count, indonesian, english in (
        (done.deferred, "ditunda dan dicoba lagi", "deferred and tried again"),
        (done.uncertain, "belum pasti sampai dan dikirim lagi", "uncertain and sent again"),
        (done.withdrawn, "ditarik karena tidak diperlukan lagi", "withdrawn, no longer needed"),
        (
            done.dead,
            "tidak terkirim; lihat: kadflow notice list",
            "not delivered; see: kadflow notice list",
        ),
    ):
        if count:
            notes.append((f"{count} pesan {indonesian}.", f"{count} {english}."))
    notes += [  # what the other side said may name a recipient
        (
            f"Jalur {channel} sedang tidak berfungsi; pesannya menunggu.",
            f"The way {channel} is out of order; its messages wait.",
        )
        for channel in done.trouble
    ]
    return Part(done=done.sent, notes=tuple(notes))


DELIVER_NOTICES = Sweep(
    title=FlowTitle("deliver_notices", "Pengiriman pemberitahuan", "Delivery of notices"),
    about=(
        "Mengirim pemberitahuan melalui jalur yang dipilih penerimanya.",
        "Sends notices by the ways that their readers chose.",
    ),
    plan=plan,
    do=send,
    counted=("pesan terkirim", "messages delivered"),
)
