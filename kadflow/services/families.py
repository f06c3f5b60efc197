"""What is due in a family of agreements happens in the order of its instants, whoever looks first.

Whether an extension is open decides what the end of a term does, and a child that lapses changes
its parent. So before a command on a parent, and where something is due on it or on the child that
is asked for, what is due on its children is applied as well: each effect finds the family as it
stood at its own instant. Of what is due at one instant, children come before their parent, the
older ones first.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from kadflow.domain.clock import stamp
from kadflow.engine.effects import apply_due, follow, next_due
from kadflow.engine.families import conclude
from kadflow.services.cases import Case, Cases
from kadflow.storage import agreements as rows
from kadflow.storage import deadlines


class Family:
    """The agreement that is asked for, its parent where there is one, and children with it.

    Args:
        cases: Of the command.
        asked: The agreement that is asked for.
        parent: The agreement above it.
    """

    def __init__(self, cases: Cases, asked: Case, parent: Case | None = None) -> None:
        self._cases = cases
        self._limit = stamp(cases.now)
        self._members = [asked] if parent is None else [parent, asked]
        self.asked = asked
        self.parent = parent
        if parent is not None:
            asked.deliberation.parent = parent.deliberation

    @classmethod
    def load(cls, cases: Cases, agreement: str) -> Family:
        """Lock an agreement, its parent before it.

        Raises:
            NotFoundError: There is none with this id.
        """
        root = cases.load_root(agreement)
        if root is not None:
            return cls(cases, root)
        above = rows.parent_of(cases.tx, agreement)
        parent = None if above is None else cases.load(above)
        return cls(cases, cases.load(agreement), parent)

    @property
    def changed_beside(self) -> Sequence[Case]:
        """The others of the family on which something happened."""
        return [m for m in self._members if m is not self.asked and m.deliberation.events]

    def apply_due(self) -> None:
        """Let everything happen that is due on the family by now."""
        looked = list[Case]()
        while True:
            for member in self._members:  # grows while it is walked
                if member not in looked and (member is self.asked or self._is_due_at(member)):
                    looked.append(member)
                    self._add_due_children(member)
            due = [
                (
                    deadline.due_at,
                    member is self._members[0],
                    member.deliberation.record.id,
                    member,
                )
                for member in self._members
                if (deadline := next_due(member.deliberation, self._limit)) is not None
            ]
            if not due:
                return
            at, _, _, first = min(due, key=itemgetter(0, 1, 2))
            apply_due(first.deliberation, before=at)
            parent = first.deliberation.parent
            if parent is not None and first.has_ended:
                day = first.deliberation.events[-1].event.effective_on
                with first.deliberation.on(day), parent.on(day):
                    self._conclude(first)

    def conclude(self) -> None:
        """Let the agreement that is asked for change its parent where it has come to an end."""
        if self.parent is not None and self.asked.has_ended:
            # a sister that lapsed before changed the parent before
            self._add_due_children(self.parent)
            self.apply_due()
            self._conclude(self.asked)

    def _is_due_at(self, member: Case) -> bool:
        """Whether something is due on a member or on a child of it that is loaded."""
        return any(
            next_due(each.deliberation, self._limit) is not None
            for each in self._members
            if each is member or each.deliberation.parent is member.deliberation
        )

    def _add_due_children(self, parent: Case) -> None:
        """Load the children on which something is due; the parent's lock guards them."""
        record = parent.deliberation.record
        if not any(child.open for child in record.children):
            return
        known = {member.deliberation.record.id for member in self._members}
        for child in deadlines.due_children(self._cases.tx, record.id, self._limit):
            if child not in known:
                loaded = self._cases.load(child)
                loaded.deliberation.parent = parent.deliberation
                self._members.append(loaded)

    def _conclude(self, child: Case) -> None:
        parent = child.deliberation.parent
        if parent is not None:
            self._cases.read_long(child.deliberation, child.deliberation.record.terms)
            conclude(child.deliberation, parent)
            follow(parent)
