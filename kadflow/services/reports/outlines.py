"""Outlines of reports: the shipped ones, and those of an organisation's own."""

from __future__ import annotations

from hashlib import sha256

from kadflow.domain.clock import Clock
from kadflow.domain.commands import Envelope
from kadflow.errors import NotFoundError
from kadflow.reports.composing.outline import Outline, read_outline, shipped_outline_texts
from kadflow.services.organisations import OrganisationService
from kadflow.services.reports.writing import begin, check_member
from kadflow.storage import reports as rows
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction


class OutlineService:
    """What can be built, for whom; an organisation's own outline hides the shipped one."""

    def __init__(
        self, database: Database, clock: Clock, organisations: OrganisationService
    ) -> None:
        self._database = database
        self._clock = clock
        self._organisations = organisations

    def all(self, organisation: str = "") -> list[Outline]:
        """The outlines that can be built, in the order of their keys.

        Args:
            organisation: Code, name or id, for its own ones too.
        """
        with self._database.read() as tx:
            owner = self._organisations.find(tx, organisation).id if organisation else ""
            return self.all_in(tx, owner)

    def all_in(self, tx: Transaction, owner: str) -> list[Outline]:
        """The same inside a transaction, by id."""
        texts = self._texts(tx, owner)
        return [read_outline(texts[key], key) for key in sorted(texts)]

    def text(self, key: str, organisation: str = "") -> str:
        """An outline as written.

        Raises:
            NotFoundError: There is none of that key.
        """
        with self._database.read() as tx:
            owner = self._organisations.find(tx, organisation).id if organisation else ""
            return self.text_in(tx, key, owner)

    def text_in(self, tx: Transaction, key: str, owner: str) -> str:
        """The same inside a transaction, by id."""
        texts = self._texts(tx, owner)
        if key not in texts:
            named = ", ".join(sorted(texts))
            raise NotFoundError(
                f"There is no report {key!r}.",
                hint=f"There are: {named}.",
                pesan=f"Tidak ada laporan {key!r}.",
                saran=f"Yang ada: {named}.",
            )
        return texts[key]

    def _texts(self, tx: Transaction, owner: str) -> dict[str, str]:
        own = rows.own_outlines(tx, owner) if owner else {}
        return shipped_outline_texts() | {key: found.text for key, found in own.items()}

    def put(self, envelope: Envelope, organisation: str, text: str, source: str = "") -> Outline:
        """Put an organisation's own outline in force; reports built before keep theirs.

        Raises:
            InvalidInputError: The outline cannot be used; says where and why.
        """
        outline = read_outline(text, source)

        def work(tx: Transaction) -> None:
            owner = self._organisations.find(tx, organisation).id
            check_member(tx, envelope, owner)
            writing = begin(tx, self._clock, owner, envelope)
            sealed = writing.append(
                "outline.put",
                {"key": outline.key, "digest": sha256(text.encode()).hexdigest()},
                parts={"text": text},
            )
            rows.put_outline(
                tx,
                organisation=owner,
                key=outline.key,
                text=text,
                form=None,
                number=sealed.event.number,
            )
            writing.finish()

        self._database.write(work)
        return outline
