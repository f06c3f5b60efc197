"""One person's commands: who acts is said once, then what is done, line by line.

Every method is one command: durable when it returns, or refused with a typed error and nothing
changed. Agreements are named by number, id or the beginning of an id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from kadflow.app.budgeting import Budgeting
from kadflow.app.competing import Competing
from kadflow.app.evaluating import Evaluating
from kadflow.app.results import (
    Indicating,
    Listening,
    MeetingRoom,
    Obliging,
    Reporting,
    Risking,
)
from kadflow.domain.commands import (
    Act,
    AddDocument,
    Command,
    CompareDocument,
    Create,
    Cure,
    Decide,
    EditTerms,
    Envelope,
    Link,
    NumberDocument,
    OpenChild,
    Paper,
    Participate,
    PartySpec,
    PauseDeadline,
    RecordReceipt,
    Release,
    ResumeDeadline,
    Review,
    Stand,
    Withdraw,
)
from kadflow.domain.commands.competitions import CompetitionCommand
from kadflow.domain.competitions import Competition
from kadflow.domain.events import Authentication, LegalDate
from kadflow.errors import InvalidInputError
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.facade import Kadflow

AnswerName = Literal["approve", "approve_with_conditions", "return", "reject", "abstain"]


class How(TypedDict, total=False):
    """What any command may say beside its own words; see `kadflow.domain.commands.Envelope`."""

    effective_on: str | LegalDate | None
    reason: str | None
    if_version: int | None
    key: str | None
    evidence: str | None
    letter_number: str | None
    letter_date: str | None
    capacity: str | None


class Acting:
    """Commands of one person, for one office where the person holds several.

    Args:
        kadflow: The open installation.
        person: Id of the person; None for the system.
        principal: Who is at the keyboard.
        on_behalf_of: Id of the office acted for.

    Attributes:
        budget: Commands on the money of agreements.
        evaluation: Commands on the evaluations of agreements.
        competition: Commands on competitions between agreements.
        indicators: Commands on what is measured.
        obligations: Commands on what the parties owe.
        meetings: Commands on meetings and their minutes.
        progress: Commands on the parties' reports.
        risks: Commands on what may go wrong.
        feedback: Commands on what partners and the public say.
    """

    def __init__(
        self,
        kadflow: Kadflow,
        *,
        person: str | None,
        principal: str,
        authenticated: Authentication = "asserted",
        on_behalf_of: str | None = None,
    ) -> None:
        self._kadflow = kadflow
        self.person = person
        self.principal = principal
        self.authenticated: Authentication = authenticated
        self.on_behalf_of = on_behalf_of
        self.budget = Budgeting(kadflow, self._run, self.envelope)
        self.evaluation = Evaluating(kadflow, self._run)
        self.competition = Competing(kadflow, self._compete)
        self.indicators = Indicating(kadflow, self._run)
        self.obligations = Obliging(kadflow, self._run)
        self.meetings = MeetingRoom(kadflow, self._run)
        self.progress = Reporting(kadflow, self._run)
        self.risks = Risking(kadflow, self._run)
        self.feedback = Listening(kadflow, self._run)

    def envelope(self, **how: Unpack[How]) -> Envelope:
        """The envelope of a command by this person."""
        day = how.get("effective_on")
        if isinstance(day, str):
            day = LegalDate(date=day, zone=self._kadflow.zone_of(self.person))
        return Envelope(
            principal=self.principal,
            authenticated=self.authenticated,
            person=self.person,
            on_behalf_of=self.on_behalf_of,
            effective_on=day,
            reason=(how.get("reason") or "").strip() or None,
            if_version=how.get("if_version"),
            key=how.get("key"),
            evidence=how.get("evidence"),
            paper=_paper(how),
        )

    def _run(self, command: Command, how: How) -> Outcome:
        return self._kadflow.agreements.run(self.envelope(**how), command)

    def _compete(self, command: CompetitionCommand, how: How) -> Competition:
        return self._kadflow.competitions.run(self.envelope(**how), command)

    def create(
        self,
        template: str,
        parties: Sequence[str | PartySpec],
        terms: Mapping[str, Any] | None = None,
        *,
        number: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Open an agreement; the first party is the initiating one.

        Args:
            template: Key (newest version), ``key@version`` or digest.
            parties: Organisations by id, official code or exact name.
            terms: Values by path; a party's own are under ``name.@1``, ``name.@2`` ...
            number: Human number; the next free one when left out.
        """
        specs = tuple(self._kadflow.party_spec(party) for party in parties)
        return self._run(
            Create(template=template, parties=specs, terms=dict(terms or {}), number=number), how
        )

    def edit(self, agreement: str, values: Mapping[str, Any], **how: Unpack[How]) -> Outcome:
        """Set or remove (None) terms; approvals that covered a changed path are asked again."""
        wanted = self._kadflow.find(agreement)
        paths = self._kadflow.local_paths(wanted, values)
        return self._run(EditTerms(agreement=wanted, values=paths), how)

    def add_document(
        self,
        agreement: str,
        kind: str,
        content: bytes,
        *,
        filename: str,
        media_type: str = "application/octet-stream",
        letter: Mapping[str, Any] | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Put a document on file; the content is stored before the command commits."""
        wanted = self._kadflow.find(agreement)
        digest = self._kadflow.store_content(wanted, content)
        return self._run(
            AddDocument(
                agreement=wanted,
                kind=kind,
                digest=digest,
                filename=filename,
                size=len(content),
                media_type=media_type,
                letter=dict(letter) if letter is not None else None,
            ),
            how,
        )

    def number_document(
        self, agreement: str, kind: str, organisation: str, number: str, **how: Unpack[How]
    ) -> Outcome:
        """State a party's own number of a document; no approval is touched."""
        wanted = self._kadflow.find(agreement)
        party = self._kadflow.organisations.get(organisation).id
        command = NumberDocument(agreement=wanted, kind=kind, organisation=party, number=number)
        return self._run(command, how)

    def compare_document(
        self,
        agreement: str,
        kind: str,
        result: Literal["agrees", "differs"],
        **how: Unpack[How],
    ) -> Outcome:
        """State whether a document on file, such as the signed scan, is the approved text."""
        wanted = self._kadflow.find(agreement)
        return self._run(CompareDocument(agreement=wanted, kind=kind, result=result), how)

    def link(self, agreement: str, parent: str, **how: Unpack[How]) -> Outcome:
        """Put an agreement under the one that it belongs to, which is known only now."""
        wanted, above = self._kadflow.find(agreement), self._kadflow.find(parent)
        return self._run(Link(agreement=wanted, parent=above), how)

    def act(self, agreement: str, event: str, **how: Unpack[How]) -> Outcome:
        """Take a step of the template, or open a gate, by its event's name."""
        return self._run(Act(agreement=self._kadflow.find(agreement), event=event), how)

    def decide(
        self,
        agreement: str,
        answer: AnswerName,
        *,
        gate: str | None = None,
        conditions: Sequence[str] = (),
        **how: Unpack[How],
    ) -> Outcome:
        """Answer a gate where this person is asked."""
        wanted = self._kadflow.find(agreement)
        command = Decide(agreement=wanted, answer=answer, gate=gate, conditions=tuple(conditions))
        return self._run(command, how)

    def sign(self, agreement: str, *, gate: str | None = None, **how: Unpack[How]) -> Outcome:
        """Sign: approve at a gate whose answers are signatures."""
        wanted = self._kadflow.find(agreement)
        return self._run(Decide(agreement=wanted, answer="approve", gate=gate, sign=True), how)

    def release(
        self,
        agreement: str,
        gate: str,
        answer: Literal["return", "reject", "resume"],
        **how: Unpack[How],
    ) -> Outcome:
        """Answer outward for a chain that stopped inside, or ask the step again."""
        wanted = self._kadflow.find(agreement)
        return self._run(Release(agreement=wanted, gate=gate, answer=answer), how)

    def withdraw(self, agreement: str, gate: str, **how: Unpack[How]) -> Outcome:
        """Take back an own answer while the round is open."""
        return self._run(Withdraw(agreement=self._kadflow.find(agreement), gate=gate), how)

    def record_receipt(
        self, agreement: str, gate: str, organisation: str, **how: Unpack[How]
    ) -> Outcome:
        """State that a party received what a gate asks; silence counts from that day."""
        wanted = self._kadflow.find(agreement)
        party = self._kadflow.organisations.get(organisation).id
        return self._run(RecordReceipt(agreement=wanted, gate=gate, organisation=party), how)

    def pause_deadline(
        self, agreement: str, name: str, *, party: str | None = None, **how: Unpack[How]
    ) -> Outcome:
        """Stop the clock of a deadline, for a reason.

        Args:
            name: Of the template's deadline, or of the gate whose silence counts.
            party: Code or name of the organisation whose own deadline it is, where several run.
        """
        wanted, subject = self._deadline(agreement, party)
        return self._run(PauseDeadline(agreement=wanted, name=name, subject=subject), how)

    def resume_deadline(
        self, agreement: str, name: str, *, party: str | None = None, **how: Unpack[How]
    ) -> Outcome:
        """Let a clock go on that was stopped; the days in between do not count."""
        wanted, subject = self._deadline(agreement, party)
        return self._run(ResumeDeadline(agreement=wanted, name=name, subject=subject), how)

    def _deadline(self, agreement: str, party: str | None) -> tuple[str, str | None]:
        """The ids of an agreement and of a party in it."""
        wanted = self._kadflow.find(agreement)
        if party is None:
            return wanted, None
        organisation = self._kadflow.organisations.get(party)
        found = self._kadflow.agreements.get(wanted).party_of(organisation.id)
        if found is None:
            raise InvalidInputError(
                f"{organisation.name} is no party of this agreement.",
                hint="Check --party.",
                pesan=f"{organisation.name} bukan pihak dalam kerja sama ini.",
                saran="Periksa --party.",
            )
        return wanted, found.id

    def cure(
        self,
        agreement: str,
        finding: int | str,
        by: Literal["ratification", "new_mandate", "re_signing"],
        **how: Unpack[How],
    ) -> Outcome:
        """State what made a finding good; its head ratifies, else it is recorded on evidence.

        Args:
            finding: Its number in the history, or its id.
            by: What made it good.
        """
        wanted = self._kadflow.find(agreement)
        if isinstance(finding, int):
            found = self._kadflow.agreements.get(wanted).findings
            finding = next((f.id for f in found if f.number == finding), str(finding))
        return self._run(Cure(agreement=wanted, finding=finding, by=by), how)

    def participate(
        self,
        agreement: str,
        organisation: str,
        participation: Literal["uses", "paper"],
        **how: Unpack[How],
    ) -> Outcome:
        """Change how a party takes part; what it was asked is asked anew in the new way."""
        wanted = self._kadflow.find(agreement)
        party = self._kadflow.organisations.get(organisation).id
        return self._run(
            Participate(agreement=wanted, organisation=party, participation=participation), how
        )

    def review(
        self,
        agreement: str,
        entry: int,
        recorded: Literal["confirmed", "disputed"],
        **how: Unpack[How],
    ) -> Outcome:
        """Confirm or dispute an entry that was recorded from paper in the own party's name."""
        wanted = self._kadflow.find(agreement)
        return self._run(Review(agreement=wanted, entry=entry, recorded=recorded), how)

    def stand(
        self, agreement: str, command: str, *, ground: str | None = None, **how: Unpack[How]
    ) -> Outcome:
        """Ask for a standing command that a gate decides: suspend, resume, terminate, leave."""
        wanted = self._kadflow.find(agreement)
        return self._run(Stand(agreement=wanted, command=command, ground=ground), how)

    def terminate(self, agreement: str, *, ground: str, **how: Unpack[How]) -> Outcome:
        """Ask the parties to end the agreement on a legal ground."""
        return self.stand(agreement, "terminate", ground=ground, **how)

    def open_child(
        self,
        agreement: str,
        template: str,
        terms: Mapping[str, Any] | None = None,
        *,
        parties: Sequence[str | PartySpec] = (),
        **how: Unpack[How],
    ) -> Outcome:
        """Open an agreement under another; exceeding its limits needs a reason."""
        wanted = self._kadflow.find(agreement)
        specs = tuple(self._kadflow.party_spec(party) for party in parties)
        return self._run(
            OpenChild(agreement=wanted, template=template, terms=dict(terms or {}), parties=specs),
            how,
        )

    def amend(
        self,
        agreement: str,
        changes: Mapping[str, Any] | None = None,
        *,
        purpose: Literal["amend", "extend", "join", "leave"] = "amend",
        template: str | None = None,
        terms: Mapping[str, Any] | None = None,
        organisation: str | None = None,
        ground: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Open an addendum; when it is concluded its parent changes in the same commit.

        Args:
            changes: Values that the parent's paths will have.
            purpose: What the addendum does.
            template: Of the addendum; by default what the parent's template names.
            organisation: Who joins or leaves.
            ground: Legal ground, where the template lists grounds.
        """
        wanted = self._kadflow.find(agreement)
        key = template or self._kadflow.addendum_template(wanted, purpose)
        party = self._kadflow.organisations.get(organisation).id if organisation else None
        return self._run(
            OpenChild(
                agreement=wanted,
                template=key,
                terms=dict(terms or {}),
                purpose=purpose,
                changes=dict(changes or {}),
                organisation=party,
                ground=ground,
            ),
            how,
        )


def _paper(how: How) -> Paper | None:
    said = (how.get("letter_number"), how.get("letter_date"), how.get("capacity"))
    if said == (None, None, None):
        return None
    return Paper(number=said[0], date=said[1], capacity=said[2])
