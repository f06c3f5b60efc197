"""All commands of the noun, in the order in which the help lists them."""

from __future__ import annotations

from kadflow.cli.budget import files, looking, stating
from kadflow.cli.budget.group import app

__all__ = ["app", "files", "looking", "stating"]
