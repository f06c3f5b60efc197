"""Where Indonesian words may be broken at the end of a line.

Words are broken between syllables, as the spelling rules have it (EYD V, chapter II.F): between
two vowels that are no diphthong (``ni-at``), before a single consonant (``pe-ri-ode``), between
two consonants (``ang-ka``), after the first of more when the others begin a syllable (``in-fra``,
``kon-struk-si``). The pairs ng, ny, sy and kh are one consonant. Affixes stay whole, so a place
where the rule of syllables and the rule of affixes may disagree is left alone: before the suffix
-an after a consonant (``anggar-an``), on either side of ng between vowels (``langsung-an`` but
``de-ngan``), after the prefixes ber-, ter-, per- and meng-, peng- before a vowel, inside trans-.
A missing break costs a little space; a wrong one is read by everybody.

Names are not broken: a word with a capital is left alone unless it is very long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

SOFT: Final = "\u00ad"
"""Soft hyphen: shown only where the line ends."""

_LEAST_LENGTH: Final = 6
_LEAST_LEFT: Final = 2
_LEAST_RIGHT: Final = 3
_NAME_LENGTH: Final = 14

_VOWELS: Final = frozenset("aiueo")
_WHOLE: Final = frozenset({"ai", "au", "ei", "oi", "eu", "oe", "ie", "ea"})
"""Pairs of vowels that are one sound, or may be in names."""

_UNIT: Final = re.compile(r"ng|ny|sy|kh|[a-z]")
_ONSET: Final = re.compile(r"[bpdtgkfsjc][lr]|s[tpk]|[tk]w")
_LONG_ONSET: Final = frozenset({"str", "spr", "skr"})
_DOUBTFUL: Final = re.compile(
    r"(?:di|ke|se|me|pe|mem|pem)?(?:(?:ber|ter|per|meng|peng)(?=[aiueo])|trans)"
)
_WORD: Final = re.compile(r"[A-Za-z]{6,}")


def hyphenated(text: str) -> str:
    """The text with a soft hyphen at every place where a word may be broken."""
    return _WORD.sub(lambda found: _broken(found[0]), text)


@lru_cache(maxsize=20_000)
def _broken(word: str) -> str:
    if not word.islower() and (not word[1:].islower() or len(word) < _NAME_LENGTH):
        return word
    places = _places(word.lower())
    return "".join(SOFT + letter if at in places else letter for at, letter in enumerate(word))


def _places(word: str) -> frozenset[int]:
    units = [(found.start(), found[0]) for found in _UNIT.finditer(word)]
    vowels = [at for at, (_, unit) in enumerate(units) if unit in _VOWELS]
    found: set[int] = set()
    for left, right in pairwise(vowels):
        between = right - left - 1
        if between == 0:
            if units[left][1] + units[right][1] not in _WHOLE:
                found.add(units[right][0])
        elif between == 1:
            if units[left + 1][1] != "ng":
                found.add(units[left + 1][0])
        elif between == 2 or _begins_syllable([unit for _, unit in units[left + 2 : right]]):
            found.add(units[left + 2][0])
    return frozenset(at for at in found if _allowed(word, at))


def _begins_syllable(consonants: list[str]) -> bool:
    said = "".join(consonants)
    return said in _LONG_ONSET or bool(_ONSET.fullmatch(said))


def _allowed(word: str, at: int) -> bool:
    if at < _LEAST_LEFT or len(word) - at < _LEAST_RIGHT or len(word) < _LEAST_LENGTH:
        return False
    if len(word) - at == 3 and word.endswith("an") and word[at] not in "kny":
        return False  # anggar-an, not angga-ran; -kan and -nya are suffixes themselves
    prefix = _DOUBTFUL.match(word)
    return not (prefix and prefix.end() - 4 <= at <= prefix.end() + 1)
