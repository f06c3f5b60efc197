"""Outlines of reports: the shipped ones, and those of an organisation's own."""

from __future__ import annotations

from hashlib import sha256

from kadflow.domain.clock import Clock
from kadflow.domain.commands import Envelope
from kadflow.errors import InvalidInputError, NotFoundError
from kadflow.reports.composing.form import check_form
from kadflow.reports.composing.outline import Outline, read_outline, shipped_outline_texts
from kadflow.services.organisations import OrganisationService
from kadflow.services.reports.writing import begin, check_member
from kadflow.storage import agreements
from kadflow.storage import reports as rows
from kadflow.storage.blobs import Blobs
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction


class OutlineService:
    """What can be built, for whom; an organisation's own outline hides the shipped one."""

    def __init__(
        self, database: Database, clock: Clock, organisations: OrganisationService, blobs: Blobs
    ) -> None:
        self._database = database
        self._clock = clock
        self._organisations = organisations
        self._blobs = blobs

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

    def form_in(self, tx: Transaction, key: str, owner: str) -> bytes | None:
        """The official workbook that goes with an organisation's own outline, as uploaded."""
        own = rows.own_outlines(tx, owner).get(key) if owner else None
        if own is None or own.form is None:
            return None
        with self._blobs.open(owner, own.form) as stream:
            return stream.read()

    def put(
        self,
        envelope: Envelope,
        organisation: str,
        text: str,
        *,
        form: bytes | None = None,
        source: str = "",
    ) -> Outline:
        """Put an organisation's own outline in force; reports built before keep theirs.

        Args:
            envelope: Who does it.
            organisation: Code, name or id.
            text: The outline, YAML.
            form: An official workbook that the outline's ``form`` says how to fill.
            source: Name of the file, for messages.

        Raises:
            InvalidInputError: The outline or the form cannot be used; says where and why.
        """
        outline = read_outline(text, source)
        if (outline.form is None) != (form is None):
            raise InvalidInputError(
                "An outline with 'form' needs the workbook, and a workbook needs 'form' in the "
                "outline.",
                hint="Give the workbook with --form FILE, and in the outline say which field "
                "goes into which column.",
                pesan="Susunan dengan 'form' memerlukan berkas formulirnya, dan sebaliknya.",
                saran="Sertakan formulir dengan --form BERKAS, dan sebutkan dalam susunan isi "
                "setiap kolomnya.",
            )
        if form is not None:
            check_form(outline, form)

        def work(tx: Transaction) -> None:
            owner = self._organisations.find(tx, organisation).id
            check_member(tx, envelope, owner)
            kept = self._blobs.put(owner, form) if form is not None else None
            if kept is not None:
                agreements.insert_blob(tx, owner, kept.digest, kept.size)
            writing = begin(tx, self._clock, owner, envelope)
            sealed = writing.append(
                "outline.put",
                {
                    "key": outline.key,
                    "digest": sha256(text.encode()).hexdigest(),
                    "form": kept.digest if kept is not None else None,
                },
                parts={"text": text},
            )
            rows.put_outline(
                tx,
                organisation=owner,
                key=outline.key,
                text=text,
                form=kept.digest if kept is not None else None,
                number=sealed.event.number,
            )
            writing.finish()

        self._database.write(work)
        return outline
