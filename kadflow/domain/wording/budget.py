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
    pair = _says(rule, _Figures(figures, "id"), _Figures(figures, "en"))
    whom = ", ".join(str(part) for part in (party, year) if part)
    return f"{whom}: {pair[0]}", f"{whom}: {pair[1]}"


class _Figures:
    """The figures of a finding in one language."""

    def __init__(self, figures: Mapping[str, int], language: str) -> None:
        self.plain = figures
        self._language = language

    def __getitem__(self, name: str) -> str:
        return rupiah(self.plain[name], self._language)

    @property
    def status(self) -> str:
        """The stated budget status, in words."""
        words = BUDGET_WORDS.get(_STATUSES[self.plain["status"]], _NO_STATUS)
        return words[0 if self._language == "id" else 1]


def _says(rule: str, id_: _Figures, en: _Figures) -> Pair:
    plain = id_.plain
    match rule:
        case "unfunded_year":
            return (
                (
                    f"kerja sama berjalan, tetapi pagu APBD tahun ini {id_['appropriated']} (rencana "
                    f"{id_['planned']}; status anggaran: {id_.status})."
                ),
                (
                    f"the agreement runs, but {en['appropriated']} is appropriated this year (planned "
                    f"{en['planned']}; budget status: {en.status})."
                ),
            )
        case "commitment_above_appropriation":
            return (
                (
                    f"kontrak {id_['committed']} melebihi pagu {id_['appropriated']} sebesar "
                    f"{id_['excess']}."
                ),
                (
                    f"{en['committed']} committed, {en['excess']} above the appropriation of "
                    f"{en['appropriated']}."
                ),
            )
        case "realisation_above_commitment" if not plain["committed"]:
            return (
                (
                    f"realisasi {id_['realised']} tanpa kontrak, melebihi pagu {id_['appropriated']} "
                    f"sebesar {id_['excess']}."
                ),
                (
                    f"{en['realised']} realised without a commitment, {en['excess']} above the "
                    f"appropriation of {en['appropriated']}."
                ),
            )
        case "realisation_above_commitment":
            return (
                (
                    f"realisasi {id_['realised']} melebihi kontrak {id_['committed']} sebesar "
                    f"{id_['excess']}."
                ),
                f"{en['realised']} realised, {en['excess']} above the {en['committed']} committed.",
            )
        case "low_realisation":
            return (
                (
                    f"realisasi {id_['realised']} baru {plain['percent']} % dari pagu "
                    f"{id_['appropriated']}; batasnya {plain['least']} % sejak bulan ke-"
                    f"{plain['month']}."
                ),
                (
                    f"{en['realised']} realised is {plain['percent']} % of the appropriation of "
                    f"{en['appropriated']}; the threshold is {plain['least']} % from month "
                    f"{plain['month']} on."
                ),
            )
        case "outside_budget" if not plain["planned"]:
            return (
                (
                    "kebutuhannya belum dinyatakan jumlahnya, dan belum ada dalam APBD tahun "
                    "berjalan; persetujuan DPRD diperlukan, atau menunggu APBD Perubahan."
                ),
                (
                    "a need whose amount is not stated is not in the budget of the running year; "
                    "the council is to approve, or the amended budget awaited."
                ),
            )
        case "outside_budget":
            return (
                (
                    f"kebutuhan {id_['planned']} belum ada dalam APBD tahun berjalan (pagu "
                    f"{id_['appropriated']}); persetujuan DPRD diperlukan, atau menunggu APBD "
                    "Perubahan."
                ),
                (
                    f"a need of {en['planned']} is not in the budget of the running year (appropriated "
                    f"{en['appropriated']}); the council is to approve, or the amended budget awaited."
                ),
            )
        case _:
            return _says_of_all(rule, id_, en)


def _says_of_all(rule: str, id_: _Figures, en: _Figures) -> Pair:
    plain = id_.plain
    match rule:
        case "status_behind":
            return (
                (
                    f"status anggaran dinyatakan '{id_.status}', padahal rencana {id_['planned']}, pagu "
                    f"{id_['appropriated']}, kontrak {id_['committed']}, realisasi {id_['realised']}."
                ),
                (
                    f"the budget status says '{en.status}', yet planned {en['planned']}, appropriated "
                    f"{en['appropriated']}, committed {en['committed']}, realised {en['realised']}."
                ),
            )
        case "term_beyond_funding":
            return (
                (
                    f"anggaran terakhir untuk tahun {plain['last_funded']}, sedangkan jangka waktu "
                    f"sampai tahun {plain['last_year']}."
                ),
                (
                    f"the last funded year is {plain['last_funded']}, while the term runs to "
                    f"{plain['last_year']}."
                ),
            )
        case "above_parent_ceiling":
            return (
                (
                    f"semua PKS di bawah kerja sama induk memerlukan {id_['together']} (yang ini "
                    f"{id_['own']}), melebihi pagu bersama {id_['ceiling']} sebesar {id_['excess']}."
                ),
                (
                    f"all agreements under the parent need {en['together']} (this one {en['own']}), "
                    f"{en['excess']} above its ceiling of {en['ceiling']}."
                ),
            )
        case "aid_not_allowed":
            return (
                (
                    f"{id_['amount']} dicatat sebagai bantuan dari pemerintah pusat atau daerah lain, "
                    "yang hanya untuk kerja sama wajib (PP 28/2018 pasal 12)."
                ),
                (
                    f"{en['amount']} is entered as aid from the centre or another region, which exists "
                    "for mandatory cooperation only (PP 28/2018 art 12)."
                ),
            )
        case "shares_do_not_sum":
            return (
                (
                    f"bagian para pihak berjumlah {id_['shares']}, sedangkan pagu bersama "
                    f"{id_['ceiling']}; selisih {id_['difference']}."
                ),
                (
                    f"the shares of the parties sum to {en['shares']}, while the ceiling is "
                    f"{en['ceiling']}; difference {en['difference']}."
                ),
            )
        case _:
            raise KeyError(rule)


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
