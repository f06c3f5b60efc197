"""Progress reports of the parties on a period: submitted, reviewed by the others, every version kept.

A draft is not here: it stands in the party's own track until it is submitted. A version names for
each section the entry that holds its text, so that what was not written anew is carried along.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

SECTIONS: Final = ("progress", "beneficiaries", "funding", "obstacles", "follow_up")
"""What a report says of its period: the fields of Permendagri 25/2020 article 37 that change."""

Status = Literal["submitted", "returned", "accepted", "reopened"]


class ReportVersion(msgspec.Struct, omit_defaults=True):
    """A report as it was submitted once.

    Attributes:
        version: 1, and one more each time.
        number: Of its event in the agreement's shared stream.
        on: The day on which it was submitted, ISO.
        sections: By key, the number of the event whose part of that name holds the text.
        file: SHA-256 (hex) of the report as the party wrote it.
    """

    version: int
    number: int
    on: str
    sections: dict[str, int] = {}
    file: str | None = None


class ReportVerdict(msgspec.Struct, omit_defaults=True):
    """What another party said of a version; the reason is the part ``reason`` of its event."""

    number: int
    version: int
    by: str
    verdict: str
    on: str
    sections: list[str] = []


class ProgressReport(msgspec.Struct, omit_defaults=True):
    """One party's report on one period.

    Attributes:
        number: Of the event that submitted it first.
        anew: Sections that may be written anew; every one where it was returned or reopened whole.
    """

    id: str
    number: int
    party: str
    period: str
    status: Status
    versions: list[ReportVersion] = []
    verdicts: list[ReportVerdict] = []
    anew: list[str] = []

    @property
    def latest(self) -> ReportVersion:
        """The version that counts."""
        return self.versions[-1]


class Progress(msgspec.Struct, omit_defaults=True):
    """The chapter of an agreement's progress reports.

    Attributes:
        version: Number of the last event of the shared stream that changed it.
        entries: By id, in the order in which they were submitted first.
    """

    version: int = 0
    entries: dict[str, ProgressReport] = {}

    def of(self, party: str, period: str) -> ProgressReport | None:
        """The report of a party on a period."""
        return next(
            (r for r in self.entries.values() if (r.party, r.period) == (party, period)), None
        )
