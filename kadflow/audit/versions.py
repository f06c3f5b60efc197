"""Old versions of a kind, read as today's: stored bytes never change, so reading adapts.

A kind's ``data`` may get another shape only with a new ``version``. Whoever writes the new
version registers here how the version before it reads as the new one; reading then climbs one
version at a time until no further step is registered. Digests are always over the stored bytes
and never over what comes out here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from kadflow.domain.events import Event

Step = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the data of one version into that of the next; it must not change what it is given."""


class Upcasters:
    """The registered steps, by kind and the version they start from."""

    def __init__(self) -> None:
        self._steps: dict[tuple[str, int], Step] = {}

    def register(self, kind: str, version: int) -> Callable[[Step], Step]:
        """Declare, as a decorator, how ``version`` of ``kind`` reads as ``version + 1``.

        Raises:
            ValueError: This step is already declared: a fault of the program, not of its input.
        """

        def declare(step: Step) -> Step:
            if (kind, version) in self._steps:
                message = f"Version {version} of {kind} already has an upcaster."
                raise ValueError(message)
            self._steps[kind, version] = step
            return step

        return declare

    def upcast(self, event: Event) -> Event:
        """Read an event in the newest version of its kind.

        Args:
            event: As decoded from its bytes.

        Returns:
            The same event where nothing is registered for it; else one with newer ``version``
            and ``data``, all else unchanged. Its digest remains that of the stored bytes.
        """
        version, data = event.version, event.data
        while step := self._steps.get((event.kind, version)):
            data = step(data)
            version += 1
        if version == event.version:
            return event
        return msgspec.structs.replace(event, version=version, data=data)


UPCASTERS = Upcasters()
"""The steps of the shipped kinds; none so far, since every kind is in its first version."""

upcast = UPCASTERS.upcast
