"""Answering a gate: in a step of a party's chain, outward through an office, or by silence.

Rules, in order:

1. Only the office whose turn it is answers, through a person who may act for it that day.
2. An answer covers the paths that its gate and role name, by the digest each had.
3. One person decides one step of one chain, and nobody approves what he drafted himself.
4. A condition that comes with an approval becomes an obligation when the approval goes out.
5. What was answered on paper is recorded with its evidence and says so; a party on paper gives
   one outward answer and needs neither office nor chain here.

Letting an inner answer out, taking one back and noting a receipt are in `responses`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kadflow.domain.agreements import (
    AnswerRecord,
    ElectorRecord,
    PartyRecord,
    RoundRecord,
    StepRecord,
)
from kadflow.domain.commands import Decide
from kadflow.domain.events import SYSTEM, Actor, LegalDate, Sealed
from kadflow.domain.wording import (
    ANSWER_WORDS,
    Pair,
    choices,
    day_words,
    listed,
    role_words,
    words_for,
)
from kadflow.engine.authority import ANSWERING, Standing, refuse_assistant, standing_for
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.paper import is_recorded_for, letter_parts, paper_standing
from kadflow.engine.rounds import chain_of, settle
from kadflow.engine.silence import drop_silence
from kadflow.engine.standing import refuse_if_suspended
from kadflow.engine.terms import check_plain, covered
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    ReasonRequiredError,
    SeparationOfDutiesError,
)
from state_machines.template import Answer, Gate

NEEDS_REASON = frozenset({"return", "reject"})


def decide(deliberation: Deliberation, command: Decide) -> None:
    """Answer a gate: in a chain step, or outward through one office.

    Raises:
        GateNotMetError: No round is open, or it is not the person's turn.
        MandateLackingError: See `authority.standing_for`.
        SeparationOfDutiesError: Rule 4 above.
        ReasonRequiredError: A return or rejection without its reason.
        InvalidInputError: An answer that the gate does not take.
    """
    name, elector, step = _turn(deliberation, command.gate)
    gate = deliberation.gate(name)
    _check_answer(deliberation, name, gate, command)
    _check_not_before(deliberation, deliberation.record.rounds[name])
    if gate.opens.command is None:
        refuse_if_suspended(deliberation, ("Jawaban", "An answer"))
    party = deliberation.record.party(elector.party)  # None for an outside body
    office = step.office if step else elector.office
    if deliberation.envelope.evidence is not None:
        standing = paper_standing(deliberation, gate, party, office)
    else:
        assert office is not None  # noqa: S101  (only who answers on paper has none)
        standing = standing_for(deliberation, office, gate)
    actor = standing.as_actor(deliberation)
    if step is None:
        if not gate.signs:
            covers = covered(deliberation.workflow.template, deliberation.record, gate, None)
            _check_drafter(deliberation, name, covers)
        give_answer(
            deliberation, name, elector, command.answer, actor, standing, command.conditions
        )
    else:
        _check_duties(deliberation, name, elector, step)
        covers = covered(deliberation.workflow.template, deliberation.record, gate, step.role)
        _check_drafter(deliberation, name, covers)
        conditions = command.conditions
        decide_step(
            deliberation, name, elector, step, command.answer, conditions, actor, standing, covers
        )
    settle(deliberation, name)


def _check_not_before(deliberation: Deliberation, found: RoundRecord) -> None:
    """Nobody answers in Kadflow before he was asked; paper may be older than the question."""
    day = deliberation.effective_on.date
    if deliberation.envelope.evidence is None and day < found.opened_on.date:
        asked = found.opened_on.date
        raise InvalidInputError(
            f"An answer of {day_words(day)[1]} cannot be older than its question of "
            f"{day_words(asked)[1]}.",
            hint="Give the day on which it was decided; an older paper is recorded with --evidence.",
            pesan=f"Jawaban tanggal {day_words(day)[0]} tidak dapat mendahului permintaannya "
            f"tanggal {day_words(asked)[0]}.",
            saran="Isi tanggal keputusan yang benar; surat yang lebih lama dicatat dengan "
            "--evidence.",
        )


def _turn(
    deliberation: Deliberation, wanted: str | None
) -> tuple[str, ElectorRecord, StepRecord | None]:
    """The one place where the acting person is asked."""
    record = deliberation.record
    if wanted is not None and wanted not in deliberation.workflow.template.gates:
        gates = list(deliberation.workflow.template.gates)
        raise InvalidInputError(
            f"There is no approval named {wanted!r}.",
            hint=f"The approvals are: {deliberation.named.gates(gates)[1]}.",
            pesan=f"Tidak ada persetujuan bernama {wanted!r}.",
            saran=f"Persetujuan yang ada: {deliberation.named.gates(gates)[0]}.",
            gates=gates,
        )
    rounds = [r for name, r in record.rounds.items() if r.is_open and wanted in {None, name}]
    if not rounds:
        refuse_too_late(deliberation, wanted)
        title = deliberation.named.gate(wanted) if wanted else ("", "")
        what = (
            (
                f"'{title[0]}' tidak sedang menunggu jawaban.",
                f"'{title[1]}' is not open for answers now.",
            )
            if wanted
            else (
                "Tidak ada persetujuan yang sedang menunggu jawaban.",
                "No approval is open for answers now.",
            )
        )
        raise GateNotMetError(
            f"{what[1]}",
            hint="See what can be done with: kadflow agreement explain.",
            pesan=f"{what[0]}",
            saran="Lihat yang dapat dilakukan dengan: kadflow agreement explain.",
            gate=wanted,
        )
    turns = _turns(deliberation, rounds, offices_of_person(deliberation))
    if not turns:
        refuse_too_late(deliberation, wanted)
        _refuse_assistant(deliberation, rounds)
        raise _not_your_turn(deliberation, rounds)
    if len(turns) > 1:
        places = listed(
            dict.fromkeys(
                _place(deliberation, gate, e, s.office if s else e.office) for gate, e, s in turns
            )
        )
        raise InvalidInputError(
            f"You are asked in more than one place: {places[1]}.",
            hint="Name the approval, and the office or the party on paper with --on-behalf-of.",
            pesan=f"Pendapat Anda diminta di lebih dari satu tempat: {places[0]}.",
            saran="Sebutkan persetujuannya, dan jabatan atau pihak yang lewat surat dengan "
            "--on-behalf-of.",
            gates=sorted({gate for gate, _, _ in turns}),
        )
    return turns[0]


def _turns(
    deliberation: Deliberation, rounds: Sequence[RoundRecord], offices: set[str]
) -> list[tuple[str, ElectorRecord, StepRecord | None]]:
    """Every place where one of some offices is asked, or paper can be recorded."""
    turns: list[tuple[str, ElectorRecord, StepRecord | None]] = []
    for found in rounds:
        for elector in found.electors:
            if elector.answer is not None and elector.answer.valid:
                continue
            if is_recorded_for(deliberation, elector):
                turns.append((found.gate, elector, None))
                continue
            if elector.office is not None:
                if elector.office in offices:
                    turns.append((found.gate, elector, None))
                continue
            chain = chain_of(deliberation, found.gate, elector)
            if chain is None or chain.stopped_by() is not None:
                continue
            turns.extend((found.gate, elector, s) for s in chain.asked() if s.office in offices)
    return turns


def _refuse_assistant(deliberation: Deliberation, rounds: Sequence[RoundRecord]) -> None:
    """Tell an assistant of an office that is asked why the answer is not his to give."""
    person, day = deliberation.envelope.person or "", deliberation.effective_on.date
    assisted = {office.id for office in deliberation.directory.assisted(person, day)}
    asked = _turns(deliberation, rounds, assisted) if assisted else []
    offices = {(step.office if step else elector.office) or "" for _, elector, step in asked}
    refuse_assistant(deliberation, offices, ANSWERING)


def _place(
    deliberation: Deliberation, gate: str, elector: ElectorRecord, office: str | None
) -> Pair:
    """An approval and who is asked for it: the office, or the party on paper."""
    known = deliberation.directory.office(office) if office else None
    title = deliberation.named.gate(gate)
    who = known.titles if known else deliberation.named.elector(elector.party)
    return f"{title[0]} ({who[0]})", f"{title[1]} ({who[1]})"


def offices_of_person(deliberation: Deliberation) -> set[str]:
    """Offices for which the person may be asked: held, by mandate, or recorded on paper."""
    envelope, day = deliberation.envelope, deliberation.effective_on.date
    if envelope.evidence is not None:
        return {envelope.on_behalf_of} if envelope.on_behalf_of else set()
    if envelope.person is None:
        return set()
    held = {h.office for h in deliberation.directory.holdings(envelope.person, day)}
    held |= {m.giver for m in deliberation.directory.mandates(envelope.person, day)}
    if envelope.on_behalf_of is not None:
        # an office that the person turns out not to hold is told by authority, by name
        return {envelope.on_behalf_of}
    return held


def refuse_too_late(deliberation: Deliberation, wanted: str | None) -> None:
    """Tell somebody whose organisation was silent too long that its silence has spoken."""
    record, day = deliberation.record, deliberation.effective_on.date
    person = deliberation.envelope.person or ""
    own = {held.organisation for held in deliberation.directory.holdings(person, day)}
    for name, found in record.rounds.items():
        for elector in found.electors if wanted in {None, name} else ():
            party, answer = record.party(elector.party), elector.answer
            if party is None or answer is None or party.organisation not in own:
                continue
            last = found.number == max(r.number for r in record.rounds.values())
            if answer.deemed and answer.valid and (last or not found.settled):
                spoke = silence_spoke(party, answer)
                raise GateNotMetError(
                    f"{spoke[1]} This answer comes too late.",
                    hint="A change of the text would ask again.",
                    pesan=f"{spoke[0]} Jawaban ini terlambat.",
                    saran="Perubahan naskah akan meminta jawaban baru.",
                    gate=name,
                )


def silence_spoke(party: PartyRecord, answer: AnswerRecord) -> Pair:
    """That a party was silent until its last day to speak, and what that meant."""
    deemed = words_for(ANSWER_WORDS, answer.answer)
    return (
        (
            f"{party.name} tidak menjawab sampai hari terakhir; sejak "
            f"{day_words(answer.effective_on)[0]} jawabannya dianggap '{deemed[0]}'."
        ),
        (
            f"{party.name} was silent until its last day to speak; its answer has been "
            f"'{deemed[1]}' since {answer.effective_on}."
        ),
    )


def _not_your_turn(deliberation: Deliberation, rounds: Sequence[RoundRecord]) -> GateNotMetError:
    envelope = deliberation.envelope
    waiting = []
    titles: list[Pair] = []
    for found in rounds:
        for elector in found.electors:
            if elector.answer is None or not elector.answer.valid:
                name = deliberation.named.elector(elector.party)
                waiting.append(f"{found.gate}: {name[0]}")
                title = deliberation.named.gate(found.gate)
                titles.append((f"{title[0]} - {name[0]}", f"{title[1]} - {name[1]}"))
    words = listed(titles, ("tidak ada", "nobody"))
    if envelope.evidence is not None:
        return GateNotMetError(
            "Nobody whose answer could be recorded from this paper is asked now.",
            hint="Name the office that decided, or who answered on paper, with --on-behalf-of. "
            f"Waiting for {words[1]}.",
            pesan="Saat ini tidak ada yang jawabannya dapat dicatat dari surat ini.",
            saran="Sebutkan jabatan yang memutus, atau pihak yang lewat surat, dengan "
            f"--on-behalf-of. Yang ditunggu: {words[0]}.",
            waiting=waiting,
        )
    return GateNotMetError(
        "You are not asked now.",
        hint=f"Waiting for {words[1]}.",
        pesan="Pendapat Anda tidak sedang diminta.",
        saran=f"Yang ditunggu: {words[0]}.",
        waiting=waiting,
    )


def _check_answer(deliberation: Deliberation, name: str, gate: Gate, command: Decide) -> None:
    title = (gate.title.id, gate.title.en)
    if command.answer not in set(Answer) or Answer(command.answer) not in gate.answers:
        answers = choices(ANSWER_WORDS, [answer.value for answer in gate.answers])
        raise InvalidInputError(
            f"'{words_for(ANSWER_WORDS, command.answer)[1]}' is no answer that '{title[1]}' "
            "takes.",
            hint=f"It takes: {answers[1]}.",
            pesan=f"Jawaban '{words_for(ANSWER_WORDS, command.answer)[0]}' tidak berlaku untuk "
            f"'{title[0]}'.",
            saran=f"Jawaban yang berlaku: {answers[0]}.",
            gate=name,
        )
    if command.sign and not gate.signs:
        raise GateNotMetError(
            f"'{title[1]}' is not a signature.",
            hint="Decide instead of signing (kadflow agreement decide).",
            pesan=f"Untuk '{title[0]}' tidak diperlukan tanda tangan.",
            saran="Beri keputusan, bukan tanda tangan (kadflow agreement decide).",
            gate=name,
        )
    if gate.signs and command.answer == "approve" and not command.sign:
        raise GateNotMetError(
            f"'{title[1]}' is a signature.",
            hint="Sign instead of deciding (kadflow agreement sign).",
            pesan=f"Untuk '{title[0]}' diperlukan tanda tangan.",
            saran="Bubuhkan tanda tangan (kadflow agreement sign).",
            gate=name,
        )
    if command.answer in NEEDS_REASON and not deliberation.envelope.reason:
        raise ReasonRequiredError(
            f"The answer '{words_for(ANSWER_WORDS, command.answer)[1]}' needs its reason.",
            hint="Give it with --reason.",
            pesan=f"Jawaban '{words_for(ANSWER_WORDS, command.answer)[0]}' memerlukan alasan.",
            saran="Isi alasannya dengan --reason.",
            gate=name,
        )
    for text in command.conditions:
        check_plain(text, ("Syarat", "A condition"))
        if not text.strip():
            raise InvalidInputError(
                "A condition is empty.",
                hint="Write with --condition what has to be met.",
                pesan="Ada syarat yang kosong.",
                saran="Tulis dengan --condition apa yang harus dipenuhi.",
                gate=name,
            )
    if (command.answer == "approve_with_conditions") != bool(command.conditions):
        raise InvalidInputError(
            "Conditions belong to the answer 'approve with conditions', and it needs at "
            "least one.",
            hint="Give each with --condition TEXT.",
            pesan="Syarat hanya menyertai jawaban 'setujui dengan syarat', dan jawaban itu "
            "memerlukan sedikitnya satu syarat.",
            saran="Isi setiap syarat dengan --condition.",
        )


def _check_duties(
    deliberation: Deliberation, name: str, elector: ElectorRecord, step: StepRecord
) -> None:
    chain = chain_of(deliberation, name, elector)
    person = deliberation.envelope.person
    if chain is None or deliberation.envelope.evidence is not None:
        return
    for group in chain.groups:
        for other in group:
            if other is not step and other.valid and other.person == person and other.answer:
                raise SeparationOfDutiesError(
                    f"You already decided as {role_words(other.role)[1]} here.",
                    hint="Another holder or the superior office decides this step.",
                    pesan=f"Anda sudah memberi keputusan sebagai {role_words(other.role)[0]} "
                    "dalam paraf "
                    "berjenjang ini.",
                    saran="Langkah ini diputus oleh pejabat lain atau atasannya.",
                    gate=name,
                    role=other.role,
                )


def _check_drafter(deliberation: Deliberation, name: str, covers: Iterable[str]) -> None:
    if deliberation.envelope.evidence is not None:
        return
    person = deliberation.envelope.person
    terms = deliberation.record.terms
    drafted = [p for p in covers if p in terms and terms[p].drafter == person]
    if drafted:
        said = deliberation.named.paths(drafted[:5])
        raise SeparationOfDutiesError(
            f"You drafted {said[1]} yourself, so you may not approve it.",
            hint="Another holder of the office, or its superior, decides.",
            pesan=f"Anda sendiri yang menyusun {said[0]}, sehingga Anda tidak dapat "
            "menyetujuinya.",
            saran="Pejabat lain pada jabatan ini, atau atasannya, yang memutus.",
            gate=name,
            paths=drafted,
        )


def decide_step(
    deliberation: Deliberation,
    name: str,
    elector: ElectorRecord,
    step: StepRecord,
    answer: str,
    conditions: Sequence[str],
    actor: Actor,
    standing: Standing,
    covers: Mapping[str, str],
) -> None:
    """Decide one step of a chain; what the last one decides is the party's answer."""
    record = deliberation.record
    chain = chain_of(deliberation, name, elector)
    assert chain is not None  # noqa: S101  (the step belongs to it)
    asked_before = {waiting.office for waiting in chain.asked()}
    parts: dict[str, Any] = {
        f"condition.{i}": text for i, text in enumerate(conditions, 1)
    } | letter_parts(deliberation)
    if deliberation.envelope.reason:
        parts["reason"] = deliberation.envelope.reason
    made = deliberation.emit(
        "decision.made",
        {
            "gate": name,
            "round": record.rounds[name].round,
            "office": step.office,
            "role": step.role,
            "answer": answer,
            "covers": [[path, digest] for path, digest in covers.items()],
        },
        stream=elector.party,
        actor=actor,
        facts=standing.facts,
        parts=parts,
    )
    chain = chain_of(deliberation, name, elector)
    assert chain is not None  # noqa: S101  (the step belongs to it)
    if chain.stopped_by() is not None:
        party = record.party(elector.party)
        for office in deliberation.coordinators(party) if party else []:
            deliberation.notify("chain_stopped", office, made, gate=name)
    elif not chain.asked():
        brought = [text for group in chain.groups for s in group for text in s.conditions]
        outward = "approve_with_conditions" if brought else "approve"
        give_answer(
            deliberation, name, elector, outward, actor, standing, brought, basis=made.digest
        )
    else:
        for waiting in chain.asked():
            if waiting.office in asked_before:
                continue  # it was told when its turn came
            deliberation.notify("decision_requested", waiting.office, made, gate=name)


def give_answer(
    deliberation: Deliberation,
    name: str,
    elector: ElectorRecord,
    answer: str,
    actor: Actor,
    standing: Standing | None,
    conditions: Sequence[str],
    *,
    basis: str | None = None,
    deemed: bool = False,
    effective_on: LegalDate | None = None,
) -> Sealed:
    """Give a party's outward answer on the shared record."""
    gate, record = deliberation.gate(name), deliberation.record
    inner = elector.chain is not None
    covers = covered(deliberation.workflow.template, record, gate, None)
    parts: dict[str, Any] = {} if inner or deemed else letter_parts(deliberation)
    if not inner and deliberation.envelope.reason and not deemed:
        parts["reason"] = deliberation.envelope.reason
    given = deliberation.emit(
        "answer.given",
        {
            "gate": name,
            "round": record.rounds[name].round,
            "party": elector.party,
            "answer": answer,
            "signs": gate.signs and answer == "approve",
            "deemed": deemed,
            "basis": basis,
            "covers": [[path, digest] for path, digest in covers.items()],
        },
        actor=outward(actor) if inner else actor,
        facts=standing.facts if standing and not inner else (),
        parts=parts,
        effective_on=effective_on,
    )
    drop_silence(deliberation, name, elector.party)
    if conditions:
        _oblige(deliberation, name, elector.party, conditions)
    if standing is not None and not inner and standing.broken is not None:
        _find(deliberation, standing.broken, standing, party=elector.party, gate=name)
    return given


def outward(actor: Actor) -> Actor:
    """The actor as other parties see it: the organisation, never persons or inner offices."""
    return Actor(
        principal="organisation",
        authenticated=actor.authenticated,
        organisation=actor.organisation,
    )


def _oblige(deliberation: Deliberation, gate: str, party: str, conditions: Sequence[str]) -> None:
    for text in conditions:
        deliberation.emit(
            "obligation.added",
            {
                "obligation": deliberation.new_id(),
                "gate": gate,
                "party": party,
                "added_on": deliberation.effective_on.date,
            },
            parts={"text": text},
        )


def _find(
    deliberation: Deliberation, rule: str, standing: Standing, *, party: str, gate: str
) -> None:
    source = standing.verdict.source
    deliberation.emit(
        "finding.raised",
        {
            "finding": deliberation.new_id(),
            "rule": rule,
            "party": party,
            "gate": gate,
            "source": source.ref if source else None,
            "verified": bool(source and source.verified),
        },
        facts=standing.facts,
        parts={"reason": deliberation.envelope.reason or ""},
    )


def answer_by_silence(
    deliberation: Deliberation, name: str, party: str, effective_on: LegalDate
) -> None:
    """Give the answer that silence means, on the day after the last day to speak."""
    found = deliberation.record.rounds.get(name)
    elector = found.elector(party) if found and found.is_open else None
    silence = deliberation.gate(name).silence
    if elector is None or silence is None or (elector.answer and elector.answer.valid):
        return
    give_answer(
        deliberation,
        name,
        elector,
        silence.answer.value,
        SYSTEM,
        None,
        (),
        deemed=True,
        effective_on=effective_on,
    )
    settle(deliberation, name)
