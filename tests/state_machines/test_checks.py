"""What a person who does not program may write wrongly, and what is said about it."""

from __future__ import annotations

import pytest

from state_machines import check_template, read_template
from tests.state_machines.samples import SHIPPED, SMALL, faults_of, shipped, spoiled

MANY_STATES = "states:\n" + "".join(
    f"  s{number}: {{title: {{id: S, en: S}}, stage: proposal}}\n" for number in range(1000)
)

# what is replaced, by what, code, words of the line it stands in, words of the hint
WRONG = {
    "unknown state": ("from: waiting, to: ended", "from: waitng, to: ended", "unknown-state", "close:", "Did you mean 'waiting'?"),
    "unknown target": ("from: draft, to: talks", "from: draft, to: tlks", "unknown-state", "begin:", "'talks'"),
    "unknown gate": ("gate: consent, outcome: rejected", "gate: consnt, outcome: rejected", "unknown-gate", "refuse:", "'consent'"),
    "unknown guard": ("when: has_title}", "when: has_titel}", "unknown-guard", "begin:", "'has_title'"),
    "unknown deadline": ("on: {deadline: end}, when: extending", "on: {deadline: ende}, when: extending", "unknown-deadline", "lapse:", "'end'"),
    "unknown document": ("documents: [offer]", "documents: [ofer]", "unknown-document", "opens:", "'offer'"),
    "unknown term": ("terms: [plan.purpose]", "terms: [plan.purpos]", "unknown-term", "opens:", "'plan.purpose'"),
    "unknown covered term": ("else: [title]", "else: [titel]", "unknown-term", "covers:", "'title'"),
    "role that is not asked": ("legal: [plan]", "inspectorate: [plan]", "role-not-asked", "covers:", "'else'"),
    "no initial state": (", initial: true", "", "no-initial", "states:", "initial: true"),
    "two initial states": ("stage: negotiation", "stage: negotiation, initial: true", "several-initial", "talks:", "one state only"),
    "unreachable state": ("  ended: {title", "  lost: {title: {id: A, en: A}, final: stopped}\n  ended: {title", "unreachable", "lost:", "to: lost"),
    "dead end": (", from: waiting, to: ended, by", ", from: waiting, to: waiting, by", "dead-end", "waiting:", "from: waiting"),
    "way out of a final state": ("from: waiting, to: ended", "from: [waiting, ended], to: stopped", "final-left", "ended:", "'from'"),
    "state without a stage": ("stage: negotiation, ", "", "missing-stage", "talks:", "stage:"),
    "final state in a stage": ("final: completed", "final: completed, stage: evaluation", "final-in-stage", "ended:", "Remove 'stage'"),
    "outcome that leads nowhere": ("outcome: rejected", "outcome: approved", "outcome-leads-nowhere", "consent:", "outcome: rejected"),
    "gate never open there": ("from: talks, to: stopped, on", "from: [talks, draft], to: stopped, on", "gate-not-open-there", "refuse:", "'draft'"),
    "gate in a final state": ("in: talks", "in: [talks, ended]", "gate-in-final", "in: [talks, ended]", "Remove 'ended'"),
    "gate that nobody can approve": ("rule: all", "answers: [return, reject]", "gate-undecidable", "answers:", "'approve'"),
    "rule out of reach": ("rule: all", "rule: {kind: at_least, n: 3}", "rule-out-of-reach", "rule:", "parties.min"),
    "share above the whole": ("rule: all", 'rule: {kind: share, share: "3/2"}', "share-out-of-range", "rule:", "2/3"),
    "weights that are no numbers": ("rule: all", 'rule: {kind: weighted, share: "1/2", weights: burden}', "weights-not-numbers", "rule:", "type: number"),
    "nobody may answer": ("rule: all", "capacity: {definitive: refused, plt: refused}", "nobody-may-answer", "capacity:", "definitive"),
    "self-approval": ("ask: each party\n    chain: [[unit], [legal, finance], [secretary]]", "ask: initiating party\n    office: coordinator", "self-approval", "consent:", "another office"),
    "into force by a person alone": ("from: draft, to: talks, by", "from: draft, to: running, by", "force-without-gate", "begin:", "on: {gate"),
    "two events of one name": ("as: submit,", "as: stop,", "event-twice", "opens:", "name of its own"),
    "guard on an unknown fact": ("has(terms.title)", "has(terms.titel)", "unknown-fact", "has_title:", "'title'"),
    "guard on a misspelt fact": ("agreement.extension_open', message: {id: Dip", "agreement.extention_open', message: {id: Dip", "unknown-fact", "extending:", "'extension_open'"),
    "guard on party without each": ("each: party, when: 'party", "when: 'party", "unknown-fact", "burdened:", "each: party"),
    "guard comparing kinds": ("has(terms.title)", "agreement.ends_on > 5", "guard-type", "has_title:", "days_between"),
    "guard with a value that never is": ('== "not_yet"', '== "notyet"', "unknown-value", "burdened:", "'not_yet'"),
    "guard on a check that is none": ("has_title: {when: 'has(terms.title)',", "has_title: {checks: [unfunded_yer],", "unknown-check", "has_title:", "Did you mean 'unfunded_year'?"),
    "guard that is no condition": ("has(terms.title)", "terms.title", "guard-type", "has_title:", "=="),
    "guard with one equals sign": ('== "not_yet"', '= "not_yet"', "guard-syntax", "burdened:", "=="),
    "guard that reaches for Python": ("has(terms.title)", "__import__(1)", "guard-syntax", "has_title:", "Known: has"),
    "guard that reaches for a class": ("has(terms.title)", "terms.__class__", "guard-syntax", "has_title:", "Names have"),
    "guard that calls a method": ("has(terms.title)", "terms.title.format(1)", "guard-syntax", "has_title:", "all(x"),
    "guard that is nested too deep": ("has(terms.title)", "(" * 30 + "true" + ")" * 30, "guard-syntax", "has_title:", "Split"),
    "overlapping guards": ("when: not_extending", "when: has_title", "overlapping-guards", "expire:", "excludes 'lapse'"),
    "overlap without a guard": (", when: not_extending", "", "overlapping-guards", "expire:", "excludes"),
    "deadline past the term": ("n: 14", "n: 2000", "deadline-past-term", "answer:", "1830"),
    "reminder outside the term": ("[-30, -7, 0]", "[-3000, -7, 0]", "deadline-past-term", "end:", "1830"),
    "deadline on a text": ("at: term", "at: title", "deadline-not-a-date", "end:", "type: date"),
    "missing translation": ("{id: Runding, en: Talks}", "{id: Runding}", "missing-translation", "talks:", "both languages"),
    "text in one language only": ("{id: Runding, en: Talks}", "Runding", "missing-translation", "talks:", "{id:"),
    "blank translation": ("en: Talks", "en: '  '", "missing-translation", "talks:", "both languages"),
    "reserved word": ("  close: {", "  send: {", "reserved-word", "send:", "another name"),
    "dotted name": ("  close: {", "  close.it: {", "bad-name", "close.it:", "no dots"),
    "capital letter": ("  close: {", "  Close: {", "bad-name", "Close:", "small letters"),
    "duplicate key": ("  stop: {", "  close: {", "duplicate-key", "close: {title: {id: Hent", "another name"),
    "wrong indentation": ("  waiting: {", "   waiting: {", "syntax", "waiting:", "indentation"),
    "field one level too high": ("    where: burdened", "  where: burdened", "syntax", "covers:", "two spaces"),
    "tab": ("    where: burdened", "\twhere: burdened", "tab", "where:", "two spaces"),
    "unknown field": ("stage: negotiation", "stag: negotiation", "unknown-field", "talks:", "Did you mean 'stage'?"),
    "unknown word": ("stage: negotiation", "stage: negotation", "unknown-word", "talks:", "'negotiation'"),
    "yes instead of true": ("initial: true", "initial: yes", "wrong-type", "draft:", "true or false"),
    "number in quotes": ("min: 2", "min: '2'", "wrong-type", "parties:", "without quotes"),
    "fraction": ("min: 2", "min: 2.5", "fraction", "parties:", "whole numbers"),
    "missing field": (", from: waiting, to: ended", ", from: waiting", "missing-field", "close:", "Add 'to'"),
    "neither by nor on": (", by: [coordinator], when: has_title", "", "contradiction", "begin:", ""),
    "alias": ("title: {id: Kecil, en: Small}", "title: &t {id: Kecil, en: Small}", "alias", "title: &t", "Write the value out"),
    "a thousand states": ("states:\n", MANY_STATES, "too-many", "states:", "Split"),
    "deep nesting": ("{id: Kecil, en: Small}", "[" * 40 + "]" * 40, "too-deep", "title:", "bracket"),
    "choice without choices": (", choices: {none_at_all: {id: Nihil, en: None}, some: {id: Ada, en: Some}}", "", "no-choices", "aid:", "choices"),
    "at most fewer parties than at least": ("min: 2,", "min: 5, max: 3,", "parties-contradict", "parties:", "'max'"),
    "later version of the language": ("language: 1", "language: 2", "unknown-word", "language:", "1"),
}  # fmt: skip


CONSENT = (
    "opens: {by: [coordinator], as: submit, needs: {terms: [plan.purpose], documents: [offer]}}"
)
END = "deadlines:\n"
CHAIN = "ask: each party\n    chain: [[unit], [legal, finance], [secretary]]"
ALSO_WRONG = {
    "gate in no state": ("in: talks", "in: []", "gate-nowhere", "in: []", "Name the state"),
    "gate of a command that leads elsewhere": (CONSENT, "opens: {command: suspend}", "command-without-gate", "opens:", "gate: consent"),
    "command to a gate that it does not open": (END, "standing_commands: {suspend: {by: [head], gate: consent}}\n" + END, "gate-without-command", "suspend:", "opens: {command: suspend}"),
    "command that nobody may give": (END, "standing_commands: {amend: {by: [], child: anak}}\nchildren: [{template: anak, in: [running]}]\n" + END, "nobody-may-ask", "amend:", "coordinator"),
    "command through an unknown child": (END, "standing_commands: {amend: {by: [head], child: anak}}\n" + END, "unknown-child", "amend:", "Declare it"),
    "ending without a ground": (END, "standing_commands: {terminate: {by: [head], child: anak}}\nchildren: [{template: anak, in: [running]}]\n" + END, "no-grounds", "terminate:", "grounds:"),
    "terminate that nobody declared": ("on: {deadline: end}, when: extending", "on: {command: terminate}, when: extending", "unknown-command", "lapse:", "standing_commands"),
    "chain with an empty step": ("[[unit], [legal, finance], [secretary]]", "[[unit], [], [legal]]", "empty-step", "chain:", "at least one role"),
    "weights that nobody states": ("rule: all", 'rule: {kind: weighted, share: "1/2", weights: wieght}', "unknown-term", "rule:", "'weight'"),
    "silence past the term": ("rule: all", "silence: {within: {n: 70, unit: months}}", "deadline-past-term", "silence:", "1830"),
    "guard that does not ask each party": ("where: burdened", "where: has_title", "guard-not-per-party", "where:", "each: party"),
    "capacity shown by an unknown document": ("rule: all", "capacity: {plt: {verdict: allowed, document: oferr}}", "unknown-document", "capacity:", "'offer'"),
    "block on an unknown command": ("rule: all", "blocks: [suspned]", "unknown-command", "blocks:", "'suspend'"),
    "initial state that is final": ("stage: proposal, initial: true, edits: free", "final: stopped, initial: true", "initial-final", "draft:", "Remove one"),
    "step from nowhere": ("from: waiting, to: ended", "from: [], to: ended", "empty", "close:", "state it leaves"),
    "reserved opening": ("as: submit", "as: events", "reserved-word", "opens:", "another name"),
    "reserved field of a group": ("fields: {purpose:", "fields: {in:", "reserved-word", "plan:", "another name"),
    "term per party named like a fact of the party": ("  burden: {", "  level: {", "reserved-word", "level:", "another name"),
    "deadline after the end": ("after_state: talks", "after_state: ended", "deadline-after-end", "answer:", "not final"),
    "deadline after an unknown gate": ("at: term,", "after_gate: consnt, within: {n: 3},", "unknown-gate", "end:", "'consent'"),
    "deadline in an unknown state": ("at: term,", "at: term, in: [runing],", "unknown-state", "end:", "'running'"),
    "deadline in a final state": ("at: term,", "at: term, in: [ended],", "deadline-after-end", "end:", "not final"),
    "deadline before and after a date": ("at: term,", "at: term, before: {n: 3}, after: {n: 3},", "contradiction", "end:", ""),
    "deadline before nothing": ("after_state: talks,", "after_state: talks, before: {n: 3},", "contradiction", "answer:", ""),
    "date formula past the term": ("at: term,", "at: term, before: {n: 70, unit: months},", "deadline-past-term", "end:", "1830"),
    "rhythm in working days": ("after_state: talks, within: {n: 14, unit: days}", "every: {n: 14}", "every-working-days", "answer:", "months"),
    "day that no month has": ("after_state: talks, within: {n: 14, unit: days}", "yearly: '02-30'", "bad-name", "answer:", "last day of February"),
    "extension asked without a date": ("after_state: talks,", "after_state: talks, effect: renew,", "renewal-without-date", "answer:", "before"),
    "deadline from a date with a length": ("at: term,", "at: term, within: {n: 3},", "within-without-state", "end:", "after_state"),
    "deadline on an unknown term": ("at: term,", "at: trem,", "unknown-term", "end:", "'term'"),
    "deadline on a part that a period has not": ("at: term,", "at: term.middle,", "deadline-not-a-date", "end:", "type: date"),
    "reminder before the beginning": ("within: {n: 14, unit: days}", "within: {n: 14, unit: days}, remind_days: [-20]", "reminder-before-start", "answer:", "14 days"),
    "deadline with two anchors": ("at: term,", "at: term, after_state: talks,", "contradiction", "end:", ""),
    "fields of a text": ("type: text}", "type: text, fields: {a: {id: A, en: B}}}", "useless-fields", "title:", "type: group"),
    "years without parties": ("per: [party, fiscal_year]", "per: [fiscal_year]", "per-unknown", "money:", "fiscal_year]"),
    "no kind of party": ("who: [regency, city]", "who: []", "nobody", "parties:", "province"),
    "form without questions": (END, "evaluation: {criteria: {}}\n" + END, "no-criteria", "evaluation:", "criterion"),
    "a scale with unexplained numbers": (END, "evaluation: {scale: [1, 3], anchors: [{id: A, en: B}], criteria: {a: {title: {id: A, en: B}, weight: 1}}}\n" + END, "anchors", "evaluation:", "each number"),
    "a panel that alone counts": (END, "evaluation: {panel_weight: 3/2, criteria: {a: {title: {id: A, en: B}, weight: 1}}}\n" + END, "panel-weight", "evaluation:", "below one"),
    "a distance beyond the scale": (END, "evaluation: {far_from: 5, criteria: {a: {title: {id: A, en: B}, weight: 1}}}\n" + END, "far-from", "evaluation:", "at most 4"),
    "scale that falls": (END, "evaluation: {scale: [5, 1], criteria: {a: {title: {id: A, en: B}, weight: 1}}}\n" + END, "scale", "evaluation:", "[1, 5]"),
    "reports in a rhythm that is none": (END, "progress: {every: week, within: {n: 3}}\n" + END, "unknown-word", "progress:", "semester"),
    "reports without a length": (END, "progress: {every: semester}\n" + END, "missing-field", "progress:", "within"),
    "reports due before their period ends": (END, "progress: {every: semester, within: {n: -3}}\n" + END, "wrong-type", "progress:", "at least 1"),
    "reports due in a unit that is none": (END, "progress: {every: semester, within: {n: 3, unit: weeks}}\n" + END, "unknown-word", "progress:", "working_days"),
    "reports that overlap": (END, "progress: {every: month, within: {n: 28, unit: days}}\n" + END, "progress-overlaps", "progress:", "at most 27 days"),
    "reports that overlap in working days": (END, "progress: {every: quarter, within: {n: 65}}\n" + END, "progress-overlaps", "progress:", "at most 63 working days"),
    "reports that overlap in months": (END, "progress: {every: month, within: {n: 1, unit: months}}\n" + END, "progress-overlaps", "progress:", "unit: days"),
    "reminder of a report before its period": (END, "progress: {every: month, within: {n: 3}, remind_days: [-40]}\n" + END, "reminder-before-start", "progress:", "28 days"),
    "reminder of a report after a year": (END, "progress: {every: month, within: {n: 3}, remind_days: [400]}\n" + END, "deadline-past-term", "progress:", "365 days"),
    "rule without its number": ("rule: all", "rule: at_least", "contradiction", "rule:", ""),
    "gate with two electorates": ("rule: all", "office: head", "contradiction", "consent:", ""),
    "gate that opens in two ways": ("as: submit,", "as: submit, on_entry: true,", "contradiction", "opens:", ""),
    "body that nobody declared": (CHAIN, "ask: outside body\n    body: menteri", "unknown-body", "body: menteri", "bodies"),
    "body that does not answer by letter": (CHAIN, "ask: outside body\n    body: menteri\n    recorded_from_paper: false", "body-without-paper", "recorded_from_paper:", "Remove"),
    "body that is not asked alone": (CHAIN, "ask: outside body\n    body: menteri", "body-asked-alone", "consent:", "deadline"),
    "body without asking it": (CHAIN, "ask: each party\n    body: menteri", "contradiction", "consent:", ""),
    "cover of an unknown document": ("else: [title]", "else: [documents.ofer]", "unknown-document", "covers:", "'offer'"),
    "cover of a document that is not bound": ("else: [title]", "else: [documents.scan]", "covers-unbound", "covers:", "bound: false"),
    "term named like the documents": ("  aid: {", "  documents: {", "reserved-word", "documents:", "another name"),
    "outcome without a gate": ("on: {deadline: end}, when: extending", "on: {deadline: end, outcome: approved}, when: extending", "contradiction", "lapse:", ""),
}  # fmt: skip
WRONG |= ALSO_WRONG


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_template_is_refused_with_its_line_and_what_to_change(name):
    old, new, code, line, hint = WRONG[name]
    text = spoiled(old, new)
    found = [fault for fault in faults_of(text) if fault.severity == "error"]
    assert code in [fault.code for fault in found], [str(fault) for fault in found]
    lines = text.splitlines()
    matching = [
        fault
        for fault in found
        if fault.code == code and hint in fault.hint and line in lines[(fault.line or 1) - 1]
    ]
    assert matching, [(fault.line, str(fault)) for fault in found if fault.code == code]


def test_reports_are_not_asked_for_where_nothing_is_ever_in_force():
    text = SMALL.replace(", in_force: true", "").replace(
        END, "progress: {every: semester, within: {n: 3}}\n" + END
    )
    (found,) = [fault for fault in faults_of(text) if fault.code == "progress-never-due"]
    assert text.splitlines()[(found.line or 1) - 1].startswith("progress:")
    assert "in_force: true" in found.hint


def test_the_small_template_has_no_fault():
    assert faults_of(SMALL) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_template_may_be_published(path):
    siblings = {each.stem: shipped(each.stem).template for each in SHIPPED}
    reading = shipped(path.stem)
    found = check_template(reading.template, lines=reading.lines, siblings=siblings)
    assert [str(fault) for fault in found if fault.severity == "error"] == []


def test_a_warning_does_not_stop_publishing():
    text = spoiled(
        "when: 'has(terms.title)'", "when: 'agreement.parties > 3 && agreement.parties < 2'"
    )
    assert [(fault.code, fault.severity) for fault in faults_of(text)] == [
        ("guard-never-true", "warning")
    ]


@pytest.mark.parametrize(
    "when",
    [
        'parties.exists(p, p.initiating && p.kind == "city")',
        'parties.all(p, p.kind == "city" && p.accepted) && size(parties) > 1',
        'agreement.stage == "signing" && agreement.term_years > 5 && terms.aid == "some"',
        'days_between(effective_on, agreement.ends_on) <= 90 && agreement.signed_on > date("2020-01-01")',
        "size(parties) > 7",
        "agreement.parties > 1 && size(parties) == agreement.parties",
        'terms.title in ["a", "b"] && !(terms.title == "a")',
    ],
)
def test_a_guard_that_can_be_either_is_not_warned_about(when):
    assert faults_of(spoiled("'has(terms.title)'", f"'{when}'")) == []


def test_a_guard_that_is_always_true_is_warned_about():
    text = spoiled("'has(terms.title)'", "'has(terms.title) || !has(terms.title)'")
    assert [fault.code for fault in faults_of(text)] == ["guard-always-true"]


def test_a_cause_after_which_nothing_may_follow_is_warned_about():
    text = spoiled("when: not_extending", "when: [not_extending, has_title]")
    assert [fault.code for fault in faults_of(text)] == ["nothing-follows"]


def test_a_gate_that_opens_by_itself_on_facts_that_may_be_unknown_is_warned_about():
    text = spoiled(
        "{by: [coordinator], as: submit, needs: {terms: [plan.purpose], documents: [offer]}}",
        "on_entry",
    )
    codes = {fault.code: fault for fault in faults_of(text)}
    assert "party.burden" in codes["where-may-be-unknown"].message
    assert codes["outcome-leads-nowhere"].message.startswith("When 'consent' is returned")


def test_a_child_that_does_not_know_its_parent_is_refused():
    text = spoiled("deadlines:\n", "children: [{template: anak, in: [running]}]\ndeadlines:\n")
    parent = read_template(text).template
    child = read_template(SMALL.replace("key: kecil", "key: anak")).template
    assert [fault.code for fault in check_template(parent, siblings={"anak": child})] == [
        "child-disowned"
    ]
    assert [fault.code for fault in check_template(parent, siblings={})] == ["unknown-template"]
    own = child.model_copy(update={"under": ("kecil",)})
    assert check_template(parent, siblings={"anak": own}) == []


def test_an_office_that_opens_and_answers_for_its_own_party_is_warned_about():
    text = spoiled(
        "chain: [[unit], [legal, finance], [secretary]]", "office: coordinator"
    ).replace("covers: {legal: [plan], else: [title]}", "covers: [title]")
    assert [(f.code, f.severity) for f in faults_of(text)] == [("opens-and-decides", "warning")]


def test_a_deadline_does_not_bear_the_name_of_a_silence():
    text = spoiled("rule: all", "silence: {within: {n: 5}}").replace("  answer: {", "  consent: {")
    assert [fault.code for fault in faults_of(text)] == ["deadline-as-gate"]


def test_an_effect_of_a_deadline_that_causes_a_step_is_warned_about():
    text = spoiled("at: term,", "at: term, effect: renew,")
    assert [fault.code for fault in faults_of(text)] == ["effect-unused"]


def test_a_last_day_is_asked_for_only_where_there_is_a_term():
    text = spoiled("after_state: talks,", "after_state: talks, effect: complete_term,")
    assert faults_of(text) == []
    plain = text.replace("type: period", "type: date")
    assert "no-term-to-complete" in {fault.code for fault in faults_of(plain)}


def test_a_step_on_a_deadline_without_length_is_warned_about():
    text = spoiled("within: {n: 14, unit: days}", "within: null").replace(
        "from: waiting, to: ended, by: [coordinator], reason: required",
        "from: waiting, to: ended, on: {deadline: answer}",
    )
    assert [fault.code for fault in faults_of(text)] == ["deadline-never-due"]


def test_an_outcome_that_cannot_happen_is_warned_about():
    text = spoiled("rule: all", "answers: [approve, return]")
    assert [fault.code for fault in faults_of(text)] == ["outcome-impossible"]


def test_an_unused_guard_and_a_role_asked_twice_are_warned_about():
    text = spoiled(
        "guards:\n", "guards:\n  idle: {when: 'has(terms.aid)', message: {id: A, en: B}}\n"
    )
    text = text.replace("[[unit], [legal, finance], [secretary]]", "[[unit], [legal], [unit]]")
    assert {fault.code for fault in faults_of(text)} == {"guard-unused", "role-twice"}


def test_where_everybody_may_abstain_a_rejection_must_lead_somewhere():
    text = spoiled("rule: all", "answers: [approve, abstain]").replace(
        "outcome: rejected", "outcome: returned"
    )
    errors = [fault for fault in faults_of(text) if fault.severity == "error"]
    assert [fault.code for fault in errors] == ["outcome-leads-nowhere"]
    assert "rejected" in errors[0].message


def test_two_states_that_only_lead_to_each_other_are_no_way_to_an_end():
    text = spoiled(
        "  ended: {title", "  here: {title: {id: A, en: B}, stage: evaluation}\n  ended: {title"
    )
    text = text.replace("from: waiting, to: ended", "from: waiting, to: here")
    text = text.replace(
        "  stop: {",
        "  back: {title: {id: A, en: B}, from: here, to: waiting, by: [head]}\n  stop: {",
    )
    found = {(fault.code, fault.where) for fault in faults_of(text)}
    assert found == {("no-path-to-end", "states.here"), ("no-path-to-end", "states.waiting")}


def test_a_workflow_without_any_end_is_refused():
    text = SMALL.replace("final: completed", "stage: evaluation").replace(
        "final: stopped", "stage: evaluation"
    )
    assert "no-final" in {fault.code for fault in faults_of(text)}
