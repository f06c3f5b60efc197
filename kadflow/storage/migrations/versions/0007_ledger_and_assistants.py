"""Acknowledgements and snoozes belong to the ledger that only grows; offices have assistants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_ledger_and_assistants"
down_revision = "0006_chapters"
branch_labels = None
depends_on = None


def _text(length: int | None = None) -> sa.types.TypeEngine:
    plain = sa.Text() if length is None else sa.String(length)
    bytewise = sa.Text(collation="C") if length is None else sa.String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
INSTANT = _text(27)
DATE = _text(10)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SQLITE_TRIGGERS = (
    "CREATE TRIGGER snooze_refuses_update BEFORE UPDATE ON snooze BEGIN SELECT RAISE(ABORT, 'snooze is append-only: update is refused'); END",
    "CREATE TRIGGER snooze_refuses_delete BEFORE DELETE ON snooze BEGIN SELECT RAISE(ABORT, 'snooze is append-only: delete is refused'); END",
    "CREATE TRIGGER snooze_refuses_replace BEFORE INSERT ON snooze WHEN EXISTS (SELECT 1 FROM snooze WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM snooze WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'snooze (id) is already stored'); END",
    "CREATE TRIGGER acknowledgement_refuses_update BEFORE UPDATE ON acknowledgement BEGIN SELECT RAISE(ABORT, 'acknowledgement is append-only: update is refused'); END",
    "CREATE TRIGGER acknowledgement_refuses_delete BEFORE DELETE ON acknowledgement BEGIN SELECT RAISE(ABORT, 'acknowledgement is append-only: delete is refused'); END",
    "CREATE TRIGGER acknowledgement_refuses_replace BEFORE INSERT ON acknowledgement WHEN EXISTS (SELECT 1 FROM acknowledgement WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM acknowledgement WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'acknowledgement (id) is already stored'); END",
)
POSTGRES_TRIGGERS = (
    "CREATE TRIGGER snooze_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON snooze FOR EACH STATEMENT EXECUTE FUNCTION kadflow_append_only()",
    "ALTER TABLE snooze ENABLE ALWAYS TRIGGER snooze_append_only",
    "CREATE TRIGGER acknowledgement_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON acknowledgement FOR EACH STATEMENT EXECUTE FUNCTION kadflow_append_only()",
    "ALTER TABLE acknowledgement ENABLE ALWAYS TRIGGER acknowledgement_append_only",
)


def upgrade() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("deadline", IDENTIFIER, nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("office", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    op.create_index(
        op.f("ix_acknowledgement_deadline"), "acknowledgement", ["deadline"], unique=False
    )
    op.create_table(
        "assistant",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("office", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("from_on", DATE, nullable=False),
        sa.Column("to_on", DATE, nullable=True),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["office"], ["office.id"], name=op.f("fk_assistant_office_office")
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_assistant_person_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistant")),
    )
    op.create_index(op.f("ix_assistant_office"), "assistant", ["office"], unique=False)
    op.create_index(op.f("ix_assistant_person"), "assistant", ["person"], unique=False)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if sqlite else POSTGRES_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
