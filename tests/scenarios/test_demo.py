"""The demo, played on both databases: whole agreements through the public face only."""

from __future__ import annotations

import pytest

from kadflow.demo import play
from kadflow.storage.agreements import agreement_row, all_agreements
from tests import postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def played(request, tmp_path):
    """The finished exercise and what it said."""
    url = None
    databases: postgres.Databases | None = None
    if request.param == "postgresql":
        databases = request.getfixturevalue("postgres_databases")
        url = databases.server.url(databases.create())
    lines: list[tuple[str, str]] = []
    stage = play(
        tmp_path / "demo", lambda mark, line: lines.append((mark, line)), database_url=url
    )
    yield stage, lines
    stage.kadflow.close()


def test_both_example_agreements_pass_through_all_five_stages_to_their_end(played):
    stage, _ = played

    ended = [
        row for row in stage.kadflow.agreements.page(text="contoh") if row["state"] == "ended"
    ]

    assert len(ended) == 2
    assert {len(row["parties"]) for row in ended} == {2, 5}


def test_the_story_tells_every_refusal_with_what_to_do(played):
    _, lines = played

    refused = [line for mark, line in lines if mark == "✗"]

    assert len(refused) == 5
    assert any("65(5)" in line for line in refused)


def test_the_reminders_of_a_year_leave_on_their_days_and_once(played):
    stage, lines = played

    days = [lines[place - 1][1] for place, (mark, _) in enumerate(lines) if mark == "✉"]
    texts = [line for mark, line in lines if mark == "✉"]

    assert days == ["2027-01-30", "2027-03-01", "2027-03-31", "2027-04-23", "2027-04-30"]
    assert all(line.count("Pejabat contoh") == 4 for line in texts)
    assert texts[0].startswith("90 hari lagi")
    assert "5 hari kerja lagi" in texts[3]
    assert stage.kadflow.deliveries.plan().made == 0


def test_the_amendment_changed_the_parent_in_the_parents_own_history(played):
    stage, _ = played

    record = next(
        stage.kadflow.agreements.get(row["number"])
        for row in stage.kadflow.agreements.page(text="sampah lintas batas")
    )

    assert record.terms["clauses.2"].value.startswith("Sampah diolah di TPST kedua pihak")
    assert [child.purpose for child in record.children if child.concluded] == ["amend"]


def test_every_row_has_a_record_of_the_version_that_its_column_says(played):
    stage, _ = played

    with stage.kadflow.database.read() as tx:
        for agreement in list(all_agreements(tx)):
            row = agreement_row(tx, agreement)
            assert row is not None
            assert stage.kadflow.agreements.get(agreement).version == row[4]
