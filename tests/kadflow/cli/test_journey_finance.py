"""Journey F, its money: a spreadsheet with two wrong rows; the shortfall, and whom it stops."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.kadflow.cli.console import Console

SLEMAN = ("--as", "sleman.finance")
BANTUL = ("--as", "bantul.finance")
HEADER = (
    "Kerja Sama", "Pihak", "Tahun Anggaran", "Sumber Dana", "Kode Rekening", "Uraian", "Jenis",
    "Jumlah (Rp)", "Tanggal", "Nomor DPA", "Tanggal DPA",
)  # fmt: skip


def _workbook(place: Path, number: str) -> Path:
    """What a finance office sends: titles above, texts and numbers mixed, two rows wrong."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["BADAN KEUANGAN DAN ASET DAERAH KABUPATEN SLEMAN"])
    sheet.append(["Anggaran kerja sama tahun 2026"])
    sheet.append([])
    sheet.append(list(HEADER))
    line = (number, "Kabupaten Sleman", 2026, "APBD", "5.1.02.02.01.0001", "Pengangkutan sampah")
    dpa = ("DPA/A.1/2.11/001/2026", "2 Januari 2026")
    sheet.append([*line, "Pagu", "Rp250.000.000,00", "2026-01-05", *dpa])
    sheet.append([*line, "Kontrak", 300_000_000, "2026-01-05", None, None])
    sheet.append([*line, "Realisasi", "seratus juta", "2026-01-05", None, None])
    sheet.append([number, "Kabupaten Antah", *line[2:], "Pagu", 1_000_000, "2026-01-05", *dpa])
    sheet.append([*line, "Realisasi", "50.000.000", "2026-01-05", "SP2D 12", "2026-01-05"])
    workbook.save(place)
    return place


@pytest.fixture
def number(console: Console) -> str:
    found: str = console.ok(
        "agreement", "create", "ksdd-sukarela", "--party", "34.04", "--party", "34.02",
        "--set", "title=Pengelolaan sampah", "--as", "sleman.coordinator", "--json",
    ).json["outcome"]["number"]  # fmt: skip
    return found


def test_two_wrong_rows_never_stop_the_others_and_come_back_with_their_reasons(
    console: Console, number: str, tmp_path: Path
):
    file = _workbook(tmp_path / "anggaran.xlsx", number)

    dry = console.ok("budget", "import", file, "--dry-run", *SLEMAN)
    assert "3 diterima (0 perlu dilihat), 0 sudah ada, 2 ditolak. Belum ada yang disimpan." in (
        dry.shown
    )
    assert "'seratus juta' bukan rupiah bulat" in dry.shown
    assert "Belum ada baris anggaran." in console.ok("budget", "show", number).shown
    assert not (tmp_path / "anggaran-ditolak.xlsx").exists()

    done = console.ok("budget", "import", file, *SLEMAN)
    assert "3 diterima (0 perlu dilihat), 0 sudah ada, 2 ditolak." in done.shown
    assert "kontrak Rp300.000.000 melebihi pagu Rp250.000.000 sebesar Rp50.000.000" in done.shown

    back = load_workbook(tmp_path / "anggaran-ditolak.xlsx").active
    assert back is not None
    rows = list(back.iter_rows(values_only=True))
    assert rows[0] == (*HEADER, "Alasan ditolak")
    assert [row[1] for row in rows[1:]] == ["Kabupaten Sleman", "Kabupaten Antah"]
    assert "seratus juta" in str(rows[1][-1])

    # mended and imported again: only what was wrong is new, and it is not refused twice
    back["H2"] = "100.000.000"
    back.delete_rows(3)
    back.parent.save(tmp_path / "diperbaiki.xlsx")
    mended = console.ok("budget", "import", tmp_path / "diperbaiki.xlsx", *SLEMAN)
    assert "1 diterima (0 perlu dilihat), 0 sudah ada, 0 ditolak." in mended.shown

    before = console.ok("budget", "show", number, "--json").json
    again = console.ok("budget", "import", file, *SLEMAN)
    assert "0 diterima (0 perlu dilihat), 3 sudah ada, 2 ditolak." in again.shown
    assert console.ok("budget", "show", number, "--json").json == before
    (sums,) = before["totals"]
    assert (sums["appropriated"], sums["committed"], sums["realised"]) == (
        250_000_000, 300_000_000, 150_000_000,
    )  # fmt: skip


def test_parties_are_named_as_offices_write_them_and_others_are_refused_with_those_there_are(
    console: Console, number: str, tmp_path: Path
):
    file = tmp_path / "anggaran.csv"
    head = "kerja sama,pihak,tahun,sumber dana,kode rekening,uraian,jenis,jumlah"
    rest = "2026,APBD,5.1.02.02.01.0001,Angkutan,pagu,Rp250.000.000"
    file.write_text("\n".join([head, f"{number},Kab. Sleman,{rest}", f"{number},Antah,{rest}"]))
    done = console.ok("budget", "import", file, *SLEMAN).shown
    assert "1 diterima (0 perlu dilihat), 0 sudah ada, 1 ditolak." in done
    told = (tmp_path / "anggaran-ditolak.csv").read_text("utf-8-sig")
    assert "Pihaknya: Kabupaten Sleman (34.04), Kabupaten Bantul (34.02)." in told


def test_a_need_that_nobody_stated_is_not_told_as_zero(console: Console, number: str):
    console.ok("agreement", "edit", number, "--set", "budget_status.@2.2026=not_yet", *BANTUL)
    found = console.ok("budget", "check", number).shown
    assert "Kabupaten Bantul, 2026: kebutuhannya belum dinyatakan jumlahnya" in found
    assert "Rp0" not in found


def test_an_opened_line_is_told_with_the_number_to_enter_amounts_in(console: Console, number: str):
    told = console.ok(
        "budget", "add", number, "--party", "34.04", "--year", "2026",
        "--account", "5.1.02.02.01.0001", "--title", "Angkutan", *SLEMAN,
    ).shown  # fmt: skip
    line = told.partition(f"kadflow budget enter {number} ")[2].split()[0]
    console.ok("budget", "enter", number, line, "planned", "Rp400.000.000", *SLEMAN)


def test_the_shortfall_says_what_it_holds_back_and_is_gone_once_it_is_mended(
    console: Console, number: str
):
    console.ok(
        "budget", "add", number, "--party", "34.02", "--year", "2026", "--source", "apbd",
        "--account", "5.1.02.02.01.0001", "--title", "Pengangkutan", *BANTUL,
    )  # fmt: skip
    line = str(console.ok("budget", "show", number, "--json").json["lines"][0]["number"])
    console.ok("budget", "enter", number, line, "planned", "Rp400.000.000", *BANTUL)
    said = console.ok(
        "budget",
        "status",
        number,
        "--party",
        "34.02",
        "--year",
        "2026",
        "--is",
        "not_yet",
        *BANTUL,
    )
    assert "Minta persetujuan DPRD sekarang" in said.shown
    assert "Tunggu APBD Perubahan" in said.shown

    shown = console.ok("budget", "check", number).shown
    assert "kebutuhan Rp400.000.000 belum ada dalam APBD tahun berjalan (pagu Rp0)" in shown
    assert "menahan atau memerlukan: Persetujuan DPRD (DPRD)" in shown
    assert "sejak 5 Januari 2026" in shown
    told = console.ok("inbox", "--as", "bantul.finance", "--told").shown
    assert f"Anggaran {number}: di luar APBD tahun berjalan" in told
    assert number not in console.ok("inbox", "--as", "sleman.finance", "--told").shown

    # what was appropriated contradicts the status: it is told at once
    entered = console.ok(
        "budget", "enter", number, line, "appropriated", "Rp400.000.000", "--letter-number",
        "DPPA 7/2026", "--letter-date", "2026-01-02", *BANTUL,
    ).shown  # fmt: skip
    assert "status anggaran dinyatakan 'belum dianggarkan'" in entered
    console.ok(
        "budget", "status", number, "--party", "34.02", "--year", "2026", "--is", "budgeted",
        *BANTUL,
    )  # fmt: skip
    assert "Tidak ada temuan anggaran." in console.ok("budget", "check", number).shown
    assert "Selesai: status anggaran" in console.ok(
        "inbox", "--as", "bantul.finance", "--told"
    ).shown  # fmt: skip
    console.at = "2027-01-01"
    swept = console.ok("flow", "run", "check_budgets")
    assert "1 kerja sama diperiksa anggarannya" in swept.shown
    assert console.ok("history", "verify", number).code == 0
    assert console.ok("history", "rebuild", number).code == 0
