"""A message as the bytes that a mail server takes (RFC 5322, 2045 to 2047).

Built by hand: the standard library's classes cost eight times as much as the rendering itself.
Everything that is not ASCII is base64, so that no server has to convert anything and the bytes of
a retry stay the same. Tests hold it to the standard library's parser and to a real server.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

CRLF = b"\r\n"
_PLAIN = re.compile(r"[\x20-\x7e]*")
_WORD = 45  # bytes of one encoded word: 60 characters of base64 within the 75 of RFC 2047
_LINE = 57  # bytes of one line of base64: 76 characters
_FIRST = 60  # characters of a header that need no folding
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f-\U0010ffff]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message; ASCII name."""

    name: str
    media_type: str
    content: bytes


def is_address(text: str) -> bool:
    """Whether a text can be the address of a mailbox; nothing in it can begin a header."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def build(
    *,
    identity: str,
    sender: str,
    sender_name: str,
    to: str,
    subject: str,
    text: str,
    html: str,
    at: datetime,
    language: str = "id",
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The whole message, headers first.

    Args:
        identity: Of the delivery: Message-ID and boundaries derive from it, ``local@domain``.
        sender: Address that it comes from.
        sender_name: Name beside that address.
        to: Address that it goes to.
        subject: One line.
        text: Plain text.
        html: The same as HTML.
        at: When it was made, for ``Date``.
        language: Of the words.
        attachments: Files beside it.
    """
    mark = "=_" + identity.partition("@")[0]  # base64 never holds an underscore
    headers = [
        f"From: {_phrase(sender_name)} <{sender}>",
        f"To: <{to}>",
        f"Subject: {_unstructured(subject)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{identity}>",
        f"Content-Language: {language}",
        "Auto-Submitted: auto-generated",  # RFC 3834: no holiday answer comes back
        "X-Auto-Response-Suppress: All",
        "MIME-Version: 1.0",
    ]
    both = _multipart(
        "alternative", f"{mark}_a", [_part("text/plain", text), _part("text/html", html)]
    )
    if attachments:
        both = _multipart("mixed", f"{mark}_m", [both, *(_file(each) for each in attachments)])
    return "\r\n".join(headers).encode("ascii") + CRLF + both


def _multipart(kind: str, mark: str, parts: Sequence[bytes]) -> bytes:
    line = f"--{mark}\r\n".encode("ascii")
    body = b"".join(line + part + CRLF for part in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n\r\n'.encode("ascii")
    return head + body + f"--{mark}--\r\n".encode("ascii")


def _part(media_type: str, text: str) -> bytes:
    head = (
        f"Content-Type: {media_type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("ascii") + _base64(text.encode("utf-8"))


def _file(each: Attachment) -> bytes:
    head = (
        f'Content-Type: {each.media_type}; name="{each.name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{each.name}"\r\n\r\n'
    )
    return head.encode("ascii") + _base64(each.content)


def _base64(content: bytes) -> bytes:
    whole = binascii.b2a_base64(content, newline=False)
    width = _LINE * 4 // 3
    return CRLF.join(whole[at : at + width] for at in range(0, len(whole), width))


def _unstructured(text: str) -> str:
    """A header's text: as it is where short and ASCII, encoded words on folded lines otherwise."""
    line = " ".join(text.split())
    if len(line) <= _FIRST and _PLAIN.fullmatch(line) and "=?" not in line:
        return line
    return "\r\n ".join(_words(line))


def _phrase(name: str) -> str:
    """A display name: quoted where ASCII, encoded otherwise."""
    line = " ".join(name.split())
    if _PLAIN.fullmatch(line) and len(line) <= _FIRST:
        return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "\r\n ".join(_words(line))


def _words(text: str) -> list[str]:
    """Encoded words, none of which splits a character."""
    words, held = [], b""
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(held) + len(encoded) > _WORD:
            words.append(held)
            held = b""
        held += encoded
    words.append(held)
    return [f"=?utf-8?B?{binascii.b2a_base64(w, newline=False).decode()}?=" for w in words]
