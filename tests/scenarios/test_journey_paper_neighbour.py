"""Journey H: an umbrella with a neighbour that has no account, no office and no chain here."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from kadflow.domain.commands import PartySpec
from kadflow.errors import FactMissingError, GateNotMetError, NotPermittedError
from tests.kadflow.cli.console import Console
from tests.scenarios.staging import CHAIN, Exercise

NEIGHBOUR = "34.01"  # Kabupaten Kulon Progo: nothing of it is on record but its name
NAME = "Kabupaten Kulon Progo"
PLAN = ("background", "purpose", "location", "scope", "duration", "benefits", "impact", "funding")
LIAISON = "sleman.coordinator"


def recorded(exercise: Exercise, number: str, letter: str, **how: Any) -> str:
    """The digest of a letter of the neighbour that the liaison put into the store."""
    del how
    return exercise.kadflow.store_content(exercise.record(number).id, letter.encode())


def offered(exercise: Exercise) -> str:
    """Sleman planned, recommended and sent its offer."""
    liaison = exercise.by(LIAISON)
    number = liaison.create(
        "ksdd-sukarela",
        [PartySpec("34.04"), PartySpec(NEIGHBOUR, participation="paper")],
        {
            "title": "Pengelolaan sampah lintas batas", "subjects": ["lingkungan hidup"],
            "planning_basis": "in_plan", "bordering": True, "cross_border_effect": True,
            "cheaper_together": False, "regime_reason": "Biaya per ton tidak turun.",
            "term": {"starts_on": "2026-05-01", "ends_on": "2029-04-30"},
            **{f"plan.{field}": f"Contoh {field}" for field in PLAN},
        },
    ).number  # fmt: skip
    for kind in ("kak", "draft_kb", "offer"):
        liaison.add_document(number, kind, kind.encode(), filename=f"{kind}.pdf")
    liaison.act(number, "submit_proposal")
    exercise.approve(number, "sleman.unit", "sleman.secretary")
    liaison.act(number, "submit_offer")
    exercise.approve(number, "sleman.head")
    return number


def agreed(exercise: Exercise, number: str) -> None:
    """The neighbour accepts by letter; both agree on the text, the neighbour by letter."""
    liaison = exercise.by(LIAISON)
    exercise.day("2026-02-02")
    liaison.decide(
        number, "approve", evidence=recorded(exercise, number, "130/17"), effective_on="2026-01-29"
    )
    liaison.edit(number, {"clauses.1": "Para pihak mengelola sampah bersama."})
    liaison.act(number, "submit_text")
    exercise.chain(number, "sleman")
    exercise.day("2026-02-16")
    liaison.decide(
        number, "return", evidence=recorded(exercise, number, "130/21"),
        reason="Mohon sumber anggaran disebut.",
    )  # fmt: skip
    liaison.edit(number, {"clauses.2": "Biaya dibebankan pada APBD masing-masing."})
    liaison.act(number, "submit_text")
    for role in CHAIN:
        if exercise.kadflow.inbox(f"sleman.{role}"):
            exercise.approve(number, f"sleman.{role}", gate="text_agreed")
    liaison.decide(number, "approve", evidence=recorded(exercise, number, "130/25"))


def signed(exercise: Exercise, number: str) -> None:
    exercise.day("2026-04-07")
    exercise.by("sleman.head").sign(number)
    exercise.day("2026-04-13")
    exercise.by(LIAISON).sign(
        number, evidence=recorded(exercise, number, "naskah KB"), effective_on="2026-04-07"
    )


def test_the_whole_umbrella_is_made_with_a_neighbour_on_paper(exercise: Exercise):
    number = offered(exercise)
    agreed(exercise, number)
    signed(exercise, number)
    liaison = exercise.by(LIAISON)
    with pytest.raises(FactMissingError):
        liaison.act(number, "check_councils")
    exercise.by("sleman.finance").edit(
        number, {"budget_status.@1.2026": "no_cost", "burdens_public.@1": False}
    )
    liaison.edit(number, {"budget_status.@2.2026": "not_yet", "burdens_public.@2": False})
    liaison.act(number, "check_councils")
    with pytest.raises(GateNotMetError, match="waits for"):
        liaison.open_child(number, "pks", {"title": "PKS"})
    liaison.decide(
        number, "approve_with_conditions", conditions=["Laporan setiap triwulan."],
        evidence=recorded(exercise, number, "DPRD 170/9"),
    )  # fmt: skip

    record = exercise.record(number)
    assert record.state == "carried_out"
    assert record.signed_on == "2026-04-07"
    assert [duty.party for duty in record.obligations] == [record.parties[1].id]
    assert record.findings == []
    liaison.open_child(
        number, "pks",
        {"title": "PKS", "subjects": ["lingkungan hidup"],
         "term": {"starts_on": "2026-06-01", "ends_on": "2027-05-31"}},
    )  # fmt: skip
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_every_act_of_the_neighbour_says_who_recorded_it_and_from_what(exercise: Exercise):
    number = offered(exercise)
    agreed(exercise, number)
    signed(exercise, number)

    theirs = [
        entry
        for entry in exercise.kadflow.history.show(number)
        if entry.kind == "answer.given"
        and entry.data["party"] == exercise.record(number).parties[1].id
    ]

    assert [entry.data["answer"] for entry in theirs] == [
        "approve",
        "return",
        "approve",
        "approve",
    ]
    for entry in theirs:
        said = entry.who.sentence("id")
        assert said.startswith(
            f"{NAME}, dicatat oleh Pejabat contoh {LIAISON} (Kabupaten Sleman) atas dasar"
        )
        assert "os:" not in said
        assert entry.who.sentence("en").startswith(f"{NAME}, recorded by")
    assert theirs[0].effective_on == "2026-01-29"
    assert theirs[0].late is not None
    digest = hashlib.sha256(b"130/17").hexdigest()
    assert exercise.last_event(number, "answer.given").actor.instrument != digest
    shown = exercise.events(exercise.record(number).id)[theirs[0].number - 1]
    assert shown.actor.instrument == digest


def test_sleman_waits_for_the_neighbour_and_is_asked_of_nobody_inside_it(exercise: Exercise):
    number = offered(exercise)

    explained = exercise.kadflow.agreements.explain(number, exercise.by(LIAISON).envelope())

    (waiting,) = explained.waiting
    assert (waiting.party_name, waiting.inner) == (NAME, ())


def test_without_its_letter_nobody_answers_for_the_neighbour(exercise: Exercise):
    number = offered(exercise)

    with pytest.raises(GateNotMetError, match="not asked now"):
        exercise.by(LIAISON).decide(number, "approve")
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.finance").decide(
            number, "approve", evidence=recorded(exercise, number, "130/17")
        )
    with pytest.raises((GateNotMetError, NotPermittedError)):
        exercise.by("bantul.coordinator").decide(
            number, "approve", evidence=recorded(exercise, number, "130/17")
        )


def test_the_wrong_letter_is_taken_back_while_the_others_still_answer(exercise: Exercise):
    number = offered(exercise)
    agreed(exercise, number)
    exercise.by(LIAISON).sign(number, evidence=recorded(exercise, number, "naskah lain"))

    exercise.by(LIAISON).withdraw(
        number, "kb_signatures", evidence=recorded(exercise, number, "naskah lain"),
        reason="Salah naskah.",
    )  # fmt: skip

    signatures = exercise.record(number).rounds["kb_signatures"]
    assert signatures.electors[1].answer is None
    signed(exercise, number)
    assert exercise.record(number).state == "kb_signed"


def test_the_command_line_records_for_the_neighbour_by_its_code(
    exercise: Exercise, tmp_path_factory: pytest.TempPathFactory
):
    number = offered(exercise)
    letter = tmp_path_factory.mktemp("surat") / "jawaban.pdf"
    letter.write_bytes(b"contoh surat jawaban")
    console = Console(exercise.folder, at="2026-02-02")

    refused = console.refuse(
        3, "agreement", "decide", number, "approve", "--evidence", letter,
        "--on-behalf-of", f"{NEIGHBOUR}/head", "--as", LIAISON,
    )  # fmt: skip
    assert "sebutkan pihaknya saja" in refused.said
    console.ok(
        "agreement", "decide", number, "approve", "--evidence", letter,
        "--on-behalf-of", NEIGHBOUR, "--effective-on", "2026-01-28", "--as", LIAISON,
    )  # fmt: skip

    shown = console.ok("history", "show", number).shown
    assert f"{NAME}, dicatat oleh Pejabat contoh {LIAISON}" in shown
    assert "atas dasar surat" in shown


def test_a_year_later_the_neighbour_joins_and_disputes_one_of_what_was_recorded_for_it(
    exercise: Exercise,
):
    number = offered(exercise)
    agreed(exercise, number)
    signed(exercise, number)
    organisations, operator = exercise.kadflow.organisations, exercise.kadflow.operator()
    office = organisations.add_office(
        operator, organisations.get(NEIGHBOUR).id, role="coordinator"
    )
    person = organisations.add_person(
        operator, organisations.get(NEIGHBOUR).id, handle="kulonprogo.ppksd", name="PPKSD"
    )
    organisations.appoint(
        operator, office=office, person=person, capacity="definitive", from_on="2027-01-04",
        letter="SK 1/2027", first_setup=True,
    )  # fmt: skip
    exercise.day("2027-04-12")
    console = Console(exercise.folder, at="2027-04-12")
    own = ("--as", "kulonprogo.ppksd")

    console.ok("agreement", "participate", number, "uses", "--party", NEIGHBOUR, *own)
    listed = console.ok("agreement", "recorded", number, *own, "--json").json["recorded"]
    entries = [found["entry"]["number"] for found in listed]
    assert len(entries) == 4
    assert {found["reviewed"] for found in listed} == {None}
    for entry in entries[:-1]:
        console.ok("agreement", "review", number, str(entry), "confirmed", *own)
    console.refuse(5, "agreement", "review", number, str(entries[-1]), "disputed", *own)
    console.ok("agreement", "review", number, str(entries[-1]), "disputed",
               "--reason", "Naskah itu belum kami tanda tangani.", *own)  # fmt: skip

    record = exercise.record(number)
    assert list(record.reviewed.values()) == ["confirmed"] * 3 + ["disputed"]
    assert record.state == "kb_signed"
    card = console.ok("agreement", "show", number).shown
    assert "Catatan yang disanggah" in card
    assert f"Riwayat no. {entries[-1]}" in card
    assert "belum kami tanda tangani" in console.ok("history", "show", number).shown
    assert "disanggah" in console.ok("agreement", "recorded", number, *own).shown
    exercise.kadflow.history.verify(rows=True).raise_if_broken()
