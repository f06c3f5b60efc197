"""The governor and the Minister are asked like anybody else, and answer by letter."""

from __future__ import annotations

import pytest

from kadflow.domain.commands import PartySpec
from kadflow.errors import GateNotMetError, NotPermittedError
from tests.kadflow.cli.console import Console
from tests.scenarios.staging import Exercise

LIAISON = "sleman.coordinator"
PLAN = ("background", "purpose", "scope", "benefits", "funding")
CHAIN = ("unit", "legal", "finance", "secretary", "head")


def letter(exercise: Exercise, number: str, text: str) -> str:
    return exercise.kadflow.store_content(exercise.record(number).id, text.encode())


def passed_on(exercise: Exercise) -> str:
    """A plan of Sleman with a foreign city that the council approved; the governor is asked."""
    abroad = exercise.kadflow.organisations.add(
        exercise.kadflow.operator(), kind="foreign_government", name="Kota Contoh, Jepang",
        zone="Asia/Jakarta", level="foreign_government", autonomous=True,
    )  # fmt: skip
    liaison = exercise.by(LIAISON)
    number = liaison.create(
        "luar-negeri",
        [PartySpec("34.04"), PartySpec(abroad, participation="paper")],
        {"title": "Contoh kota kembar", "subjects": ["kebudayaan"]},
    ).number
    liaison.act(number, "submit_proposal")
    exercise.approve(number, "sleman.unit", "sleman.secretary", "sleman.head")
    liaison.edit(number, {"loi_text.1": "Kedua kota berniat bekerja sama."})
    liaison.add_document(number, "exploration_record", b"penjajakan", filename="a.pdf")
    liaison.act(number, "offer_intent")
    exercise.by("sleman.head").sign(number)
    liaison.sign(number, evidence=letter(exercise, number, "LoI"))
    liaison.edit(number, {f"plan.{field}": f"Contoh {field}" for field in PLAN})
    liaison.add_document(number, "plan_text", b"rencana", filename="rencana.pdf")
    liaison.act(number, "submit_plan")
    exercise.approve(number, *(f"sleman.{role}" for role in CHAIN))
    liaison.add_document(number, "council_request", b"permohonan", filename="b.pdf")
    liaison.act(number, "submit_to_council")
    exercise.by("sleman.council").decide(number, "approve")
    assert exercise.record(number).state == "with_governor"
    return number


def test_the_governor_is_asked_and_his_letter_passes_the_plan_on(exercise: Exercise):
    number = passed_on(exercise)
    liaison = exercise.by(LIAISON)
    (waiting,) = exercise.kadflow.agreements.explain(number, liaison.envelope()).waiting
    assert (waiting.gate, waiting.party_name) == ("governor_passes_on", "Gubernur")
    assert "--evidence" in waiting.note

    liaison.decide(
        number, "approve", evidence=letter(exercise, number, "pengantar"),
        letter_number="019/55", letter_date="2026-01-05",
    )  # fmt: skip

    assert exercise.record(number).state == "verification"
    given = exercise.last_event(number, "answer.given")
    assert (given.data["party"], given.actor.organisation) == ("governor", None)
    assert given.actor.authenticated == "paper"
    assert given.actor.person is None
    (entry,) = [e for e in exercise.kadflow.history.show(number) if e.number == given.number]
    said = entry.who.sentence("id")
    assert said.startswith("Gubernur, dicatat oleh Pejabat contoh sleman.coordinator")
    assert said.endswith("atas dasar surat Gubernur No. 019/55 tanggal 5 Januari 2026")
    assert entry.who.sentence("en").startswith("Governor, recorded by")
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_a_governor_who_keeps_silent_holds_nothing_up(exercise: Exercise):
    number = passed_on(exercise)

    exercise.day("2026-01-20")
    exercise.kadflow.apply_due()

    record = exercise.record(number)
    assert record.state == "verification"
    assert record.rounds["governor_passes_on"].outcome == "superseded"


def test_the_minister_returns_a_plan_and_nobody_of_the_region_answers_for_him(exercise: Exercise):
    number = passed_on(exercise)
    liaison = exercise.by(LIAISON)
    liaison.decide(number, "approve", evidence=letter(exercise, number, "pengantar"))
    liaison.edit(number, {"previous_reports": "not_due"})
    liaison.act(number, "submit_for_verification")

    with pytest.raises(GateNotMetError, match="Minister of Home Affairs") as refused:
        exercise.by("sleman.secretary").decide(number, "approve")
    assert "Menteri Dalam Negeri" in refused.value.saran
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.secretary").decide(
            number, "approve", evidence=letter(exercise, number, "surat Menteri")
        )
    liaison.decide(
        number, "return", evidence=letter(exercise, number, "surat Menteri"),
        reason="Lengkapi manfaat.",
    )  # fmt: skip

    assert exercise.record(number).state == "planning"


def test_a_plan_that_changes_under_the_ministers_eyes_is_put_to_him_again(exercise: Exercise):
    number = passed_on(exercise)
    liaison = exercise.by(LIAISON)
    liaison.decide(number, "approve", evidence=letter(exercise, number, "pengantar"))
    liaison.edit(number, {"previous_reports": "not_due"})
    liaison.act(number, "submit_for_verification")
    covered = exercise.last_event(number, "gate.opened").data
    assert covered["electors"] == [
        {"party": "minister", "office": None, "chain": None, "weight": 1}
    ]

    liaison.decide(number, "approve", evidence=letter(exercise, number, "surat Menteri"))
    given = exercise.last_event(number, "answer.given")
    paths = [path for path, _ in given.data["covers"]]
    assert "documents.plan_text" in paths
    assert "plan.benefits" in paths


def test_the_command_line_records_the_letter_of_a_body_by_its_key(
    exercise: Exercise, tmp_path_factory: pytest.TempPathFactory
):
    number = passed_on(exercise)
    scan = tmp_path_factory.mktemp("surat") / "pengantar.pdf"
    scan.write_bytes(b"surat pengantar")
    console = Console(exercise.folder, at="2026-01-06")

    console.ok(
        "agreement", "decide", number, "approve", "--evidence", scan, "--on-behalf-of", "governor",
        "--letter-number", "019/55", "--letter-date", "2026-01-05", "--as", LIAISON,
    )  # fmt: skip

    card = console.ok("agreement", "show", number).shown
    assert "Gubernur: setuju 6 Januari 2026 (dicatat oleh" in card
    assert "atas dasar surat Gubernur No. 019/55 tanggal 5 Januari 2026" in card
    assert "019/55" in console.ok("agreement", "explain", number).shown
    assert "019/55" in console.ok("history", "show", number).shown
    console.refuse(3, "agreement", "decide", number, "approve", "--evidence", scan,
                   "--on-behalf-of", "presiden", "--as", LIAISON)  # fmt: skip
