"""Whatever rows somebody damaged, the history says what they must be and writes them anew."""

from __future__ import annotations

from typing import Any

import pytest

from kadflow.app import Kadflow
from kadflow.demo import Stage, play
from kadflow.services.history.rebuilding import TableTally
from kadflow.storage.index_tables import INDEX, TASKS
from tests import postgres
from tests.conftest import BOTH
from tests.kadflow.services.history_scenes import raw
from tests.scenarios import templates
from tests.scenarios.staging import EXAMPLE

ALL = {**INDEX, "task": TASKS}
CHANGED = {
    "gate": "outcome = 'invented'",
    "decision": "valid = NOT valid",
    "document": "kind = 'invented'",
    "document_number": "form = 'invented'",
    "blob": "size = size + 1",
    "finding": "rule = 'invented'",
    "deadline": "effect = 'invented', revision = revision + 1",
    "deadline_calendar": "first_on = '1999-01-01'",
    "evaluation": "total = '99'",
    "budget_line": "planned = planned + 1",
    "budget_finding": "rule = 'invented'",
    "obligation": "is_open = NOT is_open",
    "indicator": "every = 'month'",
    "task": "party = NULL",
}
"""What is changed in every row of a table; a measurement has nothing but its name."""
OF_AGREEMENTS = {"blob": " WHERE owner IN (SELECT id FROM agreement)"}
"""Files of reports belong to organisations."""
ANOTHER = {
    "decision": "id",
    "blob": "digest",
    "document_number": "place",
    "deadline_calendar": "authority",
    "budget_finding": "key",
    "measurement": "period",
    "gate": "round",
}
"""The column by which a copied row becomes another one; elsewhere its id."""


@pytest.fixture(params=BOTH, scope="module")
def played(request: Any, tmp_path_factory: Any) -> Any:
    """The demo: agreements with rows in every table; each test leaves it as it was."""
    url = None
    if request.param == "postgresql":
        databases: postgres.Databases = request.getfixturevalue("postgres_databases")
        url = databases.server.url(databases.create())
    stage = play(
        tmp_path_factory.mktemp("played") / "demo", lambda _mark, _line: None, database_url=url
    )
    _left_over(stage)
    yield stage.kadflow
    stage.kadflow.close()


def _left_over(stage: Stage) -> None:
    """What the demo does not leave behind: an open question with a term, and a finding."""
    kadflow, first = stage.kadflow, stage.by("sleman.coordinator")
    parties = ["34.04", "34.02"]
    for text in templates.ALL:
        if "key: uji-silence\n" in text:
            kadflow.templates.publish(text, envelope=kadflow.operator())
    asked = first.create("uji-silence", parties, {**EXAMPLE, "clauses.2": None}).number
    first.act(asked, "ask")
    first.record_receipt(asked, "consent", kadflow.organisations.get("34.02").id)
    number = first.create("standar", parties, EXAMPLE).number
    first.act(number, "submit_proposal")
    stage.by("sleman.head").decide(number, "approve")
    first.act(number, "submit_text")
    for short in ("sleman", "bantul"):
        stage.by(f"{short}.legal").decide(number, "approve")
    secretariat = kadflow.acting("bantul.coordinator", on_behalf_of=kadflow.office("34.02/head"))
    secretariat.sign(number, capacity="plt", evidence="ab" * 32, letter_number="800/117")


def of_agreements(name: str) -> str:
    """The condition for rows of a table that belong to agreements."""
    return OF_AGREEMENTS.get(name, "")


def rows(kadflow: Kadflow, name: str) -> list[tuple[Any, ...]]:
    """What history tells of every row of a table."""
    table = ALL[name]
    told = (*table.key, *table.said)
    with raw(kadflow.folder.url, unprotected=False) as hand:
        found = hand.run(f"SELECT {', '.join(told)} FROM {name}{of_agreements(name)}")
    return sorted((tuple(row) for row in found), key=repr)


def damage(kadflow: Kadflow, *statements: str) -> None:
    """Write past Kadflow."""
    with raw(kadflow.folder.url, unprotected=False) as hand:
        for statement in statements:
            hand.run(statement)


def counts(kadflow: Kadflow, *, fix: bool) -> dict[str, TableTally]:
    """What a rebuild found, by table."""
    return {each.table: each for each in kadflow.history.rebuild(fix=fix).tables}


def copied(name: str) -> str:
    """A statement that adds one more row to a table, made of another row."""
    table = ALL[name]
    other = ANOTHER.get(name, "id")
    value = "round + 50" if name == "gate" else f"'f' || substr({other}, 2)"
    if name in {"deadline_calendar", "measurement", "budget_finding"}:
        value = "'invented'"
    values = ", ".join(value if each == other else each for each in table.columns)
    if name == "gate":
        values = values.replace("id, agreement", "'f' || substr(id, 2), agreement", 1)
    return (
        f"INSERT INTO {name} ({', '.join(table.columns)}) "
        f"SELECT {values} FROM {name}{of_agreements(name)} ORDER BY {', '.join(table.primary)} LIMIT 1"
    )


def test_rows_that_were_deleted_changed_or_added_are_as_they_were_after_a_rebuild(
    played: Kadflow,
) -> None:
    before = {name: rows(played, name) for name in ALL}
    assert all(before.values()), [name for name, found in before.items() if not found]
    assert counts(played, fix=False) == {}

    damage(played, *(f"DELETE FROM {name}{of_agreements(name)}" for name in reversed(ALL)))
    told = counts(played, fix=True)
    assert {name: each.missing for name, each in told.items()} == {
        name: len(found) for name, found in before.items()
    }
    assert {name: rows(played, name) for name in ALL} == before

    damage(
        played,
        *(f"UPDATE {name} SET {what}{of_agreements(name)}" for name, what in CHANGED.items()),
    )
    told = counts(played, fix=True)
    assert {name: each.wrong for name, each in told.items() if name != "task"} == {
        name: len(before[name]) for name in CHANGED if name != "task"
    }
    assert {name: rows(played, name) for name in ALL} == before

    damage(played, *map(copied, ALL))
    told = counts(played, fix=True)
    assert {name: each.surplus for name, each in told.items()} == dict.fromkeys(ALL, 1)
    assert {name: rows(played, name) for name in ALL} == before

    assert played.history.verify(rows=True, contents=True).ok
    again = played.history.rebuild(fix=True)
    assert (again.ok, again.fixed, again.tables) == (True, 0, ())


def test_an_agreement_of_which_no_row_is_left_comes_back_whole(played: Kadflow) -> None:
    gone = _with_everything(played)
    tables = {"agreement": "id", "party": "agreement", "chapter": "agreement"}

    def shown() -> list[list[tuple[Any, ...]]]:
        with raw(played.folder.url, unprotected=False) as hand:
            return [
                sorted(map(repr, hand.run(f"SELECT * FROM {name} WHERE {column} = ?", gone)))
                for name, column in tables.items()
            ]

    before = shown()
    scoped = [("owner" if name == "blob" else "agreement", name) for name in reversed(ALL)]
    with raw(played.folder.url, unprotected=False) as hand:
        for column, name in (*scoped, *((c, n) for n, c in reversed(tables.items()))):
            hand.run(f"DELETE FROM {name} WHERE {column} = ?", gone)
    assert not played.history.verify().ok

    told = counts(played, fix=True)

    assert told["agreement"] == TableTally("agreement", missing=1)
    assert (told["party"].missing, told["chapter"].missing) == (5, len(before[2]))
    assert shown() == before
    assert played.history.rebuild().ok
    assert played.history.verify(rows=True).ok


def _with_everything(kadflow: Kadflow) -> str:
    """The demo's agreement of five regencies."""
    (found,) = [
        row["id"] for row in kadflow.agreements.page(text="contoh") if len(row["parties"]) == 5
    ]
    return str(found)


def test_a_row_that_no_history_bears_out_is_told_and_left_to_people(played: Kadflow) -> None:
    agreement = _with_everything(played)
    damage(
        played,
        "INSERT INTO agreement SELECT 'f' || substr(id, 2), 'KSD-9999-000001', title, template, "
        "state, stage, standing, version, parent, signed_on, ends_on, provenance, source_ref, "
        f"created_at, record FROM agreement WHERE id = '{agreement}'",
    )

    report = played.history.rebuild(fix=True)

    assert (report.left, report.fixed) == (1, 0)
    assert report.tables == (TableTally("agreement", surplus=1),)
    assert not played.history.rebuild().ok
    damage(played, "DELETE FROM agreement WHERE number = 'KSD-9999-000001'")
    assert played.history.rebuild().ok


def test_a_task_that_an_office_of_today_lacks_is_written_and_is_no_broken_history(
    played: Kadflow,
) -> None:
    damage(played, "DELETE FROM task")

    assert played.history.rebuild().ok
    assert played.history.verify(rows=True).ok
    assert counts(played, fix=True)["task"].missing > 0
    assert counts(played, fix=True) == {}
