"""A semester report about five regions: invented, and marked so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import state_machines
from kadflow.reports.content import (
    Block,
    Callout,
    Chart,
    Column,
    Day,
    Fact,
    Facts,
    Figure,
    Group,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Percent,
    Period,
    Quantity,
    Ratio,
    RegionCount,
    RegionMap,
    Report,
    Rupiah,
    Series,
    Signatures,
    Signer,
    Source,
    Table,
    Text,
    Total,
    Unknown,
    Whole,
    share,
)
from state_machines import read_template
from state_machines.diagrams import to_svg

STANDAR = Path(state_machines.__file__).parent / "templates" / "standar.yaml"
STREAM = "0190a1b2-0000-7000-8000-000000000001"
NAME = "Riwayat KSD-2026-000001"
PARTIES = (
    ("34.04", "Kabupaten Sleman", 1_250_000_000, 1_100_000_000, 1_020_500_000, 640_250_000),
    ("34.02", "Kabupaten Bantul", 980_000_000, 980_000_000, 900_000_000, 512_000_000),
    ("34.01", "Kabupaten Kulon Progo", 450_000_000, None, None, None),
    ("34.03", "Kabupaten Gunungkidul", 500_000_000, 475_000_000, 310_000_000, 0),
    ("34.71", "Kota Yogyakarta", 1_900_000_000, 1_900_000_000, 1_845_750_000, 1_500_125_000),
)


def source(*numbers: int) -> Source:
    return Source(STREAM, NAME, numbers)


def money(amount: int | None, *numbers: int, ask: str = "") -> Rupiah | Unknown:
    return (
        Unknown(ask) if amount is None else Rupiah(amount, source(*numbers) if numbers else None)
    )


def budget() -> Table:
    rows = []
    for at, (_, name, planned, appropriated, committed, realised) in enumerate(PARTIES):
        ask = f"BPKAD {name}"
        cells = [money(planned, 10 + at), money(appropriated, 20 + at, ask=ask)]
        cells += [money(committed, 30 + at, ask=ask), money(realised, 40 + at, ask=ask)]
        rows.append((Text(name), *cells, share(cells[3], cells[1])))
    return Table(
        "Anggaran per pihak, tahun anggaran 2026",
        (
            Column("pihak", "Pihak"),
            Column("rencana", "Rencana", "rupiah"),
            Column("pagu", "Pagu (DPA)", "rupiah", under="APBD 2026"),
            Column("kontrak", "Kontrak", "rupiah", under="APBD 2026"),
            Column("realisasi", "Realisasi", "rupiah", under="APBD 2026"),
            Column("serapan", "Serapan", "percent"),
        ),
        rows=tuple(rows),
        totals=(Total("Jumlah lima daerah", ("rencana", "pagu", "kontrak", "realisasi")),),
        ratios=(Ratio("serapan", "realisasi", "pagu"),),
        note="Serapan adalah realisasi dibagi pagu.",
    )


def recap() -> Table:
    def row(number: str, title: str, until: date | None, value: int | None) -> tuple:
        end = Day(until) if until else Unknown("PPKSD")
        return (Text(number), Text(title), end, money(value, ask="Sekretariat TKKSD"))

    return Table(
        "Rekapitulasi kerja sama menurut jenis",
        (
            Column("nomor", "Nomor"),
            Column("judul", "Judul kerja sama"),
            Column("akhir", "Berlaku sampai", "date"),
            Column("nilai", "Nilai", "rupiah"),
        ),
        groups=(
            Group(
                "Kerja sama daerah dengan daerah lain (KSDD)",
                (
                    row(
                        "KSD-2026-000001",
                        "Pengelolaan sampah regional dan pemrosesan akhir "
                        "lintas wilayah kabupaten/kota",
                        date(2030, 12, 31),
                        5_080_000_000,
                    ),
                    row(
                        "KSD-2026-000004",
                        "Pemanfaatan air baku mata air Umbul Wadon",
                        date(2028, 3, 12),
                        750_000_000,
                    ),
                    row(
                        "KSD-2025-000019",
                        "Penanganan perbatasan: jalan dan saluran irigasi",
                        None,
                        None,
                    ),
                ),
                (Total("Jumlah KSDD", ("nilai",)),),
            ),
            Group(
                "Kerja sama daerah dengan pihak ketiga (KSDPK)",
                (
                    row(
                        "KSD-2026-000007",
                        "Penyediaan infrastruktur tempat pengolahan sampah "
                        "terpadu bersama PT <Contoh> & Rekan",
                        date(2029, 6, 30),
                        12_400_000_000,
                    ),
                ),
                (Total("Jumlah KSDPK", ("nilai",)),),
            ),
            Group(
                "Sinergi dengan pemerintah pusat",
                (
                    row(
                        "KSD-2026-000009",
                        "Pendidikan dan pelatihan tenaga kebersihan",
                        date(2026, 12, 31),
                        None,
                    ),
                ),
                (Total("Jumlah sinergi", ("nilai",)),),
            ),
        ),
        totals=(Total("Jumlah seluruh kerja sama", ("nilai",)),),
    )


def charts() -> dict[str, Chart | RegionMap]:
    names = tuple(name for _, name, *_ in PARTIES)
    return {
        "funnel": Chart(
            "funnel",
            "Kerja sama menurut tahap",
            (
                "Persiapan dan Penawaran",
                "Pembahasan",
                "Penandatanganan",
                "Pelaksanaan",
                "Evaluasi dan Pelaporan",
            ),
            (Series("Kerja sama", (14, 9, 4, 21, 6)),),
            category_name="Tahap",
            source=Source("register", "Daftar kerja sama"),
        ),
        "time": Chart(
            "bars",
            "Lama rata-rata dalam tiap tahap",
            (
                "Persiapan dan Penawaran",
                "Pembahasan - penyusunan rancangan kesepakatan bersama dan perjanjian kerja sama",
                "Penandatanganan",
                "Pelaksanaan",
            ),
            (Series("Hari kerja", (34, 61, None, 12)),),
            category_name="Tahap",
            unit="hari",
        ),
        "budget": Chart(
            "grouped_bars",
            "Anggaran: rencana, pagu, kontrak, dan realisasi",
            names,
            tuple(
                Series(title, tuple(party[2 + at] for party in PARTIES))
                for at, title in enumerate(("Rencana", "Pagu (DPA)", "Kontrak", "Realisasi"))
            ),
            category_name="Pihak",
            values="rupiah",
        ),
        "indicator": Chart(
            "trend",
            "Sampah terolah dibanding target",
            ("2026-S1", "2026-S2", "2027-S1", "2027-S2", "2028-S1", "2028-S2"),
            (
                Series("Terolah", (1250, 1485, None, 1720, 1890, 2105)),
                Series("Target", (1200, 1400, 1600, 1800, 2000, 2200), "target"),
            ),
            category_name="Semester",
            values="quantity",
            decimals=1,
            unit="ton/hari",
        ),
        "growth": Chart(
            "growth",
            "Pertumbuhan kerja sama per tahun",
            tuple(str(year) for year in range(2017, 2027)),
            (
                Series("Kerja sama baru", (3, 4, 4, 7, 5, 2, 9, 12, 15, 21)),
                Series("Masih berlaku", (8, 10, 13, 17, 20, 19, 24, 31, 40, 54)),
            ),
            category_name="Tahun",
        ),
        "map": RegionMap(
            "Daerah menurut jumlah kerja sama",
            (
                *(
                    RegionCount(code, name, count)
                    for (code, name, *_), count in zip(PARTIES, (9, 5, 3, 1, 7), strict=True)
                ),
                RegionCount("33.10", "Kabupaten Klaten", 2),
                RegionCount("34", "Daerah Istimewa Yogyakarta", 4),
            ),
        ),
    }


def report(title: str = "Laporan Semester I Kerja Sama Daerah") -> Report:
    drawn = charts()
    with_ask = tuple(
        f"Pagu, kontrak, realisasi {name}: BPKAD {name}" for _, name, *_ in PARTIES[2:3]
    )
    blocks: tuple[Block, ...] = (
        Heading("Ringkasan"),
        Paragraph(
            "Selama semester ini lima daerah menjalankan pengelolaan sampah regional. "
            "Pertanggungjawaban pelaksanaan, ketidaksesuaian anggaran, dan keberlangsungan "
            "layanan dibahas dalam rapat koordinasi pada bulan Juni.\nAngka berikut diambil dari "
            "riwayat yang tercatat sampai akhir periode."
        ),
        Facts(
            (
                Fact("Kerja sama yang berlaku", Whole(54, Source("register", "Daftar kerja sama"))),
                Fact("Nilai seluruhnya", Rupiah(18_230_000_000)),
                Fact("Serapan anggaran", Percent(5965, source(40, 41, 43, 44))),
                Fact("Sampah terolah", Quantity(1485, 1, "ton/hari", source(61))),
                Fact("Penerima manfaat", Unknown("Dinas Lingkungan Hidup Kabupaten Sleman")),
                Fact("Evaluasi berikutnya", Day(date(2026, 11, 16))),
            )
        ),
        Callout(
            "unknown",
            "Tiga hal belum diketahui",
            "Yang belum diketahui tidak dihitung sebagai nol.",
            (*with_ask, "Penerima manfaat: Dinas Lingkungan Hidup Kabupaten Sleman"),
        ),
        Heading("Tahapan"),
        drawn["funnel"],
        drawn["time"],
        Heading("Anggaran"),
        budget(),
        drawn["budget"],
        Callout("warning", "Serapan Kabupaten Gunungkidul masih Rp0",
                "Kontrak ditandatangani 12 Maret 2026; pembayaran pertama jatuh pada Agustus."),
        Heading("Hasil"),
        drawn["indicator"],
        Heading("Kegiatan yang sudah dilaksanakan", 2),
        Items(
            (
                "Penataan tempat pemrosesan akhir di Piyungan",
                "Pelatihan 120 tenaga kebersihan oleh Ny. Aʻisyah, I Gusti Ayu Oka, dan Đặng Thị Hạnh",
                "Kunjungan mitra dari 中文大学 dan 東京都",
            ),
            ordered=True,
        ),
        Heading("Seluruh kerja sama"),
        recap(),
        drawn["growth"],
        drawn["map"],
        Heading("Alur kerja sama"),
        Figure(
            to_svg(read_template(STANDAR.read_text(encoding="utf-8")).template),
            "Alur kerja sama standar",
            "Lima tahap dari persiapan sampai evaluasi; setiap panah adalah satu langkah.",
        ),
        PageBreak(),
        Heading("Pengesahan"),
        Paragraph("Laporan ini disusun berdasarkan riwayat kerja sama yang tercatat."),
        Signatures(
            (
                Signer("Sekretaris Daerah Kabupaten Sleman", "Rr. Dyah Aʻisyah, S.H.",
                       "NIP 19700101 199503 2 001", "Mengetahui,"),
                Signer("Kepala Bagian Kerja Sama", note="NIP"),
            ),
            "Sleman",
            date(2026, 7, 6),
        ),
    )  # fmt: skip
    return Report(
        title,
        datetime(2026, 7, 1, 2, 30, tzinfo=UTC),
        blocks,
        subtitle="Pengelolaan sampah regional lima daerah",
        period=Period("Semester I 2026", date(2026, 1, 1), date(2026, 6, 30)),
        number="400.10/127/2026",
        marks=("example",),
        publisher="Sekretariat TKKSD Kabupaten Sleman",
    )


def letter() -> Report:
    """The cover letter that the report goes out with."""
    return Report(
        "Penyampaian Laporan Semester I Kerja Sama Daerah",
        datetime(2026, 7, 6, 3, 0, tzinfo=UTC),
        (
            Facts(
                (
                    Fact("Nomor", Text("400.10/131/2026")),
                    Fact("Sifat", Text("Biasa")),
                    Fact("Lampiran", Text("1 (satu) berkas")),
                    Fact("Hal", Text("Penyampaian Laporan Semester I Kerja Sama Daerah")),
                )
            ),
            Paragraph("Yth. Gubernur Daerah Istimewa Yogyakarta\nc.q. Biro Tata Pemerintahan"),
            Paragraph("Bersama ini disampaikan laporan semester I tahun 2026 untuk dievaluasi."),
            Signatures((Signer("Sekretaris Daerah", "Rr. Dyah Aʻisyah, S.H."),), "Sleman"),
            Paragraph("Tembusan:"),
            Items(("Bupati Sleman (sebagai laporan)",), ordered=True),
        ),
        letterhead=(
            "PEMERINTAH KABUPATEN SLEMAN",
            "SEKRETARIAT DAERAH",
            "ꦱꦼꦏꦽꦠꦫꦶꦪꦠ꧀ꦝꦲꦺꦫꦃ",
        ),
        marks=("example",),
        kind="letter",
    )
