"""One person's commands on indicators."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kadflow.app.results.common import Room, named
from kadflow.domain.commands import AddIndicator, AimIndicator, BaseIndicator, Measure
from kadflow.domain.decimals import MOST_DECIMALS, read_decimal
from kadflow.domain.indicators import Direction, Indicator, Indicators
from kadflow.domain.periods import Length
from kadflow.errors import InvalidInputError
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How

UNKNOWN = frozenset({"", "?", "unknown", "tidak diketahui"})
"""How people write a value that nobody knows."""


class Indicating(Room):
    """Commands on indicators by whoever acts; reached as ``kadflow.acting(...).indicators``.

    Values are texts as people type them, ``12,5``, and exact; None is unknown.
    """

    def add(
        self,
        agreement: str,
        party: str,
        title: str,
        *,
        unit: str,
        source: str,
        every: Length,
        direction: Direction = "higher",
        decimals: int = 0,
        baseline: str | None = None,
        baseline_on: str | None = None,
        targets: Mapping[str, str | None] | None = None,
        office: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """State an indicator.

        Args:
            agreement: Number or id.
            party: That answers for it: organisation by id, official code or exact name.
            title: What is measured.
            unit: Of measure.
            source: Where the values come from.
            every: Length of the periods.
            direction: Which values are better.
            decimals: Of every value.
            baseline: Where it began.
            baseline_on: The day of the baseline, ISO.
            targets: By period.
            office: Of the executing unit: id, or ``34.04/unit``.
        """
        command = AddIndicator(
            agreement=self._kadflow.find(agreement),
            organisation=self.organisation(party),
            title=title,
            unit=unit,
            source=source,
            direction=direction,
            every=every,
            decimals=decimals,
            office=self.office(office),
            baseline=steps(baseline, decimals),
            baseline_on=baseline_on,
            targets={p: steps(value, decimals) for p, value in (targets or {}).items()},
        )
        return self._run(command, how)

    def aim(
        self,
        agreement: str,
        indicator: int | str,
        targets: Mapping[str, str | None],
        **how: Unpack[How],
    ) -> Outcome:
        """Set targets by period; None takes one back."""
        wanted, found = self._indicator(agreement, indicator)
        aims = {period: steps(value, found.decimals) for period, value in targets.items()}
        return self._run(AimIndicator(agreement=wanted, indicator=found.id, targets=aims), how)

    def base(
        self,
        agreement: str,
        indicator: int | str,
        baseline: str | None,
        *,
        on: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """State the baseline, and of which day it is."""
        wanted, found = self._indicator(agreement, indicator)
        command = BaseIndicator(
            agreement=wanted,
            indicator=found.id,
            baseline=steps(baseline, found.decimals),
            baseline_on=on,
        )
        return self._run(command, how)

    def measure(
        self,
        agreement: str,
        indicator: int | str,
        period: str,
        value: str | None,
        *,
        corrects: int | str | None = None,
        file: Path | None = None,
        note: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """State what was measured for a period.

        Args:
            agreement: Number or id.
            indicator: Its number in the history, or its id.
            period: ``2026``, ``2026-S1``, ``2026-Q3`` or ``2026-07``.
            value: None where it is unknown.
            corrects: The measurement that it corrects, by number or id.
            file: That shows it.
            note: What has to be known to read the value.
        """
        wanted, found = self._indicator(agreement, indicator)
        old = None
        if corrects is not None:
            old = named(
                found.measurements,
                corrects,
                words=("isian", "measurement"),
                see="kadflow indicator show",
            ).id
        command = Measure(
            agreement=wanted,
            indicator=found.id,
            period=period,
            value=steps(value, found.decimals),
            corrects=old,
            file=self.stored(wanted, file),
            note=note,
        )
        return self._run(command, how)

    def _indicator(self, agreement: str, wanted: int | str) -> tuple[str, Indicator]:
        entries = self._kadflow.agreements.chapter(agreement, Indicators).entries.values()
        found = named(
            entries, wanted, words=("indikator", "indicator"), see="kadflow indicator show"
        )
        return self._kadflow.find(agreement), found


def steps(value: str | None, decimals: int) -> int | None:
    """A value as people type it, in steps; None where it is unknown.

    Raises:
        InvalidInputError: It is no number with so many decimals.
    """
    if value is None or value.strip().lower() in UNKNOWN:
        return None
    try:
        return read_decimal(value, max(0, min(decimals, MOST_DECIMALS)))
    except ValueError as error:
        many = (
            f"mempunyai lebih dari {decimals} angka desimal",
            f"has more than {decimals} decimals",
        )
        whole = (
            "bukan bilangan bulat; indikator ini tanpa angka desimal",
            "is no whole number; this indicator has no decimals",
        )
        why = {
            "ambiguous": ("dapat berarti dua angka", "may mean two numbers"),
            "decimals": many if decimals else whole,
            "size": ("terlalu besar", "is too large"),
        }.get(str(error), ("bukan angka", "is no number"))
        raise InvalidInputError(
            f"{value!r} {why[1]}.",
            hint="Write it without thousands separators, as 1250 or 12,5; a value that nobody "
            "knows is written: ?",
            pesan=f"{value!r} {why[0]}.",
            saran="Tulis tanpa pemisah ribuan, seperti 1250 atau 12,5; nilai yang tidak diketahui "
            "ditulis: ?",
        ) from error
