"""Links what the engine decides into the streams that one transaction holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from kadflow.audit.chain import (
    StreamHead,
    append_one,
    head_after,
)
from kadflow.domain.clock import stamp
from kadflow.domain.events import Actor, EventDraft, LegalDate, Sealed
from kadflow.engine.deliberation import RULES
from kadflow.storage.agreements import Head


class Ledger:
    """The streams of one transaction and their growing ends.

    Args:
        now: The server's instant for every event of the transaction.
        random: Gives n random bytes; salts come from here.
    """

    def __init__(self, now: datetime, random: Callable[[int], bytes] = os.urandom) -> None:
        self._moment = stamp(now)
        self._random = random
        self._heads: dict[str, StreamHead] = {}
        self._agreements: dict[str, str | None] = {}
        self.before: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        self.events: list[Sealed] = []

    def hold(self, head: Head, *, agreement: str | None) -> None:
        """Take part in a stream that exists and is locked."""
        self._heads[head.stream] = StreamHead(
            stream=head.stream,
            number=head.length,
            digest=head.head,
            recorded_at=head.recorded_at or "",
        )
        self._agreements[head.stream] = agreement
        self.before[head.stream] = head.length

    def begin(self, stream: str, kind: str, *, agreement: str | None) -> None:
        """Begin a new stream."""
        self._heads[stream] = StreamHead(stream=stream)
        self._agreements[stream] = agreement
        self.kinds[stream] = kind

    def holds(self, stream: str) -> bool:
        """Whether the stream takes part already."""
        return stream in self._heads

    def append(
        self, draft: EventDraft, *, actor: Actor, effective_on: LegalDate, template: str | None
    ) -> Sealed:
        """Give a draft its number, time, salts and digests; see `kadflow.audit.chain.append_one`."""
        sealed = append_one(
            self._heads[draft.stream],
            draft,
            moment=self._moment,
            actor=actor,
            effective_on=effective_on,
            agreement=self._agreements[draft.stream],
            template=template,
            rules=RULES,
            salts=self._random,
        )
        self._heads[draft.stream] = head_after(sealed)
        self.events.append(sealed)
        return sealed

    def heads(self) -> list[StreamHead]:
        """Ends of the streams that grew or began."""
        return [
            head for stream, head in self._heads.items() if head.number != self.before.get(stream)
        ]
