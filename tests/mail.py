"""Mail servers on loopback: a real one that keeps what it accepts, and one that misbehaves."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from notifications.channels.mail import Mail, MailServer

SENDER = "kadflow@kadflow.test"


@dataclass
class Post:
    """What a mail server accepted, in order.

    Attributes:
        letters: Message and the address that it was handed over for.
        refuse: What the server says to an address instead of accepting it; None accepts.
    taken: Called with the number of letters before the server answers that it has the last one.
    """

    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refuse: Callable[[str], str | None] = lambda _address: None
    taken: Callable[[int], None] = lambda _count: None
    port: int = 0

    def identities(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(letter["Message-ID"]) for _, letter in self.letters)

    def to(self, address: str) -> list[EmailMessage]:
        """The letters for an address, each once."""
        found = {str(letter["Message-ID"]): letter for to, letter in self.letters if to == address}
        return list(found.values())

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Let the test refuse an address."""
        del server, session, options
        refusal = self.refuse(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a message."""
        del server, session
        content = envelope.content
        assert isinstance(content, bytes)
        self.raw.append(content)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.letters += [(address, message) for address in envelope.rcpt_tos]
        self.taken(len(self.letters))
        return "250 OK"


class _AnyPort(Controller):
    """A controller that finds out which port it got before it tries the server."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(post: Post | None = None, **how: Any) -> Iterator[Post]:
    """A real mail server that accepts everything, unless the test says otherwise."""
    post = post or Post()
    controller = _AnyPort(post, hostname="127.0.0.1", port=0, ready_timeout=20, **how)
    controller.start()
    try:
        post.port = controller.port
        yield post
    finally:
        controller.stop()


def mail_to(post: Post, **how: Any) -> Mail:
    """The channel that hands over to a server of the test."""
    timeout = how.pop("timeout", 5.0)
    server = MailServer(
        "127.0.0.1", post.port, how.pop("security", "none"), timeout=timeout, **how
    )
    return Mail(server, SENDER, "Kadflow Sleman")


@contextmanager
def broken_server(conversation: Callable[[socket.socket], None]) -> Iterator[Post]:
    """A server whose every connection is handled by a function of the test."""
    post = Post()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    post.port = listener.getsockname()[1]
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(10)
            with connection:
                try:
                    conversation(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield post
    finally:
        ended.set()
        thread.join()
        listener.close()


def talk(connection: socket.socket, *, until: str, answers: dict[str, str]) -> bytes:
    """Speak SMTP until a command comes; returns what was sent after ``DATA`` when that is reached.

    Args:
        until: The command (``RCPT``, ``DATA`` or ``END`` of data) that is not answered any more.
        answers: Instead of 250 by command.
    """
    reader = connection.makefile("rb")
    connection.sendall(b"220 test\r\n")
    while line := reader.readline():
        verb = line[:4].decode().upper()
        if verb == until:
            return b""
        if verb == "DATA":
            connection.sendall(b"354 go on\r\n")
            content = b""
            while (row := reader.readline()) not in {b".\r\n", b""}:
                content += row
            if until == "END":
                return content
            connection.sendall(answers.get("END", "250 OK").encode() + b"\r\n")
            continue
        connection.sendall(answers.get(verb, "250 OK").encode() + b"\r\n")
        if verb == "QUIT":
            return b""
    return b""
