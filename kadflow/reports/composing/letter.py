"""The cover letter of a report: number, date, addressee, subject, paragraphs from its outline."""

from __future__ import annotations

from datetime import date

from kadflow.domain.wording.reports import receiver_words
from kadflow.errors import InvalidInputError
from kadflow.reports.composing.outline import Outline
from kadflow.reports.composing.register import PLACE
from kadflow.reports.content import Block, Day, Fact, Facts, Paragraph, Report, Signatures, Text
from kadflow.reports.facts import Pair
from kadflow.reports.tables import Table


def compose_letter(
    outline: Outline, report: Report, *, number: str, on: str, to: str
) -> Report | None:
    """The letter that goes with a report; None where its outline has none.

    Args:
        outline: By which the report was composed.
        report: Its content model, whose signers sign the letter too.
        number: Of the letter.
        on: Its date, ISO.
        to: Whom it is for.

    Raises:
        InvalidInputError: The date is no date.
    """
    if outline.letter is None:
        return None
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise InvalidInputError(
            f"{on!r} is not a date.",
            hint="Give a date like 2026-07-10.",
            pesan=f"{on!r} bukan tanggal.",
            saran="Isi tanggal seperti 2026-07-10.",
        ) from error
    place = 0 if report.language == "id" else 1
    fields = {
        "period": report.period.name if report.period else "",
        "organisation": report.subtitle,
        "title": report.title,
        "count": str(_listed(report)),
    }

    def say(pair: Pair) -> str:
        text = pair[place]
        for name, value in fields.items():
            text = text.replace("{" + name + "}", value)
        return text

    blocks: list[Block] = [
        Facts(
            (
                Fact(say(("Nomor", "Number")), Text(number)),
                Fact(say(("Tanggal", "Date")), Day(day)),
                Fact(say(("Perihal", "Subject")), Text(say(outline.letter.subject.pair))),
                Fact(say(("Lampiran", "Enclosed")), Text(say(("1 (satu) berkas", "1 file")))),
            )
        ),
        Paragraph(say(("Yth. ", "To: ")) + receiver_words(to)[place]),
        *(Paragraph(say(words.pair)) for words in outline.letter.body),
    ]
    signed = next((b for b in reversed(report.blocks) if isinstance(b, Signatures)), None)
    if signed is not None:
        blocks.append(Signatures(signed.signers[-1:], place=signed.place, day=day))
    return Report(
        title=say(outline.letter.subject.pair),
        as_of=report.as_of,
        blocks=tuple(blocks),
        language=report.language,
        zone=report.zone,
        number=number,
        marks=report.marks,
        publisher=report.publisher,
        letterhead=(report.publisher,),
        kind="letter",
    )


def _listed(report: Report) -> int:
    """How many agreements the report lists, in all its lists together."""
    tables = [block for block in report.blocks if isinstance(block, Table)]
    lists = [table for table in tables if table.columns[0].key == PLACE]
    return sum(1 for table in lists for _ in table.all_rows())
