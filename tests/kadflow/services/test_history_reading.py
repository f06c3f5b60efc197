"""What was known at an instant, what held on a day, how entries read, and rows from their replay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kadflow.domain.commands import PartySpec, Register
from kadflow.domain.events import LegalDate
from kadflow.domain.wording import KIND_WORDS
from kadflow.errors import InvalidInputError, NotFoundError
from kadflow.services.history.reading import (
    StoredEntry,
    differences,
    entries_of,
    fold_all,
    fold_in_force,
)
from tests.kadflow.services.history_scenes import raw


def paths(found):
    return {each.path for each in found}


def test_as_of_shows_what_was_known_then_and_nothing_later(scene):
    history = scene.history
    assert history.as_of(scene.number, "2026-01-01T00:00:00Z") is None
    day_one = history.as_of(scene.number, datetime(2026, 1, 5, 12, tzinfo=UTC))
    assert (day_one.state, set(day_one.documents), "clauses.1" in day_one.terms) == (
        "draft",
        {"draft_text"},
        False,
    )
    negotiated = history.as_of(scene.number, "2026-01-07T00:00:00+07:00")
    assert negotiated.state == "negotiation"
    assert negotiated.terms["clauses.1"].value == "Para pihak sepakat."
    signed = history.as_of(scene.number, datetime(2026, 12, 31, tzinfo=UTC))
    assert (signed.state, signed.signed_on) == ("in_force", "2026-01-12")
    now = history.as_of(scene.number, scene.clock.now())
    assert now == scene.kadflow.agreements.get(scene.number)
    assert {"state", "signed_on"} <= paths(differences(day_one, now))
    assert differences(now, now) == ()


def test_as_of_at_each_recorded_instant_ends_with_that_entry(scene):
    for entry in scene.history.show(scene.number):
        known = scene.history.as_of(scene.number, entry.recorded_at)
        assert known.version == entry.number


def test_in_force_at_goes_by_the_day_on_which_things_happened(scene):
    history = scene.history
    assert history.in_force_at(scene.number, date(2026, 1, 4)) is None
    assert history.in_force_at(scene.number, "2026-12-31").state == "in_force"
    assert history.in_force_at(scene.number, "2027-01-01").state == "evaluation"


def test_an_agreement_recorded_late_was_not_known_but_in_force(scene):
    """Journey E: a KB of 15 December was recorded on 20 January."""
    kadflow = scene.kadflow
    scene.clock.move_to(datetime(2027, 1, 20, 3, tzinfo=UTC))
    parties = tuple(PartySpec(kadflow.organisations.get(code).id) for code in ("34.04", "34.02"))
    registered = kadflow.agreements.run(
        kadflow.acting("sleman.coordinator").envelope(),
        Register(
            template="standar",
            parties=parties,
            state="in_force",
            reference="arsip:7",
            terms={"title": "KB arsip"},
            signed_on="2026-12-15",
        ),
    )
    last_day = "2026-12-31T23:59:59+07:00"
    known = scene.history.as_of(registered.number, last_day)
    held = scene.history.in_force_at(registered.number, "2026-12-31")
    assert known is None
    assert (held.state, held.signed_on) == ("in_force", "2026-12-15")
    assert "exists" in paths(differences(known, held))
    assert scene.history.in_force_at(registered.number, "2026-12-14") is None
    entry = scene.history.show(registered.number)[0]
    assert entry.late == ("dicatat terlambat 36 hari", "recorded 36 days late")
    assert "dicatat terlambat 36 hari" in entry.sentence("id")


def test_a_decision_recorded_late_counts_from_its_day(scene):
    kadflow = scene.kadflow
    coordinator = kadflow.acting("sleman.coordinator")
    scene.clock.move_to(datetime(2027, 1, 20, 3, tzinfo=UTC))
    opened = coordinator.create(
        "standar",
        ["34.04", "34.02"],
        {
            "title": "Lain",
            "purpose": "Lain",
            "term": {"starts_on": "2027-03-01", "ends_on": "2027-12-31"},
        },
        effective_on="2026-12-14",
    )
    coordinator.act(opened.number, "submit_proposal", effective_on="2026-12-14")
    kadflow.acting("sleman.head").decide(opened.number, "approve", effective_on="2026-12-15")
    before = scene.history.in_force_at(opened.number, "2026-12-14")
    after = scene.history.in_force_at(opened.number, "2026-12-31")
    assert (before.state, after.state) == ("draft", "negotiation")
    assert scene.history.as_of(opened.number, "2026-12-31T23:59:59Z") is None


def test_what_cannot_be_asked_is_refused_in_words(scene):
    with pytest.raises(InvalidInputError, match="not a date"):
        scene.history.in_force_at(scene.number, "31-12-2026")
    with pytest.raises(InvalidInputError, match="zone"):
        scene.history.as_of(scene.number, datetime(2026, 1, 1))  # noqa: DTZ001 - the point
    with pytest.raises(NotFoundError):
        scene.history.show("KSD-1999-000001")


@pytest.fixture
def entries(scene):
    with scene.kadflow.database.read() as tx:
        return list(entries_of(tx, scene.agreement))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_in_force_never_crashes_whatever_took_effect_when(entries, data):
    """Every event may have any effective date, as late recording brings about."""
    first = date(2026, 1, 1)
    shifts = data.draw(st.lists(st.integers(0, 40), min_size=len(entries), max_size=len(entries)))
    day = data.draw(st.integers(-1, 41))
    moved = [
        StoredEntry(
            msgspec.structs.replace(
                entry.event,
                effective_on=LegalDate((first + timedelta(days=shift)).isoformat()),
            ),
            entry.parts,
        )
        for entry, shift in zip(entries, shifts, strict=True)
    ]
    wanted = (first + timedelta(days=day)).isoformat()
    record, skipped = fold_in_force(moved, wanted)
    due = {each.event.number for each in moved if each.event.effective_on.date <= wanted}
    assert set(skipped) <= due
    if record is None:
        assert 1 not in due
    else:
        assert record.version in due - set(skipped)
    if len(due) == len(moved):
        assert skipped == ()
        assert record == fold_all(moved)


def test_entries_read_as_sentences_with_who_for_whom_and_why(scene):
    shown = scene.history.show(scene.number)
    assert [entry.number for entry in shown] == list(range(1, len(shown) + 1))
    assert all(entry.kind in KIND_WORDS for entry in shown)
    approval = next(e for e in shown if e.kind == "answer.given" and e.data["gate"] == "proposal")
    assert approval.title == (
        "Jawaban pihak diberikan (proposal): setuju",
        "Answer of a party given (proposal): approved",
    )
    assert approval.who.name[0] == "head sleman"
    assert approval.who.office == ("Kepala, Kabupaten Sleman", "Head, Kabupaten Sleman")
    assert approval.who.capacity == ("pejabat definitif", "definitive holder")
    assert any(fact.source for fact in approval.facts)
    assert "Baik" in {part.text for part in approval.parts}
    assert approval.late is None
    outward = [e for e in shown if e.kind == "answer.given" and e.data["gate"] == "text_agreed"]
    assert {e.who.name[0] for e in outward} == {"Kabupaten Sleman", "Kabupaten Bantul"}


def test_private_entries_are_shown_only_where_asked_for(scene):
    shared = scene.history.show(scene.number)
    assert all(entry.party is None for entry in shared)
    assert "Catatan dalam Bantul" not in str(shared)
    bantul = scene.parties()[1]
    own = scene.history.show(scene.number, parties=frozenset({bantul}))
    assert {entry.party for entry in own} == {None, bantul}
    assert "Catatan dalam Bantul" in str(own)
    times = [entry.recorded_at for entry in own]
    assert times == sorted(times)


def test_rows_equal_their_replay_after_a_whole_course(scene):
    report = scene.history.rebuild()
    assert report.ok, report.differences
    assert report.agreements == 1


def test_a_damaged_row_is_named_by_column_and_rewritten_byte_for_byte(scene):
    select = "SELECT record FROM agreement WHERE id = ?"
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        before = bytes(hand.run(select, scene.agreement)[0][0])
        hand.run("UPDATE agreement SET record = ?, version = 99", b"{}")
        hand.run("UPDATE party SET record = ? WHERE id = ?", b"{}", scene.parties()[0])
        hand.run("DELETE FROM decision")
    report = scene.history.rebuild(scene.number)
    named = {(each.row.split()[0], each.column) for each in report.differences}
    assert {("agreement", "record"), ("agreement", "version"), ("party", "record")} <= named
    assert ("decision", "") in named
    scene.history.rebuild(fix=True)
    with raw(scene.kadflow.folder.url, unprotected=False) as hand:
        assert bytes(hand.run(select, scene.agreement)[0][0]) == before
    assert scene.history.rebuild().ok
