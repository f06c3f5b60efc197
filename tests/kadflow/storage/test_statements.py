from __future__ import annotations

import pytest
from sqlalchemy import bindparam, func, select, update

from kadflow.storage import tables as t
from kadflow.storage.statements import Statement, insert
from kadflow.storage.transactions import CHUNK, NEAR
from tests.kadflow.storage import rows


def organisation(name, **values):
    return {
        "id": name, "kind": "region", "code": None, "name": name, "level": None, "parent": None,
        "zone": "Asia/Jakarta", "autonomous": None, "from_on": None, "to_on": None,
        "successor": None, "version": 1, "record": b"\x00\xff", **values,
    }  # fmt: skip


ADD = Statement(insert(t.organisation), name="add_organisation")
AMONG = Statement(
    select(t.organisation.c.id)
    .where(
        t.organisation.c.kind == "region",
        t.organisation.c.id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(t.organisation.c.id)
)


def test_values_come_back_as_they_were_written_on_both_databases(database):
    written = [
        organisation("a", autonomous=True, code="33.74"),
        organisation("b", autonomous=False),
        organisation("c"),
    ]
    database.write(lambda transaction: transaction.many(ADD, written))
    every = Statement(select(t.organisation).order_by(t.organisation.c.id))
    with database.read() as transaction:
        names = [column.name for column in t.organisation.columns]
        found = [dict(zip(names, row, strict=True)) for row in transaction.all(every)]
        streamed = list(transaction.stream(every))
        first = transaction.one(every)
    assert found == written
    assert found[0]["autonomous"] is True
    assert streamed[1][7] is False
    assert first == streamed[0]


@pytest.mark.parametrize("asked", [[], ["a"], ["a", "c", "nobody"], [str(n) for n in range(70)]])
def test_a_list_is_found_whatever_its_length(database, asked):
    there = [organisation(name) for name in ("a", "b", "c", "7")]
    database.write(lambda transaction: transaction.many(ADD, there))
    with database.read() as transaction:
        found = [name for (name,) in transaction.all(AMONG, ids=asked)]
    assert found == sorted({"a", "b", "c", "7"} & set(asked))


def test_a_list_written_into_the_clause_is_found(database):
    database.write(
        lambda transaction: transaction.many(ADD, [organisation("a"), organisation("b")])
    )
    fixed = Statement(select(t.organisation.c.id).where(t.organisation.c.id.in_(["b", "z"])))
    with database.read() as transaction:
        assert transaction.all(fixed) == [("b",)]


def test_a_row_that_is_there_is_left_or_replaced_as_the_statement_says(database):
    leave = Statement(insert(t.stream).on_conflict_do_nothing())
    raw = insert(t.stream)
    replace = Statement(
        raw.on_conflict_do_update(index_elements=["id"], set_={"length": raw.excluded.length})
    )

    def work(transaction):
        return [
            transaction.run(rows.ADD_STREAM, **rows.stream("s")),
            transaction.run(leave, **rows.stream("s", length=7)),
            transaction.one(rows.STREAM, id="s")[0],
            transaction.run(replace, **rows.stream("s", length=9)),
            transaction.one(rows.STREAM, id="s")[0],
        ]

    assert database.write(work) == [1, 0, 0, 1, 9]


def test_an_update_returns_what_it_made_and_counts_what_it_touched(database):
    raise_all = Statement(
        update(t.stream)
        .where(t.stream.c.length < bindparam("below"))
        .values(length=t.stream.c.length + 1)
        .returning(t.stream.c.length)
    )
    touch = Statement(update(t.stream).values(kind="party"))

    def work(transaction):
        transaction.many(rows.ADD_STREAM, [rows.stream("a"), rows.stream("b", length=5)])
        return transaction.all(raise_all, below=3), transaction.run(touch)

    assert database.write(work) == ([(1,)], 2)


def test_numbers_of_every_size_find_the_same_row(database):
    large = 2**53 - 1
    database.write(
        lambda transaction: transaction.run(rows.ADD_STREAM, **rows.stream("s", length=large))
    )
    by_length = Statement(select(t.stream.c.id).where(t.stream.c.length >= bindparam("least")))
    with database.read() as transaction:
        for least in (0, 300, 70_000, 2**40, large):
            assert transaction.all(by_length, least=least) == [("s",)]


@pytest.mark.parametrize("count", [0, 1, 2, 31, 32, 33, 255, 256, 700])
def test_any_number_of_rows_is_written_at_once(database, count):
    given = [rows.stream(f"{index:04}") for index in range(count)]
    database.write(lambda transaction: transaction.many(rows.ADD_STREAM, given))
    with database.read() as transaction:
        assert [name for (name,) in transaction.all(rows.STREAMS)] == [row["id"] for row in given]


def test_many_rows_carry_values_of_the_clause_and_bytes_and_nothing(database):
    fixed = Statement(
        insert(t.stream).values(
            id=bindparam("id"), kind="party", length=bindparam("length"), head=rows.ZEROS
        )
    )
    given = [{"id": f"{index:03}", "length": index} for index in range(300)]
    events = [
        rows.event("000", number, body=bytes([number % 256, 0, 92, 9])) for number in range(1, 301)
    ]

    def work(transaction):
        transaction.many(fixed, given)
        transaction.many(rows.ADD_EVENT, events)

    database.write(work)
    kinds = Statement(select(t.stream.c.kind, func.count()).group_by(t.stream.c.kind))
    with database.read() as transaction:
        assert transaction.all(kinds) == [("party", 300)]
        bodies = transaction.all(rows.EVENTS, stream="000")
    assert bodies == [(row["number"], row["body"]) for row in events]


def test_many_updates_run_for_each_row(database):
    def work(transaction):
        transaction.many(rows.ADD_STREAM, [rows.stream("a"), rows.stream("b")])
        transaction.many(
            rows.MOVE_STREAM,
            [
                {"the_stream": "a", "length": 1, "head": "1"},
                {"the_stream": "b", "length": 2, "head": "2"},
            ],
        )
        return [transaction.one(rows.STREAM, id=name) for name in ("a", "b")]

    assert database.write(work) == [(1, "1"), (2, "2")]


def test_text_is_ordered_byte_by_byte_on_both_databases(database):
    names = ["Z", "a", "É", "_", "aa", "A", "a-b", "ab", "0"]
    database.write(
        lambda transaction: transaction.many(rows.ADD_STREAM, [rows.stream(n) for n in names])
    )
    with database.read() as transaction:
        found = [name for (name,) in transaction.all(rows.STREAMS)]
    assert found == sorted(names, key=str.encode)


@pytest.mark.parametrize("count", [0, 1, NEAR - 1, NEAR, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_a_result_streams_whole_wherever_it_ends_and_whatever_is_asked_meanwhile(database, count):
    events = [rows.event("s", number) for number in range(1, count + 1)]
    database.write(lambda transaction: transaction.many(rows.ADD_EVENT, events))
    database.write(lambda transaction: transaction.run(rows.ADD_STREAM, **rows.stream("s")))
    for reading in range(2):  # the second on the connection that the first gave back
        with database.read() as transaction:
            numbers = []
            for _, number in transaction.stream(rows.ALL_EVENTS):
                numbers.append(number)
                if number % 60 == 1:
                    assert transaction.one(rows.COUNT_STREAMS) == (1,), reading
                    assert transaction.all(rows.STREAMS) == [("s",)]
        assert numbers == list(range(1, count + 1))
    assert database.write(lambda transaction: transaction.one(rows.COUNT_STREAMS)) == (1,)


def test_a_reading_that_is_left_in_the_middle_of_a_result_leaves_nothing_behind(database):
    events = [rows.event("s", number) for number in range(1, 3 * CHUNK)]
    database.write(lambda transaction: transaction.many(rows.ADD_EVENT, events))
    for _ in range(3):
        with database.read() as transaction:
            assert next(transaction.stream(rows.ALL_EVENTS)) == ("s", 1)
    database.write(lambda transaction: transaction.run(rows.ADD_STREAM, **rows.stream("s")))
    with database.read() as transaction:
        assert transaction.one(rows.COUNT_STREAMS) == (1,)


def test_a_long_result_streams_in_order(database):
    events = [rows.event("s", number) for number in range(1, 3502)]
    database.write(lambda transaction: transaction.many(rows.ADD_EVENT, events))
    with database.read() as transaction:
        numbers = [number for _, number in transaction.stream(rows.ALL_EVENTS)]
        half = transaction.stream(rows.ALL_EVENTS)
        assert next(half) == ("s", 1)
        again = transaction.stream(rows.ALL_EVENTS)
        assert next(again) == ("s", 1)
        assert next(half) == ("s", 2)
    assert numbers == list(range(1, 3502))
    with pytest.raises(RuntimeError, match="reading is over"):
        list(half)


OF_KIND = Statement(
    select(t.organisation.c.id)
    .where(
        t.organisation.c.kind == bindparam("kind"),
        t.organisation.c.id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(t.organisation.c.id)
)


def test_a_list_may_stand_beside_a_plain_parameter(database):
    database.write(lambda tx: tx.many(ADD, [organisation("a"), organisation("b", kind="other")]))
    with database.read() as tx:
        assert tx.all(OF_KIND, kind="other", ids=["a", "b"]) == [("b",)]
        assert tx.all(OF_KIND, kind="region", ids=["a", "b", "c"]) == [("a",)]


RENAME = Statement(
    update(t.organisation)
    .where(t.organisation.c.id.in_(bindparam("ids", expanding=True)))
    .values(name=bindparam("name")),
    name="test.rename",
)


@pytest.mark.parametrize("asked", [["a"], ["a", "c"], ["a", "b", "c"]])
def test_an_update_may_be_of_a_list_whatever_its_length(database, asked):
    def work(tx):
        tx.many(ADD, [organisation(name) for name in ("a", "b", "c")])
        tx.post(RENAME, ids=asked, name="new")
        return tx.all(Statement(select(t.organisation.c.id).where(t.organisation.c.name == "new")))

    assert sorted(row[0] for row in database.write(work)) == asked


def test_several_questions_are_answered_in_their_order_and_see_what_was_written(database):
    def work(tx):
        tx.many(ADD, [organisation("a"), organisation("b", kind="other")])
        return tx.ask((OF_KIND, {"kind": "other", "ids": ["a", "b"]}), (AMONG, {"ids": ["a"]}))

    assert database.write(work) == [[("b",)], [("a",)]]
    with database.read() as tx:
        assert tx.ask((AMONG, {"ids": ["x"]}), (AMONG, {"ids": ["a"]})) == [[], [("a",)]]
