"""Which notices exist, and the rules for their words.

A notice is written in the same commit as its occasion, so a kind that lacks a field must fail
there and then, not when a mail is rendered at night: `check` is called before the row is written.
Words are Jinja2 in a sandbox that knows the fields of the kind and nothing else; a missing name is
an error, never an empty space.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifications.kinds import KINDS, LANGUAGES, Kind, Language

__all__ = ["KINDS", "LANGUAGES", "Kind", "Language", "NoticeError", "Said", "check", "headline"]

LONGEST = 4000  # characters of an organisation's own words
LONGEST_HEADLINE = 200
_ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
)
_ENVIRONMENT.globals.clear()


class NoticeError(Exception):
    """A notice of an unknown kind, without a field that its words need, or words that fail."""


class Said(NamedTuple):
    """The words of one notice, as plain text.

    Attributes:
        headline: One line.
        paragraphs: What follows it.
    """

    headline: str
    paragraphs: tuple[str, ...]


def check(kind: str, fields: Mapping[str, Any]) -> Kind:
    """The kind of a notice, after making sure that its words can be rendered.

    Raises:
        NoticeError: An unknown kind, or a missing field.
    """
    known = KINDS.get(kind)
    if known is None:
        message = f"There is no kind of notice {kind!r}; there are: {', '.join(KINDS)}."
        raise NoticeError(message)
    missing = [name for name in known.fields if name not in fields]
    if missing:
        message = f"A notice {kind!r} needs the fields {', '.join(missing)}."
        raise NoticeError(message)
    return known


def say(
    kind: str, fields: Mapping[str, Any], language: Language = "id", own: str | None = None
) -> Said:
    """Headline and paragraphs of a notice.

    Args:
        kind: Its kind.
        fields: What happened; also those that its words do not use.
        language: ``id`` or ``en``.
        own: An organisation's own words instead of the shipped ones.

    Raises:
        NoticeError: As `check` says, or the own words fail.
    """
    known = check(kind, fields)
    text = _render(known.words[language] if own is None else own, fields)
    first, _, rest = text.strip().partition("\n")
    return Said(
        headline=" ".join(first.split()),
        paragraphs=tuple(
            " ".join(paragraph.split()) for paragraph in rest.split("\n\n") if paragraph.strip()
        ),
    )


def headline(kind: str, fields: Mapping[str, Any], language: Language = "id") -> str:
    """The one line of a notice, as plain text.

    Raises:
        NoticeError: As `check` says.
    """
    return say(kind, fields, language).headline


def check_words(kind: str, language: Language, text: str) -> Said:
    """What an organisation's own words would say, with the example fields of the kind.

    Raises:
        NoticeError: An unknown kind, words that are too long or empty, that break Jinja2's rules,
            that reach for what a notice does not have, or take too much.
    """
    known = KINDS.get(kind)
    if known is None:
        check(kind, {})
        raise AssertionError
    if not text.strip():
        message = "The words are empty: the first line is the headline."
        raise NoticeError(message)
    if len(text) > LONGEST:
        message = f"The words have {len(text)} characters; at most {LONGEST} are possible."
        raise NoticeError(message)
    if "{%" in text or "**" in text or "*" in _expressions(text):
        message = "Only {{ field }} is possible in words, with if and else inside; no {% %}, no *."
        raise NoticeError(message)
    said = say(kind, known.fields, language, text)
    if not said.headline or len(said.headline) > LONGEST_HEADLINE:
        message = f"The first line is the headline, of at most {LONGEST_HEADLINE} characters."
        raise NoticeError(message)
    return said


def _expressions(text: str) -> str:
    return " ".join(part.partition("}}")[0] for part in text.split("{{")[1:])


@lru_cache(maxsize=1024)
def _compiled(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)


def _render(text: str, fields: Mapping[str, Any]) -> str:
    try:
        return _compiled(text).render(fields)
    except TemplateError as error:
        message = f"The words cannot be said: {error}."
        raise NoticeError(message) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        message = f"The words cannot be said: {type(error).__name__}: {error}."
        raise NoticeError(message) from error
