"""The words of every kind of notice: one line, and what follows it, in both languages.

The first line of a text is the headline; after an empty line come the paragraphs. That is also
the form in which an organisation writes words of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    Attributes:
        name: Past participle of what happened.
        title: What the kind is called, Indonesian and English.
        fields: Names that its words use, each with an example; each must be given.
        asks: Whether somebody has to do something because of it.
        words: Headline, empty line, paragraphs; by language, in Jinja2.
        reminds: Whether it speaks of a deadline, so that a later one replaces it.
    """

    name: str
    title: tuple[str, str]
    fields: Mapping[str, Any]
    words: Mapping[Language, str]
    asks: bool = False
    reminds: bool = field(default=False, kw_only=True)

    def titled(self, language: Language) -> str:
        """What the kind is called in a language."""
        return self.title[LANGUAGES.index(language)]


_NUMBER = {"number": "KSD-2026-000108"}
_GATE = _NUMBER | {"gate_id": "persetujuan naskah", "gate_en": "approval of the text"}
_DAY = _NUMBER | {"day_id": "31 Desember 2026", "day_en": "31 December 2026"}
_SET = _DAY | {"deadline_id": "akhir masa berlaku", "deadline_en": "end of the term"}
_MOVED = _SET | {"before_id": "30 Desember 2026", "before_en": "30 December 2026"}
_REPORT = _NUMBER | {
    "party": "Kabupaten Bantul",
    "period_id": "Semester I Tahun 2026",
    "period_en": "Semester I of 2026",
}
_DEADLINE = _NUMBER | {
    "deadline_id": "akhir masa berlaku",
    "deadline_en": "end of the term",
    "due_id": "Kamis, 31 Desember 2026",
    "due_en": "Thursday, 31 December 2026",
    "days": 30,
    "late": False,
}

_MONEY = _NUMBER | {
    "finding_id": "kontrak melebihi pagu",
    "finding_en": "commitment above appropriation",
    "says_id": "Kabupaten Sleman, 2026: kontrak Rp300.000.000 melebihi pagu Rp250.000.000 sebesar "
    "Rp50.000.000.",
    "says_en": "Kabupaten Sleman, 2026: Rp300,000,000 committed, Rp50,000,000 above the "
    "appropriation of Rp250,000,000.",
    "remedy_id": "Catat tambahan pagu, atau koreksi kontraknya.",
    "remedy_en": "Enter a higher appropriation, or correct the commitment.",
}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "agreement_opened",
            ("kerja sama dibuka", "agreement opened"),
            _NUMBER,
            {
                "id": "Kerja sama {{ number }} dibuka\n\n"
                "Kerja sama ini baru dibuka dan daerah Anda menjadi salah satu pihaknya. "
                "Belum ada yang perlu Anda kerjakan.",
                "en": "Agreement {{ number }} was opened\n\n"
                "This cooperation has just been opened, and your region is one of its parties. "
                "There is nothing for you to do yet.",
            },
        ),
        Kind(
            "decision_requested",
            ("pendapat diminta", "decision requested"),
            _GATE,
            {
                "id": "Menunggu persetujuan Anda: {{ gate_id }} pada {{ number }}\n\n"
                "Pendapat Anda ditunggu untuk {{ gate_id }}. Anda dapat menyetujui, menyetujui "
                "dengan syarat, mengembalikan untuk diperbaiki, atau menolak; pengembalian dan "
                "penolakan disertai alasan.",
                "en": "Your decision is awaited: {{ gate_en }} of {{ number }}\n\n"
                "Your decision is awaited for {{ gate_en }}. You may approve, approve with "
                "conditions, return or reject; give a reason when you return or reject.",
            },
            asks=True,
        ),
        Kind(
            "chain_stopped",
            ("paraf berjenjang terhenti", "internal chain stopped"),
            _GATE,
            {
                "id": "Paraf berjenjang terhenti: {{ gate_id }} pada {{ number }}\n\n"
                "Paraf berjenjang di dalam instansi Anda terhenti pada {{ gate_id }}. Baca "
                "alasannya, lalu perbaiki dan lanjutkan, atau keluarkan tanggapan resmi. Pihak "
                "lain belum melihat alasan itu.",
                "en": "The internal chain has stopped: {{ gate_en }} of {{ number }}\n\n"
                "The chain inside your organisation has stopped at {{ gate_en }}. Read the "
                "reason, then mend and resume, or release an official response. Other parties "
                "have not seen that reason.",
            },
            asks=True,
        ),
        Kind(
            "gate_closed",
            ("persetujuan selesai", "gate closed"),
            _GATE | {"outcome_id": "disetujui", "outcome_en": "approved"},
            {
                "id": "{{ gate_id }} pada {{ number }}: {{ outcome_id }}\n\n"
                "Persetujuan ini sudah ditutup. Hasilnya: {{ outcome_id }}. Siapa yang menjawab, "
                "dan alasannya bila ada, tertulis pada riwayat kerja sama.",
                "en": "{{ gate_en }} of {{ number }}: {{ outcome_en }}\n\n"
                "This approval is closed. The outcome: {{ outcome_en }}. Who answered, and the "
                "reason where there is one, stands in the history of the agreement.",
            },
        ),
        Kind(
            "entry_disputed",
            ("catatan disanggah", "entry disputed"),
            _NUMBER | {"entry": 12, "party": "Kabupaten Bantul"},
            {
                "id": "{{ party }} menyanggah catatan no. {{ entry }} pada {{ number }}\n\n"
                "{{ party }} menyatakan bahwa catatan no. {{ entry }} atas namanya tidak benar. "
                "Catatannya tidak dihapus; selesaikan bersama pihak itu.",
                "en": "{{ party }} disputes entry no. {{ entry }} of {{ number }}\n\n"
                "{{ party }} states that entry no. {{ entry }} in its name is not right. Nothing is "
                "erased; settle it with that party.",
            },
            asks=True,
        ),
        Kind(
            "decided_by_meeting",
            ("keputusan rapat dicatat", "decision of a meeting entered"),
            _GATE | {"day_id": "31 Januari 2026", "day_en": "31 January 2026"},
            {
                "id": "Persetujuan Anda dicatat dari rapat {{ day_id }}: {{ gate_id }} pada "
                "{{ number }}\n\nBerita acara rapat yang bertanda tangan memuat persetujuan Anda "
                "untuk {{ gate_id }}. Bila keliru, tarik selama persetujuan ini masih terbuka, atau "
                "sanggah catatannya.",
                "en": "Your approval was entered from the meeting of {{ day_en }}: {{ gate_en }} of "
                "{{ number }}\n\nThe signed minutes carry your approval for {{ gate_en }}. Where "
                "that is wrong, withdraw it while the approval is open, or dispute the entry.",
            },
        ),
        Kind(
            "obligation_stated",
            ("kewajiban dicatat", "obligation written down"),
            _NUMBER | {"entry": 31},
            {
                "id": "Kewajiban daerah Anda dicatat: no. {{ entry }} pada {{ number }}\n\n"
                "Pihak lain mencatat kewajiban daerah Anda (no. {{ entry }}). Setujui bila benar; "
                "selama belum disetujui, tidak ada yang disebut terlambat.",
                "en": "An obligation of your region was written down: no. {{ entry }} of {{ number }}"
                "\n\nAnother party wrote down what your region owes (no. {{ entry }}). Agree to it "
                "where it is right; until then nobody is called late.",
            },
            asks=True,
        ),
        Kind(
            "obligation_met",
            ("kewajiban dipenuhi", "obligation met"),
            _NUMBER | {"entry": 31},
            {
                "id": "Kewajiban no. {{ entry }} pada {{ number }} dinyatakan dipenuhi\n\n"
                "Pihak yang berkewajiban menyatakan kewajiban no. {{ entry }} dipenuhi. Periksa "
                "buktinya; benarkan, atau sanggah dengan alasan.",
                "en": "Obligation no. {{ entry }} of {{ number }} is said to be met\n\n"
                "The party that owes it says that obligation no. {{ entry }} was met. Look at what "
                "shows it; confirm it, or dispute it with a reason.",
            },
        ),
        Kind(
            "obligation_disputed",
            ("pemenuhan kewajiban disanggah", "obligation disputed"),
            _NUMBER | {"entry": 31, "party": "Kabupaten Bantul"},
            {
                "id": "{{ party }} menyanggah pemenuhan kewajiban no. {{ entry }} pada {{ number }}"
                "\n\nBatas waktunya tetap berjalan. Baca alasannya, lalu lengkapi dan nyatakan lagi, "
                "atau selesaikan bersama pihak itu.",
                "en": "{{ party }} disputes that obligation no. {{ entry }} of {{ number }} was met"
                "\n\nIts deadline goes on. Read the reason, then complete it and say so again, or "
                "settle it with that party.",
            },
            asks=True,
        ),
        Kind(
            "progress_submitted",
            ("laporan menunggu tinjauan", "progress report submitted"),
            _REPORT,
            {
                "id": "Laporan {{ party }} menunggu tinjauan Anda: {{ period_id }}, {{ number }}\n\n"
                "{{ party }} menyampaikan laporan perkembangan {{ period_id }}. Terima, atau "
                "kembalikan dengan alasan; dapat juga hanya bagian tertentu.",
                "en": "The report of {{ party }} waits for your review: {{ period_en }}, {{ number }}\n\n"
                "{{ party }} handed in its progress report on {{ period_en }}. Accept it, or return "
                "it with a reason, in whole or in part.",
            },
            asks=True,
        ),
        Kind(
            "progress_returned",
            ("laporan dikembalikan", "progress report returned"),
            _REPORT,
            {
                "id": "{{ party }} mengembalikan laporan Anda: {{ period_id }}, {{ number }}\n\n"
                "Baca alasannya, perbaiki bagian yang disebut, lalu sampaikan lagi.",
                "en": "{{ party }} returned your report: {{ period_en }}, {{ number }}\n\n"
                "Read the reason, mend the sections that are named, and hand it in again.",
            },
            asks=True,
        ),
        Kind(
            "progress_reopened",
            ("laporan dibuka kembali", "progress report reopened"),
            _REPORT,
            {
                "id": "{{ party }} membuka kembali laporan Anda: {{ period_id }}, {{ number }}\n\n"
                "Laporan ini sudah diterima. Baca alasannya, perbaiki bagian yang dibuka, lalu "
                "sampaikan lagi; versi sebelumnya tetap ada.",
                "en": "{{ party }} reopened your report: {{ period_en }}, {{ number }}\n\n"
                "It had been accepted. Read the reason, mend the sections that are open, and hand it "
                "in again; the version before stays.",
            },
            asks=True,
        ),
        Kind(
            "progress_accepted",
            ("laporan diterima", "progress report accepted"),
            _REPORT,
            {
                "id": "{{ party }} menerima laporan Anda: {{ period_id }}, {{ number }}\n\n"
                "Tidak ada yang perlu Anda kerjakan.",
                "en": "{{ party }} accepted your report: {{ period_en }}, {{ number }}\n\n"
                "There is nothing for you to do.",
            },
        ),
        Kind(
            "state_entered",
            ("tahap berubah", "state entered"),
            _NUMBER | {"state_id": "Penandatanganan", "state_en": "Signing"},
            {
                "id": "{{ number }} kini: {{ state_id }}\n\n"
                "Kerja sama ini berpindah ke langkah {{ state_id }}.",
                "en": "{{ number }} is now: {{ state_en }}\n\n"
                "This cooperation has moved on to the step {{ state_en }}.",
            },
        ),
        Kind(
            "deadline_near",
            ("batas waktu mendekat", "deadline near"),
            _DEADLINE,
            {
                "id": "{{ 'Hari ini' if days == 0 else days ~ ' hari lagi' }}: "
                "{{ deadline_id }} {{ number }}\n\n"
                "{{ deadline_id[:1]|upper }}{{ deadline_id[1:] }} jatuh pada {{ due_id }}.",
                "en": "{{ 'Today' if days == 0 else 'In 1 day' if days == 1 else "
                "'In ' ~ days ~ ' days' }}: {{ deadline_en }} of {{ number }}\n\n"
                "{{ deadline_en[:1]|upper }}{{ deadline_en[1:] }} falls on {{ due_en }}.",
            },
            asks=True,
            reminds=True,
        ),
        Kind(
            "deadline_passed",
            ("batas waktu terlewati", "deadline passed"),
            _DEADLINE,
            {
                "id": "{{ 'Terlambat ' if late else 'Sudah lewat ' }}{{ days }} hari: "
                "{{ deadline_id }} {{ number }}\n\n"
                "{{ deadline_id[:1]|upper }}{{ deadline_id[1:] }} jatuh pada {{ due_id }}, "
                "{{ days }} hari yang lalu.",
                "en": "{{ days }} {{ 'day' if days == 1 else 'days' }} "
                "{{ 'late' if late else 'ago' }}: {{ deadline_en }} of {{ number }}\n\n"
                "{{ deadline_en[:1]|upper }}{{ deadline_en[1:] }} fell on {{ due_en }}, "
                "{{ days }} {{ 'day' if days == 1 else 'days' }} ago.",
            },
            asks=True,
            reminds=True,
        ),
        Kind(
            "risk_review_due",
            ("saatnya meninjau risiko", "risk to look at again"),
            {name: _DEADLINE[name] for name in ("number", "due_id", "due_en")}
            | {
                "deadline_id": "tinjauan risiko no. 40",
                "deadline_en": "review of risk no. 40",
            },
            {
                "id": "{{ deadline_id[:1]|upper }}{{ deadline_id[1:] }} pada {{ number }}: "
                "{{ due_id }}\n\n"
                "Risiko ini dijadwalkan ditinjau lagi pada {{ due_id }}. Nilai kemungkinan dan "
                "dampaknya sekarang, lalu isi tanggal tinjauan berikutnya.",
                "en": "{{ deadline_en[:1]|upper }}{{ deadline_en[1:] }} of {{ number }}: "
                "{{ due_en }}\n\n"
                "This risk was to be looked at again on {{ due_en }}. Assess its likelihood and "
                "impact as they are now, and enter the day of the next review.",
            },
            asks=True,
            reminds=True,
        ),
        Kind(
            "deadline_reached",
            ("batas waktu tercapai", "deadline reached"),
            _SET,
            {
                "id": "{{ deadline_id }} pada {{ number }} sudah lewat: hari terakhirnya {{ day_id }}"
                "\n\nHari terakhirnya {{ day_id }}. Lihat apa yang masih harus diselesaikan.",
                "en": "{{ deadline_en }} of {{ number }} has passed: its last day was {{ day_en }}"
                "\n\nIts last day was {{ day_en }}. See what is left to do.",
            },
            asks=True,
        ),
        Kind(
            "deadline_escalated",
            ("diteruskan kepada atasan", "deadline escalated"),
            _SET,
            {
                "id": "Diteruskan kepada Anda: {{ deadline_id }} pada {{ number }} belum selesai "
                "sejak {{ day_id }}\n\nJabatan di bawah Anda belum menyelesaikannya. Putuskan sendiri "
                "atau tindak lanjuti.",
                "en": "Handed to you: {{ deadline_en }} of {{ number }} is not done since "
                "{{ day_en }}\n\nAn office below yours has not done it. Decide it yourself, or follow "
                "it up.",
            },
            asks=True,
        ),
        Kind(
            "deadline_moved",
            ("batas waktu bergeser", "deadline moved"),
            _MOVED,
            {
                "id": "{{ deadline_id }} pada {{ number }} bergeser dari {{ before_id }} ke "
                "{{ day_id }}\n\nHari terakhirnya kini {{ day_id }}, semula {{ before_id }}.",
                "en": "{{ deadline_en }} of {{ number }} moved from {{ before_en }} to {{ day_en }}"
                "\n\nIts last day is now {{ day_en }}; it was {{ before_en }}.",
            },
        ),
        Kind(
            "deadline_flagged",
            ("batas waktu perlu diperiksa", "deadline flagged"),
            _MOVED,
            {
                "id": "{{ deadline_id }} pada {{ number }} lewat pada {{ before_id }}, tetapi menurut "
                "keputusan baru seharusnya {{ day_id }}\n\nYang sudah terjadi tidak diubah dengan "
                "sendirinya. Periksa apakah ada yang perlu dipulihkan.",
                "en": "{{ deadline_en }} of {{ number }} passed on {{ before_en }}, but by a new "
                "decree it would have been {{ day_en }}\n\nWhat happened is not undone by itself. "
                "Check whether something has to be put right.",
            },
            asks=True,
        ),
        Kind(
            "deadline_paused",
            ("batas waktu dihentikan sementara", "deadline paused"),
            _SET,
            {
                "id": "{{ deadline_id }} pada {{ number }} dihentikan sementara sejak {{ day_id }}"
                "\n\nHari tidak dihitung lagi sampai batas waktu ini dilanjutkan.",
                "en": "{{ deadline_en }} of {{ number }} stands still since {{ day_en }}"
                "\n\nDays are not counted until it goes on.",
            },
        ),
        Kind(
            "evaluation_due",
            ("saatnya evaluasi", "evaluation due"),
            _DAY,
            {
                "id": "Saatnya evaluasi {{ number }} ({{ day_id }})\n\nEvaluasi pelaksanaan kerja sama "
                "ini sudah waktunya dibuat. Tunjuk penilai dari pihak Anda.",
                "en": "Time to evaluate {{ number }} ({{ day_en }})\n\nThe evaluation of this "
                "cooperation is to be made now. Name the evaluators of your party.",
            },
            asks=True,
        ),
        Kind(
            "evaluation_asked",
            ("diminta menilai", "asked to evaluate"),
            _DAY,
            {
                "id": "Anda diminta menilai {{ number }}, masa sampai {{ day_id }}\n\nNyatakan dahulu "
                "ada tidaknya benturan kepentingan, lalu isi lembar penilaian. Penilaian tidak "
                "terlihat oleh siapa pun sampai evaluasi ditutup.",
                "en": "You are asked to evaluate {{ number }}, the time up to {{ day_en }}\n\nDeclare "
                "first whether there is a conflict of interest, then fill in the sheet. Nobody sees "
                "it before the evaluation is closed.",
            },
            asks=True,
        ),
        Kind(
            "panel_asked",
            ("persetujuan atas panel diminta", "asked about a panel"),
            _NUMBER,
            {
                "id": "Anggota panel evaluasi {{ number }} ditunjuk\n\nSetujui panelnya, atau nyatakan "
                "keberatan beserta alasannya. Penilaian panel baru dihitung bila semua pihak lain "
                "menyetujuinya.",
                "en": "A member of the panel that evaluates {{ number }} was named\n\nConsent to the "
                "panel, or object with a reason. The panel's sheets count only once every other "
                "party consents.",
            },
            asks=True,
        ),
        Kind(
            "panel_answered",
            ("jawaban tentang panel", "answer about a panel"),
            _NUMBER
            | {"party": "Kabupaten Bantul", "answer_id": "keberatan", "answer_en": "objects"},
            {
                "id": "{{ party }} {{ answer_id }} atas panel evaluasi {{ number }}\n\nSelama ada "
                "keberatan, penilaian panel tidak dihitung. Alasannya dapat dilihat pada evaluasinya.",
                "en": "{{ party }} {{ answer_en }}: the panel that evaluates {{ number }}\n\nWhile "
                "somebody objects the panel's sheets do not count. The reason stands with the "
                "evaluation.",
            },
        ),
        Kind(
            "evaluator_dismissed",
            ("penunjukan penilai dicabut", "naming of an evaluator taken back"),
            _NUMBER,
            {
                "id": "Anda tidak lagi diminta menilai {{ number }}\n\nPenunjukan Anda dicabut; "
                "lembar yang sudah Anda isi tidak dihitung. Alasannya ada dalam riwayat.",
                "en": "You are no longer asked to evaluate {{ number }}\n\nYour naming was taken "
                "back; a sheet that you handed in does not count. The history has the reason.",
            },
        ),
        Kind(
            "juror_dismissed",
            ("penunjukan juri dicabut", "naming of a juror taken back"),
            {"code": "LOMBA-2026"},
            {
                "id": "Anda tidak lagi diminta menjadi juri {{ code }}\n\nPenunjukan Anda dicabut; "
                "lembar yang sudah Anda isi tidak dihitung. Alasannya ada dalam riwayat.",
                "en": "You are no longer asked to judge {{ code }}\n\nYour naming was taken back; "
                "sheets that you handed in do not count. The history has the reason.",
            },
        ),
        Kind(
            "evaluation_complete",
            ("semua penilai sudah menilai", "every evaluator has scored"),
            _NUMBER,
            {
                "id": "Semua penilai {{ number }} sudah menilai\n\nTutup evaluasinya agar hasilnya "
                "terbuka.",
                "en": "Every evaluator of {{ number }} has scored\n\nClose the evaluation, so that "
                "its result is opened.",
            },
            asks=True,
        ),
        Kind(
            "evaluation_closed",
            ("hasil evaluasi", "result of an evaluation"),
            _NUMBER,
            {
                "id": "Hasil evaluasi {{ number }} sudah ada\n\nEvaluasinya ditutup; nilai, sebaran, "
                "dan rekomendasinya dapat dilihat.",
                "en": "The result of the evaluation of {{ number }} is there\n\nThe evaluation is "
                "closed; values, spread and recommendations can be seen.",
            },
        ),
        Kind(
            "competition_asked",
            ("diminta menjadi juri", "asked to judge"),
            {"code": "LOMBA-2026"},
            {
                "id": "Anda diminta menjadi juri {{ code }}\n\nNyatakan dahulu ada tidaknya "
                "benturan kepentingan pada setiap peserta, lalu nilai. Penilaian tidak terlihat "
                "oleh siapa pun sampai peringkat ditetapkan.",
                "en": "You are asked to judge {{ code }}\n\nDeclare first on which entries there "
                "is a conflict of interest, then judge the others. Nobody sees it before the "
                "ranking is published.",
            },
            asks=True,
        ),
        Kind(
            "judging_complete",
            ("semua juri sudah menilai", "every juror has judged"),
            {"code": "LOMBA-2026"},
            {
                "id": "Semua juri {{ code }} sudah menilai\n\nTetapkan peringkatnya.",
                "en": "Every juror of {{ code }} has judged\n\nPublish the ranking.",
            },
            asks=True,
        ),
        Kind(
            "judging_over",
            ("batas penilaian juri lewat", "judging is over"),
            {"code": "LOMBA-2026", "day_id": "31 Desember 2026", "day_en": "31 December 2026"},
            {
                "id": "Batas penilaian {{ code }} lewat ({{ day_id }})\n\nMasih ada lembar juri yang "
                "ditunggu. Tunggu, ganti jurinya, atau tetapkan peringkatnya dengan alasan.",
                "en": "The last day of judging {{ code }} has passed ({{ day_en }})\n\nSome sheets "
                "are still awaited. Wait, replace a juror, or rank with a reason.",
            },
            asks=True,
        ),
        Kind(
            "competition_ranked",
            ("peringkat ditetapkan", "ranking published"),
            {"code": "LOMBA-2026"},
            {
                "id": "Peringkat {{ code }} sudah ditetapkan\n\nPeringkat, nilai, dan sebabnya dapat "
                "dilihat.",
                "en": "The ranking of {{ code }} is published\n\nRanks, values and their reasons can "
                "be seen.",
            },
        ),
        Kind(
            "scoring_over",
            ("batas penilaian lewat", "scoring is over"),
            _DAY,
            {
                "id": "Batas penilaian {{ number }} lewat ({{ day_id }})\n\nMasih ada penilai yang "
                "belum menilai. Tunggu, atau tutup evaluasinya dengan alasan.",
                "en": "The last day of scoring {{ number }} has passed ({{ day_en }})\n\nSome "
                "evaluators have not scored. Wait, or close the evaluation with a reason.",
            },
            asks=True,
        ),
        Kind(
            "renewal_due",
            ("perpanjangan diputuskan", "renewal due"),
            _DAY,
            {
                "id": "Putuskan perpanjangan {{ number }}: batasnya {{ day_id }}\n\nPutuskan apakah "
                "kerja sama ini diperpanjang; tanpa keputusan masa berlakunya habis.",
                "en": "Decide on extending {{ number }}: the last day was {{ day_en }}\n\nDecide "
                "whether this cooperation is extended; without a decision its term runs out.",
            },
            asks=True,
        ),
        Kind(
            "end_unknown",
            ("tanggal akhir belum diketahui", "end unknown"),
            _NUMBER,
            {
                "id": "Lengkapi tanggal akhir {{ number }}\n\nTanggal akhirnya belum diketahui, "
                "sehingga tidak ada pengingat sebelum masa berlakunya habis.",
                "en": "State the last day of {{ number }}\n\nIts last day is not known, so nobody is "
                "reminded before it ends.",
            },
            asks=True,
        ),
        Kind(
            "term_over",
            ("masa berlaku habis", "term over"),
            _NUMBER,
            {
                "id": "Masa berlaku {{ number }} habis, perpanjangan diproses\n\nKerja sama ini tidak "
                "berlaku sampai perpanjangannya ditandatangani. Kewajiban dan anggarannya tetap "
                "terlihat.",
                "en": "The term of {{ number }} is over, its extension is being processed\n\nThis "
                "cooperation is not in force until its extension is signed. Obligations and money "
                "stay in view.",
            },
            asks=True,
        ),
        Kind(
            "budget_warned",
            ("temuan anggaran", "finding on the budget"),
            _MONEY,
            {
                "id": "Anggaran {{ number }}: {{ finding_id }}\n\n{{ says_id }}\n\n{{ remedy_id }}",
                "en": "Budget of {{ number }}: {{ finding_en }}\n\n{{ says_en }}\n\n"
                "{{ remedy_en }}",
            },
            asks=True,
        ),
        Kind(
            "budget_cleared",
            ("temuan anggaran selesai", "finding on the budget cleared"),
            {name: _MONEY[name] for name in _MONEY if not name.startswith("remedy")},
            {
                "id": "Selesai: {{ finding_id }}, anggaran {{ number }}\n\nTemuan ini tidak ada "
                "lagi. Semula: {{ says_id }}",
                "en": "Cleared: {{ finding_en }}, budget of {{ number }}\n\nThis finding is gone. "
                "It was: {{ says_en }}",
            },
        ),
        Kind(
            "delivery_failed",
            ("pesan tidak terkirim", "message not delivered"),
            {"office_id": "Bupati Sleman", "office_en": "Head of Sleman"},
            {
                "id": "Pesan tidak terkirim kepada {{ office_id }}\n\n"
                "Sebuah pesan untuk {{ office_id }} ditolak atau tidak sampai. Periksa alamatnya, "
                "lalu kirim ulang, atau sampaikan sendiri.",
                "en": "A message did not reach {{ office_en }}\n\n"
                "A message to {{ office_en }} was refused or did not arrive. Check the address "
                "and send it again, or hand it over yourself.",
            },
            asks=True,
        ),
        Kind(
            "flow_failed",
            ("pekerjaan terjadwal gagal", "scheduled work failed"),
            {
                "flow": "deliver_notices",
                "flow_id": "Pengiriman pemberitahuan",
                "flow_en": "Delivery of notices",
                "said_id": "Cakram penuh.",
                "said_en": "The disk is full.",
            },
            {
                "id": "Pekerjaan terjadwal gagal: {{ flow_id }}\n\n"
                "{{ said_id }} Tidak ada yang hilang: pekerjaan itu ({{ flow }}) dilanjutkan pada "
                "giliran berikutnya. Beri tahu pengelola sistem.",
                "en": "Scheduled work failed: {{ flow_en }}\n\n"
                "{{ said_en }} Nothing is lost: the work ({{ flow }}) goes on at its next turn. "
                "Tell the operator.",
            },
            asks=True,
        ),
        Kind(
            "report_to_sign",
            ("laporan menunggu pengesahan", "report to sign off"),
            {
                "title_id": "Laporan Evaluasi Kerja Sama",
                "title_en": "Evaluation Report of a Cooperation",
                "period_id": "Semester I Tahun 2026",
                "period_en": "Semester I of 2026",
                "version": 1,
                "missing": 3,
            },
            {
                "id": "Menunggu pengesahan Anda: {{ title_id }}, {{ period_id }}\n\n"
                "Laporan ini (versi {{ version }}) sudah disusun dan menunggu pengesahan Anda. "
                "{% if missing %}Ada {{ missing }} hal yang belum diketahui; semuanya terdaftar "
                "dalam laporan. {% endif %}Anda dapat mengesahkannya, atau mengembalikannya "
                "dengan alasan.",
                "en": "Waiting for your sign-off: {{ title_en }}, {{ period_en }}\n\n"
                "This report (version {{ version }}) was built and waits for you to sign it off. "
                "{% if missing %}{{ missing }} things are unknown; the report lists them. "
                "{% endif %}You can sign it off, or return it with a reason.",
            },
            asks=True,
        ),
        Kind(
            "digest",
            ("rangkuman pemberitahuan", "digest"),
            {"count": 3, "day_id": "12 Maret 2026", "day_en": "12 March 2026"},
            {
                "id": "{{ count }} pemberitahuan, {{ day_id }}\n\n"
                "Ini rangkuman pemberitahuan untuk Anda sampai {{ day_id }}.",
                "en": "{{ count }} {{ 'notice' if count == 1 else 'notices' }}, {{ day_en }}\n\n"
                "This is what there is to tell you up to {{ day_en }}.",
            },
        ),
    )
}
