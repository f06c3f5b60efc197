"""All commands of the noun, in the order in which the help lists them."""

from __future__ import annotations

from kadflow.cli.notice import looking, sending, wishing, wording
from kadflow.cli.notice.group import app

__all__ = ["app", "looking", "sending", "wishing", "wording"]
