"""The installation that is measured, and the commands that are timed in it.

Two regions agree by the shipped template ``ksdd-wajib``. What is timed per agreement, in order:

1. ``edit``: the liaison changes a term (one event, one part).
2. ``open``: the liaison submits the proposal (three guarded facts, needed terms and a document;
   opens a gate with a chain of three offices).
3. ``step``: the executing unit decides its step of the chain.
4. ``step``: the secretary decides the next one.
5. ``close``: the head decides the last one; the party's answer goes out, the gate closes, and the
   agreement moves to the next stage.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from kadflow.app import Kadflow
from kadflow.domain.commands import Act, AddDocument, Command, Decide, EditTerms, Envelope

REGIONS = {"34.04": "sleman", "34.02": "bantul"}
ROLES = ("head", "secretary", "coordinator", "legal", "finance", "unit", "council")
TEMPLATE = "ksdd-wajib"
STEPS = ("edit", "open", "step", "step", "close")
"""What is timed, per agreement; `commands` gives them in this order."""

_PLAN = ("background", "purpose", "location", "scope", "duration", "benefits", "impact", "funding")
_MAPPING = sha256(b"mapping").hexdigest()

Job = tuple[Envelope, Command]


def found(folder: Path, url: str | None) -> Kadflow:
    """A new installation with two regions whose offices are held."""
    kadflow = Kadflow.create(folder, database_url=url, exercise=True)
    operator = kadflow.operator()
    for code, short in REGIONS.items():
        region = kadflow.organisations.get(code)
        for role in ROLES:
            office = kadflow.organisations.add_office(operator, region.id, role=role)
            person = kadflow.organisations.add_person(
                operator, region.id, handle=f"{short}.{role}", name=f"{short} {role}"
            )
            kadflow.organisations.appoint(
                operator,
                office=office,
                person=person,
                capacity="definitive",
                from_on="2025-02-20",
                letter="SK 1/2025",
                first_setup=True,
            )
    return kadflow


def prepare(kadflow: Kadflow, count: int, *, template: str = TEMPLATE) -> list[str]:
    """Agreements at the point where the timed commands begin; returns their ids."""
    liaison = kadflow.acting("sleman.coordinator")
    envelope = liaison.envelope()
    made = []
    for number in range(count):
        opened = liaison.create(
            template,
            list(REGIONS),
            {
                "title": f"Regional drinking water {number}",
                "subjects": ["pekerjaan umum dan penataan ruang"],
                "planning_basis": "in_plan",
                "bordering": True,
                "cross_border_effect": True,
                "cheaper_together": True,
                "joint_secretariat": False,
                "term": {"starts_on": "2026-07-01", "ends_on": "2030-04-30"},
                **{f"plan.{field}": f"What the parties plan: {field}." for field in _PLAN},
            },
        ).agreement
        kadflow.agreements.run(
            envelope,
            AddDocument(
                agreement=opened,
                kind="mapping",
                digest=_MAPPING,
                filename="mapping.pdf",
                size=7,
                media_type="application/pdf",
            ),
        )
        made.append(opened)
    return made


def commands(kadflow: Kadflow) -> Callable[[str], list[Job]]:
    """Gives the timed commands of an agreement, in order."""
    by = {role: kadflow.acting(f"sleman.{role}").envelope() for role in ROLES}

    def jobs(agreement: str) -> list[Job]:
        approve = Decide(agreement=agreement, answer="approve")
        return [
            (
                by["coordinator"],
                EditTerms(agreement=agreement, values={"plan.scope": "Twelve villages."}),
            ),
            (by["coordinator"], Act(agreement=agreement, event="submit_proposal")),
            (by["unit"], approve),
            (by["secretary"], approve),
            (by["head"], approve),
        ]

    return jobs


def in_order(agreements: Sequence[str], jobs: Callable[[str], list[Job]]) -> list[Job]:
    """All first commands, then all second ones, and so on: neighbours touch different rows."""
    lists = [jobs(agreement) for agreement in agreements]
    return [each[step] for step in range(len(STEPS)) for each in lists]
