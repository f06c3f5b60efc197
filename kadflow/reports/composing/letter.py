"""The cover letter of a report: number, date, addressee, subject, paragraphs from its outline."""

from __future__ import annotations

from datetime import date
from typing import Final

from kadflow.errors import InvalidInputError
from kadflow.reports.composing.outline import Outline
from kadflow.reports.content import Block, Day, Fact, Facts, Paragraph, Report, Signatures, Text
from kadflow.reports.facts import Pair
from kadflow.reports.tables import Table

RECEIVERS: Final[dict[str, Pair]] = {
    "governor": ("Gubernur", "The Governor"),
    "minister": ("Menteri Dalam Negeri", "The Minister of Home Affairs"),
    "parties": ("Para pihak kerja sama", "The parties to the agreement"),
    "head": ("Kepala Daerah", "The Head of the Region"),
}
"""Who receives reports, by the key of the template language; others are named as typed."""


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
    tables = [block for block in report.blocks if isinstance(block, Table)]
    fields = {
        "period": report.period.name if report.period else "",
        "organisation": report.subtitle,
        "title": report.title,
        "count": str(sum(len(list(table.all_rows())) for table in tables)),
    }

    def say(pair: Pair) -> str:
        text = pair[place]
        for name, value in fields.items():
            text = text.replace("{" + name + "}", value)
        return text

    receiver = RECEIVERS.get(to) or (to, to)
    blocks: list[Block] = [
        Facts(
            (
                Fact(say(("Nomor", "Number")), Text(number)),
                Fact(say(("Tanggal", "Date")), Day(day)),
                Fact(say(("Perihal", "Subject")), Text(say(outline.letter.subject.pair))),
                Fact(say(("Lampiran", "Enclosed")), Text(say(("1 (satu) berkas", "1 file")))),
            )
        ),
        Paragraph(say(("Yth. ", "To: ")) + receiver[place]),
        *(Paragraph(say(words.pair)) for words in outline.letter.body),
    ]
    signed = next((b for b in reversed(report.blocks) if isinstance(b, Signatures)), None)
    if signed is not None:
        blocks.append(Signatures(signed.signers[-1:], place=signed.place, day=day))
    return Report(
        title=say(("Surat pengantar", "Cover letter")),
        as_of=report.as_of,
        blocks=tuple(blocks),
        language=report.language,
        zone=report.zone,
        number=number,
        marks=report.marks,
        publisher=report.publisher,
    )
