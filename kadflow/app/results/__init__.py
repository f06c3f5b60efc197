"""One person's commands on the results of agreements, a class for each noun."""

from __future__ import annotations

from kadflow.app.results.feedback import Listening
from kadflow.app.results.indicators import Indicating
from kadflow.app.results.meetings import MeetingRoom, Work
from kadflow.app.results.obligations import Obliging
from kadflow.app.results.progress import Reporting
from kadflow.app.results.risks import Risking

__all__ = [
    "Indicating",
    "Listening",
    "MeetingRoom",
    "Obliging",
    "Reporting",
    "Risking",
    "Work",
]
