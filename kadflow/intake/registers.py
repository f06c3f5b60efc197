"""Opening a register of agreements: which format it is, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from kadflow.domain.wording.system import cause_words
from kadflow.errors import InvalidInputError
from kadflow.intake.csv_rows import read_csv_rows
from kadflow.intake.rows import RawRow
from kadflow.intake.xlsx_rows import read_xlsx_rows

_ZIP = b"PK\x03\x04"
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": (
        "an old Excel workbook (XLS) or one with a password",
        "berkas Excel lama (XLS) atau yang berkata sandi",
    ),
    b"%PDF": ("a PDF", "berkas PDF"),
    b"\x89PNG": ("a picture", "gambar"),
    b"\xff\xd8\xff": ("a picture", "gambar"),
    b"{\\rt": ("an RTF document", "dokumen RTF"),
}


def _opening(path: Path) -> bytes:
    if path.is_dir():
        raise InvalidInputError(
            f"{path} is a directory.",
            hint="Give one CSV or XLSX file.",
            pesan=f"{path} adalah folder.",
            saran="Sebutkan satu berkas CSV atau XLSX.",
            path=str(path),
        )
    if path.exists() and not path.is_file():
        raise InvalidInputError(
            f"{path} is no ordinary file, and a register is read twice.",
            hint="Save it to a CSV or XLSX file first.",
            pesan=f"{path} bukan berkas biasa, padahal daftar ini dibaca dua kali.",
            saran="Simpan dahulu sebagai berkas CSV atau XLSX.",
            path=str(path),
        )
    try:
        with path.open("rb") as stream:
            return stream.read(4)
    except FileNotFoundError as error:
        raise InvalidInputError(
            f"There is no file {path}.",
            hint="Check the name and the folder.",
            pesan=f"Tidak ada berkas {path}.",
            saran="Periksa nama berkas dan foldernya.",
            path=str(path),
        ) from error
    except OSError as error:
        raise InvalidInputError(
            f"{path} cannot be read: {error.strerror}.",
            hint="Check the permissions of the file.",
            pesan=f"{path} tidak dapat dibaca: {cause_words(error)[0]}.",
            saran="Periksa hak akses berkas ini.",
            path=str(path),
        ) from error


def read_rows(path: Path) -> Iterator[RawRow]:
    """Read a register of the shape of agreements.csv, row by row.

    The format is told by the content, not by the name of the file.

    Args:
        path: A CSV or XLSX file.

    Returns:
        The rows below the header, in file order; empty rows are left out. A row that cannot be
        read carries its fault and never stops the others.

    Raises:
        InvalidInputError: At once: missing, a directory, not permitted, empty, another format.
            While reading: no header with the wanted columns, or a damaged workbook.
    """
    return read_xlsx_rows(path) if format_of(path) == "xlsx" else read_csv_rows(path)


def format_of(path: Path) -> Literal["csv", "xlsx"]:
    """The format of a table that somebody gave, told by its content.

    Raises:
        InvalidInputError: Missing, a directory, not permitted, empty, another format.
    """
    opening = _opening(path)
    if not opening:
        raise InvalidInputError(
            f"{path.name} is empty.",
            hint="Give a CSV or XLSX register.",
            pesan=f"{path.name} kosong.",
            saran="Berikan daftar dalam bentuk CSV atau XLSX.",
        )
    for magic, (what, apa) in _FOREIGN.items():
        if opening.startswith(magic):
            raise InvalidInputError(
                f"{path.name} is {what}, not CSV or XLSX.",
                hint="Save the register as XLSX or as CSV UTF-8.",
                pesan=f"{path.name} adalah {apa}, bukan CSV atau XLSX.",
                saran="Simpan daftarnya sebagai XLSX atau CSV UTF-8.",
            )
    workbook = opening.startswith(_ZIP) or path.suffix.lower() in {".xlsx", ".xlsm"}
    return "xlsx" if workbook else "csv"
