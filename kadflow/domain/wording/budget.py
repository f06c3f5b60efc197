"""The words of money: kinds, sources, units, and what each check says with its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kadflow.domain.amounts import rupiah
from kadflow.domain.wording.phrases import words_for
from kadflow.domain.wording.vocabulary import BUDGET_WORDS, Pair

ENTRY_WORDS: Final[dict[str, Pair]] = {
    "planned": ("rencana", "planned"),
    "appropriated": ("pagu (DPA)", "appropriated"),
    "committed": ("kontrak", "committed"),
    "realised": ("realisasi", "realised"),
}

SOURCE_WORDS: Final[dict[str, Pair]] = {
    "apbd_province": ("APBD provinsi", "provincial budget"),
    "apbd_regency": ("APBD kabupaten/kota", "budget of the regency or city"),
    "apbn": ("APBN", "national budget"),
    "third_party": ("pihak ketiga", "third party"),
    "in_kind": ("barang atau jasa", "in kind"),
}

BASIS_WORDS: Final[dict[str, Pair]] = {
    "amount": ("rupiah", "rupiah"),
    "own_cost": ("masing-masing menanggung biayanya", "each bears its own cost"),
    "non_monetary": ("tanpa uang", "non-monetary"),
    "tariff": ("tarif per satuan", "unit tariff"),
    "currency": ("valuta asing", "foreign currency"),
}

UNIT_WORDS: Final[dict[str, Pair]] = {
    "ton": ("ton", "tonne"),
    "kg": ("kilogram", "kilogram"),
    "m3": ("meter kubik", "cubic metre"),
    "m2": ("meter persegi", "square metre"),
    "ha": ("hektare", "hectare"),
    "km": ("kilometer", "kilometre"),
    "litre": ("liter", "litre"),
    "kwh": ("kWh", "kWh"),
    "trip": ("rit", "trip"),
    "person": ("orang", "person"),
    "person_day": ("orang-hari", "person-day"),
    "person_month": ("orang-bulan", "person-month"),
    "hour": ("jam", "hour"),
    "day": ("hari", "day"),
    "month": ("bulan", "month"),
    "year": ("tahun", "year"),
    "household": ("rumah tangga", "household"),
    "patient": ("pasien", "patient"),
    "document": ("dokumen", "document"),
    "activity": ("kegiatan", "activity"),
    "package": ("paket", "package"),
    "piece": ("unit", "piece"),
}
"""Units of a tariff; typed, so that quantities of the same unit can be added up."""

SEVERITY_WORDS: Final[dict[str, Pair]] = {
    "note": ("catatan", "note"),
    "warning": ("peringatan", "warning"),
    "serious": ("berat", "serious"),
}

CHECK_WORDS: Final[dict[str, Pair]] = {
    "unfunded_year": ("tahun berjalan tanpa pagu", "running year without appropriation"),
    "commitment_above_appropriation": ("kontrak melebihi pagu", "commitment above appropriation"),
    "realisation_above_commitment": (
        "realisasi melebihi kontrak",
        "realisation above commitment",
    ),
    "low_realisation": (
        "realisasi rendah menjelang akhir tahun",
        "low realisation late in the year",
    ),
    "outside_budget": ("di luar APBD tahun berjalan", "outside the budget of the running year"),
    "status_behind": (
        "status anggaran tidak sesuai dengan angkanya",
        "budget status contradicts the figures",
    ),
    "term_beyond_funding": (
        "jangka waktu melampaui tahun terakhir yang direncanakan",
        "term beyond the last funded year",
    ),
    "above_parent_ceiling": (
        "melebihi pagu bersama kerja sama induk",
        "above its parent's ceiling",
    ),
    "aid_not_allowed": (
        "bantuan untuk kerja sama yang tidak boleh menerimanya",
        "aid for a cooperation that may not receive it",
    ),
    "shares_do_not_sum": (
        "bagian para pihak tidak sama dengan pagu bersama",
        "shares do not sum to the ceiling",
    ),
}
"""What each check looks for; the keys are what templates name."""

_NO_STATUS: Final[Pair] = ("belum dinyatakan", "not stated")
_STATUSES: Final = ("", *BUDGET_WORDS)
"""A budget status in figures: its place here, since figures are whole numbers."""


def event_words(kind: str, data: Mapping[str, Any]) -> Pair | None:
    """What tells an event about money apart in one line; None for other events."""
    match kind:
        case "budget.line_added":
            source = words_for(SOURCE_WORDS, data["source"])
            return f"{data['year']}, {source[0]}", f"{data['year']}, {source[1]}"
        case "budget.entered" | "budget.corrected":
            column, amount = words_for(ENTRY_WORDS, data["kind"]), data.get("to", data["amount"])
            return f"{column[0]} {rupiah(amount)}", f"{column[1]} {rupiah(amount, 'en')}"
        case "budget.ceiling_set":
            amount, year = data["amount"], data["year"]
            return f"{year}: {rupiah(amount)}", f"{year}: {rupiah(amount, 'en')}"
        case "budget.warned" | "budget.cleared":
            rule, year = words_for(CHECK_WORDS, data["rule"]), data["year"]
            when = f", {year}" if year else ""
            return f"{rule[0]}{when}", f"{rule[1]}{when}"
        case _:
            return None


def status_figure(status: str) -> int:
    """A budget status as a figure."""
    return _STATUSES.index(status)


def finding_words(
    rule: str, figures: Mapping[str, int], *, party: str = "", year: int | None = None
) -> Pair:
    """What a check found, as a sentence with its figures.

    Args:
        rule: Key of `CHECK_WORDS`.
        figures: By name, as the check gives them.
        party: Name of whom it concerns.
        year: The fiscal year.
    """
    money = {name: rupiah(value) for name, value in figures.items()}
    cash = {name: rupiah(value, "en") for name, value in figures.items()}
    id_, en = _SENTENCES[rule]
    status = BUDGET_WORDS.get(_STATUSES[figures.get("status", 0)], _NO_STATUS)
    if rule == "realisation_above_commitment" and not figures.get("committed", 0):
        id_, en = _WITHOUT_CONTRACT
    plain = {f"n_{name}": value for name, value in figures.items()}
    return (
        id_.format(party=party, year=year, said=status[0], **money, **plain),
        en.format(party=party, year=year, said=status[1], **cash, **plain),
    )


_WITHOUT_CONTRACT: Final[Pair] = (
    (
        "{party}, {year}: realisasi {realised} tanpa kontrak, melebihi pagu {appropriated} "
        "sebesar {excess}."
    ),
    (
        "{party}, {year}: {realised} realised without a commitment, {excess} above the "
        "appropriation of {appropriated}."
    ),
)
_SENTENCES: Final[dict[str, Pair]] = {
    "unfunded_year": (
        (
            "{party}, {year}: kerja sama berjalan, tetapi pagu APBD tahun ini {appropriated} "
            "(rencana {planned}; status anggaran: {said})."
        ),
        (
            "{party}, {year}: the agreement runs, but {appropriated} is appropriated this year "
            "(planned {planned}; budget status: {said})."
        ),
    ),
    "commitment_above_appropriation": (
        "{party}, {year}: kontrak {committed} melebihi pagu {appropriated} sebesar {excess}.",
        (
            "{party}, {year}: {committed} committed, {excess} above the appropriation of "
            "{appropriated}."
        ),
    ),
    "realisation_above_commitment": (
        "{party}, {year}: realisasi {realised} melebihi kontrak {committed} sebesar {excess}.",
        "{party}, {year}: {realised} realised, {excess} above the {committed} committed.",
    ),
    "low_realisation": (
        (
            "{party}, {year}: realisasi {realised} baru {n_percent} % dari pagu {appropriated}; "
            "batasnya {n_least} % sejak bulan ke-{n_month}."
        ),
        (
            "{party}, {year}: {realised} realised is {n_percent} % of the appropriation of "
            "{appropriated}; the threshold is {n_least} % from month {n_month} on."
        ),
    ),
    "outside_budget": (
        (
            "{party}, {year}: kebutuhan {planned} belum ada dalam APBD tahun berjalan "
            "(pagu {appropriated}); persetujuan DPRD diperlukan, atau menunggu APBD Perubahan."
        ),
        (
            "{party}, {year}: a need of {planned} is not in the budget of the running year "
            "(appropriated {appropriated}); the council is to approve, or the amended budget awaited."
        ),
    ),
    "status_behind": (
        (
            "{party}, {year}: status anggaran dinyatakan '{said}', padahal rencana {planned}, pagu "
            "{appropriated}, kontrak {committed}, realisasi {realised}."
        ),
        (
            "{party}, {year}: the budget status says '{said}', yet planned {planned}, appropriated "
            "{appropriated}, committed {committed}, realised {realised}."
        ),
    ),
    "term_beyond_funding": (
        (
            "{party}: anggaran terakhir untuk tahun {n_last_funded}, sedangkan jangka waktu sampai "
            "tahun {n_last_year}."
        ),
        "{party}: the last funded year is {n_last_funded}, while the term runs to {n_last_year}.",
    ),
    "above_parent_ceiling": (
        (
            "{year}: semua PKS di bawah kerja sama induk memerlukan {together} (yang ini {own}), "
            "melebihi pagu bersama {ceiling} sebesar {excess}."
        ),
        (
            "{year}: all agreements under the parent need {together} (this one {own}), {excess} above "
            "its ceiling of {ceiling}."
        ),
    ),
    "aid_not_allowed": (
        (
            "{party}, {year}: {amount} dicatat sebagai bantuan dari pemerintah pusat atau daerah "
            "lain, yang hanya untuk kerja sama wajib (PP 28/2018 pasal 12)."
        ),
        (
            "{party}, {year}: {amount} is entered as aid from the centre or another region, which "
            "exists for mandatory cooperation only (PP 28/2018 art 12)."
        ),
    ),
    "shares_do_not_sum": (
        (
            "{year}: bagian para pihak berjumlah {shares}, sedangkan pagu bersama {ceiling}; "
            "selisih {difference}."
        ),
        (
            "{year}: the shares of the parties sum to {shares}, while the ceiling is {ceiling}; "
            "difference {difference}."
        ),
    ),
}

REMEDY_WORDS: Final[dict[str, Pair]] = {
    "unfunded_year": (
        "Catat pagunya (DPA) bila sudah ada, atau nyatakan status anggarannya.",
        "Enter the appropriation (DPA) once it exists, or state the budget status.",
    ),
    "commitment_above_appropriation": (
        "Catat tambahan pagu (APBD Perubahan atau pergeseran), atau koreksi kontraknya.",
        "Enter a higher appropriation (amended budget or shift), or correct the commitment.",
    ),
    "realisation_above_commitment": (
        "Catat kontrak atau tambahannya, atau koreksi realisasinya.",
        "Enter the commitment or its increase, or correct the realisation.",
    ),
    "low_realisation": (
        "Catat realisasi yang sudah ada, atau kurangi pagunya.",
        "Enter what is realised already, or lower the appropriation.",
    ),
    "outside_budget": (
        "Minta persetujuan DPRD, atau catat pagu APBD Perubahan dan perbarui status anggarannya.",
        "Ask the council, or enter the appropriation of the amended budget and restate the status.",
    ),
    "status_behind": (
        "Perbarui status anggaran dengan: kadflow budget status.",
        "Restate the budget status with: kadflow budget status.",
    ),
    "term_beyond_funding": (
        "Catat rencana anggaran tahun-tahun berikutnya.",
        "Enter what is planned for the years that follow.",
    ),
    "above_parent_ceiling": (
        "Kurangi kebutuhannya, atau ubah pagu bersama pada kerja sama induk.",
        "Lower the need, or change the ceiling of the parent.",
    ),
    "aid_not_allowed": (
        "Koreksi menjadi 0, atau tempuh kerja sama wajib.",
        "Correct it to 0, or follow the workflow of mandatory cooperation.",
    ),
    "shares_do_not_sum": (
        "Nyatakan kembali pagu bersama dan bagian para pihak.",
        "State the ceiling and the shares anew.",
    ),
}
"""What resolves a finding."""
