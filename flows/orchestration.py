"""What every Prefect flow of Kadflow does alike: shards as tasks, a page, a name that tells.

Called outside of a Prefect run (`flow.fn`), it does the same without any server.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any
from uuid import UUID

from prefect import Flow, Task, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.context import FlowRunContext

from flows.catalogue import sweep as named
from flows.summary import Part, Summary, run_name
from flows.sweeping import Asked, Shard, Sweep, opened, run_here
from kadflow.app import Kadflow, said_of
from kadflow.errors import KadflowError, UnavailableError

SIDE_BY_SIDE = 4
"""Shards at work at the same time in one run; each holds one connection at most."""

_FAULTS = logging.getLogger("kadflow.flows")


class FlowFaultError(Exception):
    """A fault of the program in a flow; its text stays in the worker's own log.

    Prefect stores and shows messages and tracebacks, and those of a driver may quote a row.
    """


def _world_failed(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.data, UnavailableError)


@task(
    name="shard",
    retries=3,
    retry_delay_seconds=[2, 10, 60],
    retry_condition_fn=_world_failed,
    cache_policy=NO_CACHE,
    persist_result=False,
)
async def do_shard(kadflow: Kadflow, sweep: Sweep, shard: Shard) -> Part:
    """One shard; tried again when the world outside failed."""
    return await asyncio.to_thread(_do, kadflow, sweep, shard)


def _do(kadflow: Kadflow, sweep: Sweep, shard: Shard) -> Part:
    try:
        return sweep.do(kadflow, shard)
    except KadflowError:
        raise
    except Exception as error:  # noqa: BLE001 - its text must not reach Prefect
        raise _fault(error) from None


def _fault(error: Exception) -> FlowFaultError:
    _FAULTS.error("fault in a flow", exc_info=error)
    return FlowFaultError(type(error).__name__)


async def carry_out(sweep: Sweep, asked: Asked) -> str:
    """Run a sweep as the Prefect flow that is running now; returns what it said.

    Raises:
        KadflowError: What stopped it, or the first refusal after everything else was done.
        FlowFaultError: A fault of the program.
    """
    context = FlowRunContext.get()
    with opened(asked) as kadflow:
        if context is None or context.flow_run is None:
            return (await asyncio.to_thread(run_here, kadflow, sweep, asked)).said.id
        run = context.flow_run.id
        retries = context.flow.retries if context.flow is not None else 0
        last_attempt = context.flow_run.run_count > (retries or 0)
        kadflow.flow_runs.begin(sweep.title, way="prefect", run=str(run))
        try:
            summary = await _as_tasks(kadflow, sweep, asked)
            await _show(run, summary)
        except Exception as error:  # noqa: BLE001 - its text must not reach Prefect
            known = isinstance(error, KadflowError | FlowFaultError)
            fault = error if known else _fault(error)
            if last_attempt:
                with suppress(KadflowError):  # where nothing can be noted, Prefect still tells
                    kadflow.flow_runs.failed(sweep.title, str(run), error)
                with suppress(Exception):  # the server may be what is away
                    await _name(run, run_name(sweep.title, kadflow.clock.now(), said_of(error)))
            raise fault from None
        except BaseException:  # cancelled, timed out, or the worker is told to go
            with suppress(KadflowError):
                kadflow.flow_runs.interrupted(sweep.title, str(run))
            raise
        if summary.failures:
            first = summary.first_failure
            if last_attempt:
                kadflow.flow_runs.failed(sweep.title, str(run), first, said=summary.said)
            raise first
        kadflow.flow_runs.done(str(run), summary.said)
        return summary.said.id


async def _as_tasks(kadflow: Kadflow, sweep: Sweep, asked: Asked) -> Summary:
    plan = await asyncio.to_thread(sweep.plan, kadflow, asked)
    places = asyncio.Semaphore(SIDE_BY_SIDE)
    count = len(plan.shards)

    async def one(number: int, shard: Shard) -> Part:
        async with places:
            does = do_shard.with_options(
                name=sweep.title.name, task_run_name=f"{sweep.title.name} {number}/{count}"
            )
            return await does(kadflow, sweep, shard)

    done = await asyncio.gather(
        *(one(number, shard) for number, shard in enumerate(plan.shards, 1)),
        return_exceptions=True,
    )
    stopped = next((part for part in done if isinstance(part, BaseException)), None)
    if stopped is not None:  # the other shards were done all the same
        raise stopped
    return sweep.summary(kadflow, plan, (part for part in done if isinstance(part, Part)))


async def _show(run: UUID, summary: Summary) -> None:
    """Put the page up, and call the run by what it did."""
    await acreate_markdown_artifact(
        key=summary.title.name.replace("_", "-"),
        markdown=summary.markdown(),
        description=f"{summary.title.id} / {summary.title.en}",
    )
    await _name(run, summary.run_name)


async def _name(run: UUID, name: str) -> None:
    async with get_client() as client:
        await client.update_flow_run(run, name=name)


def note_crash(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Note a run that was killed; called by the worker that saw it die."""
    del state
    with opened(Asked()) as kadflow:
        kadflow.flow_runs.interrupted(named(flow.name).title, str(flow_run.id))
