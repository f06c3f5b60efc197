"""What a run did can be read by a coordinator: one sentence, one page, a name for the run."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.summary import MOST_LINES, Line, Part, Summary
from kadflow.app import FlowTitle
from kadflow.errors import RefusedError

TITLE = FlowTitle("fire_deadlines", "Batas waktu yang jatuh tempo", "Deadlines that fell due")
REFUSAL = RefusedError(
    "The step waits for a fact.",
    hint="State it.",
    pesan="Langkah menunggu data.",
    saran="Isi | itu.",
)


def summary(*parts: Part, exercise: bool = False, held: bool = False) -> Summary:
    return Summary.of(
        TITLE,
        parts,
        counted=("kerja sama", "agreements"),
        at=datetime(2026, 12, 31, 17, 5, tzinfo=UTC),
        exercise=exercise,
        held=held,
    )


def part(number: int) -> Part:
    return Part(done=1, lines=(Line(f"KSD-{number}", "Evaluasi", "Evaluation"),))


def test_the_page_is_indonesian_first_and_names_each_agreement_by_its_number():
    page = summary(part(1), part(2)).markdown()

    assert page.startswith("# Batas waktu yang jatuh tempo\n\n01-01-2027 00.05 WIB: 2 kerja sama.")
    assert "| KSD-2 | Evaluasi |" in page
    assert page.index("Batas waktu") < page.index("Deadlines that fell due")
    assert "- KSD-1: Evaluation" in page


def test_the_run_is_called_by_what_it_did():
    assert summary(part(1)).run_name == "fire_deadlines 2027-01-01 00.05 WIB: 1 kerja sama"


def test_a_run_that_found_nothing_says_so():
    assert summary().said.id == "Tidak ada yang perlu dikerjakan."


def test_what_was_refused_stands_on_the_page_with_its_reason_and_the_next_step():
    found = summary(part(1), Part(failures=(("KSD-9", REFUSAL),)))

    assert found.said.id == "1 kerja sama, 1 gagal. Langkah menunggu data."
    assert found.said.code == "refused"
    assert "| KSD-9 | Langkah menunggu data. | Isi \\| itu. |" in found.markdown()


def test_an_exercise_says_so_on_its_page():
    assert "LATIHAN" in summary(part(1), exercise=True).markdown()
    assert "LATIHAN" not in summary(part(1)).markdown()


def test_a_long_page_ends_with_the_count_of_the_rest():
    page = summary(*(part(number) for number in range(MOST_LINES + 7))).markdown()

    assert "dan 7 lagi." in page
    assert page.count("| Evaluasi |") == MOST_LINES
