"""One person's commands on the evaluations of agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from kadflow.domain.commands import (
    AnswerPanel,
    CloseEvaluation,
    Command,
    DeclareInterest,
    DismissEvaluator,
    FollowEvaluation,
    NameEvaluator,
    OpenChild,
    OpenEvaluation,
    ScoreEvaluation,
    Stand,
)
from kadflow.domain.evaluations import Evaluations, Recommendation, Sheet
from kadflow.engine.evaluations.closing import STARTS
from kadflow.engine.evaluations.finding import none_of
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How
    from kadflow.app.facade import Kadflow


class Evaluating:
    """Commands on evaluations by whoever acts; reached as ``kadflow.acting(...).evaluation``.

    ``evaluation`` is always its place among the agreement's evaluations (1, 2 ...), or its id;
    left out where only one is open.
    """

    def __init__(self, kadflow: Kadflow, run: Callable[[Command, How], Outcome]) -> None:
        self._kadflow = kadflow
        self._run = run

    def open(self, agreement: str, kind: Literal["final", "extra"], **how: Unpack[How]) -> Outcome:
        """Begin an evaluation that no deadline opens."""
        return self._run(OpenEvaluation(agreement=self._kadflow.find(agreement), kind=kind), how)

    def name(
        self,
        agreement: str,
        organisation: str,
        *,
        office: str | None = None,
        person: str | None = None,
        evaluation: int | str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Ask an office, or one holder of it, to score.

        Args:
            organisation: A party, or for the panel one that is no party: id, code or name.
            office: Id, or ``code/role``; None for a party on paper without an office here.
            person: Handle or id of the one holder who may score.
        """
        wanted = self._kadflow.find(agreement)
        command = NameEvaluator(
            agreement=wanted,
            organisation=self._kadflow.organisations.get(organisation).id,
            evaluation=self._evaluation(wanted, evaluation),
            office=self._kadflow.office(office) if office else None,
            person=self._kadflow.organisations.person(person)[0] if person else None,
        )
        return self._run(command, how)

    def dismiss(
        self,
        agreement: str,
        organisation: str,
        *,
        office: str | None = None,
        person: str | None = None,
        evaluation: int | str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Take back the naming of an evaluator, with a reason; its sheet counts no more.

        Args:
            organisation: Whose evaluator it is: id, code or name.
            office: Id, or ``code/role``; None for a party on paper without an office here.
            person: Handle or id of the holder who was named, where several of the office were.
        """
        wanted = self._kadflow.find(agreement)
        command = DismissEvaluator(
            agreement=wanted,
            organisation=self._kadflow.organisations.get(organisation).id,
            evaluation=self._evaluation(wanted, evaluation),
            office=self._kadflow.office(office) if office else None,
            person=self._kadflow.organisations.person(person)[0] if person else None,
        )
        return self._run(command, how)

    def panel(
        self,
        agreement: str,
        *,
        consents: bool,
        party: str | None = None,
        evaluation: int | str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Consent to the panel that another party named, or object to it with a reason.

        Args:
            party: With evidence: whose letter says so; id, code or name.
        """
        wanted = self._kadflow.find(agreement)
        command = AnswerPanel(
            agreement=wanted,
            consents=consents,
            evaluation=self._evaluation(wanted, evaluation),
            organisation=self._kadflow.organisations.get(party).id if party else None,
        )
        return self._run(command, how)

    def declare(
        self,
        agreement: str,
        *,
        conflict: bool,
        evaluation: int | str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Say before scoring whether there is a conflict of interest; one needs its reason."""
        wanted = self._kadflow.find(agreement)
        command = DeclareInterest(
            agreement=wanted,
            conflict=conflict,
            evaluation=self._evaluation(wanted, evaluation),
        )
        return self._run(command, how)

    def score(
        self,
        agreement: str,
        scores: Mapping[str, int],
        *,
        comments: Mapping[str, str] | None = None,
        recommendation: Recommendation | None = None,
        evaluation: int | str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Hand in a sheet; until the evaluation is closed another takes its place.

        Args:
            scores: A number of the scale for each criterion of the form.
            comments: Words beside them.
            recommendation: What should follow.
        """
        wanted = self._kadflow.find(agreement)
        sheet = Sheet(
            scores=dict(scores), comments=dict(comments or {}), recommendation=recommendation
        )
        command = ScoreEvaluation(
            agreement=wanted, sheet=sheet, evaluation=self._evaluation(wanted, evaluation)
        )
        return self._run(command, how)

    def close(
        self, agreement: str, *, evaluation: int | str | None = None, **how: Unpack[How]
    ) -> Outcome:
        """Open the sheets and write what they add up to."""
        wanted = self._kadflow.find(agreement)
        command = CloseEvaluation(
            agreement=wanted, evaluation=self._evaluation(wanted, evaluation)
        )
        return self._run(command, how)

    def follow(
        self,
        agreement: str,
        recommendation: Recommendation,
        *,
        changes: Mapping[str, Any] | None = None,
        terms: Mapping[str, Any] | None = None,
        ground: str | None = None,
        template: str | None = None,
        evaluation: int | str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Choose what a closed evaluation recommends, and give the command that it starts.

        Args:
            recommendation: One that the form offers.
            changes: For an addendum: values that the agreement's paths will have.
            terms: Of the addendum itself.
            ground: Legal ground, where the template lists grounds.
            template: Of the addendum; by default what the template names.
        """
        wanted = self._kadflow.find(agreement)
        starts = STARTS.get(recommendation)
        opens = asks = None
        if starts == "terminate":
            asks = Stand(agreement=wanted, command=starts, ground=ground)
        elif starts is not None:
            opens = OpenChild(
                agreement=wanted,
                template=template or self._kadflow.addendum_template(wanted, starts),
                terms=dict(terms or {}),
                purpose=starts,
                changes=dict(changes or {}),
                ground=ground,
            )
        command = FollowEvaluation(
            agreement=wanted,
            recommendation=recommendation,
            evaluation=self._evaluation(wanted, evaluation),
            opens=opens,
            asks=asks,
        )
        return self._run(command, how)

    def _evaluation(self, agreement: str, wanted: int | str | None) -> str | None:
        """The id of an evaluation given by its place."""
        if not isinstance(wanted, int):
            return wanted
        held = self._kadflow.agreements.chapter(agreement, Evaluations).held.values()
        found = next((each.id for each in held if each.place == wanted), None)
        if found is None:
            raise none_of(self._kadflow.agreements.get(agreement).number, str(wanted))
        return found
