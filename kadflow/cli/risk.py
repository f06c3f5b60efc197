"""`kadflow risk`: what may go wrong, how likely and how bad it is, what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kadflow.cli import words
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.given import AGREEMENT, PARTY
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import day
from kadflow.domain.risks import CATALOGUE
from kadflow.domain.wording import SEALED
from kadflow.domain.wording.results import (
    IMPACT_WORDS,
    LEVEL_WORDS,
    LIKELIHOOD_WORDS,
    RISK_WORDS,
)

if TYPE_CHECKING:
    from kadflow.services.results import RiskLine

app = group("What may go wrong: write down, assess again, show, catalogue.")

LIKELIHOOD = "Class: 1 hardly ever, 2 seldom, 3 sometimes, 4 often, 5 almost certain."
IMPACT = "Class: 1 insignificant, 2 minor, 3 moderate, 4 major, 5 severe."
MITIGATION = Annotated[
    str | None, typer.Option("--mitigation", metavar="TEXT", help="What is done about it.")
]
REVIEW = Annotated[
    str | None, typer.Option("--review-on", metavar="DATE", help="When it is looked at again.")
]


@command(app, "add", acts=True)
def add(
    desk: Desk,
    agreement: AGREEMENT,
    cause: Annotated[
        Literal["budget", "perception", "regulation", "commitment", "other"],
        typer.Argument(metavar="CAUSE", help="As in: risk catalogue; or other."),
    ],
    party: PARTY,
    likelihood: Annotated[int, typer.Option("--likelihood", min=1, max=5, help=LIKELIHOOD)],
    impact: Annotated[int, typer.Option("--impact", min=1, max=5, help=IMPACT)],
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="TEXT", help="What may happen; the catalogue's otherwise."),
    ] = None,
    mitigation: MITIGATION = None,
    review_on: REVIEW = None,
) -> None:
    """Write down what may go wrong, with its classes of likelihood and impact.

    Example: kadflow risk add KSD-2026-000001 budget --party 34.04 --likelihood 3 --impact 4 --mitigation "Usulan APBD-P" --review-on 2026-07-01 --as sleman.coordinator
    """
    known = CATALOGUE.get(cause)
    outcome = desk.acting.risks.add(
        agreement,
        organisation(desk, party).id,
        cause,
        text or (desk.say(*known.text) if known is not None else ""),
        likelihood=likelihood,
        impact=impact,
        mitigation=mitigation,
        review_on=day(review_on, "--review-on") if review_on else None,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "assess", acts=True)
def assess(
    desk: Desk,
    agreement: AGREEMENT,
    risk: Annotated[str, typer.Argument(metavar="RISK", help="Its number, as in: risk show.")],
    likelihood: Annotated[
        int | None, typer.Option("--likelihood", min=1, max=5, help=LIKELIHOOD)
    ] = None,
    impact: Annotated[int | None, typer.Option("--impact", min=1, max=5, help=IMPACT)] = None,
    status: Annotated[
        Literal["open", "mitigated", "happened", "closed"] | None,
        typer.Option("--status", help="That it happened or was closed needs --reason."),
    ] = None,
    mitigation: MITIGATION = None,
    review_on: REVIEW = None,
) -> None:
    """Look at a risk again; what is left out stays as it was.

    Example: kadflow risk assess KSD-2026-000001 40 --likelihood 2 --status mitigated --as sleman.coordinator
    """
    outcome = desk.acting.risks.assess(
        agreement,
        risk,
        likelihood=likelihood,
        impact=impact,
        status=status,
        mitigation=mitigation,
        review_on=day(review_on, "--review-on") if review_on else None,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "show")
def show(
    desk: Desk,
    agreement: AGREEMENT,
    risk: Annotated[
        str | None, typer.Argument(metavar="RISK", help="One, by its number; all if left out.")
    ] = None,
) -> None:
    """Show risks, the gravest first: likelihood x impact, low to 4, medium to 9, high to 14.

    Example: kadflow risk show KSD-2026-000001
    """
    found = desk.kadflow.results.risks(agreement, risk)
    if desk.screen.document(risks=found):
        return
    if not found:
        desk.screen.line(desk.say("Belum ada risiko.", "No risks yet."))
    for line in found:
        _show(desk, line)


def _show(desk: Desk, line: RiskLine) -> None:
    say, language, risk = desk.say, desk.language, line.risk
    place = 0 if language == "id" else 1
    desk.screen.bullets([line.text or say(*SEALED)], mark=f"{risk.number}.")
    known = CATALOGUE.get(risk.cause)
    level = f"{words.pick(LEVEL_WORDS, line.level, language)} ({risk.likelihood} x {risk.impact} = {line.score})"
    review = words.long_date(risk.review_on, language)
    if line.review_due:
        review += say(" (sudah waktunya)", " (due)")
    desk.screen.pairs(
        [
            (say("penyebab", "cause"), known.title[place] if known else say("lainnya", "other")),
            (say("tingkat", "level"), level),
            (say("kemungkinan", "likelihood"), LIKELIHOOD_WORDS[risk.likelihood][place]),
            (say("dampak", "impact"), IMPACT_WORDS[risk.impact][place]),
            (say("dipantau oleh", "watched by"), line.party),
            (say("mitigasi", "mitigation"), line.mitigation or say("belum ada", "none yet")),
            (say("keadaan", "state"), words.pick(RISK_WORDS, risk.status, language)),
            (say("ditinjau lagi", "looked at again"), review),
        ],
        indent=6,
    )


@command(app, "catalogue")
def catalogue(desk: Desk) -> None:
    """List the risks that recur in cooperation between regions, with what is often done about them.

    Example: kadflow risk catalogue
    """
    if desk.screen.document(
        catalogue={name: known._asdict() for name, known in CATALOGUE.items()}
    ):
        return
    for name, known in CATALOGUE.items():
        desk.screen.heading(f"{desk.say(*known.title)} [{name}]")
        desk.screen.pairs(
            [
                (desk.say("Risiko", "Risk"), desk.say(*known.text)),
                (desk.say("Mitigasi", "Mitigation"), desk.say(*known.mitigation)),
                (desk.say("Sumber", "Source"), desk.say(*known.source)),
            ]
        )
