"""How one row would be registered: template, parties, state and terms, or why it cannot be.

Rules, in order:

1. The template is the newest version of the key that the row's regime and kind ask for; where it
   does not bind the kinds of parties that the row has, or is not published, ``standar`` is taken
   with a warning, where that binds them.
2. Two parties must be known. A row with fewer is refused and says which name to make clear: an
   agreement of one party could be changed by that party alone.
3. State and terms: `kadflow.services.imports_mapping`.
"""

from __future__ import annotations

import msgspec

from kadflow.audit.canonical import canonical_bytes
from kadflow.domain.commands import PartySpec, Register
from kadflow.domain.people import Organisation
from kadflow.errors import KadflowError, NotFoundError
from kadflow.intake.records import Reason, RecordedAgreement, RowReport
from kadflow.intake.rows import RawRow
from kadflow.services.imports_mapping import (
    numbers_for,
    refused,
    state_for,
    terms_for,
    warned,
)
from kadflow.services.imports_parties import FoundParties, OrganisationBook
from kadflow.services.templates import TemplateService
from kadflow.storage.agreements import Registered
from kadflow.storage.transactions import Transaction
from state_machines import Workflow
from state_machines.template import Template

FALLBACK = "standar"
LONGEST_SOURCE = 2_000  # characters of an address that an event names
_SHOWN = 5  # names that a message repeats


class Judged(msgspec.Struct, frozen=True, gc=False):
    """A row as it came, with the verdict of intake; plain enough to be put aside on disk.

    Attributes:
        report: Of `kadflow.intake.agreements.assess_row`.
        original: Its filled cells by column; what is kept for ever.
    """

    report: RowReport
    original: dict[str, str]


class Plan(msgspec.Struct, frozen=True):
    """What registering a row means; ``workflow`` is None where it is refused.

    Attributes:
        reasons: What was found beyond the reasons of intake.
        template: Digest of the template.
    """

    judged: Judged
    reasons: tuple[Reason, ...] = ()
    workflow: Workflow | None = None
    template: str = ""
    state: str = ""
    found: FoundParties | None = None
    terms: dict[str, object] = {}
    numbers: dict[str, str] = {}

    def reported(self) -> RowReport:
        """The report of the row with the reasons of this plan."""
        report = self.judged.report
        if not self.reasons:
            return report
        reasons = sorted(
            (*report.reasons, *self.reasons), key=lambda reason: reason.severity != "refusal"
        )
        stopped = reasons[0].severity == "refusal"
        return msgspec.structs.replace(
            report,
            verdict="refused" if stopped else "accepted_with_warnings",
            reasons=tuple(reasons),
            record=None if stopped else report.record,
        )

    def command(
        self,
        organisations: list[Organisation],
        *,
        file: str,
        parent: str | None,
        reasons: tuple[Reason, ...],
    ) -> Register:
        """The command that registers the row.

        Args:
            organisations: One for each party found, in order.
            file: Name of the file, the source where the row names none.
            parent: Id of the agreement above it.
            reasons: All warnings that the record keeps.
        """
        record, found = self.judged.report.record, self.found
        assert record is not None  # noqa: S101 - a plan with a workflow has both
        assert found is not None  # noqa: S101
        return Register(
            template=self.template,
            parties=tuple(
                PartySpec(organisation.id, party.name, "paper")
                for organisation, party in zip(organisations, found.parties, strict=True)
            ),
            state=self.state,
            reference=record.ref,
            terms=self.terms,
            numbers=self.numbers,
            signed_on=record.signed_on,
            parent=parent,
            source=source_of(record, file),
            original=dict(self.judged.original),
            warnings=tuple(f"{reason.code}: {reason.said.id}" for reason in reasons),
            quality=record.quality.score,
        )


class Planner:
    """Plans rows; remembers the newest version of each template for the time of one import."""

    def __init__(self, templates: TemplateService) -> None:
        self._templates = templates
        self._newest: dict[str, tuple[str, Workflow] | None] = {}

    def plan(self, tx: Transaction, judged: Judged, book: OrganisationBook) -> Plan:
        """Plan one row; nothing is written."""
        record = judged.report.record
        if record is None:
            return Plan(judged)
        found = book.find(record.parties)
        if len(found.parties) < 2:
            return Plan(judged, (_too_few(found),))
        reasons = [_left_out(found)] if found.unknown else []
        chosen = self._choose(tx, record.template, found)
        if isinstance(chosen, Reason):
            return Plan(judged, (*reasons, chosen))
        key, digest, workflow = chosen
        if key != record.template:
            reasons.append(_other_template(record, workflow.template))
        state, doubt = state_for(workflow.template, record)
        terms, doubts = terms_for(workflow.template, record)
        return Plan(
            judged,
            reasons=(*reasons, *((doubt,) if doubt else ()), *doubts),
            workflow=workflow,
            template=digest,
            state=state,
            found=found,
            terms=terms,
            numbers=numbers_for(record.numbers, found.positions),
        )

    def _choose(
        self, tx: Transaction, wanted: str, found: FoundParties
    ) -> tuple[str, str, Workflow] | Reason:
        for key in dict.fromkeys((wanted, FALLBACK)):
            newest = self._find(tx, key)
            if newest is not None and _binds(newest[1].template, found):
                return (key, *newest)
        kinds = ", ".join(sorted({party.kind for party in found.parties}))
        return refused(
            "no-template",
            f"Tidak ada alur kerja sama untuk {len(found.parties)} pihak berjenis {kinds}.",
            f"No template binds {len(found.parties)} parties of the kinds {kinds}.",
            "parties",
        )

    def _find(self, tx: Transaction, key: str) -> tuple[str, Workflow] | None:
        if key not in self._newest:
            try:
                digest = self._templates.digest_of(tx, key)
                self._newest[key] = (digest, self._templates.workflow(tx, digest))
            except NotFoundError:
                self._newest[key] = None
        return self._newest[key]


def judged_row(raw: RawRow, report: RowReport) -> Judged:
    """Put a row and its verdict together, without the blank cells."""
    return Judged(report, {name: text for name, text in raw.cells.items() if text})


def source_of(record: RecordedAgreement, file: str) -> str:
    """Where the facts of a row come from: its own source, or else the file."""
    address = record.source_url
    return address if 0 < len(address) <= LONGEST_SOURCE else file


def is_same(judged: Judged, known: Registered) -> bool:
    """Whether a row still says what was registered; a sealed original is taken as the same."""
    return known.original is None or known.original == canonical_bytes(judged.original)


def already(number: str) -> Reason:
    """The remark on a row that was registered before."""
    return warned(
        "already-registered",
        f"Sudah tercatat sebagai {number}, tidak berubah.",
        f"Registered before as {number}, unchanged.",
        "ref",
    )


def differs(number: str) -> Reason:
    """The remark on a row that was registered before with another text."""
    return warned(
        "differs-from-registered",
        f"Berbeda dari yang tercatat sebagai {number}; tidak diterapkan. Ubah di Kadflow, atau beri "
        "ref lain bila ini perjanjian lain.",
        f"Differs from what was registered as {number}; not applied. Change it in Kadflow, or give "
        "it another ref if it is another agreement.",
        "ref",
    )


def message_of(error: KadflowError) -> str:
    """An error in one line for a row's reason."""
    return f"{error.message} {error.hint}".strip() if error.hint else error.message


def _binds(template: Template, found: FoundParties) -> bool:
    rule = template.parties
    count = len(found.parties)
    return (
        rule.min <= count
        and (rule.max is None or count <= rule.max)
        and all(party.kind in rule.who for party in found.parties)
    )


def _names(found: FoundParties) -> str:
    shown = "; ".join(name[:80] for name in found.unknown[:_SHOWN])
    return f"{shown} ..." if len(found.unknown) > _SHOWN else shown


def _too_few(found: FoundParties) -> Reason:
    known = len(found.parties)
    names = _names(found)
    unclear_id = f" Belum dikenali: {names}." if names else ""
    unclear_en = f" Not recognised: {names}." if names else ""
    return refused(
        "too-few-known-parties",
        f"Pihak yang dikenali: {known}; perjanjian memerlukan dua.{unclear_id} "
        "Tulis nama lengkapnya atau isi party_codes.",
        f"Parties known: {known}; an agreement needs two.{unclear_en} "
        "Write their full names or fill in party_codes.",
        "parties",
    )


def _left_out(found: FoundParties) -> Reason:
    names = _names(found)
    return warned(
        "party-not-registered",
        f"Belum dicatat sebagai pihak, disimpan dalam naskah asal: {names}.",
        f"Not registered as a party, kept in the original: {names}.",
        "parties",
    )


def _other_template(record: RecordedAgreement, taken: Template) -> Reason:
    return warned(
        "template-replaced",
        f"Alur '{record.template}' tidak mengikat jenis pihaknya; dicatat dengan '{taken.key}'.",
        f"The template '{record.template}' does not bind its kinds of parties; registered under "
        f"'{taken.key}'.",
        "regime",
    )
