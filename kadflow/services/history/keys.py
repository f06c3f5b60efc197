"""The key that signs checkpoints: a file of its own, outside database and backup."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from kadflow.audit.notes import SignerKey
from kadflow.errors import InvalidInputError, NotFoundError, StorageUnavailableError
from kadflow.storage.blobs import flush_folder

SEED_BYTES = 32
MODE = 0o600

_KATA = {"read": "dibaca", "written": "ditulis"}


class KeyFile:
    """A signing key in a file that only its user may read.

    Args:
        path: Made at first use, its folder too (0700).
        random: Gives n random bytes.
    """

    def __init__(self, path: Path, random: Callable[[int], bytes] = os.urandom) -> None:
        self.path = path
        self._random = random

    @property
    def next_path(self) -> Path:
        """Where the key of a rotation waits until its event is committed."""
        return self.path.with_name(self.path.name + ".next")

    def read(self, origin: str) -> SignerKey | None:
        """The key; None while there is none.

        Raises:
            InvalidInputError: The file holds no key, or another installation's.
            StorageUnavailableError: The file cannot be read.
        """
        return self._read(self.path, origin)

    def read_next(self, origin: str) -> SignerKey | None:
        """The key of a rotation that is under way."""
        return self._read(self.next_path, origin)

    def get(self, origin: str) -> SignerKey:
        """The key; made at first use.

        Raises:
            InvalidInputError: As `read` says.
            StorageUnavailableError: The file cannot be read or written.
        """
        key = self.read(origin)
        if key is not None:
            return key
        self._write(self.path, self._new(origin), exclusive=True)
        made = self.read(origin)
        if made is None:
            raise NotFoundError(
                f"The key {self.path} vanished while it was made.",
                pesan=f"Berkas kunci {self.path} hilang saat sedang dibuat.",
            )
        return made

    def prepare(self, origin: str) -> SignerKey:
        """Make the next key beside the present one."""
        key = self._new(origin)
        self._write(self.next_path, key, exclusive=False)
        return key

    def accept_next(self) -> None:
        """Put the next key in place of the present one."""
        try:
            self.next_path.replace(self.path)
            flush_folder(self.path.parent)
        except OSError as error:
            raise self._unavailable("written", error) from error

    def _new(self, origin: str) -> SignerKey:
        return SignerKey(origin, self._random(SEED_BYTES))

    def _read(self, path: Path, origin: str) -> SignerKey | None:
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeError) as error:
            raise self._unavailable("read", error) from error
        try:
            key = SignerKey.parse(text)
        except InvalidInputError as error:
            raise InvalidInputError(
                f"The file {path} does not hold a signing key: {error.message}",
                hint="Bring the key back from where you keep its copy, or move the file away: "
                "a new key is then made and introduced by an event.",
                pesan=f"Berkas {path} tidak memuat kunci penanda tangan: {error.pesan}",
                saran="Kembalikan kunci dari tempat salinannya, atau pindahkan berkas itu: kunci "
                "baru lalu dibuat dan dicatat dalam riwayat.",
            ) from None
        if key.name != origin:
            raise InvalidInputError(
                f"The key in {path} is that of {key.name}, not of {origin}.",
                hint="Each installation has a key of its own; move this one away.",
                pesan=f"Kunci dalam {path} adalah kunci {key.name}, bukan kunci {origin}.",
                saran="Setiap pemasangan Kadflow mempunyai kunci sendiri; pindahkan kunci ini.",
            )
        return key

    def _write(self, path: Path, key: SignerKey, *, exclusive: bool) -> None:
        """Write whole and flushed, or not at all; another process's key is never overwritten."""
        made = path.with_name(f"{path.name}.{self._random(8).hex()}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE)
            with os.fdopen(handle, "w") as file:
                file.write(key.to_secret() + "\n")
                file.flush()
                os.fsync(file.fileno())
            if exclusive:
                with suppress(FileExistsError):
                    os.link(made, path)
                made.unlink()
            else:
                made.replace(path)
            flush_folder(path.parent)
        except OSError as error:
            raise self._unavailable("written", error) from error

    def _unavailable(
        self, what: Literal["read", "written"], error: Exception
    ) -> StorageUnavailableError:
        reason = getattr(error, "strerror", None) or error
        return StorageUnavailableError(
            f"The signing key {self.path} cannot be {what}: {reason}.",
            hint="Check the rights on its folder; the record itself is not concerned.",
            pesan=f"Kunci penanda tangan {self.path} tidak dapat {_KATA[what]}: {reason}.",
            saran="Periksa hak akses foldernya; riwayatnya sendiri tidak terganggu.",
        )
