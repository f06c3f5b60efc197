"""Meetings are put on record, and what they gave somebody to do becomes obligations.

Rules, in order:

1. Any secretariat puts a meeting on record; it is judged by the day on which it was held.
2. Attendance is by office, or by a party as a whole where it has no office here; names of persons
   are in the signed list only.
3. What was written afterwards is added: minutes replace minutes, conclusions join the others.
4. An action item is agreed on where its party attended and the signed berita acara is on file.
"""

from __future__ import annotations

from typing import Any

from kadflow.domain.commands import ActionItem, AddObligation, HoldMeeting, MinuteMeeting
from kadflow.domain.events import Actor
from kadflow.domain.meetings import MEETING_KINDS, Meeting, Meetings
from kadflow.domain.wording import choices
from kadflow.domain.wording.results import MEETING_WORDS
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.results.acting import (
    any_secretariat,
    file_data,
    file_parts,
    party_of,
    text,
)
from kadflow.engine.results.obligations import write_down
from kadflow.errors import InvalidInputError, NotFoundError

MOST_CONCLUSIONS = 99


def hold_meeting(deliberation: Deliberation, command: HoldMeeting) -> None:
    """Put a meeting on record.

    Raises:
        InvalidInputError: The kind, an office or the document makes no sense, or nobody attended.
        NotFoundError: An organisation is no party.
        NotPermittedError: The person runs no party's secretariat.
    """
    if command.kind not in MEETING_KINDS:
        raise InvalidInputError(
            f"{command.kind!r} is no kind of meeting.",
            hint=f"It is one of: {choices(MEETING_WORDS)[1]}.",
            pesan=f"{command.kind!r} bukan jenis rapat.",
            saran=f"Pilih salah satu: {choices(MEETING_WORDS)[0]}.",
        )
    actor, _ = any_secretariat(deliberation, ("Pencatatan rapat", "Recording a meeting"))
    parties = _attending(deliberation, command)
    held = deliberation.emit(
        "meeting.held",
        {
            "meeting": deliberation.new_id(),
            "kind": command.kind,
            "parties": parties,
            "offices": list(dict.fromkeys(command.offices)),
            "document": _document(deliberation, command.document),
            "file": file_data(command.signed),
        },
        actor=actor,
        parts={
            "place": text(command.place, ("Tempat", "The place")),
            "agenda": text(command.agenda, ("Acara", "The agenda")),
            **_written(command),
        },
    )
    meeting = deliberation.chapter(Meetings).entries[held.event.data["meeting"]]
    _give_work(deliberation, meeting, command.actions, actor)


def minute_meeting(deliberation: Deliberation, command: MinuteMeeting) -> None:
    """Add to a meeting what was written afterwards."""
    actor, _ = any_secretariat(deliberation, ("Pencatatan rapat", "Recording a meeting"))
    meeting = deliberation.chapter(Meetings).entries.get(command.meeting)
    if meeting is None:
        raise NotFoundError(
            f"{deliberation.record.number} has no such meeting.",
            hint="See its meetings with: kadflow meeting show.",
            pesan=f"{deliberation.record.number} tidak mempunyai rapat itu.",
            saran="Lihat rapatnya dengan: kadflow meeting show.",
        )
    parts = _written(command)
    if parts or command.signed is not None:
        deliberation.emit(
            "meeting.minuted",
            {"meeting": meeting.id, "file": file_data(command.signed)},
            actor=actor,
            parts=parts,
        )
    elif not command.actions:
        raise InvalidInputError(
            "Nothing is added to the meeting.",
            hint="Give --conclusion, --minutes, --signed or --action.",
            pesan="Tidak ada yang ditambahkan pada rapat ini.",
            saran="Isi --conclusion, --minutes, --signed, atau --action.",
        )
    if command.signed is not None:
        _agree(deliberation, meeting, actor)
    _give_work(deliberation, meeting, command.actions, actor)


def _agree(deliberation: Deliberation, meeting: Meeting, actor: Actor) -> None:
    """The signed berita acara binds those who attended to what they were given to do."""
    for owed in list(deliberation.record.obligations):
        if owed.meeting == meeting.id and owed.party in meeting.parties and not owed.agreed:
            deliberation.emit(
                "obligation.accepted",
                {"obligation": owed.id, "entry": owed.number, "meeting": meeting.id},
                actor=actor,
            )


def _attending(deliberation: Deliberation, command: HoldMeeting) -> list[str]:
    record = deliberation.record
    found = [party_of(deliberation, each).id for each in command.organisations]
    for office in command.offices:
        known = deliberation.directory.office(office)
        party = record.party_of(known.organisation) if known is not None else None
        if party is None:
            raise InvalidInputError(
                "An office that attended belongs to no party of this agreement.",
                hint="Name offices of the parties; others are named in the minutes.",
                pesan="Ada jabatan yang hadir tetapi bukan dari pihak kerja sama ini.",
                saran="Sebutkan jabatan para pihak; yang lain disebut dalam notula.",
                office=office,
            )
        found.append(party.id)
    if not found:
        raise InvalidInputError(
            "Nobody attended the meeting.",
            hint="Name the offices with --office, or a party with --party.",
            pesan="Tidak ada yang hadir dalam rapat ini.",
            saran="Sebutkan jabatannya dengan --office, atau pihaknya dengan --party.",
        )
    return list(dict.fromkeys(found))


def _document(deliberation: Deliberation, kind: str | None) -> dict[str, Any] | None:
    if kind is None:
        return None
    found = deliberation.record.documents.get(kind)
    if found is None:
        named = deliberation.named.document(kind)
        raise InvalidInputError(
            f"There is no '{named[1]}' on file that could have been discussed.",
            hint="Put it on file with: kadflow agreement add-document.",
            pesan=f"Belum ada '{named[0]}' yang dapat dibahas.",
            saran="Tambahkan dengan: kadflow agreement add-document.",
        )
    return {"kind": kind, "version": found.version, "digest": found.digest}


def _written(command: HoldMeeting | MinuteMeeting) -> dict[str, Any]:
    """The texts that a meeting brought, by name of their part."""
    if len(command.conclusions) > MOST_CONCLUSIONS:
        raise InvalidInputError(
            f"A meeting has at most {MOST_CONCLUSIONS} conclusions at a time.",
            hint="Attach the minutes as a file.",
            pesan=f"Paling banyak {MOST_CONCLUSIONS} kesimpulan sekaligus.",
            saran="Lampirkan notulanya sebagai berkas.",
        )
    parts = {
        f"conclusion.{place:02d}": text(each, ("Kesimpulan", "A conclusion"))
        for place, each in enumerate(command.conclusions, 1)
    }
    if command.minutes is not None:
        parts["minutes"] = text(command.minutes, ("Notula", "The minutes"), longest=100_000)
    return parts | file_parts(command.signed)


def _give_work(
    deliberation: Deliberation, meeting: Meeting, actions: tuple[ActionItem, ...], actor: Actor
) -> None:
    for action in actions:
        party = party_of(deliberation, action.organisation)
        own = actor.organisation == party.organisation
        signed = meeting.signed is not None and party.id in meeting.parties
        command = AddObligation(
            agreement=deliberation.record.id,
            organisation=action.organisation,
            text=action.text,
            due_on=action.due_on,
            meeting=meeting.id,
        )
        write_down(deliberation, command, party, actor, agreed=own or signed)
