"""Looking for a region: by name or part of one, abbreviation, former name or code."""

from __future__ import annotations

from rapidfuzz import fuzz

from kadflow.intake import spelling
from kadflow.intake.names import Candidate
from kadflow.intake.region_names import looked_up, read_region
from kadflow.intake.regions import Region, load_aliases, load_regions, region_by_code

_NOISE_BELOW = 70  # of 100: a likeness under this only makes the list longer


def _codes_like(query: str) -> list[Candidate]:
    text = query.strip()
    region = region_by_code(text)
    if region:
        return [Candidate(region, 100)]
    if not text or not text[0].isdigit():
        return []
    return [Candidate(r, 90) for r in load_regions() if r.code.startswith(text)]


def find_regions(query: str, limit: int = 10) -> tuple[Candidate, ...]:
    """Regions that a person may be looking for, best first.

    Args:
        query: A name or part of one, an abbreviation, a former name, or a code.
        limit: At most so many.

    Returns:
        Candidates with scores; equal scores in the order of their codes. Administrative areas
        are found under their own name.
    """
    best = {c.region.code: c for c in _codes_like(query)}
    parts = spelling.words(query)
    wanted = spelling.key(parts)
    if not wanted:
        return tuple(best.values())[:limit]

    def offer(region: Region, score: int) -> None:
        if region.code not in best or best[region.code].score < score:
            best[region.code] = Candidate(region, score)

    reading = read_region(parts)
    for region, score in reading.found:
        offer(region, score)
    for region in looked_up(parts):
        offer(region, 95)
    for alias in load_aliases():
        meant = region_by_code(alias.code) if alias.code else None
        if meant and spelling.key(spelling.words(alias.text)) == wanted:
            offer(meant, 90)
    for region in load_regions():
        name = spelling.key(spelling.words(region.short_name))
        if name.startswith(wanted):
            offer(region, 85)
        elif wanted in name:
            offer(region, 75)
        else:
            likeness = int(fuzz.ratio(wanted, name))
            if likeness >= _NOISE_BELOW:
                offer(region, likeness - 20)
    ranked = sorted(best.values(), key=lambda found: (-found.score, found.region.code))
    return tuple(ranked[:limit])
