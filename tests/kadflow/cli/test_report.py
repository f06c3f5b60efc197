"""`kadflow report`: a semester report from an empty folder to the governor's receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console


def _built(console: Console, agreement: str, *more: str) -> dict:
    return console.ok(
        "report", "build", "evaluasi", "--agreement", agreement, "--period", "2026-S1",
        "--format", "html", "--as", "sleman.finance", "--json", *more,
    ).json  # fmt: skip


def test_a_report_goes_from_the_record_to_the_receipt(
    console: Console, agreement: str, tmp_path: Path
) -> None:
    said = _built(console, agreement, "--out", str(tmp_path / "laporan"))
    report = said["report"]["id"]
    (path,) = said["written"]
    assert "Pengelolaan sampah" in Path(path).read_text("utf-8")
    assert {each["ask"] for each in said["missing"]} >= {"Badan Keuangan Kabupaten Bantul"}

    refused = console.refuse(4, "report", "sign", report, "--as", "sleman.head")
    assert "giliran" in refused.err
    console.ok("report", "sign", report, "--as", "sleman.coordinator")
    console.ok("report", "sign", report, "--as", "sleman.head")
    console.ok(
        "report", "send", report, "--to", "governor", "--letter-number", "019/321/2026",
        "--letter-date", "2026-01-05", "--out", str(tmp_path / "surat"),
        "--as", "sleman.coordinator",
    )  # fmt: skip
    assert (tmp_path / "surat" / "letter-1.pdf").read_bytes().startswith(b"%PDF")
    console.ok(
        "report", "receive", report, "--to", "governor", "--receipt", "Agenda 1123",
        "--as", "sleman.coordinator",
    )  # fmt: skip
    shown = console.ok("report", "show", report).out
    assert "diterima" in shown
    console.ok("history", "verify", "--all")


def test_a_region_is_named_as_in_every_other_command(console: Console, tmp_path: Path) -> None:
    said = console.ok(
        "report", "build", "rekap", "--region", "kab sleman", "--period", "2025-S2",
        "--format", "html", "--draft", "--out", str(tmp_path), "--as", "sleman.coordinator",
    ).said  # fmt: skip
    assert "kab sleman = Kabupaten Sleman (34.04)" in said


def test_a_draft_stores_nothing(console: Console, agreement: str, tmp_path: Path) -> None:
    said = _built(console, agreement, "--draft", "--out", str(tmp_path))
    assert not said["stored"]
    assert "RANCANGAN" in Path(said["written"][0]).read_text("utf-8")
    assert console.ok("report", "list", "--json").json["reports"] == []


def test_a_stored_file_is_written_again_as_it_was(
    console: Console, agreement: str, tmp_path: Path
) -> None:
    said = _built(console, agreement, "--out", str(tmp_path / "a"))
    again = tmp_path / "b.html"
    console.ok("report", "export", said["report"]["id"], "--format", "html", "--out", str(again))
    assert again.read_bytes() == Path(said["written"][0]).read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("build",), 2, "tentang apa"),
        (("build", "rekap", "--all", "--period", "2026-S3"), 2, "bukan nama periode"),
        (("build", "rekap", "--all", "--format", "odt"), 2, "odt"),
        (("build", "ringkas", "--all"), 3, "Tidak ada laporan"),
        (("show", "01943a5e"), 3, "Tidak ada laporan"),
        (("outline", "ringkas"), 3, "Tidak ada laporan"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    console: Console, words: tuple[str, ...], code: int, says: str
) -> None:
    assert says in console.refuse(code, "report", *words).err


def test_a_region_changes_an_outline_and_gets_it(
    console: Console, agreement: str, tmp_path: Path
) -> None:
    text = console.ok("report", "outline", "evaluasi", "--json").json["text"]
    file = tmp_path / "evaluasi.yaml"
    file.write_text(text.replace("Laporan Evaluasi Kerja Sama", "Laporan Sleman"), "utf-8")
    console.ok(
        "report", "put-outline", str(file), "--region", "34.04", "--as", "sleman.coordinator"
    )

    said = _built(console, agreement, "--out", str(tmp_path / "laporan"))

    assert "Laporan Sleman" in Path(said["written"][0]).read_text("utf-8")
    listed = console.ok("report", "outlines", "--region", "34.04").out
    assert "Laporan Sleman" in listed
