"""Notices reach people: once, by the way each chose, with a ledger that says what happened."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from kadflow.app import Kadflow
from kadflow.domain.deliveries import Delivery, Preference
from kadflow.errors import InvalidInputError, NotFoundError, RefusedError
from kadflow.services.deliveries.delivering import WAITS
from notifications.channels import Channel
from notifications.channels.webhook import Webhook, signature_headers
from tests.mail import Post, broken_server, mail_server, mail_to, talk
from tests.notifications.test_webhook import web_server
from tests.scenarios.staging import Exercise, at, built_postgres, built_sqlite, either, exercise

__all__ = ["built_postgres", "built_sqlite", "either", "exercise"]

TERMS = {"title": "Pengelolaan sampah", "purpose": "Mengurangi sampah"}


def channels(exercise: Exercise, **ways: Channel) -> Kadflow:
    """The same installation with ways out."""
    exercise.kadflow.close()
    exercise.kadflow = Kadflow.open(
        exercise.folder, database_url=exercise.database_url, clock=exercise.clock,
        channels=lambda: ways,
    )  # fmt: skip
    exercise._acting.clear()
    return exercise.kadflow


@contextmanager
def posted(exercise: Exercise, **how: Any) -> Iterator[Post]:
    """A real mail server behind the exercise."""
    with mail_server(**how) as post:
        channels(exercise, mail=mail_to(post))
        yield post


def mailbox(
    exercise: Exercise, handle: str, value: str | None = None, channel: str = "mail"
) -> str:
    """Give somebody an address; returns it."""
    value = value or f"{handle}@kadflow.test"
    exercise.kadflow.contacts.set_address(
        exercise.kadflow.operator(), exercise.person(handle), channel, value
    )
    return value


def wishes(exercise: Exercise, handle: str, **how: Any) -> None:
    exercise.kadflow.contacts.set_preference(
        exercise.kadflow.operator(), exercise.person(handle), Preference(**how)
    )


def proposed(exercise: Exercise) -> str:
    """An agreement whose head of the initiating region is asked."""
    number = exercise.opened("standar", terms=TERMS).number
    exercise.by("sleman.coordinator").act(number, "submit_proposal")
    return number


def run(exercise: Exercise) -> Any:
    """Plan and deliver as a flow does."""
    exercise.kadflow.deliveries.plan()
    return exercise.kadflow.deliveries.deliver(worker="flow")


def made(exercise: Exercise) -> list[Delivery]:
    """Every delivery there is."""
    desk = exercise.kadflow.deliveries
    states = desk.states(desk.recent(most=500))
    return list({each.id: each for several in states.values() for each in several}.values())


def outcomes(exercise: Exercise, delivery: Delivery) -> list[str]:
    shown = exercise.kadflow.deliveries.show(delivery.id)
    return [line.outcome for told in shown.deliveries for line in told.attempts]


def test_whoever_is_asked_gets_one_mail_that_says_what_and_why(either: Exercise):
    address = mailbox(either, "sleman.head")
    with posted(either) as post:
        number = either.opened("standar", terms=TERMS).number
        either.by("sleman.coordinator").act(number, "submit_proposal")
        for _ in range(3):
            run(either)

        (letter,) = post.to(address)
        assert len(post.letters) == 1
    text = letter.get_body(("plain",)).get_content()
    assert number in letter["Subject"]
    assert f"{number}, Pengelolaan sampah" in text
    assert "Anda menjabat Kepala, Kabupaten Sleman." in text
    (delivery,) = made(either)
    assert (delivery.state, delivery.fence, delivery.channel) == ("sent", 1, "mail")
    assert outcomes(either, delivery) == ["sent"]


def test_running_no_time_at_all_tells_nobody_and_loses_nothing(either: Exercise):
    mailbox(either, "sleman.head")
    with posted(either) as post:
        proposed(either)
        assert post.letters == []
        run(either)
        assert len(post.letters) == 1


def test_who_holds_several_offices_gets_one_message_with_each_reason(either: Exercise):
    address = mailbox(either, "bantul.coordinator")
    either.appoint("sleman/coordinator", "bantul.coordinator", "plt", "2026-01-01", "2026-06-30")
    with posted(either) as post:
        either.kadflow.notices.tell(
            "state_entered",
            [either.office("sleman/coordinator"), either.office("bantul/coordinator")],
            "one-occasion",
            {"number": "KSD-1", "state_id": "Penandatanganan", "state_en": "Signing"},
        )
        run(either)

        (letter,) = post.to(address)
    text = letter.get_body(("plain",)).get_content()
    assert "Anda menjabat Sekretariat TKKSD, Kabupaten Bantul." in text
    assert "s.d. 30 Juni 2026" in text
    assert "Untuk: Sekretariat TKKSD, Kabupaten Sleman, sebagai pelaksana tugas (Plt.)" in text


def test_without_any_channel_the_notice_stands_in_the_inbox_and_the_person_is_named(
    exercise: Exercise,
):
    number = proposed(exercise)
    report = exercise.kadflow.deliveries.plan()

    assert report.planned > 0
    assert report.made == 0
    assert number in exercise.kadflow.told("sleman.head")[0]["headline"]
    handles = {
        p.handle for p in exercise.kadflow.contacts.unreachable([exercise.organisation("sleman")])
    }
    assert "sleman.head" in handles
    mailbox(exercise, "sleman.head")
    handles = {
        p.handle for p in exercise.kadflow.contacts.unreachable([exercise.organisation("sleman")])
    }
    assert "sleman.head" not in handles
    assert "sleman.legal" in handles


def test_by_hand_a_message_is_ready_to_copy_and_stays_until_somebody_says_it_was_sent(
    either: Exercise,
):
    mailbox(either, "sleman.head", "0812 3456-7890", "hand")
    number = proposed(either)
    for _ in range(2):
        run(either)
    sleman = either.organisation("sleman")
    (ready,) = either.kadflow.deliveries.handovers([sleman])

    assert ready.phone == "6281234567890"
    assert number in ready.text
    assert "Pengelolaan" not in ready.text
    assert ready.link.startswith("https://wa.me/6281234567890?text=")
    secretary = either.by("sleman.coordinator").envelope()
    either.kadflow.deliveries.hand_over(secretary, ready.delivery.id, how="WhatsApp")
    assert either.kadflow.deliveries.handovers([sleman]) == []
    (line,) = either.kadflow.deliveries.show(ready.delivery.id).deliveries[0].attempts
    assert (line.outcome, line.detail, line.worker) == (
        "handed", "WhatsApp", either.person("sleman.coordinator"),
    )  # fmt: skip
    with pytest.raises(RefusedError):
        either.kadflow.deliveries.hand_over(secretary, ready.delivery.id)


def test_an_address_that_is_refused_is_marked_and_the_letter_is_a_dead_one_to_be_seen(
    either: Exercise,
):
    address = mailbox(either, "sleman.head")
    with posted(either) as post:
        post.refuse = lambda _: "550 5.1.1 No such user"
        proposed(either)
        assert run(either).dead == 1
        (broken,) = either.kadflow.contacts.addresses(either.person("sleman.head"))
        assert "No such user" in (broken.broken_why or "")
        (seen,) = either.kadflow.deliveries.attention([either.organisation("sleman")])
        assert seen.delivery.state == "dead"
        told = either.kadflow.told("sleman.coordinator")
        assert "Pesan tidak terkirim kepada Kepala" in [each["headline"] for each in told]

        post.refuse = lambda _: None
        mailbox(either, "sleman.head", "baru@kadflow.test")
        either.kadflow.deliveries.resend(either.kadflow.operator(), seen.delivery.id)
        run(either)

        assert post.to(address) == []
        (letter,) = post.to("baru@kadflow.test")
        assert seen.delivery.id in letter["Message-ID"]
    assert outcomes(either, seen.delivery) == ["refused", "resent", "sent"]
    assert either.kadflow.deliveries.attention([either.organisation("sleman")]) == []


def test_greylisting_is_waited_for_and_then_the_same_bytes_leave(either: Exercise):
    mailbox(either, "sleman.head")
    with posted(either) as post:
        post.refuse = lambda _: "451 4.7.1 Greylisted"
        proposed(either)
        assert run(either).deferred == 1
        assert run(either).deferred == 0  # not before its time
        post.refuse = lambda _: None
        either.clock.advance(minutes=2)
        assert run(either).sent == 1
        (delivery,) = made(either)
        digests = {
            line.digest
            for told in either.kadflow.deliveries.show(delivery.id).deliveries
            for line in told.attempts
        }
    assert len(digests) == 1
    assert outcomes(either, delivery) == ["deferred", "sent"]


def test_no_answer_after_data_is_uncertain_and_the_same_bytes_are_sent_again(either: Exercise):
    mailbox(either, "sleman.head")
    taken: list[bytes] = []

    def conversation(connection: socket.socket) -> None:
        taken.append(talk(connection, until="END", answers={}))

    with broken_server(conversation) as post:
        channels(either, mail=mail_to(post))
        proposed(either)
        assert run(either).uncertain == 1
        either.clock.advance(minutes=2)
        assert run(either).uncertain == 1
    with posted(either) as post:
        either.clock.advance(minutes=10)
        assert run(either).sent == 1
    assert taken[0] == taken[1]
    assert post.raw[0] == taken[0]


def test_a_server_that_is_down_for_a_day_delays_everything_and_loses_nothing(either: Exercise):
    people = ["sleman.head", "sleman.coordinator", "bantul.coordinator"]
    addresses = {mailbox(either, handle) for handle in people}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = Post(port=listener.getsockname()[1])
    channels(either, mail=mail_to(nobody, timeout=1.0))
    either.signing()
    for _ in range(24):
        report = run(either)
        either.clock.advance(hours=1)
    assert "mail" in report.trouble or report.deferred == 0
    waiting = [each for each in made(either) if each.state != "withdrawn"]
    assert {each.state for each in waiting} == {"waiting"}
    with posted(either) as post:
        either.clock.advance(hours=8)
        run(either)
        assert {to for to, _ in post.letters} == addresses
        assert len(post.identities()) == len(waiting)


def test_a_worker_that_is_too_slow_gives_back_what_it_did_not_begin(either: Exercise):
    address = mailbox(either, "sleman.head")
    for place in range(3):
        either.kadflow.notices.tell(
            "agreement_opened", [either.office("sleman/head")], f"o{place}", {"number": "KSD-1"}
        )
    with posted(either) as post:
        either.kadflow.deliveries.plan()
        report = either.kadflow.deliveries.deliver(lease=timedelta(0))
        assert post.letters == []
        assert report.sent == 0
        assert {each.state for each in made(either)} == {"waiting"}
        assert run(either).sent == 3
        assert len(post.to(address)) == 3


def test_what_nobody_accepts_for_days_is_given_up_where_somebody_sees_it(exercise: Exercise):
    mailbox(exercise, "sleman.head")
    with posted(exercise) as post:
        post.refuse = lambda _: "451 4.3.0 Try later"
        proposed(exercise)
        for wait in (timedelta(), *WAITS):
            exercise.clock.advance(seconds=int(wait.total_seconds()))
            run(exercise)
        (delivery,) = made(exercise)
        assert delivery.state == "dead"
        assert outcomes(exercise, delivery) == ["deferred"] * (len(WAITS) + 1)
        exercise.clock.advance(days=30)
        assert run(exercise).deferred == 0
    assert exercise.kadflow.deliveries.attention(None)


def test_who_holds_the_office_when_the_message_leaves_is_told(either: Exercise):
    mailbox(either, "sleman.head")
    wishes(either, "sleman.head", quiet_from="08:00", quiet_to="20:00")
    with posted(either) as post:
        proposed(either)
        run(either)
        assert post.letters == []
        either.replace_head("sleman", "sleman.new", "2026-01-06")
        new = mailbox(either, "sleman.new")
        either.clock.move_to(at("2026-01-06", "21:00"))
        assert run(either).withdrawn == 1
        run(either)
        assert {to for to, _ in post.letters} == {new}
    assert sorted(each.state for each in made(either)) == ["sent", "withdrawn"]


def test_a_request_that_was_answered_before_it_left_does_not_leave(either: Exercise):
    address = mailbox(either, "sleman.legal")
    wishes(either, "sleman.legal", quiet_from="08:00", quiet_to="20:00")
    with posted(either) as post:
        number = either.negotiating()
        either.by("sleman.coordinator").act(number, "submit_text")
        run(either)
        either.by("sleman.legal").decide(number, "approve")
        either.clock.move_to(at("2026-01-05", "21:00"))
        run(either)
        assert not [each for each in post.to(address) if "Menunggu" in each["Subject"]]
    (asked,) = [each for each in made(either) if each.kind == "decision_requested"]
    assert asked.state == "withdrawn"
    assert outcomes(either, asked) == ["withdrawn"]


def test_a_vacant_office_means_its_secretariat_which_is_told_so(either: Exercise):
    address = mailbox(either, "sleman.coordinator")
    organisations = either.kadflow.organisations
    (holding,) = organisations.holders(either.office("sleman/head"))
    organisations.dismiss(either.kadflow.operator(), holding.id, to_on="2026-01-04")
    with posted(either) as post:
        either.kadflow.notices.tell(
            "agreement_opened", [either.office("sleman/head")], "x", {"number": "KSD-1"}
        )
        run(either)
        (letter,) = post.to(address)
    assert "kosong" in letter.get_body(("plain",)).get_content()


def test_a_daily_digest_freezes_its_list_and_leaves_once_in_the_morning(either: Exercise):
    address = mailbox(either, "sleman.coordinator")
    wishes(either, "sleman.coordinator", digest="daily", language="en")
    with posted(either) as post:
        numbers = [either.signing() for _ in range(2)]
        run(either)
        assert post.letters == []
        either.clock.move_to(at("2026-01-06", "07:00"))
        for _ in range(3):
            run(either)
        (letter,) = post.to(address)
        proposed(either)
        run(either)
        assert len(post.letters) == 1
    text = letter.get_body(("plain",)).get_content()
    assert all(number in text for number in numbers)
    assert "You hold the office" in text
    states = sorted(each.state for each in made(either))
    assert set(states) == {"carried", "gathered"}


@pytest.mark.parametrize(
    ("how", "sent_at"),
    [
        ({"quiet_from": "17:00", "quiet_to": "07:00"}, ("2026-01-10", "07:00")),
        ({"quiet_from": "17:00", "quiet_to": "07:00", "working_days": True}, ("2026-01-12", "07:00")),
        ({"digest": "weekly"}, ("2026-01-12", "07:00")),
        ({"digest": "daily", "working_days": True}, ("2026-01-12", "00:00")),
    ],
)  # fmt: skip
def test_a_message_waits_for_the_hours_that_its_reader_wants(exercise: Exercise, how, sent_at):
    mailbox(exercise, "sleman.head")
    wishes(exercise, "sleman.head", **how)
    with posted(exercise) as post:
        exercise.clock.move_to(at("2026-01-09", "18:00"))  # a Friday
        proposed(exercise)
        run(exercise)
        exercise.clock.move_to(at(*sent_at) - timedelta(seconds=1))
        run(exercise)
        assert post.letters == []
        exercise.clock.move_to(at(*sent_at))
        run(exercise)
        assert len(post.letters) == 1


def test_who_wants_only_the_inbox_gets_nothing_else_and_is_not_called_unreachable(
    exercise: Exercise,
):
    mailbox(exercise, "sleman.head")
    wishes(exercise, "sleman.head", channels=("inbox",))
    with posted(exercise) as post:
        proposed(exercise)
        run(exercise)
        assert post.letters == []
    assert exercise.kadflow.told("sleman.head")
    people = exercise.kadflow.contacts.unreachable([exercise.organisation("sleman")])
    assert "sleman.head" not in {each.handle for each in people}


def test_own_words_are_used_for_the_readers_of_that_organisation_only(either: Exercise):
    mine, theirs = mailbox(either, "sleman.coordinator"), mailbox(either, "bantul.coordinator")
    words = "Kabar baru {{ number }}\n\nMohon dicek.\n\nSalam, Bagian Kerja Sama"
    operator, sleman = either.kadflow.operator(), either.organisation("sleman")
    either.kadflow.contacts.set_wording(operator, sleman, "state_entered", "id", words)
    with posted(either) as post:
        either.kadflow.notices.tell(
            "state_entered",
            [either.office("sleman/coordinator"), either.office("bantul/coordinator")],
            "o", {"number": "KSD-9", "state_id": "Pelaksanaan", "state_en": "Implementation"},
        )  # fmt: skip
        run(either)
        assert post.to(mine)[0]["Subject"] == "Kabar baru KSD-9"
        assert post.to(theirs)[0]["Subject"] == "KSD-9 kini: Pelaksanaan"


def test_words_that_cannot_be_said_are_refused_in_both_languages(exercise: Exercise):
    operator, sleman = exercise.kadflow.operator(), exercise.organisation("sleman")
    with pytest.raises(InvalidInputError, match="nobody") as caught:
        exercise.kadflow.contacts.set_wording(
            operator, sleman, "state_entered", "id", "Halo {{ nobody }}"
        )
    assert "state_id" in caught.value.saran


@pytest.mark.parametrize(
    ("channel", "value"),
    [("mail", "bukan alamat"), ("mail", "a@b\r\nBcc: c@d"), ("hand", "12"), ("hand", "kantor"),
     ("webhook", "ftp://x"), ("chat", "halo"), ("pigeon", "x")],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(exercise: Exercise, channel, value):
    with pytest.raises(InvalidInputError):
        mailbox(exercise, "sleman.head", value, channel)
    assert exercise.kadflow.contacts.addresses(exercise.person("sleman.head")) == []


def test_an_organisations_program_is_told_by_webhook_and_can_be_told_again(either: Exercise):
    sleman = either.organisation("sleman")
    with web_server() as requests:
        channels(either, webhook=Webhook(inside=True))
        secret = either.kadflow.contacts.set_address(
            either.kadflow.operator(), sleman, "webhook", requests.url
        )
        number = proposed(either)
        for _ in range(2):
            run(either)
        told = [json.loads(body) for _, body in requests]
        first = next(each for each in told if each["type"] == "notice.decision_requested")
        (notice,) = first["data"]["notices"]
        assert notice["fields"]["number"] == number
        assert notice["role"] == "head"
        identities = [headers["webhook-id"] for headers, _ in requests]
        assert len(identities) == len(set(identities))
        assert all(
            headers["webhook-signature"]
            == signature_headers(
                secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body
            )["webhook-signature"]
            for headers, body in requests
        )

        either.clock.advance(days=3)
        either.kadflow.deliveries.resend(either.kadflow.operator(), identities[0])
        run(either)
        assert requests[-1][0]["webhook-id"] == identities[0]
        assert requests[-1][1] == requests[0][1]


def test_a_notice_that_does_not_exist_is_not_found(exercise: Exercise):
    for wanted in ("x", "01985c1f-0000-7000-8000-000000000001"):
        with pytest.raises(NotFoundError):
            exercise.kadflow.deliveries.show(wanted)
        with pytest.raises(NotFoundError):
            exercise.kadflow.deliveries.resend(exercise.kadflow.operator(), wanted)


def test_a_restored_backup_sends_nothing_old_and_loses_nothing(exercise: Exercise, tmp_path):
    mailbox(exercise, "sleman.head")
    with posted(exercise) as post:
        proposed(exercise)
        exercise.kadflow.deliveries.plan()
        exercise.kadflow.keeping.backup(tmp_path / "backup.tar.gz")
        run(exercise)
        assert len(post.letters) == 1
        exercise.clock.advance(hours=1)
        Kadflow.restore(tmp_path / "backup.tar.gz", tmp_path / "again", clock=exercise.clock)
        exercise.clock.advance(hours=1)
        with Kadflow.open(
            tmp_path / "again", clock=exercise.clock, channels=lambda: {"mail": mail_to(post)}
        ) as again:
            assert again.deliveries.plan().held
            assert again.deliveries.deliver().held
            again.keeping.release(again.operator())
            again.deliveries.plan()
            again.deliveries.deliver()
            assert len(post.letters) == 1
            kept = again.deliveries.attention(None)
            assert {each.delivery.state for each in kept} == {"kept"}
            again.deliveries.resend(again.operator(), kept[0].delivery.id)
            again.deliveries.deliver()
            assert len(post.letters) == 2
            assert len(post.identities()) == 1
