"""Where an installation lives: database, files, and the signing key apart from both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kadflow.errors import InvalidInputError


@dataclass(frozen=True)
class Folder:
    """A data folder.

    Attributes:
        path: The folder.
        database_url: Of another database than the folder's own SQLite file; None otherwise.
    """

    path: Path
    database_url: str | None = None

    @property
    def url(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite:///{(self.path / 'kadflow.db').resolve()}"

    @property
    def blobs(self) -> Path:
        """Folder of the contents, by owner and digest."""
        return self.path / "blobs"

    @property
    def key(self) -> Path:
        """The checkpoint signing key; kept out of database and backup (design 9)."""
        return self.path / "keys" / "checkpoint.key"

    @property
    def exists(self) -> bool:
        """Whether something was made here before; an empty file is what a broken-off init leaves.

        Raises:
            InvalidInputError: A file stands where the folder should be.
        """
        self._check()
        if self.database_url is not None:
            return True
        file = self.path / "kadflow.db"
        return file.exists() and not (file.is_file() and file.stat().st_size == 0)

    def make(self) -> None:
        """Make the folder where there is none.

        Raises:
            InvalidInputError: A file stands where the folder should be.
        """
        self._check()
        self.path.mkdir(parents=True, exist_ok=True)

    def _check(self) -> None:
        in_the_way = next(
            (p for p in (self.path, *self.path.parents) if p.exists() and not p.is_dir()), None
        )
        if in_the_way is not None:
            raise InvalidInputError(
                f"{in_the_way} is a file, not a folder.",
                hint="Name the data folder with --data.",
                pesan=f"{in_the_way} adalah berkas, bukan folder.",
                saran="Sebutkan folder datanya dengan --data.",
            )
