"""A mail is what a mail client reads, and a server's moods have one clear answer each."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.channels import Letter, Parcel, Receipt
from notifications.channels.mail import Mail, MailServer
from notifications.mime import Attachment, build, is_address
from notifications.rendering import About, Rendered, render
from tests.mail import SENDER, broken_server, mail_server, mail_to, talk

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
DELIVERY = "01985c1f-0000-7000-8000-000000000001"


def rendered(kind: str = "decision_requested") -> Rendered:
    fields = {"number": "KSD-2026-000108", "gate_id": "persetujuan naskah", "gate_en": "text"}
    return render(kind, fields, About(agreement="KSD-2026-000108, Sampah <Piyungan> (ujian \u2013)"),
                  reasons=("Anda menjabat Bupati Sleman.",))  # fmt: skip


def letter(to: str = "bupati@sleman.test") -> Letter:
    return Letter(DELIVERY, to, rendered(), "id", NOW, "decision_requested", {})


def send(mail: Mail, *, to: str = "bupati@sleman.test") -> Receipt:
    content = mail.compose(letter(to))
    with mail.session() as session:
        return session.send(Parcel(DELIVERY, to, content, NOW))


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n")


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=90
)


@settings(deadline=None)
@given(subject=LINES, text=st.text(st.characters(codec="utf-8", exclude_categories=("Cs",))), name=LINES,
       attached=st.binary(max_size=400))  # fmt: skip
def test_the_standard_library_reads_back_what_was_written(subject, text, name, attached):
    content = build(
        identity=f"{DELIVERY}@kadflow.test", sender=SENDER, sender_name=name, to="a@b.test",
        subject=subject, text=text, html=f"<p>{text}</p>", at=NOW,
        attachments=[Attachment("batas.ics", "text/calendar", attached)],
    )  # fmt: skip
    message = parsed(content)

    assert not message.defects
    assert message["Subject"] == " ".join(subject.split())
    # its parser keeps the space between the encoded words of one long name; RFC 2047 drops it
    shown = message["From"].addresses[0].display_name
    assert shown.replace(" ", "") == "".join(name.split())
    assert message["From"].addresses[0].addr_spec == SENDER
    assert message["Message-ID"] == f"<{DELIVERY}@kadflow.test>"
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_payload(decode=True) == text.encode()
    (part,) = message.iter_attachments()
    assert part.get_payload(decode=True) == attached
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")


@settings(deadline=None)
@given(text=st.text(max_size=40))
def test_no_address_can_begin_a_header(text):
    if is_address(text):
        assert text.isascii()
        assert not set(text) & set("\r\n\0 ,<>")


def test_a_real_server_takes_it_and_gets_the_same_bytes():
    with mail_server() as post:
        mail = mail_to(post)
        assert send(mail).outcome == "sent"

    ((to, message),) = post.letters
    assert to == "bupati@sleman.test"
    assert (
        message["Subject"] == "Menunggu persetujuan Anda: persetujuan naskah pada KSD-2026-000108"
    )
    assert message["Message-ID"] == f"<{DELIVERY}@kadflow.test>"
    assert body(message, "plain") == rendered().text
    assert body(message, "html") == rendered().html
    assert post.raw[0].rstrip() == mail.compose(letter()).rstrip()


def test_a_line_that_begins_with_a_dot_arrives_with_its_dot():
    with mail_server() as post:
        mail = mail_to(post)
        with mail.session() as session:
            content = b"Subject: x\r\n\r\n.\r\n.a\r\n..b\r\n"
            assert session.send(Parcel(DELIVERY, "a@b.test", content, NOW)).outcome == "sent"

    assert post.raw[0] == b"Subject: x\r\n\r\n.\r\n.a\r\n..b\r\n"


def test_one_connection_serves_many_messages():
    seen = set()
    with mail_server() as post:
        post.refuse = lambda _: None
        mail = mail_to(post)
        content = mail.compose(letter())
        with mail.session() as session:
            for _ in range(20):
                session.send(Parcel(DELIVERY, "a@b.test", content, NOW))
                seen.add(id(session._smtp))  # type: ignore[attr-defined]
    assert len(seen) == 1
    assert len(post.letters) == 20


def test_an_address_that_does_not_exist_is_refused_and_the_next_message_goes():
    with mail_server() as post:
        post.refuse = lambda address: "550 No such user" if "nobody" in address else None
        mail = mail_to(post)
        content = mail.compose(letter())
        with mail.session() as session:
            gone = session.send(Parcel(DELIVERY, "nobody@b.test", content, NOW))
            next_one = session.send(Parcel(DELIVERY, "a@b.test", content, NOW))

    assert (gone.outcome, gone.address_fault) == ("refused", True)
    assert "No such user" in gone.detail
    assert next_one.outcome == "sent"


def test_greylisting_means_not_now():
    with mail_server() as post:
        post.refuse = lambda _: "451 4.7.1 Greylisted, try again later"
        receipt = send(mail_to(post))

    assert (receipt.outcome, receipt.address_fault, receipt.channel_fault) == (
        "deferred", False, False,
    )  # fmt: skip
    assert "Greylisted" in receipt.detail


def test_a_refusal_of_the_content_does_not_blame_the_address():
    def conversation(connection: socket.socket) -> None:
        talk(connection, until="none", answers={"END": "554 looks like spam"})

    with broken_server(conversation) as post:
        receipt = send(mail_to(post))

    assert (receipt.outcome, receipt.address_fault) == ("refused", False)


def test_a_connection_lost_after_data_is_uncertain():
    taken = []

    def conversation(connection: socket.socket) -> None:
        taken.append(talk(connection, until="END", answers={}))

    with broken_server(conversation) as post:
        receipt = send(mail_to(post))

    assert receipt.outcome == "uncertain"
    assert taken[0]


def test_a_connection_lost_before_data_is_not_now():
    def conversation(connection: socket.socket) -> None:
        talk(connection, until="RCPT", answers={})

    with broken_server(conversation) as post:
        assert send(mail_to(post)).outcome == "deferred"


@pytest.mark.parametrize("silent_at", ["greeting", "RCPT", "END"])
def test_a_server_that_hangs_is_left_after_the_timeout(silent_at):
    def conversation(connection: socket.socket) -> None:
        if silent_at != "greeting":
            talk(connection, until=silent_at, answers={})
        connection.recv(1)  # until the other side has had enough

    with broken_server(conversation) as post:
        begun = time.monotonic()
        receipt = send(mail_to(post, timeout=0.3))
        assert time.monotonic() - begun < 9

    assert receipt.outcome == ("uncertain" if silent_at == "END" else "deferred")


def test_nobody_listening_is_a_fault_of_the_channel():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    receipt = send(Mail(MailServer("127.0.0.1", port, "none", timeout=2), SENDER))

    assert (receipt.outcome, receipt.channel_fault) == ("deferred", True)


def test_a_server_without_starttls_gets_no_mail_when_it_is_required():
    with mail_server() as post:
        receipt = send(mail_to(post, security="starttls"))

    assert (receipt.outcome, receipt.channel_fault) == ("deferred", True)
    assert not post.letters


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, secret


def test_starttls_with_authentication(tmp_path):
    pem, key = certificate(tmp_path)
    offered = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offered.load_cert_chain(pem, key)
    asked = []

    def check(*circumstances):
        data = circumstances[-1]
        assert isinstance(data, LoginPassword)
        asked.append((data.login, data.password))
        return AuthResult(success=data.password == b"benar")

    trusted = ssl.create_default_context(cafile=str(pem))
    with mail_server(tls_context=offered, authenticator=check, auth_required=True,
                     require_starttls=True) as post:  # fmt: skip
        server = MailServer("127.0.0.1", post.port, "starttls", "kadflow", "benar", 5)
        assert send(Mail(server, SENDER, tls=trusted)).outcome == "sent"
        wrong = MailServer("127.0.0.1", post.port, "starttls", "kadflow", "salah", 5)
        refused = send(Mail(wrong, SENDER, tls=trusted))
        stranger = send(Mail(server, SENDER))  # whom nobody vouches for

    assert asked[0] == (b"kadflow", b"benar")
    assert (refused.outcome, refused.channel_fault) == ("deferred", True)
    assert "salah" not in refused.detail
    assert (stranger.outcome, stranger.channel_fault) == ("deferred", True)
    assert len(post.letters) == 1


@pytest.mark.parametrize(
    "url",
    ["", "mail.test", "http://mail.test", "smtp://", "smtp://u:rahasia@mail.test?security=none",
     "smtp://u:rahasia@mail.test?security=maybe", "smtp://u:rahasia@mail.test?timeout=9999",
     "smtp://u:rahasia@mail.test?x=1"],
)  # fmt: skip
def test_an_address_of_a_server_that_cannot_be_used_is_told_without_the_password(url):
    with pytest.raises(ValueError, match=r"\w") as caught:
        MailServer.from_url(url)
    assert "rahasia" not in str(caught.value)


def test_the_address_of_a_server_says_how_it_is_spoken_to():
    starttls = MailServer.from_url("smtp://u%40x:p%3Aq@mail.test")
    assert (starttls.port, starttls.security, starttls.user, starttls.password) == (
        587, "starttls", "u@x", "p:q",
    )  # fmt: skip
    assert MailServer.from_url("smtps://mail.test").port == 465
    assert MailServer.from_url("smtp://localhost:25?security=none&timeout=3").timeout == 3
    assert "p:q" not in repr(starttls)
