"""Commands that write agreements: create, edit, documents, and agreements under another."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kadflow.cli.agreement.group import ADDENDUM, GROUND, NUMBER, SETTINGS, TERMS, TITLE, app
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.parties import organisation
from kadflow.cli.values import day, read_bytes, terms_of
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from kadflow.domain.people import Organisation

_MOST_SIMILAR = 5


@command(app, "create", acts=True)
def create(
    desk: Desk,
    template: Annotated[
        str, typer.Argument(metavar="TEMPLATE", help="Workflow: key, or key@version.")
    ],
    party: Annotated[
        list[str],
        typer.Option("--party", help="Party: code or name; the first takes the initiative."),
    ],
    settings: SETTINGS = None,
    terms: TERMS = None,
    number: Annotated[
        str | None, typer.Option("--number", help="Human number; the next one if left out.")
    ] = None,
    on_paper: Annotated[
        list[str] | None,
        typer.Option(
            "--on-paper",
            help="One of the parties that answers on paper; its acts are recorded with --evidence.",
        ),
    ] = None,
) -> None:
    """Open an agreement between two or more parties, under a workflow.

    Terms may be left unknown and filled in later with: kadflow agreement edit. When the parties
    already have agreements with each other you are told, and asked in a terminal.

    Example: kadflow agreement create standar --party 34.04 --party "kab bantul"
    --set "title=Pengelolaan sampah" --as sleman.ppksd
    """
    from kadflow.domain.commands import PartySpec  # noqa: PLC0415 - the domain only when needed

    acting = desk.acting
    found = [organisation(desk, name) for name in party]
    paper = _on_paper(desk, found, on_paper or ())
    values = terms_of(settings or (), terms)
    _tell_similar(desk, found)
    parties = [
        PartySpec(each.id, participation="paper" if each.id in paper else "uses") for each in found
    ]
    outcome = acting.create(template, parties, values, number=number, **desk.how())
    print_outcome(desk, outcome)


def _on_paper(desk: Desk, parties: Sequence[Organisation], names: Sequence[str]) -> set[str]:
    """Ids of the parties that take part on paper; each must be one of the parties named."""
    paper = {organisation(desk, name).id for name in names}
    if not paper <= {each.id for each in parties}:
        raise InvalidInputError(
            "--on-paper names somebody who is no party here.",
            hint="Name it with --party too.",
            pesan="--on-paper menyebut instansi yang bukan pihak di sini.",
            saran="Sebutkan juga dengan --party.",
        )
    return paper


def _tell_similar(desk: Desk, parties: Sequence[Organisation]) -> None:
    """Tell which agreements two of the parties already have, and ask whether to go on."""
    told: dict[str, str] = {}
    for one, other in combinations(parties, 2):
        for row in desk.kadflow.similar([one.id, other.id]):
            title = row["title"] or desk.say("(belum berjudul)", "(no title yet)")
            text = f"{row['number']} {title} ({one.name}, {other.name})"
            told.setdefault(row["number"], text)
    if not told:
        return
    newest = [told[number] for number in sorted(told, reverse=True)]
    more = len(newest) - _MOST_SIMILAR
    desk.screen.notice(
        desk.say("Pihak-pihak ini sudah bekerja sama: ", "These parties already cooperate: ")
        + "; ".join(newest[:_MOST_SIMILAR])
        + (f"; +{more}" if more > 0 else "")
        + "."
    )
    if desk.screen.is_terminal and not typer.confirm(
        desk.say("Buat kerja sama baru?", "Open a new agreement?"), default=True
    ):
        raise typer.Abort


@command(app, "edit", acts=True)
def edit(desk: Desk, agreement: NUMBER, settings: SETTINGS = None, terms: TERMS = None) -> None:
    """Write terms and clauses; approvals that covered what changes are asked for again.

    A path is the term's name, with a field (plan.purpose), a clause (clauses.5), or a party by
    its place (budget_status.@2.2026). null removes a value.

    Example: kadflow agreement edit KSD-2026-000001 --set "clauses.2=Biaya ditanggung bersama"
    --set 'term={"starts_on": "2026-03-01", "years": 2}' --as sleman.ppksd
    """
    values = terms_of(settings or (), terms)
    if not values:
        raise InvalidInputError(
            "Nothing to write was given.",
            hint="Add --set PATH=VALUE or --terms FILE.",
            pesan="Tidak ada isi yang diberikan.",
            saran="Tambahkan --set BAGIAN=NILAI atau --terms BERKAS.",
        )
    print_outcome(desk, desk.acting.edit(agreement, values, **desk.how(agreement)))


@command(app, "add-document", acts=True)
def add_document(
    desk: Desk,
    agreement: NUMBER,
    kind: Annotated[str, typer.Argument(help="Kind of document in the workflow.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file.")],
    letter_number: Annotated[
        str | None, typer.Option("--letter-number", help="Number of the letter.")
    ] = None,
    letter_date: Annotated[
        str | None, typer.Option("--letter-date", metavar="DATE", help="Date of the letter.")
    ] = None,
    sender: Annotated[str | None, typer.Option("--from", help="Who sent the letter.")] = None,
    addressee: Annotated[
        list[str] | None, typer.Option("--to", help="Whom it addresses; repeatable.")
    ] = None,
    copy_to: Annotated[
        list[str] | None,
        typer.Option("--copy-to", help="Who gets a copy (tembusan); repeatable."),
    ] = None,
) -> None:
    """Put a document on file: a plan, a draft, a letter, the signed text.

    Example: kadflow agreement add-document KSD-2026-000001 signed_text kb.pdf --as sleman.ppksd
    """
    acting = desk.acting
    content = read_bytes(file)
    letter: dict[str, Any] = {
        name: value
        for name, value in {
            "number": letter_number,
            "date": day(letter_date, "--letter-date") if letter_date else None,
            "sender": sender,
            "addressees": addressee or None,
            "copies": copy_to or None,
        }.items()
        if value is not None
    }
    outcome = acting.add_document(
        agreement,
        kind,
        content,
        filename=file.name,
        media_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        letter=letter or None,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "number-document", acts=True)
def number_document(
    desk: Desk,
    agreement: NUMBER,
    kind: Annotated[str, typer.Argument(help="Kind of document in the workflow.")],
    number: Annotated[str, typer.Argument(help="As printed on the document.")],
    party: Annotated[str, typer.Option("--party", help="Whose number: code or name.")],
) -> None:
    """State a party's own number of a document; it may come long after the signing.

    Example: kadflow agreement number-document KSD-2026-000001 signed_kb "075/KB/2026"
    --party 34.04 --as sleman.ppksd
    """
    wanted = organisation(desk, party).id
    outcome = desk.acting.number_document(agreement, kind, wanted, number, **desk.how(agreement))
    print_outcome(desk, outcome)


@command(app, "compare-document", acts=True)
def compare_document(
    desk: Desk,
    agreement: NUMBER,
    kind: Annotated[str, typer.Argument(help="Kind of document in the workflow.")],
    result: Annotated[
        Literal["agrees", "differs"],
        typer.Argument(metavar="agrees|differs", help="A difference needs --reason."),
    ],
) -> None:
    """State for your party whether a document, such as the signed scan, is the approved text.

    Example: kadflow agreement compare-document KSD-2026-000001 signed_kb agrees
    --as bantul.hukum
    """
    outcome = desk.acting.compare_document(agreement, kind, result, **desk.how(agreement))
    print_outcome(desk, outcome)


@command(app, "link", acts=True)
def link(
    desk: Desk,
    agreement: NUMBER,
    parent: Annotated[str, typer.Option("--parent", help="The agreement above: number or id.")],
) -> None:
    """Put an agreement under the one that it belongs to, which became known later.

    Example: kadflow agreement link KSD-2026-000007 --parent KSD-2026-000001 --as sleman.ppksd
    """
    print_outcome(desk, desk.acting.link(agreement, parent, **desk.how(agreement)))


@command(app, "open-child", acts=True)
def open_child(
    desk: Desk,
    agreement: NUMBER,
    template: Annotated[
        str, typer.Argument(metavar="TEMPLATE", help="Workflow of the new agreement.")
    ],
    party: Annotated[
        list[str] | None, typer.Option("--party", help="Party; those of the parent if left out.")
    ] = None,
    settings: SETTINGS = None,
    terms: TERMS = None,
) -> None:
    """Open an agreement under another one, such as a PKS under its KB.

    Where it exceeds the limits of the one above it you are told and must give --reason.

    Example: kadflow agreement open-child KSD-2026-000001 pks --set "title=PKS angkutan"
    --as sleman.ppksd
    """
    parties = [organisation(desk, name).id for name in party or ()]
    outcome = desk.acting.open_child(
        agreement,
        template,
        terms_of(settings or (), terms),
        parties=parties,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


def open_addendum(
    desk: Desk,
    agreement: str,
    purpose: Literal["amend", "extend", "join", "leave"],
    *,
    changes: dict[str, Any] | None = None,
    template: str | None = None,
    title: str | None = None,
    party: str | None = None,
    ground: str | None = None,
) -> None:
    """Open the addendum that carries a change out when it is concluded."""
    wanted = organisation(desk, party).id if party else None
    outcome = desk.acting.amend(
        agreement,
        changes,
        purpose=purpose,
        template=template,
        terms={"title": title} if title else None,
        organisation=wanted,
        ground=ground,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "amend", acts=True)
def amend(
    desk: Desk,
    agreement: NUMBER,
    settings: SETTINGS = None,
    terms: TERMS = None,
    title: TITLE = None,
    template: ADDENDUM = None,
    ground: GROUND = None,
) -> None:
    """Open an addendum that changes terms; they change when it is concluded, not before.

    Example: kadflow agreement amend KSD-2026-000001 --set "purpose=Mengurangi sampah separuh"
    --title "Addendum I" --as sleman.ppksd
    """
    changes = terms_of(settings or (), terms)
    open_addendum(
        desk, agreement, "amend", changes=changes, template=template, title=title, ground=ground
    )


def longer_term(desk: Desk, agreement: str, until: str | None) -> dict[str, Any]:
    """The term of an agreement with another last day; nothing where none is given."""
    if until is None:
        return {}
    term = desk.kadflow.agreements.get(agreement).terms.get("term")
    known = dict(term.value) if term is not None and isinstance(term.value, dict) else {}
    known.pop("years", None)
    known.pop("text", None)
    return {"term": known | {"ends_on": day(until, "--until")}}


@command(app, "extend", acts=True)
def extend(
    desk: Desk,
    agreement: NUMBER,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The new last day.")
    ] = None,
    settings: SETTINGS = None,
    title: TITLE = None,
    template: ADDENDUM = None,
    ground: GROUND = None,
) -> None:
    """Open an addendum that makes the term longer.

    Example: kadflow agreement extend KSD-2026-000001 --until 2029-12-31 --as sleman.ppksd
    """
    changes = terms_of(settings or (), None) | longer_term(desk, agreement, until)
    if not changes:
        raise InvalidInputError(
            "The new last day is missing.",
            hint="Add --until DATE.",
            pesan="Hari terakhir yang baru belum disebut.",
            saran="Tambahkan --until TANGGAL.",
        )
    open_addendum(
        desk, agreement, "extend", changes=changes, template=template, title=title, ground=ground
    )


@command(app, "join", acts=True)
def join(
    desk: Desk,
    agreement: NUMBER,
    party: Annotated[str, typer.Option("--party", help="Who joins: code or name.")],
    title: TITLE = None,
    template: ADDENDUM = None,
    ground: GROUND = None,
) -> None:
    """Open an addendum by which another party joins.

    Example: kadflow agreement join KSD-2026-000001 --party "kota yogyakarta" --as sleman.ppksd
    """
    open_addendum(
        desk, agreement, "join", party=party, template=template, title=title, ground=ground
    )
