"""When an evaluation begins, and how it ends without a result.

Rules, in order:

1. A deadline whose effect is an evaluation opens the periodic one of the period that it ends,
   with its own last day as date: once, whoever looks first. One of the period before that nobody
   closed lapses then; its sheets stay shut.
2. A final one is opened by the secretariat of a party in the evaluation stage, an extra one while
   the agreement is in force. Of each kind one is open at a time.
3. While an agreement is suspended none is opened.
4. With the agreement's end every open one lapses.
5. The form is frozen when it is opened: another version of the template changes later ones only.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from kadflow.domain.agreements import DeadlineRecord
from kadflow.domain.calendars import NO_CALENDARS
from kadflow.domain.commands import OpenEvaluation
from kadflow.domain.evaluations import EVALUATION_KINDS, Evaluation, Evaluations, Form, Question
from kadflow.domain.events import SYSTEM
from kadflow.domain.wording import EVALUATION_WORDS, choices, day_words, words_for
from kadflow.engine.authority import may_act
from kadflow.engine.counting import count
from kadflow.engine.deadlines import due_on, set_deadline
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.evaluations.finding import others_of
from kadflow.engine.naming import SCORING
from kadflow.errors import GateNotMetError, InvalidInputError, TransitionRefusedError
from state_machines.template import Actor as MayAct
from state_machines.template import Evaluation as Rules
from state_machines.template import Period, Stage


def open_periodic(deliberation: Deliberation, deadline: DeadlineRecord) -> bool:
    """Open the evaluation of the period that a deadline ends.

    Returns:
        Whether an evaluation is to be made now; without a form it is made on paper.
    """
    if deliberation.record.standing == "suspended":
        return False
    rules = deliberation.workflow.template.evaluation
    if rules is None:
        return True
    evaluations = deliberation.chapter(Evaluations)
    before = evaluations.open_of("periodic")
    if before is not None:
        _lapse(deliberation, before, cause="next")
    past = [e.until for e in evaluations.held.values() if e.kind == "periodic"]
    since = _day_after(past[-1]) if past else deadline.start or deliberation.record.created_on
    _open(
        deliberation, rules, "periodic", since=since, until=deadline.due_on, deadline=deadline.id
    )
    return True


def open_evaluation(deliberation: Deliberation, command: OpenEvaluation) -> None:
    """Open a final or an extra evaluation.

    Raises:
        InvalidInputError: The template has no form, or there is no such kind.
        TransitionRefusedError: Not at this stage.
        GateNotMetError: One of that kind is open.
        NotPermittedError: The person is in no party's secretariat.
    """
    record, named = deliberation.record, deliberation.named
    rules = deliberation.workflow.template.evaluation
    if rules is None:
        raise InvalidInputError(
            f"'{named.template()[1]}' has no evaluation form.",
            hint="A form is written into the workflow under 'evaluation:'.",
            pesan=f"Alur '{named.template()[0]}' tidak mempunyai lembar evaluasi.",
            saran="Lembarnya ditulis dalam alur kerja sama pada bagian 'evaluation:'.",
        )
    if command.kind not in EVALUATION_KINDS or command.kind == "periodic":
        known = choices(EVALUATION_WORDS, ("final", "extra"))
        raise InvalidInputError(
            f"No evaluation of the kind {command.kind!r} is opened by hand.",
            hint=f"It is one of: {known[1]}. The periodic one opens by itself.",
            pesan=f"Evaluasi jenis {command.kind!r} tidak dibuka dengan perintah.",
            saran=f"Pilihannya: {known[0]}. Evaluasi berkala terbuka dengan sendirinya.",
        )
    words = words_for(EVALUATION_WORDS, command.kind)
    deliberation.actor = may_act(
        deliberation, (MayAct.COORDINATOR,), ("Membuka evaluasi", "Opening an evaluation")
    )
    state = deliberation.state()
    fits = state.stage is Stage.EVALUATION if command.kind == "final" else state.in_force
    if not fits or record.standing != "active":
        raise TransitionRefusedError(
            f"The {words[1]} is not opened in the state '{named.state(record.state)[1]}'.",
            hint="A final one is opened in the evaluation stage, an extra one while the agreement "
            "is in force and not suspended.",
            pesan=f"{words[0].capitalize()} tidak dapat dibuka pada tahap "
            f"'{named.state(record.state)[0]}'.",
            saran="Evaluasi akhir dibuka pada tahap evaluasi, evaluasi tambahan selama kerja sama "
            "berlaku dan tidak ditangguhkan.",
            state=record.state,
        )
    evaluations = deliberation.chapter(Evaluations)
    present = evaluations.open_of(command.kind)
    if present is not None:
        raise GateNotMetError(
            f"The {words[1]} is open already, since {present.opened_on}.",
            hint="Close it first: kadflow evaluation close.",
            pesan=f"{words[0].capitalize()} sudah dibuka sejak {day_words(present.opened_on)[0]}.",
            saran="Tutup dahulu dengan: kadflow evaluation close.",
            evaluation=present.id,
        )
    past = [e.until for e in evaluations.held.values() if e.closed and e.kind != "final"]
    since = record.signed_on or record.created_on
    if command.kind == "extra" and past:
        since = min(_day_after(max(past)), deliberation.effective_on.date)
    _open(deliberation, rules, command.kind, since=since, until=deliberation.effective_on.date)


def lapse_at_the_end(deliberation: Deliberation) -> None:
    """Let the open evaluations of an agreement lapse that has come to its end."""
    record = deliberation.record
    if not record.evaluating:
        return
    if record.standing == "terminated" or deliberation.state().final is not None:
        for each in list(deliberation.chapter(Evaluations).held.values()):
            if each.is_open:
                _lapse(deliberation, each, cause="end")


def withdraw_scoring(deliberation: Deliberation, evaluation: Evaluation) -> None:
    """Take back the deadline of scoring; nobody is reminded any more."""
    for deadline in list(deliberation.record.deadlines):
        if (deadline.name, deadline.subject) == (SCORING, evaluation.id):
            deliberation.emit("deadline.withdrawn", {"deadline": deadline.id}, actor=SYSTEM)


def _lapse(deliberation: Deliberation, evaluation: Evaluation, *, cause: str) -> None:
    withdraw_scoring(deliberation, evaluation)
    deliberation.emit(
        "evaluation.lapsed",
        {
            "evaluation": evaluation.id,
            "cause": cause,
            "missing": len(evaluation.awaited(others_of(deliberation.record))),
        },
        actor=SYSTEM,
    )


def _open(
    deliberation: Deliberation,
    rules: Rules,
    kind: str,
    *,
    since: str,
    until: str,
    deadline: str | None = None,
) -> None:
    opened, counted = deliberation.effective_on.date, None
    if rules.score_days is not None:
        period = Period(n=rules.score_days, unit="days")
        counted = count(date.fromisoformat(opened), period, NO_CALENDARS)
    evaluation = deliberation.new_id()
    deliberation.emit(
        "evaluation.opened",
        {
            "evaluation": evaluation,
            "kind": kind,
            "since": since,
            "until": until,
            "deadline": deadline,
            "score_by": counted.on if counted is not None else None,
            "asks_panel": True,
            "form": msgspec.json.decode(msgspec.json.encode(form_of(rules))),
        },
    )
    if counted is not None:
        set_deadline(
            deliberation,
            due_on(deliberation, counted, None),
            name=SCORING,
            effect="score",
            subject=evaluation,
            start=opened,
            source=rules.source,
            ladder=tuple(sorted(set(rules.remind_days))),
        )


def form_of(rules: Rules) -> Form:
    """A template's form, as an evaluation keeps it."""
    return Form(
        questions=tuple(
            Question(key=key, weight=str(criterion.weight), comment=criterion.comment)
            for key, criterion in rules.criteria.items()
        ),
        scale=rules.scale,
        recommendations=rules.recommendations,
        counts=rules.counts,
        aggregate=rules.aggregate,
        trim=rules.trim,
        panel_weight=rules.panel_weight,
        shows=rules.shows,
        far_from=rules.far_from,
    )


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
