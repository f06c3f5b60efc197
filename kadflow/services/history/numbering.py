"""The numbers of documents that were entered before Kadflow kept them: found in the history once."""

from __future__ import annotations

from kadflow.services.history.index_rows import numbers_index
from kadflow.services.history.reading import entries_of
from kadflow.storage import agreements as rows
from kadflow.storage.index_tables import INDEX
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

_AT_ONCE = 200
_NUMBERS = INDEX["document_number"]


def number_documents(database: Database) -> None:
    """Write the rows of all numbers where there is none yet, as after an upgrade.

    Broken off and begun again it changes nothing that stands.
    """
    with database.read() as tx:
        agreements = [] if _NUMBERS.is_begun(tx) else list(rows.all_agreements(tx))
    for start in range(0, len(agreements), _AT_ONCE):

        def work(tx: Transaction, start: int = start) -> None:
            for agreement in agreements[start : start + _AT_ONCE]:
                _NUMBERS.put(tx, numbers_index(agreement, entries_of(tx, agreement)))

        database.write(work)
