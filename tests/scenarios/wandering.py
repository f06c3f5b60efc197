"""Random commands by random people, most of them possible, many of them not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.events import LegalDate
from kadflow.errors import KadflowError
from kadflow.services.agreements import Outcome
from tests.scenarios.staging import CHAIN, REGIONS, ZONES, Exercise

SHORTS = tuple(REGIONS)
ROLES = ("coordinator", "head", "council", "deputy_head", *CHAIN)
ANSWERS = ("approve",) * 40 + ("approve_with_conditions", "return", "reject", "abstain", "maybe")
STANDING = ("suspend", "resume", "terminate", "leave", "amend")
GROUNDS = ("purpose_reached", "force_majeure", "own_wish", "dispute", "parties_agree", None)


class Wanderer:
    """Gives one random command after the other on the agreements of an exercise."""

    def __init__(self, exercise: Exercise, seed: int, template: str) -> None:
        self.exercise = exercise
        self.random = Random(seed)  # noqa: S311 - repeatable, not secret
        self.template = template
        self.agreements: list[str] = []
        self.ready: set[str] = set()
        self.noise = self.random.choice([0, 1, 1, 10])
        self.shorts = self.random.sample(SHORTS, self.random.choice([2, 2, 3]))
        exercise.appoint("bantul/head", "bantul.deputy_head", "deputy_for_head",
                         "2026-01-01", "2030-12-31")  # fmt: skip
        exercise.appoint("sleman/legal", "sleman.unit", "plt", "2026-01-01", "2030-12-31")
        exercise.mandate("sleman/head", "sleman.secretary", "2026-01-01", "2026-06-30")

    def step(self) -> Outcome | KadflowError:
        """One command: what it did, or why it was refused."""
        if not self.agreements:
            return self._told(self._create)
        weights: list[tuple[int, Callable[[], Any]]] = [
            (50, self._answer), (30, self._act), (self.noise, self._edit), (1, self._document),
            (2, self._withdraw), (5, self._release), (4, self._receipt), (5, self._stand),
            (6, self._child), (3, self._wait), (1, self._create), (2, self._sweep),
            (12, self._paper), (4, self._papers), (6, self._clock), (1, self._decree),
        ]  # fmt: skip
        (chosen,) = self.random.choices([w for _, w in weights], [n for n, _ in weights])
        told = self._told(chosen)
        for agreement in self.agreements:
            if agreement not in self.ready:
                self._prepare(agreement)
        return told

    def _prepare(self, agreement: str) -> None:
        """State every term and put every document on file, as a diligent office would."""
        self.ready.add(agreement)
        record = self.exercise.record(agreement)
        template = self.exercise.kadflow.templates.get(record.template)[1]
        for party in record.parties:
            short = next(s for s in SHORTS if self.exercise.organisation(s) == party.organisation)
            liaison = self.exercise.by(f"{short}.coordinator")
            for path, value in self._values(record, 99, party.id).items():
                if party.initiating or party.id in path:
                    self._told(partial(liaison.edit, agreement, {path: value}))
            if party.initiating and self.noise < 10:
                for kind in template.documents:
                    liaison.add_document(agreement, kind, b"isi", filename="isi.pdf")

    def _told(self, command: Callable[[], Any]) -> Any:
        try:
            outcome = command()
        except KadflowError as error:
            return error
        if isinstance(outcome, Outcome):
            for made in (outcome.agreement, outcome.child):
                if made is not None and made not in self.agreements:
                    self.agreements.append(made)
        return outcome

    # ---------------------------------------------------------------- choices

    def _record(self) -> AgreementRecord:
        return self.exercise.record(self.random.choice(self.agreements[-3:]))

    def _who(self, *roles: str) -> Any:
        handle = f"{self.random.choice(self.shorts)}.{self.random.choice(roles or ROLES)}"
        return self.exercise.by(handle)

    def _liaison(self) -> Any:
        if self.random.random() < 0.05:
            return self._who()
        short = self.shorts[0] if self.random.random() < 0.7 else self.random.choice(SHORTS)
        return self.exercise.by(f"{short}.coordinator")

    def _how(self) -> dict[str, Any]:
        how: dict[str, Any] = {}
        if self.random.random() < 0.9:
            how["reason"] = "Sebab."
        if self.random.random() < 0.1:
            days = self.random.choice([-400, -3, -1, 0, 1])
            zone = self.random.choice(list(ZONES.values()))
            day = (self.exercise.clock.now() + timedelta(days=days)).date().isoformat()
            how["effective_on"] = LegalDate(date=day, zone=zone)
        if self.random.random() < 0.03:
            how["if_version"] = self.random.randint(1, 40)
        if self.random.random() < 0.05:
            how["key"] = f"kunci-{self.random.randint(1, 3)}"
        return how

    def _value(self, name: str, kind: str, choices: list[str]) -> Any:
        return {
            "list": ["lingkungan hidup"],
            "yes_no": self.random.random() < 0.8,
            "number": self.random.randint(0, 9),
            "money": self.random.randint(0, 10**12),
            "date": "2026-03-01",
            "choice": self.random.choice(choices or ["?"]),
            "budget_status": self.random.choice(["budgeted", "not_yet", "no_cost", "?"]),
            "period": {"starts_on": "2026-02-01",
                       "ends_on": self.random.choice(["2026-03-31", "2027-01-31"])},
        }.get(kind, f"{name} {self.random.randint(1, 3)}" * self.random.choice([1, 1, 60]))  # fmt: skip

    def _values(self, record: AgreementRecord, most: int, party: str = "") -> dict[str, Any]:
        template = self.exercise.kadflow.templates.get(record.template)[1]
        values: dict[str, Any] = {}
        for name in self.random.sample(list(template.terms), min(most, len(template.terms))):
            term = template.terms[name]
            value = self._value(name, term.type.value, list(term.choices))
            paths = [name]
            if term.per:
                paths = [f"{name}.{party or record.parties[0].id}"]
                if "fiscal_year" in term.per:
                    paths = [f"{path}.2026" for path in paths]
            elif term.fields:
                paths = [f"{name}.{field}" for field in term.fields]
            elif term.type.value == "clauses":
                paths = [f"{name}.{self.random.randint(1, 2)}"]
            values |= dict.fromkeys(paths, None if self.random.random() < 0.08 else value)
        return values

    # ---------------------------------------------------------------- commands

    def _create(self) -> Outcome:
        codes = [REGIONS[short] for short in self.shorts]
        title = {"title": "Pengembaraan"}
        return self.exercise.by(f"{self.shorts[0]}.coordinator").create(
            self.template, codes, title
        )

    def _edit(self) -> Outcome:
        record = self._record()
        values = self._values(record, self.random.choice([1, 3, 30]))
        if self.random.random() < 0.05:
            values["changes.clauses.1"] = self.random.choice(["Berubah.", 5])
        return self._liaison().edit(record.id, values, **self._how())  # type: ignore[no-any-return]

    def _document(self) -> Outcome:
        record = self._record()
        template = self.exercise.kadflow.templates.get(record.template)[1]
        kind = self.random.choice([*template.documents, "aneh"])
        content = self.random.choice([b"isi", b"isi yang lain"])
        return self._liaison().add_document(  # type: ignore[no-any-return]
            record.id, kind, content, filename="isi.pdf", **self._how()
        )

    def _act(self) -> Outcome:
        record = self._record()
        template = self.exercise.kadflow.templates.get(record.template)[1]
        steps = [n for n, t in template.transitions.items() if record.state in t.from_ and t.by]
        steps += [
            g.opens.as_ for g in template.gates.values() if g.opens.as_ and record.state in g.in_
        ] * 4
        if self.random.random() < 0.9:
            steps = [step for step in steps if step not in {"stop", "end", "finish"}]
        event = self.random.choice(steps or list(template.transitions))
        return self._liaison().act(record.id, event, **self._how())  # type: ignore[no-any-return]

    def _answer(self) -> Outcome:
        record = self._record()
        wanted = self._who()
        for short in self.random.sample(SHORTS, len(SHORTS)):
            for role in self.random.sample(ROLES, len(ROLES)):
                due = self.exercise.kadflow.inbox(f"{short}.{role}")
                if due and self.random.random() < 0.8:
                    wanted = self.exercise.by(f"{short}.{role}")
                    record = self.exercise.record(self.random.choice(due)["agreement"])
                    break
        answer = self.random.choice(ANSWERS)
        template = self.exercise.kadflow.templates.get(record.template)[1]
        open_ = [name for name, found in record.rounds.items() if found.is_open]
        gate = self.random.choice(open_) if open_ and self.random.random() < 0.9 else None
        if gate and template.gates[gate].signs and answer == "approve":
            return wanted.sign(record.id, **self._how())  # type: ignore[no-any-return]
        conditions = ["Syarat."] if answer == "approve_with_conditions" else []
        return wanted.decide(  # type: ignore[no-any-return]
            record.id, answer, gate=gate, conditions=conditions, **self._how()
        )

    def _paper(self) -> Outcome:
        """Somebody records an answer that came on paper: of an office, a party or a body."""
        record = self._record()
        template = self.exercise.kadflow.templates.get(record.template)[1]
        open_ = [name for name, found in record.rounds.items() if found.is_open]
        gate = self.random.choice(open_) if open_ else None
        how = self._how() | {
            "evidence": self.exercise.kadflow.store_content(record.id, b"surat"),
            "letter_number": self.random.choice([None, "130/1"]),
            "letter_date": self.random.choice([None, "2026-01-05", "kemarin"]),
            "capacity": self.random.choice([None, None, "definitive", "plt", "plh", "raja"]),
        }
        behalf = None
        if self.random.random() < 0.6:
            behalf = f"{REGIONS[self.random.choice(self.shorts)]}/{self.random.choice(ROLES)}"
        hand = self.exercise.kadflow.acting(
            f"{self.random.choice(self.shorts)}.coordinator", on_behalf_of=behalf
        )
        answer: Any = self.random.choice(ANSWERS)
        if gate and template.gates[gate].signs and answer == "approve":
            return hand.sign(record.id, gate=gate, **how)
        return hand.decide(record.id, answer, gate=gate, **how)

    def _papers(self) -> Outcome:
        """What is done about papers: taking part, reviewing, curing, numbering, comparing."""
        record, hand = self._record(), self._who("coordinator", "head", "legal")
        template = self.exercise.kadflow.templates.get(record.template)[1]
        kind = self.random.choice([*template.documents, "aneh"])
        other = self.random.choice(self.agreements)
        commands: list[Callable[[], Any]] = [
            lambda: hand.participate(
                record.id, REGIONS[self.random.choice(self.shorts)],
                self.random.choice(["uses", "paper"]), **self._how(),
            ),
            lambda: hand.review(
                record.id, self.random.randint(1, record.version),
                self.random.choice(["confirmed", "disputed"]), **self._how(),
            ),
            lambda: hand.cure(
                record.id, next((f.number for f in record.findings), 1),
                self.random.choice(["ratification", "re_signing"]), **self._how(),
            ),
            lambda: hand.number_document(
                record.id, kind, REGIONS[self.random.choice(self.shorts)], "1/2026", **self._how()
            ),
            lambda: hand.compare_document(
                record.id, kind, self.random.choice(["agrees", "differs"]), **self._how()
            ),
            lambda: hand.link(record.id, other, **self._how()),
        ]  # fmt: skip
        return self.random.choice(commands)()  # type: ignore[no-any-return]

    def _gate(self, record: AgreementRecord) -> str:
        return self.random.choice([*record.rounds, "tidak-ada"])

    def _withdraw(self) -> Outcome:
        record = self._record()
        return self._who().withdraw(record.id, self._gate(record), **self._how())  # type: ignore[no-any-return]

    def _release(self) -> Outcome:
        record = self._record()
        answer = self.random.choice(["return", "reject", "resume"])
        return self._who("coordinator").release(  # type: ignore[no-any-return]
            record.id, self._gate(record), answer, **self._how()
        )

    def _receipt(self) -> Outcome:
        record = self._record()
        organisation = self.random.choice(record.parties).organisation
        return self._liaison().record_receipt(  # type: ignore[no-any-return]
            record.id, self._gate(record), organisation, **self._how()
        )

    def _stand(self) -> Outcome:
        ground = self.random.choice(GROUNDS)
        return self._liaison().stand(  # type: ignore[no-any-return]
            self._record().id, self.random.choice(STANDING), ground=ground, **self._how()
        )

    def _child(self) -> Outcome:
        record = self._record()
        if self.random.random() < 0.3:
            return self._liaison().open_child(  # type: ignore[no-any-return]
                record.id, "pks", {"title": "Anak"}, **self._how()
            )
        purpose = self.random.choice(["amend", "extend", "join", "leave"])
        changes = self._values(record, 2) if purpose in {"amend", "extend"} else {}
        return self._liaison().amend(  # type: ignore[no-any-return]
            record.id,
            changes,
            purpose=purpose,
            terms={"title": "Addendum", "reason": "Sebab."},
            organisation=REGIONS[self.random.choice(SHORTS)] if not changes else None,
            ground=self.random.choice(GROUNDS),
            **self._how(),
        )

    def _clock(self) -> Outcome:
        record = self._record()
        running = [d.name for d in record.deadlines]
        name, liaison = self.random.choice([*running, "tidak-ada"]), self._liaison()
        party = self.random.choice([None, *(REGIONS[short] for short in self.shorts)])
        if self.random.random() < 0.5:
            return liaison.pause_deadline(record.id, name, party=party, **self._how())  # type: ignore[no-any-return]
        return liaison.resume_deadline(record.id, name, party=party, **self._how())  # type: ignore[no-any-return]

    def _decree(self) -> None:
        """A decree on some days off around today: national, or of one region."""
        today = self.exercise.clock.now().date()
        day = today + timedelta(days=self.random.randint(-30, 90))
        kind = self.random.choice(["libur", "cuti bersama", "hari kerja"])
        file = self.exercise.folder.parent / "keputusan.csv"
        file.write_text(f"tanggal,jenis,nama\n{day},{kind},Keputusan\n", "utf-8")
        self.exercise.kadflow.import_calendar(
            self.exercise.kadflow.operator(),
            file,
            region=self.random.choice([None, REGIONS[self.shorts[0]]]),
            decree=f"Keputusan {self.random.randint(1, 9)}",
            decree_on="2026-01-01",
        )

    def _wait(self) -> None:
        days = self.random.choice([0, 1, 3, 30, 120])
        self.exercise.clock.advance(days=days, hours=self.random.randint(0, 23))

    def _sweep(self) -> None:
        self.exercise.kadflow.apply_due()
