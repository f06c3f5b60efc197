"""Lines, amounts, corrections, the shared ceiling: what the finance office states."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kadflow.cli.budget.group import (
    AGREEMENT,
    DOCUMENT,
    FOREIGN,
    LETTER_DATE,
    LETTER_NUMBER,
    PARTY,
    QUANTITY,
    RATE,
    RATE_DATE,
    YEAR,
    amount_of,
    app,
    exact_of,
    minor_of,
    print_money,
)
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.parties import organisation
from kadflow.cli.values import day
from kadflow.domain.budget import Basis, EntryKind
from kadflow.domain.commands import Shown
from kadflow.domain.wording.budget import UNIT_WORDS
from kadflow.errors import InvalidInputError

Source = Literal["apbd", "apbd_province", "apbd_regency", "apbn", "third_party", "in_kind"]


@command(app, "add", acts=True)
def add(
    desk: Desk,
    agreement: AGREEMENT,
    party: PARTY,
    year: YEAR,
    source: Annotated[
        Source, typer.Option("--source", help="From where; apbd is the party's own level.")
    ] = "apbd",
    account: Annotated[
        str, typer.Option("--account", metavar="CODE", help="Account code, as 5.1.02.02.01.0001.")
    ] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What it pays for.")] = "",
    executor: Annotated[
        str, typer.Option("--executor", metavar="TEXT", help="Executing unit.")
    ] = "",
    basis: Annotated[
        Basis,
        typer.Option(
            "--basis",
            help="How it is stated: in rupiah; each bears its own cost; no money; a unit tariff; "
            "another currency.",
        ),
    ] = "amount",
    price: Annotated[
        str | None,
        typer.Option("--price", metavar="RUPIAH", help="With --basis tariff: of one unit."),
    ] = None,
    unit: Annotated[
        str,
        typer.Option(
            "--unit", metavar="NAME", help=f"With --basis tariff: {', '.join(UNIT_WORDS)}."
        ),
    ] = "",
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="With --basis currency, as USD.")
    ] = "",
) -> None:
    """Open a line: one party, one fiscal year, one source, one account.

    The finance office of the party states it, or its secretariat where it has none. What a party on
    paper has is recorded with its paper (--letter-number, --evidence).

    Example: kadflow budget add KSD-2026-000001 --party 34.04 --year 2026 --source apbd --account
    5.1.02.02.01.0001 --title "Pengangkutan sampah" --as sleman.finance
    """
    found = organisation(desk, party)
    level = "province" if found.kind == "province" else "regency"
    outcome = desk.acting.budget.add_line(
        agreement,
        found.id,
        year=year,
        source=f"apbd_{level}" if source == "apbd" else source,
        account=account.strip(),
        title=title.strip(),
        executor=executor.strip(),
        basis=basis,
        price=amount_of(price) or 0,
        unit=unit.strip(),
        currency=currency.strip().upper(),
        **desk.how(agreement),
    )
    print_money(desk, outcome)
    if not desk.screen.as_json:
        opened = max(
            line.number
            for line in desk.kadflow.budgets.get(agreement).lines.values()
            if line.year == year and line.account == account.strip()
        )
        desk.screen.line(
            desk.say(
                f"Isi barisnya dengan: kadflow budget enter {outcome.number} {opened}",
                f"Enter amounts with: kadflow budget enter {outcome.number} {opened}",
            )
        )


@command(app, "enter", acts=True)
def enter(
    desk: Desk,
    agreement: AGREEMENT,
    line: Annotated[str, typer.Argument(metavar="LINE", help="Its number, as show lists it.")],
    kind: Annotated[EntryKind, typer.Argument(help="The column that it adds to.")],
    amount: Annotated[
        str | None,
        typer.Argument(metavar="RUPIAH", help="What is added, as Rp250.000.000."),
    ] = None,
    less: Annotated[bool, typer.Option("--less", help="It is taken away.")] = False,
    quantity: QUANTITY = None,
    foreign: FOREIGN = None,
    rate: RATE = None,
    rate_date: RATE_DATE = None,
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
    document: DOCUMENT = None,
) -> None:
    """Enter what was planned, appropriated (DPA), committed (contract) or realised.

    Nothing is ever overwritten: what was wrong is mended with `budget correct`.

    Example: kadflow budget enter KSD-2026-000001 12 appropriated Rp250.000.000 --letter-number
    DPA/A.1/2.11.0/001/2026 --letter-date 2026-01-02 --as sleman.finance
    """
    outcome = desk.acting.budget.enter(
        agreement,
        line,
        kind,
        amount_of(amount, less=less),
        quantity=exact_of(quantity, "--quantity", less=less),
        minor=minor_of(foreign, _currency(desk, agreement, line), less=less),
        rate=exact_of(rate, "--rate"),
        rate_on=day(rate_date, "--rate-date") if rate_date else None,
        shown=_shown(letter_number, letter_date, document),
        **desk.how(agreement),
    )
    print_money(desk, outcome)


@command(app, "correct", acts=True)
def correct(
    desk: Desk,
    agreement: AGREEMENT,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="Its number in the history.")],
    amount: Annotated[
        str | None,
        typer.Argument(metavar="RUPIAH", help="What it should have said; 0 for nothing."),
    ] = None,
    quantity: QUANTITY = None,
    foreign: FOREIGN = None,
    rate: RATE = None,
    rate_date: RATE_DATE = None,
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
    document: DOCUMENT = None,
) -> None:
    """Correct an entry: a new entry names it and makes up the difference; both stay.

    A correction may be corrected too; the amount that was stated last holds.

    Example: kadflow budget correct KSD-2026-000001 14 Rp225.000.000 --reason "Salah ketik" --as
    sleman.finance
    """
    found = desk.kadflow.budgets.get(agreement).find(entry)
    outcome = desk.acting.budget.correct(
        agreement,
        entry,
        amount_of(amount),
        quantity=exact_of(quantity, "--quantity"),
        minor=minor_of(foreign, found[0].currency if found else ""),
        rate=exact_of(rate, "--rate"),
        rate_on=day(rate_date, "--rate-date") if rate_date else None,
        shown=_shown(letter_number, letter_date, document),
        **desk.how(agreement),
    )
    print_money(desk, outcome)


@command(app, "ceiling", acts=True)
def ceiling(
    desk: Desk,
    agreement: AGREEMENT,
    amount: Annotated[str, typer.Argument(metavar="RUPIAH", help="Of all parties together.")],
    year: YEAR,
    share: Annotated[
        list[str] | None,
        typer.Option("--share", metavar="CODE=RUPIAH", help="Of one party; repeatable."),
    ] = None,
) -> None:
    """State what the parties together may spend in a year, and each one's share of it.

    Shares that do not sum to the ceiling are taken, and told. What agreements under this one need
    is held against it.

    Example: kadflow budget ceiling KSD-2026-000001 Rp1.000.000.000 --year 2026 --share
    34.04=600000000 --share 34.02=400000000 --as sleman.finance
    """
    shares = {}
    for each in share or ():
        code, equals, text = each.partition("=")
        if not equals:
            raise InvalidInputError(
                f"--share {each!r} names no party and amount.",
                hint="Write it like --share 34.04=600000000.",
                pesan=f"--share {each!r} tidak menyebut pihak dan jumlahnya.",
                saran="Tulis seperti --share 34.04=600000000.",
            )
        shares[organisation(desk, code.strip()).id] = amount_of(text.strip()) or 0
    outcome = desk.acting.budget.set_ceiling(
        agreement, year, amount_of(amount) or 0, shares, **desk.how(agreement)
    )
    print_money(desk, outcome)


def _currency(desk: Desk, agreement: str, line: str) -> str:
    lines = desk.kadflow.budgets.get(agreement).lines.values()
    return next((each.currency for each in lines if line in {each.id, str(each.number)}), "")


def _shown(number: str | None, date: str | None, document: str | None) -> Shown:
    return Shown(
        number=number,
        date=day(date, "--letter-date") if date else None,
        document=document,
    )
