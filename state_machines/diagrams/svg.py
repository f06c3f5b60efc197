"""A template as SVG, drawn without any other program.

Each state is a card in the column of its stage; every step that leaves it is a row of the card,
and the arrow begins at that row. So labels stand inside cards and never collide, however many
steps there are. Arrows forward are solid, arrows back to an earlier stage dashed; a step that
stays is marked with a loop instead of an arrow.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from state_machines.diagrams.steps import (
    CAUSE_WORDS,
    STAGE_WORDS,
    Cause,
    DrawnStep,
    Language,
    columns,
    say,
    steps_from,
)
from state_machines.errors import UnknownStateError
from state_machines.template import Template, Words

CARD, GAP, MARGIN = 248, 110, 28
LINE, HEAD, SPACE = 15, 62, 30
_COLOURS: dict[Cause, str] = {
    "person": "#1d4ed8",
    "gate": "#047857",
    "deadline": "#b45309",
    "command": "#7c3aed",
}
_DESCRIPTION = Words(
    id="Diagram alur: {states} status, {steps} langkah. Dimulai dari {initial}.",
    en="Workflow diagram: {states} states, {steps} steps. It begins in {initial}.",
)
_CURRENT = Words(id=" Status sekarang: {current}.", en=" Present state: {current}.")
_STAYS = Words(id="tetap di status ini", en="stays in this state")
_STYLE = (
    "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;"
    "font-size:11.5px;fill:#1f2937}"
    ".stage{font-size:14px;font-weight:600;fill:#374151}.title{font-size:13px;font-weight:600}"
    ".small{font-size:10.5px;fill:#6b7280}"
)


@dataclass(slots=True)
class _Row:
    step: DrawnStep
    lines: list[str]
    y: float


@dataclass(slots=True)
class _Card:
    name: str
    column: int
    x: float
    y: float
    title: list[str]
    small: list[str]
    rows: list[_Row] = field(default_factory=list)
    height: float = 0

    @property
    def door(self) -> float:
        """Height at which arrows arrive."""
        return self.y + 16


def to_svg(template: Template, language: Language = "id", current: str | None = None) -> str:
    """Draw a template.

    Args:
        template: Any readable template.
        language: ``id`` or ``en``.
        current: State to mark as the present one.

    Returns:
        A complete SVG document with a title and a description for screen readers.

    Raises:
        UnknownStateError: ``current`` is no state of the template.
    """
    if current is not None and current not in template.states:
        raise UnknownStateError(f"{template.key} has no state {current!r}")
    stages = columns(template)
    cards = _place(template, stages, language)
    width = MARGIN * 2 + len(stages) * CARD + (len(stages) - 1) * GAP
    height = max((card.y + card.height for card in cards.values()), default=HEAD) + 64
    parts = [
        *_opening(template, language, current, width, height),
        *_stage_bands(stages, language, height),
        *_arrows(cards, template.key),
        *(line for card in cards.values() for line in _draw(template, card, current)),
        *_legend(language, height),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


# -------------------------------------------------------------------- layout
def _place(
    template: Template, stages: dict[str, list[str]], language: Language
) -> dict[str, _Card]:
    cards: dict[str, _Card] = {}
    column_of = {name: at for at, states in enumerate(stages.values()) for name in states}
    for states in stages.values():
        y = float(HEAD)
        for name in states:
            card = _card(template, name, column_of, y, language)
            cards[name] = card
            y += card.height + SPACE
    return cards


def _card(
    template: Template, name: str, column_of: dict[str, int], y: float, language: Language
) -> _Card:
    state, column = template.states[name], column_of[name]
    title = _wrap(say(state.title, language), 27)
    small = _wrap(say(state.step, language), 36) if state.step else []
    card = _Card(name, column, MARGIN + column * (CARD + GAP), y, title, small)
    below = y + 12 + LINE * len(title) + 13 * len(small) + 6
    for step in steps_from(template, name, language):
        label = step.label
        if abs(column_of.get(step.target, column) - column) > 1:
            label += f" \N{RIGHTWARDS ARROW} {say(template.states[step.target].title, language)}"
        lines = _wrap(label, 30)
        card.rows.append(_Row(step, lines, below + LINE * len(lines) / 2))
        below += LINE * len(lines) + 4
    card.height = below - y + 6
    return card


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, max_lines=3, placeholder=" ...") or [""]


# -------------------------------------------------------------------- drawing
def _opening(
    template: Template, language: Language, current: str | None, width: float, height: float
) -> Iterator[str]:
    first = [say(s.title, language) for s in template.states.values() if s.initial]
    told = say(_DESCRIPTION, language).format(
        states=len(template.states),
        steps=len(template.transitions),
        initial=first[0] if first else "?",
    )
    if current is not None:
        title = say(template.states[current].title, language)
        told += say(_CURRENT, language).format(current=title)
    key = html.escape(template.key)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" '
        f'viewBox="0 0 {width} {height:.0f}" role="img" lang="{language}" '
        f'aria-labelledby="{key}-title {key}-desc">'
    )
    yield f'<title id="{key}-title">{_text(say(template.title, language))}</title>'
    yield f'<desc id="{key}-desc">{_text(told)}</desc>'
    yield f"<style>{_STYLE}</style>"
    yield "<defs>"
    for cause, colour in _COLOURS.items():
        yield (
            f'<marker id="{key}-{cause}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            f'markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="{colour}"/></marker>'
        )
    yield "</defs>"
    yield f'<rect width="{width}" height="{height:.0f}" fill="#ffffff"/>'


def _stage_bands(stages: dict[str, list[str]], language: Language, height: float) -> Iterator[str]:
    for column, stage in enumerate(stages):
        x = MARGIN + column * (CARD + GAP)
        yield (
            f'<rect x="{x - 12}" y="12" width="{CARD + 24}" height="{height - 56:.0f}" rx="10" '
            'fill="#f3f4f6"/>'
        )
        yield f'<text class="stage" x="{x}" y="36">{_text(say(STAGE_WORDS[stage], language))}</text>'


def _arrows(cards: dict[str, _Card], key: str) -> Iterator[str]:
    arrivals: dict[tuple[str, bool], int] = {}
    for card in cards.values():
        for row in card.rows:
            target = cards.get(row.step.target)
            if target is None or target is card:
                continue
            back = target.column < card.column
            count = arrivals.get((target.name, back), 0)
            arrivals[target.name, back] = count + 1
            yield _arrow(card, row, target, f"{key}-{row.step.cause}", count)


def _arrow(card: _Card, row: _Row, target: _Card, head: str, count: int) -> str:
    """A curve from the row to the target; arrivals fan out so that heads stay apart."""
    y2 = target.door + min(count * 5, max(target.height - 24, 0))
    if target.column == card.column:
        x1 = x2 = card.x + CARD
        bend = x1 + 24 + min(abs(y2 - row.y) / 8, 46)
        curve = f"C{bend:.0f} {row.y:.0f} {bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    else:
        back = target.column < card.column
        x1, x2 = (card.x, target.x + CARD) if back else (card.x + CARD, target.x)
        pull = (-1 if back else 1) * max(GAP * 0.6, abs(x2 - x1) * 0.4)
        curve = f"C{x1 + pull:.0f} {row.y:.0f} {x2 - pull:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    dashed = ' stroke-dasharray="5 4"' if target.column < card.column else ""
    colour = _COLOURS[row.step.cause]
    return (
        f'<path d="M{x1:.0f} {row.y:.0f} {curve}" fill="none" stroke="{colour}" '
        f'stroke-width="1.4" stroke-opacity="0.75"{dashed} '
        f'marker-end="url(#{head})"/>'
    )


def _draw(template: Template, card: _Card, current: str | None) -> Iterator[str]:
    state = template.states[card.name]
    here = card.name == current
    fill = {"completed": "#dcfce7", "stopped": "#fee2e2"}.get(str(state.final), "#ffffff")
    edge, thick = ("#1d4ed8", 3) if here else ("#9ca3af", 1.2)
    yield (
        f'<g><rect x="{card.x}" y="{card.y:.0f}" width="{CARD}" height="{card.height:.0f}" '
        f'rx="8" fill="{"#eff6ff" if here else fill}" stroke="{edge}" stroke-width="{thick}"/>'
    )
    y = card.y + 20
    if state.initial:
        yield f'<circle cx="{card.x + CARD - 14}" cy="{card.y + 15:.0f}" r="5" fill="#111827"/>'
    for line in card.title:
        yield f'<text class="title" x="{card.x + 12}" y="{y:.0f}">{_text(line)}</text>'
        y += LINE
    for line in card.small:
        yield f'<text class="small" x="{card.x + 12}" y="{y - 2:.0f}">{_text(line)}</text>'
        y += 13
    for row in card.rows:
        yield from _draw_row(card, row)
    yield "</g>"


def _draw_row(card: _Card, row: _Row) -> Iterator[str]:
    colour = _COLOURS[row.step.cause]
    top = row.y - LINE * len(row.lines) / 2 + 11
    yield _mark(row.step.cause, card.x + 14, top - 4)
    for place, line in enumerate(row.lines):
        yield f'<text x="{card.x + 24}" y="{top + place * LINE:.0f}">{_text(line)}</text>'
    if row.step.target == card.name:
        yield _loop(card.x + CARD - 14, row.y, colour)


def _mark(cause: Cause, x: float, y: float) -> str:
    colour = _COLOURS[cause]
    match cause:
        case "person":
            return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{colour}"/>'
        case "gate":
            return f'<path d="M{x:.0f} {y - 5:.0f} l5 5 l-5 5 l-5 -5 z" fill="{colour}"/>'
        case "deadline":
            return f'<rect x="{x - 4:.0f}" y="{y - 4:.0f}" width="8" height="8" fill="{colour}"/>'
        case "command":
            return f'<path d="M{x:.0f} {y - 5:.0f} l5 9 h-10 z" fill="{colour}"/>'


def _loop(x: float, y: float, colour: str) -> str:
    return (
        f'<path d="M{x + 4:.0f} {y - 3:.0f} a5 5 0 1 0 1 4" fill="none" stroke="{colour}" '
        f'stroke-width="1.5"/><path d="M{x + 1:.0f} {y - 4:.0f} h5 v-4 z" fill="{colour}"/>'
    )


def _legend(language: Language, height: float) -> Iterator[str]:
    x, y = float(MARGIN), height - 18
    for cause, words in CAUSE_WORDS.items():
        text = say(words, language)
        yield _mark(cause, x, y - 4)
        yield f'<text class="small" x="{x + 10:.0f}" y="{y:.0f}">{_text(text)}</text>'
        x += 40 + len(text) * 6
    yield _loop(x, y - 4, "#4b5563")
    yield f'<text class="small" x="{x + 12:.0f}" y="{y:.0f}">{_text(say(_STAYS, language))}</text>'


def _text(text: str) -> str:
    """Escaped for XML, without the control characters that XML forbids."""
    return html.escape("".join(s for s in text if s.isprintable() or s == " "))
