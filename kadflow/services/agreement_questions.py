"""What is asked about agreements: where they stand, what moves them, and which are due."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.domain.commands import Envelope
from kadflow.engine.chapters import chapter_for
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.explaining import Explanation, explain
from kadflow.errors import NotFoundError
from kadflow.services.cases import Cases
from kadflow.services.directory import Rosters
from kadflow.services.families import Family
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as rows
from kadflow.storage import chapters, deadlines
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

C = TypeVar("C")

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class AgreementQuestions:
    """Answers from the record as it is known now; nothing is changed by asking."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        templates: TemplateService,
        rosters: Rosters,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._templates = templates
        self._rosters = rosters

    def find(self, tx: Transaction, wanted: str) -> str:
        """The id that a number, a source reference, an id or its beginning names.

        Raises:
            NotFoundError: Nothing, or more than one.
        """
        if _ID.fullmatch(wanted):
            return wanted
        found = rows.find_agreement(tx, wanted)
        if len(found) == 1:
            return found[0][0]
        what = "names more than one agreement" if found else "names no agreement"
        apa = "cocok dengan lebih dari satu kerja sama" if found else "tidak ditemukan"
        raise NotFoundError(
            f"{wanted!r} {what}.",
            hint="List them with: kadflow agreement list.",
            pesan=f"{wanted!r} {apa}.",
            saran="Lihat daftarnya dengan: kadflow agreement list.",
        )

    def get(self, wanted: str) -> AgreementRecord:
        """The shared record of an agreement as known now."""
        with self._database.read() as tx:
            agreement = self.find(tx, wanted)
            record = rows.get_agreement(tx, agreement)
        if record is None:
            raise NotFoundError(
                f"There is no agreement {wanted!r}.", pesan=f"Tidak ada kerja sama {wanted!r}."
            )
        return record

    def chapter(self, wanted: str, shape: type[C]) -> C:
        """A chapter of an agreement as known now: its money, its results ..."""
        chapter = chapter_for(shape)
        with self._database.read() as tx:
            stored = chapters.get_chapter(tx, self.find(tx, wanted), chapter.name)
        return cast("C", chapter.read(stored))

    def explain(self, wanted: str, envelope: Envelope, language: str = "id") -> Explanation:
        """Where an agreement stands and what moves it, as if everything due had happened.

        Args:
            wanted: Its number or id.
            envelope: Who asks; the inner steps of the own organisations are shown.
            language: Of titles and sentences: ``id`` or ``en``.
        """

        def ask(deliberation: Deliberation) -> Explanation:
            day, person = deliberation.effective_on.date, envelope.person or ""
            held = deliberation.directory.holdings(person, day)
            assisted = deliberation.directory.assisted(person, day)
            own = {h.organisation for h in held} | {office.organisation for office in assisted}
            return explain(deliberation, own=frozenset(own), language=language)

        return self.consider(wanted, envelope, ask)

    def consider(self, wanted: str, envelope: Envelope, ask: Callable[[Deliberation], C]) -> C:
        """Ask something of an agreement as if everything due had happened; writes nothing.

        Args:
            wanted: Its number or id.
            envelope: Who asks, and for which day.
            ask: The question; what it decides is forgotten afterwards.
        """
        with self._database.read() as tx:
            agreement = self.find(tx, wanted)
            cases = self._cases(tx, envelope, self._clock.now())
            case = cases.load(agreement)
            Family(cases, case).apply_due()
            return ask(case.deliberation)

    def page(
        self,
        *,
        stage: str = "",
        text: str = "",
        organisation: str = "",
        after: tuple[str, str] = ("", ""),
        most: int = 50,
    ) -> list[dict[str, Any]]:
        """One page of agreements in the order in which they were entered."""
        with self._database.read() as tx:
            return rows.list_agreements(
                tx,
                stage=stage,
                text=text,
                like=f"%{text.lower()}%",
                organisation=organisation,
                after_at=after[0],
                after_id=after[1],
                most=most,
            )

    def due(self, until: datetime | None = None, effects: Sequence[str] = ()) -> list[str]:
        """Ids of agreements on which something has fallen due.

        Args:
            until: Only what was due by this instant; now where it is left out or later.
            effects: Only deadlines with one of these effects; any where empty.
        """
        now = self._clock.now()
        with self._database.read() as tx:
            return deadlines.due_agreements(tx, stamp(min(until or now, now)), effects)

    def _cases(self, tx: Transaction, envelope: Envelope, now: datetime) -> Cases:
        return Cases(
            tx,
            envelope,
            now,
            templates=self._templates,
            rosters=self._rosters,
            ids=self._ids,
        )
