from __future__ import annotations

import gzip
import io
import tarfile
import threading

import msgspec
import psycopg
import pytest

from kadflow.errors import (
    HistoryBrokenError,
    InvalidInputError,
    NotFoundError,
    StorageUnavailableError,
)
from kadflow.storage import tables as t
from kadflow.storage.backup import Manifest, backup, restore
from kadflow.storage.blobs import Blobs
from kadflow.storage.schema import check_triggers, current_revision
from kadflow.storage.sessions import Database, sqlite_path
from kadflow.storage.statements import Statement, insert
from tests.kadflow.storage import rows

ADD_BLOB = Statement(insert(t.blob))
ODD = b"\x00\\.\n\t\\N\xff" * 50


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "blobs")


@pytest.fixture
def filled(database, blobs):
    """A database with rows of several tables and two contents."""
    stored = blobs.put("agreement-1", b"signed scan" * 5000)
    blobs.put("party-2", b"")

    def work(transaction):
        transaction.many(
            rows.ADD_STREAM, [rows.stream(name) for name in ("a", "b", "tab\there\\N")]
        )
        transaction.run(rows.ADD_EVENT, **rows.event("a", 1, body=ODD))
        rows.append(transaction, "b")
        transaction.run(
            ADD_BLOB, owner=stored.owner, digest=stored.digest, size=stored.size, sealed_by=None
        )

    database.write(work)
    return database


@pytest.fixture
def empty_place(filled, request, tmp_path):
    """URL of an empty place of the same kind."""
    if filled.dialect == "sqlite":
        yield f"sqlite:///{tmp_path}/restored/kadflow.db"
        return
    databases = request.getfixturevalue("postgres_databases")
    name = databases.create(empty=True)
    yield databases.server.url(name)
    databases.drop(name)


def nothing_there(url):
    if url.startswith("sqlite"):
        folder = sqlite_path(url).parent
        return not folder.exists() or list(folder.iterdir()) == []
    with psycopg.connect(url) as connection:
        sql = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        return connection.execute(sql).fetchone() == (0,)


def everything(database):
    with database.read() as transaction:
        return {
            table.name: sorted(transaction.all(Statement(table.select())), key=repr)
            for table in t.metadata.sorted_tables
        }


def rewrite(source, target, change):
    """The same backup with its members changed: ``change(name, bytes)`` -> bytes, or None."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            data = change(entry.name, old.extractfile(entry).read())
            if data is not None:
                entry.size = len(data)
                new.addfile(entry, io.BytesIO(data))
    return target


def test_everything_comes_back_as_it_was(filled, blobs, empty_place, tmp_path):
    taken = backup(filled, blobs, tmp_path / "backup.tar.gz")
    place = tmp_path / "restored" / "blobs"
    assert restore(tmp_path / "backup.tar.gz", empty_place, place) == taken
    assert taken.missing == taken.damaged == []
    assert taken.tables["stream"].rows == 3
    assert current_revision(empty_place) == taken.revision
    with Database.open(empty_place) as again:
        assert everything(again) == everything(filled)
        check_triggers(again)
        assert again.write(lambda transaction: rows.append(transaction, "b")) == 2
    assert list(Blobs(place).every()) == list(blobs.every())
    for blob in Blobs(place).every():
        Blobs(place).verify(blob.owner, blob.digest)
    assert not [path for path in (tmp_path / "restored").iterdir() if path.name.startswith(".")]


def test_an_empty_folder_for_contents_is_fine(filled, blobs, empty_place, tmp_path):
    backup(filled, blobs, tmp_path / "backup")
    (tmp_path / "there").mkdir()
    restore(tmp_path / "backup", empty_place, tmp_path / "there")
    assert len(list(Blobs(tmp_path / "there").every())) == 2


def test_a_backup_shows_one_moment_while_commands_go_on(filled, blobs, empty_place, tmp_path):
    stop = threading.Event()

    def work():
        while not stop.is_set():
            filled.write(lambda transaction: rows.append(transaction, "b"))

    busy = threading.Thread(target=work)
    busy.start()
    try:
        backup(filled, blobs, tmp_path / "backup")
    finally:
        stop.set()
        busy.join(30)
    restore(tmp_path / "backup", empty_place, tmp_path / "restored-blobs")
    with Database.open(empty_place) as again, again.read() as transaction:
        length = transaction.one(rows.STREAM, id="b")[0]
        assert len(transaction.all(rows.EVENTS, stream="b")) == length
        assert transaction.one(rows.COUNT_NOTICES) == (3 * length,)


def test_contents_that_are_missing_or_damaged_are_named(filled, blobs, tmp_path):
    first, second = blobs.every()
    blobs._path(second.owner, second.digest).write_bytes(b"changed")
    blobs.remove(first.owner, first.digest)
    taken = backup(filled, blobs, tmp_path / "backup")
    assert taken.missing == [f"{first.owner}/{first.digest}"]
    assert taken.damaged == [f"{second.owner}/{second.digest}"]


def test_an_existing_file_is_never_overwritten(filled, blobs, tmp_path):
    (tmp_path / "backup").write_text("precious")
    with pytest.raises(InvalidInputError, match="exists already"):
        backup(filled, blobs, tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "precious"


def test_a_target_that_cannot_be_written_is_told(filled, blobs, tmp_path):
    with pytest.raises(StorageUnavailableError, match="cannot be written"):
        backup(filled, blobs, tmp_path / "nowhere" / "backup")


@pytest.mark.parametrize("full", ["database", "blobs"])
def test_only_an_empty_place_is_restored_into(filled, blobs, empty_place, tmp_path, full):
    backup(filled, blobs, tmp_path / "backup")
    before = everything(filled)
    url, folder = (
        (filled.url, tmp_path / "new") if full == "database" else (empty_place, blobs.folder)
    )
    with pytest.raises(InvalidInputError, match="is not empty"):
        restore(tmp_path / "backup", url, folder)
    assert everything(filled) == before
    assert len(list(blobs.every())) == 2


def cut(source, target):
    target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])


def flipped(source, target):
    data = bytearray(gzip.decompress(source.read_bytes()))
    data[data.index(b"signed scan") + 3] ^= 1
    target.write_bytes(gzip.compress(bytes(data)))


def flipped_raw(source, target):
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(bytes(data))


def without_content(source, target):
    rewrite(source, target, lambda name, data: None if "agreement-1" in name else data)


def with_stowaway(source, target):
    rewrite(source, target, lambda _, data: data)
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        stranger = tarfile.TarInfo("../../etc/cron.d/x")
        stranger.size = 1
        new.addfile(stranger, io.BytesIO(b"x"))
        for entry in old:
            new.addfile(entry, old.extractfile(entry))


def without_manifest(source, target):
    rewrite(source, target, lambda name, data: None if name == "manifest.json" else data)


def fewer_rows(source, target):
    def change(name, data):
        if name != "manifest.json":
            return data
        manifest = msgspec.json.decode(data, type=Manifest)
        tables = {**manifest.tables}
        tables["stream"] = msgspec.structs.replace(tables["stream"], rows=99)
        return msgspec.json.encode(msgspec.structs.replace(manifest, tables=tables))

    rewrite(source, target, change)


def no_backup(_, target):
    target.write_bytes(b"hello")


@pytest.mark.parametrize(
    "harm",
    [
        cut,
        flipped,
        flipped_raw,
        without_content,
        with_stowaway,
        without_manifest,
        fewer_rows,
        no_backup,
    ],
    ids=lambda harm: harm.__name__,
)
def test_a_backup_that_was_harmed_is_refused_and_nothing_is_left(
    filled, blobs, empty_place, tmp_path, harm
):
    backup(filled, blobs, tmp_path / "backup")
    harm(tmp_path / "backup", tmp_path / "harmed")
    place = tmp_path / "restored" / "blobs"
    with pytest.raises(HistoryBrokenError, match="cannot be trusted"):
        restore(tmp_path / "harmed", empty_place, place)
    assert nothing_there(empty_place)
    assert not place.exists()
    restore(tmp_path / "backup", empty_place, place)


def test_a_backup_goes_back_into_its_own_kind_only(filled, blobs, tmp_path, request):
    backup(filled, blobs, tmp_path / "backup")
    if filled.dialect == "sqlite":
        databases = request.getfixturevalue("postgres_databases")
        other = databases.server.url(databases.create(empty=True))
    else:
        other = f"sqlite:///{tmp_path}/other/kadflow.db"
    with pytest.raises(InvalidInputError, match="cannot go into"):
        restore(tmp_path / "backup", other, tmp_path / "restored")
    assert nothing_there(other)
    if filled.dialect == "sqlite":
        databases.drop(other.split("/")[3].split("?")[0])


def test_a_backup_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFoundError, match="no backup at"):
        restore(tmp_path / "none", f"sqlite:///{tmp_path}/x.db", tmp_path / "blobs")
