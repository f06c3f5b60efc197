"""Every sweep by name, and the schedules of `prefect.yaml`. Knows no Prefect."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.deadlines import FIRE_DEADLINES
from flows.history import VERIFY_HISTORY
from flows.sweeping import Sweep
from kadflow.errors import NotFoundError

SWEEPS: dict[str, Sweep] = {sweep.title.name: sweep for sweep in (FIRE_DEADLINES, VERIFY_HISTORY)}

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


@cache
def schedules() -> dict[str, tuple[str, str, str]]:
    """Cron, and its words in Indonesian and English, by the flow's name."""
    content: dict[str, Any] = yaml.safe_load(deployments_file().read_text("utf-8"))
    found = {}
    for deployment in content["deployments"]:
        cron = deployment["schedules"][0]["cron"]
        found[deployment["flow_name"]] = (cron, *_words(cron))
    return found


def _words(cron: str) -> tuple[str, str]:
    if every := _EVERY.fullmatch(cron):
        return f"setiap {every[1]} menit", f"every {every[1]} minutes"
    if daily := _DAILY.fullmatch(cron):
        clock = f"{int(daily[2]):02}.{int(daily[1]):02} WIB"
        days = (
            ("Senin sampai Jumat", "Monday to Friday")
            if daily[3] == "1-5"
            else ("setiap hari", "every day")
        )
        return f"{days[0]} pukul {clock}", f"{days[1]} at {clock}"
    return cron, cron
