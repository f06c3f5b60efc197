"""The stage of an exercise: a moved clock, offices with one holder each, and a teller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kadflow.app import Acting, Kadflow, Outcome
from kadflow.domain.clock import ExerciseClock
from kadflow.errors import KadflowError
from notifications import KINDS

ROLES = ("head", "deputy_head", "secretary", "coordinator", "legal", "finance", "unit", "council")
JAKARTA = ZoneInfo("Asia/Jakarta")


class Stage:
    """An exercise folder with its clock, and short names for who acts.

    Args:
        folder: Data folder to make.
        say: Tells the audience one line; the first argument is a mark (`·`, `✓`, `✗`, `#`).
        begin: ISO date on which the exercise begins.
    """

    def __init__(
        self,
        folder: Path,
        say: Callable[[str, str], None],
        *,
        begin: str,
        database_url: str | None = None,
    ) -> None:
        self.say = say
        self.clock = ExerciseClock(_at(begin, 9, 0))
        self.kadflow = Kadflow.create(
            folder, database_url=database_url, exercise=True, clock=self.clock
        )
        self._acting: dict[str, Acting] = {}

    def day(self, date: str, hour: int = 9, minute: int = 0) -> None:
        """Move the clock to a civil date in Jakarta and let what is due happen."""
        self.clock.move_to(_at(date, hour, minute))
        self.kadflow.apply_due()
        self.say("#", date)

    def telephones(self, shorts: Sequence[str], roles: Sequence[str]) -> None:
        """Give holders a telephone: there is no mail server, messages are handed over by hand."""
        operator = self.kadflow.operator()
        for place, handle in enumerate(f"{short}.{role}" for short in shorts for role in roles):
            person = self.kadflow.organisations.person(handle)
            self.kadflow.contacts.set_address(operator, person[0], "hand", f"+62811000{place:04d}")

    def through(self, until: str, codes: Sequence[str], about: str) -> int:
        """Let day after day pass until a date, and tell the reminders that leave about it.

        Args:
            until: ISO date; every day up to it begins at 8 o'clock with what falls due.
            codes: Regions whose secretariats hand messages over.
            about: Number of the agreement whose reminders are told.

        Returns:
            How many messages were handed over in all.
        """
        kadflow, handed = self.kadflow, 0
        organisations = [kadflow.organisations.get(code).id for code in codes]
        while (at := self.clock.now() + timedelta(days=1)) <= _at(until, 8, 0):
            self.clock.move_to(at.astimezone(JAKARTA).replace(hour=8, minute=0))
            kadflow.apply_due()
            kadflow.reminders.plan()
            kadflow.deliveries.plan()
            told: dict[str, list[str]] = {}
            for message in kadflow.deliveries.handovers(organisations):
                kadflow.deliveries.hand_over(
                    kadflow.operator(), message.delivery.id, how="WhatsApp"
                )
                handed += 1
                if KINDS[message.delivery.kind].reminds and about in message.text:
                    name = message.recipient.name if message.recipient else ""
                    told.setdefault(" ".join(message.text.split()), []).append(name)
            if told:
                self.say("#", self.clock.now().astimezone(JAKARTA).date().isoformat())
            for text, names in told.items():
                self.say("✉", f"{text} - kepada {', '.join(names)}")
        return handed

    def staff(self, code: str, short: str, *, since: str = "2025-02-20") -> str:
        """Give a region its offices, each with one definitive holder named ``short.role``.

        Returns:
            Name of the region.
        """
        operator = self.kadflow.operator()
        organisations = self.kadflow.organisations
        region = organisations.get(code)
        for role in ROLES:
            office = organisations.add_office(operator, region.id, role=role)
            handle = f"{short}.{role}"
            person = organisations.add_person(
                operator, region.id, handle=handle, name=f"Pejabat contoh {handle}"
            )
            organisations.appoint(
                operator,
                office=office,
                person=person,
                capacity="definitive",
                from_on=since,
                letter=f"SK 100.{ROLES.index(role)}/2025",
                first_setup=True,
            )
        return region.name

    def by(self, handle: str) -> Acting:
        """The commands of a person."""
        if handle not in self._acting:
            self._acting[handle] = self.kadflow.acting(handle)
        return self._acting[handle]

    def told(self, outcome: Outcome, line: str) -> Outcome:
        """Tell what a command did."""
        title = self.kadflow.state_title(outcome.agreement)[0]
        self.say("✓", f"{line}  [{outcome.number}: {title}]")
        return outcome

    def refused(self, attempt: Callable[[], Any], line: str) -> KadflowError:
        """Tell an attempt that the rules refuse, and why; it must be refused."""
        try:
            attempt()
        except KadflowError as error:
            message, hint = error.said("id")
            self.say("✗", f"{line}: {message} {hint}".strip())
            return error
        message = f"the exercise expected a refusal: {line}"
        raise AssertionError(message)

    def chain(
        self, number: str, shorts: Sequence[str], roles: Sequence[str], gate: str
    ) -> Outcome:
        """Let the chains of several parties approve, office after office."""
        outcome = None
        for short in shorts:
            for role in roles:
                outcome = self.by(f"{short}.{role}").decide(number, "approve", gate=gate)
        if outcome is None:
            message = "nobody was asked"
            raise AssertionError(message)
        return outcome


def _at(date: str, hour: int, minute: int) -> datetime:
    return datetime.fromisoformat(date).replace(hour=hour, minute=minute, tzinfo=JAKARTA)
