"""What the checks of money looked at says of which chapter it was made.

Of rows that are there already nobody knows: they are made anew when they are next marked.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_kept_figures"
down_revision = "0011_evaluations"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("budget_check", sa.Column("chapter_version", NUMBER, nullable=True))


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
