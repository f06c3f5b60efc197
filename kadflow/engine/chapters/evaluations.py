"""What each event about an evaluation does to the evaluations of its agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from kadflow.domain.evaluations import (
    Evaluation,
    Evaluations,
    Evaluator,
    Form,
    PanelAnswer,
    Result,
    Sheet,
)
from kadflow.domain.events import Event


def fold_evaluations(
    evaluations: Evaluations, event: Event, parts: Mapping[str, bytes | None]
) -> None:
    """Change the evaluations by one event; it believes the event, as all folding does.

    The part ``sheet`` of a scored one is left where it is: what is not held cannot be shown.
    """
    data = event.data
    if event.kind == "evaluation.opened":
        evaluations.held[data["evaluation"]] = _opened(evaluations, event)
        return
    found = evaluations.held[data["evaluation"]]
    match event.kind:
        case "evaluation.evaluator_named":
            found.evaluators[data["evaluator"]] = Evaluator(
                id=data["evaluator"],
                number=event.number,
                organisation=data["organisation"],
                party=data["party"],
                office=data["office"],
                person=data["person"],
            )
        case "evaluation.evaluator_dismissed":
            found.evaluators[data["evaluator"]].dismissed = event.number
        case "evaluation.panel_answered":
            reason = parts.get("reason")
            found.answers[data["party"]] = PanelAnswer(
                number=event.number,
                consents=data["consents"],
                on=event.effective_on.date,
                members=data["members"],
                reason=reason.decode() if reason is not None else None,
            )
        case "evaluation.interest_declared":
            found.evaluators[data["evaluator"]].conflict = data["conflict"]
            _seen(found, event)
        case "evaluation.scored":
            evaluator = found.evaluators[data["evaluator"]]
            evaluator.scored, evaluator.by = event.number, event.actor.person
            _seen(found, event)
        case "evaluation.closed":
            found.closed, found.closed_on = event.number, event.effective_on.date
            found.result = msgspec.convert(data["result"], Result)
            found.remarks = _json(parts, "remarks", dict[str, list[str]])
            found.sheets = _json(parts, "sheets", dict[str, Sheet])
        case "evaluation.lapsed":
            found.lapsed = event.number
        case "evaluation.followed":
            found.followed.append(data["recommendation"])
        case _:
            pass


def _opened(evaluations: Evaluations, event: Event) -> Evaluation:
    data = event.data
    return Evaluation(
        id=data["evaluation"],
        number=event.number,
        place=len(evaluations.held) + 1,
        kind=data["kind"],
        form=msgspec.convert(data["form"], Form),
        opened_on=event.effective_on.date,
        since=data["since"],
        until=data["until"],
        deadline=data["deadline"],
        score_by=data["score_by"],
        asks_panel=data.get("asks_panel", False),
    )


def _seen(found: Evaluation, event: Event) -> None:
    recorder = event.actor.recorder
    if recorder is not None and recorder not in found.recorders:
        found.recorders.append(recorder)


def _json(parts: Mapping[str, bytes | None], name: str, shape: Any) -> Any:
    content = parts.get(name)
    return {} if content is None else msgspec.json.decode(content, type=shape)
