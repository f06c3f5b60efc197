"""Agreement events become Prefect events, from what is committed: never inside a command.

Each shared entry is one event ``kadflow.agreement.<kind>`` (``kadflow.agreement.transition.taken``)
of the resource ``kadflow.agreement.<id>``. After each batch follows one
``kadflow.agreement.changed`` of the installation, which automations start flows on: one run for
a batch, not one for each entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flows.deploying import PrefectApi
from kadflow.app import Announcement, Kadflow

CHANGED = "kadflow.agreement.changed"
AT_ONCE = 200


def relay(kadflow: Kadflow, api: PrefectApi) -> int:
    """Tell the Prefect server what is new on agreements; returns how many entries.

    Raises:
        UnavailableError: The server does not answer; what it was not told, it is told next time.
    """
    told = 0
    while new := kadflow.announcements.new(most=AT_ONCE):
        api.ask("POST", "events", body=[*map(_event, new), _changed(kadflow, new)])
        kadflow.announcements.announced(new)
        told += len(new)
        if len(new) < AT_ONCE:
            break
    return told


def _event(new: Announcement) -> dict[str, Any]:
    return {
        "id": new.id,
        "event": f"kadflow.agreement.{new.kind}",
        "occurred": new.recorded_at,
        "resource": {
            "prefect.resource.id": f"kadflow.agreement.{new.agreement}",
            "prefect.resource.name": new.number,
        },
        "payload": {"agreement": new.agreement, "number": new.number, "entry": new.entry},
    }


def _changed(kadflow: Kadflow, new: Sequence[Announcement]) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "event": CHANGED,
        "occurred": new[-1].recorded_at,
        "resource": {"prefect.resource.id": f"kadflow.installation.{kadflow.installation.id}"},
        "payload": {"entries": len(new)},
    }
