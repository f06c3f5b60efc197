from __future__ import annotations

from typing import Any

import pytest

from kadflow.audit.versions import Upcasters, upcast
from tests.kadflow.audit.histories import draft, record


def registry() -> Upcasters:
    steps = Upcasters()

    @steps.register("terms.edited", 1)
    def name_the_path(data: dict[str, Any]) -> dict[str, Any]:
        return {"paths": [data["path"]]}

    @steps.register("terms.edited", 2)
    def count_the_paths(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "count": len(data["paths"])}

    return steps


def test_an_old_version_climbs_to_the_newest_one_step_at_a_time() -> None:
    (old, middle), _ = record(
        [
            draft("terms.edited", data={"path": "a"}),
            draft("terms.edited", version=2, data={"paths": ["a", "b"]}),
        ]
    )
    steps = registry()
    assert steps.upcast(old.event).data == {"paths": ["a"], "count": 1}
    assert steps.upcast(middle.event).data == {"paths": ["a", "b"], "count": 2}
    assert steps.upcast(old.event).version == steps.upcast(middle.event).version == 3


def test_reading_an_old_version_changes_neither_the_event_nor_its_place() -> None:
    (old,), _ = record([draft("terms.edited", data={"path": "a"})])
    read = registry().upcast(old.event)
    assert old.event.data == {"path": "a"}
    assert (read.number, read.previous, read.stream) == (
        old.event.number, old.event.previous, old.event.stream,
    )  # fmt: skip


def test_a_version_for_which_nothing_is_registered_is_read_as_it_is() -> None:
    (entry,), _ = record([draft("gate.opened", data={"gate": "legal"})])
    assert registry().upcast(entry.event) is entry.event
    assert upcast(entry.event) is entry.event


def test_two_readings_of_one_version_are_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="already has an upcaster"):
        registry().register("terms.edited", 1)(lambda data: data)
