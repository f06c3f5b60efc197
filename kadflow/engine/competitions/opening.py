"""How a competition begins: with a form of a workflow or its own, its jurors one voice each."""

from __future__ import annotations

import re

import msgspec

from kadflow.domain.commands.competitions import OpenCompetition
from kadflow.engine.competitions.contest import Contest
from kadflow.engine.competitions.judging import secretariat
from kadflow.engine.competitions.timing import set_last_day
from kadflow.engine.evaluations.opening import form_of
from kadflow.engine.terms import check_plain
from kadflow.errors import InvalidInputError
from state_machines.forms import FormReading
from state_machines.template import Evaluation as Rules

AGGREGATES = ("mean", "trimmed", "median")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{1,39}")


def open_competition(
    contest: Contest,
    command: OpenCompetition,
    rules: Rules,
    *,
    template: str | None = None,
    own: FormReading | None = None,
) -> None:
    """Begin a competition.

    Args:
        contest: The competition that begins.
        command: What was asked for.
        rules: The form.
        template: Digest of the workflow that it is of.
        own: Where it is of no workflow: as it was read.

    Raises:
        InvalidInputError: The code, the way of aggregation or a tie-break makes no sense.
        NotPermittedError: The person is not in the secretariat of the organisation.
    """
    what = ("Membuka penilaian bersama", "Opening a competition")
    actor = secretariat(contest, [command.organisation], what)
    if not _CODE.fullmatch(command.code):
        raise InvalidInputError(
            f"{command.code!r} is no code of a competition.",
            hint="Use letters, digits, dot, slash and hyphen, at most 40: LOMBA-2026.",
            pesan=f"{command.code!r} bukan kode penilaian bersama.",
            saran="Gunakan huruf, angka, titik, garis miring, dan tanda hubung, paling banyak 40: "
            "LOMBA-2026.",
        )
    check_plain(command.title, ("Judul", "The title"))
    form = form_of(rules)
    aggregate = command.aggregate or form.aggregate
    keys = [question.key for question in form.questions]
    unknown = [key for key in command.tie_breaks if key not in keys]
    if aggregate not in AGGREGATES or unknown:
        raise InvalidInputError(
            f"The form knows no {', '.join(unknown) or aggregate!r}.",
            hint=f"Aggregate by {', '.join(AGGREGATES)}; criteria are: {', '.join(keys)}.",
            pesan=f"Lembar penilaian tidak mengenal {', '.join(unknown) or aggregate!r}.",
            saran=f"Cara penggabungan: {', '.join(AGGREGATES)}; kriterianya: {', '.join(keys)}.",
        )
    kept = msgspec.structs.replace(
        form, counts="evaluator", aggregate=aggregate, panel_weight=None, recommendations=()
    )
    contest.emit(
        "competition.opened",
        {
            "competition": contest.stream,
            "code": command.code,
            "organisation": command.organisation,
            "template": template,
            **({"own_form": own.digest} if own is not None else {}),
            "form": msgspec.json.decode(msgspec.json.encode(kept)),
            "tie_breaks": list(command.tie_breaks),
        },
        actor=actor,
        parts={"title": command.title, **({"form": own.text} if own is not None else {})},
    )
    set_last_day(contest, rules)
