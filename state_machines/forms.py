"""The form of a competition, written by those who run it instead of taken from a workflow.

It is read, and found faulty, in the manner of templates. What it may say is what the form of a
workflow says of sheets; a party, a panel and a recommendation have no place in a competition, so
their fields are unknown here.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from state_machines.checks.shapes import check_form
from state_machines.documents import digest_of
from state_machines.errors import TemplateError
from state_machines.reading import line_of, read_as
from state_machines.template import Evaluation, ScoringForm


class CompetitionForm(ScoringForm):
    """A form as written."""

    kind: Literal["competition-form"]
    language: Literal[1]


@dataclass(frozen=True, slots=True)
class FormReading:
    """A form together with the text it came from.

    Attributes:
        rules: As the form of a workflow would say it.
        text: The text itself.
        digest: SHA-256 over the canonical JSON of the document as written, 64 hexadecimal digits.
    """

    rules: Evaluation
    text: str
    digest: str


def read_form(text: str, *, source: str = "") -> FormReading:
    """Read the form of a competition from YAML or JSON.

    Args:
        text: At most 1 MiB.
        source: Label for messages, usually the file name.

    Raises:
        TemplateError: With every fault found, each with its line and what to change.
    """
    form, document = read_as(CompetitionForm, text, source=source, kind="competition-form")
    faults = [
        dataclasses.replace(fault, line=line_of(fault.where, document.lines))
        for fault in check_form(form)
    ]
    if faults:
        raise TemplateError(faults, source)
    rules = Evaluation(**{name: getattr(form, name) for name in ScoringForm.model_fields})
    return FormReading(rules, text, digest_of(document.data))
