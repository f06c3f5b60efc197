"""Commands beside the states: suspend, resume, terminate, leave."""

from __future__ import annotations

from typing import Annotated

import typer

from kadflow.cli.agreement.drafting import open_addendum
from kadflow.cli.agreement.group import GROUND, NUMBER, TITLE, app
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.errors import InvalidInputError


@command(app, "suspend", acts=True)
def suspend(desk: Desk, agreement: NUMBER, ground: GROUND = None) -> None:
    """Ask the parties to suspend the agreement.

    Example: kadflow agreement suspend KSD-2026-000001 --reason "Bencana" --as sleman.ppksd
    """
    _stand(desk, agreement, "suspend", ground)


@command(app, "resume", acts=True)
def resume(desk: Desk, agreement: NUMBER, ground: GROUND = None) -> None:
    """Ask the parties to take a suspended agreement up again.

    Example: kadflow agreement resume KSD-2026-000001 --as sleman.ppksd
    """
    _stand(desk, agreement, "resume", ground)


@command(app, "terminate", acts=True)
def terminate(desk: Desk, agreement: NUMBER, ground: GROUND = None) -> None:
    """Ask the parties to end the agreement, on a legal ground of its workflow.

    A missing or unknown ground is answered with the list of those that the workflow knows.

    Example: kadflow agreement terminate KSD-2026-000001 --ground mutual --as sleman.ppksd
    """
    _stand(desk, agreement, "terminate", ground)


@command(app, "leave", acts=True)
def leave(
    desk: Desk,
    agreement: NUMBER,
    party: Annotated[
        str | None, typer.Option("--party", help="Who leaves; the own party if left out.")
    ] = None,
    title: TITLE = None,
    ground: GROUND = None,
) -> None:
    """Ask to leave the agreement, on a legal ground where the workflow names some.

    Example: kadflow agreement leave KSD-2026-000001 --ground mutual --as bantul.ppksd
    """
    record = desk.kadflow.agreements.get(agreement)
    _, template, _ = desk.kadflow.templates.get(record.template)
    rule = next((r for n, r in template.standing_commands.items() if n.value == "leave"), None)
    if rule is None or rule.gate is not None:
        _stand(desk, agreement, "leave", ground)
        return
    own = desk.kadflow.organisations.person(desk.acting.person or "")[1]
    open_addendum(desk, agreement, "leave", party=party or own, title=title, ground=ground)


def _stand(desk: Desk, agreement: str, name: str, ground: str | None) -> None:
    record = desk.kadflow.agreements.get(agreement)
    _, template, _ = desk.kadflow.templates.get(record.template)
    known = {found.value: rule for found, rule in template.standing_commands.items()}
    if name in known and known[name].child is not None:
        raise InvalidInputError(
            f"Under the workflow {template.key} this takes an agreement of its own.",
            hint=f"Open it with: kadflow agreement open-child {record.number} "
            f"{known[name].child}.",
            pesan=f"Menurut alur {template.key}, ini memerlukan perjanjian tersendiri.",
            saran=f"Buka dengan: kadflow agreement open-child {record.number} {known[name].child}.",
        )
    print_outcome(desk, desk.acting.stand(agreement, name, ground=ground, **desk.how(agreement)))
