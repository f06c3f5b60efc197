"""A notice becomes a message: subject, plain text, HTML for a mail client, and a short text.

The layouts are one for all kinds, so that every message answers the same questions in the same
place: what, by when, for whom, and why me. They are compiled once. The HTML needs no image, no
style sheet and no script; whatever people wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from notifications.catalogue import Language, Said, say

_WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "open": "Buka di Kadflow",
        "why": "Mengapa Anda menerima ini:",
        "footer": "Dikirim otomatis oleh Kadflow; balasan tidak dibaca. Membuka tautan tidak "
        "memutuskan apa pun.",
        "agreement": "Kerja sama",
        "due": "Batas waktu",
        "for": "Untuk",
        "copy": "Tembusan",
    },
    "en": {
        "open": "Open in Kadflow",
        "why": "Why you receive this:",
        "footer": "Sent by Kadflow; replies are not read. Opening the link decides nothing.",
        "agreement": "Agreement",
        "due": "Due",
        "for": "For",
        "copy": "Copy",
    },
}


@dataclass(frozen=True, slots=True)
class About:
    """What a message says beside the words of its kind; phrases in the reader's language.

    Attributes:
        agreement: Number and title of the agreement; empty for none.
        due: By when: ``Kamis, 12 Maret 2026 (3 hari kerja lagi)``; empty where nothing is due.
        on_behalf: For whom the reader acts; empty for the own office.
        link: Where it is opened; empty where nothing can be.
        copied: The reader gets a copy: what it asks for is asked of another.
    """

    agreement: str = ""
    due: str = ""
    on_behalf: str = ""
    link: str = ""
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One notice in a digest."""

    headline: str
    facts: tuple[tuple[str, str], ...]
    link: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message that no channel has taken yet.

    Attributes:
        subject: One line.
        text: The whole, plain.
        html: The same for a mail client.
        short: A few lines to be sent by hand or to a chat: no title, no name.
    """

    subject: str
    text: str
    html: str
    short: str


def render(
    kind: str,
    fields: Mapping[str, Any],
    about: About,
    *,
    reasons: tuple[str, ...],
    language: Language = "id",
    own: str | None = None,
) -> Rendered:
    """Render one notice for one reader.

    Args:
        kind: Its kind.
        fields: What happened.
        about: The rest.
        reasons: Why the reader receives it, one sentence each.
        language: The reader's.
        own: An organisation's own words.

    Raises:
        NoticeError: A field is missing, or the own words fail.
    """
    said = _marked(say(kind, fields, language, own), about, language)
    return _laid_out(said, _facts(about, language), (), about, reasons, language)


def render_digest(
    fields: Mapping[str, Any],
    items: tuple[Item, ...],
    *,
    link: str,
    reasons: tuple[str, ...],
    language: Language = "id",
    own: str | None = None,
) -> Rendered:
    """Render many notices as one message.

    Args:
        fields: Of the kind ``digest``.
        items: The notices, in order.
        link: Of the reader's inbox.
        reasons: Why the reader receives it.
        language: The reader's.
        own: An organisation's own words.
    """
    said = say("digest", fields, language, own)
    return _laid_out(said, (), items, About(link=link), reasons, language)


def item(
    kind: str,
    fields: Mapping[str, Any],
    about: About,
    language: Language,
    own: str | None = None,
) -> Item:
    """One notice as it stands in a digest."""
    said = _marked(say(kind, fields, language, own), about, language)
    return Item(said.headline, _facts(about, language), about.link)


def _marked(said: Said, about: About, language: Language) -> Said:
    """The words with a headline that says so where the reader gets a copy."""
    if not about.copied:
        return said
    return said._replace(headline=f"{_WORDS[language]['copy']}: {said.headline}")


def _facts(about: About, language: Language) -> tuple[tuple[str, str], ...]:
    words = _WORDS[language]
    found = (
        (words["agreement"], about.agreement),
        (words["due"], about.due),
        (words["for"], about.on_behalf),
    )
    return tuple(each for each in found if each[1])


def _laid_out(
    said: Said,
    facts: tuple[tuple[str, str], ...],
    items: tuple[Item, ...],
    about: About,
    reasons: tuple[str, ...],
    language: Language,
) -> Rendered:
    words = _WORDS[language]
    values = {
        "said": said,
        "facts": facts,
        "items": items,
        "link": about.link,
        "reasons": reasons,
        "language": language,
        "words": words,
    }
    text, html = _layouts()
    short = [said.headline]
    short += [f"{words['due']}: {about.due}"] if about.due else []
    short += [f"{words['for']}: {about.on_behalf}"] if about.on_behalf else []
    short += [each.headline for each in items]
    short += [about.link] if about.link else []
    return Rendered(said.headline, text.render(values), html.render(values), "\n".join(short))


@lru_cache(maxsize=1)
def _layouts() -> tuple[Template, Template]:
    """Text and HTML; compiled when the first message is rendered."""
    loader = PackageLoader("notifications", "layouts")
    plain = Environment(loader=loader, undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text
    markup = Environment(loader=loader, undefined=StrictUndefined, autoescape=True)
    return plain.get_template("mail.txt.j2"), markup.get_template("mail.html.j2")
