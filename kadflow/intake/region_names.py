"""Reading one region out of plain words: prefixes, levels, aliases, a province behind it, typos.

Order of the rules: (1) the whole text, then what is left after each leading word such as
``pemerintah`` or ``kab``, is looked up by its key; (2) the same without a trailing level or
province; (3) former names; (4) the nearest spelling. A level word narrows what is found; a name
that is both regency and city stays undecided without one.
"""

from __future__ import annotations

from functools import cache

import msgspec
from rapidfuzz import fuzz, process

from kadflow.intake import spelling
from kadflow.intake.regions import Level, Region, load_aliases, load_regions, region_by_code

LEVEL_OF: dict[str, Level] = {
    "provinsi": "province",
    "propinsi": "province",
    "prov": "province",
    "prop": "province",
    "pemprov": "province",
    "pemrov": "province",
    "pemprop": "province",
    "gubernur": "province",
    "kabupaten": "regency",
    "kab": "regency",
    "pemkab": "regency",
    "bupati": "regency",
    "kota": "city",
    "kotamadya": "city",
    "kodya": "city",
    "pemkot": "city",
    "walikota": "city",
    "province": "province",
    "regency": "regency",
    "city": "city",
}
_LEADING = frozenset(
    [
        "pemerintah",
        "pemerintahan",
        "pemda",
        "pem",
        "daerah",
        "administrasi",
        "adm",
        "dki",
        "wakil",
        "wali",
        "pj",
        "plt",
        "plh",
        "kepala",
        "tingkat",
        "dati",
        "tk",
        "i",
        "ii",
        "ri",
        "otonom",
    ]
)
LIKELY_FROM = 90  # of 100: from here a single nearest spelling is taken as meant
UNSURE_FROM = 76  # of 100: below this nothing is offered
_CLEAR_LEAD = 4  # points by which the nearest spelling must lead the next one
_SHORTEST_FUZZY = 4  # letters; shorter keys are abbreviations, where one letter is everything
_TYPO_WORD = 82


class Reading(msgspec.Struct, frozen=True):
    """What a text says about one region.

    Attributes:
        how: ``exact`` level and name; ``name`` alone, unique; ``alias``; ``former`` name;
            ``level`` named wrongly; ``typo``; ``near`` (several or distant spellings);
            ``many`` (one name, several regions); ``nowhere``; ``nothing``.
        found: Candidates with a score of 0 to 100, best first.
        level: Level that the text names; None if it names none.
        clash: Province that the text names although the region lies in another one.
    """

    how: str
    found: tuple[tuple[Region, int], ...] = ()
    level: Level | None = None
    clash: Region | None = None

    @property
    def sure(self) -> bool:
        """Whether one region is meant well enough to be taken."""
        return self.how in {"exact", "name", "alias", "former", "level", "typo"}


NOTHING = Reading("nothing")


@cache
def _names() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for region in load_regions():
        found.setdefault(spelling.key(spelling.words(region.short_name)), []).append(region)
    return {name: tuple(regions) for name, regions in found.items()}


def _add(found: dict[str, list[Region]], text: str, code: str | None) -> None:
    region = region_by_code(code) if code else None
    name = spelling.key(spelling.words(text))
    if region and region not in _names().get(name, ()) and region not in found.get(name, ()):
        found.setdefault(name, []).append(region)


@cache
def _aliases() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for alias in load_aliases():
        if alias.kind != "former":
            _add(found, alias.text, alias.code)
    for region in load_regions():
        parts = spelling.words(region.short_name)
        short = spelling.key(parts[1:])
        if parts[0] == "kepulauan" and short not in _names() and short not in found:
            _add(found, short, region.code)
    return {name: tuple(regions) for name, regions in found.items()}


@cache
def _former() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for alias in load_aliases():
        if alias.kind == "former":
            _add(found, alias.text, alias.code)
    return {name: tuple(regions) for name, regions in found.items()}


@cache
def _no_regions() -> frozenset[str]:
    return frozenset(
        spelling.key(spelling.words(alias.text)) for alias in load_aliases() if not alias.code
    )


@cache
def _spellings(level: Level | None) -> dict[str, tuple[Region, ...]]:
    """Keys that a typo may be near to, of one level or of all."""
    found: dict[str, tuple[Region, ...]] = {}
    for source in (_names(), _aliases(), _former()):
        for name, regions in source.items():
            fitting = tuple(r for r in regions if level is None or r.level == level)
            if fitting and len(name) >= _SHORTEST_FUZZY and name not in found:
                found[name] = fitting
    return found


def is_known_area(parts: list[str]) -> bool:
    """Whether the words are an area that sounds like a region and is none (``Kalselteng``)."""
    return spelling.key(parts) in _no_regions()


def looked_up(parts: list[str], level: Level | None = None) -> tuple[Region, ...]:
    """Regions whose name or alias these words are, of a level if one is given."""
    name = spelling.key(parts)
    regions = (*_names().get(name, ()), *_aliases().get(name, ()))
    return tuple(r for r in regions if level is None or r.level == level)


def _one_level(parts: list[str], level: Level | None) -> Reading | None:
    """The reading of words that are wholly a name, or None."""
    name = spelling.key(parts)
    named, by_alias, former = (table.get(name, ()) for table in (_names(), _aliases(), _former()))
    regions = (*named, *by_alias)
    if level is not None:
        regions = tuple(r for r in regions if r.level == level)
        if not regions:
            regions = tuple(r for r in former if r.level == level)
            if len(regions) == 1:
                return Reading("former", ((regions[0], 92),), level)
            return None
    elif not regions:
        regions = former
        if len(regions) == 1:
            return Reading("former", ((regions[0], 90),), level)
    if not regions:
        return None
    if len(regions) > 1:
        return Reading("many", tuple((r, 60) for r in regions), level)
    region = regions[0]
    if region not in named:
        return Reading("alias", ((region, 98 if level else 95),), level)
    if level or region.level == "province":
        return Reading("exact", ((region, 100),), level)
    return Reading("name", ((region, 95),), level)


def _typo_of(word: str) -> str | None:
    """The leading word that this one misspells (``kabupten``), or None."""
    if len(word) < len("pemkab"):
        return None
    best = process.extractOne(
        word,
        ("pemerintah", "kabupaten", "provinsi", "propinsi", "pemprov", "pemkab", "pemkot"),
        scorer=fuzz.ratio,
        score_cutoff=_TYPO_WORD,
    )
    return best[0] if best else None


def _leading(word: str, following: list[str]) -> tuple[bool, Level | None]:
    """Whether the word may be skipped at the front, and the level it names."""
    if word in LEVEL_OF:
        return True, LEVEL_OF[word]
    if word == "wali" and following[:1] == ["kota"]:
        return True, None
    if word in _LEADING:
        return True, None
    meant = _typo_of(word)
    if meant:
        return True, LEVEL_OF.get(meant)
    return False, None


def _stripped(
    parts: list[str],
) -> tuple[list[tuple[list[str], Level | None]], list[str], Level | None]:
    """What may be the name: the words after each skippable leading word, with its level.

    Returns:
        The tries, the words that are left at last (none if all could be skipped), their level.
    """
    tries: list[tuple[list[str], Level | None]] = []
    level: Level | None = None
    rest = parts
    while rest:
        tries.append((rest, level))
        skippable, named = _leading(rest[0], rest[1:])
        if not skippable:
            break
        if named:  # two levels in a row (``kabupaten/kota``) say nothing
            level = named if level in {None, named} else None
        rest = rest[1:]
    return tries, rest, level


def _without_tail(parts: list[str]) -> list[tuple[list[str], Level | None, Region | None]]:
    """Splits into a name and a trailing level word or province."""
    found: list[tuple[list[str], Level | None, Region | None]] = []
    if len(parts) > 1 and parts[-1] in LEVEL_OF:
        found.append((parts[:-1], LEVEL_OF[parts[-1]], None))
    for cut in range(1, len(parts)):
        tail = parts[cut:]
        if tail[0] in {"di", "provinsi", "prov", "propinsi", "prop"} and len(tail) > 1:
            tail = tail[1:]
        provinces = looked_up(tail, "province")
        if provinces:
            found.append((parts[:cut], None, provinces[0]))
    return found


def _in_province(reading: Reading, province: Region) -> Reading:
    """Let a province behind the name decide between candidates, or contradict them."""
    inside = tuple(
        (r, max(score, 95)) for r, score in reading.found if province.code in {r.parent, r.code}
    )
    below = tuple(pair for pair in inside if pair[0].parent)
    if len(below) == 1 and (reading.how == "many" or reading.sure):
        how = "exact" if reading.how == "many" and reading.level else reading.how
        return Reading("name" if how == "many" else how, below, reading.level)
    if inside:
        return Reading(reading.how, inside, reading.level)
    found = tuple((r, 60) for r, _ in reading.found)
    return Reading("near", found, reading.level, clash=province)


def _nearest(parts: list[str], level: Level | None) -> Reading:
    name = spelling.key(parts)
    if len(name) < _SHORTEST_FUZZY:
        return NOTHING
    table = _spellings(level)
    near = process.extract(
        name, table.keys(), scorer=fuzz.ratio, score_cutoff=UNSURE_FROM, limit=5
    )
    best: dict[str, tuple[Region, int]] = {}
    for spelled, score, _ in near:
        for region in table[spelled]:
            best.setdefault(region.code, (region, int(score)))
    found = tuple(best.values())
    if not found:
        return NOTHING
    lead = found[0][1] - (found[1][1] if len(found) > 1 else 0)
    region, score = found[0]
    its_own = spelling.words(region.short_name)
    # A direction is a name of its own: ``Lampung Barat`` is no misspelt ``Lampung Timur``.
    same_directions = spelling.DIRECTIONS & {*parts} == spelling.DIRECTIONS & {*its_own}
    if score >= LIKELY_FROM and lead >= _CLEAR_LEAD and same_directions:
        return Reading("typo", ((region, score - 5),), level)
    return Reading("near", tuple((r, s - 20) for r, s in found), level)


def read_region(parts: list[str], *, typos: bool = True) -> Reading:
    """Read one region out of plain words.

    Args:
        parts: From `spelling.words`.
        typos: Whether the nearest spelling may be offered.

    Returns:
        The best reading; ``nothing`` where no region is near.
    """
    tries, last, level = _stripped(parts)
    for rest, named in tries:
        reading = _one_level(rest, named)
        if reading:
            return reading
    for rest, named in tries:
        for name, behind, province in _without_tail(rest):
            reading = _one_level(name, behind or named)
            if reading:
                return _in_province(reading, province) if province else reading
    elsewhere = looked_up(last)
    if level and elsewhere:
        if len(elsewhere) == 1:
            return Reading("level", ((elsewhere[0], 80),), level)
        return Reading("near", tuple((r, 60) for r in elsewhere), level)
    if is_known_area(last):
        return Reading("nowhere", (), level)
    if not typos:
        return NOTHING
    reading = _nearest(last, level)
    if reading is NOTHING and level:
        reading = _nearest(last, None)
        return Reading("near", tuple((r, s - 10) for r, s in reading.found), level)
    return reading
