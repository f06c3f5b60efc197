"""Entering amounts in the journal of a line, and correcting them.

Rules, in order:

1. An entry is never changed. A correction is a new entry that names the one it corrects; its
   amount is the difference, so that the journal always adds up to what was stated last.
2. Correcting a correction speaks of the same matter as correcting what it corrected: of both, the
   amount stated last holds.
3. What a line comes to is never below nothing.
4. A row of a register that is so already changes nothing.
"""

from __future__ import annotations

from typing import Any

from kadflow.domain.amounts import LARGEST, ROUNDING, by_rate, by_tariff, exact, rupiah, stored
from kadflow.domain.budget import (
    ENTRY_KINDS,
    WITHOUT_AMOUNTS,
    Budget,
    BudgetLine,
    Ceiling,
    Worked,
)
from kadflow.domain.commands import (
    CorrectAmount,
    EnterAmount,
    RowAmount,
    SetCeiling,
    Shown,
    StateBudgetRow,
    Stated,
)
from kadflow.domain.events import Actor
from kadflow.domain.wording import choices
from kadflow.domain.wording.budget import BASIS_WORDS, ENTRY_WORDS
from kadflow.engine.budget.keeping import check_line, find_line, open_line
from kadflow.engine.budget.stating import evidence_of, may_state, may_state_together, party_of
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.terms import is_iso_date
from kadflow.errors import InvalidInputError, NotFoundError


def enter_amount(deliberation: Deliberation, command: EnterAmount) -> None:
    """Add an entry to a line's journal.

    Raises:
        NotFoundError: There is no such line.
        InvalidInputError: The kind or the amount makes no sense.
        NotPermittedError: The person may not state this party's money.
    """
    line = _line(deliberation, command.line)
    actor = _stater(deliberation, line, command.shown)
    _check_kind(command.kind)
    amount, worked = work_out(line, command.stated)
    _enter(deliberation, line, command.kind, amount, worked, command.shown, actor)


def correct_amount(deliberation: Deliberation, command: CorrectAmount) -> None:
    """State what an entry should have said.

    Raises:
        NotFoundError: There is no such entry.
        InvalidInputError: It says that already, or the amount makes no sense.
        NotPermittedError: The person may not state this party's money.
    """
    found = deliberation.chapter(Budget).find(command.entry)
    if found is None:
        raise NotFoundError(
            f"{deliberation.record.number} has no such entry of a budget.",
            hint="See its entries with: kadflow budget show --entries.",
            pesan=f"{deliberation.record.number} tidak mempunyai catatan anggaran itu.",
            saran="Lihat catatannya dengan: kadflow budget show --entries.",
        )
    line, entry = found
    actor = _stater(deliberation, line, command.shown)
    stated = command.stated
    if stated == Stated(amount=0):  # it should never have been entered
        amount, worked = 0, None
    else:
        amount, worked = work_out(line, stated)
    root = line.root(entry)
    standing = line.standing(root)
    if amount == standing:
        raise InvalidInputError(
            f"The entry stands at {rupiah(amount, 'en')} already.",
            hint="Give the amount that it should have said.",
            pesan=f"Catatan itu sudah berjumlah {rupiah(amount)}.",
            saran="Isi jumlah yang seharusnya.",
        )
    _check_whole(line, entry.kind, amount - standing)
    digest, parts = evidence_of(deliberation, command.shown)
    deliberation.emit(
        "budget.corrected",
        {
            "entry": deliberation.new_id(),
            "line": line.id,
            "kind": entry.kind,
            "amount": amount - standing,
            "corrects": entry.id,
            "to": amount,
            **_more(digest, worked),
        },
        actor=actor,
        parts=parts,
    )


def state_row(deliberation: Deliberation, command: StateBudgetRow) -> None:
    """Bring a line to what a row says: open it where it is missing, enter what is new.

    Raises:
        InvalidInputError: Something in it makes no sense; then nothing of it is entered.
        NotFoundError: The organisation is no party.
        NotPermittedError: The person may not state this party's money.
    """
    spec = command.line
    check_line(spec)
    line = find_line(deliberation, spec)
    new: list[tuple[RowAmount, int, Worked | None]] = []
    draft = line or _unopened(deliberation, spec)
    for each in command.amounts:
        _check_kind(each.kind)
        amount, worked = work_out(draft, each.stated, total=each.total)
        if each.total:
            amount -= draft.total(each.kind)  # type: ignore[arg-type]
        elif _times(deliberation, draft, each, amount) >= each.nth:
            continue
        if amount:
            _check_whole(draft, each.kind, amount)
            evidence_of(deliberation, each.shown)
            new.append((each, amount, worked))
    if line is not None and not new:
        return  # it is so already, whoever asks
    first = command.amounts[0].shown if command.amounts else None
    actor = may_state(deliberation, party_of(deliberation, spec.organisation), first)
    if line is None:
        line = open_line(deliberation, spec, actor)
    for each, amount, worked in new:
        _enter(deliberation, line, each.kind, amount, worked, each.shown, actor)


def set_ceiling(deliberation: Deliberation, command: SetCeiling) -> None:
    """State the shared ceiling of a year and each party's share; shares may miss its sum.

    Raises:
        InvalidInputError: A year or an amount that makes no sense, or nothing new.
        NotFoundError: A share of an organisation that is no party.
        NotPermittedError: The person holds no such office in a party.
    """
    actor = may_state_together(deliberation)
    year = command.year
    amounts = (command.amount, *command.shares.values())
    if not 2000 <= year <= 2200 or any(not 0 <= amount <= LARGEST for amount in amounts):
        raise InvalidInputError(
            "A ceiling has a fiscal year, and whole rupiah from 0 to 10^15.",
            hint="Check the year, the ceiling and each share.",
            pesan="Pagu bersama memerlukan tahun anggaran dan rupiah bulat dari 0 sampai 10^15.",
            saran="Periksa tahun, pagu, dan setiap bagiannya.",
        )
    shares = {
        party_of(deliberation, organisation).id: share
        for organisation, share in command.shares.items()
    }
    before = deliberation.chapter(Budget).ceilings.get(str(year), Ceiling(year, 0, 0))
    if (before.amount, before.shares) == (command.amount, shares):
        raise InvalidInputError(
            f"The ceiling of {year} says so already.",
            pesan=f"Pagu bersama tahun {year} sudah demikian.",
        )
    digest, parts = evidence_of(deliberation, Shown())
    deliberation.emit(
        "budget.ceiling_set",
        {"year": year, "amount": command.amount, "shares": shares, **_more(digest, None)},
        actor=actor,
        parts=parts,
    )


def work_out(
    line: BudgetLine, stated: Stated, *, total: bool = False
) -> tuple[int, Worked | None]:
    """The rupiah of an amount as it was stated, and from what they were worked out.

    Args:
        line: Which says how its amounts are stated.
        stated: The amount.
        total: It is what a column comes to, so that it may be nothing.

    Raises:
        InvalidInputError: It is not stated as the line wants it, or makes no sense.
    """
    if line.basis in WITHOUT_AMOUNTS:
        words = BASIS_WORDS[line.basis]
        raise InvalidInputError(
            f"A line '{words[1]}' has no amounts.",
            hint="Open a line in rupiah for what is counted after all.",
            pesan=f"Baris '{words[0]}' tidak mempunyai jumlah.",
            saran="Buka baris rupiah untuk yang memang dihitung.",
        )
    worked: Worked | None = None
    amount: int | None = None
    if line.basis == "tariff" and stated.amount is None and stated.minor is None:
        quantity = exact(stated.quantity or "")
        if quantity is not None:
            amount, worked = by_tariff(line.price, quantity), Worked(quantity=stored(quantity))
    elif line.basis == "currency" and stated.amount is None and stated.quantity is None:
        rate = exact(stated.rate or "")
        if (
            stated.minor is not None
            and abs(stated.minor) <= LARGEST
            and rate is not None
            and rate > 0
            and is_iso_date(stated.rate_on)
        ):
            amount = by_rate(stated.minor, line.currency, rate)
            worked = Worked(minor=stated.minor, rate=stored(rate), rate_on=stated.rate_on or "")
    elif line.basis == "amount" and stated == Stated(amount=stated.amount):
        amount = stated.amount
    if amount is None:
        raise _wrongly_stated(line)
    if (amount == 0 and not total) or abs(amount) > LARGEST:
        raise InvalidInputError(
            f"An entry of {amount} rupiah makes no sense.",
            hint="Give whole rupiah, not nothing and at most 10^15.",
            pesan=f"Catatan sebesar {amount} rupiah tidak masuk akal.",
            saran="Isi rupiah bulat, bukan nol dan paling banyak 10^15.",
        )
    return amount, worked


def _wrongly_stated(line: BudgetLine) -> InvalidInputError:
    wanted = {
        "tariff": (
            "jumlah satuan, misalnya 1200 atau 12,5 (--quantity)",
            "a quantity, such as 1200 or 25/2 (--quantity)",
        ),
        "currency": (
            "jumlah valuta, kurs, dan tanggal kurs (--foreign, --rate, --rate-date)",
            "an amount in minor units, its rate and the date of that (--foreign, --rate, --rate-date)",
        ),
    }.get(line.basis, ("rupiah bulat", "whole rupiah"))
    words = BASIS_WORDS[line.basis]
    return InvalidInputError(
        f"A line '{words[1]}' takes {wanted[1]}.",
        hint="State the amount as the line does.",
        pesan=f"Baris '{words[0]}' diisi dengan {wanted[0]}.",
        saran="Isi jumlahnya sesuai barisnya.",
    )


def _enter(
    deliberation: Deliberation,
    line: BudgetLine,
    kind: str,
    amount: int,
    worked: Worked | None,
    shown: Shown,
    actor: Actor,
) -> None:
    _check_whole(line, kind, amount)
    digest, parts = evidence_of(deliberation, shown)
    deliberation.emit(
        "budget.entered",
        {
            "entry": deliberation.new_id(),
            "line": line.id,
            "kind": kind,
            "amount": amount,
            **_more(digest, worked),
        },
        actor=actor,
        parts=parts,
    )


def _more(digest: str | None, worked: Worked | None) -> dict[str, Any]:
    """What only some entries say."""
    more: dict[str, Any] = {"document": digest} if digest else {}
    if worked is not None:
        said = {
            "quantity": worked.quantity,
            "minor": worked.minor,
            "rate": worked.rate,
            "rate_on": worked.rate_on,
        }
        more["worked"] = {name: value for name, value in said.items() if value}
        more["rounding"] = ROUNDING
    return more


def _times(deliberation: Deliberation, line: BudgetLine, wanted: RowAmount, amount: int) -> int:
    """How often the journal has exactly that entry, whatever corrected it since."""
    day, shown = deliberation.effective_on.date, wanted.shown
    said = (wanted.kind, amount, day, shown.number or "", shown.date or "")
    return sum(
        (each.kind, each.amount, each.on, each.letter, each.letter_on) == said
        for each in line.entries
    )


def _unopened(deliberation: Deliberation, spec: Any) -> BudgetLine:
    """What the line would be, to work out amounts before it is opened."""
    return BudgetLine(
        id="",
        number=0,
        party=party_of(deliberation, spec.organisation).id,
        year=spec.year,
        source=spec.source,
        basis=spec.basis,
        price=spec.price,
        unit=spec.unit,
        currency=spec.currency,
    )


def _check_whole(line: BudgetLine, kind: str, change: int) -> None:
    before = sum(entry.amount for entry in line.entries if entry.kind == kind)
    if before + change < 0:
        words = ENTRY_WORDS[kind]
        raise InvalidInputError(
            f"The column '{words[1]}' of that line would come to {rupiah(before + change, 'en')}.",
            hint=f"It stands at {rupiah(before, 'en')}; take away at most that.",
            pesan=f"Kolom '{words[0]}' pada baris itu akan menjadi {rupiah(before + change)}.",
            saran=f"Sekarang {rupiah(before)}; kurangi paling banyak sebesar itu.",
        )


def _check_kind(kind: str) -> None:
    if kind not in ENTRY_KINDS:
        offered = choices(ENTRY_WORDS)
        raise InvalidInputError(
            f"{kind!r} is no kind of entry.",
            hint=f"It is one of: {offered[1]}.",
            pesan=f"{kind!r} bukan jenis catatan anggaran.",
            saran=f"Pilih salah satu: {offered[0]}.",
        )


def _line(deliberation: Deliberation, wanted: str) -> BudgetLine:
    lines = deliberation.chapter(Budget).lines
    found = [line for key, line in lines.items() if key == wanted or str(line.number) == wanted]
    if len(found) != 1:
        raise NotFoundError(
            f"{deliberation.record.number} has no such budget line.",
            hint="See its lines with: kadflow budget show.",
            pesan=f"{deliberation.record.number} tidak mempunyai baris anggaran itu.",
            saran="Lihat barisnya dengan: kadflow budget show.",
        )
    return found[0]


def _stater(deliberation: Deliberation, line: BudgetLine, shown: Shown) -> Actor:
    party = deliberation.record.party(line.party)
    assert party is not None  # noqa: S101 - a line is opened for a party only
    return may_state(deliberation, party, shown)
