"""An outline says what stands in a report: sections, their order, columns, grouping, signers.

It is data that an office may edit; the shipped ones are beginnings, marked as not yet compared
with an official form (practice 23). How the report looks is `kadflow.reports.layouts`.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kadflow.errors import InvalidInputError, NotFoundError
from kadflow.reports.composing.fields import FIELDS

AGREEMENT_CONTENTS: Final = (
    "identity", "course", "parties", "money", "indicators", "duties", "risks", "evaluations",
    "findings", "deadlines", "report_contents",
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


class _Node(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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
        if self.field not in FIELDS:
            message = f"there is no field {self.field!r}; there are: {', '.join(FIELDS)}"
            raise ValueError(message)
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
        for place, name in self.columns.items():
            if name != "row" and name not in FIELDS:
                message = (
                    f"column {place}: there is no field {name!r}; there are: row, "
                    + ", ".join(FIELDS)
                )
                raise ValueError(message)
        for place, name in self.cells.items():
            if name not in FORM_CELLS:
                message = f"cell {place}: there is no {name!r}; there are: {', '.join(FORM_CELLS)}"
                raise ValueError(message)
        return self


class CoverLetter(_Node):
    """The letter that goes with a report: its subject and paragraphs, with fields in braces."""

    subject: Words
    body: tuple[Words, ...]


class Outline(_Node):
    """A kind of report.

    Attributes:
        scope: ``agreement`` for a report about one, ``register`` about many.
        every: How often it is due; None where it is made when somebody asks for it.
        source: Where its form comes from, and whether it was compared with the official one.
        to: Who receives it: keys of the template language, as ``governor``.
    """

    kind: Literal["report-outline"]
    language: Literal[1]
    key: str = Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")
    title: Words
    scope: Literal["agreement", "register"]
    every: Literal["month", "quarter", "semester", "year"] | None = None
    source: str
    verified: bool = False
    landscape: bool = False
    unknown: str = Field(default="-", min_length=1, max_length=40)
    to: tuple[str, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    letter: CoverLetter | None = None
    form: Form | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Outline:
        own = AGREEMENT_CONTENTS if self.scope == "agreement" else REGISTER_CONTENTS
        for section in self.sections:
            if section.content not in own + COMMON_CONTENTS:
                message = (
                    f"a report about {self.scope} has no section {section.content!r}; there are: "
                    f"{', '.join(own + COMMON_CONTENTS)}"
                )
                raise ValueError(message)
            if section.content == "agreements" and not section.columns:
                message = "a list of agreements needs its columns"
                raise ValueError(message)
        return self


def read_outline(text: str, source: str = "") -> Outline:
    """Read an outline from YAML.

    Raises:
        InvalidInputError: With what is wrong, where, and what may stand there.
    """
    try:
        return Outline.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise _refuse(source, str(error).replace("\n", " ")) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise _refuse(
            source, f"{place}: {first['msg']}" if place else str(first["msg"])
        ) from error


def _refuse(source: str, what: str) -> InvalidInputError:
    where = f" ({source})" if source else ""
    return InvalidInputError(
        f"The outline of the report{where} cannot be used: {what}.",
        hint="Compare it with a shipped one: kadflow report outline KEY.",
        pesan=f"Susunan laporan{where} tidak dapat dipakai: {what}.",
        saran="Bandingkan dengan susunan bawaan: kadflow report outline KUNCI.",
    )


def shipped_outline_texts() -> dict[str, str]:
    """The shipped outlines as written, by key."""
    found = {}
    for entry in sorted(files("kadflow.reports.outlines").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            found[entry.name.removesuffix(".yaml")] = entry.read_text("utf-8")
    return found


def shipped_outline(key: str) -> Outline:
    """A shipped outline.

    Raises:
        NotFoundError: There is none of that key.
    """
    texts: dict[str, Any] = shipped_outline_texts()
    if key not in texts:
        raise NotFoundError(
            f"There is no report {key!r}.",
            hint=f"There are: {', '.join(texts)}.",
            pesan=f"Tidak ada laporan {key!r}.",
            saran=f"Yang ada: {', '.join(texts)}.",
        )
    return read_outline(texts[key], key)
