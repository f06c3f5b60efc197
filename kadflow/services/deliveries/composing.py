"""What a message says to its reader: the notice, the agreement, by when, for whom, and why.

Everything is read once for many deliveries. A message names the agreement by number and title,
never a person, a reason or a text of it; the short form names its number alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

import msgspec

from kadflow.domain.calendars import Calendars
from kadflow.domain.clock import civil_date, parse_stamp
from kadflow.domain.deliveries import Address, Delivery, Preference, Reason
from kadflow.domain.people import ASSISTANT, ASSISTANT_WORDS
from kadflow.domain.wording import capacity_words, day_words, weekday_words
from kadflow.services.known_calendars import calendars_of
from kadflow.storage import contacts, notices
from kadflow.storage.assistants import assistants_of
from kadflow.storage.contacts import OfficeRow
from kadflow.storage.notices import NoticeRow
from kadflow.storage.transactions import Transaction
from notifications import KINDS
from notifications.calendar import Entry, calendar, calendar_uid
from notifications.channels import Letter
from notifications.mime import Attachment
from notifications.rendering import About, Rendered, item, render, render_digest

Language = Literal["id", "en"]
_ACTING = frozenset({"plt", "plh", "pj", "deputy_for_head", "deputy_daily"})
_DUE = b'"due_on":'
_FILE: dict[str, str] = {"id": "batas-waktu", "en": "deadlines"}
_REQUEST = "decision_requested"
_FARTHEST = 60  # days ahead for which working days are counted


class Composer:
    """Makes the messages of some deliveries from what is known now."""

    def __init__(
        self,
        *,
        notices_by_id: Mapping[str, NoticeRow],
        offices: Mapping[str, OfficeRow],
        titles: Mapping[str, tuple[str, str]],
        preferences: Mapping[str, Preference],
        addresses: Mapping[str, list[Address]],
        wordings: Mapping[tuple[str, str, str], str],
        calendars: Mapping[str, Calendars],
        now: datetime,
        links: str,
    ) -> None:
        self._notices = notices_by_id
        self._offices = offices
        self._titles = titles
        self._preferences = preferences
        self._addresses = addresses
        self._wordings = wordings
        self._calendars = calendars
        self._now = now
        self._links = links.rstrip("/")

    @classmethod
    def of(
        cls, tx: Transaction, found: Sequence[Delivery], *, now: datetime, links: str
    ) -> Composer:
        """Read what these deliveries need.

        Args:
            tx: A reading.
            found: The deliveries.
            now: The present.
            links: Address of the pages of Kadflow; empty where there are none.
        """
        rows = notices.get_notices(
            tx, sorted({reason.notice for each in found for reason in each.reasons})
        )
        offices = contacts.offices(tx, sorted({row.office for row in rows.values()}))
        about = sorted({row.agreement for row in rows.values() if row.agreement})
        recipients = sorted({each.recipient for each in found})
        organisations = sorted({each.organisation for each in found})
        return cls(
            notices_by_id=rows,
            offices=offices,
            titles=notices.titles(tx, about),
            preferences=contacts.preferences(tx, recipients),
            addresses=contacts.addresses(tx, recipients),
            wordings=contacts.wordings(tx, organisations),
            calendars={
                each: calendars_of(tx, [each])
                for each in sorted({r.organisation for r in rows.values() if _DUE in r.fields})
            },
            now=now,
            links=links,
        )

    def address(self, delivery: Delivery) -> Address | None:
        """The present working address of the recipient for the delivery's channel."""
        return next(
            (
                each
                for each in self._addresses.get(delivery.recipient, ())
                if each.channel == delivery.channel and each.broken_at is None
            ),
            None,
        )

    def language(self, delivery: Delivery) -> Language:
        """In which language the recipient reads."""
        preference = self._preferences.get(delivery.recipient)
        return preference.language if preference is not None else "id"

    def reminded_of(self, delivery: Delivery) -> tuple[str, int] | None:
        """The deadline, and the revision of its day, that a reminder speaks of."""
        if delivery.kind == "digest" or not KINDS[delivery.kind].reminds:
            return None
        entry = self._fields(self._notices[delivery.reasons[0].notice])["entry"]
        return entry["deadline"], entry["revision"]

    def awaited(self, delivery: Delivery) -> set[tuple[str, str, str]]:
        """What a request asks for: agreement, office and gate; empty for other messages."""
        if delivery.kind != _REQUEST:
            return set()
        asked = [self._notices[reason.notice] for reason in delivery.reasons]
        return {(n.agreement or "", n.office, self._fields(n).get("gate", "")) for n in asked}

    def letter(self, delivery: Delivery, to: str) -> Letter:
        """A delivery's message, ready for its channel.

        Raises:
            NoticeError: A field is missing.
        """
        return Letter(
            identity=delivery.id,
            to=to,
            rendered=self.rendered(delivery),
            language=self.language(delivery),
            at=self._happened(delivery) if delivery.channel == "webhook" else self._now,
            kind=delivery.kind,
            fields=self._data(delivery),
            attachments=self._calendar(delivery),
        )

    def _calendar(self, delivery: Delivery) -> tuple[Attachment, ...]:
        """The days that a message speaks of, for the reader's calendar."""
        language = self.language(delivery)
        entries: dict[str, Entry] = {}
        for reason in delivery.reasons:
            notice = self._notices[reason.notice]
            fields = self._fields(notice)
            said = fields.get("entry")
            if said is None:
                continue
            about = self._about(notice, [reason], language)
            entries[said["deadline"]] = Entry(
                uid=calendar_uid(said["deadline"]),
                on=date.fromisoformat(said["on"]),
                revision=said["revision"],
                summary=f"{fields[f'deadline_{language}']}: {fields['number']}",
                description=about.agreement,
                link=about.link,
                cancelled=said["cancelled"],
            )
        if not entries:
            return ()
        taken_back = all(entry.cancelled for entry in entries.values())
        method = "CANCEL" if taken_back else "PUBLISH"
        content = calendar(entries.values(), at=self._now, method=method)
        media_type = f"text/calendar; charset=utf-8; method={method}"
        return (Attachment(f"{_FILE[language]}.ics", media_type, content),)

    def rendered(self, delivery: Delivery) -> Rendered:
        """A delivery's words.

        Raises:
            NoticeError: A field is missing.
        """
        language = self.language(delivery)
        own = self._wordings.get((delivery.organisation, delivery.kind, language))
        reasons = self._reasons(delivery.reasons, language)
        if delivery.kind == "digest":
            return self._digest(delivery, language, own, reasons)
        notice = self._notices[delivery.reasons[0].notice]
        return render(
            notice.kind,
            self._fields(notice),
            self._about(notice, delivery.reasons, language),
            reasons=reasons,
            language=language,
            own=own,
        )

    def _happened(self, delivery: Delivery) -> datetime:
        """When it happened: a program that is told again gets the same."""
        return parse_stamp(self._notices[delivery.reasons[0].notice].written_at)

    def _digest(
        self, delivery: Delivery, language: Language, own: str | None, reasons: tuple[str, ...]
    ) -> Rendered:
        by_occasion: dict[tuple[str, str], list[Reason]] = {}
        for reason in delivery.reasons:
            notice = self._notices[reason.notice]
            by_occasion.setdefault((notice.kind, notice.occasion), []).append(reason)
        items = []
        for several in by_occasion.values():
            notice = self._notices[several[0].notice]
            words = self._wordings.get((delivery.organisation, notice.kind, language))
            about = self._about(notice, several, language)
            items.append(item(notice.kind, self._fields(notice), about, language, words))
        day = day_words(civil_date(parse_stamp(delivery.made_at), "Asia/Jakarta").date)
        fields = {"count": len(items), "day_id": day[0], "day_en": day[1]}
        link = f"{self._links}/inbox" if self._links else ""
        return render_digest(
            fields, tuple(items), link=link, reasons=reasons, language=language, own=own
        )

    # -------------------------------------------------------------- what it says

    def _fields(self, notice: NoticeRow) -> dict[str, Any]:
        fields: dict[str, Any] = msgspec.json.decode(notice.fields)
        return fields

    def _data(self, delivery: Delivery) -> dict[str, Any]:
        """What happened, for programs."""
        told = []
        for reason in delivery.reasons:
            notice = self._notices[reason.notice]
            office = self._offices[notice.office]
            told.append(
                {
                    "notice": notice.id,
                    "kind": notice.kind,
                    "written_at": notice.written_at,
                    "agreement": notice.agreement,
                    "office": office.id,
                    "role": office.role,
                    "fields": self._fields(notice),
                }
            )
        return {"delivery": delivery.id, "notices": told}

    def _about(self, notice: NoticeRow, reasons: Sequence[Reason], language: Language) -> About:
        number, title = self._titles.get(notice.agreement or "", ("", ""))
        due_on = self._fields(notice).get("due_on")
        acted_for = [
            self._office(reason.office, language) + self._capacity(reason, language)
            for reason in reasons
            if reason.capacity in _ACTING
        ]
        copied = all(reason.capacity == ASSISTANT for reason in reasons)
        if copied:
            acted_for = [self._office(reason.office, language) for reason in reasons]
        return About(
            agreement=f"{number}, {title}" if number else "",
            due=self._due(due_on, notice, language) if due_on else "",
            on_behalf="; ".join(dict.fromkeys(acted_for)),
            link=f"{self._links}/agreements/{number}" if self._links and number else "",
            copied=copied,
        )

    def _due(self, due_on: str, notice: NoticeRow, language: Language) -> str:
        """``Kamis, 12 Maret 2026 (3 hari kerja lagi)``."""
        last = date.fromisoformat(due_on)
        today = date.fromisoformat(civil_date(self._now, notice.zone).date)
        place = 0 if language == "id" else 1
        said = f"{weekday_words(last)[place]}, {day_words(due_on)[place]}"
        days = (last - today).days
        if days == 0:
            left = "hari ini" if language == "id" else "today"
        elif days < 0 or days > _FARTHEST:
            return said
        else:
            calendars = self._calendars[notice.organisation]
            working = sum(
                calendars.off(today + timedelta(days=ahead)) is None
                for ahead in range(1, days + 1)
            )
            many = "day" if working == 1 else "days"
            left = (
                f"{working} hari kerja lagi"
                if language == "id"
                else f"{working} working {many} left"
            )
        return f"{said} ({left})"

    def _office(self, office: str, language: Language) -> str:
        row = self._offices.get(office)
        if row is None:
            return ""
        title = row.title_id if language == "id" else row.title_en
        known = row.organisation_name in title
        return title if known else f"{title}, {row.organisation_name}"

    def _capacity(self, reason: Reason, language: Language) -> str:
        words = capacity_words(reason.capacity)[0 if language == "id" else 1]
        if reason.until is None:
            return f", {'sebagai' if language == 'id' else 'as'} {words}"
        day = day_words(reason.until)[0 if language == "id" else 1]
        joint = ("sebagai", "s.d.") if language == "id" else ("as", "until")
        return f", {joint[0]} {words} {joint[1]} {day}"

    def _reasons(self, reasons: Sequence[Reason], language: Language) -> tuple[str, ...]:
        said = [self.why(reason, language) for reason in reasons]
        return tuple(dict.fromkeys(said))

    def why(self, reason: Reason, language: Language) -> str:
        """One sentence: why somebody is told."""
        office = self._office(reason.office, language)
        indonesian = language == "id"
        if reason.capacity == "vacant":
            return (
                f"Jabatan {office} kosong; pemberitahuannya disampaikan ke sekretariat."
                if indonesian
                else f"The office {office} is vacant; its notices go to the secretariat."
            )
        if reason.capacity == ASSISTANT:
            return (
                f"Tembusan, sebagai {ASSISTANT_WORDS[0]} {office}."
                if indonesian
                else f"Copy, as {ASSISTANT_WORDS[1]} of {office}."
            )
        if reason.capacity == "endpoint":
            return (
                f"Pemberitahuan untuk {office} diteruskan ke alamat ini."
                if indonesian
                else f"Notices to {office} are passed on to this address."
            )
        if reason.capacity in _ACTING:
            acting = self._capacity(reason, language).removeprefix(", ")
            return (
                f"Anda bertindak untuk {office} {acting}."
                if indonesian
                else f"You act for {office} {acting}."
            )
        return f"Anda menjabat {office}." if indonesian else f"You hold the office {office}."


def still_concerned(tx: Transaction, found: Sequence[Delivery], now: datetime) -> set[str]:
    """Ids of the deliveries whose recipient still holds or assists an office that is told."""
    homes = contacts.offices(
        tx, sorted({reason.office for each in found for reason in each.reasons})
    )
    today = {row.organisation: civil_date(now, row.zone).date for row in homes.values()}
    days = sorted(today.values()) or [""]
    secretariats = contacts.secretariats(tx, sorted(today))
    day_of = {office: today[row.organisation] for office, row in homes.items()}
    for organisation, several in secretariats.items():
        day_of |= dict.fromkeys(several, today[organisation])
    present = {
        (row.office, row.person)
        for row in contacts.holders_on(tx, sorted(day_of), earliest=days[0], latest=days[-1])
        if row.from_on <= day_of[row.office] and (row.to_on or "9999") >= day_of[row.office]
    }
    assisting = {
        (row.office, row.person)
        for row in assistants_of(tx, sorted(homes), earliest=days[0], latest=days[-1])
        if row.from_on <= day_of[row.office] and (row.to_on or "9999") >= day_of[row.office]
    }
    return {
        each.id
        for each in found
        if any(
            reason.capacity == "endpoint"
            or (reason.office, each.recipient) in present
            or (reason.capacity == ASSISTANT and (reason.office, each.recipient) in assisting)
            or (
                reason.capacity == "vacant"
                and any(
                    (office, each.recipient) in present
                    for office in secretariats.get(homes[reason.office].organisation, ())
                )
            )
            for reason in each.reasons
        )
    }
