"""Refuses to start beside strangers: packages on the path that only share a name with ours.

Kadflow is four packages side by side, and three of them have everyday names; it imports two. When Python finds
another ``notifications`` first, every later error would be about something else; one sentence
here is about the cause. Nothing is imported, files are only looked for.
"""

from __future__ import annotations

import os
from importlib.machinery import ModuleSpec
from importlib.util import find_spec

SIBLINGS = ("state_machines", "notifications")
"""Packages that kadflow imports. A stranger's ``flows`` does no harm, since kadflow never does;
only ``kadflow flow ...`` looks for it, by its entry point."""


def check(names: tuple[str, ...] = SIBLINGS) -> None:
    """Make sure that packages of Kadflow are found beside this one.

    Raises:
        ImportError: Another package of that name comes first on the path, or ours is missing.
    """
    home = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    for name in names:
        place = _place(name)
        if place is None:
            message = (
                f"Kadflow cannot start: its package {name!r} is missing from {home}. "
                "Install Kadflow again."
            )
            raise ImportError(message, name=name)
        if os.path.realpath(place) != os.path.join(home, name):  # noqa: PTH118
            message = (
                f"Kadflow cannot start: Python finds {name!r} in {place}, which is not Kadflow's "
                f"own package in {home}. Rename that folder, or start from another directory."
            )
            raise ImportError(message, name=name, path=place)


def _place(name: str) -> str | None:
    """The folder in which Python finds a package; the file, for a module; None for nothing."""
    try:
        spec: ModuleSpec | None = find_spec(name)
    except ValueError:  # somebody put a module without a spec in its place
        return f"sys.modules[{name!r}]"
    if spec is None:
        return None
    if spec.submodule_search_locations:
        return next(iter(spec.submodule_search_locations))
    return spec.origin
