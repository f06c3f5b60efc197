"""Idempotency keys: the same answer again, for ninety days; refusals leave a line for operators."""

from __future__ import annotations

import logging

import pytest

from kadflow.errors import KeyReusedError, NotPermittedError
from tests.scenarios.staging import Exercise


def test_a_key_gives_the_same_answer_until_ninety_days_have_passed(exercise: Exercise):
    opened = exercise.opened()
    liaison = exercise.by("sleman.coordinator")
    first = liaison.edit(opened.number, {"purpose": "Sekali"}, key="k")

    again = liaison.edit(opened.number, {"purpose": "Sekali"}, key="k")
    with pytest.raises(KeyReusedError):
        liaison.edit(opened.number, {"purpose": "Lain"}, key="k")
    exercise.clock.advance(days=91)
    later = liaison.edit(opened.number, {"purpose": "Lain"}, key="k")

    assert (again.replayed, again.version) == (True, first.version)
    assert (later.replayed, later.version) == (False, first.version + 1)


def test_a_refusal_writes_no_history_but_a_line_in_the_operators_log(exercise: Exercise, caplog):
    opened = exercise.opened()
    with (
        caplog.at_level(logging.INFO, logger="kadflow.refusals"),
        pytest.raises(NotPermittedError),
    ):
        exercise.by("bantul.coordinator").act(opened.number, "submit_proposal")

    assert [record.name for record in caplog.records] == ["kadflow.refusals"]
    assert opened.agreement in caplog.text
    assert "bantul" not in caplog.text
    assert exercise.record(opened.number).version == opened.version
