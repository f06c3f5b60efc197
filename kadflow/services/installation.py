"""The installation itself: founded once, with its regions and its first templates."""

from __future__ import annotations

from typing import Any

from kadflow.audit.chain import decode_event
from kadflow.domain.clock import Clock, IdSource, civil_date
from kadflow.domain.commands import Envelope
from kadflow.domain.events import SYSTEM, EventDraft
from kadflow.errors import InvalidInputError, NotFoundError
from kadflow.intake.regions import Region, load_regions
from kadflow.services.ledger import Ledger
from kadflow.services.organisations import OrganisationService
from kadflow.services.recording import write_streams
from kadflow.services.templates import TemplateService, shipped_texts
from kadflow.storage import history
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

GAZETTEER = "Kepmendagri 300.2.2-2138/2025"


class InstallationService:
    """Founding, and what the founding event says."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._stream: str | None = None
        self._founded: dict[str, Any] | None = None

    def stream(self, tx: Transaction) -> str:
        """Id of the installation's stream.

        Raises:
            NotFoundError: Nothing was founded here.
        """
        if self._stream is None:
            self._stream = history.installation_stream(tx)
        if self._stream is None:
            raise NotFoundError(
                "No installation was founded in this database.",
                hint="Run: kadflow init.",
                pesan="Basis data ini belum disiapkan untuk Kadflow.",
                saran="Jalankan: kadflow init.",
            )
        return self._stream

    def check(self) -> None:
        """Read the founding event.

        Raises:
            NotFoundError: There is none.
        """
        with self._database.read() as tx:
            row = next(iter(history.events_of(tx, self.stream(tx))))
        self._founded = decode_event(row[history.EVENT_COLUMNS.index("body")]).data

    @property
    def id(self) -> str:
        """Its id, which is that of its stream."""
        with self._database.read() as tx:
            return self.stream(tx)

    @property
    def is_exercise(self) -> bool:
        """Whether the clock may be moved here."""
        if self._founded is None:
            self.check()
        return bool(self._founded and self._founded["exercise"])

    def found(
        self, *, exercise: bool, organisations: OrganisationService, templates: TemplateService
    ) -> None:
        """Found the installation: its stream, the regions, the shipped templates; one commit.

        Raises:
            InvalidInputError: It was founded before.
        """
        operator = Envelope(principal="system", authenticated="system")
        readings = [templates.read(text, key) for key, text in shipped_texts().items()]

        def work(tx: Transaction) -> str:
            if history.installation_stream(tx) is not None:
                raise InvalidInputError(
                    "An installation was founded in this database already.",
                    hint="Work with it, or name another database.",
                    pesan="Basis data ini sudah disiapkan untuk Kadflow.",
                    saran="Lanjutkan dengan basis data ini, atau sebutkan basis data lain.",
                )
            now = self._clock.now()
            stream = self._ids.new()
            ledger = Ledger(now)
            ledger.begin(stream, "installation", agreement=None)
            ledger.append(
                EventDraft(
                    stream=stream,
                    kind="installation.founded",
                    data={"exercise": exercise, "gazetteer": GAZETTEER},
                ),
                actor=SYSTEM,
                effective_on=civil_date(now, "Asia/Jakarta"),
                template=None,
            )
            write_streams(tx, ledger)
            self._add_regions(tx, operator, organisations)
            self._stream = stream
            for reading in readings:
                templates.publish_in(tx, reading, operator)
            return stream

        self._stream = self._database.write(work)
        self._founded = {"exercise": exercise}

    def _add_regions(
        self, tx: Transaction, operator: Envelope, organisations: OrganisationService
    ) -> None:
        regions = load_regions()
        provinces = [region for region in regions if region.level == "province"]
        others = [region for region in regions if region.level != "province"]
        ids = organisations.add_in(tx, operator, [_fields(region, None) for region in provinces])
        by_code = {region.code: found for region, found in zip(provinces, ids, strict=True)}
        organisations.add_in(
            tx, operator, [_fields(region, by_code.get(region.parent or "")) for region in others]
        )


def _fields(region: Region, parent: str | None) -> dict[str, Any]:
    level = region.level
    return {
        "kind": level,
        "code": region.code,
        "name": region.name,
        "level": level,
        "parent": parent,
        "zone": region.zone,
        "autonomous": region.autonomous,
        "basis": GAZETTEER,
    }
