"""Composes a content model from facts by an outline; pure, so the same facts give the same model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from kadflow.domain.periods import Period
from kadflow.reports.composing import agreement as about_one
from kadflow.reports.composing import register as about_many
from kadflow.reports.composing.context import Context, Missing
from kadflow.reports.composing.outline import Outline, Section
from kadflow.reports.content import (
    Block,
    Column,
    Heading,
    Mark,
    PageBreak,
    Paragraph,
    Report,
    Signatures,
    Signer,
    Table,
    Text,
)
from kadflow.reports.content import Period as Covered
from kadflow.reports.facts import AgreementFacts
from kadflow.reports.layouts import Layout

MOST_MISSING = 500
"""So many rows of unknown things are listed; the rest is counted."""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says of itself.

    Attributes:
        subject: Whom or what it concerns, for the subtitle.
        publisher: Who issues it.
        own: Id of the organisation that reports; empty for the whole installation.
        signers: By role: the office and its holder.
    """

    subject: str
    publisher: str
    period: Period
    as_of: datetime
    language: Literal["id", "en"] = "id"
    zone: str = "Asia/Jakarta"
    own: str = ""
    version: int = 1
    marks: tuple[Mark, ...] = ()
    signers: dict[str, Signer] = {}


def compose(
    outline: Outline, frame: Frame, agreements: Sequence[AgreementFacts]
) -> tuple[Report, tuple[Missing, ...]]:
    """A content model, and what was unknown in it.

    Args:
        outline: Which sections, in which order.
        frame: What the report says of itself.
        agreements: The one that it is about, or all of them.

    Returns:
        The model, and every unknown thing with whom to ask, sorted.
    """
    context = Context(frame.language, frame.period, frame.as_of, frame.own)
    made = [list(_section(context, frame, outline, s, agreements)) for s in outline.sections]
    missing = tuple(sorted(context.missing))
    blocks: list[Block] = []
    for section, own in zip(outline.sections, made, strict=True):
        told = list(_unknown(context, missing)) if section.content == "unknown" else own
        if not told:
            continue
        if section.heading is not None:
            blocks.append(Heading(context.say(section.heading.pair)))
        if section.text is not None:
            blocks.append(Paragraph(context.say(section.text.pair)))
        blocks += told
    title = context.say(outline.title.pair)
    report = Report(
        title=title,
        subtitle=frame.subject,
        as_of=frame.as_of,
        blocks=tuple(blocks),
        language=frame.language,
        zone=frame.zone,
        period=Covered(context.say(frame.period.words), frame.period.first, frame.period.last),
        version=frame.version,
        marks=frame.marks,
        publisher=frame.publisher,
    )
    return report, missing


def layout_of(outline: Outline) -> Layout:
    """How a report by this outline is set."""
    return Layout(landscape=outline.landscape, unknown=outline.unknown)


def _section(
    context: Context,
    frame: Frame,
    outline: Outline,
    section: Section,
    agreements: Sequence[AgreementFacts],
) -> Iterator[Block]:
    match section.content:
        case "unknown":
            return  # told once everything else was asked for
        case "page_break":
            yield PageBreak()
        case "signatures":
            yield from _signatures(frame, section)
        case content if outline.scope == "agreement":
            yield from about_one.SECTIONS[content](context, agreements[0])
        case content:
            columns = section.columns or outline.columns
            wanted = section.model_copy(update={"columns": columns})
            yield from about_many.SECTIONS[content](context, agreements, wanted)


def _signatures(frame: Frame, section: Section) -> Iterator[Block]:
    signers = [frame.signers[role] for role in section.signers if role in frame.signers]
    if signers:
        yield Signatures(tuple(signers))


def _unknown(context: Context, missing: Sequence[Missing]) -> Iterator[Block]:
    say = context.say
    if not missing:
        yield Paragraph(say(("Semua yang ditanyakan sudah diketahui.", "Nothing is unknown.")))
        return
    by_place: dict[tuple[str, str], list[str]] = {}
    for each in missing:
        by_place.setdefault((each.ask, each.agreement), []).append(each.what)
    rows = tuple(
        (Text(ask), Text(number), Text("; ".join(what)))
        for (ask, number), what in by_place.items()
    )
    yield Table(
        title=say(
            ("Yang belum diketahui, dan kepada siapa ditanyakan", "Unknown, and whom to ask")
        ),
        columns=(
            Column("ask", say(("Tanyakan kepada", "Ask"))),
            Column("agreement", say(("Kerja sama", "Agreement"))),
            Column("what", say(("Belum diketahui", "Unknown"))),
        ),
        rows=rows[:MOST_MISSING],
    )
    rest = len(rows) - MOST_MISSING
    if rest > 0:
        yield Paragraph(say((f"Dan {rest} baris lagi.", f"And {rest} rows more.")))
