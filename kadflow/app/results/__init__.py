"""One person's commands on the results of agreements, a class for each noun."""

from __future__ import annotations

from kadflow.app.results.indicators import Indicating

__all__ = ["Indicating"]
