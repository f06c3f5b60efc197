"""Indicators by command line: stated, measured, corrected, shown."""

from __future__ import annotations

from tests.kadflow.cli.console import Console

AS = ("--as", "sleman.coordinator")


def test_an_indicator_is_stated_measured_corrected_and_shown(console: Console, agreement: str):
    console.ok(
        "indicator", "add", agreement, "Sampah terolah", "--party", "34.04",
        "--unit", "ton per hari", "--source", "Timbangan TPA", "--decimals", "1",
        "--target", "2026-S1=150", "--target", "2026-S2=180", *AS,
    )  # fmt: skip
    (stated,) = console.ok("indicator", "show", agreement, "--json").json["indicators"]
    number = str(stated["indicator"]["number"])
    console.at = "2026-07-02"
    measure = ("indicator", "measure", agreement, number, "2026-S1")
    console.ok(*measure, "135", "--as", "sleman.unit")
    console.refuse(2, *measure, "136", "--as", "sleman.unit")
    console.refuse(4, *measure, "136", "--as", "bantul.unit")
    (told,) = console.ok("indicator", "show", agreement, number, "--json").json["indicators"]
    first = str(told["results"][0]["measurement"]["number"])
    console.ok(*measure, "142,5", "--corrects", first, *AS, "--reason", "Salah baca")

    assert "Semua indikator sudah diisi." in console.ok("indicator", "missing", "2026-S1").shown
    assert "Sampah terolah" in console.ok("indicator", "missing", "2026-S2", *AS).shown
    console.refuse(2, "indicator", "missing", "semester satu")

    shown = console.ok("indicator", "show", agreement).shown

    assert "Semester I Tahun 2026 150 142,5 95 %" in shown
    assert "Semester II Tahun 2026 180 belum diisi tidak diketahui" in shown
    assert "Nilai awal tidak diketahui" in shown
    assert "(dikoreksi)" in shown
    console.refuse(3, "indicator", "show", agreement, "999")
    console.refuse(2, *measure, "seratus", *AS)
    assert console.ok("history", "rebuild", agreement, "--json").json["report"]["count"] == 0
