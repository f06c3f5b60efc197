"""What a row becomes under a template: its state, its terms, its numbers.

A state never claims more than the reported status. Rules, in order:

1. ``proposal``, ``negotiation``, ``signing``: the first state of that stage in which nothing is in
   force, which claims least; the initial state where the template has no such stage.
2. ``in_force`` (reported as signed, in force, carried out): the state of implementation that is in
   force, else any that is in force; in a template that ends with signing (addendum) its
   completion.
3. ``ended``: stopped where the words say that somebody ended it (*ditolak, dihentikan, mundur*);
   otherwise completed (*berakhir, digantikan, diperbarui*).
4. ``unknown``: as in force where a signing day is stated, since then it was signed; otherwise the
   initial state. Both with a warning: a person sets it right.

No state that is entered here carries an approval: an agreement registered in a state has no
rounds, no answers and no signatures, and its one event says where it comes from. Whether a term
has run out since the source was written is for the deadlines of the template to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from kadflow.domain.affairs import SOURCE, affair
from kadflow.intake.records import DocumentNumber, Reason, RecordedAgreement
from kadflow.intake.wording import Said
from state_machines.template import Stage, State, Template, TermType

LONGEST_TERM_TEXT = 200  # bytes; longer texts stay in the original, so that dates stay at hand
LONGEST_YEARS = 200
UNASSIGNED = "unassigned"
_SHOWN_SUBJECTS = 5  # that a message repeats

_STOPPED = re.compile(
    r"\b(?:ditolak|dihentikan|diakhiri|dibatalkan|batal|mundur|mengundurkan diri|dicabut)\b",
    re.IGNORECASE,
)
_EARLY = {
    "proposal": Stage.PROPOSAL,
    "negotiation": Stage.NEGOTIATION,
    "signing": Stage.SIGNING,
}


def warned(code: str, indonesian: str, english: str, column: str | None = None) -> Reason:
    """Something that a person should look at."""
    return Reason(code, "warning", Said(indonesian, english), column)


def refused(code: str, indonesian: str, english: str, column: str | None = None) -> Reason:
    """Something for which the row cannot be registered."""
    return Reason(code, "refusal", Said(indonesian, english), column)


def state_for(template: Template, record: RecordedAgreement) -> tuple[str, Reason | None]:
    """The state that the reported status supports, and what to look at.

    Returns:
        Name of a state of the template; a warning where it was not simply reported.
    """
    stage = record.status.stage
    if stage == "in_force":
        return _in_force(template), None
    if stage == "ended":
        how = "stopped" if _STOPPED.search(record.status.words) else "completed"
        return _final(template, how), None
    if stage in _EARLY:
        return _earliest(template, _EARLY[stage]), None
    if record.signed_on is not None:
        state = _in_force(template)
        return state, warned(
            "state-from-signing",
            f"Status tidak menunjukkan tahap; karena tanggal penandatanganan disebut, dicatat pada "
            f"'{template.states[state].title.id}'. Periksa.",
            f"The status shows no stage; since a signing day is stated, it was entered at "
            f"'{template.states[state].title.en}'. Check it.",
            "status_reported",
        )
    state = _initial(template)
    return state, warned(
        "state-unknown",
        f"Status tidak menunjukkan tahap; dicatat pada tahap awal "
        f"'{template.states[state].title.id}' sampai diperbaiki.",
        f"The status shows no stage; entered at the beginning, "
        f"'{template.states[state].title.en}', until somebody corrects it.",
        "status_reported",
    )


def _first(states: Iterable[tuple[str, State]]) -> str | None:
    return next((name for name, _ in states), None)


def _initial(template: Template) -> str:
    return next(name for name, state in template.states.items() if state.initial)


def _earliest(template: Template, stage: Stage) -> str:
    found = _first(
        (name, state)
        for name, state in template.states.items()
        if state.stage is stage and not state.in_force
    )
    return found or _initial(template)


def _in_force(template: Template) -> str:
    bound = [(name, state) for name, state in template.states.items() if state.in_force]
    carried = _first(item for item in bound if item[1].stage is Stage.IMPLEMENTATION)
    return carried or _first(bound) or _final(template, "completed")


def _final(template: Template, how: str) -> str:
    finals = [(name, state) for name, state in template.states.items() if state.final]
    return _first(item for item in finals if item[1].final == how) or finals[0][0]


def terms_for(
    template: Template, record: RecordedAgreement
) -> tuple[dict[str, Any], list[Reason]]:
    """The terms that the template has and the row knows; everything else stays in the original."""
    values: dict[str, Any] = {}
    reasons: list[Reason] = []
    for name, term in template.terms.items():
        if term.type is TermType.PERIOD and name == "term":
            period = _period(record)
            if period:
                values[name] = period
        elif name == "title" and term.type is TermType.TEXT:
            values[name] = record.title
            if term.max is not None and len(record.title) > term.max:
                values[name] = record.title[: term.max - 1] + "…"
                reasons.append(
                    warned(
                        "title-shortened",
                        f"Judul dipendekkan menjadi {term.max} karakter; lengkapnya dalam naskah asal.",
                        f"The title was cut to {term.max} characters; its whole is in the original.",
                        "title",
                    )
                )
        elif name == "subjects" and term.type is TermType.LIST and record.subjects:
            most = term.max or len(record.subjects)
            values[name] = list(record.subjects[:most])
            strange = [s for s in values[name] if affair(s) is None]
            if term.of == "urusan_32" and strange:
                reasons.append(_no_field(strange))
            if len(record.subjects) > most:
                reasons.append(
                    warned(
                        "subjects-shortened",
                        f"Hanya {most} bidang pertama yang dicatat; selebihnya dalam naskah asal.",
                        f"Only the first {most} subjects were entered; the rest is in the original.",
                        "subject_scope_text",
                    )
                )
        elif name == "signing_day" and term.type is TermType.DATE and record.signed_on:
            values[name] = record.signed_on
        elif name in {"value", "contract_value"} and term.type is TermType.MONEY and record.value:
            values[name] = record.value
    return values, reasons


def _no_field(subjects: Sequence[str]) -> Reason:
    """Subjects that stand for no field of government for certain."""
    shown = "; ".join(subject[:60] for subject in subjects[:_SHOWN_SUBJECTS])
    more = " ..." if len(subjects) > _SHOWN_SUBJECTS else ""
    return warned(
        "subject-unknown",
        f"Bukan nama urusan pemerintahan ({SOURCE}), dicatat seperti tertulis: {shown}{more}.",
        f"No field of government ({SOURCE}), entered as written: {shown}{more}.",
        "subject_field",
    )


def _period(record: RecordedAgreement) -> dict[str, Any]:
    period: dict[str, Any] = {}
    if record.starts_on:
        period["starts_on"] = record.starts_on
    if record.ends_on:
        period["ends_on"] = record.ends_on
    term = record.term
    if term is not None and term.kind in {"period", "until"} and term.unit == "year":
        years = term.length or 0
        period |= {"years": years} if 0 < years <= LONGEST_YEARS else {}
    text = record.term_text
    if text and len(text.encode()) <= LONGEST_TERM_TEXT:
        period["text"] = text
    return period


def numbers_for(
    numbers: Sequence[DocumentNumber], positions: Sequence[int | None]
) -> dict[str, str]:
    """Document numbers by position of the registered party, several joined by semicolons.

    Args:
        numbers: As read.
        positions: Position among the registered parties by position in the source.

    Returns:
        Keys are ``"0"``, ``"1"`` ...; numbers of nobody in particular are ``unassigned.1`` ...
    """
    found: dict[str, list[str]] = {}
    loose = 0
    for number in numbers:
        position = positions[number.party] if number.party is not None else None
        if position is None:
            loose += 1
            found[f"{UNASSIGNED}.{loose}"] = [number.text]
        else:
            found.setdefault(str(position), []).append(number.text)
    return {key: "; ".join(texts) for key, texts in found.items()}
