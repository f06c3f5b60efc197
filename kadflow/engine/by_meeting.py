"""A gate that is decided in a meeting: the answer of each attending office, entered in one act.

Rules, in order:

1. The template lets the gate be decided by meeting, and no answer there is a signature.
2. The signed berita acara is on file, and the party whose secretariat enters the answers attended.
3. The answers stand for the text as it was when the meeting was put on record; where a text that the
   gate covers, or the document that was discussed, changed since, nothing is entered.
4. Each office that attended and has not answered yet approves, on the day of the meeting, as its
   holder of that day; steps of its chain that were absent stay open.
5. Each of these offices is told, and may withdraw its answer while the round is open, or dispute the
   entry afterwards.
"""

from __future__ import annotations

import msgspec

from kadflow.domain.agreements import ElectorRecord
from kadflow.domain.commands import DecideByMeeting
from kadflow.domain.events import LegalDate, Sealed
from kadflow.domain.meetings import Meeting, Meetings
from kadflow.domain.wording import day_words
from kadflow.engine.answers import decide_step, give_answer
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.paper import meeting_standing
from kadflow.engine.rounds import chain_of, settle
from kadflow.engine.standing import refuse_if_suspended
from kadflow.engine.terms import DOCUMENTS, covered
from kadflow.errors import FactMissingError, GateNotMetError, NotFoundError, NotPermittedError
from state_machines.template import Actor as MayAct


def decide_by_meeting(deliberation: Deliberation, command: DecideByMeeting) -> None:
    """Enter what a meeting decided at a gate.

    Raises:
        NotFoundError: There is no such meeting or gate.
        GateNotMetError: The gate is not open, not decided by meeting, or nobody who attended is
            asked there.
        FactMissingError: The berita acara is not on file, or the text changed since.
        NotPermittedError: The person runs the secretariat of no party that attended.
    """
    meeting = deliberation.chapter(Meetings).entries.get(command.meeting)
    if meeting is None:
        raise NotFoundError(
            f"{deliberation.record.number} has no such meeting.",
            hint="See its meetings with: kadflow meeting show.",
            pesan=f"{deliberation.record.number} tidak mempunyai rapat itu.",
            saran="Lihat rapatnya dengan: kadflow meeting show.",
        )
    name = command.gate
    _check_gate(deliberation, name)
    what = ("Pencatatan keputusan rapat", "Entering what a meeting decided")
    recorder = may_act(deliberation, (MayAct.COORDINATOR,), what)
    party = deliberation.record.party_of(recorder.organisation or "")
    if party is None or party.id not in meeting.parties:
        raise NotPermittedError(
            "Your party did not attend that meeting.",
            hint="The secretariat of a party that attended enters what was decided.",
            pesan="Pihak Anda tidak hadir dalam rapat itu.",
            saran="Sekretariat pihak yang hadir yang mencatat keputusannya.",
        )
    _check_text(deliberation, name, meeting)
    refuse_if_suspended(deliberation, ("Jawaban", "An answer"))
    deliberation.emit(
        "meeting.decided",
        {
            "meeting": meeting.id,
            "gate": name,
            "round": deliberation.record.rounds[name].round,
            "file": None,
        },
        actor=recorder,
    )
    envelope = deliberation.envelope
    deliberation.envelope = msgspec.structs.replace(
        envelope, evidence=meeting.signed, on_behalf_of=None, reason=None
    )
    day = LegalDate(date=meeting.on, zone=deliberation.effective_on.zone)
    with deliberation.on(day):
        entered = [
            made
            for elector in list(deliberation.record.rounds[name].electors)
            if elector.answer is None or not elector.answer.valid
            for made in _enter(deliberation, name, elector, meeting)
        ]
    deliberation.envelope = envelope
    if not entered:
        raise GateNotMetError(
            f"Nobody who attended is asked at '{deliberation.named.gate(name)[1]}' now.",
            hint="See who is waited for with: kadflow agreement explain.",
            pesan=f"Tidak ada yang hadir yang sedang diminta pada "
            f"'{deliberation.named.gate(name)[0]}'.",
            saran="Lihat siapa yang ditunggu dengan: kadflow agreement explain.",
            gate=name,
        )
    settle(deliberation, name)


def _enter(
    deliberation: Deliberation, name: str, elector: ElectorRecord, meeting: Meeting
) -> list[Sealed]:
    """The answers of one elector's offices that attended; empty where none did."""
    gate = deliberation.gate(name)
    party = deliberation.record.party(elector.party)
    if party is None:
        return []  # an outside body answers by its own letter
    whole = party.participation == "paper" and party.id in meeting.parties
    chain = None if elector.office is not None else chain_of(deliberation, name, elector)
    if whole or elector.office in meeting.offices:
        standing = meeting_standing(deliberation, gate, party, elector.office)
        actor = standing.as_actor(deliberation)
        given = give_answer(deliberation, name, elector, "approve", actor, standing, ())
        _tell(deliberation, name, elector.office, given, meeting)
        return [given]
    made: list[Sealed] = []
    template = deliberation.workflow.template
    for group in chain.groups if chain is not None else []:
        for step in group:
            if step.office not in meeting.offices or (step.answer is not None and step.valid):
                continue
            standing = meeting_standing(deliberation, gate, party, step.office)
            covers = covered(template, deliberation.record, gate, step.role)
            actor = standing.as_actor(deliberation)
            count = len(deliberation.events)
            decide_step(deliberation, name, elector, step, "approve", (), actor, standing, covers)
            made.append(deliberation.events[count])
            _tell(deliberation, name, step.office, made[-1], meeting)
    return made


def _check_gate(deliberation: Deliberation, name: str) -> None:
    gates = deliberation.workflow.template.gates
    title = deliberation.named.gate(name)
    if name not in gates:
        known = deliberation.named.gates(gates)
        raise NotFoundError(
            f"There is no approval named {name!r}.",
            hint=f"The approvals are: {known[1]}.",
            pesan=f"Tidak ada persetujuan bernama {name!r}.",
            saran=f"Persetujuan yang ada: {known[0]}.",
        )
    if not gates[name].by_meeting or gates[name].signs:
        raise GateNotMetError(
            f"'{title[1]}' is not decided by a meeting.",
            hint="Each office that is asked answers itself.",
            pesan=f"'{title[0]}' tidak diputus melalui rapat.",
            saran="Setiap jabatan yang diminta menjawab sendiri.",
            gate=name,
        )
    found = deliberation.record.rounds.get(name)
    if found is None or not found.is_open:
        raise GateNotMetError(
            f"'{title[1]}' is not open for answers now.",
            hint="See what can be done with: kadflow agreement explain.",
            pesan=f"'{title[0]}' tidak sedang menunggu jawaban.",
            saran="Lihat yang dapat dilakukan dengan: kadflow agreement explain.",
            gate=name,
        )


def _check_text(deliberation: Deliberation, name: str, meeting: Meeting) -> None:
    """Refuse where the paper is missing, or the text is not the one that was discussed."""
    record = deliberation.record
    if meeting.signed is None:
        raise FactMissingError(
            f"The signed berita acara of meeting no. {meeting.number} is not on file.",
            hint="Add it with: kadflow meeting minute ... --signed FILE.",
            pesan=f"Berita acara bertanda tangan untuk rapat no. {meeting.number} belum ada.",
            saran="Tambahkan dengan: kadflow meeting minute ... --signed BERKAS.",
        )
    paths = covered(deliberation.workflow.template, record, deliberation.gate(name), None)
    changed = [
        path
        for path in paths
        if path in record.terms and record.terms[path].number > meeting.number
    ]
    for path in paths:
        root, _, kind = path.partition(".")
        document = record.documents.get(kind) if root == DOCUMENTS else None
        if document is not None and document.number > meeting.number:
            changed.append(path)
    if meeting.document is not None:
        kind, _, digest = meeting.document
        present = record.documents.get(kind)
        if present is None or present.digest != digest:
            changed.append(f"{DOCUMENTS}.{kind}")
    if changed:
        said = deliberation.named.paths(dict.fromkeys(changed[:5]))
        on = day_words(meeting.on)
        raise FactMissingError(
            f"{said[1]} changed since the meeting of {on[1]} was put on record.",
            hint="Discuss the new text, or let each office answer itself.",
            pesan=f"{said[0]} berubah sejak rapat {on[0]} dicatat.",
            saran="Bahas naskah yang baru, atau biarkan setiap jabatan menjawab sendiri.",
            paths=changed,
        )


def _tell(
    deliberation: Deliberation, name: str, office: str | None, entry: Sealed, meeting: Meeting
) -> None:
    """Tell an office that its decision was entered, so that it may object."""
    day = day_words(meeting.on)
    deliberation.notify(
        "decided_by_meeting", office, entry, gate=name, day_id=day[0], day_en=day[1]
    )
