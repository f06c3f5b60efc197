"""The catalogue of errors: `kadflow.errors` on one page, held to its own promises."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import re

import pytest

import kadflow
from kadflow import errors
from kadflow.errors import KadflowError
from kadflow.storage.failures import ConstraintError

FAMILIES = {
    errors.InvalidInputError,
    errors.NotFoundError,
    errors.NotPermittedError,
    errors.RefusedError,
    errors.HistoryBrokenError,
    errors.UnavailableError,
}


def _below(kind: type[KadflowError]) -> set[type[KadflowError]]:
    direct = set(kind.__subclasses__())
    return direct.union(*(_below(child) for child in direct)) if direct else direct


def _everything() -> list[type[KadflowError]]:
    for module in pkgutil.walk_packages(kadflow.__path__, "kadflow."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    return sorted(_below(KadflowError), key=lambda kind: kind.__name__)


KINDS = _everything()


def test_every_error_is_on_the_one_page_but_for_two_of_the_tables():
    elsewhere = {f"{k.__module__}.{k.__name__}" for k in KINDS if k.__module__ != "kadflow.errors"}
    assert elsewhere == {
        "kadflow.storage.failures.AlreadyStoredError",
        "kadflow.storage.failures.ConstraintError",
    }


def test_no_two_errors_share_a_code():
    codes = [kind.code for kind in KINDS]
    assert sorted(set(codes)) == sorted(codes)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_has_a_code_of_its_own_a_meaning_and_a_family(kind: type[KadflowError]):
    assert "code" in vars(kind)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.code)
    assert (vars(kind)["__doc__"] or "").strip().endswith(".")
    assert kind.__name__.endswith("Error")
    families = sum(issubclass(kind, family) for family in FAMILIES)
    assert families == (0 if kind is ConstraintError else 1)  # that one is a fault of the program


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_travels_between_processes_whole(kind: type[KadflowError]):
    sent = kind(
        "What is wrong.",
        hint="What to do.",
        pesan="Apa yang salah.",
        saran="Langkahnya.",
        gate="g",
    )
    got = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own bytes
    assert type(got) is kind
    assert vars(got) == vars(sent)
    assert str(got) == "What is wrong. What to do."
    assert got.said("id") == ("Apa yang salah.", "Langkahnya.")
