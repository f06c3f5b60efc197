"""The golden vectors, read by the program, by an outsider, and by the page that explains them."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kadflow.audit.canonical import canonical_bytes, parse_canonical
from kadflow.audit.chain import (
    GENESIS,
    StreamHead,
    append,
    decode_event,
    event_digest,
    part_digest,
)
from kadflow.audit.notes import Checkpoint, SignerKey, VerifierKey, sign_note, verify_checkpoint
from kadflow.audit.tree import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    tree_root,
    verify_consistency,
    verify_inclusion,
)
from kadflow.audit.verify import Tombstone, verify_stream
from kadflow.domain.events import Actor, EventDraft, LegalDate, Part
from kadflow.errors import NotCanonicalError
from tests.kadflow.audit import outsider

ROOT = Path(__file__).parents[3]


def load(name: str) -> Any:
    return json.loads((ROOT / "tests" / "vectors" / name).read_text())


CANONICAL = load("canonical.json")
STREAM = load("stream.json")
TREE = load("tree.json")
CHECKPOINT = load("checkpoint.json")
TAMPERED = load("tampered.json")


def by_name(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def take_next(salts: Iterator[bytes], size: int) -> bytes:
    salt = next(salts)
    assert len(salt) == size
    return salt


def rows_of(history: dict[str, Any]) -> list[list[Any]]:
    bodies = [bytes.fromhex(body) for body in TAMPERED["bodies"]]
    return [[*row[:-1], bodies[row[-1]]] for row in history["rows"]]


def stored_part(part: dict[str, Any]) -> Part | Tombstone:
    if "by_number" in part:
        return Tombstone(**part)
    return Part(part["name"], bytes.fromhex(part["salt"]), bytes.fromhex(part["content"]))


@by_name(CANONICAL["canonical"])
def test_a_value_has_the_golden_bytes(case: dict[str, Any]) -> None:
    golden = bytes.fromhex(case["bytes"])
    assert canonical_bytes(case["value"]) == golden
    assert parse_canonical(golden) == case["value"] == outsider.read(golden)


@by_name(CANONICAL["refused"])
def test_bytes_in_another_form_are_refused(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["bytes"])
    with pytest.raises(NotCanonicalError):
        parse_canonical(data)
    with pytest.raises(ValueError, match=r".*"):
        outsider.read(data)


def test_the_golden_commands_still_become_the_golden_entries() -> None:
    head = StreamHead(STREAM["stream"])
    entries = []
    for command in STREAM["appended"]:
        salts = iter([bytes.fromhex(salt) for salt in command["salts"]])
        sealed, head = append(
            head,
            [msgspec.convert(draft, EventDraft) for draft in command["drafts"]],
            now=datetime.fromisoformat(command["now"]),
            actor=msgspec.convert(command["actor"], Actor),
            effective_on=msgspec.convert(command["effective_on"], LegalDate),
            agreement=command["agreement"],
            template=command["template"],
            rules=command["rules"],
            salts=partial(take_next, salts),
        )
        entries += sealed
    assert [entry.body.hex() for entry in entries] == [e["body"] for e in STREAM["entries"]]
    assert [entry.digest for entry in entries] == [e["digest"] for e in STREAM["entries"]]
    assert msgspec.to_builtins(head) == STREAM["head"]
    for entry, golden in zip(entries, STREAM["entries"], strict=True):
        assert [(p.name, p.salt.hex(), p.content.hex()) for p in entry.parts] == [
            (p["name"], p["salt"], p["content"]) for p in golden["parts"]
        ]


def test_golden_entries_read_back_to_the_same_bytes_and_digests() -> None:
    previous = GENESIS
    for golden in STREAM["entries"]:
        body = bytes.fromhex(golden["body"])
        event = decode_event(body)
        assert body.decode() == golden["text"]
        assert canonical_bytes(event) == body
        assert event.previous == previous
        assert event_digest(body) == outsider.digest_of_event(body) == golden["digest"]
        previous = golden["digest"]
        for ref, part in zip(event.parts, golden["parts"], strict=True):
            salt, content = bytes.fromhex(part["salt"]), bytes.fromhex(part["content"])
            assert ref.digest == part["digest"] == part_digest(salt, content)
            assert outsider.digest_of_part(salt, content) == part["digest"]


@by_name(TAMPERED["histories"])
def test_a_stored_history_gives_the_expected_finding(case: dict[str, Any]) -> None:
    parts = case["parts"]
    report = verify_stream(
        [tuple(row) for row in rows_of(case)],
        columns=TAMPERED["columns"],
        stream=TAMPERED["stream"],
        head=None if case["head"] is None else StreamHead(**case["head"]),
        parts=None
        if parts is None
        else lambda _, number: [stored_part(part) for part in parts.get(str(number), [])],
    )
    found = report.first_break
    assert (found is None) == report.ok
    assert case["finding"] == (
        None if found is None else {n: getattr(found, n) for n in ("number", "what", "field")}
    )


@by_name(TAMPERED["histories"])
def test_an_outsider_finds_the_same_entry_broken(case: dict[str, Any]) -> None:
    found = outsider.verify(
        TAMPERED["stream"], TAMPERED["columns"], rows_of(case), case["head"], case["parts"]
    )
    assert found == (None if case["finding"] is None else case["finding"]["number"])


def test_golden_roots_are_those_of_the_tree_and_of_its_definition() -> None:
    leaves = [bytes.fromhex(leaf) for leaf in TREE["leaves"]]
    for size, root in enumerate(TREE["roots"]):
        assert tree_root(leaves[:size]).hex() == outsider.root_of(leaves[:size]).hex() == root


def test_golden_inclusion_proofs_are_made_and_verified() -> None:
    leaves = [bytes.fromhex(leaf) for leaf in TREE["leaves"]]
    for case in TREE["inclusion"]:
        index, size = case["index"], case["size"]
        proof = [bytes.fromhex(step) for step in case["proof"]]
        root = bytes.fromhex(TREE["roots"][size])
        assert inclusion_proof(leaves[:size], index) == proof
        assert verify_inclusion(proof, digest=leaves[index], index=index, size=size, root=root)


def test_golden_consistency_proofs_are_made_and_verified() -> None:
    leaves = [bytes.fromhex(leaf) for leaf in TREE["leaves"]]
    roots = [bytes.fromhex(root) for root in TREE["roots"]]
    for case in TREE["consistency"]:
        old, size = case["old_size"], case["size"]
        proof = [bytes.fromhex(step) for step in case["proof"]]
        assert consistency_proof(leaves[:size], old) == proof
        assert verify_consistency(
            proof, old_size=old, old_root=roots[old], size=size, root=roots[size]
        )


def test_the_golden_checkpoint_is_made_again_and_verified() -> None:
    signer = SignerKey.parse(CHECKPOINT["signer"])
    key = VerifierKey.parse(CHECKPOINT["verifier"])
    checkpoint = verify_checkpoint(CHECKPOINT["note"], [key], origin=CHECKPOINT["origin"])
    frontier = Frontier()
    frontier.extend(bytes.fromhex(leaf) for leaf in CHECKPOINT["leaves"])
    assert frontier.to_json() == CHECKPOINT["frontier"]
    assert checkpoint == Checkpoint(
        CHECKPOINT["origin"],
        frontier.size,
        frontier.root(),
        CHECKPOINT["epoch"],
        CHECKPOINT["time"],
    )
    assert CHECKPOINT["note"].startswith(str(sign_note(checkpoint.text(), signer)))
    assert str(signer.verifier) == CHECKPOINT["verifier"]


def test_an_outsider_verifies_the_golden_checkpoint_down_to_the_bytes() -> None:
    origin, size, root64, *more = outsider.open_note(CHECKPOINT["note"], CHECKPOINT["verifier"])
    outsider.open_note(CHECKPOINT["note"], CHECKPOINT["witness"])
    bodies = [bytes.fromhex(entry["body"]) for entry in STREAM["entries"]]
    leaves = [bytes.fromhex(outsider.digest_of_event(body)) for body in bodies]
    assert (origin, int(size)) == (CHECKPOINT["origin"], len(leaves))
    assert outsider.root_of(leaves) == b64decode(root64)
    assert more == [f"epoch {CHECKPOINT['epoch']}", f"time {CHECKPOINT['time']}"]
    with pytest.raises(ValueError, match="not signed"):
        outsider.open_note(CHECKPOINT["note"].replace("\n5\n", "\n4\n"), CHECKPOINT["verifier"])


def test_every_example_of_the_format_page_is_that_of_the_vectors() -> None:
    page = (ROOT / "docs" / "event-format.md").read_text()
    examples = re.findall(r"<!-- vector: (\S+) (\S+) -->\n```text\n(.*?)\n```", page, re.DOTALL)
    assert len(examples) == page.count("<!-- vector:") >= 8
    for file, path, shown in examples:
        value = load(file)
        for key in path.split("."):
            value = value[int(key) if key.isdigit() else key]
        assert shown == value.rstrip("\n"), path
