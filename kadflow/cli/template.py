"""`kadflow template`: workflows as data, from the first draft to the published version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.errors import said_of
from kadflow.cli.nouns import group
from kadflow.cli.values import read_text, write_text
from kadflow.domain.wording import COMMAND_WORDS, role_words, stage_words
from kadflow.errors import InvalidTemplateError, NotFoundError

if TYPE_CHECKING:
    from state_machines import Fault, Template, TemplateError

app = group("Workflows: look at them, check, publish, draw and compare.")

KEY = Annotated[str, typer.Argument(metavar="TEMPLATE", help="Key, or key@version.")]
EITHER = Annotated[str, typer.Argument(metavar="TEMPLATE", help="Key, key@version, or a file.")]
_LINE = ("line", "baris")
_FILES = {".yaml", ".yml", ".json"}


def _template(desk: Desk, wanted: str) -> Template:
    """A published template, or one in a file."""
    file = Path(wanted)
    if file.suffix.lower() in _FILES or file.is_file():
        from state_machines import TemplateError, read_template  # noqa: PLC0415 - only for files

        text = read_text(file)
        try:
            return read_template(text, source=str(file)).template
        except TemplateError as error:
            raise _unreadable(error, wanted) from error
    return desk.kadflow.templates.get(wanted)[1]


def _fault(fault: Fault) -> dict[str, Any]:
    """A fault as JSON."""
    names = ("code", "where", "message", "hint", "pesan", "saran", "line", "severity")
    return {name: getattr(fault, name) for name in names}


def _unreadable(error: TemplateError, source: str) -> InvalidTemplateError:
    faults = [_fault(fault) for fault in error.faults]
    first = faults[0]
    line, baris = (f", {word} {first['line']}" if first["line"] else "" for word in _LINE)
    where = f"{first['where']}: " if first["where"] else ""
    return InvalidTemplateError(
        f"{source}{line}: {where}{first['message']}",
        hint=first["hint"],
        pesan=f"{source}{baris}: {where}{first['pesan']}",
        saran=first["saran"],
        faults=faults,
    )


@command(app, "list")
def show_list(desk: Desk) -> None:
    """List the published workflows with their versions.

    Example: kadflow template list
    """
    rows = desk.kadflow.templates.published()
    if desk.screen.document(templates=rows):
        return
    columns = (
        ("Kunci", "Versi", "Judul", "Berlaku sejak")
        if desk.language == "id"
        else ("Key", "Version", "Title", "Published")
    )
    desk.screen.table(
        columns,
        [
            (
                row["key"],
                row["version"],
                row["title_id" if desk.language == "id" else "title_en"],
                words.long_date(row["published_at"], desk.language),
            )
            for row in rows
        ],
    )


@command(app, "show")
def show(
    desk: Desk,
    template: KEY,
    source: Annotated[
        bool, typer.Option("--source", help="Print the text as it was written.")
    ] = False,
) -> None:
    """Show a workflow: its states, who approves what, what must be filled in, its law.

    Example: kadflow template show ksdd-sukarela
    """
    row, found, text = desk.kadflow.templates.get(template)
    if source and not desk.screen.as_json:
        desk.screen.raw(text)
        return
    if desk.screen.document(template=row, document=found.model_dump(mode="json", by_alias=True)):
        return
    screen, say, word = desk.screen, desk.say, desk.word
    screen.heading(f"{word(found.title)} ({row['key']}@{row['version']})")
    if found.summary:
        screen.line(word(found.summary))
    screen.heading(say("Status", "States"))
    screen.pairs(
        (
            word(state.title),
            words.pick(stage_words(), state.stage.value, desk.language)
            if state.stage
            else desk.say("akhir", "end") + (f": {word(state.step)}" if state.step else ""),
        )
        for state in found.states.values()
    )
    screen.heading(say("Persetujuan", "Approvals"))
    screen.pairs((word(gate.title), _deciders(desk, gate)) for gate in found.gates.values())
    required = [
        (word(term.title), word(found.states[term.required_from].title))
        for term in found.terms.values()
        if term.required_from in found.states
    ] + [
        (word(document.title), word(found.states[document.required_from].title))
        for document in found.documents.values()
        if document.required_from in found.states
    ]
    if required:
        screen.heading(say("Wajib ada sejak", "Needed from"))
        screen.pairs(required)
    if found.standing_commands:
        screen.heading(say("Perubahan", "Changes"))
        names = [
            words.pick(COMMAND_WORDS, n.value, desk.language) for n in found.standing_commands
        ]
        screen.line(f"  {', '.join(names)}")
    if found.legal_basis:
        screen.heading(say("Dasar hukum", "Legal basis"))
        screen.bullets(str(getattr(basis, "ref", basis)) for basis in found.legal_basis)


def _deciders(desk: Desk, gate: Any) -> str:
    """Who answers at a gate, in each party that is asked."""
    if gate.office is not None:
        return desk.say(*role_words(gate.office.value))
    both = desk.say(" dan ", " and ")
    return " -> ".join(
        both.join(desk.say(*role_words(r.value)) for r in step) for step in gate.chain
    )


@command(app, "check")
def check(
    desk: Desk, file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML or JSON.")]
) -> None:
    """Check a workflow before it is published: every fault with its line and its remedy.

    Exit code 2 when it may not be published; warnings alone do not forbid it. Without an
    installation it is judged alone, without the workflows above and under it.

    Example: kadflow template check my-workflow.yaml
    """
    key, faults = _judge(desk, file)
    wrong = [fault for fault in faults if fault["severity"] == "error"]
    if desk.screen.document(file=str(file), key=key, publishable=not wrong, faults=faults):
        raise typer.Exit(2 if wrong else 0)
    heads = {"error": desk.say("SALAH", "ERROR"), "warning": desk.say("Catatan", "Note")}
    for fault in faults:
        line = (
            desk.say(f" baris {fault['line']}", f" line {fault['line']}") if fault["line"] else ""
        )
        where = f" {fault['where']}" if fault["where"] else ""
        head = heads.get(fault["severity"], fault["severity"])
        desk.screen.line(f"{head}{line}{where}: {' '.join(said_of(fault, desk.language))}".strip())
    if wrong:
        desk.screen.line(
            desk.say(
                f"{file} belum dapat diberlakukan: {len(wrong)} kesalahan.",
                f"{file} cannot be published: {len(wrong)} faults.",
            )
        )
        raise typer.Exit(2)
    desk.screen.line(desk.say(f"{file} dapat diberlakukan.", f"{file} can be published."))


def _judge(desk: Desk, file: Path) -> tuple[str, list[dict[str, Any]]]:
    """Key and faults of a workflow in a file."""
    text = read_text(file)
    try:
        templates = desk.kadflow.templates
    except NotFoundError:
        from state_machines import TemplateError, check_template, read_template  # noqa: PLC0415

        try:
            reading = read_template(text, source=str(file))
        except TemplateError as error:
            raise _unreadable(error, str(file)) from error
        found = check_template(reading.template, lines=reading.lines)
        return reading.template.key, [_fault(fault) for fault in found]
    published, faults = templates.check(text, str(file))
    return published.template.key, faults


@command(app, "publish")
def publish(
    desk: Desk, file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML or JSON.")]
) -> None:
    """Check a workflow and publish it as the next version of its key; it never changes again.

    Example: kadflow template publish my-workflow.yaml
    """
    row = desk.kadflow.templates.publish(
        read_text(file), envelope=desk.kadflow.operator(), source=str(file)
    )
    if desk.screen.document(template=row):
        return
    desk.screen.line(
        desk.say(
            f"Diberlakukan: {row['key']} versi {row['version']}.",
            f"Published: {row['key']} version {row['version']}.",
        )
    )


@command(app, "diagram")
def diagram(
    desk: Desk,
    template: EITHER,
    form: Annotated[
        Literal["mermaid", "svg"], typer.Option("--format", help="Text or picture.")
    ] = "mermaid",
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it there.")
    ] = None,
) -> None:
    """Draw a workflow as Mermaid text or as an SVG picture.

    Example: kadflow template diagram standar --format svg --output standar.svg
    """
    from state_machines import to_mermaid, to_svg  # noqa: PLC0415 - only when drawn

    draw = to_svg if form == "svg" else to_mermaid
    text = draw(_template(desk, template), desk.language)
    if output is not None:
        write_text(output, text)
    if desk.screen.document(
        format=form, output=str(output) if output else None, diagram=None if output else text
    ):
        return
    if output is None:
        desk.screen.raw(text)
    else:
        desk.screen.line(desk.say(f"Ditulis ke {output}.", f"Written to {output}."))


@command(app, "diff")
def diff(
    desk: Desk,
    old: Annotated[str, typer.Argument(metavar="A", help="Key, key@version, or a file.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Key, key@version, or a file.")],
) -> None:
    """Tell what changes for people from one workflow to another.

    Example: kadflow template diff standar@1 my-standar.yaml
    """
    from state_machines import diff_templates  # noqa: PLC0415 - only when compared

    before, after = _template(desk, old), _template(desk, new)
    found = diff_templates(before, after)
    if desk.screen.document(
        differences=[
            {
                "kind": d.kind,
                "where": d.where,
                "words": desk.word(d.words),
                "affects": sorted(d.affects),
            }
            for d in found
        ]
    ):
        return
    if not found:
        desk.screen.line(desk.say("Tidak ada perbedaan makna.", "No difference in meaning."))
        return
    states = before.states | after.states
    for difference in found:
        touched = ", ".join(desk.word(states[n].title) for n in sorted(difference.affects))
        tail = desk.say(f" (menyangkut: {touched})", f" (touches: {touched})") if touched else ""
        desk.screen.bullets([f"{desk.word(difference.words)}{tail}"])
