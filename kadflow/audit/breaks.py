"""What does not hold in a stream: its kinds, and how each is said to people and to programs."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from kadflow.errors import HistoryBrokenError

BreakKind = Literal[
    "changed", "unreadable", "removed", "inserted", "duplicated", "reordered",
    "previous", "time", "column", "part", "truncated", "head",
]  # fmt: skip


class Break(msgspec.Struct, frozen=True):
    """The first entry of a stream that does not hold.

    Attributes:
        stream: Id of the stream.
        number: The entry concerned; for a removed one the number that is missing.
        what: The kind of break.
        expected: What the rest of the record demands there.
        found: What is there.
        field: The column or part concerned; empty where none is.
    """

    stream: str
    number: int
    what: BreakKind
    expected: str
    found: str
    field: str = ""

    def __str__(self) -> str:
        """One sentence for people."""
        what = _SENTENCES[self.what].format(field=self.field)
        place = f"Stream {self.stream}, entry {self.number}"
        return f"{place}: {what} Expected {self.expected}; found {self.found}."

    def kalimat(self) -> str:
        """The sentence in Indonesian; what was expected and found stands in the fields."""
        return f"Catatan ke-{self.number}: {_KALIMAT[self.what].format(field=self.field)}"

    def error(self) -> HistoryBrokenError:
        """Give the break as the error to raise where nothing may go on."""
        hint = "Keep the database as it is, and compare it with a backup and the last checkpoint."
        return HistoryBrokenError(
            str(self),
            hint=hint,
            pesan=self.kalimat(),
            saran="Biarkan basis data apa adanya, lalu bandingkan dengan cadangan dan segel "
            "riwayat "
            "terakhir.",
            **msgspec.structs.asdict(self),
        )


_SENTENCES: Final[dict[BreakKind, str]] = {
    "changed": "its bytes or the digest beside them were changed.",
    "unreadable": "its bytes are not an event.",
    "removed": "it is missing.",
    "inserted": "an entry stands here that does not belong here.",
    "duplicated": "the entry before it is repeated.",
    "reordered": "it stands in another place.",
    "previous": "it does not follow from the entry before it: one of the two was replaced.",
    "time": "it was not recorded after the entry before it.",
    "column": "its column {field} contradicts its bytes.",
    "part": "its part {field} is not the one that it names.",
    "truncated": "the end of the stream is missing.",
    "head": "the stream does not end with the entry that its head names.",
}

_KALIMAT: Final[dict[BreakKind, str]] = {
    "changed": "isi catatan atau nilai pemeriksanya telah diubah.",
    "unreadable": "isinya bukan catatan riwayat.",
    "removed": "catatan ini hilang.",
    "inserted": "ada catatan yang tidak semestinya di sini.",
    "duplicated": "catatan sebelumnya berulang.",
    "reordered": "catatan ini berada di tempat yang salah.",
    "previous": "catatan ini tidak menyambung dengan catatan sebelumnya: salah satunya diganti.",
    "time": "catatan ini tidak dicatat sesudah catatan sebelumnya.",
    "column": "kolom {field} tidak sama dengan isi catatan.",
    "part": "bagian {field} bukan bagian yang disebut catatan ini.",
    "truncated": "akhir riwayat hilang.",
    "head": "riwayat tidak berakhir pada catatan yang semestinya.",
}
