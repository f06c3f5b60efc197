"""Reading a register from CSV: any size, constant memory, one bad row at a time.

UTF-8 with or without a mark, or Windows-1252; comma, semicolon or tab. A line that cannot be
parsed (an unclosed quote, a cell without end) is refused alone, and reading goes on with the very
next line of the file.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from kadflow.errors import InvalidInputError
from kadflow.intake.rows import (
    HEADER_WITHIN,
    Fault,
    Header,
    RawRow,
    looks_most_like_header,
    made_row,
    no_header,
    read_header,
)
from kadflow.intake.wording import Said

_CHUNK = 1 << 18  # bytes
_LONGEST_LINE = 1 << 17  # characters; what csv takes for one field
_DELIMITERS = (",", ";", "\t")
_DAMAGED = re.compile("[\udc80-\udcff]")  # how surrogateescape shows a byte that is no UTF-8
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def _encoding(stream: BinaryIO, where: str) -> str:
    """Tell UTF-8 (perhaps with single damaged places) from Windows-1252, reading it once."""
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InvalidInputError(
            f"{where} is in UTF-16 (Excel's 'Unicode text').",
            hint="Save it as 'CSV UTF-8' or as XLSX.",
            pesan=f"{where} ditulis dalam UTF-16 ('Unicode text' dari Excel).",
            saran="Simpan sebagai 'CSV UTF-8' atau XLSX.",
        )
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    text, more = "", True
    while more:
        chunk = stream.read(_CHUNK)
        more = bool(chunk)
        text = decoder.decode(chunk, final=not more)
        if not text.isascii():
            damaged = len(_DAMAGED.findall(text))
            bad += damaged
            good += len(_BEYOND_ASCII.findall(text)) - damaged
    cut_at_end = bad > 0 and good == 0 and len(_DAMAGED.findall(text)) == bad
    return "utf-8" if bad <= good or cut_at_end else "cp1252"


class _Lines:
    """Physical lines of bounded length, which can be given back and read again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self.number = 0  # of the line given last
        self.taken: list[str] = []  # since the row began

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        return line

    def _read(self) -> str:
        line = self._stream.readline(_LONGEST_LINE)
        if len(line) < _LONGEST_LINE or line.endswith("\n"):
            return line
        while True:  # the rest of an endless line is read and dropped
            rest = self._stream.readline(_LONGEST_LINE)
            if len(rest) < _LONGEST_LINE or rest.endswith("\n"):
                return line[:100].replace('"', "") + "\x00\x00endless\n"

    def give_back_all_but_first(self) -> None:
        rest = self.taken[1:]
        self._again.extendleft(reversed(rest))
        self.number -= len(rest)
        self.taken = []


def _refused(lines: _Lines, first: int, why: str) -> RawRow:
    if "\x00\x00endless" in lines.taken[0]:
        said = Said(
            f"Baris {first} lebih panjang dari {_LONGEST_LINE} karakter dan tidak dibaca.",
            f"Line {first} is longer than {_LONGEST_LINE} characters and was not read.",
        )
        fault = Fault("cell-too-long", said)
    else:
        said = Said(
            f"Baris {first} tidak dapat dibaca sebagai CSV ({why}); periksa tanda kutipnya.",
            f"Line {first} cannot be read as CSV ({why}); check its quotes.",
        )
        fault = Fault("broken-quotes", said)
    lines.give_back_all_but_first()
    return RawRow(first, {}, None, fault)


def _delimiter(stream: TextIO) -> str:
    """The delimiter that splits the opening rows into the most known columns."""
    opening = [stream.readline(_LONGEST_LINE) for _ in range(HEADER_WITHIN)]
    stream.seek(0)

    def fit(delimiter: str) -> tuple[bool, int]:
        rows = [line.replace('"', "").rstrip("\r\n").split(delimiter) for line in opening]
        return any(map(_is_header, rows)), max(map(len, rows), default=0)

    return max(_DELIMITERS, key=fit)


def _is_header(cells: list[str]) -> bool:
    try:
        return read_header(cells) is not None
    except InvalidInputError:
        return True


def _next(reader: Iterator[list[str]], lines: _Lines) -> list[str] | str | None:
    """The next record; a text for one that cannot be parsed; None at the end."""
    lines.taken = []
    try:
        return next(reader, None)
    except csv.Error as error:
        return str(error)


def _find_header(reader: Iterator[list[str]], lines: _Lines, where: str) -> Header:
    seen: list[list[str]] = []
    while len(seen) < HEADER_WITHIN:
        cells = _next(reader, lines)
        if cells is None:
            break
        if isinstance(cells, str):
            lines.give_back_all_but_first()
            seen.append([])
            continue
        header = read_header(cells)
        if header:
            return header
        if len(lines.taken) > 1:  # a quote in a title must not swallow the header
            lines.give_back_all_but_first()
        seen.append(cells)
    raise no_header(where, looks_most_like_header(seen))


def _rows(stream: TextIO, where: str) -> Iterator[RawRow]:
    delimiter = _delimiter(stream)
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header = _find_header(reader, lines, where)
    while True:
        first = lines.number + 1
        cells = _next(reader, lines)
        if cells is None:
            return
        if isinstance(cells, str):
            yield _refused(lines, first, cells)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if "\x00\x00endless" in "".join(lines.taken):
            yield _refused(lines, first, "endless")
            continue
        row = made_row(header, cells, row=first)
        if row.fault and len(lines.taken) > 1:
            # A quote that closes rows later would swallow them: refuse the first line only.
            lines.give_back_all_but_first()
        yield row


def read_csv_rows(path: Path) -> Iterator[RawRow]:
    """Read the rows of a CSV register, in file order, in constant memory.

    Raises:
        InvalidInputError: Empty, UTF-16, or without the wanted header.
    """
    where = path.name
    with path.open("rb") as binary:
        encoding = _encoding(binary, where)
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    with path.open("r", encoding=codec, errors="replace", newline="") as stream:
        yield from _rows(stream, where)
