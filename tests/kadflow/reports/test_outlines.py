"""What an outline may name is exactly what composing can make."""

from __future__ import annotations

import pytest

from kadflow.reports.composing import agreement, register
from kadflow.reports.composing.outline import (
    AGREEMENT_CONTENTS,
    REGISTER_CONTENTS,
    read_outline,
    shipped_outline_texts,
)


def test_every_section_that_may_be_named_can_be_composed():
    assert set(AGREEMENT_CONTENTS) == agreement.SECTIONS.keys()
    assert set(REGISTER_CONTENTS) == register.SECTIONS.keys()


@pytest.mark.parametrize("key", shipped_outline_texts())
def test_a_shipped_outline_reads_under_its_own_key(key):
    assert read_outline(shipped_outline_texts()[key], key).key == key
