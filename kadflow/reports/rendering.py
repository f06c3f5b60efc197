"""One door: a content model and a format in, the bytes of a file out.

The same content, layout and `RENDERER_VERSION` give the same bytes, on every machine.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from kadflow.errors import InvalidInputError
from kadflow.reports.content import Report
from kadflow.reports.layouts import STANDARD, Layout

Format = Literal["html", "pdf", "docx", "xlsx"]

RENDERER_VERSION: Final = 1
"""Rises with every change after which the same report gives other bytes."""


class _Renderer(NamedTuple):
    media_type: str
    module: str
    function: str


_RENDERERS: Final[dict[str, _Renderer]] = {
    "html": _Renderer("text/html; charset=utf-8", "kadflow.reports.html", "render_html"),
    "pdf": _Renderer("application/pdf", "kadflow.reports.pdf", "render_pdf"),
    "docx": _Renderer(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "kadflow.reports.docx",
        "render_docx",
    ),
    "xlsx": _Renderer(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "kadflow.reports.xlsx",
        "render_xlsx",
    ),
}

FORMATS: Final[tuple[Format, ...]] = ("html", "pdf", "docx", "xlsx")
"""What `render` can make; each is also the ending of the file's name."""


def media_type(form: str) -> str:
    """The media type of a format.

    Raises:
        InvalidInputError: There is no such format.
    """
    return _renderer(form).media_type


def render(report: Report, form: str, layout: Layout = STANDARD) -> bytes:
    """The report as a file.

    Args:
        report: What it says.
        form: ``html``, ``pdf``, ``docx`` or ``xlsx``. Its library is loaded on first use.
        layout: How it is set.

    Raises:
        InvalidInputError: There is no such format, or a picture in the report is refused.
    """
    renderer = _renderer(form)
    make: Callable[[Report, Layout], bytes] = getattr(
        importlib.import_module(renderer.module), renderer.function
    )
    return make(report, layout)


def _renderer(form: str) -> _Renderer:
    if form not in _RENDERERS:
        named = ", ".join(FORMATS)
        raise InvalidInputError(
            f"There is no report format '{form}'.",
            hint=f"Choose one of {named}.",
            pesan=f"Bentuk laporan '{form}' tidak tersedia.",
            saran=f"Pilih salah satu: {named}.",
        )
    return _RENDERERS[form]
