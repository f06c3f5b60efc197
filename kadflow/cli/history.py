"""`kadflow history`: reading the record, and proving that nobody changed it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kadflow.cli import words
from kadflow.cli.agreement.cards import reasons_of
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import read_text, write_text
from kadflow.domain.wording import CURE_WORDS, PART_WORDS, REVIEW_WORDS, SEALED, Pair
from kadflow.errors import HistoryBrokenError, InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from kadflow.app import Entry
    from kadflow.cli.agreement.reasons import Reasons

app = group("The record: show it, verify it, checkpoint, rebuild, seal.")

MAYBE = Annotated[
    str | None, typer.Argument(metavar="AGREEMENT", help="Number or id; everything if left out.")
]
EVERYTHING = Annotated[bool, typer.Option("--all", help="Everything (the default).")]


@command(app, "show", asks=True)
def show(
    desk: Desk,
    agreement: Annotated[
        str | None, typer.Argument(metavar="AGREEMENT", help="Number or id.")
    ] = None,
    party: Annotated[
        str | None,
        typer.Option("--organisation", help="Instead: the stream of an organisation."),
    ] = None,
) -> None:
    """Show the entries of an agreement: what happened, who did it for whom, when, why.

    With --as PERSON the entries inside that person's own organisation are shown too; those of
    other parties never are.

    Example: kadflow history show KSD-2026-000001 --as sleman.ppksd
    """
    history = desk.kadflow.history
    if agreement is not None and party is None:
        entries = history.show(agreement, parties=_own(desk, agreement))
    elif party is not None and agreement is None:
        entries = history.show_stream(organisation(desk, party).id)
    else:
        raise InvalidInputError(
            "Whose history? Give an agreement or --organisation.",
            hint="For example: kadflow history show KSD-2026-000001.",
            pesan="Riwayat siapa? Sebutkan kerja sama atau --organisation.",
            saran="Misalnya: kadflow history show KSD-2026-000001.",
        )
    if desk.screen.document(entries=entries):
        return
    reasons = _reasons(desk, agreement)
    before: dict[str, str] = {}
    for entry in entries:
        _print_entry(desk, entry, reasons, before)
        before |= {part.name: part.text or "" for part in entry.parts}
    if not entries:
        desk.screen.line(desk.say("Belum ada catatan.", "No entries yet."))


def _reasons(desk: Desk, agreement: str | None) -> Reasons | None:
    """Titles for the names in an agreement's entries; None where there is no row any more."""
    if agreement is None:
        return None
    try:
        return reasons_of(desk, desk.kadflow.agreements.get(agreement))
    except NotFoundError:
        return None


def _print_entry(
    desk: Desk, entry: Entry, reasons: Reasons | None, before: Mapping[str, str]
) -> None:
    """Print an entry; a value that it changes is shown with the one before it."""
    place = 0 if desk.language == "id" else 1
    inner = desk.say("[internal] ", "[inside] ") if entry.party else ""
    late = f" ({entry.late[place]})" if entry.late else ""
    happened = words.long_date(entry.effective_on, desk.language)
    title = reasons.entry(entry) if reasons is not None else entry.title[place]
    desk.screen.bullets([f"{inner}{title}"], mark=f"{entry.number}.")
    who = entry.who.sentence(desk.language)
    if entry.who.principal == "organisation":
        who = desk.say("hasil paraf berjenjangnya", "outcome of its own chain")
    rows = [
        (desk.say("oleh", "by"), f"{who}, {happened}{late}"),
        *(
            (
                _part_name(desk, part.name, entry, reasons),
                _part_text(desk, part.name, part.text, reasons, part.instead)
                + _instead(desk, part.name, entry, reasons, before),
            )
            for part in entry.parts
            if not part.name.startswith("party.")
        ),
    ]
    letters = dict.fromkeys(fact.letter for fact in entry.facts if fact.letter)
    if letters:
        rows.append((desk.say("dasar kewenangan", "authority"), ", ".join(letters)))
    if entry.kind == "entry.reviewed":
        said = words.pick(REVIEW_WORDS, entry.data["recorded"], desk.language)
        number = entry.data["entry"]
        rows.append(
            (
                desk.say("tentang", "about"),
                desk.say(f"riwayat no. {number}: {said}", f"history no. {number}: {said}"),
            )
        )
    if entry.kind == "finding.cured":
        how = words.pick(CURE_WORDS, entry.data["by"], desk.language)
        rows.append((desk.say("dengan", "by"), how))
    if reasons is not None and "paths" in entry.data:
        paths = [reasons.path(path) for path in entry.data["paths"]]
        rows.append((desk.say("karena berubah", "because of"), ", ".join(paths)))
    desk.screen.pairs(rows, indent=6)


def _instead(
    desk: Desk, name: str, entry: Entry, reasons: Reasons | None, before: Mapping[str, str]
) -> str:
    """What stood in a term before this entry; empty where nothing did."""
    if name not in before or name not in entry.changes:
        return ""
    old = _part_text(desk, name, before[name] or None, reasons)
    return desk.say(f" (semula: {old})", f" (before: {old})")


def _part_name(desk: Desk, name: str, entry: Entry, reasons: Reasons | None) -> str:
    """What a part is called: a term by its title, a text beside the entry by its word."""
    if reasons is not None and name in entry.changes:
        return reasons.path(name)
    word, _, place = name.partition(".")
    if word in PART_WORDS and (not place or place.isdigit()):
        return f"{words.pick(PART_WORDS, word, desk.language)} {place.lstrip('0')}".rstrip()
    return reasons.path(name) if reasons is not None else name


def _part_named(desk: Desk, agreement: str, number: int, typed: str) -> str:
    """The key of a part that somebody names by key or as ``history show`` shows it."""
    reasons = _reasons(desk, agreement)
    for entry in desk.kadflow.history.show(agreement):
        for part in entry.parts if entry.number == number else ():
            if typed.casefold() == _part_name(desk, part.name, entry, reasons).casefold():
                return part.name
    return typed


def _part_text(
    desk: Desk, name: str, text: str | None, reasons: Reasons | None, instead: Pair = SEALED
) -> str:
    """A part as people read it: a term's value, a reason, or why it is not shown."""
    if text is None:
        return f"({desk.say(*instead)})"
    if name == "letter":
        return words.letter_text(text, desk.language)
    if name in {"remarks", "sheets", "sheet", "ranking"}:
        see = "kadflow evaluation show | ranking"
        return desk.say(f"lihat {see}", f"see {see}")
    if not text.startswith("{") or reasons is None:
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if isinstance(value, dict) and value.keys() == {"value"}:
        return reasons.value(name, value["value"])
    return text


def _own(desk: Desk, agreement: str) -> frozenset[str] | None:
    """The private streams that the asking person may read."""
    if not desk.wishes.person:
        return None
    home = desk.kadflow.organisations.person(desk.wishes.person)[1]
    record = desk.kadflow.agreements.get(agreement)
    return frozenset(party.id for party in record.parties if party.organisation == home)


@command(app, "verify")
def verify(
    desk: Desk,
    agreement: MAYBE = None,
    everything: EVERYTHING = False,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="NOTE", help="A checkpoint that somebody else kept."),
    ] = None,
    trusted: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="KEY", help="Verifier key to trust for it; repeatable."),
    ] = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="Also compare present rows with their replay; slow.")
    ] = False,
    contents: Annotated[
        bool, typer.Option("--contents", help="Also read every file and compare its digest.")
    ] = False,
) -> None:
    """Verify the record: every entry, its bytes, its chain; name the first broken one.

    With --against a checkpoint that this server did not keep, also prove that nothing which
    it covers was lost or changed. Exit code 6 when something does not hold.

    Example: kadflow history verify --all --against segel-2026-06.txt
    """
    history = desk.kadflow.history
    note = read_text(against) if against is not None else None
    report = history.verify(
        agreement,
        everything=everything,
        against=note,
        keys=trusted or None,
        rows=rows,
        contents=contents,
    )
    printed = desk.screen.document(ok=report.ok, report=report)
    if not report.ok:
        if not printed:
            desk.screen.bullets(found.sentence(desk.language) for found in report.findings)
        report.raise_if_broken()
    if printed:
        return
    desk.screen.line(report.sentence(desk.language))
    if report.sealed_count:
        desk.screen.line(
            desk.say(
                f"{report.sealed_count} bagian disegel (dikosongkan dengan sah).",
                f"{report.sealed_count} parts are sealed (emptied lawfully).",
            )
        )
    if note is not None:
        desk.screen.line(
            desk.say("Sesuai dengan segel yang diberikan.", "It agrees with the checkpoint given.")
        )


@command(app, "checkpoint")
def checkpoint(
    desk: Desk,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it there.")
    ] = None,
    key: Annotated[
        bool, typer.Option("--key", help="Print the verifier key instead; give it to others.")
    ] = False,
) -> None:
    """Seal what is new and print the signed checkpoint; keep it somewhere else.

    Example: kadflow history checkpoint --output segel-2026-06.txt
    """
    history = desk.kadflow.history
    text = history.verifier_key() if key else history.checkpoint()
    if output is not None:
        write_text(output, text)
    values = {"verifier_key": text} if key else {"note": text}
    if desk.screen.document(**values, output=str(output) if output else None):
        return
    if output is None:
        desk.screen.raw(text.rstrip("\n"))
    else:
        desk.screen.line(desk.say(f"Ditulis ke {output}.", f"Written to {output}."))


@command(app, "rebuild")
def rebuild(
    desk: Desk,
    agreement: MAYBE = None,
    everything: EVERYTHING = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Write the rows anew where they differ.")
    ] = False,
) -> None:
    """Fold agreements from their history and compare with what the tables say.

    With --fix every row is written anew that history tells: of agreements, parties, chapters,
    rounds, decisions, tasks, documents, findings, deadlines, results and money; also calendars,
    reports and competitions. What only stands in tables stays as it is: notices, deliveries and
    the ledger. Exit code 6 when something differs and --fix was not given.

    Example: kadflow history rebuild --all --fix
    """
    del everything
    report = desk.kadflow.history.rebuild(agreement, fix=fix)
    printed = desk.screen.document(ok=report.ok, report=report)
    if not report.ok and not fix:
        first = report.differences[0]
        raise HistoryBrokenError(
            f"{report.count} values differ from their history; the first is {first.column or first.row} "
            f"of {first.agreement}.",
            hint="Verify the history, then write them anew with --fix.",
            pesan=f"{report.count} nilai berbeda dengan riwayatnya; yang pertama {first.column or first.row} pada {first.agreement}.",
            saran="Periksa keaslian riwayat dahulu, lalu tulis ulang dengan --fix.",
            differences=report.count,
        )
    if printed:
        return
    desk.screen.line(
        desk.say(
            f"{report.agreements} kerja sama dibandingkan, {report.count} nilai berbeda, "
            f"{report.fixed} kerja sama diperbaiki.",
            f"{report.agreements} agreements compared, {report.count} values differ, "
            f"{report.fixed} agreements mended.",
        )
    )
    for each in report.tables:
        desk.screen.line(
            desk.say(
                f"  {each.table}: {each.missing} baris hilang, {each.wrong} salah, "
                f"{each.surplus} berlebih",
                f"  {each.table}: {each.missing} rows missing, {each.wrong} wrong, "
                f"{each.surplus} surplus",
            )
        )
    if report.left:
        desk.screen.line(
            desk.say(
                f"{report.left} baris tidak mempunyai riwayat dan dibiarkan seperti adanya; "
                "periksa dengan: kadflow history verify.",
                f"{report.left} rows have no history and were left as they are; "
                "look with: kadflow history verify.",
            )
        )


@command(app, "seal", asks=True)
def seal(
    desk: Desk,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="Number or id.")],
    number: Annotated[
        int | None, typer.Argument(metavar="ENTRY", help="Number of the entry.")
    ] = None,
    part: Annotated[
        str | None, typer.Argument(metavar="PART", help="Name of the part in that entry.")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="NAME", help="Instead: a file.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="On whose request or rule.")
    ] = None,
) -> None:
    """Take a text or a file out of the record for ever, by an entry that says so.

    The chain stays verifiable: the place then says "sealed", never "broken". Copies in backups
    are not reached.

    Example: kadflow history seal KSD-2026-000001 7 reason --reason "Data pribadi" --as sleman.ppksd
    """
    history = desk.kadflow.history
    envelope = desk.acting.envelope()
    if document is not None:
        done = history.seal_document(agreement, document, envelope=envelope, reason=reason or "")
    elif number is None or part is None:
        raise InvalidInputError(
            "What to seal? Give the number of the entry and the name of its part.",
            hint="kadflow history show lists both; for a file give --document NAME.",
            pesan="Apa yang disegel? Sebutkan nomor catatan dan nama bagiannya.",
            saran="Keduanya tampak pada kadflow history show; untuk berkas: --document NAMA.",
        )
    else:
        stream = desk.kadflow.find(agreement)
        name = _part_named(desk, agreement, number, part)
        done = history.seal(stream, number, name, envelope=envelope, reason=reason or "")
    if desk.screen.document(sealed=done):
        return
    desk.screen.line(
        desk.say(
            f"Disegel: {done.name}, dicatat pada riwayat no. {done.number}.",
            f"Sealed: {done.name}, by entry {done.number}.",
        )
    )
