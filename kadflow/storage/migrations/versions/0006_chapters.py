"""Chapters of agreements: money and results beside the record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_chapters"
down_revision = "0005_flow_runs"
branch_labels = None
depends_on = None


def _text(length: int | None = None) -> sa.types.TypeEngine:
    plain = sa.Text() if length is None else sa.String(length)
    bytewise = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORD = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "chapter",
        sa.Column("agreement", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, autoincrement=False, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("record", RECORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreement.id"], name=op.f("fk_chapter_agreement_agreement")
        ),
        sa.PrimaryKeyConstraint("agreement", "name", name=op.f("pk_chapter")),
    )


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
