"""Commands on competitions between agreements: open, enter, jury, judge, rank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.evaluation.group import COMMENTS, SCORES, SHEET, app, numbers_of, texts_of
from kadflow.cli.parties import organisation
from kadflow.cli.values import read_bytes, read_text
from kadflow.domain.wording import kind_words
from kadflow.engine.competitions.ranking import TOTAL

if TYPE_CHECKING:
    from kadflow.app.acting import How
    from kadflow.domain.competitions import Competition, Juror, Ranked

_COMMENT: Final = {
    "free": ("boleh", "may be given"),
    "ends": ("wajib pada angka terendah dan tertinggi", "needed at either end of the scale"),
    "required": ("wajib", "needed"),
}
"""Whether a criterion wants words beside its number."""

CODE = Annotated[str, typer.Argument(metavar="CODE", help="Of the competition.")]
ENTRY = Annotated[str, typer.Argument(metavar="AGREEMENT", help="The entry: its number, or id.")]


@command(app, "compete", acts=True)
def compete(
    desk: Desk,
    code: CODE,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What it is called.")],
    runs: Annotated[
        str, typer.Option("--runs", metavar="NAME", help="Who runs it: code or name.")
    ],
    template: Annotated[
        str | None,
        typer.Option("--template", metavar="KEY", help="Workflow whose form is used."),
    ] = None,
    form: Annotated[
        Path | None,
        typer.Option(
            "--form", metavar="FILE", help="Instead of that, a form of its own, YAML or JSON."
        ),
    ] = None,
    aggregate: Annotated[
        Literal["mean", "trimmed", "median"] | None,
        typer.Option("--aggregate", help="How jurors become one number; else as the form says."),
    ] = None,
    tie_break: Annotated[
        list[str] | None,
        typer.Option(
            "--tie-break",
            metavar="CRITERION",
            help="Decides between equals; repeatable, in order.",
        ),
    ] = None,
) -> None:
    """Open a competition between agreements, with the form of a workflow or one of its own.

    Example: kadflow evaluation compete LOMBA-2026 --title "Kerja sama terbaik" --runs 34
    --template pks --aggregate trimmed --tie-break innovation --as diy.ppksd
    """
    opened = desk.acting.competition.open(
        code,
        organisation(desk, runs).id,
        title,
        template=template,
        form=read_text(form) if form is not None else None,
        form_name=form.name if form is not None else "",
        aggregate=aggregate,
        tie_breaks=tie_break or (),
        **_how(desk),
    )
    _done(desk, opened, "competition.opened")


@command(app, "enter", acts=True)
def enter(desk: Desk, code: CODE, agreement: ENTRY) -> None:
    """Let an agreement take part; a party's secretariat enters its own.

    Example: kadflow evaluation enter LOMBA-2026 KSD-2026-000001 --as sleman.ppksd
    """
    _done(
        desk,
        desk.acting.competition.enter(code, agreement, **_how(desk)),
        "competition.entered",
    )


@command(app, "jury", acts=True)
def jury(
    desk: Desk,
    code: CODE,
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="As 34/legal.")],
    holder: Annotated[
        str | None,
        typer.Option("--holder", metavar="PERSON", help="Only this holder of it may judge."),
    ] = None,
) -> None:
    """Ask an office to judge the entries.

    Example: kadflow evaluation jury LOMBA-2026 34/legal --as diy.ppksd
    """
    named = desk.acting.competition.jury(code, office, person=holder, **_how(desk))
    _done(desk, named, "competition.juror_named")


@command(app, "unseat", acts=True)
def unseat(
    desk: Desk,
    code: CODE,
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="As 34/legal.")],
    holder: Annotated[
        str | None,
        typer.Option("--holder", metavar="PERSON", help="Which one, where several were named."),
    ] = None,
) -> None:
    """Take back the naming of a juror, with --reason; the sheets of it count no more.

    Example: kadflow evaluation unseat LOMBA-2026 34/legal --reason "Sakit" --as diy.ppksd
    """
    unseated = desk.acting.competition.unseat(code, office, person=holder, **_how(desk))
    _done(desk, unseated, "competition.juror_dismissed")


@command(app, "recuse", acts=True)
def recuse(
    desk: Desk,
    code: CODE,
    interest: Annotated[
        Literal["none", "conflict"],
        typer.Argument(help="A conflict needs --entry and --reason, and you do not judge it."),
    ],
    entry: Annotated[
        str | None,
        typer.Option("--entry", metavar="AGREEMENT", help="One entry; else all that are left."),
    ] = None,
) -> None:
    """Say as a juror, before judging, on which entries you have an interest of your own.

    Example: kadflow evaluation recuse LOMBA-2026 conflict --entry KSD-2026-000001
    --reason "Pernah menjadi konsultannya" --as diy.hukum
    """
    said = desk.acting.competition.recuse(
        code, conflict=interest == "conflict", entry=entry, **_how(desk, code)
    )
    _done(desk, said, "competition.interest_declared")


@command(app, "judge", acts=True)
def judge(
    desk: Desk,
    code: CODE,
    entry: ENTRY,
    scores: SCORES = None,
    sheet: SHEET = None,
    comments: COMMENTS = None,
) -> None:
    """Hand in your sheet on an entry; nobody sees it before the ranking.

    With --evidence FILE the running secretariat records a sheet on paper, for --on-behalf-of
    OFFICE.

    Example: kadflow evaluation judge LOMBA-2026 KSD-2026-000001 --sheet lembar.yaml --as diy.hukum
    """
    judged = desk.acting.competition.judge(
        code,
        entry,
        numbers_of(scores or (), sheet),
        comments=texts_of(comments or ()),
        **_how(desk, code),
    )
    _done(desk, judged, "competition.judged")


@command(app, "rank", acts=True)
def rank(desk: Desk, code: CODE) -> None:
    """Open the sheets and publish the ranking; while sheets are awaited, with --reason.

    Equal entries share a rank (1, 2, 2, 4), and each rank says what held it below the one above.

    Example: kadflow evaluation rank LOMBA-2026 --as diy.ppksd
    """
    ranked = desk.acting.competition.rank(code, **_how(desk))
    if not desk.screen.document(competition=_document(ranked)):
        _print(desk, ranked)


@command(app, "ranking")
def ranking(
    desk: Desk,
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="All competitions if left out.")
    ] = None,
) -> None:
    """Show a competition: entries, who is awaited, and once ranked the ranks with their reasons.

    Example: kadflow evaluation ranking LOMBA-2026
    """
    if code is not None:
        found = desk.kadflow.competitions.get(code)
        if not desk.screen.document(competition=_document(found)):
            _print(desk, found)
        return
    every = desk.kadflow.competitions.all()
    if desk.screen.document(competitions=[_document(each) for each in every]):
        return
    if not every:
        desk.screen.line(desk.say("Belum ada penilaian bersama.", "No competition yet."))
    desk.screen.pairs((each.code, f"{each.title}: {_state(desk, each)}") for each in every)


@command(app, "form")
def form(desk: Desk, code: CODE) -> None:
    """Show what the jury fills in: criteria, weights, what the numbers mean, until when.

    Example: kadflow evaluation form LOMBA-2026
    """
    found, say = desk.kadflow.competitions.get(code), desk.say
    rules, text = desk.kadflow.competitions.form(code)
    if desk.screen.document(
        form=found.form,
        rules=rules.model_dump(mode="json") if rules is not None else None,
        template=found.template,
        own_form=found.own_form,
        text=text,
    ):
        return
    desk.screen.heading(f"{found.code}  {found.title}")
    desk.screen.line(
        say("  Lembar penilaian sendiri.", "  A form of its own.")
        if found.own_form is not None
        else say("  Lembar penilaian alur kerja sama.", "  The form of a workflow.")
    )
    criteria = rules.criteria if rules is not None else {}
    low, high = found.form.scale
    desk.screen.table(
        (say("Kriteria", "Criterion"), say("Judul", "Title"), say("Bobot", "Weight"),
         say("Catatan", "Comment"), say("Yang dilihat", "Looks at")),
        [
            (
                question.key,
                desk.word(criteria[question.key].title) if question.key in criteria else "",
                question.weight,
                say(*_COMMENT[question.comment]),
                desk.word(asks) if asks is not None else "",
            )
            for question in found.form.questions
            for asks in (criteria[question.key].asks if question.key in criteria else None,)
        ],
    )  # fmt: skip
    anchors = [desk.word(each) for each in rules.anchors] if rules is not None else []
    desk.screen.line(say(f"Skala {low}-{high}.", f"Scale {low}-{high}."))
    desk.screen.bullets(f"{number}: {anchor}" for number, anchor in enumerate(anchors, low))


def _how(desk: Desk, code: str | None = None) -> How:
    """The circumstances of a command; a paper is put on file under the competition."""
    evidence, desk.wishes.evidence = desk.wishes.evidence, None
    said = desk.how()
    if evidence is not None and code is not None:
        owner = desk.kadflow.competitions.get(code).id
        said["evidence"] = desk.kadflow.store_content(owner, read_bytes(evidence))
    return said


def _document(competition: Competition) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(competition)
    awaited = {
        entry.label: [juror.id for juror in competition.awaited(entry)]
        for entry in competition.entries.values()
    }
    return built | {"state": competition.state, "awaited": awaited}


def _done(desk: Desk, competition: Competition, kind: str) -> None:
    if desk.screen.document(competition=_document(competition)):
        return
    happened = words.inside(desk.say(*kind_words(kind)))
    desk.screen.line(f"{competition.code}: {happened}. {_state(desk, competition)}")


def _state(desk: Desk, competition: Competition) -> str:
    entries, jurors = len(competition.entries), len(competition.jury)
    if competition.ranked:
        day = words.long_date(competition.ranked_on, desk.language)
        return desk.say(
            f"{entries} peserta, peringkat ditetapkan {day}.", f"{entries} entries, ranked {day}."
        )
    left = sum(len(competition.awaited(entry)) for entry in competition.entries.values())
    return desk.say(
        f"{entries} peserta, {jurors} juri, {left} lembar ditunggu.",
        f"{entries} entries, {jurors} jurors, {left} sheets awaited.",
    )


def _print(desk: Desk, competition: Competition) -> None:
    screen, say = desk.screen, desk.say
    form = desk.kadflow.competitions.form(competition.id).rules
    titles = {key: desk.word(each.title) for key, each in form.criteria.items()} if form else {}
    titles[TOTAL] = say("nilai akhir", "total")
    labels = {entry.id: entry.label for entry in competition.entries.values()}
    screen.heading(f"{competition.code}  {competition.title}")
    screen.line(_state(desk, competition))
    last = competition.last_day
    if last is not None:
        day = words.long_date(last.due_on, desk.language)
        screen.line(say(f"Dinilai sampai {day}.", f"To be judged by {day}."))
    ties = [titles.get(key, key) for key in competition.tie_breaks]
    if ties:
        screen.line(
            say("Bila nilai akhir sama: ", "Between equal totals: ") + ", ".join(ties) + "."
        )
    screen.bullets(_juror(desk, juror) for juror in competition.jurors.values())
    if not competition.ranked:
        screen.bullets(
            f"{entry.label}: " + say(f"{left} lembar ditunggu", f"{left} sheets awaited")
            for entry in competition.entries.values()
            for left in (len(competition.awaited(entry)),)
        )
        return
    screen.table(
        (
            say("Peringkat", "Rank"),
            say("Peserta", "Entry"),
            say("Nilai", "Value"),
            say("Lembar", "Sheets"),
            say("Sebab", "Because"),
        ),
        [
            (
                each.rank,
                labels[each.entry],
                words.decimal(each.total, desk.language),
                each.sheets,
                _because(desk, each, competition.ranking, labels, titles),
            )
            for each in competition.ranking
        ],
    )


def _because(
    desk: Desk,
    ranked: Ranked,
    ranking: list[Ranked],
    labels: dict[str, str],
    titles: dict[str, str],
) -> str:
    """What decided a rank, in one line."""
    equal = [
        labels[each.entry]
        for each in ranking
        if each.rank == ranked.rank and each.entry != ranked.entry
    ]
    shared = desk.say(f"sama dengan {', '.join(equal)}", f"equal to {', '.join(equal)}")
    found = [shared] if equal else []
    behind = ranked.behind
    if behind is None:
        found.append(desk.say("nilai tertinggi", "the highest value"))
    else:
        title = titles.get(behind.by, behind.by)
        ours, theirs = (words.decimal(v, desk.language) for v in (behind.ours, behind.theirs))
        if ours == theirs:  # two decimals hide what decided
            ours, theirs = behind.ours, behind.theirs
        above = labels[behind.entry]
        found.append(
            desk.say(
                f"{title} {ours}, di bawah {above} ({theirs})",
                f"{title} {ours}, below {above} ({theirs})",
            )
        )
    return "; ".join(found)


def _juror(desk: Desk, juror: Juror) -> str:
    home = desk.kadflow.organisations.get(juror.organisation)
    offices = {each.id: each.titles for each in desk.kadflow.organisations.offices(home.id)}
    title = desk.say(*offices.get(juror.office, ("?", "?")))
    recused, judged = sum(juror.conflicts.values()), len(juror.judged)
    text = f"{title}, {home.name}: "
    if juror.dismissed:
        return text + desk.say(
            f"penunjukan dicabut, {judged} lembarnya tidak dihitung",
            f"naming taken back, {judged} sheets do not count",
        )
    text += desk.say(f"{judged} dinilai", f"{judged} judged")
    if recused:
        text += desk.say(
            f", dibebaskan dari {recused} (benturan kepentingan)",
            f", excused from {recused} (conflict of interest)",
        )
    return text
