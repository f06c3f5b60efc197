"""Parties that are not a regional government, and organs of one, told by their words.

Rules are tried in order; the first that fits decides. An organ of a government (office,
hospital of the region, district) is not a party of its own: practice.md 21.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from kadflow.intake.wording import Said

PartyKind = Literal[
    "region",
    "unit",
    "administrative_area",
    "village",
    "central",
    "company",
    "university",
    "hospital",
    "foreign",
    "association",
    "unspecified",
    "unknown",
]

_COUNTRIES = (
    "malaysia|japan|jepang|tiongkok|china|cina|korea|korea selatan|south korea|singapore|singapura|"
    "thailand|vietnam|australia|belanda|netherlands|jerman|germany|prancis|france|turki|turkiye|"
    "amerika serikat|usa|united states|inggris|united kingdom|india|filipina|philippines|"
    "timor leste|brunei|brunei darussalam|taiwan|rusia|russia|arab saudi|mesir|maroko|belgia|"
    "spanyol|italia|swiss|austria|polandia|ceko|hungaria|rumania|selandia baru|new zealand|"
    "papua nugini|fiji|kanada|canada|meksiko|brasil|chile|suriname|afrika selatan"
)


class Unit(msgspec.Struct, frozen=True):
    """An organ of a regional government.

    Attributes:
        word: The word that shows it, ``dinas``.
        head: Who signs for it under a written authority (kuasa).
        needs_level: Whether the region must be named with its level, because the words after
            it are a place of their own (``Kecamatan Depok`` is not in Kota Depok).
    """

    word: str
    head: Said
    needs_level: bool = False


def _unit(word: str, head_id: str, head_en: str, *, needs_level: bool = False) -> Unit:
    return Unit(word, Said(head_id, head_en), needs_level)


_UNITS = {
    unit.word: unit
    for unit in (
        _unit("dinas", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("dinkes", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("disdik", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("dishub", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("diskominfo", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("disperindag", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("dlh", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("dlhk", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("distan", "Kepala Dinas", "the head of the office (Kepala Dinas)"),
        _unit("badan", "Kepala Badan", "the head of the agency (Kepala Badan)"),
        _unit("bappeda", "Kepala Badan", "the head of the agency (Kepala Badan)"),
        _unit("bapperida", "Kepala Badan", "the head of the agency (Kepala Badan)"),
        _unit("bapenda", "Kepala Badan", "the head of the agency (Kepala Badan)"),
        _unit("bpbd", "Kepala Pelaksana Badan", "the head of the agency"),
        _unit("bpkad", "Kepala Badan", "the head of the agency (Kepala Badan)"),
        _unit("bkpsdm", "Kepala Badan", "the head of the agency (Kepala Badan)"),
        _unit("inspektorat", "Inspektur", "the inspector"),
        _unit("sekretariat", "Sekretaris", "the secretary"),
        _unit("setda", "Sekretaris Daerah", "the regional secretary"),
        _unit("dprd", "Ketua DPRD", "the chair of the council"),
        _unit("satpol", "Kepala Satuan", "the head of the unit"),
        _unit("satuan", "Kepala Satuan", "the head of the unit"),
        _unit("bagian", "Kepala Bagian", "the head of the section"),
        _unit("biro", "Kepala Biro", "the head of the bureau"),
        _unit("kantor", "Kepala Kantor", "the head of the office"),
        _unit("upt", "Kepala UPT", "the head of the unit"),
        _unit("uptd", "Kepala UPTD", "the head of the unit"),
        _unit("blud", "Pemimpin BLUD", "the head of the service body"),
        _unit("rsud", "Direktur RSUD", "the director of the hospital"),
        _unit("puskesmas", "Kepala Puskesmas", "the head of the clinic", needs_level=True),
        _unit("kecamatan", "Camat", "the head of the district (Camat)", needs_level=True),
        _unit("kec", "Camat", "the head of the district (Camat)", needs_level=True),
        _unit("kapanewon", "Panewu", "the head of the district (Panewu)", needs_level=True),
        _unit("kemantren", "Mantri Pamong Praja", "the head of the district", needs_level=True),
        _unit("distrik", "Kepala Distrik", "the head of the district", needs_level=True),
        _unit("kelurahan", "Lurah", "the head of the ward (Lurah)", needs_level=True),
    )
}
_HOSPITAL = Unit("rsud", _UNITS["rsud"].head)

_UNSPECIFIED = re.compile(
    r"^(?P<count>\d+) (?:pemerintah(?: daerah)?|pemda|kabupaten|kab|kota|provinsi|daerah)\b.* lain"
    r"|\bse (?:[a-z]+ ?){1,4}\b.*\btidak dirinci\b|\btidak dirinci\b|\bdan lain lain\b|^se [a-z]+"
)
_FOREIGN = re.compile(
    r"\b(?:prefecture|prefektur|city council|municipality|metropolitan city|county|"
    r"city of|state of|government of|republic of|sister city)\b"
)
_COUNTRY_IN_BRACKETS = re.compile(rf"\(\s*(?:{_COUNTRIES})\s*\)", re.IGNORECASE)
_COUNTRY_AT_END = re.compile(rf"\b(?:{_COUNTRIES})$")
_RULES: tuple[tuple[PartyKind, re.Pattern[str]], ...] = (
    (
        "village",
        re.compile(
            r"^(?:pemerintah )?(?:desa|pemdes|nagari|gampong|kampung|pekon|kalurahan|marga)\b"
        ),
    ),
    (
        "company",
        re.compile(
            r"^(?:pt|cv|ud|pd|perumda|perumdam|perseroda|perusahaan|pdam|bumd|bumdes|bumdesa|bumn|"
            r"bank|bpd|bpr|firma|koperasi|yayasan|perum|bprs)\b|\b(?:persero|perseroda|tbk)\b"
        ),
    ),
    (
        "university",
        re.compile(
            r"^(?:universitas|institut|politeknik|poltekkes|sekolah tinggi|akademi|univ|uin|iain|"
            r"stikes|stie)\b"
        ),
    ),
    ("hospital", re.compile(r"^(?:rumah sakit(?! umum daerah)|rs|rsi|rsup|rsia|rsu|klinik)\b")),
    (
        "association",
        re.compile(
            r"^(?:asosiasi|apkasi|apeksi|appsi|forum|sekretariat bersama|sekber|himpunan|persatuan|perkumpulan)\b"
        ),
    ),
    (
        "central",
        re.compile(
            r"^(?:kementerian|kemen[a-z]+|kementrian|menteri|direktorat|ditjen|dirjen|otorita|"
            r"lembaga|komisi|mahkamah|kejaksaan|kejari|kejati|kepolisian|polri|polda|polres|"
            r"polresta|tni|kodam|kodim|korem|pengadilan|bpjs|bps|bpn|bnn|bnnk|bnnp|kpu|bawaslu|"
            r"kpp|kanwil|bpk|bpkp|bnpb|bmkg|basarnas|brin|bkn|kpk|ombudsman|balai besar|"
            r"sekretariat (?:negara|kabinet|jenderal)|kantor (?:kementerian|wilayah|pertanahan|"
            r"pelayanan pajak|imigrasi|pajak|urusan agama|pelayanan perbendaharaan)|"
            r"badan (?:pusat statistik|pertanahan|penyelenggara jaminan|narkotika|nasional|"
            r"pemeriksa|pengawas|kepegawaian negara|riset dan inovasi nasional|meteorologi|"
            r"pengusahaan)|pemerintah (?:pusat|republik)|bank indonesia|rri|tvri)\b"
        ),
    ),
)


def unspecified_count(plain: str) -> tuple[bool, int | None]:
    """Whether the words stand for many parties that nobody listed, and how many if said.

    Args:
        plain: Words joined by single spaces, lower case.
    """
    found = _UNSPECIFIED.search(plain)
    if not found:
        return False, None
    count = found.group("count")
    return True, int(count) if count else None


def told_kind(text: str, plain: str) -> PartyKind | None:
    """The kind that the words show by themselves; None where they may be a region or its organ.

    Args:
        text: As printed, for what stands in brackets.
        plain: Words joined by single spaces, lower case.
    """
    if (
        _FOREIGN.search(plain)
        or _COUNTRY_IN_BRACKETS.search(text)
        or _COUNTRY_AT_END.search(plain)
    ):
        return "foreign"
    for kind, pattern in _RULES:
        if pattern.search(plain):
            return kind
    return None


def told_unit(parts: list[str]) -> Unit | None:
    """The organ of a regional government that the first words name, or None."""
    rest = parts
    while rest and rest[0] in {"kepala", "direktur", "camat", "plt", "plh", "pj"}:
        if rest[0] == "camat":
            return _UNITS["kecamatan"]
        rest = rest[1:]
    if rest[:4] == ["rumah", "sakit", "umum", "daerah"]:
        return _HOSPITAL
    if not rest:
        return None
    return _UNITS.get(rest[0])
