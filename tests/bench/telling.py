"""Reminders and messages: a sweep over many open deadlines, rendering, and mail over loopback."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import psycopg

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock, stamp
from notifications import KINDS
from notifications.channels import Letter
from notifications.channels.mail import Mail, MailServer
from notifications.rendering import About, render
from tests.bench import office
from tests.bench.figures import Figure, of_rounds, ratio
from tests.bench.places import Places
from tests.bench.single import NAMES
from tests.bench.sizes import Sizes
from tests.mail import SENDER, mail_server, mail_to

NOW = datetime(2026, 10, 2, 1, tzinfo=UTC)
DUE = 10_000
LADDER = "[-90, -60, -30, -7, 0]"
_WANTED = """
    SELECT d.id, d.agreement, d.name, d.subject, d.due_on, d.due_at, d.zone, d.revision,
           d.verified, d.remind_days, d.tells, d.reminded_at, a.number, a.template
    FROM deadline d JOIN agreement a ON a.id = d.agreement
    WHERE d.remind_at <= {now} AND d.paused_on IS NULL AND d.settled_at IS NULL
      AND (d.fired_at IS NOT NULL OR d.due_at > {now})
    ORDER BY d.remind_at, d.id
"""


def sweeps(places: Places, sizes: Sizes, dialect: str) -> list[Figure]:
    """Planning and writing the reminders that are due among many open deadlines."""
    section = f"Reminders on {NAMES[dialect]}"
    due = min(DUE, sizes.deadlines // 10)
    figures, medians = [], []
    for count in (sizes.deadlines // 10, sizes.deadlines):
        place = places.of(dialect)
        ours: list[float] = []
        bare: list[float] = []
        with _Sweep(place, count, due) as sweep:
            for _ in range(sizes.rounds + 1):
                ours.append(sweep.kadflow_plans())
                bare.append(sweep.driver_does())
        name = f"{due:,} due of {count:,} open"
        figures.append(of_rounds(section, name, ours[1:], "s", goal=1.0, better="lower"))
        medians.append(sorted(ours[1:])[len(ours) // 2])
        figures.append(
            ratio(section, f"{name}: Kadflow / driver alone", bare[1:], ours[1:], goal=0.3)
        )
    figures.append(
        Figure(
            section,
            "ten times as many open",
            medians[1] / medians[0],
            "x",
            goal=1.3,
            better="lower",
        )
    )
    return figures


class _Sweep:
    """An installation with many open deadlines, and both ways to remind of those that are due."""

    def __init__(self, place: dict[str, Any], count: int, due: int) -> None:
        self._place, self._count, self._due = place, count, due
        self._rows: list[tuple[Any, ...]] = []

    def __enter__(self) -> Self:
        folder, url = Path(self._place["folder"]) / "data", self._place.get("url")
        kadflow = office.found(folder, url)
        (agreement,) = office.prepare(kadflow, 1)
        kadflow.close()
        self._connection: Any = (
            sqlite3.connect(folder / "kadflow.db", isolation_level=None)
            if url is None
            else psycopg.connect(url, autocommit=True)
        )
        self._mark = "?" if url is None else "%s"
        self._fill(agreement, sqlite=url is None)
        self._kadflow = Kadflow.open(folder, database_url=url, clock=ExerciseClock(NOW))
        return self

    def __exit__(self, *_: object) -> None:
        self._kadflow.close()
        self._connection.close()

    def _fill(self, agreement: str, *, sqlite: bool) -> None:
        """Copies of one agreement with one party, and deadlines on them."""
        numbers = (
            "(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {}) "
            "SELECT i FROM n)"
            if sqlite
            else "(SELECT i FROM generate_series(0, {} - 1) AS n(i))"
        )
        key = "printf('{}%07x-0000-7000-8000-%012x', i, i)" if sqlite else (
            "('{}' || lpad(to_hex(i), 7, '0') || '-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))"
        )  # fmt: skip
        run = self._connection.execute
        columns = "title, template, state, stage, standing, version, parent, signed_on, ends_on, provenance, source_ref, created_at, record"
        run(
            f"INSERT INTO agreement (id, number, {columns}) SELECT {key.format('a')}, 'B' || i, {columns} "
            f"FROM agreement, {numbers.format(self._due)} AS c WHERE id = {self._mark}",
            (agreement,),
        )
        columns = "organisation, position, printed_name, participation, left_on, version, record"
        run(
            f"INSERT INTO party (id, agreement, {columns}) SELECT {key.format('b')}, {key.format('a')}, {columns} "
            f"FROM party, {numbers.format(self._due)} AS c WHERE agreement = {self._mark} AND position = 0",
            (agreement,),
        )
        near, far = "2026-12-31", "2029-12-31"
        run(
            "INSERT INTO deadline (id, agreement, name, subject, due_on, due_at, zone, revision, "
            "effect, explanation, verified, remind_days, tells, remind_at, reminded_at) SELECT "
            f"{key.format('c')}, {key.format('a').replace('i)', f'i % {self._due})') if sqlite else key.format('a').replace('(i)', f'(i % {self._due})')}, "
            f"'term_end', NULL, CASE WHEN i < {self._due} THEN '{near}' ELSE '{far}' END, "
            f"CASE WHEN i < {self._due} THEN '{near}' ELSE '{far}' END || 'T17:00:00.000000Z', "
            f"'Asia/Jakarta', 1, 'move', {'CAST(1 AS BLOB)' if sqlite else chr(39) + chr(39)}, "
            f"{'0' if sqlite else 'false'}, '{LADDER}', '[\"coordinator\"]', "
            f"CASE WHEN i < {self._due} THEN '2026-10-02' ELSE '2029-10-02' END || 'T00:00:00.000000Z', "
            f"'2026-01-01T00:00:00.000000Z' FROM {numbers.format(self._count)} AS c"
        )
        run("ANALYZE")
        if sqlite:
            run("PRAGMA wal_checkpoint(TRUNCATE)")

    def _back(self) -> None:
        """Everything due again, nothing written."""
        run = self._connection.execute
        run("DELETE FROM notice WHERE kind = 'deadline_near'")
        run(
            "UPDATE deadline SET remind_at = '2026-10-02T00:00:00.000000Z', "
            "reminded_at = '2026-01-01T00:00:00.000000Z' WHERE id < "
            f"'{f'c{self._due:07x}'}' AND remind_at > '2026-10-02T00:00:00.000000Z' "
            "AND due_on = '2026-12-31'"
        )
        if self._mark == "%s":
            run("VACUUM notice, deadline")

    def kadflow_plans(self) -> float:
        """Seconds of `ReminderService.plan`."""
        self._back()
        begun = time.perf_counter()
        report = self._kadflow.reminders.plan()
        took = time.perf_counter() - begun
        assert report.made == self._due, report
        if not self._rows:
            found = self._connection.execute("SELECT * FROM notice WHERE kind = 'deadline_near'")
            self._rows = found.fetchall()
        return took

    def driver_does(self) -> float:
        """Seconds of the same reads and writes by the driver alone, rows made beforehand."""
        self._back()
        sqlite = self._mark == "?"
        after = "2026-12-01T00:00:00.000000Z"
        begun = time.perf_counter()
        cursor = self._connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if sqlite else "BEGIN")
        cursor.execute(_WANTED.format(now=f"'{stamp(NOW)}'"))
        found = cursor.fetchall()
        assert len(found) == self._due
        if sqlite:
            cursor.executemany(f"INSERT INTO notice VALUES ({', '.join('?' * len(self._rows[0]))})", self._rows)  # fmt: skip
            cursor.executemany(
                "UPDATE deadline SET remind_at = ?, reminded_at = ? WHERE id = ?",
                [(after, stamp(NOW), row[0]) for row in found],
            )
        else:
            with cursor.copy("COPY notice FROM STDIN") as copy:
                for row in self._rows:
                    copy.write_row(row)
            cursor.execute(
                "UPDATE deadline SET remind_at = %s, reminded_at = %s WHERE id = ANY(%s)",
                (after, stamp(NOW), [row[0] for row in found]),
            )
        cursor.execute("COMMIT")
        return time.perf_counter() - begun


def messages(places: Places, sizes: Sizes) -> list[Figure]:
    """Rendering whole messages, and handing them over to a mail server on loopback."""
    section = "Messages"
    mail = Mail(MailServer("127.0.0.1", 25, "none"), SENDER)
    count = sizes.messages
    rates = []
    for _ in range(sizes.rounds):
        begun = time.perf_counter()
        for number in range(count):
            mail.compose(_letter(number))
        rates.append(count / (time.perf_counter() - begun))
    figures = [of_rounds(section, "rendered with MIME", rates, "/s", goal=1000)]
    for dialect in ("sqlite", "postgresql"):
        rates = _deliveries(places.of(dialect), sizes)
        name = f"delivered over SMTP, {NAMES[dialect]}"
        figures.append(of_rounds(section, name, rates, "/s", goal=200))
    return figures


def _letter(number: int) -> Letter:
    fields = dict(KINDS["decision_requested"].fields) | {"number": f"KSD-2026-{number:06}"}
    about = About(
        agreement=f"KSD-2026-{number:06}, Pengelolaan sampah lintas batas",
        due="Kamis, 12 Maret 2026 (3 hari kerja lagi)",
        link=f"https://kadflow.example.go.id/agreements/{number}",
    )
    rendered = render(
        "decision_requested", fields, about, reasons=(f"Anda menjabat Kepala {number}.",)
    )
    return Letter(f"01985c1f-{number:012}", "a@b.test", rendered, "id", NOW, "x", {})


def _deliveries(place: dict[str, Any], sizes: Sizes) -> list[float]:
    """Messages per second of one worker; each round has notices of its own."""
    rates = []
    with mail_server() as post, closing(office.found(Path(place["folder"]) / "data", place.get("url"))) as made:  # fmt: skip
        url = place.get("url")
        person = made.organisations.person("sleman.head")[0]
        made.contacts.set_address(made.operator(), person, "mail", "bupati@kadflow.test")
        head = made.office("34.04/head")
        kadflow = Kadflow.open(
            Path(place["folder"]) / "data",
            database_url=url,
            channels=lambda: {"mail": mail_to(post)},
        )
        tell: Callable[..., None] = kadflow.notices.tell
        with closing(kadflow):
            for turn in range(sizes.rounds):
                for number in range(sizes.messages // 5):
                    tell(
                        "agreement_opened", [head], f"{turn}-{number}", {"number": f"KSD-{number}"}
                    )
                kadflow.deliveries.plan()
                begun = time.perf_counter()
                report = kadflow.deliveries.deliver(limit=sizes.messages)
                rates.append(report.sent / (time.perf_counter() - begun))
    return rates
