"""The command path: one command, one transaction, one legal fact or its refusal.

Order inside the transaction: the answer already given under the same key; the lock (a parent
before its addendum); the record; what is due; the decision of the engine; events, rows, tasks
and notices; the answer. If the history cannot be written, nothing happened.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec

from kadflow.audit.canonical import canonical_bytes
from kadflow.audit.chain import decode_event
from kadflow.audit.versions import upcast
from kadflow.domain.clock import stamp
from kadflow.domain.commands import (
    Command,
    Create,
    EditTerms,
    Envelope,
    FollowEvaluation,
    Link,
    OpenChild,
    RecountDeadlines,
    Register,
    Review,
)
from kadflow.domain.events import Actor
from kadflow.engine.deciding import check_version, deliberate
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.drafting import create
from kadflow.engine.effects import apply_due, follow
from kadflow.engine.evaluations.closing import follow_evaluation
from kadflow.engine.families import open_child
from kadflow.engine.linking import link
from kadflow.engine.registration import register
from kadflow.engine.terms import check_plain
from kadflow.errors import InvalidInputError, KadflowError, KeyReusedError
from kadflow.services.agreement_questions import AgreementQuestions
from kadflow.services.cases import Case, Cases
from kadflow.services.document_numbers import CODE, UsedNumbers, numbers_of
from kadflow.services.families import Family
from kadflow.storage import agreements as rows
from kadflow.storage import calendars, history
from kadflow.storage.failures import AlreadyStoredError
from kadflow.storage.transactions import Transaction

KEY_LIFE = timedelta(days=90)
"""How long the answer to a person's command is kept for its idempotency key."""

_REFUSALS = logging.getLogger("kadflow.refusals")

SYSTEM_ENVELOPE = Envelope(principal="system", authenticated="system")

OWN_NUMBERS = "KSD-"
"""How the human numbers begin that are given in turn: ``KSD-2026-000001``."""


class Outcome(msgspec.Struct, frozen=True):
    """What a command did.

    Attributes:
        version: Of the shared record afterwards; give it as ``if_version`` of the next command.
        events: Kinds of the events written, in order.
        child: Id and number of an agreement that the command opened under this one.
        warnings: What whoever gave the command should look at, in Indonesian and English.
        replayed: The command had been carried out before under the same key.
    """

    agreement: str
    number: str
    version: int
    state: str
    stage: str
    standing: str
    events: tuple[str, ...]
    child: str | None = None
    child_number: str | None = None
    warnings: tuple[tuple[str, str], ...] = ()
    replayed: bool = False


class AgreementService(AgreementQuestions):
    """Commands on agreements, and the questions asked about them."""

    def run(self, envelope: Envelope, command: Command) -> Outcome:
        """Carry out one command durably, or refuse it and change nothing.

        Raises:
            KadflowError: A typed refusal; see `kadflow.errors`.
        """
        try:
            check_plain(envelope.reason, ("Alasan", "The reason"))
            return self._run(envelope, command)
        except KadflowError as refusal:
            # refusals are no history; the operator's log has them, without personal data
            _REFUSALS.info(
                "%s refused %s on %s",
                refusal.code,
                type(command).__name__,
                getattr(command, "agreement", "a new agreement"),
            )
            raise

    def _run(self, envelope: Envelope, command: Command) -> Outcome:
        try:
            return self._database.write(lambda tx: self.run_in(tx, envelope, command))
        except AlreadyStoredError:
            if envelope.key is None:
                raise
            # the same key was at work elsewhere and is stored now: its answer is this answer
            return self._database.write(lambda tx: self.run_in(tx, envelope, command))

    def link_registered(self, envelope: Envelope, agreement: str, parent: str) -> None:
        """Put an agreement under the one that a register names, as whoever reads the register."""
        command = Link(agreement=agreement, parent=parent)

        def work(tx: Transaction) -> Outcome:
            cases = self._cases(tx, envelope, self._clock.now())
            return self._link(cases, command, _recorder(envelope))

        self._database.write(work)

    def recount(self, most: int = 500) -> tuple[int, int, int]:
        """Count anew what imported decrees touched and nobody has counted anew yet.

        One transaction for each agreement, so that it can stop and go on at any point.

        Returns:
            How many agreements were counted, how many deadlines moved, how many that had passed
            were flagged.
        """
        counted = moved = flagged = 0
        after = ""
        while True:
            with self._database.read() as tx:
                asked = calendars.recounts(tx, after, most)
            if not asked:
                return counted, moved, flagged
            for after, decrees in asked.items():
                outcome = self._recount(after, tuple(decrees))
                counted += 1
                moved += outcome.events.count("deadline.moved")
                flagged += outcome.events.count("deadline.flagged")

    def _recount(self, agreement: str, decrees: tuple[str, ...]) -> Outcome:
        command = RecountDeadlines(agreement=agreement, decrees=decrees)

        def work(tx: Transaction) -> Outcome:
            calendars.drop_recount(tx, agreement)
            return self.run_in(tx, SYSTEM_ENVELOPE, command)

        return self._database.write(work)

    def run_in(self, tx: Transaction, envelope: Envelope, command: Command) -> Outcome:
        """Carry out one command in the caller's transaction."""
        request = ""
        if envelope.key is not None:
            history.forget_receipts(tx, stamp(self._clock.now() - KEY_LIFE))
            request = request_digest(envelope, command)
            known = self._answered(tx, envelope, command, request)
            if known is not None:
                return known
        now = self._clock.now()
        outcome = self._carry_out(self._cases(tx, envelope, now), command)
        if envelope.key is not None:
            history.insert_receipt(
                tx,
                {
                    "principal": envelope.principal,
                    "command": type(command).__name__,
                    "key": envelope.key,
                    "request": request,
                    "answer": msgspec.json.encode(outcome),
                    "recorded_at": stamp(now),
                },
            )
        return outcome

    def _carry_out(self, cases: Cases, command: Any) -> Outcome:
        match command:
            case Create():
                return self._create(cases, command)
            case Register():
                return self._register(cases, command)
            case OpenChild():
                return self._open_child(cases, command)
            case FollowEvaluation(opens=OpenChild() as opens):
                return self._open_child(cases, opens, because=command)
            case Link():
                return self._link(cases, command)
            case _:
                return self._on_existing(cases, command)

    def _answered(
        self, tx: Transaction, envelope: Envelope, command: Command, request: str
    ) -> Outcome | None:
        found = history.find_receipt(
            tx, envelope.principal, type(command).__name__, envelope.key or ""
        )
        if found is None:
            return None
        if found[0] != request:
            raise key_reused(envelope.key or "")
        answer = msgspec.json.decode(found[1], type=Outcome)
        return msgspec.structs.replace(answer, replayed=True)

    # -------------------------------------------------------------- inside a transaction

    def _on_existing(self, cases: Cases, command: Any) -> Outcome:
        family = Family.load(cases, command.agreement)
        asked = family.asked
        check_version(cases.envelope, asked.deliberation.record)
        family.apply_due()
        if isinstance(command, EditTerms):
            cases.read_long(asked.deliberation, command.values)
        if isinstance(command, Review):
            body = history.event_body(cases.tx, command.agreement, command.entry)
            if body is not None:
                asked.deliberation.entries[command.entry] = upcast(decode_event(body))
        deliberate(asked.deliberation, command)
        family.conclude()
        return _written(cases, [asked, *family.changed_beside])

    def _create(self, cases: Cases, command: Create) -> Outcome:
        digest = self._templates.digest_of(cases.tx, command.template)
        organisations = cases.organisations([spec.organisation for spec in command.parties])
        zone = organisations[command.parties[0].organisation].zone
        cases.directory.expect(organisations)
        case = cases.begin(digest, zone)
        create(
            case.deliberation,
            command,
            agreement=cases.begin_stream(),
            number=self._number(cases, command.number),
            organisations=organisations,
        )
        cases.begin_tracks(case)
        follow(case.deliberation)
        return _written(cases, [case])

    def _register(self, cases: Cases, command: Register) -> Outcome:
        digest = self._templates.digest_of(cases.tx, command.template)
        organisations = cases.organisations([spec.organisation for spec in command.parties])
        zone = organisations[command.parties[0].organisation].zone
        cases.directory.expect(organisations)
        case = cases.begin(digest, zone)
        register(
            case.deliberation,
            command,
            agreement=cases.begin_stream(),
            number=self._number(cases, None),
            organisations=organisations,
            actor=_recorder(cases.envelope),
        )
        cases.begin_tracks(case)
        follow(case.deliberation)
        return _written(cases, [case], source_ref=command.reference)

    def _open_child(
        self, cases: Cases, command: OpenChild, *, because: FollowEvaluation | None = None
    ) -> Outcome:
        parent = cases.load(command.agreement)
        record = parent.deliberation.record
        check_version(cases.envelope, record)
        family = Family(cases, parent)
        family.apply_due()
        wanted = {party.organisation for party in record.active_parties}
        wanted |= {spec.organisation for spec in command.parties}
        if command.organisation is not None:
            wanted.add(command.organisation)
        organisations = cases.organisations(sorted(wanted))
        cases.directory.expect(wanted)
        digest = self._templates.digest_of(cases.tx, command.template)
        child = cases.begin(digest, parent.deliberation.effective_on.zone)
        if because is not None:
            follow_evaluation(parent.deliberation, because)
        open_child(
            parent.deliberation,
            child.deliberation,
            command,
            agreement=cases.begin_stream(),
            number=self._number(cases, command.number),
            organisations=organisations,
        )
        cases.begin_tracks(child)
        follow(child.deliberation)
        follow(parent.deliberation)
        outcome = _written(cases, [parent, child, *family.changed_beside])
        opened = child.deliberation.record
        return msgspec.structs.replace(outcome, child=opened.id, child_number=opened.number)

    def _link(self, cases: Cases, command: Link, actor: Actor | None = None) -> Outcome:
        """Lock the agreement above first, then the one that is put under it."""
        parent = cases.load(command.parent)
        child = parent if command.agreement == command.parent else cases.load(command.agreement)
        check_version(cases.envelope, child.deliberation.record)
        apply_due(parent.deliberation)
        apply_due(child.deliberation)
        link(parent.deliberation, child.deliberation, actor=actor)
        follow(child.deliberation)
        follow(parent.deliberation)
        return _written(cases, [child, parent])

    def _number(self, cases: Cases, wanted: str | None) -> str:
        tx = cases.tx
        if wanted is not None:
            if rows.find_agreement(tx, wanted):
                raise InvalidInputError(
                    f"The number {wanted!r} is taken.",
                    hint="Leave it out to get the next one.",
                    pesan=f"Nomor {wanted!r} sudah dipakai.",
                    saran="Kosongkan agar nomor berikutnya dipakai.",
                )
            if wanted.upper().startswith(OWN_NUMBERS):
                raise InvalidInputError(
                    f"Numbers that begin with {OWN_NUMBERS} are given by Kadflow.",
                    hint="Leave the number out, or give your own in another form.",
                    pesan=f"Nomor yang diawali {OWN_NUMBERS} diberikan oleh Kadflow.",
                    saran="Kosongkan nomornya, atau pakai bentuk nomor sendiri.",
                )
            return wanted
        # two that open agreements at once would take the same number: one waits for the other
        history.lock_stream(tx, self._templates.installation(tx))
        prefix = f"{OWN_NUMBERS}{cases.now.year}-"
        last = rows.last_number(tx, prefix)
        return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:06d}"


def _written(cases: Cases, changed: Sequence[Case], *, source_ref: str | None = None) -> Outcome:
    """Write what was decided; the outcome is told of the first of these agreements."""
    cases.write(changed, source_ref=source_ref)
    _tell_repeated_numbers(cases, changed[0].deliberation)
    record = changed[0].deliberation.record
    return Outcome(
        agreement=record.id,
        number=record.number,
        version=record.version,
        state=record.state,
        stage=record.stage,
        standing=record.standing,
        events=tuple(sealed.event.kind for case in changed for sealed in case.deliberation.events),
        warnings=tuple(dict.fromkeys(words for _, words in changed[0].deliberation.warnings)),
    )


def _tell_repeated_numbers(cases: Cases, deliberation: Deliberation) -> None:
    """Warn where an issuer used a number before that this command states."""
    record, person = deliberation.record, cases.envelope.person
    stated = [use for sealed in deliberation.events for use in numbers_of(record, sealed)]
    if not stated:
        return

    def may_know(organisations: frozenset[str]) -> bool:
        if person is None:
            return True
        on = deliberation.effective_on.date
        served = {holding.organisation for holding in cases.directory.holdings(person, on)}
        served |= {office.organisation for office in cases.directory.assisted(person, on)}
        return not served.isdisjoint(organisations)

    used = UsedNumbers(cases.tx, (use.form for use in stated), may_know)
    for words in used.warnings(record.id, stated):
        deliberation.warn(CODE, words)


def _recorder(envelope: Envelope) -> Actor:
    """Whoever reads a register: a person or a program, for no office."""
    return Actor(
        principal=envelope.principal,
        authenticated=envelope.authenticated,
        person=envelope.person,
    )


def key_reused(key: str) -> KeyReusedError:
    """The same key came with another request."""
    return KeyReusedError(
        f"The key {key!r} was used before for a different request.",
        hint="Use a new key for a new request.",
        pesan=f"Kunci pengulangan {key!r} sudah dipakai untuk permintaan lain.",
        saran="Gunakan kunci baru untuk permintaan baru.",
        key=key,
    )


def request_digest(envelope: Envelope, command: Any) -> str:
    """What tells one request from another under the same idempotency key."""
    asked = msgspec.to_builtins(envelope) | {"key": None}
    if envelope.paper is None:  # requests had the same digest before a paper could say anything
        del asked["paper"]
    return sha256(canonical_bytes([asked, msgspec.to_builtins(command)])).hexdigest()
