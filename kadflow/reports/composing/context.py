"""What every section knows: for whom, in which language, over which period, and what is unknown."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kadflow.domain.people import ROLE_WORDS
from kadflow.domain.periods import Period
from kadflow.reports.content import Paragraph
from kadflow.reports.facts import AgreementFacts, Pair, PartyFacts
from kadflow.reports.values import Source, Unknown


def nothing(context: Context, words: Pair) -> Paragraph:
    """A sentence that says that there is nothing of a kind."""
    return Paragraph(context.say(words))


class Missing(msgspec.Struct, frozen=True, order=True):
    """Something that the report wanted to say and nobody has stated.

    Attributes:
        ask: Whom to ask.
        agreement: Number of the agreement; empty where it is about none.
        what: What is missing.
    """

    ask: str
    agreement: str
    what: str


class Context:
    """The state of one composition.

    Attributes:
        language: ``id`` or ``en``.
        period: What the report covers.
        as_of: The instant whose knowledge it tells.
        missing: What was found unknown so far, each thing once.
    """

    def __init__(self, language: str, period: Period, as_of: datetime, own: str = "") -> None:
        self.language = language
        self.period = period
        self.as_of = as_of
        self._own = own
        self.missing: dict[Missing, None] = {}

    def say(self, pair: Pair) -> str:
        """One of a pair."""
        return pair[0 if self.language == "id" else 1]

    def unknown(self, what: Pair, agreement: AgreementFacts, ask: str) -> Unknown:
        """A value that nobody stated; it is listed with whom to ask."""
        self.missing[Missing(ask=ask, agreement=agreement.number, what=self.say(what))] = None
        return Unknown(ask=ask)

    def office(self, role: str, party: PartyFacts) -> str:
        """Whom to ask in a party: ``Badan Keuangan Kabupaten Bantul``."""
        return f"{self.say(ROLE_WORDS[role])} {party.name}"

    def secretariat(self, agreement: AgreementFacts) -> str:
        """Whom to ask about an agreement: the own secretariat, else that of the initiator.

        A region is asked before a ministry or a company, which has no such secretariat.
        """
        every = agreement.parties
        regions = [party for party in every if party.code]
        asked = next(
            (p for p in every if p.organisation == self._own),
            next((p for p in regions if p.initiating), (regions or every)[0]),
        )
        return self.office("coordinator", asked)

    def source(self, agreement: AgreementFacts, *numbers: int) -> Source:
        """Where a figure comes from: entries of an agreement's shared record."""
        name = self.say(("Riwayat", "History of")) + f" {agreement.number}"
        return Source(stream=agreement.id, name=name, numbers=tuple(sorted(set(numbers))))
