"""Whatever anybody does in any order, the record stays legal, provable and equal to its replay."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kadflow.errors import KadflowError
from kadflow.services.templates import shipped_texts
from tests.scenarios.checking import check, fingerprint
from tests.scenarios.staging import on_sqlite
from tests.scenarios.wandering import Wanderer

STEPS = 60
TEMPLATES = (*shipped_texts(), "uji-silence-chain-share", "uji-chain")


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_any_commands_by_anybody_leave_a_legal_provable_record(
    built_sqlite: Path, template: str, seed: int
):
    with (
        tempfile.TemporaryDirectory() as place,
        on_sqlite(built_sqlite, Path(place)) as exercise,
    ):
        wanderer = Wanderer(exercise, seed, template)
        for number in range(STEPS):
            before = fingerprint(exercise.kadflow) if number % 6 == 0 else ""
            told = wanderer.step()
            if before and isinstance(told, KadflowError):
                assert fingerprint(exercise.kadflow) == before, f"{told} left something behind"

        assert check(exercise.kadflow) == len(wanderer.agreements)
