"""The first word of every command: where it is defined, and what it is about.

A module is imported only when its word is used, so that ``kadflow --help`` answers at once.
"""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

WIDTH = {"max_content_width": 100}


class Noun(NamedTuple):
    """One first word: its module in this package, and its line in the help."""

    module: str
    about: str


NOUNS: dict[str, Noun] = {
    "init": Noun("init", "Make an installation: a data folder with regions and workflows."),
    "demo": Noun("demo", "Play invented agreements through all five stages, in a new folder."),
    "inbox": Noun("inbox", "What a person's offices have to do now."),
    "notice": Noun("notice.main", "Notices: who was told what, and how it went; send, hand over."),
    "agreement": Noun(
        "agreement.main", "Cooperation agreements: look, write, decide, sign, explain."
    ),
    "template": Noun("template", "Workflows: look, check, publish, draw, compare."),
    "organisation": Noun(
        "organisation.main", "Parties, their offices, people, holders, mandates."
    ),
    "region": Noun("region", "Indonesian regions: find by name, show, state who borders whom."),
    "evaluation": Noun(
        "evaluation.main", "Evaluations: open, name evaluators, score blind, close; rank many."
    ),
    "import": Noun("imports", "Read a register of existing agreements from CSV or XLSX."),
    "budget": Noun(
        "budget.main", "Money per party and fiscal year: lines, journal, checks, files."
    ),
    "deadline": Noun("deadline", "What falls due, why on that day, and what became of it."),
    "indicator": Noun("indicator", "What is measured: state, aim, measure, show how far it is."),
    "obligation": Noun(
        "obligation", "What the parties owe: write down, agree, meet, dispute, end, show."
    ),
    "progress": Noun("progress", "Reports of the parties: draft, submit, review, show."),
    "risk": Noun("risk", "What may go wrong: write down, assess again, show, catalogue."),
    "feedback": Noun("feedback", "What partners and the public say, and how it was answered."),
    "meeting": Noun("meeting", "Meetings: put on record, add minutes, enter decisions, show."),
    "calendar": Noun("calendar", "Working days: holidays, decrees, working weeks; count by them."),
    "report": Noun("report", "Reports: build, sign off, send; recap, evaluation, abroad."),
    "history": Noun("history", "The record: show, verify, checkpoint, rebuild, seal."),
    "flow": Noun("flow", "What runs by itself: list, run now, serve, deploy, status."),
    "upgrade": Noun("upgrade", "Bring an installation of an earlier version to this one."),
    "backup": Noun("backup", "Put database and files into one file."),
    "restore": Noun("restore", "Bring a backup back into an empty folder."),
}


class Nouns(TyperGroup):
    """The command group whose members are imported on first use."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The first words in the order in which people meet them."""
        del ctx
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the module of a word; None for a word that does not exist."""
        del ctx
        if cmd_name not in NOUNS:
            return None
        if cmd_name not in self.commands:
            module = importlib.import_module(f"kadflow.cli.{NOUNS[cmd_name].module}")
            self.commands[cmd_name] = typer.main.get_command(module.app)
            self.commands[cmd_name].name = cmd_name
        return self.commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of words without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, noun.about) for name, noun in NOUNS.items()])


def group(about: str) -> typer.Typer:
    """An empty group of commands for one noun."""
    return typer.Typer(
        help=about,
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        context_settings=WIDTH,
    )


def single() -> typer.Typer:
    """A first word that is itself a command."""
    return typer.Typer(rich_markup_mode=None, add_completion=False, context_settings=WIDTH)
