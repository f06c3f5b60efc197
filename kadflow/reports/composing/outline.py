"""An outline says what stands in a report: sections, their order, columns, grouping, signers.

It is data that an office may edit; the shipped ones are beginnings, marked as not yet compared
with an official form (practice 23). How the report looks is `kadflow.reports.layouts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kadflow.domain.people import ROLE_WORDS
from kadflow.errors import InvalidInputError
from kadflow.reports.composing.fields import FIELDS
from state_machines.errors import TemplateError
from state_machines.reading import read_as

AGREEMENT_CONTENTS: Final = (
    "identity", "course", "parties", "money", "indicators", "duties", "risks", "evaluations",
    "meetings", "feedback", "findings", "deadlines", "report_contents",
)  # fmt: skip
"""What a section about one agreement may hold."""

REGISTER_CONTENTS: Final = (
    "summary", "funnel", "time_in_stage", "agreements", "money_by_party", "growth", "map",
    "ending_soon",
)  # fmt: skip
"""What a section about many agreements may hold."""

COMMON_CONTENTS: Final = ("unknown", "signatures", "page_break")

FORM_CELLS: Final = ("organisation", "publisher", "period", "as_of", "count", "version")
"""What single cells of an official form may hold."""

LETTER_FIELDS: Final = ("period", "organisation", "title", "count")
"""What may stand in braces in a cover letter."""


_KIND: Final = "report-outline"
_BRACES: Final = re.compile(r"\{([^{}]*)\}")


class _Node(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class UnfitError(ValueError):
    """Something in an outline that its other parts, or the program, do not know.

    Attributes:
        pesan: The message in Indonesian.
    """

    def __init__(self, message: str, pesan: str) -> None:
        super().__init__(message)
        self.pesan = pesan


def _check_known(what: tuple[str, str], names: Iterable[str], known: Iterable[str]) -> None:
    every = tuple(known)
    for name in names:
        if name not in every:
            there = ", ".join(every)
            raise UnfitError(
                f"there is no {what[1]} '{name}'; there are: {there}",
                f"Tidak ada {what[0]} '{name}'; yang ada: {there}.",
            )


class Words(_Node):
    """A text in both languages."""

    id: str = Field(min_length=1, max_length=2000)
    en: str = Field(min_length=1, max_length=2000)

    @property
    def pair(self) -> tuple[str, str]:
        """Indonesian, English."""
        return self.id, self.en


class ColumnOfAgreements(_Node):
    """One column of a list of agreements; its title where the office calls it otherwise."""

    field: str
    title: Words | None = None

    @model_validator(mode="after")
    def _known(self) -> ColumnOfAgreements:
        _check_known(("isian", "field"), (self.field,), FIELDS)
        return self


class Section(_Node):
    """A heading and what stands under it.

    Attributes:
        regimes: Only agreements of these regimes; all where empty.
        within: ``signed``: only those signed in the period; ``reported``: those that were on
            record and not over before the period began.
        group_by: A heading inside the table for each regime, stage or instrument.
        total: Fields whose columns are summed.
        signers: Roles of the offices that sign, in order.
    """

    content: str
    heading: Words | None = None
    text: Words | None = None
    columns: tuple[ColumnOfAgreements, ...] = ()
    regimes: tuple[Literal["ksdd", "ksdpk", "sinergi", "foreign"], ...] = ()
    within: Literal["all", "signed", "reported"] = "all"
    group_by: Literal["", "regime", "stage", "instrument"] = ""
    total: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> Section:
        _check_known(("isian", "field"), self.total, FIELDS)
        _check_known(("jabatan", "office"), self.signers, ROLE_WORDS)
        return self


class Form(_Node):
    """Where the fields go in a workbook of a ministry or province, which is filled as it is.

    Attributes:
        sheet: Name of the sheet.
        first_row: First row for an agreement, as the spreadsheet counts.
        last_row: Last one that the form has ready; more are added in its look.
        columns: Field by column letter; ``row`` counts the rows.
        cells: By single cell: one of `FORM_CELLS`.
        regimes: Only agreements of these regimes; all where empty.
        within: As in a section.
    """

    sheet: str
    first_row: int = Field(ge=1)
    last_row: int = Field(ge=1)
    columns: dict[str, str] = Field(min_length=1)
    cells: dict[str, str] = {}
    regimes: tuple[Literal["ksdd", "ksdpk", "sinergi", "foreign"], ...] = ()
    within: Literal["all", "signed", "reported"] = "all"

    @model_validator(mode="after")
    def _known(self) -> Form:
        _check_known(("isian", "field"), self.columns.values(), ("row", *FIELDS))
        _check_known(("isian sel", "content of a cell"), self.cells.values(), FORM_CELLS)
        return self


class CoverLetter(_Node):
    """The letter that goes with a report: its subject and paragraphs, with fields in braces."""

    subject: Words
    body: tuple[Words, ...]

    @model_validator(mode="after")
    def _known(self) -> CoverLetter:
        for words in (self.subject, *self.body):
            for text in words.pair:
                names = _BRACES.findall(text)
                _check_known(("isian surat", "field of a letter"), names, LETTER_FIELDS)
        return self


class Outline(_Node):
    """A kind of report.

    Attributes:
        scope: ``agreement`` for a report about one, ``register`` about many.
        every: How often it is due; None where it is made when somebody asks for it.
        source: Where its form comes from; ``verified`` once it was compared with the official one.
        to: Who receives it: keys of `kadflow.domain.wording.reports.RECEIVERS`, or names as typed.
        columns: Of every list of agreements that names none itself.
    """

    kind: Literal["report-outline"]
    language: Literal[1]
    key: str = Field(pattern=r"^[a-z][a-z0-9-]{0,62}$")
    title: Words
    scope: Literal["agreement", "register"]
    every: Literal["month", "quarter", "semester", "year"] | None = None
    source: Words
    verified: bool = False
    landscape: bool = False
    unknown: str = Field(default="-", min_length=1, max_length=40)
    to: tuple[str, ...] = ()
    columns: tuple[ColumnOfAgreements, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    letter: CoverLetter | None = None
    form: Form | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Outline:
        own = AGREEMENT_CONTENTS if self.scope == "agreement" else REGISTER_CONTENTS
        contents = [section.content for section in self.sections]
        _check_known(("bagian", "section"), contents, own + COMMON_CONTENTS)
        for section in self.sections:
            if section.content == "agreements" and not (section.columns or self.columns):
                raise UnfitError(
                    "a list of agreements needs its columns",
                    "Daftar kerja sama memerlukan kolomnya ('columns').",
                )
        return self


def read_outline(text: str, source: str = "") -> Outline:
    """Read an outline, written in the manner of templates.

    Raises:
        InvalidInputError: With the first fault, its line, and what to change.
    """
    try:
        return read_as(Outline, text, kind=_KIND, source=source)[0]
    except TemplateError as error:
        fault = error.faults[0]
        where = f"{fault.where}: " if fault.where else ""
        place = f" ({source})" if source else ""
        line = fault.line or 1
        raise InvalidInputError(
            f"The outline of the report{place} cannot be used; line {line}: {where}{fault.message}",
            hint=fault.hint or "Compare it with a shipped one: kadflow report outline KEY.",
            pesan=f"Susunan laporan{place} tidak dapat dipakai; baris {line}: {where}{fault.pesan}",
            saran=fault.saran or "Bandingkan dengan susunan bawaan: kadflow report outline KUNCI.",
        ) from error


def shipped_outline_texts() -> dict[str, str]:
    """The shipped outlines as written, by key."""
    found = {}
    for entry in sorted(files("kadflow.reports.outlines").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            found[entry.name.removesuffix(".yaml")] = entry.read_text("utf-8")
    return found
