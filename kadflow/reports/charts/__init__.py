"""Charts as SVG, each with its table twin and its description in words.

`svg` draws, `table` gives the same figures as a table, `describe` tells them in a sentence or two.
The drawing is the same bytes for the same chart everywhere; HTML, PDF and DOCX share it.
"""

from __future__ import annotations

from kadflow.reports.charts.describing import describe
from kadflow.reports.charts.drawing import svg
from kadflow.reports.charts.twins import table

__all__ = ["describe", "svg", "table"]
