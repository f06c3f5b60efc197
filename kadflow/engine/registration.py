"""Agreements made elsewhere enter the record as *tercatat*: as far as their source supports.

Nothing before the registration counts as decided in Kadflow: there are no rounds, no answers and
no signatures of it, and whoever reads the history sees one event that says where the facts come
from. Where an agreement has more parties than one event can name, that event says how many follow,
and the next ones of the same commit name them: they did not join later, and take effect with it.
From then on the agreement lives like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kadflow.domain.commands import Register
from kadflow.domain.events import OF_PART, Actor, Change
from kadflow.domain.people import Organisation
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.terms import check_values
from kadflow.errors import InvalidInputError

ROOM = 60_000
"""Bytes of an event that what it says may take; the rest of 64 KiB is for who, when and where."""

_REFERENCE = 100
"""Bytes by which an event names a part, or a path that changed, beside the name itself."""


def register(
    deliberation: Deliberation,
    command: Register,
    *,
    agreement: str,
    number: str,
    organisations: Mapping[str, Organisation],
    actor: Actor,
) -> None:
    """Enter an agreement at the state that its reported status supports.

    Raises:
        InvalidInputError: The state does not exist, or a term does not fit; nothing is entered.
    """
    template = deliberation.workflow.template
    state = template.states.get(command.state)
    if state is None:
        raise InvalidInputError(
            f"'{deliberation.named.template()[1]}' has no state {command.state!r}.",
            hint=f"Its states are: {deliberation.named.states(template.states)[1]}.",
            pesan=f"Alur '{deliberation.named.template()[0]}' tidak mempunyai tahap "
            f"{command.state!r}.",
            saran=f"Tahapnya: {deliberation.named.states(template.states)[0]}.",
        )
    entries, names = _parties(deliberation, command, organisations)
    values = check_values(template, None, command.terms, reported=True)
    parts: dict[str, Any] = {
        path: {"value": value} for path, value in values.items() if value is not None
    }
    parts["original"] = command.original
    if command.warnings:
        parts["warnings"] = list(command.warnings)
    deliberation.actor = actor
    changes = [
        Change(path=path, new=OF_PART) for path, value in values.items() if value is not None
    ]
    said: dict[str, Any] = {
        "number": number,
        "template_key": template.key,
        "state": command.state,
        "stage": state.stage.value if state.stage else "",
        "parent": command.parent,
        "purpose": None,
        "reference": command.reference,
        "source": command.source,
        "signed_on": command.signed_on,
        "quality": command.quality,
    }
    nobody = {key: text for key, text in command.numbers.items() if not key.isdigit()}
    taken = _size({**said, "numbers": nobody})
    taken += sum(_REFERENCE + len(name.encode()) for name in parts)
    taken += sum(_REFERENCE + len(change.path.encode()) for change in changes)
    first, *following = _portions(entries, names, command.numbers, taken)
    left = sum(map(len, following))
    deliberation.emit(
        "agreement.registered",
        {
            **said,
            "parties": first,
            "numbers": _numbers_of(first, command.numbers) | nobody,
            **({"further": left} if left else {}),
        },
        stream=agreement,
        changes=changes,
        parts=parts | _names_of(first, names),
    )
    for portion in following:
        deliberation.emit(
            "party.registered",
            {
                "parties": portion,
                "numbers": _numbers_of(portion, command.numbers),
                "signed_on": command.signed_on,
            },
            parts=_names_of(portion, names),
        )


Entry = dict[str, Any]
"""A party as an event names it."""


def _portions(
    entries: Sequence[Entry], names: Mapping[str, str], numbers: Mapping[str, str], taken: int
) -> Iterator[list[Entry]]:
    """The parties in as few events as can name them; the first has room already taken."""
    portion: list[Entry] = []
    for entry in entries:
        size = _size([entry, *_numbers_of([entry], numbers).items()])
        size += sum(_REFERENCE + len(name) for name in _names_of([entry], names))
        if portion and taken + size > ROOM:
            yield portion
            portion, taken = [], 0
        portion.append(entry)
        taken += size
    yield portion


def _size(value: Any) -> int:
    return len(msgspec.json.encode(value))


def _numbers_of(entries: Sequence[Entry], numbers: Mapping[str, str]) -> dict[str, str]:
    """The numbers that parties gave to the agreement, by their positions."""
    positions = (str(entry["position"]) for entry in entries)
    return {position: numbers[position] for position in positions if position in numbers}


def _names_of(entries: Sequence[Entry], names: Mapping[str, str]) -> dict[str, str]:
    """The names of parties as parts of the event that names them."""
    return {f"party.{entry['id']}.name": names[entry["id"]] for entry in entries}


def _parties(
    deliberation: Deliberation, command: Register, organisations: Mapping[str, Organisation]
) -> tuple[list[Entry], dict[str, str]]:
    """The parties as events name them, and their printed names by id."""
    entries: list[Entry] = []
    names: dict[str, str] = {}
    for position, spec in enumerate(command.parties):
        organisation = organisations[spec.organisation]
        party = deliberation.new_id()
        entries.append(
            {
                "id": party,
                "organisation": organisation.id,
                "position": position,
                "kind": organisation.kind,
                "level": organisation.level or organisation.kind,
                "zone": organisation.zone,
                "initiating": position == 0,
                "accepted": True,
                "participation": "paper",
            }
        )
        names[party] = spec.name or organisation.name
    return entries, names
