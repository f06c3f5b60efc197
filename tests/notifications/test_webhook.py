"""Other programs get what happened, signed, once by its id, and never from inside the network."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from notifications.channels import Channel, Letter, Parcel, Receipt
from notifications.channels.chat import Chat
from notifications.channels.webhook import Webhook, signature_headers
from notifications.rendering import Rendered

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - of the specification
RENDERED = Rendered("Subjek", "teks", "<p>", "Subjek\nisi pendek")
LETTER = Letter("msg_1", "x", RENDERED, "id", NOW, "gate_closed", {"delivery": "msg_1", "n": 1})


class Requests(list[tuple[dict[str, str], bytes]]):
    """What a web server was sent.

    Attributes:
        status: With which it answers.
        url: Of the server.
    """

    status = 200
    url = ""


@contextmanager
def web_server() -> Iterator[Requests]:
    """A web server on loopback that keeps what it is sent."""
    requests = Requests()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append(({k.lower(): v for k, v in self.headers.items()}, body))
            if requests.status == 0:
                self.close_connection = True
                return
            answer = b"{}"
            self.send_response(requests.status)
            if requests.status == 302:
                self.send_header("Location", requests.url)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    requests.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield requests
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(channel: Channel, to: str, secret: str = SECRET) -> Receipt:
    content = channel.compose(LETTER)
    with channel.session() as session:
        return session.send(Parcel("msg_1", to, content, NOW, secret))


def test_the_signature_is_that_of_the_specification():
    # the example of the Standard Webhooks libraries
    headers = signature_headers(
        SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_program_gets_what_happened_and_can_check_who_sent_it():
    with web_server() as requests:
        receipt = send(Webhook(inside=True), requests.url)

    assert receipt.outcome == "sent"
    ((headers, body),) = requests
    assert json.loads(body) == {
        "type": "notice.gate_closed",
        "timestamp": "2026-03-09T02:00:00+00:00",
        "data": {"delivery": "msg_1", "n": 1},
    }
    expected = signature_headers(SECRET, "msg_1", int(NOW.timestamp()), body)
    assert {name: headers[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("status", "outcome", "address_fault"),
    [(204, "sent", False), (410, "refused", True), (500, "deferred", False),
     (429, "deferred", False), (302, "deferred", False), (0, "uncertain", False)],
)  # fmt: skip
def test_each_answer_has_one_meaning(status, outcome, address_fault):
    with web_server() as requests:
        requests.status = status
        receipt = send(Webhook(inside=True), requests.url)
        assert len(requests) == 1  # a redirection is not followed

    assert (receipt.outcome, receipt.address_fault) == (outcome, address_fault)


def test_nobody_listening_is_not_now():
    with web_server() as requests:
        url = requests.url
    assert send(Webhook(inside=True), url).outcome == "deferred"


@pytest.mark.parametrize(
    "url",
    ["http://example.go.id/x", "https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x",
     "https://169.254.169.254/latest", "https://10.1.2.3/x", "ftp://x/y", "halo"],
)  # fmt: skip
def test_an_address_inside_the_network_is_never_asked(url):
    receipt = send(Webhook(), url)
    assert (receipt.outcome, receipt.address_fault) == ("refused", True)


def test_a_broken_secret_is_a_fault_of_the_address():
    with web_server() as requests:
        assert send(Webhook(inside=True), requests.url, "whsec_***").address_fault
        assert requests == []


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
def test_a_chat_service_gets_headline_and_short_text():
    with web_server() as requests:
        receipt = send(
            Chat(), requests.url.replace("http://", "ntfy://") + "/kadflow?mode=private"
        )
        requests.status = 503
        later = send(Chat(), requests.url.replace("http://", "ntfy://") + "/kadflow?mode=private")

    assert receipt.outcome == "sent"
    assert later.outcome == "deferred"
    assert b"isi pendek" in requests[0][1]


@pytest.mark.parametrize("url", ["json://127.0.0.1/x", "dbus://", "file:///etc/passwd", "halo"])
def test_what_is_no_chat_service_is_refused(url):
    assert send(Chat(), url).address_fault
