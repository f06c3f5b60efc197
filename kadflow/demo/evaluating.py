"""The half-yearly evaluation of the five-region agreement, for `make demo`."""

from __future__ import annotations

from collections.abc import Sequence

from kadflow.demo.stage import Stage
from kadflow.domain.wording import RECOMMENDATION_WORDS

_CRITERIA = (
    "results", "duties", "social_impact", "cooperation", "innovation", "sustainability",
    "administration",
)  # fmt: skip
_SHEETS = (
    (4, 4, 4, 4, 3, 4, 4),
    (4, 3, 4, 4, 3, 3, 4),
    (4, 4, 4, 3, 3, 4, 3),
    (3, 4, 4, 4, 4, 3, 4),
    (4, 2, 3, 4, 3, 3, 3),
)


def half_yearly(stage: Stage, number: str, shorts: Sequence[str], codes: Sequence[str]) -> None:
    """Let the parties and a panel evaluate, blind, and one that has an interest step back."""
    first = stage.by(f"{shorts[0]}.coordinator")
    for short, code in zip(shorts, codes, strict=True):
        stage.by(f"{short}.coordinator").evaluation.name(
            number, code, office=stage.kadflow.office(f"{code}/unit")
        )
    panel = "34.04"
    for role in ("unit", "legal"):
        office = stage.kadflow.office(f"{panel}/{role}")
        first.evaluation.name(number, panel, office=office)
    stage.say(
        "·",
        "Evaluasi semester sudah terbuka sendiri; kelima pihak menunjuk penilai, ditambah panel "
        "dari Sleman yang bukan pihak.",
    )
    for short in shorts[1:]:
        stage.by(f"{short}.coordinator").evaluation.panel(number, consents=True)
    stage.say(
        "·", "Keempat pihak lain menyetujui panel itu; baru dengan itu panel mempunyai suara."
    )
    stage.by("sleman.legal").evaluation.declare(
        number, conflict=True, reason="Pernah menjadi konsultan proyek ini (contoh)."
    )
    stage.refused(
        lambda: stage.by("sleman.legal").evaluation.score(number, {}, recommendation="continue"),
        "Anggota panel dengan benturan kepentingan mencoba menilai",
    )
    judges = [*shorts, "sleman"]
    for place, short in enumerate(judges):
        own = stage.by(f"{short}.unit").evaluation
        own.declare(number, conflict=False)
        numbers = _SHEETS[place % len(_SHEETS)]
        own.score(
            number,
            dict(zip(_CRITERIA, numbers, strict=True)),
            recommendation="continue" if place else "extend",
        )
    closed = first.evaluation.close(number)
    found = stage.kadflow.evaluations.of(number)[-1]
    assert found.result is not None  # noqa: S101 - it was just closed
    most = " dan ".join(RECOMMENDATION_WORDS[name][0] for name in found.result.leading)
    stage.told(
        closed,
        f"Evaluasi ditutup dengan {found.result.sheets} lembar; nilai akhir tepat "
        f"{found.result.total} pada skala 1-5; terbanyak: {most}",
    )
    stage.told(
        first.evaluation.follow(number, "continue"), "Tindak lanjut: kerja sama dilanjutkan"
    )
