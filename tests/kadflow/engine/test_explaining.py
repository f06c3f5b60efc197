"""What is told: why, why not, who is next, since when - and nothing of another party's inside."""

from __future__ import annotations

import msgspec

from kadflow.engine.explaining import Explanation
from kadflow.storage import history
from tests.kadflow.engine.test_steps import REGIME, umbrella
from tests.scenarios.staging import CHAIN, Exercise

WHISPERED = "Rahasia dapur Bantul."


def explained(exercise: Exercise, number: str, handle: str) -> Explanation:
    return exercise.kadflow.agreements.explain(number, exercise.by(handle).envelope())


def asked(exercise: Exercise) -> str:
    number = exercise.opened("uji-chain").number
    exercise.by("sleman.coordinator").act(number, "ask")
    return number


def test_who_is_next_and_since_when_is_told_by_party(exercise: Exercise):
    number = asked(exercise)
    exercise.day("2026-01-12")

    waiting = explained(exercise, number, "kupang.head").waiting

    assert [(w.party_name, w.since, w.inner) for w in waiting] == [
        ("Kabupaten Sleman", "2026-01-05", ()),
        ("Kabupaten Bantul", "2026-01-05", ()),
    ]


def test_the_own_party_sees_which_of_its_offices_is_asked_and_the_other_does_not(
    exercise: Exercise,
):
    number = asked(exercise)
    exercise.approve(number, "bantul.unit")

    own = explained(exercise, number, "bantul.head").waiting
    other = explained(exercise, number, "sleman.head").waiting

    assert own[1].inner == (
        ("Bagian Hukum", "Legal division"),
        ("Badan Keuangan", "Finance agency"),
    )
    assert own[0].inner == ()
    assert other[1].inner == ()


def test_why_not_names_the_missing_fact_and_who_states_it(exercise: Exercise):
    number = umbrella(exercise)

    (opening,) = (
        p for p in explained(exercise, number, "sleman.coordinator").possibilities
        if p.event == "submit_proposal"
    )  # fmt: skip

    assert not opening.possible
    assert any("bordering" in obstacle for obstacle in opening.obstacles)


def test_why_is_told_when_nothing_holds_a_step_back(exercise: Exercise):
    number = umbrella(exercise, **REGIME)

    (opening,) = (
        p for p in explained(exercise, number, "sleman.coordinator").possibilities
        if p.event == "submit_proposal"
    )  # fmt: skip

    assert opening.possible
    assert opening.who == ("Sekretariat TKKSD pemrakarsa",)


def test_what_is_told_is_as_if_everything_due_had_happened_and_nothing_is_written(
    exercise: Exercise,
):
    number = exercise.in_force()
    exercise.day("2027-01-04")
    version = exercise.record(number).version

    told = explained(exercise, number, "sleman.head")

    assert (told.state, told.since) == ("evaluation", "2027-01-01")
    assert exercise.record(number).version == version
    assert exercise.record(number).state == "in_force"


def inside(exercise: Exercise) -> tuple[str, list[str]]:
    """An agreement with much happening inside Bantul, and what must not be seen of it."""
    number = asked(exercise)
    act = exercise.by
    act("bantul.unit").decide(number, "approve", reason=WHISPERED)
    act("bantul.legal").decide(number, "return", reason=WHISPERED)
    act("bantul.coordinator").release(number, "consent", "resume", reason=WHISPERED)
    act("bantul.legal").decide(number, "approve", reason=WHISPERED)
    act("bantul.finance").decide(number, "approve", reason=WHISPERED)
    act("bantul.secretary").decide(number, "approve", reason=WHISPERED)
    act("bantul.finance").withdraw(number, "consent", reason=WHISPERED)
    act("bantul.finance").decide(number, "approve", reason=WHISPERED)
    act("sleman.coordinator").edit(number, {"clauses.1": "Berubah."})
    exercise.chain(number, "bantul", gate="consent")
    hidden = [exercise.person(f"bantul.{role}") for role in CHAIN]
    hidden += [exercise.office(f"bantul/{role}") for role in CHAIN]
    return number, [*hidden, WHISPERED]


def test_nothing_of_a_partys_inside_is_in_the_shared_stream(exercise: Exercise):
    number, hidden = inside(exercise)
    shared = exercise.record(number).id
    body = history.EVENT_COLUMNS.index("body")

    with exercise.kadflow.database.read() as tx:
        rows = list(history.events_of(tx, shared))
        content = b"".join(row[body] for row in rows)
        content += repr(history.parts_of(tx, shared)).encode()

    text = content.decode(errors="replace")
    assert [secret for secret in hidden if secret in text] == []
    assert "answer.given" in text


def test_nothing_of_a_partys_inside_is_in_the_shared_record_or_in_what_others_are_told(
    exercise: Exercise,
):
    number, hidden = inside(exercise)
    told = msgspec.json.encode(explained(exercise, number, "kupang.coordinator")).decode()
    record = msgspec.json.encode(exercise.record(number)).decode()

    titles = ["Bagian Hukum", "Badan Keuangan", "Perangkat daerah"]
    assert [secret for secret in [*hidden, *titles] if secret in told] == []
    assert [secret for secret in hidden if secret in record] == []


def test_the_private_stream_holds_what_the_shared_one_hides(exercise: Exercise):
    number, hidden = inside(exercise)

    private = exercise.events(exercise.party(number, "bantul"))

    assert {e.actor.person for e in private if e.kind == "decision.made"} <= set(hidden)
    assert [e.kind for e in private].count("decision.voided") == 4


def test_no_office_of_another_party_is_told_of_a_partys_inner_steps(exercise: Exercise):
    number = asked(exercise)
    before = exercise.notices()

    exercise.by("bantul.unit").decide(number, "return", reason=WHISPERED)

    fresh = [notice for notice in exercise.notices() if notice not in before]
    assert [(kind, office) for kind, office in fresh] == [
        ("chain_stopped", exercise.office("bantul/coordinator"))
    ]
