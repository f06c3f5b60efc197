"""A clock stands still for a reason, and goes on.

Rules, in order:

1. Only a clock is stopped: a date that the parties agreed on, or a day of the year, stays where it
   is and changes with the text.
2. Whose silence counts as an answer does not stop its own clock: a secretariat of another party
   does. Any other deadline is stopped by a secretariat of the party whose own it is, a joint one
   by that of any party.
3. A reason is given, and recorded. What has passed is not stopped any more.
4. The day on which it was stopped counts, the day on which it goes on does not.
"""

from __future__ import annotations

from kadflow.domain.agreements import DeadlineRecord
from kadflow.domain.commands import PauseDeadline, ResumeDeadline
from kadflow.domain.wording import Pair, day_words, listed
from kadflow.engine.authority import may_act
from kadflow.engine.deadlines import SCORE, SILENCE, anchor_of, due_of, explained
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.policies import policy_of
from kadflow.engine.recounting import tell
from kadflow.engine.silence import last_day, silent_since
from kadflow.errors import (
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from state_machines.template import Actor as MayAct


def pause(deliberation: Deliberation, command: PauseDeadline) -> None:
    """Stop the clock of a deadline.

    Raises:
        NotFoundError: No such deadline runs.
        TransitionRefusedError: It stands still already, or is no clock.
        NotPermittedError: It is not the person's to stop.
        ReasonRequiredError: No reason was given.
    """
    deadline = _find(deliberation, command.name, command.subject)
    title = deliberation.named.deadline(deadline.name)
    _check_who(deliberation, deadline, ("Penghentian batas waktu", "Pausing a deadline"))
    policy = policy_of(deliberation.workflow, deadline.name)
    if deadline.effect != SILENCE and (policy is None or policy.rule.within is None):
        raise TransitionRefusedError(
            f"'{title[1]}' is a date, not a clock: it cannot be paused.",
            hint="An agreed date changes with the text, by an addendum.",
            pesan=f"'{title[0]}' adalah tanggal, bukan hitungan hari: tidak dapat dihentikan.",
            saran="Tanggal yang disepakati berubah bersama naskahnya, dengan addendum.",
        )
    if deadline.paused_on is not None:
        raise TransitionRefusedError(
            f"'{title[1]}' stands still since {deadline.paused_on}.",
            hint="Let it go on with: kadflow deadline resume.",
            pesan=f"'{title[0]}' sudah berhenti sejak {day_words(deadline.paused_on)[0]}.",
            saran="Lanjutkan dengan: kadflow deadline resume.",
        )
    _check_reason(deliberation, ("Penghentian", "Pausing"))
    _check_day(deliberation, max([deadline.start, *(went_on for _, went_on in deadline.pauses)]))
    paused = deliberation.emit(
        "deadline.paused",
        {"deadline": deadline.id, "name": deadline.name, "subject": deadline.subject},
        parts={"reason": deliberation.envelope.reason},
    )
    tell(deliberation, "deadline_paused", paused, deadline, day=deliberation.effective_on.date)


def resume(deliberation: Deliberation, command: ResumeDeadline) -> None:
    """Let a clock go on; the deadline gets the day that is left to it."""
    deadline = _find(deliberation, command.name, command.subject)
    title = deliberation.named.deadline(deadline.name)
    _check_who(deliberation, deadline, ("Pelanjutan batas waktu", "Resuming a deadline"))
    if deadline.paused_on is None:
        raise TransitionRefusedError(
            f"'{title[1]}' does not stand still.",
            pesan=f"'{title[0]}' tidak sedang berhenti.",
        )
    _check_reason(deliberation, ("Pelanjutan", "Resuming"))
    _check_day(deliberation, deadline.paused_on)
    went_on = deliberation.effective_on.date
    pauses = [*deadline.pauses, (deadline.paused_on, went_on)]
    if deadline.effect == SILENCE:
        subject = deadline.subject or ""
        party = deliberation.record.party(subject)
        start = deadline.start or silent_since(deliberation, deadline.name, subject)
        due = last_day(deliberation, deadline.name, party, start, pauses)
    else:
        anchor = anchor_of(deliberation, deadline)
        assert anchor is not None  # noqa: S101 - it was paused by its policy
        due = due_of(deliberation, anchor, pauses)
    before = deadline.due_on
    resumed = deliberation.emit(
        "deadline.resumed",
        {
            "deadline": deadline.id,
            "name": deadline.name,
            "subject": deadline.subject,
            "paused_on": deadline.paused_on,
            "from": before,
            **explained(due),
            "revision": deadline.revision + 1,
        },
        parts={"reason": deliberation.envelope.reason},
    )
    tell(deliberation, "deadline_moved", resumed, deadline, day=due.on, before=before)


def _find(deliberation: Deliberation, name: str, subject: str | None) -> DeadlineRecord:
    record = deliberation.record
    owed = {o.id: o.party for o in record.obligations}
    found = [
        d
        for d in record.deadlines
        if d.name == name and subject in {None, d.subject, owed.get(d.subject or "")}
        if d.effect != SCORE  # nobody is held to it: who scores late still scores
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidInputError(
            f"'{deliberation.named.deadline(name)[1]}' runs for several parties.",
            hint="Name the party with --party.",
            pesan=f"'{deliberation.named.deadline(name)[0]}' berjalan untuk beberapa pihak.",
            saran="Sebutkan pihaknya dengan --party.",
        )
    running = listed(
        (f"{title[0]} ({d.name})", f"{title[1]} ({d.name})")
        for d in record.deadlines
        for title in (deliberation.named.deadline(d.name),)
    )
    raise NotFoundError(
        f"No deadline {name!r} runs on {record.number}.",
        hint=f"Running: {running[1]}.",
        pesan=f"Tidak ada batas waktu {name!r} yang berjalan pada {record.number}.",
        saran=f"Yang berjalan: {running[0]}.",
    )


def _check_who(deliberation: Deliberation, deadline: DeadlineRecord, what: Pair) -> None:
    deliberation.actor = may_act(deliberation, (MayAct.COORDINATOR,), what)
    acting = deliberation.record.party_of(deliberation.actor.organisation or "")
    owner = deliberation.record.whose(deadline.subject)
    if owner is None or acting is None:
        return
    own = acting.id == owner.id
    if deadline.effect == SILENCE and own:
        raise NotPermittedError(
            f"{owner.name} does not stop the clock of its own silence.",
            hint="A secretariat of another party does, for a reason that it records.",
            pesan=f"{owner.name} tidak menghentikan batas waktu jawabannya sendiri.",
            saran="Sekretariat pihak lain yang menghentikannya, dengan alasan yang dicatat.",
        )
    if deadline.effect != SILENCE and not own and owner.participation != "paper":
        raise NotPermittedError(
            f"This deadline is {owner.name}'s own.",
            hint=f"The secretariat of {owner.name} may do it.",
            pesan=f"Batas waktu ini milik {owner.name} sendiri.",
            saran=f"Yang dapat melakukannya: Sekretariat TKKSD {owner.name}.",
        )


def _check_reason(deliberation: Deliberation, what: Pair) -> None:
    if not deliberation.envelope.reason:
        raise ReasonRequiredError(
            f"{what[1]} a deadline needs a reason.",
            hint="Give it with --reason.",
            pesan=f"{what[0]} batas waktu memerlukan alasan.",
            saran="Isi alasannya dengan --reason.",
        )


def _check_day(deliberation: Deliberation, earliest: str) -> None:
    day = deliberation.effective_on.date
    if day < earliest:
        raise InvalidInputError(
            f"{day} lies before {earliest}, when the clock began or was changed last.",
            hint="Check --effective-on.",
            pesan=f"{day_words(day)[0]} mendahului {day_words(earliest)[0]}, saat hitungannya mulai "
            "atau terakhir berubah.",
            saran="Periksa --effective-on.",
        )
