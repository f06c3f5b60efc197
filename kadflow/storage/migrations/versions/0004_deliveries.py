"""Deliveries: addresses, preferences, messages and the ledger of their attempts.

The notices stay, with the same number of indexes as before: the unique key begins with the office
now, so that it also finds an inbox, and the list by time gives way to one of what is not planned
yet. Whatever was written before this revision was an inbox only: it counts as planned, so that an
upgrade sends nobody the news of last year.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_deliveries"
down_revision = "0003_calendars"
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

SQLITE_TRIGGERS = (
    "CREATE TRIGGER attempt_refuses_update BEFORE UPDATE ON attempt BEGIN SELECT RAISE(ABORT, 'attempt is append-only: update is refused'); END",
    "CREATE TRIGGER attempt_refuses_delete BEFORE DELETE ON attempt BEGIN SELECT RAISE(ABORT, 'attempt is append-only: delete is refused'); END",
    "CREATE TRIGGER attempt_refuses_replace BEFORE INSERT ON attempt WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM attempt WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'attempt (id) is already stored'); END",
)
POSTGRES_TRIGGERS = (
    "CREATE TRIGGER attempt_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON attempt FOR EACH STATEMENT EXECUTE FUNCTION kadflow_append_only()",
    "ALTER TABLE attempt ENABLE ALWAYS TRIGGER attempt_append_only",
)


def upgrade() -> None:
    _alter_notice()
    _alter_deadline()
    op.create_table(
        "address",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("owner", IDENTIFIER, nullable=False),
        sa.Column("organisation", IDENTIFIER, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("secret", TEXT, nullable=True),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("broken_at", INSTANT, nullable=True),
        sa.Column("broken_why", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_index(op.f("ix_address_owner"), "address", ["owner"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("delivery", IDENTIFIER, nullable=False),
        sa.Column("fence", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("digest", DIGEST, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_delivery"), "attempt", ["delivery"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("occasion", TEXT, nullable=False),
        sa.Column("recipient", IDENTIFIER, nullable=False),
        sa.Column("organisation", IDENTIFIER, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("reasons", RECORD, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("fence", NUMBER, nullable=False),
        sa.Column("failures", NUMBER, nullable=False),
        sa.Column("worker", TEXT, nullable=True),
        sa.Column("carried_by", IDENTIFIER, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "occasion",
            "kind",
            "recipient",
            "channel",
            name=op.f("uq_delivery_occasion_kind_recipient_channel"),
        ),
    )
    op.create_index(
        op.f("ix_delivery_recipient_id"), "delivery", ["recipient", "id"], unique=False
    )
    op.create_index(
        "ix_delivery_next_at",
        "delivery",
        ["next_at", "id"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_delivery_organisation_attention",
        "delivery",
        ["organisation", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('by_hand', 'dead', 'kept')"),
        postgresql_where=sa.text("state IN ('by_hand', 'dead', 'kept')"),
    )
    op.create_table(
        "message",
        sa.Column("delivery", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("address", IDENTIFIER, nullable=True),
        sa.Column("content", RECORD, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.PrimaryKeyConstraint("delivery", name=op.f("pk_message")),
    )
    op.create_table(
        "preference",
        sa.Column("person", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("channels", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("quiet_from", TEXT, nullable=True),
        sa.Column("quiet_to", TEXT, nullable=True),
        sa.Column("working_days", sa.Boolean(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_preference")),
    )
    op.create_table(
        "wording",
        sa.Column("organisation", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, autoincrement=False, nullable=False),
        sa.Column("language", TEXT, autoincrement=False, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("organisation", "kind", "language", name=op.f("pk_wording")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if sqlite else POSTGRES_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def _alter_notice() -> None:
    op.drop_index(op.f("ix_notice_written_at_id"), table_name="notice")
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("not_before", INSTANT, nullable=True))
        notice.add_column(sa.Column("planned_at", INSTANT, nullable=True))
        notice.drop_constraint(op.f("uq_notice_kind_occasion_office_channel"), type_="unique")
        notice.create_unique_constraint(
            op.f("uq_notice_office_occasion_kind_channel"),
            ["office", "occasion", "kind", "channel"],
        )
    op.get_bind().exec_driver_sql("UPDATE notice SET planned_at = written_at")
    op.create_index(
        "ix_notice_unplanned",
        "notice",
        ["id"],
        unique=False,
        sqlite_where=sa.text("planned_at IS NULL"),
        postgresql_where=sa.text("planned_at IS NULL"),
    )


def _alter_deadline() -> None:
    """Ladders begin now: what fell due before the upgrade reminds nobody."""
    op.add_column("deadline", sa.Column("remind_at", INSTANT, nullable=True))
    op.add_column("deadline", sa.Column("reminded_at", INSTANT, nullable=True))
    sqlite = op.get_bind().dialect.name == "sqlite"
    now = (
        "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"
        if sqlite
        else "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    )
    op.get_bind().exec_driver_sql(
        f"UPDATE deadline SET reminded_at = {now}, "
        f"remind_at = CASE WHEN settled_at IS NULL AND remind_days <> '[]' THEN {now} END"
    )
    op.create_index(
        "ix_deadline_remind_at",
        "deadline",
        ["remind_at", "id"],
        unique=False,
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
