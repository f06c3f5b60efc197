"""Workflow templates: reading, checking, publishing, and their compiled form."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Any

import msgspec

from kadflow.domain.clock import Clock, civil_date, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Actor, EventDraft
from kadflow.domain.wording import Pair, choices
from kadflow.errors import InvalidTemplateError, NotFoundError
from kadflow.services.ledger import Ledger
from kadflow.services.recording import write_streams
from kadflow.storage import history
from kadflow.storage import templates as rows
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from state_machines import (
    Difference,
    Reading,
    Template,
    TemplateError,
    Workflow,
    WorkflowCache,
    check_template,
    diff_templates,
    read_template,
)

SHIPPED = (
    "standar", "ksdd-sukarela", "ksdd-wajib", "pks", "addendum", "ksdpk", "sinergi", "luar-negeri",
)  # fmt: skip


class TemplateService:
    """Templates of one installation."""

    def __init__(
        self, database: Database, clock: Clock, installation: Callable[[Transaction], str]
    ) -> None:
        self._database = database
        self._clock = clock
        self.installation = installation
        self._cache = WorkflowCache()

    def workflow(self, tx: Transaction, digest: str) -> Workflow:
        """The compiled template of a digest.

        Raises:
            NotFoundError: No template of that digest is published here.
        """

        def load() -> Template:
            source = rows.source_of(tx, digest)
            if source is None:
                raise NotFoundError(
                    f"No template with the digest {digest[:12]} is published here.",
                    hint="List them with: kadflow template list.",
                    pesan="Versi alur kerja sama ini belum diberlakukan di sini.",
                    saran="Lihat daftarnya dengan: kadflow template list.",
                )
            return read_template(source).template

        return self._cache.get(digest, load)

    def digest_of(self, tx: Transaction, wanted: str) -> str:
        """The digest that a key (newest version), ``key@version`` or digest names.

        Raises:
            NotFoundError: Nothing of that name is published.
        """
        key, _, version = wanted.partition("@")
        versions = rows.versions_of(tx, key)
        if version:
            versions = [row for row in versions if str(row["version"]) == version]
        if versions:
            return str(versions[0]["digest"])
        if rows.get_template(tx, wanted) is not None:
            return wanted
        published = {
            row["key"]: (row["title_id"], row["title_en"]) for row in rows.all_templates(tx)
        }
        names = choices(published, sorted(published))
        raise NotFoundError(
            f"No template {wanted!r} is published here.",
            hint=f"There are: {names[1]}.",
            pesan=f"Alur kerja sama {wanted!r} belum diberlakukan di sini.",
            saran=f"Yang ada: {names[0]}.",
        )

    def read(self, text: str, source: str = "") -> Reading:
        """Read a template's text.

        Raises:
            InvalidTemplateError: With every fault found, each with line and remedy.
        """
        try:
            return read_template(text, source=source)
        except TemplateError as error:
            raise refused(error) from error

    def check(self, text: str, source: str = "") -> tuple[Reading, list[dict[str, Any]]]:
        """Read a template and check whether it may be published; faults and warnings in full.

        Raises:
            InvalidTemplateError: It cannot even be read.
        """
        reading = self.read(text, source)
        with self._database.read() as tx:
            siblings = self.siblings(tx)
        faults = check_template(reading.template, lines=reading.lines, siblings=siblings)
        return reading, [fault_dict(fault) for fault in faults]

    def siblings(self, tx: Transaction) -> dict[str, Template]:
        """The newest version of every published template, by key."""
        newest: dict[str, str] = {}
        for row in rows.all_templates(tx):
            newest[row["key"]] = row["digest"]
        return {key: self.workflow(tx, digest).template for key, digest in newest.items()}

    def publish(self, text: str, *, envelope: Envelope, source: str = "") -> dict[str, Any]:
        """Check a template and publish it as the next version of its key; it never changes again.

        Raises:
            InvalidTemplateError: The checks forbid it.
        """
        reading, faults = self.check(text, source)
        errors = [fault for fault in faults if fault["severity"] == "error"]
        if errors:
            raise _invalid(errors, source)
        return self._database.write(lambda tx: self.publish_in(tx, reading, envelope))

    def publish_in(self, tx: Transaction, reading: Reading, envelope: Envelope) -> dict[str, Any]:
        """Publish a reading in the caller's transaction; publishing the same text twice is once."""
        known = rows.get_template(tx, reading.digest)
        if known is not None:
            return known
        now = self._clock.now()
        template = reading.template
        row = {
            "digest": reading.digest,
            "key": template.key,
            "version": rows.next_version(tx, template.key),
            "title_id": template.title.id,
            "title_en": template.title.en,
            "source": reading.text,
            "document": msgspec.json.encode(reading.document, order="sorted"),
            "owner": None,
            "published_at": stamp(now),
            "status": "published",
        }
        rows.insert_template(tx, row)
        ledger = Ledger(now)
        installation = self.installation(tx)
        head = history.lock_stream(tx, installation)
        if head is None:
            raise NotFoundError(
                "This installation has no stream.",
                hint="Run: kadflow init.",
                pesan="Basis data ini belum mempunyai riwayat.",
                saran="Jalankan: kadflow init.",
            )
        ledger.hold(head, agreement=None)
        ledger.append(
            EventDraft(
                stream=installation,
                kind="template.published",
                data={
                    "key": template.key,
                    "version": row["version"],
                    "template": reading.digest,
                    "language": template.language,
                },
            ),
            actor=Actor(
                principal=envelope.principal,
                authenticated=envelope.authenticated,
                person=envelope.person,
            ),
            effective_on=civil_date(now, "Asia/Jakarta"),
            template=reading.digest,
        )
        write_streams(tx, ledger)
        return {name: row[name] for name in rows.NAMES}

    def published(self) -> list[dict[str, Any]]:
        """Every version of every published template."""
        with self._database.read() as tx:
            return rows.all_templates(tx)

    def get(self, wanted: str) -> tuple[dict[str, Any], Template, str]:
        """A published template: its row, the template, and its text as written."""
        with self._database.read() as tx:
            digest = self.digest_of(tx, wanted)
            row = rows.get_template(tx, digest)
            source = rows.source_of(tx, digest)
            if row is None or source is None:
                raise NotFoundError(
                    f"No template {wanted!r} is published here.",
                    pesan=f"Alur kerja sama {wanted!r} belum diberlakukan di sini.",
                )
            return row, self.workflow(tx, digest).template, source

    def has_body(self, key: str) -> bool:
        """Whether any published workflow asks an outside body of that key."""
        with self._database.read() as tx:
            digests = {row["digest"] for row in rows.all_templates(tx)}
            return any(key in self.workflow(tx, each).template.bodies for each in digests)

    def diff(self, old: Template, new: Template) -> list[Difference]:
        """What changes for people from one version to another."""
        return diff_templates(old, new)


def shipped_texts() -> dict[str, str]:
    """The templates that come with Kadflow, by key."""
    folder = resources.files("state_machines") / "templates"
    return {key: (folder / f"{key}.yaml").read_text("utf-8") for key in SHIPPED}


def fault_dict(fault: Any) -> dict[str, Any]:
    """A fault as JSON."""
    return {
        "code": fault.code,
        "where": fault.where,
        "message": fault.message,
        "hint": fault.hint,
        "pesan": fault.pesan,
        "saran": fault.saran,
        "line": fault.line,
        "severity": fault.severity,
    }


TEMPLATE: Pair = ("Alur kerja sama", "The template")


def refused(error: TemplateError, what: Pair = TEMPLATE) -> InvalidTemplateError:
    """A reading error in the words of this package."""
    return _invalid([fault_dict(fault) for fault in error.faults], error.source, what)


def _invalid(
    faults: list[dict[str, Any]], source: str, what: Pair = TEMPLATE
) -> InvalidTemplateError:
    first = faults[0]
    place = f"{source or what[1]}" + (f", line {first['line']}" if first["line"] else "")
    more = f" ({len(faults) - 1} more faults)" if len(faults) > 1 else ""
    where = first["where"] + ": " if first["where"] else ""
    letak = f"{source or what[0]}" + (f", baris {first['line']}" if first["line"] else "")
    lagi = f" ({len(faults) - 1} kesalahan lain)" if len(faults) > 1 else ""
    return InvalidTemplateError(
        f"{place}: {where}{first['message']}{more}",
        hint=first["hint"],
        pesan=f"{letak}: {where}{first['pesan']}{lagi}",
        saran=first["saran"],
        faults=faults,
    )
