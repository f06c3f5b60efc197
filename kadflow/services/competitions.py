"""Competitions between agreements: one command, one transaction, in the competition's own stream."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

import msgspec

from kadflow.domain.clock import Clock, IdSource, civil_date, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.commands.competitions import (
    CompetitionCommand,
    DeclareForEntry,
    DismissJuror,
    EnterAgreement,
    JudgeEntry,
    NameJuror,
    OpenCompetition,
)
from kadflow.domain.competitions import Competition
from kadflow.domain.evaluations import Sheet
from kadflow.domain.events import LegalDate
from kadflow.domain.people import Holding, Office
from kadflow.engine.competitions import judging, timing
from kadflow.engine.competitions.contest import Contest
from kadflow.engine.competitions.opening import open_competition
from kadflow.engine.deadlines import HOME
from kadflow.engine.terms import check_plain
from kadflow.errors import (
    ConcurrentChangeError,
    InvalidInputError,
    KadflowError,
    NotFoundError,
)
from kadflow.services.agreements import (
    KEY_LIFE,
    SYSTEM_ENVELOPE,
    AgreementService,
    key_reused,
    request_digest,
)
from kadflow.services.competition_rows import JUDGES, write_hanging
from kadflow.services.dating import effective_day
from kadflow.services.ledger import Ledger
from kadflow.services.notices import write_notices
from kadflow.services.recording import write_streams
from kadflow.services.templates import TemplateService, refused
from kadflow.storage import agreements, deadlines, history, people
from kadflow.storage import competitions as rows
from kadflow.storage.failures import AlreadyStoredError
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from state_machines.errors import TemplateError
from state_machines.forms import read_form
from state_machines.template import Evaluation

_REFUSALS = logging.getLogger("kadflow.refusals")


class JudgedBy(NamedTuple):
    """The form of a competition.

    Attributes:
        rules: With titles and anchors; None where an own form was sealed.
        text: An own form as it was written; None for that of a workflow.
    """

    rules: Evaluation | None
    text: str | None = None


class CompetitionService:
    """Commands on competitions and the questions asked about them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        templates: TemplateService,
        agreement_service: AgreementService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._templates = templates
        self._agreements = agreement_service

    # -------------------------------------------------------------- commands

    def run(self, envelope: Envelope, command: CompetitionCommand) -> Competition:
        """Carry out one command durably, or refuse it and change nothing.

        Raises:
            KadflowError: A typed refusal.
        """
        try:
            check_plain(envelope.reason, ("Alasan", "The reason"))
            work = partial(self._run, envelope=envelope, command=command)
            try:
                return self._database.write(work)
            except AlreadyStoredError:
                # somebody took the code, or this very key, meanwhile: now it is known
                return self._database.write(work)
        except KadflowError as refusal:
            _REFUSALS.info("%s refused %s", refusal.code, type(command).__name__)
            raise

    def _run(
        self, tx: Transaction, *, envelope: Envelope, command: CompetitionCommand
    ) -> Competition:
        request = request_digest(envelope, command) if envelope.key is not None else ""
        answered = self._answered(tx, envelope, command, request)
        if answered is not None:
            return answered
        now = self._clock.now()
        ledger = Ledger(now)
        if isinstance(command, OpenCompetition):
            stream, record, organisation = self._ids.new(), None, command.organisation
            if rows.find_competition(tx, command.code) is not None:
                raise InvalidInputError(
                    f"The code {command.code!r} is taken.",
                    hint="Choose another one.",
                    pesan=f"Kode {command.code!r} sudah dipakai.",
                    saran="Pilih kode lain.",
                )
            ledger.begin(stream, "competition", agreement=None)
        else:
            stream = self.find(tx, command.competition)
            record = _locked(tx, ledger, stream)
            organisation = record.organisation
            _check_version(envelope, record)
        home = people.organisations(tx, [organisation])[organisation]
        day = effective_day(envelope, now, home.zone)
        held = people.holdings(tx, envelope.person, day.date) if envelope.person else []
        contest = self._contest(
            tx, ledger, stream, record, organisation, envelope=envelope, holdings=held, on=day
        )
        if record is not None:
            timing.apply_due(contest, stamp(now))
        self._decide(tx, contest, command)
        self._write(tx, contest, ledger, created=record is None, at=stamp(now))
        if envelope.key is not None:
            history.insert_receipt(
                tx,
                {
                    "principal": envelope.principal,
                    "command": type(command).__name__,
                    "key": envelope.key,
                    "request": request,
                    "answer": msgspec.json.encode(contest.record),
                    "recorded_at": stamp(now),
                },
            )
        return contest.record

    def _contest(
        self,
        tx: Transaction,
        ledger: Ledger,
        stream: str,
        record: Competition | None,
        organisation: str,
        *,
        envelope: Envelope,
        on: LegalDate,
        holdings: Sequence[Holding] = (),
    ) -> Contest:
        return Contest(
            stream,
            record,
            envelope=envelope,
            holdings=holdings,
            effective_on=on,
            organisers=_secretariat(tx, organisation),
            ledger=ledger,
            new_id=self._ids.new,
            read_part=partial(_part, tx, stream),
        )

    def _write(
        self, tx: Transaction, contest: Contest, ledger: Ledger, *, created: bool, at: str
    ) -> None:
        """Write events, row, deadline, tasks and notices."""
        (rows.insert_competition if created else rows.update_competition)(tx, contest.record)
        write_streams(tx, ledger)
        write_hanging(
            tx,
            contest.record,
            contest.events,
            organisers=contest.organisers,
            written_at=at,
            new_id=self._ids.new,
        )
        write_notices(tx, None, contest.notices, written_at=at, new_id=self._ids.new)

    def apply_due(self, competition: str) -> Competition | None:
        """Let its last day of judging pass if its instant has come; None where nothing did.

        Done again, or by two at once, it changes nothing more.
        """
        now = self._clock.now()

        def work(tx: Transaction) -> Competition | None:
            ledger = Ledger(now)
            record = _locked(tx, ledger, competition)
            contest = self._contest(
                tx,
                ledger,
                competition,
                record,
                record.organisation,
                envelope=SYSTEM_ENVELOPE,
                on=civil_date(now, HOME),
            )
            timing.apply_due(contest, stamp(now))
            if not contest.events:
                return None
            self._write(tx, contest, ledger, created=False, at=stamp(now))
            return contest.record

        return self._database.write(work)

    def _answered(
        self, tx: Transaction, envelope: Envelope, command: CompetitionCommand, request: str
    ) -> Competition | None:
        """The answer that was given under the same key."""
        if envelope.key is None:
            return None
        history.forget_receipts(tx, stamp(self._clock.now() - KEY_LIFE))
        kind = type(command).__name__
        found = history.find_receipt(tx, envelope.principal, kind, envelope.key)
        if found is None:
            return None
        if found[0] != request:
            raise key_reused(envelope.key)
        return msgspec.json.decode(found[1], type=Competition)

    def _decide(self, tx: Transaction, contest: Contest, command: CompetitionCommand) -> None:
        if isinstance(command, OpenCompetition):
            self._open(tx, contest, command)
        elif isinstance(command, EnterAgreement):
            agreement = self._agreements.find(tx, command.agreement)
            record = agreements.get_agreement(tx, agreement)
            if record is None:
                raise NotFoundError(
                    f"There is no agreement {command.agreement!r}.",
                    pesan=f"Tidak ada kerja sama {command.agreement!r}.",
                )
            parties = [party.organisation for party in record.active_parties]
            judging.enter(contest, agreement, record.number, parties)
        elif isinstance(command, NameJuror):
            judging.name_juror(contest, command, _office(tx, command.office))
        elif isinstance(command, DismissJuror):
            judging.dismiss_juror(contest, command)
        elif isinstance(command, DeclareForEntry):
            judging.declare(contest, command)
        elif isinstance(command, JudgeEntry):
            judging.judge(contest, command)
        else:
            judging.publish(contest, self._secretariats(tx, contest.record))

    def _open(self, tx: Transaction, contest: Contest, command: OpenCompetition) -> None:
        if (command.template is None) == (command.form is None):
            raise InvalidInputError(
                "A competition has one form: that of a workflow, or one of its own.",
                hint="Give either --template KEY or --form FILE.",
                pesan="Penilaian bersama memakai satu lembar penilaian: dari alur kerja sama, atau "
                "miliknya sendiri.",
                saran="Isi salah satu: --template KUNCI atau --form BERKAS.",
            )
        if command.form is not None:
            try:
                own = read_form(command.form, source=command.form_name)
            except TemplateError as error:
                raise refused(error, ("Lembar penilaian", "The form")) from error
            open_competition(contest, command, own.rules, own=own)
            return
        digest = self._templates.digest_of(tx, command.template or "")
        form = self._templates.workflow(tx, digest).template.evaluation
        if form is None:
            raise InvalidInputError(
                f"The workflow {command.template!r} has no evaluation form.",
                hint="Name one that has, or give a form with --form FILE.",
                pesan=f"Alur {command.template!r} tidak mempunyai lembar evaluasi.",
                saran="Sebutkan alur yang mempunyainya, atau isi lembarnya dengan --form BERKAS.",
            )
        open_competition(contest, command, form, template=digest)

    def _secretariats(self, tx: Transaction, record: Competition) -> list[str]:
        """Secretariats of those who entered, and of who runs it."""
        homes = dict.fromkeys(
            [record.organisation, *(p for e in record.entries.values() for p in e.parties)]
        )
        return [office for home in homes for office in _secretariat(tx, home)]

    # -------------------------------------------------------------- questions

    def find(self, tx: Transaction, wanted: str) -> str:
        """The id of a competition by its code or id.

        Raises:
            NotFoundError: There is none.
        """
        found = rows.find_competition(tx, wanted)
        if found is None:
            raise _unknown(wanted)
        return found

    def has(self, matter: str) -> bool:
        """Whether an id is that of a competition."""
        with self._database.read() as tx:
            return rows.find_competition(tx, matter) == matter

    def get(self, wanted: str) -> Competition:
        """A competition; until it is ranked it holds no numbers."""
        with self._database.read() as tx:
            found = rows.get_competition(tx, self.find(tx, wanted))
        if found is None:
            raise _unknown(wanted)
        return found

    def form(self, wanted: str) -> JudgedBy:
        """What the jury of a competition fills in."""
        competition = self.get(wanted)
        with self._database.read() as tx:
            if competition.template is not None:
                template = self._templates.workflow(tx, competition.template).template
                return JudgedBy(template.evaluation)
            content = _part(tx, competition.id, 1, "form")
        if content is None:
            return JudgedBy(None)
        text = content.decode()
        return JudgedBy(read_form(text).rules, text)

    def all(self) -> list[Competition]:
        """Every competition in the order of opening."""
        with self._database.read() as tx:
            return rows.all_competitions(tx)

    def own_sheets(self, wanted: str, person: str) -> dict[str, Sheet]:
        """The sheets that a person wrote as a juror, by entry; nobody else's."""
        competition = self.get(wanted)
        found: dict[str, Sheet] = {}
        with self._database.read() as tx:
            for juror in competition.jurors.values():
                for entry, number in juror.judged.items() if person in juror.by else ():
                    content = _part(tx, competition.id, number, "sheet")
                    if content is not None:
                        found[entry] = msgspec.json.decode(content, type=Sheet)
        return found

    def tasks_of(self, offices: Sequence[str]) -> list[dict[str, Any]]:
        """What competitions ask of some offices, oldest first.

        A juror's says in ``entries`` how many agreements are left to judge.
        """
        with self._database.read() as tx:
            found = rows.tasks_of(tx, offices)
        return [
            {
                "competition": each.competition.id,
                "number": each.competition.code,
                "title": each.competition.title,
                "office": each.office,
                "gate": None,
                "kind": each.kind,
                "since": each.since,
                **(
                    {"entries": each.competition.left_of(each.competition.jurors[each.gate])}
                    if each.kind == JUDGES
                    else {}
                ),
            }
            for each in found
        ]

    def due(self, until: datetime | None = None) -> list[str]:
        """Ids of competitions whose last day of judging has passed and was not noted yet."""
        now = self._clock.now()
        with self._database.read() as tx:
            return deadlines.due_competitions(tx, stamp(min(until or now, now)))


def _secretariat(tx: Transaction, organisation: str) -> list[str]:
    """The offices that run the cooperation secretariat of an organisation."""
    return [each.id for each in people.offices(tx, organisation) if each.role == "coordinator"]


def _locked(tx: Transaction, ledger: Ledger, competition: str) -> Competition:
    """A competition whose stream nobody else appends to until the transaction ends."""
    head = history.lock_stream(tx, competition)
    record = rows.get_competition(tx, competition)
    if head is None or record is None:
        raise _unknown(competition)
    ledger.hold(head, agreement=None)
    return record


def _check_version(envelope: Envelope, record: Competition) -> None:
    if envelope.if_version is not None and envelope.if_version != record.version:
        raise ConcurrentChangeError(
            f"{record.code} is at version {record.version}, not {envelope.if_version}: somebody "
            "changed it since you read it.",
            hint="Look at it again, then repeat the command with the new version.",
            pesan=f"Data {record.code} sudah berubah sejak Anda membacanya: versi sekarang "
            f"{record.version}, sedangkan versi Anda {envelope.if_version}.",
            saran="Lihat kembali data terbaru, lalu ulangi dengan versi yang baru.",
            version=record.version,
        )


def _office(tx: Transaction, wanted: str) -> Office:
    found = people.get_office(tx, wanted)
    if found is None:
        raise NotFoundError(
            f"There is no office {wanted!r}.", pesan=f"Tidak ada jabatan {wanted!r}."
        )
    return found


def _part(tx: Transaction, stream: str, number: int, name: str) -> bytes | None:
    found = history.get_part(tx, stream, number, name)
    return None if found is None else found[1]


def _unknown(wanted: str) -> NotFoundError:
    return NotFoundError(
        f"There is no competition {wanted!r}.",
        hint="List them with: kadflow evaluation ranking.",
        pesan=f"Tidak ada penilaian bersama {wanted!r}.",
        saran="Lihat daftarnya dengan: kadflow evaluation ranking.",
    )
