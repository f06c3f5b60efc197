"""What can be wrong with a template, a guard or a machine.

This package knows nothing of Kadflow; callers translate these errors at their own door.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a template, told so that its writer can mend it.

    Attributes:
        code: Stable kebab-case name of the kind of fault, e.g. ``unknown-state``.
        where: Path inside the document, e.g. ``transitions.agree.to``; empty for the whole file.
        message: One sentence: what is wrong.
        hint: One sentence: what to change.
        line: 1-based line in the source text, when it is known.
        severity: ``error`` stops publishing, ``warning`` does not.
        pesan: The message in Indonesian; empty while it has none.
        saran: The hint in Indonesian.
    """

    code: str
    where: str
    message: str
    hint: str = ""
    line: int | None = None
    severity: str = "error"
    pesan: str = ""
    saran: str = ""

    def __str__(self) -> str:
        """Line, place, fault and remedy in one sentence or two."""
        place = f"line {self.line}, " if self.line else ""
        text = f"{place}{self.where or 'template'}: {self.message}"
        return f"{text} {self.hint}" if self.hint else text


class StateMachineError(Exception):
    """Base of every error of this package."""


class TemplateError(StateMachineError):
    """A template cannot be read or may not be published.

    Attributes:
        faults: Everything found, errors first; never empty.
        source: File name or other label of the text, empty when there is none.
    """

    def __init__(self, faults: list[Fault], source: str = "") -> None:
        self.faults = sorted(
            faults, key=lambda fault: (fault.severity != "error", fault.line or 0)
        )
        self.source = source
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[TemplateError], tuple[Any, ...]]:
        """Survive the way into another process."""
        return type(self), (self.faults, self.source)


_ADVICE = {
    "Compare with two signs": "Bandingkan dengan dua tanda: ==.",
    "Write && for": "Tulis && untuk 'dan'.",
    "Write || for": "Tulis || untuk 'atau'.",
    "Guards do not calculate": "Syarat tidak berhitung; nyatakan angkanya sebagai isian.",
    "There is no 'a ? b": "Tulis (a && b) || (!a && c).",
    "There are no maps": "Gunakan daftar dalam kurung siku.",
    "Close the string": "Tutup teks dengan tanda petik yang sama, pada baris yang sama.",
    "A guard is one condition": "Gabungkan beberapa syarat dengan && atau ||.",
    "Split it into several guards": "Bagi menjadi beberapa syarat, lalu sebutkan semuanya.",
    "Guards know whole numbers only": "Syarat hanya mengenal bilangan bulat: rupiah, hari, tahun.",
    "Write a < b && b < c": "Tulis a < b && b < c sebagai ganti a < b < c.",
}
"""Beginnings of hints that the lexer and the parser give, with their Indonesian."""


class GuardSyntaxError(StateMachineError):
    """A guard expression cannot be read.

    Attributes:
        expression: The whole text.
        position: 0-based offset of the fault.
        hint: What to write instead.
    """

    def __init__(self, message: str, expression: str, position: int, hint: str = "") -> None:
        self.expression = expression
        self.position = position
        self.hint = hint
        super().__init__(message)

    @property
    def pesan(self) -> str:
        """The message in Indonesian: where reading stopped, and at what."""
        rest = self.expression[self.position : self.position + 20].strip()
        at = f" di dekat '{rest}'" if rest else " di akhir"
        return f"Syarat ini tidak terbaca pada posisi {self.position + 1}{at}."

    @property
    def saran(self) -> str:
        """The hint in Indonesian: the slip made most often, or how a guard is written."""
        for english, indonesian in _ADVICE.items():
            if self.hint.startswith(english):
                return indonesian
        if found := re.fullmatch(r"Write (\S+) instead of ('.*')\.", self.hint):
            return f"Tulis {found[1]} sebagai ganti {found[2]}."
        return (
            "Periksa kurung dan tanda petiknya, dan pastikan && atau || berada di antara "
            "dua syarat; perbandingan ditulis dengan == != < <= > >= atau in."
        )

    def __reduce__(self) -> tuple[type[GuardSyntaxError], tuple[Any, ...]]:
        """Survive the way into another process."""
        return type(self), (str(self), self.expression, self.position, self.hint)


class GuardEvaluationError(StateMachineError):
    """A guard met facts of a wrong type; the template or the caller is at fault, never the law."""


class UnknownStateError(StateMachineError):
    """A stored state does not exist in the template that the agreement is pinned to."""


class UnknownEventError(StateMachineError):
    """An event is not in the template's own list."""


class TransitionNotAllowedError(StateMachineError):
    """The event exists, but no transition for it leaves the present state, or a guard says no.

    Attributes:
        event: Name of the event.
        state: Present state.
        refused_by: Names of the guards that were false or unknown; empty when no transition exists.
        results: What every guard of the step answered (`workflow.GuardResult`), in order.
    """

    def __init__(
        self,
        event: str,
        state: str,
        refused_by: tuple[str, ...] = (),
        results: tuple[Any, ...] = (),
    ) -> None:
        self.event = event
        self.state = state
        self.refused_by = refused_by
        self.results = results
        why = f"guards {', '.join(refused_by)}" if refused_by else "no transition"
        super().__init__(f"{event} from {state}: {why}")

    def __reduce__(self) -> tuple[type[TransitionNotAllowedError], tuple[Any, ...]]:
        """Survive the way into another process."""
        return type(self), (self.event, self.state, self.refused_by, self.results)
