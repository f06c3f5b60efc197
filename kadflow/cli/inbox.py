"""`kadflow inbox`: what waits for a person, in every office that the person holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadflow.cli import words
from kadflow.cli.agreement.cards import reasons_of
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.notice.looking import told_apart
from kadflow.cli.nouns import single
from kadflow.domain.wording import DELIVERY_WORDS
from kadflow.engine.naming import report_words
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from kadflow.domain.people import Office
    from kadflow.services.deliveries.desk import Told

app = single()

_EVALUATES = {
    "evaluate": ("menilai", "evaluate"),
    "name_evaluator": ("menunjuk penilai", "name an evaluator"),
    "answer_panel": ("menjawab tentang panel", "answer about the panel"),
    "close_evaluation": ("menutup evaluasi", "close the evaluation"),
}
"""What an open evaluation asks, each said in `kadflow evaluation`."""

SEEN = "kadflow deadline acknowledge"

_ASKS = {
    "renew": ("memutuskan perpanjangan", "decide on the extension"),
    "complete_term": ("mengisi tanggal akhir", "state the last day"),
    "accept_obligation": ("menyetujui", "agree to"),
    "meet_obligation": ("memenuhi", "meet"),
    "submit_progress": ("menyampaikan", "hand in"),
}
"""What a passed deadline, or an obligation, leaves to do."""

_REPORTS = {
    "review_progress": ("meninjau", "review"),
    "mend_progress": ("memperbaiki", "mend"),
}
"""What a progress report that was handed in leaves to do."""


@command(app, "inbox", asks=True)
def inbox(
    desk: Desk,
    told: Annotated[
        bool, typer.Option("--told", help="Also what the offices were told, newest first.")
    ] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many notices.")] = 20,
) -> None:
    """Show what a person's offices have to do now, oldest first, and for which office.

    Offices held as acting official or under a mandate are included, and those that the person
    assists, who prepares for them and never decides.

    Example: kadflow inbox --as bantul.hukum
    """
    if not desk.wishes.person:
        raise InvalidInputError(
            "Whose inbox? The command does not say.",
            hint="Name the person with --as HANDLE.",
            pesan="Tugas siapa? Perintah ini tidak menyebutnya.",
            saran="Sebutkan orangnya dengan --as SEBUTAN.",
        )
    kadflow, person = desk.kadflow, desk.wishes.person
    tasks = kadflow.inbox(person)
    notices = kadflow.told(person, most=most, language=desk.language) if told else []
    desks = kadflow.secretariats(person)
    messages = kadflow.deliveries.attention(desks, language=desk.language) if desks else []
    unreached = kadflow.contacts.unreachable(desks) if desks else []
    if desk.screen.document(
        person=person,
        tasks=tasks,
        **({"notices": notices} if told else {}),
        **({"messages": [_message(each) for each in messages]} if desks else {}),
        **({"unreachable": [each.handle for each in unreached]} if desks else {}),
    ):
        return
    screen, say = desk.screen, desk.say
    screen.heading(say("Perlu tindakan saya", "For me to do"))
    if not tasks:
        screen.line(say("  Tidak ada.", "  Nothing."))
    if tasks:
        offices = _offices(desk)
        columns = (
            ("Nomor", "Judul", "Tindakan", "Untuk", "Sejak")
            if desk.language == "id"
            else ("Number", "Title", "To do", "For", "Since")
        )
        rows = []
        for task in tasks:
            office = offices.get(task["office"])
            if "competition" in task:
                rows.append(_row(desk, task, _competing(desk, task), office))
                continue
            record = kadflow.agreements.get(task["agreement"])
            reasons = reasons_of(desk, record)
            known = kadflow.templates.get(record.template)[1].gates.get(task["gate"])
            asks = _ASKS.get(task["kind"])
            inside = known is not None and bool(known.chain)
            if asks is not None:
                does = say(*asks)
            elif known is not None and known.signs:
                does = say("menandatangani (agreement sign)", "sign (agreement sign)")
            elif inside and office is not None and office.role == "coordinator":
                does = say(
                    "menyampaikan jawaban resmi (agreement release)",
                    "answer outward (agreement release)",
                )
            else:
                does = say("memberi pendapat (agreement decide)", "answer (agreement decide)")
            named = reasons.gate if asks is None else reasons.deadline
            gate = f": {named(task['gate'])} [{task['gate']}]"
            if task["kind"] in _EVALUATES:
                does, gate = say(*_EVALUATES[task["kind"]]), ""
            elif task["kind"] in _REPORTS:
                report = record.reporting[task["gate"]]
                does = say(*_REPORTS[task["kind"]])
                title = say(*report_words(report.period))
                gate = f": {title}, {reasons.party(report.party)} [{report.period}]"
            rows.append(_row(desk, task, f"{does}{gate}", office))
        screen.table(columns, rows)
    _messages(desk, messages)
    if unreached:
        screen.heading(say("Belum dapat dihubungi", "Whom no message reaches"))
        screen.bullets(f"{each.name} ({each.handle})" for each in unreached)
        screen.line(
            say(
                "Isi alamatnya: kadflow notice address SEBUTAN mail|hand ALAMAT",
                "Enter an address: kadflow notice address HANDLE mail|hand ADDRESS",
            )
        )
    if told:
        screen.heading(say("Pemberitahuan", "Notices"))
        mark = say(" (sudah dibaca)", " (acknowledged)")
        screen.pairs(
            (
                words.long_date(notice["written_at"], desk.language),
                notice["headline"] + (mark if notice.get("acknowledged") else ""),
            )
            for notice in notices
        )
        if any(notice.get("acknowledged") is False for notice in notices):
            screen.line(
                say(
                    f"Pengingat sudah dibaca? {SEEN} NOMOR BATAS-WAKTU",
                    f"Seen a reminder? {SEEN} NUMBER DEADLINE",
                )
            )


def _row(desk: Desk, task: dict[str, Any], does: str, office: Office | None) -> tuple[str, ...]:
    assists = desk.say(" (staf pendamping)", " (as assistant)") if task["assists"] else ""
    return (
        task["number"],
        task["title"],
        does,
        (desk.say(*office.titles) if office else "") + assists,
        words.long_date(task["since"], desk.language),
    )


def _competing(desk: Desk, task: dict[str, Any]) -> str:
    """What a competition asks: sheets of a juror, the ranking of who runs it."""
    if task["kind"] == "judge":
        left = task["entries"]
        return desk.say(f"menilai {left} peserta sebagai juri", f"judge {left} entries")
    return desk.say("menetapkan peringkat", "publish the ranking")


def _message(each: Told) -> dict[str, object]:
    return {
        "id": each.delivery.id,
        "to": each.recipient.handle if each.recipient is not None else None,
        "channel": each.delivery.channel,
        "state": each.delivery.state,
    }


def _messages(desk: Desk, messages: list[Told]) -> None:
    """What a secretariat has to hand over, or to look at because it did not arrive."""
    if not messages:
        return
    screen, say = desk.screen, desk.say
    screen.heading(say("Pesan yang perlu diurus", "Messages to look after"))
    columns = ("Kode", "Untuk", "Keadaan") if desk.language == "id" else ("Id", "To", "State")
    shown = told_apart(each.delivery.id for each in messages)
    screen.table(
        columns,
        [
            (
                each.delivery.id[:shown],
                each.recipient.name if each.recipient is not None else "",
                words.pick(DELIVERY_WORDS, each.delivery.state, desk.language),
            )
            for each in messages
        ],
    )
    screen.line(
        say(
            "Sampaikan: kadflow notice ready; kirim ulang: kadflow notice resend KODE",
            "Hand over: kadflow notice ready; send again: kadflow notice resend ID",
        )
    )


def _offices(desk: Desk) -> dict[str, Office]:
    """Offices of every organisation with people in Kadflow, by id."""
    service = desk.kadflow.organisations
    homes = {person[1] for person in service.people()}
    return {office.id: office for home in homes for office in service.offices(home)}
