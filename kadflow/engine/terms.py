"""Paths and values of terms: what may stand where, and what an approval covers.

A path is the term's name, with a field (``plan.purpose``), a clause (``clauses.5``), a party's
id (``burdens_public.<party>``) and a fiscal year (``budget_status.<party>.2026``) where the
template says so. Values are plain JSON: text, whole numbers, ``true``/``false``, ISO dates,
lists of texts; a period is ``{"starts_on", "ends_on", "years", "text"}``, each optional.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from kadflow.domain.affairs import AFFAIRS, SOURCE, affair, nearest
from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.wording import BUDGET_WORDS, Pair, choices, day_words
from kadflow.engine.naming import Naming
from kadflow.errors import InvalidInputError
from state_machines.template import Gate, OfficeRole, Template, Term, TermType

BUDGET_STATUSES = ("no_cost", "budgeted", "not_yet", "unknown")
MAX_TEXT = 65_536
EVERYTHING = "all"
"""In ``covers``: every bound path."""

DOCUMENTS = "documents"
"""First name of the paths of documents: ``documents.kb``."""

CHANGES = "changes"
"""First name of the paths under which an addendum holds the values that its parent's paths will
have: ``changes.term`` sets ``term``. Every approval of an addendum covers them."""


def check_values(
    template: Template,
    record: AgreementRecord | None,
    values: Mapping[str, Any],
    *,
    reported: bool = False,
) -> dict[str, Any]:
    """The values in their stored form.

    Args:
        template: Whose terms they are.
        record: For the parties' ids; None while the agreement is being created.
        values: By path; None removes a value.
        reported: They were agreed elsewhere: a subject that is no field of government stays as it
            was written.

    Raises:
        InvalidInputError: A path that the template does not have, or a value that does not fit;
            names the path and what would fit.
    """
    checked, named = {}, Naming(template, record)
    for path, value in values.items():
        term = _term_at(template, record, path)
        checked[path] = fitting = None if value is None else _check(term, path, named, value)
        if fitting is not None and term.of == "urusan_32":
            kept = fitting if reported else _held(record, path)
            checked[path] = _fields(path, named, fitting, kept)
    return checked


def _held(record: AgreementRecord | None, path: str) -> list[str]:
    """The subjects that stand on record already, as they were written."""
    term = record.terms.get(path) if record is not None else None
    return term.value if term is not None and isinstance(term.value, list) else []


def _fields(path: str, named: Naming, texts: Iterable[str], kept: Iterable[str]) -> list[str]:
    """Subjects under the names of the law, each once.

    Args:
        texts: Codes or names.
        kept: Texts that may stand though they name no field.
    """
    known = {text: affair(text) for text in texts}
    unknown = next((t for t, found in known.items() if found is None and t not in kept), None)
    if unknown is None:
        return list(dict.fromkeys(found.name if found else t for t, found in known.items()))
    near = nearest(unknown) or AFFAIRS
    offered = choices({each.code: (each.name, each.english) for each in near})
    raise InvalidInputError(
        f"'{named.path(path)[1]}' takes fields of government ({SOURCE}), and {unknown!r:.80} is none.",
        hint=f"Give the name or the code of one: {offered[1]}.",
        pesan=f"'{named.path(path)[0]}' berisi urusan pemerintahan ({SOURCE}); {unknown!r:.80} "
        "bukan salah satunya.",
        saran=f"Isi dengan nama atau kodenya: {offered[0]}.",
        path=path,
        near=[each.name for each in near],
    )


def _term_at(template: Template, record: AgreementRecord | None, path: str) -> Term:
    name, *rest = path.split(".")
    term = template.terms.get(name)
    if term is None:
        near = difflib.get_close_matches(name, template.terms, n=1)
        known = choices(
            {key: (term.title.id, term.title.en) for key, term in template.terms.items()}
        )
        hint = f"Did you mean {near[0]!r}?" if near else f"It has: {known[1]}."
        saran = f"Apakah maksudnya {near[0]!r}?" if near else f"Isian yang ada: {known[0]}."
        raise InvalidInputError(
            f"'{template.title.en}' has no term {name!r}.",
            hint=hint,
            pesan=f"Alur '{template.title.id}' tidak mempunyai isian {name!r}.",
            saran=f"{saran}",
            path=path,
        )
    wanted = _wanted(term)
    if len(rest) != len(wanted):
        form = ".".join([name, *(f"<{part}>" for part in wanted)])
        bentuk = ".".join([name, *(f"<{_PART_WORDS[part]}>" for part in wanted)])
        saran, hint = _parties_to_type(record) if "party" in wanted else ("", "")
        raise InvalidInputError(
            f"The path {path!r} is not complete, or has too many parts.",
            hint=f"It has the form {form}. {hint}".strip(),
            pesan=f"Letak isian {path!r} belum lengkap, atau bagiannya terlalu banyak.",
            saran=f"Bentuknya {bentuk}. {saran}".strip(),
            path=path,
        )
    for part, kind in zip(rest, wanted, strict=True):
        _check_part(term, template, record, path, part, kind)
    return term


_PART_WORDS = {"party": "pihak", "year": "tahun", "field": "bagian", "clause": "pasal"}


def _wanted(term: Term) -> list[str]:
    if term.per:
        return ["party", *(["year"] if "fiscal_year" in term.per else [])]
    if term.type is TermType.GROUP:
        return ["field"]
    return ["clause"] if term.type is TermType.CLAUSES else []


def _parties_to_type(record: AgreementRecord | None) -> Pair:
    """How the parties are named in a path."""
    if record is None:
        return (
            "Sebut pihak menurut urutannya: @1, @2 ...",
            "Name the party by its place: @1, @2 ...",
        )
    named = ", ".join(f"@{party.position + 1} ({party.name})" for party in record.parties)
    return f"Sebut pihaknya: {named}.", f"Name the party: {named}."


def _check_part(
    term: Term,
    template: Template,
    record: AgreementRecord | None,
    path: str,
    part: str,
    kind: str,
) -> None:
    if kind == "field" and part not in term.fields:
        fields = choices({key: (words.id, words.en) for key, words in term.fields.items()})
        hint = f"Its fields are: {fields[1]}."
        saran = f"Bagiannya: {fields[0]}."
    elif kind == "clause" and not (part.isascii() and part.isdigit() and 1 <= int(part) <= 9999):
        hint = "Clauses are counted: 1, 2, 3 ..."
        saran = "Pasal dihitung: 1, 2, 3 ..."
    elif kind == "year" and not (part.isascii() and part.isdigit() and 1945 <= int(part) <= 2200):
        hint = "Give the fiscal year with four digits."
        saran = "Isi tahun anggaran dengan empat angka."
    elif kind == "party" and (record is None or record.party(part) is None):
        saran, hint = _parties_to_type(record)
    else:
        return
    raise InvalidInputError(
        f"{part!r} does not fit in the path {path!r}.",
        hint=hint,
        pesan=f"{part!r} tidak sesuai untuk isian '{Naming(template, record).path(path)[0]}'.",
        saran=f"{saran}",
        path=path,
    )


def _check(term: Term, path: str, named: Naming, value: Any) -> Any:
    fits, wanted = False, ("isian yang sesuai", "a value of the term's type")
    match term.type:
        case TermType.TEXT | TermType.GROUP | TermType.CLAUSES:
            fits = (
                isinstance(value, str)
                and 0 < len(value.strip()) <= (term.max or MAX_TEXT)
                and not is_untyped(value)
            )
            wanted = (
                f"teks 1 sampai {term.max or MAX_TEXT} huruf tanpa karakter NUL",
                f"a text of 1 to {term.max or MAX_TEXT} characters without NUL",
            )
        case TermType.LIST:
            fits = (
                isinstance(value, list | tuple)
                and 0 < len(value) <= (term.max or 200)
                and all(
                    isinstance(item, str) and item.strip() and not is_untyped(item)
                    for item in value
                )
            )
            wanted = (
                f'daftar berisi 1 sampai {term.max or 200} teks, seperti ["satu", "dua"]',
                f'a list of 1 to {term.max or 200} texts, like ["one", "two"]',
            )
        case TermType.YES_NO:
            fits, wanted = (
                isinstance(value, bool),
                ("ya (true) atau tidak (false)", "true or false"),
            )
        case TermType.NUMBER | TermType.MONEY:
            fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
            wanted = (
                "bilangan bulat tanpa titik, 0 atau lebih",
                "a whole number without dots, 0 or more",
            )
        case TermType.DATE:
            fits, wanted = (
                is_iso_date(value),
                ("tanggal seperti 2026-01-31", "a date like 2026-01-31"),
            )
        case TermType.CHOICE:
            fits = value in term.choices
            offered = choices({key: (words.id, words.en) for key, words in term.choices.items()})
            wanted = (f"salah satu: {offered[0]}", f"one of: {offered[1]}")
        case TermType.BUDGET_STATUS:
            fits = value in BUDGET_STATUSES
            offered = choices(BUDGET_WORDS, BUDGET_STATUSES)
            wanted = (f"salah satu: {offered[0]}", f"one of: {offered[1]}")
        case TermType.PERIOD:
            return _period(path, named, value)
    if not fits:
        raise InvalidInputError(
            f"The value of '{named.path(path)[1]}' does not fit: it is {value!r:.80}.",
            hint=f"Give {wanted[1]}.",
            pesan=f"Isi '{named.path(path)[0]}' tidak sesuai: {value!r:.80}.",
            saran=f"Isi dengan {wanted[0]}.",
            path=path,
        )
    return list(value) if isinstance(value, tuple) else value


_UNTYPED = re.compile(r"[\x00\ud800-\udfff]")


def is_untyped(text: str) -> bool:
    """Whether a text holds what nobody can have typed: NUL, or half a character.

    PostgreSQL refuses both, so that SQLite must not take them either. What could steer a terminal
    or a page is taken, and made harmless where it is shown.
    """
    return _UNTYPED.search(text) is not None


def check_plain(text: str | None, what: Pair) -> None:
    """Refuse a free text with NUL or half a character in it.

    Args:
        what: What the text is, as the subject of a sentence, in both languages.

    Raises:
        InvalidInputError: It has one.
    """
    if text is not None and is_untyped(text):
        raise InvalidInputError(
            f"{what[1]} holds a NUL character.",
            hint="Type the text again, or paste it as plain text.",
            pesan=f"{what[0]} memuat karakter NUL.",
            saran="Ketik ulang teksnya, atau tempel sebagai teks biasa.",
        )


def is_iso_date(value: Any) -> bool:
    """Whether a value is a civil date in its one form, ``2026-01-31``."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _check_days(path: str, named: Naming, value: Mapping[str, Any]) -> None:
    for day in (value[key] for key in ("starts_on", "ends_on") if value.get(key)):
        if not is_iso_date(day):
            raise InvalidInputError(
                f"{day!r:.80} in '{named.path(path)[1]}' is no date.",
                hint="Write dates like 2026-01-31.",
                pesan=f"{day!r:.80} pada '{named.path(path)[0]}' bukan tanggal.",
                saran="Tulis tanggal seperti 2026-01-31.",
                path=path,
            )


def _period(path: str, named: Naming, value: Any) -> dict[str, Any]:
    allowed = {"starts_on", "ends_on", "years", "text"}
    fits = isinstance(value, Mapping) and bool(value) and set(value) <= allowed
    if fits:
        _check_days(path, named, value)
        fits = not is_untyped(str(value.get("text") or ""))
        years = value.get("years")
        whole = isinstance(years, int) and not isinstance(years, bool)
        fits = fits and (years is None or (whole and 0 < years <= 200))
    if not fits:
        raise InvalidInputError(
            f"The value of '{named.path(path)[1]}' is not a term of time: {value!r:.80}.",
            hint='Give {"starts_on": "2026-01-01", "ends_on": "2030-12-31"}; each may be left out.',
            pesan=f"Isi '{named.path(path)[0]}' bukan jangka waktu: {value!r:.80}.",
            saran='Tulis seperti {"starts_on": "2026-01-01", "ends_on": "2030-12-31"}; masing-masing '
            "boleh kosong, dan lamanya dapat ditulis sebagai years.",
            path=path,
        )
    if value.get("starts_on") and value.get("ends_on") and value["ends_on"] < value["starts_on"]:
        raise InvalidInputError(
            f"'{named.path(path)[1]}' ends on {value['ends_on']}, before it starts.",
            hint="Check both dates.",
            pesan=f"'{named.path(path)[0]}' berakhir pada {day_words(value['ends_on'])[0]}, "
            "sebelum dimulai.",
            saran="Periksa kedua tanggal.",
            path=path,
        )
    return {key: value[key] for key in sorted(value) if value[key] is not None}


def covered(
    template: Template, record: AgreementRecord, gate: Gate, role: str | None
) -> dict[str, str]:
    """The bound paths of terms and documents that an answer stands for, with their digests now.

    Args:
        role: The chain step's role where the gate covers different paths per role; None for a
            party's outward answer, which covers whatever any role covers.
    """
    prefixes = _prefixes(gate, role)
    everything, bound, found = EVERYTHING in prefixes, template.bound, {}
    for path in sorted(record.terms):  # many paths per agreement, several answers per command
        name = path.partition(".")[0]
        if name == CHANGES or (
            name in bound and (everything or name in prefixes or _falls_under(path, prefixes))
        ):
            found[path] = record.terms[path].digest
    for path in sorted(prefixes) if record.documents else ():
        root, _, kind = path.partition(".")
        if root == DOCUMENTS and kind in record.documents and template.documents[kind].bound:
            found[path] = record.documents[kind].digest
    return found


def is_bound(template: Template, path: str) -> bool:
    """Whether approvals may stand for a path; numbers, dates and signatories are never bound."""
    name, _, rest = path.partition(".")
    if name == DOCUMENTS:
        return template.documents[rest].bound
    return name == CHANGES or template.terms[name].bound


def _prefixes(gate: Gate, role: str | None) -> frozenset[str]:
    if not isinstance(gate.covers, dict):
        return frozenset(gate.covers)
    if role is None:
        return frozenset(path for paths in gate.covers.values() for path in paths)
    own = gate.covers.get(OfficeRole(role))
    return frozenset(own if own is not None else gate.covers.get("else", ()))


def _falls_under(path: str, prefixes: AbstractSet[str]) -> bool:
    """Whether the path, or what it is a part of, is among the prefixes; files are named alone."""
    if path.partition(".")[0] == DOCUMENTS:
        return path in prefixes
    if EVERYTHING in prefixes:
        return True
    while path:
        if path in prefixes:
            return True
        path = path.rpartition(".")[0]
    return False


def touched(gate: Gate, role: str | None, changed: Iterable[str]) -> list[str]:
    """Which of the changed bound paths an answer stood for, paths that are new included."""
    prefixes = _prefixes(gate, role) | {CHANGES}
    return [path for path in changed if _falls_under(path, prefixes)]


def is_covered(template: Template, path: str) -> bool:
    """Whether any approval of the template stands for a bound path."""
    gates = template.gates.values()
    return is_bound(template, path) and any(
        _falls_under(path, _prefixes(gate, None)) for gate in gates
    )


def missing_terms(
    template: Template, record: AgreementRecord, paths: Iterable[str], *, year: str
) -> list[str]:
    """Which of the paths are not stated; a group counts by its fields, a party's by each party.

    Args:
        year: The fiscal year for terms stated per year.
    """
    missing = []
    for path in paths:
        name, _, rest = path.partition(".")
        term = template.terms[name]
        if rest:
            wanted = [path]
        elif term.type is TermType.GROUP:
            wanted = [f"{name}.{field}" for field in term.fields]
        elif term.type is TermType.CLAUSES:
            wanted = [] if any(p.startswith(f"{name}.") for p in record.terms) else [f"{name}.1"]
        elif "fiscal_year" in term.per:
            wanted = [f"{name}.{party.id}.{year}" for party in record.active_parties]
        elif term.per:
            wanted = [f"{name}.{party.id}" for party in record.active_parties]
        else:
            wanted = [name]
        missing += [p for p in wanted if p not in record.terms]
    return missing
