"""What is printed stays readable and harmless, however narrow the window or odd the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.cli.screen import Screen, clean


@given(st.text())
def test_no_control_character_passes(text: str):
    assert not any((ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in clean(text))


def test_a_direction_override_does_not_pass():
    assert "\u202e" not in clean("abc\u202etxt.exe")


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_a_table_fits_and_keeps_the_number_whole(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COLUMNS", str(columns))
    screen = Screen(as_json=False, language="id")
    screen.table(("Nomor", "Judul"), [("KSD-2026-000001", "Pengelolaan sampah " * 6)])
    out = capsys.readouterr().out
    assert "KSD-2026-000001" in out
    assert max(map(len, out.splitlines())) <= columns


def test_markup_in_texts_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]):
    screen = Screen(as_json=False, language="id")
    screen.table(("A",), [("[red]x[/red]",)])
    assert "[red]x[/red]" in capsys.readouterr().out


def test_a_long_name_has_its_value_in_the_column_of_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COLUMNS", "60")
    screen = Screen(as_json=False, language="id")
    screen.pairs([("Judul", "Sampah"), ("Apakah para pihak berbatasan satu sama lain?", "ya")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].index("Sampah") == lines[-1].index("ya")
