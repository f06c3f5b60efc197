"""Agreements whose term is over, and what became of them."""

from __future__ import annotations

from typing import Any

from tests.scenarios.staging import Exercise

LATER = "2027-01-01"
"""The day after the terms of `staging.EXAMPLE` end."""


def ending(exercise: Exercise, count: int) -> list[str]:
    """So many agreements in force until 31 December 2026; returns their numbers."""
    return [exercise.in_force() for _ in range(count)]


def outcome(exercise: Exercise, numbers: list[str]) -> list[tuple[Any, ...]]:
    """Where each agreement stands and what its history says, without ids and instants."""
    found = []
    for number in numbers:
        record = exercise.record(number)
        history = [
            (event.number, event.kind, event.effective_on, str(event.data.get("to", "")))
            for event in exercise.events(record.id)
        ]
        deadlines = [(d.name, d.due_on) for d in record.deadlines]
        found.append((record.state, record.standing, record.version, deadlines, history))
    return found
