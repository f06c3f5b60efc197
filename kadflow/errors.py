"""Every public error of Kadflow, in one tree.

The families answer one question: *what should the caller do?* Leaves are facts of the domain.
Each error carries a stable ``code``, one clear message, a ``hint`` (the person's next step) and
the identifiers concerned as ``details``. Exit codes and HTTP statuses live with the command line
and the web, never here.
"""

from __future__ import annotations

from typing import Any, ClassVar


class KadflowError(Exception):
    """Base of every error that Kadflow raises on purpose.

    Attributes:
        code: Stable kebab-case name, the same in logs, problem details and documentation.
        message: One clear sentence: what is wrong and where. In English, as logs are.
        hint: What the person can do next; empty when nothing helps.
        pesan: The message in Indonesian, as officials read it; empty while it has none.
        saran: The hint in Indonesian.
        details: Identifiers and values that a program may want; JSON types only.
    """

    code: ClassVar[str] = "error"

    def __init__(
        self, message: str, *, hint: str = "", pesan: str = "", saran: str = "", **details: Any
    ) -> None:
        self.message = message
        self.hint = hint
        self.pesan = pesan
        self.saran = saran
        self.details = details
        super().__init__(message)

    def said(self, language: str) -> tuple[str, str]:
        """Message and hint in a language (``id`` or ``en``); English where it has no other."""
        if language == "id" and self.pesan:
            return self.pesan, self.saran
        return self.message, self.hint

    def __str__(self) -> str:
        """The message, followed by the hint when there is one."""
        return f"{self.message} {self.hint}".strip()

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive pickling: workers hand errors from process to process."""
        words = {"hint": self.hint, "pesan": self.pesan, "saran": self.saran}
        return (_rebuild, (type(self), self.message, words, self.details))


def _rebuild(
    kind: type[KadflowError], message: str, words: dict[str, str], details: dict[str, Any]
) -> KadflowError:
    return kind(message, **words, **details)


class InvalidInputError(KadflowError):
    """Correct what you sent."""

    code = "invalid-input"


class InvalidTemplateError(InvalidInputError):
    """A template cannot be read, or its checks forbid publishing; ``details["faults"]`` lists why."""

    code = "invalid-template"


class KeyReusedError(InvalidInputError):
    """An idempotency key was used before with a different request."""

    code = "key-reused"


class NotCanonicalError(InvalidInputError):
    """A value has no canonical bytes: a float, an integer of 2^53 or more, a key outside ASCII."""

    code = "not-canonical"


class NotFoundError(KadflowError):
    """It is not there."""

    code = "not-found"


class NotPermittedError(KadflowError):
    """You may not; the rights table says so."""

    code = "not-permitted"


class MandateLackingError(NotPermittedError):
    """The person held no valid capacity or mandate for the act on its effective date."""

    code = "mandate-lacking"


class SeparationOfDutiesError(NotPermittedError):
    """One person would draft and approve, or decide two steps, of the same thing."""

    code = "separation-of-duties"


class RefusedError(KadflowError):
    """The rules say: not now. ``details`` name the guard or gate, what is missing and who can act."""

    code = "refused"


class TransitionRefusedError(RefusedError):
    """The event exists but does not lead anywhere from the present state, or a guard says no."""

    code = "transition-refused"


class GateNotMetError(RefusedError):
    """A gate holds the step back, or cannot be answered now."""

    code = "gate-not-met"


class FactMissingError(RefusedError):
    """A fact, term or document that the step needs is unknown."""

    code = "fact-missing"


class ReasonRequiredError(RefusedError):
    """The step is possible, but only with a recorded reason or ground."""

    code = "reason-required"


class ConcurrentChangeError(RefusedError):
    """Somebody else changed the record since you read it."""

    code = "concurrent-change"


class HistoryBrokenError(KadflowError):
    """The record contradicts itself; ``details`` name stream, number, expected and found."""

    code = "history-broken"


class NoteUntrustedError(HistoryBrokenError):
    """A checkpoint carries no signature by a key that the reader trusts."""

    code = "note-untrusted"


class SignatureInvalidError(HistoryBrokenError):
    """A signature that claims to be by a known key was not made by it over this text."""

    code = "signature-invalid"


class UnavailableError(KadflowError):
    """The world outside failed; try again."""

    code = "unavailable"


class StorageUnavailableError(UnavailableError):
    """The database or the file store does not answer, is full, or is locked by somebody else."""

    code = "storage-unavailable"
