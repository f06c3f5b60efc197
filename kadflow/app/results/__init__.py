"""One person's commands on the results of agreements, a class for each noun."""

from __future__ import annotations

from kadflow.app.results.indicators import Indicating
from kadflow.app.results.meetings import MeetingRoom, Work
from kadflow.app.results.obligations import Obliging

__all__ = ["Indicating", "MeetingRoom", "Obliging", "Work"]
