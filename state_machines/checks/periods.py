"""Rules on time: anchors exist, reminders and periods fit into the term.

What can be checked without an agreement: nothing may run longer than ten years; where a period
term has a maximum (in years), no period and no silence may be longer than that. Whether a stated
term is long enough for a deadline is known only in an agreement.
"""

from __future__ import annotations

from state_machines.checks.findings import Faults, error, unknown, warning
from state_machines.template import Deadline, DeadlineEffect, Period, Template, TermType

MAX_DAYS = 3650
_DAYS = {"days": 1.0, "working_days": 7 / 5, "months": 30.5}
_UNITS = {"days": "hari", "working_days": "hari kerja", "months": "bulan"}
_PERIODS = {"month": 28, "quarter": 90, "semester": 181, "year": 365}
_PERIOD_WORDS = {
    "month": ("bulan", "month"),
    "quarter": ("triwulan", "quarter"),
    "semester": ("semester", "semester"),
    "year": ("tahun", "year"),
}
_ENDS = ("starts_on", "ends_on")


def check_anchors(template: Template) -> Faults:
    """A deadline hangs on a date term, a period term or a state."""
    for name, deadline in template.deadlines.items():
        where = f"deadlines.{name}"
        if deadline.at is not None:
            root, _, rest = deadline.at.partition(".")
            term = template.terms.get(root)
            if term is None:
                yield unknown("term", f"{where}.at", root, template.terms)
            elif not (
                (term.type is TermType.DATE and not rest)
                or (term.type is TermType.PERIOD and rest in ("", *_ENDS))
            ):
                yield error(
                    "deadline-not-a-date",
                    f"{where}.at",
                    f"'{deadline.at}' is neither a date nor a period.",
                    "Name a term with 'type: date' or 'type: period'.",
                    pesan=f"'{deadline.at}' bukan tanggal dan bukan jangka waktu.",
                    saran="Sebutkan isian dengan 'type: date' atau 'type: period'.",
                )
        runs = (deadline.after_state, deadline.after_gate, deadline.after_obligation)
        if deadline.within is not None and not any(runs):
            yield error(
                "within-without-state",
                f"{where}.within",
                "'within' counts from a state, a gate or an obligation, but the deadline hangs on "
                "a date.",
                "Remove 'within', or write 'after_state' in its place; beside 'at' stand 'before' "
                "and 'after'.",
                pesan="'within' dihitung dari suatu tahap, persetujuan atau kewajiban, padahal batas "
                "waktu ini bergantung pada tanggal.",
                saran="Hapus 'within', atau gantilah dengan 'after_state'; untuk 'at' dipakai "
                "'before' dan 'after'.",
            )
        for state in (deadline.after_state, *deadline.in_):
            if _is_final(template, state):
                yield error(
                    "deadline-after-end",
                    f"{where}.{'in' if state in deadline.in_ else 'after_state'}",
                    f"'{state}' is final; nothing falls due after the end.",
                    "Name a state that is not final.",
                    pesan=f"'{state}' adalah tahap akhir; sesudahnya tidak ada batas waktu lagi.",
                    saran="Sebutkan tahap yang bukan tahap akhir.",
                )
        yield from _rhythm(template, where, name, deadline)


def _rhythm(template: Template, where: str, name: str, deadline: Deadline) -> Faults:
    if deadline.every is not None and deadline.every.unit == "working_days":
        yield error(
            "every-working-days",
            f"{where}.every",
            "What comes again and again is counted in days or months.",
            "Write 'unit: days' or 'unit: months'.",
            pesan="Yang berulang dihitung dalam hari atau bulan.",
            saran="Tulis 'unit: days' atau 'unit: months'.",
        )
    silent = template.gates.get(name)
    if silent is not None and silent.silence is not None:
        yield error(
            "deadline-as-gate",
            where,
            f"The silence of the gate '{name}' is a deadline of that name already.",
            "Give the deadline another name.",
            pesan=f"Batas waktu jawaban pada persetujuan '{name}' sudah memakai nama itu.",
            saran="Beri batas waktu ini nama lain.",
        )
    ends = any(term.type is TermType.PERIOD for term in template.terms.values())
    if deadline.effect is DeadlineEffect.COMPLETE_TERM and not ends:
        yield error(
            "no-term-to-complete",
            f"{where}.effect",
            "There is no term of time whose last day could be asked for.",
            "Declare a term with 'type: period', or choose another effect.",
            pesan="Tidak ada jangka waktu yang tanggal akhirnya dapat diminta.",
            saran="Tambahkan isian dengan 'type: period', atau pilih akibat lain.",
        )
    if deadline.effect is DeadlineEffect.RENEW and deadline.at is None:
        yield error(
            "renewal-without-date",
            f"{where}.effect",
            "An extension is asked for at a date of the terms.",
            "Write 'at' with the term of time, and 'before'.",
            pesan="Perpanjangan diminta pada suatu tanggal dalam pokok kerja sama.",
            saran="Tulis 'at' dengan jangka waktunya, beserta 'before'.",
        )
    caused = any(t.on is not None and t.on.deadline == name for t in template.transitions.values())
    if caused and deadline.effect is not DeadlineEffect.REMIND:
        yield warning(
            "effect-unused",
            f"{where}.effect",
            f"'{name}' causes a step, so that its effect never happens.",
            "Remove the effect, or the step.",
            pesan=f"'{name}' menyebabkan suatu langkah, sehingga akibat lain tidak pernah terjadi.",
            saran="Hapus akibatnya, atau langkahnya.",
        )


def _is_final(template: Template, name: str | None) -> bool:
    state = template.states.get(name or "")
    return state is not None and state.final is not None


def check_triggers(template: Template) -> Faults:
    """A transition that a deadline causes can happen."""
    for name, transition in template.transitions.items():
        key = transition.on.deadline if transition.on else None
        deadline = template.deadlines.get(key) if key else None
        if deadline is None:
            continue
        where = f"transitions.{name}.on.deadline"
        if deadline.after_state is not None and deadline.within is None:
            yield warning(
                "deadline-never-due",
                where,
                f"'{key}' has no length, so this step never happens by itself.",
                f"Give '{key}' a 'within', or remove the transition.",
                pesan=f"Batas waktu '{key}' tidak mempunyai lama, sehingga langkah ini tidak "
                "pernah "
                "terjadi dengan sendirinya.",
                saran=f"Beri '{key}' isian 'within', atau hapus langkah ini.",
            )


def check_lengths(template: Template) -> Faults:
    """Periods, silences and reminders stay within the term."""
    longest, why = _longest(template)
    for name, deadline in template.deadlines.items():
        where = f"deadlines.{name}"
        for field in ("within", "before", "after", "every"):
            period = getattr(deadline, field)
            if period is not None:
                yield from _length(f"{where}.{field}", period, longest, why)
        span = deadline.within
        for day in deadline.remind_days:
            if abs(day) > longest:
                yield error(
                    "deadline-past-term",
                    f"{where}.remind_days",
                    f"A reminder {abs(day)} days away lies outside {why[0]}.",
                    f"Use at most {longest} days.",
                    pesan=f"Pengingat berjarak {abs(day)} hari berada di luar {why[1]}.",
                    saran=f"Paling banyak {longest} hari.",
                )
            elif span is not None and -day > _days(span):
                yield error(
                    "reminder-before-start",
                    f"{where}.remind_days",
                    f"A reminder {-day} days before comes earlier than the deadline's beginning.",
                    f"Use at most {int(_days(span))} days before.",
                    pesan=f"Pengingat {-day} hari sebelumnya mendahului awal batas waktunya.",
                    saran=f"Paling banyak {int(_days(span))} hari sebelumnya.",
                )
    for name, gate in template.gates.items():
        if gate.silence is not None:
            yield from _length(f"gates.{name}.silence.within", gate.silence.within, longest, why)


def check_progress(template: Template) -> Faults:
    """Reports of the parties come one after the other, while something is carried out."""
    rule = template.progress
    if rule is None:
        return
    if not any(state.in_force for state in template.states.values()):
        yield error(
            "progress-never-due",
            "progress",
            "No state is in force, so that nothing is carried out on which parties could report.",
            "Remove 'progress', or mark the state with 'in_force: true'.",
            pesan="Tidak ada tahap yang berlaku, sehingga tidak ada pelaksanaan yang dilaporkan.",
            saran="Hapus 'progress', atau tandai tahapnya dengan 'in_force: true'.",
        )
    whole, period = _PERIODS[rule.every], _PERIOD_WORDS[rule.every]
    if _days(rule.within) >= whole:
        most = int((whole - 1) / _DAYS[rule.within.unit])
        yield error(
            "progress-overlaps",
            "progress.within",
            f"{rule.within.n} {rule.within.unit.replace('_', ' ')} are not shorter than a "
            f"{period[1]}: a report would be due when the next one begins.",
            f"Use at most {most} {rule.within.unit.replace('_', ' ')}, or report less often."
            if most
            else "Write 'unit: days' or 'unit: working_days', or report less often.",
            pesan=f"{rule.within.n} {_UNITS[rule.within.unit]} tidak lebih pendek daripada satu "
            f"{period[0]}: laporan jatuh tempo ketika laporan berikutnya sudah mulai.",
            saran=f"Paling banyak {most} {_UNITS[rule.within.unit]}, atau perjarang laporannya."
            if most
            else "Tulis 'unit: days' atau 'unit: working_days', atau perjarang laporannya.",
        )
    for day in rule.remind_days:
        if -day > whole:
            yield error(
                "reminder-before-start",
                "progress.remind_days",
                f"A reminder {-day} days before comes earlier than the period's beginning.",
                f"Use at most {whole} days before.",
                pesan=f"Pengingat {-day} hari sebelumnya mendahului awal periodenya.",
                saran=f"Paling banyak {whole} hari sebelumnya.",
            )
        elif day > _PERIODS["year"]:
            yield error(
                "deadline-past-term",
                "progress.remind_days",
                f"A reminder {day} days after the last day is later than a year.",
                f"Use at most {_PERIODS['year']} days.",
                pesan=f"Pengingat {day} hari sesudah hari terakhir lebih dari setahun.",
                saran=f"Paling banyak {_PERIODS['year']} hari.",
            )


def _length(where: str, period: Period, longest: int, why: tuple[str, str]) -> Faults:
    if _days(period) > longest:
        yield error(
            "deadline-past-term",
            where,
            f"{period.n} {period.unit.replace('_', ' ')} are longer than {why[0]}.",
            f"Use at most {longest} days.",
            pesan=f"{period.n} {_UNITS[period.unit]} melebihi {why[1]}.",
            saran=f"Paling banyak {longest} hari.",
        )


def _longest(template: Template) -> tuple[int, tuple[str, str]]:
    years = [t.max for t in template.terms.values() if t.type is TermType.PERIOD and t.max]
    if years:
        return min(MAX_DAYS, max(years) * 366), (
            f"the longest term, {max(years)} years",
            f"jangka waktu terpanjang, {max(years)} tahun",
        )
    return MAX_DAYS, ("ten years", "sepuluh tahun")


def _days(period: Period) -> float:
    return period.n * _DAYS[period.unit]
