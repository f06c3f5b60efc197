"""Which field of a report goes where in a form."""

from __future__ import annotations

import msgspec

from kadflow.errors import InvalidInputError


class FormMapping(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A mapping, as an administrator states it once per form.

    Attributes:
        sheet: Name of the sheet.
        first_row: First row for data, counted from 1 as the spreadsheet shows it.
        last_row: Last row that the form has ready for data. More rows are added below it, with
            its look; sums that reach to it grow along.
        columns: Field by column letter, as ``{"B": "judul", "E": "nilai"}``.
        cells: Field by single cell, as ``{"C4": "daerah"}``.
    """

    sheet: str
    first_row: int
    last_row: int
    columns: dict[str, str]
    cells: dict[str, str] = {}


def does_not_fit(what: str, apa: str, hint: str, saran: str) -> InvalidInputError:
    """The refusal of a form or a mapping.

    Args:
        what: What is wrong and where, as a sentence.
        apa: The same in Indonesian.
        hint: What to do.
        saran: The same in Indonesian.
    """
    return InvalidInputError(what, hint=hint, pesan=apa, saran=saran)
