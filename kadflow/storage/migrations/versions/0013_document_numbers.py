"""Numbers of documents by issuer and year, so that a repeated one is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_document_numbers"
down_revision = "0012_kept_figures"
branch_labels = None
depends_on = None


def _text(length: int | None = None) -> sa.types.TypeEngine:
    plain = sa.Text() if length is None else sa.String(length)
    bytewise = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "document_number",
        sa.Column("agreement", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("place", TEXT, autoincrement=False, nullable=False),
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("agreement", "place", name=op.f("pk_document_number")),
    )
    op.create_index(op.f("ix_document_number_form"), "document_number", ["form"], unique=False)


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
