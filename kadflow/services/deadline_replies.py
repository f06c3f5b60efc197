"""What an office answers to the reminders of a deadline: "I have seen it", and "not now".

Both are lines of the ledger, never changed, and hold for the day that the deadline has now: when
it moves, its reminders begin anew. They still reminders of one office only; the law goes on.

* Acknowledged: the reminders before the last day come no more. The one on that day and those after
  it still come, since having seen a date is not having met it.
* Snoozed: none comes before a day that the office names, which is at the latest the last day, or a
  week from now once that has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import civil_date, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.competitions import Competition
from kadflow.domain.wording import day_words
from kadflow.engine.terms import check_plain
from kadflow.errors import InvalidInputError, NotFoundError, NotPermittedError
from kadflow.services.deadlines import FAR, DeadlineLine, DeadlineQuestions, matter_of
from kadflow.services.history.ledger_days import line_ids
from kadflow.storage import competitions, people
from kadflow.storage import deadlines as rows
from kadflow.storage.transactions import Transaction

LONGEST_SNOOZE = 7  # days, once the last day has passed


class DeadlineService(DeadlineQuestions):
    """Lists, explanations, and what offices answer to reminders."""

    def acknowledge(
        self, envelope: Envelope, agreement: str, name: str, *, party: str | None = None
    ) -> DeadlineLine:
        """Note that the person's offices have seen a deadline; said again it changes nothing.

        Args:
            envelope: Who; with ``on_behalf_of`` for that office only, else for each that the
                person holds in a party concerned.
            agreement: Number or id of an agreement, or of a competition.
            name: Of the deadline.
            party: Id of the organisation whose own deadline is meant.

        Raises:
            NotFoundError: No such deadline is open or outstanding.
            NotPermittedError: The person holds no office in a party, or in the jury.
        """
        check_plain(envelope.reason, ("Alasan", "The reason"))

        def work(tx: Transaction) -> DeadlineLine:
            line, offices = self._reminded(tx, envelope, agreement, name, party)
            known = {
                (row["revision"], row["office"]) for row in rows.acknowledgements_of(tx, line.id)
            }
            for office in offices:
                if (line.revision, office) not in known:
                    rows.insert_acknowledgement(tx, self._reply(tx, envelope, line, office))
            return line

        return self._database.write(work)

    def snooze(
        self,
        envelope: Envelope,
        agreement: str,
        name: str,
        *,
        until_on: str,
        party: str | None = None,
    ) -> DeadlineLine:
        """Still the reminders of a deadline for the person's offices until a day.

        Args:
            envelope: Who; with ``on_behalf_of`` for that office only, else for each that the
                person holds in a party concerned.
            agreement: Number or id of an agreement, or of a competition.
            name: Of the deadline.
            until_on: First day on which a reminder may come again, ISO; never after the last
                day, and at most a week away once that has passed.
            party: Id of the organisation whose own deadline is meant.

        Raises:
            NotFoundError: No such deadline is open or outstanding.
            NotPermittedError: The person holds no office in a party, or in the jury.
            InvalidInputError: The day is not one to which reminders can be put off.
        """
        check_plain(envelope.reason, ("Alasan", "The reason"))

        def work(tx: Transaction) -> DeadlineLine:
            line, offices = self._reminded(tx, envelope, agreement, name, party)
            self._check_until(line, until_on)
            for office in offices:
                reply = self._reply(tx, envelope, line, office)
                rows.insert_snooze(tx, reply | {"until_on": until_on})
            return line

        return self._database.write(work)

    def _reply(
        self, tx: Transaction, envelope: Envelope, line: DeadlineLine, office: str
    ) -> dict[str, Any]:
        """What every such line of the ledger says."""
        return {
            "id": line_ids(tx, self._ids)(),
            "deadline": line.id,
            "revision": line.revision,
            "office": office,
            "person": envelope.person,
            "reason": envelope.reason,
            "written_at": stamp(self._clock.now()),
        }

    def _reminded(
        self,
        tx: Transaction,
        envelope: Envelope,
        agreement: str,
        name: str,
        party: str | None,
    ) -> tuple[DeadlineLine, list[str]]:
        """The one deadline that is meant, and the person's offices in the parties concerned."""
        wanted = self._find(tx, agreement)
        competition = competitions.get_competition(tx, wanted)
        if competition is not None:
            return self._judging(tx, envelope, competition, name)
        record = self._record(tx, wanted)
        matter = self._matter(record, tx)
        lines = [
            self._line(row, matter)
            for row in rows.list_deadlines(tx, until=FAR, agreement=wanted)
            if row["name"] == name and _is_of(record, row["subject"], party)
        ]
        if len(lines) != 1:
            raise _none_or_many(record.number, name, lines)
        return lines[0], self._offices(tx, envelope, record, lines[0])

    def _judging(
        self, tx: Transaction, envelope: Envelope, competition: Competition, name: str
    ) -> tuple[DeadlineLine, list[str]]:
        """The last day of judging, and the person's offices in the jury."""
        lines = [
            self._line(row | {"title": each.title}, matter_of(each))
            for each, row in competitions.last_days(tx, until=FAR)
            if each.id == competition.id and row["name"] == name
        ]
        if not lines:
            raise _none_or_many(competition.code, name, lines)
        jury = {juror.office for juror in competition.jurors.values()}
        today = civil_date(self._clock.now(), lines[0].zone).date
        held = [
            h.office
            for h in people.holdings(tx, envelope.person or "", today)
            if h.office in jury and envelope.on_behalf_of in {None, h.office}
        ]
        if not held:
            raise _not_reminded()
        return lines[0], list(dict.fromkeys(held))

    def _offices(
        self, tx: Transaction, envelope: Envelope, record: AgreementRecord, line: DeadlineLine
    ) -> list[str]:
        today = civil_date(self._clock.now(), line.zone).date
        parties = {p.organisation: p for p in record.active_parties}
        held = [
            h
            for h in people.holdings(tx, envelope.person or "", today)
            if h.organisation in parties
            and line.whose in {"", parties[h.organisation].name}
            and envelope.on_behalf_of in {None, h.office}
        ]
        if not held:
            raise _not_reminded()
        return list(dict.fromkeys(h.office for h in held))

    def _check_until(self, line: DeadlineLine, until_on: str) -> None:
        today = civil_date(self._clock.now(), line.zone).date
        last = max(
            line.due_on,
            (date.fromisoformat(today) + timedelta(days=LONGEST_SNOOZE)).isoformat()
            if line.days < 0
            else line.due_on,
        )
        if not today < until_on <= last:
            raise InvalidInputError(
                f"Reminders cannot be put off until {until_on}.",
                hint=f"Give a day after today, at the latest {last}. Only reminders are put off; "
                "the deadline itself stands.",
                pesan=f"Pengingat tidak dapat ditunda sampai {day_words(until_on)[0]}.",
                saran=f"Isi hari sesudah hari ini, paling akhir {day_words(last)[0]}. Yang ditunda "
                "hanya pengingat; batas waktunya tetap.",
            )


def _not_reminded() -> NotPermittedError:
    return NotPermittedError(
        "You hold no office that is reminded of this deadline.",
        hint="An office answers to its own reminders only.",
        pesan="Anda tidak memegang jabatan yang diingatkan tentang batas waktu ini.",
        saran="Setiap jabatan hanya menjawab pengingatnya sendiri.",
    )


def _is_of(record: AgreementRecord, subject: str | None, organisation: str | None) -> bool:
    if organisation is None:
        return True
    party = record.party_of(organisation)
    owed = {o.id for o in record.obligations if party is not None and o.party == party.id}
    return party is not None and subject in {party.id, *owed}


def _none_or_many(
    number: str, name: str, lines: Sequence[DeadlineLine]
) -> NotFoundError | InvalidInputError:
    if lines:
        whose = ", ".join(line.whose for line in lines)
        return InvalidInputError(
            f"{name!r} runs for several: {whose}.",
            hint="Name the party with --party.",
            pesan=f"{name!r} berjalan untuk beberapa pihak: {whose}.",
            saran="Sebutkan pihaknya dengan --party.",
        )
    return NotFoundError(
        f"No deadline {name!r} is open on {number}.",
        hint=f"List them with: kadflow deadline list --agreement {number}.",
        pesan=f"Tidak ada batas waktu {name!r} yang terbuka pada {number}.",
        saran=f"Lihat dengan: kadflow deadline list --agreement {number}.",
    )
