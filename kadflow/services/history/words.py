"""The words in which history speaks to people: Indonesian first, then English."""

from __future__ import annotations

Words = tuple[str, str]
"""Indonesian, English."""

KIND_WORDS: dict[str, Words] = {
    "agreement.created": ("Kerja sama dibuka", "Agreement opened"),
    "agreement.registered": (
        "Kerja sama yang dibuat di luar Kadflow dicatat",
        "Agreement made elsewhere was registered",
    ),
    "agreement.amended": ("Isi diubah dengan adendum", "Terms changed by an addendum"),
    "terms.edited": ("Isi naskah diubah", "Terms edited"),
    "document.added": ("Dokumen dimasukkan", "Document added"),
    "document.sealed": ("Isi dokumen disegel", "Content of a document sealed"),
    "part.sealed": ("Bagian catatan disegel", "Part of an entry sealed"),
    "gate.opened": ("Persetujuan diminta", "Approval asked"),
    "gate.closed": ("Permintaan persetujuan ditutup", "Asking for approval ended"),
    "answer.given": ("Jawaban pihak diberikan", "Answer of a party given"),
    "answer.voided": (
        "Jawaban pihak gugur karena isi yang dicakupnya berubah",
        "Answer of a party fell because what it covered changed",
    ),
    "answer.withdrawn": ("Jawaban pihak ditarik kembali", "Answer of a party withdrawn"),
    "receipt.recorded": ("Penerimaan permintaan dicatat", "Receipt of the request recorded"),
    "transition.taken": ("Tahap berganti", "Step taken"),
    "standing.asked": (
        "Perubahan keberlakuan diminta",
        "Change of standing asked for",
    ),
    "standing.decided": (
        "Permintaan perubahan keberlakuan diputus",
        "Request to change the standing decided",
    ),
    "standing.changed": ("Keberlakuan berubah", "Standing changed"),
    "obligation.added": ("Kewajiban dari syarat persetujuan", "Obligation from a condition"),
    "finding.raised": ("Temuan dicatat", "Finding raised"),
    "deadline.set": ("Batas waktu ditetapkan", "Deadline set"),
    "deadline.withdrawn": ("Batas waktu dicabut", "Deadline withdrawn"),
    "deadline.reached": ("Batas waktu tercapai", "Deadline reached"),
    "child.opened": ("Kerja sama turunan dibuka", "Agreement under this one opened"),
    "child.closed": ("Kerja sama turunan selesai", "Agreement under this one ended"),
    "party.joined": ("Pihak bergabung", "Party joined"),
    "party.left": ("Pihak keluar", "Party left"),
    "chain.started": ("Paraf berjenjang dimulai", "Internal chain started"),
    "chain.resumed": ("Paraf berjenjang dilanjutkan", "Internal chain resumed"),
    "chain.set": ("Paraf berjenjang ditetapkan", "Internal chain defined"),
    "decision.made": ("Keputusan internal dibuat", "Internal decision made"),
    "decision.voided": (
        "Keputusan internal gugur karena isi yang dicakupnya berubah",
        "Internal decision fell because what it covered changed",
    ),
    "decision.withdrawn": ("Keputusan internal ditarik kembali", "Internal decision withdrawn"),
    "organisation.added": ("Organisasi dimasukkan", "Organisation added"),
    "organisation.ended": ("Organisasi berakhir", "Organisation ended"),
    "office.added": ("Jabatan dimasukkan", "Office added"),
    "person.added": ("Orang dimasukkan", "Person added"),
    "holder.appointed": ("Pejabat ditetapkan", "Holder appointed"),
    "holder.ended": ("Masa jabatan berakhir", "Holding ended"),
    "mandate.given": ("Surat kuasa diberikan", "Mandate given"),
    "mandate.revoked": ("Surat kuasa dicabut", "Mandate revoked"),
    "bordering.stated": ("Perbatasan wilayah dinyatakan", "Bordering stated"),
    "template.published": ("Templat diterbitkan", "Template published"),
    "installation.founded": ("Instalasi didirikan", "Installation founded"),
    "installation.restored": (
        "Instalasi dipulihkan dari cadangan",
        "Installation restored from a backup",
    ),
    "installation.released": ("Pengiriman dan akibat batas waktu dilepas", "Deliveries released"),
    "key.introduced": ("Kunci titik periksa diperkenalkan", "Checkpoint key introduced"),
}
"""What each kind of event says, in one line."""

ANSWER_WORDS: dict[str, Words] = {
    "approve": ("setuju", "approved"),
    "approve_with_conditions": ("setuju dengan syarat", "approved with conditions"),
    "return": ("dikembalikan", "returned"),
    "reject": ("ditolak", "rejected"),
    "abstain": ("tidak memberi suara", "abstained"),
}

SEALED: Words = ("disegel", "sealed")
UNKNOWN: Words = ("tidak diketahui", "unknown")
SYSTEM: Words = ("Sistem", "System")


def late_words(days: int) -> Words:
    """How an entry says that it was recorded after it happened."""
    return (f"dicatat terlambat {days} hari", f"recorded {days} days late")


def kind_words(kind: str) -> Words:
    """The one line for a kind; the kind itself where no words exist yet."""
    return KIND_WORDS.get(kind, (kind, kind))


FINDING_WORDS: dict[str, Words] = {
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
        "ujung rangkaian yang sudah masuk titik periksa hilang.",
        "the end of the stream, which a checkpoint covers, is missing.",
    ),
    "lost": (
        "catatan yang dicakup titik periksa berubah atau hilang.",
        "the entry, which the checkpoint covers, was changed or is gone.",
    ),
    "checkpoint": (
        "isi sekarang bukan isi yang ditandatangani pada titik periksa.",
        "the record is not the one that the checkpoint signs.",
    ),
    "row": (
        "baris {field} berbeda dari riwayatnya.",
        "the row {field} differs from its history.",
    ),
    "content": ("berkas {field} tidak utuh.", "the file {field} is not as it was stored."),
    "trigger": (
        "pelindung riwayat hilang atau diubah: {field}.",
        "the protection of the record is missing or changed: {field}.",
    ),
    "note-untrusted": (
        "titik periksa tidak ditandatangani dengan kunci yang dikenal di sini.",
        "no key that is known here signed this checkpoint.",
    ),
    "signature-invalid": (
        "titik periksa diubah sesudah ditandatangani.",
        "the checkpoint was changed after it was signed.",
    ),
}
"""What does not hold, by `kadflow.services.history.report.Finding.what`."""
