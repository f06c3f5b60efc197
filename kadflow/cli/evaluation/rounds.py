"""Commands on the evaluations of an agreement."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kadflow.cli.agreement.drafting import longer_term
from kadflow.cli.agreement.group import (
    ADDENDUM,
    GROUND,
    LETTER_DATE,
    LETTER_NUMBER,
    SETTINGS,
    TITLE,
    how,
)
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.evaluation.group import (
    AGREEMENT,
    COMMENTS,
    SCORES,
    SHEET,
    WHICH,
    app,
    numbers_of,
    texts_of,
)
from kadflow.cli.parties import organisation
from kadflow.cli.values import terms_of

EVALUATOR = Annotated[
    str,
    typer.Argument(
        metavar="OFFICE", help="As 34.04/unit; a party on paper by code or name alone."
    ),
]
Recommendation = Literal["continue", "widen", "extend", "amend", "end"]


@command(app, "open", acts=True)
def open_(
    desk: Desk,
    agreement: AGREEMENT,
    kind: Annotated[
        Literal["final", "extra"],
        typer.Argument(help="final in the evaluation stage, extra at any time in force."),
    ],
) -> None:
    """Begin an evaluation; the periodic one opens by itself when it is due.

    Example: kadflow evaluation open KSD-2026-000001 final --as sleman.ppksd
    """
    print_outcome(desk, desk.acting.evaluation.open(agreement, kind, **desk.how(agreement)))


@command(app, "name", acts=True)
def name(
    desk: Desk,
    agreement: AGREEMENT,
    evaluator: EVALUATOR,
    holder: Annotated[
        str | None,
        typer.Option("--holder", metavar="PERSON", help="Only this holder of it may score."),
    ] = None,
    which: WHICH = None,
) -> None:
    """Ask an office to score: one of your own party, or of an organisation that is no party.

    Offices of organisations that are no party make the panel; the initiating party names them,
    and the others are asked whether they consent (kadflow evaluation panel).

    Example: kadflow evaluation name KSD-2026-000001 34.04/unit --as sleman.ppksd
    """
    code, slash, _ = evaluator.rpartition("/")
    wanted = organisation(desk, code if slash else evaluator).id
    outcome = desk.acting.evaluation.name(
        agreement,
        wanted,
        office=evaluator if slash else None,
        person=holder,
        evaluation=which,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "dismiss", acts=True)
def dismiss(
    desk: Desk,
    agreement: AGREEMENT,
    evaluator: EVALUATOR,
    holder: Annotated[
        str | None,
        typer.Option("--holder", metavar="PERSON", help="Which one, where several were named."),
    ] = None,
    which: WHICH = None,
) -> None:
    """Take back the naming of an evaluator, with --reason; a sheet of it counts no more.

    While the sheets are shut, whoever may name may also take back, and name another one.

    Example: kadflow evaluation dismiss KSD-2026-000001 34.04/unit --reason "Sakit" --as sleman.ppksd
    """
    code, slash, _ = evaluator.rpartition("/")
    outcome = desk.acting.evaluation.dismiss(
        agreement,
        organisation(desk, code if slash else evaluator).id,
        office=evaluator if slash else None,
        person=holder,
        evaluation=which,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "panel", acts=True)
def panel(
    desk: Desk,
    agreement: AGREEMENT,
    answer: Annotated[
        Literal["consent", "object"],
        typer.Argument(metavar="consent|object", help="An objection needs --reason."),
    ],
    party: Annotated[
        str | None,
        typer.Option("--party", metavar="CODE", help="With --evidence: whose letter says so."),
    ] = None,
    which: WHICH = None,
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
) -> None:
    """Consent to the panel that the initiating party named, or object to it.

    The panel's sheets count once every other party consents. An objection is taken back by
    consenting; somebody who is named later needs a new consent.

    Example: kadflow evaluation panel KSD-2026-000001 consent --as bantul.ppksd
    """
    outcome = desk.acting.evaluation.panel(
        agreement,
        consents=answer == "consent",
        party=organisation(desk, party).id if party else None,
        evaluation=which,
        **how(desk, agreement, letter_number, letter_date),
    )
    print_outcome(desk, outcome)


@command(app, "declare", acts=True)
def declare(
    desk: Desk,
    agreement: AGREEMENT,
    interest: Annotated[
        Literal["none", "conflict"],
        typer.Argument(help="A conflict needs --reason, and then you may not score."),
    ],
    which: WHICH = None,
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
) -> None:
    """Say before scoring whether you have an interest of your own in the agreement.

    Example: kadflow evaluation declare KSD-2026-000001 none --as sleman.dlh
    """
    outcome = desk.acting.evaluation.declare(
        agreement,
        conflict=interest == "conflict",
        evaluation=which,
        **how(desk, agreement, letter_number, letter_date),
    )
    print_outcome(desk, outcome)


@command(app, "score", acts=True)
def score(
    desk: Desk,
    agreement: AGREEMENT,
    scores: SCORES = None,
    sheet: SHEET = None,
    comments: COMMENTS = None,
    recommend: Annotated[
        Recommendation | None, typer.Option("--recommend", help="What should follow.")
    ] = None,
    which: WHICH = None,
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
) -> None:
    """Hand in your sheet; until the evaluation is closed nobody sees it and you may change it.

    With --evidence FILE a secretariat records a sheet on paper, for --on-behalf-of OFFICE.

    Example: kadflow evaluation score KSD-2026-000001 --score results=4 --score duties=5
    --score benefits=3 --recommend extend --as sleman.dlh
    """
    outcome = desk.acting.evaluation.score(
        agreement,
        numbers_of(scores or (), sheet),
        comments=texts_of(comments or ()),
        recommendation=recommend,
        evaluation=which,
        **how(desk, agreement, letter_number, letter_date),
    )
    print_outcome(desk, outcome)


@command(app, "close", acts=True)
def close(desk: Desk, agreement: AGREEMENT, which: WHICH = None) -> None:
    """Open the sheets and write what they add up to; while somebody is awaited, with --reason.

    Example: kadflow evaluation close KSD-2026-000001 --as sleman.ppksd
    """
    outcome = desk.acting.evaluation.close(agreement, evaluation=which, **desk.how(agreement))
    print_outcome(desk, outcome)


@command(app, "recommend", acts=True)
def recommend(
    desk: Desk,
    agreement: AGREEMENT,
    recommendation: Annotated[Recommendation, typer.Argument(help="What is to follow.")],
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="With extend: the new last day."),
    ] = None,
    settings: SETTINGS = None,
    title: TITLE = None,
    template: ADDENDUM = None,
    ground: GROUND = None,
    which: WHICH = None,
) -> None:
    """Choose what a closed evaluation recommends, and start the command that it leads to.

    continue starts nothing; extend, amend and widen open the addendum (--until, --set); end asks
    the parties to terminate (--ground). Something else than most recommend needs --reason.

    Example: kadflow evaluation recommend KSD-2026-000001 extend --until 2029-12-31 --as sleman.ppksd
    """
    changes = terms_of(settings or (), None) | longer_term(desk, agreement, until)
    outcome = desk.acting.evaluation.follow(
        agreement,
        recommendation,
        changes=changes,
        terms={"title": title} if title else None,
        ground=ground,
        template=template,
        evaluation=which,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)
