"""Indicators are stated, aimed and measured.

Rules, in order:

1. An indicator, its targets and its baseline are stated by the secretariat of the party that
   answers for it; that party's executing units measure it as well.
2. Each value has the indicator's decimals; each period has its length.
3. A period has one measurement. Another one corrects it, and names it: what is corrected already
   is not corrected twice.
4. What has not begun is not measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.commands import AddIndicator, AimIndicator, BaseIndicator, Measure
from kadflow.domain.decimals import LARGEST, MOST_DECIMALS
from kadflow.domain.indicators import DIRECTIONS, Indicator, Indicators, Measurement
from kadflow.domain.periods import MONTHS_OF, Period, period_of, read_period
from kadflow.domain.wording import choices
from kadflow.domain.wording.results import DIRECTION_WORDS, LENGTH_WORDS
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.results.acting import (
    SECRETARIAT,
    WORKING,
    act_for,
    file_data,
    file_parts,
    party_of,
    reason_part,
    text,
    unit_of,
)
from kadflow.engine.terms import is_iso_date
from kadflow.errors import InvalidInputError, NotFoundError

TITLE = 300
"""Characters of a title, a unit of measure or a source, which the chapter holds."""


def add_indicator(deliberation: Deliberation, command: AddIndicator) -> None:
    """State an indicator.

    Raises:
        InvalidInputError: A word, a number or a period makes no sense, or it is stated already.
        NotFoundError: The organisation is no party.
        NotPermittedError: The person may not state it for that party.
    """
    party = party_of(deliberation, command.organisation)
    actor = act_for(
        deliberation, party, SECRETARIAT, ("Penetapan indikator", "Stating an indicator")
    )
    if command.direction not in DIRECTIONS or command.every not in MONTHS_OF:
        raise InvalidInputError(
            f"An indicator is not {command.direction!r}, or not measured every {command.every!r}.",
            hint=f"Directions: {choices(DIRECTION_WORDS)[1]}. Periods: {choices(LENGTH_WORDS)[1]}.",
            pesan=f"Indikator tidak dapat {command.direction!r} atau diukur tiap {command.every!r}.",
            saran=f"Arah: {choices(DIRECTION_WORDS)[0]}. Periode: {choices(LENGTH_WORDS)[0]}.",
        )
    if not 0 <= command.decimals <= MOST_DECIMALS:
        raise InvalidInputError(
            f"Values have 0 to {MOST_DECIMALS} decimals, not {command.decimals}.",
            hint="Choose as many as the source of the values has.",
            pesan=f"Nilai mempunyai 0 sampai {MOST_DECIMALS} angka desimal, bukan "
            f"{command.decimals}.",
            saran="Pilih sebanyak yang ada pada sumber datanya.",
        )
    title = text(command.title, ("Nama indikator", "The title"), longest=TITLE)
    for known in deliberation.chapter(Indicators).entries.values():
        if (known.party, known.title.casefold()) == (party.id, title.casefold()):
            raise InvalidInputError(
                f"{party.name} has this indicator already (no. {known.number}).",
                hint="Set its targets with: kadflow indicator aim.",
                pesan=f"{party.name} sudah mempunyai indikator ini (no. {known.number}).",
                saran="Isi targetnya dengan: kadflow indicator aim.",
                indicator=known.id,
            )
    _check_baseline(deliberation, command.baseline, command.baseline_on)
    deliberation.emit(
        "indicator.added",
        {
            "indicator": deliberation.new_id(),
            "party": party.id,
            "office": unit_of(deliberation, party, command.office),
            "direction": command.direction,
            "every": command.every,
            "decimals": command.decimals,
            "baseline": command.baseline,
            "baseline_on": command.baseline_on,
            "targets": _targets(command.targets, command.every),
        },
        actor=actor,
        parts={
            "title": title,
            "unit": text(command.unit, ("Satuan", "The unit of measure"), longest=TITLE),
            "source": text(command.source, ("Sumber data", "The source"), longest=TITLE),
        },
    )


def aim_indicator(deliberation: Deliberation, command: AimIndicator) -> None:
    """Set targets of an indicator."""
    indicator, party = _indicator(deliberation, command.indicator)
    actor = act_for(deliberation, party, SECRETARIAT, ("Penetapan target", "Setting the targets"))
    targets = _targets(command.targets, indicator.every)
    if not targets:
        raise InvalidInputError(
            "No target is given.",
            hint="Give one with --target PERIOD=VALUE.",
            pesan="Tidak ada target yang diisi.",
            saran="Isi dengan --target PERIODE=NILAI.",
        )
    deliberation.emit(
        "indicator.aimed",
        {"indicator": indicator.id, "targets": targets},
        actor=actor,
        parts=reason_part(deliberation),
    )


def base_indicator(deliberation: Deliberation, command: BaseIndicator) -> None:
    """State the baseline of an indicator."""
    indicator, party = _indicator(deliberation, command.indicator)
    actor = act_for(
        deliberation, party, SECRETARIAT, ("Penetapan nilai awal", "Stating the baseline")
    )
    _check_baseline(deliberation, command.baseline, command.baseline_on)
    deliberation.emit(
        "indicator.based",
        {
            "indicator": indicator.id,
            "baseline": command.baseline,
            "baseline_on": command.baseline_on,
        },
        actor=actor,
        parts=reason_part(deliberation),
    )


def measure(deliberation: Deliberation, command: Measure) -> None:
    """State what was measured for a period.

    Raises:
        NotFoundError: No such indicator, or no such measurement to correct.
        InvalidInputError: The period or value makes no sense, or the period was measured already.
        NotPermittedError: The person may not measure for that party.
    """
    indicator, party = _indicator(deliberation, command.indicator)
    actor = act_for(deliberation, party, WORKING, ("Pengisian capaian", "Measuring the results"))
    period = _period(command.period, indicator.every)
    on = deliberation.effective_on.date
    if period.first.isoformat() > on:
        raise InvalidInputError(
            f"{period.words[1]} has not begun on {on}.",
            hint="Measure it when it has, or check the period.",
            pesan=f"{period.words[0]} belum mulai pada {on}.",
            saran="Ukur setelah periodenya mulai, atau periksa periodenya.",
        )
    _check_size(command.value)
    _check_correction(indicator, period.name, command.corrects)
    parts = file_parts(command.file) | reason_part(deliberation)
    if command.note is not None:
        parts["note"] = text(command.note, ("Catatan", "The note"))
    deliberation.emit(
        "indicator.measured",
        {
            "indicator": indicator.id,
            "measurement": deliberation.new_id(),
            "period": period.name,
            "value": command.value,
            "corrects": command.corrects,
            "file": file_data(command.file),
        },
        actor=actor,
        parts=parts,
    )


def _check_correction(indicator: Indicator, period: str, corrects: str | None) -> None:
    standing = indicator.standing(period)
    if corrects is None:
        if standing is not None:
            raise InvalidInputError(
                f"{period} was measured already (no. {standing.number}).",
                hint=f"Correct it with --corrects {standing.number}.",
                pesan=f"{period} sudah diisi (no. {standing.number}).",
                saran=f"Koreksi dengan --corrects {standing.number}.",
                measurement=standing.id,
            )
        return
    if standing is not None and standing.id == corrects:
        return
    known = next((m for m in indicator.measurements if m.id == corrects), None)
    if known is None:
        raise NotFoundError(
            "The indicator has no such measurement to correct.",
            hint="See them with: kadflow indicator show.",
            pesan="Indikator ini tidak mempunyai isian itu untuk dikoreksi.",
            saran="Lihat isiannya dengan: kadflow indicator show.",
        )
    raise _not_standing(indicator, period, known)


def _not_standing(indicator: Indicator, period: str, known: Measurement) -> InvalidInputError:
    if known.period != period:
        return InvalidInputError(
            f"Measurement no. {known.number} is of {known.period}, not of {period}.",
            hint="Correct it for its own period.",
            pesan=f"Isian no. {known.number} adalah untuk {known.period}, bukan {period}.",
            saran="Koreksi pada periodenya sendiri.",
        )
    standing = indicator.standing(period)
    number = standing.number if standing is not None else known.number
    return InvalidInputError(
        f"Measurement no. {known.number} was corrected already; no. {number} stands now.",
        hint=f"Correct that one: --corrects {number}.",
        pesan=f"Isian no. {known.number} sudah dikoreksi; yang berlaku no. {number}.",
        saran=f"Koreksi yang itu: --corrects {number}.",
    )


def _indicator(deliberation: Deliberation, wanted: str) -> tuple[Indicator, PartyRecord]:
    found = deliberation.chapter(Indicators).entries.get(wanted)
    if found is None:
        raise NotFoundError(
            f"{deliberation.record.number} has no such indicator.",
            hint="See its indicators with: kadflow indicator show.",
            pesan=f"{deliberation.record.number} tidak mempunyai indikator itu.",
            saran="Lihat indikatornya dengan: kadflow indicator show.",
        )
    party = deliberation.record.party(found.party)
    assert party is not None  # noqa: S101 - an indicator is stated for a party only
    return found, party


def _targets(targets: Mapping[str, int | None], every: str) -> dict[str, int | None]:
    found = {}
    for period, value in targets.items():
        _check_size(value)
        found[_period(period, every).name] = value
    return found


def _period(written: str, every: str) -> Period:
    period = read_period(written)
    if period.length != every:
        words = LENGTH_WORDS[every]
        example = next(
            period_of(period.first, length).name for length in MONTHS_OF if length == every
        )
        raise InvalidInputError(
            f"{written!r} is no {words[1]} of this indicator.",
            hint=f"Write it like {example}.",
            pesan=f"{written!r} bukan {words[0]} untuk indikator ini.",
            saran=f"Tulis seperti {example}.",
        )
    return period


def _check_size(value: int | None) -> None:
    if value is not None and abs(value) > LARGEST:
        raise InvalidInputError(
            "The value is too large to be right.",
            hint=f"It has at most {LARGEST} steps of the indicator's decimals.",
            pesan="Nilainya terlalu besar untuk benar.",
            saran=f"Paling banyak {LARGEST} satuan desimal indikator.",
        )


def _check_baseline(deliberation: Deliberation, value: int | None, on: str | None) -> None:
    _check_size(value)
    if on is None:
        return
    today = date.fromisoformat(deliberation.effective_on.date).isoformat()
    if value is None or not is_iso_date(on) or on > today:
        raise InvalidInputError(
            f"{on!r} is not the day of a baseline.",
            hint="Give it with a value, like 2025-12-31; it is not in the future.",
            pesan=f"{on!r} bukan tanggal nilai awal.",
            saran="Isi bersama nilainya, seperti 2025-12-31; tidak di masa depan.",
        )
