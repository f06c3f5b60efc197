"""Journey A by command line: an umbrella between two regencies, from idea to force."""

from __future__ import annotations

from pathlib import Path

from tests.kadflow.cli.console import Console

LIAISON = ("--as", "sleman.coordinator")
PLAN = (
    "background", "purpose", "location", "scope", "duration", "benefits", "impact", "funding",
)  # fmt: skip
CHAIN = ("unit", "legal", "finance", "secretary")


def _decide(console: Console, number: str, role: str, *words: str) -> None:
    console.ok("agreement", "decide", number, "approve", *words, "--as", role)


def _open(console: Console, tmp_path: Path) -> str:
    """The liaison types "kab bantul", leaves the term unknown and writes the plan."""
    terms = tmp_path / "rencana.yaml"
    lines = [f"plan.{field}: Uraian contoh untuk {field}" for field in PLAN]
    terms.write_text("\n".join([*lines, "subjects: [lingkungan hidup]"]), "utf-8")
    answer = console.ok(
        "agreement", "create", "ksdd-sukarela", "--party", "34.04", "--party", "kab bantul",
        "--terms", str(terms), "--set", "title=Pengelolaan sampah lintas batas",
        "--set", "planning_basis=in_plan", "--set", "bordering=true",
        "--set", "cross_border_effect=true", "--set", "cheaper_together=false",
        "--set", "regime_reason=Biaya per ton tidak turun.", *LIAISON, "--json",
    )  # fmt: skip
    assert "kab bantul = Kabupaten Bantul (34.02)" in answer.said
    number: str = answer.json["outcome"]["number"]
    return number


def _file(tmp_path: Path, name: str) -> Path:
    file = tmp_path / name
    file.write_bytes(f"contoh {name}".encode())
    return file


def _offer(console: Console, number: str, tmp_path: Path) -> None:
    """Sleman's own chain recommends, its head sends the offer, Bantul's chain answers it."""
    for kind in ("kak", "draft_kb"):
        file = _file(tmp_path, f"{kind}.pdf")
        console.ok("agreement", "add-document", number, kind, file, *LIAISON)
    console.ok("agreement", "act", number, "submit_proposal", *LIAISON)
    console.refuse(5, "agreement", "decide", number, "approve", "--as", "bantul.unit")
    for role in ("unit", "secretary"):
        _decide(console, number, f"sleman.{role}")
    console.at = "2026-01-19"
    console.ok(
        "agreement", "add-document", number, "offer", _file(tmp_path, "penawaran.pdf"),
        "--letter-number", "130/0042", "--letter-date", "2026-01-19", "--from", "Bupati Sleman",
        "--to", "Bupati Bantul", *LIAISON,
    )  # fmt: skip
    console.ok("agreement", "act", number, "submit_offer", *LIAISON)
    _decide(console, number, "sleman.head")
    console.at = "2026-02-02"
    for role in ("unit", "secretary", "head"):
        _decide(console, number, f"bantul.{role}")


def _negotiate(console: Console, number: str) -> None:
    """Bantul returns inside; Sleman sees only that Bantul is awaited, and the response."""
    console.at = "2026-02-16"
    console.ok(
        "agreement", "edit", number, "--set", "clauses.1=Para pihak mengelola sampah bersama.",
        "--set", "clauses.2=Biaya ditanggung masing-masing pihak.", *LIAISON,
    )  # fmt: skip
    console.ok("agreement", "act", number, "submit_text", *LIAISON)
    for role in CHAIN:
        _decide(console, number, f"sleman.{role}")
    _decide(console, number, "bantul.unit")
    console.ok(
        "agreement", "decide", number, "return", "--as", "bantul.legal",
        "--reason", "Pasal 2 tidak menyebut sumber anggaran.",
    )  # fmt: skip
    seen = console.ok("agreement", "explain", number, *LIAISON).shown
    assert "menunggu Kabupaten Bantul sejak 16 Februari 2026" in seen
    assert "Bagian Hukum" not in seen
    assert "release" not in seen
    own = console.ok("agreement", "explain", number, "--as", "bantul.coordinator").shown
    assert "Bagian Hukum: dikembalikan untuk diperbaiki" in own
    assert f"kadflow agreement release {number} text_agreed" in own
    todo = console.ok("inbox", "--as", "bantul.coordinator").shown
    assert "(agreement release)" in todo
    assert "sumber anggaran" not in console.ok("history", "show", number, *LIAISON).shown
    inside = console.ok("history", "show", number, "--as", "bantul.unit").shown
    assert "Pasal 2 tidak menyebut sumber anggaran." in inside
    console.ok(
        "agreement", "release", number, "text_agreed", "return", "--as", "bantul.coordinator",
        "--reason", "Mohon sumber anggaran disebut.",
    )  # fmt: skip
    assert "Mohon sumber anggaran disebut." in console.ok("history", "show", number).shown


def _reconfirm(console: Console, number: str) -> None:
    """One clause changes; every inbox says who is asked again, and nobody else is."""
    console.at = "2026-03-02"
    console.ok(
        "agreement", "edit", number, "--set", "clauses.2=Biaya dibebankan pada APBD.", *LIAISON
    )
    console.ok("agreement", "act", number, "submit_text", *LIAISON)
    for short in ("sleman", "bantul"):
        for role in CHAIN:
            tasks = console.ok("inbox", "--as", f"{short}.{role}", "--json").json["tasks"]
            if any(task["gate"] == "text_agreed" for task in tasks):
                _decide(console, number, f"{short}.{role}", "--gate", "text_agreed")
    assert console.ok("agreement", "show", number, "--json").json["agreement"]["state"] == (
        "kb_signing"
    )


def _change_late(console: Console, number: str) -> None:
    """After the text was agreed one clause changes: who confirms again, and what changed, is told."""
    console.at = "2026-03-30"
    console.ok(
        "agreement", "edit", number, "--set", "clauses.2=Biaya dibebankan pada APBD para pihak.",
        *LIAISON,
    )  # fmt: skip
    told = console.ok("agreement", "explain", number, *LIAISON).shown
    assert "perlu dikonfirmasi ulang" in told
    assert (
        "Pasal 2: semula 'Biaya dibebankan pada APBD.'; menjadi 'Biaya dibebankan pada APBD para "
        "pihak.'"
    ) in told
    assert "Pasal 1: semula" not in told
    for short in ("sleman", "bantul"):
        for role in CHAIN:
            tasks = console.ok("inbox", "--as", f"{short}.{role}", "--json").json["tasks"]
            if any(task["gate"] == "text_agreed" for task in tasks):
                _decide(console, number, f"{short}.{role}", "--gate", "text_agreed")
    assert "Yang berubah" not in console.ok("agreement", "explain", number, *LIAISON).shown


def _sign(console: Console, number: str, tmp_path: Path) -> None:
    """Bantul's head is unable: the deputy signs, and Plh Sekda is refused with the article."""
    console.at = "2026-04-06"
    for handle, capacity in (("secretary", "plh"), ("deputy_head", "deputy_for_head")):
        console.ok(
            "organisation", "appoint", "34.02/head", f"bantul.{handle}", "--capacity", capacity,
            "--from", "2026-04-06", "--until", "2026-04-10", "--letter", "800/117",
            "--first-setup",
        )  # fmt: skip
    console.ok(
        "agreement", "edit", number, "--set", "signing_day=2026-04-07",
        "--set", "signing_place=Yogyakarta", "--set", "originals=2", *LIAISON,
    )  # fmt: skip
    console.ok(
        "agreement", "add-document", number, "absence_letter", _file(tmp_path, "a.pdf"), *LIAISON
    )
    console.at = "2026-04-07"
    console.ok("agreement", "sign", number, "--as", "sleman.head")
    plh = console.refuse(
        4, "agreement", "sign", number, "--as", "bantul.secretary", "--on-behalf-of", "34.02/head"
    )
    assert "UU 23/2014" in plh.said
    console.ok(
        "agreement", "sign", number, "--as", "bantul.deputy_head", "--on-behalf-of", "34.02/head"
    )
    card = console.ok("agreement", "show", number).shown
    assert "Kabupaten Bantul: ditandatangani 7 April 2026" in card
    _scan(console, number, tmp_path)


def _scan(console: Console, number: str, tmp_path: Path) -> None:
    """The scan of the signed KB is uploaded, numbered, and confirmed as the approved text."""
    console.ok(
        "agreement", "add-document", number, "signed_kb", _file(tmp_path, "kb.pdf"), *LIAISON
    )
    console.ok("agreement", "number-document", number, "signed_kb", "075/KB/2026",
               "--party", "34.04", *LIAISON)  # fmt: skip
    for handle in ("sleman.legal", "bantul.legal"):
        console.ok("agreement", "compare-document", number, "signed_kb", "agrees",
                   "--as", handle)  # fmt: skip
    card = console.ok("agreement", "show", number).shown
    assert "Kabupaten Sleman: No. 075/KB/2026; Kabupaten Bantul: nomor menyusul" in card
    assert "Kabupaten Bantul: sesuai dengan naskah yang disetujui" in card
    assert "perlu dikonfirmasi ulang" not in card  # no approval was lost


def _councils(console: Console, number: str) -> None:
    """Only the council of the region that has not budgeted is asked; its condition stays."""
    console.at = "2026-04-20"
    unknown = ("agreement", "act", number, "check_councils", *LIAISON, "--json")
    assert console.refuse(5, *unknown).problem["code"] == "fact-missing"
    for place, short, status in ((1, "sleman", "budgeted"), (2, "bantul", "not_yet")):
        console.ok(
            "agreement", "edit", number, "--set", f"budget_status.@{place}.2026={status}",
            "--set", f"burdens_public.@{place}=false", "--as", f"{short}.finance",
        )  # fmt: skip
    console.ok("agreement", "act", number, "check_councils", *LIAISON)
    early = ("agreement", "open-child", number, "pks", "--set", "title=PKS", *LIAISON)
    console.refuse(5, *early)
    console.at = "2026-05-11"
    console.ok(
        "agreement", "decide", number, "approve_with_conditions",
        "--condition", "Laporan volume setiap triwulan.", "--as", "bantul.council",
    )  # fmt: skip
    card = console.ok("agreement", "show", number).shown
    assert "Kewajiban" in card
    assert "belum dipenuhi" in card


def test_an_umbrella_between_two_regencies_from_idea_to_force(console: Console, tmp_path: Path):
    number = _open(console, tmp_path)
    _offer(console, number, tmp_path)
    _negotiate(console, number)
    _reconfirm(console, number)
    _change_late(console, number)
    _sign(console, number, tmp_path)
    _councils(console, number)
    child = (
        "agreement", "open-child", number, "pks", "--set", "title=PKS pengangkutan",
        "--set", 'subjects=["lingkungan hidup"]',
        "--set", 'term={"starts_on": "2026-06-01", "ends_on": "2028-05-31"}', *LIAISON,
    )  # fmt: skip
    opened = console.ok(*child, "--reason", "Kontrak armada dua tahun.", "--json")
    number_of_child = opened.json["outcome"]["child_number"]
    assert number_of_child in console.ok("agreement", "show", number).shown
    assert number in console.ok("agreement", "show", number_of_child).shown
    assert console.ok("history", "verify", "--rows", "--json").json["ok"] is True
    before = console.ok("agreement", "show", number, "--as-of", "2026-03-31", "--json").json
    assert before["agreement"]["state"] == "kb_signing"
    _tell_the_similar(console, number)


def _tell_the_similar(console: Console, number: str) -> None:
    """Whoever opens another one between the two is told of this one."""
    again = console.ok(
        "agreement", "create", "standar", "--party", "34.02", "--party", "34.04",
        "--set", "title=Sampah lagi", "--as", "bantul.coordinator",
    )  # fmt: skip
    assert number in again.said
    assert "sudah bekerja sama" in again.said
