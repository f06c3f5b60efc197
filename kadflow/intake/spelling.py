"""How a name is reduced before it is compared: case, accents, dots, spaces, abbreviations.

Two forms are used. *Words* keep the order (``Pemkab. Deli-Serdang`` -> ``pemkab deli serdang``);
the *key* is the words run together, so that ``Batang Hari`` and ``Batanghari`` meet.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 300  # characters; a longer text is a sentence, not the name of a party

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SAME = {
    "kep": "kepulauan",
    "kepulaun": "kepulauan",
    "sumatra": "sumatera",
    "djakarta": "jakarta",
    "jogyakarta": "jogjakarta",
    "limapuluh": "lima puluh",
    "teng": "tengah",
    "sel": "selatan",
    "kal": "kalimantan",
    "sul": "sulawesi",
    "bar": "barat",
    "tim": "timur",
}
DIRECTIONS = frozenset(
    [
        "barat",
        "timur",
        "utara",
        "selatan",
        "tengah",
        "tenggara",
        "daya",
        "laut",
        "raya",
        "jaya",
        "hulu",
        "hilir",
        "ulu",
        "ilir",
        "baru",
        "kepulauan",
    ]
)


def words(text: str) -> list[str]:
    """Reduce a name to plain lower-case words.

    Args:
        text: Any Unicode text; only its first 300 characters count.

    Returns:
        ASCII words in order, common abbreviations written out; empty for no letters at all.
    """
    plain = text[:LONGEST_NAME].lower()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    found: list[str] = []
    for word in _NOT_WORD.split(plain):
        if word:
            found.extend(_SAME.get(word, word).split(" "))
    return found


def key(parts: list[str]) -> str:
    """The words run together: the form in which names are compared."""
    return "".join(parts)
