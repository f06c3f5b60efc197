"""Parties, offices and who holds them."""

from __future__ import annotations

from tests.kadflow.cli.console import Console


def test_an_organisation_shows_its_offices_and_holders(console: Console):
    shown = console.ok("organisation", "show", "34.04").shown
    assert "head X (sleman.head), pejabat definitif, 20 Februari 2025 - sekarang" in shown
    offices = console.ok("organisation", "show", "kab sleman", "--json").json["offices"]
    assert {o["office"]["role"] for o in offices} >= {"head", "legal"}


def test_people_are_listed_with_the_handles_to_use(console: Console):
    people = console.ok("organisation", "people", "34.02", "--json").json["people"]
    assert "bantul.legal" in {person["handle"] for person in people}
    assert {person["organisation"] for person in people} == {"Kabupaten Bantul"}


def test_whoever_is_added_has_a_name_and_a_handle_that_can_be_typed(console: Console):
    add = ("organisation", "add-person", "34.04")
    assert "Nama orang kosong" in console.refuse(2, *add, "sleman.baru", "--name", " ").said
    for handle in ("Bupati Sleman", "", "34.04/head"):
        told = console.refuse(2, *add, handle, "--name", "Bupati").said
        assert "tidak dapat menjadi nama masuk" in told
    assert "Bupati" not in console.ok("organisation", "people").out


def test_a_company_is_added_once_and_listed(console: Console):
    console.ok("organisation", "add", "PT Contoh", "--kind", "company")
    assert "PT Contoh" in console.ok("organisation", "list", "--kind", "company").out
    console.refuse(2, "organisation", "add", "PT Contoh", "--kind", "company")
    console.refuse(2, "organisation", "add", "Desa Contoh", "--kind", "village")
    console.refuse(2, "organisation", "add", "X", "--kind", "company", "--zone", "Europe/Paris")


def test_staffed_organisations_are_those_with_people(console: Console):
    rows = console.ok("organisation", "list", "--staffed", "--json").json["organisations"]
    assert {row["code"] for row in rows} == {"34.04", "34.02"}


def test_an_acting_holder_needs_a_letter_and_two_definitive_ones_do_not_fit(console: Console):
    line = ("organisation", "appoint", "34.04/head", "sleman.secretary", "--from", "2026-01-02")
    console.refuse(2, *line, "--capacity", "plh", "--until", "2026-01-10")
    console.refuse(5, *line, "--letter", "SK 2")
    console.ok(*line, "--capacity", "plh", "--until", "2026-01-10", "--letter", "SP 1")
    console.refuse(2, *line[:-1], "2 Januari")
    console.refuse(3, "organisation", "appoint", "34.04/governor", "sleman.head", *line[4:])
    console.refuse(2, "organisation", "appoint", "head", "sleman.head", *line[4:])


def test_the_same_appointment_is_not_entered_twice(console: Console):
    line = (
        "organisation", "appoint", "34.04/legal", "sleman.secretary", "--capacity", "plt",
        "--from", "2026-01-02", "--until", "2026-01-31", "--letter", "SP 1",
    )  # fmt: skip
    console.ok(*line)
    told = console.refuse(5, *line).said
    assert "sudah memegang jabatan itu sebagai pelaksana tugas (Plt.) sejak 2 Januari 2026" in told
    shown = console.ok("organisation", "show", "34.04").shown
    assert shown.count("pelaksana tugas (Plt.), 2 Januari 2026") == 1


def test_nobody_appoints_himself(console: Console):
    console.refuse(
        4, "organisation", "appoint", "34.04/head", "sleman.secretary", "--from", "2026-01-02",
        "--capacity", "plh", "--letter", "SP 1", "--as", "sleman.secretary",
    )  # fmt: skip


def test_a_holder_leaves_and_a_successor_comes(console: Console):
    console.ok("organisation", "dismiss", "34.04/legal", "sleman.legal", "--on", "2026-01-31")
    console.refuse(
        3, "organisation", "dismiss", "34.04/legal", "sleman.legal", "--on", "2026-03-31"
    )
    console.ok("organisation", "add-person", "34.04", "sleman.baru", "--name", "Baru")
    console.ok(
        "organisation", "appoint", "34.04/legal", "sleman.baru", "--from", "2026-02-01",
        "--letter", "SK 3",
    )  # fmt: skip
    assert "Baru (sleman.baru)" in console.ok("organisation", "show", "34.04").shown
    console.refuse(2, "organisation", "add-person", "34.04", "sleman.baru", "--name", "Lagi")


def test_a_mandate_is_recorded_with_its_scope(console: Console):
    line = (
        "organisation", "mandate", "34.04/head", "sleman.unit", "--from", "2026-01-01",
        "--until", "2026-03-31", "--letter", "SKU 1",
    )  # fmt: skip
    console.ok(*line, "--scope", "standar")
    console.refuse(3, *line, "--scope", "KSD-2030-000001")


def test_a_mandate_is_revoked_by_its_letter_and_shown_until_its_last_day(console: Console):
    given = (
        "organisation", "mandate", "34.04/head", "sleman.unit", "--from", "2026-01-01",
    )  # fmt: skip
    console.ok(*given, "--letter", "SKU 1")
    console.ok(*given, "--letter", "SKU 2", "--until", "2026-06-30")
    revoke = ("organisation", "revoke", "34.04/head", "sleman.unit", "--on", "2026-02-15")
    console.refuse(2, *revoke, "--letter", "SP 3")  # which of the two
    console.refuse(5, *revoke, "--mandate", "SKU 1")  # neither letter nor reason
    console.ok(*revoke, "--mandate", "SKU 1", "--letter", "SP 3", "--reason", "Bupati kembali")
    shown = console.ok("organisation", "show", "34.04").shown
    assert "penerima kuasa (SKU 1), 1 Januari 2026 - 15 Februari 2026" in shown
    assert "penerima kuasa (SKU 2), 1 Januari 2026 - 30 Juni 2026" in shown
    console.refuse(3, *revoke[:-1], "2026-07-15", "--letter", "SP 3")


def test_an_assistant_is_named_sees_the_inbox_and_leaves(console: Console):
    console.ok("organisation", "add-person", "34.04", "sleman.ajudan", "--name", "Ajudan")
    line = ("organisation", "add-assistant", "34.04/head", "sleman.ajudan")
    assert "tidak memutus" in console.ok(*line, "--from", "2026-01-01").shown
    console.refuse(2, *line, "--from", "2026-02-01")
    shown = console.ok("organisation", "show", "34.04").shown
    assert "Ajudan (sleman.ajudan), staf pendamping, 1 Januari 2026 - sekarang" in shown
    assert "Perlu tindakan saya" in console.ok("inbox", "--as", "sleman.ajudan").shown
    end = ("organisation", "end-assistant", "34.04/head", "sleman.ajudan", "--on")
    console.ok(*end, "2026-03-31")
    console.refuse(3, *end, "2026-04-30")


def test_a_chain_is_set_for_a_gate_that_exists(console: Console):
    line = ("organisation", "chain", "34.02", "ksdd-sukarela")
    steps = ("--step", "unit", "--step", "legal+finance", "--step", "secretary")
    answer = console.ok(*line, "text_agreed", *steps)
    assert "unit -> legal + finance -> secretary" in answer.shown
    assert console.ok(*line, "text_agreed", *steps, "--json").json["version"] == 2
    console.refuse(3, *line, "nothing", *steps)
    console.refuse(2, *line, "text_agreed", "--step", "mayor")
