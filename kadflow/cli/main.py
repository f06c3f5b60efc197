"""The console entry `kadflow`: reads the line, runs one command, answers with an exit code."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import typer

from kadflow.cli import errors
from kadflow.cli.nouns import WIDTH, Nouns
from kadflow.cli.usage import usage_words
from kadflow.cli.wishes import AS_JSON, AT, DATA, DEBUG, LANGUAGE, Wishes
from kadflow.errors import KadflowError

ABOUT = """Run cooperation agreements between governments: who is next, why, and since when.

Begin: kadflow init --exercise, then kadflow template list, kadflow region find "kab sleman",
kadflow agreement create --help. Every command has --help with an example, --json for programs,
--data DIR for the folder; KADFLOW_DATABASE_URL names a PostgreSQL database instead.

Exit codes: 0 done, 2 invalid input, 3 not found, 4 not permitted, 5 refused by the rules,
6 history broken, 7 unavailable.
"""

app = typer.Typer(
    cls=Nouns,
    help=ABOUT,
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    context_settings=WIDTH,
)


@app.callback()
def begin(  # the help text stands in ABOUT
    ctx: typer.Context,
    as_json: AS_JSON = False,
    data: DATA = None,
    language: LANGUAGE = None,
    at: AT = None,
    debug: DEBUG = False,
) -> None:
    wishes = ctx.obj
    if isinstance(wishes, Wishes):
        wishes.take(
            {"as_json": as_json, "data": data, "language": language, "at": at, "debug": debug}
        )


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code.

    Args:
        arguments: Words after ``kadflow``; those of the process by default.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    wishes = Wishes()
    try:
        result = app(words, prog_name="kadflow", standalone_mode=False, obj=wishes)
    except KadflowError as error:
        _foresee(wishes, words)
        return errors.fail(error, as_json=wishes.as_json, language=_language(wishes))
    except typer.TyperException as error:
        return _usage(error, wishes, words)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted(wishes)
    except (
        SystemExit
    ):  # how Typer and rich end where the reader of a pipe went away; no command does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _foresee(wishes, words)
        return errors.fail(
            errors.of_system(error), as_json=wishes.as_json, language=_language(wishes)
        )
    except Exception as error:  # noqa: BLE001 - the edge of the program
        _foresee(wishes, words)
        return errors.fail_unexpected(
            error, as_json=wishes.as_json, language=_language(wishes), debug=wishes.debug
        )
    if result == errors.INTERRUPTED:
        return _interrupted(wishes)
    return result if isinstance(result, int) else 0


def main() -> None:
    """Run the command line of this process."""
    # Most commands live for a second, and what they import lives as long: looking through all of
    # it for cycles, while it is loaded and once more at the end, took a quarter of that second.
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)
    sys.exit(run())


def _usage(error: typer.TyperException, wishes: Wishes, words: Sequence[str]) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "kadflow"
    if type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help() if context is not None else error.format_message())  # noqa: T201
        return 0 if not words else 2
    _foresee(wishes, words)
    indonesian, english = usage_words(error)
    language = _language(wishes)
    message = indonesian if language == "id" else english
    return errors.fail_usage(message, path, as_json=wishes.as_json, language=language)


def _foresee(wishes: Wishes, words: Sequence[str]) -> None:
    """Read the form of the answer from a line that could not be understood as a whole."""
    wishes.as_json = wishes.as_json or "--json" in words
    if wishes.language is None and "en" in _after(words, "--language"):
        wishes.language = "en"


def _after(words: Sequence[str], option: str) -> list[str]:
    found = [word.partition("=")[2] for word in words if word.startswith(f"{option}=")]
    return found + [b for a, b in pairwise(words) if a == option]


def _language(wishes: Wishes) -> str:
    return wishes.language or "id"


def _interrupted(wishes: Wishes) -> int:
    text = "Dihentikan." if _language(wishes) == "id" else "Stopped."
    print(text, file=sys.stderr)  # noqa: T201
    return errors.INTERRUPTED
