"""Verification names what was done to the record past Kadflow."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kadflow.audit.chain import event_digest
from kadflow.errors import HistoryBrokenError
from kadflow.services.history import spreading
from kadflow.services.history.report import Tally
from kadflow.services.history.walking import walk
from kadflow.storage import history
from kadflow.storage.proving import ProofReading
from tests.kadflow.services.history_scenes import raw


def event_at(hand, stream, number):
    columns = "kind, version, agreement, person, office, effective_on, recorded_at, template, digest, body"
    return hand.run(
        f"SELECT {columns} FROM event WHERE stream = ? AND number = ?", stream, number
    )[0]


def put(hand, stream, number, values):
    hand.run(
        "INSERT INTO event (stream, number, kind, version, agreement, person, office, "
        "effective_on, recorded_at, template, digest, body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        stream, number, *values,
    )  # fmt: skip


def change_a_byte(hand, stream):
    body = bytes(event_at(hand, stream, 5)[-1])
    changed = body.replace(b"approve", b"abstain", 1)
    assert changed != body
    hand.run("UPDATE event SET body = ? WHERE stream = ? AND number = 5", changed, stream)


def change_a_byte_and_its_digest(hand, stream):
    body = bytes(event_at(hand, stream, 5)[-1]).replace(b"approve", b"abstain", 1)
    hand.run(
        "UPDATE event SET body = ?, digest = ? WHERE stream = ? AND number = 5",
        body, event_digest(body), stream,
    )  # fmt: skip


def change_a_column(hand, stream):
    hand.run(
        "UPDATE event SET effective_on = ? WHERE stream = ? AND number = 7", "2020-01-01", stream
    )


def remove_an_entry(hand, stream):
    hand.run("DELETE FROM event WHERE stream = ? AND number = 6", stream)


def insert_an_entry(hand, stream):
    length = hand.run("SELECT length FROM stream WHERE id = ?", stream)[0][0]
    put(hand, stream, length + 1, event_at(hand, stream, length))


def swap_two_entries(hand, stream):
    first, second = event_at(hand, stream, 8), event_at(hand, stream, 9)
    hand.run("DELETE FROM event WHERE stream = ? AND number IN (8, 9)", stream)
    put(hand, stream, 8, second)
    put(hand, stream, 9, first)


def cut_the_tail(hand, stream):
    length = hand.run("SELECT length FROM stream WHERE id = ?", stream)[0][0]
    hand.run("DELETE FROM part WHERE stream = ? AND number > ?", stream, length - 2)
    hand.run("DELETE FROM event WHERE stream = ? AND number > ?", stream, length - 2)


def cut_the_tail_and_move_the_head(hand, stream):
    cut_the_tail(hand, stream)
    last, digest, at = hand.run(
        "SELECT number, digest, recorded_at FROM event WHERE stream = ? ORDER BY number DESC LIMIT 1",
        stream,
    )[0]
    hand.run(
        "UPDATE stream SET length = ?, head = ?, recorded_at = ? WHERE id = ?",
        last, digest, at, stream,
    )  # fmt: skip


def swap_two_parts(hand, stream):
    parts = hand.run(
        "SELECT name, salt, content FROM part WHERE stream = ? AND number = 2 ORDER BY name",
        stream,
    )
    (one, salt, content), (other, other_salt, other_content) = parts[0], parts[1]
    for name, new_salt, new_content in ((one, other_salt, other_content), (other, salt, content)):
        hand.run(
            "UPDATE part SET salt = ?, content = ? WHERE stream = ? AND number = 2 AND name = ?",
            new_salt, new_content, stream, name,
        )  # fmt: skip


def empty_a_part(hand, stream):
    hand.run(
        "UPDATE part SET salt = NULL, content = NULL WHERE stream = ? AND number = 2 AND name = ?",
        stream, "title",
    )  # fmt: skip


def claim_a_sealing(hand, stream):
    hand.run(
        "UPDATE part SET salt = NULL, content = NULL, sealed_by = ? "
        "WHERE stream = ? AND number = 2 AND name = ?",
        f"{stream}:3", stream, "title",
    )  # fmt: skip


def remove_a_part(hand, stream):
    hand.run("DELETE FROM part WHERE stream = ? AND number = 2 AND name = ?", stream, "title")


def add_a_part(hand, stream):
    hand.run(
        "INSERT INTO part (stream, number, name, salt, content) VALUES (?, 5, 'extra', ?, ?)",
        stream, b"s" * 32, b"text",
    )  # fmt: skip


def move_the_clock_of_the_head(hand, stream):
    hand.run(
        "UPDATE stream SET recorded_at = ? WHERE id = ?", "2020-01-01T00:00:00.000000Z", stream
    )


DAMAGE = [
    (change_a_byte, "changed", 5),
    (change_a_byte_and_its_digest, "previous", 6),
    (change_a_column, "column", 7),
    (remove_an_entry, "removed", 6),
    (insert_an_entry, "column", None),
    (swap_two_entries, "reordered", 8),
    (cut_the_tail, "truncated", None),
    (swap_two_parts, "part", 2),
    (empty_a_part, "part", 2),
    (claim_a_sealing, "part", 2),
    (remove_a_part, "part", 2),
    (add_a_part, "part", 5),
    (move_the_clock_of_the_head, "column", None),
]


@pytest.mark.parametrize(
    ("damage", "what", "number"), DAMAGE, ids=[each[0].__name__ for each in DAMAGE]
)
def test_what_was_done_by_hand_is_named(scene, damage, what, number):
    stream = scene.agreement
    with raw(scene.kadflow.folder.url) as hand:
        damage(hand, stream)

    report = scene.history.verify()

    if damage is insert_an_entry:
        what = "duplicated"
    assert not report.ok
    assert (report.first.what, report.first.stream) == (what, stream)
    if number is not None:
        assert report.first.number == number
    assert stream in report.sentence("en")
    assert stream in report.sentence("id")
    with pytest.raises(HistoryBrokenError) as caught:
        report.raise_if_broken()
    assert caught.value.details["stream"] == stream
    assert caught.value.details["what"] == what
    assert scene.history.verify(scene.number).first == report.first


def test_an_untouched_record_holds_whole_and_for_one_agreement(scene):
    everything = scene.history.verify(rows=True, contents=True)
    assert everything.ok, str(everything)
    assert everything.rows == 1
    assert everything.contents == 1
    one = scene.history.verify(scene.number, rows=True)
    assert one.ok
    assert one.streams == 3
    shown = scene.history.show(scene.number, private=True)
    assert one.events == len(shown) < everything.events


def test_damage_in_a_private_stream_is_found_and_the_shared_one_holds(scene):
    bantul = scene.parties()[1]
    with raw(scene.kadflow.folder.url) as hand:
        hand.run("DELETE FROM event WHERE stream = ? AND number = 2", bantul)
    report = scene.history.verify(scene.number)
    assert [(each.what, each.stream, each.number) for each in report.findings] == [
        ("removed", bantul, 2)
    ]


def test_a_cut_that_also_moves_the_head_needs_a_checkpoint(scene):
    with raw(scene.kadflow.folder.url) as hand:
        cut_the_tail_and_move_the_head(hand, scene.agreement)
    assert scene.history.verify().ok  # nothing that is left contradicts itself


def test_a_cut_after_a_checkpoint_is_found_even_without_the_note(scene):
    note = scene.history.checkpoint()
    length = scene.kadflow.agreements.get(scene.number).version
    with raw(scene.kadflow.folder.url) as hand:
        cut_the_tail_and_move_the_head(hand, scene.agreement)
    report = scene.history.verify()
    assert (report.first.what, report.first.number) == ("sealed-length", length - 1)
    against = scene.history.verify(against=note)
    lost = [(each.stream, each.number) for each in against.findings if each.what == "lost"]
    assert lost == [(scene.agreement, length - 1), (scene.agreement, length)]


def test_a_removed_stream_is_named_by_its_noun_and_by_a_checkpoint(scene):
    note = scene.history.checkpoint()
    bantul = scene.parties()[1]
    with raw(scene.kadflow.folder.url) as hand:
        for table in ("event", "part"):
            hand.run(f"DELETE FROM {table} WHERE stream = ?", bantul)
        hand.run("DELETE FROM stream WHERE id = ?", bantul)
    report = scene.history.verify()
    assert [(each.what, each.stream, each.field) for each in report.findings] == [
        ("missing", bantul, "party")
    ]
    lost = scene.history.verify(against=note).findings
    assert {each.stream for each in lost if each.what == "lost"} == {bantul}


def test_a_switched_off_trigger_is_named(scene):
    with raw(scene.kadflow.folder.url) as hand:
        pass
    assert scene.history.verify().ok
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        if scene.kadflow.database.dialect == "sqlite":
            hand.run("DROP TRIGGER event_refuses_delete")
        else:
            hand.run("ALTER TABLE event DISABLE TRIGGER ALL")
    report = scene.history.verify()
    assert report.first.what == "trigger"
    assert "event" in report.first.field


def test_a_changed_row_is_found_against_its_replay_and_mended(scene):
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        hand.run("UPDATE agreement SET state = 'completed' WHERE id = ?", scene.agreement)
        hand.run("UPDATE party SET printed_name = 'X' WHERE agreement = ?", scene.agreement)
    assert scene.history.verify().ok  # the record itself is whole
    report = scene.history.verify(rows=True)
    assert {each.field.split(".")[-1] for each in report.findings} == {"state", "printed_name"}
    assert scene.history.rebuild(fix=True).fixed == 1
    assert scene.history.verify(rows=True).ok


def test_a_changed_file_is_named(scene):
    path = next(scene.kadflow.blobs.folder.glob(f"{scene.agreement}/*/*"))
    path.write_bytes(path.read_bytes() + b"x")
    report = scene.history.verify(contents=True)
    assert (report.first.what, report.first.field) == ("content", path.name)
    path.unlink()
    assert scene.history.verify(contents=True).first.found == "none"


def test_several_processes_find_what_one_finds(scene):
    assert scene.history.verify(processes=3) == scene.history.verify(processes=1)
    bantul = scene.parties()[1]
    with raw(scene.kadflow.folder.url) as hand:
        change_a_column(hand, scene.agreement)
        hand.run("DELETE FROM event WHERE stream = ? AND number = 2", bantul)
    alone = scene.history.verify(processes=1)
    assert alone.finding_count == 2
    assert scene.history.verify(processes=3) == alone


def test_helpers_alone_find_what_is_found_here(scene):
    party = scene.parties()[1]
    part = next(
        (entry.number, part.name)
        for entry in scene.history.show_stream(party)
        for part in entry.parts
    )
    scene.history.seal(party, *part, envelope=scene.kadflow.operator(), reason="Permintaan.")
    with raw(scene.kadflow.folder.url) as hand:
        change_a_column(hand, scene.agreement)
    database = scene.kadflow.database
    with database.read() as tx:
        ranges = spreading.ranges_of(tx)
        told = spreading.share_out(database, ranges, 2, lambda _: {})
        assert sorted(told) == list(range(len(ranges)))
        for place, (low, high) in enumerate(ranges):
            tally = Tally()
            walk(ProofReading(tx, history.PROOF), tally, low, high)
            assert told[place] == tally.report()
        assert sum(report.finding_count for report in told.values()) == 1
        assert sum(report.sealed_count for report in told.values()) == 1


def test_what_somebody_took_and_never_told_is_missing_and_not_taken_as_proved(scene):
    database = scene.kadflow.database
    with database.read() as tx:
        ranges = spreading.ranges_of(tx)

    def take_one_and_fail(queue):
        assert os.read(queue, 1) == b"\0"
        return {}

    told = spreading.share_out(database, ranges, 1, take_one_and_fail)
    assert sorted(told) == list(range(1, len(ranges)))


def test_a_record_whose_helpers_fail_is_walked_here(scene, monkeypatch):
    whole = scene.history.verify(processes=1)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert scene.history.verify(processes=3) == whole
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert scene.history.verify(processes=3) == whole


@pytest.mark.parametrize("stream", ["0", "zzz"], ids=["before all streams", "after all streams"])
def test_a_part_of_no_stream_is_named(scene, stream):
    with raw(scene.kadflow.folder.url) as hand:
        hand.run(
            "INSERT INTO part (stream, number, name, salt, content) VALUES (?, 1, 'extra', ?, ?)",
            stream, b"s" * 32, b"text",
        )  # fmt: skip
    report = scene.history.verify()
    assert [(each.what, each.stream, each.field) for each in report.findings] == [
        ("part", stream, "extra")
    ]


def test_a_part_that_is_said_to_be_sealed_and_is_still_there_is_named(scene):
    scene.history.seal(
        scene.agreement, 2, "title", envelope=scene.kadflow.operator(), reason="Atas permintaan."
    )
    assert scene.history.verify().ok
    with raw(scene.kadflow.folder.url) as hand:
        hand.run(
            "UPDATE part SET salt = ?, content = ? WHERE stream = ? AND number = 2 AND name = ?",
            b"s" * 32, b"text", scene.agreement, "title",
        )  # fmt: skip
    report = scene.history.verify()
    assert (report.first.what, report.first.number, report.first.field) == ("part", 2, "title")
    assert report.sealed_count == 1


def test_each_column_of_an_entry_is_compared_with_its_bytes(scene):
    apart = {"stream", "number", "digest", "body"}  # by which rows are found, and the bytes
    for column in (name for name in history.EVENT_COLUMNS if name not in apart):
        place = (scene.agreement, 7)
        change = f"UPDATE event SET {column} = ? WHERE stream = ? AND number = ?"
        with raw(scene.kadflow.folder.url) as hand:
            (stored,) = hand.run(
                f"SELECT {column} FROM event WHERE stream = ? AND number = ?", *place
            )[0]
            hand.run(change, 99 if isinstance(stored, int) else "2019-01-01", *place)
        report = scene.history.verify()
        found = report.first
        assert (found.what, found.stream, found.number) == ("column", *place), column
        assert column in found.field.replace(".", "_"), found.field
        with raw(scene.kadflow.folder.url) as hand:
            hand.run(change, stored, *place)
        assert scene.history.verify().ok, column


def test_a_helper_starts_without_what_only_builds_statements():
    program = "import kadflow.services.history.helping, sys; print('sqlalchemy' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "False"
