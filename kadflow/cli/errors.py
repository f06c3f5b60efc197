"""Exit codes and the words of a failed command: the one place that knows both.

On standard error one paragraph: what kind of failure, what is wrong, what to do. With ``--json``
the same as RFC 9457 problem details.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import textwrap
import traceback
from typing import Any, NamedTuple

from kadflow.cli.screen import clean, columns
from kadflow.errors import (
    HistoryBrokenError,
    InvalidInputError,
    KadflowError,
    NotFoundError,
    NotPermittedError,
    RefusedError,
    UnavailableError,
)

UNEXPECTED = 1
INTERRUPTED = 130


class Family(NamedTuple):
    """How one family of errors leaves the program."""

    error: type[KadflowError]
    exit_code: int
    title_id: str
    title_en: str


FAMILIES = (
    Family(InvalidInputError, 2, "Masukan tidak sesuai", "Invalid input"),
    Family(NotFoundError, 3, "Tidak ditemukan", "Not found"),
    Family(NotPermittedError, 4, "Tidak berwenang", "Not permitted"),
    Family(RefusedError, 5, "Belum dapat dilakukan", "Refused by the rules"),
    Family(HistoryBrokenError, 6, "Riwayat rusak", "History broken"),
    Family(UnavailableError, 7, "Tidak tersedia", "Unavailable"),
)


def family_of(error: KadflowError) -> Family:
    """The family of an error."""
    for family in FAMILIES:
        if isinstance(error, family.error):
            return family
    return Family(KadflowError, UNEXPECTED, "Gagal", "Failed")


def of_system(error: OSError) -> UnavailableError:
    """A file, folder or disk that fails outside of what a command foresaw."""
    from kadflow.domain.wording.system import cause_words  # noqa: PLC0415 - only when it failed

    place = f"{error.filename}: " if error.filename else ""
    return UnavailableError(
        f"{place}{error.strerror or error}.",
        hint="Check that the folder exists, may be written, and has room; then try again.",
        pesan=f"{place}{cause_words(error)[0]}.",
        saran="Periksa bahwa foldernya ada, boleh ditulis, dan cukup ruang; lalu coba lagi.",
    )


def fail(error: KadflowError, *, as_json: bool, language: str) -> int:
    """Say what went wrong on standard error; returns the exit code."""
    family = family_of(error)
    title = family.title_id if language == "id" else family.title_en
    message, hint = error.said(language)
    if as_json:
        _problem(title, message, error.code, family.exit_code, hint, error.details)
    else:
        _paragraph(f"{title}: {message} {hint}".strip())
        _faults(error.details.get("faults"), language)
    return family.exit_code


def fail_usage(message: str, help_with: str, *, as_json: bool, language: str) -> int:
    """Say that the command line itself is wrong; returns the exit code."""
    hint = f"{'Bantuan' if language == 'id' else 'Help'}: {help_with} --help"
    family = FAMILIES[0]
    title = family.title_id if language == "id" else family.title_en
    if as_json:
        _problem(title, message, "invalid-usage", family.exit_code, hint, {})
    else:
        _paragraph(f"{title}: {message} {hint}")
    return family.exit_code


def fail_unexpected(error: BaseException, *, as_json: bool, language: str, debug: bool) -> int:
    """Say where the traceback of a fault of the program was written; returns the exit code."""
    trace = "".join(traceback.format_exception(error))
    if debug:
        sys.stderr.write(trace)
        return UNEXPECTED
    handle, path = tempfile.mkstemp(prefix="kadflow-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(trace)
    message = (
        f"Kesalahan program ({type(error).__name__}); tidak ada yang disimpan oleh perintah ini."
        if language == "id"
        else f"A fault of the program ({type(error).__name__}); what it was doing was not finished."
    )
    hint = (
        f"Rinciannya ada di {path}; sertakan berkas itu bila melapor."
        if language == "id"
        else f"Details are in {path}; add that file when you report it."
    )
    if as_json:
        title = "Kesalahan program" if language == "id" else "Program fault"
        _problem(title, message, "unexpected", UNEXPECTED, hint, {"traceback": path})
    else:
        _paragraph(f"{message} {hint}")
    return UNEXPECTED


def _problem(
    title: str, detail: str, code: str, exit_code: int, hint: str, details: dict[str, Any]
) -> None:
    problem = {
        "type": f"urn:kadflow:error:{code}",
        "title": title,
        "detail": detail,
        "code": code,
        "hint": hint,
        "exit_code": exit_code,
        "details": details,
    }
    text = json.dumps(problem, ensure_ascii=False, indent=2, default=str)
    print(text, file=sys.stderr)  # noqa: T201


def _paragraph(text: str) -> None:
    filled = textwrap.fill(clean(text), columns(), break_on_hyphens=False, break_long_words=False)
    print(filled, file=sys.stderr)  # noqa: T201


def said_of(fault: dict[str, Any], language: str) -> tuple[str, str]:
    """What is wrong in a template and what to change, in the reader's language."""
    names = ("pesan", "saran") if language == "id" and fault.get("pesan") else ("message", "hint")
    return fault[names[0]], fault[names[1]]


def _faults(faults: Any, language: str) -> None:
    """List the faults of a template that follow the first."""
    for fault in (faults or [])[1:]:
        line = f"{fault['line']}: " if fault.get("line") else ""
        where = f"{fault['where']}: " if fault.get("where") else ""
        text = f"- {line}{where}{' '.join(said_of(fault, language))}"
        filled = textwrap.fill(clean(text), columns(), subsequent_indent="  ")
        print(filled, file=sys.stderr)  # noqa: T201
