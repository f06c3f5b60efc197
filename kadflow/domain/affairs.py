"""The 32 fields of government that the centre shares with the regions (urusan pemerintahan konkuren).

A text stands for a field when it is its code, its name, or one of the names under which registers
and offices know it, whatever the case, dots and spaces. Topics inside a field, such as waste or
drinking water, are no names of it: which field they belong to is for a person to say.

Source:
    Names and order: UU 23/2014 article 12(1) to (3). Codes: the numbering of fields in
    Permendagri 90/2019, known from texts that quote it. English names are our own.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache
from typing import Literal, NamedTuple

SOURCE = "UU 23/2014 a12"
MOST_NEAR = 3
"""Suggestions that a refusal names."""

Group = Literal["basic", "other", "optional"]
"""Mandatory basic services (article 12(1)), other mandatory ones (12(2)), optional ones (12(3))."""


class Affair(NamedTuple):
    """One field of government.

    Attributes:
        code: ``2.11``: the group, and the number among all 32.
        name: As in the law; this is what a record holds.
        english: For readers of English.
        known_as: Other names, as registers, offices and people write them.
    """

    code: str
    name: str
    english: str
    known_as: tuple[str, ...] = ()

    @property
    def group(self) -> Group:
        """The group that the law puts it in."""
        groups: dict[str, Group] = {"1": "basic", "2": "other", "3": "optional"}
        return groups[self.code[0]]


AFFAIRS: tuple[Affair, ...] = (
    Affair("1.01", "pendidikan", "education", ("disdik",)),
    Affair("1.02", "kesehatan", "health", ("dinkes",)),
    Affair(
        "1.03",
        "pekerjaan umum dan penataan ruang",
        "public works and spatial planning",
        ("PU", "PUPR", "DPUPR", "pekerjaan umum", "penataan ruang", "tata ruang"),
    ),
    Affair(
        "1.04",
        "perumahan rakyat dan kawasan permukiman",
        "public housing and settlements",
        ("perkim", "disperkim", "perumahan", "perumahan dan kawasan permukiman", "permukiman"),
    ),
    Affair(
        "1.05",
        "ketenteraman, ketertiban umum, dan pelindungan masyarakat",
        "public order and protection of the community",
        (
            "trantibum", "trantibumlinmas", "ketenteraman dan ketertiban umum", "ketertiban umum",
            "ketentraman dan ketertiban umum", "pelindungan masyarakat", "linmas",
            "ketenteraman dan ketertiban umum serta pelindungan masyarakat",
            "ketentraman, ketertiban umum, dan pelindungan masyarakat",
        ),
    ),
    Affair("1.06", "sosial", "social affairs", ("dinsos",)),
    Affair("2.07", "tenaga kerja", "labour", ("naker", "disnaker", "ketenagakerjaan")),
    Affair(
        "2.08",
        "pemberdayaan perempuan dan pelindungan anak",
        "empowerment of women and protection of children",
        ("PPPA", "P3A", "DP3A", "pemberdayaan perempuan", "pelindungan anak"),
    ),
    Affair("2.09", "pangan", "food", ("ketahanan pangan",)),
    Affair("2.10", "pertanahan", "land affairs"),
    Affair("2.11", "lingkungan hidup", "environment", ("LH", "DLH", "lingkungan")),
    Affair(
        "2.12",
        "administrasi kependudukan dan pencatatan sipil",
        "population administration and civil registration",
        ("dukcapil", "disdukcapil", "adminduk", "administrasi kependudukan",
         "kependudukan dan pencatatan sipil"),
    ),
    Affair(
        "2.13",
        "pemberdayaan masyarakat dan Desa",
        "empowerment of communities and villages",
        ("PMD", "DPMD", "pemberdayaan masyarakat", "pemberdayaan desa"),
    ),
    Affair(
        "2.14",
        "pengendalian penduduk dan keluarga berencana",
        "population control and family planning",
        ("dalduk KB", "PPKB", "DPPKB", "pengendalian penduduk", "keluarga berencana"),
    ),
    Affair("2.15", "perhubungan", "transport", ("dishub", "transportasi")),
    Affair(
        "2.16",
        "komunikasi dan informatika",
        "communication and informatics",
        ("kominfo", "diskominfo", "komunikasi dan informasi", "informatika"),
    ),
    Affair(
        "2.17",
        "koperasi, usaha kecil, dan menengah",
        "cooperatives and small and medium enterprises",
        ("koperasi", "UKM", "UMKM", "koperasi UKM", "koperasi dan UKM", "koperasi dan UMKM",
         "koperasi dan usaha kecil menengah", "koperasi, usaha mikro, kecil, dan menengah"),
    ),
    Affair(
        "2.18", "penanaman modal", "investment", ("investasi", "PMPTSP", "DPMPTSP",
        "penanaman modal dan pelayanan terpadu satu pintu")
    ),
    Affair(
        "2.19",
        "kepemudaan dan olah raga",
        "youth and sports",
        ("dispora", "pora", "pemuda dan olah raga", "pemuda dan olahraga", "kepemudaan dan olahraga",
         "kepemudaan", "olahraga", "olah raga"),
    ),
    Affair("2.20", "statistik", "statistics"),
    Affair("2.21", "persandian", "cryptography of government", ("sandi",)),
    Affair("2.22", "kebudayaan", "culture", ("budaya",)),
    Affair("2.23", "perpustakaan", "libraries"),
    Affair("2.24", "kearsipan", "archives", ("arsip",)),
    Affair(
        "3.25",
        "kelautan dan perikanan",
        "marine affairs and fisheries",
        ("perikanan", "kelautan", "perikanan dan kelautan"),
    ),
    Affair("3.26", "pariwisata", "tourism", ("dispar", "kepariwisataan", "wisata")),
    Affair("3.27", "pertanian", "agriculture", ("distan",)),
    Affair("3.28", "kehutanan", "forestry", ("dishut",)),
    Affair(
        "3.29",
        "energi dan sumber daya mineral",
        "energy and mineral resources",
        ("ESDM", "energi", "sumber daya mineral"),
    ),
    Affair("3.30", "perdagangan", "trade", ("disdag",)),
    Affair("3.31", "perindustrian", "industry", ("disperin", "industri")),
    Affair("3.32", "transmigrasi", "transmigration", ("ketransmigrasian",)),
)  # fmt: skip
"""All of them, in the order of the law."""

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_CODE = re.compile(r"([123])\s*[.-]\s*(\d{1,2})\.?")
_BEFORE = re.compile(r"^(?:(?:urusan|bidang|pemerintahan|dinas|badan) )+(?=\S)")
_SAME = {"perlindungan": "pelindungan", "pemukiman": "permukiman"}


def affair(text: str) -> Affair | None:
    """The field that a code or a name stands for; None where it stands for none for certain."""
    found = _CODE.fullmatch(text.strip())
    if found:
        return _by_form().get(f"{found[1]}.{int(found[2]):02}")
    return _by_form().get(_form(text))


def nearest(text: str) -> list[Affair]:
    """The fields that a text may be meant for, the likeliest first."""
    forms = difflib.get_close_matches(_form(text), _by_form(), n=2 * MOST_NEAR, cutoff=0.6)
    found = dict.fromkeys(_by_form()[form] for form in forms)
    return list(found)[:MOST_NEAR]


def canonical(text: str) -> str:
    """The name of the field that a text stands for; a text that stands for none as it is."""
    found = affair(text)
    return text if found is None else found.name


def _form(text: str) -> str:
    """A name without what people write differently."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " dan ")).casefold()
    words = _NOT_WORD.sub(" ", plain).split()
    return _BEFORE.sub("", " ".join(_SAME.get(word, word) for word in words))


@cache
def _by_form() -> dict[str, Affair]:
    found: dict[str, Affair] = {}
    for each in AFFAIRS:
        found[each.code] = each
        for name in (each.name, each.english, *each.known_as):
            found[_form(name)] = each
    return found
