"""The words in which history speaks: kinds of events, what stands beside them, what broke."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from kadflow.domain.wording.budget import event_words
from kadflow.domain.wording.phrases import words_for
from kadflow.domain.wording.results import MEETING_WORDS
from kadflow.domain.wording.vocabulary import GIVEN_WORDS, Pair

KIND_WORDS: Final[dict[str, Pair]] = {
    "agreement.created": ("Kerja sama dibuka", "Agreement opened"),
    "agreement.registered": (
        "Kerja sama yang dibuat di luar Kadflow dicatat",
        "Agreement made elsewhere was registered",
    ),
    "agreement.amended": ("Kerja sama diubah dengan adendum", "Agreement changed by an addendum"),
    "terms.edited": ("Pokok kerja sama diisi", "Terms written"),
    "document.added": ("Dokumen ditambahkan", "Document added"),
    "document.numbered": ("Nomor dokumen diisi", "Number of a document stated"),
    "document.compared": (
        "Dokumen dicocokkan dengan naskah yang disetujui",
        "Document compared with the approved text",
    ),
    "document.sealed": ("Isi dokumen disegel", "Content of a document sealed"),
    "part.sealed": ("Bagian catatan disegel", "Part of an entry sealed"),
    "gate.opened": ("Persetujuan diminta", "Approval asked for"),
    "gate.closed": ("Persetujuan selesai", "Approval settled"),
    "answer.given": ("Jawaban pihak diberikan", "Answer of a party given"),
    "answer.voided": (
        "Jawaban pihak perlu dikonfirmasi ulang karena isi yang dicakupnya berubah",
        "Answer of a party to be confirmed again because what it covered changed",
    ),
    "answer.withdrawn": ("Jawaban pihak ditarik kembali", "Answer of a party withdrawn"),
    "receipt.recorded": ("Penerimaan permintaan dicatat", "Receipt of the request recorded"),
    "transition.taken": ("Langkah dijalankan", "Step taken"),
    "standing.asked": ("Perubahan kedudukan diminta", "Change of standing asked for"),
    "standing.decided": (
        "Permintaan perubahan kedudukan diputus",
        "Request to change the standing decided",
    ),
    "standing.changed": ("Kedudukan berubah", "Standing changed"),
    "obligation.added": ("Kewajiban dicatat", "Obligation written down"),
    "obligation.accepted": ("Kewajiban disetujui pemiliknya", "Obligation agreed to by its party"),
    "obligation.scheduled": ("Hari terakhir kewajiban diisi", "Last day of an obligation stated"),
    "obligation.met": ("Kewajiban dipenuhi", "Obligation met"),
    "obligation.confirmed": (
        "Pemenuhan kewajiban dibenarkan",
        "Obligation confirmed as met",
    ),
    "obligation.disputed": ("Pemenuhan kewajiban disanggah", "Obligation disputed as not met"),
    "obligation.ended": ("Kewajiban diakhiri", "Obligation ended without being met"),
    "budget.line_added": ("Baris anggaran dibuka", "Budget line opened"),
    "budget.entered": ("Jumlah anggaran dicatat", "Amount of the budget entered"),
    "evaluation.opened": ("Evaluasi dibuka", "Evaluation opened"),
    "evaluation.evaluator_named": ("Penilai ditunjuk", "Evaluator named"),
    "evaluation.evaluator_dismissed": (
        "Penunjukan penilai dicabut",
        "Naming of an evaluator taken back",
    ),
    "evaluation.panel_answered": (
        "Panel disetujui atau ditolak",
        "Panel consented or objected to",
    ),
    "evaluation.interest_declared": (
        "Ada tidaknya benturan kepentingan dinyatakan",
        "Conflict of interest declared or denied",
    ),
    "evaluation.scored": ("Penilaian diberikan", "Sheet handed in"),
    "evaluation.closed": (
        "Evaluasi ditutup dan hasilnya dibuka",
        "Evaluation closed and opened up",
    ),
    "evaluation.lapsed": ("Evaluasi gugur tanpa hasil", "Evaluation lapsed without a result"),
    "evaluation.followed": ("Hasil evaluasi ditindaklanjuti", "Evaluation followed"),
    "competition.opened": ("Penilaian bersama dibuka", "Competition opened"),
    "competition.entered": ("Peserta didaftarkan", "Agreement entered"),
    "competition.juror_named": ("Juri ditunjuk", "Juror named"),
    "competition.juror_dismissed": (
        "Penunjukan juri dicabut",
        "Naming of a juror taken back",
    ),
    "competition.interest_declared": (
        "Ada tidaknya benturan kepentingan juri dinyatakan",
        "Conflict of interest of a juror declared or denied",
    ),
    "competition.judged": ("Penilaian juri diberikan", "Juror's sheet handed in"),
    "competition.ranked": ("Peringkat ditetapkan", "Ranking published"),
    "budget.corrected": ("Jumlah anggaran dikoreksi", "Amount of the budget corrected"),
    "budget.ceiling_set": ("Pagu bersama dinyatakan", "Shared ceiling stated"),
    "budget.warned": ("Temuan anggaran dicatat", "Finding on the budget raised"),
    "budget.cleared": ("Temuan anggaran selesai", "Finding on the budget cleared"),
    "indicator.added": ("Indikator ditetapkan", "Indicator stated"),
    "indicator.aimed": ("Target indikator ditetapkan", "Targets of an indicator set"),
    "indicator.based": ("Nilai awal indikator diisi", "Baseline of an indicator stated"),
    "indicator.measured": ("Capaian indikator diisi", "Indicator measured"),
    "meeting.held": ("Rapat dicatat", "Meeting put on record"),
    "meeting.decided": ("Keputusan rapat dicatat", "Decision of a meeting entered"),
    "meeting.minuted": ("Hasil rapat ditambahkan", "Minutes of a meeting added"),
    "progress.drafted": ("Konsep laporan ditulis", "Draft of a report written"),
    "progress.sent": ("Konsep laporan disampaikan", "Draft of a report submitted"),
    "progress.submitted": ("Laporan perkembangan disampaikan", "Progress report submitted"),
    "progress.accepted": ("Laporan perkembangan diterima", "Progress report accepted"),
    "progress.returned": ("Laporan perkembangan dikembalikan", "Progress report returned"),
    "progress.reopened": ("Laporan perkembangan dibuka kembali", "Progress report reopened"),
    "risk.identified": ("Risiko dicatat", "Risk written down"),
    "risk.assessed": ("Risiko dinilai kembali", "Risk assessed again"),
    "feedback.received": ("Umpan balik dicatat", "Feedback put on record"),
    "feedback.answered": ("Umpan balik dijawab", "Feedback answered"),
    "finding.raised": ("Temuan dicatat", "Finding raised"),
    "finding.cured": ("Temuan dipulihkan", "Finding cured"),
    "participation.changed": ("Cara pihak ikut serta berubah", "Way of taking part changed"),
    "entry.reviewed": ("Catatan dari surat ditinjau", "Entry recorded from paper reviewed"),
    "deadline.set": ("Batas waktu ditetapkan", "Deadline set"),
    "deadline.withdrawn": ("Batas waktu dicabut", "Deadline withdrawn"),
    "deadline.reached": ("Batas waktu tercapai", "Deadline reached"),
    "deadline.moved": ("Batas waktu bergeser karena kalender", "Deadline moved by a calendar"),
    "deadline.paused": ("Batas waktu dihentikan sementara", "Deadline paused"),
    "deadline.resumed": ("Batas waktu dilanjutkan", "Deadline resumed"),
    "deadline.settled": ("Batas waktu yang lewat diselesaikan", "Passed deadline settled"),
    "deadline.flagged": (
        "Keputusan kemudian akan menggeser batas waktu yang sudah lewat",
        "A later decree would have moved a deadline that has passed",
    ),
    "deadline.escalated": (
        "Batas waktu yang lewat diteruskan kepada atasan",
        "Passed deadline handed to the superior",
    ),
    "child.opened": ("Kerja sama turunan dibuka", "Agreement under this one opened"),
    "child.linked": ("Kerja sama turunan dihubungkan", "Agreement under this one linked"),
    "parent.linked": ("Dihubungkan dengan kerja sama induknya", "Linked to the agreement above"),
    "child.closed": ("Kerja sama turunan selesai", "Agreement under this one ended"),
    "party.registered": (
        "Pihak-pihak berikutnya dari kerja sama yang dicatat",
        "Further parties of the registered agreement",
    ),
    "party.joined": ("Pihak bergabung", "Party joined"),
    "party.left": ("Pihak keluar", "Party left"),
    "chain.started": ("Paraf berjenjang dimulai", "Internal chain started"),
    "chain.resumed": ("Paraf berjenjang dilanjutkan", "Internal chain resumed"),
    "chain.set": ("Paraf berjenjang ditetapkan", "Internal chain defined"),
    "decision.made": ("Keputusan internal diberikan", "Internal decision made"),
    "decision.voided": (
        "Keputusan internal perlu dikonfirmasi ulang karena isi yang dicakupnya berubah",
        "Internal decision to be confirmed again because what it covered changed",
    ),
    "decision.withdrawn": ("Keputusan internal ditarik kembali", "Internal decision withdrawn"),
    "organisation.added": ("Organisasi dimasukkan", "Organisation added"),
    "organisation.ended": ("Organisasi berakhir", "Organisation ended"),
    "office.added": ("Jabatan dimasukkan", "Office added"),
    "office.titled": ("Nama jabatan ditetapkan", "Title of an office stated"),
    "person.added": ("Orang dimasukkan", "Person added"),
    "holder.appointed": ("Pejabat ditetapkan", "Holder appointed"),
    "holder.ended": ("Masa jabatan berakhir", "Holding ended"),
    "mandate.given": ("Surat kuasa diberikan", "Mandate given"),
    "mandate.revoked": ("Surat kuasa dicabut", "Mandate revoked"),
    "assistant.named": ("Staf pendamping ditunjuk", "Assistant named"),
    "assistant.ended": ("Tugas staf pendamping berakhir", "Assistant ended"),
    "bordering.stated": ("Perbatasan wilayah dinyatakan", "Bordering stated"),
    "template.published": ("Alur kerja sama diberlakukan", "Workflow published"),
    "calendar.imported": ("Kalender diisi dari keputusan", "Calendar filled in from a decree"),
    "outline.put": ("Susunan laporan diberlakukan", "Outline of reports put in force"),
    "report.built": ("Laporan disusun", "Report built"),
    "report.superseded": ("Laporan diganti sebelum disahkan", "Report replaced before sign-off"),
    "report.answered": ("Pengesahan laporan dijawab", "Sign-off of a report answered"),
    "report.sent": ("Laporan dikirim", "Report sent"),
    "report.received": ("Tanda terima laporan dicatat", "Receipt of a report recorded"),
    "report.returned": ("Laporan dikembalikan untuk dikoreksi", "Report returned for correction"),
    "installation.founded": ("Instalasi didirikan", "Installation founded"),
    "installation.restored": (
        "Instalasi dipulihkan dari cadangan",
        "Installation restored from a backup",
    ),
    "installation.released": ("Pengiriman dan akibat batas waktu dilepas", "Deliveries released"),
    "ledger.sealed": ("Buku pengiriman satu hari disegel", "A day of the ledger sealed"),
    "key.introduced": ("Kunci segel riwayat diperkenalkan", "Checkpoint key introduced"),
}
"""What each kind of event says, in one line."""

PART_WORDS: Final[dict[str, Pair]] = {
    "reason": ("alasan", "reason"),
    "text": ("isi", "text"),
    "filename": ("berkas", "file"),
    "letter": ("surat", "letter"),
    "ground": ("dasar", "ground"),
    "name": ("nama", "name"),
    "number": ("nomor", "number"),
    "title": ("judul", "title"),
    "unit": ("satuan", "unit of measure"),
    "source": ("sumber data", "source"),
    "place": ("tempat", "place"),
    "agenda": ("acara", "agenda"),
    "minutes": ("notula", "minutes"),
    "condition": ("syarat", "condition"),
    "conclusion": ("kesimpulan", "conclusion"),
    "mitigation": ("mitigasi", "mitigation"),
    "progress": ("perkembangan dan hasil", "progress and results"),
    "beneficiaries": ("penerima manfaat", "beneficiaries"),
    "funding": ("pembiayaan", "funding"),
    "obstacles": ("kendala", "obstacles"),
    "follow_up": ("tindak lanjut", "follow-up"),
    "note": ("catatan", "note"),
    "handle": ("sebutan", "handle"),
    "sheet": ("lembar penilaian", "sheet"),
    "sheets": ("lembar-lembar penilaian", "sheets"),
    "remarks": ("catatan penilai", "comments"),
    "ranking": ("peringkat", "ranking"),
    "line_title": ("uraian", "title"),
    "executor": ("perangkat daerah pelaksana", "executing unit"),
}
"""Texts beside an entry that are no terms."""

SEALED: Final[Pair] = ("disegel", "sealed")
WITHHELD: Final[Pair] = ("tidak ditampilkan", "not shown")
"""Of a sheet that is blind, before its evaluation is closed and where its form keeps it so."""
UNKNOWN: Final[Pair] = ("tidak diketahui", "unknown")
SYSTEM: Final[Pair] = ("Sistem", "System")

FINDING_WORDS: Final[dict[str, Pair]] = {
    "changed": (
        "isinya atau sidiknya diubah.",
        "its bytes or the digest beside them were changed.",
    ),
    "unreadable": ("isinya bukan catatan.", "its bytes are not an event."),
    "removed": ("catatan ini hilang.", "it is missing."),
    "inserted": (
        "ada catatan yang tidak pada tempatnya.",
        "an entry stands here that does not belong here.",
    ),
    "duplicated": ("catatan sebelumnya terulang.", "the entry before it is repeated."),
    "reordered": ("catatan ini berada di tempat lain.", "it stands in another place."),
    "previous": (
        "catatan ini tidak bersambung dengan yang sebelumnya: salah satunya diganti.",
        "it does not follow from the entry before it: one of the two was replaced.",
    ),
    "time": (
        "catatan ini tidak dicatat sesudah yang sebelumnya.",
        "it was not recorded after the entry before it.",
    ),
    "column": (
        "kolom {field} bertentangan dengan isinya.",
        "its column {field} contradicts its bytes.",
    ),
    "part": (
        "bagian {field} bukan bagian yang disebutnya.",
        "its part {field} is not the one that it names.",
    ),
    "truncated": ("ujung rangkaian hilang.", "the end of the stream is missing."),
    "head": (
        "rangkaian tidak berakhir pada catatan yang disebut ujungnya.",
        "the stream does not end with the entry that its head names.",
    ),
    "missing": (
        "{field} dan rangkaiannya tidak berpasangan.",
        "{field} and its stream do not belong together.",
    ),
    "sealed-length": (
        "ujung rangkaian yang sudah masuk segel riwayat hilang.",
        "the end of the stream, which a checkpoint covers, is missing.",
    ),
    "lost": (
        "catatan yang dicakup segel riwayat berubah atau hilang.",
        "the entry, which the checkpoint covers, was changed or is gone.",
    ),
    "checkpoint": (
        "isi sekarang bukan isi yang ditandatangani pada segel riwayat.",
        "the record is not the one that the checkpoint signs.",
    ),
    "beyond": (
        "segel riwayat mencakup catatan yang tidak ada di sini.",
        "the checkpoint covers entries that are not here.",
    ),
    "leaves": (
        "catatan yang dicakup segel riwayat utuh, tetapi daftar segelnya diubah.",
        "the entries that the checkpoint covers hold, but the list of what was sealed was altered.",
    ),
    "row": (
        "baris {field} berbeda dari riwayatnya.",
        "the row {field} differs from its history.",
    ),
    "ledger": (
        "buku pengiriman {field} tidak sama dengan segel harinya.",
        "the ledger of {field} is not what the seal of that day says.",
    ),
    "content": ("berkas {field} tidak utuh.", "the file {field} is not as it was stored."),
    "trigger": (
        "pelindung riwayat hilang atau diubah: {field}.",
        "the protection of the record is missing or changed: {field}.",
    ),
    "note-untrusted": (
        "segel riwayat ditandatangani {field}, bukan dengan kunci yang dikenal di sini.",
        "no key that is known here signed this checkpoint; it is signed by {field}.",
    ),
    "signature-invalid": (
        "segel riwayat diubah sesudah ditandatangani; tanda tangan {field} tidak cocok.",
        "the checkpoint was changed after it was signed; the signature of {field} does not fit.",
    ),
}
"""What does not hold, by the key word of a finding."""

_FOUND_WORDS: Final = (
    (r"^no entry after\b", "tidak ada catatan sesudah"),
    (r"^entry (\d+) again$", r"catatan \1 lagi"),
    (r"^entry\b", "catatan"),
    (r"^a time after\b", "waktu sesudah"),
    (r"^previous\b", "sidik sebelumnya"),
    (r"\bdigest\b", "sidik"),
    (r"\b(\d+) entries\b", r"\1 catatan"),
    (r", the last with\b", ", yang terakhir dengan"),
    (r"\bwith root\b", "dengan akar"),
    (r"^an event$", "catatan riwayat"),
    (r"^a readable history$", "riwayat yang dapat dibaca"),
    (r"^a stream$", "rangkaian"),
    (r"^a row$", "baris"),
    (r"^a file$", "berkas"),
    (r"^(none|nothing)$", "tidak ada"),
)
"""What a finding expected or found, as the record of findings says it, and in Indonesian."""


def found_words(text: str) -> Pair:
    """What was expected or found at a place that does not hold."""
    pesan = text
    for english, indonesian in _FOUND_WORDS:
        pesan = re.sub(english, indonesian, pesan)
    return pesan, text


def kind_words(kind: str) -> Pair:
    """The one line for a kind of event; the kind itself where no words exist yet."""
    return KIND_WORDS.get(kind, (kind, kind))


def _itself(key: str) -> Pair:
    return key, key


def title_words(
    kind: str, data: Mapping[str, Any], named: Callable[[str], Pair] = _itself
) -> Pair:
    """An event in one line: its kind, with the one detail that tells it apart.

    Args:
        kind: As ``gate.opened``.
        data: What the event says.
        named: Titles for the keys of the template and of the program; they stand for themselves
            by default.
    """
    words = kind_words(kind)
    about = event_words(kind, data)
    if about is not None:
        return f"{words[0]} ({about[0]})", f"{words[1]} ({about[1]})"
    answer = GIVEN_WORDS.get(str(data.get("answer")))
    if answer is not None and "gate" in data:
        gate = named(data["gate"])
        return f"{words[0]} ({gate[0]}): {answer[0]}", f"{words[1]} ({gate[1]}): {answer[1]}"
    if kind == "meeting.held":
        meeting = words_for(MEETING_WORDS, data["kind"])
        return f"{words[0]} ({meeting[0]})", f"{words[1]} ({meeting[1]})"
    if kind.startswith("obligation.") and "entry" in data:
        return f"{words[0]} (no. {data['entry']})", f"{words[1]} (no. {data['entry']})"
    if kind in {"transition.taken", "standing.changed"}:
        details, between = [data["from"], data["to"]], " \u2192 "
    elif kind == "gate.closed":
        details, between = [data["gate"], data["outcome"]], ": "
    elif kind == "part.sealed":
        details, between = [data["number"], data["part"]], ", "
    else:
        found = (data.get(key) for key in ("gate", "kind", "name", "number", "key", "period"))
        details, between = [value for value in found if value][:1], ""
    if not details:
        return words
    titles = [named(str(detail)) for detail in details]
    told = (between.join(title[place] for title in titles) for place in (0, 1))
    return f"{words[0]} ({next(told)})", f"{words[1]} ({next(told)})"


def late_words(days: int) -> Pair:
    """How an entry says that it was recorded after it happened."""
    return (f"dicatat terlambat {days} hari", f"recorded {days} days late")
