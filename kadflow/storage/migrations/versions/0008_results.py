"""Results: what is asked about obligations and indicators across agreements."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008_results"
down_revision = "0007_ledger_and_assistants"
branch_labels = None
depends_on = None

AT_ONCE = 500


def _text(length: int | None = None) -> sa.types.TypeEngine:
    plain = sa.Text() if length is None else sa.String(length)
    bytewise = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
DATE = _text(10)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAG = sa.Boolean()


def upgrade() -> None:
    obligation = op.create_table(
        "obligation",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("party", TEXT, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("due_on", DATE, nullable=True),
        sa.Column("agreed", FLAG, nullable=False),
        sa.Column("is_open", FLAG, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreement.id"], name=op.f("fk_obligation_agreement_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
    )
    op.create_index(op.f("ix_obligation_agreement"), "obligation", ["agreement"], unique=False)
    op.create_index(
        "ix_obligation_party_open",
        "obligation",
        ["party", "due_on", "id"],
        unique=False,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "indicator",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("party", IDENTIFIER, nullable=False),
        sa.Column("every", TEXT, nullable=False),
        sa.Column("since", DATE, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreement.id"], name=op.f("fk_indicator_agreement_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_index(op.f("ix_indicator_agreement"), "indicator", ["agreement"], unique=False)
    op.create_index(
        op.f("ix_indicator_every_party"), "indicator", ["every", "party"], unique=False
    )
    op.create_table(
        "measurement",
        sa.Column("indicator", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("period", TEXT, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.id"], name=op.f("fk_measurement_indicator_indicator")
        ),
        sa.PrimaryKeyConstraint("indicator", "period", name=op.f("pk_measurement")),
    )
    op.create_index(op.f("ix_measurement_agreement"), "measurement", ["agreement"], unique=False)
    _take_over(obligation)


def _take_over(obligation: sa.Table) -> None:
    """Rows for the conditions that became obligations before anybody could meet them."""
    agreement = sa.table("agreement", sa.column("id"), sa.column("record", sa.LargeBinary))
    connection = op.get_bind()
    after = ""
    while True:
        found = connection.execute(
            sa.select(agreement.c.id, agreement.c.record)
            .where(agreement.c.id > after)
            .order_by(agreement.c.id)
            .limit(AT_ONCE)
        ).all()
        if not found:
            return
        after = found[-1][0]
        rows = [row for key, record in found for row in _owed(key, bytes(record))]
        if rows:
            connection.execute(sa.insert(obligation), rows)


def _owed(agreement: str, record: bytes) -> list[dict[str, Any]]:
    if b'"obligations"' not in record:
        return []
    return [
        {
            "id": owed["id"],
            "agreement": agreement,
            "party": owed["party"],
            "number": owed["number"],
            "due_on": None,
            "agreed": False,
            "is_open": owed.get("met_on") is None,
        }
        for owed in json.loads(record).get("obligations", ())
    ]


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
