"""Every sweep by name, and the schedules of `prefect.yaml`. Knows no Prefect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.budgets import CHECK_BUDGETS
from flows.deadlines import ESCALATE_OVERDUE, FIRE_DEADLINES, RENEW_AGREEMENTS
from flows.deliveries import DELIVER_NOTICES
from flows.history import VERIFY_HISTORY
from flows.reminders import SEND_REMINDERS
from flows.reports import REPORT_EVALUATIONS
from flows.sweeping import Sweep
from kadflow.errors import NotFoundError

SWEEPS: dict[str, Sweep] = {
    sweep.title.name: sweep
    for sweep in (
        FIRE_DEADLINES,
        SEND_REMINDERS,
        DELIVER_NOTICES,
        ESCALATE_OVERDUE,
        RENEW_AGREEMENTS,
        CHECK_BUDGETS,
        REPORT_EVALUATIONS,
        VERIFY_HISTORY,
    )
}

_HERE = Path(__file__).resolve().parent
_EVERY = re.compile(r"\*/(\d+) \* \* \* \*")
_DAILY = re.compile(r"(\d+) (\d+) \* \* (\*|1-5)")


def sweep(name: str) -> Sweep:
    """A sweep by its name; hyphens serve as well.

    Raises:
        NotFoundError: No such flow.
    """
    found = SWEEPS.get(name.replace("-", "_"))
    if found is None:
        raise NotFoundError(
            f"There is no flow {name!r}.",
            hint=f"Flows are: {', '.join(SWEEPS)}.",
            pesan=f"Tidak ada pekerjaan terjadwal {name!r}.",
            saran=f"Yang ada: {', '.join(SWEEPS)}.",
        )
    return found


def deployments_file() -> Path:
    """`prefect.yaml`: at the root of a checkout, inside this package once installed."""
    return next(
        path for path in (_HERE / "prefect.yaml", _HERE.parent / "prefect.yaml") if path.exists()
    )


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a flow runs.

    Attributes:
        cron: As `prefect.yaml` says, in Asia/Jakarta.
        id: In Indonesian words.
        en: In English words.
        apart: The longest time between two runs.
    """

    cron: str
    id: str
    en: str
    apart: timedelta

    @classmethod
    def of(cls, cron: str) -> Schedule:
        """Put a schedule into words.

        Raises:
            ValueError: Not one of the three forms that `prefect.yaml` uses.
        """
        if every := _EVERY.fullmatch(cron):
            minutes = every[1]
            return cls(
                cron,
                f"setiap {minutes} menit",
                f"every {minutes} minutes",
                timedelta(minutes=int(minutes)),
            )
        daily = _DAILY.fullmatch(cron)
        if daily is None:
            message = f"{cron!r} is no schedule of a kind that has words here"
            raise ValueError(message)
        clock = f"{int(daily[2]):02}.{int(daily[1]):02} WIB"
        if daily[3] == "*":
            days, apart = ("setiap hari", "every day"), timedelta(days=1)
        else:
            days, apart = ("Senin sampai Jumat", "Monday to Friday"), timedelta(days=3)
        return cls(cron, f"{days[0]} pukul {clock}", f"{days[1]} at {clock}", apart)


@cache
def schedules() -> dict[str, Schedule]:
    """Schedules by the flow's name."""
    content: dict[str, Any] = yaml.safe_load(deployments_file().read_text("utf-8"))
    return {
        deployment["flow_name"]: Schedule.of(deployment["schedules"][0]["cron"])
        for deployment in content["deployments"]
    }
