"""What verification found, in words for people and in fields for programs."""

from __future__ import annotations

from typing import Any

import msgspec

from kadflow.audit.breaks import Break
from kadflow.audit.parts import SealedPart
from kadflow.audit.witness import WitnessReport
from kadflow.domain.wording import FINDING_WORDS, found_words
from kadflow.errors import HistoryBrokenError, NoteUntrustedError, SignatureInvalidError

MAX_NAMED = 100
"""Most findings, and most sealed parts, that a report names one by one."""

HINT = "Keep the database as it is, and compare it with a backup and the last checkpoint."
SARAN = (
    "Biarkan basis data apa adanya, lalu bandingkan dengan cadangan dan segel riwayat terakhir."
)

_ERRORS: dict[str, type[HistoryBrokenError]] = {
    NoteUntrustedError.code: NoteUntrustedError,
    SignatureInvalidError.code: SignatureInvalidError,
}


class Finding(msgspec.Struct, frozen=True):
    """One thing that does not hold.

    Attributes:
        what: A break of a chain (`kadflow.audit.breaks.Break.what`), or ``missing`` (a noun
            without its stream, a stream without its noun), ``sealed-length`` (a stream shorter
            than its leaves), ``lost`` (an entry that a checkpoint covers), ``checkpoint`` (the
            tree does not have the signed root), ``beyond`` (a checkpoint covers entries that are
            not here), ``leaves`` (the list of what was sealed was altered), ``row`` (a row differs from its replay),
            ``content`` (a file), ``ledger`` (a day of it, named in ``field``), ``trigger``, ``note-untrusted``, ``signature-invalid``.
        stream: The stream concerned; empty where none is.
        number: The entry concerned; 0 where none is.
        field: Column, part, table, trigger or day concerned.
        expected: What the rest of the record demands.
        found: What is there.
    """

    what: str
    stream: str = ""
    number: int = 0
    expected: str = ""
    found: str = ""
    field: str = ""

    @classmethod
    def of(cls, broken: Break) -> Finding:
        """A break of a chain as a finding."""
        return cls(
            what=broken.what,
            stream=broken.stream,
            number=broken.number,
            expected=broken.expected,
            found=broken.found,
            field=broken.field,
        )

    def sentence(self, language: str = "en") -> str:
        """One sentence for people, in Indonesian (``id``) or English (``en``)."""
        indonesian = language == "id"
        words = FINDING_WORDS[self.what][0 if indonesian else 1].format(field=self.field)
        place = ""
        if self.stream:
            place = f"{'Rangkaian' if indonesian else 'Stream'} {self.stream}"
            if self.number:
                place += f", {'catatan' if indonesian else 'entry'} {self.number}"
            place += ": "
        end = ""
        if self.expected:
            end = (
                f" Seharusnya {found_words(self.expected)[0]}; "
                f"ditemukan {found_words(self.found)[0]}."
                if indonesian
                else f" Expected {self.expected}; found {self.found}."
            )
        return f"{place}{words}{end}"

    def __str__(self) -> str:
        """The English sentence."""
        return self.sentence()


class HistoryReport(msgspec.Struct, frozen=True):
    """What was looked at, and what does not hold.

    Attributes:
        streams: Streams walked.
        events: Entries that hold.
        findings: The first `MAX_NAMED`, in the order of streams; ``finding_count`` counts all.
        sealed: The first `MAX_NAMED` parts met as sealed; ``sealed_count`` counts all.
        rows: Agreements whose rows were compared with their replay; 0 when not asked for.
        contents: Files whose bytes were read; 0 when not asked for.
        ledger: Lines of the ledger of deliveries that were compared with the seals of their days.
        witness: What the checkpoint says about the record, when one was given.
    """

    streams: int
    events: int
    findings: tuple[Finding, ...] = ()
    finding_count: int = 0
    sealed: tuple[SealedPart, ...] = ()
    sealed_count: int = 0
    rows: int = 0
    contents: int = 0
    ledger: int = 0
    witness: WitnessReport | None = None

    @property
    def ok(self) -> bool:
        """Whether everything looked at holds."""
        return self.finding_count == 0

    @property
    def first(self) -> Finding | None:
        """The first thing that does not hold."""
        return self.findings[0] if self.findings else None

    def sentence(self, language: str = "en") -> str:
        """The report in one sentence."""
        if self.first is not None:
            return self.first.sentence(language)
        if language == "id":
            return f"{self.events} catatan dalam {self.streams} rangkaian utuh."
        return f"All {self.events} entries in {self.streams} streams hold."

    def __str__(self) -> str:
        """The English sentence."""
        return self.sentence()

    def raise_if_broken(self) -> None:
        """Turn the first finding into an error.

        Raises:
            HistoryBrokenError: ``details`` name what, stream, number, expected and found.
            NoteUntrustedError: The checkpoint is signed by nobody who is known here.
            SignatureInvalidError: The checkpoint was changed after signing.
        """
        if self.first is not None:
            kind = _ERRORS.get(self.first.what, HistoryBrokenError)
            raise kind(
                self.first.sentence(),
                hint=HINT,
                pesan=self.first.sentence("id"),
                saran=SARAN,
                **msgspec.structs.asdict(self.first),
                findings=self.finding_count,
            )


class Tally:
    """Collects while verification walks; bounded whatever it meets."""

    def __init__(self) -> None:
        self.streams = 0
        self.events = 0
        self.rows = 0
        self.contents = 0
        self.ledger = 0
        self.findings: list[Finding] = []
        self.finding_count = 0
        self.sealed: list[SealedPart] = []
        self.sealed_count = 0
        self.witness: WitnessReport | None = None

    def add(self, finding: Finding) -> None:
        """Note something that does not hold."""
        self.finding_count += 1
        if len(self.findings) < MAX_NAMED:
            self.findings.append(finding)

    def meet(self, part: SealedPart) -> None:
        """Note a sealed part."""
        self.sealed_count += 1
        if len(self.sealed) < MAX_NAMED:
            self.sealed.append(part)

    def join(self, other: HistoryReport) -> None:
        """Add what another walk found."""
        self.streams += other.streams
        self.events += other.events
        for finding in other.findings:
            self.add(finding)
        self.finding_count += other.finding_count - len(other.findings)
        for part in other.sealed:
            self.meet(part)
        self.sealed_count += other.sealed_count - len(other.sealed)

    def report(self) -> HistoryReport:
        """What was found so far."""
        values: dict[str, Any] = {
            name: getattr(self, name)
            for name in (
                "streams",
                "events",
                "finding_count",
                "sealed_count",
                "rows",
                "contents",
                "ledger",
            )
        }
        return HistoryReport(
            **values,
            findings=tuple(self.findings),
            sealed=tuple(self.sealed),
            witness=self.witness,
        )
