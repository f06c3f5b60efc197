"""A report as its organisation's stream tells it: built, signed off, sent, received."""

from __future__ import annotations

import msgspec


class ReportFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """One stored file of a report, or of its cover letter.

    Attributes:
        format: ``content``, ``pdf``, ``docx``, ``xlsx``, ``html``, ``form.xlsx``, ``letter-1.pdf``.
        digest: SHA-256 of its bytes, hex.
    """

    format: str
    digest: str
    size: int


class SignOff(msgspec.Struct, omit_defaults=True):
    """One step of signing off; ``answer`` is ``approve`` or ``return`` once it was given."""

    role: str
    answer: str | None = None
    office: str | None = None
    person: str | None = None
    on: str | None = None
    number: int | None = None


class Sending(msgspec.Struct, omit_defaults=True):
    """A report that went to a receiver, and the receipt for it.

    Attributes:
        to: Whom: a key of the template language (``governor``), or a name as typed, which is the
            part ``receiver``; empty where that was sealed.
        number: Of the event; the letter's number and date are its part ``letter``.
        received_on: ISO date of the receipt; None while there is none.
    """

    to: str
    on: str
    number: int
    received_on: str | None = None


class ReportRecord(msgspec.Struct, omit_defaults=True):
    """One version of a report.

    Attributes:
        organisation: Whose report it is.
        outline: Key of the outline, and the digest of its text.
        about: Id of the agreement; empty for all agreements of the organisation.
        period: Name of the period, ``2026-S1``.
        version: 1, and one more for each correction.
        as_of: The instant whose knowledge it tells, to the second.
        content: Digest of the content model, which is stored as a file of its own.
        renderer: Version of the renderers that made the files.
        missing: How many things were unknown.
        number: Of the event that built it.
        prepared_by: Person or principal; may not sign it off.
        state: ``built``: not signed off by everybody yet. ``signed``, ``sent``, ``received``.
            ``returned``: to be corrected; the next building makes the next version.
            ``superseded``: built anew before it was signed off.
    """

    id: str
    organisation: str
    outline: str
    outline_digest: str
    about: str
    period: str
    version: int
    language: str
    as_of: str
    content: str
    renderer: int
    number: int
    files: list[ReportFile] = []
    missing: int = 0
    prepared_by: str = ""
    state: str = "built"
    steps: list[SignOff] = []
    sendings: list[Sending] = []

    def next_step(self) -> SignOff | None:
        """The step whose turn it is; None when all were taken."""
        return next((step for step in self.steps if step.answer is None), None)


def letter_name(place: int, form: str) -> str:
    """How the cover letter of a sending is called among a report's files.

    Args:
        place: Of the sending, from 1.
        form: ``pdf`` or ``docx``.
    """
    return f"letter-{place}.{form}"
