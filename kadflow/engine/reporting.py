"""The life of a report: what each event does to it, and who may do what next.

Rules, in order:

1. A report is signed off step by step, in the order of its roles, by whoever holds the office of
   that role in the reporting organisation on that day; in which capacity is recorded.
2. Whoever prepared it does not sign it off.
3. Only a report that everybody signed off is sent; a receipt is recorded for a sending.
4. A report that is returned, inside or by its receiver, stays as it is; building it again makes
   the next version. One that was signed off is not built anew while nobody returned it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kadflow.domain.events import Event
from kadflow.domain.people import Holding
from kadflow.domain.reports import ReportFile, ReportRecord, Sending, SignOff
from kadflow.domain.wording import role_words
from kadflow.engine.folding import Parts
from kadflow.errors import GateNotMetError, NotPermittedError, ReasonRequiredError


def fold_report(record: ReportRecord | None, event: Event, parts: Parts) -> ReportRecord:
    """Bring a report one event further; it believes the event, as all folding does.

    Args:
        record: The report so far; None before it was built.
        event: The next event about it.
        parts: Contents by name; None or absent for sealed ones.

    Raises:
        ValueError: The first event does not build it.
    """
    data = event.data
    if event.kind == "report.built":
        return ReportRecord(
            id=data["report"],
            organisation=event.stream,
            outline=data["outline"],
            outline_digest=data["outline_digest"],
            about=data["about"],
            period=data["period"],
            version=data["version"],
            language=data["language"],
            as_of=data["as_of"],
            content=data["content"],
            renderer=data["renderer"],
            number=event.number,
            files=[ReportFile(f["format"], f["digest"], f["size"]) for f in data["files"]],
            missing=data["missing"],
            prepared_by=event.actor.person or event.actor.principal,
            steps=[SignOff(role) for role in data["steps"]],
        )
    if record is None:
        message = f"report {data.get('report')} does not begin with its building"
        raise ValueError(message)
    match event.kind:
        case "report.answered":
            step = record.next_step()
            if step is not None:
                step.answer, step.office = data["answer"], event.actor.office
                step.person, step.on = event.actor.person, event.effective_on.date
                step.number = event.number
            if data["answer"] == "return":
                record.state = "returned"
            elif record.next_step() is None:
                record.state = "signed"
        case "report.sent":
            record.state = "sent"
            typed = parts.get("receiver")
            to = data["to"] or (typed.decode() if typed is not None else "")
            record.sendings.append(Sending(to, event.effective_on.date, event.number))
            record.files += [
                ReportFile(f["format"], f["digest"], f["size"]) for f in data["files"]
            ]
        case "report.received":
            record.state = "received"
            for sending in record.sendings:
                if sending.number == data["sending"]:
                    sending.received_on = event.effective_on.date
        case "report.returned":
            record.state = "returned"
        case "report.superseded":
            record.state = "superseded"
        case _:
            pass
    return record


def check_rebuilding(previous: ReportRecord) -> None:
    """Refuse to build a report anew that stands.

    Raises:
        GateNotMetError: It was signed off, and nobody returned it.
    """
    if previous.state in {"signed", "sent", "received"}:
        raise GateNotMetError(
            f"Version {previous.version} of this report was signed off and stands.",
            hint="If it must be corrected, return it first: kadflow report return.",
            pesan=f"Versi {previous.version} laporan ini sudah disahkan dan tetap berlaku.",
            saran="Jika harus dikoreksi, kembalikan dahulu: kadflow report return.",
            report=previous.id,
        )


def check_sign_off(
    record: ReportRecord,
    holdings: Sequence[Holding],
    person: str,
    answer: str,
    reason: str | None,
) -> Holding:
    """Whether a person may take the next step of signing off.

    Args:
        record: The report.
        holdings: Offices that the person holds in the reporting organisation on that day.
        person: Id of the person.
        answer: ``approve`` or ``return``.
        reason: Needed to return it.

    Returns:
        The holding by which the person may.

    Raises:
        GateNotMetError: Nothing is left to sign.
        NotPermittedError: It is another office's turn, or the person prepared the report.
        ReasonRequiredError: It is returned without saying why.
    """
    step = record.next_step()
    if record.state != "built" or step is None:
        raise GateNotMetError(
            f"This report waits for nobody's signature; it is {record.state}.",
            hint="See it with: kadflow report show.",
            pesan="Laporan ini tidak sedang menunggu pengesahan.",
            saran="Lihat keadaannya dengan: kadflow report show.",
        )
    if answer == "return" and not reason:
        raise ReasonRequiredError(
            "A report is returned with the reason.",
            hint="Say what to correct, with --reason.",
            pesan="Pengembalian laporan memerlukan alasan.",
            saran="Sebutkan yang harus dikoreksi dengan --reason.",
        )
    words = role_words(step.role)
    held = next((h for h in holdings if h.role == step.role), None)
    if held is None:
        raise NotPermittedError(
            f"It is the turn of: {words[1]}; you do not hold that office today.",
            hint="Ask its holder, or have an acting one appointed.",
            pesan=f"Sekarang giliran: {words[0]}; Anda tidak memegang jabatan itu hari ini.",
            saran="Mintalah kepada pejabatnya, atau angkat pelaksana untuk jabatan itu.",
            role=step.role,
        )
    if person == record.prepared_by:
        raise NotPermittedError(
            "Whoever prepared a report does not sign it off.",
            hint="Let somebody else who holds the office do it.",
            pesan="Penyusun laporan tidak mengesahkannya sendiri.",
            saran="Mintalah pejabat lain untuk mengesahkannya.",
        )
    return held


def check_sending(record: ReportRecord) -> None:
    """Refuse to send what was not signed off.

    Raises:
        GateNotMetError: A step of signing off is missing, or it was returned.
    """
    if record.state not in {"signed", "sent", "received"}:
        step = record.next_step()
        words = role_words(step.role) if step is not None else ("", "")
        waiting = record.state == "built" and step is not None
        raise GateNotMetError(
            f"This report was not signed off yet; it waits for: {words[1]}."
            if waiting
            else f"This report cannot be sent; it is {record.state}.",
            hint="See it with: kadflow report show.",
            pesan=f"Laporan ini belum disahkan; menunggu: {words[0]}."
            if waiting
            else "Laporan ini tidak dapat dikirim dalam keadaannya sekarang.",
            saran="Lihat keadaannya dengan: kadflow report show.",
        )


def awaited_receipt(record: ReportRecord, to: str) -> Sending:
    """The sending that a receipt is for: the first one there that has none.

    Raises:
        GateNotMetError: It was not sent to that receiver, or the receipt is recorded.
    """
    found = next((s for s in record.sendings if s.to == to and s.received_on is None), None)
    if found is None:
        raise GateNotMetError(
            f"No sending of this report to {to!r} waits for a receipt.",
            hint="See where it was sent with: kadflow report show.",
            pesan=f"Tidak ada pengiriman laporan ini kepada {to!r} yang menunggu tanda terima.",
            saran="Lihat pengirimannya dengan: kadflow report show.",
        )
    return found
