"""Every flow has one name, one schedule in WIB, one limit, and parameters that tell nothing."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
import yaml

from flows.catalogue import SWEEPS, Schedule, deployments_file, schedules, sweep
from kadflow.errors import NotFoundError
from tests.docs.pages import ROOT

DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
HARMLESS = {"at": datetime | None, "agreement": str | None, "shard_size": int}


def test_each_flow_has_exactly_one_deployment():
    assert [each["flow_name"] for each in DEPLOYMENTS] == list(SWEEPS)
    assert deployments_file() == ROOT / "prefect.yaml"


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda each: each["flow_name"])
def test_a_deployment_names_its_flow_its_limit_and_its_hours_in_wib(deployment):
    module, name = deployment["entrypoint"].rsplit(".", 1)
    flow = getattr(importlib.import_module(module), name)

    assert flow.name == name == deployment["flow_name"]
    assert "kadflow" in deployment["tags"]
    assert deployment["concurrency_limit"]["limit"] >= 1
    assert {each["timezone"] for each in deployment["schedules"]} == {"Asia/Jakarta"}
    assert flow.on_crashed_hooks, "a killed run must be noted"


@pytest.mark.parametrize("name", SWEEPS)
def test_a_flow_takes_ids_and_instants_only_since_prefect_shows_them(name):
    flow = getattr(importlib.import_module("flows.scheduled"), name)
    parameters = inspect.signature(flow.fn, eval_str=True).parameters

    assert {each: found.annotation for each, found in parameters.items()}.items() <= (
        HARMLESS.items()
    )


@pytest.mark.parametrize("name", SWEEPS)
def test_a_flow_called_as_a_plain_function_needs_no_server(name, exercise, monkeypatch):
    import asyncio  # noqa: PLC0415

    monkeypatch.setenv("KADFLOW_DATA", str(exercise.folder))
    monkeypatch.delenv("KADFLOW_DATABASE_URL", raising=False)
    flow = getattr(importlib.import_module("flows.scheduled"), name)

    assert asyncio.run(flow.fn())
    last = exercise.kadflow.flow_runs.status(name).last
    assert (last.way, last.outcome) == ("in_process", "done")


@pytest.mark.parametrize(
    ("cron", "words", "apart"),
    [
        ("*/10 * * * *", "setiap 10 menit", timedelta(minutes=10)),
        ("0 2 * * *", "setiap hari pukul 02.00 WIB", timedelta(days=1)),
        ("30 7 * * 1-5", "Senin sampai Jumat pukul 07.30 WIB", timedelta(days=3)),
    ],
)
def test_a_schedule_is_told_in_words(cron, words, apart):
    found = Schedule.of(cron)
    assert (found.id, found.apart) == (words, apart)


def test_a_schedule_without_words_is_found_by_the_tests_and_not_by_an_official():
    assert schedules().keys() == SWEEPS.keys()
    with pytest.raises(ValueError, match="no schedule of a kind"):
        Schedule.of("5 4 1 * *")


def test_hyphens_serve_as_well_and_an_unknown_flow_is_refused():
    assert sweep("fire-deadlines") is SWEEPS["fire_deadlines"]
    with pytest.raises(NotFoundError, match="There is no flow 'lunch'"):
        sweep("lunch")


def test_listing_and_running_a_flow_here_never_loads_prefect():
    code = (
        "import sys; from kadflow.cli.main import run; run(['flow', 'list']);"
        "sys.exit('prefect' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
