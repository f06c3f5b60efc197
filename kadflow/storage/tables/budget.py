"""Money across agreements: lines with their running totals, findings, and what is to be checked."""

from __future__ import annotations

from sqlalchemy import Index, text

from kadflow.storage.tables.base import (
    DATE,
    FLAG,
    IDENTIFIER,
    INSTANT,
    NUMBER,
    RECORD,
    TEXT,
    Row,
    column,
    maybe,
)


class BudgetLine(Row, table=True):
    """A budget line with what its journal adds up to, in rupiah; rebuildable from the stream."""

    __tablename__ = "budget_line"
    __table_args__ = (
        Index(None, "agreement", "party", "year"),
        Index(None, "organisation", "year"),
    )

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER)
    party: str = column(IDENTIFIER)
    organisation: str = column(IDENTIFIER)
    year: int = column(NUMBER)
    source: str = column(TEXT)
    account: str = column(TEXT)
    basis: str = column(TEXT)
    income: bool = column(FLAG)  # money comes in
    planned: int = column(NUMBER)
    appropriated: int = column(NUMBER)
    committed: int = column(NUMBER)
    realised: int = column(NUMBER)
    entries: int = column(NUMBER)
    number: int = column(NUMBER)  # of the last event that changed it


class BudgetFinding(Row, table=True):
    """What a check found and is not gone; rebuildable from the stream."""

    __tablename__ = "budget_finding"
    __table_args__ = (Index(None, "organisation", "rule"), Index(None, "rule"))

    agreement: str = column(IDENTIFIER, key=True)
    key: str = column(TEXT, key=True)
    rule: str = column(TEXT)
    severity: str = column(TEXT)
    party: str | None = maybe(IDENTIFIER)
    organisation: str | None = maybe(IDENTIFIER)
    year: int | None = maybe(NUMBER)
    since: str = column(DATE)
    number: int = column(NUMBER)  # of the event that warned


class BudgetCheck(Row, table=True):
    """What the checks of an agreement looked at last, and when they are asked next.

    No history: it is made anew by every check. ``dirty`` says that what it was made of may have
    changed since; while the money chapter has the version that is noted here, only what comes from
    elsewhere has to be looked at again.
    """

    __tablename__ = "budget_check"
    __table_args__ = (
        Index(
            "ix_budget_check_dirty",
            "agreement",
            sqlite_where=text("dirty"),
            postgresql_where=text("dirty"),
        ),
        Index(None, "due_on"),
    )

    agreement: str = column(IDENTIFIER, key=True)
    dirty: bool = column(FLAG)
    due_on: str = column(DATE)  # the next day on which time alone changes an answer
    late_month: int = column(NUMBER)  # from which month on realisation is looked at
    checked_at: str = column(INSTANT)
    money: bytes = column(RECORD)
    chapter_version: int | None = maybe(NUMBER)  # that it was made of; NULL: trust none of it
