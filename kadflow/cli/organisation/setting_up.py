"""Commands that set organisations up: offices, people, holders, mandates, chains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.organisation.group import WHO, app
from kadflow.cli.parties import organisation
from kadflow.cli.values import day
from kadflow.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from kadflow.domain.commands import Envelope
    from kadflow.domain.people import Office

OFFICE = Annotated[str, typer.Argument(metavar="OFFICE", help="CODE/role, e.g. 34.04/head.")]
FROM = Annotated[str, typer.Option("--from", metavar="DATE", help="First day.")]
UNTIL = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day.")]
LETTER = Annotated[
    str | None, typer.Option("--letter", metavar="TEXT", help="Number of the letter or decree.")
]
RECORDER = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="Who enters it; the operator if left out."),
]
TITLE_EN = Annotated[
    str | None, typer.Option("--title-en", metavar="TEXT", help="The same in English.")
]
_KINDS = (
    "central",
    "company",
    "community",
    "university",
    "foreign_government",
    "foreign_institution",
)


def envelope_of(desk: Desk, recorder: str | None, *, reason: str | None = None) -> Envelope:
    """Who enters it: the person named, or the operator; and why."""
    if recorder is not None:
        return desk.kadflow.acting(recorder).envelope(reason=reason)
    return msgspec.structs.replace(desk.kadflow.operator(), reason=reason)


def office_of(desk: Desk, wanted: str) -> Office:
    """The office ``CODE/role``; the organisation may also be given by name."""
    name, slash, role = wanted.rpartition("/")
    if not slash:
        raise InvalidInputError(
            f"{wanted!r} is no office.",
            hint="Write ORGANISATION/role, e.g. 34.04/head.",
            pesan=f"{wanted!r} bukan jabatan.",
            saran="Tulis ORGANISASI/peran, misalnya 34.04/head.",
        )
    found = organisation(desk, name)
    offices = desk.kadflow.organisations.offices(found.id)
    for office in offices:
        if office.role == role:
            return office
    known = ", ".join(office.role for office in offices) or desk.say("belum ada", "none yet")
    raise NotFoundError(
        f"{found.name} has no office for {role!r}; it has: {known}.",
        hint=f"Add it with: kadflow organisation add-office {found.code or found.name!r} {role}.",
        pesan=f"{found.name} tidak punya jabatan {role!r}; yang ada: {known}.",
        saran=f"Tambahkan dengan: kadflow organisation add-office {found.code or found.name!r} {role}.",
    )


def done(desk: Desk, text: str, **values: Any) -> None:
    """Say what was done, or print its values."""
    if not desk.screen.document(**values):
        desk.screen.line(text)


@command(app, "add")
def add(
    desk: Desk,
    name: Annotated[str, typer.Argument(help="Full name, as in documents.")],
    kind: Annotated[str, typer.Option("--kind", help=f"One of: {', '.join(_KINDS)}.")],
    zone: Annotated[
        str, typer.Option("--zone", help="Zone in which its days end.")
    ] = "Asia/Jakarta",
    basis: Annotated[
        str | None, typer.Option("--basis", metavar="TEXT", help="Deed, decree, or other source.")
    ] = None,
) -> None:
    """Add an organisation that is not a region: a ministry, a company, a university.

    Example: kadflow organisation add "PT Bank Contoh" --kind company
    """
    from kadflow.domain.clock import ZONES  # noqa: PLC0415 - when needed

    if kind not in _KINDS:
        raise InvalidInputError(
            f"There is no kind {kind!r} of organisation to add.",
            hint=f"Kinds are: {', '.join(_KINDS)}; regions are there already.",
            pesan=f"Tidak ada jenis organisasi {kind!r} yang dapat ditambahkan.",
            saran=f"Jenisnya: {', '.join(_KINDS)}; daerah sudah ada semua.",
        )
    if zone not in ZONES:
        raise InvalidInputError(
            f"There is no zone {zone!r} here.",
            hint=f"Zones are: {', '.join(ZONES)}.",
            pesan=f"Tidak ada zona {zone!r} di sini.",
            saran=f"Zonanya: {', '.join(ZONES)}.",
        )
    try:
        desk.kadflow.organisations.get(name)
    except NotFoundError:
        pass
    else:
        raise InvalidInputError(
            f"There is an organisation {name!r} already.",
            hint="Use it, or add a longer name.",
            pesan=f"Organisasi {name!r} sudah ada.",
            saran="Gunakan yang itu, atau beri nama yang lebih lengkap.",
        )
    found = desk.kadflow.organisations.add(
        desk.kadflow.operator(), name=name, kind=kind, zone=zone, level=kind,
        code=None, parent=None, autonomous=True, basis=basis,
    )  # fmt: skip
    done(desk, desk.say(f"Ditambahkan: {name}.", f"Added: {name}."), id=found, name=name)


@command(app, "add-office")
def add_office(
    desk: Desk,
    name: WHO,
    role: Annotated[
        str,
        typer.Argument(
            help="head, deputy_head, secretary, coordinator, legal, finance, planning, "
            "inspectorate, unit or council."
        ),
    ],
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="What it is called there.")
    ] = None,
    title_en: TITLE_EN = None,
    superior: Annotated[
        str | None, typer.Option("--superior", metavar="OFFICE", help="The office above it.")
    ] = None,
    recorder: RECORDER = None,
) -> None:
    """Add an office of an organisation, by the work that it does in cooperation.

    Example: kadflow organisation add-office 34.04 head --title "Bupati Sleman" --title-en "Regent of Sleman"
    """
    found = organisation(desk, name)
    above = office_of(desk, superior).id if superior else None
    office = desk.kadflow.organisations.add_office(
        envelope_of(desk, recorder),
        found.id,
        role=role,
        title=title,
        title_en=title_en,
        superior=above,
    )
    key = f"{found.code or found.name}/{role}"
    done(desk, desk.say(f"Jabatan: {key}.", f"Office: {key}."), id=office, office=key)


@command(app, "title-office")
def title_office(
    desk: Desk,
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="As 34.04/head.")],
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="What it is called there.")
    ] = None,
    title_en: TITLE_EN = None,
    recorder: RECORDER = None,
) -> None:
    """Say what an office is called from now on, in Indonesian, in English or in both.

    Example: kadflow organisation title-office 34.04/head --title-en "Regent of Sleman"
    """
    said = desk.kadflow.organisations.title_office(
        envelope_of(desk, recorder), office_of(desk, office).id, title=title, title_en=title_en
    )
    done(
        desk,
        desk.say(f"Jabatan {office}: {said.title}.", f"Office {office}: {said.title_en}."),
        office=said,
    )


@command(app, "add-person")
def add_person(
    desk: Desk,
    name: WHO,
    handle: Annotated[str, typer.Argument(help="Short name to use after --as.")],
    full_name: Annotated[str, typer.Option("--name", metavar="TEXT", help="Full name.")],
    recorder: RECORDER = None,
) -> None:
    """Add a person to an organisation; appoint them to an office next.

    Example: kadflow organisation add-person 34.04 sleman.bupati --name "Bupati Sleman (contoh)"
    """
    found = organisation(desk, name)
    person = desk.kadflow.organisations.add_person(
        envelope_of(desk, recorder), found.id, handle=handle, name=full_name
    )
    done(desk, desk.say(f"Ditambahkan: {handle}.", f"Added: {handle}."), id=person, handle=handle)


@command(app, "appoint")
def appoint(
    desk: Desk,
    office: OFFICE,
    person: Annotated[str, typer.Argument(help="The person's handle.")],
    from_on: FROM,
    capacity: Annotated[
        str,
        typer.Option(
            "--capacity", help="definitive, plt, plh, pj, deputy_for_head or deputy_daily."
        ),
    ] = "definitive",
    until: UNTIL = None,
    letter: LETTER = None,
    first_setup: Annotated[
        bool,
        typer.Option("--first-setup", help="Nobody is there yet who could enter it; marked."),
    ] = False,
    recorder: RECORDER = None,
) -> None:
    """Make a person holder of an office, under a letter, from a day and perhaps until another.

    Somebody else than the person concerned enters it, except at the first set-up.

    Example: kadflow organisation appoint 34.04/secretary sleman.sekda --from 2026-01-02
    --capacity plh --until 2026-01-15 --letter "SP 800/12/2026"
    """
    found = office_of(desk, office)
    who = desk.kadflow.organisations.person(person)
    holding = desk.kadflow.organisations.appoint(
        envelope_of(desk, recorder),
        office=found.id,
        person=who[0],
        capacity=capacity,
        from_on=day(from_on, "--from"),
        to_on=day(until, "--until") if until else None,
        letter=letter,
        first_setup=first_setup,
    )
    done(
        desk,
        desk.say(
            f"{who[3]} menjabat {found.title} sejak {words.long_date(from_on, 'id')}.",
            f"{who[3]} holds {office} from {words.long_date(from_on, 'en')}.",
        ),
        id=holding,
    )


@command(app, "dismiss")
def dismiss(
    desk: Desk,
    office: OFFICE,
    person: Annotated[str, typer.Argument(help="The person's handle.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Last day in the office.")],
    recorder: RECORDER = None,
) -> None:
    """Note the last day on which a person holds an office; what was decided before stands.

    Example: kadflow organisation dismiss 34.04/secretary sleman.sekda --on 2026-06-30
    """
    found, last = office_of(desk, office), day(on, "--on")
    service = desk.kadflow.organisations
    who = service.person(person)
    held = [
        holding
        for holding in service.holders(found.id)
        if holding.person == who[0] and (holding.to_on is None or holding.to_on >= last)
    ]
    if not held:
        raise NotFoundError(
            f"{who[2]} does not hold {office} on {last}.",
            hint=f"See who does: kadflow organisation show {office.rpartition('/')[0]}.",
            pesan=f"{who[2]} tidak menjabat {office} pada {last}.",
            saran=f"Lihat pejabatnya: kadflow organisation show {office.rpartition('/')[0]}.",
        )
    service.dismiss(envelope_of(desk, recorder), held[-1].id, to_on=last)
    done(
        desk,
        desk.say(
            f"{who[3]} menjabat {found.title} sampai {words.long_date(last, 'id')}.",
            f"{who[3]} holds {office} until {words.long_date(last, 'en')}.",
        ),
        id=held[-1].id,
        to_on=last,
    )


@command(app, "mandate")
def mandate(
    desk: Desk,
    office: OFFICE,
    person: Annotated[str, typer.Argument(help="Who may sign for it: the person's handle.")],
    from_on: FROM,
    letter: Annotated[
        str, typer.Option("--letter", metavar="TEXT", help="Number of the surat kuasa.")
    ],
    until: UNTIL = None,
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", help="Agreement or workflow that it names; any if left out."),
    ] = None,
    recorder: RECORDER = None,
) -> None:
    """Record a surat kuasa: an office lets a person sign for it, within a scope and a time.

    Example: kadflow organisation mandate 34.04/head sleman.wabup --from 2026-03-01
    --until 2026-03-31 --scope KSD-2026-000001 --letter "SKU 1/2026"
    """
    found = office_of(desk, office)
    who = desk.kadflow.organisations.person(person)
    keys = {row["key"] for row in desk.kadflow.templates.published()}
    within = [name if name in keys else desk.kadflow.find(name) for name in scope or ()]
    given = desk.kadflow.organisations.give_mandate(
        envelope_of(desk, recorder),
        giver=found.id,
        person=who[0],
        from_on=day(from_on, "--from"),
        to_on=day(until, "--until") if until else None,
        scope=within,
        letter=letter,
    )
    done(
        desk,
        desk.say(
            f"{who[3]} menerima kuasa dari {found.title} sejak {words.long_date(from_on, 'id')}.",
            f"{who[3]} may sign for {office} from {words.long_date(from_on, 'en')}.",
        ),
        id=given,
    )


@command(app, "chain")
def chain(
    desk: Desk,
    name: WHO,
    template: Annotated[str, typer.Argument(metavar="TEMPLATE", help="Key of the workflow.")],
    gate: Annotated[str, typer.Argument(help="The approval.")],
    steps: Annotated[
        list[str],
        typer.Option("--step", metavar="ROLES", help="One step; side by side as legal+finance."),
    ],
    recorder: RECORDER = None,
) -> None:
    """Say how an organisation decides inside itself on one approval, step by step.

    Rounds that are already open keep the chain with which they began.

    Example: kadflow organisation chain 34.02 ksdd-sukarela text_agreed --step unit
    --step legal+finance --step secretary
    """
    found = organisation(desk, name)
    known = desk.kadflow.templates.get(template)[1]
    if gate not in known.gates:
        raise NotFoundError(
            f"The workflow {known.key} has no approval {gate!r}.",
            hint=f"It has: {', '.join(known.gates)}.",
            pesan=f"Alur {known.key} tidak punya persetujuan {gate!r}.",
            saran=f"Yang ada: {', '.join(known.gates)}.",
        )
    groups = [[role.strip() for role in step.split("+")] for step in steps]
    version = desk.kadflow.organisations.set_chain(
        envelope_of(desk, recorder), found.id, template_key=known.key, gate=gate, groups=groups
    )
    shown = " -> ".join(" + ".join(step) for step in groups)
    title = desk.word(known.gates[gate].title)
    done(
        desk,
        desk.say(
            f"Paraf berjenjang {found.name} untuk {title}: {shown} (versi {version}).",
            f"Chain of {found.name} for {title}: {shown} (version {version}).",
        ),
        version=version,
        steps=groups,
    )
