"""Calendars by command line: a decree from a file, a year, and a count that explains itself."""

from __future__ import annotations

from pathlib import Path

from tests.kadflow.cli.console import Console

HEAD = "tanggal;sampai;jenis;nama;daerah;keputusan;tanggal keputusan\n"
BANTUL = (
    "20 Juli 2026;;libur;Hari Jadi Kabupaten Bantul;34.02;SK Bupati 12/2026;2026-01-02\n"
    "2026-01-01;;enam hari kerja;;34.02;Perbup 3/2025;2025-12-01\n"
    "2026-02-19;2026-03-19;jam pendek;Ramadan;34.02;SE 4/2026;2026-01-02\n"
)


def written(tmp_path: Path, rows: str) -> Path:
    path = tmp_path / "kalender.csv"
    path.write_text(HEAD + rows, "utf-8")
    return path


def test_ten_working_days_are_counted_and_every_skipped_day_is_told(console: Console):
    shown = console.ok("calendar", "count", "13 Maret 2026", "10").shown

    assert "6 April 2026" in shown
    assert "10 hari kerja setelah 13 Maret 2026; hari pertama tidak dihitung." in shown
    assert "19 Maret 2026: Hari Suci Nyepi (nasional)" in shown
    assert "akhir pekan: 5 hari" in shown
    assert "Kalender: nasional 0.109" in shown


def test_a_count_speaks_english_and_json(console: Console):
    console.english = True
    shown = console.ok("calendar", "count", "2026-12-18", "7", "--unit", "days", "--roll", "next")
    assert "28 December 2026" in shown.shown
    assert "on a day off it moves to the next working day" in shown.shown

    count = console.ok("calendar", "count", "2026-01-31", "1", "--unit", "months", "--json").json
    assert (count["count"]["on"], count["count"]["unit"]) == ("2026-02-28", "months")


def test_a_regional_calendar_is_imported_and_counts_from_then_on(console: Console, tmp_path: Path):
    file = written(tmp_path, BANTUL)
    assert "Belum ada yang disimpan." in console.ok("calendar", "import", file, "--dry-run").shown
    assert "3 baru, 0 sudah ada, 0 ditolak." in console.ok("calendar", "import", file).shown
    assert "0 baru, 3 sudah ada, 0 ditolak." in console.ok("calendar", "import", file).shown

    both = ("--region", "34.02", "--region", "kab sleman")
    shown = console.ok("calendar", "count", "2026-07-15", "8", *both).shown
    assert "28 Juli 2026" in shown
    assert "(Kabupaten Bantul, SK Bupati 12/2026, 2026-01-02)" in shown
    assert (
        "24 Juli 2026" in console.ok("calendar", "count", "2026-07-15", "8", *both, "--any").shown
    )
    year = console.ok("calendar", "show", "2026", "--region", "34.02").shown
    assert "Kabupaten Bantul: 6 hari kerja seminggu (Perbup 3/2025, 2025-12-01)." in year
    assert "Jam kerja pendek: Ramadan (Kabupaten Bantul)" in year


def test_a_year_without_its_joint_leave_says_so(console: Console):
    assert (
        "Cuti bersama tahun 2028 belum ditetapkan" in console.ok("calendar", "show", "2028").shown
    )


def test_a_broken_file_says_line_and_remedy_and_changes_nothing(console: Console, tmp_path: Path):
    file = written(tmp_path, BANTUL + "2026-02-30;;libur;Nyepi;;SKB;2026-01-02\n")

    said = console.refuse(2, "calendar", "import", file).said

    assert "1 dari 4 baris tidak dapat diambil; belum ada yang berubah." in said
    assert "Baris 5: Kolom tanggal: '2026-02-30' bukan tanggal; tulis seperti 2026-03-19" in said
    year = console.ok("calendar", "show", "2026", "--region", "34.02").shown
    assert "Kabupaten Bantul: 5 hari kerja seminggu." in year
    problem = console.refuse(2, "calendar", "import", file, "--json").problem
    assert problem["details"]["rows"] == [{"row": 5, "code": "date-unreadable"}]


def test_what_is_no_date_no_region_and_no_file_is_told(console: Console, tmp_path: Path):
    console.refuse(2, "calendar", "count", "kemarin", "3")
    console.refuse(2, "calendar", "count", "2026-01-05", "0")
    console.refuse(3, "calendar", "count", "2026-01-05", "3", "--region", "zzzzqqqq")
    console.refuse(3, "calendar", "import", tmp_path / "tidak-ada.csv")
