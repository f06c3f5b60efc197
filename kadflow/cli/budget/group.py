"""The group that every command on money joins, and what several of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kadflow.cli import words
from kadflow.cli.nouns import group
from kadflow.domain.amounts import CURRENCIES, read_exact, rupiah, stored
from kadflow.domain.wording import kind_words
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from kadflow.app import Outcome
    from kadflow.cli.desk import Desk
    from kadflow.engine.budget.explaining import FindingShown

app = group("Money per party and fiscal year: lines, journal, checks, files.")

AGREEMENT = Annotated[str, typer.Argument(metavar="AGREEMENT", help="Number or id.")]
PARTY = Annotated[
    str, typer.Option("--party", metavar="CODE", help="Whose money: code or name of the party.")
]
YEAR = Annotated[int, typer.Option("--year", metavar="YEAR", help="Fiscal year.")]
QUANTITY = Annotated[
    str | None,
    typer.Option("--quantity", metavar="N", help="On a tariff line: how many units, as 12,5."),
]
FOREIGN = Annotated[
    str | None,
    typer.Option("--foreign", metavar="N", help="On a currency line: the amount, as 12.500,00."),
]
RATE = Annotated[
    str | None,
    typer.Option("--rate", metavar="N", help="With --foreign: rupiah for one unit, as 15.850,25."),
]
RATE_DATE = Annotated[
    str | None, typer.Option("--rate-date", metavar="DATE", help="The day of that rate.")
]
LETTER_NUMBER = Annotated[
    str | None,
    typer.Option("--letter-number", metavar="TEXT", help="Paper that shows it, as a DPA number."),
]
LETTER_DATE = Annotated[
    str | None, typer.Option("--letter-date", metavar="DATE", help="The date of that paper.")
]
DOCUMENT = Annotated[
    str | None,
    typer.Option("--document", metavar="KIND", help="A document on file that shows it."),
]


def amount_of(text: str | None, *, less: bool = False) -> int | None:
    """Rupiah as people type them.

    Raises:
        InvalidInputError: It is no whole rupiah.
    """
    from kadflow.intake.money import read_rupiah  # noqa: PLC0415 - only where one is typed

    if text is None:
        return None
    found = read_rupiah(text)
    if found is None:
        raise InvalidInputError(
            f"{text!r} is no whole rupiah.",
            hint="Write it without cents, like 1250000 or Rp1.250.000; --less takes it away.",
            pesan=f"{text!r} bukan rupiah bulat.",
            saran="Tulis tanpa sen, seperti 1250000 atau Rp1.250.000; --less menguranginya.",
        )
    return -found if less else found


def exact_of(text: str | None, option: str, *, less: bool = False) -> Fraction | None:
    """An exact number as people type it.

    Raises:
        InvalidInputError: It is none.
    """
    if text is None:
        return None
    found = read_exact(text)
    if found is None:
        raise InvalidInputError(
            f"{text!r} given with {option} is no number.",
            hint="Write it like 1200, 12,5 or 15.850,25.",
            pesan=f"{text!r} pada {option} bukan bilangan.",
            saran="Tulis seperti 1200, 12,5, atau 15.850,25.",
        )
    return -found if less else found


def minor_of(text: str | None, currency: str, *, less: bool = False) -> int | None:
    """An amount in another currency, in its minor unit.

    Raises:
        InvalidInputError: It is none, or finer than the currency.
    """
    value = exact_of(text, "--foreign", less=less)
    if value is None:
        return None
    exact: Fraction = value * 10 ** CURRENCIES.get(currency, 2)
    if exact.denominator != 1:
        raise InvalidInputError(
            f"{stored(value)} {currency} is finer than that currency.",
            hint=f"It has {CURRENCIES.get(currency, 2)} decimals.",
            pesan=f"{stored(value)} {currency} lebih kecil daripada pecahan mata uang itu.",
            saran=f"Mata uang itu mempunyai {CURRENCIES.get(currency, 2)} angka desimal.",
        )
    return exact.numerator


def money(desk: Desk, amount: int) -> str:
    """An amount as a table of rupiah shows it; nothing as a dash."""
    return rupiah(amount, desk.language).replace("Rp", "").strip() if amount else "-"


def print_money(desk: Desk, outcome: Outcome) -> None:
    """Print what a command on money did, and what the checks find now."""
    findings = desk.kadflow.budgets.findings(outcome.agreement)
    if desk.screen.document(outcome=outcome, findings=findings):
        return
    screen = desk.screen
    happened = ", ".join(
        dict.fromkeys(words.inside(desk.say(*kind_words(kind))) for kind in outcome.events)
    )
    if outcome.replayed:
        happened = desk.say("sudah dilakukan sebelumnya: ", "was done before: ") + happened
    nothing = desk.say("tidak ada yang berubah", "nothing changed")
    screen.line(f"{outcome.number}: {happened or nothing}.")
    for warning in outcome.warnings:
        screen.line(desk.say("Peringatan: ", "Warning: ") + desk.say(*warning))
    if findings:
        screen.heading(desk.say("Temuan anggaran", "Findings on the budget"))
        print_findings(desk, findings)
    screen.line(
        desk.say(f"Versi catatan: {outcome.version}.", f"Record version: {outcome.version}.")
    )


def print_findings(desk: Desk, findings: Iterable[FindingShown]) -> None:
    """Print findings: what, how grave, since when, what each holds back, what helps."""
    from kadflow.domain.wording.budget import SEVERITY_WORDS  # noqa: PLC0415

    screen, say = desk.screen, desk.say
    for each in findings:
        screen.bullets(
            [f"[{say(*SEVERITY_WORDS[each.severity])}] {say(*each.title)}: {say(*each.says)}"]
        )
        since = words.long_date(each.since, desk.language)
        entry = say(
            f"sejak {since} (riwayat no. {each.entry})", f"since {since} (entry {each.entry})"
        )
        more = [entry if each.since else say("belum dicatat", "not noted yet")]
        if each.holds:
            stops = "; ".join(f"{say(*held.title)} ({say(*held.who)})" for held in each.holds)
            more.append(say(f"menahan atau memerlukan: {stops}", f"holds back or needs: {stops}"))
        more.append(say("Jalan keluar: ", "Resolved by: ") + say(*each.remedy))
        screen.bullets(more, mark=" ")
