"""Runs of flows and what was announced: notes about the machine's own work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_flow_runs"
down_revision = "0004_deliveries"
branch_labels = None
depends_on = None


def _text(length: int | None = None) -> sa.types.TypeEngine:
    plain = sa.Text() if length is None else sa.String(length)
    bytewise = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
INSTANT = _text(27)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORD = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "flow_run",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("flow", TEXT, nullable=False),
        sa.Column("way", TEXT, nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("said", RECORD, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_run")),
    )
    op.create_index(
        op.f("ix_flow_run_flow_began_at_id"), "flow_run", ["flow", "began_at", "id"], unique=False
    )
    op.create_table(
        "announcement",
        sa.Column("stream", TEXT, autoincrement=False, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("announced_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_announcement")),
    )


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
