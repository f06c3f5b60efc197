"""Kadflow runs cooperation agreements between governments.

Several equal parties share one record; every step is legal under a versioned template; every
step can be proved. Programs begin here::

    from kadflow import Kadflow

    with Kadflow.open("kadflow-data") as kadflow:
        print(kadflow.agreements.get("KSD-2026-000001").state)

Names are loaded when they are first used: ``import kadflow`` alone loads no database, no web
framework and no workflow machine.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kadflow import _siblings

_siblings.check()

if TYPE_CHECKING:
    from kadflow.app import Acting, Kadflow, Outcome
    from kadflow.domain.agreements import AgreementRecord
    from kadflow.domain.clock import ExerciseClock, SystemClock
    from kadflow.domain.commands.agreements import PartySpec
    from kadflow.domain.commands.envelope import Envelope
    from kadflow.domain.events import Event, LegalDate
    from kadflow.domain.people import Organisation
    from kadflow.engine.explaining import Explanation
    from kadflow.errors import (
        ConcurrentChangeError,
        FactMissingError,
        HistoryBrokenError,
        InvalidInputError,
        InvalidTemplateError,
        KadflowError,
        MandateLackingError,
        NotFoundError,
        NotPermittedError,
        ReasonRequiredError,
        RefusedError,
        UnavailableError,
    )

__all__ = [
    "Acting",
    "AgreementRecord",
    "ConcurrentChangeError",
    "Envelope",
    "Event",
    "ExerciseClock",
    "Explanation",
    "FactMissingError",
    "HistoryBrokenError",
    "InvalidInputError",
    "InvalidTemplateError",
    "Kadflow",
    "KadflowError",
    "LegalDate",
    "MandateLackingError",
    "NotFoundError",
    "NotPermittedError",
    "Organisation",
    "Outcome",
    "PartySpec",
    "ReasonRequiredError",
    "RefusedError",
    "SystemClock",
    "UnavailableError",
]

_HOMES = {
    "app": ("Acting", "Kadflow", "Outcome"),
    "domain.agreements": ("AgreementRecord",),
    "domain.clock": ("ExerciseClock", "SystemClock"),
    "domain.commands": ("Envelope", "PartySpec"),
    "domain.events": ("Event", "LegalDate"),
    "domain.people": ("Organisation",),
    "engine.explaining": ("Explanation",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for (PEP 562)."""
    if name not in __all__:
        message = f"module 'kadflow' has no attribute {name!r}"
        raise AttributeError(message)
    home = _HOME_OF.get(name, "errors")
    found = getattr(importlib.import_module(f"kadflow.{home}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Public names, loaded or not."""
    return sorted({*globals(), *__all__})
