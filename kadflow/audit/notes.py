r"""Checkpoints as signed notes: what the tree was at one moment, signed, for others to keep.

A checkpoint is a short text: origin, number of leaves, root in base64, then the lines
``epoch N`` and ``time T``. A note is a text and signatures over it, each with the key's name and
id, so that a party or a witness can add its own line without touching what is signed.

Rules, in order:

1. Everything signed is the text, up to and including the newline before the empty line.
2. Lines of keys that the reader does not know say nothing and are passed over.
3. One bad signature by a known key rejects the note; so does the lack of any good one.
4. A key is known by its whole name and public key. The id of four bytes only finds it.

Not here: where keys are kept, and randomness: a new key's seed is handed in.

Source:
    C2SP signed-note and tlog-checkpoint; RFC 8032 (Ed25519); RFC 4648 section 4 (base64).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kadflow.errors import InvalidInputError, NoteUntrustedError, SignatureInvalidError

ED25519: Final = 0x01
"""Signature type byte of plain Ed25519 signatures."""

MAX_NOTE: Final = 64 * 1024
"""Most bytes of a note that is read; a checkpoint with sixteen signatures has under 3 KiB."""

_VERIFIER: Final = ("verifier key", "kunci pemeriksa")
_SIGNER: Final = ("signer key", "kunci penanda tangan")
_DASH: Final = "\N{EM DASH} "
_PRIVATE: Final = "PRIVATE+KEY+"
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_ROOT_BYTES: Final = 32
_KEY_BYTES: Final = 32


class VerifierKey(msgspec.Struct, frozen=True):
    """The public half of a key; its text may be printed, mailed and published.

    Attributes:
        name: Whose key it is, like a URL without scheme: ``kadflow.jabarprov.go.id/history``.
        public: 32 bytes, RFC 8032.
    """

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that signature lines carry to find the key."""
        typed = bytes([ED25519]) + self.public
        return sha256(self.name.encode() + b"\n" + typed).digest()[:4]

    def __str__(self) -> str:
        """``name+id in hex+base64(0x01, public key)``."""
        return _key_text(self.name, self.key_id, self.public)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a verifier key from its text.

        Raises:
            InvalidInputError: Not such a text, of another algorithm, or its id does not fit.
        """
        name, key_id, public = _parse_key(text.strip(), _VERIFIER)
        key = cls(name, public)
        if key.key_id != key_id:
            raise _bad_key(
                _VERIFIER,
                f"its id is {key_id.hex()}, not {key.key_id.hex()}",
                "tanda pengenalnya tidak cocok",
            )
        return key


class SignerKey(msgspec.Struct, frozen=True):
    """The secret half of a key. Keep its text outside database and backup.

    Attributes:
        name: As in `VerifierKey`.
        seed: 32 random bytes, RFC 8032's private key.
    """

    name: str
    seed: bytes

    def __post_init__(self) -> None:
        """Refuse what could never sign a note that others can read."""
        if not _is_name(self.name):
            raise _bad_key(
                _SIGNER,
                "its name is empty or has a space or a plus sign",
                "namanya kosong atau memuat spasi atau tanda tambah",
            )
        if len(self.seed) != _KEY_BYTES:
            raise _bad_key(
                _SIGNER,
                f"its seed has {len(self.seed)} bytes, not 32",
                f"isinya {len(self.seed)} bita, bukan 32",
            )

    def __repr__(self) -> str:
        """Name without the secret, so that no log can betray it."""
        return f"SignerKey({self.name!r})"

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return VerifierKey(self.name, private.public_key().public_bytes_raw())

    def to_secret(self) -> str:
        """Write the secret text: ``PRIVATE+KEY+name+id in hex+base64(0x01, seed)``."""
        return _PRIVATE + _key_text(self.name, self.verifier.key_id, self.seed)

    @classmethod
    def parse(cls, text: str) -> SignerKey:
        """Read a signer key from its secret text.

        Raises:
            InvalidInputError: Not such a text, of another algorithm, or its id does not fit.
        """
        text = text.strip()
        if not text.startswith(_PRIVATE):
            raise _bad_key(
                _SIGNER, f"it does not begin with {_PRIVATE}", f"tidak diawali {_PRIVATE}"
            )
        name, key_id, seed = _parse_key(text.removeprefix(_PRIVATE), _SIGNER)
        key = cls(name, seed)
        if key.verifier.key_id != key_id:
            raise _bad_key(
                _SIGNER,
                f"its id {key_id.hex()} is another key's",
                "tanda pengenalnya milik kunci lain",
            )
        return key

    def sign(self, text: str) -> Signature:
        """Sign a note's text, which ends with a newline."""
        made = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return Signature(self.name, self.verifier.key_id, made)


class Signature(msgspec.Struct, frozen=True):
    """One signature line: the key's name, its id (4 bytes), and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """The line, without its newline."""
        return f"{_DASH}{self.name} {_base64(self.key_id + self.signature)}"


class Note(msgspec.Struct, frozen=True):
    """A text and the signatures on it, not yet verified.

    Attributes:
        text: What is signed; ends with a newline.
        signatures: In the order of their lines.
    """

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """The whole note, as it is kept and sent."""
        return self.text + "\n" + "".join(f"{line}\n" for line in self.signatures)


class Checkpoint(msgspec.Struct, frozen=True):
    """What the tree was at one moment.

    Attributes:
        origin: Names the tree; the same as the name of the key that signs it.
        size: Number of leaves.
        root: Root over them, 32 bytes.
        epoch: 1, and one more after each restore; None in a checkpoint from elsewhere.
        time: When it was made, as in ``recorded_at``; None in a checkpoint from elsewhere.
        more: Further lines, which Kadflow keeps and does not interpret.
    """

    origin: str
    size: int
    root: bytes
    epoch: int | None = None
    time: str | None = None
    more: tuple[str, ...] = ()

    def text(self) -> str:
        """Write the text that is signed."""
        lines = [self.origin, str(self.size), _base64(self.root)]
        if self.epoch is not None:
            lines.append(f"epoch {self.epoch}")
        if self.time is not None:
            lines.append(f"time {self.time}")
        return "\n".join([*lines, *self.more]) + "\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a checkpoint from a note's text.

        Raises:
            InvalidInputError: Fewer than three lines, an empty one, a size or root that is none.
        """
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or "" in lines:
            fault = "it needs an origin, a size and a root on lines of their own, none empty"
            raise _bad_note(
                fault, "asal, jumlah catatan, dan ringkasannya harus ada pada baris masing-masing"
            )
        origin, size, root64, *more = lines
        root = _unbase64(root64)
        if not _SIZE.fullmatch(size):
            raise _bad_note(
                f"line 2, the number of leaves, is {size!a}",
                f"baris 2, jumlah catatan, berisi {size!a}",
            )
        if root is None or len(root) != _ROOT_BYTES:
            raise _bad_note(
                f"line 3, the root, is {root64!a}; it needs 32 bytes in base64",
                "baris 3, ringkasan riwayat, tidak utuh",
            )
        epoch = time = None
        if more and (match := re.fullmatch(r"epoch ([1-9][0-9]{0,8})", more[0])):
            epoch = int(match[1])
            more.pop(0)
        if more and (match := re.fullmatch(r"time (\S+)", more[0])):
            time = match[1]
            more.pop(0)
        return cls(origin, int(size), root, epoch, time, tuple(more))


def sign_note(text: str, *signers: SignerKey) -> Note:
    """Sign a text with one or more keys.

    Args:
        text: Ends with a newline and has no control characters besides newlines.
        signers: Whose keys, at least one; their lines stand in this order.

    Raises:
        InvalidInputError: The text cannot be a note's.
    """
    _check_text(text)
    if not signers:
        raise InvalidInputError(
            "A note needs at least one signature.",
            hint="Hand in a key.",
            pesan="Segel riwayat memerlukan sedikitnya satu tanda tangan.",
            saran="Sertakan kunci penanda tangan.",
        )
    return Note(text, tuple(signer.sign(text) for signer in signers))


def cosign(note: Note, signer: SignerKey) -> Note:
    """Add one more signature over the same text, as a party or a witness does."""
    _check_text(note.text)
    return Note(note.text, (*note.signatures, signer.sign(note.text)))


def parse_note(data: bytes | str) -> Note:
    """Take a note apart without verifying it.

    Raises:
        InvalidInputError: Not a signed note; the message says what is wrong with it.
    """
    try:
        raw = data.encode() if isinstance(data, str) else data
        whole = raw.decode()
    except UnicodeError:
        raise _bad_note("it is not UTF-8 text", "isinya bukan teks UTF-8") from None
    if len(raw) > MAX_NOTE:
        raise _bad_note(
            f"it has {len(raw)} bytes, more than {MAX_NOTE}",
            f"panjangnya {len(raw)} bita, melebihi {MAX_NOTE}",
        )
    text, separator, tail = whole.rpartition("\n\n")
    if not separator:
        raise _bad_note(
            "no empty line stands between text and signatures",
            "tidak ada baris kosong antara teks dan tanda tangan",
        )
    text += "\n"
    _check_text(text)
    if not tail.endswith("\n"):
        raise _bad_note("its last line is cut off", "baris terakhirnya terpotong")
    return Note(text, tuple(_parse_line(line) for line in tail[:-1].split("\n")))


def verify_note(data: bytes | str | Note, keys: Iterable[VerifierKey]) -> Note:
    """Verify a note against the keys that the reader trusts.

    Args:
        data: The note.
        keys: Known verifier keys; after a rotation the old and the new.

    Returns:
        The note, whose text was signed by at least one of the keys.

    Raises:
        InvalidInputError: Not a signed note.
        SignatureInvalidError: A line names a known key, and that key did not sign this text.
        NoteUntrustedError: No line is by a known key.
    """
    note = data if isinstance(data, Note) else parse_note(data)
    signed, good = note.text.encode(), 0
    known = {(key.name, key.key_id): key for key in keys}
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(line.signature, signed)
        except InvalidSignature:
            message = f"The signature by {line.name} (key {line.key_id.hex()}) is not its own."
            hint = "Text or signature was changed after signing: get the note again."
            raise SignatureInvalidError(
                message,
                hint=hint,
                pesan=f"Tanda tangan atas nama {line.name} tidak sah.",
                saran="Teks atau tanda tangan berubah setelah ditandatangani: mintalah segel "
                "itu kembali.",
                name=line.name,
            ) from None
        good += 1
    if not good:
        names = ", ".join(f"{line.name} ({line.key_id.hex()})" for line in note.signatures)
        message = f"No key that is known here signed this note; it is signed by {names}."
        hint = "Give the verifier key of the installation that made the note."
        raise NoteUntrustedError(
            message,
            hint=hint,
            pesan="Segel ini tidak ditandatangani dengan kunci yang dikenal di sini; penanda "
            f"tangannya: {', '.join(line.name for line in note.signatures)}.",
            saran="Sertakan kunci pemeriksa dari Kadflow yang membuat segel ini.",
            name=names,
        )
    return note


def verify_checkpoint(
    data: bytes | str | Note, keys: Iterable[VerifierKey], *, origin: str | None = None
) -> Checkpoint:
    """Verify a note and read the checkpoint in it.

    Args:
        data: The note.
        keys: Known verifier keys.
        origin: The tree that it must be about; any where None.

    Raises:
        NoteUntrustedError: It is about another tree, or as `verify_note` says.
        InvalidInputError: As `verify_note` and `Checkpoint.parse` say.
        SignatureInvalidError: As `verify_note` says.
    """
    checkpoint = Checkpoint.parse(verify_note(data, keys).text)
    if origin is not None and checkpoint.origin != origin:
        message = f"This checkpoint is about {checkpoint.origin}, not about {origin}."
        raise NoteUntrustedError(
            message,
            hint="Give a checkpoint of this installation.",
            pesan=f"Segel ini tentang {checkpoint.origin}, bukan tentang {origin}.",
            saran="Sertakan segel riwayat dari Kadflow ini.",
        )
    return checkpoint


def _parse_line(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    raw = _unbase64(encoded)
    if not line.startswith(_DASH) or not _is_name(name) or raw is None or len(raw) <= 4:
        raise _bad_note(
            f"{line[:60]!a} is not a signature line", f"{line[:60]!a} bukan baris tanda tangan"
        )
    return Signature(name, raw[:4], raw[4:])


def _check_text(text: str) -> None:
    if not text.endswith("\n") or text == "\n":
        raise _bad_note(
            "its text is empty or its last line is cut off",
            "teksnya kosong atau baris terakhirnya terpotong",
        )
    if any(letter < " " and letter != "\n" for letter in text):
        raise _bad_note(
            "its text has a control character, such as a tab or carriage return",
            "teksnya memuat tanda yang tidak terlihat, misalnya tabulasi",
        )


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def _key_text(name: str, key_id: bytes, key: bytes) -> str:
    return f"{name}+{key_id.hex()}+{_base64(bytes([ED25519]) + key)}"


def _parse_key(text: str, what: tuple[str, str]) -> tuple[str, bytes, bytes]:
    name, *rest = text.split("+", 2)
    if len(rest) != 2 or not _is_name(name) or not re.fullmatch("[0-9a-f]{8}", rest[0]):
        raise _bad_key(
            what, "it is not name+id+key", "susunannya bukan nama, tanda pengenal, dan kunci"
        )
    raw = _unbase64(rest[1])
    if raw is None or len(raw) != 1 + _KEY_BYTES:
        raise _bad_key(
            what,
            "its last field is not one type byte and 32 bytes in base64",
            "bagian terakhirnya tidak utuh",
        )
    if raw[0] != ED25519:
        raise _bad_key(
            what,
            f"its type is {raw[0]}; only {ED25519}, Ed25519, is known",
            f"jenisnya {raw[0]}; yang dikenal hanya {ED25519} (Ed25519)",
        )
    return name, bytes.fromhex(rest[0]), raw[1:]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unbase64(text: str) -> bytes | None:
    """Decode strictly: a signature must have one spelling only."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _base64(data) == text else None


def _bad_note(fault: str, salah: str) -> InvalidInputError:
    hint = "Copy the note whole, as a file, with its last newline."
    return InvalidInputError(
        f"This is not a signed checkpoint: {fault}.",
        hint=hint,
        pesan=f"Ini bukan segel riwayat yang bertanda tangan: {salah}.",
        saran="Salin segel itu utuh, sebagai berkas, beserta baris terakhirnya.",
    )


def _bad_key(what: tuple[str, str], fault: str, salah: str) -> InvalidInputError:
    return InvalidInputError(
        f"This is not a usable {what[0]}: {fault}.",
        hint="Copy it whole.",
        pesan=f"Ini bukan {what[1]} yang dapat dipakai: {salah}.",
        saran="Salin kunci itu utuh.",
    )
