"""Whatever anybody does with results in any order, rows equal their replay and deadlines fit."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kadflow.app.results import Work
from kadflow.domain.indicators import Indicators
from kadflow.domain.meetings import Meetings
from kadflow.domain.progress import Progress
from kadflow.domain.risks import WATCHED, Risks
from kadflow.errors import KadflowError
from tests.kadflow.engine.results.test_report_deadlines import reporting
from tests.scenarios.checking import check, fingerprint
from tests.scenarios.staging import REGIONS, Exercise, on_sqlite

STEPS = 45
PARTIES = ("sleman", "bantul")
PERIODS = ("2026-S1", "2026-S2", "2027-S1", "2026-Q1")
SECTIONS = ("progress", "funding", "obstacles")


class Anybody:
    """Random people who do random things with one agreement's results."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.exercise = exercise
        self.chance = random.Random(seed)  # noqa: S311 - to choose, not to hide
        self.number = reporting(exercise)
        self.day = 5

    def step(self) -> KadflowError | None:
        """One command by somebody, who may be refused."""
        does: list[Callable[[], object]] = [
            self.indicator, self.measure, self.measure, self.aim, self.oblige, self.oblige,
            self.meet, self.meet, self.judge, self.schedule, self.accept, self.end, self.draft,
            self.submit, self.review, self.review, self.risk, self.meeting, self.minute,
            self.feedback, self.wait,
        ]  # fmt: skip
        try:
            self.chance.choice(does)()
        except KadflowError as refusal:
            return refusal
        return None

    @property
    def who(self):
        role = self.chance.choice(["coordinator", "coordinator", "unit", "head"])
        return self.exercise.by(f"{self.chance.choice(PARTIES)}.{role}")

    @property
    def party(self) -> str:
        return REGIONS[self.chance.choice(PARTIES)]

    @property
    def reason(self) -> str | None:
        return self.chance.choice([None, "Sebab"])

    @property
    def due(self) -> str | None:
        return self.chance.choice([None, "2026-02-01", "2026-03-01", "2026-12-31"])

    def owed(self) -> int:
        known = [o.number for o in self.exercise.record(self.number).obligations]
        return self.chance.choice([*known, 1])

    def wait(self) -> None:
        self.day = min(self.day + self.chance.randint(1, 20), 330)
        self.exercise.day(self.today)

    @property
    def today(self) -> str:
        month, day = divmod(self.day, 28)
        return f"2026-{month + 1:02d}-{day + 1:02d}"

    def indicator(self) -> None:
        self.who.indicators.add(
            self.number, self.party, f"Indikator {self.chance.randint(1, 3)}", unit="ton",
            source="TPA", every="semester", targets={"2026-S1": "10"},
        )  # fmt: skip

    def _indicator(self) -> tuple[int, list[int]]:
        entries = self.exercise.kadflow.agreements.chapter(self.number, Indicators).entries
        if not entries:
            return 1, []
        found = self.chance.choice(list(entries.values()))
        return found.number, [m.number for m in found.measurements]

    def measure(self) -> None:
        number, known = self._indicator()
        corrects = self.chance.choice([None, *known])
        value = self.chance.choice([None, "0", "7", "12"])
        period = self.chance.choice(PERIODS)
        self.who.indicators.measure(self.number, number, period, value, corrects=corrects)

    def aim(self) -> None:
        self.who.indicators.aim(self.number, self._indicator()[0], {"2026-S2": "20"})

    def oblige(self) -> None:
        clause = self.chance.choice([None, "1", "9"])
        self.who.obligations.add(self.number, self.party, "Tugas", due_on=self.due, clause=clause)

    def meet(self) -> None:
        note = self.chance.choice([None, "Bukti"])
        self.who.obligations.meet(self.number, self.owed(), note=note)

    def judge(self) -> None:
        verdict = self.chance.choice(["confirmed", "disputed"])
        self.who.obligations.judge(self.number, self.owed(), verdict, reason=self.reason)

    def schedule(self) -> None:
        self.who.obligations.schedule(self.number, self.owed(), self.due, reason=self.reason)

    def accept(self) -> None:
        self.who.obligations.accept(self.number, self.owed())

    def end(self) -> None:
        outcome = self.chance.choice(["unmet", "withdrawn"])
        self.who.obligations.close(self.number, self.owed(), outcome, reason=self.reason)

    def draft(self) -> None:
        self.who.progress.draft(self.number, "2026-S1", {self.chance.choice(SECTIONS): "Isi"})

    def submit(self) -> None:
        self.who.progress.submit(self.number, self.party, "2026-S1")

    def review(self) -> None:
        verdict = self.chance.choice(["accepted", "returned", "reopened"])
        only = self.chance.choice([(), ("funding",)])
        self.who.progress.review(
            self.number, self.party, "2026-S1", verdict, sections=only, reason=self.reason
        )

    def risk(self) -> None:
        known = self.exercise.kadflow.agreements.chapter(self.number, Risks).entries.values()
        if known and self.chance.random() < 0.5:
            found = self.chance.choice(list(known)).number
            likelihood = self.chance.randint(0, 6)
            status = self.chance.choice([None, "open", "closed"])
            self.who.risks.assess(
                self.number, found, likelihood=likelihood, status=status, reason=self.reason,
                review_on=self.due,
            )  # fmt: skip
            return
        self.who.risks.add(
            self.number,
            self.party,
            "budget",
            "Kurang",
            likelihood=2,
            impact=self.chance.randint(0, 5),
            review_on=self.due,
        )

    def meeting(self) -> None:
        self.who.meetings.hold(
            self.number, "tkksd", place="Sleman", agenda="Jadwal", parties=[self.party],
            conclusions=["Sepakat"], actions=[Work(self.party, "Tugas rapat", self.due)],
        )  # fmt: skip

    def minute(self) -> None:
        held = self.exercise.kadflow.agreements.chapter(self.number, Meetings).entries.values()
        found = self.chance.choice([*(m.number for m in held), 1])
        scan = self.exercise.folder / "ba.pdf"
        scan.write_bytes(b"%PDF-1.7")
        self.who.meetings.minute(self.number, found, signed=scan)

    def feedback(self) -> None:
        self.who.feedback.receive(self.number, self.party, "public", "service", "Baik")


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_any_commands_on_results_leave_a_provable_record(built_sqlite: Path, seed: int):
    with (
        tempfile.TemporaryDirectory() as place,
        on_sqlite(built_sqlite, Path(place)) as exercise,
    ):
        anybody = Anybody(exercise, seed)
        for number in range(STEPS):
            before = fingerprint(exercise.kadflow) if number % 9 == 0 else ""
            told = anybody.step()
            if before and told is not None:
                assert fingerprint(exercise.kadflow) == before, f"{told} left something behind"

        check(exercise.kadflow)
        exercise.by("bantul.coordinator").feedback.receive(
            anybody.number, "34.02", "public", "service", "Apa yang jatuh tempo diterapkan"
        )
        record = exercise.record(anybody.number)
        running = {d.subject for d in (*record.deadlines, *record.overdue)}
        names = [d.name for d in (*record.deadlines, *record.overdue)]
        for risk in exercise.kadflow.agreements.chapter(anybody.number, Risks).entries.values():
            reviewed = names.count(f"risk.{risk.number}")
            assert reviewed <= (risk.status in WATCHED and risk.review_on is not None)
            assert (
                reviewed or risk.status not in WATCHED or (risk.review_on or "") <= anybody.today
            )
        reported = {(report.party, report.period) for report in record.reporting.values()}
        for report in exercise.kadflow.agreements.chapter(
            anybody.number, Progress
        ).entries.values():
            assert (report.status != "accepted") == ((report.party, report.period) in reported)
            assert f"progress.{report.period}" not in [
                d.name for d in (*record.deadlines, *record.overdue) if d.subject == report.party
            ]
        for party in record.active_parties:
            named = [d.name for d in record.deadlines if d.subject == party.id]
            assert len([name for name in named if name.startswith("progress.")]) == 1
        for owed in record.obligations:
            if not owed.is_open:
                assert owed.id not in running
            elif owed.due_on is not None and not owed.disputed_by:
                assert owed.id in running
        for indicator in exercise.kadflow.results.indicators(anybody.number):
            for period in {m.period for m in indicator.measurements}:
                mine = [m for m in indicator.measurements if m.period == period]
                corrected = {m.corrects for m in mine}
                assert sum(m.id not in corrected for m in mine) == 1
