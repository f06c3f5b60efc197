"""Signed messages to another organisation's program, after the Standard Webhooks specification.

The body is kept and sent again as it is; the receiver knows a repetition by ``webhook-id`` and a
forgery by the signature, which covers id, time and body. Addresses inside the own network are
refused unless the operator allows them, so that nobody has the server ask its neighbours.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from notifications.channels import Letter, Parcel, Receipt, one_line

SECRET = "whsec_"  # noqa: S105 - how a secret begins
_GONE = 410


@dataclass(frozen=True, slots=True)
class Webhook:
    """Webhooks over HTTPS.

    Attributes:
        inside: Whether addresses of the own network, and HTTP, are allowed.
        timeout: Seconds to wait for the answer.
    """

    inside: bool = False
    timeout: float = 15.0

    @property
    def name(self) -> str:
        """As addresses and deliveries name it."""
        return "webhook"

    def compose(self, letter: Letter) -> bytes:
        """The body: type, time and what happened, as JSON."""
        return orjson.dumps(
            {
                "type": f"notice.{letter.kind}",
                "timestamp": letter.at.isoformat(timespec="seconds"),
                "data": dict(letter.fields),
            },
            option=orjson.OPT_SORT_KEYS,
        )

    @contextlib.contextmanager
    def session(self) -> Iterator[WebhookSession]:
        """Connections that several messages share."""
        import httpx  # noqa: PLC0415 - slow, and only webhooks need it

        with httpx.Client(timeout=self.timeout, follow_redirects=False, trust_env=False) as client:
            yield WebhookSession(client, inside=self.inside)


class WebhookSession:
    """Sends one message after the other."""

    def __init__(self, client: Any, *, inside: bool) -> None:
        self._client = client
        self._inside = inside

    def send(self, parcel: Parcel) -> Receipt:
        """Post one message."""
        import httpx  # noqa: PLC0415

        try:
            url, headers, extensions = self._target(httpx.URL(parcel.to))
            signed = headers | signature_headers(
                parcel.secret, parcel.identity, int(parcel.at.timestamp()), parcel.content
            )
        except (ValueError, httpx.InvalidURL) as error:
            return Receipt("refused", one_line(error), address_fault=True)
        except OSError as error:
            return Receipt("deferred", one_line(error))
        try:
            answer = self._client.post(
                url, content=parcel.content, headers=signed, extensions=extensions
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Receipt("deferred", one_line(error))
        except httpx.HTTPError as error:
            return Receipt("uncertain", one_line(f"no answer: {error}"))
        said = one_line(f"{answer.status_code} {answer.text[:200]}")
        if answer.is_success:
            return Receipt("sent", said)
        if answer.status_code == _GONE:
            return Receipt("refused", said, address_fault=True)
        return Receipt("deferred", said)

    def _target(self, url: Any) -> tuple[Any, dict[str, str], dict[str, Any]]:
        """Where to connect: the address that was looked up and judged, not looked up again."""
        if url.scheme not in {"https", "http"} or not url.host:
            message = "not a web address"
            raise ValueError(message)
        headers = {"content-type": "application/json", "user-agent": "Kadflow"}
        if self._inside:
            return url, headers, {}
        if url.scheme != "https":
            message = "only https is possible"
            raise ValueError(message)
        found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(each[4][0]) for each in found]
        if not addresses or not all(each.is_global for each in addresses):
            message = f"{url.host} is an address inside this network"
            raise ValueError(message)
        host = url.netloc.decode("ascii")
        return (
            url.copy_with(host=str(addresses[0])),
            headers | {"host": host},
            {"sni_hostname": url.host},
        )


def signature_headers(secret: str, identity: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers of the specification.

    Args:
        secret: ``whsec_`` and base64.
        identity: Of the message, the same at each try.
        at: Seconds since 1970.
        body: Exactly what is sent.

    Raises:
        ValueError: The secret is not of that form.

    Source:
        Standard Webhooks 1.0, symmetric signatures.
    """
    try:
        key = base64.b64decode(secret.removeprefix(SECRET), validate=True)
    except binascii.Error as error:
        message = "the secret of the webhook is not base64"
        raise ValueError(message) from error
    signed = hmac.digest(key, f"{identity}.{at}.".encode() + body, hashlib.sha256)
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(at),
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }
