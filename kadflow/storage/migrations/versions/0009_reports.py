"""Reports of organisations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_reports"
down_revision = "0008_results"
branch_labels = None
depends_on = None


def _text(length: int | None = None) -> sa.types.TypeEngine:
    plain = sa.Text() if length is None else sa.String(length)
    bytewise = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
INSTANT = _text(27)
DIGEST = _text(64)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORD = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("organisation", IDENTIFIER, nullable=False),
        sa.Column("outline", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("built_at", INSTANT, nullable=False),
        sa.Column("record", RECORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(
        op.f("ix_report_organisation_outline_about_period_version"),
        "report",
        ["organisation", "outline", "about", "period", "version"],
        unique=False,
    )
    op.create_index(op.f("ix_report_about"), "report", ["about"], unique=False)
    op.create_table(
        "report_outline",
        sa.Column("organisation", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, autoincrement=False, nullable=False),
        sa.Column("text", RECORD, nullable=False),
        sa.Column("form", DIGEST, nullable=True),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("organisation", "key", name=op.f("pk_report_outline")),
    )


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
