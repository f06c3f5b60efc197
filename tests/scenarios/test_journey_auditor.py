"""Journey E: an auditor asks whether it was done right, and takes the proof home."""

from __future__ import annotations

import sqlite3

import pytest

from kadflow.errors import GateNotMetError, MandateLackingError
from tests.kadflow.cli.console import Console
from tests.scenarios.staging import Exercise, at

LETTER = "cd" * 32


def signed_in_december(exercise: Exercise) -> str:
    """The KB was signed on 15 December and recorded on 20 January."""
    exercise.day("2026-12-07")
    number = exercise.signing()
    exercise.day("2027-01-20")
    for short in ("sleman", "bantul"):
        exercise.by(f"{short}.coordinator", f"{short}/head").sign(
            number, evidence=LETTER, effective_on="2026-12-15"
        )
    return number


def test_the_kb_of_december_was_in_force_on_the_31st_but_not_known_to_be(exercise: Exercise):
    number = signed_in_december(exercise)
    history = exercise.kadflow.history

    known = history.as_of(number, at("2026-12-31", "23:59"))
    applied = history.in_force_at(number, "2026-12-31")

    assert known is not None
    assert applied is not None
    assert (known.state, applied.state) == ("signing", "in_force")
    assert applied.signed_on == "2026-12-15"
    late = [e for e in history.show(number) if e.kind == "answer.given" and e.late_days]
    assert [entry.late_days for entry in late] == [36, 36]
    assert "dicatat terlambat 36 hari" in late[0].sentence("id")


def test_the_command_line_shows_both_when_they_differ(exercise: Exercise):
    number = signed_in_december(exercise)

    shown = Console(exercise.folder, at="2027-01-20").ok(
        "agreement", "show", number, "--as-of", "2026-12-31"
    ).shown  # fmt: skip

    assert "berlaku" in shown.lower()
    assert "diketahui" in shown.lower()


def test_the_record_says_who_acted_for_whom_in_which_capacity(exercise: Exercise):
    number = exercise.signing()
    exercise.appoint("bantul/head", "bantul.deputy_head", "pj", "2026-01-01", "2026-01-31")
    exercise.by("bantul.coordinator").add_document(
        number, "appointment_decree", b"SK", filename="sk.pdf"
    )
    exercise.by("bantul.deputy_head", "bantul/head").sign(number)

    (entry,) = [e for e in exercise.kadflow.history.show(number)
                if e.kind == "answer.given" and e.data["gate"] == "signatures"]  # fmt: skip
    said = entry.who.sentence("id")
    assert "bantul.deputy_head" in said
    assert "penjabat (Pj.)" in said
    (fact,) = entry.facts
    assert fact.letter == "SK 800/1"
    shown = Console(exercise.folder, at="2026-01-06").ok("history", "show", number).shown
    assert "dasar kewenangan SK 800/1" in shown
    stream, _, place = fact.source.partition(":")
    appointed = exercise.event(stream, int(place))
    assert appointed.kind == "holder.appointed"
    assert stream == exercise.organisation("bantul")


def test_why_no_council_was_asked_is_the_rule_and_the_facts_of_that_day_with_their_source(
    exercise: Exercise,
):
    parent = exercise.in_force()
    child = exercise.addendum(parent, {"purpose": "Lebih luas."})
    exercise.conclude(child)

    taken = [
        event for event in exercise.events(exercise.record(child).id)
        if event.kind == "transition.taken" and event.data["cause"].get("outcome") == "not_asked"
    ]  # fmt: skip
    assert len(taken) == 1
    (opened,) = [
        event for event in exercise.events(exercise.record(child).id)
        if event.kind == "gate.opened" and event.data["gate"] == "councils"
    ]  # fmt: skip
    assert opened.data["electors"] == []
    stated = {fact.name: fact for fact in opened.facts}
    assert stated, "the gate does not say on which facts nobody was asked"
    for fact in stated.values():
        assert fact.stream == exercise.record(child).id
        assert exercise.event(fact.stream, fact.number).kind == "terms.edited"
    assert opened.data["where"] == "council_needed"


def test_acting_heads_after_their_mandate_decide_nothing_here_and_their_paper_is_a_finding(
    exercise: Exercise,
):
    organisations, operator = exercise.kadflow.organisations, exercise.kadflow.operator()
    (head,) = organisations.holders(exercise.office("bantul/head"))
    organisations.dismiss(operator, head.id, to_on="2026-01-31")
    exercise.appoint("bantul/head", "bantul.deputy_head", "plt", "2026-02-01", "2026-02-28")
    number = exercise.signing()
    exercise.day("2026-03-09")

    with pytest.raises((MandateLackingError, GateNotMetError)):
        exercise.by("bantul.deputy_head", "bantul/head").sign(number, reason="Mendesak.")
    exercise.by("bantul.coordinator", "bantul/head").sign(
        number, evidence=LETTER, effective_on="2026-03-05"
    )

    assert [found.rule for found in exercise.record(number).findings] == ["capacity.nobody"]
    raised = exercise.last_event(number, "finding.raised")
    assert raised.facts[0].value == "2026-02-28"
    shown = Console(exercise.folder, at="2026-03-09").ok("agreement", "show", number).shown
    assert "tidak ada pejabat yang tercatat memegang jabatannya" in shown


def test_a_checkpoint_taken_home_proves_the_record_and_names_a_changed_byte(exercise: Exercise):
    number = exercise.in_force()
    history = exercise.kadflow.history
    note, key = history.checkpoint(), history.verifier_key()
    exercise.addendum(number, {"purpose": "Lebih luas."})
    assert history.verify(against=note).ok
    exercise.kadflow.close()
    stream, place = exercise_stream(exercise, number)

    console = Console(exercise.folder, at="2026-03-02")
    home = exercise.folder.parent / "segel.txt"
    home.write_text(note, "utf-8")
    console.ok("history", "verify", "--all", "--against", home, "--key", key)
    broken = (
        console.refuse(6, "history", "verify", "--all", "--against", home, "--key", key)
        if tamper(exercise, stream, place)
        else None
    )

    assert broken is not None
    assert number in broken.said + broken.out or stream in broken.said + broken.out
    assert str(place) in broken.said + broken.out


def exercise_stream(exercise: Exercise, number: str) -> tuple[str, int]:
    with sqlite3.connect(exercise.folder / "kadflow.db") as other:
        (stream,) = other.execute(
            "SELECT id FROM agreement WHERE number = ?", (number,)
        ).fetchone()
    return stream, 3


def tamper(exercise: Exercise, stream: str, place: int) -> bool:
    """Change one byte of an entry behind the program's back."""
    other = sqlite3.connect(exercise.folder / "kadflow.db")
    triggers = other.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'"
    ).fetchall()
    for name, _ in triggers:
        other.execute(f"DROP TRIGGER {name}")
    (body,) = other.execute(
        "SELECT body FROM event WHERE stream = ? AND number = ?", (stream, place)
    ).fetchone()
    changed = bytearray(body)
    changed[-3] ^= 1
    other.execute(
        "UPDATE event SET body = ? WHERE stream = ? AND number = ?",
        (bytes(changed) if isinstance(body, bytes) else changed.decode(), stream, place),
    )
    for _, sql in triggers:
        other.execute(sql)
    other.commit()
    other.close()
    return True
