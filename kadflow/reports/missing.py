"""What a report does not know, before anybody prints it: where, what, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kadflow.reports.content import Chart, Facts, Figure, Report
from kadflow.reports.tables import Table, title_of
from kadflow.reports.values import Text, Unknown


class Missing(msgspec.Struct, frozen=True):
    """A figure or a fact that nobody has said yet.

    Attributes:
        where: Title of the table, chart or list of facts; empty for facts without one.
        what: Row and column, category and series, or label.
        ask: Who can say it; empty when nobody is named.
    """

    where: str
    what: str
    ask: str


def missing(report: Report) -> tuple[Missing, ...]:
    """Everything that the report does not know, in the order in which it stands there.

    What follows from other figures, as a share does, is not listed again.
    """
    found: list[Missing] = []
    for block in report.blocks:
        match block:
            case Facts():
                found += [
                    Missing(block.title, fact.label, fact.value.ask)
                    for fact in block.facts
                    if isinstance(fact.value, Unknown)
                ]
            case Table():
                found += _of_table(block)
            case Chart():
                found += [
                    Missing(block.title, f"{block.categories[at]}: {series.name}", "")
                    for series in block.series
                    for at, value in enumerate(series.values)
                    if value is None
                ]
            case Figure(twin=Table() as twin):
                found += _of_table(twin)
            case _:
                pass
    return tuple(found)


def _of_table(table: Table) -> Iterator[Missing]:
    derived = {ratio.column for ratio in table.ratios}
    for number, row in enumerate(table.all_rows(), start=1):
        name = row[0].text if isinstance(row[0], Text) else str(number)
        for column, cell in zip(table.columns, row, strict=True):
            if isinstance(cell, Unknown) and column.key not in derived:
                yield Missing(table.title, f"{name}: {title_of(column)}", cell.ask)
