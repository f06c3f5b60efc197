"""May this person do this, for this office, on this day?

Rules, in order:

1. An act is done for an office; a person acts for it by holding it on the act's effective date,
   or by a mandate (surat kuasa) of that office which is dated before the act and covers it.
2. A gate's capacity table says for each capacity: allowed, warned or refused, with its source.
   A refusal counts only where its source is verified; unverified, it is a warning.
3. A warned act needs a recorded reason, and so does one whose document is not on file.
4. A mandate serves for answers and signatures, not for steps and edits: those are the office's
   own work, done by whoever holds it.
5. An assistant of an office prepares: edits its texts, puts its files on record, and records what
   it decided on paper. He never decides, signs, or takes its steps (practice 2).
6. Whoever records paper needs the right to record on the day of recording, not of the act.

Not handled here: whose turn it is (`rounds`), what happened on paper (`paper`).
"""

from __future__ import annotations

import msgspec

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import civil_date
from kadflow.domain.events import Actor, FactUsed
from kadflow.domain.people import (
    ASSISTANT,
    CAPACITY_WORDS,
    ROLE_WORDS,
    Holding,
    Mandate,
    Office,
)
from kadflow.domain.wording import Pair, actor_words, day_words, source_words
from kadflow.engine.deliberation import Deliberation
from kadflow.errors import MandateLackingError, NotPermittedError, ReasonRequiredError
from state_machines.template import Actor as MayAct
from state_machines.template import Capacity, Gate, Verdict

RANK = {"definitive": 0, "pj": 1, "deputy_for_head": 2, "plt": 3, "deputy_daily": 4, "plh": 5}
"""Which capacity counts where a person or an office has several on one day; lowest first."""

ANSWERING: Pair = ("Pemberian jawaban", "Answering")

_ALLOWED = Verdict(verdict="allowed")
_WARNED = Verdict(verdict="warned")
_INITIATING = " of the initiating party"


class Standing(msgspec.Struct, frozen=True):
    """In which capacity a person acts for an office, on what basis, and how the rules see it.

    Attributes:
        office: None where one that answers on paper has no such office here.
        organisation: None for an outside body, which is not on record as one.
        capacity: None where nobody who held the office acted, or nobody is known to.
        verdict: Of the gate's capacity table.
        broken: The rule that is broken when the act is done or recorded all the same.
    """

    office: str | None
    organisation: str | None
    capacity: str | None
    instrument: str | None
    verdict: Verdict
    facts: tuple[FactUsed, ...]
    broken: str | None = None

    def as_actor(self, deliberation: Deliberation) -> Actor:
        """The actor block of events done in this standing."""
        envelope = deliberation.envelope
        paper = envelope.evidence is not None
        return Actor(
            principal=envelope.principal,
            authenticated="paper" if paper else envelope.authenticated,
            person=None if paper else envelope.person,
            office=self.office,
            organisation=self.organisation,
            capacity=self.capacity,
            instrument=envelope.evidence if paper else self.instrument,
            recorder=envelope.person if paper else None,
        )


def standing_for(deliberation: Deliberation, office: str, gate: Gate | None) -> Standing:
    """In which capacity the acting person may act for an office here.

    Raises:
        MandateLackingError: The person neither holds the office nor has its mandate on that day,
            or a verified rule refuses the capacity.
        ReasonRequiredError: The capacity is warned about and no reason was given.
    """
    found = _best(deliberation, office)
    if found is None:
        refuse_assistant(deliberation, {office}, ANSWERING)
        raise _nobody(deliberation, office)
    standing = judge(deliberation, found, gate)
    verdict = standing.verdict
    words = CAPACITY_WORDS[standing.capacity or "definitive"]
    source = source_words(verdict.source.ref if verdict.source else None)
    if verdict.verdict == "refused" and verdict.source is not None and verdict.source.verified:
        raise MandateLackingError(
            f"In the capacity of {words[1]} this may not be done{source[1]}.",
            hint="The definitive head, a deputy acting for the head, or a Pj may do it.",
            pesan="Tindakan ini tidak dapat dilakukan dalam kedudukan sebagai "
            f"{words[0]}{source[0]}.",
            saran="Yang dapat melakukannya: pejabat definitif, wakil yang melaksanakan tugas "
            "kepala daerah, atau penjabat (Pj.).",
            capacity=standing.capacity,
            office=office,
            source=verdict.source.ref,
        )
    shown = (
        verdict.document is None
        or verdict.document in deliberation.record.documents
        or standing.instrument is not None
    )
    if (verdict.verdict != "allowed" or not shown) and not deliberation.envelope.reason:
        lack = ("", "")
        if not shown:
            wanted = deliberation.named.document(verdict.document or "")
            if verdict.verdict == "allowed":
                raise _unshown(standing, verdict, words, wanted, source)
            lack = (
                f" dan dokumen '{wanted[0]}' belum ada",
                f" and the document '{wanted[1]}' is not on file",
            )
        raise ReasonRequiredError(
            f"Acting as {words[1]} here is doubtful{source[1]}{lack[1]}; it needs a reason.",
            hint="Give the reason with --reason; it is recorded.",
            pesan=f"Kedudukan sebagai {words[0]} di sini masih diragukan{source[0]}{lack[0]}; "
            "diperlukan alasan.",
            saran="Isi alasannya dengan --reason; alasan itu dicatat.",
            capacity=standing.capacity,
            office=office,
            document=verdict.document,
        )
    return standing


def _unshown(
    standing: Standing, verdict: Verdict, words: Pair, wanted: Pair, source: Pair
) -> ReasonRequiredError:
    """The capacity may do it, but nothing on file shows that it is held."""
    return ReasonRequiredError(
        f"Whoever acts as {words[1]} may do this{source[1]}, but the document '{wanted[1]}' that "
        "shows it is not on file.",
        hint=f"Put it on file (kadflow agreement add-document ... {verdict.document}), or give a "
        "reason with --reason.",
        pesan=f"{words[0][:1].upper()}{words[0][1:]} dapat melakukannya{source[0]}, tetapi dokumen "
        f"'{wanted[0]}' yang menunjukkannya belum ada.",
        saran=f"Tambahkan dokumennya (kadflow agreement add-document ... {verdict.document}), atau "
        "isi alasannya dengan --reason.",
        capacity=standing.capacity,
        office=standing.office,
        document=verdict.document,
    )


def _best(deliberation: Deliberation, office: str) -> Holding | Mandate | None:
    person, day = deliberation.envelope.person, deliberation.effective_on.date
    if person is None:
        return None
    held = [h for h in deliberation.directory.holdings(person, day) if h.office == office]
    if held:
        return min(held, key=lambda h: RANK.get(h.capacity, 9))
    record = deliberation.record
    for mandate in deliberation.directory.mandates(person, day):
        named = {record.id, record.number, record.template_key}
        if mandate.giver == office and (not mandate.scope or named & set(mandate.scope)):
            return mandate
    return None


def judge(deliberation: Deliberation, found: Holding | Mandate, gate: Gate | None) -> Standing:
    """How the rules see a holding or a mandate at a gate."""
    if isinstance(found, Holding):
        office, organisation, capacity = found.office, found.organisation, found.capacity
    else:
        office, capacity = found.giver, "kuasa"
        known = deliberation.directory.office(office)
        organisation = known.organisation if known else ""
    verdict = _ALLOWED if gate is None else verdict_for(gate, capacity)
    return Standing(
        office=office,
        organisation=organisation,
        capacity=capacity,
        instrument=found.instrument,
        verdict=verdict,
        facts=(
            FactUsed(name="capacity", value=capacity, stream=found.stream, number=found.number),
        ),
        broken=None if verdict.verdict == "allowed" else f"capacity.{capacity}",
    )


def verdict_for(gate: Gate, capacity: str) -> Verdict:
    """What a gate says of a capacity; of one that it does not name, a signature is doubtful."""
    default = _WARNED if gate.signs and capacity not in {"definitive", "pj"} else _ALLOWED
    return gate.capacity.get(Capacity(capacity), default)


def _nobody(deliberation: Deliberation, office: str) -> MandateLackingError:
    wanted = deliberation.directory.office(office)
    title = wanted.titles if wanted else (office, office)
    return MandateLackingError(
        f"You do not hold {title[1]} on {deliberation.effective_on.date}, nor its mandate.",
        hint="Ask the region administrator to record the appointment or the surat kuasa.",
        pesan=f"Pada {day_words(deliberation.effective_on.date)[0]} Anda tidak memegang "
        f"jabatan {title[0]} dan tidak mempunyai surat kuasanya.",
        saran="Mintalah administrator daerah mencatat penunjukan atau surat kuasanya.",
        office=office,
        person=deliberation.envelope.person,
    )


def may_act(
    deliberation: Deliberation,
    actors: tuple[MayAct, ...],
    what: Pair,
    *,
    for_office: bool = True,
    prepares: bool = False,
) -> Actor:
    """The actor of a step that any holder of certain offices may take.

    Args:
        deliberation: With its envelope naming the person.
        actors: Who may, by the template: a role of any party, or of the initiating party.
        what: The step, for the message, in both languages.
        for_office: The office acted for must be the one held; False where a secretariat records
            what another office did on paper.
        prepares: The step only prepares: the office's assistants may take it too.

    Raises:
        NotPermittedError: The person holds no such office in a party on the effective date.
    """
    envelope, record = deliberation.envelope, deliberation.record
    if envelope.person is None:
        raise NotPermittedError(
            f"{what[1]} is done by a person.",
            hint="Say who acts, with --as PERSON.",
            pesan=f"{what[0]} dilakukan oleh seseorang.",
            saran="Sebutkan siapa yang bertindak dengan --as.",
        )
    day = deliberation.effective_on.date
    if not for_office:  # recording is done today, whatever the day of the act
        day = civil_date(deliberation.now, deliberation.effective_on.zone).date
    for held in deliberation.directory.holdings(envelope.person, day):
        if for_office and envelope.on_behalf_of not in {None, held.office}:
            continue
        if _is_among(record, actors, held.organisation, held.role):
            return acting_as(deliberation, held)
    for office in deliberation.directory.assisted(envelope.person, day):
        if for_office and envelope.on_behalf_of not in {None, office.id}:
            continue
        if _is_among(record, actors, office.organisation, office.role):
            if prepares:
                return _assisting(deliberation, office)
            raise _only_prepares(office, what)
    refuse_mandate(deliberation, {actor.value.partition(_INITIATING)[0] for actor in actors}, what)
    raise NotPermittedError(
        f"{what[1]} is not yours to do on {day}.",
        hint=f"It is done by: {', '.join(who_may(actors, 'en'))}.",
        pesan=f"{what[0]} bukan wewenang Anda pada {day_words(day)[0]}.",
        saran=f"Yang berwenang: {', '.join(who_may(actors))}.",
        who=[actor.value for actor in actors],
    )


def _is_among(
    record: AgreementRecord, actors: tuple[MayAct, ...], organisation: str, role: str
) -> bool:
    """Whether an office of that role, in that organisation, is one of those that may act."""
    party = record.party_of(organisation)
    if party is None:
        return False
    names = (actor.value.partition(_INITIATING) for actor in actors)
    return any(wanted == role and (party.initiating or not only) for wanted, only, _ in names)


def assists(deliberation: Deliberation, office: str | None) -> bool:
    """Whether the acting person assists an office on the day of recording."""
    person = deliberation.envelope.person
    day = civil_date(deliberation.now, deliberation.effective_on.zone).date
    assisted = deliberation.directory.assisted(person, day) if person else ()
    return any(each.id == office for each in assisted)


def _assisting(deliberation: Deliberation, office: Office) -> Actor:
    """The acting person as one who prepares for an office."""
    envelope = deliberation.envelope
    return Actor(
        principal=envelope.principal,
        authenticated=envelope.authenticated,
        person=envelope.person,
        office=office.id,
        organisation=office.organisation,
        capacity=ASSISTANT,
    )


def _only_prepares(office: Office, what: Pair) -> NotPermittedError:
    return NotPermittedError(
        f"You assist the office {office.title_en}: an assistant prepares, and never decides or signs. "
        f"{what[1]} is done by its holder.",
        hint="Let the holder do it; what was decided on paper is recorded with --evidence FILE.",
        pesan=f"Anda staf pendamping {office.title}: staf pendamping menyiapkan, tetapi tidak "
        f"memutus dan tidak menandatangani. {what[0]} dilakukan oleh pejabatnya sendiri.",
        saran="Biarkan pejabatnya yang melakukan; keputusannya di atas kertas dicatat dengan "
        "--evidence BERKAS.",
        office=office.id,
        assistant=True,
    )


def refuse_assistant(deliberation: Deliberation, offices: set[str], what: Pair) -> None:
    """Tell an assistant of one of these offices that he prepares, and never decides.

    Raises:
        NotPermittedError: The acting person assists one of them.
    """
    person, day = deliberation.envelope.person or "", deliberation.effective_on.date
    for office in deliberation.directory.assisted(person, day):
        if office.id in offices:
            raise _only_prepares(office, what)


def refuse_mandate(deliberation: Deliberation, roles: set[str], what: Pair) -> None:
    """Tell the holder of a surat kuasa of the right office what it serves for, and what not.

    A kuasa empowers somebody to sign, and here to answer, for an office (PP 28/2018 art 2(2));
    no source lets it take the steps of the office's own work, or edit.
    """
    person, day = deliberation.envelope.person or "", deliberation.effective_on.date
    for mandate in deliberation.directory.mandates(person, day):
        giver = deliberation.directory.office(mandate.giver)
        if giver is not None and giver.role in roles:
            raise NotPermittedError(
                f"A mandate serves for answers and signatures only. {what[1]} is done by a holder "
                f"of the office: {giver.title_en}.",
                hint="Let its holder do it, or have an acting one (Plt, Plh) appointed.",
                pesan=f"Surat kuasa hanya berlaku untuk memberi jawaban dan menandatangani. "
                f"{what[0]} dilakukan oleh pejabatnya sendiri: {giver.title}.",
                saran="Biarkan pejabatnya yang melakukan, atau angkat pelaksana (Plt., Plh.) "
                "untuk jabatan itu.",
                mandate=mandate.id,
                office=giver.id,
                source="PP 28/2018 art 2(2)",
            )


def acting_as(deliberation: Deliberation, held: Holding) -> Actor:
    """The acting person as holder of an office."""
    envelope = deliberation.envelope
    return Actor(
        principal=envelope.principal,
        authenticated=envelope.authenticated,
        person=envelope.person,
        office=held.office,
        organisation=held.organisation,
        capacity=held.capacity,
        instrument=held.instrument,
    )


def own_organisations(deliberation: Deliberation) -> frozenset[str]:
    """Organisations in which the acting person holds or assists an office on the day of recording."""
    person = deliberation.envelope.person
    day = civil_date(deliberation.now, deliberation.effective_on.zone).date
    held = deliberation.directory.holdings(person, day) if person else ()
    assisted = deliberation.directory.assisted(person, day) if person else ()
    own = {holding.organisation for holding in held}
    return frozenset(own | {office.organisation for office in assisted})


def who_may(actors: tuple[MayAct, ...], language: str = "id") -> list[str]:
    """The actors in words an official uses."""
    if language != "id":
        return [actor_words(actor.value)[1] for actor in actors]
    words = []
    for actor in actors:
        role, initiating, _ = actor.value.partition(_INITIATING)
        words.append(f"{ROLE_WORDS[role][0]}{' pemrakarsa' if initiating else ''}")
    return words
