"""A small template that is right in every way, for tests to spoil one line at a time."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from state_machines import (
    Fault,
    Reading,
    TemplateError,
    Workflow,
    check_template,
    compile_template,
    read_template,
)

SHIPPED = sorted((Path(__file__).parents[2] / "state_machines" / "templates").glob("*.yaml"))

SMALL = """\
kind: workflow-template
language: 1
key: kecil
title: {id: Kecil, en: Small}
instrument: {id: Naskah, en: Paper}
parties: {min: 2, who: [regency, city]}
terms:
  title: {title: {id: Judul, en: Title}, type: text}
  plan: {title: {id: Rencana, en: Plan}, type: group, fields: {purpose: {id: Tujuan, en: Purpose}}}
  term: {title: {id: Masa, en: Term}, type: period, max: 5}
  aid: {title: {id: Bantuan, en: Aid}, type: choice, choices: {none_at_all: {id: Nihil, en: None}, some: {id: Ada, en: Some}}}
  burden: {title: {id: Beban, en: Burden}, type: yes_no, per: [party]}
  money: {title: {id: Anggaran, en: Budget}, type: budget_status, per: [party, fiscal_year]}
  weight: {title: {id: Bobot, en: Weight}, type: number, per: [party]}
documents:
  offer: {title: {id: Surat, en: Letter}, letter: true}
  scan: {title: {id: Pindaian, en: Scan}, bound: false}
guards:
  has_title: {when: 'has(terms.title)', message: {id: Judul kosong, en: No title}}
  burdened: {each: party, when: 'party.burden || party.money[year] == "not_yet"', message: {id: Beban, en: Burden}}
  extending: {when: 'agreement.extension_open', message: {id: Diperpanjang, en: Extending}}
  not_extending: {when: '!agreement.extension_open', message: {id: Tidak, en: Not extending}}
states:
  draft: {title: {id: Konsep, en: Draft}, stage: proposal, initial: true, edits: free}
  talks: {title: {id: Runding, en: Talks}, stage: negotiation, edits: free}
  running: {title: {id: Jalan, en: Running}, stage: implementation, in_force: true}
  waiting: {title: {id: Tunggu, en: Waiting}, stage: implementation}
  ended: {title: {id: Usai, en: Ended}, final: completed}
  stopped: {title: {id: Henti, en: Stopped}, final: stopped}
transitions:
  begin: {title: {id: Mulai, en: Begin}, from: draft, to: talks, by: [coordinator], when: has_title}
  conclude: {title: {id: Sepakat, en: Agree}, from: talks, to: running, on: {gate: consent, outcome: approved}}
  refuse: {title: {id: Tolak, en: Refuse}, from: talks, to: stopped, on: {gate: consent, outcome: rejected}}
  excuse: {title: {id: Lewat, en: Not asked}, from: talks, to: running, on: {gate: consent, outcome: not_asked}}
  lapse: {title: {id: Habis, en: Lapse}, from: running, to: waiting, on: {deadline: end}, when: extending}
  expire: {title: {id: Berakhir, en: Expire}, from: running, to: ended, on: {deadline: end}, when: not_extending}
  close: {title: {id: Tutup, en: Close}, from: waiting, to: ended, by: [coordinator], reason: required}
  stop: {title: {id: Hentikan, en: Stop}, from: [draft, talks], to: stopped, by: [coordinator], reason: required}
gates:
  consent:
    title: {id: Persetujuan, en: Consent}
    in: talks
    opens: {by: [coordinator], as: submit, needs: {terms: [plan.purpose], documents: [offer]}}
    ask: each party
    chain: [[unit], [legal, finance], [secretary]]
    where: burdened
    covers: {legal: [plan], else: [title]}
    rule: all
deadlines:
  end: {title: {id: Akhir masa, en: End of term}, at: term, remind_days: [-30, -7, 0]}
  answer: {title: {id: Jawab, en: Answer}, after_state: talks, within: {n: 14, unit: days}}
"""


def spoiled(old: str, new: str) -> str:
    """The small template with one passage replaced; the passage must stand there once."""
    assert SMALL.count(old) == 1, f"{old!r} stands {SMALL.count(old)} times"
    return SMALL.replace(old, new)


def faults_of(text: str) -> list[Fault]:
    """Everything wrong with a text, from reading or from the checks."""
    try:
        reading = read_template(text)
    except TemplateError as error:
        return error.faults
    return check_template(reading.template, lines=reading.lines)


def workflow_of(text: str = SMALL) -> Workflow:
    reading = read_template(text)
    return compile_template(reading.template, reading.digest)


@cache
def shipped(name: str) -> Reading:
    """A template of the product."""
    (path,) = (each for each in SHIPPED if each.stem == name)
    return read_template(path.read_text(encoding="utf-8"), source=path.name)
