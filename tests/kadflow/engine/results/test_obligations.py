"""Obligations: written down, agreed to, met, disputed, ended; their deadlines run beside."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from kadflow.app.results import Work
from kadflow.domain.agreements import ObligationRecord
from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from kadflow.storage import results
from kadflow.storage.statements import Statement
from tests.scenarios.staging import Exercise


def owed(exercise: Exercise, number: str) -> ObligationRecord:
    return exercise.record(number).obligations[-1]


def milestone(exercise: Exercise, due_on: str | None = "2026-03-31") -> str:
    """A number of an agreement in force in which Sleman promised something."""
    number = exercise.in_force()
    exercise.by("sleman.coordinator").obligations.add(
        number, "34.04", "Menyediakan dua truk", due_on=due_on
    )
    return number


def asked_of_bantul(exercise: Exercise) -> str:
    """The same, where Sleman wrote down what Bantul owes by article 2."""
    number = exercise.in_force()
    exercise.by("sleman.coordinator").obligations.add(
        number, "34.02", "Membayar jasa", due_on="2026-03-31", clause="2"
    )
    return number


def test_what_was_promised_runs_as_a_deadline_and_is_met_with_what_shows_it(
    either: Exercise, tmp_path: Path
):
    number = milestone(either)
    (line,) = [
        d for d in either.kadflow.deadlines.upcoming(agreement=number) if "obligation" in d.name
    ]
    assert (line.whose, line.due_on, line.verified) == ("Kabupaten Sleman", "2026-03-31", True)
    assert line.title[0] == f"Kewajiban no. {owed(either, number).number}"

    either.day("2026-03-20")
    proof = tmp_path / "bast.pdf"
    proof.write_bytes(b"%PDF-1.7 BAST")
    obligation = owed(either, number).number
    either.by("sleman.unit").obligations.meet(number, obligation, file=proof)

    met = owed(either, number)
    assert (met.met_on, met.is_open) == ("2026-03-20", False)
    assert not [
        d for d in either.kadflow.deadlines.upcoming(agreement=number) if "obligation" in d.name
    ]
    assert ("obligation_met", either.office("bantul/coordinator")) in either.notices()
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok


def test_a_passed_day_stays_outstanding_until_it_is_met(exercise: Exercise):
    number = milestone(exercise)
    exercise.day("2026-04-10")
    exercise.by("bantul.coordinator").meetings.hold(
        number, "tkksd", place="Sleman", agenda="Truk", parties=["34.04"]
    )
    (late,) = exercise.record(number).overdue
    assert late.verified
    exercise.by("sleman.coordinator").obligations.meet(
        number, owed(exercise, number).number, note="BAST di ruang arsip"
    )
    assert exercise.record(number).overdue == []


def test_nobody_is_late_by_a_day_that_the_party_did_not_agree_to(exercise: Exercise):
    number = asked_of_bantul(exercise)
    (before,) = [d for d in exercise.record(number).deadlines if d.name.startswith("obligation.")]
    assert not before.verified
    assert ("obligation_stated", exercise.office("bantul/coordinator")) in exercise.notices()
    obligation = owed(exercise, number).number
    with pytest.raises(NotPermittedError, match="Bantul"):
        exercise.by("sleman.coordinator").obligations.accept(number, obligation)

    exercise.by("bantul.coordinator").obligations.accept(number, obligation)

    (after,) = [d for d in exercise.record(number).deadlines if d.name.startswith("obligation.")]
    assert after.verified
    assert after.due_on == before.due_on
    with pytest.raises(TransitionRefusedError):
        exercise.by("bantul.coordinator").obligations.accept(number, obligation)


def test_nobody_gives_another_party_work_out_of_nothing(exercise: Exercise):
    number = exercise.in_force()
    sleman = exercise.by("sleman.coordinator").obligations
    with pytest.raises(NotPermittedError, match="Bantul"):
        sleman.add(number, "34.02", "Membayar jasa")
    with pytest.raises(InvalidInputError, match="'99'"):
        sleman.add(number, "34.02", "Membayar jasa", clause="99")
    assert exercise.record(number).obligations == []


def test_while_the_other_side_disputes_it_the_deadline_goes_on(exercise: Exercise):
    number = milestone(exercise)
    obligation = owed(exercise, number).number
    sleman, bantul = exercise.by("sleman.coordinator"), exercise.by("bantul.coordinator")
    with pytest.raises(TransitionRefusedError, match="Nobody has said"):
        bantul.obligations.judge(number, obligation, "disputed", reason="Belum")
    with pytest.raises(FactMissingError):
        sleman.obligations.meet(number, obligation)
    sleman.obligations.meet(number, obligation, note="Truk di garasi")
    with pytest.raises(NotPermittedError, match="another party"):
        sleman.obligations.judge(number, obligation, "confirmed")
    with pytest.raises(ReasonRequiredError):
        bantul.obligations.judge(number, obligation, "disputed")

    bantul.obligations.judge(number, obligation, "disputed", reason="Baru satu truk")

    assert owed(exercise, number).is_open
    assert [d.due_on for d in exercise.record(number).deadlines if "obligation" in d.name] == [
        "2026-03-31"
    ]
    assert ("obligation_disputed", exercise.office("sleman/coordinator")) in exercise.notices()
    bantul.obligations.judge(number, obligation, "confirmed")
    assert not owed(exercise, number).is_open
    assert not [d for d in exercise.record(number).deadlines if "obligation" in d.name]
    assert exercise.kadflow.history.rebuild(number).ok


def test_a_day_that_was_agreed_on_is_moved_by_the_others(exercise: Exercise):
    number = asked_of_bantul(exercise)
    obligation = owed(exercise, number).number
    sleman, bantul = exercise.by("sleman.coordinator"), exercise.by("bantul.coordinator")
    bantul.obligations.accept(number, obligation)
    with pytest.raises(NotPermittedError, match="agreed on"):
        bantul.obligations.schedule(number, obligation, "2026-06-30", reason="Belum sanggup")
    with pytest.raises(ReasonRequiredError):
        sleman.obligations.schedule(number, obligation, "2026-06-30")
    sleman.obligations.schedule(number, obligation, "2026-06-30", reason="Permohonan Bantul")
    assert (owed(exercise, number).due_on, owed(exercise, number).agreed) == ("2026-06-30", True)
    sleman.obligations.schedule(number, obligation, "2026-02-28", reason="Mendesak")
    assert not owed(exercise, number).agreed
    (running,) = [d for d in exercise.record(number).deadlines if "obligation" in d.name]
    assert (running.due_on, running.verified) == ("2026-02-28", False)


def test_nobody_releases_itself(exercise: Exercise):
    number = asked_of_bantul(exercise)
    obligation = owed(exercise, number).number
    bantul, sleman = exercise.by("bantul.coordinator"), exercise.by("sleman.coordinator")
    with pytest.raises(NotPermittedError, match="release"):
        bantul.obligations.close(number, obligation, "withdrawn", reason="Keberatan")
    with pytest.raises(ReasonRequiredError):
        sleman.obligations.close(number, obligation, "withdrawn")
    sleman.obligations.close(number, obligation, "withdrawn", reason="Dibayar pihak ketiga")
    assert owed(exercise, number).outcome == "withdrawn"
    assert not [d for d in exercise.record(number).deadlines if "obligation" in d.name]
    with pytest.raises(TransitionRefusedError, match="ended"):
        bantul.obligations.meet(number, obligation, note="Lunas")


def test_the_condition_of_an_approval_is_met_and_its_deadline_settles(exercise: Exercise):
    number = exercise.negotiating()
    exercise.by("sleman.coordinator").act(number, "submit_text")
    exercise.by("sleman.legal").decide(
        number, "approve_with_conditions", conditions=["Lampirkan peta"]
    )
    condition = owed(exercise, number)
    assert (condition.origin, condition.is_open) == ("condition", True)
    exercise.by("sleman.coordinator").obligations.schedule(number, condition.number, "2026-02-15")
    exercise.by("sleman.coordinator").obligations.meet(number, condition.number, note="Lampiran 2")
    assert not owed(exercise, number).is_open
    assert exercise.kadflow.history.rebuild(number).ok


def test_what_a_party_on_paper_did_is_recorded_with_its_letter(exercise: Exercise):
    number = asked_of_bantul(exercise)
    obligation = owed(exercise, number).number
    letter = exercise.kadflow.store_content(exercise.record(number).id, b"Surat Bantul")
    with pytest.raises(NotPermittedError, match="own secretariat"):
        exercise.by("sleman.coordinator").obligations.meet(number, obligation, evidence=letter)
    exercise.by("bantul.coordinator").participate(number, "34.02", "paper")
    exercise.by("sleman.coordinator").obligations.meet(number, obligation, evidence=letter)
    event = exercise.last_event(number, "obligation.met")
    assert (event.actor.authenticated, event.actor.person) == ("paper", None)
    assert event.actor.organisation == exercise.organisation("bantul")


def test_work_given_by_a_meeting_binds_those_who_attended_once_the_minutes_are_signed(
    either: Exercise, tmp_path: Path
):
    number = either.in_force()
    either.by("sleman.coordinator").meetings.hold(
        number,
        "coordination",
        place="Ruang rapat TKKSD",
        agenda="Jadwal pengangkutan",
        offices=["34.04/coordinator", "34.02/unit"],
        conclusions=["Jadwal disepakati"],
        actions=[Work("34.02", "Menyusun jadwal", "2026-02-10")],
    )
    given = owed(either, number)
    assert (given.origin, given.agreed, given.due_on) == ("meeting", False, "2026-02-10")
    scan = tmp_path / "ba.pdf"
    scan.write_bytes(b"%PDF-1.7 BA")
    meeting = either.last_event(number, "meeting.held").number

    either.by("sleman.coordinator").meetings.minute(number, meeting, signed=scan)

    assert owed(either, number).agreed
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok


def test_what_is_still_to_be_done_is_found_across_agreements(either: Exercise):
    first, second = milestone(either, "2026-03-31"), milestone(either, None)
    third = milestone(either, "2026-02-01")
    sleman = either.organisation("sleman")

    found = either.kadflow.results.owed(sleman)

    assert [number for number, _ in found] == [third, first, second]
    assert found[0][1].text == "Menyediakan dua truk"
    assert [n for n, _ in either.kadflow.results.owed(sleman, within_days=30)] == [third]
    assert either.kadflow.results.owed(either.organisation("bantul")) == []
    either.by("sleman.coordinator").obligations.meet(third, owed(either, third).number, note="Ada")
    assert [number for number, _ in either.kadflow.results.owed()] == [first, second]
    assert either.kadflow.history.rebuild().ok


def test_a_condition_falls_with_the_answer_that_brought_it(either: Exercise):
    number = either.negotiating()
    either.by("sleman.coordinator").act(number, "submit_text")
    either.by("sleman.legal").decide(number, "approve_with_conditions", conditions=["Peta"])
    assert len(either.kadflow.results.owed()) == 1
    either.by("sleman.legal").withdraw(number, "text_agreed")
    assert either.kadflow.results.owed() == []
    assert either.kadflow.history.rebuild(number).ok


def test_only_the_party_that_owes_it_is_reminded(either: Exercise):
    asked_of_bantul(either)
    either.day("2026-03-24")

    either.kadflow.reminders.plan()

    reminded = {office for kind, office in either.notices() if kind == "deadline_near"}
    assert reminded == {either.office("bantul/coordinator")}
    either.day("2026-04-07")
    either.by("sleman.coordinator").feedback.receive(
        either.kadflow.results.owed()[0][0], "34.04", "public", "service", "Baik"
    )
    told = {office for kind, office in either.notices() if kind == "deadline_reached"}
    assert told == {either.office("bantul/coordinator")}


def test_what_is_owed_is_found_without_looking_through_what_is_done(exercise: Exercise) -> None:
    asked = results._OPEN.prepare("sqlite", {"organisation": "", "until": "", "most": 5})[0]
    with exercise.kadflow.database.read() as tx:
        plan = tx.all(Statement(text(f"EXPLAIN QUERY PLAN {asked.sql.replace('?', '5')}")))
    assert "ix_obligation_party_open" in str(plan)
