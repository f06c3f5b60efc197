"""Limits that an agreement sets to what stands under it: its term, its parties, its subjects.

They warn and never block: the warning is recorded with the reason that was given for it
(practice 22).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kadflow.domain.affairs import canonical
from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.commands import OpenChild, PartySpec
from kadflow.domain.wording import day_words
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.facts import period_of
from kadflow.errors import ReasonRequiredError
from state_machines.template import Template, TermType


def warned(warnings: list[tuple[str, str, str]]) -> ReasonRequiredError:
    """What exceeds a limit needs a reason; see `exceeded`."""
    return ReasonRequiredError(
        f"{' '.join(english for _, _, english in warnings)}",
        hint="It is allowed; give the reason with --reason, and it is recorded.",
        pesan=f"{' '.join(indonesian for _, indonesian, _ in warnings)}",
        saran="Hal ini diperbolehkan; isi alasannya dengan --reason, dan alasan itu dicatat.",
        warnings=[code for code, _, _ in warnings],
    )


def unevaluated(record: AgreementRecord, template: Template) -> list[tuple[str, str, str]]:
    """Where the form asks for an evaluation before an extension, and none is on file (practice 12)."""
    form = template.evaluation
    if form is None or form.before_extension == "ignored" or record.evaluated:
        return []
    return [
        (
            "no-evaluation",
            f"Belum ada evaluasi {record.number} yang ditutup sebagai dasar perpanjangan.",
            f"No evaluation of {record.number} is on file; an extension should rest on one.",
        )
    ]


def exceeded(
    record: AgreementRecord,
    template: Template,
    command: OpenChild,
    child: Deliberation,
    specs: tuple[PartySpec, ...],
    limits: tuple[str, ...],
) -> list[tuple[str, str, str]]:
    """What goes beyond the parent's limits: a code, and the sentence in both languages."""
    warnings = []
    if "parties" in limits:
        inside = {party.organisation for party in record.active_parties}
        if any(spec.organisation not in inside for spec in specs):
            warnings.append(
                (
                    "outside-parties",
                    f"Salah satu pihak kerja sama baru ini bukan pihak dalam {record.number}.",
                    f"A party of the new agreement is not a party of {record.number}.",
                )
            )
    if "term" in limits:
        ours, theirs = end_of(template, record), _own_end(child.workflow.template, command.terms)
        if ours is not None and theirs is not None and theirs > ours:
            warnings.append(
                (
                    "outlasts-parent",
                    (
                        f"Kerja sama baru ini berakhir pada {day_words(theirs.isoformat())[0]}, "
                        f"sesudah {record.number}, yang berakhir pada "
                        f"{day_words(ours.isoformat())[0]}."
                    ),
                    (
                        f"The new agreement ends on {theirs.isoformat()}, after {record.number}, "
                        f"which ends on {ours.isoformat()}."
                    ),
                )
            )
    if "subjects" in limits:
        inside = _subjects(record)
        wanted = command.terms.get("subjects")
        if inside and wanted and not set(map(canonical, wanted)) <= inside:
            warnings.append(
                (
                    "outside-subjects",
                    f"Salah satu urusan berada di luar urusan dalam {record.number}.",
                    f"A subject lies outside those of {record.number}.",
                )
            )
    return warnings


def end_of(template: Template, record: AgreementRecord) -> date | None:
    """The last day of an agreement, as far as it is stated."""
    for name, term in template.terms.items():
        stated = record.terms.get(name)
        if term.type is TermType.PERIOD and stated is not None and stated.held:
            found: date | None = period_of(stated.value)["ends_on"]
            return found
    return None


def _own_end(template: Template, terms: Mapping[str, Any]) -> date | None:
    for name, term in template.terms.items():
        if term.type is TermType.PERIOD and isinstance(terms.get(name), Mapping):
            ends_on = terms[name].get("ends_on")
            return date.fromisoformat(ends_on) if ends_on else None
    return None


def _subjects(record: AgreementRecord) -> set[str]:
    stated = record.terms.get("subjects")
    known = stated.value if stated and stated.held and isinstance(stated.value, list) else []
    return set(map(canonical, known))
