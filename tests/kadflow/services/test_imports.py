"""Registers of agreements enter the record whole, once, and without claiming approvals."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from kadflow.app import Kadflow
from kadflow.audit.chain import StreamHead, decode_event
from kadflow.audit.verify import verify_streams
from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import ExerciseClock
from kadflow.domain.events import Part
from kadflow.engine.folding import fold
from kadflow.errors import InvalidInputError
from kadflow.intake.agreements import sample_register
from kadflow.intake.regions import load_regions
from kadflow.services.imports_report import ImportedRow, ImportReport
from kadflow.storage import agreements as rows
from kadflow.storage import history
from tests.conftest import BOTH

GOOD: dict[str, str] = {
    "ref": "A-1",
    "title": "Pengelolaan sampah lintas batas",
    "kind": "KB",
    "regime": "ksdd_sukarela",
    "parties": "Kabupaten Sleman;Kabupaten Bantul",
    "status_reported": "ditandatangani",
}


class Importing:
    """An installation with its import service, and registers to be written beside it."""

    def __init__(self, kadflow: Kadflow, folder: Path) -> None:
        self.kadflow = kadflow
        self.folder = folder
        self.service = kadflow.imports

    def register(self, *cells: dict[str, str], name: str = "register.csv") -> Path:
        """A CSV register of rows that are good except for the cells given."""
        made = [GOOD | row for row in cells]
        columns = list(dict.fromkeys(column for row in made for column in row))
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(made)
        return path

    def run(self, *cells: dict[str, str]) -> ImportReport:
        return self.run_file(self.register(*cells))

    def run_file(
        self, path: Path, on_row: Callable[[ImportedRow], None] | None = None
    ) -> ImportReport:
        return self.service.run(path, self.kadflow.operator(), on_row=on_row)

    def get(self, reference: str) -> AgreementRecord:
        return self.kadflow.agreements.get(reference)

    def agreements(self) -> list[str]:
        with self.kadflow.database.read() as tx:
            return list(rows.all_agreements(tx))

    def original(self, record: AgreementRecord) -> Any:
        with self.kadflow.database.read() as tx:
            part = history.get_part(tx, record.id, 1, "original")
        assert part is not None
        assert part[1] is not None
        return msgspec.json.decode(part[1])

    def kinds(self) -> set[str]:
        with self.kadflow.database.read() as tx:
            return {row[2] for row in history.all_events(tx)}

    def check(self) -> int:
        """Verify every stream with its parts, and every row against its rebuild; how many."""
        with self.kadflow.database.read() as tx:
            columns = ("stream", "number", "kind", "agreement")
            entries = (
                (*(row[history.EVENT_COLUMNS.index(name)] for name in columns), row[-2], row[-1])
                for row in list(history.all_events(tx))
            )
            heads = {
                row[0]: StreamHead(row[0], row[2], row[3], row[4] or "")
                for row in history.streams(tx)
            }

            def parts(stream: str, number: int) -> list[Part]:
                held = history.parts_of(tx, stream).get(number, {})
                return [
                    Part(name, salt or b"", content or b"")
                    for name, (salt, content, _) in held.items()
                ]

            for report in verify_streams(entries, columns=columns, heads=heads, parts=parts):
                assert report.first_break is None, str(report.first_break)
            agreements = list(rows.all_agreements(tx))
            for agreement in agreements:
                record = None
                stored = history.parts_of(tx, agreement)
                for row in list(history.events_of(tx, agreement)):
                    event = decode_event(row[-1])
                    contents = {n: p[1] for n, p in stored.get(event.number, {}).items()}
                    record = fold(record, event, contents)
                found = rows.agreement_row(tx, agreement)
                assert found is not None
                assert record is not None
                assert found[-1] == rows.encode_record(record)
                assert found[1:5] == (record.state, record.stage, record.standing, record.version)
        return len(agreements)


def opened(data: Path, url: str | None) -> Kadflow:
    clock = ExerciseClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    return Kadflow.create(data, exercise=True, clock=clock, database_url=url)


@pytest.fixture(params=BOTH)
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Importing]:
    """On SQLite and on PostgreSQL."""
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with opened(tmp_path / "data", url) as kadflow:
        yield Importing(kadflow, tmp_path)


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[Importing]:
    """On SQLite."""
    with opened(tmp_path / "data", None) as kadflow:
        yield Importing(kadflow, tmp_path)


# ------------------------------------------------------------------ the real register


@pytest.fixture
def sample() -> Iterator[Path]:
    with sample_register() as path:
        yield path


def test_the_real_register_enters_except_where_two_parties_cannot_be_told(
    both: Importing, sample: Path
) -> None:
    report = both.run_file(sample)

    assert (report.rows, report.registered, report.refused) == (110, 108, 2)
    assert [row.ref for row in report.refused_rows] == ["AGR-054", "AGR-149"]
    assert {row.reasons[0].code for row in report.refused_rows} == {"too-few-known-parties"}
    assert both.check() == 108


def test_a_second_run_of_the_real_register_changes_nothing(both: Importing, sample: Path) -> None:
    both.run_file(sample)
    before = (both.agreements(), len(both.kadflow.organisations.all()))

    again = both.run_file(sample)

    assert (again.registered, again.unchanged, again.different) == (0, 108, 0)
    assert again.organisations_added == 0
    assert (both.agreements(), len(both.kadflow.organisations.all())) == before


def test_nobody_approved_anything_of_what_was_imported(both: Importing, sample: Path) -> None:
    both.run_file(sample)

    assert not {kind for kind in both.kinds() if kind.startswith(("answer.", "decision."))}
    with both.kadflow.database.read() as tx:
        for agreement in list(rows.all_agreements(tx)):
            record = rows.get_agreement(tx, agreement)
            assert record is not None
            assert record.provenance == "registered"
            assert not any(e.answer for r in record.rounds.values() for e in r.electors)


def test_what_falls_due_after_an_import_leaves_rows_equal_to_their_rebuild(
    importing: Importing, sample: Path
) -> None:
    importing.run_file(sample)

    importing.kadflow.apply_due()

    assert importing.check() == 108
    assert importing.kadflow.agreements.due() == []


def test_every_imported_agreement_can_say_where_it_stands(
    importing: Importing, sample: Path
) -> None:
    importing.run_file(sample)
    importing.kadflow.apply_due()

    for agreement in importing.agreements():
        explanation = importing.kadflow.agreements.explain(agreement, importing.kadflow.operator())
        assert explanation.state == importing.get(agreement).state


def test_a_workbook_enters_like_a_text_file(importing: Importing) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Daftar kerja sama daerah"])
    sheet.append(list(GOOD))
    sheet.append(list(GOOD.values()))
    path = importing.folder / "register.xlsx"
    workbook.save(path)

    assert importing.run_file(path).registered == 1
    assert importing.run(GOOD).unchanged == 1


def test_the_dry_run_says_of_each_row_what_the_import_then_does(
    importing: Importing, sample: Path
) -> None:
    foreseen = {r.ref: r.verdict for r in importing.service.assess(sample)}
    assert importing.agreements() == []

    done: dict[str, str] = {}

    def note(row: ImportedRow) -> None:
        quiet = "accepted_with_warnings" if row.reasons else "accepted"
        done[row.ref] = "refused" if row.outcome == "refused" else quiet

    importing.run_file(sample, note)
    assert done == foreseen


def test_the_dry_run_says_which_rows_were_registered_before(importing: Importing) -> None:
    importing.run({"ref": "A-1"}, {"ref": "A-2", "title": "Air bersih"})

    path = importing.register({"ref": "A-1"}, {"ref": "A-2", "title": "Air minum"}, {"ref": "A-3"})
    same, other, new = importing.service.assess(path)

    assert "tidak berubah" in same.reasons[-1].said.id
    assert same.verdict == "accepted"
    assert other.reasons[-1].code == "differs-from-registered"
    assert not [r for r in new.reasons if r.column == "ref"]


# ------------------------------------------------------------------ rows among others


def test_bad_rows_among_good_ones_stop_nothing_and_leave_nothing(both: Importing) -> None:
    report = both.run(
        {"ref": "A-1"},
        {"ref": "A-2", "kind": "MoUx"},
        {"ref": "A-3", "parties": "Kabupaten Sleman;PT Maju Jaya"} | {"regime": "ksdpk"},
        {"ref": "A-4", "parties": "Kabupaten Sleman;Desa Sukamaju"},
        {"ref": "A-5", "parties": "Badan Tidak Dikenal;PT Hanya Satu", "regime": "ksdpk"},
        {"ref": "A-6", "title": "Terminal bersama"},
    )

    assert (report.registered, report.refused) == (3, 3)
    assert {row.ref for row in report.refused_rows} == {"A-2", "A-4", "A-5"}
    assert report.added_names == ["PT Maju Jaya"]
    assert both.check() == 3


def test_a_row_too_large_for_one_event_is_refused_alone_and_adds_no_organisation(
    importing: Importing,
) -> None:
    much = {
        "ref": "A-2",
        "parties": "Kabupaten Sleman;PT Nomor 1",
        "document_numbers": ";".join(f"{n}/nomor tanpa pemilik/2025" for n in range(3000)),
        "regime": "ksdpk",
    }

    report = importing.run({"ref": "A-1"}, much)

    assert (report.registered, report.refused, report.organisations_added) == (1, 1, 0)
    (row,) = report.refused_rows
    assert row.reasons[0].code == "not-registrable"
    assert "PT Nomor 1" not in {o.name for o in importing.kadflow.organisations.all()}


def test_a_broken_file_changes_nothing(both: Importing) -> None:
    path = both.folder / "broken.csv"
    path.write_text("nomor,judul\n1,Air\n", "utf-8")

    with pytest.raises(InvalidInputError, match="no header"):
        both.run_file(path)

    assert both.agreements() == []


def test_a_changed_row_under_the_same_reference_is_told_and_not_applied(both: Importing) -> None:
    both.run({"ref": "A-1"})

    report = both.run({"ref": "A-1", "title": "Judul lain"})

    assert (report.different, report.registered) == (1, 0)
    assert report.different_rows[0].reasons[-1].said.id.startswith("Berbeda dari yang tercatat")
    assert both.get("A-1").terms["title"].value == GOOD["title"]


def test_the_text_of_a_row_is_kept_as_it_came(importing: Importing) -> None:
    cells = {
        "notes": "Diteken di pendopo, 'basah'",
        "term_text": "5 (lima) tahun",
        "value_idr": "1250000000",
        "raw_title": "Perjanjian krjsama  sampah",
    }
    importing.run(cells)

    assert importing.original(importing.get("A-1")) == GOOD | cells


# ------------------------------------------------------------------ trees


def test_children_find_their_parents_wherever_they_stand_in_the_file(both: Importing) -> None:
    report = both.run(
        {"ref": "C", "parent_ref": "B", "title": "Perubahan kedua", "kind": "PKS"},
        {"ref": "B", "parent_ref": "A", "kind": "PKS"},
        {"ref": "A"},
        {"ref": "D", "parent_ref": "C", "kind": "PKS"},
    )

    assert report.registered == 4
    assert both.get("C").parent == both.get("B").id
    assert both.get("B").parent == both.get("A").id
    assert both.get("D").parent == both.get("C").id
    assert both.check() == 4


def test_a_parent_that_is_missing_or_refused_stays_unknown_with_its_text_kept(
    importing: Importing,
) -> None:
    report = importing.run(
        {"ref": "B", "parent_ref": "LAMA-1", "kind": "PKS"},
        {"ref": "C", "parent_ref": "X", "kind": "PKS"},
        {"ref": "X", "parties": "Kabupaten Sleman;Desa Sukamaju"},
    )

    assert (report.registered, report.refused) == (2, 1)
    assert importing.get("B").parent is None
    assert importing.original(importing.get("B"))["parent_ref"] == "LAMA-1"
    assert importing.get("C").parent is None
    warned = {row.ref: {r.code for r in row.reasons} for row in report.warned_rows}
    assert "parent-missing" in warned["B"]
    assert "parent-unknown" in warned["C"]


def test_a_parent_registered_by_an_earlier_file_is_found(importing: Importing) -> None:
    importing.run({"ref": "A"})

    report = importing.run({"ref": "B", "parent_ref": "A", "kind": "PKS"})

    assert importing.get("B").parent == importing.get("A").id
    assert "parent-missing" not in report.reasons


def test_a_parent_that_comes_after_its_child_is_linked_when_the_child_is_read_again(
    both: Importing,
) -> None:
    child = {"ref": "B", "parent_ref": "A", "kind": "PKS"}
    both.run(child)
    assert both.get("B").parent is None

    report = both.run({"ref": "A"}, child)

    assert (report.registered, report.unchanged, report.linked) == (1, 1, 1)
    assert both.get("B").parent == both.get("A").id
    assert [below.id for below in both.get("A").children] == [both.get("B").id]
    assert both.run({"ref": "A"}, child).linked == 0
    assert both.check() == 2


def test_a_circle_of_parents_is_refused_and_what_hangs_below_enters_alone(
    importing: Importing,
) -> None:
    report = importing.run(
        {"ref": "A", "parent_ref": "B"},
        {"ref": "B", "parent_ref": "A"},
        {"ref": "C", "parent_ref": "A", "kind": "PKS"},
    )

    assert (report.registered, report.refused) == (1, 2)
    assert importing.get("C").parent is None


# ------------------------------------------------------------------ what a row becomes


@pytest.mark.parametrize(
    ("cells", "state", "stage"),
    [
        ({"status_reported": "ditandatangani"}, "carried_out", "implementation"),
        ({"status_reported": "penawaran"}, "preparation", "proposal"),
        ({"status_reported": "pembahasan"}, "negotiating", "negotiation"),
        ({"status_reported": "menunggu penandatanganan"}, "kb_signing", "signing"),
        ({"status_reported": "berakhir"}, "ended", ""),
        ({"status_reported": "dihentikan sepihak"}, "stopped", ""),
        ({"status_reported": "sengketa"}, "preparation", "proposal"),
        (
            {"status_reported": "sengketa", "signed_on": "2012-05-04"},
            "carried_out",
            "implementation",
        ),
        ({"status_reported": "berlaku", "kind": "PKS"}, "in_force", "implementation"),
    ],
)
def test_a_row_enters_at_the_state_that_its_status_supports(
    importing: Importing, cells: dict[str, str], state: str, stage: str
) -> None:
    importing.run(cells)

    record = importing.get("A-1")
    assert (record.state, record.stage) == (state, stage)


def test_a_status_that_says_nothing_is_entered_with_a_warning(importing: Importing) -> None:
    report = importing.run(
        {"status_reported": "sengketa"},
        {"ref": "A-2", "status_reported": "sengketa", "signed_on": "2012-05-04"},
    )

    assert report.reasons["state-unknown"] == 1
    assert report.reasons["state-from-signing"] == 1


def test_an_addendum_that_was_signed_is_concluded(importing: Importing) -> None:
    importing.run({"ref": "A"}, {"ref": "B", "parent_ref": "A", "title": "Addendum kesatu"})

    assert importing.get("B").template_key == "addendum"
    assert importing.get("B").state == "concluded"


def test_unknown_stays_unknown(importing: Importing) -> None:
    importing.run({})

    record = importing.get("A-1")
    assert set(record.terms) == {"title"}
    assert record.signed_on is None
    assert record.numbers == {}


def test_terms_dates_and_numbers_go_where_the_template_has_them(importing: Importing) -> None:
    importing.run(
        {
            "signed_on": "2021-08-12",
            "starts_on": "2021-08-12",
            "ends_on": "2031-08-12",
            "term_text": "10 (sepuluh) tahun",
            "subject_field": "lingkungan hidup",
            "document_numbers": "480 A Tahun 2013;PKS/46/2021",
        }
    )

    record = importing.get("A-1")
    assert record.signed_on == "2021-08-12"
    assert record.terms["term"].value == {
        "ends_on": "2031-08-12",
        "starts_on": "2021-08-12",
        "text": "10 (sepuluh) tahun",
        "years": 10,
    }
    assert record.terms["subjects"].value == ["lingkungan hidup"]
    assert record.numbers == {"0": "480 A Tahun 2013", "1": "PKS/46/2021"}


def test_numbers_that_belong_to_nobody_in_particular_are_kept_as_such(
    importing: Importing,
) -> None:
    importing.run({"document_numbers": "1/KB/2020;2/KB/2020;3/KB/2020"})

    assert sorted(importing.get("A-1").numbers) == [
        "unassigned.1",
        "unassigned.2",
        "unassigned.3",
    ]


def test_a_term_that_is_over_has_its_deadline_and_is_not_called_over_by_the_import(
    importing: Importing,
) -> None:
    importing.run({"ends_on": "2020-12-31"})
    assert importing.get("A-1").state == "carried_out"

    assert importing.kadflow.apply_due() == 1

    assert importing.get("A-1").state != "carried_out"


# ------------------------------------------------------------------ parties


def test_an_organ_of_a_government_is_its_government_under_the_printed_name(
    importing: Importing,
) -> None:
    importing.run({"parties": "Dinas Kesehatan Kabupaten Sleman;Kabupaten Bantul"})

    party = importing.get("A-1").parties[0]
    assert party.organisation == importing.kadflow.organisations.get("34.04").id
    assert party.name == "Dinas Kesehatan Kabupaten Sleman"
    assert party.participation == "paper"


def test_a_body_that_is_no_region_is_added_once_under_all_its_spellings(
    importing: Importing,
) -> None:
    report = importing.run(
        {"ref": "A-1", "regime": "ksdpk", "parties": "Kabupaten Sleman;PT. Maju Jaya"},
        {"ref": "A-2", "regime": "ksdpk", "parties": "Kabupaten Bantul;PT MAJU JAYA"},
    )

    assert report.added_names == ["PT. Maju Jaya"]
    first, second = importing.get("A-1"), importing.get("A-2")
    assert first.parties[1].organisation == second.parties[1].organisation
    added = importing.kadflow.organisations.get("PT. Maju Jaya")
    assert (added.kind, added.zone, added.autonomous) == ("company", "Asia/Jakarta", False)


def test_a_template_that_does_not_bind_a_party_is_replaced_by_the_plain_one(
    importing: Importing,
) -> None:
    report = importing.run({"parties": "Kabupaten Sleman;PT Maju Jaya", "regime": "ksdd_sukarela"})

    assert importing.get("A-1").template_key == "standar"
    assert report.reasons["template-replaced"] == 1


# ------------------------------------------------------------------ interruption


def test_an_interrupted_import_goes_on_where_it_stopped(both: Importing) -> None:
    path = both.register(*({"ref": f"A-{n}", "title": f"Urusan {n}"} for n in range(600)))
    seen: list[str] = []

    def pull_the_plug(row: ImportedRow) -> None:
        seen.append(row.ref)
        if len(seen) == 300:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        both.run_file(path, pull_the_plug)
    report = both.run_file(path)

    assert report.registered + report.unchanged == 600
    assert report.unchanged >= 300
    assert both.check() == 600


def test_a_report_is_json_and_stays_short(importing: Importing) -> None:
    report = importing.run(*({"ref": f"A-{n}", "kind": "?"} for n in range(300)))

    assert report.refused == 300
    assert len(report.refused_rows) == 200
    assert msgspec.json.decode(msgspec.json.encode(report), type=ImportReport) == report


# ------------------------------------------------------------------ numbers of documents


def test_a_number_that_its_issuer_used_before_in_that_year_is_a_warning_of_the_row(
    both: Importing,
) -> None:
    signed = {"signed_on": "2025-03-01"}
    both.run(signed | {"document_numbers": "119/KB.BUP/2025;12/PKS"})
    (known,) = both.agreements()
    number = both.kadflow.agreements.get(known).number
    again = both.register(
        signed | {"ref": "B-1", "title": "Air", "document_numbers": "119 / kb.bup / 2025;13/PKS"},
        {"ref": "B-2", "title": "Jalan", "document_numbers": "14/PKS;12/PKS"},
        signed | {"ref": "B-3", "title": "Hutan", "document_numbers": "16/PKS; 12 / pks"},
        {"ref": "B-4", "title": "Pasar", "document_numbers": "16/PKS;17/PKS"},
        name="again.csv",
    )

    judged = [[r.code for r in report.reasons] for report in both.service.assess(again)]
    rows_of: list[ImportedRow] = []
    report = both.run_file(again, rows_of.append)

    told = [[r for r in row.reasons if r.code == "number-used"] for row in rows_of]
    assert [len(found) for found in told] == [1, 0, 1, 0]  # B-2 and B-4 are of another year
    assert [codes.count("number-used") for codes in judged] == [1, 0, 1, 0]
    assert number in told[0][0].said.en
    assert report.registered == 4
    warnings = both.kadflow.history.show(both.get("B-1").id)[0]
    assert "number-used" in str(warnings)
    both.kadflow.history.verify(rows=True).raise_if_broken()


def test_rows_of_one_batch_are_compared_with_each_other(both: Importing) -> None:
    rows_of: list[ImportedRow] = []
    both.run_file(
        both.register(
            {"ref": "A-1", "document_numbers": "7/PKS/2025;8/PKS/2025"},
            {"ref": "A-2", "title": "Air", "document_numbers": "9/PKS/2025;8/PKS/2025"},
        ),
        rows_of.append,
    )

    told = [[r.said.id for r in row.reasons if r.code == "number-used"] for row in rows_of]
    assert told[0] == []
    assert both.get("A-1").number in told[1][0]


# ------------------------------------------------------------------ very many parties


def _parties(most: int) -> dict[str, str]:
    """Cells that name so many governments of the nation, and companies where those are too few."""
    regions = [each for each in load_regions() if each.autonomous][:most]
    companies = [f"PT Contoh {letter}" for letter in "ABCDEFGHIJ"][: most - len(regions)]
    return {
        "parties": ";".join([*(each.full_name for each in regions), *companies]),
        "party_codes": ";".join([*(each.code for each in regions), *("" for _ in companies)]),
    }


def test_an_agreement_of_more_parties_than_one_entry_can_name_is_registered_whole(
    both: Importing,
) -> None:
    report = both.run(
        _parties(552)
        | {
            "document_numbers": ";".join(f"{place}/NK/2025" for place in range(552)),
            "signed_on": "2025-03-01",
        }
    )

    assert (report.registered, report.refused) == (1, 0)
    record = both.get("A-1")
    assert len(record.parties) == 552
    assert [party.position for party in record.parties] == list(range(552))
    assert record.numbers == {str(place): f"{place}/NK/2025" for place in range(552)}
    history_ = both.kadflow.history
    entries = history_.show(record.id)
    named = [
        entry for entry in entries if entry.kind in {"agreement.registered", "party.registered"}
    ]
    assert len(named) > 1
    assert {entry.recorded_at[:19] for entry in named} == {entries[0].recorded_at[:19]}
    with both.kadflow.database.read() as tx:
        events = [decode_event(row[-1]) for row in history.events_of(tx, record.id)]
    told = events[0].data["further"]
    assert told == 552 - len(events[0].data["parties"]) > 0
    assert told == sum(len(e.data["parties"]) for e in events if e.kind == "party.registered")

    both.check()
    history_.verify(rows=True).raise_if_broken()
    assert history_.in_force_at(record.id, "2025-02-28") is None
    on_the_day = history_.in_force_at(record.id, "2025-03-01")
    assert on_the_day is not None
    assert len(on_the_day.parties) == 552
    again = both.run({"ref": "A-2", "title": "Air", "document_numbers": "1/KB;551/NK/2025"})
    assert again.registered == 1


def test_what_fits_in_one_entry_stays_in_one(both: Importing) -> None:
    both.run(_parties(100))

    assert "party.registered" not in both.kinds()
    assert len(both.get("A-1").parties) == 100


# ------------------------------------------------------------------ fields of government


def test_subjects_are_kept_under_the_name_of_the_law_and_unknown_ones_as_written(
    both: Importing,
) -> None:
    rows_of: list[ImportedRow] = []
    path = both.register(
        {"subject_field": "Kominfo", "subject_scope_text": "PUPR; energi terbarukan;2.11"},
        {"ref": "A-2", "title": "Air", "subject_field": "LINGKUNGAN HIDUP"},
    )
    judged = [[r.code for r in report.reasons] for report in both.service.assess(path)]
    report = both.run_file(path, rows_of.append)

    assert (report.registered, report.refused) == (2, 0)
    record = both.get("A-1")
    assert record.terms["subjects"].value == [
        "komunikasi dan informatika",
        "pekerjaan umum dan penataan ruang",
        "energi terbarukan",
        "lingkungan hidup",
    ]
    (told,) = [r for r in rows_of[0].reasons if r.code == "subject-unknown"]
    assert told.said.id.endswith("dicatat seperti tertulis: energi terbarukan.")
    assert [codes.count("subject-unknown") for codes in judged] == [1, 0]
    assert both.get("A-2").terms["subjects"].value == ["lingkungan hidup"]
    both.kadflow.history.verify(rows=True).raise_if_broken()
