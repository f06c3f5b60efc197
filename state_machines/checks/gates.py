"""Rules on gates: each can be opened and decided, and every outcome leads somewhere.

1. A gate is open in at least one state, none of them final.
2. Approval can be answered.
3. Every outcome that the answers allow has a transition from every state of the gate. Exceptions:
   *returned* may lead nowhere where terms can still change and the gate can be opened again; a
   gate that a standing command opens decides that command, and only *approved* of ``terminate``
   must lead somewhere.
4. A transition on an outcome starts where the gate is open, and the outcome can happen.
5. The rule is within reach of the smallest number of parties; shares lie in (0, 1]; weights are
   a number term per party.
6. Some capacity is not refused.
7. Nobody approves alone what the same office proposed, and no agreement enters into force
   through persons' steps only.
8. A command that opens a gate is declared with that gate, and the other way round.
"""

from __future__ import annotations

from fractions import Fraction

from state_machines.checks.findings import Faults, error, unknown, warning
from state_machines.template import (
    Answer,
    Ask,
    Gate,
    OfficeRole,
    Outcome,
    StandingName,
    Template,
    TermType,
)

_APPROVING = {Answer.APPROVE, Answer.APPROVE_WITH_CONDITIONS}


def possible_outcomes(gate: Gate) -> set[Outcome]:
    """The outcomes that a round can have, by what may be answered.

    Where everybody may abstain a round can end without one approval, which is a rejection.
    """
    silent = {gate.silence.answer} if gate.silence else set()
    answers = set(gate.answers) | silent
    found = {Outcome.APPROVED}
    if Answer.RETURN in answers:
        found.add(Outcome.RETURNED)
    if answers & {Answer.REJECT, Answer.ABSTAIN}:
        found.add(Outcome.REJECTED)
    if gate.where is not None:
        found.add(Outcome.NOT_ASKED)
    return found


def check_decidable(template: Template) -> Faults:
    """States and answers of every gate."""
    for name, gate in template.gates.items():
        if not gate.in_:
            yield error(
                "gate-nowhere",
                f"gates.{name}.in",
                "The gate is open in no state.",
                "Name the state in which it is asked.",
                pesan="Persetujuan ini tidak dibuka pada tahap mana pun.",
                saran="Sebutkan tahap tempat persetujuan ini diminta.",
            )
        for state in gate.in_:
            if state in template.states and template.states[state].final:
                yield error(
                    "gate-in-final",
                    f"gates.{name}.in",
                    f"'{state}' is final, so nothing can be decided there.",
                    f"Remove '{state}' from 'in'.",
                    pesan=f"'{state}' adalah tahap akhir, sehingga tidak ada yang dapat diputus "
                    "di sana.",
                    saran=f"Hapus '{state}' dari 'in'.",
                )
        if not _APPROVING & set(gate.answers):
            yield error(
                "gate-undecidable",
                f"gates.{name}.answers",
                "Nobody can approve at this gate.",
                "Add 'approve' to its answers.",
                pesan="Tidak ada yang dapat menyetujui di sini.",
                saran="Tambahkan 'approve' pada jawabannya.",
            )


def check_outcomes(template: Template) -> Faults:
    """Every possible outcome leads somewhere from every state in which the gate is open."""
    for name, gate in template.gates.items():
        for state in gate.in_:
            if state not in template.states or template.states[state].final:
                continue
            for outcome in sorted(possible_outcomes(gate)):
                if not _leads_somewhere(template, name, state, outcome):
                    yield error(
                        "outcome-leads-nowhere",
                        f"gates.{name}",
                        f"When '{name}' is {outcome} in '{state}', nothing happens.",
                        f"Add a transition from '{state}' with "
                        f"'on: {{gate: {name}, outcome: {outcome}}}'{_otherwise(outcome)}.",
                        pesan=f"Bila '{name}' berakhir dengan '{outcome}' pada '{state}', tidak "
                        "ada yang "
                        "terjadi.",
                        saran=f"Tambahkan langkah dari '{state}' dengan 'on: "
                        f"{{gate: {name}, outcome: {outcome}}}'{_atau(outcome)}.",
                    )


def _otherwise(outcome: Outcome) -> str:
    answers = {Outcome.RETURNED: "return", Outcome.REJECTED: "reject"}
    return f", or remove '{answers[outcome]}' from its answers" if outcome in answers else ""


def _atau(outcome: Outcome) -> str:
    answers = {Outcome.RETURNED: "return", Outcome.REJECTED: "reject"}
    return f", atau hapus '{answers[outcome]}' dari jawabannya" if outcome in answers else ""


def _leads_somewhere(template: Template, name: str, state: str, outcome: Outcome) -> bool:
    gate = template.gates[name]
    for transition in template.transitions.values():
        on = transition.on
        if on is None or state not in transition.from_:
            continue
        if (on.gate, on.outcome) == (name, outcome):
            return True
        if on.command and gate.opens.command == on.command and outcome is Outcome.APPROVED:
            return True
    if gate.opens.command is not None:
        return not (gate.opens.command == "terminate" and outcome is Outcome.APPROVED)
    reopens = bool(gate.opens.by) and template.states[state].edits != "closed"
    return outcome is Outcome.RETURNED and reopens


def check_triggers(template: Template) -> Faults:
    """A transition on a gate's outcome can happen at all."""
    for name, transition in template.transitions.items():
        on = transition.on
        if on is None or on.gate not in template.gates or on.outcome is None:
            continue
        gate = template.gates[on.gate]
        for state in transition.from_:
            if state not in gate.in_:
                yield error(
                    "gate-not-open-there",
                    f"transitions.{name}.from",
                    f"The gate '{on.gate}' is never open in '{state}'.",
                    f"Add '{state}' to 'in' of the gate, or take it out of 'from'.",
                    pesan=f"Persetujuan '{on.gate}' tidak pernah dibuka pada '{state}'.",
                    saran=f"Tambahkan '{state}' pada 'in' persetujuan itu, atau keluarkan dari "
                    "'from'.",
                )
        if on.outcome not in possible_outcomes(gate):
            yield warning(
                "outcome-impossible",
                f"transitions.{name}.on.outcome",
                f"'{on.gate}' can never be {on.outcome}.",
                "Add the answer that leads there, or remove the transition.",
                pesan=f"'{on.gate}' tidak mungkin berakhir dengan '{on.outcome}'.",
                saran="Tambahkan jawaban yang menuju ke sana, atau hapus langkah ini.",
            )


def check_rule(template: Template) -> Faults:
    """The rule can be met, however few parties there are."""
    for name, gate in template.gates.items():
        where, rule = f"gates.{name}.rule", gate.rule
        electors = _fewest_electors(template, gate)
        if rule.n is not None and rule.n > electors:
            yield error(
                "rule-out-of-reach",
                f"{where}.n",
                f"{rule.n} approvals are wanted, but only {electors} may be asked.",
                f"Lower n to {electors}, or raise 'parties.min'.",
                pesan=f"Diperlukan {rule.n} persetujuan, padahal mungkin hanya {electors} yang "
                "diminta.",
                saran=f"Turunkan n menjadi {electors}, atau naikkan 'parties.min'.",
            )
        if rule.share is not None and not 0 < Fraction(rule.share) <= 1:
            yield error(
                "share-out-of-range",
                f"{where}.share",
                f"{rule.share} is more than the whole.",
                'Write a fraction of at most one, for example "2/3".',
                pesan=f"{rule.share} melebihi keseluruhan.",
                saran="Tulis pecahan paling besar satu, misalnya '2/3'.",
            )
        if rule.weights is not None:
            term = template.terms.get(rule.weights)
            if term is None:
                yield unknown("term", f"{where}.weights", rule.weights, template.terms)
            elif term.type is not TermType.NUMBER or term.per != ("party",):
                yield error(
                    "weights-not-numbers",
                    f"{where}.weights",
                    f"'{rule.weights}' is not a number for each party.",
                    "Give that term 'type: number' and 'per: [party]'.",
                    pesan=f"'{rule.weights}' bukan angka untuk setiap pihak.",
                    saran="Beri isian itu 'type: number' dan 'per: [party]'.",
                )


def _fewest_electors(template: Template, gate: Gate) -> int:
    if gate.ask in {Ask.INITIATING_PARTY, Ask.OUTSIDE_BODY}:
        return 1
    fewer = gate.ask is Ask.INVITED_PARTIES
    return template.parties.min - fewer


def check_capacity(template: Template) -> Faults:
    """Somebody may answer for the office, and an outside body's letter can be recorded."""
    for name, gate in template.gates.items():
        if gate.body is not None and not gate.recorded_from_paper:
            yield error(
                "body-without-paper",
                f"gates.{name}.recorded_from_paper",
                f"'{gate.body}' answers by letter, but no letter is accepted here.",
                "Remove 'recorded_from_paper: false'.",
                pesan=f"'{gate.body}' menjawab lewat surat, tetapi surat tidak diterima di sini.",
                saran="Hapus 'recorded_from_paper: false'.",
            )
        if gate.body is not None and (gate.where or gate.silence or gate.rule.kind != "all"):
            yield error(
                "body-asked-alone",
                f"gates.{name}",
                f"'{gate.body}' is asked alone, so 'where', 'silence' and 'rule' do not fit.",
                "Remove them; what its silence means is a deadline that causes a transition.",
                pesan=f"'{gate.body}' diminta sendiri, sehingga 'where', 'silence', dan 'rule' "
                "tidak sesuai.",
                saran="Hapus; akibat bila tidak menjawab ditulis sebagai batas waktu yang "
                "menyebabkan langkah.",
            )
        if gate.capacity and all(v.verdict == "refused" for v in gate.capacity.values()):
            yield error(
                "nobody-may-answer",
                f"gates.{name}.capacity",
                "Every capacity is refused, so nobody can decide.",
                "Allow at least 'definitive'.",
                pesan="Semua kedudukan ditolak, sehingga tidak ada yang dapat memutus.",
                saran="Izinkan sedikitnya 'definitive'.",
            )


def check_self_approval(template: Template) -> Faults:
    """Whoever opens a gate does not decide it alone."""
    for name, gate in template.gates.items():
        if gate.body is not None:
            continue
        openers = {str(actor).removesuffix(" of the initiating party") for actor in gate.opens.by}
        deciders = {gate.office} if gate.office else {r for step in gate.chain for r in step}
        if not openers or not openers <= {str(role) for role in deciders} or len(deciders) > 1:
            continue
        (role,) = deciders
        if gate.ask is Ask.INITIATING_PARTY:
            yield error(
                "self-approval",
                f"gates.{name}",
                f"The {role} of the initiating party opens this gate and decides it alone.",
                f"Let another office decide, or another than the {role} open it.",
                pesan=f"'{role}' dari pihak pemrakarsa membuka persetujuan ini dan memutusnya "
                "sendiri.",
                saran=f"Biarkan jabatan lain yang memutus, atau selain '{role}' yang membukanya.",
            )
        else:
            yield warning(
                "opens-and-decides",
                f"gates.{name}",
                f"The {role} opens this gate and answers it for the own party.",
                f"Consider letting another office than the {role} open it.",
                pesan=f"'{role}' membuka persetujuan ini dan menjawabnya bagi pihaknya sendiri.",
                saran=f"Pertimbangkan agar jabatan selain '{role}' yang membukanya.",
            )


def check_force_needs_gate(template: Template) -> Faults:
    """No way from the proposal into force passes no gate at all."""
    steps: dict[str, list[tuple[str, str]]] = {}
    for name, transition in template.transitions.items():
        if transition.on is None or transition.on.gate is None:
            for state in transition.from_:
                steps.setdefault(state, []).append((name, transition.to))
    waiting = [name for name, state in template.states.items() if state.initial]
    seen = set(waiting)
    while waiting:
        for name, target in steps.get(waiting.pop(), ()):
            if target in seen or target not in template.states:
                continue
            if template.states[target].in_force:
                yield error(
                    "force-without-gate",
                    f"transitions.{name}",
                    f"The agreement can come into force in '{target}' though no gate was passed.",
                    "Let a gate cause this transition: on: {gate: ..., outcome: approved}.",
                    pesan=f"Kerja sama dapat mulai berlaku pada '{target}' tanpa satu pun "
                    "persetujuan.",
                    saran="Biarkan persetujuan yang menyebabkan langkah ini: on: "
                    "{gate: ..., outcome: approved}.",
                )
            seen.add(target)
            waiting.append(target)


def check_commands(template: Template) -> Faults:
    """Standing commands and the gates they open name each other."""
    for name, gate in template.gates.items():
        wanted = gate.opens.command
        declared = template.standing_commands.get(StandingName(wanted)) if wanted else None
        if wanted and (declared is None or declared.gate != name):
            yield error(
                "command-without-gate",
                f"gates.{name}.opens.command",
                f"The command '{wanted}' does not lead to this gate.",
                f"Add 'gate: {name}' to '{wanted}' under 'standing_commands'.",
                pesan=f"Perintah '{wanted}' tidak menuju persetujuan ini.",
                saran=f"Tambahkan 'gate: {name}' pada '{wanted}' di bawah 'standing_commands'.",
            )
    for command, declared in template.standing_commands.items():
        opened = template.gates.get(declared.gate) if declared.gate else None
        if opened is not None and opened.opens.command != command:
            yield error(
                "gate-without-command",
                f"standing_commands.{command}.gate",
                f"The gate '{declared.gate}' is not opened by '{command}'.",
                f"Write 'opens: {{command: {command}}}' in the gate.",
                pesan=f"Persetujuan '{declared.gate}' tidak dibuka oleh '{command}'.",
                saran=f"Tulis 'opens: {{command: {command}}}' pada persetujuan itu.",
            )
        if not declared.by:
            yield error(
                "nobody-may-ask",
                f"standing_commands.{command}.by",
                f"Nobody may ask to {command}.",
                "Name who may, for example [coordinator].",
                pesan=f"Tidak ada yang boleh meminta '{command}'.",
                saran="Sebutkan siapa yang boleh, misalnya [coordinator].",
            )


def check_chain(template: Template) -> Faults:
    """Every step of a default chain names somebody, and nobody twice."""
    for name, gate in template.gates.items():
        if any(not step for step in gate.chain):
            yield error(
                "empty-step",
                f"gates.{name}.chain",
                "A step of the chain names nobody.",
                "Name at least one role in each step, for example [[unit], [secretary]].",
                pesan="Salah satu langkah paraf berjenjang tidak menyebut siapa pun.",
                saran="Sebutkan sedikitnya satu jabatan pada setiap langkah, misalnya [[unit], "
                "[secretary]].",
            )
        repeated = [role for step in gate.chain for role in step]
        if len(repeated) != len(set(repeated)):
            role = next(each for each in OfficeRole if repeated.count(each) > 1)
            yield warning(
                "role-twice",
                f"gates.{name}.chain",
                f"'{role}' is asked twice in the chain.",
                "Remove one of the two.",
                pesan=f"'{role}' diminta dua kali dalam paraf berjenjang.",
                saran="Hapus salah satunya.",
            )
