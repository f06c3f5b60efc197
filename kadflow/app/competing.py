"""One person's commands on competitions between agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from kadflow.domain.commands.competitions import (
    CompetitionCommand,
    DeclareForEntry,
    DismissJuror,
    EnterAgreement,
    JudgeEntry,
    NameJuror,
    OpenCompetition,
    RankEntries,
)
from kadflow.domain.competitions import Competition
from kadflow.domain.evaluations import Sheet
from kadflow.engine.competitions.judging import entry_of

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How
    from kadflow.app.facade import Kadflow


class Competing:
    """Commands on competitions by whoever acts; reached as ``kadflow.acting(...).competition``.

    ``competition`` is always its code or id; ``entry`` the number of an agreement that takes
    part, or its id.
    """

    def __init__(
        self, kadflow: Kadflow, run: Callable[[CompetitionCommand, How], Competition]
    ) -> None:
        self._kadflow = kadflow
        self._run = run

    def open(
        self,
        code: str,
        organisation: str,
        title: str,
        *,
        template: str | None = None,
        form: str | None = None,
        form_name: str = "",
        aggregate: Literal["mean", "trimmed", "median"] | None = None,
        tie_breaks: Sequence[str] = (),
        **how: Unpack[How],
    ) -> Competition:
        """Begin a competition.

        Args:
            code: What people will type, ``LOMBA-2026``.
            organisation: Who runs it: id, official code or exact name.
            title: What it is called.
            template: Workflow whose evaluation form is used: key, ``key@version`` or digest.
            form: Instead of that, a form of its own: its text, as YAML or JSON.
            form_name: Of the file that it came from, for messages.
            aggregate: How jurors become one number; as the form says by default.
            tie_breaks: Criteria that decide between equal totals, in order.
        """
        command = OpenCompetition(
            code=code,
            organisation=self._kadflow.organisations.get(organisation).id,
            title=title,
            template=template,
            form=form,
            form_name=form_name,
            aggregate=aggregate,
            tie_breaks=tuple(tie_breaks),
        )
        return self._run(command, how)

    def enter(self, competition: str, agreement: str, **how: Unpack[How]) -> Competition:
        """Let an agreement take part."""
        return self._run(EnterAgreement(competition=competition, agreement=agreement), how)

    def jury(
        self, competition: str, office: str, *, person: str | None = None, **how: Unpack[How]
    ) -> Competition:
        """Ask an office, or one holder of it, to judge.

        Args:
            office: ``code/role``.
            person: Handle or id of the one holder who may judge.
        """
        command = NameJuror(
            competition=competition,
            organisation=self._kadflow.organisations.get(office.rpartition("/")[0]).id,
            office=self._kadflow.office(office),
            person=self._kadflow.organisations.person(person)[0] if person else None,
        )
        return self._run(command, how)

    def unseat(
        self, competition: str, office: str, *, person: str | None = None, **how: Unpack[How]
    ) -> Competition:
        """Take back the naming of a juror, with a reason; the sheets of it count no more.

        Args:
            office: ``code/role``.
            person: Handle or id of the holder who was named, where several of the office were.
        """
        command = DismissJuror(
            competition=competition,
            office=self._kadflow.office(office),
            person=self._kadflow.organisations.person(person)[0] if person else None,
        )
        return self._run(command, how)

    def recuse(
        self,
        competition: str,
        *,
        conflict: bool,
        entry: str | None = None,
        **how: Unpack[How],
    ) -> Competition:
        """Declare on an entry, or on all that are left, whether there is a conflict of interest."""
        command = DeclareForEntry(
            competition=competition, conflict=conflict, entry=self._entry(competition, entry)
        )
        return self._run(command, how)

    def judge(
        self,
        competition: str,
        entry: str,
        scores: Mapping[str, int],
        *,
        comments: Mapping[str, str] | None = None,
        **how: Unpack[How],
    ) -> Competition:
        """Hand in a sheet on an entry; until the ranking another takes its place."""
        sheet = Sheet(scores=dict(scores), comments=dict(comments or {}))
        wanted = self._entry(competition, entry)
        command = JudgeEntry(competition=competition, entry=wanted or "", sheet=sheet)
        return self._run(command, how)

    def rank(self, competition: str, **how: Unpack[How]) -> Competition:
        """Open the sheets and publish the ranking."""
        return self._run(RankEntries(competition=competition), how)

    def _entry(self, competition: str, wanted: str | None) -> str | None:
        if wanted is None:
            return None
        return entry_of(self._kadflow.competitions.get(competition), wanted).id
