"""Sealing takes content out for ever; everything else stays verifiable."""

from __future__ import annotations

import pytest

from kadflow.errors import InvalidInputError, NotFoundError, ReasonRequiredError
from tests.kadflow.services.history_scenes import SCAN, raw


def everything_in(scene):
    """Every value of every row, as one run of bytes."""
    tables = (
        "agreement", "party", "document", "part", "event", "person", "holder", "notice", "receipt",
        "finding", "deadline", "stream",
    )  # fmt: skip
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        rows = [row for table in tables for row in hand.run(f"SELECT * FROM {table}")]
    return b"\n".join(
        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
        for row in rows
        for value in row
    )


def part_named(scene, text):
    """Stream, number and name of the part that says it."""
    for entry in scene.history.show(scene.number, private=True):
        for part in entry.parts:
            if part.text is not None and text in part.text:
                return entry.stream, entry.number, part.name
    raise AssertionError(text)


def seal(scene, stream, number, part):
    return scene.history.seal(
        stream, number, part, envelope=scene.kadflow.operator(), reason="Permintaan pemilik data"
    )


def test_a_sealed_part_is_gone_everywhere_and_the_record_still_holds(scene):
    note = scene.history.checkpoint()
    text = "Pengelolaan sampah lintas batas"
    stream, number, name = part_named(scene, text)
    assert text.encode() in everything_in(scene)

    sealed = seal(scene, stream, number, name)

    assert text.encode() not in everything_in(scene)
    report = scene.history.verify(rows=True, against=note)
    assert report.ok, str(report)
    assert [(p.stream, p.number, p.name, p.by_number) for p in report.sealed] == [
        (stream, number, name, sealed.number)
    ]
    shown = scene.history.show(scene.number)
    entry = next(each for each in shown if each.number == number)
    assert f"{name}: disegel" in entry.sentence("id")
    assert next(part for part in entry.parts if part.name == name).sealed
    assert shown[-1].kind == "part.sealed"
    assert "Permintaan pemilik data" in shown[-1].sentence("id")
    record = scene.kadflow.agreements.get(scene.number)
    assert not record.terms["title"].held
    assert record.version == sealed.number
    assert scene.history.rebuild().ok


def test_commands_go_on_after_a_sealing(scene):
    stream, number, name = part_named(scene, "Mengurangi timbulan sampah")
    seal(scene, stream, number, name)
    added = scene.kadflow.acting("sleman.coordinator").add_document(
        scene.number, "minutes", b"minutes", filename="ba.pdf"
    )
    assert added.version == scene.kadflow.agreements.get(scene.number).version
    assert scene.history.verify(rows=True).ok


def test_a_note_inside_one_party_can_be_sealed_in_its_private_stream(scene):
    stream, number, name = part_named(scene, "Catatan dalam Bantul")
    assert stream == scene.parties()[1]
    seal(scene, stream, number, name)
    assert b"Catatan dalam Bantul" not in everything_in(scene)
    report = scene.history.verify(scene.number, rows=True)
    assert report.ok, str(report)
    assert report.sealed_count == 1


def test_the_name_of_a_party_a_person_and_a_file_leave_their_rows_too(scene):
    kadflow = scene.kadflow
    stream, number, name = part_named(scene, "rancangan NIK 3404.pdf")
    seal(scene, stream, number, name)
    assert b"rancangan NIK" not in everything_in(scene)
    organisation = kadflow.organisations.get("34.02").id
    added = next(
        entry
        for entry in scene.history.show_stream(organisation)
        if entry.kind == "person.added" and "legal bantul" in {part.text for part in entry.parts}
    )
    seal(scene, organisation, added.number, "name")
    assert b"legal bantul" not in everything_in(scene)
    by_them = [
        e for e in scene.history.show(scene.number, private=True) if e.kind == "decision.made"
    ]
    assert "disegel" in {entry.who.name[0] for entry in by_them}
    assert scene.history.verify(rows=True).ok


def test_sealing_twice_without_reason_or_what_is_not_there_is_refused(scene):
    stream, number, name = part_named(scene, "Pengelolaan sampah lintas batas")
    with pytest.raises(ReasonRequiredError):
        scene.history.seal(stream, number, name, envelope=scene.kadflow.operator(), reason="  ")
    with pytest.raises(NotFoundError):
        seal(scene, stream, number, "nothing")
    with pytest.raises(NotFoundError):
        seal(scene, "nowhere", 1, name)
    seal(scene, stream, number, name)
    before = scene.history.verify().events
    with pytest.raises(InvalidInputError, match="before"):
        seal(scene, stream, number, name)
    assert scene.history.verify().events == before


def test_a_sealed_file_is_removed_and_said_to_be_sealed(scene):
    record = scene.kadflow.agreements.get(scene.number)
    document = record.documents["draft_text"]
    assert scene.kadflow.blobs.verify(scene.agreement, document.digest) == len(SCAN)
    scene.history.seal_document(
        scene.number, document.id, envelope=scene.kadflow.operator(), reason="Memuat NIK"
    )
    assert not scene.kadflow.blobs.has(scene.agreement, document.digest)
    report = scene.history.verify(contents=True, rows=True)
    assert report.ok, str(report)
    assert [part.name for part in report.sealed] == [document.digest]
    assert scene.history.show(scene.number)[-1].kind == "document.sealed"
    with pytest.raises(InvalidInputError, match="before"):
        scene.history.seal_document(
            scene.number, document.id, envelope=scene.kadflow.operator(), reason="Lagi"
        )


def test_a_crash_between_the_event_and_the_removal_is_made_good_by_verification(scene):
    document = scene.kadflow.agreements.get(scene.number).documents["draft_text"]
    scene.history.seal_document(
        scene.number, document.id, envelope=scene.kadflow.operator(), reason="Memuat NIK"
    )
    scene.kadflow.blobs.put(scene.agreement, SCAN)  # as if it had not been removed
    assert scene.history.verify(contents=True).ok
    assert not scene.kadflow.blobs.has(scene.agreement, document.digest)
