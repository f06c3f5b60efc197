"""All commands of the noun, in the order in which the help lists them."""

from __future__ import annotations

from kadflow.cli.agreement import deciding, drafting, looking, papers, standings
from kadflow.cli.agreement.group import app

__all__ = ["app"]

_ORDER = (looking, drafting, deciding, papers, standings)

app.registered_commands.sort(
    key=lambda found: [module.__name__ for module in _ORDER].index(
        getattr(found.callback, "__module__", "")
    )
)
