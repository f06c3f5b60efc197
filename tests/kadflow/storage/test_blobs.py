from __future__ import annotations

import hashlib
import io
import os
import resource
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.errors import (
    HistoryBrokenError,
    InvalidInputError,
    NotFoundError,
    StorageUnavailableError,
)
from kadflow.storage import blobs as module
from kadflow.storage.blobs import Blobs

TEXT = b"Nota Kesepakatan" * 1000
DIGEST = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "blobs")


def unfinished(blobs):
    return list((blobs.folder / ".incoming").iterdir())


@pytest.mark.parametrize(
    "source", [TEXT, io.BytesIO(TEXT), [TEXT[:7], b"", TEXT[7:]]], ids=["bytes", "file", "chunks"]
)
def test_a_content_comes_back_under_its_digest(blobs, source):
    stored = blobs.put("a-1", source)
    assert (stored.owner, stored.digest, stored.size) == ("a-1", DIGEST, len(TEXT))
    with blobs.open("a-1", DIGEST) as file:
        assert file.read() == TEXT
    assert blobs.verify("a-1", DIGEST) == len(TEXT)
    assert unfinished(blobs) == []


def test_the_same_content_twice_is_stored_once(blobs):
    blobs.put("a", TEXT)
    blobs.put("a", TEXT)
    blobs.put("b", TEXT)
    assert [(blob.owner, blob.digest) for blob in blobs.every()] == [("a", DIGEST), ("b", DIGEST)]


def test_storing_again_heals_a_damaged_file(blobs):
    blobs.put("a", TEXT)
    blobs._path("a", DIGEST).write_bytes(b"damaged")
    with pytest.raises(HistoryBrokenError, match="was changed"):
        blobs.verify("a", DIGEST)
    blobs.put("a", TEXT)
    blobs.verify("a", DIGEST)


def test_what_is_not_there_is_not_found(blobs):
    assert not blobs.has("a", DIGEST)
    with pytest.raises(NotFoundError, match="no content"):
        blobs.open("a", DIGEST)
    with pytest.raises(NotFoundError):
        blobs.verify("a", DIGEST)
    assert list(blobs.every()) == []


def test_a_removed_content_is_gone_for_its_owner_only(blobs):
    blobs.put("a", TEXT)
    blobs.put("b", TEXT)
    assert blobs.remove("a", DIGEST)
    assert not blobs.remove("a", DIGEST)
    assert not blobs.has("a", DIGEST)
    assert blobs.has("b", DIGEST)


def test_a_content_over_the_limit_is_refused_and_leaves_nothing(blobs, monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 10)
    blobs.put("a", b"x" * 10)
    with pytest.raises(InvalidInputError, match="larger than 100 MiB"):
        blobs.put("a", (b"xxxx" for _ in range(10**9)))
    assert unfinished(blobs) == []
    assert len(list(blobs.every())) == 1


def test_a_source_that_fails_leaves_nothing(blobs):
    def chunks():
        yield b"a"
        message = "the upload broke"
        raise ConnectionError(message)

    with pytest.raises(StorageUnavailableError):
        blobs.put("a", chunks())
    assert unfinished(blobs) == []
    assert list(blobs.every()) == []


@pytest.mark.parametrize("owner", ["", "..", "../x", "a/b", ".incoming", "a" * 65, "a\n", "é"])
def test_an_owner_never_leads_out_of_the_store(blobs, owner):
    with pytest.raises(InvalidInputError, match="cannot own"):
        blobs.put(owner, b"x")
    with pytest.raises(InvalidInputError):
        blobs.open(owner, DIGEST)


@given(st.text(max_size=80).filter(lambda text: not module._DIGEST.fullmatch(text)))
def test_only_a_digest_names_a_content(text):
    with pytest.raises(InvalidInputError, match="not a digest"):
        Blobs(module.Path("/nowhere")).open("a", text)


def test_only_its_user_reads_the_store(blobs):
    stored = blobs.put("a", TEXT)
    file = blobs._path("a", stored.digest)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for folder in (blobs.folder, blobs.folder / "a", file.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_full_disk_is_told_and_leaves_nothing(blobs):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(StorageUnavailableError, match="cannot be written"):
            blobs.put("a", TEXT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert unfinished(blobs) == []
    assert list(blobs.every()) == []


def test_name_and_bytes_are_flushed_before_put_returns(blobs, monkeypatch):
    flushed = []
    real = os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda handle: (
            flushed.append(str(Path(f"/proc/self/fd/{handle}").readlink())),
            real(handle),
        ),
    )
    blobs.put("a", TEXT)
    target = blobs._path("a", DIGEST)
    assert ".incoming" in next(path for path in flushed if "/.incoming/" in path)
    assert flushed[-1] == str(target.parent)
    assert str(blobs.folder) in flushed
