"""Reports: what was known at an instant, stored with its digest, signed off, sent, received."""

from __future__ import annotations

import io
import sqlite3
from datetime import timedelta
from hashlib import sha256

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from kadflow.domain.budget import Budget
from kadflow.errors import (
    ConcurrentChangeError,
    GateNotMetError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
)
from kadflow.reports import content_hash, read_content
from kadflow.reports.content import Table, Text
from kadflow.reports.values import Rupiah, Unknown
from kadflow.services.reports import building
from tests.scenarios.staging import Exercise, at

PERIOD = "2026-S1"


def _build(exercise: Exercise, number: str, handle: str = "sleman.coordinator", **more):
    return exercise.kadflow.reports.build(
        exercise.by(handle).envelope(),
        "evaluasi",
        period=PERIOD,
        agreement=exercise.kadflow.find(number),
        formats=more.pop("formats", ("html",)),
        **more,
    )


def _money(content: bytes) -> dict[str, tuple]:
    """The rows of the budget by party: its first column, then the rest."""
    table = next(
        b
        for b in read_content(content).blocks
        if isinstance(b, Table) and "menurut pihak" in b.title
    )
    return {row[0].text: row[1:] for row in table.rows if isinstance(row[0], Text)}


def _spend(exercise: Exercise, number: str, amount: int) -> None:
    money = exercise.by("sleman.finance").budget
    if not exercise.kadflow.agreements.chapter(number, Budget).lines:
        money.add_line(
            number, "34.04", year=2026, source="apbd_regency", account="5.1.02", title="Angkut"
        )
    line = next(iter(exercise.kadflow.agreements.chapter(number, Budget).lines))
    money.enter(number, line, "planned", amount)


def test_a_report_is_stored_with_the_digest_of_what_it_says(either: Exercise) -> None:
    number = either.opened().number
    _spend(either, number, 250_000_000)

    built = _build(either, number)

    content = either.kadflow.reports.file(built.record.id, "content")
    assert sha256(content).hexdigest() == built.record.content
    assert content_hash(read_content(content)) == built.record.content
    assert either.kadflow.reports.file(built.record.id, "html") == built.files["html"]
    assert either.kadflow.history.verify(contents=True).ok


def test_amounts_are_shown_as_entered_and_what_is_unknown_is_never_zero(
    either: Exercise,
) -> None:
    number = either.opened().number
    _spend(either, number, 250_000_000)

    built = _build(either, number)

    rows = _money(either.kadflow.reports.file(built.record.id, "content"))
    sleman, bantul = rows["Kabupaten Sleman"], rows["Kabupaten Bantul"]
    assert isinstance(sleman[1], Rupiah)
    assert sleman[1].amount == 250_000_000
    assert sleman[1].source is not None
    assert sleman[1].source.numbers, "a figure traces to its entries"
    assert all(isinstance(cell, Unknown) for cell in (*sleman[2:5], *bantul[1:5]))
    asked = {each.ask for each in built.missing}
    assert "Badan Keuangan Kabupaten Bantul" in asked


def test_a_report_as_of_an_earlier_instant_says_what_was_known_then(exercise: Exercise) -> None:
    number = exercise.opened().number
    _spend(exercise, number, 100_000_000)
    then = exercise.clock.now() + timedelta(hours=1)
    exercise.day("2026-03-02")
    _spend(exercise, number, 50_000_000)

    before = _build(exercise, number, as_of=then, draft=True)
    now = _build(exercise, number, draft=True)

    assert before.record.content != now.record.content
    again = _build(exercise, number, as_of=then, draft=True)
    assert again.record.content == before.record.content
    assert again.files == before.files, "the same content gives the same bytes"


def test_what_is_not_yet_known_cannot_be_reported(exercise: Exercise) -> None:
    number = exercise.opened().number
    with pytest.raises(InvalidInputError, match="has not come"):
        _build(exercise, number, as_of=at("2026-12-31"))
    with pytest.raises(NotFoundError, match="not on record"):
        _build(exercise, number, as_of=at("2025-12-31"))


def test_building_again_without_a_change_adds_nothing(either: Exercise) -> None:
    number = either.opened().number
    first = _build(either, number)

    again = _build(either, number)

    assert not again.anew
    assert again.record.id == first.record.id
    assert len(either.kadflow.reports.list()) == 1


def test_a_change_before_sign_off_makes_the_next_version_and_replaces_the_last(
    exercise: Exercise,
) -> None:
    number = exercise.opened().number
    first = _build(exercise, number)
    _spend(exercise, number, 1_000_000)

    second = _build(exercise, number)

    assert second.record.version == 2
    assert exercise.kadflow.reports.get(first.record.id).state == "superseded"


def test_a_report_is_signed_off_in_order_sent_and_received(either: Exercise) -> None:
    number = either.opened().number
    built = _build(either, number, "sleman.finance")
    reports, wanted = either.kadflow.reports, built.record.id
    roles = [step.role for step in built.record.steps]
    assert roles == ["coordinator", "head"]

    with pytest.raises(NotPermittedError, match="turn"):
        reports.sign_off.answer(either.by("sleman.head").envelope(), wanted, "approve")
    with pytest.raises(GateNotMetError, match="not signed off"):
        reports.sign_off.send(
            either.by("sleman.coordinator").envelope(),
            wanted,
            "governor",
            letter_number="019/1/2026",
            letter_date="2026-01-06",
        )
    reports.sign_off.answer(either.by("sleman.coordinator").envelope(), wanted, "approve")
    signed = reports.sign_off.answer(either.by("sleman.head").envelope(), wanted, "approve")
    assert signed.state == "signed"

    secretariat = either.by("sleman.coordinator")
    sent = reports.sign_off.send(
        secretariat.envelope(), wanted, "governor",
        letter_number="019/1/2026", letter_date="2026-01-06",
    )  # fmt: skip
    assert sent.state == "sent"
    assert reports.file(wanted, "letter-1.pdf").startswith(b"%PDF")
    with pytest.raises(GateNotMetError, match="receipt"):
        reports.sign_off.receive(secretariat.envelope(), wanted, "minister", receipt="Agenda 7")
    received = reports.sign_off.receive(
        secretariat.envelope(), wanted, "governor", receipt="Agenda 1123"
    )
    assert received.state == "received"
    assert received.sendings[0].received_on == "2026-01-05"
    assert either.kadflow.history.verify().ok
    assert either.kadflow.history.rebuild().ok


def test_whoever_prepared_a_report_does_not_sign_it_off(exercise: Exercise) -> None:
    number = exercise.opened().number
    built = _build(exercise, number, "sleman.coordinator")
    with pytest.raises(NotPermittedError, match="prepared"):
        exercise.kadflow.reports.sign_off.answer(
            exercise.by("sleman.coordinator").envelope(), built.record.id, "approve"
        )


def test_a_returned_report_stays_and_the_next_building_is_version_two(exercise: Exercise) -> None:
    number = exercise.opened().number
    built = _build(exercise, number, "sleman.finance")
    reports, signer = exercise.kadflow.reports, exercise.by("sleman.coordinator")
    with pytest.raises(ReasonRequiredError):
        reports.sign_off.answer(signer.envelope(), built.record.id, "return")

    reports.sign_off.answer(
        signer.envelope(reason="Realisasi belum lengkap"), built.record.id, "return"
    )
    again = _build(exercise, number, "sleman.finance")

    assert again.record.version == 2
    assert reports.get(built.record.id).state == "returned"
    assert reports.file(built.record.id, "html") == built.files["html"]


def test_what_was_signed_off_is_not_built_anew_until_somebody_returns_it(
    exercise: Exercise,
) -> None:
    number = exercise.opened().number
    built = _build(exercise, number, "sleman.finance")
    reports = exercise.kadflow.reports
    for who in ("sleman.coordinator", "sleman.head"):
        reports.sign_off.answer(exercise.by(who).envelope(), built.record.id, "approve")

    with pytest.raises(GateNotMetError, match="stands"):
        _build(exercise, number, "sleman.finance")
    reports.sign_off.return_for_correction(
        exercise.by("sleman.coordinator").envelope(reason="Gubernur meminta koreksi"),
        built.record.id,
    )
    assert _build(exercise, number, "sleman.finance").record.version == 2


def test_nobody_makes_the_reports_of_another_region(exercise: Exercise) -> None:
    with pytest.raises(NotPermittedError, match="own people"):
        exercise.kadflow.reports.build(
            exercise.by("bantul.coordinator").envelope(),
            "daerah",
            period=PERIOD,
            organisation="34.04",
            formats=("html",),
        )


def test_the_office_whose_turn_it_is_is_told(exercise: Exercise) -> None:
    number = exercise.opened().number
    _build(exercise, number, "sleman.finance")
    person = exercise.person("sleman.coordinator")
    told = [each["headline"] for each in exercise.kadflow.told(person)]
    assert any("pengesahan" in line for line in told), told


@pytest.mark.parametrize(
    ("outline", "what", "says"),
    [
        ("evaluasi", {}, "about one agreement"),
        ("tidak-ada", {}, "There is no report"),
    ],
)
def test_a_report_that_cannot_be_built_says_why(exercise: Exercise, outline, what, says) -> None:
    with pytest.raises((InvalidInputError, NotFoundError), match=says):
        exercise.kadflow.reports.build(
            exercise.kadflow.operator(), outline, period=PERIOD, formats=("html",), **what
        )


def test_a_region_sees_all_its_agreements_and_no_other(exercise: Exercise) -> None:
    exercise.opened("standar", "sleman", "bantul")
    exercise.opened("standar", "kupang", "ambon")

    built = exercise.kadflow.reports.build(
        exercise.kadflow.operator(), "daerah", period=PERIOD, organisation="34.04",
        formats=("html",),
    )  # fmt: skip

    assert built.agreements == 1


def test_a_region_may_have_its_own_outline_and_no_other_region_gets_it(exercise: Exercise) -> None:
    number = exercise.opened().number
    outlines = exercise.kadflow.reports.outlines
    text = outlines.text("evaluasi").replace("Laporan Evaluasi Kerja Sama", "Laporan Sleman")

    with pytest.raises(NotPermittedError, match="own people"):
        outlines.put(exercise.by("bantul.coordinator").envelope(), "34.04", text)
    outlines.put(exercise.by("sleman.coordinator").envelope(), "34.04", text)

    built = _build(exercise, number)
    assert read_content(exercise.kadflow.reports.file(built.record.id, "content")).title == (
        "Laporan Sleman"
    )
    assert outlines.text("evaluasi", "34.02") == outlines.text("evaluasi")


@pytest.mark.parametrize(
    ("wrong", "by", "says"),
    [
        ("content: identity", "content: identities", "no section 'identities'"),
        ("scope: agreement", "scope: sekawan", "scope"),
        ("sections:", "sections: [", "cannot be used"),
    ],
)
def test_an_outline_with_a_fault_is_refused_and_says_where(
    exercise: Exercise, wrong: str, by: str, says: str
) -> None:
    outlines = exercise.kadflow.reports.outlines
    text = outlines.text("evaluasi").replace(wrong, by, 1)
    with pytest.raises(InvalidInputError, match=says):
        outlines.put(exercise.by("sleman.coordinator").envelope(), "34.04", text)


def test_a_report_whose_row_was_changed_is_found_and_put_right(exercise: Exercise) -> None:
    number = exercise.opened().number
    built = _build(exercise, number, "sleman.finance")
    with sqlite3.connect(exercise.folder / "kadflow.db") as database:
        database.execute("DELETE FROM report WHERE id = ?", (built.record.id,))

    found = exercise.kadflow.history.rebuild()
    assert not found.ok
    assert exercise.kadflow.history.rebuild(fix=True).count == found.count
    assert exercise.kadflow.history.rebuild().ok
    assert exercise.kadflow.reports.get(built.record.id) == built.record


def _official_form() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rekap"
    sheet["A1"] = "REKAPITULASI KERJA SAMA"
    sheet.merge_cells("A1:D1")
    for column, text in enumerate(("No.", "Judul", "Mitra", "Berakhir"), start=1):
        sheet.cell(4, column, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_official_form_is_filled_as_it_is(exercise: Exercise) -> None:
    exercise.opened("standar", "sleman", "bantul")
    reports, who = exercise.kadflow.reports, exercise.by("sleman.coordinator").envelope()
    text = reports.outlines.text("rekap") + (
        "form: {sheet: Rekap, first_row: 5, last_row: 6, cells: {B2: organisation},\n"
        "  columns: {A: row, B: title, C: partners, D: ends_on}}\n"
    )
    with pytest.raises(InvalidInputError, match="needs the workbook"):
        reports.outlines.put(who, "34.04", text)
    with pytest.raises(InvalidInputError, match="Rekapan"):
        reports.outlines.put(
            who, "34.04", text.replace("sheet: Rekap,", "sheet: Rekapan,"), form=_official_form()
        )
    reports.outlines.put(who, "34.04", text, form=_official_form())

    built = reports.build(who, "rekap", period=PERIOD, organisation="34.04", formats=("html",))

    stored = load_workbook(io.BytesIO(reports.file(built.record.id, "form.xlsx")))["Rekap"]
    assert [cell.value for cell in stored[5]][:3] == [1, "Contoh kerja sama", "Kabupaten Bantul"]
    assert stored["B2"].value == "Kabupaten Sleman"
    assert stored["A1"].value == "REKAPITULASI KERJA SAMA"
    assert "A1:D1" in {str(each) for each in stored.merged_cells.ranges}


def test_meetings_and_feedback_are_told_and_who_gave_it_is_not(exercise: Exercise) -> None:
    number = exercise.opened().number
    first = exercise.by("sleman.coordinator")
    first.meetings.hold(
        number, "discussion", place="Aula Setda", agenda="Pasal 2",
        offices=["34.04/legal", "34.02/legal"],
        conclusions=["Pasal 2 diubah.", "Biaya dibagi menurut ritase."],
    )  # fmt: skip
    first.feedback.receive(
        number, "34.04", "public", "service", "Truk lewat malam hari.", name="Warga Contoh"
    )

    built = _build(exercise, number)

    said = built.files["html"].decode()
    for words in ("rapat pembahasan", "Biaya dibagi menurut ritase.", "Truk lewat malam hari."):
        assert words in said
    assert "Warga Contoh" not in said


def test_income_is_never_added_up_with_what_is_spent(exercise: Exercise) -> None:
    number = exercise.opened().number
    money = exercise.by("sleman.finance").budget
    for account, title, amount in (("5.1.02", "Angkut", 250_000), ("4.1.02", "Retribusi", 90_000)):
        money.add_line(
            number, "34.04", year=2026, source="apbd_regency", account=account, title=title
        )
        lines = exercise.kadflow.agreements.chapter(number, Budget).lines
        money.enter(number, list(lines)[-1], "planned", amount)

    built = _build(exercise, number)

    content = exercise.kadflow.reports.file(built.record.id, "content")
    assert _money(content)["Kabupaten Sleman"][1].amount == 250_000
    titles = [b.title for b in read_content(content).blocks if isinstance(b, Table)]
    assert "Pendapatan 2026" in titles


def test_of_two_who_build_at_once_one_is_told_and_one_report_stands(
    either: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = either.opened().number
    rendered = building._render
    met: list[str] = []

    def meanwhile(*given):  # the other one builds while this one renders
        monkeypatch.setattr(building, "_render", rendered)
        met.append(_build(either, number, "sleman.finance").record.id)
        return rendered(*given)

    monkeypatch.setattr(building, "_render", meanwhile)
    with pytest.raises(ConcurrentChangeError, match="at the same time"):
        _build(either, number)

    assert [record.id for record in either.kadflow.reports.list()] == met
    assert either.kadflow.history.verify(contents=True).ok


def test_sums_are_stated_in_words_as_documents_do(exercise: Exercise) -> None:
    number = exercise.opened().number
    _spend(exercise, number, 1_250_000_000)

    said = _build(exercise, number).files["html"].decode()

    assert (
        "Rp1.250.000.000 (satu miliar dua ratus lima puluh juta rupiah); "
        "belum termasuk Kabupaten Bantul"
    ) in said


def _signed(exercise: Exercise, outline: str = "rekap") -> str:
    """A report of Sleman about its agreements that everybody signed off."""
    reports = exercise.kadflow.reports
    built = reports.build(
        exercise.by("sleman.finance").envelope(), outline, period=PERIOD, formats=("html",),
        organisation="34.04",
    )  # fmt: skip
    for step in built.record.steps:
        who = exercise.by(f"sleman.{step.role}").envelope()
        reports.sign_off.answer(who, built.record.id, "approve")
    return built.record.id


def test_a_receiver_is_named_as_the_office_writes_it_and_the_letter_counts_rightly(
    exercise: Exercise,
) -> None:
    exercise.opened("standar", "sleman", "bantul")  # its unknown number makes one more table
    report, sign_off = _signed(exercise), exercise.kadflow.reports.sign_off
    who, whom = exercise.by("sleman.coordinator").envelope(), "Setda / Biro Kerja Sama"

    sent = sign_off.send(who, report, whom, letter_number="1/2", letter_date="2026-01-05")
    received = sign_off.receive(who, report, whom, receipt="Agenda 9")

    assert [file.format for file in sent.files][-2:] == ["letter-1.pdf", "letter-1.docx"]
    assert (received.sendings[0].to, received.state) == (whom, "received")
    letter = PdfReader(io.BytesIO(exercise.kadflow.reports.file(report, "letter-1.pdf")))
    said = " ".join(" ".join(page.extract_text() for page in letter.pages).split())
    assert whom in said
    assert "meliputi 1 kerja sama" in said
    assert "Keadaan per" not in said, "a letter has no title page"
    events = exercise.events(exercise.organisation("sleman"))
    entry = next(event for event in events if event.kind == "report.sent")
    assert whom not in str(entry.data), "a name that somebody typed is a part"
    assert exercise.kadflow.history.rebuild().ok


def test_a_region_does_not_report_about_everybody(exercise: Exercise) -> None:
    with pytest.raises(NotPermittedError, match="operator"):
        exercise.kadflow.reports.build(
            exercise.by("sleman.coordinator").envelope(), "rekap", period=PERIOD, draft=True
        )


@pytest.mark.parametrize(
    ("wrong", "by", "says"),
    [
        ("{period}', en", "{periode}', en", "isian surat 'periode'"),
        ("signers: [secretary, head]", "signers: [sekretaris]", "jabatan 'sekretaris'"),
        ("{field: subjects}", "{field: subjek}", "isian 'subjek'"),
        (", en: Recap of Regional Cooperation", "", "Teks bahasa Inggris belum ada"),
        ("every: semester", "every: setengah tahun", "tidak berlaku di sini"),
        ("scope: register", "scope: [register", "baris"),
    ],
)
def test_a_fault_in_an_outline_is_told_in_the_words_of_the_office(
    exercise: Exercise, wrong: str, by: str, says: str
) -> None:
    outlines = exercise.kadflow.reports.outlines
    text = outlines.text("rekap")
    assert wrong in text
    with pytest.raises(InvalidInputError) as refused:
        outlines.put(
            exercise.by("sleman.coordinator").envelope(), "34.04", text.replace(wrong, by, 1)
        )
    assert says in refused.value.said("id")[0]


def test_a_list_is_numbered_in_the_order_in_which_it_stands(exercise: Exercise) -> None:
    exercise.opened("standar", "sleman", "bantul")
    exercise.negotiating("sleman", "bantul")  # another stage between two of the first
    exercise.opened("standar", "sleman", "kupang")
    reports, who = exercise.kadflow.reports, exercise.by("sleman.coordinator").envelope()
    text = reports.outlines.text("daerah").replace("group_by: regime", "group_by: stage")
    reports.outlines.put(who, "34.04", text)

    built = reports.build(who, "daerah", period=PERIOD, organisation="34.04", formats=("html",))

    content = read_content(reports.file(built.record.id, "content"))
    listed = next(b for b in content.blocks if isinstance(b, Table) and b.columns[0].key == "no")
    assert [len(group.rows) for group in listed.groups] == [2, 1]
    assert [row[0].number for row in listed.all_rows()] == [1, 2, 3]
