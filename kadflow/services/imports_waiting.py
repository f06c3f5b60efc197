"""Rows that wait for their parent, put aside on disk so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

import msgspec

from kadflow.services.imports_planning import Judged
from kadflow.storage.shelf import Shelf

IN_MEMORY = 1 << 20
"""Bytes that are held before a file is made."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Judged).decode


class WaitingRows:
    """Rows in their order."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - see `close`
        self._references = Shelf()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, reference: object) -> bool:
        """Whether the row of this reference waits."""
        return isinstance(reference, str) and _key(reference) in self._references

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def extend(self, rows: Iterable[Judged]) -> None:
        """Put rows behind the others."""
        for row in rows:
            self._file.write(_encode(row) + b"\n")
            self._references[_key(row.report.ref)] = b""
            self._count += 1

    def rows(self) -> Iterator[Judged]:
        """The rows, from the first on."""
        self._file.seek(0)
        for line in self._file:
            yield _decode(line)

    def close(self) -> None:
        """Give the space on disk back."""
        self._file.close()
        self._references.close()


def _key(reference: str) -> bytes:
    return reference.encode("utf-8", "surrogatepass")
