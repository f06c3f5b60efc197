"""A number that its issuer used before in the same year is told, and never refused."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from kadflow.domain.document_numbers import has_blank, normal_form, year_of
from kadflow.services.agreements import Outcome
from kadflow.services.history.numbering import number_documents
from kadflow.storage.statements import Statement
from kadflow.storage.tables.agreements import DocumentNumber
from tests.scenarios.staging import REGIONS, Exercise

SLEMAN, BANTUL, KUPANG = REGIONS["sleman"], REGIONS["bantul"], REGIONS["kupang"]
PAPER = {"evidence": "ab" * 32, "letter_date": "2026-01-03"}


def numbered(exercise: Exercise, number: str, text: str, short: str = "sleman") -> Outcome:
    """A party states its number of the text."""
    return exercise.by(f"{short}.coordinator").number_document(
        number, "agreement_text", REGIONS[short], text
    )


def test_the_same_number_of_the_same_issuer_in_one_year_is_told_with_the_other_agreement(
    either: Exercise,
) -> None:
    first, second = either.opened().number, either.opened().number
    assert numbered(either, first, "075/KB.BUP/2026").warnings == ()

    told = numbered(either, second, "75/kb.bup/2026")
    assert told.warnings == ()  # another number
    ((indonesian, english),) = numbered(either, second, "075 - kb bup / 2026").warnings

    assert indonesian == (
        f"Penerbit yang sama sudah memakai nomor ini pada tahun 2026 dalam kerja sama {first}; "
        "periksalah."
    )
    assert first in english
    assert second not in english
    assert numbered(either, second, "076/KB.BUP/2026").warnings == ()
    assert numbered(either, first, "075/KB.BUP/2026").warnings == ()  # the slip is gone
    either.kadflow.history.verify(rows=True).raise_if_broken()


def test_numbers_that_were_entered_before_they_were_kept_are_found_in_the_history(
    either: Exercise,
) -> None:
    first, second = either.opened().number, either.opened().number
    numbered(either, first, "075/KB/2026")
    forgotten = Statement(delete(DocumentNumber), name="test.before-the-upgrade")
    either.kadflow.database.write(lambda tx: tx.run(forgotten))
    assert not either.kadflow.history.rebuild(first).ok

    number_documents(either.kadflow.database)

    assert either.kadflow.history.rebuild(first).ok
    assert numbered(either, second, "075/KB/2026").warnings != ()


def test_another_issuer_or_another_year_is_no_repetition(exercise: Exercise) -> None:
    first, second = exercise.opened().number, exercise.opened().number
    numbered(exercise, first, "075/KB/2026")

    assert numbered(exercise, second, "075/KB/2026", "bantul").warnings == ()
    assert numbered(exercise, second, "075/KB/2025").warnings == ()
    assert numbered(exercise, second, "075/KB/....").warnings == ()


def test_where_no_organisation_of_theirs_takes_part_they_learn_only_that_there_is_one(
    exercise: Exercise,
) -> None:
    hidden = exercise.opened("standar", "sleman", "bantul").number
    numbered(exercise, hidden, "12/PKS/2026", "bantul")
    number = exercise.opened("standar", "kupang", "bantul").number
    liaison = exercise.by("kupang.coordinator")
    liaison.participate(number, BANTUL, "paper", evidence="cd" * 32)

    ((_, english),) = liaison.number_document(
        number, "agreement_text", BANTUL, "12/PKS/2026"
    ).warnings

    assert "another agreement" in english
    assert hidden not in english


def test_letters_count_by_who_wrote_them_and_by_their_date(either: Exercise) -> None:
    first, second = either.opened().number, either.opened().number
    liaison = either.by("sleman.coordinator")
    letter = {"number": "100/55", "date": "2025-12-30", "sender": "KABUPATEN BANTUL"}

    def file(agreement: str, **changed: str) -> Outcome:
        return liaison.add_document(
            agreement, "draft_text", b"surat", filename="surat.pdf", letter=letter | changed
        )

    file(first)

    assert len(file(second, number="100 / 55").warnings) == 1
    assert file(second, date="2026-01-02").warnings == ()
    assert file(second, sender="Kabupaten Sleman").warnings == ()
    either.kadflow.history.verify(rows=True).raise_if_broken()


def test_the_letter_of_an_answer_on_paper_is_one_of_the_party_that_answered(
    exercise: Exercise,
) -> None:
    first, second = exercise.opened().number, exercise.opened().number
    liaison = exercise.by("sleman.coordinator")
    sent = {"number": "800/117", "date": "2026-01-04", "sender": "Kabupaten Bantul"}
    liaison.add_document(first, "draft_text", b"surat", filename="surat.pdf", letter=sent)

    told = liaison.participate(second, BANTUL, "paper", letter_number="800/117", **PAPER)

    assert any(first in english for _, english in told.warnings)


def test_a_sealed_number_is_compared_no_more(exercise: Exercise) -> None:
    first, second = exercise.opened(), exercise.opened().number
    numbered(exercise, first.number, "075/KB/2026")
    entry = exercise.record(first.number).version

    exercise.kadflow.history.seal(
        first.agreement, entry, "number", envelope=exercise.kadflow.operator(), reason="Rahasia"
    )

    assert numbered(exercise, second, "075/KB/2026").warnings == ()
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


@pytest.mark.parametrize(
    ("number", "form", "year"),
    [
        ("119/1/KB.BUP/2025", "1191kbbup2025", 2025),
        (" 119 - 1 - kb.bup - 2025 ", "1191kbbup2025", 2025),
        ("500.2/2019/77/2021", "50022019772021", 2021),
        ("12345/2", "123452", 2026),
        ("", "", 2026),
    ],
)
def test_a_number_is_compared_without_what_people_write_differently(
    number: str, form: str, year: int
) -> None:
    assert (normal_form(number), year_of(number, "2026-03-01")) == (form, year)


def test_a_number_that_is_still_to_be_filled_in_is_seen() -> None:
    blanks = ["180/..../KB/2026", "/KB/2026", "180//2026", "___/2026", "… 2026"]
    assert all(map(has_blank, blanks))
    assert not has_blank("180.1/KB/2026")
