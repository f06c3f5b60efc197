"""The one door to typst: a compiler per thread, shipped fonts only, files only of its own folder."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from kadflow.reports.fonts import (
    FAMILIES,
    FONT_FOLDER,
    only_plain_letters,
    only_whole_letters,
    printable,
)

if TYPE_CHECKING:
    import typst

STANDARDS: Final = ("ua-1", "a-2a")
"""PDF/UA-1, which screen readers need, and PDF/A-2a, which archives need."""

_FOLDER: Final = Path(__file__).parent / "typesetting"
_PIXELS_PER_INCH: Final = 72  # one for each pixel of the SVG
_WIDE: Final = 1400  # pixels; a wider picture has enough of them
_UNSHOWN: Final = "could not be displayed with font"
"""What typst says of letters that only look alike the ones it has: a mark on a foreign letter."""

_workers: Final = threading.local()


def to_pdf(view: dict[str, Any], at: datetime) -> bytes:
    """Set a report.

    Args:
        view: What the template ``report.typ`` prints.
        at: Creation date of the file.
    """
    import typst  # noqa: PLC0415 - 80 MB that only pages and pictures need

    for cautious in (_as_it_is, only_whole_letters, only_plain_letters):
        try:
            made = _compiler("report.typ").compile(
                sys_inputs={"report": cautious(msgspec.json.encode(view).decode())},
                format="pdf",
                pdf_standards=list(STANDARDS),
                timestamp=at,
            )
        except typst.TypstError as error:
            if _UNSHOWN not in str(error) or cautious is only_plain_letters:
                raise
        else:
            return _single(made)
    message = "no way of setting was tried"
    raise AssertionError(message)


def _as_it_is(text: str) -> str:
    return text


def to_png(svg: str, width: float) -> bytes:
    """Draw an SVG as pixels, in the shipped fonts.

    A pixel of the SVG becomes a whole number of pixels, since anything between loses lines.

    Args:
        svg: The whole document.
        width: Of the SVG in its own pixels.
    """
    picture = {"svg": printable(svg), "width": width, "fonts": FAMILIES}
    made = _compiler("picture.typ").compile(
        sys_inputs={"picture": msgspec.json.encode(picture).decode()},
        format="png",
        ppi=_PIXELS_PER_INCH * (2 if width <= _WIDE else 1),
    )
    return _single(made)


def _single(made: Any) -> bytes:
    if not isinstance(made, bytes):
        message = "typst gave no single file"
        raise TypeError(message)
    return made


def _compiler(name: str) -> typst.Compiler:
    """It keeps the fonts and what it has learnt of the template; no two threads may share it."""
    if not hasattr(_workers, "compilers"):
        _workers.compilers = {}
    compilers: dict[str, typst.Compiler] = _workers.compilers
    if name not in compilers:
        import typst  # noqa: PLC0415 - 80 MB that only pages and pictures need

        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(FONT_FOLDER)],
        )
        compilers[name] = typst.Compiler(str(_FOLDER / name), root=str(_FOLDER), font_paths=fonts)
    return compilers[name]
