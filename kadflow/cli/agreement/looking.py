"""Commands that only look: list, show, explain, what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadflow.cli import words
from kadflow.cli.agreement.cards import answers_on_paper, print_card, reasons_of
from kadflow.cli.agreement.changes import changed_lines
from kadflow.cli.agreement.group import NUMBER, app
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.parties import organisation
from kadflow.cli.values import WIB, day, moment
from kadflow.domain.wording import STANDING_WORDS, stage_words
from kadflow.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from kadflow.domain.agreements import AgreementRecord

_PAGE = 200
_MOST_NAMES = 4


@command(app, "list")
def show_list(
    desk: Desk,
    text: Annotated[str, typer.Argument(help="Part of a title or number.")] = "",
    stage: Annotated[
        str,
        typer.Option(
            "--stage", help="proposal, negotiation, signing, implementation or evaluation."
        ),
    ] = "",
    party: Annotated[str, typer.Option("--party", help="Organisation: code or name.")] = "",
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many.")] = 50,
) -> None:
    """List agreements in the order in which they were entered.

    Example: kadflow agreement list sampah --party 34.04 --stage negotiation
    """
    if stage and stage not in stage_words():
        raise InvalidInputError(
            f"There is no stage {stage!r}.",
            hint=f"Stages are: {', '.join(stage_words())}.",
            pesan=f"Tidak ada tahap {stage!r}.",
            saran=f"Tahap yang ada: {', '.join(stage_words())}.",
        )
    wanted = organisation(desk, party).id if party else ""
    rows: list[dict[str, Any]] = []
    after = ("", "")
    while len(rows) <= most:
        page = desk.kadflow.agreements.page(
            stage=stage,
            text=text,
            organisation=wanted,
            after=after,
            most=min(_PAGE, most + 1 - len(rows)),
        )
        rows += page
        if not page or len(rows) > most:
            break
        after = (page[-1]["created_at"], page[-1]["id"])
    more, rows = len(rows) > most, rows[:most]
    if desk.screen.document(agreements=rows, more=more):
        return
    if not rows:
        desk.screen.line(desk.say("Tidak ada kerja sama yang cocok.", "No agreement fits."))
        return
    columns = (
        ("Nomor", "Judul", "Pihak", "Tahap", "Berakhir")
        if desk.language == "id"
        else ("Number", "Title", "Parties", "Stage", "Ends")
    )
    desk.screen.table(
        columns,
        [
            (
                row["number"],
                row["title"],
                _few(row["parties"]),
                _stage(desk, row),
                words.long_date(row["ends_on"], desk.language),
            )
            for row in rows
        ],
    )
    if more:
        desk.screen.line(
            desk.say(
                f"Ditampilkan {most} yang pertama; lebih banyak dengan --most.",
                f"The first {most} are shown; see more with --most.",
            )
        )


def _few(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" (+{more})" if more > 0 else "")


def _stage(desk: Desk, row: dict[str, Any]) -> str:
    """Stage, or for an agreement that has ended its final state; and its standing."""
    text = words.pick(stage_words(), row["stage"], desk.language)
    if not text:
        template = desk.kadflow.templates.get(row["template"])[1]
        text = desk.word(template.states[row["state"]].title)
    if row["standing"] != "active":
        text += f" ({words.pick(STANDING_WORDS, row['standing'], desk.language)})"
    return text


@command(app, "show", asks=True)
def show(
    desk: Desk,
    agreement: NUMBER,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="TIME", help="As known at that time (from history)."),
    ] = None,
    in_force_at: Annotated[
        str | None,
        typer.Option("--in-force-at", metavar="DATE", help="As in force on that day, known now."),
    ] = None,
) -> None:
    """Show an agreement on one screen: where it stands, whose turn it is, what was agreed.

    With --as PERSON the steps inside that person's own organisation are shown too; those of
    other parties never are. With --as-of it is rebuilt as it was known then; with --in-force-at
    as it held on that day by what is known now.

    Example: kadflow agreement show KSD-2026-000001 --as-of 2026-03-31
    """
    if as_of and in_force_at:
        raise InvalidInputError(
            "--as-of and --in-force-at ask different questions.",
            hint="Give one of them.",
            pesan="--as-of dan --in-force-at menanyakan hal yang berbeda.",
            saran="Pilih salah satu.",
        )
    if as_of or in_force_at:
        _show_past(desk, agreement, as_of, in_force_at)
        return
    record = desk.kadflow.agreements.get(agreement)
    explanation = desk.kadflow.agreements.explain(agreement, desk.asking, language=desk.language)
    if desk.screen.document(agreement=record, explanation=explanation):
        return
    print_card(desk, record, explanation)


def _show_past(desk: Desk, agreement: str, as_of: str | None, in_force_at: str | None) -> None:
    history = desk.kadflow.history
    wanted = desk.kadflow.find(agreement)
    if as_of is not None:
        record = history.as_of(wanted, moment(as_of))
        on = moment(as_of).astimezone(WIB).date().isoformat()
        asked = words.long_date(on, desk.language)
        if len(as_of) > len(on):
            asked += f" ({as_of})"
        text = desk.say(f"Keadaan yang diketahui per {asked}", f"As known on {asked}")
    else:
        on = day(in_force_at or "", "--in-force-at")
        record = history.in_force_at(wanted, on)
        asked = words.long_date(on, desk.language)
        text = desk.say(f"Yang berlaku pada {asked}", f"As in force on {asked}")
    if on > desk.kadflow.clock.now().astimezone(WIB).date().isoformat():
        text += desk.say(
            ", sejauh diketahui sekarang: hari itu belum tiba",
            ", as far as is known now: that day has not come",
        )
    if record is None:
        raise NotFoundError(
            f"{agreement} was not known yet on {words.long_date(on, 'en')}."
            if as_of
            else f"{agreement} did not exist on {words.long_date(on, 'en')}.",
            hint="Ask for a later time.",
            pesan=f"{agreement} belum ada pada {words.long_date(on, 'id')}.",
            saran="Tanyakan waktu yang lebih kemudian.",
        )
    differs = _differs(desk, wanted, as_of, record) if as_of else []
    if desk.screen.document(
        agreement=record, as_of=as_of, in_force_at=in_force_at, differs_from_in_force=differs
    ):
        return
    desk.screen.line(text)
    if differs:
        desk.screen.line(
            desk.say(
                "Menurut yang diketahui sekarang, yang berlaku pada hari itu berbeda: ",
                "By what is known now, what was in force that day differs: ",
            )
            + f"{', '.join(differs)} (--in-force-at)."
        )
    print_card(desk, record, None)


def _differs(desk: Desk, agreement: str, as_of: str, known: AgreementRecord) -> list[str]:
    """What held on that day by what is known now, and was not known then."""
    on = moment(as_of).astimezone(WIB).date().isoformat()
    held = desk.kadflow.history.in_force_at(agreement, on)
    if held is None:
        return [desk.say("keberadaannya", "its existence")]
    reasons = reasons_of(desk, held)
    found = []
    if held.state != known.state:
        found.append(f"{desk.say('status', 'state')} {reasons.state(held.state)}")
    if held.standing != known.standing:
        found.append(words.pick(STANDING_WORDS, held.standing, desk.language))
    if held.signed_on != known.signed_on:
        found.append(desk.say("hari penandatanganan", "day of signing"))
    paths = held.terms.keys() | known.terms.keys()
    found += sorted(
        reasons.path(path)
        for path in paths
        if path not in held.terms
        or path not in known.terms
        or held.terms[path].digest != known.terms[path].digest
    )
    return found


@command(app, "explain", asks=True)
def explain(desk: Desk, agreement: NUMBER) -> None:
    """Explain where an agreement stands: who is next, since when, what is possible, why not.

    Example: kadflow agreement explain KSD-2026-000001 --as sleman.ppksd
    """
    record = desk.kadflow.agreements.get(agreement)
    explanation = desk.kadflow.agreements.explain(agreement, desk.asking, language=desk.language)
    if desk.screen.document(explanation=explanation):
        return
    reasons, screen, say = reasons_of(desk, record), desk.screen, desk.say
    screen.line(f"{record.number}: {reasons.where(explanation)}")
    if explanation.standing != "active":
        standing = words.pick(STANDING_WORDS, explanation.standing, desk.language)
        screen.line(say(f"Kerja sama ini {standing}.", f"This agreement is {standing}."))
    if explanation.waiting:
        screen.heading(say("Siapa berikutnya", "Who is next"))
        screen.bullets(reasons.waiting(found) for found in explanation.waiting)
    changed = changed_lines(desk, explanation, reasons)
    if changed:
        screen.heading(say("Yang berubah", "What changed"))
        screen.bullets(changed)
    sections = (
        ("step", True, say("Dapat dilakukan sekarang", "Possible now")),
        ("step", False, say("Belum dapat dilakukan, karena", "Not possible yet, because")),
        ("outcome", None, say("Terjadi dengan sendirinya", "Happens by itself")),
        ("deadline", None, say("Terjadi karena waktu", "Happens by time")),
    )
    for kind, possible, heading in sections:
        found = [
            p
            for p in explanation.possibilities
            if p.kind == kind and possible in {None, p.possible}
        ]
        if found:
            screen.heading(heading)
            screen.bullets(reasons.possibility(p) for p in found)
    if explanation.findings:
        screen.heading(say("Temuan", "Findings"))
        screen.bullets(reasons.flaw(found) for found in explanation.findings)
    paper = answers_on_paper(desk, record)
    if paper:
        screen.heading(say("Dicatat dari surat", "Recorded from paper"))
        screen.bullets(paper)
    if not explanation.waiting and not explanation.possibilities:
        screen.line(
            say(
                "Tidak ada langkah berikutnya: kerja sama ini sudah selesai.",
                "There is no next step: this agreement has ended.",
            )
        )


@command(app, "due")
def due(
    desk: Desk,
    apply: Annotated[
        bool, typer.Option("--apply", help="Let it happen now; otherwise only list it.")
    ] = False,
) -> None:
    """List agreements on which something has fallen due, or let it happen.

    What is due also happens by itself before the next command on the agreement; --apply makes
    it happen on all of them now.

    Example: kadflow agreement due --apply
    """
    service = desk.kadflow.agreements
    found = [service.get(wanted) for wanted in service.due()]
    if apply:
        desk.kadflow.apply_due()
        found = [service.get(record.id) for record in found]
    rows = [
        {
            "number": record.number,
            "state": record.state,
            "stage": record.stage,
            "due_on": min((d.due_on for d in record.deadlines), default=None),
        }
        for record in found
    ]
    if desk.screen.document(due=rows, applied=apply):
        return
    if not rows:
        desk.screen.line(desk.say("Tidak ada yang jatuh tempo.", "Nothing is due."))
        return
    for record in found:
        reasons = reasons_of(desk, record)
        desk.screen.bullets([f"{record.number}: {reasons.state(record.state)}"])
    if apply:
        desk.screen.line(desk.say("Sudah diterapkan.", "Done."))
