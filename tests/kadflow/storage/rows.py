"""Statements and rows that the storage tests write and read."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, update

from kadflow.storage import tables as t
from kadflow.storage.statements import Statement, insert

ZEROS = "0" * 64
TIME = "2026-01-05T03:04:05.000001Z"

ADD_STREAM = Statement(insert(t.stream), name="add_stream")
STREAM = Statement(
    select(t.stream.c.length, t.stream.c.head)
    .where(t.stream.c.id == bindparam("id"))
    .with_for_update(),
    name="stream",
)
STREAMS = Statement(select(t.stream.c.id).order_by(t.stream.c.id), name="streams")
COUNT_STREAMS = Statement(select(func.count()).select_from(t.stream), name="count_streams")
MOVE_STREAM = Statement(
    update(t.stream)
    .where(t.stream.c.id == bindparam("the_stream"))
    .values(length=bindparam("length"), head=bindparam("head")),
    name="move_stream",
)
ADD_EVENT = Statement(insert(t.event), name="add_event")
EVENTS = Statement(
    select(t.event.c.number, t.event.c.body)
    .where(t.event.c.stream == bindparam("stream"))
    .order_by(t.event.c.number),
    name="events",
)
ALL_EVENTS = Statement(
    select(t.event.c.stream, t.event.c.number).order_by(t.event.c.stream, t.event.c.number),
    name="all_events",
)
ADD_NOTICE = Statement(insert(t.notice), name="add_notice")
COUNT_NOTICES = Statement(select(func.count()).select_from(t.notice), name="count_notices")


def stream(name, *, length=0):
    return {"id": name, "kind": "agreement", "length": length, "head": ZEROS, "recorded_at": None}


def event(stream_id, number, *, body=b"{}"):
    return {
        "stream": stream_id,
        "number": number,
        "kind": "agreement.created",
        "version": 1,
        "agreement": stream_id,
        "person": None,
        "office": None,
        "effective_on": "2026-01-05",
        "recorded_at": TIME,
        "template": None,
        "digest": ZEROS,
        "body": body,
    }


def notice(name, *, occasion="occasion"):
    return {
        "id": name,
        "kind": "asked",
        "occasion": occasion,
        "office": name,
        "channel": "inbox",
        "agreement": None,
        "fields": b"{}",
        "written_at": TIME,
        "not_before": None,
        "superseded_by": None,
        "planned_at": None,
    }


def append(transaction, stream_id, *, notices=3):
    """A command of five rows: one event, the stream moved on, three notices. Returns the number."""
    length, _ = transaction.one(STREAM, id=stream_id)
    number = length + 1
    transaction.post(ADD_EVENT, **event(stream_id, number))
    transaction.post(MOVE_STREAM, the_stream=stream_id, length=number, head=ZEROS)
    transaction.many(
        ADD_NOTICE, [notice(f"{stream_id[:20]}-{number}-{index}") for index in range(notices)]
    )
    return number
