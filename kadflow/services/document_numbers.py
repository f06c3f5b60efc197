"""Numbers of documents across agreements: one that its issuer used before in that year is told.

A repeated number is never refused (practice 14): it may be a slip here, there, or the paper's own.
Who enters it learns of the other agreement by number where an organisation of theirs takes part in
it, and else only that there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from kadflow.domain.agreements import AgreementRecord, PartyRecord
from kadflow.domain.document_numbers import NumberUse, has_blank, normal_form, year_of
from kadflow.domain.events import Event, Sealed
from kadflow.domain.wording import Pair
from kadflow.storage import document_numbers as rows
from kadflow.storage.transactions import Transaction

CODE = "number-used"
_REGISTERED = frozenset({"agreement.registered", "party.registered"})
_NAMING_PARTIES = _REGISTERED | {"agreement.created", "party.joined"}
_NUMBERING = _REGISTERED | {"document.numbered"}

Parts = Mapping[str, bytes | None]
MayKnow = Callable[[frozenset[str]], bool]
"""Whether an agreement of some organisations may be named to whoever enters a number."""


class Issuers:
    """Whose a number is: a party by its id or printed name, or somebody who is no party."""

    def __init__(self, parties: Iterable[PartyRecord] = ()) -> None:
        self._by_party: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        for party in parties:
            self._take(party.id, party.organisation, party.name)

    def learn(self, event: Event, parts: Parts) -> None:
        """Take in the parties that an event names."""
        if event.kind in _NAMING_PARTIES:
            for entry in event.data.get("parties") or [event.data]:
                name = parts.get(f"party.{entry['id']}.name")
                self._take(entry["id"], entry["organisation"], name.decode() if name else "")

    def of_party(self, party: str) -> str:
        """The organisation of a party; an outside body by its key."""
        return self._by_party.get(party) or f"={party}"

    def named(self, name: str) -> str:
        """The organisation of the party that is written so, else the name."""
        form = normal_form(name)
        return self._by_name.get(form) or f"={form}"

    def _take(self, party: str, organisation: str, name: str) -> None:
        self._by_party[party] = organisation
        if name:
            self._by_name.setdefault(normal_form(name), organisation)


def bears_number(event: Event) -> bool:
    """Whether an event may state a number; cheap, since it is asked of every one."""
    return event.kind in _NUMBERING or any(part.name == "letter" for part in event.parts)


def numbers_in(event: Event, parts: Parts, issuers: Issuers) -> list[NumberUse]:
    """The numbers that an event of a shared stream states, with who gave them.

    Args:
        event: Of the shared stream.
        parts: Its parts by name; a sealed one states nothing.
        issuers: The parties as they were named until then.
    """
    data, day = event.data, event.effective_on.date
    found: list[NumberUse | None] = []
    letter = parts.get("letter")
    if event.kind == "document.numbered":
        number, party = parts.get("number"), data["party"]
        place = f"{data['kind']}:{party}"
        if number is not None:
            found.append(_use(place, issuers.of_party(party), number.decode(), day))
    elif event.kind in _REGISTERED:
        issuers_of = {str(each["position"]): each["organisation"] for each in data["parties"]}
        return registered_numbers(data["numbers"], issuers_of, data["signed_on"] or day)
    elif letter is not None:
        said = msgspec.json.decode(letter)
        found.append(
            _use(
                f"letter:{event.number}",
                _sender(event, said, issuers),
                str(said.get("number") or ""),
                str(said.get("date") or day),
            )
        )
    return [use for use in found if use is not None]


def registered_numbers(
    numbers: Mapping[str, str], issuers: Mapping[str, str], on: str
) -> list[NumberUse]:
    """The numbers of a registered agreement that belong to one of its parties.

    Args:
        numbers: By position of the party, several joined by semicolons.
        issuers: The organisation of each position, as far as it is known here.
        on: ISO date of the signing, else of the registration.
    """
    found = [
        _use(f"{position}.{place}", issuer, each, on)
        for position, text in numbers.items()
        for issuer in (issuers.get(position),)
        if issuer is not None
        for place, each in enumerate(text.split(";"))
    ]
    return [use for use in found if use is not None]


def number_rows(agreement: str, uses: Iterable[NumberUse]) -> list[dict[str, Any]]:
    """The index rows of numbers."""
    return [{"agreement": agreement, **use._asdict()} for use in uses]


def numbers_of(record: AgreementRecord, sealed: Sealed) -> list[NumberUse]:
    """The numbers that an event states which was just decided."""
    event = sealed.event
    if event.stream != record.id or not bears_number(event):
        return []
    parts = {part.name: part.content for part in sealed.parts}
    return numbers_in(event, parts, Issuers(record.parties))


class UsedNumbers:
    """Numbers that stand somewhere already, of those forms that somebody is about to enter.

    Args:
        tx: The caller's transaction.
        forms: Normal forms, asked for at once.
        may_know: Whether an agreement of these organisations may be named.
    """

    def __init__(self, tx: Transaction, forms: Iterable[str], may_know: MayKnow) -> None:
        found = rows.find_uses(tx, sorted({*forms}))
        parties = rows.organisations_of(tx, sorted({use.agreement for use in found}))
        self._shown = {a: may_know(organisations) for a, organisations in parties.items()}
        self._by_use: dict[tuple[str, int, str], dict[str, str]] = {}
        for use in found:
            key = (use.issuer, use.year, use.form)
            self._by_use.setdefault(key, {})[use.agreement] = use.number

    def learn(self, record: AgreementRecord, uses: Iterable[NumberUse]) -> None:
        """Take in the numbers of an agreement that was entered since, by the same person."""
        self._shown[record.id] = True
        for use in uses:
            key = (use.issuer, use.year, use.form)
            self._by_use.setdefault(key, {})[record.id] = record.number

    def warnings(self, agreement: str, uses: Iterable[NumberUse]) -> list[Pair]:
        """What to say of numbers that their issuers used before in the same year.

        Args:
            agreement: Where they are entered; what it bears itself is no repetition.
            uses: The numbers.
        """
        return [
            warning(use.year, number if self._shown[other] else None)
            for use in uses
            for other, number in self._by_use.get((use.issuer, use.year, use.form), {}).items()
            if other != agreement
        ]


def warning(year: int, number: str | None) -> Pair:
    """That a number was used before.

    Args:
        year: In which.
        number: Of the other agreement; None where it may not be named.
    """
    where_id = f"kerja sama {number}" if number else "kerja sama lain"
    where_en = f"the agreement {number}" if number else "another agreement"
    return (
        f"Penerbit yang sama sudah memakai nomor ini pada tahun {year} dalam {where_id}; periksalah.",
        f"The same issuer used this number in {year} already, in {where_en}; check it.",
    )


def _use(place: str, issuer: str, number: str, on: str) -> NumberUse | None:
    form = normal_form(number)
    if has_blank(number.strip()) or not any(map(str.isdigit, form)):
        return None
    return NumberUse(place, issuer, year_of(number, on), form)


def _sender(event: Event, said: Mapping[str, Any], issuers: Issuers) -> str:
    """Who wrote a letter: whom it names, else the party concerned, else whoever put it on file."""
    if said.get("sender"):
        return issuers.named(str(said["sender"]))
    party = event.data.get("party")
    if isinstance(party, str) and party:
        return issuers.of_party(party)
    return event.actor.organisation or ""
