"""Numbers of documents as rows, found across agreements by their normal form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Agreement, DocumentNumber, Party
from kadflow.storage.transactions import Transaction

_PUT = insert(DocumentNumber)
_PUT_NUMBERS = Statement(
    _PUT.on_conflict_do_update(
        index_elements=["agreement", "place"],
        set_={name: getattr(_PUT.excluded, name) for name in ("issuer", "year", "form")},
    ),
    name="document-number.put",
)
_FIND = Statement(
    select(
        col(DocumentNumber.issuer),
        col(DocumentNumber.year),
        col(DocumentNumber.form),
        col(DocumentNumber.agreement),
        col(Agreement.number),
    )
    .join(Agreement, col(Agreement.id) == col(DocumentNumber.agreement))
    .where(col(DocumentNumber.form).in_(bindparam("forms", expanding=True)))
    .distinct()
    .order_by(col(Agreement.number)),
    name="document-number.find",
)
_ORGANISATIONS = Statement(
    select(col(Party.agreement), col(Party.organisation)).where(
        col(Party.agreement).in_(bindparam("agreements", expanding=True))
    ),
    name="party.organisations",
)


class UsedNumber(NamedTuple):
    """A number that stands somewhere: who gave it when, and in which agreement."""

    issuer: str
    year: int
    form: str
    agreement: str
    number: str


def put_numbers(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Write numbers; one that was stated anew replaces the one before."""
    tx.many(_PUT_NUMBERS, rows)


def find_uses(tx: Transaction, forms: Sequence[str]) -> list[UsedNumber]:
    """Where numbers of these forms stand, whoever gave them, in the order of the agreements."""
    return [UsedNumber(*row) for row in tx.all(_FIND, forms=list(forms))] if forms else []


def organisations_of(tx: Transaction, agreements: Sequence[str]) -> dict[str, frozenset[str]]:
    """The organisations that take or took part in agreements."""
    found: dict[str, set[str]] = {agreement: set() for agreement in agreements}
    if agreements:
        for agreement, organisation in tx.all(_ORGANISATIONS, agreements=list(agreements)):
            found[agreement].add(organisation)
    return {agreement: frozenset(parties) for agreement, parties in found.items()}
