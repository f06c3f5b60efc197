"""What a list of agreements can show, one column each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from kadflow.domain.wording import STANDING_WORDS, stage_words
from kadflow.reports.composing.context import Context
from kadflow.reports.composing.money import STEPS, sum_of_year
from kadflow.reports.facts import AgreementFacts, Pair
from kadflow.reports.regimes import REGIMES
from kadflow.reports.tables import ColumnKind
from kadflow.reports.values import Day, Percent, Text, Value

Read = Callable[[Context, AgreementFacts], Value]


class Field(NamedTuple):
    """One thing that is said of an agreement in a list."""

    title: Pair
    kind: ColumnKind
    read: Read


def _stated(what: Pair, value: Callable[[AgreementFacts], str | None]) -> Read:
    def read(context: Context, agreement: AgreementFacts) -> Value:
        text = value(agreement)
        if not text:
            return context.unknown(what, agreement, context.secretariat(agreement))
        return Text(text)

    return read


def _signed(context: Context, agreement: AgreementFacts) -> Value:
    if agreement.signed_on is None:
        if agreement.stage not in {"implementation", "evaluation"}:
            return Text(context.say(("belum ditandatangani", "not signed yet")))
        return context.unknown(SIGNED, agreement, context.secretariat(agreement))
    return Day(agreement.signed_on)


def _starts(context: Context, agreement: AgreementFacts) -> Value:
    if agreement.starts_on is None:
        return context.unknown(STARTS, agreement, context.secretariat(agreement))
    return Day(agreement.starts_on)


def _ends(context: Context, agreement: AgreementFacts) -> Value:
    if agreement.ends_on is None:
        return context.unknown(ENDS, agreement, context.secretariat(agreement))
    return Day(agreement.ends_on)


def _stage(context: Context, agreement: AgreementFacts) -> Value:
    words = stage_words()[agreement.stage] if agreement.stage else agreement.state
    text = context.say(words)
    if agreement.standing != "active":
        text += f" ({context.say(STANDING_WORDS[agreement.standing])})"
    return Text(text)


def _money(step: str) -> Read:
    def read(context: Context, agreement: AgreementFacts) -> Value:
        return sum_of_year(context, agreement, step, context.period.first.year)

    return read


def _score(context: Context, agreement: AgreementFacts) -> Value:
    closed = [e for e in agreement.evaluations if e.total is not None]
    if not closed:
        return Text(context.say(("belum dievaluasi", "not evaluated yet")))
    latest = closed[-1]
    lowest, highest = latest.scale
    reached = ((latest.total or 0) - lowest * 100) * 100 // max(1, highest - lowest)
    return Percent(reached, context.source(agreement, *latest.entries))


def _recommendation(context: Context, agreement: AgreementFacts) -> Value:
    said = [e.recommendation for e in agreement.evaluations if e.recommendation is not None]
    return Text(context.say(said[-1])) if said else Text("")


def _subjects(agreement: AgreementFacts) -> str | None:
    value = agreement.terms.get("subjects") or agreement.terms.get("object")
    return ", ".join(value) if isinstance(value, list) else value


def _parties(agreement: AgreementFacts) -> str:
    return "; ".join(party.name for party in agreement.parties)


def _partners(agreement: AgreementFacts) -> str:
    return "; ".join(party.name for party in agreement.parties if not party.initiating)


def _initiator(agreement: AgreementFacts) -> str:
    return "; ".join(party.name for party in agreement.parties if party.initiating)


def _units(agreement: AgreementFacts) -> str | None:
    return "; ".join(unit for party in agreement.parties for unit in party.units) or None


def _numbers(agreement: AgreementFacts) -> str | None:
    every = dict.fromkeys(
        (*agreement.document_numbers, *(n for p in agreement.parties for n in p.numbers))
    )
    return "\n".join(every) or None


SIGNED: Final = ("Tanggal penandatanganan", "Signed on")
STARTS: Final = ("Mulai berlaku", "Begins")
ENDS: Final = ("Berakhir", "Ends")
_TITLE: Final = ("Judul", "Title")
_SUBJECTS: Final = ("Objek", "Subject")
_NUMBERS: Final = ("Nomor naskah", "Numbers of the document")
_UNITS: Final = ("Perangkat daerah pelaksana", "Executing units")

FIELDS: Final[dict[str, Field]] = {
    "number": Field(("Nomor registrasi", "Register number"), "text", lambda _, a: Text(a.number)),
    "title": Field(_TITLE, "text", _stated(_TITLE, lambda a: a.title)),
    "parties": Field(("Para pihak", "Parties"), "text", lambda _, a: Text(_parties(a))),
    "initiator": Field(("Pemrakarsa", "Initiator"), "text", lambda _, a: Text(_initiator(a))),
    "partners": Field(("Mitra", "Partners"), "text", lambda _, a: Text(_partners(a))),
    "document_numbers": Field(_NUMBERS, "text", _stated(_NUMBERS, _numbers)),
    "instrument": Field(
        ("Bentuk naskah", "Instrument"), "text", lambda c, a: Text(c.say(a.instrument))
    ),
    "workflow": Field(
        ("Alur kerja sama", "Workflow"), "text", lambda c, a: Text(c.say(a.workflow))
    ),
    "regime": Field(
        ("Jenis kerja sama", "Regime"),
        "text",
        lambda c, a: Text(c.say(REGIMES[a.regime])),
    ),
    "subjects": Field(_SUBJECTS, "text", _stated(_SUBJECTS, _subjects)),
    "units": Field(_UNITS, "text", _stated(_UNITS, _units)),
    "signed_on": Field(SIGNED, "date", _signed),
    "starts_on": Field(STARTS, "date", _starts),
    "ends_on": Field(ENDS, "date", _ends),
    "stage": Field(("Tahapan", "Stage"), "text", _stage),
    "state": Field(("Keadaan", "State"), "text", lambda c, a: Text(c.say(a.state))),
    "score": Field(("Nilai evaluasi", "Evaluation"), "percent", _score),
    "recommendation": Field(("Rekomendasi", "Recommendation"), "text", _recommendation),
    **{
        step: Field(
            (f"{words[0]} tahun berjalan", f"{words[1]} this year"), "rupiah", _money(step)
        )
        for step, words in STEPS.items()
    },
}
"""Every field of an agreement that a list can show."""
