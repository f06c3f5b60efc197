"""PostgreSQL: writes that nobody asks about leave together, and mean what they meant one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, delete, update

from kadflow.storage import tables as t
from kadflow.storage.posting import Outbox, shape_of
from kadflow.storage.statements import Statement
from tests.kadflow.storage import rows

MOVE = Statement(
    update(t.stream).where(t.stream.c.id == bindparam("key")).values(length=bindparam("length"))
)
MOVE_ALL = Statement(update(t.stream).values(length=bindparam("length")))
DROP = Statement(delete(t.stream).where(t.stream.c.id == bindparam("id")))


def sent(*writes):
    """How many writes each statement carries."""
    outbox = Outbox()
    for sql, values in writes:
        outbox.add(shape_of(sql), values)
    return [text.count(" AS (") + 1 for text, _ in outbox.take()]


INSERT_A = ("INSERT INTO a (id) VALUES (%(id)s)", {"id": 1})
DELETE_A = ("DELETE FROM a WHERE a.id = %(id)s", {"id": 1})
UPDATE_B = "UPDATE b SET x=%(x)s WHERE b.id = %(key)s"


def test_writes_to_different_tables_are_one_statement():
    assert sent(INSERT_A, (UPDATE_B, {"x": 1, "key": 1})) == [2]


def test_an_update_of_what_was_just_inserted_comes_after_it():
    assert sent(INSERT_A, ("UPDATE a SET x=%(x)s WHERE a.id = %(key)s", {"x": 1, "key": 1})) == [
        1,
        1,
    ]
    assert sent(DELETE_A, INSERT_A) == [1, 1]


def test_two_updates_of_one_table_join_only_when_they_name_different_rows():
    one, two = {"x": 1, "key": 1}, {"x": 2, "key": 2}
    assert sent((UPDATE_B, one), (UPDATE_B, two)) == [2]
    assert sent((UPDATE_B, one), (UPDATE_B, one)) == [1, 1]
    assert sent((UPDATE_B, one), ("UPDATE b SET x=%(x)s WHERE b.y = %(y)s", {"x": 1, "y": 1})) == [
        1,
        1,
    ]


def test_what_is_no_plain_write_is_not_joined():
    assert shape_of("SELECT 1") is None
    assert shape_of("WITH a AS (SELECT 1) INSERT INTO b SELECT 1") is None


def test_posted_writes_happen_in_their_order_on_both_databases(database):
    def work(tx):
        tx.many(rows.ADD_STREAM, [rows.stream("a"), rows.stream("b")])
        tx.post(MOVE, key="a", length=1)
        tx.post(MOVE, key="b", length=2)
        tx.post(MOVE, key="a", length=3)
        tx.post(DROP, id="b")
        tx.many(rows.ADD_STREAM, [rows.stream("b")])
        return tx.one(rows.STREAM, id="a")[0], tx.one(rows.STREAM, id="b")[0]

    assert database.write(work) == (3, 0)
    database.write(lambda tx: tx.post(MOVE_ALL, length=7))
    with database.read() as tx:
        assert tx.one(rows.STREAM, id="a")[0] == tx.one(rows.STREAM, id="b")[0] == 7


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_joined_write_may_be_sent_again_with_other_values(database, times):
    for each in range(times):
        name = f"s{each}"

        def work(tx, name=name, each=each):
            tx.many(rows.ADD_STREAM, [rows.stream(name)])
            tx.post(MOVE, key=name, length=each)

        database.write(work)
    with database.read() as tx:
        assert [tx.one(rows.STREAM, id=f"s{each}")[0] for each in range(times)] == list(
            range(times)
        )
