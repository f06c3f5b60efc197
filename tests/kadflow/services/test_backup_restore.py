"""A whole installation in one file, and back: verified, in a new epoch, held until released."""

from __future__ import annotations

import pytest
from psycopg.sql import SQL, Identifier

from kadflow.app import Kadflow
from kadflow.audit.notes import Checkpoint, parse_note
from kadflow.domain.clock import ExerciseClock
from kadflow.errors import HistoryBrokenError, InvalidInputError, NotFoundError
from kadflow.services.keeping import restore
from tests.kadflow.services.history_scenes import open_scene, raw


@pytest.fixture
def place(scene, request, tmp_path):
    """Folder and URL of an empty place of the same kind of database."""
    folder = tmp_path / "restored"
    if scene.kadflow.database.dialect == "sqlite":
        yield folder, f"sqlite:///{folder / 'kadflow.db'}"
        return
    databases = request.getfixturevalue("postgres_databases")
    name = databases.create(empty=True)
    yield folder, databases.server.url(name)
    databases._execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def bring_back(scene, place, file, **more):
    folder, url = place
    return restore(
        file,
        url=url,
        blobs_dir=folder / "blobs",
        key_path=folder / "keys" / "checkpoint.key",
        clock=scene.clock,
        **more,
    )


def reopen(scene, place):
    folder, url = place
    database_url = None if url.startswith("sqlite") else url
    clock = ExerciseClock(scene.clock.now())
    return open_scene(
        Kadflow.open(folder, database_url=database_url, clock=clock), clock, scene.number
    )


def test_everything_comes_back_verified_in_a_new_epoch_and_held(scene, place, tmp_path):
    backed = scene.keeping.backup(tmp_path / "backup.tar.gz")
    assert (backed.contents, backed.missing, backed.damaged) == (1, (), ())
    assert not scene.keeping.held()

    report = bring_back(scene, place, backed.path)

    assert report.ok, str(report.history)
    assert (report.epoch, report.checkpoint, report.lost) == (2, backed.note, 0)
    assert report.history.contents == 1
    restored = reopen(scene, place)
    try:
        assert restored.kadflow.agreements.get(scene.number) == scene.kadflow.agreements.get(
            scene.number
        )
        assert restored.history.verify(against=backed.note, rows=True, contents=True).ok
        assert restored.keeping.held()
        assert restored.keeping.epoch() == 2
        note = restored.history.checkpoint()
        sealed = Checkpoint.parse(parse_note(note).text)
        assert sealed.epoch == 2
        assert sealed.size > Checkpoint.parse(parse_note(backed.note).text).size
        told = restored.history.show_stream(sealed.origin.partition("/")[2])
        event = next(entry for entry in told if entry.kind == "installation.restored")
        assert (
            event.data["checkpoint"]["size"] == Checkpoint.parse(parse_note(backed.note).text).size
        )
        assert event.data["lost"] == 0
        restored.keeping.release(restored.kadflow.operator())
        assert not restored.keeping.held()
        with pytest.raises(InvalidInputError):
            restored.keeping.release(restored.kadflow.operator())
        assert restored.history.verify(rows=True, contents=True).ok
    finally:
        restored.close()


def test_the_signing_key_is_not_in_the_backup_and_a_new_one_is_introduced(scene, place, tmp_path):
    backed = scene.keeping.backup(tmp_path / "backup.tar.gz")
    old = scene.history.verifier_key()
    bring_back(scene, place, backed.path)
    folder, _ = place
    assert not (folder / "keys").exists()
    restored = reopen(scene, place)
    try:
        restored.history.checkpoint()
        assert restored.history.verifier_key() != old
        assert restored.history.verify(against=backed.note).ok  # the old key stays known
    finally:
        restored.close()


def test_what_a_newer_checkpoint_covers_beyond_the_backup_is_counted_as_lost(
    scene, place, tmp_path
):
    backed = scene.keeping.backup(tmp_path / "backup.tar.gz")
    scene.kadflow.acting("sleman.coordinator").create(
        "standar", ["34.04", "34.02"], {"title": "B"}
    )
    newest = scene.history.checkpoint()
    sizes = [Checkpoint.parse(parse_note(note).text).size for note in (backed.note, newest)]
    report = bring_back(scene, place, backed.path, against=newest)
    assert not report.ok
    assert report.lost == sizes[1] - sizes[0] > 0
    restored = reopen(scene, place)
    try:
        assert restored.keeping.held()
    finally:
        restored.close()


def test_a_backup_of_a_broken_record_comes_back_named_and_held(scene, place, tmp_path):
    with raw(scene.kadflow.folder.url) as hand:
        hand.run("DELETE FROM event WHERE stream = ? AND number = 6", scene.agreement)
    backed = scene.keeping.backup(tmp_path / "backup.tar.gz")
    report = bring_back(scene, place, backed.path)
    assert (report.history.first.what, report.history.first.number) == ("removed", 6)
    with pytest.raises(HistoryBrokenError):
        report.history.raise_if_broken()


def test_a_place_that_is_not_empty_a_missing_file_and_an_existing_target_are_refused(
    scene, place, tmp_path
):
    backed = scene.keeping.backup(tmp_path / "backup.tar.gz")
    with pytest.raises(InvalidInputError, match="exists"):
        scene.keeping.backup(backed.path)
    with pytest.raises(NotFoundError):
        bring_back(scene, place, tmp_path / "nothing")
    bring_back(scene, place, backed.path)
    with pytest.raises(InvalidInputError, match="not empty"):
        bring_back(scene, place, backed.path)
