"""Indexes that no question uses; each cost a page or two of every commit."""

from __future__ import annotations

from alembic import op

revision = "0002_unused_indexes"
down_revision = "0001_initial"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_event_agreement_recorded_at"), table_name="event")
    op.drop_index(op.f("ix_decision_agreement"), table_name="decision")
    op.drop_index(op.f("ix_notice_agreement"), table_name="notice")


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
