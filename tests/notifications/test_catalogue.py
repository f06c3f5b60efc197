"""Every notice can be said in both languages, and says what is missing when it cannot."""

from __future__ import annotations

import pytest

from notifications import KINDS, NoticeError, check, headline


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_reads_as_one_line_with_its_fields_in_it(kind, language):
    fields = {name: f"<{name}>" for name in kind.fields}

    line = headline(kind.name, fields, language)

    assert "\n" not in line
    other = {"id": "_en", "en": "_id"}[language]
    assert all(f"<{name}>" in line for name in kind.fields if not name.endswith(other))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_missing_field_is_named_before_anything_is_written(kind):
    fields = dict.fromkeys(kind.fields[1:], "x")

    with pytest.raises(NoticeError, match=kind.fields[0]):
        check(kind.name, fields)


def test_an_unknown_kind_is_refused_and_the_known_ones_are_listed():
    with pytest.raises(NoticeError, match="decision_requested"):
        check("decision_demanded", {})


def test_words_cannot_reach_python_through_a_field():
    line = headline("agreement_opened", {"number": "{{ ''.__class__ }}"})

    assert "{{ ''.__class__ }}" in line
