"""What a party does about its answers beside giving them: let out, take back, note a receipt.

Rules, in order:

1. A return or rejection inside a party stays inside until the party's secretariat lets it out
   or asks the step again (practice 15; journey A3).
2. An answer can be taken back while its round is open, by the office that gave it; what silence
   has decided cannot.
3. A receipt is recorded once, and not before the question; silence counts from it.
"""

from __future__ import annotations

from kadflow.domain.agreements import (
    ElectorRecord,
    PartyRecord,
)
from kadflow.domain.commands import RecordReceipt, Release, Withdraw
from kadflow.domain.events import Actor, LegalDate
from kadflow.domain.wording import (
    ANSWER_WORDS,
    choices,
    day_words,
    words_for,
)
from kadflow.engine.answers import (
    NEEDS_REASON,
    offices_of_person,
    outward,
    refuse_too_late,
    silence_spoke,
)
from kadflow.engine.authority import (
    may_act,
    standing_for,
)
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.paper import is_recorded_for, letter_parts
from kadflow.engine.rounds import ask, chain_of, settle
from kadflow.engine.silence import drop_silence, set_silence
from kadflow.engine.terms import covered
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
)
from state_machines.template import Actor as MayAct


def release(deliberation: Deliberation, command: Release) -> None:
    """Let a party's inner return or rejection out, or ask the step that stopped it again."""
    elector, party = _own_elector(deliberation, command.gate)
    actor = may_act(
        deliberation, (MayAct.COORDINATOR,), ("Penyampaian jawaban pihak", "Answering for a party")
    )
    if elector.answer is not None and elector.answer.deemed:
        refuse_too_late(deliberation, command.gate)
    chain = chain_of(deliberation, command.gate, elector)
    stopped = chain.stopped_by() if chain else None
    if stopped is None:
        raise GateNotMetError(
            f"No step of {party.name} has returned or rejected "
            f"'{deliberation.named.gate(command.gate)[1]}'.",
            hint="There is nothing to release.",
            pesan=f"Belum ada langkah di {party.name} yang mengembalikan atau menolak "
            f"'{deliberation.named.gate(command.gate)[0]}'.",
            saran="Tidak ada jawaban yang perlu disampaikan.",
            gate=command.gate,
        )
    if command.answer == "resume":
        resumed = deliberation.emit(
            "chain.resumed",
            {"gate": command.gate, "office": stopped.office, "role": stopped.role},
            stream=party.id,
            actor=actor,
        )
        deliberation.notify("decision_requested", stopped.office, resumed, gate=command.gate)
        return
    gate = deliberation.gate(command.gate)
    possible = [a.value for a in gate.answers if a.value in NEEDS_REASON]
    if command.answer not in possible:
        offered = choices(ANSWER_WORDS, [*possible, "resume"])
        raise InvalidInputError(
            f"'{words_for(ANSWER_WORDS, command.answer)[1]}' cannot be given out here.",
            hint=f"Choose: {offered[1]}.",
            pesan=f"Jawaban '{words_for(ANSWER_WORDS, command.answer)[0]}' tidak dapat "
            "disampaikan di sini.",
            saran=f"Pilih: {offered[0]}.",
            gate=command.gate,
        )
    if not deliberation.envelope.reason:
        raise ReasonRequiredError(
            "The official response needs its reason.",
            hint="Give it with --reason.",
            pesan="Jawaban resmi memerlukan alasan.",
            saran="Isi alasannya dengan --reason.",
        )
    deliberation.actor = actor
    deliberation.emit(
        "answer.given",
        {
            "gate": command.gate,
            "round": deliberation.record.rounds[command.gate].round,
            "party": party.id,
            "answer": command.answer,
            "signs": False,
            "deemed": False,
            "basis": None,
            "covers": [
                [p, d]
                for p, d in covered(
                    deliberation.workflow.template, deliberation.record, gate, None
                ).items()
            ],
        },
        actor=actor,
        parts={"reason": deliberation.envelope.reason},
    )
    drop_silence(deliberation, command.gate, party.id)
    settle(deliberation, command.gate)


def _own_elector(deliberation: Deliberation, name: str) -> tuple[ElectorRecord, PartyRecord]:
    record, person = deliberation.record, deliberation.envelope.person
    found = record.rounds.get(name)
    if found is None or not found.is_open:
        refuse_too_late(deliberation, name)
        asked = deliberation.named.gates(
            key for key, each in record.rounds.items() if each.is_open
        )
        raise GateNotMetError(
            f"'{deliberation.named.gate(name)[1]}' is not open for answers.",
            hint=f"Open now: {asked[1]}.",
            pesan=f"'{deliberation.named.gate(name)[0]}' tidak sedang menunggu jawaban.",
            saran=f"Yang sedang diminta: {asked[0]}.",
            gate=name,
        )
    held = deliberation.directory.holdings(person or "", deliberation.effective_on.date)
    for holding in held:
        party = record.party_of(holding.organisation)
        elector = found.elector(party.id) if party else None
        if party is not None and elector is not None:
            return elector, party
    raise NotPermittedError(
        "Your organisation is not asked for this approval.",
        hint="Only a party that is asked answers.",
        pesan="Persetujuan ini tidak dimintakan kepada instansi Anda.",
        saran="Hanya pihak yang diminta yang menjawab.",
    )


def withdraw(deliberation: Deliberation, command: Withdraw) -> None:
    """Take back an own answer while the round is open."""
    name = command.gate
    if _withdraw_recorded(deliberation, name):
        return
    elector, party = _own_elector(deliberation, name)
    if elector.answer is not None and elector.answer.deemed:
        raise GateNotMetError(
            f"{silence_spoke(party, elector.answer)[1]}",
            hint="What silence has decided is not taken back; a change of the text asks anew.",
            pesan=f"{silence_spoke(party, elector.answer)[0]}",
            saran="Yang sudah dianggap disetujui tidak dapat ditarik; perubahan naskah akan "
            "meminta jawaban baru.",
            gate=name,
        )
    offices = offices_of_person(deliberation)
    parts = {"reason": deliberation.envelope.reason} if deliberation.envelope.reason else {}
    if elector.office is not None:
        if elector.answer is None or elector.office not in offices:
            raise GateNotMetError(
                "There is no answer of yours to withdraw.",
                pesan="Tidak ada jawaban Anda yang dapat ditarik.",
                gate=name,
            )
        standing = standing_for(deliberation, elector.office, None)
        taken = deliberation.emit(
            "answer.withdrawn",
            {"gate": name, "party": party.id},
            actor=standing.as_actor(deliberation),
            parts=parts,
        )
        _count_again(deliberation, name, elector)
        ask(deliberation, name, taken)
        return
    chain = chain_of(deliberation, name, elector)
    steps = [s for g in (chain.groups if chain else []) for s in g if s.office in offices]
    decided = [s for s in steps if s.answer is not None]
    if not decided:
        raise GateNotMetError(
            "There is no decision of yours to withdraw.",
            pesan="Tidak ada keputusan Anda yang dapat ditarik.",
            gate=name,
        )
    step = decided[-1]
    standing = standing_for(deliberation, step.office, None)
    actor = standing.as_actor(deliberation)
    taken = deliberation.emit(
        "decision.withdrawn",
        {"gate": name, "office": step.office, "role": step.role},
        stream=party.id,
        actor=actor,
        parts=parts,
    )
    if elector.answer is not None:
        deliberation.emit(
            "answer.withdrawn", {"gate": name, "party": party.id}, actor=outward(actor)
        )
        _count_again(deliberation, name, elector)
    ask(deliberation, name, taken)


def _withdraw_recorded(deliberation: Deliberation, name: str) -> bool:
    """Take back what was recorded for a party on paper; False where it concerns no such party."""
    record, envelope = deliberation.record, deliberation.envelope
    found = record.rounds.get(name)
    electors = [
        elector
        for elector in (found.electors if found and found.is_open else [])
        if elector.answer is not None
        and not elector.answer.deemed
        and is_recorded_for(deliberation, elector)
    ]
    if not electors:
        return False
    if len(electors) > 1:
        raise InvalidInputError(
            "Several that answer on paper have answered here.",
            hint="Name the one whose record is taken back, with --on-behalf-of.",
            pesan="Ada beberapa jawaban lewat surat yang sudah dicatat di sini.",
            saran="Sebutkan pihak atau lembaga yang catatannya ditarik dengan --on-behalf-of.",
        )
    party = record.party(electors[0].party)  # None for an outside body
    recorder = may_act(
        deliberation,
        (MayAct.COORDINATOR,),
        ("Penarikan catatan jawaban dari surat", "Taking back a recorded answer"),
        for_office=False,
    )
    taken = deliberation.emit(
        "answer.withdrawn",
        {"gate": name, "party": electors[0].party},
        actor=Actor(
            principal=envelope.principal,
            authenticated="paper",
            organisation=party.organisation if party else None,
            instrument=envelope.evidence,
            recorder=recorder.person,
        ),
        parts=letter_parts(deliberation)
        | ({"reason": envelope.reason} if envelope.reason else {}),
    )
    _count_again(deliberation, name, electors[0])
    ask(deliberation, name, taken)
    return True


def _count_again(deliberation: Deliberation, name: str, elector: ElectorRecord) -> None:
    """Let the silence of a party that took its answer back count from its receipt as before."""
    party = deliberation.record.party(elector.party)
    if elector.received_on is not None and party is not None:
        received = LegalDate(date=elector.received_on, zone=party.zone)
        set_silence(deliberation, name, starting="receipt", on=received, only=elector.party)


def record_receipt(deliberation: Deliberation, command: RecordReceipt) -> None:
    """State that a party received the request; a silence procedure counts from that day."""
    actor = may_act(
        deliberation, (MayAct.COORDINATOR,), ("Pencatatan tanda terima", "Recording a receipt")
    )
    found = deliberation.record.rounds.get(command.gate)
    party = deliberation.record.party_of(command.organisation)
    elector = found.elector(party.id) if found and party else None
    if found is None or not found.is_open or party is None or elector is None:
        asked_name = (party.name,) * 2 if party else ("Instansi ini", "This organisation")
        raise GateNotMetError(
            f"{asked_name[1]} is not asked for '{deliberation.named.gate(command.gate)[1]}' now.",
            hint="See who is asked with: kadflow agreement explain.",
            pesan=f"{asked_name[0]} sedang tidak dimintai "
            f"'{deliberation.named.gate(command.gate)[0]}'.",
            saran="Lihat siapa yang diminta dengan: kadflow agreement explain.",
            gate=command.gate,
        )
    if elector.received_on is not None:
        raise GateNotMetError(
            f"Its receipt on {elector.received_on} is already recorded.",
            pesan=f"Tanda terima tanggal {day_words(elector.received_on)[0]} sudah dicatat.",
            gate=command.gate,
        )
    if deliberation.effective_on.date < found.opened_on.date:
        raise InvalidInputError(
            f"{party.name} cannot have received on {deliberation.effective_on.date} what was "
            f"asked on {found.opened_on.date}.",
            hint="Give the day of the receipt with --effective-on.",
            pesan=f"{party.name} tidak mungkin menerima pada "
            f"{day_words(deliberation.effective_on.date)[0]} apa yang baru diminta pada "
            f"{day_words(found.opened_on.date)[0]}.",
            saran="Isi tanggal tanda terima dengan --effective-on.",
        )
    deliberation.emit("receipt.recorded", {"gate": command.gate, "party": party.id}, actor=actor)
    set_silence(
        deliberation,
        command.gate,
        starting="receipt",
        on=deliberation.effective_on,
        only=party.id,
    )
