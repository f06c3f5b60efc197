"""Rows made again from history, compared with what stands there, and rewritten where asked.

The rows of an agreement, of its parties and chapters must equal their replay byte for byte, and the
index rows (rounds, decisions, documents, findings, deadlines, results, money) in every column that
their events tell. Whose turn it is (tasks) follows from the record and from the offices of today, so
it is no finding where it differs; it is written anew all the same.

Not made again, since no event tells it: notices, deliveries and the ledger of what was said; when a
deadline's reminders are looked at next and since when a task stands, where such a row is still
there; the receipts by which a repeated command is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec

from kadflow.domain.agreements import AgreementRecord, PartyTrack
from kadflow.errors import NotFoundError
from kadflow.services.history.index_rows import index_rows
from kadflow.services.history.reading import (
    StoredEntry,
    entries_of,
    fold_all,
    fold_chapters,
    fold_track_all,
)
from kadflow.services.recording import columns_of
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as rows
from kadflow.storage import budget as money
from kadflow.storage import chapters
from kadflow.storage import history_index as index
from kadflow.storage.index_tables import INDEX, IndexRow, IndexTable
from kadflow.storage.transactions import Transaction
from state_machines.template import TermType

_COLUMNS = (
    "title", "state", "stage", "standing", "version", "parent", "signed_on", "ends_on", "record",
)  # fmt: skip
_FIXED = ("number", "template", "provenance", "source_ref", "created_at")
_SHOWN = 200

Amiss = Literal["missing", "wrong", "surplus"]
"""A row that history asks for, one that says something else, one that history does not know."""


class RowDifference(msgspec.Struct, frozen=True):
    """A value in a row that its history does not say.

    Attributes:
        agreement: Id of the agreement.
        row: ``agreement``, ``party <id>``, ``chapter <name>``, or the name of an index table, with
            what names the row where it says something wrong.
        column: The column; empty where a whole row is missing or too many.
        expected: From the replay.
        found: In the row.
        amiss: What is the matter with the row.
    """

    agreement: str
    row: str
    column: str
    expected: str
    found: str
    amiss: Amiss = "wrong"

    @property
    def table(self) -> str:
        """The table that the row belongs to."""
        return self.row.partition(" ")[0]


class TableTally(msgspec.Struct, frozen=True):
    """How many rows of one table were not what history says."""

    table: str
    missing: int = 0
    wrong: int = 0
    surplus: int = 0


class RebuildReport(msgspec.Struct, frozen=True):
    """What rebuilding compared.

    Attributes:
        agreements: How many.
        differences: The first hundred; ``count`` counts all.
        fixed: Agreements of which a row was rewritten.
        tables: What was amiss, by table; tasks stand here only, since the offices of today decide
            about them.
        left: Differences that cannot be mended from history, such as an agreement without one.
    """

    agreements: int
    differences: tuple[RowDifference, ...] = ()
    count: int = 0
    fixed: int = 0
    tables: tuple[TableTally, ...] = ()
    left: int = 0

    @property
    def ok(self) -> bool:
        """Whether every row equalled its replay."""
        return self.count == 0


class Replay(msgspec.Struct, frozen=True):
    """What an agreement's rows must be."""

    agreement: str
    columns: dict[str, Any]
    fixed: dict[str, Any]
    parties: dict[str, dict[str, Any]]
    chapters: dict[str, bytes]
    index: dict[str, list[IndexRow]]
    record: AgreementRecord
    tracks: dict[str, PartyTrack]
    last_at: str


def tally(differences: Iterable[RowDifference]) -> tuple[TableTally, ...]:
    """How many rows of each table differ; several columns of one row count once."""
    told: dict[str, dict[Amiss, set[tuple[str, ...]]]] = {}
    for each in differences:
        what = "" if each.amiss == "wrong" else f"{each.expected} {each.found}"
        rows_of = told.setdefault(each.table, {}).setdefault(each.amiss, set())
        rows_of.add((each.agreement, each.row, what))
    return tuple(
        TableTally(table, **{amiss: len(names) for amiss, names in found.items()})
        for table, found in sorted(told.items())
    )


def replay(tx: Transaction, agreement: str, templates: TemplateService) -> Replay:
    """Fold an agreement from its streams.

    Raises:
        NotFoundError: There is no history of that id.
        HistoryBrokenError: An entry cannot be read.
    """
    shared = list(entries_of(tx, agreement))
    record = fold_all(shared)
    if record is None:
        raise NotFoundError(
            f"There is no history of an agreement {agreement!r}.",
            hint="List them: kadflow agreement list.",
            pesan="Kerja sama ini tidak mempunyai riwayat.",
            saran="Lihat daftarnya dengan: kadflow agreement list.",
        )
    names = {party.id: party.name for party in record.parties}
    expected: dict[str, dict[str, Any]] = {}
    tracks: dict[str, PartyTrack] = {}
    inner: list[StoredEntry] = []
    for party in record.parties:
        private = list(entries_of(tx, party.id))
        inner += private
        track = tracks[party.id] = fold_track_all(party.id, private)
        expected[party.id] = {
            "id": party.id,
            "organisation": party.organisation,
            "position": party.position,
            "printed_name": names[party.id],
            "participation": party.participation,
            "left_on": party.left_on,
            "version": track.version,
            "record": rows.encode_record(track),
        }
    folded = fold_chapters(shared)
    return Replay(
        agreement=agreement,
        columns=columns_of(record, _period(tx, record, templates)),
        fixed={
            "number": record.number,
            "template": record.template,
            "provenance": record.provenance,
            "source_ref": shared[0].event.data.get("reference"),
            "created_at": shared[0].event.recorded_at,
        },
        parties=expected,
        chapters={name: chapters.encode_chapter(chapter) for name, chapter in folded.items()},
        index=index_rows(record, shared, inner, folded.get("budget")),
        record=record,
        tracks=tracks,
        last_at=max(entry.event.recorded_at for entry in (shared[-1], *inner)),
    )


def _period(tx: Transaction, record: AgreementRecord, templates: TemplateService) -> str | None:
    terms = templates.workflow(tx, record.template).template.terms
    return next((name for name, term in terms.items() if term.type is TermType.PERIOD), None)


def rebuild_one(
    tx: Transaction, agreement: str, templates: TemplateService, *, fix: bool = False
) -> tuple[RowDifference, ...]:
    """Compare the rows of one agreement with their replay.

    Args:
        tx: A writing where ``fix``.
        agreement: Its id.
        templates: For the name of the term that says until when.
        fix: Write every row anew that differs; take away those that history does not know.

    Returns:
        What differed, before any rewriting.
    """
    return mend(tx, replay(tx, agreement, templates), fix=fix)


def mend(tx: Transaction, wanted: Replay, *, fix: bool) -> tuple[RowDifference, ...]:
    """Compare the rows of one agreement with what they must be; see `rebuild_one`."""
    differences = [
        *_mend_agreement(tx, wanted, fix=fix),
        *_mend_parties(tx, wanted, fix=fix),
        *_mend_chapters(tx, wanted.agreement, wanted.chapters, fix=fix),
    ]
    found = {name: table.of(tx, wanted.agreement) for name, table in INDEX.items()}
    amiss = {
        name: compared(wanted.agreement, name, table, wanted.index[name], found[name])
        for name, table in INDEX.items()
    }
    wrong = [name for name, told in amiss.items() if told]
    if fix:
        for name in reversed(wrong):
            remove_unknown(tx, INDEX[name], wanted.index[name], found[name])
        for name in wrong:
            write_differing(tx, INDEX[name], wanted.index[name], found[name])
        if differences or wrong:
            money.distrust(tx, wanted.agreement)  # what its checks looked at came of wrong rows
    return (*differences, *(each for told in amiss.values() for each in told))


# ------------------------------------------------------------------ index rows


def compared(
    agreement: str,
    name: str,
    table: IndexTable,
    expected: Sequence[IndexRow],
    found: Sequence[IndexRow],
) -> list[RowDifference]:
    """Where the rows of a table are not what they must be."""
    stored, surplus = _by_name(table, expected, found)
    told = []
    for row in expected:
        key = table.name_of(row)
        present = stored.get(key)
        if present is None:
            told.append(RowDifference(agreement, name, "", _named(key), "none", "missing"))
            continue
        told += [
            RowDifference(agreement, f"{name} {_named(key)}", column, _show(row[column]), was)
            for column in table.wrong(row, present)
            for was in (_show(present[column]),)
        ]
    told += [
        RowDifference(
            agreement, name, "", "none", _named(row[c] for c in table.primary), "surplus"
        )
        for row in surplus
    ]
    return told


def remove_unknown(
    tx: Transaction, table: IndexTable, expected: Sequence[IndexRow], found: Sequence[IndexRow]
) -> None:
    """Take away the rows that history does not know."""
    table.remove(tx, _by_name(table, expected, found)[1])


def write_differing(
    tx: Transaction, table: IndexTable, expected: Sequence[IndexRow], found: Sequence[IndexRow]
) -> None:
    """Write the rows that are missing or wrong; what history does not tell stays as it is."""
    stored, _ = _by_name(table, expected, found)
    anew = []
    for row in expected:
        present = stored.get(table.name_of(row))
        if present is None:
            anew.append(row)
        elif table.wrong(row, present):
            anew.append(row | {column: present[column] for column in table.kept})
    table.put(tx, anew)


def _by_name(
    table: IndexTable, expected: Sequence[IndexRow], found: Sequence[IndexRow]
) -> tuple[dict[tuple[Any, ...], IndexRow], list[IndexRow]]:
    """The stored rows that history names, the right one of several; and those it does not."""
    wanted = {table.name_of(row): row for row in expected}
    stored: dict[tuple[Any, ...], IndexRow] = {}
    surplus = []
    for row in found:
        key = table.name_of(row)
        before = stored.get(key)
        if key not in wanted:
            surplus.append(row)
        elif before is None:
            stored[key] = row
        elif table.wrong(wanted[key], before):
            surplus.append(before)
            stored[key] = row
        else:
            surplus.append(row)
    return stored, surplus


# ------------------------------------------------------------------ agreement, parties, chapters


def _mend_agreement(tx: Transaction, wanted: Replay, *, fix: bool) -> list[RowDifference]:
    agreement = wanted.agreement
    found = rows.agreement_row(tx, agreement)
    if found is None:
        if fix:
            rows.insert_agreement(tx, {**wanted.columns, **wanted.fixed, "id": agreement})
        return [RowDifference(agreement, "agreement", "", "a row", "none", "missing")]
    fixed = index.fixed_columns(tx, agreement) or ()
    differences = [
        *_compare(agreement, "agreement", wanted.columns, dict(zip(_COLUMNS, found, strict=True))),
        *_compare(agreement, "agreement", wanted.fixed, dict(zip(_FIXED, fixed, strict=True))),
    ]
    if differences and fix:
        rows.update_agreement(tx, {**wanted.columns, "key": agreement})
        index.set_fixed_columns(tx, agreement, **wanted.fixed)
    return differences


def _mend_parties(tx: Transaction, wanted: Replay, *, fix: bool) -> list[RowDifference]:
    agreement = wanted.agreement
    differences = []
    stored = {row["id"]: row for row in index.party_rows(tx, agreement)}
    for party in sorted(stored.keys() - wanted.parties.keys()):
        name = f"party {party}"
        differences.append(RowDifference(agreement, name, "", "none", "a row", "surplus"))
        if fix:
            index.remove_party(tx, party)
    for party, row in wanted.parties.items():
        name = f"party {party}"
        if party not in stored:
            differences.append(RowDifference(agreement, name, "", "a row", "none", "missing"))
            if fix:
                rows.insert_parties(tx, [{**row, "agreement": agreement}])
            continue
        wrong = _compare(agreement, name, row, stored[party])
        if wrong and fix:
            index.set_party(tx, {**{k: v for k, v in row.items() if k != "id"}, "key": party})
        differences += wrong
    return differences


def _mend_chapters(
    tx: Transaction, agreement: str, expected: dict[str, bytes], *, fix: bool
) -> list[RowDifference]:
    stored = chapters.chapters_of(tx, agreement)
    differences = []
    for name in sorted(expected.keys() | stored.keys()):
        wanted, found = expected.get(name), stored.get(name)
        if wanted == found:
            continue
        amiss: Amiss = "missing" if found is None else "surplus" if wanted is None else "wrong"
        row = f"chapter {name}"
        differences.append(
            RowDifference(agreement, row, "record", _show(wanted), _show(found), amiss)
        )
        if fix and wanted is None:
            chapters.delete_chapter(tx, agreement, name)
        elif fix and wanted is not None:
            version = msgspec.json.decode(wanted)["version"]
            chapters.put_chapter(
                tx, agreement=agreement, name=name, version=version, record=wanted
            )
    return differences


def _compare(
    agreement: str, row: str, expected: dict[str, Any], found: dict[str, Any]
) -> list[RowDifference]:
    return [
        RowDifference(agreement, row, column, _show(value), _show(found[column]))
        for column, value in expected.items()
        if found[column] != value
    ]


def _named(key: Iterable[Any]) -> str:
    return ":".join(str(part) for part in key)[:_SHOWN]


def _show(value: Any) -> str:
    """A value in a message; of a record only what tells it apart, since it may be long."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes: {value[:_SHOWN].decode(errors='replace')}"
    return repr(value)[:_SHOWN]
