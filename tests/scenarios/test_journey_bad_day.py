"""Journey G: a bad day in the office: one clear message, nothing lost, nothing doubled."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from kadflow.app import Kadflow
from kadflow.errors import (
    ConcurrentChangeError,
    GateNotMetError,
    InvalidInputError,
    InvalidTemplateError,
    KadflowError,
)
from tests.kadflow.cli.console import Console
from tests.scenarios.staging import Exercise, at

HOSTILE = [
    "<script>alert('sampah')</script>",
    "Sampah \x1b[2J kota",
    "'; DROP TABLE agreement; --",
    "Sampah \u202egnol\u202c kota",
    'Sampah\N{ZERO WIDTH SPACE} & "air" \N{PILE OF POO}',
]


def healthy(exercise: Exercise) -> None:
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_of_two_who_edit_one_clause_the_second_is_told_and_nothing_is_overwritten(
    exercise: Exercise,
):
    number = exercise.negotiating("sleman", "bantul")
    seen = exercise.record(number).version
    exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Milik Sleman."}, if_version=seen)

    with pytest.raises(ConcurrentChangeError) as refused:
        exercise.by("bantul.coordinator").edit(
            number, {"clauses.1": "Milik Bantul."}, if_version=seen
        )

    assert refused.value.said("id")[0]
    assert exercise.record(number).terms["clauses.1"].value == "Milik Sleman."
    healthy(exercise)


class Jumping:
    """A machine's clock that somebody sets."""

    def __init__(self, now: datetime) -> None:
        self.shows = now

    def now(self) -> datetime:
        return self.shows


@pytest.mark.parametrize("back", [at("2026-01-05", "09:00"), at("2025-01-06", "10:00")])
def test_a_clock_that_jumps_back_loses_nothing_and_the_record_still_rises(
    exercise: Exercise, back: datetime
):
    number = exercise.negotiating("sleman", "bantul")
    exercise.kadflow.close()
    clock = Jumping(at("2026-01-05", "10:00"))
    with Kadflow.open(exercise.folder, clock=clock) as kadflow:
        liaison = kadflow.acting("sleman.coordinator")
        liaison.edit(number, {"clauses.3": "Satu."})
        clock.shows = back
        if back.year == 2026:
            liaison.edit(number, {"clauses.3": "Dua."})
        else:  # a year ago nobody held the office yet
            with pytest.raises(KadflowError, match="not yours"):
                liaison.edit(number, {"clauses.3": "Dua."})
        clock.shows = at("2026-01-06", "10:00")
        liaison.edit(number, {"clauses.3": "Tiga."})

        kadflow.history.verify(rows=True).raise_if_broken()
        times = [entry.recorded_at for entry in kadflow.history.show(number)]
        assert times == sorted(set(times))
        assert kadflow.agreements.get(number).terms["clauses.3"].value == "Tiga."


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_only_a_title(exercise: Exercise, title: str):
    number = exercise.opened(terms={"title": title}).number

    assert exercise.record(number).terms["title"].value == title
    console = Console(exercise.folder, at="2026-01-05")
    console.ok("agreement", "list")
    shown = console.ok("agreement", "show", number)
    assert "\u202e" not in shown.out
    assert "\x1b" not in shown.out
    healthy(exercise)


@pytest.mark.parametrize("title", ["x" * 10_000_000, "Sampah\x00kota", "", "   ", "\ud800"])
def test_a_title_that_is_none_is_refused_in_one_short_sentence(exercise: Exercise, title: str):
    with pytest.raises(InvalidInputError) as refused:
        exercise.opened(terms={"title": title})

    message, hint = refused.value.said("id")
    assert 0 < len(message) < 300
    assert 0 < len(hint) < 300
    message.encode()
    assert not exercise.kadflow.similar(["34.04", "34.02"])


def test_a_reason_a_condition_and_a_file_name_are_plain_text_too(exercise: Exercise):
    number = exercise.negotiating("sleman", "bantul")
    liaison = exercise.by("sleman.coordinator")

    with pytest.raises(InvalidInputError, match="reason"):
        liaison.edit(number, {"clauses.1": "Baru."}, reason="Karena\x00itu")
    with pytest.raises(InvalidInputError, match="name of the file"):
        liaison.add_document(number, "draft_text", b"x", filename="a\x00.pdf")
    liaison.act(number, "submit_text")
    with pytest.raises(InvalidInputError, match="condition"):
        exercise.by("bantul.legal").decide(
            number, "approve_with_conditions", conditions=["Laporan\x00"]
        )


def test_a_file_with_identity_numbers_is_closed_and_everything_still_verifies(
    exercise: Exercise,
):
    number = exercise.negotiating("sleman", "bantul")
    secret = b"NIK 3404010101900001"
    exercise.by("sleman.coordinator").add_document(
        number, "draft_text", secret, filename="lampiran.pdf"
    )
    document = exercise.record(number).documents["draft_text"]
    note = exercise.kadflow.history.checkpoint()
    exercise.kadflow.history.seal_document(
        number, document.id, envelope=exercise.kadflow.operator(), reason="Memuat NIK."
    )

    exercise.kadflow.history.verify(rows=True, contents=True, against=note).raise_if_broken()
    assert exercise.record(number).documents["draft_text"].digest == document.digest
    for file in exercise.kadflow.folder.blobs.rglob("*"):
        assert not file.is_file() or secret not in file.read_bytes()
    assert "document.sealed" in {e.kind for e in exercise.kadflow.history.show(number)}


def test_who_approved_the_wrong_agreement_a_minute_ago_takes_it_back(exercise: Exercise):
    number = exercise.negotiating("sleman", "bantul")
    exercise.by("sleman.coordinator").act(number, "submit_text")
    exercise.by("sleman.legal").decide(number, "approve")
    exercise.day("2026-01-05", "09:01")

    exercise.by("sleman.legal").withdraw(number, "text_agreed", reason="Salah klik.")

    assert exercise.record(number).rounds["text_agreed"].electors[0].answer is None
    with pytest.raises(GateNotMetError):
        exercise.by("sleman.legal").withdraw(number, "text_agreed")
    exercise.by("sleman.legal").decide(number, "approve")
    healthy(exercise)


def test_a_typing_error_in_a_template_is_named_with_its_line_and_nothing_is_published(
    exercise: Exercise,
):
    shipped = Path("state_machines/templates/standar.yaml").read_text("utf-8")
    wrong = shipped.replace("to: negotiation", "to: negotiatoin", 1)
    assert wrong != shipped
    before = exercise.kadflow.templates.published()

    with pytest.raises(InvalidTemplateError) as refused:
        exercise.kadflow.templates.publish(wrong, envelope=exercise.kadflow.operator())

    line = wrong[: wrong.index("negotiatoin")].count("\n") + 1
    named = [f for f in refused.value.details["faults"] if "negotiatoin" in f["message"]]
    assert [fault["line"] for fault in named] == [line]
    assert exercise.kadflow.templates.published() == before


def test_a_row_edited_by_hand_is_named_and_mended_from_history(exercise: Exercise):
    number = exercise.in_force("sleman", "bantul")
    exercise.kadflow.close()
    with sqlite3.connect(exercise.folder / "kadflow.db") as other:
        other.execute("UPDATE agreement SET state = 'ended' WHERE number = ?", (number,))
    other.close()

    console = Console(exercise.folder, at="2026-01-06")
    broken = console.refuse(6, "history", "verify", "--rows")
    assert "state" in broken.said + broken.out
    console.ok("history", "rebuild", "--fix")
    console.ok("history", "verify", "--rows")
    shown = console.ok("agreement", "show", number, "--json").json
    assert shown["agreement"]["state"] == "in_force"


def test_an_old_backup_comes_back_held_until_it_is_released(exercise: Exercise, tmp_path: Path):
    number = exercise.in_force("sleman", "bantul")
    exercise.kadflow.keeping.backup(tmp_path / "cadangan.kadflow")
    lost = exercise.opened(terms={"title": "Sesudah cadangan"}).number
    note = exercise.kadflow.history.checkpoint()
    exercise.day("2027-01-11")

    back = tmp_path / "kembali"
    report = Kadflow.restore(
        tmp_path / "cadangan.kadflow", back, clock=exercise.clock, against=note
    )
    assert not report.ok
    assert lost
    with Kadflow.open(back, clock=exercise.clock) as kadflow:
        assert kadflow.keeping.held()
        assert kadflow.apply_due() == 0
        assert kadflow.agreements.get(number).state == "in_force"
        kadflow.keeping.release(kadflow.operator())
        assert kadflow.apply_due() == 1
        assert kadflow.agreements.get(number).state != "in_force"
        kadflow.history.verify(rows=True).raise_if_broken()


def test_an_import_file_that_is_half_broken_brings_its_good_half_once(
    exercise: Exercise, tmp_path: Path
):
    file = tmp_path / "register.csv"
    file.write_text(
        "No,Judul,Pihak Kesatu,Pihak Kedua,Nomor,Tanggal,Jangka Waktu\n"
        "1,Sampah,Kabupaten Sleman,Kabupaten Bantul,1/2021,12 Agustus 2021,5 (lima) tahun\n"
        "2,,Kabupaten Sleman,Kabupaten Bantul,2/2021,12 Agustus 2021,5 tahun\n"
        '3,"Air,Kabupaten Sleman\n'
        "4,Jalan,Kabupaten Sleman,Kabupaten Antah Berantah,4/2021,31 Februari 2021,5 tahun\n",
        "utf-8",
    )
    console = Console(exercise.folder, at="2026-01-05")

    first = console("import", "agreements", file)
    again = console("import", "agreements", file)

    assert "Traceback" not in first.err + again.err
    assert first.code in {0, 2}
    assert exercise.kadflow.history.verify(rows=True).ok
