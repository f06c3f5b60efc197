"""Rows of published templates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.templates import Template
from kadflow.storage.transactions import Transaction

_COLUMNS = (
    col(Template.digest),
    col(Template.key),
    col(Template.version),
    col(Template.title_id),
    col(Template.title_en),
    col(Template.owner),
    col(Template.published_at),
    col(Template.status),
)
NAMES = ("digest", "key", "version", "title_id", "title_en", "owner", "published_at", "status")
_SOURCE = Statement(
    select(col(Template.source)).where(col(Template.digest) == bindparam("digest")),
    name="template.source",
)
_LATEST = Statement(
    select(*_COLUMNS)
    .where(col(Template.key) == bindparam("key"))
    .order_by(col(Template.version).desc()),
    name="template.versions",
)
_BY_DIGEST = Statement(
    select(*_COLUMNS).where(col(Template.digest) == bindparam("digest")), name="template.get"
)
_ALL = Statement(
    select(*_COLUMNS).order_by(col(Template.key), col(Template.version)), name="template.all"
)
_LAST_VERSION = Statement(
    select(func.max(col(Template.version))).where(col(Template.key) == bindparam("key")),
    name="template.last-version",
)
_INSERT = Statement(insert(Template), name="template.insert")


def source_of(tx: Transaction, digest: str) -> str | None:
    """The text of a template as written."""
    row = tx.one(_SOURCE, digest=digest)
    return row[0] if row else None


def versions_of(tx: Transaction, key: str) -> list[dict[str, Any]]:
    """Versions of a template, newest first."""
    return [dict(zip(NAMES, row, strict=True)) for row in tx.all(_LATEST, key=key)]


def get_template(tx: Transaction, digest: str) -> dict[str, Any] | None:
    """One version."""
    row = tx.one(_BY_DIGEST, digest=digest)
    return dict(zip(NAMES, row, strict=True)) if row else None


def all_templates(tx: Transaction) -> list[dict[str, Any]]:
    """Every version of every template."""
    return [dict(zip(NAMES, row, strict=True)) for row in tx.all(_ALL)]


def next_version(tx: Transaction, key: str) -> int:
    """The number that the next version of a template gets."""
    row = tx.one(_LAST_VERSION, key=key)
    return (row[0] or 0) + 1 if row else 1


def insert_template(tx: Transaction, row: dict[str, Any]) -> None:
    """Publish a version."""
    tx.post(_INSERT, **row)
