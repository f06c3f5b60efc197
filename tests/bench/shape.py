"""What both plain applications do per timed command, after what Kadflow does.

They write as many history and outbox rows as Kadflow writes events and notices (django-simple-
history by its own count: one per saved object, ten per agreement where Kadflow writes nine), and
do less otherwise: a fixed workflow, no electorate, nothing bound, checked or read back. The
difference flatters them.
"""

from __future__ import annotations

STEP_EVENTS = {"edit": "edit", "open": "submit", "step": "step", "close": "close"}
"""Event of their fixed workflow for each timed command."""

ROLE_OF = ("coordinator", "coordinator", "unit", "secretary", "head")
"""Who gives the timed commands, in order."""

OUTBOX = {"edit": 0, "open": 1, "step": 1, "close": 4}
"""Outbox rows per command: as many as Kadflow writes notices."""

HISTORY = {"edit": 1, "open": 2, "step": 1, "close": 4}
"""History rows per command of the plain application: as many as Kadflow writes events."""
