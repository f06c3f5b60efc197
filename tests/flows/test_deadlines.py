"""The sweep, called as a plain function: no Prefect server is needed for the law to happen."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from flows.deadlines import fire_deadlines
from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock


def test_a_sweep_over_an_installation_with_nothing_due_touches_nothing(tmp_path, monkeypatch):
    clock = ExerciseClock(datetime(2026, 1, 5, 2, tzinfo=UTC))
    with Kadflow.create(tmp_path / "data", exercise=True, clock=clock):
        pass
    monkeypatch.setenv("KADFLOW_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("KADFLOW_DATABASE_URL", raising=False)

    assert asyncio.run(fire_deadlines.fn()) == 0
