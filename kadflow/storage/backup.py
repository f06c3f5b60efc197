"""Everything in one file, and back into an empty place.

A backup is a gzipped tar: the database first (one moment of it), then the contents, then a
manifest with the digest and size of every member and the number of rows of every table. What is
stored while the backup runs can therefore only add contents that no row of it names.

On SQLite the database is one file, copied page by page; on PostgreSQL it is one text file per
table, read by COPY in one snapshot. A backup is restored into the kind of database that it was
taken from. Keys are not part of it.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kadflow.domain.wording.system import cause_words
from kadflow.errors import HistoryBrokenError, InvalidInputError, NotFoundError
from kadflow.storage.blobs import CHUNK, Blobs, flush_folder
from kadflow.storage.failures import unavailable
from kadflow.storage.sessions import Database, dialect_of, sqlite_path
from kadflow.storage.statements import DialectName
from kadflow.storage.tables import metadata

MANIFEST = "manifest.json"
SQLITE_FILE = "database.sqlite"
FORMAT = 1


class Member(msgspec.Struct, frozen=True):
    """One file of the backup: SHA-256 in hex, and bytes."""

    digest: str
    size: int


class TableCount(msgspec.Struct, frozen=True):
    """The columns of a table, in the order of its rows, and how many rows it has."""

    columns: list[str]
    rows: int


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says about itself.

    Attributes:
        dialect: Kind of database it was taken from, and goes back into.
        revision: Of the schema.
        tables: By name.
        members: By path in the tar, without the manifest.
        missing: ``owner/digest`` of contents that rows name but the file store did not have.
        damaged: ``owner/digest`` of contents whose bytes are not those that were stored.
        format: Version of this layout.
    """

    dialect: DialectName
    revision: str
    tables: dict[str, TableCount]
    members: dict[str, Member]
    missing: list[str]
    damaged: list[str]
    format: int = FORMAT


# ------------------------------------------------------------------ taking


def backup(database: Database, blobs: Blobs, target: Path) -> Manifest:
    """Write a backup while everybody goes on working.

    Args:
        database: Read on a connection of its own.
        blobs: Its file store.
        target: A file that does not exist yet; appears when it is complete and flushed.

    Returns:
        The manifest; ``missing`` and ``damaged`` are to be shown, they do not stop a backup.

    Raises:
        InvalidInputError: The target exists.
        StorageUnavailableError: The database does not answer, or the target cannot be written.
    """
    if target.exists():
        raise InvalidInputError(
            f"{target} exists already.",
            hint="Name a file that does not exist.",
            pesan=f"Berkas {target} sudah ada.",
            saran="Sebutkan nama berkas yang belum ada.",
        )
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kadflow-backup-") as work:
            made = Path(work) / "backup.tar.gz"
            with made.open("wb") as file:
                manifest = _write(database, blobs, Path(work), file)
                file.flush()
                os.fsync(file.fileno())
            os.link(made, target)
            flush_folder(target.parent)
    except OSError as error:
        raise unavailable(
            f"The backup {target} cannot be written: {error.strerror or error}.",
            "Check the disk and the rights on its folder.",
            pesan=f"Cadangan {target} tidak dapat ditulis: {cause_words(error)[0]}.",
            saran="Periksa ruang penyimpanan dan hak akses foldernya.",
        ) from error
    return manifest


def _write(database: Database, blobs: Blobs, work: Path, file: BinaryIO) -> Manifest:
    members: dict[str, Member] = {}
    zipped = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0)
    with zipped, tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar:
        take = _take_sqlite if database.dialect == "sqlite" else _take_postgres
        revision, tables, named = take(
            database, work, lambda name, path: _add(tar, members, name, path)
        )
        damaged = []
        for blob in blobs.every():
            name = f"blobs/{blob.owner}/{blob.digest}"
            with contextlib.suppress(FileNotFoundError):  # sealed meanwhile
                _add(tar, members, name, blobs.folder / blob.owner / blob.digest[:2] / blob.digest)
                if members[name].digest != blob.digest:
                    damaged.append(f"{blob.owner}/{blob.digest}")
        missing = sorted(each for each in named if f"blobs/{each}" not in members)
        manifest = Manifest(database.dialect, revision, tables, members, missing, damaged)
        text = work / MANIFEST
        text.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        _add(tar, {}, MANIFEST, text)
    return manifest


def _add(tar: tarfile.TarFile, members: dict[str, Member], name: str, path: Path) -> None:
    with path.open("rb") as file:
        entry = tarfile.TarInfo(name)
        entry.size = os.fstat(file.fileno()).st_size
        entry.mode = 0o600
        reading = _Hashing(file)
        tar.addfile(entry, reading)
    members[name] = Member(reading.digest.hexdigest(), entry.size)


class _Hashing:
    """A file that hashes what is read from it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        return chunk


Taken = tuple[str, dict[str, TableCount], list[str]]
Adder = Callable[[str, Path], None]


def _names() -> list[str]:
    return [table.name for table in metadata.sorted_tables]


def _take_sqlite(database: Database, work: Path, add: Adder) -> Taken:
    from kadflow.storage.sqlite import connect  # noqa: PLC0415 - only one driver loads

    copy = work / SQLITE_FILE
    with (
        contextlib.closing(connect(sqlite_path(database.url), reader=True)) as source,
        contextlib.closing(sqlite3.connect(copy)) as made,
    ):
        source.execute("BEGIN")
        source.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
        taken = _describe(lambda sql: made.execute(sql).fetchall())
    add(SQLITE_FILE, copy)
    copy.unlink()
    return taken


def _describe(ask: Callable[[str], list[Any]]) -> Taken:
    """Revision, tables and the contents that rows name, as a database has them."""
    tables = {}
    for table in metadata.sorted_tables:
        rows = ask(f'SELECT count(*) FROM "{table.name}"')[0][0]
        tables[table.name] = TableCount([column.name for column in table.columns], rows)
    named = [
        f"{owner}/{digest}"
        for owner, digest in ask("SELECT owner, digest FROM blob WHERE sealed_by IS NULL")
    ]
    return str(ask("SELECT version_num FROM alembic_version")[0][0]), tables, named


def _take_postgres(database: Database, work: Path, add: Adder) -> Taken:
    from kadflow.storage.postgres import BEGIN_READING  # noqa: PLC0415
    from kadflow.storage.postgres_connection import connect  # noqa: PLC0415

    with contextlib.closing(connect(database.url)) as connection:
        connection.execute(BEGIN_READING, prepare=False)
        taken = _describe(lambda sql: connection.execute(sql).fetchall())
        for name, table in taken[1].items():
            path = work / "table"
            with (
                path.open("wb") as file,
                connection.cursor() as cursor,
                cursor.copy(f'COPY "{name}" ({_quoted(table.columns)}) TO STDOUT') as copy,
            ):
                for chunk in copy:
                    file.write(chunk)
            add(f"tables/{name}.copy", path)
            path.unlink()
        connection.execute("ROLLBACK", prepare=False)
    return taken


def _quoted(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


# ------------------------------------------------------------------ restoring


def restore(file: Path, url: str, blobs_dir: Path) -> Manifest:
    """Bring a backup back; nothing is accepted before all of it was compared with the manifest.

    Args:
        file: As `backup` wrote it.
        url: An SQLite file that does not exist, or a PostgreSQL database without tables, given
            with the role that will own them.
        blobs_dir: A folder that does not exist or is empty.

    Returns:
        The manifest. The caller opens a new epoch and holds deliveries and due effects.

    Raises:
        NotFoundError: No such file.
        InvalidInputError: The place is not empty, or the backup is of another kind.
        HistoryBrokenError: The backup is damaged, incomplete, or not one of ours.
        StorageUnavailableError: The place cannot be written.
    """
    if not file.is_file():
        raise NotFoundError(
            f"There is no backup at {file}.", pesan=f"Tidak ada berkas cadangan {file}."
        )
    _must_be_empty(url, blobs_dir)
    place = sqlite_path(url).parent if dialect_of(url) == "sqlite" else blobs_dir.parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        blobs_dir.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=blobs_dir.parent, prefix=".kadflow-restore-") as work:
            manifest = _unpack(file, Path(work))
            if manifest.dialect != dialect_of(url):
                raise InvalidInputError(
                    f"The backup was taken from {manifest.dialect} and cannot go into "
                    f"{dialect_of(url)}.",
                    hint=f"Give the URL of an empty {manifest.dialect} database.",
                    pesan=f"Cadangan ini diambil dari {manifest.dialect} dan tidak dapat "
                    "dimasukkan ke "
                    f"{dialect_of(url)}.",
                    saran=f"Berikan alamat basis data {manifest.dialect} yang kosong.",
                )
            accept = _accept_blobs(Path(work), manifest, blobs_dir)
            if manifest.dialect == "sqlite":
                _into_sqlite(Path(work), manifest, url, accept)
            else:
                _into_postgres(Path(work), manifest, url, accept)
    except OSError as error:
        raise unavailable(
            f"The backup cannot be restored: {error.strerror or error}.",
            "Check disk and rights.",
            pesan=f"Cadangan tidak dapat dipulihkan: {cause_words(error)[0]}.",
            saran="Periksa ruang penyimpanan dan hak akses folder tujuan.",
        ) from error
    return manifest


def _must_be_empty(url: str, blobs_dir: Path) -> None:
    taken = apa = ""
    if blobs_dir.exists() and (not blobs_dir.is_dir() or any(blobs_dir.iterdir())):
        taken, apa = f"The folder {blobs_dir}", f"Folder {blobs_dir}"
    elif dialect_of(url) == "sqlite":
        path = sqlite_path(url)
        if any(path.with_name(path.name + suffix).exists() for suffix in ("", "-wal", "-journal")):
            taken, apa = f"The database {path}", f"Basis data {path}"
    else:
        from kadflow.storage.postgres_connection import connect, place_of  # noqa: PLC0415

        with contextlib.closing(connect(url)) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            ).fetchone()
        if row is None or row[0]:
            taken, apa = f"The database {place_of(url)}", f"Basis data {place_of(url)}"
    if taken:
        raise InvalidInputError(
            f"{taken} is not empty.",
            hint="A backup is restored into an empty place only.",
            pesan=f"{apa} tidak kosong.",
            saran="Cadangan hanya dipulihkan ke tempat yang kosong.",
        )


def _broken(what: str, apa: str, **details: Any) -> HistoryBrokenError:
    return HistoryBrokenError(
        f"The backup cannot be trusted: {what}.",
        hint="Nothing was restored; use another copy.",
        pesan=f"Cadangan ini tidak dapat dipercaya: {apa}.",
        saran="Tidak ada yang dipulihkan; gunakan salinan lain.",
        **details,
    )


def _unpack(file: Path, work: Path) -> Manifest:
    """Write the members to a working folder and hold them against the manifest."""
    found: dict[str, Member] = {}
    stated: bytes | None = None
    try:
        with tarfile.open(file, mode="r|gz") as tar:
            for entry in tar:
                source = tar.extractfile(entry) if entry.isreg() else None
                if source is None or entry.name in found or stated is not None:
                    raise _broken(
                        f"unexpected member {entry.name[:80]!r}",
                        f"ada isi yang tidak dikenal, {entry.name[:80]!r}",
                    )
                if entry.name == MANIFEST:
                    stated = source.read()
                else:
                    found[entry.name] = _save(source, work / _place(entry.name))
        if stated is None:
            raise _broken("it ends before its manifest", "berakhir sebelum daftar isinya")
        manifest = msgspec.json.decode(stated, type=Manifest)
    except (
        tarfile.TarError,
        EOFError,
        gzip.BadGzipFile,
        msgspec.DecodeError,
        ValueError,
    ) as error:
        raise _broken(f"it is cut off or damaged ({error})", "terpotong atau rusak") from error
    except OSError as error:
        if error.errno is None:  # zlib and gzip speak so
            raise _broken(f"it is cut off or damaged ({error})", "terpotong atau rusak") from error
        raise
    if manifest.format != FORMAT:
        raise _broken(
            f"its format {manifest.format} is unknown",
            f"bentuknya ({manifest.format}) tidak dikenal",
        )
    for name in sorted(found.keys() | manifest.members.keys()):
        if found.get(name) != manifest.members.get(name):
            raise _broken(
                f"{name} is not what the manifest says",
                f"{name} tidak sesuai dengan daftar isinya",
                member=name,
            )
    return manifest


def _place(name: str) -> str:
    """A flat, harmless file name for a member; the tar never chooses paths."""
    return hashlib.sha256(name.encode()).hexdigest()


def _save(source: Any, path: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Member(digest.hexdigest(), size)


def _accept_blobs(work: Path, manifest: Manifest, blobs_dir: Path) -> Callable[[], None]:
    """Lay the contents out in the working folder; the returned call moves them into place."""
    staged = Blobs(work / "blobs")
    staged.folder.mkdir(mode=0o700)
    for name in manifest.members:
        if name.startswith("blobs/"):
            _, owner, digest = name.split("/")
            target = staged._path(owner, digest)  # noqa: SLF001 - checks owner and digest
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (work / _place(name)).replace(target)
            flush_folder(target.parent)

    def accept() -> None:
        if blobs_dir.exists():
            blobs_dir.rmdir()
        staged.folder.rename(blobs_dir)
        flush_folder(blobs_dir.parent)

    return accept


def _into_sqlite(work: Path, manifest: Manifest, url: str, accept: Callable[[], None]) -> None:
    from kadflow.storage.schema import migrate  # noqa: PLC0415

    staged = work / _place(SQLITE_FILE)
    with contextlib.closing(sqlite3.connect(staged)) as connection:
        try:
            fine = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            fine = fine and not connection.execute("PRAGMA foreign_key_check").fetchall()
            described = _describe(lambda sql: connection.execute(sql).fetchall()) if fine else None
        except sqlite3.Error as error:
            raise _broken(
                f"the database in it is damaged ({error})", "basis data di dalamnya rusak"
            ) from error
    _compare(manifest, described)
    migrate(f"sqlite:///{staged}")  # newer revisions, and the triggers
    target = sqlite_path(url)
    placed = target.with_name(f".{target.name}.restoring")
    try:
        shutil.move(staged, placed)
        placed.chmod(0o600)
        with placed.open("rb") as file:
            os.fsync(file.fileno())
        accept()
        placed.rename(target)
    finally:
        placed.unlink(missing_ok=True)
    flush_folder(target.parent)


def _into_postgres(work: Path, manifest: Manifest, url: str, accept: Callable[[], None]) -> None:
    from kadflow.storage.schema import migrate, upgrading  # noqa: PLC0415

    with upgrading(url, manifest.revision) as connection:
        driver = connection.connection.driver_connection
        for name in [name for name in _names() if name in manifest.tables]:
            table = manifest.tables[name]
            into = f'COPY "{name}" ({_quoted(table.columns)}) FROM STDIN'
            with driver.cursor() as cursor, cursor.copy(into) as copy:
                for chunk in _read(work / _place(f"tables/{name}.copy")):
                    copy.write(chunk)
        _compare(manifest, _describe(lambda sql: driver.execute(sql).fetchall()))
        accept()
    migrate(url)


def _compare(manifest: Manifest, described: Taken | None) -> None:
    if described is None:
        raise _broken("the database in it is damaged", "basis data di dalamnya rusak")
    revision, tables, _ = described
    if revision != manifest.revision:
        raise _broken(
            f"its revision is {revision}, the manifest says {manifest.revision}",
            f"susunannya {revision}, sedangkan daftar isinya menyebut {manifest.revision}",
        )
    for name, table in manifest.tables.items():
        found = tables.get(name)
        if found is None or found.rows != table.rows:
            raise _broken(
                f"table {name} has {found.rows if found else 'no'} rows, the manifest says "
                f"{table.rows}",
                f"tabel {name} berisi {found.rows if found else 0} baris, sedangkan daftar "
                f"isinya menyebut {table.rows}",
            )


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
