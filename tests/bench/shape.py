"""What both plain applications do per timed command, after what Kadflow does.

They do less: one history row per command where Kadflow writes up to five events, and no bytes are
checked or bound to one another. The difference flatters them.
"""

from __future__ import annotations

STEP_EVENTS = {"edit": "edit", "open": "submit", "step": "step", "close": "close"}
"""Event of their fixed workflow for each timed command."""

ROLE_OF = ("coordinator", "coordinator", "unit", "secretary", "head")
"""Who gives the timed commands, in order."""

OUTBOX = {"edit": 0, "open": 1, "step": 1, "close": 4}
"""Outbox rows per command: as many as Kadflow writes notices."""
