"""The rules about results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kadflow.domain import commands
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.results import indicators

DECIDERS: Final[dict[type, Callable[[Deliberation, Any], None]]] = {
    commands.AddIndicator: indicators.add_indicator,
    commands.AimIndicator: indicators.aim_indicator,
    commands.BaseIndicator: indicators.base_indicator,
    commands.Measure: indicators.measure,
}
"""The rule of each command on results."""
