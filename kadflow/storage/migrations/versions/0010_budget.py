"""Money across agreements: lines with running totals, findings, what is to be checked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_budget"
down_revision = "0009_reports"
branch_labels = None
depends_on = None


def _text(length: int | None = None) -> sa.types.TypeEngine:
    plain = sa.Text() if length is None else sa.String(length)
    bytewise = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
DATE = _text(10)
INSTANT = _text(27)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORD = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "budget_line",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("party", IDENTIFIER, nullable=False),
        sa.Column("organisation", IDENTIFIER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("basis", TEXT, nullable=False),
        sa.Column("income", sa.Boolean(), nullable=False),
        sa.Column("planned", NUMBER, nullable=False),
        sa.Column("appropriated", NUMBER, nullable=False),
        sa.Column("committed", NUMBER, nullable=False),
        sa.Column("realised", NUMBER, nullable=False),
        sa.Column("entries", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    op.create_index(
        op.f("ix_budget_line_agreement_party_year"),
        "budget_line",
        ["agreement", "party", "year"],
        unique=False,
    )
    op.create_index(
        op.f("ix_budget_line_organisation_year"),
        "budget_line",
        ["organisation", "year"],
        unique=False,
    )
    op.create_table(
        "budget_finding",
        sa.Column("agreement", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, autoincrement=False, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("party", IDENTIFIER, nullable=True),
        sa.Column("organisation", IDENTIFIER, nullable=True),
        sa.Column("year", NUMBER, nullable=True),
        sa.Column("since", DATE, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("agreement", "key", name=op.f("pk_budget_finding")),
    )
    op.create_index(
        op.f("ix_budget_finding_organisation_rule"),
        "budget_finding",
        ["organisation", "rule"],
        unique=False,
    )
    op.create_index(op.f("ix_budget_finding_rule"), "budget_finding", ["rule"], unique=False)
    op.create_table(
        "budget_check",
        sa.Column("agreement", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("dirty", sa.Boolean(), nullable=False),
        sa.Column("due_on", DATE, nullable=False),
        sa.Column("late_month", NUMBER, nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("money", RECORD, nullable=False),
        sa.PrimaryKeyConstraint("agreement", name=op.f("pk_budget_check")),
    )
    op.create_index(
        "ix_budget_check_dirty",
        "budget_check",
        ["agreement"],
        unique=False,
        sqlite_where=sa.text("dirty"),
        postgresql_where=sa.text("dirty"),
    )
    op.create_index(op.f("ix_budget_check_due_on"), "budget_check", ["due_on"], unique=False)


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
