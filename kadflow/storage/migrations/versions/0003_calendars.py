"""Calendars, and deadlines that say what reminders and lists need of them.

What stands is kept: the last day, its zone and the reminders of each deadline are read from its
explanation, its due instant and its template. A deadline of before is counted anew at the next
decree, whatever days it changes, since it does not say between which days it was counted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_calendars"
down_revision = "0002_unused_indexes"
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
RECORD = sa.LargeBinary()

SQLITE = {
    "due_on": "json_extract(CAST(d.explanation AS TEXT), '$.due_on')",
    "counted_from": "json_extract(CAST(d.explanation AS TEXT), '$.counted_from')",
    "verified": "COALESCE(json_extract(CAST(d.explanation AS TEXT), '$.verified'), 0)",
    "remind_days": "json_extract(CAST(t.document AS TEXT), "
    "'$.deadlines.' || d.name || '.remind_days')",
}
POSTGRES = {
    "due_on": "(convert_from(d.explanation, 'UTF8')::json ->> 'due_on')",
    "counted_from": "(convert_from(d.explanation, 'UTF8')::json ->> 'counted_from')",
    "verified": "COALESCE((convert_from(d.explanation, 'UTF8')::json ->> 'verified')::boolean, false)",
    "remind_days": "(convert_from(t.document, 'UTF8')::json "
    "#> ARRAY['deadlines', d.name, 'remind_days'])::text",
}


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("authority", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("record", RECORD, nullable=False),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("authority", name=op.f("pk_calendar")),
    )
    op.create_table(
        "deadline_calendar",
        sa.Column("deadline", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("authority", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("first_on", DATE, nullable=False),
        sa.Column("last_on", DATE, nullable=False),
        sa.PrimaryKeyConstraint("deadline", "authority", name=op.f("pk_deadline_calendar")),
    )
    op.create_index(
        op.f("ix_deadline_calendar_authority_last_on"),
        "deadline_calendar",
        ["authority", "last_on"],
    )
    op.create_index(op.f("ix_deadline_calendar_agreement"), "deadline_calendar", ["agreement"])
    op.create_table(
        "recount",
        sa.Column("agreement", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("decree", TEXT, autoincrement=False, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("agreement", "decree", name=op.f("pk_recount")),
    )
    op.create_table(
        "snooze",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("deadline", IDENTIFIER, nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("office", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("until_on", DATE, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
    )
    op.create_index(op.f("ix_snooze_deadline"), "snooze", ["deadline"])
    _deadlines()


def _deadlines() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    read = SQLITE if sqlite else POSTGRES
    op.drop_index("ix_deadline_due_at_open", "deadline")
    op.drop_index("ix_deadline_agreement", "deadline")
    op.rename_table("deadline", "deadline_0001")
    if not sqlite:
        op.drop_constraint("pk_deadline", "deadline_0001")
    op.create_table(
        "deadline",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=True),
        sa.Column("due_on", DATE, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("zone", TEXT, nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("effect", TEXT, nullable=False),
        sa.Column("explanation", RECORD, nullable=False),
        sa.Column("calendar", TEXT, nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("remind_days", TEXT, nullable=False),
        sa.Column("tells", TEXT, nullable=False),
        sa.Column("paused_on", DATE, nullable=True),
        sa.Column("fired_at", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.execute(
        "INSERT INTO deadline (id, agreement, name, subject, due_on, due_at, zone, revision, "
        "effect, explanation, calendar, verified, remind_days, tells, fired_at, settled_at) "
        f"SELECT d.id, d.agreement, d.name, d.subject, {read['due_on']}, d.due_at, "
        "CASE substr(d.due_at, 12, 2) WHEN '16' THEN 'Asia/Makassar' "
        "WHEN '15' THEN 'Asia/Jayapura' ELSE 'Asia/Jakarta' END, 1, "
        f"d.effect, d.explanation, d.calendar, {read['verified']}, "
        f"COALESCE({read['remind_days']}, '[]'), '[\"coordinator\"]', d.fired_at, d.fired_at "
        "FROM deadline_0001 d LEFT JOIN agreement a ON a.id = d.agreement "
        "LEFT JOIN template t ON t.digest = a.template"
    )
    op.execute(
        "INSERT INTO deadline_calendar (deadline, authority, agreement, first_on, last_on) "
        f"SELECT d.id, '', d.agreement, COALESCE({read['counted_from']}, '0001-01-01'), "
        f"{read['due_on']} FROM deadline_0001 d WHERE d.fired_at IS NULL AND d.calendar <> ''"
    )
    op.drop_table("deadline_0001")
    op.create_index(op.f("ix_deadline_agreement"), "deadline", ["agreement"])
    op.create_index(
        op.f("ix_deadline_due_at_open"),
        "deadline",
        ["due_at", "id", "agreement"],
        sqlite_where=sa.text("fired_at IS NULL"),
        postgresql_where=sa.text("fired_at IS NULL"),
    )


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
