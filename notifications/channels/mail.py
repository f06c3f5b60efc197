"""Mail over SMTP (RFC 5321), with STARTTLS and authentication.

The moment that matters is the end of DATA: before it nothing was accepted, so a lost connection
means "not now"; after it the server may have accepted, so a lost answer means "uncertain", and the
message is sent again with the same Message-ID.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from notifications.channels import Letter, Parcel, Receipt, one_line
from notifications.mime import build, is_address

Security = Literal["starttls", "tls", "none"]
_DOTS = re.compile(rb"(?m)^\.")
_NO_MAILBOX = frozenset({550, 551, 553})  # RFC 5321 4.2.3: not here, never
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over.

    Attributes:
        host: Name or address.
        port: TCP port.
        security: ``starttls`` (required, never skipped), ``tls`` from the first byte, or ``none``.
        user: For authentication; empty for none.
        password: Of the user.
        timeout: Seconds to wait for each answer.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0

    @classmethod
    def from_url(cls, url: str) -> MailServer:
        """Read ``smtp://user:password@host:587``; STARTTLS is required unless said otherwise.

        ``smtps://`` speaks TLS from the first byte. ``?security=none`` sends in the open, for a
        server on the same machine; ``?timeout=SECONDS`` changes the wait of 30 seconds.

        Raises:
            ValueError: It is not of that form; the message never shows the password.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            message = "a mail server is written smtp://user:password@host:587 or smtps://host"
            raise ValueError(message)
        wishes = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        usual: Security = "tls" if parts.scheme == "smtps" else "starttls"
        security = wishes.pop("security", usual)
        if security not in {"starttls", "tls", "none"}:
            message = "security is starttls, tls or none"
            raise ValueError(message)
        if security == "none" and parts.username and parts.hostname not in _LOCAL:
            message = "a password is never sent in the open to another machine"
            raise ValueError(message)
        timeout = float(wishes.pop("timeout", "30"))
        if wishes or not 0 < timeout <= 300:
            message = "after ? only security and timeout (at most 300 seconds) are possible"
            raise ValueError(message)
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 587),
            security=security,  # type: ignore[arg-type]  # checked above
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            timeout=timeout,
        )


@dataclass(frozen=True, slots=True)
class Mail:
    """Mail from one sender through one server.

    Attributes:
        server: Where it is handed over.
        sender: Address that it comes from; its domain ends every Message-ID.
        sender_name: Name beside it.
        tls: How the server proves itself; the machine's authorities by default.
    """

    server: MailServer
    sender: str
    sender_name: str = "Kadflow"
    tls: ssl.SSLContext | None = None

    @property
    def name(self) -> str:
        """As addresses and deliveries name it."""
        return "mail"

    def compose(self, letter: Letter) -> bytes:
        """The message with all headers."""
        return build(
            identity=f"{letter.identity}@{self.sender.rpartition('@')[2]}",
            sender=self.sender,
            sender_name=self.sender_name,
            to=letter.to,
            subject=letter.rendered.subject,
            text=letter.rendered.text,
            html=letter.rendered.html,
            at=letter.at,
            language=letter.language,
            attachments=letter.attachments,
        )

    @contextlib.contextmanager
    def session(self) -> Iterator[MailSession]:
        """A connection that several messages share."""
        opened = MailSession(self)
        try:
            yield opened
        finally:
            opened.close()


class MailSession:
    """One connection, made when the first message is sent and made anew when it broke."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail
        self._smtp: smtplib.SMTP | None = None

    def send(self, parcel: Parcel) -> Receipt:
        """Hand one message over."""
        if not is_address(parcel.to):
            return Receipt("refused", "not an address", address_fault=True)
        try:
            smtp = self._connected()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            return Receipt("deferred", one_line(_said(error)), channel_fault=True)
        try:
            refusal = self._envelope(smtp, parcel)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Receipt("deferred", one_line(_said(error)))
        return refusal if refusal is not None else self._data(smtp, parcel)

    def _envelope(self, smtp: smtplib.SMTP, parcel: Parcel) -> Receipt | None:
        """MAIL, RCPT and DATA; a receipt when the server does not want it."""
        code, answer = smtp.mail(self._mail.sender)
        if code != 250:
            return self._turned_away(smtp, _refusal(code, answer))
        code, answer = smtp.rcpt(parcel.to)
        if code not in {250, 251}:
            return self._turned_away(smtp, _refusal(code, answer, mailbox=True))
        code, answer = smtp.docmd("DATA")
        if code != 354:
            return self._turned_away(smtp, _refusal(code, answer))
        return None

    def _turned_away(self, smtp: smtplib.SMTP, receipt: Receipt) -> Receipt:
        """Begin anew for the next message; a server that hangs up meanwhile changes nothing."""
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.close()
        return receipt

    def _data(self, smtp: smtplib.SMTP, parcel: Parcel) -> Receipt:
        content = _DOTS.sub(b"..", parcel.content).removesuffix(b"\r\n")
        try:
            smtp.send(content + b"\r\n.\r\n")
            code, answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Receipt("uncertain", one_line(f"no answer after DATA: {_said(error)}"))
        if code == 250:
            return Receipt("sent", _answer(code, answer))
        if code == -1:  # what came was no answer
            self.close()
            return Receipt("uncertain", "no answer after DATA")
        if code == 421:
            self.close()
        return _refusal(code, answer)

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        server, mail = self._mail.server, self._mail
        me = mail.sender.rpartition("@")[2]
        tls = mail.tls or ssl.create_default_context()
        smtp: smtplib.SMTP
        if server.security == "tls":
            smtp = smtplib.SMTP_SSL(
                server.host, server.port, me, timeout=server.timeout, context=tls
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, me, timeout=server.timeout)
        self._smtp = smtp
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=tls)  # raises where the server does not offer it
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
        return smtp

    def close(self) -> None:
        """Say goodbye where somebody listens, and let go."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if smtp.sock is not None:
                smtp.sock.settimeout(2)
                smtp.quit()
        smtp.close()


def _refusal(code: int, answer: bytes, *, mailbox: bool = False) -> Receipt:
    """4xx is "not now" (greylisting among them), 5xx is "never"."""
    detail = _answer(code, answer)
    if 500 <= code < 600:
        return Receipt("refused", detail, address_fault=mailbox and code in _NO_MAILBOX)
    return Receipt("deferred", detail)


def _answer(code: int, answer: bytes) -> str:
    return one_line(f"{code} {answer.decode('ascii', 'replace')}")


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {text}"
    return str(error) or type(error).__name__
