"""Reports: one content model, four renderers.

Build a `Report` from `kadflow.reports.content`, then::

    from kadflow.reports import render

    data = render(report, "pdf")

Nothing here reads a database, a clock or the network. Libraries that write a format are loaded
when that format is first asked for.
"""

from __future__ import annotations

from kadflow.reports.content import Report, content_bytes, content_hash, read_content
from kadflow.reports.layouts import STANDARD, Layout
from kadflow.reports.missing import Missing, missing
from kadflow.reports.rendering import FORMATS, RENDERER_VERSION, media_type, render

__all__ = [
    "FORMATS",
    "RENDERER_VERSION",
    "STANDARD",
    "Layout",
    "Missing",
    "Report",
    "content_bytes",
    "content_hash",
    "media_type",
    "missing",
    "read_content",
    "render",
]
