"""New versions of shipped workflows: published once, never over an installation's own."""

from __future__ import annotations

from kadflow.services.shipped_workflows import ShippedReport, publish_shipped
from kadflow.services.templates import shipped_texts
from tests.scenarios.staging import Exercise, built_postgres, built_sqlite, either, exercise

__all__ = ["built_postgres", "built_sqlite", "either", "exercise"]


def changed(key: str = "standar", mark: str = "versi berikutnya") -> dict[str, str]:
    """The shipped workflows as a later Kadflow might bring them: one of them changed."""
    texts = shipped_texts()
    before = texts[key]
    title = next(line for line in before.splitlines() if line.startswith("summary:"))
    place = before.index(title)
    texts[key] = before[:place] + before[place:].replace("id: ", f"id: ({mark}) ", 1)
    return texts


def publish(exercise: Exercise, texts: dict[str, str], **how: bool) -> ShippedReport:
    return publish_shipped(exercise.kadflow.database, exercise.kadflow.templates, texts, **how)


def test_nothing_is_published_where_nothing_changed(either: Exercise):
    before = either.kadflow.templates.published()
    assert publish(either, shipped_texts()) == ShippedReport()
    assert either.kadflow.templates.published() == before


def test_a_changed_workflow_becomes_a_new_version_once_and_running_agreements_keep_theirs(
    either: Exercise,
):
    running = either.opened("standar").number
    old = either.record(running).template
    last = either.kadflow.templates.get("standar")[0]["version"]

    assert publish(either, changed()) == ShippedReport(published=(f"standar@{last + 1}",))
    assert publish(either, changed()) == ShippedReport()

    fresh = either.opened("standar").number
    assert either.record(running).template == old
    assert either.record(fresh).template != old
    either.by("sleman.coordinator").act(running, "submit_proposal")
    assert either.kadflow.history.verify().ok


def test_an_own_version_is_left_alone_and_the_shipped_one_offered(exercise: Exercise):
    own = changed(mark="versi Sleman")["standar"]
    exercise.kadflow.templates.publish(own, envelope=exercise.kadflow.operator())
    digest = exercise.kadflow.templates.get("standar")[0]["digest"]

    assert publish(exercise, changed()) == ShippedReport(offered=("standar",))
    assert exercise.kadflow.templates.get("standar")[0]["digest"] == digest

    (told,) = publish(exercise, changed(), in_place_of_own=True).published
    assert told.startswith("standar@")
    assert exercise.kadflow.templates.get("standar")[0]["digest"] != digest
