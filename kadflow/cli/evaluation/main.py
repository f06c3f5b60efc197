"""All commands of the noun, in the order in which the help lists them."""

from __future__ import annotations

from kadflow.cli.evaluation import looking, rounds
from kadflow.cli.evaluation.group import app

__all__ = ["app", "looking", "rounds"]
