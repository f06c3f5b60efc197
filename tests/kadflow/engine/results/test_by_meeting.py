"""A gate decided by meeting: who attended approves in one act, bound to the text of that day."""

from __future__ import annotations

import pytest

from kadflow.errors import FactMissingError, GateNotMetError, NotFoundError, NotPermittedError
from tests.scenarios.staging import Exercise

GATE = "text_agreed"


def asked(exercise: Exercise) -> str:
    """A plain agreement whose text waits for both legal divisions."""
    number = exercise.negotiating()
    exercise.by("sleman.coordinator").act(number, "submit_text")
    return number


def held(
    exercise: Exercise, number: str, *offices: str, signed: bool = True, parties: tuple = ()
) -> int:
    """Number of a meeting that these offices attended on 4 January, recorded today."""
    scan = exercise.folder.parent / "ba.pdf"
    scan.write_bytes(b"%PDF-1.7 berita acara")
    codes = {"sleman": "34.04", "bantul": "34.02"}
    exercise.by("sleman.coordinator").meetings.hold(
        number,
        "discussion",
        place="Ruang rapat",
        agenda="Naskah",
        offices=[f"{codes[o.partition('/')[0]]}/{o.partition('/')[2]}" for o in offices],
        parties=parties,
        signed=scan if signed else None,
        effective_on="2026-01-04",
    )
    return exercise.last_event(number, "meeting.held").number


def test_who_attended_approves_in_one_act_and_the_gate_closes(either: Exercise):
    number = asked(either)
    meeting = held(either, number, "sleman/legal", "bantul/legal")

    outcome = either.by("sleman.coordinator").meetings.decide(number, meeting, GATE)

    assert outcome.state == "signing"
    answers = [e for e in either.events(either.record(number).id) if e.kind == "answer.given"][-2:]
    for event, short in zip(answers, ("sleman", "bantul"), strict=True):
        assert event.data["answer"] == "approve"
        assert event.effective_on.date == "2026-01-04"
        assert event.actor.authenticated == "paper"
        assert event.actor.recorder == either.person("sleman.coordinator")
        assert event.actor.office == either.office(f"{short}/legal")
        assert ("decided_by_meeting", either.office(f"{short}/legal")) in either.notices()
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok


def test_who_was_absent_stays_open_and_who_attended_may_withdraw(exercise: Exercise):
    number = asked(exercise)
    meeting = held(exercise, number, "sleman/legal", parties=("34.02",))
    exercise.by("bantul.coordinator").meetings.decide(number, meeting, GATE)
    found = exercise.record(number).rounds[GATE]
    assert [bool(e.answer and e.answer.valid) for e in found.electors] == [True, False]
    with pytest.raises(GateNotMetError, match="Nobody who attended"):
        exercise.by("bantul.coordinator").meetings.decide(number, meeting, GATE)

    exercise.by("sleman.legal").withdraw(number, GATE)
    assert exercise.record(number).rounds[GATE].electors[0].answer is None
    exercise.by("sleman.legal").decide(number, "approve")
    exercise.by("bantul.legal").decide(number, "approve")
    assert exercise.record(number).state == "signing"
    assert exercise.kadflow.history.rebuild(number).ok


def test_it_binds_the_text_that_was_discussed_and_no_other(exercise: Exercise):
    number = asked(exercise)
    sleman = exercise.by("sleman.coordinator")
    unsigned = held(exercise, number, "sleman/legal", "bantul/legal", signed=False)
    with pytest.raises(FactMissingError, match="berita acara"):
        sleman.meetings.decide(number, unsigned, GATE)
    meeting = held(exercise, number, "sleman/legal", "bantul/legal")
    sleman.edit(number, {"clauses.1": "Para pihak sepakat bekerja sama."})
    before = exercise.record(number).version
    with pytest.raises(FactMissingError, match="Article 1"):
        sleman.meetings.decide(number, meeting, GATE)
    assert exercise.record(number).version == before


def test_what_is_no_decision_of_a_meeting_is_refused(exercise: Exercise):
    number = asked(exercise)
    sleman = exercise.by("sleman.coordinator").meetings
    alone = held(exercise, number, "sleman/legal")
    with pytest.raises(NotPermittedError, match="did not attend"):
        exercise.by("bantul.coordinator").meetings.decide(number, alone, GATE)
    with pytest.raises(NotFoundError, match="no approval named"):
        sleman.decide(number, alone, "apa")
    with pytest.raises(GateNotMetError, match="not open"):
        sleman.decide(number, alone, "closing")
    exercise.approve(number, "sleman.legal", "bantul.legal")
    with pytest.raises(GateNotMetError, match="not decided by a meeting"):
        sleman.decide(number, held(exercise, number, "sleman/head", "bantul/head"), "signatures")


def test_in_a_chain_the_steps_that_attended_are_entered_and_the_others_go_on(
    exercise: Exercise,
):
    parent = exercise.in_force()
    child = exercise.addendum(parent, {"purpose": "Diperluas."})
    for short in ("sleman", "bantul"):
        exercise.by(f"{short}.coordinator").edit(
            child, {f"changes_money.{exercise.party(child, short)}": False}
        )
    exercise.by("sleman.coordinator").act(child, "submit_text")
    whole = [f"sleman/{role}" for role in ("unit", "legal", "finance", "secretary")]
    meeting = held(exercise, child, *whole, "bantul/legal")

    exercise.by("sleman.coordinator").meetings.decide(child, meeting, GATE)

    found = exercise.record(child).rounds[GATE]
    assert [bool(e.answer and e.answer.valid) for e in found.electors] == [True, False]
    with pytest.raises(GateNotMetError):
        exercise.by("bantul.legal").decide(child, "approve", gate=GATE)
    exercise.approve(child, "bantul.unit", "bantul.finance", "bantul.secretary", gate=GATE)
    assert exercise.record(child).rounds[GATE].outcome == "approved"
    assert exercise.kadflow.history.rebuild(child).ok
    assert exercise.kadflow.history.verify().ok


def test_a_party_on_paper_that_attended_answers_as_a_whole(exercise: Exercise):
    number = exercise.negotiating()
    exercise.by("bantul.coordinator").participate(number, "34.02", "paper")
    exercise.by("sleman.coordinator").act(number, "submit_text")
    meeting = held(exercise, number, "sleman/legal", parties=("34.02",))
    exercise.by("sleman.coordinator").meetings.decide(number, meeting, GATE)
    assert exercise.record(number).state == "signing"
    assert exercise.kadflow.history.rebuild(number).ok
