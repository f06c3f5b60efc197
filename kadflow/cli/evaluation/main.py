"""All commands of the noun, in the order in which the help lists them."""

from __future__ import annotations

from kadflow.cli.evaluation import competing, looking, rounds
from kadflow.cli.evaluation.group import app

__all__ = ["app", "competing", "looking", "rounds"]

_ORDER = (rounds, looking, competing)

app.registered_commands.sort(
    key=lambda found: [module.__name__ for module in _ORDER].index(
        getattr(found.callback, "__module__", "")
    )
)
