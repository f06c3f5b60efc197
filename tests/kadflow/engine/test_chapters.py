"""Chapters stand beside the record, come from the same stream, and equal their replay."""

from __future__ import annotations

import msgspec
import pytest

from kadflow.domain.budget import Budget
from kadflow.engine.chapters import CHAPTERS, Chapter
from kadflow.errors import NotFoundError, NotPermittedError
from tests.scenarios.staging import Exercise


def _line(exercise: Exercise, number: str) -> str:
    exercise.by("sleman.finance").budget.add_line(
        number, "34.04", year=2026, source="apbd_regency", account="5.1.02", title="Pengangkutan"
    )
    return next(iter(exercise.kadflow.agreements.chapter(number, Budget).lines))


def test_amounts_add_up_and_the_chapter_equals_its_replay(either: Exercise) -> None:
    number = either.opened().number
    line = _line(either, number)
    entered = either.by("sleman.finance").budget
    entered.enter(number, line, "planned", 250_000_000)
    entered.enter(number, line, "planned", -50_000_000, reason="Salah ketik")

    kept = either.kadflow.agreements.chapter(number, Budget).lines[line]

    assert kept.total("planned") == 200_000_000
    assert kept.title == "Pengangkutan"
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok


def test_a_refused_entry_leaves_nothing(either: Exercise) -> None:
    number = either.opened().number
    line = _line(either, number)
    before = either.kadflow.agreements.chapter(number, Budget)

    with pytest.raises(NotPermittedError, match="Sleman"):
        either.by("bantul.finance").budget.enter(number, line, "planned", 1_000)
    with pytest.raises(NotFoundError):
        either.by("sleman.finance").budget.enter(number, "no-such-line", "planned", 1_000)

    assert either.kadflow.agreements.chapter(number, Budget) == before


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_no_field_of_a_literal_type_has_a_default(chapter: Chapter) -> None:
    kinds = [msgspec.inspect.type_info(chapter.shape)]
    seen = 0
    while kinds:
        kind = kinds.pop()
        if isinstance(kind, msgspec.inspect.StructType):
            for field in kind.fields:
                seen += 1
                kinds.append(field.type)
                if isinstance(field.type, msgspec.inspect.LiteralType):
                    assert field.default is msgspec.NODEFAULT, f"{kind.cls.__name__}.{field.name}"
        for part in ("types", "item_types"):
            kinds += getattr(kind, part, ())
        for part in ("item_type", "key_type", "value_type"):
            if hasattr(kind, part):
                kinds.append(getattr(kind, part))
    assert seen > 2
