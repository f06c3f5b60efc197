"""What happens on the stage: two regencies, then five, from January 2026 to the middle of 2027."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from kadflow.demo import reporting
from kadflow.demo.evaluating import half_yearly
from kadflow.demo.stage import Stage
from kadflow.domain.wording.time import since_words
from kadflow.intake.agreements import sample_register

TWO = ("sleman", "bantul")
FIVE = ("pemalang", "tegal", "brebes", "pekalongan", "batang")
FIVE_CODES = ("33.27", "33.28", "33.29", "33.26", "33.25")
CHAIN = ("unit", "legal", "finance", "secretary")
PLAN = {
    "plan.background": "Sampah dan air tidak berhenti di batas daerah.",
    "plan.purpose": "Layanan yang lebih baik bagi warga di kedua sisi batas.",
    "plan.location": "Kecamatan yang berbatasan.",
    "plan.scope": "Perencanaan, pembangunan, dan pengelolaan bersama.",
    "plan.duration": "Sesuai jangka waktu.",
    "plan.benefits": "Biaya layanan turun dan jangkauan bertambah.",
    "plan.impact": "Dampak sosial dan lingkungan telah dikaji; tidak ada permukiman yang dipindahkan.",
    "plan.funding": "APBD masing-masing pihak.",
}
"""The eight fields of a cooperation plan (Permendagri 22/2020 art 7), invented."""


def play(
    folder: Path,
    say: Callable[[str, str], None],
    *,
    database_url: str | None = None,
    agreements: Path | None = None,
) -> Stage:
    """Play the whole exercise in a new folder.

    Args:
        folder: Data folder; must not hold an installation yet.
        say: Told every line; see `Stage`.
        database_url: PostgreSQL instead of SQLite.
        agreements: A register to import first; None imports the packaged sample.

    Returns:
        The stage with its open installation; the caller closes ``stage.kadflow``.
    """
    stage = Stage(folder, say, begin="2026-01-05", database_url=database_url)
    say("·", "Folder latihan dibuat: 552 daerah, 8 alur kerja sama.")
    _import(stage, agreements)
    for code, short in (
        ("34.04", "sleman"),
        ("34.02", "bantul"),
        *zip(FIVE_CODES, FIVE, strict=True),
    ):
        stage.staff(code, short)
    say("·", "Tujuh kabupaten contoh punya perangkat, pejabat, dan surat keputusan.")
    stage.telephones(TWO, ("coordinator", "head"))
    two = _two_regencies(stage)
    five = _five_regencies(stage)
    _to_the_end(stage, two, five)
    reporting.semester_report(stage, five, FIVE[0])
    _prove(stage)
    return stage


def _prove(stage: Stage) -> None:
    """Verify the whole record, seal its tree, and leave the checkpoint where people find it."""
    note = stage.kadflow.history.checkpoint()
    report = stage.kadflow.history.verify(against=note, rows=True)
    report.raise_if_broken()
    path = stage.kadflow.folder.path / "checkpoint.txt"
    path.write_text(note, "utf-8")
    stage.say(
        "✓",
        f"Riwayat diperiksa: {report.events} catatan dalam {report.streams} rangkaian, "
        "semuanya utuh dan sama dengan baris tabelnya.",
    )
    folder = stage.kadflow.folder
    place = "PostgreSQL" if folder.database_url else str(folder.path / "kadflow.db")
    stage.say("·", f"Catatan: {place}")
    stage.say("·", f"Berkas dokumen: {folder.blobs}")
    stage.say("·", f"Kunci segel: {folder.key}")
    stage.say("·", f"Segel riwayat: {path}")
    stage.say("·", f"Lihat sendiri: kadflow agreement list --data {folder.path}")


def _import(stage: Stage, agreements: Path | None) -> None:
    stage.say("#", "2026-01-05")
    operator = stage.kadflow.operator()
    with contextlib.ExitStack() as stack:
        path = agreements or stack.enter_context(sample_register())
        report = stage.kadflow.imports.run(path, operator)
    stage.say(
        "✓",
        f"{report.registered} kerja sama yang dipublikasikan tercatat, "
        f"{report.refused} baris ditolak dengan alasan.",
    )


# ------------------------------------------------------------------ two regencies


def _two_regencies(stage: Stage) -> str:
    say = stage.say
    liaison = stage.by("sleman.coordinator")
    say("·", "CONTOH 1. Kabupaten Sleman dan Kabupaten Bantul: pengelolaan sampah (sukarela).")
    opened = liaison.create(
        "ksdd-sukarela",
        ["34.04", "34.02"],
        {
            "title": "CONTOH - Pengelolaan sampah lintas batas Sleman dan Bantul",
            "subjects": ["lingkungan hidup"],
            "planning_basis": "in_plan",
            "bordering": True,
            "cross_border_effect": True,
            "cheaper_together": False,
            "regime_reason": "Biaya per ton tidak turun bila dikelola bersama, jadi sukarela.",
            "term": {"starts_on": "2026-05-01", "ends_on": "2027-04-30"},
            **PLAN,
        },
    )
    number = opened.number
    stage.told(opened, "Sekretariat TKKSD Sleman membuka kerja sama")
    liaison.add_document(number, "kak", b"Kerangka acuan kerja (contoh)", filename="kak.pdf")
    liaison.add_document(
        number, "draft_kb", b"Rancangan KB (contoh)", filename="rancangan-kb.docx"
    )
    stage.told(
        liaison.act(number, "submit_proposal"), "Rencana diajukan ke paraf berjenjang Sleman"
    )
    stage.refused(
        lambda: stage.by("bantul.unit").decide(number, "approve"),
        "Perangkat daerah Bantul mencoba memberi paraf untuk Sleman",
    )
    stage.told(
        stage.chain(number, ["sleman"], ["unit", "secretary"], "proposal"),
        "Perangkat daerah dan Sekda Sleman merekomendasikan",
    )
    stage.day("2026-01-19")
    liaison.add_document(
        number,
        "offer",
        b"Surat penawaran (contoh)",
        filename="surat-penawaran.pdf",
        letter={"number": "130/0042", "date": "2026-01-19", "to": "Bupati Bantul"},
    )
    liaison.act(number, "submit_offer")
    stage.told(
        stage.by("sleman.head").decide(number, "approve"), "Bupati Sleman mengirim penawaran"
    )
    stage.day("2026-02-02")
    stage.told(
        stage.chain(number, ["bantul"], ["unit", "secretary", "head"], "offer_answered"),
        "Kabupaten Bantul menerima penawaran",
    )
    _two_negotiate(stage, number)
    _two_sign(stage, number)
    _two_councils(stage, number)
    return number


def _two_negotiate(stage: Stage, number: str) -> None:
    liaison, other = stage.by("sleman.coordinator"), stage.by("bantul.coordinator")
    stage.day("2026-02-16")
    liaison.edit(
        number,
        {
            "clauses.1": "Para pihak bekerja sama mengelola sampah di wilayah perbatasan.",
            "clauses.2": "Sampah diolah di TPST milik pihak kesatu.",
            "clauses.3": "Biaya ditanggung masing-masing pihak.",
        },
    )
    liaison.act(number, "submit_text")
    stage.chain(number, ["sleman"], CHAIN, "text_agreed")
    stage.say("·", "Sleman selesai; Bantul memeriksa di dalam.")
    stage.by("bantul.unit").decide(number, "approve", gate="text_agreed")
    stage.told(
        stage.by("bantul.legal").decide(
            number,
            "return",
            gate="text_agreed",
            reason="Pasal 3 tidak menyebut sumber anggaran.",
        ),
        "Bagian Hukum Bantul mengembalikan di dalam Bantul, dengan alasan",
    )
    waiting = stage.kadflow.agreements.explain(number, liaison.envelope()).waiting[0]
    since = since_words(waiting.since, waiting.working_days)[0]
    stage.say("·", f"Sleman hanya melihat: menunggu {waiting.party_name} {since}.")
    stage.told(
        other.release(
            number, "text_agreed", "return", reason="Mohon sumber anggaran disebut di Pasal 3."
        ),
        "Sekretariat Bantul mengeluarkan tanggapan resmi",
    )
    stage.day("2026-03-02")
    liaison.edit(
        number,
        {"clauses.3": "Biaya dibebankan pada APBD masing-masing pihak tahun berjalan."},
    )
    liaison.act(number, "submit_text")
    stage.say("·", "Persetujuan yang tidak tersentuh dibawa; yang lain diminta konfirmasi ulang.")
    for short in TWO:
        for waiting_role in CHAIN:
            _approve_if_asked(stage, number, f"{short}.{waiting_role}")
    record = stage.kadflow.agreements.get(number)
    title = stage.kadflow.state_title(record.id)[0]
    stage.say("✓", f"Naskah KB disepakati kedua pihak  [{number}: {title}]")


def _approve_if_asked(stage: Stage, number: str, handle: str) -> None:
    """Approve when this office's approval does not stand yet."""
    asked = {(task["number"], task["gate"]) for task in stage.kadflow.inbox(handle)}
    if (number, "text_agreed") in asked:
        stage.by(handle).decide(number, "approve", gate="text_agreed")


def _two_sign(stage: Stage, number: str) -> None:
    organisations, operator = stage.kadflow.organisations, stage.kadflow.operator()
    liaison = stage.by("sleman.coordinator")
    stage.day("2026-04-06")
    bantul = organisations.get("34.02")
    head = stage.kadflow.office("34.02/head")
    secretary = organisations.person("bantul.secretary")[0]
    deputy = organisations.person("bantul.deputy_head")[0]
    organisations.appoint(
        operator,
        office=head,
        person=secretary,
        capacity="plh",
        from_on="2026-04-06",
        to_on="2026-04-10",
        letter="ST 800/118",
        first_setup=True,
    )
    organisations.appoint(
        operator,
        office=head,
        person=deputy,
        capacity="deputy_for_head",
        from_on="2026-04-06",
        to_on="2026-04-10",
        letter="Surat keterangan berhalangan sementara 800/117",
        first_setup=True,
    )
    liaison.edit(
        number,
        {"signing_day": "2026-04-07", "signing_place": "Yogyakarta", "originals": 2},
    )
    liaison.add_document(
        number, "absence_letter", b"Surat keterangan (contoh)", filename="berhalangan.pdf"
    )
    stage.say("·", "Hari, tempat, dan jumlah naskah diisi; tidak ada persetujuan yang gugur.")
    stage.day("2026-04-07")
    stage.told(stage.by("sleman.head").sign(number), "Bupati Sleman menandatangani")
    stage.refused(
        lambda: stage.kadflow.acting("bantul.secretary", on_behalf_of=head).sign(number),
        f"Sekda {bantul.name} mencoba menandatangani sebagai Plh.",
    )
    signed = stage.kadflow.acting("bantul.deputy_head", on_behalf_of=head).sign(number)
    stage.told(signed, "Wakil Bupati Bantul menandatangani (Bupati berhalangan sementara)")
    liaison.add_document(number, "signed_kb", b"Pindaian KB (contoh)", filename="kb-ttd.pdf")


def _two_councils(stage: Stage, number: str) -> None:
    liaison = stage.by("sleman.coordinator")
    stage.day("2026-04-20")
    stage.refused(
        lambda: liaison.act(number, "check_councils"), "Memeriksa perlu tidaknya persetujuan DPRD"
    )
    stage.by("sleman.finance").edit(
        number, {"budget_status.@1.2026": "budgeted", "burdens_public.@1": False}
    )
    stage.by("bantul.finance").edit(
        number, {"budget_status.@2.2026": "not_yet", "burdens_public.@2": False}
    )
    stage.told(
        liaison.act(number, "check_councils"),
        "Sleman sudah menganggarkan; Bantul belum, maka hanya DPRD Bantul yang diminta",
    )
    stage.refused(
        lambda: liaison.open_child(number, "pks", {"title": "PKS contoh"}),
        "Sleman mencoba membuka PKS sebelum DPRD menjawab",
    )
    stage.day("2026-05-11")
    stage.told(
        stage.by("bantul.council").decide(
            number,
            "approve_with_conditions",
            conditions=["Laporan volume sampah disampaikan kepada DPRD setiap triwulan."],
        ),
        "DPRD Bantul menyetujui dengan satu syarat, yang menjadi kewajiban",
    )
    pks = liaison.open_child(
        number,
        "pks",
        {
            "title": "CONTOH - PKS pengangkutan sampah",
            "subjects": ["lingkungan hidup"],
            "term": {"starts_on": "2026-06-01", "ends_on": "2028-05-31"},
        },
        reason="Kontrak armada berlaku dua tahun.",
    )
    stage.say(
        "✓",
        f"PKS {pks.child_number} dibuka di bawah KB; lebih panjang dari KB: diperingatkan, "
        "alasannya dicatat.",
    )


# ------------------------------------------------------------------ five regencies


def _five_regencies(stage: Stage) -> str:
    say = stage.say
    liaison = stage.by("pemalang.coordinator")
    say("·", "CONTOH 2. Lima kabupaten: penyediaan air minum regional (wajib).")
    stage.day("2026-05-18")
    opened = liaison.create(
        "ksdd-wajib",
        list(FIVE_CODES),
        {
            "title": "CONTOH - Penyediaan air minum regional lima kabupaten",
            "subjects": ["pekerjaan umum dan penataan ruang"],
            "planning_basis": "in_plan",
            "bordering": True,
            "cross_border_effect": True,
            "cheaper_together": True,
            "joint_secretariat": False,
            "term": {"starts_on": "2026-07-01", "ends_on": "2027-04-30"},
            **PLAN,
        },
    )
    number = opened.number
    stage.told(opened, "Sekretariat TKKSD Pemalang membuka kerja sama wajib lima kabupaten")
    liaison.add_document(number, "mapping", b"Hasil pemetaan (contoh)", filename="pemetaan.pdf")
    liaison.act(number, "submit_proposal")
    stage.told(
        stage.chain(number, ["pemalang"], ["unit", "secretary", "head"], "proposal"),
        "Pemalang menyetujui rencana",
    )
    stage.day("2026-06-08")
    liaison.add_document(
        number, "coordination_result", b"Hasil koordinasi teknis (contoh)", filename="hasil.pdf"
    )
    liaison.act(number, "submit_coordination")
    stage.told(
        stage.chain(number, FIVE, ["head"], "technical_coordination"),
        "Koordinasi teknis provinsi disepakati kelima bupati",
    )
    stage.day("2026-06-15")
    liaison.edit(number, {"clauses.1": "Para pihak membagi beban menurut volume air."})
    liaison.act(number, "submit_text")
    stage.told(stage.chain(number, FIVE, CHAIN, "text_agreed"), "Naskah disepakati kelima pihak")
    stage.day("2026-06-29")
    stage.told(
        [stage.by(f"{short}.head").sign(number) for short in FIVE][-1],
        "Kelima bupati menandatangani",
    )
    for place, short in enumerate(FIVE, 1):
        stage.by(f"{short}.finance").edit(
            number, {f"budget_status.@{place}.2026": "budgeted", f"burdens_public.@{place}": False}
        )
    stage.told(
        liaison.act(number, "check_councils"), "Semua sudah menganggarkan: DPRD tidak diminta"
    )
    reporting.money_begins(stage, number, FIVE, FIVE_CODES)
    return number


def _to_the_end(stage: Stage, two: str, five: str) -> None:
    liaison = stage.by("sleman.coordinator")
    stage.day("2026-10-05")
    addendum = liaison.amend(
        two,
        {"clauses.2": "Sampah diolah di TPST kedua pihak secara bergantian tiap triwulan."},
        terms={
            "title": "CONTOH - Addendum pengolahan bergantian",
            "reason": "Kapasitas TPST pihak kesatu terbatas.",
            "changes_money.@1": False,
            "changes_money.@2": False,
        },
    )
    child = addendum.child_number or ""
    stage.say("✓", f"Addendum {child} dibuka untuk mengubah Pasal 2")
    liaison.act(child, "submit_text")
    stage.chain(child, TWO, CHAIN, "text_agreed")
    liaison.act(child, "check_councils")
    for short in TWO:
        stage.by(f"{short}.head").sign(child)
    record = stage.kadflow.agreements.get(two)
    stage.say(
        "✓", f"Addendum ditandatangani; Pasal 2 berubah dalam {record.number} pada saat yang sama"
    )
    stage.say(
        "·",
        "Tidak ada server surel: pesan disiapkan, lalu disampaikan sekretariat lewat WhatsApp. "
        f"Pengingat tentang {two}, hari demi hari:",
    )
    handed = stage.through("2027-01-11", ("34.04", "34.02"), two)
    stage.day("2027-01-11")
    reporting.money_ends(stage, five, FIVE)
    for place, short in enumerate(FIVE, 1):
        status = "no_cost" if short != "batang" else "not_yet"
        stage.by(f"{short}.finance").edit(five, {f"budget_status.@{place}.2027": status})
    stage.told(
        stage.by("pemalang.coordinator").act(five, "check_councils_of_year"),
        "Tahun anggaran 2027: Batang belum menganggarkan, DPRD Batang diminta",
    )
    stage.told(
        stage.by("batang.council").decide(five, "approve"), "DPRD Batang menyetujui untuk 2027"
    )
    half_yearly(stage, five, FIVE, FIVE_CODES)
    handed += stage.through("2027-05-03", ("34.04", "34.02"), two)
    stage.say("✓", f"{handed} pesan disampaikan, masing-masing tepat satu kali.")
    stage.day("2027-05-03")
    stage.say(
        "·", "Jangka waktu keduanya habis pada 30 April 2027; evaluasi akhir dibuka sendiri."
    )
    for number, shorts in ((two, TWO), (five, FIVE)):
        first = stage.by(f"{shorts[0]}.coordinator")
        first.add_document(number, "final_report", b"Laporan akhir (contoh)", filename="akhir.pdf")
        first.act(number, "submit_final_report")
        stage.told(
            stage.chain(number, shorts, ["unit", "secretary"], "closing"),
            "Laporan akhir disetujui semua pihak",
        )
    stage.day("2027-06-15")
