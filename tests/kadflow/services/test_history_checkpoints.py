"""The tree over all events: signed, grown, kept by others, and held against the record."""

from __future__ import annotations

import stat
import threading

import pytest

from kadflow.audit.notes import Checkpoint, SignerKey, parse_note, sign_note, verify_note
from kadflow.audit.tree import tree_root
from kadflow.errors import (
    HistoryBrokenError,
    InvalidInputError,
    NoteUntrustedError,
    SignatureInvalidError,
)
from kadflow.services.history.service import HistoryService
from tests.kadflow.services.history_scenes import raw


def checkpoint_in(note):
    return Checkpoint.parse(parse_note(note).text)


def count(scene, table):
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        return hand.run(f"SELECT count(*) FROM {table}")[0][0]


def test_a_checkpoint_covers_every_event_once_and_comes_again_when_nothing_is_new(scene):
    note = scene.history.checkpoint()
    sealed = checkpoint_in(note)
    assert sealed.size == count(scene, "event")
    assert sealed.origin == f"kadflow/{sealed.origin.partition('/')[2]}"
    assert sealed.epoch == 1
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        leaves = hand.run("SELECT position, digest FROM leaf ORDER BY position")
    assert [row[0] for row in leaves] == list(range(sealed.size))
    assert tree_root(bytes.fromhex(row[1]) for row in leaves) == sealed.root
    assert scene.history.checkpoint() == note
    assert scene.history.last_note() == note


def test_later_events_get_later_leaves_and_old_notes_stay_provable(scene):
    first = scene.history.checkpoint()
    scene.kadflow.acting("sleman.coordinator").create(
        "standar", ["34.04", "34.02"], {"title": "B"}
    )
    second = scene.history.checkpoint()
    assert checkpoint_in(second).size > checkpoint_in(first).size
    for note in (first, second):
        report = scene.history.verify(against=note)
        assert report.ok, str(report)
        assert report.witness.size == checkpoint_in(note).size


def test_an_event_committed_late_with_an_early_time_still_gets_its_leaf(scene):
    """As on PostgreSQL, where commits do not follow ``recorded_at``."""
    scene.clock.advance(days=10)
    scene.kadflow.acting("sleman.coordinator").create(
        "standar", ["34.04", "34.02"], {"title": "B"}
    )
    scene.history.checkpoint()
    scene.clock.advance(days=-9)
    late = scene.kadflow.acting("bantul.coordinator").create(
        "standar", ["34.02", "34.04"], {"title": "C"}
    )
    sealed = checkpoint_in(scene.history.checkpoint())
    assert sealed.size == count(scene, "event") == count(scene, "leaf")
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        last = hand.run("SELECT stream FROM leaf ORDER BY position DESC LIMIT 1")[0][0]
    assert last == late.agreement


def test_two_sealers_at_once_make_one_tree(scene):
    other = HistoryService(
        scene.kadflow.database,
        scene.clock,
        scene.kadflow.templates,
        scene.kadflow.installation,
        scene.kadflow.folder.key,
    )
    start = threading.Barrier(2)
    notes = []

    def seal(service):
        start.wait()
        notes.append(service.checkpoint())

    threads = [threading.Thread(target=seal, args=(each,)) for each in (scene.history, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert notes[0] == notes[1]
    assert count(scene, "checkpoint") == 1
    assert count(scene, "leaf") == count(scene, "event")
    assert scene.history.verify(against=notes[0]).ok


def test_the_key_is_private_and_outside_the_database(scene):
    scene.history.checkpoint()
    path = scene.kadflow.folder.key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    secret = path.read_text()
    assert SignerKey.parse(secret).verifier == SignerKey.parse(secret).verifier
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        bodies = b"".join(bytes(row[0]) for row in hand.run("SELECT body FROM event"))
    assert secret.strip().encode() not in bodies
    assert scene.history.verifier_key().encode() in bodies


def test_a_note_by_a_stranger_or_changed_after_signing_proves_nothing(scene):
    note = scene.history.checkpoint()
    own = checkpoint_in(note)
    stranger = SignerKey(own.origin, b"\x07" * 32)
    forged = str(sign_note(own.text(), stranger))
    report = scene.history.verify(against=forged)
    assert report.first.what == "note-untrusted"
    with pytest.raises(NoteUntrustedError):
        report.raise_if_broken()
    report = scene.history.verify(against=note.replace("epoch 1", "epoch 2"))
    assert report.first.what == "signature-invalid"
    with pytest.raises(SignatureInvalidError):
        report.raise_if_broken()
    with pytest.raises(InvalidInputError):
        scene.history.verify(against="not a note")


def test_an_auditor_trusts_only_the_key_that_they_brought(scene):
    note = scene.history.checkpoint()
    key = scene.history.verifier_key()
    assert scene.history.verify(against=note, keys=[key]).ok
    stranger = str(SignerKey(checkpoint_in(note).origin, b"\x07" * 32).verifier)
    assert scene.history.verify(against=note, keys=[stranger]).first.what == "note-untrusted"


def test_a_rotated_key_signs_from_then_on_and_old_notes_stay_valid(scene):
    old_note = scene.history.checkpoint()
    old_key = scene.history.verifier_key()
    new_key = scene.history.rotate_key()
    assert new_key == scene.history.verifier_key() != old_key
    new_note = scene.history.checkpoint()
    assert scene.history.verify(against=old_note).ok
    assert scene.history.verify(against=new_note).ok
    assert scene.history.verify(against=new_note, keys=[old_key]).first.what == "note-untrusted"
    installation = checkpoint_in(new_note).origin.partition("/")[2]
    told = [e.data for e in scene.history.show_stream(installation) if e.kind == "key.introduced"]
    assert [(each["key"], each["cause"]) for each in told] == [
        (old_key, "first"),
        (new_key, "rotated"),
    ]
    assert told[1]["before"] == old_key


def test_a_rotation_that_a_crash_interrupted_is_finished(scene):
    scene.history.checkpoint()
    path = scene.kadflow.folder.key
    old = path.read_text()
    new_key = scene.history.rotate_key()
    path.with_name(path.name + ".next").write_text(path.read_text())
    path.write_text(old)  # as if the machine had stopped between the event and the rename
    note = scene.history.checkpoint()
    assert scene.history.verifier_key() == new_key
    assert scene.history.verify(against=note, keys=[new_key]).ok


def test_a_lost_key_is_replaced_and_the_record_says_so(scene):
    scene.history.checkpoint()
    scene.kadflow.folder.key.unlink()
    note = scene.history.checkpoint()
    installation = checkpoint_in(note).origin.partition("/")[2]
    told = [e.data for e in scene.history.show_stream(installation) if e.kind == "key.introduced"]
    assert [each["cause"] for each in told] == ["first", "replaced"]
    assert scene.history.verify(against=note).ok


def test_a_changed_leaf_or_a_forged_history_does_not_have_the_signed_root(scene):
    note = scene.history.checkpoint()
    with raw(scene.kadflow.folder.url) as hand:
        hand.run("UPDATE leaf SET digest = ? WHERE position = 3", "0" * 64)
    report = scene.history.verify(against=note)
    assert not report.ok
    assert not report.witness.ok


def test_a_removed_leaf_is_refused_by_the_sealer_and_named_by_the_note(scene):
    note = scene.history.checkpoint()
    size = checkpoint_in(note).size
    with raw(scene.kadflow.folder.url) as hand:
        hand.run("DELETE FROM leaf WHERE position = ?", size - 1)
    assert scene.history.verify(against=note).witness.first_missing == size - 1
    with pytest.raises(HistoryBrokenError, match="leaves"):
        scene.history.checkpoint()


def test_others_verify_the_note_with_the_published_key_alone(scene):
    from kadflow.audit.notes import VerifierKey  # noqa: PLC0415 - what an outsider needs

    note = scene.history.checkpoint()
    assert verify_note(note, [VerifierKey.parse(scene.history.verifier_key())])
