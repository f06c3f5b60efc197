"""Every notice can be said in both languages, and says what is missing when it cannot."""

from __future__ import annotations

import pytest

from notifications import KINDS, NoticeError, check, headline
from notifications.catalogue import LANGUAGES, check_words, say


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_reads_as_one_line_and_paragraphs_with_its_fields_in_it(kind, language):
    said = say(kind.name, kind.fields, language)

    assert "\n" not in said.headline
    assert said.paragraphs
    whole = " ".join((said.headline, *said.paragraphs)).lower()
    other = {"id": "_en", "en": "_id"}[language]
    for name, example in kind.fields.items():
        if not name.endswith(other) and not isinstance(example, bool):
            assert str(example).lower() in whole, name


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_missing_field_is_named_before_anything_is_written(kind):
    missing, *others = kind.fields

    with pytest.raises(NoticeError, match=missing):
        check(kind.name, dict.fromkeys(others, "x"))


def test_an_unknown_kind_is_refused_and_the_known_ones_are_listed():
    with pytest.raises(NoticeError, match="decision_requested"):
        check("decision_demanded", {})


def test_words_cannot_reach_python_through_a_field():
    line = headline("agreement_opened", {"number": "{{ ''.__class__ }}"})

    assert "{{ ''.__class__ }}" in line


def test_nobody_is_called_late_unless_the_deadline_is_sure():
    fields = dict(KINDS["deadline_passed"].fields) | {"days": 2}

    assert "Terlambat" not in headline("deadline_passed", fields | {"late": False})
    assert headline("deadline_passed", fields | {"late": True}).startswith("Terlambat 2 hari")
    assert "late" not in headline("deadline_passed", fields | {"late": False}, "en")


def test_own_words_are_shown_with_the_example_of_their_kind():
    said = check_words(
        "state_entered", "id", "Kabar {{ number }}\n\nKini {{ state_id }}.\n\nSalam"
    )

    assert said.headline == "Kabar KSD-2026-000108"
    assert said.paragraphs == ("Kini Penandatanganan.", "Salam")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("{{ '' }}", "headline"),
        ("Halo {{ nama }}", "nama"),
        ("Halo {{ number", "cannot be said"),
        ("{{ number.__class__ }}", "unsafe|cannot be said"),
        ("{{ ''.__class__.__mro__ }}", "cannot be said"),
        ("{% for a in range(9) %}x{% endfor %}", "no {% %}"),
        ("{{ 'a' * 999999999 }}", "no {% %}"),
        ("{{ 9 ** 9 ** 9 }}", "no {% %}"),
        ("{{ lipsum(999) }}", "cannot be said"),
        ("x" * 5000, "characters"),
        ("x" * 300, "headline"),
    ],
)
def test_own_words_that_fail_are_refused_when_they_are_entered(text, why):
    with pytest.raises(NoticeError, match=why):
        check_words("state_entered", "id", text)
