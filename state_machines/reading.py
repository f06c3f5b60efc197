"""Text to a `Template`, with faults that a person who does not program can act on."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from state_machines.documents import Document, digest_of, read_document
from state_machines.errors import Fault, TemplateError
from state_machines.template import MONTH_DAY, Template

M = TypeVar("M", bound=BaseModel)

_PATTERN_HINTS = {
    MONTH_DAY: "Write month and day in quotes, for example '01-31'; '02-29' is the last day of "
    "February.",
    "^[a-z][a-z0-9_]{0,62}$": "Use small letters, digits and _, beginning with a letter, at most "
    "63 characters; no dots, spaces or hyphens.",
    "^[a-z][a-z0-9-]{0,62}$": "Use small letters, digits and -, beginning with a letter.",
    "^[1-9][0-9]{0,5}/[1-9][0-9]{0,5}$": 'Write a fraction in quotes, for example "2/3".',
}
_SARAN_NAMA = {
    MONTH_DAY: "Tulis bulan dan tanggal dalam tanda petik, misalnya '01-31'; '02-29' berarti hari "
    "terakhir Februari.",
    "^[a-z][a-z0-9_]{0,62}$": "Gunakan huruf kecil, angka dan _, diawali huruf, paling banyak "
    "63 huruf; tanpa titik, spasi, atau tanda hubung.",
    "^[a-z][a-z0-9-]{0,62}$": "Gunakan huruf kecil, angka dan -, diawali huruf.",
    "^[1-9][0-9]{0,5}/[1-9][0-9]{0,5}$": 'Tulis pecahan dalam tanda petik, misalnya "2/3".',
}
CONTRADICTIONS = {
    "name exactly one of gate, deadline, command": "Sebutkan tepat satu dari 'gate', 'deadline', "
    "atau 'command'.",
    "a gate is named together with one of its outcomes": "Persetujuan ('gate') disebut bersama "
    "salah satu hasilnya ('outcome').",
    "give either 'by' (a person takes the step) or 'on' (something causes it)": "Isi salah satu: "
    "'by' (seseorang mengambil langkah ini) atau 'on' (sesuatu menyebabkannya).",
    "at_least needs n; share needs share; weighted needs share and weights": "'at_least' "
    "memerlukan 'n'; 'share' memerlukan 'share'; 'weighted' memerlukan 'share' dan 'weights'.",
    "a gate opens in one way: on_entry, by (with as), or command": "Persetujuan dibuka dengan "
    "satu cara: 'on_entry', 'by' (bersama 'as'), atau 'command'.",
    "a gate opened by a person names that event with 'as'": "Persetujuan yang dibuka seseorang "
    "menyebut nama langkahnya dengan 'as'.",
    "give one of 'chain' (steps inside each party), 'office' (one office) or 'body'": "Isi salah "
    "satu: 'chain' (langkah di dalam setiap pihak), 'office' (satu jabatan), atau 'body' (lembaga "
    "luar).",
    "'body' and 'ask: outside body' belong together": "'body' ditulis bersama 'ask: outside body'.",
    "give exactly one of 'at' (a date term), 'after_state', 'after_gate', 'after_obligation' "
    "(with within), 'yearly', 'every'": "Isi tepat satu: 'at' (isian tanggal), 'after_state', "
    "'after_gate', 'after_obligation' (bersama 'within'), 'yearly', atau 'every'.",
    "'before' or 'after' stands beside 'at', and only one of the two": "Isian 'before' atau "
    "'after' mendampingi 'at', dan hanya salah satunya.",
    "give 'when' (a condition), 'checks' (checks of the budget), or both": "Isi 'when' (syarat), "
    "'checks' (pemeriksaan anggaran), atau keduanya.",
    "give either 'child' (an addendum) or 'gate'": "Isi salah satu: 'child' (addendum) atau "
    "'gate'.",
}
"""What the parts of `template` say of fields that exclude each other, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A template together with the text it came from.

    Attributes:
        template: What the text says, defaults filled in.
        document: The plain data as written, nothing filled in.
        text: The text itself.
        digest: SHA-256 over the canonical JSON of ``document``, 64 hexadecimal digits.
        lines: 1-based line of every path of the document, for later faults.
    """

    template: Template
    document: Mapping[str, Any]
    text: str
    digest: str
    lines: Mapping[str, int]


def read_template(text: str, *, source: str = "") -> Reading:
    """Read a template from YAML or JSON.

    This judges the form only: fields, types, names. Whether the template may be published is
    for `state_machines.checks.check_template`.

    Args:
        text: At most 1 MiB.
        source: Label for messages, usually the file name.

    Raises:
        TemplateError: With every fault found, each with its line and what to change.
    """
    template, document = read_as(Template, text, source=source, kind="workflow-template")
    return Reading(template, document.data, text, digest_of(document.data), document.lines)


def read_as(model: type[M], text: str, *, kind: str, source: str = "") -> tuple[M, Document]:
    """Read any document that people write in the manner of templates.

    Args:
        model: What it must be; a ``ValueError`` of its own checks may carry ``pesan``, the same
            in Indonesian.
        text: At most 1 MiB.
        kind: What its field ``kind`` says.
        source: Label for messages, usually the file name.

    Raises:
        TemplateError: With every fault found, each with its line and what to change.
    """
    document = read_document(text, source=source)
    if not isinstance(document.data, dict):
        fault = Fault(
            "not-a-template",
            "",
            "This is no list of named parts.",
            f"Begin with: kind: {kind}",
            1,
            pesan="Dokumen ini harus terdiri atas bagian-bagian yang bernama.",
            saran=f"Mulailah dengan: kind: {kind}",
        )
        raise TemplateError([fault], source)
    try:
        return model.model_validate(document.data), document
    except ValidationError as error:
        found = [each for each in error.errors() if not _other_member(each)]
        faults = [
            _fault(each, document.data, document.lines, model) for each in found or error.errors()
        ]
        raise TemplateError(faults, source) from None


def line_of(where: str, lines: Mapping[str, int] | None) -> int | None:
    """Line of a path, or of the nearest part around it that the text has."""
    while lines and where:
        if where in lines:
            return lines[where]
        where = where.rpartition(".")[0]
    return None


def nearest(word: str, known: typing.Iterable[str]) -> str:
    """A sentence that offers the closest known name, or the first few of them."""
    names = sorted(map(str, known))
    near = difflib.get_close_matches(word, names, 1, 0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    if not names:
        return ""
    shown = ", ".join(names[:12])
    return f"Known: {shown}{' ...' if len(names) > 12 else ''}."


def terdekat(word: str, known: typing.Iterable[str]) -> str:
    """The sentence of `nearest` in Indonesian."""
    said = nearest(word, known)
    said = said.replace("Did you mean", "Apakah maksudnya")
    return said.replace("Known:", "Yang dikenal:")


def _other_member(error: ErrorDetails) -> bool:
    """Whether this only says that the value is not the other form of a union."""
    last = str(error["loc"][-1]) if error["loc"] else ""
    return "[" in last and last != "[key]"


def _fault(
    error: ErrorDetails, data: Any, lines: Mapping[str, int], model: type[BaseModel]
) -> Fault:
    kind, context = error["type"], error.get("ctx", {})
    location = _in_document(error["loc"], data)
    where = ".".join(map(str, location))
    last = str(location[-1]) if location else ""
    line = line_of(where, lines) or 1
    if kind == "extra_forbidden":
        fields = _fields_around(error["loc"], model)
        message = f"'{last}' is not a field here."
        hint = f"{nearest(last, fields)} Or check that the line is indented under the right name."
        return Fault(
            "unknown-field",
            where,
            message,
            hint.strip(),
            line,
            pesan=f"'{last}' bukan isian di sini.",
            saran=f"{terdekat(last, fields)} Periksa juga apakah baris ini menjorok di bawah nama "
            "yang benar.",
        )
    if kind == "missing":
        if last in ("id", "en") and len(location) > 1:
            language = {"id": "Indonesian", "en": "English"}[last]
            return Fault(
                "missing-translation",
                where,
                f"The {language} text is missing.",
                "Write both languages: {id: ..., en: ...}.",
                line,
                pesan=f"Teks bahasa {'Indonesia' if last == 'id' else 'Inggris'} belum ada.",
                saran="Tulis kedua bahasa: {id: ..., en: ...}.",
            )
        wanted = f"{last}{_only_value(error['loc'], model)}"
        return Fault(
            "missing-field",
            where,
            f"'{last}' is missing.",
            f"Add '{wanted}'.",
            line,
            pesan=f"'{last}' belum ada.",
            saran=f"Tambahkan '{wanted}'.",
        )
    if kind in ("literal_error", "enum"):
        expected = str(context.get("expected", ""))
        known = [word.strip().strip("'") for word in expected.replace(" or ", ",").split(",")]
        message = f"{_shown(error['input'])} is not allowed here."
        return Fault(
            "unknown-word",
            where,
            message,
            nearest(str(error["input"]), known),
            line,
            pesan=f"{_tampak(error['input'])} tidak berlaku di sini.",
            saran=f"{terdekat(str(error['input']), known)}",
        )
    if kind == "string_pattern_mismatch":
        message = f"{_shown(error['input'])} is not a valid name."
        hint = _PATTERN_HINTS.get(
            str(context.get("pattern")), "Use small letters, digits, _ and dots."
        )
        return Fault(
            "bad-name",
            where,
            message,
            hint,
            line,
            pesan=f"{_tampak(error['input'])} bukan nama yang sah.",
            saran=_SARAN_NAMA.get(
                str(context.get("pattern")), "Gunakan huruf kecil, angka, _ dan titik."
            ),
        )
    if kind == "value_error":
        raised = context.get("error", error["msg"])
        text = str(raised)
        return Fault(
            "contradiction",
            where,
            f"{text[:1].upper()}{text[1:]}.",
            "",
            line,
            pesan=getattr(raised, "pesan", "")
            or CONTRADICTIONS.get(text, "Isian di sini bertentangan satu sama lain."),
        )
    if (
        kind == "model_type"
        and isinstance(error["input"], str)
        and _wants_words(error["loc"], model)
    ):
        return Fault(
            "missing-translation",
            where,
            "A text needs both languages.",
            f'Write {{id: "...", en: {_shown(error["input"])}}}.',
            line,
            pesan="Teks ini memerlukan kedua bahasa.",
            saran=f"Tulis {{id: ..., en: {_shown(error['input'])}}}.",
        )
    message, hint, pesan, saran = _type_words(kind, error)
    return Fault("wrong-type", where, message, hint, line, pesan=f"{pesan}", saran=f"{saran}")


def _type_words(kind: str, error: ErrorDetails) -> tuple[str, str, str, str]:
    shown, tampak = _shown(error["input"]), _tampak(error["input"])
    if kind in ("bool_type", "bool_parsing"):
        return (
            f"{shown} is not true or false.",
            "Write true or false, without quotes.",
            f"{tampak} bukan pilihan ya atau tidak.",
            "Tulis true (ya) atau false (tidak), tanpa tanda petik.",
        )
    if kind in ("int_type", "int_parsing", "int_from_float"):
        return (
            f"{shown} is not a whole number.",
            "Write digits only, without quotes.",
            f"{tampak} bukan bilangan bulat.",
            "Tulis angka saja, tanpa tanda petik.",
        )
    if kind == "string_type":
        return (
            f"{shown} is not a text.",
            "Put it in quotes.",
            f"{tampak} bukan teks.",
            "Beri tanda petik.",
        )
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return (
            f"{shown} stands where named fields belong.",
            "Write name: value pairs, indented under this name or in braces {name: value}.",
            f"{tampak} berada di tempat isian yang bernama.",
            "Tulis pasangan nama: isi, menjorok di bawah nama ini atau dalam kurung {nama: isi}.",
        )
    if kind in ("tuple_type", "list_type"):
        return (
            f"{shown} stands where a list belongs.",
            "Write [one, two], or - before each item.",
            f"{tampak} berada di tempat daftar.",
            "Tulis [satu, dua], atau - di depan setiap butir.",
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        least = kind == "greater_than_equal"
        bound = error["ctx"]["ge" if least else "le"]
        return (
            f"{shown} is too {'small' if least else 'large'}.",
            f"Write at {'least' if least else 'most'} {bound}.",
            f"{tampak} terlalu {'kecil' if least else 'besar'}.",
            f"Tulis paling {'sedikit' if least else 'banyak'} {bound}.",
        )
    bounds = error["msg"].replace("Input should", "It must").replace("Value should", "It must")
    return (
        f"{shown} does not fit: {bounds[:1].lower()}{bounds[1:]}.",
        "Change the value.",
        f"{tampak} tidak sesuai dengan batas yang berlaku di sini.",
        "Ubah isinya.",
    )


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"'{value[:60]}{'...' if len(value) > 60 else ''}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "Nothing"
    if isinstance(value, dict):
        return "A group of fields"
    return "A list" if isinstance(value, list | tuple) else str(value)[:60]


def _tampak(value: Any) -> str:
    if value is None:
        return "Isian kosong"
    if isinstance(value, dict):
        return "Kelompok isian"
    return "Daftar" if isinstance(value, list | tuple) else _shown(value)


def _in_document(location: tuple[int | str, ...], data: Any) -> list[int | str]:
    """The location without what pydantic adds to it: union members and the mark of a key."""
    found: list[int | str] = []
    for place, part in enumerate(location):
        if _holds(data, part):
            data = data[part]
        elif place != len(location) - 1 or part == "[key]" or not isinstance(data, dict):
            continue
        found.append(part)
    return found


def _holds(data: Any, part: int | str) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)


# -------------------------------------------------------------------- the schema around a fault
def _fields_around(location: tuple[int | str, ...], root: type[BaseModel]) -> list[str]:
    model = _model_at(location[:-1], root)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _only_value(location: tuple[int | str, ...], root: type[BaseModel]) -> str:
    """What a field can say at all, as ``: competition-form``; empty where there is a choice."""
    model = _model_at(location[:-1], root)
    field = None if model is None else model.model_fields.get(str(location[-1]))
    if field is None or typing.get_origin(field.annotation) is not typing.Literal:
        return ""
    values = typing.get_args(field.annotation)
    return f": {values[0]}" if len(values) == 1 else ""


def _wants_words(location: tuple[int | str, ...], root: type[BaseModel]) -> bool:
    model = _model_at(location, root)
    return model is not None and model.__name__ == "Words"


def _model_at(location: tuple[int | str, ...], root: type[BaseModel]) -> type[BaseModel] | None:
    annotation: Any = root
    for part in location:
        inner = _step(annotation, part)
        annotation = annotation if inner is None else inner
    return next((each for each in _members(annotation) if _is_model(each)), None)


def _step(annotation: Any, part: int | str) -> Any:
    for member in _members(annotation):
        arguments = typing.get_args(member)
        origin = typing.get_origin(member)
        if _is_model(member):
            for name, field in member.model_fields.items():
                if part in (name, field.alias):
                    return field.annotation
        elif origin is dict and isinstance(part, str) and "[" not in part:
            return arguments[1]
        elif origin is tuple and isinstance(part, int):
            return arguments[0]
    return None


def _members(annotation: Any) -> list[Any]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _members(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [each for part in typing.get_args(annotation) for each in _members(part)]
    return [annotation]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
