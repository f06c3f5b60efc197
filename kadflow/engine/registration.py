"""Agreements made elsewhere enter the record as *tercatat*: as far as their source supports.

Nothing before the registration counts as decided in Kadflow: there are no rounds, no answers and
no signatures of it, and whoever reads the history sees one event that says where the facts come
from. From then on the agreement lives like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kadflow.domain.commands import Register
from kadflow.domain.events import OF_PART, Actor, Change
from kadflow.domain.people import Organisation
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.terms import check_values
from kadflow.errors import InvalidInputError


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
    entries, parts = _parties(deliberation, command, organisations)
    values = check_values(template, None, command.terms)
    parts |= {path: {"value": value} for path, value in values.items() if value is not None}
    parts["original"] = command.original
    if command.warnings:
        parts["warnings"] = list(command.warnings)
    deliberation.actor = actor
    deliberation.emit(
        "agreement.registered",
        {
            "number": number,
            "template_key": template.key,
            "state": command.state,
            "stage": state.stage.value if state.stage else "",
            "parties": entries,
            "parent": command.parent,
            "purpose": None,
            "reference": command.reference,
            "source": command.source,
            "numbers": command.numbers,
            "signed_on": command.signed_on,
            "quality": command.quality,
        },
        stream=agreement,
        changes=[
            Change(path=path, new=OF_PART) for path, value in values.items() if value is not None
        ],
        parts=parts,
    )


def _parties(
    deliberation: Deliberation, command: Register, organisations: Mapping[str, Organisation]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    names: dict[str, Any] = {}
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
        names[f"party.{party}.name"] = spec.name or organisation.name
    return entries, names
