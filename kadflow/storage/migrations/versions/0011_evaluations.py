"""Evaluations of agreements for lists, and competitions between agreements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_evaluations"
down_revision = "0010_budget"
branch_labels = None
depends_on = None


def _text(length: int | None = None) -> sa.types.TypeEngine:
    plain = sa.Text() if length is None else sa.String(length)
    bytewise = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
DATE = _text(10)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORD = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("since", DATE, nullable=False),
        sa.Column("until", DATE, nullable=False),
        sa.Column("opened_on", DATE, nullable=False),
        sa.Column("score_by", DATE, nullable=True),
        sa.Column("ended_on", DATE, nullable=True),
        sa.Column("total", TEXT, nullable=True),
        sa.Column("sheets", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreement.id"], name=op.f("fk_evaluation_agreement_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    op.create_index(op.f("ix_evaluation_agreement"), "evaluation", ["agreement"], unique=False)
    op.create_index(
        op.f("ix_evaluation_ended_on_opened_on_id"),
        "evaluation",
        ["ended_on", "opened_on", "id"],
        unique=False,
    )
    op.create_table(
        "competition",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("organisation", IDENTIFIER, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("opened_on", DATE, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("record", RECORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name=op.f("fk_competition_organisation_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition")),
        sa.UniqueConstraint("code", name=op.f("uq_competition_code")),
    )


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
