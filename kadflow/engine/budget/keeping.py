"""Who may open a line of the budget and enter amounts, and which entries make sense.

Rules, in order:

1. The finance office of the party whose money it is states it; its coordination team may where
   the party has no such office (practice 8).
2. A line is one of its party, year, source, account and title; a second one is refused.
3. An entry is never changed. A correction names the entry that it corrects and is of the same
   line and kind.
"""

from __future__ import annotations

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.budget import ENTRY_KINDS, SOURCES, Budget, BudgetLine
from kadflow.domain.commands import AddBudgetLine, EnterAmount
from kadflow.domain.events import Actor
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.errors import InvalidInputError, NotFoundError, NotPermittedError
from state_machines.template import Actor as MayAct

LARGEST = 10**15
"""Rupiah in one entry; beyond it somebody typed too many zeros, since the whole national budget
is about 3.6 * 10**15."""


def add_line(deliberation: Deliberation, command: AddBudgetLine) -> None:
    """Open a line.

    Raises:
        InvalidInputError: The year, source, account or title makes no sense, or the line exists.
        NotFoundError: The organisation is no party.
        NotPermittedError: The person may not state this party's money.
    """
    record = deliberation.record
    party = record.party_of(command.organisation)
    if party is None:
        raise NotFoundError(
            f"That organisation is not a party of {record.number}.",
            hint="See the parties with: kadflow agreement show.",
            pesan=f"Instansi itu bukan pihak dalam {record.number}.",
            saran="Lihat para pihak dengan: kadflow agreement show.",
        )
    actor = _may_state(deliberation, party)
    _check_line(command)
    budget = deliberation.chapter(Budget)
    for line in budget.lines.values():
        if (line.party, line.year, line.source, line.account, line.title) == (
            party.id, command.year, command.source, command.account, command.title,
        ):  # fmt: skip
            raise InvalidInputError(
                f"The budget of {party.name} for {command.year} has this line already.",
                hint="Enter amounts on it with: kadflow budget enter.",
                pesan=f"Anggaran {party.name} tahun {command.year} sudah mempunyai baris ini.",
                saran="Isi jumlahnya dengan: kadflow budget enter.",
                line=line.id,
            )
    deliberation.emit(
        "budget.line_added",
        {
            "line": deliberation.new_id(),
            "party": party.id,
            "year": command.year,
            "source": command.source,
            "account": command.account,
        },
        actor=actor,
        parts={"title": command.title},
    )


def enter_amount(deliberation: Deliberation, command: EnterAmount) -> None:
    """Add an entry to a line's journal.

    Raises:
        NotFoundError: There is no such line, or no such entry to correct.
        InvalidInputError: The kind or the amount makes no sense.
        NotPermittedError: The person may not state this party's money.
    """
    line = _line(deliberation, command.line)
    party = deliberation.record.party(line.party)
    assert party is not None  # noqa: S101 - a line is opened for a party only
    actor = _may_state(deliberation, party)
    if command.kind not in ENTRY_KINDS:
        raise InvalidInputError(
            f"{command.kind!r} is no kind of entry.",
            hint=f"It is one of: {', '.join(ENTRY_KINDS)}.",
            pesan=f"{command.kind!r} bukan jenis catatan anggaran.",
            saran=f"Pilih salah satu: {', '.join(ENTRY_KINDS)}.",
        )
    if command.amount == 0 or abs(command.amount) > LARGEST:
        raise InvalidInputError(
            f"An entry of {command.amount} rupiah makes no sense.",
            hint="Give whole rupiah, not nothing and at most 10^15.",
            pesan=f"Catatan sebesar {command.amount} rupiah tidak masuk akal.",
            saran="Isi rupiah bulat, bukan nol dan paling banyak 10^15.",
        )
    if command.corrects is not None and not any(
        entry.id == command.corrects and entry.kind == command.kind for entry in line.entries
    ):
        raise NotFoundError(
            "The line has no entry of that kind with that id to correct.",
            hint="See its entries with: kadflow budget show.",
            pesan="Baris ini tidak mempunyai catatan sejenis dengan nomor itu untuk dikoreksi.",
            saran="Lihat catatannya dengan: kadflow budget show.",
        )
    reason = deliberation.envelope.reason
    deliberation.emit(
        "budget.entered",
        {
            "entry": deliberation.new_id(),
            "line": line.id,
            "kind": command.kind,
            "amount": command.amount,
            "corrects": command.corrects,
        },
        actor=actor,
        parts={"reason": reason} if reason else {},
    )


def _line(deliberation: Deliberation, wanted: str) -> BudgetLine:
    line = deliberation.chapter(Budget).lines.get(wanted)
    if line is None:
        raise NotFoundError(
            f"{deliberation.record.number} has no such budget line.",
            hint="See its lines with: kadflow budget show.",
            pesan=f"{deliberation.record.number} tidak mempunyai baris anggaran itu.",
            saran="Lihat barisnya dengan: kadflow budget show.",
        )
    return line


def _may_state(deliberation: Deliberation, party: PartyRecord) -> Actor:
    finance = deliberation.directory.offices(party.organisation, "finance")
    role = MayAct.FINANCE if finance else MayAct.COORDINATOR
    actor = may_act(deliberation, (role,), ("Mengisi anggaran", "Stating the budget"))
    if actor.organisation != party.organisation:
        raise NotPermittedError(
            f"The money of {party.name} is stated by its own office.",
            hint=f"Ask {party.name}.",
            pesan=f"Anggaran {party.name} diisi oleh perangkatnya sendiri.",
            saran=f"Mintalah kepada {party.name}.",
            party=party.id,
        )
    return actor


def _check_line(command: AddBudgetLine) -> None:
    if command.source not in SOURCES:
        raise InvalidInputError(
            f"{command.source!r} is no source of money.",
            hint=f"It is one of: {', '.join(SOURCES)}.",
            pesan=f"{command.source!r} bukan sumber dana.",
            saran=f"Pilih salah satu: {', '.join(SOURCES)}.",
        )
    if not 2000 <= command.year <= 2200:
        raise InvalidInputError(
            f"{command.year} is no fiscal year.",
            pesan=f"{command.year} bukan tahun anggaran.",
        )
