"""Contents as files: immutable, named by their digest under their owner.

A content is on the disk, whole and flushed, before the commit that names it; a crash in between
leaves a file that nobody names, never a name without a file. Layout:
``<folder>/<owner>/<first two digits>/<digest>``; unfinished ones lie in ``<folder>/.incoming``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from kadflow.domain.wording.system import cause_words
from kadflow.errors import HistoryBrokenError, InvalidInputError, NotFoundError
from kadflow.storage.failures import unavailable

LARGEST = 100 * 1024 * 1024  # bytes of one content
CHUNK = 1024 * 1024  # bytes read at once
_INCOMING = ".incoming"
_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class StoredBlob(msgspec.Struct, frozen=True):
    """A content in the store.

    Attributes:
        owner: Id of the agreement, party or organisation that it belongs to.
        digest: SHA-256 of the bytes, 64 hex characters.
        size: Bytes.
    """

    owner: str
    digest: str
    size: int


class Blobs:
    """The file store of one installation.

    Args:
        folder: Made when the first content is stored; readable by its user only.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, owner: str, source: bytes | BinaryIO | Iterable[bytes]) -> StoredBlob:
        """Store a content; storing the same one again is fine.

        Args:
            owner: Letters, digits, ``-`` and ``_``, at most 64.
            source: Bytes, an open binary file, or chunks; never held in memory as a whole.

        Returns:
            What was stored, flushed to the disk with its name.

        Raises:
            InvalidInputError: Larger than 100 MiB, or an impossible owner.
            StorageUnavailableError: The disk is full or may not be written.
        """
        self._check_owner(owner)
        try:
            return self._put(owner, _chunks(source))
        except OSError as error:
            raise unavailable(
                f"The file store {self.folder} cannot be written: {error.strerror or error}.",
                "Nothing was stored. Check the disk and the rights on the folder, then try again.",
                pesan=f"Tempat penyimpanan berkas {self.folder} tidak dapat ditulis: "
                f"{cause_words(error)[0]}.",
                saran="Tidak ada yang tersimpan. Periksa ruang penyimpanan dan hak akses "
                "foldernya, "
                "lalu coba lagi.",
            ) from error

    def _put(self, owner: str, chunks: Iterator[bytes]) -> StoredBlob:
        incoming = self.folder / _INCOMING
        _make(incoming)
        handle, name = tempfile.mkstemp(dir=incoming)
        digest, size = hashlib.sha256(), 0
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    _check_size(size)
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            target = self._path(owner, digest.hexdigest())
            _make(target.parent)
            Path(name).replace(target)
            flush_folder(target.parent)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        return StoredBlob(owner, digest.hexdigest(), size)

    def open(self, owner: str, digest: str) -> BinaryIO:
        """A content for reading; the caller closes it.

        Raises:
            NotFoundError: It is not in the store, or was sealed.
        """
        try:
            return self._path(owner, digest).open("rb")
        except FileNotFoundError as error:
            raise NotFoundError(
                f"There is no content {digest[:12]} of {owner} in the file store.",
                hint="It may have been sealed; the history of the agreement says so.",
                pesan="Isi berkas ini tidak ditemukan di tempat penyimpanan berkas.",
                saran="Mungkin sudah disegel; riwayat kerja sama menyebutkannya.",
                owner=owner,
                digest=digest,
            ) from error

    def has(self, owner: str, digest: str) -> bool:
        """Whether the content is there; says nothing about its bytes."""
        return self._path(owner, digest).is_file()

    def verify(self, owner: str, digest: str) -> int:
        """Read a content and compare it with its name.

        Returns:
            Its size in bytes.

        Raises:
            NotFoundError: It is not there.
            HistoryBrokenError: Its bytes are not those that were stored.
        """
        found, size = hashlib.sha256(), 0
        with self.open(owner, digest) as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
                size += len(chunk)
        if found.hexdigest() != digest:
            raise HistoryBrokenError(
                f"The content {digest[:12]} of {owner} was changed in the file store.",
                hint="Take it from a backup.",
                pesan="Isi berkas ini telah diubah di tempat penyimpanan berkas.",
                saran="Ambil kembali isinya dari cadangan.",
                owner=owner,
                expected=digest,
                found=found.hexdigest(),
            )
        return size

    def remove(self, owner: str, digest: str) -> bool:
        """Erase a content for sealing, after the event that says so was committed.

        Returns:
            Whether it was there.
        """
        path = self._path(owner, digest)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        flush_folder(path.parent)
        return True

    def every(self) -> Iterator[StoredBlob]:
        """Everything in the store, by owner and digest."""
        if not self.folder.is_dir():
            return
        for owner in sorted(self.folder.iterdir()):
            if _OWNER.fullmatch(owner.name):
                for path in sorted(owner.glob("*/*")):
                    with contextlib.suppress(FileNotFoundError):
                        yield StoredBlob(owner.name, path.name, path.stat().st_size)

    def _path(self, owner: str, digest: str) -> Path:
        self._check_owner(owner)
        if not _DIGEST.fullmatch(digest):
            raise InvalidInputError(
                f"{digest[:80]!r} is not a digest.",
                hint="A digest has 64 hexadecimal digits.",
                pesan=f"{digest[:80]!r} bukan tanda pengenal isi berkas.",
                saran="Tanda pengenal itu terdiri atas 64 angka heksadesimal.",
            )
        return self.folder / owner / digest[:2] / digest

    def _check_owner(self, owner: str) -> None:
        if not _OWNER.fullmatch(owner):
            raise InvalidInputError(
                f"{owner[:80]!r} cannot own a content.",
                hint="Use the id of an agreement or party.",
                pesan=f"{owner[:80]!r} tidak dapat menjadi pemilik isi berkas.",
                saran="Sebutkan kerja sama atau pihak pemiliknya.",
            )


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise InvalidInputError(
            "The file is larger than 100 MiB.",
            hint="Scan with a lower resolution, or split the file.",
            pesan="Berkas ini lebih besar dari 100 MiB.",
            saran="Pindai dengan resolusi lebih rendah, atau bagi berkasnya.",
            largest=LARGEST,
        )


def _chunks(source: bytes | BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
    elif hasattr(source, "read"):
        while chunk := source.read(CHUNK):
            yield chunk
    else:
        yield from source


def _make(folder: Path) -> None:
    """Make a folder and its missing parents so that they survive a crash."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, so that a crash cannot undo a rename."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
