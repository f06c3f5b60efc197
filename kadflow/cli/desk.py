"""The desk at which one command works: the open installation, who acts, and the screen."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kadflow.cli.screen import Screen
from kadflow.cli.values import instant, read_bytes
from kadflow.cli.wishes import Language, Wishes
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from kadflow.app import Acting, Kadflow
    from kadflow.app.acting import How
    from kadflow.domain.commands import Envelope


class Desk:
    """Opens the installation when first needed, and closes it when the command is done.

    Attributes:
        wishes: What was asked beside the command.
        screen: Where results go.
    """

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.language: Language = wishes.language or "id"
        self.screen = Screen(as_json=wishes.as_json, language=self.language)
        self._kadflow: Kadflow | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._kadflow is not None:
            self._kadflow.close()

    # -------------------------------------------------------------- the installation

    @property
    def place(self) -> tuple[Path, str | None]:
        """The data folder and the URL of another database, from options or environment."""
        from kadflow.settings import Settings  # noqa: PLC0415 - pydantic only when a command runs

        settings = Settings()
        return self.wishes.data or settings.data, settings.database_url

    @property
    def kadflow(self) -> Kadflow:
        """The open installation; its first use says when it is an exercise."""
        if self._kadflow is None:
            from kadflow.app import Kadflow  # noqa: PLC0415 - the database only when needed

            data, url = self.place
            at = instant(self.wishes.at) if self.wishes.at else None
            self.hold(Kadflow.open(data, database_url=url, at=at))
            assert self._kadflow is not None  # noqa: S101 - just held
        return self._kadflow

    def hold(self, kadflow: Kadflow) -> None:
        """Take charge of an installation that the command opened itself."""
        self._kadflow = kadflow
        self.screen.exercise = kadflow.exercise

    # -------------------------------------------------------------- who acts

    @property
    def acting(self) -> Acting:
        """The commands of the person named by ``--as``.

        Raises:
            InvalidInputError: Nobody was named.
        """
        if not self.wishes.person:
            raise InvalidInputError(
                "Who acts? The command does not say.",
                hint="Name the person with --as HANDLE; "
                "handles are listed by: kadflow organisation people.",
                pesan="Siapa yang bertindak? Perintah ini tidak menyebutnya.",
                saran="Sebutkan orangnya dengan --as SEBUTAN; daftarnya: kadflow organisation people.",
            )
        return self.kadflow.acting(self.wishes.person, on_behalf_of=self.wishes.on_behalf_of)

    @property
    def asking(self) -> Envelope:
        """Who asks a question: the person named by ``--as``, or nobody in particular."""
        if self.wishes.person:
            return self.kadflow.acting(self.wishes.person).envelope()
        return self.kadflow.operator()

    def how(self, agreement: str | None = None) -> How:
        """The circumstances of a command; the evidence is put on file under the agreement."""
        wishes = self.wishes
        evidence = None
        if wishes.evidence is not None:
            content = read_bytes(wishes.evidence)
            if agreement is None:
                raise InvalidInputError(
                    "A new agreement is opened here, not recorded from paper.",
                    hint="Leave out --evidence; attach the paper with: "
                    "kadflow agreement add-document.",
                    pesan="Kerja sama baru dibuka di sini, bukan dicatat dari kertas.",
                    saran="Hilangkan --evidence; lampirkan kertasnya dengan: kadflow agreement add-document.",
                )
            evidence = self.kadflow.store_content(self.kadflow.find(agreement), content)
        return {
            "effective_on": wishes.effective_on,
            "reason": wishes.reason,
            "if_version": wishes.if_version,
            "key": wishes.key,
            "evidence": evidence,
        }

    # -------------------------------------------------------------- words

    def say(self, indonesian: str, english: str) -> str:
        """The text in the reader's language."""
        return indonesian if self.language == "id" else english

    def word(self, words: Any) -> str:
        """A text that a template has in both languages, in the reader's language."""
        return str(words.id if self.language == "id" else words.en)
