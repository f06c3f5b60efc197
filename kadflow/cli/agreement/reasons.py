"""Why, why not and who is next, in sentences with the titles that people know.

The engine names terms, documents and conditions by their keys in the template; here each key
becomes its title, in the reader's language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kadflow.cli import words

if TYPE_CHECKING:
    from kadflow.engine.explaining import Explanation, Possibility, Waiting
    from state_machines import Template

_CAUSED = re.compile(r"terjadi bila '(?P<gate>.+)' berakhir dengan (?P<outcome>\w+)$")
_UNKNOWN = re.compile(r"syarat '(?P<guard>\w+)' belum diketahui: (?P<facts>.*) \((?P<who>.+)\)$")
_UNMET = re.compile(r"syarat '(?P<guard>\w+)' belum terpenuhi: (?P<message>.*)$", re.DOTALL)
_NO_TERM = re.compile(r"belum ada: (?P<path>\S+)$")
_NO_DOCUMENT = re.compile(r"belum ada dokumen: (?P<name>\w+)$")
_PARTY_UNKNOWN = re.compile(
    r"(?P<party>.+): belum dinyatakan (?P<facts>\S.*) \((?P<who>[^()]+)\)$"
)


class Reasons:
    """Sentences about one explanation.

    Args:
        template: The agreement's workflow.
        parties: Names of the parties by id.
        language: ``id`` or ``en``.
    """

    def __init__(self, template: Template, parties: dict[str, str], language: str) -> None:
        self._template = template
        self._parties = parties
        self._language = language

    # -------------------------------------------------------------- names

    def say(self, indonesian: str, english: str) -> str:
        """The text in the reader's language."""
        return indonesian if self._language == "id" else english

    def title(self, words_of: Any) -> str:
        """A title that the template has in both languages."""
        return str(words_of.id if self._language == "id" else words_of.en)

    def path(self, path: str) -> str:
        """The title of a term path, with its field, clause, party or year."""
        name, *rest = path.split(".")
        if name == "changes":
            inner = self.path(".".join(rest)) if rest else ""
            return f"{self.say('perubahan', 'change of')} {inner}".strip()
        term = self._template.terms.get(name)
        if term is None:
            return path
        if term.type.value == "clauses" and rest:
            return f"{self.say('Pasal', 'Article')} {rest[0]}"
        parts = []
        for part in rest:
            if part in term.fields:
                parts.append(self.title(term.fields[part]))
            elif part in self._parties:
                parts.append(self._parties[part])
            else:
                parts.append(part)
        return ", ".join([self.title(term.title), *parts])

    def value(self, path: str, value: Any) -> str:
        """The value of a term path as people read it."""
        term = self._template.terms.get(path.removeprefix("changes.").split(".")[0])
        if term is None:
            return words.value_text(value, "", self._language)
        return words.value_text(value, term.type.value, self._language, term.choices)

    def fact(self, fact: str) -> str:
        """The title of what a condition asks about; the fact's own name where it has none."""
        name = fact.split(".", 1)
        if name[0] in {"terms", "party"} and len(name) > 1:
            return self.path(name[1].split(".")[0])
        if name[0] == "documents" and len(name) > 1:
            return self.document(name[1])
        if name[0] in {"agreement", "effective_on", "year"} or "." in fact:
            found = self.path(fact)
            return found if found != fact else fact.replace("_", " ").replace(".", " ")
        return self.path(fact)

    def document(self, name: str) -> str:
        """The title of a kind of document."""
        known = self._template.documents.get(name)
        return self.title(known.title) if known else name

    def gate(self, name: str) -> str:
        """The title of a gate."""
        known = self._template.gates.get(name)
        return self.title(known.title) if known else name

    def state(self, name: str | None) -> str:
        """The title of a state."""
        known = self._template.states.get(name or "")
        return self.title(known.title) if known else (name or "")

    def step(self, event: str) -> str:
        """The title of a step: a transition, or the opening of a gate."""
        transition = self._template.transitions.get(event)
        if transition is not None:
            return self.title(transition.title)
        for name, gate in self._template.gates.items():
            if event in {gate.opens.as_, name}:
                return f"{self.say('Minta', 'Ask for')}: {self.title(gate.title)}"
        return event

    def who(self, office: str) -> str:
        """An office as the engine names it (in Indonesian), in the reader's language."""
        if self._language == "id":
            return office
        from kadflow.domain.people import ROLE_WORDS  # noqa: PLC0415 - only to translate

        plain = office.removesuffix(" pemrakarsa")
        english = next((en for id_, en in ROLE_WORDS.values() if id_ == plain), plain)
        return f"{english} of the initiating party" if plain != office else english

    def entry(self, title: str) -> str:
        """The title of an entry of the history, with titles in place of keys."""

        def titled(found: re.Match[str]) -> str:
            names = re.split(r"( \u2192 |: )", found[1])
            return f"({''.join(self._named(name) for name in names)})"

        return re.sub(r"\(([a-z_]+(?:(?: \u2192 |: )[a-z_]+)*)\)", titled, title)

    def _named(self, name: str) -> str:
        """The title of a gate, state, document or deadline, or the word for an outcome."""
        template = self._template
        for known in (template.gates, template.states, template.documents, template.deadlines):
            if name in known:
                return self.title(known[name].title)
        return words.pick(words.OUTCOMES, name, self._language)

    # -------------------------------------------------------------- sentences

    def obstacle(self, text: str) -> str:
        """What holds a step back, and who can supply what is missing."""
        if found := _CAUSED.match(text):
            gate = self._gate_titled(found["gate"])
            outcome = words.pick(words.OUTCOMES, found["outcome"], self._language)
            return self.say(f"terjadi bila {gate}: {outcome}", f"happens when {gate}: {outcome}")
        if found := _UNKNOWN.match(text):
            facts = ", ".join(self.fact(fact) for fact in found["facts"].split(", "))
            who = self.who(found["who"])
            return self.say(
                f"belum diketahui: {facts} (diisi oleh {who})",
                f"not known: {facts} (to be stated by {who})",
            )
        if found := _UNMET.match(text):
            guard = self._template.guards.get(found["guard"])
            return self.title(guard.message) if guard else found["message"]
        if found := _NO_TERM.match(text):
            path = self.path(found["path"])
            return self.say(f"belum diisi: {path}", f"not filled in: {path}")
        if found := _NO_DOCUMENT.match(text):
            name = self.document(found["name"])
            return self.say(f"belum ada dokumen: {name}", f"document missing: {name}")
        if found := _PARTY_UNKNOWN.match(text):
            facts = ", ".join(self.fact(fact) for fact in found["facts"].split(", "))
            who = self.who(found["who"])
            return self.say(
                f"{found['party']}: belum dinyatakan {facts} (oleh {who})",
                f"{found['party']}: not stated: {facts} (by {who})",
            )
        return text

    def _gate_titled(self, indonesian: str) -> str:
        for gate in self._template.gates.values():
            if gate.title.id == indonesian:
                return self.title(gate.title)
        return indonesian

    def waiting(self, found: Waiting) -> str:
        """Who is awaited for what since when."""
        since = words.long_date(found.since, self._language)
        inner = ", ".join(self.who(office) for office in found.inner)
        again = found.why == "perlu dikonfirmasi ulang"
        text = f"{self.gate(found.gate)}: " + self.say(
            f"menunggu {found.party_name} sejak {since}",
            f"waiting for {found.party_name} since {since}",
        )
        if inner:
            text += f" ({inner})"
        if again:
            text += self.say(", perlu dikonfirmasi ulang", ", to be confirmed again")
        if found.due_on:
            due = words.long_date(found.due_on, self._language)
            text += self.say(f", paling lambat {due}", f", due {due}")
        return text

    def possibility(self, found: Possibility) -> str:
        """One way on from here: by whom, or what must happen first."""
        text = self.step(found.event)
        if found.to:
            text += f" -> {self.state(found.to)}"
        if found.who:
            who = self.say(" atau ", " or ").join(self.who(office) for office in found.who)
            text += self.say(f" (oleh {who})", f" (by {who})")
        if found.kind == "deadline":
            text += self.say(" (bila waktunya tiba)", " (when its time comes)")
        if found.obstacles:
            text += ": " + "; ".join(self.obstacle(obstacle) for obstacle in found.obstacles)
        return text

    def where(self, found: Explanation) -> str:
        """Where the agreement stands: stage, state, legal step, since when."""
        since = words.long_date(found.since, self._language)
        name = words.place(found.stage, self.state(found.state), self._language)
        step = self._template.states[found.state].step
        if step is not None:
            name += f" ({self.title(step)})"
        return self.say(f"{name}, sejak {since}.", f"{name}, since {since}.")
