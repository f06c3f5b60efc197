"""Why, why not, who is next, since when: the same rules, asked without acting."""

from __future__ import annotations

from datetime import date

import msgspec

from kadflow.domain.agreements import ElectorRecord, FindingRecord
from kadflow.domain.clock import civil_date
from kadflow.domain.wording import (
    ANSWERING_WORDS,
    CURE_WORDS,
    GIVEN_WORDS,
    OUTCOME_WORDS,
    Pair,
    choices,
    role_words,
    rule_words,
    words_for,
)
from kadflow.engine.authority import who_may
from kadflow.engine.budget.guarding import facts_now
from kadflow.engine.counting import working_days_since
from kadflow.engine.deadlines import HOME
from kadflow.engine.deliberation import Deliberation, missing_of
from kadflow.engine.findings import is_curable
from kadflow.engine.policies import policies_of
from kadflow.engine.rounds import chain_of, offices_asked
from kadflow.engine.steps import guard_words
from state_machines.guards import Truth


class Waiting(msgspec.Struct, frozen=True):
    """Somebody whose answer is awaited.

    Attributes:
        inner: The party's own offices whose turn it is, in both languages; empty for what others may not see.
        due_on: The last day, where the party has a deadline.
        working_days: That have passed since, by the party's own calendar.
        late: The last day has passed, by a rule that was verified or agreed on; nobody is called
            late otherwise.
        note: What its secretariat has to do because a step inside it returned or rejected, or
            how an answer that comes on paper is entered.
    """

    gate: str
    title: str
    party: str
    party_name: str
    since: str
    why: str
    inner: tuple[Pair, ...] = ()
    due_on: str | None = None
    working_days: int = 0
    late: bool = False
    note: str = ""


class Flaw(msgspec.Struct, frozen=True):
    """A finding: what was broken, by whom, and what made it good or could.

    Attributes:
        number: Of its entry in the history.
        about: What it is about, in a phrase.
        party: Name of whose act it was; empty where it is about the agreement itself.
        cured: What made it good, with the number of that entry; empty while nothing did.
        curable: Who can make it good and how; empty where nobody can, or it is done.
    """

    number: int
    rule: str
    about: str
    party: str = ""
    cured: str = ""
    curable: str = ""


class Possibility(msgspec.Struct, frozen=True):
    """A step that leads on from here, and what holds it back.

    Attributes:
        kind: ``step`` (a person takes it), ``outcome`` (a gate causes it), ``deadline``.
        possible: Whether nothing of the record holds it back; the person's right is separate.
        obstacles: What holds it back by the template's own keys, for programs that put titles
            in their place.
        reasons: The same, in order, as sentences for people in the language asked for: what is
            missing, by its title, and who can supply it.
    """

    event: str
    title: str
    kind: str
    to: str | None
    possible: bool
    who: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Explanation(msgspec.Struct, frozen=True):
    """Where an agreement stands and what moves it."""

    agreement: str
    number: str
    state: str
    state_title: str
    stage: str
    step: str | None
    since: str
    standing: str
    waiting: tuple[Waiting, ...]
    possibilities: tuple[Possibility, ...]
    findings: tuple[Flaw, ...] = ()


def explain(
    deliberation: Deliberation, *, own: frozenset[str] = frozenset(), language: str = "id"
) -> Explanation:
    """Explain the present state.

    Args:
        own: Organisations whose inner steps the asker may see.
        language: Of titles and sentences: ``id`` or ``en``.
    """
    chosen = 0 if language == "id" else 1
    record, workflow = deliberation.record, deliberation.workflow
    state = deliberation.state()
    return Explanation(
        agreement=record.id,
        number=record.number,
        state=record.state,
        state_title=deliberation.named.state(record.state)[chosen],
        stage=record.stage,
        step=(state.step.id, state.step.en)[chosen] if state.step else None,
        since=record.state_since,
        standing=record.standing,
        waiting=tuple(_waiting(deliberation, own, chosen)),
        possibilities=tuple(
            _possibility(deliberation, name, chosen)
            for name, transition in workflow.template.transitions.items()
            if record.state in transition.from_
        )
        + tuple(
            _opening(deliberation, name, chosen)
            for name, gate in workflow.template.gates.items()
            if record.state in gate.in_
            and gate.opens.command is None
            and _not_open(deliberation, name)
        ),
        findings=tuple(_flaw(deliberation, found, chosen) for found in record.findings),
    )


def _flaw(deliberation: Deliberation, found: FindingRecord, chosen: int) -> Flaw:
    party = deliberation.named.elector(found.party) if found.party else ("", "")
    cured, curable = ("", ""), ("", "")
    if found.cured_by is not None:
        how = words_for(CURE_WORDS, found.cure or "")
        cured = (
            f"dipulihkan dengan {how[0]} (riwayat no. {found.cured_by})",
            f"cured by {how[1]} (history no. {found.cured_by})",
        )
    elif is_curable(found):
        ways = choices(CURE_WORDS)
        curable = (
            (
                f"dapat dipulihkan dengan {ways[0]}: kadflow agreement cure "
                f"{deliberation.record.number} {found.number}"
            ),
            (
                f"can be cured by {ways[1]}: kadflow agreement cure "
                f"{deliberation.record.number} {found.number}"
            ),
        )
    return Flaw(
        number=found.number,
        rule=found.rule,
        about=rule_words(found.rule)[chosen],
        party=party[chosen],
        cured=cured[chosen],
        curable=curable[chosen],
    )


def _not_open(deliberation: Deliberation, name: str) -> bool:
    found = deliberation.record.rounds.get(name)
    return found is None or (not found.is_open and (found.settled or found.outcome == "returned"))


def _waiting(deliberation: Deliberation, own: frozenset[str], chosen: int) -> list[Waiting]:
    record = deliberation.record
    waiting = []
    for name, found in record.rounds.items():
        if not found.is_open:
            continue
        for elector in found.electors:
            if elector.answer is not None and elector.answer.valid:
                continue
            party = record.party(elector.party)
            inner: list[Pair] = []
            if elector.office is not None or (party and party.organisation in own):
                for office in offices_asked(deliberation, name, elector):
                    known = deliberation.directory.office(office)
                    inner.append(known.titles if known else (office, office))
            due, late = _last_day(deliberation, name, elector.party)
            since = date.fromisoformat(found.opened_on.date)
            whose = (party.organisation,) if party is not None else ()
            calendars = deliberation.directory.calendars(whose)
            zone = party.zone if party is not None else HOME
            today = date.fromisoformat(civil_date(deliberation.now, zone).date)
            voided = found.reconfirming or elector.answer is not None
            waiting.append(
                Waiting(
                    gate=name,
                    title=deliberation.named.gate(name)[chosen],
                    party=elector.party,
                    party_name=deliberation.named.elector(elector.party)[chosen],
                    since=found.opened_on.date,
                    why=ANSWERING_WORDS["voided" if voided else "silent"][chosen],
                    inner=tuple(inner),
                    due_on=due,
                    working_days=working_days_since(since, today, calendars),
                    late=late,
                    note=_note(deliberation, name, elector, own)[chosen],
                )
            )
    return waiting


def _last_day(deliberation: Deliberation, gate: str, party: str) -> tuple[str | None, bool]:
    """Until when a party may answer, and whether it is late, by its own or the joint deadline."""
    record = deliberation.record
    names = {gate} | {
        policy.name
        for policy in policies_of(deliberation.workflow)
        if policy.rule.after_gate == gate
    }
    for passed, deadlines in ((False, record.deadlines), (True, record.overdue)):
        for deadline in deadlines:
            if deadline.name in names and deadline.subject in {None, party}:
                return deadline.due_on, passed and deadline.verified
    return None, False


def _note(
    deliberation: Deliberation, name: str, elector: ElectorRecord, own: frozenset[str]
) -> Pair:
    """What the line of somebody awaited must add for whoever may see it."""
    record = deliberation.record
    party = record.party(elector.party)
    if party is None or (party.participation == "paper" and elector.chain is None):
        return (
            "jawabannya lewat surat, dicatat dengan --evidence",
            "answers on paper, recorded with --evidence",
        )
    chain = chain_of(deliberation, name, elector) if party.organisation in own else None
    stopped = chain.stopped_by() if chain else None
    if stopped is None:
        return "", ""
    known = deliberation.directory.office(stopped.office)
    office = known.titles if known else (stopped.office, stopped.office)
    said = words_for(GIVEN_WORDS, stopped.answer or "")
    line = f"kadflow agreement release {record.number} {name}"
    return (
        (
            f"{office[0]}: {said[0]}; sekretariat menyampaikan jawaban resmi atau meminta sekali "
            f"lagi dengan: {line}"
        ),
        f"{office[1]}: {said[1]}; the secretariat answers outward or asks once more with: {line}",
    )


_LANGUAGES: Pair = ("id", "en")


_Obstacle = tuple[str, Pair]
"""What holds a step back: by keys, and as a sentence in both languages."""


def _possibility(deliberation: Deliberation, name: str, chosen: int) -> Possibility:
    template = deliberation.workflow.template
    transition = template.transitions[name]
    obstacles = _guards(deliberation, transition.when)
    obstacles += _needs(deliberation, transition.needs.terms, transition.needs.documents)
    target = transition.to
    obstacles += _needs(
        deliberation,
        tuple(n for n, term in template.terms.items() if term.required_from == target),
        tuple(n for n, d in template.documents.items() if d.required_from == target),
    )
    kind = "step"
    if transition.on is not None:
        kind = "deadline" if transition.on.deadline else "outcome"
        if transition.on.gate is not None and transition.on.outcome is not None:
            gate = template.gates[transition.on.gate]
            outcome = transition.on.outcome.value
            ended = words_for(OUTCOME_WORDS, outcome)
            obstacles.append(
                (
                    f"terjadi bila {gate.title.id!r} berakhir dengan {outcome}",
                    (
                        f"terjadi bila '{gate.title.id}' {ended[0]}",
                        f"happens when '{gate.title.en}' is {ended[1]}",
                    ),
                )
            )
    return Possibility(
        event=name,
        title=(transition.title.id, transition.title.en)[chosen],
        kind=kind,
        to=target,
        possible=not obstacles,
        who=tuple(who_may(transition.by, _LANGUAGES[chosen])),
        obstacles=tuple(keyed for keyed, _ in obstacles),
        reasons=tuple(sentence[chosen] for _, sentence in obstacles),
    )


def _opening(deliberation: Deliberation, name: str, chosen: int) -> Possibility:
    gate = deliberation.gate(name)
    obstacles = _guards(deliberation, gate.opens.when)
    obstacles += _needs(deliberation, gate.opens.needs.terms, gate.opens.needs.documents)
    if gate.where is not None:
        obstacles += _electorate(deliberation, gate.where)
    return Possibility(
        event=gate.opens.as_ or name,
        title=(gate.title.id, gate.title.en)[chosen],
        kind="step" if gate.opens.by else "outcome",
        to=None,
        possible=not obstacles,
        who=tuple(who_may(gate.opens.by, _LANGUAGES[chosen])),
        obstacles=tuple(keyed for keyed, _ in obstacles),
        reasons=tuple(sentence[chosen] for _, sentence in obstacles),
    )


def _electorate(deliberation: Deliberation, guard: str) -> list[_Obstacle]:
    """Why it is not known whether a party must be asked."""
    template, named = deliberation.workflow.template, deliberation.named
    facts = facts_now(deliberation)
    who = role_words(template.guards[guard].supplied_by)
    obstacles = []
    for party, result in deliberation.workflow.parties_where(guard, facts):
        if result.truth is Truth.UNKNOWN:
            missing = named.facts(result.missing)
            obstacles.append(
                (
                    f"{party['name']}: belum dinyatakan {', '.join(result.missing)} ({who[0]})",
                    (
                        f"{party['name']} belum mengisi {missing[0]} (diisi oleh {who[0]})",
                        f"{party['name']} has not stated {missing[1]} (to be stated by {who[1]})",
                    ),
                )
            )
    return obstacles


def _guards(deliberation: Deliberation, names: tuple[str, ...]) -> list[_Obstacle]:
    template, named = deliberation.workflow.template, deliberation.named
    facts = facts_now(deliberation)
    obstacles: list[_Obstacle] = []
    for name in names:
        guard = template.guards[name]
        for result in deliberation.workflow.evaluate(name, facts):
            if result.truth is Truth.UNKNOWN:
                who, missing = role_words(guard.supplied_by), named.facts(result.missing)
                obstacles.append(
                    (
                        f"syarat {name!r} belum diketahui: {', '.join(result.missing)} ({who[0]})",
                        (
                            f"belum diketahui: {missing[0]} (diisi oleh {who[0]})",
                            f"not known: {missing[1]} (to be stated by {who[1]})",
                        ),
                    )
                )
            elif result.truth is Truth.FALSE:
                says, english = guard_words(deliberation, guard, result)
                unmet = f"syarat belum terpenuhi: {says}", f"condition not met: {english}"
                obstacles.append((f"syarat {name!r} belum terpenuhi: {says}", unmet))
    return list(dict.fromkeys(obstacles))


def _needs(
    deliberation: Deliberation, terms: tuple[str, ...], documents: tuple[str, ...]
) -> list[_Obstacle]:
    named = deliberation.named
    missing: list[_Obstacle] = []
    for path in missing_of(deliberation, terms):
        words = named.path(path)
        missing.append(
            (f"belum ada: {path}", (f"belum diisi: {words[0]}", f"not stated: {words[1]}"))
        )
    for name in documents:
        if name not in deliberation.record.documents:
            words = named.document(name)
            missing.append(
                (
                    f"belum ada dokumen: {name}",
                    (f"belum ada dokumen: {words[0]}", f"missing document: {words[1]}"),
                )
            )
    return missing
