"""Text of a document to plain data that remembers its lines.

YAML as people write it, cut down to what cannot surprise them: no anchors, aliases or tags, no
duplicate keys, no tabs, no fractions, and only ``true`` and ``false`` are booleans, so that a key
``on`` is the word *on* and ``no`` is a text. Dates stay texts. JSON is read too. Reading goes over
parser events: nothing is ever constructed but dicts, lists, strings, integers, booleans and None.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from state_machines.errors import Fault, TemplateError

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 12
MAX_INTEGER = 2**53 - 1

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FRACTION = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+"
)
_NULL = ("", "~", "null", "Null", "NULL")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHAPE_HINT = (
    "Indent with two spaces for each level, keep the fields of one thing in one column, "
    'and put quotes around a text that holds ": ".'
)
_SARAN_BENTUK = (
    "Jorokkan dua spasi untuk setiap tingkat, tulis isian satu bagian pada kolom yang sama, "
    "dan beri tanda petik pada teks yang memuat titik dua."
)


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data and the 1-based line of every path in it (``states.draft.stage``)."""

    data: Any
    lines: Mapping[str, int]


def read_document(text: str, *, source: str = "") -> Document:
    """Read YAML or JSON.

    Args:
        text: At most 1 MiB of UTF-8 and 12 levels.
        source: Label for messages, usually the file name.

    Raises:
        TemplateError: The text cannot be read; its faults carry the line.
    """
    try:
        return _read(text)
    except _FaultyError as error:
        raise TemplateError([error.fault], source) from None


def canonical_bytes(data: Any) -> bytes:
    """The one byte form of plain data: JSON, sorted keys, no spaces, UTF-8.

    Data that `read_document` gives holds no floats and has string keys, so these are also the
    bytes of RFC 8785 as long as keys are ASCII, which the template language demands.
    """
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest_of(data: Any) -> str:
    """SHA-256 over `canonical_bytes`, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(data)).hexdigest()


class _FaultyError(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


def _fail(
    code: str,
    message: str,
    hint: str,
    line: int | None = None,
    where: str = "",
    *,
    pesan: str,
    saran: str,
) -> NoReturn:
    raise _FaultyError(Fault(code, where, message, hint, line, pesan=pesan, saran=saran))


def _read(text: str) -> Document:
    try:
        length = len(text.encode())
    except UnicodeEncodeError:
        _fail(
            "not-text",
            "The text holds half a character.",
            "Save the file as UTF-8.",
            pesan="Teks memuat huruf yang tidak utuh.",
            saran="Simpan berkas sebagai UTF-8.",
        )
    if length > MAX_BYTES:
        _fail(
            "too-large",
            f"The text has {length} bytes.",
            f"At most {MAX_BYTES} are read.",
            pesan=f"Teks ini panjangnya {length} bita.",
            saran=f"Yang dibaca paling banyak {MAX_BYTES} bita.",
        )
    if not text.strip():
        _fail(
            "empty",
            "The text is empty.",
            "Begin with: kind: workflow-template",
            pesan="Teksnya kosong.",
            saran="Mulailah dengan: kind: workflow-template",
        )
    text = text.removeprefix("\ufeff")
    if text.lstrip()[0] in "{[":
        return _read_json(text)
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r" *\t", line) and line.strip():
            _fail(
                "tab",
                "The line is indented with a tab.",
                "Use two spaces instead.",
                number,
                pesan="Baris ini menjorok dengan tabulasi.",
                saran="Gunakan dua spasi.",
            )
    return _read_yaml(text)


# -------------------------------------------------------------------- JSON
def _read_json(text: str) -> Document:
    try:
        data = _load_json(text)
    except _FaultyError as error:
        raise _with_line(error, text) from None
    _measure(data, 1)
    try:
        lines = _YamlReader(text).read().lines
    except _FaultyError:
        lines = {}
    return Document(data, lines)


def _load_json(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
            parse_int=lambda digits: _whole(digits, None),
        )
    except RecursionError:
        _too_deep(None)
    except json.JSONDecodeError as error:
        _fail(
            "syntax",
            f"The JSON cannot be read: {error.msg}.",
            _json_hint(error),
            error.lineno,
            pesan="Isi JSON tidak terbaca.",
            saran=f"Periksa kolom {error.colno}, serta koma atau tanda petik sebelumnya.",
        )


def _with_line(error: _FaultyError, text: str) -> _FaultyError:
    """The same fault as the YAML reader finds it, which knows lines."""
    if error.fault.line is None:
        try:
            _YamlReader(text).read()
        except _FaultyError as located:
            if located.fault.code == error.fault.code:
                return located
    return error


def _json_hint(error: json.JSONDecodeError) -> str:
    return f"Look at column {error.colno}, and at the comma or quotation mark before it."


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            _duplicate(key, None, "")
        found[key] = value
    return found


def _measure(data: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        _too_deep(None)
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for part in parts:
        _measure(part, depth + 1)


# -------------------------------------------------------------------- YAML
def _read_yaml(text: str) -> Document:
    return _YamlReader(text).read()


class _YamlReader:
    """Builds data from parser events, depth first, remembering where each path begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[yaml.Event] = iter(())
        self._lines: dict[str, int] = {}

    def read(self) -> Document:
        try:
            self._events = yaml.parse(self._text, Loader=_LOADER)
            next(self._events)
            next(self._events)
            data = self._value(next(self._events), "", 1)
            next(self._events)
            if not isinstance(following := next(self._events), yaml.StreamEndEvent):
                _fail(
                    "several-documents",
                    "The file holds more than one document.",
                    "Remove the line '---' and what follows it.",
                    _line(following),
                    pesan="Berkas ini memuat lebih dari satu dokumen.",
                    saran="Hapus baris '---' dan isi sesudahnya.",
                )
        except yaml.MarkedYAMLError as error:
            message, hint, saran, line = _syntax_words(error)
            _fail(
                "syntax", message, hint, line, pesan="Teks ini tidak terbaca di sini.", saran=saran
            )
        except yaml.YAMLError as error:
            _fail(
                "syntax",
                f"The text cannot be read: {error}.",
                "Save the file as UTF-8 text.",
                pesan="Teks ini tidak terbaca.",
                saran="Simpan berkas sebagai teks UTF-8.",
            )
        return Document(data, self._lines)

    def _value(self, event: yaml.Event, where: str, depth: int) -> Any:
        line = _line(event)
        self._lines.setdefault(where, line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            _fail(
                "alias",
                "Anchors (&name) and aliases (*name) are not part of the language.",
                "Write the value out, or put quotes around a text that begins with & or *.",
                line,
                where,
                pesan="Tanda acuan (&nama) dan rujukannya (*nama) tidak dapat dipakai.",
                saran="Tulis isinya lengkap, atau beri tanda petik pada teks yang diawali & "
                "atau *.",
            )
        if (tag := getattr(event, "tag", None)) is not None:
            _fail(
                "tag",
                f"The tag {tag} is not part of the language.",
                "Remove it, or put quotes around a text that begins with !.",
                line,
                where,
                pesan=f"Tanda {tag} tidak dapat dipakai.",
                saran="Hapus, atau beri tanda petik pada teks yang diawali !.",
            )
        if depth > MAX_DEPTH:
            _too_deep(line, where)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(where, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(where, depth)
        return _scalar(event, line, where)

    def _mapping(self, where: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                _fail(
                    "key",
                    "A key must be a plain word.",
                    _SHAPE_HINT,
                    line,
                    where,
                    pesan="Nama isian harus berupa kata biasa.",
                    saran=f"{_SARAN_BENTUK}",
                )
            key = event.value
            place = f"{where}.{key}" if where else key
            if key in found:
                _duplicate(key, line, where)
            self._lines[place] = line
            found[key] = self._value(next(self._events), place, depth + 1)
        return found

    def _sequence(self, where: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            place = f"{where}.{len(found)}" if where else str(len(found))
            found.append(self._value(event, place, depth + 1))
        return found


def _scalar(event: Any, line: int, where: str) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _NULL:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return _whole(text, line, where)
    if _FRACTION.fullmatch(text):
        _no_fraction(text, line, where)
    return text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _whole(digits: str, line: int | None, where: str = "") -> int:
    if len(digits) > len(str(MAX_INTEGER)) + 1 or abs(int(digits)) > MAX_INTEGER:
        _fail(
            "number",
            f"{digits[:30]} is too large.",
            f"Use at most {MAX_INTEGER}.",
            line,
            where,
            pesan=f"{digits[:30]} terlalu besar.",
            saran=f"Paling besar {MAX_INTEGER}.",
        )
    return int(digits)


def _no_fraction(text: str, line: int | None = None, where: str = "") -> NoReturn:
    _fail(
        "fraction",
        f"{text} is not a whole number.",
        'Use whole numbers; write a share as "2/3", and put quotes around a text.',
        line,
        where,
        pesan=f"{text} bukan bilangan bulat.",
        saran="Gunakan bilangan bulat; tulis bagian sebagai '2/3' dalam tanda petik, dan "
        "beri tanda petik pada teks.",
    )


def _duplicate(key: str, line: int | None, where: str) -> NoReturn:
    _fail(
        "duplicate-key",
        f"'{key}' stands twice{f' in {where}' if where else ''}.",
        "Keep one of the two, or give the second another name.",
        line,
        f"{where}.{key}" if where else key,
        pesan=f"'{key}' tertulis dua kali{f' dalam {where}' if where else ''}.",
        saran="Cukup satu, atau beri yang kedua nama lain.",
    )


def _too_deep(line: int | None, where: str = "") -> NoReturn:
    _fail(
        "too-deep",
        f"The text is nested more than {MAX_DEPTH} levels deep.",
        "No part of a template needs that; look for a bracket or an indentation too many.",
        line,
        where,
        pesan=f"Susunan teks lebih dari {MAX_DEPTH} tingkat.",
        saran="Tidak ada bagian yang memerlukannya; periksa kurung atau jorokan yang berlebih.",
    )


def _syntax_words(error: yaml.MarkedYAMLError) -> tuple[str, str, str, int | None]:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    problem = str(error.problem or error)
    if "cannot start any token" in problem:
        hint = "Put quotes around a text that begins with a sign such as @, %, ` or a tab."
        saran = "Beri tanda petik pada teks yang diawali tanda seperti @, %, ` atau tabulasi."
    elif "end of stream" in problem:
        hint = "A quotation mark is opened and not closed; close it."
        saran = "Ada tanda petik yang dibuka dan belum ditutup; tutuplah."
    elif "',' or" in problem:
        hint = "A bracket or brace is opened and not closed, or a comma is missing before this."
        saran = "Ada kurung yang belum ditutup, atau koma yang kurang sebelum bagian ini."
    else:
        hint = f"The indentation is wrong here or on the line above. {_SHAPE_HINT}"
        saran = f"Jorokan di sini atau pada baris di atasnya salah. {_SARAN_BENTUK}"
    return f"The text cannot be read: {problem}.", hint, saran, line
