"""A verifier by somebody who has `docs/event-format.md` and Python's standard library, no more.

It shares no line with Kadflow on purpose: where both agree on the vectors, the page is enough.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

EVENT_KEYS = [
    "actor", "agreement", "changes", "data", "effective_on", "facts", "format", "kind",
    "number", "parts", "previous", "recorded_at", "rules", "stream", "template", "version",
]  # fmt: skip


def refuse_float(text: str) -> None:
    message = f"float {text}"
    raise ValueError(message)


def depth_of(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


def holds_wide(value: Any) -> bool:
    """Whether an integer or a key lies outside what section 1 allows."""
    if isinstance(value, dict):
        return any(not key.isascii() or holds_wide(item) for key, item in value.items())
    if isinstance(value, list):
        return any(map(holds_wide, value))
    return type(value) is int and abs(value) >= 2**53


def write(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def read(data: bytes) -> Any:
    """Section 1: parse, or raise ValueError."""
    value = json.loads(data.decode(), parse_float=refuse_float, parse_constant=refuse_float)
    if write(value) != data or depth_of(value) > 64 or holds_wide(value):
        message = "not canonical"
        raise ValueError(message)
    return value


def digest_of_event(body: bytes) -> str:
    return hashlib.sha256(b"kadflow event 1\n" + body).hexdigest()


def digest_of_part(salt: bytes, content: bytes) -> str:
    return hashlib.sha256(b"kadflow part 1\n" + salt + content).hexdigest()


def at(event: Any, path: str) -> Any:
    for key in path.split("."):
        event = event[key]
    return event


def part_holds(ref: Any, stored: Any, events: dict[int, Any], event: Any) -> bool:
    if stored is None:
        return False
    if "by_number" in stored:
        seal = events.get(stored["by_number"], {"kind": ""})
        place = {"stream": event["stream"], "number": event["number"], "part": ref["name"]}
        return bool(seal["kind"] == "part.sealed" and place.items() <= seal["data"].items())
    salt, content = bytes.fromhex(stored["salt"]), bytes.fromhex(stored["content"])
    return digest_of_part(salt, content) == str(ref["digest"])


def verify(
    stream: str, columns: list[str], rows: list[list[Any]], head: Any, parts: Any
) -> int | None:
    """Sections 3 and 4: the number of the first broken entry, or None if the stream holds."""
    events: dict[int, Any] = {}
    previous, time = "0" * 64, ""
    for due, (*values, digest, body) in enumerate(rows, 1):
        if digest_of_event(body) != digest:
            return due
        try:
            event = read(body)
        except ValueError:
            return due
        if not isinstance(event, dict) or sorted(event) != EVENT_KEYS or event["format"] != 1:
            return due
        if event["stream"] != stream or event["number"] != due:
            return min(due, int(event["number"]))
        if event["previous"] != previous or event["recorded_at"] <= time:
            return due
        if not re.fullmatch(r"....-..-..T..:..:..\.\d{6}Z", event["recorded_at"]):
            return due
        if [at(event, column) for column in columns] != values:
            return due
        previous, time = digest, event["recorded_at"]
        events[due] = event
    if head is not None and len(events) != head["number"]:
        return min(len(events), int(head["number"])) + 1
    if head is not None and previous != head["digest"]:
        return len(events)
    for number, event in events.items() if parts is not None else ():
        stored = {part["name"]: part for part in parts.get(str(number), [])}
        names = {ref["name"] for ref in event["parts"]}
        held = all(part_holds(r, stored.get(r["name"]), events, event) for r in event["parts"])
        if not held or stored.keys() - names:
            return number
    return None


def root_of(leaves: list[bytes]) -> bytes:
    """Section 5, as it is written."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return hashlib.sha256(b"\x01" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()


def open_note(note: str, verifier: str) -> list[str]:
    """Section 6: the lines of a checkpoint signed by this key, or raise ValueError."""
    name, key_id, key64 = verifier.split("+", 2)
    key = base64.b64decode(key64)
    expected_id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    text, _, signatures = note.rpartition("\n\n")
    for line in signatures.splitlines():
        _, who, encoded = line.split(" ")
        raw = base64.b64decode(encoded)
        if who == name and raw[:4] == bytes.fromhex(key_id) == expected_id and key[0] == 1:
            if not ed25519_holds(key[1:], raw[4:], (text + "\n").encode()):
                break
            return text.split("\n")
    message = "not signed by this key"
    raise ValueError(message)


# Ed25519 by RFC 8032 section 5.1, in plain integers: slow, and enough for one note.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P
    return x, (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P


def times(scalar: int, point: tuple[int, int]) -> tuple[int, int]:
    total = (0, 1)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def point_of(data: bytes) -> tuple[int, int]:
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or y >= P:
        message = "no point of the curve"
        raise ValueError(message)
    return (P - x if x & 1 != odd else x), y


def ed25519_holds(key: bytes, signature: bytes, text: bytes) -> bool:
    base = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    point, scalar = point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    hashed = hashlib.sha512(signature[:32] + key + text).digest()
    k = int.from_bytes(hashed, "little") % ORDER
    return scalar < ORDER and times(scalar, base) == add(point, times(k, point_of(key)))
