"""New entries of shared records, handed to programs outside: at least once, and soon.

They are read after their commit, never inside it. Whoever announces takes a turn, so that
several processes do not say everything twice; one that falls silent loses it. What was said
before its note was kept is said again, under the same id. A time window bounds the reading:
announcements only make others look sooner, and nothing depends on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid5

import msgspec

from kadflow.domain.clock import Clock, parse_stamp, stamp
from kadflow.services.history.installation import installation_facts
from kadflow.storage import announcements as rows
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

OVERLAP = timedelta(minutes=15)
"""An entry is committed within this time after the instant that it carries."""

TURN_LASTS = timedelta(seconds=60)
KEPT = timedelta(days=7)

_IDS = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")


class Announcement(msgspec.Struct, frozen=True):
    """One entry of an agreement's shared record; ids, a kind and an instant, nothing else.

    Attributes:
        agreement: Its id, which is that of its stream.
        number: Of the agreement, as people write it.
        entry: Number in the stream.
        kind: ``transition.taken`` ...
    """

    agreement: str
    number: str
    entry: int
    kind: str
    recorded_at: str

    @property
    def id(self) -> str:
        """The same whenever it is announced."""
        return str(uuid5(_IDS, f"kadflow:{self.agreement}:{self.entry}"))


class AnnouncementService:
    """Says what is new, to one caller at a time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._turn = 0

    def new(self, *, most: int = 500) -> list[Announcement]:
        """What nobody announced yet, in order; nothing while another process has the turn.

        Before the first announcement of all, what is older than a quarter of an hour counts as
        known. While a restored installation is held, there is nothing to say.
        """
        if not self._read(most) or not self._take_turn():  # nothing new writes nothing
            return []
        return self._read(most)

    def _take_turn(self) -> bool:
        now = self._clock.now()

        def work(tx: Transaction) -> int:
            if installation_facts(tx).held:
                return 0
            taken = rows.take_turn(
                tx, mine=self._turn, now=stamp(now), until=stamp(now + TURN_LASTS)
            )
            return taken or 0

        self._turn = self._database.write(work)
        return bool(self._turn)

    def _read(self, most: int) -> list[Announcement]:
        now = self._clock.now()
        with self._database.read() as tx:
            last = rows.last_announced(tx)
            began = min(now, parse_stamp(last)) if last else now
            found = rows.new_events(tx, stamp(began - OVERLAP), most)
        return [
            Announcement(
                agreement=stream, number=label, entry=number, kind=kind, recorded_at=recorded_at
            )
            for stream, number, kind, recorded_at, label in found
        ]

    def announced(self, said: Sequence[Announcement]) -> None:
        """Note that these were said; until then `new` brings them again."""
        now = self._clock.now()
        ends = {each.agreement: each.entry for each in said}

        def work(tx: Transaction) -> None:
            rows.set_announced(
                tx,
                [
                    {"stream": stream, "number": entry, "announced_at": stamp(now)}
                    for stream, entry in sorted(ends.items())
                ],
            )
            rows.forget(tx, stamp(now - KEPT))

        self._database.write(work)
