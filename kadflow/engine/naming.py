"""What the parts of a template are called when people read of them: (Indonesian, English).

Refusals and explanations name gates, states, steps, documents, terms and facts by their titles;
the machine names stay in the details of an error. A name that the template does not have was
typed by somebody and stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.periods import read_period
from kadflow.domain.wording import Pair, choices, listed
from kadflow.errors import InvalidInputError
from state_machines.template import Template, TermType, Words

_CHANGES = "changes"
EVALUATION = "evaluation"
"""Name of the deadline that an evaluation form brings by itself."""
SCORING = "evaluation_scoring"
SCORING_WORDS: Pair = ("Batas penilaian", "Last day of scoring")
"""Name of the last day of scoring of an open evaluation."""
OWED = "obligation."
"""How the names of deadlines of obligations begin; the number of the obligation's entry follows."""
RISK = "risk."
"""How the names of days of review begin; the number of the risk's first entry follows."""
REPORTED = "progress."
"""How the names of deadlines of progress reports begin; the period follows."""
_DOCUMENTS = "documents"

_FACT_WORDS: dict[str, Pair] = {
    "agreement.state": ("tahap kerja sama", "the state of the agreement"),
    "agreement.stage": ("tahapan kerja sama", "the stage of the agreement"),
    "agreement.standing": ("kedudukan kerja sama", "the standing of the agreement"),
    "agreement.kind": ("jenis kerja sama", "the kind of agreement"),
    "agreement.parties": ("jumlah pihak", "the number of parties"),
    "agreement.has_parent": ("kerja sama induk", "the agreement above"),
    "agreement.extension_open": ("perpanjangan yang berjalan", "an extension under way"),
    "agreement.term_over": ("berakhirnya jangka waktu", "the end of the term"),
    "agreement.evaluated": ("evaluasi yang sudah ditutup", "a closed evaluation"),
    "agreement.finally_evaluated": (
        "evaluasi akhir yang sudah ditutup",
        "a closed final evaluation",
    ),
    "agreement.open_children": ("kerja sama turunan", "agreements under it"),
    "agreement.term_years": ("jangka waktu (tahun)", "the term in years"),
    "agreement.term_days": ("jangka waktu (hari)", "the term in days"),
    "agreement.signed_on": ("tanggal penandatanganan", "the date of signature"),
    "agreement.ends_on": ("tanggal berakhir", "the date of the end"),
    "party.kind": ("jenis pihak", "the kind of party"),
    "party.level": ("tingkat pihak", "the level of the party"),
    "party.initiating": ("pihak pemrakarsa", "the initiating party"),
    "party.accepted": ("kesediaan pihak", "the acceptance by the party"),
    "party.on_paper": ("keikutsertaan lewat surat", "taking part on paper"),
    "effective_on": ("tanggal tindakan", "the date of the act"),
    "year": ("tahun anggaran", "the fiscal year"),
}
_FIELD_WORDS: dict[str, Pair] = {
    "ends_on": ("tanggal berakhir", "last day"),
    "starts_on": ("tanggal mulai", "first day"),
    "years": ("lamanya (tahun)", "length in years"),
    "days": ("lamanya (hari)", "length in days"),
}


class Naming:
    """Titles of one template, spoken of one agreement.

    Args:
        template: Whose parts are named.
        record: For the names of its parties; None while the agreement is being created.
        above: The naming of the parent, whose terms an addendum changes.
    """

    def __init__(
        self, template: Template, record: AgreementRecord | None, above: Naming | None = None
    ) -> None:
        self._template = template
        self._record = record
        self._above = above

    def template(self) -> Pair:
        """The template's own title."""
        return _pair(self._template.title)

    def state(self, name: str) -> Pair:
        """A state."""
        found = self._template.states.get(name)
        return _pair(found.title) if found else (name, name)

    def states(self, names: Iterable[str]) -> Pair:
        """Several states."""
        return listed(self.state(name) for name in names)

    def gate(self, name: str) -> Pair:
        """An approval."""
        found = self._template.gates.get(name)
        return _pair(found.title) if found else (name, name)

    def gates(self, names: Iterable[str]) -> Pair:
        """Several approvals, each with the name to type."""
        return choices({name: self.gate(name) for name in names})

    def step(self, event: str) -> Pair:
        """A step: a transition, or the request of an approval."""
        found = self._template.transitions.get(event)
        if found is not None:
            return _pair(found.title)
        for name, gate in self._template.gates.items():
            if event in {gate.opens.as_, name}:
                return f"Minta: {gate.title.id}", f"Ask for: {gate.title.en}"
        return event, event

    def steps(self, events: Iterable[str]) -> Pair:
        """Several steps, each with the name to type."""
        return choices({event: self.step(event) for event in events})

    def deadline(self, name: str) -> Pair:
        """A deadline; the silence of a gate bears the gate's title."""
        found = self._template.deadlines.get(name)
        if found is None and name == EVALUATION and name not in self._template.gates:
            return "Evaluasi berkala", "Periodic evaluation"
        if found is None and name == SCORING and name not in self._template.gates:
            return SCORING_WORDS
        if name.startswith(OWED):
            number = name.removeprefix(OWED)
            return f"Kewajiban no. {number}", f"Obligation no. {number}"
        if name.startswith(RISK):
            number = name.removeprefix(RISK)
            return f"Tinjauan risiko no. {number}", f"Review of risk no. {number}"
        if name.startswith(REPORTED):
            return report_words(name.removeprefix(REPORTED))
        return _pair(found.title) if found else self.gate(name)

    def document(self, kind: str) -> Pair:
        """A kind of document."""
        found = self._template.documents.get(kind)
        return _pair(found.title) if found else (kind, kind)

    def documents(self, kinds: Iterable[str]) -> Pair:
        """Several kinds of documents."""
        return listed(self.document(kind) for kind in kinds)

    def path(self, path: str) -> Pair:
        """A term's path: its title, with the field, clause, party and year that it names."""
        name, *rest = path.split(".")
        if name == _DOCUMENTS and rest:
            words = self.document(rest[0])
            return f"dokumen {words[0]}", f"the document {words[1]}"
        if name == _CHANGES and rest:
            inner = (self._above or self).path(".".join(rest))
            return f"perubahan {inner[0]}", f"change of {inner[1]}"
        term = self._template.terms.get(name)
        if term is None:
            return path, path
        words = _pair(term.title)
        for place, part in enumerate(rest):
            if term.type is TermType.CLAUSES:
                words = f"Pasal {part}", f"Article {part}"
                continue
            field = term.fields.get(part)
            more = _pair(field) if field else _FIELD_WORDS.get(part, (part, part))
            if term.per and place == 0:
                party = self._party(part)
                more = (party, party)
            words = f"{words[0]} - {more[0]}", f"{words[1]} - {more[1]}"
        return words

    def paths(self, paths: Iterable[str]) -> Pair:
        """Several paths."""
        return listed(self.path(path) for path in paths)

    def fact(self, name: str) -> Pair:
        """A fact that a condition looks at: ``terms.term.years``, ``party.budget_status[year]``."""
        fact = re.sub(r"\[[^\]]*\]", "", name)
        if fact in _FACT_WORDS:
            return _FACT_WORDS[fact]
        head, _, rest = fact.partition(".")
        if head == "terms":
            return self.path(rest)
        if head == "documents":
            words = self.document(rest)
            return f"dokumen {words[0]}", f"the document {words[1]}"
        if head == "gates":
            return self.gate(rest)
        if head in {"party", "parties"}:
            fixed = _FACT_WORDS.get(f"party.{rest}")
            term = self._template.terms.get(rest.partition(".")[0])
            return fixed or (_pair(term.title) if term else (name, name))
        return name, name

    def facts(self, names: Iterable[str]) -> Pair:
        """Several facts."""
        return listed(self.fact(name) for name in names)

    def elector(self, wanted: str) -> Pair:
        """Who is asked: a party by its name, an outside body by its title."""
        body = self._template.bodies.get(wanted)
        name = self._party(wanted)
        return _pair(body.title) if body else (name, name)

    def _party(self, party: str) -> str:
        found = self._record.party(party) if self._record is not None else None
        return found.name if found is not None and found.name else party


def series_of(name: str) -> str:
    """Under which name it is remembered that a deadline passed: reports are one series."""
    return REPORTED if name.startswith(REPORTED) else name


def report_words(period: str) -> Pair:
    """A progress report by the name of its period; a name that is none stands for itself."""
    try:
        words = read_period(period).words
    except InvalidInputError:
        words = period, period
    return f"Laporan perkembangan {words[0]}", f"Progress report on {words[1]}"


def _pair(words: Words) -> Pair:
    return words.id.rstrip(" .?"), words.en.rstrip(" .?")  # within a sentence of ours
