"""Where an installation lives: database, files, and the signing key apart from both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
        """Whether something was made here before."""
        return self.database_url is not None or (self.path / "kadflow.db").exists()
