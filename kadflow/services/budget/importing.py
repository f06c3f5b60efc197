"""Taking over a budget from a spreadsheet, each row for itself.

A row is one command: what it says is opened and entered, or refused with the reason, and never
stops the others. What is so already changes nothing, so the same file may be read again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from kadflow.domain.amounts import CURRENCIES, stored
from kadflow.domain.budget import WITHOUT_AMOUNTS
from kadflow.domain.clock import Clock
from kadflow.domain.commands import (
    Envelope,
    LineSpec,
    RowAmount,
    Shown,
    StateBudgetRow,
    Stated,
)
from kadflow.domain.events import LegalDate
from kadflow.domain.people import Organisation
from kadflow.domain.wording import Pair
from kadflow.engine.deciding import deliberate
from kadflow.engine.deliberation import Deliberation
from kadflow.errors import InvalidInputError, KadflowError, NotFoundError, UnavailableError
from kadflow.intake.budget_rows import BudgetFile, BudgetRow, read_budget_rows
from kadflow.intake.names import match_party
from kadflow.services.agreements import AgreementService
from kadflow.services.budget.files import write_refused
from kadflow.services.budget.report import BudgetImport, BudgetRowReport
from kadflow.services.dating import effective_day
from kadflow.services.organisations import OrganisationService
from kadflow.storage.sessions import Database


class _Wanted(msgspec.Struct, frozen=True):
    """A row that was understood: its agreement, its command, and its day."""

    row: BudgetRow
    number: str
    command: StateBudgetRow
    day: str | None


class BudgetImporter:
    """One import of one file."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        agreements: AgreementService,
        organisations: OrganisationService,
        envelope: Envelope,
        agreement: str | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._agreements = agreements
        self._organisations = organisations
        self._envelope = envelope
        self._agreement = agreement
        self._seen: Counter[Any] = Counter()
        self._numbers: dict[str, str] = {}

    def run(self, path: Path, *, dry_run: bool, refused: Path | None) -> BudgetImport:
        """Read, judge and, unless it is a dry run, enter every row.

        Raises:
            InvalidInputError: The file cannot be read at all; nothing was entered.
            UnavailableError: The world outside failed; what was entered before stands.
        """
        file = read_budget_rows(path)
        reports: dict[int, BudgetRowReport] = {}
        wanted: list[_Wanted] = []
        for row in file.rows:
            try:
                wanted.append(self._understand(row))
            except KadflowError as refusal:
                reports[row.row] = self._refused(row, refusal)
        for each, report in (self._rehearse if dry_run else self._enter)(wanted):
            reports[each.row.row] = report
        rows = tuple(reports[row.row] for row in file.rows)
        place = self._write_refused(file, rows, path, refused, dry_run=dry_run)
        return BudgetImport(
            file=path.name,
            dry_run=dry_run,
            rows=rows,
            refused_file=str(place) if place is not None else None,
        )

    # -------------------------------------------------------------- understanding a row

    def _understand(self, row: BudgetRow) -> _Wanted:
        if row.faults:
            raise InvalidInputError(
                " ".join(english for _, english in row.faults),
                pesan=" ".join(indonesian for indonesian, _ in row.faults),
            )
        agreement = self._find(row)
        organisation = self._party(agreement, row.said["party"])
        source = row.source
        if source == "apbd":
            level = "province" if organisation.kind == "province" else "regency"
            source = f"apbd_{level}"
        line = LineSpec(
            organisation=organisation.id,
            year=row.year,
            source=source,
            account=row.said["account"],
            title=row.said["title"],
            executor=row.said["executor"],
            basis=row.basis,
            price=row.price,
            unit=row.unit,
            currency=row.said["currency"].upper(),
        )
        shown = Shown(number=row.said["letter"] or None, date=row.letter_on)
        amounts = [
            RowAmount(kind=kind, stated=Stated(amount=amount), shown=shown, total=True)
            for kind, amount in row.amounts.items()
        ]
        if row.kind is not None and row.basis not in WITHOUT_AMOUNTS:
            single = RowAmount(kind=row.kind, stated=_stated(row, line.currency), shown=shown)
            self._seen[agreement, line, single, row.on] += 1
            nth = self._seen[agreement, line, single, row.on]
            amounts.append(msgspec.structs.replace(single, nth=nth))
        command = StateBudgetRow(agreement=agreement, line=line, amounts=tuple(amounts))
        return _Wanted(row, self._numbers[agreement], command, row.on)

    def _find(self, row: BudgetRow) -> str:
        named = row.said["agreement"]
        if not named and self._agreement is None:
            raise InvalidInputError(
                "The row names no agreement.",
                hint="Fill in its column, or name the agreement with --agreement.",
                pesan="Baris ini tidak menyebut kerja samanya.",
                saran="Isi kolom kerja sama, atau sebutkan dengan --agreement.",
            )
        found = self._agreements.get(named or self._agreement or "")
        self._numbers[found.id] = found.number
        return found.id

    def _party(self, agreement: str, named: str) -> Organisation:
        """The party that a row means: by code, by name, or as offices write it, ``Kab. Sleman``."""
        try:
            return self._organisations.get(named)
        except NotFoundError:
            region = match_party(named).region
        if region is None:
            parties = [
                self._organisations.get(party.organisation)
                for party in self._agreements.get(agreement).active_parties
            ]
            names = ", ".join(f"{each.name} ({each.code})" for each in parties)
            raise NotFoundError(
                f"{named!r} is no party of {self._numbers[agreement]}.",
                hint=f"Its parties are: {names}.",
                pesan=f"{named!r} bukan pihak {self._numbers[agreement]}.",
                saran=f"Pihaknya: {names}.",
            ) from None
        return self._organisations.get(region.code)

    # -------------------------------------------------------------- carrying out

    def _enter(self, wanted: Sequence[_Wanted]) -> Iterable[tuple[_Wanted, BudgetRowReport]]:
        for each in wanted:
            try:
                outcome = self._agreements.run(self._dated(each), each.command)
            except UnavailableError:
                raise
            except KadflowError as refusal:
                yield each, self._refused(each.row, refusal, each.number)
            else:
                stated = any(kind in _STATING for kind in outcome.events)
                yield each, self._taken(each, stated, outcome.warnings)

    def _rehearse(self, wanted: Sequence[_Wanted]) -> Iterable[tuple[_Wanted, BudgetRowReport]]:
        """Decide every row on what the rows before it would have made, and forget it all."""
        groups: dict[str, list[_Wanted]] = {}
        for each in wanted:
            groups.setdefault(each.command.agreement, []).append(each)
        now = self._clock.now()
        for agreement, group in groups.items():

            def ask(
                deliberation: Deliberation, group: list[_Wanted] = group
            ) -> list[tuple[_Wanted, BudgetRowReport]]:
                return [(each, self._try(deliberation, each, now)) for each in group]

            yield from self._agreements.consider(agreement, self._envelope, ask)

    def _try(self, deliberation: Deliberation, each: _Wanted, now: datetime) -> BudgetRowReport:
        deliberation.warnings.clear()
        before = len(deliberation.events)
        try:
            day = effective_day(self._dated(each), now, deliberation.effective_on.zone)
            with deliberation.on(day):
                deliberate(deliberation, each.command)
        except UnavailableError:
            raise
        except KadflowError as refusal:
            return self._refused(each.row, refusal, each.number)
        stated = any(s.event.kind in _STATING for s in deliberation.events[before:])
        return self._taken(each, stated, tuple(words for _, words in deliberation.warnings))

    def _dated(self, each: _Wanted) -> Envelope:
        if each.day is None:
            return self._envelope
        zone = self._envelope.effective_on.zone if self._envelope.effective_on else "Asia/Jakarta"
        day = LegalDate(date=each.day, zone=zone)
        return msgspec.structs.replace(self._envelope, effective_on=day)

    # -------------------------------------------------------------- reports

    def _taken(self, each: _Wanted, stated: bool, warnings: tuple[Pair, ...]) -> BudgetRowReport:
        return BudgetRowReport(
            row=each.row.row,
            outcome="entered" if stated else "unchanged",
            agreement=each.number,
            party=each.row.said["party"],
            reasons=warnings,
            warned=bool(warnings),
        )

    def _refused(
        self, row: BudgetRow, refusal: KadflowError, number: str | None = None
    ) -> BudgetRowReport:
        sentences = [refusal.said(language) for language in ("id", "en")]
        why = tuple(" ".join(part for part in said if part) for said in sentences)
        return BudgetRowReport(
            row=row.row,
            outcome="refused",
            agreement=number or row.said["agreement"],
            party=row.said["party"],
            reasons=((why[0], why[1]),),
        )

    def _write_refused(
        self,
        file: BudgetFile,
        rows: Sequence[BudgetRowReport],
        path: Path,
        refused: Path | None,
        *,
        dry_run: bool,
    ) -> Path | None:
        """Write the refused rows as the same file with the reason beside each, to be mended."""
        why = {row.row: row.reasons[0][0] for row in rows if row.outcome == "refused"}
        if not why or (dry_run and refused is None):
            return None
        place = refused or path.with_name(f"{path.stem}-ditolak{path.suffix}")
        chosen = [(row.cells, why[row.row]) for row in file.rows if row.row in why]
        write_refused(place, file.header, chosen)
        return place


_STATING = frozenset({"budget.line_added", "budget.entered", "budget.corrected"})


def _stated(row: BudgetRow, currency: str) -> Stated:
    """The amount of a row as its line wants it; what is missing is told by the rule."""
    if row.basis == "tariff":
        return Stated(quantity=stored(row.quantity) if row.quantity is not None else None)
    if row.basis == "currency":
        minor = None
        if row.foreign is not None and currency in CURRENCIES:
            exact = row.foreign * 10 ** CURRENCIES[currency]
            minor = exact.numerator if exact.denominator == 1 else None
        return Stated(
            minor=minor,
            rate=stored(row.rate) if row.rate is not None else None,
            rate_on=row.rate_on,
        )
    return Stated(amount=row.amount)
