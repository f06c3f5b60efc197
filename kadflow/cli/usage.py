"""What is wrong with a command line, in both languages: Typer says it in English only.

What Typer tells is known by the kind of its error and by what the error carries; where it carries
only a sentence, by the form of that sentence. A sentence of another form is handed on as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import typer

from kadflow.cli.nouns import NOUNS

Pair = tuple[str, str]


def usage_words(error: typer.TyperException) -> Pair:
    """One sentence in Indonesian and in English: what is wrong, and what there is instead."""
    match type(error).__name__:
        case "MissingParameter":
            return _missing(error)
        case "NoSuchOption":
            return _unknown_option(error)
        case "BadOptionUsage":
            name = getattr(error, "option_name", "")
            if "does not take" in error.format_message():
                return (
                    f"Pilihan {name} tidak memerlukan isi.",
                    f"The option {name} takes no value.",
                )
            return f"Pilihan {name} memerlukan isi.", f"The option {name} needs a value."
        case "BadParameter":
            return _bad_value(error)
        case _:
            return _in_form(error.format_message(), _SENTENCES)


def _missing(error: Any) -> Pair:
    name, choices = _name_of(error), _choices_of(error)
    said = f"Isian {name} belum ada.", f"{name} is missing."
    if not choices:
        return said
    return f"{said[0]} Pilih salah satu: {choices}.", f"{said[1]} It is one of: {choices}."


def _unknown_option(error: Any) -> Pair:
    name, near = error.option_name, ", ".join(sorted(error.possibilities or ()))
    said = f"Tidak ada pilihan {name}.", f"There is no option {name}."
    if not near:
        return said
    return f"{said[0]} Mungkin maksudnya: {near}.", f"{said[1]} Perhaps you mean: {near}."


def _bad_value(error: Any) -> Pair:
    name, fault = _name_of(error), str(error.message).removeprefix("Value error, ")
    indonesian, english = _in_form(fault, _FAULTS)
    return f"Isian {name}: {indonesian}", f"{name}: {english}"


def _name_of(error: Any) -> str:
    """An option as it is typed, an argument as the help calls it."""
    param = error.param
    return str(error.param_hint or (param.get_error_hint() if param is not None else "")).strip(
        "'"
    )


def _choices_of(error: Any) -> str:
    """What may stand there, from "Choose from:" and a word on each line."""
    said = error.param.get_missing_message(ctx=error.ctx) if error.param is not None else None
    _, _, choices = (said or "").partition(":")
    return " ".join(choices.split())


def _in_form(said: str, forms: dict[str, Callable[[re.Match[str]], Pair]]) -> Pair:
    for form, words in forms.items():
        found = re.fullmatch(form, said.strip())
        if found is not None:
            return words(found)
    return said, said


def _no_command(found: re.Match[str]) -> Pair:
    near = found["near"] or ", ".join(get_close_matches(found["name"], NOUNS, 1))
    said = f"Tidak ada perintah '{found['name']}'.", f"There is no command '{found['name']}'."
    if not near:
        return said
    near = near.strip("'")
    return f"{said[0]} Mungkin maksudnya '{near}'.", f"{said[1]} Perhaps you mean '{near}'."


def _too_many(found: re.Match[str]) -> Pair:
    return (
        (
            f"Terlalu banyak kata: {found[1]}. Isian beberapa kata ditulis di antara tanda kutip; "
            "isian lain memerlukan pilihannya, seperti --reason."
        ),
        (
            f"Too many words: {found[1]}. Put a value of several words in quotation marks; "
            "another value needs its option, like --reason."
        ),
    )


def _not_a_choice(found: re.Match[str]) -> Pair:
    choices = found[2].replace("'", "")
    return (
        f"'{found[1]}' tidak dikenal; pilih salah satu: {choices}.",
        f"'{found[1]}' is unknown; it is one of: {choices}.",
    )


_SENTENCES: dict[str, Callable[[re.Match[str]], Pair]] = {
    r"No such command '(?P<name>.*?)'\.(?: Did you mean (?P<near>.*)\?)?": _no_command,
    r"Missing command\.": lambda _: (
        "Perintahnya belum disebut.",
        "The command is missing.",
    ),
    r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)": _too_many,
}
_FAULTS: dict[str, Callable[[re.Match[str]], Pair]] = {
    r"'(.*)' is not one of (.*)\.": _not_a_choice,
    r".*valid integer.*": lambda _: ("harus bilangan bulat.", "it must be a whole number."),
    r".*greater than or equal to (-?\d+)": lambda m: (
        f"paling sedikit {m[1]}.",
        f"it is at least {m[1]}.",
    ),
    r".*less than or equal to (-?\d+)": lambda m: (
        f"paling banyak {m[1]}.",
        f"it is at most {m[1]}.",
    ),
}
