"""The triggers that keep the record from being altered, as they must stand.

They refuse UPDATE, DELETE, TRUNCATE and REPLACE on the tables that only grow. The revisions of the
schema carry their own copy; `check` compares the database with this one.
"""

from __future__ import annotations

from kadflow.errors import HistoryBrokenError
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

PROTECTED: dict[str, tuple[tuple[str, ...], ...]] = {
    "event": (("stream", "number"),),
    "leaf": (("position",), ("stream", "number")),
    "checkpoint": (("size",),),
    "attempt": (("id",),),
    "snooze": (("id",),),
    "acknowledgement": (("id",),),
}
"""The tables that only grow, each with its unique keys."""

POSTGRES_FUNCTION = "kadflow_append_only"
POSTGRES_BODY = """
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'KF001';
END
"""


def for_sqlite() -> dict[str, str]:
    """The CREATE TRIGGER statements by trigger name."""
    made: dict[str, str] = {}
    for table, keys in PROTECTED.items():
        for verb in ("update", "delete"):
            name = f"{table}_refuses_{verb}"
            made[name] = (
                f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} is refused'); END"
            )
        name = f"{table}_refuses_replace"
        found = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
            for same in [
                *(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys),
                "rowid = NEW.rowid",
            ]
        )
        made[name] = (
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {found} "
            f"BEGIN SELECT RAISE(ABORT, '{table} ({', '.join(keys[0])}) is already stored'); END"
        )
    return made


def for_postgres() -> dict[str, str]:
    """The statements that make function and triggers, by name."""
    made = {
        POSTGRES_FUNCTION: f"CREATE FUNCTION {POSTGRES_FUNCTION}() RETURNS trigger "
        f"LANGUAGE plpgsql AS $kadflow${POSTGRES_BODY}$kadflow$"
    }
    for table in PROTECTED:
        name = f"{table}_append_only"
        made[name] = (
            f"CREATE TRIGGER {name} BEFORE DELETE OR UPDATE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {POSTGRES_FUNCTION}()"
        )
    return made


def check(database: Database) -> None:
    """Compare the triggers of a database with those that must stand.

    Raises:
        HistoryBrokenError: One is missing, changed or switched off; ``details["triggers"]``.
    """
    with database.read() as transaction:
        wrong = (
            _wrong_sqlite(transaction)
            if database.dialect == "sqlite"
            else _wrong_postgres(transaction)
        )
    if wrong:
        raise HistoryBrokenError(
            f"The record is not protected: {', '.join(wrong)} missing, changed or switched off.",
            hint="Find out who did it, run `history verify --all`, and restore the protection "
            "by a migration of a fresh copy.",
            pesan=f"Riwayat tidak terlindungi: {', '.join(wrong)} tidak ada, diubah, atau "
            "dimatikan.",
            saran="Cari tahu siapa yang melakukannya, jalankan `history verify --all`, lalu "
            "pulihkan perlindungannya dengan salinan baru.",
            triggers=wrong,
        )


def _wrong_sqlite(transaction: Transaction) -> list[str]:
    from kadflow.storage.catalogue import SQLITE_TRIGGERS  # noqa: PLC0415

    found = dict(transaction.all(SQLITE_TRIGGERS))
    wanted = for_sqlite()
    extra = sorted(found.keys() - wanted.keys())
    return [name for name, sql in wanted.items() if found.get(name) != sql] + extra


def _wrong_postgres(transaction: Transaction) -> list[str]:
    from kadflow.storage.catalogue import POSTGRES_FUNCTIONS, POSTGRES_TRIGGERS  # noqa: PLC0415

    wrong = []
    body = transaction.one(POSTGRES_FUNCTIONS, name=POSTGRES_FUNCTION)
    if body is None or body[0] != POSTGRES_BODY:
        wrong.append(POSTGRES_FUNCTION)
    found = {
        name: (definition, enabled)
        for name, definition, enabled in transaction.all(POSTGRES_TRIGGERS)
    }
    for name, sql in for_postgres().items():
        if name == POSTGRES_FUNCTION:
            continue
        definition, enabled = found.pop(name, ("", ""))
        if definition.replace("public.", "") != sql or enabled != "A":
            wrong.append(name)
    return wrong + sorted(found)
