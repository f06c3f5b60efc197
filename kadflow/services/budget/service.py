"""Questions about money, the sweep that checks it, and budgets as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.budget import Budget
from kadflow.domain.clock import Clock, civil_date, stamp
from kadflow.domain.commands import Envelope
from kadflow.engine.budget.checks import check
from kadflow.engine.budget.explaining import FindingShown, shown_findings
from kadflow.engine.budget.money import ALONE, Glance, Money, money_of, moved, next_turn
from kadflow.errors import NotFoundError
from kadflow.services.agreements import SYSTEM_ENVELOPE, AgreementService
from kadflow.services.budget.files import (
    ENTRY_HEADER,
    LINE_HEADER,
    TOTAL_HEADER,
    entry_rows,
    line_rows,
    write_rows,
)
from kadflow.services.budget.importing import BudgetImporter
from kadflow.services.budget.report import BudgetImport
from kadflow.services.budget_family import Families
from kadflow.services.budget_rows import CHAPTER, check_row
from kadflow.services.organisations import OrganisationService
from kadflow.services.templates import TemplateService
from kadflow.storage import budget as rows
from kadflow.storage import chapters
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from state_machines.template import TermType

HOME = "Asia/Jakarta"
FAR = "9999-12-31"
_BATCH = 500
_SUM_NAMES = (
    "year", "party", "source", "income", "agreements", "planned", "appropriated", "committed",
    "realised",
)  # fmt: skip
_decode_money = msgspec.json.Decoder(Money).decode
_decode_record = msgspec.json.Decoder(Glance).decode
_decode_budget = msgspec.json.Decoder(Budget).decode


class Sifted(msgspec.Struct, frozen=True):
    """What looking through the budgets found.

    Attributes:
        changed: Ids of agreements on which the checks say something else than the history.
        checked: How many were looked at.
    """

    changed: tuple[str, ...]
    checked: int


class BudgetService:
    """The money of agreements: shown, checked, imported, exported."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        agreements: AgreementService,
        organisations: OrganisationService,
        templates: TemplateService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._agreements = agreements
        self._organisations = organisations
        self._templates = templates

    # -------------------------------------------------------------- questions

    def get(self, agreement: str) -> Budget:
        """The money chapter of an agreement."""
        return self._agreements.chapter(agreement, Budget)

    def findings(
        self, agreement: str, envelope: Envelope = SYSTEM_ENVELOPE
    ) -> tuple[FindingShown, ...]:
        """What the checks find today, with what each holds back; writes nothing."""
        return self._agreements.consider(agreement, envelope, shown_findings)

    def standing(
        self, *, organisation: str = "", rule: str = "", most: int = 200
    ) -> list[dict[str, Any]]:
        """Findings in the history that stand, over all agreements.

        Args:
            organisation: Id; only those that concern it.
            rule: Only of this check.
            most: At most so many.
        """
        with self._database.read() as tx:
            return rows.standing(tx, organisation=organisation, rule=rule, most=most)

    def sums(self, *, organisation: str = "", year: int = 0) -> list[dict[str, Any]]:
        """What lines add up to over all agreements, by year, party, source and income."""
        with self._database.read() as tx:
            found = rows.sums(tx, organisation, year)
        return [dict(zip(_SUM_NAMES, row, strict=True)) for row in found]

    def status_term(self, record: AgreementRecord) -> str:
        """Name of the term by which an agreement's template asks for budget statuses.

        Raises:
            NotFoundError: Its template does not ask.
        """
        template = self._templates.get(record.template)[1]
        for name, term in template.terms.items():
            if term.type is TermType.BUDGET_STATUS:
                return name
        raise NotFoundError(
            f"The workflow of {record.number} does not ask for a budget status.",
            hint="Budget lines may be entered all the same.",
            pesan=f"Alur {record.number} tidak menanyakan status anggaran.",
            saran="Baris anggaran tetap dapat diisi.",
        )

    # -------------------------------------------------------------- files

    def import_file(
        self,
        path: Path,
        envelope: Envelope,
        *,
        agreement: str | None = None,
        dry_run: bool = False,
        refused: Path | None = None,
    ) -> BudgetImport:
        """Take over lines and entries from CSV or XLSX, row by row.

        Args:
            path: The file.
            envelope: Who states them.
            agreement: Id or number, of rows that name none.
            dry_run: Only judge every row.
            refused: Where refused rows go; by default beside the file, and nowhere in a dry run.

        Raises:
            InvalidInputError: The file cannot be read.
        """
        importer = BudgetImporter(
            self._database,
            self._clock,
            self._agreements,
            self._organisations,
            envelope,
            agreement,
        )
        return importer.run(path, dry_run=dry_run, refused=refused)

    def export(self, agreements: Sequence[str], place: Path, *, entries: bool = False) -> int:
        """Write lines, or entries, of some agreements as CSV or XLSX; returns how many rows.

        Raises:
            NotFoundError: No such agreement.
            InvalidInputError: Neither CSV nor XLSX.
        """
        found: list[Sequence[Any]] = []
        for each in agreements:
            record, budget = self._agreements.get(each), self.get(each)
            found += (entry_rows if entries else line_rows)(record, budget)
        write_rows(place, (*LINE_HEADER, *(ENTRY_HEADER if entries else TOTAL_HEADER)), found)
        return len(found)

    # -------------------------------------------------------------- the sweep

    def mark_all(self) -> None:
        """Have everything checked anew from records and chapters, whatever was noted."""
        self._database.write(rows.distrust_all)

    def sift(self, until: datetime | None = None) -> Sifted:
        """Look through what changed, and through what time alone may have changed.

        What changed is read anew from the record, and from the money chapter where that changed too
        or where the record is another in what the chapter's figures depend on. What only became
        due is asked again of the figures that were kept. Nothing is noted here: an agreement on which the checks say
        something else than the history stays marked until its own command noted it.

        Args:
            until: The day to check for; never after today.
        """
        now = self._clock.now()
        moment = min(until or now, now)
        today = civil_date(moment, HOME).date
        checked = self._due(today)
        changed: list[str] = []
        after, more = "", True
        while more:
            start = after

            def work(tx: Transaction, start: str = start) -> tuple[list[str], int, str]:
                return self._dirty(tx, today, start, stamp(now))

            found, count, after = self._database.write(work)
            changed += found
            checked += count
            more = count == _BATCH
        return Sifted(tuple(changed), checked)

    def _due(self, today: str) -> int:
        """Ask the kept figures again, and mark those that say something else now.

        Whatever a command makes of an agreement between reading and marking, its own check is
        newer, and the mark only has it looked at once more.
        """
        other: list[str] = []
        count = 0
        with self._database.read() as tx:
            if (rows.first_due(tx) or FAR) > today:
                return 0
            for agreement, kept in rows.due(tx, today):
                count += 1
                if _differs(_decode_money(kept), today):
                    other.append(agreement)
            months = rows.late_months(tx, today) if count else []

        def work(tx: Transaction) -> None:
            for month in months:
                rows.set_next(tx, today, month, next_turn(month, today))
            rows.mark_many(tx, other)

        if count:
            self._database.write(work)
            with self._database.read() as tx:
                # PostgreSQL steps over what every row left behind in the index once; whoever
                # asks next, perhaps because of one agreement, does not wait for it
                rows.first_due(tx)
        return count

    def _dirty(
        self, tx: Transaction, today: str, after: str, at: str
    ) -> tuple[list[str], int, str]:
        """Read what was marked, one batch in the order of ids."""
        marked = rows.dirty(tx, after, _BATCH)
        families = Families(tx, self._templates)
        changed: list[str] = []
        settled: list[dict[str, Any]] = []
        same: list[str] = []
        for each in rows.contents(tx, marked):
            money, is_kept = self._figures(tx, each, families)
            if _differs(money, today):
                changed.append(each.agreement)
            elif is_kept:
                same.append(each.agreement)
            else:
                settled.append(check_row(each.agreement, money, each.version, today, at))
        rows.settle(tx, same, at)
        rows.put_checks(tx, settled)
        return changed, len(marked), marked[-1] if marked else after

    def _figures(
        self, tx: Transaction, found: rows.Contents, families: Families
    ) -> tuple[Money, bool]:
        """The money of a marked agreement, and whether it is what was kept already."""
        record = _decode_record(found.record)
        workflow = self._templates.workflow(tx, record.template)
        family = families.of(record) or ALONE
        chapter = found.chapter
        if chapter is None:
            kept = _decode_money(found.money)
            money = moved(kept, record, workflow, family)
            if money is not None:
                return money, money == kept
            chapter = chapters.get_chapter(tx, found.agreement, CHAPTER) or b"{}"
        return money_of(record, workflow, _decode_budget(chapter), family), False


def _differs(money: Money, today: str) -> bool:
    """Whether the checks say something else than the history."""
    found = check(money, today)
    if not found:
        return bool(money.noted)
    return {each.key for each in found} != set(money.noted)
