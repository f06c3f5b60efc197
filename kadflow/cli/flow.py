"""`kadflow flow`: what runs by itself, how it fared, and the processes that run it."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadflow import _siblings
from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import group
from kadflow.cli.values import WIB, instant
from kadflow.errors import NotFoundError

if TYPE_CHECKING:
    from kadflow.app import FlowStatus

app = group("What runs by itself: list it, run it now, serve or deploy it, see how it fared.")

FLOW = Annotated[
    str, typer.Argument(metavar="FLOW", help="Name, as `kadflow flow list` shows it.")
]
SERVER = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="URL",
        envvar="PREFECT_API_URL",
        show_envvar=False,
        help="Address of a Prefect server, ending in /api [PREFECT_API_URL].",
    ),
]
AUTH = Annotated[
    str | None,
    typer.Option(
        "--auth",
        metavar="USER:PASSWORD",
        envvar="PREFECT_API_AUTH_STRING",
        show_envvar=False,
        help="What that server asks for; better by PREFECT_API_AUTH_STRING.",
    ),
]


def orchestrator() -> Any:
    """The package `flows`, by its entry point: nothing in Kadflow imports it, or Prefect.

    Raises:
        ImportError: A stranger's package of that name comes first on the path.
        NotFoundError: Kadflow was installed without it.
    """
    _siblings.check(("flows",))
    found = next(iter(entry_points(group="kadflow.flows", name="orchestrator")), None)
    if found is None:
        raise NotFoundError(
            "This installation of Kadflow has no flows.",
            hint="Install Kadflow again.",
            pesan="Pemasangan Kadflow ini tidak memuat pekerjaan terjadwal.",
            saran="Pasang ulang Kadflow.",
        )
    return found.load()


@command(app, "list")
def list_flows(desk: Desk) -> None:
    """List the flows: what each does, and when the schedules run it.

    Example: kadflow flow list
    """
    place = 0 if desk.language == "id" else 1
    found = orchestrator().listed()
    if desk.screen.document(
        flows=[
            {
                "name": each.title.name,
                "title": each.title,
                "about": each.about[place],
                "cron": each.schedule.cron,
                "zone": "Asia/Jakarta",
            }
            for each in found
        ]
    ):
        return
    columns = (
        ("Pekerjaan", "Isinya", "Jadwal")
        if desk.language == "id"
        else ("Flow", "What it does", "When")
    )
    desk.screen.table(
        columns,
        [
            (each.title.name, each.about[place], desk.say(each.schedule.id, each.schedule.en))
            for each in found
        ],
    )


@command(app, "run")
def run(
    desk: Desk,
    flow: FLOW,
    agreement: Annotated[
        str | None,
        typer.Option("--agreement", metavar="AGREEMENT", help="Only this one: number or id."),
    ] = None,
) -> None:
    """Run a flow here and now, in this process; no server is needed or started.

    With --at TIME in the past only what was due by then counts; a time to come is taken in an
    exercise folder only. Run again it finds nothing left to do.

    Example: kadflow flow run fire_deadlines
    """
    data, url = desk.place
    at = instant(desk.wishes.at) if desk.wishes.at else None
    summary = orchestrator().run(data, url, flow, at=at, agreement=agreement)
    desk.screen.exercise = summary.exercise
    if desk.screen.document(
        flow=summary.title.name,
        done=summary.whole.done,
        held=summary.held,
        said=summary.said,
        lines=[
            {"number": line.number, "id": line.id, "en": line.en} for line in summary.whole.lines
        ],
        notes=[desk.say(*note) for note in summary.whole.notes],
        text=summary.whole.text or None,
    ):
        return
    said = summary.said
    title = desk.say(summary.title.id, summary.title.en)
    desk.screen.line(f"{title}: {desk.say(said.id, said.en)}")
    desk.screen.bullets(
        f"{line.number}: {desk.say(line.id, line.en)}" for line in summary.whole.lines
    )
    for note in summary.whole.notes:
        desk.screen.line(desk.say(*note))
    if summary.whole.text:
        desk.screen.raw(summary.whole.text.rstrip("\n"))


@command(app, "status")
def status(desk: Desk) -> None:
    """Show how each flow fared last, however it was started, and when it last succeeded.

    Example: kadflow flow status
    """
    import msgspec  # noqa: PLC0415 - only when a command runs

    flows = orchestrator()
    found, served = flows.status(desk.kadflow), flows.is_served(desk.place[0])
    if desk.screen.document(
        served=served,
        hearers=desk.kadflow.flow_runs.hearers(),
        flows=[{"late": each.late, **msgspec.to_builtins(each.status)} for each in found],
    ):
        return
    columns = (
        ("Pekerjaan", "Terakhir", "Keadaan", "Terakhir berhasil")
        if desk.language == "id"
        else ("Flow", "Last run", "How it stands", "Last success")
    )
    desk.screen.table(
        columns,
        [
            (
                each.title.name,
                _moment(desk, each.status.last.began_at) if each.status.last else "-",
                _how(desk, each.status, late=each.late),
                _moment(desk, each.status.last_done) if each.status.last_done else "-",
            )
            for each in found
        ],
    )
    desk.screen.line(
        desk.say("Jadwal folder ini sedang berjalan.", "The schedules of this folder run.")
        if served
        else desk.say(
            "Tidak ada proses yang menjalankan jadwal folder ini di mesin ini (kadflow flow serve).",
            "No process on this machine runs the schedules of this folder (kadflow flow serve).",
        )
    )
    if not desk.kadflow.flow_runs.hearers():
        desk.screen.line(
            desk.say(
                "Belum ada yang diberi tahu bila pekerjaan gagal: tambahkan jabatan dengan "
                "kadflow organisation add-office KODE administrator.",
                "Nobody is told when a flow fails: add an office with "
                "kadflow organisation add-office CODE administrator.",
            )
        )


def _moment(desk: Desk, stamp: str) -> str:
    when = datetime.fromisoformat(stamp).astimezone(WIB)
    day = words.long_date(when.date().isoformat(), desk.language)
    return f"{day} {when:%H.%M} WIB"


def _how(desk: Desk, status: FlowStatus, *, late: bool) -> str:
    if late:
        said = _how(desk, status, late=False)
        return desk.say(f"TIDAK BERJALAN sejak itu; {said}", f"NOT RUN since; {said}")
    last = status.last
    if last is None:
        return desk.say("belum pernah dijalankan", "never ran")
    if status.silent:
        return desk.say("terhenti, tidak memberi kabar", "stopped without a word")
    if last.outcome is None:
        return desk.say("sedang berjalan", "running")
    outcome = {
        "done": ("selesai", "done"),
        "failed": ("GAGAL", "FAILED"),
        "interrupted": ("TERHENTI", "INTERRUPTED"),
    }[last.outcome]
    said = desk.say(last.said.id, last.said.en) if last.said else ""
    return f"{desk.say(*outcome)}: {said}"


@command(app, "serve")
def serve(
    desk: Desk,
    server: SERVER = None,
    auth: AUTH = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Of the server started; 0: a free one.")
    ] = 0,
    ui: Annotated[bool, typer.Option("--ui", help="Serve Prefect's own pages too.")] = False,
) -> None:
    """Run the schedules until Ctrl-C, with a Prefect server that is started for them.

    The server listens on this machine only, keeps its database in the data folder's prefect/,
    and tells nobody outside. With --server the schedules of that server are worked on instead:
    start as many of these as there are workers wanted.

    Example: kadflow flow serve
    """
    data, url = desk.place
    desk.kadflow.close()  # the workers open it; here it was only made sure that it is there

    def tell(indonesian: str, english: str) -> None:
        desk.screen.notice(desk.say(indonesian, english))

    orchestrator().serve(data, url, tell=tell, server_url=server, auth=auth, port=port, ui=ui)


@command(app, "deploy")
def deploy(desk: Desk, server: SERVER, auth: AUTH = None) -> None:
    """Bring every flow, its schedule and its limit to a Prefect server that runs elsewhere.

    Then start workers with: kadflow flow serve --server URL. Done again after an upgrade, it
    brings the server to the schedules of the new version.

    Example: kadflow flow deploy --server http://127.0.0.1:4200/api
    """
    data, _ = desk.place
    deployed = orchestrator().deploy(data, server_url=server, auth=auth)
    if desk.screen.document(deployed=deployed):
        return
    desk.screen.bullets(deployed, mark="✓")
