"""Opening the lines of a budget, and which of them make sense.

Rules, in order:

1. A line is one of everything that it says; a second one is refused.
2. What a line says is typed: a tariff has a price and a unit, another currency its code.
3. An account code that no public budget has is taken, and told: codes change with each decree.
"""

from __future__ import annotations

import re
from typing import Any, Final

from kadflow.domain.amounts import CURRENCIES, LARGEST
from kadflow.domain.budget import BASES, SOURCES, Budget, BudgetLine
from kadflow.domain.commands import AddBudgetLine, LineSpec
from kadflow.domain.wording import choices
from kadflow.domain.wording.budget import BASIS_WORDS, SOURCE_WORDS, UNIT_WORDS
from kadflow.domain.wording.vocabulary import Pair
from kadflow.engine.budget.stating import may_state, party_of
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.terms import check_plain
from kadflow.errors import InvalidInputError

LONGEST_TITLE: Final = 300
_CODE = re.compile(r"\d{1,9}(\.\d{1,6}){0,6}|")
_APBD = re.compile(r"[456](\.\d(\.\d{2}){0,3}(\.\d{4})?)?")
"""Akun, kelompok, jenis, objek, rincian objek, sub rincian objek (Permendagri 90/2019)."""

_APBN = re.compile(r"[4567]\d{0,5}")
"""The six digits of the chart of accounts of the national budget."""


def add_line(deliberation: Deliberation, command: AddBudgetLine) -> None:
    """Open a line.

    Raises:
        InvalidInputError: Something that it says makes no sense, or the line exists.
        NotFoundError: The organisation is no party.
        NotPermittedError: The person may not state this party's money.
    """
    spec = command.line
    party = party_of(deliberation, spec.organisation)
    actor = may_state(deliberation, party)
    check_line(spec)
    found = find_line(deliberation, spec)
    if found is not None:
        raise InvalidInputError(
            f"The budget of {party.name} for {spec.year} has this line already.",
            hint="Enter amounts on it with: kadflow budget enter.",
            pesan=f"Anggaran {party.name} tahun {spec.year} sudah mempunyai baris ini.",
            saran="Isi jumlahnya dengan: kadflow budget enter.",
            line=found.id,
        )
    open_line(deliberation, spec, actor)


def find_line(deliberation: Deliberation, spec: LineSpec) -> BudgetLine | None:
    """The line that says the same, where there is one."""
    party = party_of(deliberation, spec.organisation)
    wanted = (
        party.id, spec.year, spec.source, spec.account, spec.title, spec.executor,
        spec.basis, spec.price, spec.unit, spec.currency,
    )  # fmt: skip
    lines = deliberation.chapter(Budget).lines.values()
    return next((line for line in lines if line.key == wanted), None)


def open_line(deliberation: Deliberation, spec: LineSpec, actor: Any) -> BudgetLine:
    """Open a line that was checked."""
    party = party_of(deliberation, spec.organisation)
    line = deliberation.new_id()
    data: dict[str, Any] = {
        "line": line,
        "party": party.id,
        "year": spec.year,
        "source": spec.source,
        "account": spec.account,
        "basis": spec.basis,
    }
    data |= {"price": spec.price, "unit": spec.unit} if spec.basis == "tariff" else {}
    data |= {"currency": spec.currency} if spec.basis == "currency" else {}
    said = {"line_title": spec.title, "executor": spec.executor}
    deliberation.emit(
        "budget.line_added",
        data,
        actor=actor,
        parts={name: text for name, text in said.items() if text},
    )
    doubt = doubtful_account(spec.source, spec.account)
    if doubt is not None:
        deliberation.warn("account-doubtful", doubt)
    return deliberation.chapter(Budget).lines[line]


def doubtful_account(source: str, account: str) -> Pair | None:
    """Why a code is hardly one of a budget of that source; None where it may be."""
    form = {"apbd_province": _APBD, "apbd_regency": _APBD, "apbn": _APBN}.get(source)
    if form is None or not account or form.fullmatch(account):
        return None
    example = "521211" if source == "apbn" else "5.1.02.02.01.0001"
    return (
        f"Kode rekening {account} tidak lazim untuk {SOURCE_WORDS[source][0]}; contohnya {example}.",
        (
            f"The account code {account} is unusual for the {SOURCE_WORDS[source][1]}; an example "
            f"is {example}."
        ),
    )


def check_line(spec: LineSpec) -> None:
    """Refuse what no line can say.

    Raises:
        InvalidInputError: Names what, and what it may be.
    """
    _one_of("sumber dana", "source of money", spec.source, SOURCES, SOURCE_WORDS)
    _one_of("cara pembiayaan", "way of stating costs", spec.basis, BASES, BASIS_WORDS)
    if not 2000 <= spec.year <= 2200:
        raise InvalidInputError(
            f"{spec.year} is no fiscal year.",
            hint="Give it with four digits.",
            pesan=f"{spec.year} bukan tahun anggaran.",
            saran="Isi dengan empat angka.",
        )
    if not _CODE.fullmatch(spec.account):
        raise InvalidInputError(
            f"{spec.account[:40]!r} is no account code.",
            hint="Write digits and dots, like 5.1.02.02.01.0001.",
            pesan=f"{spec.account[:40]!r} bukan kode rekening.",
            saran="Tulis angka dan titik, seperti 5.1.02.02.01.0001.",
        )
    for text, what in (
        (spec.title, ("Uraian", "The title")),
        (spec.executor, ("Perangkat daerah pelaksana", "The executing unit")),
    ):
        check_plain(text, what)
        if len(text) > LONGEST_TITLE:
            raise InvalidInputError(
                f"{what[1]} has {len(text)} characters.",
                hint=f"Give at most {LONGEST_TITLE}.",
                pesan=f"{what[0]} panjangnya {len(text)} huruf.",
                saran=f"Isi paling banyak {LONGEST_TITLE}.",
            )
    _check_basis(spec)


def _check_basis(spec: LineSpec) -> None:
    if spec.basis == "tariff":
        _one_of("satuan", "unit", spec.unit, tuple(UNIT_WORDS), UNIT_WORDS)
        if not 0 < spec.price <= LARGEST:
            raise InvalidInputError(
                "A unit tariff needs its price in whole rupiah.",
                hint="Give it with --price.",
                pesan="Tarif per satuan memerlukan tarifnya dalam rupiah bulat.",
                saran="Isi dengan --price.",
            )
    elif spec.price or spec.unit:
        raise InvalidInputError(
            "Price and unit belong to a unit tariff.",
            hint="Add --basis tariff, or leave them out.",
            pesan="Tarif dan satuan hanya untuk tarif per satuan.",
            saran="Tambahkan --basis tariff, atau kosongkan keduanya.",
        )
    if spec.basis == "currency":
        codes = tuple(CURRENCIES)
        _one_of("mata uang", "currency", spec.currency, codes, {c: (c, c) for c in codes})
    elif spec.currency:
        raise InvalidInputError(
            "A currency belongs to a line in another currency.",
            hint="Add --basis currency, or leave it out.",
            pesan="Mata uang hanya untuk baris dalam valuta asing.",
            saran="Tambahkan --basis currency, atau kosongkan.",
        )


def _one_of(
    apa: str, what: str, value: str, known: tuple[str, ...], words: dict[str, Pair]
) -> None:
    if value not in known:
        offered = choices(words, known)
        raise InvalidInputError(
            f"{value!r} is no {what}.",
            hint=f"It is one of: {offered[1]}.",
            pesan=f"{value!r} bukan {apa}.",
            saran=f"Pilih salah satu: {offered[0]}.",
        )
