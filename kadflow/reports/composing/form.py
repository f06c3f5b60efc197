"""An official workbook filled with the agreements of a report, by the mapping in its outline."""

from __future__ import annotations

from collections.abc import Sequence

from kadflow.reports.composing.context import Context
from kadflow.reports.composing.fields import FIELDS
from kadflow.reports.composing.outline import Outline, Section
from kadflow.reports.composing.register import chosen
from kadflow.reports.composing.report import Frame
from kadflow.reports.content import Day, Text, Value, Whole
from kadflow.reports.facts import AgreementFacts
from kadflow.reports.forms import check_mapping, fill_form
from kadflow.reports.forms.mapping import FormMapping


def mapping_of(outline: Outline) -> FormMapping:
    """The mapping of an outline that has a form."""
    form = outline.form
    assert form is not None  # noqa: S101 - asked only of outlines with a form
    return FormMapping(form.sheet, form.first_row, form.last_row, form.columns, form.cells)


def check_form(outline: Outline, workbook: bytes) -> None:
    """Refuse a workbook that the outline's mapping does not fit.

    Raises:
        InvalidInputError: Says which sheet, row or cell, and what to do.
    """
    check_mapping(workbook, mapping_of(outline))


def fill(
    outline: Outline, frame: Frame, agreements: Sequence[AgreementFacts], workbook: bytes
) -> bytes:
    """The workbook with one row for each agreement that the outline's form is about.

    Args:
        outline: With a form.
        frame: What the report says of itself.
        agreements: Everything that was gathered.
        workbook: As it was uploaded.
    """
    mapping, form = mapping_of(outline), outline.form
    context = Context(frame.language, frame.period, frame.as_of, frame.own)
    section = Section(
        content="agreements",
        regimes=form.regimes if form else (),
        within=form.within if form else "all",
    )
    found = chosen(context, agreements, section)
    rows = [
        {
            name: Whole(place) if name == "row" else FIELDS[name].read(context, agreement)
            for name in mapping.columns.values()
        }
        for place, agreement in enumerate(found, start=1)
    ]
    cells: dict[str, Value] = {
        "organisation": Text(frame.subject),
        "publisher": Text(frame.publisher),
        "period": Text(context.say(frame.period.words)),
        "as_of": Day(frame.as_of.date()),
        "count": Whole(len(found)),
        "version": Whole(frame.version),
    }
    return fill_form(
        workbook, mapping, rows, cells, unknown=outline.unknown, language=frame.language
    ).data
