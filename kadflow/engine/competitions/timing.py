"""The last day of judging: set with the opening, passed by itself, ended by the ranking.

Rules, in order:

1. The form says in how many days a jury judges, counted from the opening. The day is over when it
   has ended in the westernmost zone: jurors may sit anywhere. Without a number there is no day.
2. When it has passed, whoever looks first, the secretariat that runs the competition is told, if
   sheets are still awaited. Sheets are taken until the ranking all the same.
3. Once nobody is awaited any more that secretariat is told too.
4. With the ranking the day is withdrawn, or settled where it had passed.
"""

from __future__ import annotations

from datetime import date

from kadflow.domain.calendars import NO_CALENDARS
from kadflow.domain.clock import civil_date, parse_stamp
from kadflow.domain.competitions import JUDGE
from kadflow.domain.events import SYSTEM
from kadflow.domain.wording import day_words
from kadflow.engine.competitions.contest import Contest
from kadflow.engine.counting import count
from kadflow.engine.deadlines import HOME, due_in, set_deadline
from kadflow.engine.naming import SCORING
from state_machines.template import Evaluation as Rules
from state_machines.template import Period


def set_last_day(contest: Contest, rules: Rules) -> None:
    """Set the last day of judging by the form, where it gives a time."""
    if rules.score_days is None:
        return
    start = contest.effective_on.date
    counted = count(
        date.fromisoformat(start), Period(n=rules.score_days, unit="days"), NO_CALENDARS
    )
    set_deadline(
        contest,
        due_in(counted, [HOME]),
        name=SCORING,
        effect=JUDGE,
        subject=None,
        start=start,
        source=rules.source,
        ladder=tuple(sorted(set(rules.remind_days))),
        tells=(),
    )


def apply_due(contest: Contest, now: str) -> None:
    """Let the last day pass if its instant has come.

    Args:
        contest: The competition.
        now: The present, as a stamp.
    """
    last = contest.record.last_day
    if last is None or last.reached or last.due_at > now:
        return
    reached = contest.emit(
        "deadline.reached",
        {
            "deadline": last.deadline,
            "name": SCORING,
            "effect": JUDGE,
            "subject": None,
            "due_on": last.due_on,
            "outstanding": True,
        },
        actor=SYSTEM,
        effective_on=civil_date(parse_stamp(last.due_at), HOME),
    )
    if not contest.record.is_complete:
        day = day_words(last.due_on)
        for office in contest.organisers:
            contest.notify("judging_over", office, reached, day_id=day[0], day_en=day[1])


def tell_if_complete(contest: Contest, *, was: bool) -> None:
    """Tell who runs it, once, that because of the last event nobody is awaited any more.

    Args:
        contest: The competition.
        was: Whether nobody was before.
    """
    if contest.record.is_complete and not was:
        for office in contest.organisers:
            contest.notify("judging_complete", office, contest.events[-1])


def end_last_day(contest: Contest) -> None:
    """Take back the last day of judging, or settle it; nobody is reminded any more."""
    last = contest.record.last_day
    if last is not None:
        kind = "deadline.settled" if last.reached else "deadline.withdrawn"
        contest.emit(kind, {"deadline": last.deadline}, actor=SYSTEM)
