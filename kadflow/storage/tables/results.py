"""What is asked about results across agreements; all of it can be made again from the streams."""

from __future__ import annotations

from sqlalchemy import Index, text

from kadflow.storage.tables.base import DATE, FLAG, IDENTIFIER, NUMBER, TEXT, Row, column, maybe


class Obligation(Row, table=True):
    """Something that a party owes, and whether it is still to be done."""

    __table_args__ = (
        Index(None, "agreement"),
        Index(
            "ix_obligation_party_open",
            "party",
            "due_on",
            "id",
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER, refers="agreement.id")
    party: str = column(TEXT)  # a party, or the key of an outside body
    number: int = column(NUMBER)  # of the event that wrote it down
    due_on: str | None = maybe(DATE)
    agreed: bool = column(FLAG)  # only then somebody may be called late
    is_open: bool = column(FLAG)


class Indicator(Row, table=True):
    """Something that is measured for each period of a length."""

    __table_args__ = (Index(None, "agreement"), Index(None, "every", "party"))

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER, refers="agreement.id")
    party: str = column(IDENTIFIER)
    every: str = column(TEXT)  # year, semester, quarter, month
    since: str = column(DATE)  # the day on which it was stated


class Measurement(Row, table=True):
    """A period for which an indicator was measured, whatever the value."""

    __table_args__ = (Index(None, "agreement"),)

    indicator: str = column(IDENTIFIER, key=True, refers="indicator.id")
    period: str = column(TEXT, key=True)
    agreement: str = column(IDENTIFIER)
