"""A message answers what, by when, for whom and why, and is safe whatever people wrote."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from notifications import KINDS, NoticeError
from notifications.catalogue import LANGUAGES
from notifications.rendering import About, item, render, render_digest

WICKED = "<script>alert(1)</script> & \"Sampah\" 'x'"
ABOUT = About(
    agreement=f"KSD-2026-000108, {WICKED}",
    due="Kamis, 12 Maret 2026 (3 hari kerja lagi)",
    on_behalf="Sekretaris Daerah, sebagai pelaksana tugas (Plt.) s.d. 30 Juni 2026",
    link="https://kadflow.test/agreements/KSD-2026-000108",
)
WHY = ("Anda menjabat Bupati Sleman.",)


class Reader(HTMLParser):
    """What a mail client shows, and what it would fetch or run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [
            value or "" for name, value in attrs if name in {"href", "src", "background"}
        ]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_makes_a_whole_message_in_both_languages(kind, language):
    made = render(kind.name, kind.fields, ABOUT, reasons=WHY, language=language)

    reader = Reader(made.html)
    assert "\n" not in made.subject
    for said in (made.subject, ABOUT.due, ABOUT.on_behalf, WHY[0], WICKED):
        assert said in made.text
        assert said in reader.text
    assert made.subject in made.short
    assert ABOUT.link in made.short


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_mail_client_fetches_nothing_and_runs_nothing(kind):
    reader = Reader(render(kind.name, kind.fields, ABOUT, reasons=WHY).html)

    assert not reader.tags & {"script", "img", "link", "style", "iframe", "form", "video"}
    assert set(reader.links) == {ABOUT.link}


def test_the_short_text_names_no_title_and_no_reason():
    made = render("gate_closed", KINDS["gate_closed"].fields, ABOUT, reasons=WHY)

    assert "Sampah" not in made.short
    assert "Bupati" not in made.short
    assert ABOUT.due in made.short


def test_a_closed_approval_is_named_once_and_claims_nothing_about_who_answered():
    fields = KINDS["gate_closed"].fields | {
        "gate_id": "Persetujuan naskah",
        "outcome_id": "dikembalikan untuk diperbaiki",
    }
    made = render("gate_closed", fields, ABOUT, reasons=WHY)

    assert "Persetujuan naskah pada" in made.subject
    assert "Persetujuan Persetujuan" not in made.subject
    assert "sudah menjawab" not in made.text  # a return ends a round while others are still asked


def test_what_is_not_known_leaves_no_empty_line_behind():
    made = render("gate_closed", KINDS["gate_closed"].fields, About(), reasons=WHY)

    assert "Batas waktu" not in made.text
    assert "Buka di Kadflow" not in made.text
    assert Reader(made.html).links == []


def test_a_digest_lists_every_notice_with_its_own_link():
    about = [About(link=f"https://kadflow.test/{n}", due=ABOUT.due) for n in range(3)]
    items = tuple(
        item(
            "state_entered",
            dict(KINDS["state_entered"].fields) | {"number": f"KSD-{n}"},
            each,
            "id",
        )
        for n, each in enumerate(about)
    )
    made = render_digest(
        KINDS["digest"].fields, items, link="https://kadflow.test/inbox", reasons=WHY
    )

    reader = Reader(made.html)
    assert [f"KSD-{n} kini: Penandatanganan" in reader.text for n in range(3)] == [True] * 3
    assert {each.link for each in about} | {"https://kadflow.test/inbox"} == set(reader.links)
    assert all(f"KSD-{n}" in made.text for n in range(3))


def test_a_missing_field_is_an_error_and_never_an_empty_space():
    fields = dict(KINDS["gate_closed"].fields)
    del fields["outcome_id"]
    with pytest.raises(NoticeError, match="outcome_id"):
        render("gate_closed", fields, ABOUT, reasons=WHY)
