"""What each event about indicators does to that chapter."""

from __future__ import annotations

from collections.abc import Mapping

from kadflow.domain.events import Event
from kadflow.domain.indicators import Indicator, Indicators, Measurement, Target


def fold_indicators(chapter: Indicators, event: Event, parts: Mapping[str, bytes | None]) -> None:
    """Change the chapter by one event; it believes the event, as all folding does."""
    data = event.data
    if event.kind == "indicator.added":
        chapter.entries[data["indicator"]] = Indicator(
            id=data["indicator"],
            number=event.number,
            party=data["party"],
            office=data["office"],
            direction=data["direction"],
            every=data["every"],
            decimals=data["decimals"],
            title=_text(parts, "title"),
            unit=_text(parts, "unit"),
            source=_text(parts, "source"),
            baseline=data["baseline"],
            baseline_on=data["baseline_on"],
            targets={
                period: Target(number=event.number, value=value)
                for period, value in data["targets"].items()
            },
        )
        return
    indicator = chapter.entries[data["indicator"]]
    match event.kind:
        case "indicator.aimed":
            for period, value in data["targets"].items():
                indicator.targets[period] = Target(number=event.number, value=value)
        case "indicator.based":
            indicator.baseline = data["baseline"]
            indicator.baseline_on = data["baseline_on"]
        case "indicator.measured":
            file = data["file"]
            indicator.measurements.append(
                Measurement(
                    id=data["measurement"],
                    number=event.number,
                    period=data["period"],
                    on=event.effective_on.date,
                    value=data["value"],
                    file=file["digest"] if file is not None else None,
                    corrects=data["corrects"],
                )
            )
        case _:
            pass


def _text(parts: Mapping[str, bytes | None], name: str) -> str:
    content = parts.get(name)
    return content.decode() if content is not None else ""
