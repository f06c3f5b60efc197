"""One agreement on one screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kadflow.cli import words
from kadflow.cli.agreement.reasons import Reasons
from kadflow.domain.wording import (
    ANSWERING_WORDS,
    COMMAND_WORDS,
    COMPARED_WORDS,
    CURE_WORDS,
    EVALUATION_WORDS,
    GIVEN_WORDS,
    OUTCOME_WORDS,
    PROVENANCE_WORDS,
    REVIEW_WORDS,
    SEALED,
    STANDING_WORDS,
    capacity_words,
    rule_words,
)
from kadflow.domain.wording.results import ORIGIN_WORDS, OWED_WORDS

if TYPE_CHECKING:
    from kadflow.app import Entry
    from kadflow.cli.desk import Desk
    from kadflow.domain.agreements import (
        AgreementRecord,
        AnswerRecord,
        FindingRecord,
        ObligationRecord,
    )
    from kadflow.engine.explaining import Explanation
    from state_machines import Template

_REASONED = frozenset({"return", "reject"})
_LONG = 400


def title_of(record: AgreementRecord) -> str:
    """The agreement's title; empty while it has none."""
    term = record.terms.get("title")
    return str(term.value) if term is not None and term.value else ""


def reasons_of(desk: Desk, record: AgreementRecord) -> Reasons:
    """Sentences about an agreement under its own workflow."""
    kadflow = desk.kadflow
    template = kadflow.templates.get(record.template)[1]
    above = None
    if record.parent is not None:
        above = kadflow.templates.get(kadflow.agreements.get(record.parent).template)[1]
    return Reasons(template, kadflow.naming(record), desk.language, above)


def print_card(desk: Desk, record: AgreementRecord, explanation: Explanation | None) -> None:
    """Print everything that all parties see of an agreement.

    Args:
        explanation: Where it stands now; None for a record of the past.
    """
    _, template, _ = desk.kadflow.templates.get(record.template)
    card = _Card(desk, record, template)
    card.head(explanation)
    card.parties()
    if explanation is not None:
        card.next(explanation)
    else:
        card.rounds()
    card.terms()
    card.documents()
    card.duties()
    card.children()


def answers_on_paper(desk: Desk, record: AgreementRecord) -> list[str]:
    """One line per present answer that was recorded from paper: by whom, from which letter."""
    _, template, _ = desk.kadflow.templates.get(record.template)
    return _Card(desk, record, template).on_paper()


class _Card:
    def __init__(self, desk: Desk, record: AgreementRecord, template: Template) -> None:
        self._desk, self._record, self._template = desk, record, template
        self._screen, self._say = desk.screen, desk.say
        self._names = {party.id: party.name for party in record.parties}
        self._names |= {
            key: self._say(b.title.id, b.title.en) for key, b in template.bodies.items()
        }
        self._entries: dict[int, Entry] | None = None
        self._reasons = reasons_of(desk, record)

    def _date(self, text: str | None) -> str:
        return words.long_date(text, self._desk.language)

    def head(self, explanation: Explanation | None) -> None:
        record, say, language = self._record, self._say, self._desk.language
        untitled = say("(belum berjudul)", "(no title yet)")
        self._screen.heading(f"{record.number}  {title_of(record) or untitled}")
        state = explanation.state if explanation else record.state
        stage = explanation.stage if explanation else record.stage
        standing = explanation.standing if explanation else record.standing
        since = explanation.since if explanation else record.state_since
        step = self._template.states[state].step
        self._screen.pairs(
            [
                (say("Tahap", "Stage"), words.place(stage, self._reasons.state(state), language)),
                (say("Langkah", "Legal step"), self._reasons.title(step) if step else ""),
                (say("Sejak", "Since"), self._date(since)),
                (
                    say("Kedudukan", "Standing"),
                    words.pick(STANDING_WORDS, standing, language)
                    if stage or standing != "active"
                    else "",
                ),
                (say("Alur", "Workflow"), self._reasons.title(self._template.title)),
                (
                    say("Asal", "Origin"),
                    words.pick(PROVENANCE_WORDS, record.provenance, language),
                ),
                (say("Ditandatangani", "Signed"), self._date(record.signed_on)),
                (say("Sedang dievaluasi", "Being evaluated"), self._evaluating()),
                (say("Induk", "Under"), self._parent()),
                (say("Versi catatan", "Record version"), str(record.version)),
            ]
        )

    def _parent(self) -> str:
        if self._record.parent is None:
            return ""
        parent = self._desk.kadflow.agreements.get(self._record.parent)
        purpose = words.pick(COMMAND_WORDS, self._record.purpose or "", self._desk.language)
        return f"{parent.number}  {title_of(parent)}" + (f" ({purpose})" if purpose else "")

    def _evaluating(self) -> str:
        """The kinds of evaluations that are open; `kadflow evaluation show` has the rest."""
        language = self._desk.language
        kinds = (
            words.pick(EVALUATION_WORDS, k, language) for k in self._record.evaluating.values()
        )
        return ", ".join(kinds)

    def parties(self) -> None:
        say = self._say
        self._screen.heading(say("Pihak", "Parties"))
        rows = []
        for party in self._record.parties:
            marks = []
            if party.initiating:
                marks.append(say("pemrakarsa", "initiator"))
            if party.left_on:
                marks.append(say("keluar", "left") + f" {self._date(party.left_on)}")
            elif party.accepted:
                marks.append(say("ikut serta", "takes part"))
            else:
                marks.append(say("belum menyatakan ikut serta", "has not taken part yet"))
            if party.participation != "uses":
                marks.append(say("lewat surat", "on paper"))
            if party.id in self._record.numbers:
                marks.append(f"No. {self._record.numbers[party.id]}")
            rows.append((f"{party.position + 1}. {party.name}", ", ".join(marks)))
        self._screen.pairs(rows)

    def next(self, explanation: Explanation) -> None:
        say = self._say
        self.rounds()
        if explanation.waiting:
            self._screen.heading(say("Giliran", "Whose turn"))
            self._screen.bullets(self._reasons.waiting(found) for found in explanation.waiting)
        able = [p for p in explanation.possibilities if p.possible and p.kind == "step"]
        held = [p for p in explanation.possibilities if not p.possible and p.kind == "step"]
        if able:
            self._screen.heading(say("Dapat dilakukan sekarang", "Possible now"))
            self._screen.bullets(self._reasons.possibility(p) for p in able)
        if held:
            self._screen.heading(say("Belum dapat dilakukan", "Not possible yet"))
            self._screen.bullets(self._reasons.possibility(p) for p in held)

    def rounds(self) -> None:
        say, language = self._say, self._desk.language
        rows = []
        for name, found in self._record.rounds.items():
            if found.outcome == "not_asked":
                continue
            answers = []
            for elector in found.electors:
                who = self._names.get(elector.party, elector.party)
                if elector.answer is None:
                    said = say(*ANSWERING_WORDS["silent"])
                elif not elector.answer.valid:
                    said = say(*ANSWERING_WORDS["voided"])
                elif elector.answer.deemed:
                    said = say(*ANSWERING_WORDS["deemed"])
                else:
                    said = self._answer(name, elector.answer)
                answers.append(f"{who}: {said}")
            outcome = words.pick(OUTCOME_WORDS, found.outcome or "", language)
            state = outcome or say("sedang diminta", "being asked")
            again = say(f", ke-{found.round}", f", round {found.round}") if found.round > 1 else ""
            rows.append(
                (f"{self._reasons.gate(name)} [{name}]", f"{state}{again}. " + "; ".join(answers))
            )
        if rows:
            self._screen.heading(say("Persetujuan", "Approvals"))
            self._screen.pairs(rows)

    def _answer(self, gate: str, given: AnswerRecord) -> str:
        """An answer with its day, and the capacity where it was not the definitive holder's."""
        known = self._template.gates.get(gate)
        if given.answer == "approve" and known is not None and known.signs:
            said = self._say("ditandatangani", "signed")
        else:
            said = words.pick(GIVEN_WORDS, given.answer, self._desk.language)
        said += f" {self._date(given.effective_on)}"
        if given.answer in _REASONED and (reason := self._text(given.number, "reason")):
            said += self._say(f", alasan: {reason}", f", reason: {reason}")
        marks = []
        if given.capacity not in {None, "definitive"}:
            marks.append(self._say(*capacity_words(given.capacity or "")))
        if given.person is None:
            marks.append(self._basis(given.number))
        marks = [mark for mark in marks if mark]
        return f"{said} ({', '.join(marks)})" if marks else said

    def on_paper(self) -> list[str]:
        """The answers of the latest rounds that came on paper."""
        return [
            f"{self._reasons.gate(name)} - {self._names.get(e.party, e.party)}: "
            f"{self._answer(name, e.answer)}"
            for name, found in self._record.rounds.items()
            for e in found.electors
            if e.answer is not None and e.answer.person is None and self._basis(e.answer.number)
        ]

    def _basis(self, number: int) -> str:
        """By whom and from which paper an entry was recorded, and what its party says of it."""
        entry = self._entry(number)
        basis = entry.who.basis(self._desk.language) if entry is not None else ""
        reviewed = self._record.reviewed.get(str(number))
        if basis and reviewed:
            basis += f"; {words.pick(REVIEW_WORDS, reviewed, self._desk.language)}"
        return basis

    def _entry(self, number: int) -> Entry | None:
        if self._entries is None:
            entries = self._desk.kadflow.history.show(self._record.id)
            self._entries = {entry.number: entry for entry in entries}
        return self._entries.get(number)

    def _text(self, number: int, part: str) -> str:
        """A text that stands only in the history; empty where it has none."""
        entry = self._entry(number)
        texts = {found.name: found.text for found in entry.parts} if entry is not None else {}
        text = texts.get(part, "")
        return f"({self._say(*SEALED)})" if text is None else text

    def terms(self) -> None:
        rows = []
        for path, term in sorted(
            self._record.terms.items(), key=lambda item: self._order(item[0])
        ):
            value = term.value if term.held else self._value(term.number, path)
            text = self._reasons.value(path, value)
            if len(text) > _LONG:
                text = f"{text[:_LONG]} ..."
            rows.append((self._reasons.path(path), text))
        if rows:
            self._screen.heading(self._say("Pokok kerja sama", "Terms"))
            self._screen.pairs(rows)

    def _value(self, number: int, path: str) -> Any:
        """A value that is too long to be held in the row."""
        text = self._text(number, path)
        return json.loads(text)["value"] if text.startswith("{") else text

    def _order(self, path: str) -> tuple[Any, ...]:
        name, *rest = path.split(".")
        names = list(self._template.terms)
        place = names.index(name) if name in names else len(names)
        return (place, [(int(part) if part.isdigit() else 0, part) for part in rest])

    def documents(self) -> None:
        say = self._say
        rows = [
            (
                f"{self._reasons.document(name)} [{name}]",
                ", ".join(
                    text
                    for text in (
                        self._text(d.number, "filename"),
                        say(f"versi {d.version}", f"version {d.version}"),
                        self._letter(d.number),
                        self._numbers(name),
                        self._compared(name),
                    )
                    if text
                ),
            )
            for name, d in self._record.documents.items()
        ]
        rows += [
            (f"{self._reasons.document(name)} [{name}]", self._numbers(name))
            for name in self._record.document_numbers
            if name not in self._record.documents
        ]
        if rows:
            self._screen.heading(say("Dokumen", "Documents"))
            self._screen.pairs(rows)

    def _letter(self, number: int) -> str:
        said = words.letter_text(self._text(number, "letter"), self._desk.language)
        return self._say(f"surat {said}", f"letter {said}") if said else ""

    def _numbers(self, kind: str) -> str:
        """Each party's own number of a document, and who has not stated one."""
        declared = self._template.documents.get(kind)
        if declared is None or not declared.number_per_party:
            return ""
        given = self._record.document_numbers.get(kind, {})
        late = self._say("nomor menyusul", "number to follow")
        return "; ".join(
            f"{party.name}: " + (f"No. {given[party.id]}" if party.id in given else late)
            for party in self._record.active_parties
        )

    def _compared(self, kind: str) -> str:
        """What the parties say of a document beside the approved text."""
        said = self._record.compared.get(kind, {})
        return "; ".join(
            f"{self._names.get(party, party)}: "
            + words.pick(COMPARED_WORDS, result, self._desk.language)
            for party, result in said.items()
        )

    def duties(self) -> None:
        say, record = self._say, self._record
        if record.obligations:
            self._screen.heading(say("Kewajiban", "Obligations"))
            self._screen.bullets(self._duty(duty) for duty in record.obligations)
        if record.findings:
            self._screen.heading(say("Temuan", "Findings"))
            self._screen.bullets(self._finding(found) for found in record.findings)
        disputed = [int(place) for place, said in record.reviewed.items() if said == "disputed"]
        if disputed:
            self._screen.heading(say("Catatan yang disanggah", "Disputed entries"))
            self._screen.bullets(self._disputed(number) for number in disputed)
        if record.deadlines:
            self._screen.heading(say("Batas waktu", "Deadlines"))
            self._screen.pairs(
                (self._reasons.deadline(d.name), self._date(d.due_on)) for d in record.deadlines
            )

    def _duty(self, duty: ObligationRecord) -> str:
        """An obligation, where it comes from and how it stands, as the record of that time has it."""
        language, state = self._desk.language, duty.state
        origin = words.pick(ORIGIN_WORDS, duty.origin, language)
        if duty.gate:
            origin = self._say("syarat pada ", "condition from ") + self._reasons.gate(duty.gate)
        how = words.pick(OWED_WORDS, state, language)
        if state == "met":
            how += f" {self._date(duty.met_on)}"
        elif duty.due_on:
            how += self._say(", paling akhir ", ", at the latest ") + self._date(duty.due_on)
        who = self._names.get(duty.party, duty.party)
        return f"{who}: {self._text(duty.number, duty.part)} ({origin}, {how})"

    def _disputed(self, number: int) -> str:
        """An entry that the party in whose name it was recorded disputes."""
        entry = self._entry(number)
        told = (
            (self._reasons.entry(entry), entry.who.sentence(self._desk.language)) if entry else ()
        )
        return ". ".join((self._say(f"Riwayat no. {number}", f"History no. {number}"), *told))

    def _finding(self, found: FindingRecord) -> str:
        """A finding with its cure, as the record of that time has it."""
        say, language = self._say, self._desk.language
        who = f"{self._names.get(found.party, found.party)}: " if found.party else ""
        text = f"{who}{say(*rule_words(found.rule))} " + say(
            f"(riwayat no. {found.number})", f"(history no. {found.number})"
        )
        if found.cured_by is None:
            return text
        how = words.pick(CURE_WORDS, found.cure or "", language)
        text += say(f"; dipulihkan dengan {how}", f"; cured by {how}")
        basis = self._basis(found.cured_by)
        return text + (f", {basis}" if basis else "")

    def children(self) -> None:
        if not self._record.children:
            return
        self._screen.heading(self._say("Turunan dan perubahan", "Agreements under it"))
        rows = []
        for child in self._record.children:
            found = self._desk.kadflow.agreements.get(child.id)
            purpose = words.pick(COMMAND_WORDS, child.purpose or "", self._desk.language)
            marks = [title_of(found), purpose]
            if not child.open:
                marks.append(self._say("selesai", "ended"))
            rows.append((found.number, ", ".join(mark for mark in marks if mark)))
        self._screen.pairs(rows)
