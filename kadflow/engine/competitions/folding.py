"""What each event does to its competition; a command and a rebuild share it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from kadflow.domain.competitions import Competition, Entry, Juror, LastDay, Ranked
from kadflow.domain.evaluations import Form, Sheet
from kadflow.domain.events import Event


def fold_competition(
    competition: Competition | None, event: Event, parts: Mapping[str, bytes | None]
) -> Competition:
    """Bring a competition one event further; it believes the event, as all folding does."""
    if competition is None:
        if event.kind != "competition.opened":
            message = f"the history of {event.stream} does not begin with its opening"
            raise ValueError(message)
        competition = _opened(event, parts)
    else:
        _change(competition, event, parts)
    competition.version = event.number
    return competition


def _opened(event: Event, parts: Mapping[str, bytes | None]) -> Competition:
    data, title = event.data, parts.get("title")
    return Competition(
        id=event.stream,
        code=data["code"],
        organisation=data["organisation"],
        template=data["template"],
        own_form=data.get("own_form"),
        form=msgspec.convert(data["form"], Form),
        opened_on=event.effective_on.date,
        title=title.decode() if title is not None else "",
        tie_breaks=list(data["tie_breaks"]),
    )


def _change(competition: Competition, event: Event, parts: Mapping[str, bytes | None]) -> None:
    data = event.data
    match event.kind:
        case "competition.entered":
            competition.entries[data["entry"]] = Entry(
                id=data["entry"],
                number=event.number,
                agreement=data["agreement"],
                label=data["label"],
                parties=list(data["parties"]),
            )
        case "competition.juror_named":
            competition.jurors[data["juror"]] = Juror(
                id=data["juror"],
                number=event.number,
                organisation=data["organisation"],
                office=data["office"],
                person=data["person"],
                conflicts=_declared_before(competition, data["office"], data["person"]),
            )
        case "competition.juror_dismissed":
            competition.jurors[data["juror"]].dismissed = event.number
        case "competition.interest_declared":
            competition.jurors[data["juror"]].conflicts[data["entry"]] = data["conflict"]
            _seen(competition, event)
        case "competition.judged":
            juror = competition.jurors[data["juror"]]
            juror.judged[data["entry"]] = event.number
            person = event.actor.person
            if person is not None and person not in juror.by:
                juror.by.append(person)
            _seen(competition, event)
        case "deadline.set":
            competition.last_day = LastDay(
                deadline=data["deadline"], due_on=data["due_on"], due_at=data["due_at"]
            )
        case "deadline.reached":
            if competition.last_day is not None:
                competition.last_day.reached = event.number
        case "deadline.withdrawn" | "deadline.settled":
            competition.last_day = None
        case "competition.ranked":
            competition.ranked, competition.ranked_on = event.number, event.effective_on.date
            told = _json(parts, "ranking", list[Ranked]) or [
                Ranked(entry=entry, rank=rank, total=total)
                for entry, rank, total in data["ranking"]
            ]
            competition.ranking = told
            competition.remarks = _json(parts, "remarks", dict[str, dict[str, list[str]]])
            competition.sheets = _json(parts, "sheets", dict[str, dict[str, Sheet]])
        case _:
            pass


def _declared_before(competition: Competition, office: str, person: str | None) -> dict[str, bool]:
    """Conflicts of an office whose naming was taken back: naming it again does not end them."""
    return {
        entry: True
        for juror in competition.jurors.values()
        if juror.dismissed and juror.office == office
        if person is None or juror.person in {None, person}
        for entry, conflict in juror.conflicts.items()
        if conflict
    }


def _seen(competition: Competition, event: Event) -> None:
    recorder = event.actor.recorder
    if recorder is not None and recorder not in competition.recorders:
        competition.recorders.append(recorder)


def _json(parts: Mapping[str, bytes | None], name: str, shape: Any) -> Any:
    content = parts.get(name)
    return {} if content is None else msgspec.json.decode(content, type=shape)
