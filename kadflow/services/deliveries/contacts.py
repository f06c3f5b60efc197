"""Where people are reached, how they want it, and in whose words: entered by who runs a region."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Sequence
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from kadflow.domain.clock import Clock, IdSource, civil_date, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.deliveries import CHANNELS, Address, Preference
from kadflow.errors import InvalidInputError, NotFoundError
from kadflow.storage import contacts, people
from kadflow.storage.contacts import PersonRow
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from notifications import KINDS, NoticeError
from notifications.catalogue import Language, Said, check_words
from notifications.channels import one_line
from notifications.channels.chat import is_chat
from notifications.channels.hand import phone
from notifications.mime import is_address

_HOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
DIGESTS = ("none", "daily", "weekly")


class ContactService:
    """Addresses, preferences and own words; every change names who made it."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    # -------------------------------------------------------------- addresses

    def set_address(
        self,
        envelope: Envelope,
        owner: str,
        channel: str,
        value: str,
        *,
        secret: str | None = None,
    ) -> str:
        """Enter where a person, or by webhook an organisation, is reached.

        The address before it of the same channel ends.

        Args:
            envelope: Who enters it.
            owner: Id of a person; of an organisation for ``webhook``.
            channel: ``mail``, ``hand`` (a telephone number), ``chat`` (an address of the gateway
                library), or ``webhook``.
            value: The address.
            secret: Of a webhook, ``whsec_`` and base64; made when left out.

        Returns:
            The address as kept; for a webhook its secret, which is shown this once.

        Raises:
            InvalidInputError: Another channel, or no address of its form.
            NotFoundError: Nobody of that id.
        """
        checked = _checked(channel, value)
        if channel == "webhook":
            secret = secret or "whsec_" + base64.b64encode(os.urandom(32)).decode()

        def work(tx: Transaction) -> None:
            organisation = _home(tx, owner, channel)
            contacts.set_address(
                tx,
                {
                    "id": self._ids.new(),
                    "owner": owner,
                    "organisation": organisation,
                    "channel": channel,
                    "value": checked,
                    "secret": secret if channel == "webhook" else None,
                    "entered_at": stamp(self._clock.now()),
                    "entered_by": envelope.person or envelope.principal,
                },
            )

        self._database.write(work)
        return secret if channel == "webhook" and secret else checked

    def end_address(self, envelope: Envelope, owner: str, channel: str) -> None:
        """Use an address no more; it stays with its last moment.

        Raises:
            NotFoundError: There is none.
        """
        del envelope  # the row keeps who entered it; ending needs nobody's name
        at = stamp(self._clock.now())
        if not self._database.write(lambda tx: contacts.end_address(tx, owner, channel, at)):
            raise _no_address(channel)

    def mend_address(self, owner: str, channel: str) -> None:
        """Take the mark of a refused address away: somebody looked, and it works again.

        Raises:
            NotFoundError: There is none.
        """
        if not self._database.write(lambda tx: contacts.mend_address(tx, owner, channel)):
            raise _no_address(channel)

    def mark_refused(self, owner: str, channel: str, why: str) -> None:
        """Mark an address that does not work, as a bounce that came by mail says.

        Args:
            owner: Id.
            channel: Of the address.
            why: What the bounce says.

        Raises:
            NotFoundError: There is none.
        """
        at = stamp(self._clock.now())

        def work(tx: Transaction) -> bool:
            present = [
                a for a in contacts.addresses(tx, [owner]).get(owner, ()) if a.channel == channel
            ]
            contacts.break_addresses(
                tx, [{"key": each.id, "at": at, "why": one_line(why)} for each in present]
            )
            return bool(present)

        if not self._database.write(work):
            raise _no_address(channel)

    def addresses(self, owner: str) -> list[Address]:
        """Present addresses, the refused ones too."""
        with self._database.read() as tx:
            return contacts.addresses(tx, [owner]).get(owner, [])

    def unreachable(self, organisations: Sequence[str]) -> list[PersonRow]:
        """Holders of offices of these organisations whom no message reaches."""
        on = civil_date(self._clock.now(), "Asia/Jakarta").date
        with self._database.read() as tx:
            found = contacts.persons_in_office(tx, organisations, on)
            ids = [each.id for each in found]
            known, wishes = contacts.addresses(tx, ids), contacts.preferences(tx, ids)
        return [
            each
            for each in found
            if not any(a.broken_at is None for a in known.get(each.id, ()))
            and wishes.get(each.id, Preference()).channels != ("inbox",)
        ]

    # -------------------------------------------------------------- preferences

    def preference(self, person: str) -> Preference:
        """How a person wants to be told."""
        with self._database.read() as tx:
            return contacts.preferences(tx, [person]).get(person, Preference())

    def set_preference(self, envelope: Envelope, person: str, preference: Preference) -> None:
        """State how a person wants to be told.

        Raises:
            InvalidInputError: A channel, hour or digest that does not exist.
        """
        _check_preference(preference)
        row: dict[str, Any] = {
            "person": person,
            "language": preference.language,
            "channels": " ".join(preference.channels),
            "digest": preference.digest,
            "quiet_from": _hour(preference.quiet_from),
            "quiet_to": _hour(preference.quiet_to),
            "working_days": preference.working_days,
            "changed_at": stamp(self._clock.now()),
            "changed_by": envelope.person or envelope.principal,
        }
        self._database.write(lambda tx: contacts.set_preference(tx, row))

    # -------------------------------------------------------------- own words

    def set_wording(
        self, envelope: Envelope, organisation: str, kind: str, language: Language, text: str
    ) -> Said:
        """Have an organisation's readers told in its own words; checked before they are kept.

        Args:
            envelope: Who enters them.
            organisation: Id.
            kind: Of notice.
            language: Of the words.
            text: Headline, empty line, paragraphs; ``{{ field }}`` stands for what happened.

        Returns:
            What they say with the kind's example.

        Raises:
            InvalidInputError: Words that cannot be said, or an unknown kind.
        """
        said = self.preview(kind, language, text)
        row = {
            "organisation": organisation,
            "kind": kind,
            "language": language,
            "text": text.strip(),
            "changed_at": stamp(self._clock.now()),
            "changed_by": envelope.person or envelope.principal,
        }
        self._database.write(lambda tx: contacts.set_wording(tx, row))
        return said

    def preview(self, kind: str, language: Language, text: str | None = None) -> Said:
        """What words would say with the kind's example; the shipped words where None.

        Raises:
            InvalidInputError: Words that cannot be said, or an unknown kind.
        """
        if kind not in KINDS:
            known = ", ".join(KINDS)
            raise InvalidInputError(
                f"There is no kind of notice {kind!r}.",
                hint=f"Kinds are: {known}.",
                pesan=f"Tidak ada jenis pemberitahuan {kind!r}.",
                saran=f"Jenisnya: {known}.",
            )
        try:
            return check_words(
                kind, language, KINDS[kind].words[language] if text is None else text
            )
        except NoticeError as error:
            fields = ", ".join(KINDS[kind].fields)
            raise InvalidInputError(
                f"These words cannot be used: {error}",
                hint=f"The first line is the headline; possible fields: {fields}.",
                pesan=f"Kata-kata ini tidak dapat dipakai: {error}",
                saran=f"Baris pertama adalah judul; isian yang tersedia: {fields}.",
            ) from error


def _home(tx: Transaction, owner: str, channel: str) -> str:
    if channel == "webhook":
        if owner in people.organisations(tx, [owner]):
            return owner
    else:
        found = people.get_person(tx, owner)
        if found is not None:
            return found[1]
    raise NotFoundError(
        f"There is nobody with the id {owner}.",
        hint="People are listed by: kadflow organisation people.",
        pesan=f"Tidak ada yang ber-id {owner}.",
        saran="Daftar orang: kadflow organisation people.",
    )


def _checked(channel: str, value: str) -> str:
    """The address in its kept form."""
    text = value.strip()
    if channel == "mail" and is_address(text):
        return text
    if channel == "hand":
        try:
            return phone(text)
        except ValueError:
            pass
    parts = urlsplit(text) if text.isprintable() and " " not in text else None
    if channel == "webhook" and parts and parts.scheme in {"https", "http"} and parts.hostname:
        return text
    if channel == "chat" and parts and parts.netloc and is_chat(text):
        return text
    if channel not in CHANNELS:
        raise InvalidInputError(
            f"There is no channel {channel!r}.",
            hint=f"Channels are: {', '.join(CHANNELS)}.",
            pesan=f"Tidak ada saluran {channel!r}.",
            saran=f"Salurannya: {', '.join(CHANNELS)}.",
        )
    examples = {
        "mail": "nama@slemankab.go.id",
        "hand": "0812-3456-7890",
        "webhook": "https://sistem.example.go.id/kadflow",
        "chat": "tgram://TOKEN/CHAT",
    }
    raise InvalidInputError(
        f"{text!r} is no address for {channel}.",
        hint=f"Write it like {examples[channel]}.",
        pesan=f"{text!r} bukan alamat untuk saluran {channel}.",
        saran=f"Tulis seperti {examples[channel]}.",
    )


def _hour(text: str | None) -> str | None:
    if text is None:
        return None
    found = _HOUR.fullmatch(text.strip())
    if found is None:
        raise InvalidInputError(
            f"{text!r} is no hour.",
            hint="Write it like 18:00.",
            pesan=f"{text!r} bukan jam.",
            saran="Tulis seperti 18:00.",
        )
    return time(int(found[1]), int(found[2])).isoformat("minutes")


def _check_preference(preference: Preference) -> None:
    possible = (*CHANNELS, "inbox")
    unknown = [each for each in preference.channels if each not in possible]
    if unknown:
        raise InvalidInputError(
            f"There is no channel {unknown[0]!r}.",
            hint=f"Channels are: {', '.join(possible)}.",
            pesan=f"Tidak ada saluran {unknown[0]!r}.",
            saran=f"Salurannya: {', '.join(possible)}.",
        )
    if (preference.quiet_from is None) != (preference.quiet_to is None):
        raise InvalidInputError(
            "Quiet hours need a beginning and an end.",
            hint="State both, like 18:00 and 07:00.",
            pesan="Jam tenang memerlukan awal dan akhir.",
            saran="Sebutkan keduanya, misalnya 18:00 dan 07:00.",
        )
    if preference.digest not in DIGESTS:
        raise InvalidInputError(
            f"There is no digest {preference.digest!r}.",
            hint=f"Possible are: {', '.join(DIGESTS)}.",
            pesan=f"Tidak ada rangkuman {preference.digest!r}.",
            saran=f"Pilihannya: {', '.join(DIGESTS)}.",
        )


def _no_address(channel: str) -> NotFoundError:
    return NotFoundError(
        f"There is no address for {channel}.",
        hint="Enter one first.",
        pesan=f"Tidak ada alamat untuk saluran {channel}.",
        saran="Masukkan dahulu alamatnya.",
    )
