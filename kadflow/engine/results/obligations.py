"""Obligations are written down, agreed to, met, disputed and ended.

Rules, in order:

1. A secretariat writes down what its own party will do, and what another one owes by an article of
   the text or by a meeting; nobody gives another party work out of nothing.
2. It is agreed on when the party that owes it wrote it down or accepted it, or attended the meeting
   whose signed minutes hold it. Only then somebody may be called late.
3. The party that owes it says that it was met, and what shows it. Another party confirms or
   disputes that; while one disputes it, its deadline goes on.
4. A day that was agreed on is moved by the others, or, where the obligation is its own milestone, by
   the party itself; a longer time stays agreed on, a shorter one has to be accepted again.
5. Nobody releases itself: another party withdraws an obligation, and a reason is given. What will
   not be met any more is said so, by any party, with a reason.
"""

from __future__ import annotations

from typing import Any

from kadflow.domain.agreements import ObligationRecord, PartyRecord
from kadflow.domain.commands import (
    AcceptObligation,
    AddObligation,
    CloseObligation,
    JudgeObligation,
    MeetObligation,
    ScheduleObligation,
)
from kadflow.domain.events import Actor
from kadflow.domain.meetings import Meetings
from kadflow.domain.wording import Pair, choices, day_words
from kadflow.domain.wording.results import JUDGED_WORDS, OUTCOME_OF_OBLIGATION
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.results.acting import (
    SECRETARIAT,
    WORKING,
    act_for,
    any_secretariat,
    file_data,
    file_parts,
    need_reason,
    other_party,
    party_of,
    reason_part,
    text,
    unit_of,
)
from kadflow.engine.terms import is_iso_date
from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    TransitionRefusedError,
)


def add_obligation(deliberation: Deliberation, command: AddObligation) -> None:
    """Write an obligation down."""
    party = party_of(deliberation, command.organisation)
    what = ("Pencatatan kewajiban", "Writing down an obligation")
    if deliberation.envelope.evidence is not None:
        actor, own = act_for(deliberation, party, SECRETARIAT, what), True
    else:
        actor, acting = any_secretariat(deliberation, what)
        own = acting.id == party.id
    if not own and command.clause is None and command.meeting is None:
        raise NotPermittedError(
            f"An obligation of {party.name} comes from the text, from a meeting, or from itself.",
            hint="Name the article with --clause or the meeting with --meeting, or ask its "
            "secretariat.",
            pesan=f"Kewajiban {party.name} berasal dari naskah, dari rapat, atau dari pihak itu "
            "sendiri.",
            saran="Sebutkan pasalnya dengan --clause atau rapatnya dengan --meeting, atau mintalah "
            "kepada sekretariatnya.",
            party=party.id,
        )
    agreed = own
    if command.meeting is not None:
        meeting = deliberation.chapter(Meetings).entries.get(command.meeting)
        if meeting is None:
            raise NotFoundError(
                f"{deliberation.record.number} has no such meeting.",
                hint="See its meetings with: kadflow meeting show.",
                pesan=f"{deliberation.record.number} tidak mempunyai rapat itu.",
                saran="Lihat rapatnya dengan: kadflow meeting show.",
            )
        agreed = own or (meeting.signed is not None and party.id in meeting.parties)
    write_down(deliberation, command, party, actor, agreed=agreed)


def write_down(
    deliberation: Deliberation,
    command: AddObligation,
    party: PartyRecord,
    actor: Actor,
    *,
    agreed: bool,
) -> None:
    """Add an obligation to the record, and tell the party that owes it."""
    check_due(command.due_on)
    clause = command.clause
    if clause is not None and f"clauses.{clause}" not in deliberation.record.terms:
        raise InvalidInputError(
            f"The text has no article {clause!r}.",
            hint="See the articles with: kadflow agreement show.",
            pesan=f"Naskahnya tidak mempunyai Pasal {clause!r}.",
            saran="Lihat pasal-pasalnya dengan: kadflow agreement show.",
        )
    added = deliberation.emit(
        "obligation.added",
        {
            "obligation": deliberation.new_id(),
            "gate": "",
            "party": party.id,
            "added_on": deliberation.effective_on.date,
            "origin": "text" if clause else "meeting" if command.meeting else "own",
            "due_on": command.due_on,
            "agreed": agreed,
            "office": unit_of(deliberation, party, command.office),
            "clause": clause,
            "meeting": command.meeting,
        },
        actor=actor,
        parts={"text": text(command.text, ("Kewajiban", "The obligation"))},
    )
    if actor.organisation != party.organisation:
        for office in deliberation.coordinators(party):
            deliberation.notify("obligation_stated", office, added, entry=added.event.number)


def accept_obligation(deliberation: Deliberation, command: AcceptObligation) -> None:
    """Agree to an obligation as the party that owes it."""
    owed, party = _owed(deliberation, command.obligation)
    actor = _owner_acts(
        deliberation, party, SECRETARIAT, ("Persetujuan kewajiban", "Agreeing to an obligation")
    )
    _refuse_ended(owed)
    if owed.agreed:
        raise TransitionRefusedError(
            f"Obligation no. {owed.number} was agreed to already.",
            pesan=f"Kewajiban no. {owed.number} sudah disetujui.",
        )
    _emit(deliberation, "obligation.accepted", owed, {}, actor)


def schedule_obligation(deliberation: Deliberation, command: ScheduleObligation) -> None:
    """Give an obligation its last day, or another one."""
    owed, party = _owed(deliberation, command.obligation)
    what = ("Penetapan hari terakhir kewajiban", "Setting the last day of an obligation")
    if deliberation.envelope.evidence is not None and party is not None:
        actor, own = act_for(deliberation, party, SECRETARIAT, what), True
    else:
        actor, acting = any_secretariat(deliberation, what)
        own = party is not None and acting.id == party.id
    _refuse_ended(owed)
    check_due(command.due_on)
    if command.due_on == owed.due_on:
        raise InvalidInputError(
            f"That is the last day of obligation no. {owed.number} already.",
            pesan=f"Hari terakhir kewajiban no. {owed.number} sudah demikian.",
        )
    if owed.due_on is not None:
        need_reason(deliberation, (what[0], what[1]))
        if own and owed.agreed and owed.origin != "own":
            raise NotPermittedError(
                f"The day {owed.due_on} was agreed on with the others; they move it.",
                hint="Ask the secretariat of another party.",
                pesan=f"Hari terakhir {day_words(owed.due_on)[0]} disepakati bersama; pihak lain "
                "yang menggesernya.",
                saran="Mintalah kepada Sekretariat TKKSD pihak lain.",
            )
    later = owed.due_on is not None and (command.due_on is None or command.due_on > owed.due_on)
    agreed = own or (owed.agreed and later)
    data = {"due_on": command.due_on, "before": owed.due_on, "agreed": agreed}
    _emit(deliberation, "obligation.scheduled", owed, data, actor)


def meet_obligation(deliberation: Deliberation, command: MeetObligation) -> None:
    """State that an obligation was met."""
    owed, party = _owed(deliberation, command.obligation)
    actor = _owner_acts(
        deliberation, party, WORKING, ("Pemenuhan kewajiban", "Meeting an obligation")
    )
    _refuse_ended(owed)
    if not owed.is_open:
        raise TransitionRefusedError(
            f"Obligation no. {owed.number} was met on {owed.met_on}.",
            hint="Nothing is left to do.",
            pesan=f"Kewajiban no. {owed.number} sudah dipenuhi pada "
            f"{day_words(owed.met_on or '')[0]}.",
            saran="Tidak ada yang perlu dilakukan lagi.",
        )
    if command.file is None and command.note is None and deliberation.envelope.evidence is None:
        raise FactMissingError(
            f"Nothing shows that obligation no. {owed.number} was met.",
            hint="Attach what shows it with --file or --evidence, or say with --note where it can "
            "be seen.",
            pesan=f"Belum ada yang menunjukkan bahwa kewajiban no. {owed.number} dipenuhi.",
            saran="Lampirkan buktinya dengan --file atau --evidence, atau sebutkan dengan --note di "
            "mana dapat dilihat.",
        )
    parts = file_parts(command.file) | reason_part(deliberation)
    if command.note is not None:
        parts["note"] = text(command.note, ("Catatan", "The note"))
    met = deliberation.emit(
        "obligation.met",
        {
            "obligation": owed.id,
            "entry": owed.number,
            "due_on": owed.due_on,
            "file": file_data(command.file),
        },
        actor=actor,
        parts=parts,
    )
    for other in deliberation.record.active_parties:
        if other.id != owed.party:
            for office in deliberation.coordinators(other):
                deliberation.notify("obligation_met", office, met, entry=owed.number)


def judge_obligation(deliberation: Deliberation, command: JudgeObligation) -> None:
    """Confirm or dispute as another party that an obligation was met."""
    owed, party = _owed(deliberation, command.obligation)
    if command.verdict not in JUDGED_WORDS:
        raise InvalidInputError(
            f"An obligation is not judged {command.verdict!r}.",
            hint=f"It is: {choices(JUDGED_WORDS)[1]}.",
            pesan=f"Pemenuhan kewajiban tidak dapat dinilai {command.verdict!r}.",
            saran=f"Pilihannya: {choices(JUDGED_WORDS)[0]}.",
        )
    what = ("Penilaian pemenuhan kewajiban", "Judging whether an obligation was met")
    actor, judge = other_party(deliberation, command.organisation, what)
    if judge.id == owed.party:
        raise NotPermittedError(
            f"{judge.name} owes this; another party says whether it was met.",
            hint="Ask the secretariat of another party.",
            pesan=f"{judge.name} yang berkewajiban; pihak lain yang menilai pemenuhannya.",
            saran="Mintalah kepada Sekretariat TKKSD pihak lain.",
            party=judge.id,
        )
    _refuse_ended(owed)
    if owed.met_on is None:
        raise TransitionRefusedError(
            f"Nobody has said yet that obligation no. {owed.number} was met.",
            hint="Wait until the party that owes it says so.",
            pesan=f"Kewajiban no. {owed.number} belum dinyatakan dipenuhi.",
            saran="Tunggu pernyataan pihak yang berkewajiban.",
        )
    known = owed.disputed_by if command.verdict == "disputed" else owed.confirmed_by
    if judge.id in known:
        raise InvalidInputError(
            f"{judge.name} has said so already.",
            pesan=f"{judge.name} sudah menyatakannya.",
        )
    if command.verdict == "disputed":
        need_reason(deliberation, ("Sanggahan", "A dispute"))
    said = _emit(deliberation, f"obligation.{command.verdict}", owed, {"by": judge.id}, actor)
    if command.verdict == "disputed" and party is not None:
        for office in deliberation.coordinators(party):
            deliberation.notify(
                "obligation_disputed", office, said, entry=owed.number, party=judge.name
            )


def close_obligation(deliberation: Deliberation, command: CloseObligation) -> None:
    """End an obligation that was not met."""
    owed, party = _owed(deliberation, command.obligation)
    if command.outcome not in OUTCOME_OF_OBLIGATION:
        raise InvalidInputError(
            f"An obligation does not end as {command.outcome!r}.",
            hint=f"It ends as: {choices(OUTCOME_OF_OBLIGATION)[1]}.",
            pesan=f"Kewajiban tidak dapat diakhiri sebagai {command.outcome!r}.",
            saran=f"Pilihannya: {choices(OUTCOME_OF_OBLIGATION)[0]}.",
        )
    what = ("Pengakhiran kewajiban", "Ending an obligation")
    actor, acting = any_secretariat(deliberation, what)
    _refuse_ended(owed)
    need_reason(deliberation, what)
    own = party is not None and acting.id == party.id
    shown = owed.origin == "condition" and deliberation.envelope.evidence is not None
    if command.outcome == "withdrawn" and own and owed.origin != "own" and not shown:
        raise NotPermittedError(
            f"{acting.name} does not release itself from an obligation.",
            hint="Another party withdraws it; that of a condition is withdrawn on the letter of "
            "whoever set it (--evidence).",
            pesan=f"{acting.name} tidak membebaskan dirinya sendiri dari kewajiban.",
            saran="Pihak lain yang menariknya; syarat persetujuan ditarik dengan surat pemberi "
            "syaratnya (--evidence).",
            party=acting.id,
        )
    if deliberation.envelope.evidence is not None:
        actor = Actor(
            principal=actor.principal,
            authenticated="paper",
            organisation=actor.organisation,
            instrument=deliberation.envelope.evidence,
            recorder=actor.person,
        )
    _emit(deliberation, "obligation.ended", owed, {"outcome": command.outcome}, actor)


def check_due(due_on: str | None) -> None:
    """Refuse what is no day."""
    if due_on is not None and not is_iso_date(due_on):
        raise InvalidInputError(
            f"{due_on!r} is no day.",
            hint="Write it like 2026-12-31.",
            pesan=f"{due_on!r} bukan tanggal.",
            saran="Tulis seperti 2026-12-31.",
        )


def _owed(deliberation: Deliberation, wanted: str) -> tuple[ObligationRecord, PartyRecord | None]:
    """An obligation and the party that owes it; None where that is an outside body."""
    record = deliberation.record
    found = next((o for o in record.obligations if o.id == wanted), None)
    if found is None:
        raise NotFoundError(
            f"{record.number} has no such obligation.",
            hint="See its obligations with: kadflow obligation show.",
            pesan=f"{record.number} tidak mempunyai kewajiban itu.",
            saran="Lihat kewajibannya dengan: kadflow obligation show.",
        )
    return found, record.party(found.party)


def _owner_acts(
    deliberation: Deliberation, party: PartyRecord | None, roles: tuple[str, ...], what: Pair
) -> Actor:
    if party is None:  # an outside body owes nothing here: who asked for its answer sees to it
        return any_secretariat(deliberation, what)[0]
    return act_for(deliberation, party, roles, what)


def _refuse_ended(owed: ObligationRecord) -> None:
    if owed.outcome is not None:
        words = OUTCOME_OF_OBLIGATION[owed.outcome]
        raise TransitionRefusedError(
            f"Obligation no. {owed.number} has ended: {words[1]}.",
            hint="Write down a new one where something is still to be done.",
            pesan=f"Kewajiban no. {owed.number} sudah berakhir: {words[0]}.",
            saran="Catat kewajiban baru bila masih ada yang harus dilakukan.",
        )


def _emit(
    deliberation: Deliberation,
    kind: str,
    owed: ObligationRecord,
    data: dict[str, Any],
    actor: Actor,
) -> Any:
    return deliberation.emit(
        kind,
        {"obligation": owed.id, "entry": owed.number, **data},
        actor=actor,
        parts=reason_part(deliberation),
    )
