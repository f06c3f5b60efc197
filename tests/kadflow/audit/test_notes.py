from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.audit.notes import (
    MAX_NOTE,
    Checkpoint,
    Note,
    SignerKey,
    VerifierKey,
    cosign,
    parse_note,
    sign_note,
    verify_checkpoint,
    verify_note,
)
from kadflow.errors import InvalidInputError, NoteUntrustedError, SignatureInvalidError

KEY = SignerKey("kadflow.example/history", bytes(range(32)))
OTHER = SignerKey("kadflow.example/history", bytes(range(1, 33)))
WITNESS = SignerKey("witness.example", bytes(32))
CHECKPOINT = Checkpoint(KEY.name, 7, bytes(32), 1, "2026-01-05T00:00:00.000000Z")
NOTE = sign_note(CHECKPOINT.text(), KEY)
LINES = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=20
)


@given(
    st.builds(
        Checkpoint,
        origin=LINES,
        size=st.integers(0, 10**15),
        root=st.binary(min_size=32, max_size=32),
        epoch=st.none() | st.integers(1, 10**6),
        time=st.just("2026-01-05T00:00:00.000000Z"),
        more=st.lists(LINES, max_size=3).map(tuple),
    )
)
def test_any_checkpoint_survives_signing_and_verifying(checkpoint: Checkpoint) -> None:
    note = cosign(sign_note(checkpoint.text(), KEY), WITNESS)
    assert parse_note(str(note)) == note
    assert verify_checkpoint(str(note).encode(), [KEY.verifier]) == checkpoint


@given(st.integers(0, len(str(NOTE)) - 1), st.sampled_from("0aZ+\n -"))
def test_no_character_of_a_note_can_change(place: int, letter: str) -> None:
    text = str(NOTE)
    changed = text[:place] + letter + text[place + 1 :]
    if changed == text:
        return
    with pytest.raises((InvalidInputError, SignatureInvalidError, NoteUntrustedError)):
        verify_checkpoint(changed, [KEY.verifier])


def test_keys_survive_their_texts() -> None:
    assert SignerKey.parse(KEY.to_secret() + "\n") == KEY
    assert VerifierKey.parse(f" {KEY.verifier}\n") == KEY.verifier


def test_keys_have_the_ids_that_other_programs_give_them() -> None:
    # A published test key of the Go implementation of signed notes.
    signer = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert str(SignerKey.parse(signer).verifier) == public


def test_a_signer_key_does_not_show_its_secret_when_logged() -> None:
    assert repr(KEY) == str(KEY) == "SignerKey('kadflow.example/history')"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kadflow.example",
        "a b+00000000+AQ==",
        "+00000000+AQ==",
        "name+0000000+AQ==",
        "name+00000000+AQ==",
        "name+00000000+!!",
        str(KEY.verifier).replace("2dcde0db", "2dcde0dc"),
        str(KEY.verifier).replace("kadflow", "kadfl0w"),
        str(KEY.verifier).replace("+AQ", "+Ag"),
        str(KEY.verifier).replace("TG4", "TG5"),
    ],
)
def test_a_verifier_key_that_was_miscopied_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="not a usable verifier key"):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text", [str(KEY.verifier), KEY.to_secret()[:-4], KEY.to_secret().replace("2dcde0db", "00000000")]
)  # fmt: skip
def test_a_signer_key_that_was_miscopied_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="not a usable signer key"):
        SignerKey.parse(text)


@pytest.mark.parametrize(("name", "seed"), [("", 32), ("a+b", 32), ("a b", 32), ("a", 31)])
def test_a_signer_key_that_could_sign_nothing_readable_is_refused(name: str, seed: int) -> None:
    with pytest.raises(InvalidInputError, match="not a usable signer key"):
        SignerKey(name, bytes(seed))


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    note = sign_note(CHECKPOINT.text(), WITNESS, KEY)
    assert verify_checkpoint(note, [KEY.verifier]) == CHECKPOINT
    assert verify_checkpoint(note, [WITNESS.verifier]) == CHECKPOINT


def test_a_note_that_no_known_key_signed_is_not_trusted() -> None:
    with pytest.raises(NoteUntrustedError, match=r"kadflow\.example/history"):
        verify_note(NOTE, [WITNESS.verifier])
    with pytest.raises(NoteUntrustedError):
        verify_note(NOTE, [])


def test_another_key_of_the_same_name_is_an_unknown_key() -> None:
    with pytest.raises(NoteUntrustedError):
        verify_note(NOTE, [OTHER.verifier])


def test_after_a_rotation_notes_of_the_old_and_the_new_key_hold() -> None:
    known = [KEY.verifier, OTHER.verifier]
    assert verify_note(NOTE, known) == NOTE
    assert verify_checkpoint(sign_note(CHECKPOINT.text(), OTHER), known) == CHECKPOINT


def test_one_bad_signature_by_a_known_key_rejects_the_note() -> None:
    other = sign_note(Checkpoint(KEY.name, 8, bytes(32)).text(), WITNESS)
    mixed = Note(NOTE.text, (*NOTE.signatures, *other.signatures))
    assert verify_note(mixed, [KEY.verifier]) == mixed
    with pytest.raises(SignatureInvalidError, match=r"witness\.example"):
        verify_note(mixed, [KEY.verifier, WITNESS.verifier])


def test_a_checkpoint_of_another_tree_is_not_trusted() -> None:
    with pytest.raises(NoteUntrustedError, match="not about elsewhere"):
        verify_checkpoint(NOTE, [KEY.verifier], origin="elsewhere")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"\xff\n\n\n", "not UTF-8"),
        ("text only\n", "no empty line"),
        (str(NOTE)[:-1], "cut off"),
        (str(NOTE).replace("\n7\n", "\r\n7\r\n"), "control character"),
        (str(NOTE) + "stray\n", "not a signature line"),
        (str(NOTE).replace("\u2014", "-"), "not a signature line"),
        (str(NOTE)[:-6] + "\n", "not a signature line"),
        ("\n\n\u2014 a AAAAAAAA\n", "text is empty"),
        ("x" * MAX_NOTE + str(NOTE), "bytes, more than"),
    ],
)
def test_what_is_no_note_is_refused_with_the_reason(data: bytes | str, fault: str) -> None:
    with pytest.raises(InvalidInputError, match=fault):
        parse_note(data)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("origin\n7\n", "needs an origin"),
        ("\n7\nAA==\n", "needs an origin"),
        ("origin\n7\nAA==\n\nmore\n", "needs an origin"),
        (CHECKPOINT.text().replace("\n7\n", "\n07\n"), "number of leaves"),
        (CHECKPOINT.text().replace("\n7\n", "\n-7\n"), "number of leaves"),
        (CHECKPOINT.text().replace("AAA=", "AA=="), "the root"),
        (CHECKPOINT.text().replace("AAA=", "AAB="), "the root"),
        ("origin\n7\nAA==\n", "the root"),
    ],
)
def test_what_is_no_checkpoint_is_refused_with_the_reason(text: str, fault: str) -> None:
    with pytest.raises(InvalidInputError, match=fault):
        Checkpoint.parse(text)


def test_a_checkpoint_from_elsewhere_needs_neither_epoch_nor_time() -> None:
    checkpoint = Checkpoint.parse(f"example.com/log\n0\n{'A' * 43}=\nopaque line\n")
    assert checkpoint == Checkpoint("example.com/log", 0, bytes(32), more=("opaque line",))


@pytest.mark.parametrize("text", ["", "no newline", "tab\there\n"])
def test_what_cannot_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(InvalidInputError):
        sign_note(text, KEY)


def test_a_note_without_a_signer_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="at least one signature"):
        sign_note("text\n")
