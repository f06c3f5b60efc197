"""Registers of agreements: the door of this room for those who import them.

`assess_file` judges a whole file in order; `read_rows` and `assess_row` are its two halves. Nothing
is written anywhere: an import is what the caller makes of the reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from kadflow.intake.assess import assess_row
from kadflow.intake.file_context import FileContext
from kadflow.intake.records import RowReport
from kadflow.intake.registers import read_rows
from kadflow.intake.rows import RawRow

__all__ = ["FileContext", "RawRow", "assess_file", "assess_row", "read_rows", "sample_register"]


def assess_file(path: Path, *, today: str | None = None) -> Iterator[RowReport]:
    """Judge every row of a register, in file order.

    The file is read twice: first for the tree of parents, then row by row. Memory grows by a few
    fingerprints a row, never by the rows themselves.

    Args:
        path: CSV or XLSX of the shape of agreements.csv.
        today: ISO date of the caller's clock; later signing days are refused. None: not asked.

    Yields:
        One report per row.

    Raises:
        InvalidInputError: See `kadflow.intake.registers.read_rows`; before the first report, so
            that a broken file changes nothing.
    """
    context = FileContext(today=today)
    context.learn(read_rows(path))
    for raw in read_rows(path):
        yield assess_row(raw, context)


@contextmanager
def sample_register() -> Iterator[Path]:
    """The sample of 110 real agreements that ships with Kadflow, as a file for a while."""
    with as_file(files("kadflow.intake").joinpath("samples", "agreements.csv")) as path:
        yield path
