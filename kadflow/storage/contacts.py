"""Whom an office means on a day, and how these people are reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select, update
from sqlmodel import col

from kadflow.domain.deliveries import Address as AddressValue
from kadflow.domain.deliveries import Preference as PreferenceValue
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.notices import Address, Preference, Wording
from kadflow.storage.tables.people import Holder, Office, Organisation, Person
from kadflow.storage.transactions import Transaction

_HOLDERS = Statement(
    select(
        col(Holder.office),
        col(Holder.person),
        col(Holder.capacity),
        col(Holder.from_on),
        col(Holder.to_on),
        col(Person.organisation),
    )
    .join(Person, col(Person.id) == col(Holder.person))
    .where(
        col(Holder.office).in_(bindparam("offices", expanding=True)),
        col(Holder.from_on) <= bindparam("latest"),
        or_(col(Holder.to_on).is_(None), col(Holder.to_on) >= bindparam("earliest")),
        or_(col(Person.to_on).is_(None), col(Person.to_on) >= bindparam("earliest")),
    )
    .order_by(col(Holder.office), col(Holder.id)),
    name="holder.on-a-day",
)
_SECRETARIATS = Statement(
    select(col(Office.organisation), col(Office.id))
    .where(
        col(Office.organisation).in_(bindparam("organisations", expanding=True)),
        col(Office.role) == "coordinator",
        col(Office.to_on).is_(None),
    )
    .order_by(col(Office.organisation), col(Office.id)),
    name="office.secretariats",
)
_OFFICES = Statement(
    select(
        col(Office.id),
        col(Office.organisation),
        col(Office.role),
        col(Office.title_id),
        col(Office.title_en),
        col(Organisation.name),
        col(Organisation.zone),
    )
    .join(Organisation, col(Organisation.id) == col(Office.organisation))
    .where(col(Office.id).in_(bindparam("offices", expanding=True))),
    name="office.titles",
)
_ADDRESS = (
    col(Address.id),
    col(Address.owner),
    col(Address.organisation),
    col(Address.channel),
    col(Address.value),
    col(Address.secret),
    col(Address.broken_at),
    col(Address.broken_why),
)
_ADDRESSES = Statement(
    select(*_ADDRESS)
    .where(
        col(Address.owner).in_(bindparam("owners", expanding=True)),
        col(Address.ended_at).is_(None),
    )
    .order_by(col(Address.owner), col(Address.id)),
    name="address.of-owners",
)
_ADD_ADDRESS = Statement(insert(Address), name="address.add")
_END_ADDRESS = Statement(
    update(Address)
    .where(
        col(Address.owner) == bindparam("of_owner"),
        col(Address.channel) == bindparam("of_channel"),
        col(Address.ended_at).is_(None),
    )
    .values(ended_at=bindparam("at")),
    name="address.end",
)
_BREAK_ADDRESS = Statement(
    update(Address)
    .where(col(Address.id) == bindparam("key"), col(Address.broken_at).is_(None))
    .values(broken_at=bindparam("at"), broken_why=bindparam("why")),
    name="address.break",
)
_MEND_ADDRESS = Statement(
    update(Address)
    .where(
        col(Address.owner) == bindparam("of_owner"),
        col(Address.channel) == bindparam("of_channel"),
        col(Address.ended_at).is_(None),
    )
    .values(broken_at=None, broken_why=None),
    name="address.mend",
)
_PREFERENCES = Statement(
    select(
        col(Preference.person),
        col(Preference.language),
        col(Preference.channels),
        col(Preference.digest),
        col(Preference.quiet_from),
        col(Preference.quiet_to),
        col(Preference.working_days),
    ).where(col(Preference.person).in_(bindparam("persons", expanding=True))),
    name="preference.of-persons",
)
_PUT_PREFERENCE = insert(Preference)
_SET_PREFERENCE = Statement(
    _PUT_PREFERENCE.on_conflict_do_update(
        index_elements=["person"],
        set_={
            name: _PUT_PREFERENCE.excluded[name]
            for name in (
                "language",
                "channels",
                "digest",
                "quiet_from",
                "quiet_to",
                "working_days",
                "changed_at",
                "changed_by",
            )
        },
    ),
    name="preference.set",
)
_PERSONS_IN_OFFICE = Statement(
    select(col(Person.id), col(Person.handle), col(Person.name), col(Person.organisation))
    .join(Holder, col(Holder.person) == col(Person.id))
    .join(Office, col(Office.id) == col(Holder.office))
    .where(
        col(Office.organisation).in_(bindparam("organisations", expanding=True)),
        col(Office.to_on).is_(None),
        col(Holder.from_on) <= bindparam("on"),
        or_(col(Holder.to_on).is_(None), col(Holder.to_on) >= bindparam("on")),
    )
    .distinct()
    .order_by(col(Person.organisation), col(Person.handle)),
    name="person.in-office",
)
_PERSONS = Statement(
    select(col(Person.id), col(Person.handle), col(Person.name), col(Person.organisation)).where(
        col(Person.id).in_(bindparam("ids", expanding=True))
    ),
    name="person.names",
)
_WORDINGS = Statement(
    select(
        col(Wording.organisation), col(Wording.kind), col(Wording.language), col(Wording.text)
    ).where(col(Wording.organisation).in_(bindparam("organisations", expanding=True))),
    name="wording.of-organisations",
)
_PUT_WORDING = insert(Wording)
_SET_WORDING = Statement(
    _PUT_WORDING.on_conflict_do_update(
        index_elements=["organisation", "kind", "language"],
        set_={name: _PUT_WORDING.excluded[name] for name in ("text", "changed_at", "changed_by")},
    ),
    name="wording.set",
)


class HolderRow(NamedTuple):
    """Somebody in an office."""

    office: str
    person: str
    capacity: str
    from_on: str
    to_on: str | None
    organisation: str


class OfficeRow(NamedTuple):
    """An office with its organisation."""

    id: str
    organisation: str
    role: str
    title_id: str
    title_en: str
    organisation_name: str
    zone: str


class PersonRow(NamedTuple):
    """A person."""

    id: str
    handle: str
    name: str
    organisation: str


def holders_on(
    tx: Transaction, offices: Sequence[str], *, earliest: str, latest: str
) -> list[HolderRow]:
    """Who holds offices on some day between two dates (the zones may disagree about today)."""
    if not offices:
        return []
    found = tx.all(_HOLDERS, offices=list(offices), earliest=earliest, latest=latest)
    return [HolderRow(*row) for row in found]


def secretariats(tx: Transaction, organisations: Sequence[str]) -> dict[str, list[str]]:
    """Offices of the cooperation secretariat by organisation."""
    found: dict[str, list[str]] = {}
    if organisations:
        for organisation, office in tx.all(_SECRETARIATS, organisations=list(organisations)):
            found.setdefault(organisation, []).append(office)
    return found


def offices(tx: Transaction, ids: Sequence[str]) -> dict[str, OfficeRow]:
    """Offices by id."""
    return {row[0]: OfficeRow(*row) for row in tx.all(_OFFICES, offices=list(ids))} if ids else {}


def addresses(tx: Transaction, owners: Sequence[str]) -> dict[str, list[AddressValue]]:
    """Present addresses by owner, broken ones too."""
    found: dict[str, list[AddressValue]] = {}
    if owners:
        for row in tx.all(_ADDRESSES, owners=list(owners)):
            found.setdefault(row[1], []).append(AddressValue(*row))
    return found


def set_address(tx: Transaction, row: dict[str, Any]) -> None:
    """Enter an address in place of the owner's present one of that channel."""
    end_address(tx, row["owner"], row["channel"], row["entered_at"])
    tx.post(_ADD_ADDRESS, **row, ended_at=None, broken_at=None, broken_why=None)


def end_address(tx: Transaction, owner: str, channel: str, at: str) -> int:
    """End the owner's present address of a channel; 0 when there is none."""
    return tx.run(_END_ADDRESS, of_owner=owner, of_channel=channel, at=at)


def break_addresses(tx: Transaction, broken: Sequence[dict[str, str]]) -> None:
    """Mark addresses that were refused for good; each with ``key``, ``at`` and ``why``."""
    tx.many(_BREAK_ADDRESS, broken)


def mend_address(tx: Transaction, owner: str, channel: str) -> int:
    """Take the mark away: somebody looked, and it works."""
    return tx.run(_MEND_ADDRESS, of_owner=owner, of_channel=channel)


def preferences(tx: Transaction, persons: Sequence[str]) -> dict[str, PreferenceValue]:
    """How persons want to be told; whoever stated nothing is left out."""
    if not persons:
        return {}
    return {
        row[0]: PreferenceValue(
            language=row[1],
            channels=tuple(row[2].split()),
            digest=row[3],
            quiet_from=row[4],
            quiet_to=row[5],
            working_days=bool(row[6]),
        )
        for row in tx.all(_PREFERENCES, persons=list(persons))
    }


def set_preference(tx: Transaction, row: dict[str, Any]) -> None:
    """State how a person wants to be told."""
    tx.post(_SET_PREFERENCE, **row)


def persons_in_office(tx: Transaction, organisations: Sequence[str], on: str) -> list[PersonRow]:
    """Everybody who holds an office of these organisations on a day."""
    if not organisations:
        return []
    found = tx.all(_PERSONS_IN_OFFICE, organisations=list(organisations), on=on)
    return [PersonRow(*row) for row in found]


def persons(tx: Transaction, ids: Sequence[str]) -> dict[str, PersonRow]:
    """Persons by id."""
    return {row[0]: PersonRow(*row) for row in tx.all(_PERSONS, ids=list(ids))} if ids else {}


def wordings(tx: Transaction, organisations: Sequence[str]) -> dict[tuple[str, str, str], str]:
    """Own words by organisation, kind and language."""
    if not organisations:
        return {}
    found = tx.all(_WORDINGS, organisations=list(organisations))
    return {(row[0], row[1], row[2]): row[3] for row in found}


def set_wording(tx: Transaction, row: dict[str, Any]) -> None:
    """Enter an organisation's own words."""
    tx.post(_SET_WORDING, **row)
