"""How a report is set: choices that change the look and never the content."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Paper = Literal["a4", "f4"]
"""``f4`` is the folio sheet of Indonesian offices, 215 x 330 mm."""

PAPER_MM: Final[dict[Paper, tuple[int, int]]] = {"a4": (210, 297), "f4": (215, 330)}
"""Width and height of the upright sheet, in millimetres."""


class Layout(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a region chooses about its reports.

    Attributes:
        paper: Sheet of PDF and DOCX.
        landscape: Whether it lies on its side, for wide tables.
        unknown: What stands where nothing is known: ``-`` or ``belum diketahui``; never a number.
        sources: Whether figures carry a note to the appendix that names their entries.
        twins: Whether the figures behind charts are printed as tables too.
    """

    paper: Paper = "a4"
    landscape: bool = False
    unknown: str = "-"
    sources: bool = True
    twins: bool = True


STANDARD: Final = Layout()
"""Upright A4, a dash for what is unknown, sources and twins shown."""
