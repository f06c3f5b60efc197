"""How a function becomes a command: its own options, and those that every command has."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, get_type_hints

import typer

from kadflow.cli.desk import Desk
from kadflow.cli.wishes import ACTING, ASKING, EVERYWHERE, Wishes

P = ParamSpec("P")
Does = Callable[Concatenate[Desk, P], None]


def command(
    app: typer.Typer, name: str, *, acts: bool = False, asks: bool = False
) -> Callable[[Does[P]], Does[P]]:
    """Register a function as a command; it gets an open desk as its first argument.

    Args:
        app: The noun.
        name: The verb.
        acts: The command changes an agreement: who acts, for whom, since when, why.
        asks: The answer depends on who asks.
    """
    shared = EVERYWHERE | (ACTING if acts else {}) | (ASKING if asks else {})

    def register(function: Does[P]) -> Does[P]:
        hints = get_type_hints(function, include_extras=True)
        own = list(inspect.signature(function).parameters.values())[1:]

        def run(ctx: typer.Context, **values: Any) -> None:
            wishes = ctx.obj if isinstance(ctx.obj, Wishes) else Wishes()
            mine = {parameter.name: values.pop(parameter.name) for parameter in own}
            wishes.take(values)
            with Desk(wishes) as desk:
                function(desk, **mine)  # type: ignore[call-arg]  # Typer hands over by name

        keyword = inspect.Parameter.KEYWORD_ONLY
        parameters = [
            inspect.Parameter(
                "ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
            ),
            *(p.replace(kind=keyword, annotation=hints[p.name]) for p in own),
            *(
                inspect.Parameter(key, keyword, default=default, annotation=annotation)
                for key, (annotation, default) in shared.items()
            ),
        ]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        run.__doc__, run.__module__ = function.__doc__, function.__module__
        app.command(name)(run)
        return function

    return register
