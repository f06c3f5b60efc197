"""What a person or a program sees: lines, cards and tables, or one JSON document.

Texts that people wrote are shown as text: control characters never reach the terminal.
"""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

WIDEST = 100
NARROWEST = 40


def clean(text: Any) -> str:
    """Text without control characters, so that nobody's title can steer a terminal."""
    return "".join(
        character
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
        else "\N{REPLACEMENT CHARACTER}"
        for character in str(text)
    )


def columns() -> int:
    """Columns to write in: those of the terminal, at most 100."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))


class Screen:
    """Standard output of one command.

    Attributes:
        exercise: The installation is an exercise, which every screen says.
    """

    def __init__(self, *, as_json: bool, language: str) -> None:
        self.as_json = as_json
        self.language = language
        self.exercise = False
        self._begun = False

    @property
    def width(self) -> int:
        """Columns to write in: those of the terminal, at most 100."""
        return columns()

    # -------------------------------------------------------------- for programs

    def document(self, **values: Any) -> bool:
        """Print the command's answer as JSON if that was asked for; says whether it was."""
        if self.as_json:
            import msgspec  # noqa: PLC0415 - only when something is printed

            if self.exercise:
                values = {"exercise": True, **values}
            built = msgspec.to_builtins(values, str_keys=True)
            print(json.dumps(built, ensure_ascii=False, indent=2))  # noqa: T201
        return self.as_json

    # -------------------------------------------------------------- for people

    def line(self, text: str = "") -> None:
        """Print one paragraph, wrapped."""
        self._begin()
        self._print(text)

    def heading(self, text: str) -> None:
        """Print a title, set off from what stands above."""
        self._begin()
        if self._styled:
            print(f"\n\x1b[1m{clean(text)}\x1b[0m")  # noqa: T201
        else:
            print(f"\n{clean(text)}")  # noqa: T201

    def bullets(self, texts: Iterable[str], mark: str = "-") -> None:
        """Print one line per text, each wrapped under itself."""
        self._begin()
        for text in texts:
            self._print(text, first=f"  {mark} ", later="    ")

    def pairs(self, pairs: Iterable[tuple[str, str]], indent: int = 2) -> None:
        """Print names and values in two columns; nothing for empty values."""
        self._begin()
        rows = [(name, value) for name, value in pairs if value]
        if not rows:
            return
        room = min(max(len(name) for name, _ in rows), self.width * 2 // 5)
        for name, value in rows:
            later = " " * (indent + room + 2)
            if len(name) > room:
                self._print(name, first=" " * indent, later=" " * indent)
                self._print(value, first=later, later=later)
            else:
                self._print(value, first=" " * indent + clean(name).ljust(room + 2), later=later)

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, amounts: int = 0
    ) -> None:
        """Print a table; long cells are wrapped inside their column.

        Args:
            columns: Headings.
            rows: Cells, as many as columns each.
            amounts: So many of the last columns hold amounts: to the right, never broken.
        """
        self._begin()
        from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only when a table is printed
        from rich.console import Console  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for place, name in enumerate(columns):  # the first names the row: never broken
            amount = place >= len(columns) - amounts
            table.add_column(
                Text(name),
                overflow="fold",
                no_wrap=place == 0 or amount,
                justify="right" if amount else "left",
            )
        for row in rows:
            table.add_row(*(Text(clean("" if cell is None else cell)) for cell in row))
        Console(width=self.width, highlight=False).print(table)

    def raw(self, text: str) -> None:
        """Print a text as it is: diagrams, templates."""
        print(text)  # noqa: T201

    def notice(self, text: str) -> None:
        """Tell something beside the answer, on standard error."""
        print(textwrap.fill(clean(text), self.width), file=sys.stderr)  # noqa: T201

    @property
    def is_terminal(self) -> bool:
        """Whether somebody can be asked."""
        return not self.as_json and sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def _styled(self) -> bool:
        return sys.stdout.isatty()

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        if self.exercise:
            text = (
                "LATIHAN - bukan kerja sama sungguhan"
                if self.language == "id"
                else "LATIHAN (exercise) - no real agreements here"
            )
            print(f"\x1b[7m {text} \x1b[0m" if self._styled else f"[{text}]")  # noqa: T201

    def _print(self, text: str, *, first: str = "", later: str = "") -> None:
        begin = first
        for paragraph in clean(text).split("\n") or [""]:
            filled = textwrap.fill(
                paragraph,
                self.width,
                initial_indent=begin,
                subsequent_indent=later,
                break_on_hyphens=False,
            )
            print(filled or begin.rstrip())  # noqa: T201
            begin = later
