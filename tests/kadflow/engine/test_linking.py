"""A parent that becomes known after its child is linked afterwards (practice 22)."""

from __future__ import annotations

import pytest

from kadflow.errors import InvalidInputError, NotPermittedError, ReasonRequiredError
from tests.scenarios.staging import REGIONS, Exercise

PKS = {
    "title": "PKS angkutan",
    "subjects": ["perhubungan"],
    "term": {"starts_on": "2026-01-05", "ends_on": "2027-12-31"},
}


def opened(exercise: Exercise, template: str, *shorts: str, terms: dict[str, object]) -> str:
    codes = [REGIONS[short] for short in shorts]
    number: str = exercise.by(f"{shorts[0]}.coordinator").create(template, codes, terms).number
    return number


def umbrella(exercise: Exercise, *shorts: str, until: str = "2029-12-31") -> str:
    return opened(
        exercise, "ksdd-sukarela", *shorts,
        terms={"title": "KB angkutan", "term": {"starts_on": "2026-01-05", "ends_on": until}},
    )  # fmt: skip


def test_a_child_is_put_under_the_parent_that_came_later_in_both_records(exercise: Exercise):
    child = opened(exercise, "pks", "sleman", "bantul", terms=PKS)
    parent = umbrella(exercise, "bantul", "sleman")

    exercise.by("bantul.coordinator").link(child, parent)

    above, below = exercise.record(parent), exercise.record(child)
    assert below.parent == above.id
    assert [(c.id, c.open) for c in above.children] == [(below.id, True)]
    exercise.kadflow.history.verify(rows=True).raise_if_broken()
    assert exercise.kadflow.history.rebuild(child).count == 0


def test_limits_of_the_parent_warn_as_they_do_on_opening(exercise: Exercise):
    child = opened(exercise, "pks", "sleman", "bantul", terms=PKS)
    parent = umbrella(exercise, "sleman", "bantul", until="2026-12-31")
    liaison = exercise.by("sleman.coordinator")

    with pytest.raises(ReasonRequiredError, match="ends on 2027-12-31") as refused:
        liaison.link(child, parent)
    assert "berakhir pada 31 Desember 2027" in refused.value.pesan
    liaison.link(child, parent, reason="Kontrak armada lebih panjang.")

    assert exercise.last_event(parent, "child.linked").data["warnings"] == ["outlasts-parent"]


def test_a_stranger_links_nothing_and_nothing_is_linked_twice_or_to_itself(exercise: Exercise):
    child = opened(exercise, "pks", "sleman", "bantul", terms=PKS)
    parent = umbrella(exercise, "sleman", "bantul")
    elsewhere = umbrella(exercise, "kupang", "ambon")
    liaison = exercise.by("sleman.coordinator")

    with pytest.raises(NotPermittedError):
        exercise.by("kupang.coordinator").link(child, parent)
    with pytest.raises(NotPermittedError, match="no party of") as foreign:
        liaison.link(child, elsewhere)
    assert "bukan pihak" in foreign.value.pesan
    with pytest.raises(InvalidInputError, match="itself"):
        liaison.link(child, child)
    with pytest.raises(InvalidInputError, match="no '"):
        liaison.link(parent, child)  # a KB stands under no PKS
    liaison.link(child, parent)
    with pytest.raises(InvalidInputError, match="already") as again:
        liaison.link(child, parent)
    assert "sudah berada di bawah" in again.value.pesan


def test_a_child_that_has_ended_is_linked_as_ended(exercise: Exercise):
    child = opened(exercise, "pks", "sleman", "bantul", terms=PKS)
    liaison = exercise.by("sleman.coordinator")
    liaison.act(child, "stop", reason="Batal.")
    parent = umbrella(exercise, "sleman", "bantul")

    liaison.link(child, parent)

    (below,) = exercise.record(parent).children
    assert (below.open, below.concluded) == (False, False)
