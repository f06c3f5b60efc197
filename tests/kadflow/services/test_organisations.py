"""Offices, holders, mandates, chains and borders: each change by a letter, each an event."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import pytest

from kadflow.domain.commands import Envelope
from kadflow.domain.events import LegalDate
from kadflow.errors import (
    ConcurrentChangeError,
    InvalidInputError,
    KadflowError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
)
from tests.scenarios.staging import Exercise, built_postgres, built_sqlite, either

__all__ = ["built_postgres", "built_sqlite", "either"]


def appoint(either: Exercise, **how: Any) -> str:
    values: dict[str, Any] = {
        "office": either.office("bantul/head"),
        "person": either.person("bantul.secretary"),
        "capacity": "plt",
        "from_on": "2026-01-01",
        "to_on": "2026-03-31",
        "letter": "SP 800/1",
    }
    return either.kadflow.organisations.appoint(either.kadflow.operator(), **{**values, **how})


def last(either: Exercise, short: str = "bantul") -> Any:
    return either.events(either.organisation(short))[-1]


def test_an_appointment_is_an_event_of_its_organisation_with_the_letter_beside_it(
    either: Exercise,
):
    holding = appoint(either)

    event = last(either)
    assert (event.kind, event.data["holder"], event.data["capacity"]) == (
        "holder.appointed", holding, "plt",
    )  # fmt: skip
    assert [part.name for part in event.parts] == ["letter"]
    holders = either.kadflow.organisations.holders(either.office("bantul/head"))
    assert {h.id: h.number for h in holders}[holding] == event.number


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"capacity": "raja"}, "no capacity 'raja'"),
        ({"capacity": "kuasa"}, "no capacity 'kuasa'"),
        ({"letter": None}, "needs its letter"),
        ({"to_on": "2025-12-31"}, "lies before the first"),
        ({"from_on": "kemarin"}, "not a date"),
        ({"to_on": "2026-02-30"}, "not a date"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(either: Exercise, wrong, told):
    before = last(either)

    with pytest.raises(InvalidInputError, match=told):
        appoint(either, **wrong)

    assert last(either) == before


def test_nobody_appoints_himself(either: Exercise):
    person = either.person("bantul.secretary")
    envelope = Envelope(principal=person, person=person)

    with pytest.raises(NotPermittedError, match="himself"):
        either.kadflow.organisations.appoint(
            envelope, office=either.office("bantul/head"), person=person,
            capacity="plt", from_on="2026-01-01", to_on="2026-03-31", letter="SP 1",
        )  # fmt: skip


def test_an_office_or_person_that_does_not_exist_is_not_found(either: Exercise):
    with pytest.raises(NotFoundError):
        appoint(either, office="00000000-0000-7000-8000-000000000000")
    with pytest.raises(NotFoundError):
        appoint(either, person="00000000-0000-7000-8000-000000000000")


def test_an_office_has_one_definitive_holder_at_a_time(either: Exercise):
    with pytest.raises(ConcurrentChangeError, match="from 2025-02-20 to now"):
        appoint(either, capacity="definitive", to_on=None)


def test_two_definitive_holders_appointed_at_once_are_one(either: Exercise):
    office = either.office("bantul/head")
    (present,) = either.kadflow.organisations.holders(office)
    either.kadflow.organisations.dismiss(either.kadflow.operator(), present.id, to_on="2026-01-31")
    barrier, told = threading.Barrier(2), []

    def run(handle: str) -> None:
        barrier.wait(10)
        try:
            told.append(
                appoint(either, person=either.person(handle), capacity="definitive",
                        from_on="2026-02-01", to_on=None)
            )  # fmt: skip
        except KadflowError as error:
            told.append(error)

    threads = [
        threading.Thread(target=run, args=(handle,))
        for handle in ("bantul.secretary", "bantul.deputy_head")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(isinstance(each, ConcurrentChangeError) for each in told) == [False, True]


def test_the_last_day_of_a_holder_is_noted_once_known(either: Exercise):
    holding = appoint(either)

    either.kadflow.organisations.dismiss(either.kadflow.operator(), holding, to_on="2026-02-15")

    assert last(either).kind == "holder.ended"
    with pytest.raises(InvalidInputError, match="before the first"):
        either.kadflow.organisations.dismiss(
            either.kadflow.operator(), holding, to_on="2025-01-01"
        )
    with pytest.raises(NotFoundError):
        either.kadflow.organisations.dismiss(
            either.kadflow.operator(), "tidak-ada", to_on="2026-01-01"
        )


def test_a_mandate_names_its_letter_and_its_days_the_right_way_round(either: Exercise):
    either.mandate("bantul/head", "bantul.secretary", "2026-01-01", "2026-02-01", "pks")

    assert last(either).kind == "mandate.given"
    assert last(either).data["scope"] == ["pks"]
    with pytest.raises(InvalidInputError, match="lies before the first"):
        either.mandate("bantul/head", "bantul.secretary", "2026-02-01", "2026-01-01")
    with pytest.raises(InvalidInputError, match="not a date"):
        either.mandate("bantul/head", "bantul.secretary", "besok")


def revoke(exercise: Exercise, mandate: str, to_on: str, home: str = "bantul", **how: str) -> None:
    envelope = msgspec.structs.replace(
        exercise.kadflow.operator(), reason=how.pop("reason", "Kembali bertugas.")
    )
    exercise.kadflow.organisations.revoke_mandate(
        envelope, mandate, organisation=exercise.organisation(home), to_on=to_on, **how
    )


def test_a_mandate_is_revoked_in_the_stream_of_who_gave_it(either: Exercise):
    mandate = either.mandate("bantul/head", "bantul.secretary", "2026-01-01")
    before = last(either, "sleman")

    with pytest.raises(NotFoundError):
        revoke(either, mandate, "2026-02-01", "sleman")
    assert last(either, "sleman") == before

    revoke(either, mandate, "2026-02-01", letter="SKU 4/2026")
    event = last(either)
    assert event.kind == "mandate.revoked"
    assert sorted(part.name for part in event.parts) == ["letter", "reason"]
    assert "SKU 4/2026" not in str(event.data)


def test_a_mandate_ends_once_for_a_reason_and_not_before_it_began(either: Exercise):
    mandate = either.mandate("bantul/head", "bantul.secretary", "2026-01-10", "2026-02-20")

    with pytest.raises(ReasonRequiredError):
        revoke(either, mandate, "2026-02-01", reason="")
    with pytest.raises(InvalidInputError, match="lies before the first"):
        revoke(either, mandate, "2026-01-08")
    with pytest.raises(InvalidInputError, match="ended on 2026-02-20"):
        revoke(either, mandate, "2026-03-01")
    revoke(either, mandate, "2026-02-01")
    with pytest.raises(InvalidInputError, match="ended on 2026-02-01"):
        revoke(either, mandate, "2026-02-10")


def test_a_handle_is_taken_once(either: Exercise):
    with pytest.raises(InvalidInputError, match=r"'bantul\.head' is taken"):
        either.kadflow.organisations.add_person(
            either.kadflow.operator(), either.organisation("bantul"),
            handle="bantul.head", name="Kembar",
        )  # fmt: skip


def test_an_office_does_work_that_exists(either: Exercise):
    with pytest.raises(InvalidInputError, match="'dukun'"):
        either.kadflow.organisations.add_office(
            either.kadflow.operator(), either.organisation("bantul"), role="dukun"
        )


@pytest.mark.parametrize("groups", [[], [[]], [["legal"], []], [["dukun"]]])
def test_a_chain_without_a_step_or_with_an_unknown_one_is_refused(either: Exercise, groups):
    with pytest.raises(InvalidInputError, match="unknown or empty"):
        either.kadflow.organisations.set_chain(
            either.kadflow.operator(), either.organisation("bantul"),
            template_key="standar", gate="text_agreed", groups=groups,
        )  # fmt: skip


def test_a_chain_has_a_version_that_rises(either: Exercise):
    versions = [
        either.kadflow.organisations.set_chain(
            either.kadflow.operator(), either.organisation("bantul"),
            template_key="uji-chain", gate="consent", groups=[["legal"]],
        )
        for _ in range(2)
    ]  # fmt: skip

    assert versions == [1, 2]


def test_bordering_is_a_fact_with_a_source_whichever_way_it_is_asked(either: Exercise):
    a, b = either.organisation("sleman"), either.organisation("bantul")
    assert either.kadflow.organisations.bordering(a, b) is None

    either.kadflow.organisations.set_bordering(
        either.kadflow.operator(), b, a, borders=True, source="Permendagri batas daerah"
    )

    assert either.kadflow.organisations.bordering(a, b) == (True, "Permendagri batas daerah")
    assert either.kadflow.organisations.bordering(b, a) == (True, "Permendagri batas daerah")
    with pytest.raises(InvalidInputError, match="itself"):
        either.kadflow.organisations.set_bordering(
            either.kadflow.operator(), a, a, borders=False, source="?"
        )


def test_what_has_not_come_yet_is_not_recorded_as_happened(either: Exercise):
    operator = either.kadflow.operator()
    tomorrow = Envelope(
        principal=operator.principal, effective_on=LegalDate("2026-01-06", "Asia/Jakarta")
    )

    with pytest.raises(InvalidInputError, match="has not come"):
        either.kadflow.organisations.add_office(
            tomorrow, either.organisation("bantul"), role="planning"
        )


def test_every_organisation_still_verifies_after_all_this(either: Exercise):
    appoint(either)
    either.mandate("bantul/head", "bantul.secretary", "2026-01-01")

    assert either.kadflow.history.verify().ok
