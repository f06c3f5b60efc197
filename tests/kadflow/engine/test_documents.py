"""Numbers that follow later, and a signed scan that is compared with what was approved."""

from __future__ import annotations

import pytest

from kadflow.domain.commands import PartySpec
from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
)
from tests.kadflow.cli.console import Console
from tests.scenarios.staging import EXAMPLE, REGIONS, Exercise

SLEMAN, BANTUL = REGIONS["sleman"], REGIONS["bantul"]


def scanned(exercise: Exercise) -> str:
    """Signed by both; the scan is on file."""
    number = exercise.in_force()
    exercise.by("sleman.coordinator").add_document(
        number, "signed_text", b"pindaian", filename="naskah.pdf"
    )
    return number


def test_each_party_states_its_own_number_whenever_it_has_one(exercise: Exercise):
    number = scanned(exercise)

    exercise.by("sleman.coordinator").number_document(number, "signed_text", SLEMAN, "075/KB/2026")
    exercise.by("bantul.coordinator").number_document(number, "signed_text", BANTUL, "12/PKS/2026")

    record = exercise.record(number)
    assert record.document_numbers["signed_text"] == {
        record.parties[0].id: "075/KB/2026",
        record.parties[1].id: "12/PKS/2026",
    }
    assert [e.answer.valid for e in record.rounds["signatures"].electors if e.answer] == [True] * 2
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_a_number_belongs_to_its_party_and_to_a_document_that_bears_one(exercise: Exercise):
    number = scanned(exercise)
    liaison = exercise.by("sleman.coordinator")

    with pytest.raises(NotPermittedError, match="Kabupaten Bantul") as theirs:
        liaison.number_document(number, "signed_text", BANTUL, "1")
    assert "mengisi nomornya sendiri" in theirs.value.pesan
    with pytest.raises(InvalidInputError, match="no number of each party"):
        liaison.number_document(number, "minutes", SLEMAN, "1")
    with pytest.raises(InvalidInputError, match="characters"):
        liaison.number_document(number, "signed_text", SLEMAN, "  ")
    with pytest.raises(InvalidInputError, match="no document kind"):
        liaison.number_document(number, "wasiat", SLEMAN, "1")
    with pytest.raises(NotFoundError):
        liaison.number_document(number, "signed_text", REGIONS["ambon"], "1")


def test_for_a_neighbour_on_paper_the_liaison_copies_the_number(exercise: Exercise):
    liaison = exercise.by("sleman.coordinator")
    number = liaison.create(
        "standar", [PartySpec(SLEMAN), PartySpec(BANTUL, participation="paper")], EXAMPLE
    ).number

    liaison.number_document(number, "agreement_text", BANTUL, "130/9")

    party = exercise.party(number, "bantul")
    assert exercise.record(number).document_numbers["agreement_text"] == {party: "130/9"}


def test_a_named_person_of_each_party_says_that_the_scan_is_the_approved_text(exercise: Exercise):
    number = scanned(exercise)

    exercise.by("sleman.legal").compare_document(number, "signed_text", "agrees")
    with pytest.raises(ReasonRequiredError) as bare:
        exercise.by("bantul.legal").compare_document(number, "signed_text", "differs")
    assert "berbeda" in bare.value.pesan
    exercise.by("bantul.legal").compare_document(
        number, "signed_text", "differs", reason="Pasal 3 tertinggal."
    )

    record = exercise.record(number)
    assert record.compared["signed_text"] == {
        record.parties[0].id: "agrees",
        record.parties[1].id: "differs",
    }
    compared = exercise.last_event(number, "document.compared")
    assert compared.actor.person == exercise.person("bantul.legal")
    signed = record.rounds["signatures"].electors[1].answer
    assert signed is not None
    assert compared.data["approved"] == signed.binding
    assert signed.valid


def test_a_better_scan_is_compared_anew(exercise: Exercise):
    number = scanned(exercise)
    exercise.by("sleman.legal").compare_document(number, "signed_text", "agrees")

    exercise.by("sleman.coordinator").add_document(
        number, "signed_text", b"pindaian baru", filename="naskah.pdf"
    )

    assert exercise.record(number).compared == {}
    with pytest.raises(FactMissingError, match="on file"):
        exercise.by("sleman.legal").compare_document(number, "minutes", "agrees")
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.finance").compare_document(number, "signed_text", "agrees")
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_the_command_line_shows_numbers_the_scan_and_copies_of_a_letter(
    exercise: Exercise, tmp_path_factory: pytest.TempPathFactory
):
    number = scanned(exercise)
    letter = tmp_path_factory.mktemp("surat") / "absen.pdf"
    letter.write_bytes(b"surat")
    console = Console(exercise.folder, at="2026-02-03")

    console.ok("agreement", "number-document", number, "signed_text", "075/KB", "--party", SLEMAN,
               "--as", "sleman.coordinator")  # fmt: skip
    console.ok("agreement", "compare-document", number, "signed_text", "agrees",
               "--as", "sleman.legal")  # fmt: skip
    console.ok("agreement", "add-document", number, "absence_letter", letter,
               "--letter-number", "800/2", "--letter-date", "2026-02-02", "--from", "Sekda",
               "--to", "Bupati Sleman", "--copy-to", "Gubernur DIY",
               "--as", "bantul.coordinator")  # fmt: skip

    card = console.ok("agreement", "show", number).shown
    assert "Kabupaten Sleman: No. 075/KB; Kabupaten Bantul: nomor menyusul" in card
    assert "Kabupaten Sleman: sesuai dengan naskah yang disetujui" in card
    told = (
        "No. 800/2 tanggal 2 Februari 2026 dari Sekda kepada Bupati Sleman tembusan Gubernur DIY"
    )
    assert told in card
    assert told in console.ok("history", "show", number).shown
