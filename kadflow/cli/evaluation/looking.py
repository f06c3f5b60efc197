"""Commands that show evaluations: what is open, who is awaited, what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from kadflow.cli import words
from kadflow.cli.agreement.cards import title_of
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.evaluation.group import AGREEMENT, WHICH, app
from kadflow.domain.wording import (
    EVALUATION_WORDS,
    PANEL_WORDS,
    RECOMMENDATION_WORDS,
)
from kadflow.engine.evaluations.finding import none_of, others_of

if TYPE_CHECKING:
    from kadflow.domain.agreements import AgreementRecord
    from kadflow.domain.evaluations import Evaluation, Evaluator, PanelStanding, Sheet


@command(app, "show", asks=True)
def show(desk: Desk, agreement: AGREEMENT, which: WHICH = None) -> None:
    """Show the evaluations of an agreement: who is awaited, and the result once closed.

    With --as PERSON also the sheet that this person wrote; nobody else's.

    Example: kadflow evaluation show KSD-2026-000001
    """
    kadflow = desk.kadflow
    record = kadflow.agreements.get(agreement)
    found = kadflow.evaluations.of(record.id)
    if which is not None:
        found = [each for each in found if each.place == which]
        if not found:
            raise none_of(record.number, str(which))
    person = kadflow.organisations.person(desk.wishes.person)[0] if desk.wishes.person else None
    own = kadflow.evaluations.own_sheets(record.id, person) if person else {}
    if desk.screen.document(
        agreement=record.number,
        evaluations=[_document(each, record) for each in found],
        own_sheets=own,
    ):
        return
    page = _Page(desk, record)
    desk.screen.heading(f"{record.number}  {title_of(record)}")
    if not found:
        desk.screen.line(desk.say("  Belum ada evaluasi.", "  No evaluation yet."))
    for each in found:
        page.one(each, own.get(each.id))


@command(app, "list")
def list_(
    desk: Desk,
    ended: Annotated[
        bool, typer.Option("--ended", help="Also those that were closed or lapsed.")
    ] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many.")] = 50,
) -> None:
    """List the open evaluations of all agreements, oldest first.

    Example: kadflow evaluation list --ended
    """
    found = desk.kadflow.evaluations.all(ended=ended, most=most)
    if desk.screen.document(evaluations=[each._asdict() for each in found]):
        return
    say, language = desk.say, desk.language
    if not found:
        desk.screen.line(say("Tidak ada evaluasi.", "No evaluation."))
        return
    desk.screen.table(
        (
            say("Nomor", "Number"),
            say("Judul", "Title"),
            say("Jenis", "Kind"),
            say("Dibuka", "Opened"),
            say("Hasil", "Result"),
        ),
        [
            (
                each.number,
                each.title,
                words.pick(EVALUATION_WORDS, each.kind, language),
                words.long_date(each.opened_on, language),
                words.decimal(each.total, language)
                if each.total
                else say("gugur", "lapsed")
                if each.ended_on
                else say("dibuka", "open"),
            )
            for each in found
        ],
    )


def _document(evaluation: Evaluation, record: AgreementRecord) -> dict[str, Any]:
    """An evaluation for programs, with what can be told from it said outright."""
    built: dict[str, Any] = msgspec.to_builtins(evaluation)
    state = "open" if evaluation.is_open else "closed" if evaluation.closed else "lapsed"
    return built | {
        "state": state,
        "awaited": [each.id for each in evaluation.awaited(others_of(record))],
        "excused": [each.id for each in evaluation.named if each.conflict],
        "panel": msgspec.to_builtins(_panel_of(evaluation, record)),
    }


def _panel_of(evaluation: Evaluation, record: AgreementRecord) -> PanelStanding | None:
    """How the parties stand to the panel, or stood when the evaluation was closed."""
    if evaluation.result is not None:
        return evaluation.result.panel
    return evaluation.panel_standing(others_of(record))


class _Page:
    """The evaluations of one agreement on the screen."""

    def __init__(self, desk: Desk, record: AgreementRecord) -> None:
        self._desk, self._record, self._say = desk, record, desk.say
        template = desk.kadflow.templates.get(record.template)[1]
        form = template.evaluation
        self._titles = (
            {key: desk.word(each.title) for key, each in form.criteria.items()} if form else {}
        )
        self._offices: dict[str, str] = {}

    def one(self, evaluation: Evaluation, own: Sheet | None) -> None:
        """One evaluation: head, evaluators, and the result or the own sheet."""
        say, language = self._say, self._desk.language
        kind = words.pick(EVALUATION_WORDS, evaluation.kind, language)
        self._desk.screen.heading(f"{evaluation.place}. {words.sentence(kind)}")
        self._desk.screen.pairs(
            [
                (say("Masa", "Period"), self._period(evaluation)),
                (say("Keadaan", "State"), self._state(evaluation)),
                (
                    say("Menilai sampai", "Score by"),
                    words.long_date(evaluation.score_by, language) if evaluation.is_open else "",
                ),
                (
                    say("Ditindaklanjuti", "Followed by"),
                    ", ".join(
                        words.pick(RECOMMENDATION_WORDS, each, language)
                        for each in evaluation.followed
                    ),
                ),
            ]
        )
        self._desk.screen.bullets(
            f"{self._who(each)}: {self._doing(each, evaluation)}"
            for each in evaluation.evaluators.values()
        )
        self._panel(evaluation)
        if evaluation.result is not None:
            self._result(evaluation)
        elif own is not None:
            self._desk.screen.line(say("  Penilaian Anda sendiri:", "  Your own sheet:"))
            self._desk.screen.pairs(self._sheet(own), indent=4)

    def _panel(self, evaluation: Evaluation) -> None:
        """Whether the panel counts, and how each party stands to it."""
        standing, say, language = (
            _panel_of(evaluation, self._record),
            self._say,
            self._desk.language,
        )
        if standing is None:
            return
        over = evaluation.result is not None
        if standing.has_voice:
            line = say("Panel: penilaiannya dihitung.", "Panel: its sheets count.")
        elif over:
            line = say("Panel: penilaiannya tidak dihitung.", "Panel: its sheets did not count.")
        else:
            line = say(
                "Panel: penilaiannya belum dihitung; semua pihak lain harus menyetujuinya.",
                "Panel: its sheets do not count yet; every other party has to consent.",
            )
        self._desk.screen.line(f"  {line}")
        names = {party.id: party.name for party in self._record.parties}
        lines = []
        for how in PANEL_WORDS:
            for party in getattr(standing, how):
                answer = evaluation.answers.get(party)
                said = words.pick(PANEL_WORDS, how, language)
                if answer is not None and how != "silent":
                    said += f", {words.long_date(answer.on, language)}"
                    said += f": {answer.reason}" if answer.reason else ""
                lines.append(f"{names[party]}: {said}")
        self._desk.screen.bullets(lines)

    def _period(self, evaluation: Evaluation) -> str:
        language = self._desk.language
        first, last = (
            words.long_date(day, language) for day in (evaluation.since, evaluation.until)
        )
        return f"{first} {self._say('s.d.', 'to')} {last}"

    def _state(self, evaluation: Evaluation) -> str:
        if evaluation.lapsed:
            return self._say("gugur tanpa hasil", "lapsed without a result")
        if evaluation.is_open:
            since = words.long_date(evaluation.opened_on, self._desk.language)
            return self._say(
                f"dibuka sejak {since}; penilaian belum terlihat",
                f"open since {since}; sheets cannot be seen yet",
            )
        closed = words.long_date(evaluation.closed_on, self._desk.language)
        return self._say(f"ditutup {closed}", f"closed {closed}")

    def _who(self, evaluator: Evaluator) -> str:
        kadflow = self._desk.kadflow
        home = kadflow.organisations.get(evaluator.organisation).name
        panel = self._say(" (panel)", " (panel)") if evaluator.party is None else ""
        if evaluator.office is None:
            return f"{home}{self._say(' lewat surat', ' on paper')}{panel}"
        if evaluator.office not in self._offices:
            self._offices |= {
                office.id: self._say(*office.titles)
                for office in kadflow.organisations.offices(evaluator.organisation)
            }
        return f"{self._offices.get(evaluator.office, '?')}, {home}{panel}"

    def _doing(self, evaluator: Evaluator, evaluation: Evaluation) -> str:
        if evaluator.dismissed and evaluator.scored:
            return self._say(
                "penunjukan dicabut, lembarnya tidak dihitung",
                "naming taken back, its sheet does not count",
            )
        if evaluator.dismissed:
            return self._say("penunjukan dicabut", "naming taken back")
        if evaluator.conflict:
            return self._say(
                "dibebaskan karena benturan kepentingan", "excused by a conflict of interest"
            )
        if evaluator.scored:
            return self._say("sudah menilai", "has scored")
        if not evaluation.is_open:
            return self._say("tidak menilai", "did not score")
        return self._say("belum menilai", "has not scored")

    def _result(self, evaluation: Evaluation) -> None:
        result, say, language = evaluation.result, self._say, self._desk.language
        assert result is not None  # noqa: S101 - the caller looked
        low, high = evaluation.form.scale
        screen = self._desk.screen
        screen.pairs(
            [
                (
                    say("Nilai akhir", "Total"),
                    say(
                        f"{words.decimal(result.total, language)} (skala {low}-{high})",
                        f"{words.decimal(result.total, language)} (scale {low}-{high})",
                    ),
                ),
                (
                    say("Lembar", "Sheets"),
                    say(
                        f"{result.sheets}; tidak menilai {result.missing}, "
                        f"benturan kepentingan {result.recused}, "
                        f"tidak dihitung karena penunjukan dicabut {result.dismissed}",
                        f"{result.sheets}; {result.missing} did not score, "
                        f"{result.recused} with a conflict, "
                        f"{result.dismissed} not counted as their naming was taken back",
                    ),
                ),
                (say("Rekomendasi", "Recommended"), self._recommended(evaluation)),
            ]
        )
        screen.table(
            (
                say("Kriteria", "Criterion"),
                say("Bobot", "Weight"),
                say("Nilai", "Value"),
                say("Rentang", "Range"),
                say("Sebaran", "Spread"),
            ),
            [
                (
                    self._titles.get(question.key, question.key),
                    question.weight,
                    words.decimal(measure.value, language),
                    f"{measure.lowest}-{measure.highest}",
                    words.decimal(measure.apart, language),
                )
                for question in evaluation.form.questions
                for measure in (result.criteria[question.key],)
            ],
        )
        named = evaluation.evaluators
        screen.bullets(
            say(
                f"{self._who(named[who])} jauh dari yang lain pada: {self._titles.get(key, key)}",
                f"{self._who(named[who])} is far from the others on: {self._titles.get(key, key)}",
            )
            for who, key in result.far
        )
        for key, remarks in evaluation.remarks.items():
            screen.bullets(f"{self._titles.get(key, key)}: {remark}" for remark in remarks)
        for who, sheet in evaluation.sheets.items():
            screen.line(f"  {self._who(named[who])}")
            screen.pairs(self._sheet(sheet), indent=4)

    def _recommended(self, evaluation: Evaluation) -> str:
        result, language = evaluation.result, self._desk.language
        counts = result.recommendations if result is not None else {}
        return ", ".join(
            f"{words.pick(RECOMMENDATION_WORDS, name, language)} ({counts[name]})"
            for name in sorted(counts, key=lambda name: (-counts[name], name))
        )

    def _sheet(self, sheet: Sheet) -> list[tuple[str, str]]:
        rows = [
            (
                self._titles.get(key, key),
                f"{number}  {sheet.comments.get(key, '')}".rstrip(),
            )
            for key, number in sheet.scores.items()
        ]
        if sheet.recommendation:
            words_ = words.pick(RECOMMENDATION_WORDS, sheet.recommendation, self._desk.language)
            rows.append((self._say("Rekomendasi", "Recommendation"), words_))
        return rows
