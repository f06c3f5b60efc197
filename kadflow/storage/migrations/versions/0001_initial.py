"""The first schema: the nouns, the record, and the triggers that keep it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_initial"
down_revision = None
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
DIGEST = _text(64)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORD = sa.LargeBinary()

SQLITE_TRIGGERS = (
    "CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only: update is refused'); END",
    "CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only: delete is refused'); END",
    "CREATE TRIGGER event_refuses_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND number = NEW.number) OR EXISTS (SELECT 1 FROM event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'event (stream, number) is already stored'); END",
    "CREATE TRIGGER leaf_refuses_update BEFORE UPDATE ON leaf BEGIN SELECT RAISE(ABORT, 'leaf is append-only: update is refused'); END",
    "CREATE TRIGGER leaf_refuses_delete BEFORE DELETE ON leaf BEGIN SELECT RAISE(ABORT, 'leaf is append-only: delete is refused'); END",
    "CREATE TRIGGER leaf_refuses_replace BEFORE INSERT ON leaf WHEN EXISTS (SELECT 1 FROM leaf WHERE position = NEW.position) OR EXISTS (SELECT 1 FROM leaf WHERE stream = NEW.stream AND number = NEW.number) OR EXISTS (SELECT 1 FROM leaf WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'leaf (position) is already stored'); END",
    "CREATE TRIGGER checkpoint_refuses_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only: update is refused'); END",
    "CREATE TRIGGER checkpoint_refuses_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only: delete is refused'); END",
    "CREATE TRIGGER checkpoint_refuses_replace BEFORE INSERT ON checkpoint WHEN EXISTS (SELECT 1 FROM checkpoint WHERE size = NEW.size) OR EXISTS (SELECT 1 FROM checkpoint WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'checkpoint (size) is already stored'); END",
)
POSTGRES_TRIGGERS = (
    "CREATE FUNCTION kadflow_append_only() RETURNS trigger LANGUAGE plpgsql AS $kadflow$\nBEGIN\n  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'KF001';\nEND\n$kadflow$",
    "CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION kadflow_append_only()",
    "CREATE TRIGGER leaf_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON leaf FOR EACH STATEMENT EXECUTE FUNCTION kadflow_append_only()",
    "CREATE TRIGGER checkpoint_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION kadflow_append_only()",
    "ALTER TABLE event ENABLE ALWAYS TRIGGER event_append_only",
    "ALTER TABLE leaf ENABLE ALWAYS TRIGGER leaf_append_only",
    "ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER checkpoint_append_only",
)


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("owner", TEXT, autoincrement=False, nullable=False),
        sa.Column("digest", DIGEST, autoincrement=False, nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("sealed_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("owner", "digest", name=op.f("pk_blob")),
    )
    op.create_table(
        "bordering",
        sa.Column("a", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("b", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("borders", sa.Boolean(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_bordering")),
    )
    op.create_table(
        "chain",
        sa.Column("organisation", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("template_key", TEXT, autoincrement=False, nullable=False),
        sa.Column("gate", TEXT, autoincrement=False, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("steps", RECORD, nullable=False),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("organisation", "template_key", "gate", name=op.f("pk_chain")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", NUMBER, autoincrement=False, nullable=False),
        sa.Column("epoch", NUMBER, nullable=False),
        sa.Column("root", DIGEST, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("frontier", RECORD, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "deadline",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("effect", TEXT, nullable=False),
        sa.Column("explanation", RECORD, nullable=False),
        sa.Column("calendar", TEXT, nullable=True),
        sa.Column("fired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.create_index(op.f("ix_deadline_agreement"), "deadline", ["agreement"], unique=False)
    op.create_index(
        "ix_deadline_due_at_open",
        "deadline",
        ["due_at", "id", "agreement"],
        unique=False,
        sqlite_where=sa.text("fired_at IS NULL"),
        postgresql_where=sa.text("fired_at IS NULL"),
    )
    op.create_table(
        "decision",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("gate", IDENTIFIER, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("party", IDENTIFIER, nullable=True),
        sa.Column("office", IDENTIFIER, nullable=True),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("effective_on", DATE, nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_agreement"), "decision", ["agreement"], unique=False)
    op.create_index(op.f("ix_decision_gate"), "decision", ["gate"], unique=False)
    op.create_table(
        "event",
        sa.Column("stream", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=True),
        sa.Column("person", IDENTIFIER, nullable=True),
        sa.Column("office", IDENTIFIER, nullable=True),
        sa.Column("effective_on", DATE, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("template", DIGEST, nullable=True),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("body", RECORD, nullable=False),
        sa.PrimaryKeyConstraint("stream", "number", name=op.f("pk_event")),
    )
    op.create_index(
        op.f("ix_event_agreement_recorded_at"), "event", ["agreement", "recorded_at"], unique=False
    )
    op.create_table(
        "finding",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("cured", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_agreement"), "finding", ["agreement"], unique=False)
    op.create_table(
        "leaf",
        sa.Column("position", NUMBER, autoincrement=False, nullable=False),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_leaf")),
        sa.UniqueConstraint("stream", "number", name=op.f("uq_leaf_stream_number")),
    )
    op.create_table(
        "notice",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("occasion", TEXT, nullable=False),
        sa.Column("office", IDENTIFIER, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=True),
        sa.Column("fields", RECORD, nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("superseded_by", IDENTIFIER, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "kind",
            "occasion",
            "office",
            "channel",
            name=op.f("uq_notice_kind_occasion_office_channel"),
        ),
    )
    op.create_index(op.f("ix_notice_agreement"), "notice", ["agreement"], unique=False)
    op.create_index(op.f("ix_notice_written_at_id"), "notice", ["written_at", "id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("parent", IDENTIFIER, nullable=True),
        sa.Column("zone", TEXT, nullable=False),
        sa.Column("autonomous", sa.Boolean(), nullable=True),
        sa.Column("from_on", DATE, nullable=True),
        sa.Column("to_on", DATE, nullable=True),
        sa.Column("successor", IDENTIFIER, nullable=True),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("record", RECORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index(op.f("ix_organisation_parent"), "organisation", ["parent"], unique=False)
    op.create_index(
        "uq_organisation_code_current",
        "organisation",
        ["code"],
        unique=True,
        sqlite_where=sa.text("to_on IS NULL"),
        postgresql_where=sa.text("to_on IS NULL"),
    )
    op.create_table(
        "part",
        sa.Column("stream", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, autoincrement=False, nullable=False),
        sa.Column("salt", RECORD, nullable=True),
        sa.Column("content", RECORD, nullable=True),
        sa.Column("sealed_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("stream", "number", "name", name=op.f("pk_part")),
    )
    op.create_table(
        "receipt",
        sa.Column("principal", TEXT, autoincrement=False, nullable=False),
        sa.Column("command", TEXT, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, autoincrement=False, nullable=False),
        sa.Column("request", DIGEST, nullable=False),
        sa.Column("answer", RECORD, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("principal", "command", "key", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_recorded_at"), "receipt", ["recorded_at"], unique=False)
    op.create_table(
        "stream",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("length", NUMBER, nullable=False),
        sa.Column("head", DIGEST, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
    )
    op.create_table(
        "task",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("party", IDENTIFIER, nullable=True),
        sa.Column("office", IDENTIFIER, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("gate", IDENTIFIER, nullable=True),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_agreement"), "task", ["agreement"], unique=False)
    op.create_index(op.f("ix_task_office_since"), "task", ["office", "since"], unique=False)
    op.create_table(
        "template",
        sa.Column("digest", DIGEST, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("title_id", TEXT, nullable=False),
        sa.Column("title_en", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("document", RECORD, nullable=False),
        sa.Column("owner", IDENTIFIER, nullable=True),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_template")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_template_key_version")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("template", DIGEST, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("standing", TEXT, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("parent", IDENTIFIER, nullable=True),
        sa.Column("signed_on", DATE, nullable=True),
        sa.Column("ends_on", DATE, nullable=True),
        sa.Column("provenance", TEXT, nullable=False),
        sa.Column("source_ref", TEXT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record", RECORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["parent"], ["agreement.id"], name=op.f("fk_agreement_parent_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["template"], ["template.digest"], name=op.f("fk_agreement_template_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement_number")),
    )
    op.create_index(
        op.f("ix_agreement_created_at_id"), "agreement", ["created_at", "id"], unique=False
    )
    op.create_index(op.f("ix_agreement_parent"), "agreement", ["parent"], unique=False)
    op.create_index(op.f("ix_agreement_source_ref"), "agreement", ["source_ref"], unique=False)
    op.create_index(
        op.f("ix_agreement_stage_ends_on_id"),
        "agreement",
        ["stage", "ends_on", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_agreement_template"), "agreement", ["template"], unique=False)
    op.create_table(
        "office",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("organisation", IDENTIFIER, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("title_id", TEXT, nullable=False),
        sa.Column("title_en", TEXT, nullable=False),
        sa.Column("superior", IDENTIFIER, nullable=True),
        sa.Column("from_on", DATE, nullable=True),
        sa.Column("to_on", DATE, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_office_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_index(
        op.f("ix_office_organisation_role"), "office", ["organisation", "role"], unique=False
    )
    op.create_index(op.f("ix_office_superior"), "office", ["superior"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("organisation", IDENTIFIER, nullable=False),
        sa.Column("handle", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("from_on", DATE, nullable=True),
        sa.Column("to_on", DATE, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_person_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("handle", name=op.f("uq_person_handle")),
    )
    op.create_index(op.f("ix_person_organisation"), "person", ["organisation"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("party", IDENTIFIER, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("filename", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("letter", RECORD, nullable=True),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreement.id"], name=op.f("fk_document_agreement_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_agreement"), "document", ["agreement"], unique=False)
    op.create_table(
        "gate",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("round", NUMBER, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreement.id"], name=op.f("fk_gate_agreement_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate")),
        sa.UniqueConstraint(
            "agreement", "name", "round", name=op.f("uq_gate_agreement_name_round")
        ),
    )
    op.create_table(
        "holder",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("office", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("capacity", TEXT, nullable=False),
        sa.Column("instrument", DIGEST, nullable=True),
        sa.Column("letter", TEXT, nullable=True),
        sa.Column("from_on", DATE, nullable=False),
        sa.Column("to_on", DATE, nullable=True),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_holder_office_office")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_holder_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder")),
    )
    op.create_index(
        op.f("ix_holder_office_from_on"), "holder", ["office", "from_on"], unique=False
    )
    op.create_index(op.f("ix_holder_person"), "holder", ["person"], unique=False)
    op.create_table(
        "mandate",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("giver", IDENTIFIER, nullable=False),
        sa.Column("person", IDENTIFIER, nullable=False),
        sa.Column("scope", RECORD, nullable=False),
        sa.Column("instrument", DIGEST, nullable=True),
        sa.Column("letter", TEXT, nullable=True),
        sa.Column("from_on", DATE, nullable=False),
        sa.Column("to_on", DATE, nullable=True),
        sa.Column("stream", IDENTIFIER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["giver"], ["office.id"], name=op.f("fk_mandate_giver_office")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_mandate_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_giver"), "mandate", ["giver"], unique=False)
    op.create_index(op.f("ix_mandate_person"), "mandate", ["person"], unique=False)
    op.create_table(
        "party",
        sa.Column("id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("agreement", IDENTIFIER, nullable=False),
        sa.Column("organisation", IDENTIFIER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("printed_name", TEXT, nullable=False),
        sa.Column("participation", TEXT, nullable=False),
        sa.Column("left_on", DATE, nullable=True),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("record", RECORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreement.id"], name=op.f("fk_party_agreement_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_party_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint(
            "agreement", "organisation", name=op.f("uq_party_agreement_organisation")
        ),
    )
    op.create_index(op.f("ix_party_organisation"), "party", ["organisation"], unique=False)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if sqlite else POSTGRES_TRIGGERS:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%") if not sqlite else statement)


def downgrade() -> None:
    message = "Kadflow never goes back: restore a backup instead."
    raise NotImplementedError(message)
