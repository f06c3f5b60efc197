"""Two at once: one wins, the other is told, and nothing is half done - on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from kadflow.errors import (
    ConcurrentChangeError,
    GateNotMetError,
    InvalidInputError,
    KadflowError,
    KeyReusedError,
    MandateLackingError,
)
from kadflow.services.directory import Directory, Rosters
from kadflow.storage.transactions import Transaction
from tests import postgres
from tests.scenarios.checking import check
from tests.scenarios.staging import (
    REGIONS,
    Exercise,
    built_postgres,
    built_sqlite,
    either,
    on_postgres,
)

__all__ = ["built_postgres", "built_sqlite", "either"]


def at_once(*commands: Callable[[], Any]) -> list[Any]:
    """Run commands in threads that start together: what each gave, or why it was refused."""
    barrier = threading.Barrier(len(commands))
    told: list[Any] = [None] * len(commands)

    def run(place: int, command: Callable[[], Any]) -> None:
        barrier.wait(10)
        try:
            told[place] = command()
        except KadflowError as error:
            told[place] = error

    threads = [
        threading.Thread(target=run, args=(place, command))
        for place, command in enumerate(commands)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return told


def refusals(told: list[Any]) -> list[KadflowError]:
    return [each for each in told if isinstance(each, KadflowError)]


def second(exercise: Exercise) -> Exercise:
    """The same installation opened once more, as another process would."""
    other = Exercise.__new__(Exercise)
    other.__dict__.update(exercise.__dict__)
    other.clock = ExerciseClock(exercise.clock.now())
    other.kadflow = Kadflow.open(
        exercise.folder, database_url=exercise.database_url, clock=other.clock
    )
    other._acting = {}
    return other


def test_of_two_edits_of_the_same_version_one_wins_and_the_other_is_told(either: Exercise):
    opened = either.opened()
    hands = [either.by("sleman.coordinator"), either.by("bantul.coordinator")]

    told = at_once(
        *(
            lambda h=hand, n=number: h.edit(  # type: ignore[misc]
                opened.number, {"purpose": f"Versi {n}"}, if_version=opened.version
            )
            for number, hand in enumerate(hands)
        )
    )

    (lost,) = refusals(told)
    assert isinstance(lost, ConcurrentChangeError)
    assert either.record(opened.number).version == opened.version + 1
    check(either.kadflow)


def test_without_a_version_both_edits_happen_one_after_the_other(either: Exercise):
    opened = either.opened()
    hands = [either.by("sleman.coordinator"), either.by("bantul.coordinator")]

    told = at_once(
        lambda: hands[0].edit(opened.number, {"purpose": "Satu"}),
        lambda: hands[1].edit(opened.number, {"clauses.1": "Dua"}),
    )

    assert refusals(told) == []
    terms = either.record(opened.number).terms
    assert (terms["purpose"].value, terms["clauses.1"].value) == ("Satu", "Dua")
    check(either.kadflow)


def test_of_two_answers_of_one_office_one_wins(either: Exercise):
    number = either.opened("uji-all").number
    either.by("sleman.coordinator").act(number, "ask")
    head = either.by("sleman.head")

    told = at_once(*[lambda: head.decide(number, "approve")] * 4)

    lost = refusals(told)
    assert len(lost) == 3
    assert {type(each) for each in lost} == {GateNotMetError}
    check(either.kadflow)


def test_the_last_two_signatures_at_once_conclude_exactly_once(either: Exercise):
    number = either.signing()
    heads = [either.by("sleman.head"), either.by("bantul.head")]

    told = at_once(*(lambda h=head: h.sign(number) for head in heads))  # type: ignore[misc]

    assert refusals(told) == []
    assert sorted(each.state for each in told) == ["in_force", "signing"]
    check(either.kadflow)


def test_two_who_open_agreements_at_once_get_two_numbers(either: Exercise):
    codes = [REGIONS["sleman"], REGIONS["bantul"]]
    liaison = either.by("sleman.coordinator")

    told = at_once(*[lambda: liaison.create("standar", codes, {"title": "Bersamaan"})] * 4)

    assert refusals(told) == []
    assert len({each.number for each in told}) == 4
    check(either.kadflow)


def test_the_same_key_at_once_is_carried_out_once_and_answered_alike(either: Exercise):
    opened = either.opened()
    liaison = either.by("sleman.coordinator")

    told = at_once(*[lambda: liaison.edit(opened.number, {"purpose": "Sekali"}, key="k")] * 3)

    assert refusals(told) == []
    assert {each.version for each in told} == {opened.version + 1}
    assert sorted(each.replayed for each in told) == [False, True, True]


def test_a_parent_and_its_child_at_once_do_not_wait_for_each_other(either: Exercise):
    number = either.in_force()
    child = either.addendum(number, {"clauses.2": "Berubah."})
    for short in ("sleman", "bantul"):
        either.by(f"{short}.coordinator").edit(
            child, {f"changes_money.{either.party(child, short)}": False}
        )
    either.by("sleman.coordinator").act(child, "submit_text")
    either.chain(child, "sleman", "bantul")
    either.by("sleman.coordinator").act(child, "check_councils")
    either.by("sleman.head").sign(child)
    sign, stand, edit = (
        either.by("bantul.head"), either.by("sleman.coordinator"), either.by("bantul.coordinator")
    )  # fmt: skip

    told = at_once(
        lambda: sign.sign(child),
        lambda: stand.stand(number, "suspend", ground="dispute"),
        lambda: edit.edit(number, {"signing_day": "2026-01-02"}),
    )

    assert refusals(told) == []
    parent = either.record(number)
    assert parent.terms["clauses.2"].value == "Berubah."
    assert parent.rounds["suspension"].is_open
    check(either.kadflow)


def test_a_signature_and_the_end_of_its_mandate_come_in_one_order_or_the_other(either: Exercise):
    head = "bantul/head"
    for attempt in range(3):
        mandate = either.mandate(head, "bantul.secretary", "2026-01-01")
        number = either.signing()
        hand = either.by("bantul.secretary", head)
        other = second(either)

        told = at_once(
            lambda n=number, h=hand: h.sign(n, reason="Surat kuasa."),  # type: ignore[misc]
            lambda m=mandate, o=other: o.kadflow.organisations.revoke_mandate(  # type: ignore[misc]
                o.kadflow.operator(), m,
                organisation=o.organisation("bantul"), to_on="2026-01-04", letter="SKU 2",
            ),
        )  # fmt: skip
        other.kadflow.close()

        events = either.events(either.organisation("bantul"))
        revoked = next(e for e in reversed(events) if e.kind == "mandate.revoked")
        answer = either.record(number).rounds["signatures"].electors[1].answer
        assert told[1] is None, f"attempt {attempt}"
        if answer is None:
            assert isinstance(told[0], MandateLackingError | GateNotMetError)
        else:
            signed = either.last_event(number, "answer.given")
            assert signed.facts[0].number is not None
            assert signed.facts[0].number < revoked.number
    check(either.kadflow)


def test_a_question_put_to_a_chain_and_its_change_come_in_one_order_or_the_other(either: Exercise):
    organisation = either.organisation("bantul")
    chains = [[["legal"]], [["legal"], ["secretary"]], [["secretary"]]]

    def set_chain(groups: list[list[str]]) -> int:
        return other.kadflow.organisations.set_chain(
            other.kadflow.operator(), organisation, template_key="uji-chain", gate="consent",
            groups=groups,
        )  # fmt: skip

    other = second(either)
    set_chain(chains[0])
    for groups in chains[1:]:
        number = either.opened("uji-chain").number
        liaison = either.by("sleman.coordinator")

        told = at_once(
            lambda n=number, h=liaison: h.act(n, "ask"),  # type: ignore[misc]
            lambda g=groups: set_chain(g),  # type: ignore[misc]
        )

        assert refusals(told) == []
        party = either.party(number, "bantul")
        started = next(e for e in either.events(party) if e.kind == "chain.started")
        asked = [[step["role"] for step in group] for group in started.data["groups"]]
        assert asked == chains[started.data["chain"] - 1]
    other.kadflow.close()
    check(either.kadflow)


def test_what_another_process_changed_in_an_organisation_is_known_to_the_next_command(
    either: Exercise,
):
    other = second(either)
    operator, bantul = other.kadflow.operator(), either.organisation("bantul")
    first = either.signing()
    either.by("bantul.head").sign(first)

    mandate = other.mandate("bantul/head", "bantul.secretary", "2026-01-01")
    signing = either.signing()
    assert (
        "answer.given"
        in either.by("bantul.secretary", "bantul/head").sign(signing, reason="Surat kuasa.").events
    )

    other.kadflow.organisations.revoke_mandate(
        operator, mandate, organisation=bantul, to_on="2026-01-04", letter="SKU 2"
    )
    with pytest.raises(MandateLackingError):
        either.by("bantul.secretary", "bantul/head").sign(either.signing(), reason="Surat kuasa.")

    other.kadflow.organisations.set_chain(
        operator, bantul, template_key="addendum", gate="text_agreed", groups=[["finance"]]
    )
    child = either.addendum(either.in_force(), {"clauses.2": "Berubah."})
    for short in ("sleman", "bantul"):
        either.by(f"{short}.coordinator").edit(
            child, {f"changes_money.{either.party(child, short)}": False}
        )
    either.by("sleman.coordinator").act(child, "submit_text")
    assert "answer.given" in either.by("bantul.finance").decide(child, "approve").events
    other.kadflow.close()
    check(either.kadflow)


@pytest.mark.postgres
def test_what_is_used_of_an_organisation_cannot_change_until_the_commit(
    built_postgres: str, postgres_databases: postgres.Databases, tmp_path: Path
):
    """Offices, holders, mandates and chains change by an entry in their organisation's stream."""
    with on_postgres(built_postgres, postgres_databases, tmp_path) as exercise:
        organisation = exercise.organisation("bantul")

        def may_change() -> bool:
            with psycopg.connect(exercise.database_url or "", autocommit=True) as elsewhere:
                try:
                    elsewhere.execute(
                        "SELECT 1 FROM stream WHERE id = %s FOR UPDATE NOWAIT", (organisation,)
                    )
                except psycopg.errors.LockNotAvailable:
                    return False
            return True

        def use(tx: Transaction) -> bool:
            directory = Directory(tx, Rosters())
            assert directory.offices(organisation, "legal")
            return may_change()

        assert exercise.kadflow.database.write(use) is False
        assert may_change()


def test_two_sealers_make_one_tree_with_every_event_once(either: Exercise):
    either.in_force()
    other = second(either)

    told = at_once(either.kadflow.history.checkpoint, other.kadflow.history.checkpoint)
    other.kadflow.close()

    notes = [each for each in told if isinstance(each, str)]
    assert notes
    for note in notes:
        assert either.kadflow.history.verify(against=note).ok


# ------------------------------------------------------------------ the key, one after the other


def test_a_key_with_the_same_request_gives_the_first_answer_again(either: Exercise):
    opened = either.opened()
    liaison = either.by("sleman.coordinator")
    first = liaison.edit(opened.number, {"purpose": "Sekali"}, key="surat-7")
    liaison.edit(opened.number, {"purpose": "Lain"})

    again = liaison.edit(opened.number, {"purpose": "Sekali"}, key="surat-7")

    assert (again.version, again.replayed) == (first.version, True)
    assert either.record(opened.number).terms["purpose"].value == "Lain"


def test_a_key_with_another_request_is_refused(either: Exercise):
    opened = either.opened()
    liaison = either.by("sleman.coordinator")
    liaison.edit(opened.number, {"purpose": "Sekali"}, key="surat-7")

    with pytest.raises(KeyReusedError, match="surat-7"):
        liaison.edit(opened.number, {"purpose": "Dua kali"}, key="surat-7")
    liaison.act(opened.number, "submit_proposal", key="surat-7")


def test_a_refused_command_leaves_its_key_free(either: Exercise):
    opened = either.opened()
    liaison = either.by("sleman.coordinator")
    with pytest.raises(InvalidInputError):
        liaison.edit(opened.number, {"tidak-ada": "?"}, key="surat-8")

    assert not liaison.edit(opened.number, {"purpose": "Benar"}, key="surat-8").replayed


def test_a_stale_version_is_refused_with_the_present_one(either: Exercise):
    opened = either.opened()
    liaison = either.by("sleman.coordinator")
    liaison.edit(opened.number, {"purpose": "Satu"})

    for command in (
        lambda: liaison.edit(opened.number, {"purpose": "Dua"}, if_version=opened.version),
        lambda: liaison.act(opened.number, "submit_proposal", if_version=opened.version),
    ):
        with pytest.raises(ConcurrentChangeError, match="somebody changed it") as refused:
            command()
        assert refused.value.details["version"] == opened.version + 1
