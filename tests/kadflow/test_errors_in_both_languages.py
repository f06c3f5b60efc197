"""Every error that a person can meet says itself in Indonesian too, with the same facts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kadflow import errors
from kadflow.app import Kadflow
from kadflow.domain.wording import choices, day_words, listed, role_words
from kadflow.errors import (
    FactMissingError,
    GateNotMetError,
    HistoryBrokenError,
    InvalidInputError,
    InvalidTemplateError,
    KadflowError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
    StorageUnavailableError,
    TransitionRefusedError,
)
from kadflow.storage.failures import unavailable
from state_machines import check_template, read_template
from state_machines.errors import GuardSyntaxError, TemplateError
from state_machines.guards import Condition
from state_machines.reading import CONTRADICTIONS
from tests.scenarios.staging import REGIONS, Exercise, built_sqlite, on_sqlite  # noqa: F401

ROOT = Path(__file__).parents[2]
KINDS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, KadflowError)
} | {"AlreadyStoredError", "ConstraintError"}
BUILDERS = {
    "kadflow": KINDS | {"unavailable"},
    "state_machines": {"Fault", "error", "warning", "_fail"},
}
"""What makes an error, by package: the classes themselves, and functions that pass words on."""
APART = {
    "kadflow/errors.py": "declares the words, says nothing",
    "kadflow/_siblings.py": "runs before anything of ours can be imported; ImportError, for operators",
}

WORDS = """the not is are was were has have must cannot and or of to from with for by an this that these
    there here before after already needs need needed nobody who which what when while until now
    gate gates template deadline party parties agreement office holder mandate stream entry
    checkpoint event state step answer reason closed opened taken refused missing unknown known
    give use run read write look list name names number date file key term terms
    first last only more than one two your you it its"""
ENGLISH = set(WORDS.split())
QUOTED = re.compile(
    r"""'[^']*' | "[^"]*" | `[^`]*`             # template keys and what somebody typed
      | kadflow(\ [a-z-]+)+ | history\ verify     # commands stay as they are
      | --[a-z-]+ | \b[a-z_]+: | \[[^\]]*\]       # options, fields of a template and their values
      | KADFLOW_[A-Z_]+ | workflow-template
      | CREATE\ ROLE.* | [a-z]+://\S+ | \b\w+\.csv
      | \b(proposal|negotiation|signing|implementation|evaluation)\b""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Site:
    """One place that makes an error."""

    place: str
    call: ast.Call

    def word(self, name: str) -> ast.expr | None:
        """The expression of a keyword, or of the message."""
        if name == "message":
            return self.call.args[0] if self.call.args else None
        return next((k.value for k in self.call.keywords if k.arg == name), None)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _sites() -> Iterator[Site]:
    for package, builders in BUILDERS.items():
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name in APART:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _called(node) in builders:
                    if any(k.arg is None for k in node.keywords) and not node.args:
                        continue
                    if isinstance(node.func, ast.Attribute) and _called(node) not in KINDS:
                        continue  # a logger's warning, a parser's error
                    yield Site(f"{name}:{node.lineno}", node)


SITES = list(_sites())


def _empty(expression: ast.expr | None) -> bool:
    return expression is None or (
        isinstance(expression, ast.Constant) and not str(expression.value).strip()
    )


def test_the_sites_are_found():
    """Were the search broken, every test below would pass over nothing."""
    assert len([site for site in SITES if site.place.startswith("kadflow/")]) > 150
    assert len([site for site in SITES if site.place.startswith("state_machines/")]) > 60


def test_every_error_has_its_message_in_indonesian():
    assert not [site.place for site in SITES if _empty(site.word("pesan"))]


def test_every_hint_has_its_indonesian():
    silent = []
    for site in SITES:
        hinted = not _empty(site.word("hint"))
        if site.place.startswith("state_machines/") and len(site.call.args) > 3:
            hinted = hinted or not _empty(site.call.args[3])
        if hinted and _empty(site.word("saran")):
            silent.append(site.place)
    assert not silent


def _texts(expression: ast.expr | None) -> str:
    """Everything that is written out in an expression, with … for what is filled in."""
    if expression is None:
        return ""
    if isinstance(expression, ast.Constant):
        return str(expression.value) if isinstance(expression.value, str) else ""
    if isinstance(expression, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "…"
            for part in expression.values
        )
    return " ".join(_texts(child) for child in ast.iter_child_nodes(expression) if _is_text(child))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant | ast.JoinedStr | ast.IfExp | ast.BinOp)


def test_indonesian_sentences_hold_no_english_word():
    mixed = {}
    for site in SITES:
        for name in ("pesan", "saran"):
            words = re.findall(r"[A-Za-z]+", QUOTED.sub(" ", _texts(site.word(name))))
            if found := sorted({word for word in words if word.lower() in ENGLISH}):
                mixed[f"{site.place} {name}"] = found
    assert not mixed


def test_sentences_begin_large_and_end_with_a_full_stop():
    odd = []
    for site in SITES:
        for name in ("pesan", "saran"):
            text = _texts(site.word(name)).strip()
            if text in {"", "…"} or not isinstance(site.word(name), ast.Constant | ast.JoinedStr):
                continue
            begins = text[0].isupper() or not text[0].isalpha()
            if not begins or text[-1] not in ".…":
                odd.append(f"{site.place} {name}: {text}")
    assert not [line for line in odd if "workflow-template" not in line and "kadflow" not in line]


TWINS = {
    "apa": {"what"}, "taken": {"what"}, "language": {"last"}, "salah": {"fault"},
    "dunia": {"world"}, "indonesian": {"english"}, "baris": {"line"},
    "lain": {"other"}, "mengapa": {"why"}, "contoh": {"example"}, "letak": {"place"},
    "lagi": {"more"},
}  # fmt: skip
"""Local names that hold the two languages of one thing."""
SYSTEM = {"error", "message", "problem"}
"""The words of the system or of a driver; they are English and stay beside, in the English text."""
NEVER_SHOWN = {
    "digest", "key_id", "hex", "owner", "stream", "stored", "by", "agreement", "document",
    "mandate", "organisation", "raw", "kind", "draft", "wanted_id", "command", "constraint",
    "statement", "reason", "where",
}  # fmt: skip
"""Ids, digests and names of the program: no sentence for officials carries them."""
FUNCTIONS = {
    "COMMAND_WORDS", "Naming", "_KATA", "_KIND_WORDS", "_UNITS", "_shown", "_tampak", "cause_words", "day_words",
    "first_line", "names", "place_of", "record", "template", "to_text", "words_for",
}  # fmt: skip
"""What turns a fact into words, and what it needs for that."""


def _facts(expression: ast.expr | None) -> set[str]:
    """The values that a text fills in, by the last name of each expression."""
    found: set[str] = set()
    for node in ast.walk(expression) if expression is not None else ():
        if isinstance(node, ast.FormattedValue):
            for inner in ast.walk(node.value):
                if isinstance(inner, ast.Name) and not callable(__builtins__.get(inner.id)):
                    found |= TWINS.get(inner.id, {inner.id})
    return found


@pytest.mark.parametrize("room", ["kadflow", "state_machines"])
def test_both_languages_fill_in_the_same_facts(room: str):
    """Facts that one language tells and the other keeps would make two different refusals."""
    strange = {}
    for site in SITES:
        message, pesan = site.word("message"), site.word("pesan")
        if room == "state_machines" and len(site.call.args) > 2:
            message = site.call.args[1] if _called(site.call) == "_fail" else site.call.args[2]
        if not site.place.startswith(room) or not isinstance(message, ast.JoinedStr):
            continue
        if not isinstance(pesan, ast.JoinedStr | ast.Constant):
            continue
        told, said = _facts(message), _facts(pesan)
        apart = (told - said - SYSTEM - NEVER_SHOWN - FUNCTIONS) | (said - told - FUNCTIONS)
        if apart:
            strange[site.place] = sorted(apart)
    assert not strange


# ------------------------------------------------------------------ real refusals


@pytest.fixture
def exercise(built_sqlite: Path, tmp_path: Path) -> Iterator[Exercise]:  # noqa: F811
    with on_sqlite(built_sqlite, tmp_path) as found:
        yield found


def both(error: KadflowError) -> tuple[str, str]:
    """What an Indonesian and an English reader are told."""
    return " ".join(error.said("id")).strip(), " ".join(error.said("en")).strip()


def test_a_step_that_is_not_possible_is_refused_by_titles(exercise: Exercise):
    number = exercise.opened().number
    with pytest.raises(TransitionRefusedError) as refused:
        exercise.by("sleman.coordinator").act(number, "carry_on")
    indonesian, english = both(refused.value)
    template = exercise.kadflow.templates.get("standar")[1]
    title = template.states[template.initial_state].title
    assert title.id in indonesian
    assert title.en in english
    assert "carry_on" not in indonesian + english
    assert refused.value.details["event"] == "carry_on"
    assert "submit_proposal" in refused.value.details["possible"]


def test_a_missing_right_names_who_has_it(exercise: Exercise):
    number = exercise.opened().number
    with pytest.raises(NotPermittedError) as refused:
        exercise.by("bantul.coordinator").act(number, "submit_proposal")
    indonesian, english = both(refused.value)
    assert "Sekretariat TKKSD pemrakarsa" in indonesian
    assert "5 Januari 2026" in indonesian
    assert "Cooperation secretariat of the initiating party" in english


def test_a_gate_that_is_not_open_is_named_by_its_title(exercise: Exercise):
    number = exercise.opened().number
    gates = exercise.kadflow.templates.get("standar")[1].gates
    name, gate = next(iter(gates.items()))
    with pytest.raises(GateNotMetError) as refused:
        exercise.by("sleman.head").decide(number, "approve", gate=name)
    indonesian, english = both(refused.value)
    assert gate.title.id in indonesian
    assert gate.title.en in english
    assert refused.value.details["gate"] == name


def test_missing_terms_are_listed_by_title(exercise: Exercise):
    with pytest.raises(FactMissingError) as refused:
        exercise.by("sleman.coordinator").create(
            "standar", [REGIONS["sleman"], REGIONS["bantul"]], {}
        )
    indonesian, english = both(refused.value)
    template = exercise.kadflow.templates.get("standar")[1]
    for path in refused.value.details["missing"]:
        assert template.terms[path].title.id in indonesian
        assert template.terms[path].title.en in english


def test_a_reason_that_is_missing_is_asked_for_in_both(exercise: Exercise):
    number = exercise.opened().number
    with pytest.raises(ReasonRequiredError) as refused:
        exercise.by("sleman.coordinator").act(number, "stop")
    indonesian, english = both(refused.value)
    title = exercise.kadflow.templates.get("standar")[1].transitions["stop"].title
    assert indonesian == f"Langkah '{title.id}' memerlukan alasan. Isi alasannya dengan --reason."
    assert english == f"The step '{title.en}' needs a reason. Give it with --reason."


def test_what_is_not_there_and_what_does_not_fit_is_said_in_both(exercise: Exercise):
    with pytest.raises(NotFoundError) as refused:
        exercise.record("KSD-0")
    assert both(refused.value) == (
        "'KSD-0' tidak ditemukan. Lihat daftarnya dengan: kadflow agreement list.",
        "'KSD-0' names no agreement. List them with: kadflow agreement list.",
    )
    number = exercise.opened().number
    with pytest.raises(InvalidInputError) as misfit:
        exercise.by("sleman.coordinator").edit(number, {"term": "lama"})
    indonesian, english = both(misfit.value)
    title = exercise.kadflow.templates.get("standar")[1].terms["term"].title
    assert indonesian.startswith(f"Isi '{title.id}' bukan jangka waktu: 'lama'.")
    assert english.startswith(f"The value of '{title.en}' is not a term of time: 'lama'.")


def test_an_explanation_speaks_the_language_asked_for(exercise: Exercise):
    number = exercise.negotiating()
    agreements, asking = exercise.kadflow.agreements, exercise.kadflow.operator()
    template = exercise.kadflow.templates.get("standar")[1]
    plain = agreements.explain(number, asking)
    english = agreements.explain(number, asking, language="en")
    assert plain == agreements.explain(number, asking, language="id")
    assert plain.state_title == template.states[plain.state].title.id
    assert english.state_title == template.states[plain.state].title.en
    for own, other in zip(plain.possibilities, english.possibilities, strict=True):
        assert own.event == other.event
        assert own.obstacles == other.obstacles  # by keys, the same for every reader
        assert len(own.reasons) == len(own.obstacles) == len(other.reasons)
        assert own.title != other.title


def test_a_folder_without_data_is_told_in_both(tmp_path: Path):
    with pytest.raises(NotFoundError) as refused:
        Kadflow.open(tmp_path / "kosong")
    indonesian, english = both(refused.value)
    assert indonesian.startswith(f"Folder {tmp_path / 'kosong'} tidak berisi data Kadflow.")
    assert english.startswith("There is no installation")


def test_a_template_fault_is_told_in_both_with_its_line(exercise: Exercise):
    with pytest.raises(InvalidTemplateError) as refused:
        exercise.kadflow.templates.check("kind: workflow-template\nkind: lain\n", "alur.yaml")
    indonesian, english = both(refused.value)
    assert indonesian.startswith("alur.yaml, baris 2: kind: 'kind' tertulis dua kali.")
    assert english.startswith("alur.yaml, line 2: kind: 'kind' stands twice.")


def test_every_fault_of_a_bad_template_is_bilingual():
    good = read_template(Path(ROOT, "state_machines/templates/standar.yaml").read_text("utf-8"))
    states = {name: state for name, state in good.template.states.items() if not state.initial}
    broken = good.template.model_copy(update={"states": states, "gates": {}})
    faults = check_template(broken, lines=good.lines)
    assert {fault.code for fault in faults} >= {"no-initial", "unknown-state", "unknown-gate"}
    assert all(fault.pesan and fault.saran for fault in faults)


def test_a_guard_that_cannot_be_read_is_told_in_indonesian():
    text = Path(ROOT, "state_machines/templates/standar.yaml").read_text("utf-8")
    broken, count = re.subn(r"(?m)^(\s+when: )(?=\S*\b(agreement|terms|party)\b).*$",
                            r'\1"agreement.term_over and true"', text, count=1)  # fmt: skip
    assert count == 1
    try:
        faults = check_template(read_template(broken).template)
    except TemplateError as error:
        faults = error.faults
    (fault,) = [fault for fault in faults if fault.code == "guard-syntax"]
    assert fault.pesan == "Syarat ini tidak terbaca pada posisi 21 di dekat 'and true'."
    assert fault.saran == "Tulis && sebagai ganti 'and'."


@pytest.mark.parametrize(
    ("guard", "saran"),
    [
        ("year = 2026", "Bandingkan dengan dua tanda: ==."),
        ("year + 1 == 2026", "Syarat tidak berhitung; nyatakan angkanya sebagai isian."),
        ("year == 1.5", "Syarat hanya mengenal bilangan bulat: rupiah, hari, tahun."),
        ("1 < year < 3", "Tulis a < b && b < c sebagai ganti a < b < c."),
    ],
)
def test_the_usual_slips_in_a_guard_are_told_with_their_remedy(guard: str, saran: str):
    with pytest.raises(GuardSyntaxError) as refused:
        Condition.parse(guard)
    assert refused.value.saran == saran
    assert refused.value.hint


def test_every_contradiction_that_the_schema_finds_has_its_indonesian():
    tree = ast.parse(Path(ROOT, "state_machines/template.py").read_text("utf-8"))
    told = {
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "message"
        and isinstance(node.value, ast.Constant)
    }
    assert len(told) > 5
    assert told == set(CONTRADICTIONS)


def test_the_world_outside_is_told_in_both():
    error = unavailable("The disk is full.", pesan="Ruang penyimpanan penuh.")
    assert isinstance(error, StorageUnavailableError)
    assert both(error) == ("Ruang penyimpanan penuh. Coba lagi.", "The disk is full. Try again.")


def test_without_indonesian_the_english_is_shown_whole_never_mixed():
    error = HistoryBrokenError("It broke.", hint="Look.", saran="Lihat.")
    assert error.said("id") == ("It broke.", "Look.")


# ------------------------------------------------------------------ words


def test_dates_are_written_as_people_write_them():
    assert day_words("2026-08-05") == ("5 Agustus 2026", "5 August 2026")
    assert day_words("sekarang") == ("sekarang", "sekarang")
    assert day_words("2026-13-05") == ("2026-13-05", "2026-13-05")


def test_a_list_of_choices_shows_what_to_type():
    assert choices({"head": role_words("head")}) == ("Kepala (head)", "Head (head)")
    assert listed([]) == ("tidak ada", "none")
