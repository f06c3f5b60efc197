"""`kadflow flow deploy`: a Prefect server on PostgreSQL, a process pool, and several workers."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flows.deploying import POOL, PrefectApi, drop_late_runs
from flows.server import PrefectServer
from tests import postgres
from tests.flows.due import LATER, ending, outcome
from tests.flows.prefect_side import (
    children,
    deployment,
    ended,
    pages,
    pause_schedules,
    serving,
    start,
    until,
    wait_until_it_says,
)
from tests.kadflow.cli.console import Console
from tests.kadflow.services.test_deliveries import mailbox
from tests.mail import SENDER, Post, mail_server
from tests.scenarios.staging import BEGIN, Exercise, at, on_postgres

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

MOMENT = at(LATER).isoformat()


class Site(NamedTuple):
    """An exercise, the Prefect server beside it, its workers, and a mail server."""

    exercise: Exercise
    api: PrefectApi
    workers: list[int]
    post: Post


@pytest.fixture(scope="module")
def site(
    built_postgres: str,
    postgres_databases: postgres.Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """Two workers, each a process of its own, as an operator starts them."""
    name = postgres_databases.create(empty=True)
    with ExitStack() as stack:
        stack.callback(postgres_databases.drop, name)
        place = tmp_path_factory.mktemp("deployed")
        exercise = stack.enter_context(on_postgres(built_postgres, postgres_databases, place))
        url = postgres_databases.server.url(name).replace("postgresql:", "postgresql+asyncpg:")
        server = stack.enter_context(PrefectServer(place / "server", database_url=url))
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        monkeypatch.setenv("PREFECT_API_AUTH_STRING", server.auth)
        monkeypatch.setenv("COLUMNS", "100")
        post = stack.enter_context(mail_server())
        monkeypatch.setenv("KADFLOW_SMTP_URL", f"smtp://127.0.0.1:{post.port}?security=none")
        monkeypatch.setenv("KADFLOW_MAIL_FROM", f"Kadflow <{SENDER}>")
        shown = Console(exercise.folder).ok("flow", "deploy", "--server", server.api_url)
        assert "fire_deadlines/scheduled" in shown.out
        workers = []
        for _ in range(2):
            worker = stack.enter_context(
                serving(exercise.folder, "--server", server.api_url, url=exercise.database_url)
            )
            wait_until_it_says(worker, "Jadwal berjalan")
            workers.append(worker.pid)
        api = stack.enter_context(PrefectApi(server.environment))
        pause_schedules(api, "fire_deadlines", "verify_history")
        yield Site(exercise, api, workers, post)
        for worker in workers:  # all at once; the stack waits for each
            os.kill(worker, signal.SIGTERM)


def engines(site: Site, run: str) -> list[int]:
    """Processes that are at work on a run."""
    mark = f"PREFECT__FLOW_RUN_ID={run}".encode()
    found = []
    for process in (each for worker in site.workers for each in children(worker)):
        try:
            environment = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark in environment:
            found.append(process)
    return found


def test_two_workers_at_once_do_each_thing_once(site: Site):
    numbers = ending(site.exercise, 4)

    runs = [start(site.api, "fire_deadlines", at=MOMENT, shard_size=1) for _ in range(2)]
    states = sorted(ended(site.api, run)["state_type"] for run in runs)

    assert states in (["CANCELLED", "COMPLETED"], ["COMPLETED", "COMPLETED"])
    assert len(set(map(str, outcome(site.exercise, numbers)))) == 1
    assert outcome(site.exercise, numbers)[0][0] == "evaluation"
    shown = "".join(page for run in runs for page in pages(site.api, run))
    assert all(shown.count(f"| {number} |") == 1 for number in numbers)


def test_a_run_killed_in_the_middle_is_noted_and_the_next_does_the_rest(site: Site):
    numbers = ending(site.exercise, 24)
    run = start(site.api, "fire_deadlines", at=MOMENT, shard_size=1)

    at_work = until(lambda: engines(site, run), "the run's process")
    until(lambda: site.exercise.record(numbers[0]).state == "evaluation", "the first effect")
    for process in at_work:
        os.kill(process, signal.SIGKILL)
    assert ended(site.api, run)["state_type"] == "CRASHED"
    states = [site.exercise.record(number).state for number in numbers]
    assert {"evaluation", "in_force"} == set(states), "it was killed in the middle"

    def noted() -> bool:
        found = site.exercise.kadflow.flow_runs.recent("fire_deadlines")
        return any(each.id == run and each.outcome == "interrupted" for each in found)

    until(noted, "the note that it was killed")
    rest = start(site.api, "fire_deadlines", at=MOMENT)
    assert ended(site.api, rest)["state_type"] == "COMPLETED"
    assert len(set(map(str, outcome(site.exercise, numbers)))) == 1
    assert site.exercise.kadflow.history.verify().ok


def test_a_flow_that_fails_shows_in_prefect_in_the_status_and_to_the_administrator(site: Site):
    kadflow = site.exercise.kadflow
    sleman = kadflow.organisations.get("34.04").id
    office = kadflow.organisations.add_office(kadflow.operator(), sleman, role="administrator")

    run = start(site.api, "verify_history", agreement="KSD-2026-999999")
    found = ended(site.api, run)

    assert found["state_type"] == "FAILED"
    assert "KSD-2026-999999" in found["name"]
    last = kadflow.flow_runs.status("verify_history").last
    assert last is not None
    assert (last.id, last.outcome) == (run, "failed")
    assert ("flow_failed", office) in site.exercise.notices()


def test_what_happens_to_an_agreement_becomes_prefect_events_and_starts_the_delivery(site: Site):
    exercise = site.exercise
    exercise.clock.move_to(datetime.now(UTC))
    try:
        legal = mailbox(exercise, "sleman.legal")
        term = {"starts_on": "2030-02-01", "ends_on": "2030-12-31"}
        number = exercise.negotiating(terms={"term": term})
        exercise.by("sleman.coordinator").act(number, "submit_text")
    finally:
        exercise.clock.move_to(at(BEGIN))
    stream = exercise.record(number).id
    entries = [f"kadflow.agreement.{event.kind}" for event in exercise.events(stream)]

    def told() -> list[dict[str, Any]]:
        wanted = {"event": {"prefix": ["kadflow.agreement."]}, "order": "ASC"}
        found = site.api.ask("POST", "events/filter", body={"filter": wanted, "limit": 50})
        return [
            event
            for event in found["events"]
            if event["resource"]["prefect.resource.id"] == f"kadflow.agreement.{stream}"
        ]

    until(lambda: len(told()) >= len(entries), "the events")
    found = sorted(told(), key=lambda event: event["payload"]["entry"])
    assert [event["event"] for event in found] == entries
    assert {event["resource"]["prefect.resource.name"] for event in found} == {number}
    assert {frozenset(event["payload"]) for event in found} == {
        frozenset(("agreement", "number", "entry"))
    }

    until(lambda: site.post.to(legal), "the message that an automation sent on its way")
    assert set(site.post.identities().values()) == {1}
    wanted = {"deployments": {"id": {"any_": [deployment(site.api, "deliver_notices")]}}}
    runs = site.api.ask("POST", "flow_runs/filter", body=wanted)
    assert "automation" in {(run["created_by"] or {}).get("type", "").lower() for run in runs}


def test_after_an_outage_of_the_workers_only_the_newest_late_run_is_left(site: Site):
    site.api.ask("PATCH", f"work_pools/{POOL}", body={"is_paused": True})
    try:
        late = {
            "state": {"type": "SCHEDULED", "name": "Late"},
            "parameters": {"agreement": "KSD-2026-999999"},
        }
        wanted = deployment(site.api, "verify_history")
        runs = [
            site.api.ask("POST", f"deployments/{wanted}/create_flow_run", body=late)["id"]
            for _ in range(3)
        ]

        assert drop_late_runs(site.api) == 2

        left = [
            run
            for run in runs
            if site.api.ask("GET", f"flow_runs/{run}", missing={"id": None})["id"]
        ]
        assert left == runs[-1:]
        site.api.ask("DELETE", f"flow_runs/{left[0]}")
    finally:
        site.api.ask("PATCH", f"work_pools/{POOL}", body={"is_paused": False})
