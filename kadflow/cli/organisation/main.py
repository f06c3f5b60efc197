"""All commands of the noun, in the order in which the help lists them."""

from __future__ import annotations

from kadflow.cli.organisation import looking, serving, setting_up
from kadflow.cli.organisation.group import app

__all__ = ["app", "looking", "serving", "setting_up"]
