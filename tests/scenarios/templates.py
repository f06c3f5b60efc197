"""Small templates of the tests' own: one gate whose rule, silence or chain is what is tried."""

from __future__ import annotations

_BODY = """\
kind: workflow-template
language: 1
key: {key}
title: {{id: Uji, en: Trial}}
instrument: {{id: Naskah, en: Paper}}
parties: {{min: 2, max: 5, who: [province, regency, city]}}
terms:
  title: {{title: {{id: Judul, en: Title}}, type: text, required_from: draft}}
  purpose: {{title: {{id: Maksud, en: Purpose}}, type: text}}
  term: {{title: {{id: Masa, en: Term}}, type: period}}
  clauses: {{title: {{id: Pasal, en: Clauses}}, type: clauses}}
  weight: {{title: {{id: Bobot, en: Weight}}, type: number, per: [party], bound: false}}
states:
  draft: {{title: {{id: Konsep, en: Draft}}, stage: proposal, initial: true, edits: free}}
  running: {{title: {{id: Jalan, en: Running}}, stage: implementation, in_force: true}}
  ended: {{title: {{id: Usai, en: Ended}}, final: completed}}
  stopped: {{title: {{id: Henti, en: Stopped}}, final: stopped}}
transitions:
  agree: {{title: {{id: Sepakat, en: Agree}}, from: draft, to: running, on: {{gate: consent, outcome: approved}}}}
  mend: {{title: {{id: Perbaiki, en: Mend}}, from: draft, to: draft, on: {{gate: consent, outcome: returned}}}}
  refuse: {{title: {{id: Tolak, en: Refuse}}, from: draft, to: stopped, on: {{gate: consent, outcome: rejected}}}}
  end: {{title: {{id: Akhiri, en: End}}, from: running, to: ended, by: [coordinator], reason: required}}
gates:
  consent:
    title: {{id: Persetujuan, en: Consent}}
    in: draft
    opens: {{by: [coordinator], as: ask}}
    ask: each party
    {who}
    answers: {answers}
    covers: all
    rule: {rule}
    {more}
"""


EVERY = "[approve, approve_with_conditions, return, reject, abstain]"


def template(
    key: str,
    *,
    who: str = "office: head",
    rule: str = "all",
    answers: str = EVERY,
    more: str = "",
) -> str:
    """A template with one gate ``consent``, asked by the event ``ask``."""
    return _BODY.format(key=key, who=who, rule=rule, answers=answers, more=more)


_SILENCE = "silence: {within: {n: 45, unit: working_days}, starts: receipt, answer: approve}"
RULES = {
    "uji-all": "all",
    "uji-any": "any",
    "uji-two": "{kind: at_least, n: 2}",
    "uji-share": "{kind: share, share: 2/3}",
    "uji-weighted": "{kind: weighted, share: 1/2, weights: weight}",
}
ALL = (
    *(template(key, rule=rule) for key, rule in RULES.items()),
    template("uji-silence", more=_SILENCE),
    template("uji-silence-chain", who="chain: [[unit], [secretary]]", more=_SILENCE),
    template("uji-silence-share", rule="{kind: share, share: 2/3}", more=_SILENCE),
    template(
        "uji-silence-chain-share",
        who="chain: [[unit], [secretary]]",
        rule="{kind: share, share: 2/3}",
        more=_SILENCE,
    ),
    template("uji-firm", who="chain: [[unit], [secretary]]", answers="[approve, reject]"),
    template("uji-chain", who="chain: [[unit], [legal, finance], [secretary]]"),
)
