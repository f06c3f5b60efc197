"""Lines and what they add up to, the journal, what the checks find, what the parties state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kadflow.cli import words
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.budget.group import AGREEMENT, app, money, print_findings, print_money
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.parties import organisation
from kadflow.domain.amounts import exact, in_currency, rupiah, shown_exact
from kadflow.domain.budget import ENTRY_KINDS, WITHOUT_AMOUNTS
from kadflow.domain.wording import BUDGET_WORDS, choices
from kadflow.domain.wording.budget import (
    BASIS_WORDS,
    CHECK_WORDS,
    ENTRY_WORDS,
    SEVERITY_WORDS,
    SOURCE_WORDS,
    UNIT_WORDS,
)
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kadflow.domain.agreements import AgreementRecord
    from kadflow.domain.budget import Budget, BudgetEntry, BudgetLine

YEAR_OR_ALL = Annotated[
    int | None, typer.Option("--year", metavar="YEAR", help="Only of this fiscal year.")
]


@command(app, "show")
def show(
    desk: Desk,
    agreement: Annotated[
        str | None, typer.Argument(metavar="AGREEMENT", help="Number or id; all if left out.")
    ] = None,
    year: YEAR_OR_ALL = None,
    party: Annotated[
        str | None, typer.Option("--party", metavar="CODE", help="Only of this party.")
    ] = None,
    entries: Annotated[
        bool, typer.Option("--entries", help="The journal: every entry and correction.")
    ] = False,
) -> None:
    """Show the lines of an agreement with what they add up to, by year, party and source.

    Without an agreement: the sums over all agreements.

    Example: kadflow budget show KSD-2026-000001 --entries
    """
    whose = organisation(desk, party).id if party else ""
    if agreement is None:
        _show_all(desk, whose, year or 0)
        return
    record, budget = desk.kadflow.agreements.get(agreement), desk.kadflow.budgets.get(agreement)
    lines = [
        line
        for line in budget.lines.values()
        if (year is None or line.year == year) and (not whose or _owner(record, line) == whose)
    ]
    totals = _totals(record, lines)
    if desk.screen.document(
        agreement=record.number,
        lines=[_line_document(record, line) for line in lines],
        totals=totals,
        ceilings=list(budget.ceilings.values()),
    ):
        return
    if not lines and not budget.ceilings:
        desk.screen.line(desk.say("Belum ada baris anggaran.", "No budget lines yet."))
        return
    _print_lines(desk, record, lines)
    _print_totals(desk, totals)
    _print_ceilings(desk, record, budget)
    if entries:
        _print_entries(desk, record, lines)


def _owner(record: AgreementRecord, line: BudgetLine) -> str:
    party = record.party(line.party)
    return party.organisation if party is not None else ""


def _name(record: AgreementRecord, party: str) -> str:
    found = record.party(party)
    return found.name if found is not None else ""


def _line_document(record: AgreementRecord, line: BudgetLine) -> dict[str, Any]:
    corrected = line.corrected()
    return {
        "id": line.id,
        "number": line.number,
        "party": _name(record, line.party),
        "year": line.year,
        "source": line.source,
        "account": line.account,
        "title": line.title,
        "executor": line.executor,
        "basis": line.basis,
        "price": line.price,
        "unit": line.unit,
        "currency": line.currency,
        "income": line.is_income,
        "totals": line.totals(),
        "entries": [
            {"entry": entry, "corrected": entry.id in corrected} for entry in line.entries
        ],
    }


def _totals(record: AgreementRecord, lines: Sequence[BudgetLine]) -> list[dict[str, Any]]:
    """Sums by year, party and source; what comes in apart from what is spent."""
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for line in lines:
        key = (line.year, _name(record, line.party), line.source, line.is_income)
        sums = found.setdefault(key, dict.fromkeys(ENTRY_KINDS, 0))
        for kind, amount in line.totals().items():
            sums[kind] += amount
    names = ("year", "party", "source", "income")
    return [{**dict(zip(names, key, strict=True)), **sums} for key, sums in sorted(found.items())]


def _columns(desk: Desk) -> list[str]:
    return [words.sentence(desk.say(*ENTRY_WORDS[kind])) for kind in ENTRY_KINDS]


def _print_amounts(desk: Desk, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    desk.screen.line(desk.say("Dalam rupiah.", "In rupiah."))
    desk.screen.table(head, rows, amounts=len(ENTRY_KINDS))


def _print_lines(desk: Desk, record: AgreementRecord, lines: Sequence[BudgetLine]) -> None:
    say = desk.say
    head = (
        ("No.", "Pihak, tahun", "Untuk")
        if desk.language == "id"
        else ("No.", "Party, year", "For")
    )
    rows = []
    for line in lines:
        totals = line.totals()
        about = [line.title, line.account, line.executor]
        if line.basis != "amount":
            about.append(_basis(desk, line))
        rows.append(
            (
                line.number,
                f"{_name(record, line.party)}, {line.year}\n{say(*SOURCE_WORDS[line.source])}",
                "\n".join(text for text in about if text),
                *(
                    "" if line.basis in WITHOUT_AMOUNTS else money(desk, totals[kind])
                    for kind in ENTRY_KINDS
                ),
            )
        )
    _print_amounts(desk, (*head, *_columns(desk)), rows)


def _basis(desk: Desk, line: BudgetLine) -> str:
    said = desk.say(*BASIS_WORDS[line.basis])
    if line.basis == "tariff":
        per = desk.say(*UNIT_WORDS[line.unit])
        return f"{said}: {rupiah(line.price, desk.language)}/{per}"
    return f"{said}: {line.currency}" if line.currency else said


def _print_totals(desk: Desk, totals: Sequence[dict[str, Any]]) -> None:
    say = desk.say
    desk.screen.heading(
        say("Jumlah per tahun, pihak, dan sumber", "Sums by year, party and source")
    )
    head = ("Tahun", "Pihak", "Sumber") if desk.language == "id" else ("Year", "Party", "Source")
    rows: list[tuple[Any, ...]] = []
    for income in (False, True):
        mine = [each for each in totals if each["income"] is income]
        rows += [
            (
                each["year"],
                each["party"],
                say(*SOURCE_WORDS[each["source"]])
                + (say(" (pendapatan)", " (income)") if income else ""),
                *(money(desk, each[kind]) for kind in ENTRY_KINDS),
            )
            for each in mine
        ]
        if len(mine) > 1:
            name = say("Jumlah pendapatan", "Income") if income else say("Jumlah", "All")
            sums = [sum(each[kind] for each in mine) for kind in ENTRY_KINDS]
            rows.append((name, "", "", *(money(desk, amount) for amount in sums)))
    _print_amounts(desk, (*head, *_columns(desk)), rows)


def _print_ceilings(desk: Desk, record: AgreementRecord, budget: Budget) -> None:
    for each in budget.ceilings.values():
        shares = "; ".join(
            f"{_name(record, party)} {rupiah(share, desk.language)}"
            for party, share in each.shares.items()
        )
        amount = rupiah(each.amount, desk.language)
        desk.screen.line(
            desk.say(f"Pagu bersama {each.year}: {amount}", f"Ceiling of {each.year}: {amount}")
            + (f" ({shares})" if shares else "")
        )


def _print_entries(desk: Desk, record: AgreementRecord, lines: Sequence[BudgetLine]) -> None:
    say = desk.say
    desk.screen.heading(say("Jurnal", "Journal"))
    head = (
        ("No.", "Baris", "Jenis", "Jumlah", "Tanggal", "Bukti dan keterangan")
        if desk.language == "id"
        else ("No.", "Line", "Kind", "Amount", "Day", "Paper and notes")
    )
    rows = []
    for line in lines:
        by = {entry.corrects: entry.number for entry in line.entries if entry.corrects}
        numbers = {entry.id: entry.number for entry in line.entries}
        for entry in line.entries:
            notes = [_paper(desk, entry), _worked(desk, line, entry)]
            if entry.corrects is not None:
                to, of = rupiah(entry.to or 0, desk.language), numbers[entry.corrects]
                notes.append(say(f"koreksi no. {of} menjadi {to}", f"corrects {of} to {to}"))
            if entry.id in by:
                notes.append(
                    say(f"dikoreksi (no. {by[entry.id]})", f"corrected (no. {by[entry.id]})")
                )
            rows.append(
                (
                    entry.number,
                    f"{line.number} {_name(record, line.party)} {line.year}",
                    say(*ENTRY_WORDS[entry.kind]),
                    rupiah(entry.amount, desk.language),
                    words.long_date(entry.on, desk.language),
                    "\n".join(note for note in notes if note),
                )
            )
    desk.screen.table(head, sorted(rows, key=lambda row: row[0]))


def _paper(desk: Desk, entry: BudgetEntry) -> str:
    day = words.long_date(entry.letter_on, desk.language)
    dated = desk.say(f" tanggal {day}", f" of {day}") if day else ""
    file = desk.say("berkas terlampir", "file attached") if entry.document else ""
    return ", ".join(part for part in (f"{entry.letter}{dated}".strip(), file) if part)


def _worked(desk: Desk, line: BudgetLine, entry: BudgetEntry) -> str:
    worked = entry.worked
    if worked is None:
        return ""
    if worked.quantity:
        quantity = exact(worked.quantity)
        shown = shown_exact(quantity, desk.language) if quantity is not None else ""
        per = desk.say(*UNIT_WORDS[line.unit])
        return f"{shown} {per} x {rupiah(line.price, desk.language)}"
    rate = exact(worked.rate)
    said = shown_exact(rate, desk.language) if rate is not None else ""
    day = words.long_date(worked.rate_on, desk.language)
    foreign = in_currency(worked.minor, line.currency, desk.language)
    return desk.say(f"{foreign}, kurs Rp{said} ({day})", f"{foreign} at Rp{said} ({day})")


def _show_all(desk: Desk, organisation: str, year: int) -> None:
    sums = desk.kadflow.budgets.sums(organisation=organisation, year=year)
    if desk.screen.document(totals=sums):
        return
    if not sums:
        desk.screen.line(desk.say("Belum ada baris anggaran.", "No budget lines yet."))
        return
    _print_totals(desk, sums)


@command(app, "check", asks=True)
def check(
    desk: Desk,
    agreement: Annotated[
        str | None, typer.Argument(metavar="AGREEMENT", help="Number or id; all if left out.")
    ] = None,
    note: Annotated[
        bool, typer.Option("--note", help="Note in the history what is new and what is gone.")
    ] = False,
    rule: Annotated[
        str | None,
        typer.Option("--rule", metavar="NAME", help=f"Only of: {', '.join(CHECK_WORDS)}."),
    ] = None,
) -> None:
    """Check the money of an agreement, and explain each finding with its figures.

    Of each: how grave it is, whom it concerns, since when, what it holds back, what resolves it.
    Without an agreement: what stands over all agreements; with --as what concerns that person's
    organisation.

    Example: kadflow budget check KSD-2026-000001
    """
    if rule is not None and rule not in CHECK_WORDS:
        raise InvalidInputError(
            f"There is no check {rule!r}.",
            hint=f"There are: {choices(CHECK_WORDS)[1]}.",
            pesan=f"Tidak ada pemeriksaan {rule!r}.",
            saran=f"Yang ada: {choices(CHECK_WORDS)[0]}.",
        )
    if agreement is None:
        _check_all(desk, rule or "")
        return
    if note:
        print_money(desk, desk.kadflow.check_budget_of(desk.kadflow.find(agreement)))
        return
    found = desk.kadflow.budgets.findings(agreement, desk.asking)
    found = tuple(each for each in found if rule in {None, each.rule})
    if desk.screen.document(findings=found):
        return
    if not found:
        desk.screen.line(desk.say("Tidak ada temuan anggaran.", "Nothing found."))
        return
    print_findings(desk, found)


def _check_all(desk: Desk, rule: str) -> None:
    own = desk.kadflow.organisations.person(desk.wishes.person)[1] if desk.wishes.person else ""
    found = desk.kadflow.budgets.standing(organisation=own or "", rule=rule)
    if desk.screen.document(findings=found):
        return
    if not found:
        desk.screen.line(desk.say("Tidak ada temuan anggaran.", "Nothing found."))
        return
    head = (
        ("Nomor", "Pihak", "Temuan", "Tahun", "Sifat", "Sejak")
        if desk.language == "id"
        else ("Number", "Party", "Finding", "Year", "Severity", "Since")
    )
    desk.screen.table(
        head,
        [
            (
                each["number"],
                each["party_name"],
                desk.say(*CHECK_WORDS[each["rule"]]),
                each["year"] or "",
                desk.say(*SEVERITY_WORDS[each["severity"]]),
                words.long_date(each["since"], desk.language),
            )
            for each in found
        ],
    )


@command(app, "status", acts=True)
def status(
    desk: Desk,
    agreement: AGREEMENT,
    year: YEAR_OR_ALL = None,
    party: Annotated[
        str | None, typer.Option("--party", metavar="CODE", help="Whose; with --is to state it.")
    ] = None,
    stated: Annotated[
        Literal["no_cost", "budgeted", "not_yet", "unknown"] | None,
        typer.Option("--is", help="State it for --party and --year."),
    ] = None,
) -> None:
    """Show, or state, how each party stands with its budget in each fiscal year.

    Where money is needed that is not in the running budget there are two ways: ask the council now,
    or wait for the amended budget.

    Example: kadflow budget status KSD-2026-000001 --party 34.02 --year 2026 --is not_yet --as
    bantul.finance
    """
    record = desk.kadflow.agreements.get(agreement)
    term = desk.kadflow.budgets.status_term(record)
    if stated is not None:
        _state(desk, record, term, party, year, stated)
        return
    rows = [
        (int(path.split(".")[2]), path.split(".")[1], str(value.value))
        for path, value in record.terms.items()
        if path.startswith(f"{term}.") and value.held
    ]
    whose = organisation(desk, party).id if party else ""
    rows = sorted(
        row
        for row in rows
        if year in {None, row[0]}
        and (not whose or getattr(record.party(row[1]), "organisation", "") == whose)
    )
    if desk.screen.document(
        statuses=[{"year": y, "party": _name(record, p), "status": s} for y, p, s in rows]
    ):
        return
    if not rows:
        desk.screen.line(
            desk.say("Status anggaran belum dinyatakan.", "No budget status is stated yet.")
        )
        return
    head = ("Tahun", "Pihak", "Status") if desk.language == "id" else ("Year", "Party", "Status")
    desk.screen.table(
        head,
        [(y, _name(record, p), words.pick(BUDGET_WORDS, s, desk.language)) for y, p, s in rows],
    )
    if any(s == "not_yet" for _, _, s in rows):
        _two_ways(desk)


def _state(
    desk: Desk,
    record: AgreementRecord,
    term: str,
    party: str | None,
    year: int | None,
    stated: str,
) -> None:
    found = record.party_of(organisation(desk, party).id) if party else None
    if found is None or year is None:
        raise InvalidInputError(
            "A status is stated for one party and one year.",
            hint="Give --party CODE and --year YEAR.",
            pesan="Status dinyatakan untuk satu pihak dan satu tahun.",
            saran="Isi --party KODE dan --year TAHUN.",
        )
    outcome = desk.acting.edit(
        record.id, {f"{term}.{found.id}.{year}": stated}, **desk.how(record.id)
    )
    print_outcome(desk, outcome)
    if stated == "not_yet" and not desk.screen.as_json:
        _two_ways(desk)


def _two_ways(desk: Desk) -> None:
    """What may follow where money is needed that the running budget does not have (practice 8)."""
    desk.screen.heading(desk.say("Dua jalan", "Two ways"))
    desk.screen.bullets(
        [
            desk.say(
                "Minta persetujuan DPRD sekarang: PKS baru dapat dibuka setelah DPRD menyetujui.",
                "Ask the council now: agreements under this one open once it approves.",
            ),
            desk.say(
                "Tunggu APBD Perubahan: batas waktunya dihentikan sementara, dan dilanjutkan "
                "setelah pagunya dicatat.",
                "Wait for the amended budget: its clock stands still, and goes on once the "
                "appropriation is entered.",
            ),
        ]
    )
