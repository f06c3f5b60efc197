"""The command reference, written from the program itself: ``python -m kadflow.cli.reference``.

Prints Markdown for ``docs/commands.md``; a test holds the file to it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

from kadflow.cli.errors import FAMILIES, INTERRUPTED, UNEXPECTED
from kadflow.cli.main import app
from kadflow.cli.nouns import NOUNS
from kadflow.cli.wishes import ACTING, EVERYWHERE

TITLE = "# Commands"
_BEFORE = """
Written by `python -m kadflow.cli.reference`; do not edit.

Every command also takes the options of the first table, before or after its own words; every
command that changes an agreement takes those of the second. Offices are written `CODE/role`
(`34.04/head`), people by their handle, organisations by code or name (`34.02`, `"kab bantul"`),
agreements by number or id. `KADFLOW_DATA` names the data folder, `KADFLOW_DATABASE_URL` a
PostgreSQL database.
"""


def reference() -> str:
    """The whole reference as Markdown."""
    root = typer.main.get_command(app)
    lines = [TITLE, *_BEFORE.splitlines()]
    first = _command(root, "init")
    act = _command(_command(root, "agreement"), "act")
    lines += ["", "## Options of every command", "", *_options(first, set(EVERYWHERE))]
    lines += ["", "## Options of every command that changes an agreement", ""]
    lines += _options(act, set(ACTING))
    lines += ["", "## Exit codes", "", "| Code | Meaning |", "|---|---|", "| 0 | Done |"]
    lines += [f"| {family.exit_code} | {family.title_en} |" for family in FAMILIES]
    lines += [f"| {UNEXPECTED} | A fault of the program; says where its details were written |"]
    lines += [f"| {INTERRUPTED} | Stopped with Ctrl-C |"]
    lines += [
        "",
        "Errors are one paragraph on standard error; with `--json` they are problem details",
        "(RFC 9457): `type`, `title`, `detail`, `code`, `hint`, `exit_code`, `details`.",
    ]
    for name, noun in NOUNS.items():
        lines += ["", f"## {name}", "", noun.about]
        for path, command in _commands(_command(root, name), name):
            lines += ["", *_section(path, command)]
    return "\n".join(lines) + "\n"


def _command(parent: Any, name: str) -> Any:
    context = typer.Context(parent)
    return parent.get_command(context, name)


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, found in command.commands.items():
        yield from _commands(found, f"{path} {name}")


def _section(path: str, command: Any) -> list[str]:
    arguments = [
        _name(p) if p.required else f"[{_name(p)}]"
        for p in command.params
        if p.param_type_name == "argument"
    ]
    shared = set(EVERYWHERE) | (set(ACTING) if _acts(command) else set())
    lines = [f"### {' '.join(['kadflow', path, *arguments])}"]
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(command.help or "")):
        text = " ".join(paragraph.split())
        example = re.fullmatch(r"Example: (.*)", text)
        lines += ["", *(["```", example[1], "```"] if example else [text])]
    rows = [
        f"| `{_name(p)}` | {_said(p)} |" for p in command.params if p.param_type_name == "argument"
    ] + _rows(command, {p.name for p in command.params} - shared)
    return lines + (["", "| Word | Meaning |", "|---|---|", *rows] if rows else [])


def _name(argument: Any) -> str:
    return str(argument.metavar or argument.name).upper()


def _acts(command: Any) -> bool:
    return set(ACTING) <= {p.name for p in command.params}


def _options(command: Any, names: set[str]) -> list[str]:
    return ["| Option | Meaning |", "|---|---|", *_rows(command, names)]


def _rows(command: Any, names: set[str]) -> list[str]:
    return [
        f"| `{' / '.join([*p.opts, *p.secondary_opts])}` | {_said(p)} |"
        for p in command.params
        if p.param_type_name == "option" and p.name in names and not p.hidden
    ]


def _said(parameter: Any) -> str:
    text = (parameter.help or "").replace("|", "\\|")
    return f"{text} Required." if parameter.required else text


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201
