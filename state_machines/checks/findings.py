"""Making faults: one place for their form, so that every rule reads as its sentence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from state_machines.errors import Fault

Faults: TypeAlias = Iterator[Fault]


def error(code: str, where: str, message: str, hint: str) -> Fault:
    """A fault that stops publishing."""
    return Fault(code, where, message, hint)


def warning(code: str, where: str, message: str, hint: str) -> Fault:
    """A fault that a person should look at, and that does not stop publishing."""
    return Fault(code, where, message, hint, severity="warning")


def unknown(kind: str, where: str, name: str, known: Iterable[str]) -> Fault:
    """A reference to something that the template does not declare."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1, 0.5)
    if near:
        hint = f"Did you mean '{near[0]}'?"
    elif names:
        hint = f"Declared are: {', '.join(names[:12])}; or declare '{name}'."
    else:
        hint = f"Declare it under '{kind}s', or remove the name here."
    return Fault(f"unknown-{kind}", where, f"There is no {kind} '{name}'.", hint)
