"""The mail server of the bench: accepts everything, counts it and lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.bench.worker import serve
from tests.mail import Post, mail_server


@dataclass
class CountingPost(Post):
    """Reads no message, so that the sender is what is measured."""

    count: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        assert envelope.content
        self.count += 1
        return "250 OK"


def main() -> None:
    with mail_server(CountingPost()) as post:
        assert isinstance(post, CountingPost)

        def say(_: dict[str, Any]) -> dict[str, Any]:
            return {"port": post.port, "taken": post.count}

        serve({}, say)


if __name__ == "__main__":
    main()
