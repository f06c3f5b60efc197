"""Making faults: one place for their form, so that every rule reads as its sentence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from state_machines.errors import Fault

Faults: TypeAlias = Iterator[Fault]


_KIND_WORDS = {
    "state": "tahap",
    "gate": "persetujuan",
    "body": "lembaga luar",
    "guard": "syarat",
    "term": "isian pokok kerja sama",
    "document": "dokumen",
    "deadline": "batas waktu",
    "command": "perintah",
    "child": "alur turunan",
    "template": "alur kerja sama",
}


def error(code: str, where: str, message: str, hint: str, *, pesan: str, saran: str) -> Fault:
    """A fault that stops publishing."""
    return Fault(code, where, message, hint, pesan=pesan, saran=saran)


def warning(code: str, where: str, message: str, hint: str, *, pesan: str, saran: str) -> Fault:
    """A fault that a person should look at, and that does not stop publishing."""
    return Fault(code, where, message, hint, severity="warning", pesan=pesan, saran=saran)


def unknown(kind: str, where: str, name: str, known: Iterable[str]) -> Fault:
    """A reference to something that the template does not declare."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1, 0.5)
    if near:
        hint = f"Did you mean '{near[0]}'?"
        saran = f"Apakah maksudnya '{near[0]}'?"
    elif names:
        hint = f"Declared are: {', '.join(names[:12])}; or declare '{name}'."
        saran = f"Yang ada: {', '.join(names[:12])}; atau tambahkan '{name}'."
    else:
        section = "bodies" if kind == "body" else f"{kind}s"
        hint = f"Declare it under '{section}', or remove the name here."
        saran = f"Tambahkan di bawah '{section}', atau hapus nama ini."
    return Fault(
        f"unknown-{kind}",
        where,
        f"There is no {kind} '{name}'.",
        hint,
        pesan=f"Tidak ada {_KIND_WORDS[kind]} '{name}'.",
        saran=saran,
    )
