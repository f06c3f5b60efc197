"""Questions to the databases about themselves."""

from __future__ import annotations

from sqlalchemy import text

from kadflow.storage.statements import Statement

SQLITE_TRIGGERS = Statement(
    text(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' "
        "AND tbl_name IN "
        "('event', 'leaf', 'checkpoint', 'attempt', 'snooze', 'acknowledgement')"
    ),
    name="sqlite_triggers",
)
POSTGRES_TRIGGERS = Statement(
    text(
        "SELECT tgname::text, pg_get_triggerdef(pg_trigger.oid), tgenabled::text "
        "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace "
        "AND relname IN "
        "('event', 'leaf', 'checkpoint', 'attempt', 'snooze', 'acknowledgement')"
    ),
    name="postgres_triggers",
)
POSTGRES_FUNCTIONS = Statement(
    text(
        "SELECT prosrc FROM pg_proc WHERE proname = :name "
        "AND pronamespace = current_schema()::regnamespace"
    ),
    name="postgres_functions",
)
