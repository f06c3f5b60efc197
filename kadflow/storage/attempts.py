"""The bytes of messages until they are accepted, and the ledger of attempts, which only grows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlmodel import col

from kadflow.domain.deliveries import Attempt as AttemptValue
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.notices import Attempt, Message
from kadflow.storage.transactions import Transaction

_PUT_MESSAGE = insert(Message)
_KEEP_MESSAGE = Statement(
    _PUT_MESSAGE.on_conflict_do_update(
        index_elements=["delivery"],
        set_={name: _PUT_MESSAGE.excluded[name] for name in ("address", "content", "digest")},
        where=col(Message.address) != _PUT_MESSAGE.excluded.address,  # the same stays as it is
    ),
    name="message.keep",
)
_MESSAGES = Statement(
    select(
        col(Message.delivery), col(Message.address), col(Message.content), col(Message.digest)
    ).where(col(Message.delivery).in_(bindparam("deliveries", expanding=True))),
    name="message.get",
)
_FORGET_MESSAGES = Statement(
    delete(Message).where(col(Message.delivery) == bindparam("of_delivery")),
    name="message.forget",
)
_NOTE = Statement(insert(Attempt), name="attempt.note")
_ATTEMPT = (
    col(Attempt.id),
    col(Attempt.delivery),
    col(Attempt.fence),
    col(Attempt.at),
    col(Attempt.outcome),
    col(Attempt.detail),
    col(Attempt.worker),
    col(Attempt.digest),
)
_ATTEMPTS = Statement(
    select(*_ATTEMPT)
    .where(col(Attempt.delivery).in_(bindparam("deliveries", expanding=True)))
    .order_by(col(Attempt.at), col(Attempt.id)),
    name="attempt.of-deliveries",
)


class MessageRow(NamedTuple):
    """The bytes of a message, kept from its first attempt until it was accepted."""

    delivery: str
    address: str | None
    content: bytes
    digest: str


def keep_messages(tx: Transaction, messages: Sequence[MessageRow]) -> None:
    """Keep the bytes of messages; those kept for the same address already stay."""
    tx.many(_KEEP_MESSAGE, [each._asdict() for each in messages])


def messages(tx: Transaction, deliveries: Sequence[str]) -> dict[str, MessageRow]:
    """The kept bytes by delivery."""
    if not deliveries:
        return {}
    return {row[0]: MessageRow(*row) for row in tx.all(_MESSAGES, deliveries=list(deliveries))}


def forget_messages(tx: Transaction, deliveries: Sequence[str]) -> None:
    """Let go of the bytes; their digest stays in the ledger."""
    tx.many(_FORGET_MESSAGES, [{"of_delivery": each} for each in deliveries])


def note(tx: Transaction, attempts: Sequence[AttemptValue]) -> None:
    """Add lines to the ledger."""
    tx.many(_NOTE, [msgspec.structs.asdict(each) for each in attempts])


def attempts_of(tx: Transaction, deliveries: Sequence[str]) -> list[AttemptValue]:
    """The ledger of deliveries, in order."""
    if not deliveries:
        return []
    return [AttemptValue(*row) for row in tx.all(_ATTEMPTS, deliveries=list(deliveries))]
