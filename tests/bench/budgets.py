"""Fills an installation with agreements in force that have money, a few of them with a finding.

Rows enter through the storage functions, as copies of one agreement that commands prepared: its
record, its money chapter, its lines and what the checks looked at. No events stand behind them, so
such a database measures checks, not verification. In one of a hundred more is committed than
appropriated; what the checks find is noted in each, as in an office that was checked yesterday.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kadflow.app import Kadflow
from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.budget import Budget, BudgetEntry, BudgetLine, NotedFinding
from kadflow.engine.budget.checks import check
from kadflow.engine.budget.money import money_of
from kadflow.services.budget_rows import check_row, line_row
from kadflow.services.recording import columns_of
from kadflow.storage import agreements, budget, chapters
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Chapter
from kadflow.storage.transactions import Transaction
from tests.bench import office
from tests.bench.open_deadlines import rows_of

LINES = 12
FIRST = "2026-01-05"
_BATCH = 2_000
_CHAPTERS = Statement(insert(Chapter), name="bench.chapter")
_KINDS = ("planned", "appropriated", "committed", "realised")


def fill(kadflow: Kadflow, count: int) -> None:
    """Add so many agreements, each with `LINES` lines of both parties over four years."""
    (model,) = office.prepare(kadflow, 1)
    record = kadflow.agreements.get(model)
    with kadflow.database.read() as tx:
        workflow = kadflow.templates.workflow(tx, record.template)
        (row,) = rows_of(tx, "agreement", "id", model)
        parties = rows_of(tx, "party", "agreement", model)
    states = workflow.template.states.items()
    record.state = next(name for name, state in states if state.in_force)
    for start in range(0, count, _BATCH):
        copies = [
            _copy(kadflow, record, row, parties, place, workflow)
            for place in range(start, min(start + _BATCH, count))
        ]

        def work(tx: Transaction, copies: list[dict[str, Any]] = copies) -> None:
            agreements.insert_agreements(tx, [copy["row"] for copy in copies])
            agreements.insert_parties(tx, [party for copy in copies for party in copy["parties"]])
            tx.many(_CHAPTERS, [copy["chapter"] for copy in copies])
            budget.put_lines(tx, [line for copy in copies for line in copy["lines"]])
            budget.put_checks(tx, [_checked(copy, workflow) for copy in copies])

        kadflow.database.write(work)


def _copy(
    kadflow: Kadflow,
    model: AgreementRecord,
    row: dict[str, Any],
    parties: list[dict[str, Any]],
    place: int,
    workflow: Any,
) -> dict[str, Any]:
    new = kadflow.ids.new
    identity, number = new(), f"KSD-2025-{place:06}"
    ids = {party["id"]: new() for party in parties}
    record = msgspec.convert(msgspec.to_builtins(model), AgreementRecord)
    record.id, record.number = identity, number
    for party in record.parties:
        party.id = ids[party.id]
    chapter = Budget(version=record.version)
    for line in range(LINES):
        party = record.parties[line % len(record.parties)].id
        found = _line(new(), new, party, 2026 + line // 3, line)
        chapter.lines[found.id] = found
    if place % 100 == 0:
        chapter.lines[found.id].entries[2].amount *= 2
    chapter.findings = {
        each.key: NotedFinding(
            key=each.key,
            rule=each.rule,
            severity=each.severity,
            number=90,
            since=FIRST,
            party=each.party,
            year=each.year,
            figures=each.figures,
        )
        for each in check(money_of(record, workflow, chapter), FIRST)
    }
    return {
        "record": record,
        "budget": chapter,
        "row": {**row, "id": identity, "number": number, "state": record.state,
                "record": agreements.encode_record(record)},
        "parties": [{**p, "id": ids[p["id"]], "agreement": identity} for p in parties],
        "chapter": {"agreement": identity, "name": "budget", "version": chapter.version,
                    "record": chapters.encode_chapter(chapter)},
        "lines": [line_row(record, line) for line in chapter.lines.values()],
    }  # fmt: skip


def _line(identity: str, new: Any, party: str, year: int, place: int) -> BudgetLine:
    amounts = (250_000_000, 250_000_000, 200_000_000, 150_000_000)
    return BudgetLine(
        id=identity,
        number=place + 3,
        party=party,
        year=year,
        source="apbd_regency",
        basis="amount",
        account=f"5.1.02.02.01.{place:04}",
        title="Pengangkutan sampah",
        entries=[
            BudgetEntry(id=new(), number=place + 20, kind=kind, amount=amount, on="2026-01-05")
            for kind, amount in zip(_KINDS, amounts, strict=True)  # type: ignore[arg-type]
        ],
    )


def _checked(copy: dict[str, Any], workflow: Any) -> dict[str, Any]:
    """What the checks looked at, on the first working day of the year."""
    money = money_of(copy["record"], workflow, copy["budget"])
    version = copy["budget"].version
    return check_row(copy["record"].id, money, version, FIRST, "2026-01-05T02:00:00.000000Z")


def change(kadflow: Kadflow, some: list[str]) -> None:
    """Give each of some agreements another last year, as a command on its terms leaves it.

    The record and its row say so under a new version, and the agreement is marked; its money is as
    it was. The checks look at that year, so what was kept has to be written anew for each.
    """

    def work(tx: Transaction, of: list[str]) -> None:
        for agreement in of:
            record = agreements.get_agreement(tx, agreement)
            assert record is not None
            period = kadflow.templates.workflow(tx, record.template).period
            assert period is not None
            term = record.terms[period].value
            year = 2031 if term["ends_on"].startswith("2030") else 2030
            record.terms[period].value = {**term, "ends_on": f"{year}-04-30"}
            record.version += 1
            agreements.update_agreement(tx, {**columns_of(record, period), "key": agreement})
            budget.mark(tx, agreement)

    for start in range(0, len(some), _BATCH):
        kadflow.database.write(lambda tx, at=start: work(tx, some[at : at + _BATCH]))
