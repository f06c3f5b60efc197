"""`kadflow region`: Indonesian regions under their official codes."""

from __future__ import annotations

from typing import Annotated

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.domain.wording import ORGANISATION_WORDS
from kadflow.domain.wording.time import ZONE_NAMES
from kadflow.errors import NotFoundError

app = group("Indonesian regions: find one by name, show it, state who borders whom.")


@command(app, "find")
def find(
    desk: Desk,
    name: Annotated[str, typer.Argument(help="Name, part of one, abbreviation, or code.")],
    most: Annotated[int, typer.Option("--most", min=1, max=50, help="At most so many.")] = 10,
) -> None:
    """Find a region by its name as people write it; needs no installation.

    Understands abbreviations, former names, spelling and parts of names, and says how sure it
    is (100 means certain). Names that are a party's organ lead to the government behind it.

    Example: kadflow region find "Pemrov Jabar"
    """
    from kadflow.intake.names import match_party  # noqa: PLC0415 - the list only when asked
    from kadflow.intake.region_search import find_regions  # noqa: PLC0415

    match = match_party(name)
    found = {candidate.region.code: candidate for candidate in find_regions(name, most)}
    for candidate in reversed(match.candidates):
        known = found.pop(candidate.region.code, candidate)
        best = candidate if candidate.score >= known.score else known
        found = {candidate.region.code: best, **found}
    ranked = sorted(found.values(), key=lambda c: -c.score)[:most]
    if not ranked:
        raise NotFoundError(
            f"No region is called anything like {name!r}.",
            hint="Try a shorter part of the name, or its code.",
            pesan=f"Tidak ada daerah yang namanya menyerupai {name!r}.",
            saran="Coba bagian nama yang lebih pendek, atau kodenya.",
        )
    if desk.screen.document(
        query=name,
        certainty=match.certainty,
        reason=desk.word(match.reason),
        regions=[
            {
                "code": c.region.code,
                "name": c.region.full_name,
                "level": c.region.level,
                "province": c.region.parent,
                "zone": c.region.zone,
                "score": c.score,
            }
            for c in ranked
        ],
    ):
        return
    columns = (
        ("Kode", "Daerah", "Tingkat", "Provinsi", "Kepastian")
        if desk.language == "id"
        else ("Code", "Region", "Level", "Province", "Sureness")
    )
    desk.screen.table(
        columns,
        [
            (
                c.region.code,
                c.region.full_name,
                desk.say(*ORGANISATION_WORDS[c.region.level]),
                c.region.parent or "",
                c.score,
            )
            for c in ranked
        ],
    )
    if match.certainty in {"unsure", "none"} or match.unit:
        desk.screen.line(desk.word(match.reason))


@command(app, "show")
def show(desk: Desk, code: Annotated[str, typer.Argument(help="Official code or name.")]) -> None:
    """Show a region: code, level, province, time zone, since when, what became of it.

    Example: kadflow region show 34.04
    """
    from kadflow.intake.regions import region_by_code  # noqa: PLC0415 - the list only when asked

    region = region_by_code(code)
    if region is None:
        found = organisation(desk, code)
        region = region_by_code(found.code or "")
    if region is None:
        raise NotFoundError(
            f"{code!r} is no region.",
            hint="Show other parties with: kadflow organisation show.",
            pesan=f"{code!r} bukan daerah.",
            saran="Pihak lain ditampilkan dengan: kadflow organisation show.",
        )
    parent = region_by_code(region.parent) if region.parent else None
    if desk.screen.document(region=region, full_name=region.full_name):
        return
    desk.screen.heading(f"{region.full_name} ({region.code})")
    desk.screen.pairs(
        [
            (desk.say("Tingkat", "Level"), desk.say(*ORGANISATION_WORDS[region.level])),
            (desk.say("Provinsi", "Province"), parent.full_name if parent else ""),
            (desk.say("Zona waktu", "Time zone"), ZONE_NAMES.get(region.zone, region.zone)),
            (desk.say("Sejak", "Since"), region.valid_from or ""),
            (desk.say("Sampai", "Until"), region.valid_until or ""),
            (desk.say("Penerus", "Successors"), ", ".join(region.successors)),
            (
                desk.say("Pemerintahan", "Government"),
                region.government
                if region.autonomous
                else desk.say("wilayah administrasi, bukan pihak", "administrative, no party"),
            ),
        ]
    )


@command(app, "border")
def border(
    desk: Desk,
    one: Annotated[str, typer.Argument(help="A region.")],
    other: Annotated[str, typer.Argument(help="Another region.")],
    borders: Annotated[
        bool | None, typer.Option("--yes/--no", help="They border, or they do not.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help="Where that is known from.")
    ] = None,
) -> None:
    """State whether two regions border, with the source; or ask what was stated.

    Bordering decides whether cooperation is mandatory, so it is entered with its source and
    never guessed from a map.

    Example: kadflow region border 34.04 34.02 --yes --source "Permendagri 73/2009"
    """
    from kadflow.errors import InvalidInputError  # noqa: PLC0415

    a, b = organisation(desk, one), organisation(desk, other)
    service = desk.kadflow.organisations
    if borders is not None:
        if not source:
            raise InvalidInputError(
                "The source of the statement is missing.",
                hint="Name it with --source, e.g. the decree that fixed the boundary.",
                pesan="Sumber pernyataan ini belum disebut.",
                saran="Sebutkan dengan --source, misalnya peraturan yang menetapkan batas.",
            )
        envelope = desk.kadflow.operator()
        service.set_bordering(envelope, a.id, b.id, borders=borders, source=source)
    known = service.bordering(a.id, b.id)
    if desk.screen.document(
        regions=[a.code or a.name, b.code or b.name],
        borders=known[0] if known else None,
        source=known[1] if known else None,
    ):
        return
    if known is None:
        text = desk.say(
            f"Belum dinyatakan apakah {a.name} dan {b.name} berbatasan.",
            f"Nobody has stated whether {a.name} and {b.name} border.",
        )
    elif known[0]:
        text = desk.say(f"{a.name} berbatasan dengan {b.name}", f"{a.name} borders {b.name}")
    else:
        text = desk.say(
            f"{a.name} tidak berbatasan dengan {b.name}", f"{a.name} does not border {b.name}"
        )
    desk.screen.line(text + (f" ({known[1]})." if known else ""))
