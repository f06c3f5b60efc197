"""What drivers complain about, said in Kadflow's words.

Full disks, locked files, lost connections become `StorageUnavailableError`; a second row under
the same key becomes `AlreadyStoredError`; everything else that a constraint or trigger refuses
becomes `ConstraintError`, which is a fault of the program and never of its user.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from kadflow.errors import ConcurrentChangeError, KadflowError, StorageUnavailableError

_SQLITE_BUSY = {5, 6}
_SQLITE_WORLD = {
    8: ("may not be written", "tidak boleh ditulis"),
    10: ("cannot be read or written (input/output error)", "tidak dapat dibaca atau ditulis"),
    13: ("or its disk is full", "atau ruang penyimpanannya penuh"),
    14: ("cannot be opened", "tidak dapat dibuka"),
    23: ("may not be opened by this user", "tidak boleh dibuka oleh pengguna ini"),
    26: ("is not a Kadflow database", "bukan basis data Kadflow"),
    11: ("is damaged", "rusak"),
}
_CHECK_DISK = (
    "Nothing was changed. Check the disk and the rights on the folder, then try again.",
    "Tidak ada yang berubah. Periksa ruang penyimpanan dan hak akses folder, lalu coba lagi.",
)
_SQLITE_REMEDIES = {
    11: (
        "Keep the file, and bring the last backup back into another folder: kadflow restore.",
        "Simpan berkas itu, lalu pulihkan cadangan terakhir ke folder lain: kadflow restore.",
    ),
    26: (
        "Check --data; a damaged database is brought back from a backup: kadflow restore.",
        "Periksa --data; basis data yang rusak dipulihkan dari cadangan: kadflow restore.",
    ),
}
APPEND_ONLY = "KF001"  # SQLSTATE that our triggers raise on PostgreSQL


class AlreadyStoredError(ConcurrentChangeError):
    """A row with the same key exists: somebody else was first. ``details["constraint"]`` says which."""

    code = "already-stored"


class ConstraintError(KadflowError):
    """A rule of the tables refuses the row: a missing parent, an empty column, a trigger."""

    code = "constraint"


class DecideAgainError(Exception):
    """PostgreSQL ended the transaction for the sake of another one; the command may run anew."""


def unavailable(
    what: str, hint: str = "Try again.", *, pesan: str, saran: str = "Coba lagi.", **details: Any
) -> StorageUnavailableError:
    """One sentence about the world outside, in both languages."""
    return StorageUnavailableError(what, hint=hint, pesan=pesan, saran=saran, **details)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection holds the lock."""
    return _primary(error) in _SQLITE_BUSY


def from_sqlite(error: sqlite3.Error, place: str, statement: str = "") -> Exception:
    """Translate an error of sqlite3.

    Args:
        error: As raised by the driver.
        place: Path of the database, for the sentence.
        statement: Name of the statement, when one was running.
    """
    code = _primary(error)
    if code in _SQLITE_BUSY:
        return unavailable(
            f"Another program keeps the database {place} locked.",
            pesan=f"Basis data {place} sedang dipakai program lain.",
            saran="Coba lagi sebentar lagi.",
        )
    if code in _SQLITE_WORLD:
        world, dunia = _SQLITE_WORLD[code]
        hint, saran = _SQLITE_REMEDIES.get(code, _CHECK_DISK)
        return unavailable(
            f"The database {place} {world}.",
            hint,
            pesan=f"Basis data {place} {dunia}.",
            saran=saran,
        )
    if isinstance(error, sqlite3.IntegrityError):
        text = str(error)
        if text.startswith("UNIQUE constraint failed") or text.endswith("is already stored"):
            return already_stored(text.removeprefix("UNIQUE constraint failed: "), statement)
        return refused(text, statement)
    return error


def first_line(error: BaseException) -> str:
    """The first line of a driver's message, without the full stop."""
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")


def _primary(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def already_stored(constraint: str, statement: str) -> AlreadyStoredError:
    """Somebody was first; ``constraint`` as the database names it."""
    return AlreadyStoredError(
        f"A row with the same key is already stored ({constraint or statement}).",
        hint="Somebody else was first; read again and decide anew.",
        pesan="Data yang sama sudah lebih dahulu disimpan.",
        saran="Orang lain mendahului; lihat kembali data terbaru, lalu putuskan lagi.",
        constraint=constraint,
        statement=statement,
    )


def refused(reason: str, statement: str) -> ConstraintError:
    """A constraint or trigger said no, in its own words."""
    where = f" in {statement}" if statement else ""
    return ConstraintError(
        f"The tables refuse a row{where}: {reason}.",
        pesan="Basis data menolak data ini. Ini kesalahan program, bukan kesalahan Anda.",
        statement=statement,
    )
