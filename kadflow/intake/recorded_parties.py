"""The parties of a row: names and codes read together.

A code can settle a name that fits several regions; a code against a clear name settles nothing and
goes to a person.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from kadflow.intake.names import PartyMatch, match_party
from kadflow.intake.records import Reason, RecordedParty
from kadflow.intake.regions import Region, region_by_code
from kadflow.intake.wording import Said

MOST_PARTIES = 600  # all regions of the country are 552

_BETWEEN = re.compile(r"[;\n]")
_CUT_CODE = re.compile(r"^\d{2}\.\d$")  # a spreadsheet turned 32.10 into 32.1
_LEADING_TO_A_REGION = frozenset({"region", "unit", "administrative_area", "unknown"})


def _warning(code: str, id_text: str, en_text: str, column: str) -> Reason:
    return Reason(code, "warning", Said(id_text, en_text), column)


def _made(match: PartyMatch, **changes: object) -> RecordedParty:
    party = RecordedParty(
        name=match.text,
        kind=match.kind,
        region=match.region.code if match.region else None,
        unit=match.unit,
        certainty=match.certainty,
        score=match.score,
        reason=match.reason,
        candidates=tuple(candidate.region.code for candidate in match.candidates),
        count=match.count,
    )
    return msgspec.structs.replace(party, **changes) if changes else party


def _agreed(match: PartyMatch, region: Region) -> RecordedParty:
    """Name and code point to the same region."""
    sure = match.certainty == "exact" or match.score >= 95
    said = Said(
        f"{match.reason.id} Kode {region.code} cocok.",
        f"{match.reason.en} Code {region.code} agrees.",
    )
    return _made(
        match, certainty="exact" if sure else "likely", score=max(match.score, 95), reason=said
    )


def _against(match: PartyMatch, region: Region) -> tuple[RecordedParty, Reason]:
    """Name and code point to different regions, or the code to one for a body that is none."""
    said = Said(
        f"Nama '{match.text}' dan kode {region.code} ({region.full_name}) tidak cocok; pilih salah satu.",
        f"The name '{match.text}' and the code {region.code} ({region.full_name}) disagree; choose.",
    )
    reason = Reason("code-name-conflict", "warning", said, "party_codes")
    if match.kind not in _LEADING_TO_A_REGION:
        return _made(match), reason
    codes = (*(c.region.code for c in match.candidates), region.code)
    party = _made(
        match,
        region=None,
        certainty="unsure",
        score=min(match.score, 50),
        reason=said,
        candidates=tuple(dict.fromkeys(codes)),
    )
    return party, reason


def _settled(match: PartyMatch, region: Region) -> RecordedParty:
    """The code chooses among the candidates of the name."""
    said = Said(
        f"Kode {region.code} menentukan: {region.full_name}.",
        f"Code {region.code} decides: {region.full_name}.",
    )
    return _made(match, region=region.code, certainty="likely", score=90, reason=said)


def _with_code(match: PartyMatch, code: str) -> tuple[RecordedParty, tuple[Reason, ...]]:
    region = region_by_code(f"{code}0" if _CUT_CODE.match(code) else code)
    if region is None:
        return _made(match), (
            _warning(
                "code-unknown",
                f"Kode '{code[:20]}' bukan kode daerah; nama yang dipakai.",
                f"'{code[:20]}' is no code of a region; the name is used.",
                "party_codes",
            ),
        )
    if not region.autonomous and match.region and match.region.code == region.parent:
        return _agreed(match, match.region), ()
    if match.region and match.region.code == region.code:
        return _agreed(match, region), ()
    if match.region is None and region.code in {c.region.code for c in match.candidates}:
        return _settled(match, region), ()
    party, reason = _against(match, region)
    return party, (reason,)


def _doubts(party: RecordedParty) -> Reason | None:
    """The warning that a party needs by itself."""
    name = party.name[:80]
    if party.kind == "village":
        return Reason(
            "village-party",
            "warning",
            Said(f"'{name}': {party.reason.id}", f"'{name}': {party.reason.en}"),
            "parties",
        )
    if party.kind in {"unit", "administrative_area"} and party.region:
        return Reason("unit-as-party", "warning", party.reason, "parties")
    if party.kind == "unspecified":
        return Reason("parties-not-listed", "warning", party.reason, "parties")
    if party.certainty == "unsure" or (
        party.certainty == "none" and party.kind in {"unknown", "unit"}
    ):
        return Reason(
            "party-unsure",
            "warning",
            Said(f"'{name}': {party.reason.id}", f"'{name}': {party.reason.en}"),
            "parties",
        )
    if party.certainty == "likely":
        return Reason(
            "party-likely",
            "warning",
            Said(
                f"'{name}' dibaca sebagai {party.region}: {party.reason.id}",
                f"'{name}' is read as {party.region}: {party.reason.en}",
            ),
            "parties",
        )
    return None


@lru_cache(maxsize=65_536)
def _party(name: str, code: str, on: str | None) -> tuple[RecordedParty, tuple[Reason, ...]]:
    match = match_party(name, on=on)
    party, reasons = _with_code(match, code) if code else (_made(match), ())
    doubt = None if reasons and party.certainty == "unsure" else _doubts(party)
    return party, (*reasons, doubt) if doubt else reasons


def split_parties(text: str) -> tuple[str, ...]:
    """The names in a cell, separated by semicolons or line breaks; blank ones left out."""
    return tuple(name for name in (" ".join(p.split()) for p in _BETWEEN.split(text)) if name)


def read_parties(
    names: tuple[str, ...], codes_text: str, *, on: str | None
) -> tuple[tuple[RecordedParty, ...], tuple[Reason, ...]]:
    """Read names and codes together.

    Args:
        names: From `split_parties`.
        codes_text: Codes aligned with the names by semicolons; may be blank.
        on: ISO date of the agreement, if known.

    Returns:
        One party per name, and what a person should look at.
    """
    reasons: list[Reason] = []
    codes = tuple(code.strip() for code in _BETWEEN.split(codes_text)) if codes_text else ()
    if codes and len(codes) != len(names):
        reasons.append(
            _warning(
                "codes-not-aligned",
                f"Ada {len(names)} pihak dan {len(codes)} kode; kode tidak dipakai.",
                f"There are {len(names)} parties and {len(codes)} codes; the codes are not used.",
                "party_codes",
            )
        )
        codes = ()
    parties: list[RecordedParty] = []
    for at, name in enumerate(names):
        party, found = _party(name, codes[at] if codes else "", on)
        parties.append(party)
        reasons.extend(found)
    return tuple(parties), tuple(reasons)
