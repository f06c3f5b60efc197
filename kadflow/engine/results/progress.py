"""Progress reports: drafted within a party, submitted, returned or accepted by the others, reopened.

Rules, in order:

1. A draft stands in the party's own stream; its secretariat and executing units write it, and
   nobody else sees it before its secretariat submits it.
2. A period is reported on once it has begun. What a party handed in on paper is recorded with it.
3. Another party's secretariat accepts or returns a report; nobody reviews its own.
4. Where the template says by when, handing the report in settles that deadline, also where it has
   passed.
5. Returned or reopened in part, only those sections are written anew; the others are carried along.
   A version is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kadflow.domain.agreements import PartyRecord, deadline_key
from kadflow.domain.commands import DraftProgress, ReviewProgress, SubmitProgress
from kadflow.domain.events import SYSTEM, Sealed
from kadflow.domain.periods import Period, read_period
from kadflow.domain.progress import SECTIONS, Progress, ProgressReport
from kadflow.domain.wording import Pair, choices, listed
from kadflow.domain.wording.results import REPORT_WORDS, SECTION_WORDS, VERDICT_WORDS
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.naming import REPORTED
from kadflow.engine.results.acting import (
    SECRETARIAT,
    WORKING,
    act_for,
    file_data,
    file_parts,
    need_reason,
    other_party,
    own_party,
    party_of,
    reason_part,
    text,
)
from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    TransitionRefusedError,
)


def draft_progress(deliberation: Deliberation, command: DraftProgress) -> None:
    """Write sections of the own party's report; the others do not see them."""
    period = _period(deliberation, command.period)
    _check_sections(command.sections)
    if not command.sections:
        raise InvalidInputError(
            "No section is written.",
            hint=f"Sections are: {choices(SECTION_WORDS)[1]}.",
            pesan="Tidak ada bagian laporan yang ditulis.",
            saran=f"Bagian laporan: {choices(SECTION_WORDS)[0]}.",
        )
    actor, party = own_party(deliberation, WORKING, ("Penulisan laporan", "Writing a report"))
    _check_open(deliberation.chapter(Progress).of(party.id, period.name), command.sections)
    deliberation.emit(
        "progress.drafted",
        {"period": period.name, "sections": sorted(command.sections)},
        stream=party.id,
        actor=actor,
        parts=_texts(command.sections),
    )


def submit_progress(deliberation: Deliberation, command: SubmitProgress) -> None:
    """Hand a party's report to the others: its draft, with what the command brings."""
    party = party_of(deliberation, command.organisation)
    actor = act_for(deliberation, party, SECRETARIAT, ("Penyampaian laporan", "The report"))
    period = _period(deliberation, command.period).name
    _check_sections(command.sections)
    report = deliberation.chapter(Progress).of(party.id, period)
    written = _drafted(deliberation, party, period) | dict(command.sections)
    _check_open(report, written)
    if not written and command.file is None:
        raise FactMissingError(
            f"Nothing is written for {period}.",
            hint="Write it first with: kadflow progress draft.",
            pesan=f"Belum ada yang ditulis untuk {period}.",
            saran="Tulis lebih dahulu dengan: kadflow progress draft.",
        )
    known = report.latest.sections if report is not None else {}
    if "progress" not in {*written, *known} and command.file is None:
        name = SECTION_WORDS["progress"]
        raise FactMissingError(
            f"The report lacks its section '{name[1]}'.",
            hint="Write it, or attach the report as a file.",
            pesan=f"Laporan ini belum memuat bagian '{name[0]}'.",
            saran="Tuliskan, atau lampirkan laporannya sebagai berkas.",
            sections=["progress"],
        )
    version = len(report.versions) + 1 if report is not None else 1
    submitted = deliberation.emit(
        "progress.submitted",
        {
            "report": report.id if report is not None else deliberation.new_id(),
            "party": party.id,
            "period": period,
            "version": version,
            "sections": sorted(written),
            "file": file_data(command.file),
            "awaits": "review",
        },
        actor=actor,
        parts=_texts(written) | file_parts(command.file),
    )
    if _draft(deliberation, party, period):
        deliberation.emit(
            "progress.sent",
            {"period": period, "version": version},
            stream=party.id,
            actor=actor,
        )
    _settle(deliberation, party, period)
    for other in deliberation.record.active_parties:
        if other.id != party.id:
            _tell(deliberation, "progress_submitted", other, submitted, party, period)


def review_progress(deliberation: Deliberation, command: ReviewProgress) -> None:
    """Accept, return or reopen a report as another party."""
    owner = party_of(deliberation, command.organisation)
    what = ("Peninjauan laporan", "Reviewing a report")
    if command.verdict not in VERDICT_WORDS:
        raise InvalidInputError(
            f"A report is not {command.verdict!r}.",
            hint=f"It is: {choices(VERDICT_WORDS)[1]}.",
            pesan=f"Laporan tidak dapat {command.verdict!r}.",
            saran=f"Pilihannya: {choices(VERDICT_WORDS)[0]}.",
        )
    actor, reviewer = other_party(deliberation, command.reviewer, what)
    if reviewer.id == owner.id:
        raise NotPermittedError(
            f"{owner.name} does not review its own report.",
            hint="The secretariat of another party does.",
            pesan=f"{owner.name} tidak meninjau laporannya sendiri.",
            saran="Sekretariat TKKSD pihak lain yang meninjaunya.",
            party=owner.id,
        )
    period = read_period(command.period).name
    report = deliberation.chapter(Progress).of(owner.id, period)
    if report is None:
        raise NotFoundError(
            f"{owner.name} has handed in no report on {period}.",
            hint="See the reports with: kadflow progress show.",
            pesan=f"{owner.name} belum menyampaikan laporan {period}.",
            saran="Lihat laporannya dengan: kadflow progress show.",
        )
    wanted = "accepted" if command.verdict == "reopened" else "submitted"
    if report.status != wanted:
        now, then = REPORT_WORDS[report.status], REPORT_WORDS[wanted]
        verdict = VERDICT_WORDS[command.verdict]
        raise TransitionRefusedError(
            f"The report on {report.period} is {now[1]}; only one that is {then[1]} is "
            f"{verdict[1]}.",
            hint="See where it stands with: kadflow progress show.",
            pesan=f"Laporan {report.period} {now[0]}; hanya yang {then[0]} dapat {verdict[0]}.",
            saran="Lihat keadaannya dengan: kadflow progress show.",
        )
    _check_sections(command.sections)
    if command.verdict != "accepted":
        need_reason(deliberation, VERDICT_NOUNS[command.verdict])
    elif command.sections:
        raise InvalidInputError(
            "A report is accepted as a whole.",
            hint="Return it where sections are wrong.",
            pesan="Laporan diterima secara utuh.",
            saran="Kembalikan bila ada bagian yang keliru.",
        )
    said = deliberation.emit(
        f"progress.{command.verdict}",
        {
            "report": report.id,
            "party": owner.id,
            "period": report.period,
            "version": report.latest.version,
            "by": reviewer.id,
            "sections": sorted(set(command.sections), key=SECTIONS.index),
            "awaits": None if command.verdict == "accepted" else "mending",
        },
        actor=actor,
        parts=reason_part(deliberation),
    )
    _tell(deliberation, f"progress_{command.verdict}", owner, said, reviewer, report.period)


def _settle(deliberation: Deliberation, party: PartyRecord, period: str) -> None:
    """Nobody is asked any more for what was handed in."""
    record, key = deliberation.record, deadline_key(f"{REPORTED}{period}", party.id)
    for kind, found in (("withdrawn", record.deadlines), ("settled", record.overdue)):
        for deadline in [each for each in found if each.key == key]:
            deliberation.emit(f"deadline.{kind}", {"deadline": deadline.id}, actor=SYSTEM)


VERDICT_NOUNS: dict[str, Pair] = {
    "returned": ("Pengembalian laporan", "Returning a report"),
    "reopened": ("Pembukaan kembali laporan", "Reopening a report"),
}


def _tell(
    deliberation: Deliberation,
    kind: str,
    told: PartyRecord,
    occasion: Sealed,
    party: PartyRecord,
    period: str,
) -> None:
    words = read_period(period).words
    for office in deliberation.coordinators(told):
        deliberation.notify(
            kind, office, occasion, party=party.name, period_id=words[0], period_en=words[1]
        )


def _period(deliberation: Deliberation, written: str) -> Period:
    period = read_period(written)
    on = deliberation.effective_on.date
    if period.first.isoformat() > on:
        raise InvalidInputError(
            f"{period.words[1]} has not begun on {on}.",
            hint="Report on it when it has.",
            pesan=f"{period.words[0]} belum mulai pada {on}.",
            saran="Laporkan setelah periodenya mulai.",
        )
    return period


def _draft(deliberation: Deliberation, party: PartyRecord, period: str) -> Mapping[str, int]:
    track = deliberation.tracks.get(party.id)
    return track.drafts.get(period, {}) if track is not None else {}


def _drafted(deliberation: Deliberation, party: PartyRecord, period: str) -> dict[str, str]:
    """The texts of a draft, from the party's own stream."""
    found = {}
    for name, number in _draft(deliberation, party, period).items():
        content = deliberation.read_part(party.id, number, name)
        if content is None:
            raise FactMissingError(
                f"The draft's section '{SECTION_WORDS[name][1]}' was sealed.",
                hint="Write it anew with: kadflow progress draft.",
                pesan=f"Bagian '{SECTION_WORDS[name][0]}' pada konsepnya sudah disegel.",
                saran="Tulis ulang dengan: kadflow progress draft.",
            )
        found[name] = content.decode()
    return found


def _check_sections(names: Iterable[str]) -> None:
    for name in names:
        if name not in SECTIONS:
            raise InvalidInputError(
                f"A report has no section {name!r}.",
                hint=f"Sections are: {choices(SECTION_WORDS)[1]}.",
                pesan=f"Laporan tidak mempunyai bagian {name!r}.",
                saran=f"Bagian laporan: {choices(SECTION_WORDS)[0]}.",
            )


def _check_open(report: ProgressReport | None, names: Iterable[str]) -> None:
    """Refuse what is written into a report that is not open for it."""
    if report is None:
        return
    if report.status in {"submitted", "accepted"}:
        now = REPORT_WORDS[report.status]
        raise TransitionRefusedError(
            f"The report on {report.period} is {now[1]}.",
            hint="Another party returns or reopens it before it is written anew.",
            pesan=f"Laporan {report.period} {now[0]}.",
            saran="Pihak lain mengembalikan atau membukanya kembali sebelum ditulis ulang.",
        )
    closed = [name for name in names if name not in report.anew]
    if closed:
        open_, shut = (
            listed(SECTION_WORDS[name] for name in some) for some in (report.anew, closed)
        )
        raise TransitionRefusedError(
            f"Only these sections are open: {open_[1]}. Not: {shut[1]}.",
            hint="Ask the other party to reopen more.",
            pesan=f"Hanya bagian ini yang dibuka: {open_[0]}. Tidak termasuk: {shut[0]}.",
            saran="Mintalah pihak lain membuka bagian lainnya.",
            sections=closed,
        )


def _texts(sections: Mapping[str, str]) -> dict[str, str]:
    return {name: text(sections[name], SECTION_WORDS[name], longest=20_000) for name in sections}
