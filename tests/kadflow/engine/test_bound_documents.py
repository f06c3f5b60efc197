"""Where the text lives in a file, an approval stands for the file (practice 4)."""

from __future__ import annotations

import pytest

from kadflow.errors import TransitionRefusedError
from tests.scenarios.staging import Exercise

LIAISON = "sleman.coordinator"


def put(exercise: Exercise, number: str, kind: str, content: bytes) -> None:
    exercise.by(LIAISON).add_document(number, kind, content, filename=f"{kind}.docx")


def with_file(exercise: Exercise) -> str:
    """The text in a file is on record, and both parties are asked for it; Sleman approved."""
    number = exercise.negotiating()
    put(exercise, number, "draft_text", b"naskah 1")
    exercise.by(LIAISON).act(number, "submit_text")
    exercise.by("sleman.legal").decide(number, "approve")
    return number


def answers(exercise: Exercise, number: str, gate: str = "text_agreed") -> list[str | None]:
    return [
        None if e.answer is None else e.answer.answer if e.answer.valid else "voided"
        for e in exercise.record(number).rounds[gate].electors
    ]


def test_an_approval_says_for_which_file_it_stands(exercise: Exercise):
    number = with_file(exercise)

    covers = dict(exercise.last_event(number, "answer.given").data["covers"])

    assert covers["documents.draft_text"] == exercise.record(number).documents["draft_text"].digest


def test_a_new_version_of_the_file_voids_exactly_the_approvals_that_cover_it(exercise: Exercise):
    number = with_file(exercise)

    put(exercise, number, "draft_text", b"naskah 2")

    assert answers(exercise, number) == ["voided", None]
    record = exercise.record(number)
    assert record.rounds["proposal"].electors[0].answer is not None
    assert record.rounds["proposal"].electors[0].answer.valid  # it covers no file
    assert exercise.last_event(number, "answer.voided").data["paths"] == ["documents.draft_text"]
    exercise.by("sleman.legal").decide(number, "approve")
    assert answers(exercise, number) == ["approve", None]
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_the_same_file_again_and_what_is_never_bound_void_nothing(exercise: Exercise):
    number = with_file(exercise)

    put(exercise, number, "draft_text", b"naskah 1")
    put(exercise, number, "signed_text", b"pindaian")
    put(exercise, number, "signed_text", b"pindaian yang lebih jelas")
    put(exercise, number, "agreement_text", b"naskah rapi")  # a first version replaces nothing

    assert answers(exercise, number) == ["approve", None]


def test_signing_day_voids_nothing_numbers_a_plt_and_the_scan(exercise: Exercise):
    """Practice 4: fill in the particulars, replace the signatory, upload the signed scan."""
    number = exercise.negotiating()
    put(exercise, number, "draft_text", b"naskah 1")
    exercise.by(LIAISON).act(number, "submit_text")
    exercise.approve(number, "sleman.legal", "bantul.legal")
    exercise.by("sleman.head").sign(number)
    exercise.appoint("bantul/head", "bantul.deputy_head", "plt", "2026-01-01", "2026-01-31")

    exercise.by(LIAISON).edit(number, {"signing_day": "2026-01-05"})
    put(exercise, number, "signed_text", b"pindaian bertanda tangan")
    exercise.by("bantul.deputy_head", "bantul/head").sign(number, reason="Kepala berhalangan.")

    assert answers(exercise, number) == ["approve", "approve"]
    assert answers(exercise, number, "signatures") == ["approve", "approve"]
    assert exercise.record(number).state == "in_force"


def test_a_changed_file_is_reconfirmed_before_anybody_signs_it_into_force(exercise: Exercise):
    number = exercise.negotiating()
    put(exercise, number, "draft_text", b"naskah 1")
    exercise.by(LIAISON).act(number, "submit_text")
    exercise.approve(number, "sleman.legal", "bantul.legal")
    exercise.by("sleman.head").sign(number)

    put(exercise, number, "draft_text", b"naskah 2")

    record = exercise.record(number)
    assert record.rounds["text_agreed"].reconfirming
    assert answers(exercise, number, "signatures")[0] == "voided"
    waiting = exercise.kadflow.agreements.explain(number, exercise.by(LIAISON).envelope()).waiting
    assert {w.why for w in waiting if w.gate == "text_agreed"} == {"perlu dikonfirmasi ulang"}


def test_the_agreed_file_is_closed_once_the_agreement_is_in_force(exercise: Exercise):
    number = exercise.negotiating()
    put(exercise, number, "draft_text", b"naskah 1")
    exercise.by(LIAISON).act(number, "submit_text")
    exercise.approve(number, "sleman.legal", "bantul.legal")
    for short in ("sleman", "bantul"):
        exercise.by(f"{short}.head").sign(number)

    with pytest.raises(TransitionRefusedError, match="closed") as refused:
        put(exercise, number, "draft_text", b"naskah 2")

    assert "addendum" in refused.value.saran
    assert "sudah tertutup" in refused.value.pesan
    put(exercise, number, "signed_text", b"pindaian")
