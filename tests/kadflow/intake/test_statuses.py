"""The stage that a reported status supports."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.intake.agreements import sample_register
from kadflow.intake.statuses import read_status

REPORTED = {
    "ditandatangani": "in_force",
    "berlaku sampai 2025": "in_force",
    "ditandatangani setelah persetujuan DPRD Kota Bogor 2025-12-02": "in_force",
    "digantikan": "ended",
    "diubah": "in_force",
    "berakhir": "ended",
    "disetujui pada hari berakhir; administrasi belum selesai": "signing",
    "ditandatangani; pagu sementara": "in_force",
    "ditindaklanjuti PKS": "in_force",
    "ditindaklanjuti PKS OPD, BUMD dan asosiasi": "in_force",
    "diubah dengan adendum 2025": "in_force",
    "ditindaklanjuti": "in_force",
    "ditindaklanjuti PKS enam bidang": "in_force",
    "ditindaklanjuti tiga PKS": "in_force",
    "diperbarui 2024": "ended",
    "penjajakan; MoU lalu PKS direncanakan (April 2024)": "proposal",
    "penjajakan": "proposal",
    "diperpanjang": "in_force",
    "ditindaklanjuti PKS dan rencana aksi": "in_force",
    "disepakati tingkat teknis (20 Oktober 2025), disampaikan kepada kepala daerah": "negotiation",
    "berlaku (dirujuk 2022)": "in_force",
    "berlaku; keanggotaan bertambah 2014 dan 2023": "in_force",
    "menjadi anggota (akhir 2014)": "in_force",
    "menjadi anggota ke-10": "in_force",
    "menunggu PKS turunan": "in_force",
    "dirujuk sebagai dasar": "in_force",
    "naskah: nomor dan tanggal kosong": "negotiation",
    "mundur: dasar hukum dan pembiayaan tidak sinkron": "ended",
    "dideskripsikan dalam artikel; tanpa tanggal": "unknown",
    "ditandatangani; sebagian pihak diwakili": "in_force",
    "sengketa: tunggakan 2012, keberadaan MoU dipersoalkan, mediasi provinsi; "
    "status aset masih dipersoalkan 2023": "unknown",
    "perlu diperbarui; TPA ditutup setelah longsor Desember 2023": "unknown",
    "penyusunan (Juli 2023)": "negotiation",
    "berlaku sementara": "in_force",
    "dihentikan: jalur angkut tidak memungkinkan (Desember 2023)": "ended",
    "ditolak: perda membatasi TPA untuk wilayah sendiri dan kapasitas (2025-04-21)": "ended",
    "penjajakan; TKKSD saling berkoordinasi (2025-04-09)": "proposal",
    "dua bidang ditindaklanjuti": "in_force",
    "ditandatangani; 32 baru, 77 perpanjangan": "in_force",
    "diperbarui 2023": "ended",
    "ditindaklanjuti rancangan PKS": "in_force",
    "penyusunan; akan dibahas TKKSD (Juni 2022)": "negotiation",
    "berlaku": "in_force",
    "ditandatangani; nomor kosong pada salinan": "in_force",
    "ditandatangani; nomor sebagian kosong": "in_force",
    "ditandatangani; nomor kosong": "in_force",
    "ditindaklanjuti; persetujuan DPRD 2022-11-22": "in_force",
    "awal, MoU direncanakan": "proposal",
}


@pytest.mark.parametrize(("text", "stage"), REPORTED.items())
def test_each_reported_status_supports_its_stage(text, stage):
    reading = read_status(text)

    assert reading.stage == stage
    assert reading.text == text
    assert (reading.words == "") == (stage == "unknown")
    assert reading.words in text


def test_the_table_above_is_all_that_the_register_says():
    with sample_register() as path, path.open(encoding="utf-8", newline="") as stream:
        reported = {row["status_reported"] for row in csv.DictReader(stream)}

    assert reported == set(REPORTED)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("belum ditandatangani", "signing"),
        ("akan ditandatangani Maret 2026", "signing"),
        ("menunggu penandatanganan", "signing"),
        ("tidak berlaku lagi", "ended"),
        ("belum berakhir, masih berlaku", "in_force"),
        ("belum selesai", "unknown"),
        ("dibatalkan sepihak", "ended"),
        ("DITANDATANGANI", "in_force"),
        ("", "unknown"),
        ("lorem ipsum", "unknown"),
    ],
)
def test_words_that_take_something_back_are_heard(text, stage):
    assert read_status(text).stage == stage


@pytest.mark.parametrize("text", ["dirujuk sebagai dasar", "diperbarui 2023", "naskah: kosong"])
def test_indirect_support_is_marked_as_weak(text):
    assert read_status(text).weak


@given(st.text())
def test_the_words_always_stand_in_the_text(text):
    reading = read_status(text)

    assert all(word in text for word in reading.words.split())
