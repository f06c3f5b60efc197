r"""From decided facts to linked entries: digests, numbers, times, and the limit of one entry.

Rules, in order:

1. The bytes of an event are the canonical JSON of all its fields (`kadflow.audit.canonical`).
   They are stored as they were hashed; nobody ever encodes them again to check them.
2. ``digest = SHA-256("kadflow event 1\n" + body)``. Entry *n* names the digest of entry
   *n* - 1; the first one names `GENESIS`.
3. A part enters the bytes only as ``SHA-256("kadflow part 1\n" + salt + content)`` with a fresh
   salt of 32 bytes: without the salt nobody can test guesses against the digest.
4. Numbers run from 1 without gaps. ``recorded_at`` rises strictly within a stream, by at least
   a microsecond, even where the server's clock stood still or went back.
5. A body has at most 64 KiB. Parts do not count: they lie beside it.

Not here: clocks, random numbers and storage. Salts and the present time are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import msgspec

from kadflow.audit.canonical import MAX_DEPTH, canonical_bytes, encode, obeys
from kadflow.domain.events import (
    OF_PART,
    Actor,
    Change,
    Event,
    EventDraft,
    LegalDate,
    Part,
    PartRef,
    Sealed,
)
from kadflow.errors import HistoryBrokenError, InvalidInputError, NotCanonicalError

EVENT_TAG: Final = b"kadflow event 1\n"
"""Keeps the digest of an event from ever being that of a part, a file or a tree node."""

PART_TAG: Final = b"kadflow part 1\n"
"""The same for parts."""

GENESIS: Final = "0" * 64
"""What the first entry of every stream names as the entry before it."""

FORMAT: Final = 1
"""Version of the byte format that this code writes, and the only one it reads."""

MAX_BODY: Final = 64 * 1024
"""Most bytes of one event."""

SALT_BYTES: Final = 32

_MICROSECOND: Final = timedelta(microseconds=1)
_decode: Final = msgspec.json.Decoder(Event).decode
_MEASURED: Final = ("data", "facts", "changes", "parts")

Salts = Callable[[int], bytes]
"""Gives as many random bytes as asked for; ``os.urandom`` outside tests."""


class StreamHead(msgspec.Struct, frozen=True):
    """Where a stream ends now: all that is needed to append to it.

    Attributes:
        stream: Id of the stream.
        number: Number of its last entry; 0 while it is empty.
        digest: Digest of that entry, hex; `GENESIS` while it is empty.
        recorded_at: Its ``recorded_at``; empty while the stream is.
    """

    stream: str
    number: int = 0
    digest: str = GENESIS
    recorded_at: str = ""


def event_digest(body: bytes) -> str:
    """Name an event by its bytes.

    Args:
        body: The canonical bytes.

    Returns:
        SHA-256 over `EVENT_TAG` and the bytes, 64 hex digits.
    """
    return sha256(EVENT_TAG + body).hexdigest()


def part_bytes(content: Any) -> bytes:
    """Write a part's content: text as UTF-8, any other JSON value as canonical JSON.

    Raises:
        NotCanonicalError: Neither text nor a value with canonical bytes.
    """
    if type(content) is str:
        try:
            return content.encode()
        except UnicodeEncodeError:
            pass  # refused below, with the reason
    return canonical_bytes(content)


def part_digest(salt: bytes, content: bytes) -> str:
    """Commit to a part without revealing it.

    Args:
        salt: 32 random bytes, kept beside the content and destroyed with it.
        content: As `part_bytes` wrote it.

    Returns:
        SHA-256 over `PART_TAG`, salt and content, 64 hex digits.

    Raises:
        InvalidInputError: The salt does not have 32 bytes.
    """
    if len(salt) != SALT_BYTES:
        message = f"The salt of a part has {len(salt)} bytes; it needs {SALT_BYTES}."
        raise InvalidInputError(
            message,
            hint="Draw it from os.urandom(32).",
            pesan=f"Pengacak bagian catatan panjangnya {len(salt)} bita, seharusnya {SALT_BYTES}.",
            saran="Ambil 32 bita acak yang baru.",
        )
    return sha256(PART_TAG + salt + content).hexdigest()


def commit_parts(
    contents: Mapping[str, Any], salts: Salts
) -> tuple[tuple[Part, ...], tuple[PartRef, ...]]:
    """Commit to parts: what is kept beside an event, and what enters its bytes.

    Args:
        contents: Text or JSON values by name.
        salts: Where their salts come from.

    Raises:
        NotCanonicalError: A content has no canonical bytes.
    """
    parts = tuple(
        [Part(name, salts(SALT_BYTES), part_bytes(value)) for name, value in contents.items()]
    )
    return parts, tuple([PartRef(p.name, part_digest(p.salt, p.content)) for p in parts])


def format_time(moment: datetime) -> str:
    """Write an instant as streams carry it: UTC, always six decimals, ``Z``.

    Args:
        moment: Aware, any zone, years 1 to 9999.

    Returns:
        27 characters whose order as text is their order in time.

    Raises:
        InvalidInputError: The moment says no zone.
    """
    if moment.tzinfo is not UTC:
        if moment.tzinfo is None:
            message = f"The time {moment.isoformat()} does not say its zone."
            raise InvalidInputError(
                message,
                hint="Hand in a time with a zone, best UTC.",
                pesan=f"Waktu {moment.isoformat()} tidak menyebut zona waktunya.",
                saran="Sebutkan waktu beserta zonanya.",
            )
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def link(
    draft: EventDraft,
    *,
    number: int,
    previous: str,
    recorded_at: str,
    actor: Actor,
    effective_on: LegalDate,
    agreement: str | None,
    template: str | None,
    rules: int,
    salts: Salts,
) -> Sealed:
    """Bind one decided fact to everything before it in its stream.

    Args:
        draft: What was decided.
        number: Its position, counted from 1.
        previous: Digest of entry ``number - 1``, hex; `GENESIS` for number 1.
        recorded_at: As `format_time` writes it.
        actor: Who acted.
        effective_on: When it happened.
        agreement: Id of the agreement concerned, if any.
        template: Hash of the template it is pinned to, hex, if any.
        rules: Version of the engine's rules.
        salts: Where the salts of its parts come from.

    Returns:
        The event as every later reader will see it, its bytes, digest and parts.

    Raises:
        NotCanonicalError: Something in the draft has no canonical bytes.
        InvalidInputError: A field has the wrong type, or the body exceeds 64 KiB; the message
            names what is too large.
    """
    parts, refs = commit_parts(draft.parts, salts)
    event = Event(
        stream=draft.stream,
        number=number,
        kind=draft.kind,
        version=draft.version,
        agreement=agreement,
        actor=actor,
        effective_on=effective_on,
        recorded_at=recorded_at,
        template=template,
        rules=rules,
        facts=draft.facts,
        changes=_with_digests(draft.changes, refs),
        parts=refs,
        previous=previous,
        data=draft.data,
    )
    try:
        body = _write(event)
        # Read back at once: what is written today must be readable for ever, and the caller
        # shall hold what readers will see (a tuple in ``data`` is a list to them).
        event = _decode(body)
    except NotCanonicalError as error:
        message = f"The event {draft.kind!a} cannot be written. {error.message}"
        raise NotCanonicalError(
            message,
            hint=error.hint,
            pesan=f"Catatan ini tidak dapat ditulis. {error.pesan}",
            saran=error.saran,
            **error.details,
        ) from None
    except msgspec.ValidationError as error:
        message = f"The event {draft.kind!a} cannot be written: {error}."
        raise InvalidInputError(
            message,
            hint="Correct the field named.",
            pesan="Catatan ini tidak dapat ditulis: ada isian yang jenisnya tidak sesuai.",
            saran="Perbaiki isian tersebut.",
        ) from None
    if len(body) > MAX_BODY:
        raise _too_large(event, len(body))
    return Sealed(event, body, event_digest(body), parts)


def _with_digests(changes: tuple[Change, ...], parts: tuple[PartRef, ...]) -> tuple[Change, ...]:
    if not any(_is_of_part(change) for change in changes):
        return changes
    digests = {part.name: part.digest for part in parts}
    return tuple(
        [Change(c.path, c.old, digests[c.path]) if _is_of_part(c) else c for c in changes]
    )


def _is_of_part(change: object) -> bool:
    return isinstance(change, Change) and change.new == OF_PART  # another type is refused below


def append(
    head: StreamHead,
    drafts: Iterable[EventDraft],
    *,
    now: datetime,
    actor: Actor,
    effective_on: LegalDate,
    agreement: str | None,
    template: str | None,
    rules: int,
    salts: Salts,
) -> tuple[list[Sealed], StreamHead]:
    """Link drafts, in order, to the end of one stream.

    Each is recorded at ``now``, or one microsecond after the entry before it where that is
    later. The remaining arguments are those of `link`, the same for every draft.

    Args:
        head: Where the stream ends; ``StreamHead(stream)`` for a new one.
        drafts: All of this stream.
        now: The server's time, aware.
        actor: Who acted.
        effective_on: When it happened.
        agreement: Id of the agreement concerned, if any.
        template: Hash of the template it is pinned to, hex, if any.
        rules: Version of the engine's rules.
        salts: Where the salts of parts come from.

    Returns:
        The linked entries, and where the stream ends now (``head`` itself without drafts).

    Raises:
        InvalidInputError: A draft belongs to another stream, or as `link` says.
        NotCanonicalError: As `link` says.
    """
    moment = format_time(now)
    linked: list[Sealed] = []
    for draft in drafts:
        sealed = append_one(
            head,
            draft,
            moment=moment,
            actor=actor,
            effective_on=effective_on,
            agreement=agreement,
            template=template,
            rules=rules,
            salts=salts,
        )
        head = head_after(sealed)
        linked.append(sealed)
    return linked, head


def append_one(
    head: StreamHead,
    draft: EventDraft,
    *,
    moment: str,
    actor: Actor,
    effective_on: LegalDate,
    agreement: str | None,
    template: str | None,
    rules: int,
    salts: Salts,
) -> Sealed:
    """Link one draft to the end of its stream; see `append`.

    Args:
        moment: The server's time as `format_time` writes it.
    """
    if draft.stream != head.stream:
        message = f"The event {draft.kind!a} belongs to stream {draft.stream}, not {head.stream}."
        raise InvalidInputError(
            message,
            hint="Append to each stream on its own.",
            pesan="Catatan ini milik rangkaian riwayat yang lain.",
            saran="Tulis setiap rangkaian riwayat tersendiri.",
        )
    return link(
        draft,
        number=head.number + 1,
        previous=head.digest,
        recorded_at=moment if moment > head.recorded_at else _just_after(head.recorded_at),
        actor=actor,
        effective_on=effective_on,
        agreement=agreement,
        template=template,
        rules=rules,
        salts=salts,
    )


def head_after(sealed: Sealed) -> StreamHead:
    """Where a stream ends once an entry was linked to it."""
    event = sealed.event
    return StreamHead(event.stream, event.number, sealed.digest, event.recorded_at)


def decode_event(body: bytes) -> Event:
    """Read an event from its stored bytes, without checking its digest.

    Raises:
        HistoryBrokenError: The bytes are not an event of format 1.
    """
    try:
        event = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"A stored entry cannot be read as an event: {error}."
        raise HistoryBrokenError(
            message,
            hint="Run `kadflow history verify`.",
            pesan="Ada catatan tersimpan yang tidak terbaca.",
            saran="Periksa keasliannya dengan: kadflow history verify.",
        ) from error
    if event.format != FORMAT:
        message = (
            f"Entry {event.number} of stream {event.stream} has format {event.format}; "
            f"this program reads format {FORMAT}."
        )
        raise HistoryBrokenError(
            message,
            hint="Use the Kadflow that wrote it, or a newer one.",
            pesan=f"Catatan ke-{event.number} ditulis dalam bentuk {event.format}; program ini "
            "membaca "
            f"bentuk {FORMAT}.",
            saran="Gunakan Kadflow yang menulisnya, atau yang lebih baru.",
            stream=event.stream,
            number=event.number,
            expected=FORMAT,
            found=event.format,
        )
    return event


def _write(event: Event) -> bytes:
    """Give the canonical bytes of an event, checking only what the typed reading would let pass.

    That is what may hold any JSON value, and integers; a full check would double the cost.
    """
    if obeys(event.data, MAX_DEPTH - 1) and obeys(
        [event.version, event.rules, *[each for f in event.facts for each in (f.value, f.number)]]
    ):
        try:
            return encode(event)
        except UnicodeEncodeError:
            pass  # refused below, with the path
    return canonical_bytes(event)


def _just_after(recorded_at: str) -> str:
    return format_time(datetime.fromisoformat(recorded_at) + _MICROSECOND)


def _too_large(event: Event, size: int) -> InvalidInputError:
    sizes = {name: len(canonical_bytes(getattr(event, name))) for name in _MEASURED}
    name = max(sizes, key=sizes.__getitem__)
    culprit = f"its {name} have {sizes[name]} bytes"
    if name == "data" and event.data:
        keys = {key: len(canonical_bytes(value)) for key, value in event.data.items()}
        key = max(keys, key=keys.__getitem__)
        culprit = f"its data.{key} has {keys[key]} bytes"
    message = (
        f"The event {event.kind!a} has {size} bytes, more than the {MAX_BODY} allowed; {culprit}."
    )
    hint = "Put long text into a part, or store it as a file and name its digest."
    return InvalidInputError(
        message,
        hint=hint,
        pesan=f"Catatan ini panjangnya {size} bita, melebihi batas {MAX_BODY} bita.",
        saran="Pindahkan teks yang panjang ke dokumen, lalu lampirkan dokumen itu.",
        size=size,
        limit=MAX_BODY,
        sizes=sizes,
    )
