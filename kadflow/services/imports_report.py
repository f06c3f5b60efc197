"""What an import did: row by row for who listens, and as a whole at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from kadflow.intake.records import Reason, RowReport

MOST_ROWS = 200
"""Rows that a report lists by name; beyond that it counts."""

ImportOutcome = Literal["registered", "unchanged", "different", "refused"]

_BANDS = ("0-19", "20-39", "40-59", "60-79", "80-100")


class ImportedRow(msgspec.Struct, frozen=True, gc=False):
    """What became of one row.

    Attributes:
        row: Line or row in the file, 1-based.
        sheet: Sheet of a workbook; None for CSV.
        ref: As in the row; blank if unreadable.
        outcome: ``registered`` now; ``unchanged``: registered before from the same text;
            ``different``: registered before from another text, and left as it was; ``refused``.
        reasons: Refusals first, then what a person should look at.
        agreement: Id of the agreement registered from it, now or before.
        number: Its number in Kadflow.
        state: State at which it was registered now.
        template: Key of the template under which it was registered now.
        quality: How completely the row is known, 0 to 100; None if unreadable.
        duplicate_of: Row that it probably repeats; None if none.
    """

    row: int
    sheet: str | None
    ref: str
    outcome: ImportOutcome
    reasons: tuple[Reason, ...] = ()
    agreement: str | None = None
    number: str | None = None
    state: str | None = None
    template: str | None = None
    quality: int | None = None
    duplicate_of: int | None = None


def imported_row(
    report: RowReport,
    outcome: ImportOutcome,
    reasons: Sequence[Reason] = (),
    *,
    agreement: str | None = None,
    number: str | None = None,
    state: str | None = None,
    template: str | None = None,
) -> ImportedRow:
    """What became of a row that was judged, with reasons found later placed in order."""
    found = [*report.reasons, *reasons]
    return ImportedRow(
        row=report.row,
        sheet=report.sheet,
        ref=report.ref,
        outcome=outcome,
        reasons=tuple(sorted(found, key=lambda reason: reason.severity != "refusal")),
        agreement=agreement,
        number=number,
        state=state,
        template=template,
        quality=report.record.quality.score if report.record else None,
        duplicate_of=report.duplicate_of,
    )


class ImportReport(msgspec.Struct):
    """The sum of an import; plain enough for JSON, and bounded however long the file is.

    Attributes:
        file: Name of the file.
        rows: Rows read.
        registered: Of them registered now; ``with_warnings`` of these need a look.
        unchanged: Registered before, and the same.
        different: Registered before from another text; nothing was changed.
        linked: Registered before and put under their parent now, which had not come then.
        refused: Not registered, each with its reasons.
        reasons: How often each reason occurred, by its code.
        states: How many were registered now, by ``template/state``.
        quality: How many of the readable rows, by score.
        organisations_added: Organisations that are no regions and were not known before.
        added_names: Their names; at most `MOST_ROWS`.
        duplicates: Rows that probably repeat another one.
        refused_rows: At most `MOST_ROWS`.
        warned_rows: Registered rows with warnings; at most `MOST_ROWS`.
        different_rows: At most `MOST_ROWS`.
    """

    file: str
    rows: int = 0
    registered: int = 0
    with_warnings: int = 0
    unchanged: int = 0
    different: int = 0
    linked: int = 0
    refused: int = 0
    reasons: dict[str, int] = {}
    states: dict[str, int] = {}
    quality: dict[str, int] = {}
    organisations_added: int = 0
    added_names: list[str] = []
    duplicates: int = 0
    refused_rows: list[ImportedRow] = []
    warned_rows: list[ImportedRow] = []
    different_rows: list[ImportedRow] = []

    def add(self, row: ImportedRow) -> None:
        """Count one row."""
        self.rows += 1
        for reason in row.reasons:
            self.reasons[reason.code] = self.reasons.get(reason.code, 0) + 1
        if row.quality is not None:
            band = _BANDS[min(row.quality // 20, len(_BANDS) - 1)]
            self.quality[band] = self.quality.get(band, 0) + 1
        self.duplicates += row.duplicate_of is not None
        if row.outcome == "refused":
            self.refused += 1
            _list(self.refused_rows, row)
        elif row.outcome == "different":
            self.different += 1
            _list(self.different_rows, row)
        elif row.outcome == "unchanged":
            self.unchanged += 1
        else:
            self.registered += 1
            where = f"{row.template}/{row.state}"
            self.states[where] = self.states.get(where, 0) + 1
            if row.reasons:
                self.with_warnings += 1
                _list(self.warned_rows, row)

    def add_organisation(self, name: str) -> None:
        """Count one organisation that was added."""
        self.organisations_added += 1
        if len(self.added_names) < MOST_ROWS:
            self.added_names.append(name)


def _list(rows: list[ImportedRow], row: ImportedRow) -> None:
    if len(rows) < MOST_ROWS:
        rows.append(row)
