"""Where an agreement stands, who is next and what holds it back, in lines for the screen.

The sentences are the engine's, in the reader's language; here they are put together, and what
somebody must type in a command (a step, an approval, a kind of document, a term) follows its title
in brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kadflow.cli import words
from kadflow.domain.wording import (
    ANSWERING_WORDS,
    OUTCOME_WORDS,
    STANDING_WORDS,
    Pair,
    title_words,
    words_for,
)
from kadflow.domain.wording.time import since_words

if TYPE_CHECKING:
    from kadflow.app import Entry
    from kadflow.engine.explaining import Explanation, Flaw, Possibility, Waiting
    from kadflow.engine.naming import Naming
    from state_machines import Template

_CHANGES = "changes."


class Reasons:
    """Lines about one agreement.

    Args:
        template: Its workflow.
        naming: The titles in it, with the names of its parties.
        language: ``id`` or ``en``.
        above: The workflow of the agreement above it, whose terms an addendum changes.
    """

    def __init__(
        self,
        template: Template,
        naming: Naming,
        language: str,
        above: Template | None = None,
    ) -> None:
        self._template = template
        self._naming = naming
        self._language = language
        self._above = above or template

    # -------------------------------------------------------------- titles

    def say(self, indonesian: str, english: str) -> str:
        """The text in the reader's language."""
        return indonesian if self._language == "id" else english

    def title(self, words_of: Any) -> str:
        """A title that the template has in both languages."""
        return str(words_of.id if self._language == "id" else words_of.en)

    def path(self, path: str) -> str:
        """The title of a term path, with its field, clause, party or year."""
        return self.say(*self._naming.path(path))

    def value(self, path: str, value: Any) -> str:
        """The value of a term path as people read it."""
        template = self._above if path.startswith(_CHANGES) else self._template
        term = template.terms.get(path.removeprefix(_CHANGES).split(".")[0])
        if term is None:
            return words.value_text(value, "", self._language)
        return words.value_text(value, term.type.value, self._language, term.choices)

    def document(self, kind: str) -> str:
        """The title of a kind of document."""
        return self.say(*self._naming.document(kind))

    def gate(self, name: str) -> str:
        """The title of a gate."""
        return self.say(*self._naming.gate(name))

    def state(self, name: str) -> str:
        """The title of a state."""
        return self.say(*self._naming.state(name))

    def deadline(self, name: str) -> str:
        """The title of a deadline; a deadline of answers bears its gate's name."""
        return self.say(*self._naming.deadline(name))

    def party(self, party: str) -> str:
        """A party by its name."""
        return self.say(*self._naming.elector(party))

    def entry(self, entry: Entry) -> str:
        """What happened in one line of the history, with titles in place of keys."""
        return self.say(*title_words(entry.kind, entry.data, self._named))

    def _named(self, key: str) -> Pair:
        """The title of whatever an entry names."""
        named = self._naming
        for titles in (named.gate, named.state, named.document, named.deadline):
            if (found := titles(key)) != (key, key):
                return found
        return words_for(OUTCOME_WORDS | STANDING_WORDS, key)

    # -------------------------------------------------------------- lines

    def waiting(self, found: Waiting) -> str:
        """Who is awaited for what since when."""
        since = self.say(*since_words(found.since, found.working_days))
        inner = ", ".join(self.say(*titles) for titles in found.inner)
        text = f"{found.title} [{found.gate}]: " + self.say(
            f"menunggu {found.party_name} {since}",
            f"waiting for {found.party_name} {since}",
        )
        if inner:
            text += f" ({inner})"
        if found.why in ANSWERING_WORDS["voided"]:
            text += f", {found.why}"
        if found.note:
            text += f". {words.sentence(found.note)}"
        if found.due_on:
            due = words.long_date(found.due_on, self._language)
            text += self.say(f", batas waktu {due}", f", due {due}")
            if found.late:
                text += self.say(" (terlambat)", " (late)")
        return text

    def possibility(self, found: Possibility) -> str:
        """One way on from here: by whom, or what must happen first."""
        text = self.say(*self._naming.step(found.event))
        if found.kind == "step":
            text += f" [{found.event}]"
        if found.to:
            text += f" -> {self.state(found.to)}"
        if found.who:
            who = self.say(" atau ", " or ").join(found.who)
            text += self.say(f" (oleh {who})", f" (by {who})")
        if found.kind == "deadline":
            text += self.say(" (bila waktunya tiba)", " (when its time comes)")
        if found.reasons:
            held = zip(found.obstacles, found.reasons, strict=True)
            text += ": " + "; ".join(self._typed(key, reason) for key, reason in held)
        return text

    def _typed(self, obstacle: str, reason: str) -> str:
        """A reason, with the key to type where a document or a term is missing."""
        key = obstacle.rpartition(": ")[2]
        named = key in self._template.documents or key.split(".")[0] in self._template.terms
        return f"{reason} [{key}]" if named else reason

    def flaw(self, found: Flaw) -> str:
        """A finding: what it is about, whose, and what made it good or could."""
        who = f"{found.party}: " if found.party else ""
        text = f"{who}{found.about} " + self.say(
            f"(riwayat no. {found.number})", f"(history no. {found.number})"
        )
        return "; ".join(part for part in (text, found.cured, found.curable) if part)

    def where(self, found: Explanation) -> str:
        """Where the agreement stands: stage, state, legal step, since when."""
        since = words.long_date(found.since, self._language)
        name = words.place(found.stage, found.state_title, self._language)
        if found.step:
            name += f" ({found.step})"
        return self.say(f"{name}, sejak {since}.", f"{name}, since {since}.")
