"""Rows of organisations, people, offices, holders, mandates and chains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, or_, select, update
from sqlmodel import col

from kadflow.domain.people import Chain as ChainValue
from kadflow.domain.people import Holding, Roster
from kadflow.domain.people import Mandate as MandateValue
from kadflow.domain.people import Office as OfficeValue
from kadflow.domain.people import Organisation as OrganisationValue
from kadflow.storage import assistants
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.people import (
    Bordering,
    Chain,
    Holder,
    Mandate,
    Office,
    Organisation,
    Person,
)
from kadflow.storage.transactions import Transaction

_ORGANISATION = (
    col(Organisation.id),
    col(Organisation.kind),
    col(Organisation.name),
    col(Organisation.zone),
    col(Organisation.code),
    col(Organisation.level),
    col(Organisation.parent),
    col(Organisation.autonomous),
    col(Organisation.from_on),
    col(Organisation.to_on),
    col(Organisation.successor),
)
_GET = Statement(
    select(*_ORGANISATION).where(col(Organisation.id).in_(bindparam("ids", expanding=True))),
    name="organisation.get",
)
_BY_CODE = Statement(
    select(*_ORGANISATION).where(
        col(Organisation.code) == bindparam("code"), col(Organisation.to_on).is_(None)
    ),
    name="organisation.by-code",
)
_BY_NAME = Statement(
    select(*_ORGANISATION).where(col(Organisation.name) == bindparam("name")),
    name="organisation.by-name",
)
_ALL = Statement(select(*_ORGANISATION).order_by(col(Organisation.name)), name="organisation.all")
_LOCK = Statement(
    select(col(Organisation.id)).where(col(Organisation.id) == bindparam("id")).with_for_update(),
    name="organisation.lock",
)
_INSERT = Statement(insert(Organisation), name="organisation.insert")
_END = Statement(
    update(Organisation)
    .where(col(Organisation.id) == bindparam("key"))
    .values(to_on=bindparam("to_on"), successor=bindparam("successor")),
    name="organisation.end",
)
_OFFICE_COLUMNS = (
    col(Office.id),
    col(Office.organisation),
    col(Office.role),
    col(Office.title_id),
    col(Office.title_en),
    col(Office.superior),
)
_ALL_OFFICES = Statement(
    select(*_OFFICE_COLUMNS)
    .where(col(Office.organisation) == bindparam("organisation"), col(Office.to_on).is_(None))
    .order_by(col(Office.id)),
    name="office.of-organisation",
)
_OFFICE = Statement(
    select(*_OFFICE_COLUMNS).where(col(Office.id) == bindparam("id")),
    name="office.get",
)
_OFFICES_EVER = Statement(
    select(*_OFFICE_COLUMNS, col(Office.to_on))
    .where(col(Office.organisation).in_(bindparam("organisations", expanding=True)))
    .order_by(col(Office.id)),
    name="office.ever-of-several",
)
_INSERT_OFFICE = Statement(insert(Office), name="office.insert")
_TITLE_OFFICE = Statement(
    update(Office)
    .where(col(Office.id) == bindparam("key"))
    .values(title_id=bindparam("title"), title_en=bindparam("english")),
    name="office.title",
)
_HOLDING = (
    col(Holder.id),
    col(Holder.person),
    col(Holder.office),
    col(Office.organisation),
    col(Office.role),
    col(Holder.capacity),
    col(Holder.from_on),
    col(Holder.to_on),
    col(Holder.instrument),
    col(Holder.stream),
    col(Holder.number),
)
_HOLDINGS = Statement(
    select(*_HOLDING)
    .join(Office, col(Office.id) == col(Holder.office))
    .where(
        col(Holder.person) == bindparam("person"),
        col(Holder.from_on) <= bindparam("on"),
        or_(col(Holder.to_on).is_(None), col(Holder.to_on) >= bindparam("on")),
    )
    .order_by(col(Holder.id))
    .with_for_update(read=True, of=Holder),
    name="holder.of-person",
)
_HOLDERS_EVER = Statement(
    select(*_HOLDING)
    .join(Office, col(Office.id) == col(Holder.office))
    .where(col(Office.organisation).in_(bindparam("organisations", expanding=True)))
    .order_by(col(Holder.from_on), col(Holder.id)),
    name="holder.ever-of-several",
)
_HOLDERS_OF = Statement(
    select(*_HOLDING)
    .join(Office, col(Office.id) == col(Holder.office))
    .where(col(Holder.office) == bindparam("office"))
    .order_by(col(Holder.from_on), col(Holder.id)),
    name="holder.of-office",
)
_HOLDER = Statement(
    select(*_HOLDING)
    .join(Office, col(Office.id) == col(Holder.office))
    .where(col(Holder.id) == bindparam("id"))
    .with_for_update(of=Holder),
    name="holder.get",
)
_INSERT_HOLDER = Statement(insert(Holder), name="holder.insert")
_END_HOLDER = Statement(
    update(Holder).where(col(Holder.id) == bindparam("key")).values(to_on=bindparam("to_on")),
    name="holder.end",
)
_MANDATE = (
    col(Mandate.id),
    col(Mandate.giver),
    col(Mandate.person),
    col(Mandate.scope),
    col(Mandate.from_on),
    col(Mandate.to_on),
    col(Mandate.instrument),
    col(Mandate.stream),
    col(Mandate.number),
    col(Mandate.letter),
)
_MANDATES_EVER = Statement(
    select(*_MANDATE, col(Office.organisation))
    .join(Office, col(Office.id) == col(Mandate.giver))
    .where(col(Office.organisation).in_(bindparam("organisations", expanding=True)))
    .order_by(col(Mandate.id)),
    name="mandate.ever-of-several",
)
_MANDATES = Statement(
    select(*_MANDATE)
    .where(
        col(Mandate.person) == bindparam("person"),
        col(Mandate.from_on) <= bindparam("on"),
        or_(col(Mandate.to_on).is_(None), col(Mandate.to_on) >= bindparam("on")),
    )
    .order_by(col(Mandate.id))
    .with_for_update(read=True),
    name="mandate.of-person",
)
_INSERT_MANDATE = Statement(insert(Mandate), name="mandate.insert")
_END_MANDATE = Statement(
    update(Mandate).where(col(Mandate.id) == bindparam("key")).values(to_on=bindparam("to_on")),
    name="mandate.end",
)
_CHAIN = Statement(
    select(col(Chain.version), col(Chain.steps)).where(
        col(Chain.organisation) == bindparam("organisation"),
        col(Chain.template_key) == bindparam("template_key"),
        col(Chain.gate) == bindparam("gate"),
    ),
    name="chain.get",
)
_CHAINS_OF = Statement(
    select(
        col(Chain.version),
        col(Chain.steps),
        col(Chain.organisation),
        col(Chain.template_key),
        col(Chain.gate),
    ).where(col(Chain.organisation).in_(bindparam("organisations", expanding=True))),
    name="chain.of-several",
)
_PUT_CHAIN = insert(Chain)
_SET_CHAIN = Statement(
    _PUT_CHAIN.on_conflict_do_update(
        index_elements=["organisation", "template_key", "gate"],
        set_={
            "version": _PUT_CHAIN.excluded.version,
            "steps": _PUT_CHAIN.excluded.steps,
            "stream": _PUT_CHAIN.excluded.stream,
            "number": _PUT_CHAIN.excluded.number,
        },
    ),
    name="chain.set",
)
_PERSON = Statement(
    select(col(Person.id), col(Person.organisation), col(Person.handle), col(Person.name)).where(
        or_(col(Person.id) == bindparam("wanted"), col(Person.handle) == bindparam("wanted"))
    ),
    name="person.get",
)
_PEOPLE = Statement(
    select(col(Person.id), col(Person.organisation), col(Person.handle), col(Person.name))
    .where(
        or_(bindparam("organisation") == "", col(Person.organisation) == bindparam("organisation"))
    )
    .order_by(col(Person.handle)),
    name="person.all",
)
_INSERT_PERSON = Statement(insert(Person), name="person.insert")
_BORDERING = Statement(
    select(col(Bordering.borders), col(Bordering.source)).where(
        col(Bordering.a) == bindparam("a"), col(Bordering.b) == bindparam("b")
    ),
    name="bordering.get",
)
_PUT_BORDERING = insert(Bordering)
_SET_BORDERING = Statement(
    _PUT_BORDERING.on_conflict_do_update(
        index_elements=["a", "b"],
        set_={
            "borders": _PUT_BORDERING.excluded.borders,
            "source": _PUT_BORDERING.excluded.source,
            "stream": _PUT_BORDERING.excluded.stream,
            "number": _PUT_BORDERING.excluded.number,
        },
    ),
    name="bordering.set",
)


def _organisation(row: Sequence[Any]) -> OrganisationValue:
    return OrganisationValue(
        id=row[0],
        kind=row[1],
        name=row[2],
        zone=row[3],
        code=row[4],
        level=row[5],
        parent=row[6],
        autonomous=row[7] is not False,
        from_on=row[8],
        to_on=row[9],
        successor=row[10],
    )


def organisations(tx: Transaction, ids: Sequence[str]) -> dict[str, OrganisationValue]:
    """Organisations by id; unknown ids are left out."""
    return {row[0]: _organisation(row) for row in tx.all(_GET, ids=list(ids))} if ids else {}


def organisation_by_code(tx: Transaction, code: str) -> OrganisationValue | None:
    """The region that has an official code now."""
    row = tx.one(_BY_CODE, code=code)
    return _organisation(row) if row else None


def organisation_by_name(tx: Transaction, name: str) -> OrganisationValue | None:
    """The organisation of exactly that name."""
    row = tx.one(_BY_NAME, name=name)
    return _organisation(row) if row else None


def all_organisations(tx: Transaction) -> list[OrganisationValue]:
    """Every organisation, by name."""
    return [_organisation(row) for row in tx.all(_ALL)]


def lock_organisation(tx: Transaction, organisation: str) -> bool:
    """Lock an organisation's row; False when there is none."""
    return tx.one(_LOCK, id=organisation) is not None


def insert_organisations(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add organisations."""
    tx.many(_INSERT, rows)


def end_organisation(
    tx: Transaction, organisation: str, to_on: str, successor: str | None
) -> None:
    """Note the last day of an organisation, and who follows it."""
    tx.post(_END, key=organisation, to_on=to_on, successor=successor)


def _office(row: Sequence[Any]) -> OfficeValue:
    return OfficeValue(*row[:6])


def offices(tx: Transaction, organisation: str) -> list[OfficeValue]:
    """Present offices of an organisation, oldest first."""
    return [_office(row) for row in tx.all(_ALL_OFFICES, organisation=organisation)]


def get_office(tx: Transaction, office: str) -> OfficeValue | None:
    """One office."""
    row = tx.one(_OFFICE, id=office)
    return _office(row) if row else None


def insert_offices(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add offices."""
    tx.many(_INSERT_OFFICE, rows)


def title_office(tx: Transaction, office: str, titles: tuple[str, str]) -> None:
    """Note what an office is called now, in Indonesian and English."""
    tx.post(_TITLE_OFFICE, key=office, title=titles[0], english=titles[1])


def _holding(row: Sequence[Any]) -> Holding:
    return Holding(
        id=row[0],
        person=row[1],
        office=row[2],
        organisation=row[3],
        role=row[4],
        capacity=row[5],
        from_on=row[6],
        to_on=row[7],
        instrument=row[8],
        stream=row[9],
        number=row[10],
    )


def holdings(tx: Transaction, person: str, on: str) -> list[Holding]:
    """Offices that a person holds on a day; locked against a change until the commit."""
    return [_holding(row) for row in tx.all(_HOLDINGS, person=person, on=on)]


def holders_of(tx: Transaction, office: str) -> list[Holding]:
    """Everybody who held an office, in order."""
    return [_holding(row) for row in tx.all(_HOLDERS_OF, office=office)]


def get_holding(tx: Transaction, holding: str) -> Holding | None:
    """One holding, locked for a change."""
    row = tx.one(_HOLDER, id=holding)
    return _holding(row) if row else None


def insert_holders(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add holders."""
    tx.many(_INSERT_HOLDER, rows)


def end_holder(tx: Transaction, holding: str, to_on: str) -> None:
    """Note the last day of a holding."""
    tx.post(_END_HOLDER, key=holding, to_on=to_on)


def mandates(tx: Transaction, person: str, on: str) -> list[MandateValue]:
    """Mandates that a person has on a day; locked against a change until the commit."""
    return [_mandate(row) for row in tx.all(_MANDATES, person=person, on=on)]


def _mandate(row: Sequence[Any]) -> MandateValue:
    return MandateValue(
        id=row[0],
        giver=row[1],
        person=row[2],
        scope=tuple(msgspec.json.decode(row[3])),
        from_on=row[4],
        to_on=row[5],
        instrument=row[6],
        stream=row[7],
        number=row[8],
        letter=row[9],
    )


def mandates_given(tx: Transaction, organisation: str) -> list[MandateValue]:
    """Every mandate that the offices of an organisation ever gave, in order."""
    return [_mandate(row) for row in tx.all(_MANDATES_EVER, organisations=[organisation])]


def insert_mandate(tx: Transaction, row: dict[str, Any]) -> None:
    """Add a mandate."""
    tx.post(_INSERT_MANDATE, **row)


def end_mandate(tx: Transaction, mandate: str, to_on: str) -> int:
    """Note the last day of a mandate; 0 when there is none of that id."""
    return tx.run(_END_MANDATE, key=mandate, to_on=to_on)


def get_chain(
    tx: Transaction, organisation: str, template_key: str, gate: str
) -> ChainValue | None:
    """An organisation's own chain for a gate of a template."""
    row = tx.one(_CHAIN, organisation=organisation, template_key=template_key, gate=gate)
    return _chain(organisation, row) if row else None


def _chain(organisation: str, row: Sequence[Any]) -> ChainValue:
    groups = tuple(tuple(group) for group in msgspec.json.decode(row[1]))
    return ChainValue(organisation=organisation, version=row[0], groups=groups)


def rosters(tx: Transaction, organisations: Sequence[str]) -> dict[str, Roster]:
    """The offices of organisations with all that hangs on them.

    Args:
        tx: Holds the ends of their streams, so that nothing of it can change meanwhile.
        organisations: Their ids.
    """
    asked = {"organisations": list(organisations)}
    office_rows, holder_rows, mandate_rows, chain_rows, assistant_rows = tx.ask(
        (_OFFICES_EVER, asked),
        (_HOLDERS_EVER, asked),
        (_MANDATES_EVER, asked),
        (_CHAINS_OF, asked),
        (assistants.EVER, asked),
    )
    return {
        each: Roster(
            [_office(row) for row in office_rows if row[1] == each],
            [_holding(row) for row in holder_rows if row[3] == each],
            [_mandate(row) for row in mandate_rows if row[10] == each],
            {(row[3], row[4]): _chain(each, row) for row in chain_rows if row[2] == each},
            ended={row[0] for row in office_rows if row[6] is not None},
            assistants=[assistants.assistant(row) for row in assistant_rows if row[3] == each],
        )
        for each in organisations
    }


def set_chain(tx: Transaction, row: dict[str, Any]) -> None:
    """Put an organisation's own chain in force."""
    tx.post(_SET_CHAIN, **row)


def get_person(tx: Transaction, wanted: str) -> tuple[str, str, str, str] | None:
    """Id, organisation, handle and name of a person, by id or handle."""
    row = tx.one(_PERSON, wanted=wanted)
    return (row[0], row[1], row[2], row[3]) if row else None


def people(tx: Transaction, organisation: str = "") -> list[tuple[str, str, str, str]]:
    """Everybody, or everybody of one organisation: id, organisation, handle, name."""
    return [(r[0], r[1], r[2], r[3]) for r in tx.all(_PEOPLE, organisation=organisation)]


def insert_people(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add persons."""
    tx.many(_INSERT_PERSON, rows)


def bordering(tx: Transaction, a: str, b: str) -> tuple[bool, str] | None:
    """Whether two regions border, with the source; None when nobody entered it."""
    low, high = sorted((a, b))
    row = tx.one(_BORDERING, a=low, b=high)
    return (bool(row[0]), row[1]) if row else None


def set_bordering(tx: Transaction, row: dict[str, Any]) -> None:
    """Enter whether two regions border."""
    tx.post(_SET_BORDERING, **row)
