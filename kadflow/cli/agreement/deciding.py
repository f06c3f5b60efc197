"""Commands that move agreements: steps, answers, signatures, and what happened on paper."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kadflow.cli.agreement.group import (
    CAPACITY,
    GATE,
    LETTER_DATE,
    LETTER_NUMBER,
    NUMBER,
    app,
    how,
)
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.parties import organisation

Answer = Literal["approve", "approve_with_conditions", "return", "reject", "abstain"]


@command(app, "act", acts=True)
def act(
    desk: Desk,
    agreement: NUMBER,
    event: Annotated[
        str, typer.Argument(metavar="STEP", help="As in brackets in: agreement explain.")
    ],
) -> None:
    """Take a step of the workflow, or ask for an approval.

    Example: kadflow agreement act KSD-2026-000001 submit_proposal --as sleman.ppksd
    """
    print_outcome(desk, desk.acting.act(agreement, event, **desk.how(agreement)))


@command(app, "decide", acts=True)
def decide(
    desk: Desk,
    agreement: NUMBER,
    answer: Annotated[
        Answer,
        typer.Argument(help="Returning and rejecting need --reason; conditions --condition."),
    ],
    gate: GATE = None,
    condition: Annotated[
        list[str] | None, typer.Option("--condition", help="One condition; repeatable.")
    ] = None,
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
    capacity: CAPACITY = None,
) -> None:
    """Answer an approval for the office that you hold.

    With --evidence FILE you record what was decided on paper: by an office of your own party
    (--on-behalf-of OFFICE), by a party that answers on paper, or by an outside body such as a
    minister; the number and date of its letter then stand in the record.

    Example: kadflow agreement decide KSD-2026-000001 return --reason "Biaya belum jelas"
    --as bantul.hukum
    """
    outcome = desk.acting.decide(
        agreement,
        answer,
        gate=gate,
        conditions=condition or (),
        **how(desk, agreement, letter_number, letter_date, capacity),
    )
    print_outcome(desk, outcome)


@command(app, "sign", acts=True)
def sign(
    desk: Desk,
    agreement: NUMBER,
    gate: GATE = None,
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
    capacity: CAPACITY = None,
) -> None:
    """Sign for a party, or with --evidence record that it was signed on paper.

    Example: kadflow agreement sign KSD-2026-000001 --as bantul.bupati
    """
    circumstances = how(desk, agreement, letter_number, letter_date, capacity)
    print_outcome(desk, desk.acting.sign(agreement, gate=gate, **circumstances))


@command(app, "release", acts=True)
def release(
    desk: Desk,
    agreement: NUMBER,
    gate: Annotated[str, typer.Argument(help="The approval.")],
    answer: Annotated[
        Literal["return", "reject", "resume"],
        typer.Argument(help="Give the answer outward, or ask inside once more."),
    ],
) -> None:
    """Answer outward after your own organisation returned or rejected inside.

    Example: kadflow agreement release KSD-2026-000001 text_agreed return
    --reason "Pasal 2 perlu diperjelas" --as bantul.ppksd
    """
    print_outcome(desk, desk.acting.release(agreement, gate, answer, **desk.how(agreement)))


@command(app, "withdraw", acts=True)
def withdraw(
    desk: Desk, agreement: NUMBER, gate: Annotated[str, typer.Argument(help="The approval.")]
) -> None:
    """Take back your own answer while the approval is still open.

    Example: kadflow agreement withdraw KSD-2026-000001 text_agreed --reason "Salah klik"
    --as bantul.hukum
    """
    print_outcome(desk, desk.acting.withdraw(agreement, gate, **desk.how(agreement)))


@command(app, "receipt", acts=True)
def receipt(
    desk: Desk,
    agreement: NUMBER,
    gate: Annotated[str, typer.Argument(help="The approval.")],
    party: Annotated[str, typer.Option("--party", help="Who received it: code or name.")],
) -> None:
    """Record that a party received what an approval asks; silence counts from that day.

    Example: kadflow agreement receipt KSD-2026-000001 offer --party 34.02
    --effective-on 2026-02-02 --as sleman.ppksd
    """
    wanted = organisation(desk, party).id
    outcome = desk.acting.record_receipt(agreement, gate, wanted, **desk.how(agreement))
    print_outcome(desk, outcome)
