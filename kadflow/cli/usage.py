"""A command line that could not be read, said in one sentence and in the reader's language.

The library that reads the line speaks English only; what it says is put into Indonesian here. A
sentence that is not known stays as it is, rather than being lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_QUOTED: Final = re.compile(r"'([^']*)'")


def _choices(text: str) -> str:
    return ", ".join(each.strip() for each in text.split(",") if each.strip())


def _missing(found: re.Match[str]) -> str:
    what = "Opsi" if found["kind"] == "option" else "Isian"
    offered = f" Pilihannya: {_choices(found['offered'])}." if found["offered"] else ""
    return f"{what} {found['name']} belum disebut.{offered}"


def _unknown_option(found: re.Match[str]) -> str:
    near = f" Mungkin maksudnya: {found['near']}." if found["near"] else ""
    return f"Tidak ada opsi {found['name']}.{near}"


def _unknown_command(found: re.Match[str]) -> str:
    near = f" Mungkin maksudnya: {found['near'].strip()}." if found["near"] else ""
    return f"Tidak ada perintah {found['name']}.{near}"


def _unfit(found: re.Match[str]) -> str:
    return f"Isi {found['name']} tidak sesuai: {_why(found['why'])}"


def _why(text: str) -> str:
    typed, *offered = _QUOTED.findall(text) or [""]
    if " is not one of " in text:
        return f"'{typed}'. Pilihannya: {', '.join(offered)}."
    if "valid integer" in text:
        return "harus bilangan bulat."
    if bound := re.search(r"(greater|less) than or equal to (-?\d+)", text):
        return f"{'paling sedikit' if bound[1] == 'greater' else 'paling banyak'} {bound[2]}."
    return text


_SENTENCES: Final[tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = (
    (
        (
            r"Missing (?P<kind>option|argument|parameter) (?P<name>.+?)\."
            r"(?: Choose from:\s*(?P<offered>.*))?"
        ),
        _missing,
    ),
    (
        (
            r"No such option: (?P<name>\S+)(?: \(Possible options: (?P<near>.*)\))?"
            r"(?: Did you mean .*)?"
        ),
        _unknown_option,
    ),
    (
        r"No such command (?P<name>'.*?')\.(?: Did you mean(?: one of)?:? (?P<near>.*)\?)?",
        _unknown_command,
    ),
    (
        r"Got unexpected extra argument\(?s?\)? \((?P<words>.*)\)",
        lambda found: (
            f"Ada kata yang berlebih: {found['words']}. Teks yang berspasi diapit tanda kutip."
        ),
    ),
    (
        r"Option (?P<name>'.+?') requires .*",
        lambda found: f"Opsi {found['name']} belum diberi isi.",
    ),
    (
        r"Option (?P<name>'.+?') does not take a value\.",
        lambda found: f"Opsi {found['name']} tidak memerlukan isi.",
    ),
    (r"Missing command\.", lambda _: "Perintahnya belum disebut."),
    (r"Invalid value for (?P<name>.+?): (?P<why>.*)", _unfit),
)


def told(message: str, language: str) -> str:
    """What is wrong with the line, as one sentence.

    Args:
        message: As the library that reads the line says it.
        language: ``id`` or ``en``.
    """
    plain = " ".join(message.split()).replace("Value error, ", "")
    if language == "id":
        for pattern, sentence in _SENTENCES:
            if found := re.fullmatch(pattern, plain):
                return sentence(found)
    return plain if plain.endswith((".", "?")) else f"{plain}."
