"""Rows about money: lines with running totals, standing findings, and what is to be checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    and_,
    bindparam,
    case,
    cast,
    delete,
    false,
    func,
    null,
    or_,
    select,
    text,
    true,
    update,
)
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Agreement, Chapter, Party
from kadflow.storage.tables.budget import BudgetCheck, BudgetFinding, BudgetLine
from kadflow.storage.transactions import Transaction

FINDING_COLUMNS = (
    "key", "rule", "severity", "party", "organisation", "year", "since", "number",
)  # fmt: skip
_RUNNING = ("planned", "appropriated", "committed", "realised", "entries", "number")

# ------------------------------------------------------------------ lines

_PUT_LINE = insert(BudgetLine)
_PUT_LINES = Statement(
    _PUT_LINE.on_conflict_do_update(
        index_elements=["id"],
        set_={name: getattr(_PUT_LINE.excluded, name) for name in _RUNNING},
    ),
    name="budget-line.put",
)
_NEED = case(
    (col(BudgetLine.appropriated) != 0, col(BudgetLine.appropriated)),
    else_=col(BudgetLine.planned),
)
_NEED_OF_OTHERS = Statement(
    select(col(BudgetLine.year), cast(func.sum(_NEED), BigInteger))
    .join(Agreement, col(Agreement.id) == col(BudgetLine.agreement))
    .where(
        col(Agreement.parent) == bindparam("parent"),
        col(Agreement.id) != bindparam("agreement"),
        col(BudgetLine.income) == false(),
    )
    .group_by(col(BudgetLine.year)),
    name="budget-line.need-of-others",
)
_SUMS = Statement(
    select(
        col(BudgetLine.year),
        col(Party.printed_name),
        col(BudgetLine.source),
        col(BudgetLine.income),
        func.count(func.distinct(col(BudgetLine.agreement))),
        *(
            cast(func.sum(getattr(BudgetLine, name)), BigInteger)
            for name in ("planned", "appropriated", "committed", "realised")
        ),
    )
    .join(Party, col(Party.id) == col(BudgetLine.party))
    .where(
        or_(
            bindparam("organisation") == "",
            col(BudgetLine.organisation) == bindparam("organisation"),
        ),
        or_(bindparam("year") == 0, col(BudgetLine.year) == bindparam("year")),
    )
    .group_by(
        col(BudgetLine.year),
        col(Party.printed_name),
        col(BudgetLine.source),
        col(BudgetLine.income),
    )
    .order_by(col(BudgetLine.year), col(Party.printed_name), col(BudgetLine.source)),
    name="budget-line.sums",
)


def put_lines(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Write lines with what they add up to now."""
    tx.many(_PUT_LINES, rows)


def need_of_others(tx: Transaction, parent: str, agreement: str) -> dict[int, int]:
    """What the other agreements under a parent need, in rupiah by year."""
    return {row[0]: row[1] for row in tx.all(_NEED_OF_OTHERS, parent=parent, agreement=agreement)}


def sums(tx: Transaction, organisation: str = "", year: int = 0) -> list[tuple[Any, ...]]:
    """Year, party, source, whether income, agreements, and the four sums; over all agreements."""
    return tx.all(_SUMS, organisation=organisation, year=year)


# ------------------------------------------------------------------ findings

_PUT_FINDING = insert(BudgetFinding)
_PUT_FINDINGS = Statement(
    _PUT_FINDING.on_conflict_do_update(
        index_elements=["agreement", "key"],
        set_={name: getattr(_PUT_FINDING.excluded, name) for name in FINDING_COLUMNS[1:]},
    ),
    name="budget-finding.put",
)
_DELETE_FINDING = Statement(
    delete(BudgetFinding).where(
        col(BudgetFinding.agreement) == bindparam("of"), col(BudgetFinding.key) == bindparam("at")
    ),
    name="budget-finding.delete",
)
STANDING_COLUMNS = ("agreement", "number", "party_name", *FINDING_COLUMNS[:-1], "entry")
_STANDING = Statement(
    select(
        col(BudgetFinding.agreement),
        col(Agreement.number),
        func.coalesce(col(Party.printed_name), ""),
        *(getattr(BudgetFinding, name) for name in FINDING_COLUMNS),
    )
    .join(Agreement, col(Agreement.id) == col(BudgetFinding.agreement))
    .outerjoin(Party, col(Party.id) == col(BudgetFinding.party))
    .where(
        or_(
            bindparam("organisation") == "",
            col(BudgetFinding.organisation) == bindparam("organisation"),
            and_(
                col(BudgetFinding.organisation).is_(None),
                col(BudgetFinding.agreement).in_(
                    select(col(Party.agreement)).where(
                        col(Party.organisation) == bindparam("organisation")
                    )
                ),
            ),
        ),
        or_(bindparam("rule") == "", col(BudgetFinding.rule) == bindparam("rule")),
    )
    .order_by(col(Agreement.number), col(BudgetFinding.number))
    .limit(bindparam("most")),
    name="budget-finding.standing",
)


def put_finding(tx: Transaction, row: dict[str, Any]) -> None:
    """Write a finding that stands."""
    tx.post(_PUT_FINDINGS, **row)


def delete_finding(tx: Transaction, agreement: str, key: str) -> None:
    """Take away a finding that is gone."""
    tx.post(_DELETE_FINDING, of=agreement, at=key)


def standing(
    tx: Transaction, *, organisation: str = "", rule: str = "", most: int = 200
) -> list[dict[str, Any]]:
    """Findings that stand, over all agreements or those that concern an organisation."""
    rows = tx.all(_STANDING, organisation=organisation, rule=rule, most=most)
    return [dict(zip(STANDING_COLUMNS, row, strict=True)) for row in rows]


# ------------------------------------------------------------------ what is to be checked

_PUT_CHECK = insert(BudgetCheck)
_PUT_CHECKS = Statement(
    _PUT_CHECK.on_conflict_do_update(
        index_elements=["agreement"],
        set_={
            name: getattr(_PUT_CHECK.excluded, name)
            for name in ("dirty", "due_on", "late_month", "checked_at", "money", "chapter_version")
        },
    ),
    name="budget-check.put",
)
_MARK = Statement(
    update(BudgetCheck).where(col(BudgetCheck.agreement) == bindparam("of")).values(dirty=true()),
    name="budget-check.mark",
)
_MARK_CHILDREN = Statement(
    update(BudgetCheck)
    .where(
        col(BudgetCheck.agreement).in_(
            select(col(Agreement.id)).where(col(Agreement.parent) == bindparam("of"))
        ),
        col(BudgetCheck.agreement) != bindparam("but"),
    )
    .values(dirty=true()),
    name="budget-check.mark-children",
)
_MARK_MANY = Statement(
    update(BudgetCheck)
    .where(col(BudgetCheck.agreement).in_(bindparam("ids", expanding=True)))
    .values(dirty=true()),
    name="budget-check.mark-many",
)
_SETTLE = Statement(
    update(BudgetCheck)
    .where(col(BudgetCheck.agreement).in_(bindparam("ids", expanding=True)))
    .values(dirty=false(), checked_at=bindparam("at")),
    name="budget-check.settle",
)
_DISTRUST = Statement(
    update(BudgetCheck)
    .where(col(BudgetCheck.agreement) == bindparam("of"))
    .values(dirty=true(), chapter_version=null()),
    name="budget-check.distrust",
)
_DISTRUST_ALL = Statement(
    update(BudgetCheck).values(dirty=true(), chapter_version=null()),
    name="budget-check.distrust-all",
)
_IS_DIRTY = text("budget_check.dirty")
"""In the words of the index of such rows: SQLite takes it for nothing that looks different."""

_DIRTY = Statement(
    select(col(BudgetCheck.agreement))
    .where(_IS_DIRTY, col(BudgetCheck.agreement) > bindparam("after"))
    .order_by(col(BudgetCheck.agreement))
    .limit(bindparam("most"))
    .with_for_update(),
    name="budget-check.dirty",
)
_CONTENTS = Statement(
    select(
        col(Agreement.id),
        col(Agreement.record),
        col(BudgetCheck.money),
        col(Chapter.version),
        case(  # not even unpacked by the database where nobody needs it
            (col(Chapter.version) == col(BudgetCheck.chapter_version), null()),
            else_=col(Chapter.record),
        ),
    )
    .select_from(BudgetCheck)
    .join(Agreement, col(Agreement.id) == col(BudgetCheck.agreement))
    .join(
        Chapter,
        and_(col(Chapter.agreement) == col(BudgetCheck.agreement), col(Chapter.name) == "budget"),
    )
    .where(
        _IS_DIRTY,
        col(BudgetCheck.agreement) >= bindparam("first"),
        col(BudgetCheck.agreement) <= bindparam("last"),
    ),
    name="budget-check.contents",
)
_FIRST_DUE = Statement(select(func.min(col(BudgetCheck.due_on))), name="budget-check.first-due")
_DUE = Statement(
    select(col(BudgetCheck.agreement), col(BudgetCheck.money)).where(
        col(BudgetCheck.due_on) <= bindparam("today"), col(BudgetCheck.dirty) == false()
    ),
    name="budget-check.due",
)
_LATE_MONTHS = Statement(
    select(col(BudgetCheck.late_month))
    .distinct()
    .where(col(BudgetCheck.due_on) <= bindparam("today")),
    name="budget-check.late-months",
)
_NEXT = Statement(
    update(BudgetCheck)
    .where(
        col(BudgetCheck.due_on) <= bindparam("today"),
        col(BudgetCheck.late_month) == bindparam("month"),
    )
    .values(due_on=bindparam("next_on")),
    name="budget-check.next",
)


_PORTION = 500


def put_checks(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Write what the checks looked at, and when they are asked next."""
    tx.many(_PUT_CHECKS, rows)


def settle(tx: Transaction, agreements: Sequence[str], at: str) -> None:
    """Note that nothing had changed in what the checks look at."""
    for ids in _portions(agreements):
        tx.post(_SETTLE, ids=ids, at=at)


def mark(tx: Transaction, agreement: str) -> None:
    """Note that what the checks looked at may have changed."""
    tx.post(_MARK, of=agreement)


def mark_many(tx: Transaction, agreements: Sequence[str]) -> None:
    """The same of several."""
    for ids in _portions(agreements):
        tx.post(_MARK_MANY, ids=ids)


def _portions(agreements: Sequence[str]) -> Iterator[list[str]]:
    """A list for one statement each: so many rows at once cost little more than one."""
    for start in range(0, len(agreements), _PORTION):
        yield list(agreements[start : start + _PORTION])


def mark_children(tx: Transaction, parent: str, but: str = "") -> None:
    """Note it of all agreements under a parent, apart from one."""
    tx.post(_MARK_CHILDREN, of=parent, but=but)


def distrust(tx: Transaction, agreement: str) -> None:
    """Have an agreement checked anew from record and chapter, whatever was looked at last."""
    tx.post(_DISTRUST, of=agreement)


def distrust_all(tx: Transaction) -> None:
    """The same of all."""
    tx.run(_DISTRUST_ALL)


def dirty(tx: Transaction, after: str, most: int) -> list[str]:
    """Ids of agreements to be checked anew, in their order, locked.

    What marks them again waits until this transaction has ended, so that no mark is lost.
    """
    return [row[0] for row in tx.all(_DIRTY, after=after, most=most)]


class Contents(NamedTuple):
    """What an agreement is checked by.

    Attributes:
        record: Bytes, as its row holds them.
        money: What was looked at last.
        version: Of the money chapter.
        chapter: The money chapter; None where ``money`` was made of this version of it.
    """

    agreement: str
    record: bytes
    money: bytes
    version: int
    chapter: bytes | None


def contents(tx: Transaction, marked: Sequence[str]) -> list[Contents]:
    """What agreements are checked by that `dirty` locked; of those that have a money chapter.

    A statement of its own after the lock: it sees everything that was committed before. Asked for
    by the ends of the list, which spares the database five hundred ids; what was marked between
    them meanwhile is not locked, and left for later.
    """
    if not marked:
        return []
    locked = set(marked)
    found = tx.all(_CONTENTS, first=marked[0], last=marked[-1])
    return [Contents(*row) for row in found if row[0] in locked]


def first_due(tx: Transaction) -> str | None:
    """The day on which time alone changes an answer next; asks only the end of an index."""
    row = tx.one(_FIRST_DUE)
    return row[0] if row else None


def due(tx: Transaction, today: str) -> Iterator[tuple[str, bytes]]:
    """Agreements whose answers time alone may have changed: id, and what was looked at last."""
    return ((row[0], row[1]) for row in tx.stream(_DUE, today=today))


def late_months(tx: Transaction, today: str) -> list[int]:
    """From which months on realisation is looked at, among those that are due."""
    return [row[0] for row in tx.all(_LATE_MONTHS, today=today)]


def set_next(tx: Transaction, today: str, month: int, next_on: str) -> int:
    """When those that are due are asked next."""
    return tx.run(_NEXT, today=today, month=month, next_on=next_on)
