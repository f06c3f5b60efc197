"""Who a party is: from the name as somebody wrote it to a region, or to another kind of body.

The answer always says how sure it is and why, in both languages. Nothing is picked where two
regions fit equally (``Bandung``): the candidates are returned and the choice stays with people.
An organ of a government given as party leads to its government; Jakarta's six administrative
areas lead to the province; a village is out of scope (practice.md 21).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from kadflow.intake import party_kinds, spelling
from kadflow.intake.party_kinds import PartyKind, Unit
from kadflow.intake.region_names import LEVEL_OF, Reading, looked_up, read_region
from kadflow.intake.regions import Region, region_by_code
from kadflow.intake.wording import Said

Certainty = Literal["exact", "likely", "unsure", "none"]

_CACHED = 65_536  # distinct names kept; a register of 100,000 rows repeats a few thousand
_SEVERAL = re.compile(
    r"\s*(?:&|/|;|,|\+|\u2013|\bdan\b|\bdengan\b|\band\b|(?<=\w)\s*-\s*(?=\w))\s*", re.IGNORECASE
)
_MOST_PARTS = 12
_THROUGH = re.compile(
    r"[\s,(]+(?:c\.?\s?q\.?|q\.?\s?q\.?|melalui|dalam hal ini(?: diwakili oleh)?)[\s:]+",
    re.IGNORECASE,
)

_BRACKETS = re.compile(r"^([^()]+?)\s*\(([^()]*)\)\s*$")

_KIND_WORDS: dict[PartyKind, Said] = {
    "central": Said(
        "Kementerian atau lembaga pusat, bukan daerah.",
        "A ministry or central body, not a region.",
    ),
    "company": Said("Badan usaha, bukan daerah.", "A company, not a region."),
    "university": Said("Perguruan tinggi, bukan daerah.", "A university, not a region."),
    "hospital": Said(
        "Rumah sakit yang bukan perangkat daerah.", "A hospital that is no organ of a region."
    ),
    "foreign": Said("Pihak luar negeri.", "A foreign party."),
    "association": Said("Asosiasi atau forum, bukan daerah.", "An association, not a region."),
    "village": Said(
        "Desa memiliki aturan kerja sama sendiri (di luar cakupan Kadflow): desa bukan daerah "
        "dan bukan perangkat daerah.",
        "A village has its own rules of cooperation (outside Kadflow): it is neither a region "
        "nor an organ of one.",
    ),
}


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A region that may be meant, with a score of 0 to 100."""

    region: Region
    score: int


class PartyMatch(msgspec.Struct, frozen=True, gc=False):
    """What a party's name says.

    Attributes:
        text: As printed.
        kind: What kind of body it is; ``unit`` and ``administrative_area`` lead to a region.
        region: The region meant; None unless the certainty is ``exact`` or ``likely``.
        unit: The organ or area as printed, where one was given instead of its government or
            behind it (``c.q. Dinas Kesehatan``).
        score: 0 to 100.
        certainty: ``exact`` (level and name), ``likely``, ``unsure`` (a person decides), ``none``.
        reason: Why, in words.
        candidates: Regions that may be meant, best first; the chosen one included.
        count: How many parties ``16 kabupaten/kota lain`` stands for; None where not said.
    """

    text: str
    kind: PartyKind
    region: Region | None
    unit: str | None
    score: int
    certainty: Certainty
    reason: Said
    candidates: tuple[Candidate, ...] = ()
    count: int | None = None


def _names_of(
    found: tuple[tuple[Region, int], ...], last: tuple[str, str] = ("atau", "or")
) -> tuple[str, str]:
    names = [region.full_name for region, _ in found]
    if len(names) == 1:
        return names[0], names[0]
    head = ", ".join(names[:-1])
    return f"{head} {last[0]} {names[-1]}", f"{head} {last[1]} {names[-1]}"


def _why(reading: Reading, text: str) -> Said:
    if not reading.found and reading.how != "nowhere":
        return Said("Tidak ada daerah dengan nama ini.", "There is no region of this name.")
    id_names, en_names = _names_of(reading.found) if reading.found else ("", "")
    if reading.clash:
        clash = reading.clash.full_name
        return Said(
            f"{id_names} tidak berada di {clash}; periksa nama atau provinsinya.",
            f"{en_names} does not lie in {clash}; check the name or the province.",
        )
    return {
        "exact": Said("Tingkat dan nama sama.", "Level and name are the same."),
        "name": Said(
            f"Tingkat tidak disebut; hanya {id_names} yang bernama demikian.",
            f"No level is given; only {en_names} has this name.",
        ),
        "alias": Said(
            f"Singkatan atau nama lain dari {id_names}.",
            f"An abbreviation or another name of {en_names}.",
        ),
        "former": Said(f"Nama lama dari {id_names}.", f"A former name of {en_names}."),
        "level": Said(
            f"Tingkat yang ditulis tidak cocok; yang ada {id_names}.",
            f"The level written does not fit; what exists is {en_names}.",
        ),
        "typo": Said(
            f"Ejaan terdekat: {id_names}; tidak ada nama lain yang mirip.",
            f"Nearest spelling: {en_names}; no other name is as near.",
        ),
        "near": Said(
            f"Ejaan atau tingkat tidak cocok; mungkin {id_names}.",
            f"Spelling or level does not fit; perhaps {en_names}.",
        ),
        "many": Said(
            f"Lebih dari satu daerah bernama demikian: {id_names}. Sebutkan tingkatnya.",
            f"More than one region has this name: {en_names}. Give the level.",
        ),
        "nowhere": Said(
            f"'{text}' adalah sebutan kawasan beberapa daerah, bukan satu daerah.",
            f"'{text}' is the name of an area of several regions, not of one region.",
        ),
    }[reading.how]


def _candidates(reading: Reading) -> tuple[Candidate, ...]:
    return tuple(Candidate(region, score) for region, score in reading.found)


def _certainty(reading: Reading) -> Certainty:
    if reading.how == "exact":
        return "exact"
    if reading.sure:
        return "likely"
    return "unsure" if reading.found else "none"


def _of_area(text: str, area: Region, reading: Reading) -> PartyMatch:
    """An administrative area of Jakarta: the party is the province."""
    province = region_by_code(area.parent or "") or area
    score = reading.found[0][1]
    return PartyMatch(
        text,
        "administrative_area",
        province,
        area.name,
        score,
        _certainty(reading),
        Said(
            f"{area.name} bukan daerah otonom; pihaknya {province.government}.",
            f"{area.name} is not autonomous; the party is {province.government}.",
        ),
        (Candidate(province, score),),
    )


def _of_region(text: str, reading: Reading) -> PartyMatch:
    if reading.sure and not reading.found[0][0].autonomous:
        return _of_area(text, reading.found[0][0], reading)
    kind: PartyKind = "region" if reading.found else "unknown"
    return PartyMatch(
        text,
        kind,
        reading.found[0][0] if reading.sure else None,
        None,
        reading.found[0][1] if reading.found else 0,
        _certainty(reading),
        _why(reading, text),
        _candidates(reading),
    )


def _tail_reading(parts: list[str], unit: Unit) -> Reading | None:
    """The government named behind an organ: ``dinas kesehatan kabupaten sleman``."""
    cuts = [at for at in range(1, len(parts)) if parts[at] in LEVEL_OF]
    provincial = [at for at in cuts if LEVEL_OF[parts[at]] == "province"]
    for at in (*[at for at in reversed(cuts) if at not in provincial], *provincial):
        reading = read_region(parts[at:], typos=False)
        if reading.found:
            return reading
    for at in (*[at for at in cuts if at not in provincial], *provincial):
        reading = read_region(parts[at:])
        if reading.found:
            return reading
    if unit.needs_level:
        return None
    for at in range(1, len(parts)):
        if looked_up(parts[at:]):
            before = [r for start in range(1, at) for r in looked_up(parts[start:at])]
            reading = read_region(parts[at:], typos=False)
            if not before:
                return reading
            both = (*before, *(r for r, _ in reading.found))
            return Reading("near", tuple((r, 60) for r in dict.fromkeys(both)))
    return None


def _of_unit(text: str, parts: list[str], unit: Unit) -> PartyMatch:
    reading = _tail_reading(parts, unit)
    if reading is None:
        return PartyMatch(
            text,
            "unit",
            None,
            text,
            0,
            "none",
            Said(
                "Perangkat daerah tanpa nama pemerintah daerahnya; sebutkan kabupaten, kota atau "
                "provinsinya.",
                "An organ of a government that is not named; give the regency, city or province.",
            ),
        )
    if not reading.sure:
        why = _why(reading, text)
        return PartyMatch(
            text,
            "unit",
            None,
            text,
            reading.found[0][1],
            "unsure",
            Said(
                f"Perangkat daerah; pemerintah daerahnya belum pasti. {why.id}",
                f"An organ of a government that is uncertain. {why.en}",
            ),
            _candidates(reading),
        )
    region, score = reading.found[0]
    if not region.autonomous:
        region = region_by_code(region.parent or "") or region
    return PartyMatch(
        text,
        "unit",
        region,
        text,
        score,
        _certainty(reading),
        Said(
            f"Pihaknya {region.government}, ditandatangani oleh {unit.head.id} atas kuasa.",
            f"The party is {region.government}, signed by {unit.head.en} under a written "
            "authority (kuasa).",
        ),
        (Candidate(region, score),),
    )


def _of_several(text: str) -> PartyMatch | None:
    """Two or more regions in one text, each readable by itself."""
    pieces = [spelling.words(piece) for piece in _SEVERAL.split(text) if piece]
    if not 1 < len(pieces) <= _MOST_PARTS:
        return None
    shared = [word for word in pieces[-1] if word not in LEVEL_OF]
    readings = [
        # ``Pemkab dan Pemkot Bogor``: a level alone borrows the name that follows.
        read_region([*piece, *shared] if LEVEL_OF.keys() >= {*piece} else piece, typos=False)
        for piece in pieces
    ]
    if not all(reading.found for reading in readings):
        return None
    found = {r.code: (r, 60) for reading in readings for r, _ in reading.found}
    if len(found) == 1:
        return None
    listed = _names_of(tuple(found.values()), ("dan", "and"))
    return PartyMatch(
        text,
        "region",
        None,
        None,
        60,
        "unsure",
        Said(
            f"Menyebut beberapa daerah ({listed[0]}); pisahkan dengan titik koma.",
            f"Names several regions ({listed[1]}); separate them by semicolons.",
        ),
        tuple(Candidate(region, score) for region, score in found.values()),
    )


def _of_kind(text: str, kind: PartyKind) -> PartyMatch:
    return PartyMatch(text, kind, None, None, 0, "none", _KIND_WORDS[kind])


def _of_unspecified(text: str, count: int | None) -> PartyMatch:
    number_id, number_en = (
        (f"{count} pihak", f"{count} parties") if count else ("Pihak", "Parties")
    )
    return PartyMatch(
        text,
        "unspecified",
        None,
        None,
        0,
        "none",
        Said(
            f"{number_id} yang tidak dirinci sumber.",
            f"{number_en} that the source does not list.",
        ),
        count=count,
    )


def _of_through(text: str) -> PartyMatch | None:
    """A government with the organ that acts for it: ``Pemkab Sleman c.q. Dinas Kesehatan``."""
    head, *tail = _THROUGH.split(text, maxsplit=1)
    parts = spelling.words(head)
    if not tail or not parts or party_kinds.told_kind(head, " ".join(parts)):
        return None
    reading = read_region(parts)
    if not reading.sure:
        return None
    organ = tail[0].strip(" )")
    match = _of_region(text, reading)
    return msgspec.structs.replace(
        match,
        unit=organ,
        reason=Said(
            f"{match.reason.id} Pelaksananya {organ}.",
            f"{match.reason.en} Carried out by {organ}.",
        ),
    )


def _of_bracketed(text: str) -> PartyMatch | None:
    """A name with something in brackets behind it: an organ, an abbreviation, ``Pihak Kesatu``."""
    found = _BRACKETS.match(text)
    reading = read_region(spelling.words(found[1]), typos=False) if found else None
    if found is None or reading is None or not reading.sure:
        return None
    match = _of_region(text, reading)
    organ = found[2] if party_kinds.told_unit(spelling.words(found[2])) else match.unit
    return msgspec.structs.replace(match, unit=organ)


def _dated(match: PartyMatch, on: str | None) -> PartyMatch:
    """Doubt a region that did not exist yet on the date."""
    region = match.region
    if region is None or on is None or not region.valid_from or on >= region.valid_from:
        return match
    law = next((c.legal_basis for c in region.changes if c.kind == "created"), "")
    return msgspec.structs.replace(
        match,
        region=None,
        certainty="unsure",
        score=min(match.score, 60),
        reason=Said(
            f"{region.full_name} baru dibentuk {region.valid_from} ({law}), sesudah {on}.",
            f"{region.full_name} was formed only on {region.valid_from} ({law}), after {on}.",
        ),
    )


def _match(text: str) -> PartyMatch:
    parts = spelling.words(text)
    if not parts:
        nothing = Said("Nama pihak kosong.", "The name of the party is empty.")
        return PartyMatch(text, "unknown", None, None, 0, "none", nothing)
    if len(text) > spelling.LONGEST_NAME:
        long = Said(
            f"Lebih panjang dari {spelling.LONGEST_NAME} karakter; ini bukan nama pihak.",
            f"Longer than {spelling.LONGEST_NAME} characters; this is not the name of a party.",
        )
        return PartyMatch(text, "unknown", None, None, 0, "none", long)
    plain = " ".join(parts)
    many, count = party_kinds.unspecified_count(plain)
    if many:
        return _of_unspecified(text, count)
    through = _of_through(text)
    if through:
        return through
    kind = party_kinds.told_kind(text, plain)
    if kind:
        return _of_kind(text, kind)
    unit = party_kinds.told_unit(parts)
    if unit:
        found = _of_unit(text, parts, unit)
        bare_agency = found.certainty == "none" and unit.word in {"badan", "sekretariat", "kantor"}
        return _of_kind(text, "central") if bare_agency else found
    reading = read_region(parts)
    if reading.sure or (reading.clash and reading.found[0][0].parent):
        return _of_region(text, reading)
    return _of_bracketed(text) or _of_several(text) or _of_region(text, reading)


@lru_cache(maxsize=_CACHED)
def _cached(text: str, on: str | None) -> PartyMatch:
    return _dated(_match(text), on)


def match_party(text: str, *, on: str | None = None) -> PartyMatch:
    """Say who a party is, how surely, and why.

    Args:
        text: The name as printed, one party.
        on: ISO date of the act; a region that did not exist yet then is doubted.

    Returns:
        The match; never raises for any text. Repeated names are answered from memory.
    """
    if len(text) > spelling.LONGEST_NAME:
        return _match(text)
    return _cached(text, on)
