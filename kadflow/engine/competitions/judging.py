"""Who runs a competition, who enters, who judges what, and when it may be ranked.

Rules, in order:

1. The secretariat of the organisation that runs it opens it, names the jury and publishes the
   ranking. It may enter any agreement; the secretariat of a party enters its own.
2. An office of an organisation that is bound by an entry never judges that entry. Of the others
   each declares before judging an entry whether there is an interest of one's own; a declared
   one stands.
3. A sheet answers the whole form, is blind, and may be replaced until the ranking.
4. From paper the running secretariat records, by somebody who judges nothing here.
5. A naming is taken back before the ranking, with a reason; the sheets of that juror count no more
   and stay shut. Named again, an office stays excused where it declared a conflict.
6. While a juror who may judge an entry has not, ranking needs a reason; an entry without a sheet
   keeps it from being ranked. Once ranked nothing changes any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kadflow.domain.commands.competitions import (
    DeclareForEntry,
    DismissJuror,
    JudgeEntry,
    NameJuror,
)
from kadflow.domain.competitions import MOST_ENTRIES, Competition, Entry, Juror
from kadflow.domain.evaluations import Evaluator, Sheet
from kadflow.domain.events import Actor
from kadflow.domain.people import Holding, Office
from kadflow.domain.wording import Pair
from kadflow.engine.competitions.contest import Contest
from kadflow.engine.competitions.ranking import rank
from kadflow.engine.competitions.timing import end_last_day, tell_if_complete
from kadflow.engine.evaluations.aggregation import Counted, aggregate, remarks_of
from kadflow.engine.evaluations.naming import check_many, one_named
from kadflow.engine.evaluations.scoring import check_sheet
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
    SeparationOfDutiesError,
    TransitionRefusedError,
)


def secretariat(contest: Contest, organisations: Sequence[str], what: Pair) -> Actor:
    """The acting person as secretariat of one of some organisations.

    Raises:
        NotPermittedError: The person holds none of these on the day of the act.
    """
    for held in contest.holdings:
        if held.role == "coordinator" and held.organisation in organisations:
            return _acting(contest, held)
    raise NotPermittedError(
        f"{what[1]} is done by the secretariat of the organisation that runs the competition.",
        hint="Ask it.",
        pesan=f"{what[0]} dilakukan oleh sekretariat penyelenggara penilaian bersama.",
        saran="Mintalah kepadanya.",
    )


def enter(contest: Contest, agreement: str, label: str, parties: Sequence[str]) -> None:
    """Let an agreement take part.

    Args:
        agreement: Id.
        label: Its human number.
        parties: Organisations that it binds now.
    """
    _still_open(contest)
    what = ("Mendaftarkan peserta", "Entering an agreement")
    actor = secretariat(contest, [contest.record.organisation, *parties], what)
    if any(entry.agreement == agreement for entry in contest.record.entries.values()):
        raise InvalidInputError(
            f"{label} takes part already.",
            pesan=f"{label} sudah menjadi peserta.",
        )
    if len(contest.record.entries) >= MOST_ENTRIES:
        raise InvalidInputError(
            f"A competition has at most {MOST_ENTRIES} entries.",
            hint="Open another one.",
            pesan=f"Penilaian bersama paling banyak diikuti {MOST_ENTRIES} peserta.",
            saran="Buka penilaian bersama yang lain.",
        )
    contest.emit(
        "competition.entered",
        {
            "competition": contest.stream,
            "entry": contest.new_id(),
            "agreement": agreement,
            "label": label,
            "parties": sorted(parties),
        },
        actor=actor,
    )


def name_juror(contest: Contest, command: NameJuror, office: Office) -> None:
    """Ask an office to judge."""
    _still_open(contest)
    what = ("Menunjuk juri", "Naming a juror")
    actor = secretariat(contest, [contest.record.organisation], what)
    if office.organisation != command.organisation or any(
        each.office == office.id and each.person in {None, command.person}
        for each in contest.record.jury
    ):
        raise InvalidInputError(
            f"{office.title_en} judges here already, or belongs to another organisation.",
            hint="See the jury with: kadflow evaluation ranking.",
            pesan=f"{office.title} sudah menjadi juri, atau bukan jabatan pada instansi itu.",
            saran="Lihat para juri dengan: kadflow evaluation ranking.",
            office=office.id,
        )
    check_many(len(contest.record.jury))
    named = contest.emit(
        "competition.juror_named",
        {
            "competition": contest.stream,
            "juror": contest.new_id(),
            "organisation": command.organisation,
            "office": office.id,
            "person": command.person,
        },
        actor=actor,
    )
    contest.notify("competition_asked", office.id, named)


def dismiss_juror(contest: Contest, command: DismissJuror) -> None:
    """Take back the naming of a juror; the sheets of it count no more.

    Raises:
        ReasonRequiredError: No reason was given.
        TransitionRefusedError: The juror declared a conflict of interest; it stays excused there.
    """
    _still_open(contest)
    what = ("Mencabut penunjukan juri", "Taking back the naming of a juror")
    actor = secretariat(contest, [contest.record.organisation], what)
    juror = one_named(
        [
            each
            for each in contest.record.jury
            if each.office == command.office and command.person in {None, each.person}
        ]
    )
    reason, was_complete = contest.envelope.reason, contest.record.is_complete
    if not reason:
        raise ReasonRequiredError(
            f"{what[1]} needs a reason.",
            hint="Give it with --reason.",
            pesan=f"{what[0]} memerlukan alasan.",
            saran="Isi alasannya dengan --reason.",
        )
    dismissed = contest.emit(
        "competition.juror_dismissed",
        {"competition": contest.stream, "juror": juror.id, "judged": len(juror.judged)},
        actor=actor,
        parts={"reason": reason},
    )
    contest.notify("juror_dismissed", juror.office, dismissed)
    tell_if_complete(contest, was=was_complete)


def declare(contest: Contest, command: DeclareForEntry) -> None:
    """Declare whether there is an interest of one's own in an entry, or in all the others."""
    _still_open(contest)
    juror, actor = _juror(contest, command.office)
    reason = contest.envelope.reason
    if command.conflict and (not reason or command.entry is None):
        raise ReasonRequiredError(
            "A conflict of interest is declared for one entry, with its reason.",
            hint="Name the entry, and say which conflict with --reason; it is recorded.",
            pesan="Benturan kepentingan dinyatakan untuk satu peserta beserta alasannya.",
            saran="Sebutkan pesertanya, dan isi alasannya dengan --reason; alasan itu dicatat.",
        )
    record, was_complete = contest.record, contest.record.is_complete
    if command.entry is not None:
        wanted = [entry_of(record, command.entry)]
    else:
        wanted = [each for each in record.entries.values() if each.id not in juror.conflicts]
    for entry in wanted:
        if juror.conflicts.get(entry.id) and not command.conflict:
            raise TransitionRefusedError(
                "A conflict of interest was declared on this entry; it is not taken back.",
                hint="Others judge it.",
                pesan="Benturan kepentingan pada peserta ini sudah dinyatakan dan tidak dapat "
                "dicabut.",
                saran="Juri lain yang menilainya.",
                entry=entry.id,
            )
        contest.emit(
            "competition.interest_declared",
            {
                "competition": contest.stream,
                "juror": juror.id,
                "entry": entry.id,
                "conflict": command.conflict,
            },
            actor=actor,
            parts={"reason": reason} if reason else {},
        )
    tell_if_complete(contest, was=was_complete)


def judge(contest: Contest, command: JudgeEntry) -> None:
    """Hand in a sheet on an entry."""
    _still_open(contest)
    record, was_complete = contest.record, contest.record.is_complete
    juror, actor = _juror(contest, command.office)
    entry = entry_of(record, command.entry)
    if juror.organisation in entry.parties or juror.conflicts.get(entry.id):
        raise TransitionRefusedError(
            f"This juror may not judge {entry.label}: there is an interest of its own.",
            hint="Others judge it.",
            pesan=f"Juri ini tidak dapat menilai {entry.label} karena ada benturan kepentingan.",
            saran="Juri lain yang menilainya.",
            entry=entry.id,
        )
    if entry.id not in juror.conflicts:
        raise TransitionRefusedError(
            f"Before judging {entry.label} a juror declares whether there is a conflict of "
            "interest.",
            hint=f"Declare it with: kadflow evaluation recuse {contest.record.code} none.",
            pesan=f"Sebelum menilai {entry.label}, juri menyatakan ada tidaknya benturan "
            "kepentingan.",
            saran=f"Nyatakan dengan: kadflow evaluation recuse {contest.record.code} none.",
            entry=entry.id,
        )
    check_sheet(record.form, command.sheet)
    contest.emit(
        "competition.judged",
        {
            "competition": contest.stream,
            "juror": juror.id,
            "entry": entry.id,
            "again": entry.id in juror.judged,
        },
        actor=actor,
        parts={"sheet": msgspec.to_builtins(command.sheet)},
    )
    tell_if_complete(contest, was=was_complete)


def publish(contest: Contest, told: Sequence[str] = ()) -> None:
    """Open the sheets and publish the ranking.

    Args:
        told: Offices that hear of it, beside the jury.
    """
    _still_open(contest)
    record, reason = contest.record, contest.envelope.reason
    what = ("Menetapkan peringkat", "Publishing the ranking")
    actor = secretariat(contest, [record.organisation], what)
    counted = {entry.id: _counted(contest, entry) for entry in record.entries.values()}
    empty = [record.entries[entry].label for entry, found in counted.items() if not found]
    if empty or not counted:
        raise GateNotMetError(
            f"Nobody has judged: {', '.join(empty) or 'no entry at all'}.",
            hint="Every entry needs one sheet at least.",
            pesan=f"Belum ada yang dinilai: {', '.join(empty) or 'belum ada peserta'}.",
            saran="Setiap peserta memerlukan sedikitnya satu lembar penilaian.",
        )
    missing = {e.id: _missing(record, e, len(counted[e.id])) for e in record.entries.values()}
    if any(missing.values()) and not reason:
        raise ReasonRequiredError(
            f"{sum(missing.values())} sheets are still awaited.",
            hint="Wait for them, or rank with --reason; it is recorded.",
            pesan=f"Masih ditunggu {sum(missing.values())} lembar penilaian.",
            saran="Tunggu, atau tetapkan dengan --reason; alasan itu dicatat.",
        )
    results = {
        entry: aggregate(
            record.form,
            found,
            missing=missing[entry],
            recused=len(record.jury) - len(found) - missing[entry],
        )
        for entry, found in counted.items()
    }
    order = {entry.id: entry.number for entry in record.entries.values()}
    ranking = rank(results, record.tie_breaks, order)
    parts: dict[str, Any] = {
        "ranking": msgspec.to_builtins(ranking),
        "remarks": {entry: remarks_of(record.form, found) for entry, found in counted.items()},
    }
    if record.form.shows == "offices":
        parts["sheets"] = {
            entry: {each.evaluator.id: msgspec.to_builtins(each.sheet) for each in found}
            for entry, found in counted.items()
        }
    if reason:
        parts["reason"] = reason
    end_last_day(contest)
    ranked = contest.emit(
        "competition.ranked",
        {
            "competition": contest.stream,
            "ranking": [[each.entry, each.rank, each.total] for each in ranking],
        },
        actor=actor,
        parts=parts,
    )
    for office in dict.fromkeys([*told, *(juror.office for juror in record.jury)]):
        contest.notify("competition_ranked", office, ranked)


def entry_of(record: Competition, wanted: str) -> Entry:
    """An entry by its id, its agreement's id, or the agreement's number.

    Raises:
        NotFoundError: It does not take part.
    """
    for entry in record.entries.values():
        if wanted in {entry.id, entry.agreement, entry.label}:
            return entry
    raise NotFoundError(
        f"{wanted!r} does not take part in {record.code}.",
        hint="See the entries with: kadflow evaluation ranking.",
        pesan=f"{wanted!r} bukan peserta {record.code}.",
        saran="Lihat para peserta dengan: kadflow evaluation ranking.",
    )


def _counted(contest: Contest, entry: Entry) -> list[Counted]:
    """The sheets on an entry that count; each juror is one voice."""
    found = []
    for juror in contest.record.jury:
        number = juror.judged.get(entry.id)
        if number is None or not contest.record.may_judge(juror, entry):
            continue
        content = contest.read_part(number, "sheet")
        if content is not None:
            voice = Evaluator(id=juror.id, number=juror.number, organisation=juror.organisation)
            found.append(Counted(voice, msgspec.json.decode(content, type=Sheet)))
    return found


def _missing(record: Competition, entry: Entry, sheets: int) -> int:
    return sum(record.may_judge(juror, entry) for juror in record.jury) - sheets


def _still_open(contest: Contest) -> None:
    if contest.record.ranked:
        raise TransitionRefusedError(
            f"{contest.record.code} is ranked; nothing in it changes any more.",
            hint="See it with: kadflow evaluation ranking.",
            pesan=f"Peringkat {contest.record.code} sudah ditetapkan dan tidak berubah lagi.",
            saran="Lihat dengan: kadflow evaluation ranking.",
        )


def _juror(contest: Contest, office: str | None) -> tuple[Juror, Actor]:
    """The juror that the person is, or whose paper is recorded."""
    envelope, record = contest.envelope, contest.record
    offices = {held.office: held for held in contest.holdings}
    mine = [
        (juror, offices[juror.office])
        for juror in record.jury
        if juror.office in offices and juror.person in {None, envelope.person}
    ]
    if envelope.evidence is not None:
        return _recorded(contest, office, judges=bool(mine))
    wanted = office or envelope.on_behalf_of
    fits = [(juror, held) for juror, held in mine if wanted in {None, juror.office}]
    if len(fits) != 1:
        raise NotPermittedError(
            "Entries are judged by the jury that was named; you are none of it, or several.",
            hint="Where you hold several offices, say for which with --on-behalf-of OFFICE.",
            pesan="Peserta dinilai oleh juri yang ditunjuk; Anda tidak termasuk, atau memegang "
            "beberapa jabatan juri.",
            saran="Bila memegang beberapa jabatan, sebutkan yang mana dengan --on-behalf-of.",
        )
    if envelope.person in record.recorders:
        raise SeparationOfDutiesError(
            "You recorded a juror's sheet from paper, so you have seen it and may not judge.",
            hint="Let another person of the office judge.",
            pesan="Anda telah mencatat lembar juri lain, jadi Anda sudah melihatnya dan tidak "
            "dapat menilai.",
            saran="Biarkan pejabat lain yang menilai.",
        )
    juror, held = fits[0]
    if any(envelope.person in each.by for each in record.jury if each is not juror):
        raise SeparationOfDutiesError(
            "You judged here for another office already; nobody counts twice.",
            hint="The secretariat names another person for this office.",
            pesan="Anda sudah menilai di sini untuk jabatan lain; seseorang tidak dihitung dua "
            "kali.",
            saran="Sekretariat menunjuk orang lain untuk jabatan ini.",
        )
    return juror, _acting(contest, held)


def _recorded(contest: Contest, office: str | None, *, judges: bool) -> tuple[Juror, Actor]:
    envelope, record = contest.envelope, contest.record
    what = ("Mencatat lembar juri", "Recording a juror's sheet")
    secretariat(contest, [record.organisation], what)
    wanted = office or envelope.on_behalf_of
    juror = next((each for each in record.jury if each.office == wanted), None)
    if juror is None:
        raise NotPermittedError(
            "The paper belongs to no juror of this competition.",
            hint="Name whose sheet it is with --on-behalf-of OFFICE.",
            pesan="Surat ini bukan milik salah satu juri.",
            saran="Sebutkan jurinya dengan --on-behalf-of JABATAN.",
        )
    if judges:
        raise SeparationOfDutiesError(
            "You judge here yourself, so you may not see another's sheet before it is opened.",
            hint="Let another person of the secretariat record it.",
            pesan="Anda sendiri menjadi juri, jadi tidak boleh melihat lembar juri lain sebelum "
            "dibuka.",
            saran="Biarkan orang lain dari sekretariat yang mencatatnya.",
        )
    actor = Actor(
        principal=envelope.principal,
        authenticated="paper",
        office=juror.office,
        organisation=juror.organisation,
        instrument=envelope.evidence,
        recorder=envelope.person,
    )
    return juror, actor


def _acting(contest: Contest, held: Holding) -> Actor:
    envelope = contest.envelope
    return Actor(
        principal=envelope.principal,
        authenticated=envelope.authenticated,
        person=envelope.person,
        office=held.office,
        organisation=held.organisation,
        capacity=held.capacity,
        instrument=held.instrument,
    )
