"""One value, one sequence of bytes: the only form in which Kadflow hashes JSON.

Rules, in order:

1. Values are null, booleans, integers, strings, arrays and objects, and structures made of
   them. Anything that JSON lacks (a date, a decimal, a set) is refused, never converted.
2. Integers lie strictly between -2^53 and 2^53. There are no floats.
3. Keys are ASCII. They are sorted; there is no white space.
4. Strings are kept as given (no Unicode normalisation) and are well-formed Unicode.
5. At most `MAX_DEPTH` arrays and objects lie inside each other.

Within these rules the result of a fast sorting encoder equals RFC 8785 (JCS): ASCII keys sort
the same by bytes and by UTF-16 units, and the number formats on which encoders differ do not
occur. A property test holds that claim against an independent implementation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from kadflow.errors import NotCanonicalError

LIMIT: Final = 2**53
"""First integer, in either direction, that has no canonical bytes."""

MAX_DEPTH: Final = 64
"""Arrays and objects that may lie inside each other, the outermost included."""

_LEAVES: Final = frozenset({str, bool, type(None)})
_Fault = tuple[str, str]  # English and Indonesian
_TOO_DEEP: Final[_Fault] = (
    f"arrays and objects nested deeper than {MAX_DEPTH}",
    f"susunannya lebih dalam dari {MAX_DEPTH} tingkat",
)
encode: Final = msgspec.json.Encoder(order="sorted").encode
"""Canonical bytes of a value that is known to obey the rules; anything else: `canonical_bytes`."""

_decode: Final = msgspec.json.Decoder().decode
_astuple: Final = msgspec.structs.astuple


def canonical_bytes(value: Any) -> bytes:
    """Write a value as its canonical JSON.

    Args:
        value: None, bool, int, str, list, tuple, dict with string keys, or a msgspec Struct of
            these (all its fields are written, defaults too). Exactly these types: an enum
            member or a date must be turned into what it means first.

    Returns:
        UTF-8 JSON as RFC 8785 defines it.

    Raises:
        NotCanonicalError: The value breaks a rule of this module; the message names the path.

    Source:
        RFC 8785, JSON Canonicalization Scheme.
    """
    if obeys(value):
        try:
            return encode(value)
        except UnicodeEncodeError:
            pass
    path, fault = next(_faults(value, "$", MAX_DEPTH))
    raise _refusal(path, fault)


def parse_canonical(data: bytes) -> Any:
    """Read canonical JSON, and nothing else.

    Args:
        data: UTF-8 JSON, exactly as `canonical_bytes` writes it.

    Returns:
        The value; objects as dict, arrays as list.

    Raises:
        NotCanonicalError: Not JSON at all, or JSON whose canonical bytes would be others: other
            key order, a repeated key, white space, another escape, a float.
    """
    try:
        value = _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"These {len(data)} bytes are not JSON: {error}."
        raise NotCanonicalError(
            message,
            hint="Read them again from where they came.",
            pesan="Isi catatan ini tidak terbaca sebagai JSON.",
            saran="Baca kembali dari sumbernya.",
        ) from error
    except RecursionError:
        raise _refusal("$", _TOO_DEEP) from None
    again = canonical_bytes(value)
    if again != data:
        offset = next(
            (i for i, (a, b) in enumerate(zip(again, data, strict=False)) if a != b),
            min(len(again), len(data)),
        )
        message = f"This JSON is not canonical: it first differs at byte {offset}."
        hint = "Sort the keys, keep each key once, drop white space and needless escapes."
        raise NotCanonicalError(
            message,
            hint=hint,
            pesan=f"Isi catatan ini tidak ditulis dalam bentuk baku; perbedaan pertama ada pada "
            f"posisi {offset}.",
            saran="Urutkan nama isian, tulis setiap nama satu kali saja, dan hilangkan spasi.",
            offset=offset,
        )
    return value


def obeys(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Say fast whether rules 1, 2, 3 and 5 hold; `encode` itself finds broken Unicode.

    Args:
        value: Anything.
        depth: How many more arrays and objects may lie inside each other here.
    """
    kind = type(value)
    if kind in _LEAVES:
        return True
    if kind is int:
        return bool(-LIMIT < value < LIMIT)
    if depth == 0:
        return False
    depth -= 1
    if kind is dict:
        for key in value:
            if type(key) is not str or not key.isascii():
                return False
        items = value.values()
    elif kind is list or kind is tuple:
        items = value
    elif isinstance(value, msgspec.Struct):
        items = _astuple(value)
    else:
        return False
    for item in items:
        kind = type(item)
        if kind in _LEAVES or (kind is int and -LIMIT < item < LIMIT):
            continue
        if not obeys(item, depth):
            return False
    return True


def _faults(value: Any, path: str, depth: int) -> Iterator[tuple[str, _Fault]]:
    """Walk again, slowly, and yield the path of each fault and what it is."""
    kind = type(value)
    if kind is str:
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            yield (
                path,
                ("half of a surrogate pair, which is no character", "huruf yang tidak utuh"),
            )
    elif kind is int:
        if not -LIMIT < value < LIMIT:
            yield path, ("an integer of 2^53 or more", "bilangan bulat mulai 2^53")
    elif kind is float:
        yield path, ("a number with a fraction", "bilangan pecahan")
    elif kind in _LEAVES:
        return
    elif kind not in (dict, list, tuple) and not isinstance(value, msgspec.Struct):
        yield (
            path,
            (
                f"a value of type {kind.__name__}, which JSON does not have",
                "isian yang jenisnya tidak dikenal JSON",
            ),
        )
    elif depth == 0:
        yield path, _TOO_DEEP
    else:
        for where, item in _items(value, path):
            if where is None:
                yield (
                    path,
                    (
                        f"the key {item!a}, which is not ASCII text",
                        f"nama isian {item!a} memuat huruf di luar ASCII",
                    ),
                )
            else:
                yield from _faults(item, where, depth - 1)


def _items(value: Any, path: str) -> Iterator[tuple[str | None, Any]]:
    """Give each item with its path, and each key that is not allowed with None."""
    if isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield f"{path}[{index}]", item
        return
    fields = value if isinstance(value, dict) else msgspec.structs.asdict(value)
    for key, item in fields.items():
        if type(key) is not str or not key.isascii():
            yield None, key
        yield f"{path}.{key}", item


def _refusal(path: str, fault: _Fault) -> NotCanonicalError:
    hint = "Use text, whole numbers below 2^53, true, false, null, lists, and ASCII keys."
    return NotCanonicalError(
        f"No canonical bytes at {path}: {fault[0]}.",
        hint=hint,
        pesan=f"Isian {path} tidak dapat dicatat: {fault[1]}.",
        saran="Gunakan teks, bilangan bulat di bawah 2^53, ya atau tidak, kosong, dan daftar; "
        "nama isian hanya dengan huruf ASCII.",
        path=path,
    )
