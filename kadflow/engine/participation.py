"""How a party takes part, and what it says of what was recorded in its name.

Rules, in order:

1. A party takes part in Kadflow itself or on paper, and may change that at any time (practice 1).
   Its own secretariat says that it takes part itself; that it answers on paper from now on may
   also be recorded by another party's, on its letter.
2. The open rounds are asked anew then, each elector in its own way; what was answered stands.
3. A party confirms or disputes each entry that was recorded in its name from paper. A dispute is
   told to every secretariat and erases nothing; the last word counts.
"""

from __future__ import annotations

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.commands import Participate, Review
from kadflow.domain.events import Actor, FactUsed
from kadflow.domain.wording import PARTICIPATION_WORDS, REVIEW_WORDS, choices, words_for
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.paper import letter_parts
from kadflow.engine.rounds import renew_rounds
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
)
from state_machines.template import Actor as MayAct


def participate(deliberation: Deliberation, command: Participate) -> None:
    """Change how a party takes part."""
    record = deliberation.record
    party = record.party_of(command.organisation)
    if party is None:
        raise NotFoundError(
            f"That organisation is no party of {record.number}.",
            hint="See its parties with: kadflow agreement show.",
            pesan=f"Instansi itu bukan pihak dalam {record.number}.",
            saran="Lihat para pihaknya dengan: kadflow agreement show.",
        )
    wanted = command.participation
    if wanted not in PARTICIPATION_WORDS:
        raise InvalidInputError(
            f"A party does not take part by {wanted!r}.",
            hint=f"It takes part: {choices(PARTICIPATION_WORDS)[1]}.",
            pesan=f"Tidak ada cara ikut serta {wanted!r}.",
            saran=f"Pilihannya: {choices(PARTICIPATION_WORDS)[0]}.",
        )
    if wanted == party.participation:
        words = PARTICIPATION_WORDS[wanted]
        raise InvalidInputError(
            f"{party.name} takes part that way already: {words[1]}.",
            hint="There is nothing to change.",
            pesan=f"{party.name} memang sudah ikut serta: {words[0]}.",
            saran="Tidak ada yang perlu diubah.",
        )
    reason = deliberation.envelope.reason
    deliberation.actor = _who(deliberation, party, wanted)
    deliberation.emit(
        "participation.changed",
        {"party": party.id, "from": party.participation, "to": wanted},
        parts=letter_parts(deliberation) | ({"reason": reason} if reason else {}),
    )
    renew_rounds(deliberation, cause="participation")


def _who(deliberation: Deliberation, party: PartyRecord, wanted: str) -> Actor:
    envelope = deliberation.envelope
    recorded = envelope.evidence is not None and wanted == "paper"
    actor = may_act(
        deliberation,
        (MayAct.COORDINATOR,),
        ("Perubahan cara ikut serta", "Changing how a party takes part"),
        for_office=not recorded,
    )
    if actor.organisation == party.organisation:
        return actor
    if not recorded:
        raise NotPermittedError(
            f"How {party.name} takes part is stated by its own secretariat.",
            hint="That it answers on paper from now on may be recorded from its letter, with "
            "--evidence.",
            pesan=f"Cara {party.name} ikut serta dinyatakan oleh sekretariatnya sendiri.",
            saran="Bahwa pihak itu selanjutnya menjawab lewat surat dapat dicatat dari suratnya "
            "dengan --evidence.",
            party=party.id,
        )
    return Actor(
        principal=envelope.principal,
        authenticated="paper",
        organisation=party.organisation,
        instrument=envelope.evidence,
        recorder=actor.person,
    )


def review(deliberation: Deliberation, command: Review) -> None:
    """Confirm or dispute an entry that was recorded in the name of the acting party."""
    record, envelope = deliberation.record, deliberation.envelope
    actor = may_act(
        deliberation,
        (MayAct.COORDINATOR, MayAct.HEAD),
        ("Peninjauan catatan dari surat", "Reviewing what was recorded from paper"),
    )
    party = record.party_of(actor.organisation or "")
    entry = deliberation.entries.get(command.entry)
    if party is None or entry is None or entry.actor.authenticated != "paper":
        raise NotFoundError(
            f"Entry {command.entry} of {record.number} was not recorded from paper.",
            hint="See which were with: kadflow agreement recorded.",
            pesan=f"Catatan no. {command.entry} pada {record.number} bukan catatan dari surat.",
            saran="Lihat catatan dari surat dengan: kadflow agreement recorded.",
        )
    if entry.actor.organisation != actor.organisation:
        raise NotPermittedError(
            f"Entry {command.entry} was not recorded in the name of {party.name}.",
            hint="Whoever it names reviews it.",
            pesan=f"Catatan no. {command.entry} bukan atas nama {party.name}.",
            saran="Yang meninjaunya adalah pihak yang disebut di dalamnya.",
        )
    if command.recorded not in REVIEW_WORDS:
        raise InvalidInputError(
            f"An entry is not {command.recorded!r}.",
            hint=f"It is: {choices(REVIEW_WORDS)[1]}.",
            pesan=f"Catatan tidak dapat '{command.recorded}'.",
            saran=f"Pilihannya: {choices(REVIEW_WORDS)[0]}.",
        )
    if record.reviewed.get(str(command.entry)) == command.recorded:
        words = words_for(REVIEW_WORDS, command.recorded)
        raise GateNotMetError(
            f"Entry {command.entry} is {words[1]} already.",
            pesan=f"Catatan no. {command.entry} memang sudah {words[0]}.",
        )
    if command.recorded == "disputed" and not envelope.reason:
        raise ReasonRequiredError(
            "A dispute says what is wrong with the entry.",
            hint="Give it with --reason.",
            pesan="Sanggahan menyebut apa yang keliru pada catatan itu.",
            saran="Isi dengan --reason.",
        )
    made = deliberation.emit(
        "entry.reviewed",
        {"entry": command.entry, "party": party.id, "recorded": command.recorded},
        actor=actor,
        facts=[FactUsed(name="entry", value=entry.kind, stream=record.id, number=command.entry)],
        parts={"reason": envelope.reason} if envelope.reason else {},
    )
    if command.recorded == "disputed":
        for each in record.active_parties:
            for office in deliberation.coordinators(each):
                deliberation.notify(
                    "entry_disputed", office, made, entry=command.entry, party=party.name
                )
