"""A report by its id, or by the beginning of one."""

from __future__ import annotations

from kadflow.domain.reports import ReportRecord
from kadflow.errors import NotFoundError
from kadflow.storage import reports as rows
from kadflow.storage.transactions import Transaction


def find_report(tx: Transaction, wanted: str) -> ReportRecord:
    """A report by its id or the beginning of it.

    Raises:
        NotFoundError: None, or more than one.
    """
    found = rows.find_reports(tx, wanted)
    if len(found) != 1:
        raise NotFoundError(
            f"{wanted!r} names {'more than one report' if found else 'no report'}.",
            hint="List them with: kadflow report list.",
            pesan=f"{wanted!r} cocok dengan lebih dari satu laporan."
            if found
            else f"Tidak ada laporan {wanted!r}.",
            saran="Lihat daftarnya dengan: kadflow report list.",
        )
    return found[0]
