"""The legal date of an act: a day that exists, in a zone of Indonesia, and has come."""

from __future__ import annotations

from datetime import datetime

from kadflow.domain.clock import ZONES, civil_date
from kadflow.domain.commands import Envelope
from kadflow.domain.events import LegalDate
from kadflow.domain.wording import day_words
from kadflow.engine.terms import is_iso_date
from kadflow.errors import InvalidInputError


def effective_day(envelope: Envelope, now: datetime, zone: str) -> LegalDate:
    """The act's legal date; today in the zone unless stated, never in the future."""
    today = civil_date(now, zone)
    if envelope.effective_on is None:
        return today
    stated = envelope.effective_on
    if not is_iso_date(stated.date) or stated.zone not in ZONES:
        raise InvalidInputError(
            f"{stated.date!r} in {stated.zone!r} is not a date in a zone of Indonesia.",
            hint=f"Give a date like {today.date}, in one of: {', '.join(ZONES)}.",
            pesan=f"{stated.date!r} pada zona {stated.zone!r} bukan tanggal dalam "
            "zona waktu Indonesia.",
            saran=f"Isi tanggal seperti {today.date}, pada salah satu zona: {', '.join(ZONES)}.",
            effective_on=stated.date,
        )
    if stated.date > civil_date(now, stated.zone).date:
        raise InvalidInputError(
            f"The act cannot have happened on {stated.date}: that day has not come.",
            hint=f"Give a date up to {today.date}.",
            pesan=f"Tindakan ini tidak mungkin terjadi pada {day_words(stated.date)[0]}: hari itu "
            "belum tiba.",
            saran=f"Isi tanggal paling akhir {day_words(today.date)[0]}.",
            effective_on=stated.date,
        )
    return stated
