"""`kadflow report`: reports built from the record, signed off, sent, received."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.notice.looking import told_apart
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import day, moment, read_bytes
from kadflow.domain.periods import last_full_period, read_period
from kadflow.domain.reports import letter_name
from kadflow.domain.wording import role_words
from kadflow.domain.wording.reports import REPORT_STATE_WORDS, receiver_words
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from kadflow.app import Built, ReportRecord

app = group("Reports: build, sign off, send; evaluation, recap, abroad.")

REPORT = Annotated[str, typer.Argument(metavar="REPORT", help="Its id, or the beginning of it.")]
TO = Annotated[
    str,
    typer.Option("--to", metavar="WHOM", help="governor, minister, or a name as you write it."),
]


@command(app, "build", acts=True)
def build(
    desk: Desk,
    outline: Annotated[
        str,
        typer.Argument(metavar="REPORT", help="Which report: see kadflow report outlines."),
    ] = "",
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="NUMBER", help="About this agreement.")
    ] = None,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="CODE", help="Of this region or other organisation."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="About every agreement of the installation.")
    ] = False,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help="2026, 2026-S1, 2026-Q3 or 2026-07; the last full one if left out.",
        ),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Of pdf,docx,xlsx,html.")
    ] = "pdf",
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="TIME", help="As known then; now if left out."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write the files here too.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Only write files marked as a draft; store nothing.")
    ] = False,
) -> None:
    """Build a report from the record, store it with its digests, and have it signed off.

    What is unknown is listed in the report and here, with whom to ask. Building again without any
    change adds nothing; after a change or a return it makes the next version.

    Example: kadflow report build evaluasi --agreement KSD-2026-000001 --period 2026-S1
    --format pdf,xlsx --out laporan --as sleman.coordinator
    """
    kadflow = desk.kadflow
    name = outline or ("evaluasi" if agreement else "daerah" if region else "rekap")
    if sum((agreement is not None, region is not None, everything)) > 1 and not (
        agreement and region
    ):
        raise InvalidInputError(
            "--all goes with neither --agreement nor --region.",
            hint="Choose one of them.",
            pesan="--all tidak dapat dipakai bersama --agreement atau --region.",
            saran="Pilih salah satu.",
        )
    if not (agreement or region or everything):
        raise InvalidInputError(
            "The command does not say what the report is about.",
            hint="Give --agreement NUMBER, --region CODE or --all.",
            pesan="Perintah ini tidak menyebut laporan itu tentang apa.",
            saran="Isi --agreement NOMOR, --region KODE, atau --all.",
        )
    about = _whose(desk, region)
    wanted = next((o for o in kadflow.reports.outlines.all(about) if o.key == name), None)
    if period is None:
        every = wanted.every if wanted is not None and wanted.every is not None else "semester"
        period = last_full_period(kadflow.clock.now().date(), every).name
    envelope = desk.acting.envelope(**desk.how()) if desk.wishes.person else kadflow.operator()
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # before anything is stored
    built = kadflow.reports.build(
        envelope,
        name,
        period=read_period(period).name,
        agreement=kadflow.find(agreement) if agreement else "",
        organisation=about,
        formats=[each.strip() for each in formats.split(",") if each.strip()],
        as_of=moment(as_of) if as_of else None,
        language=desk.language,
        draft=draft,
    )
    written = _write(desk, built, out) if out is not None or draft else []
    if desk.screen.document(
        report=built.record,
        stored=not draft,
        anew=built.anew,
        agreements=built.agreements,
        missing=built.missing,
        written=[str(path) for path in written],
    ):
        return
    _built(desk, built, written, draft=draft)


def _whose(desk: Desk, region: str | None) -> str:
    """The organisation that somebody named by code, by name, or as ``sleman``; none if left out."""
    if not region:
        return ""
    found = organisation(desk, region)
    return found.code or found.id


def _write(desk: Desk, built: Built, out: Path | None) -> list[Path]:
    folder = out or Path()
    record = built.record
    about = desk.kadflow.report_subject(record)
    stem = f"{record.outline}-{record.period}-{about}-v{record.version}".replace("/", "-")
    paths = []
    for form, content in built.files.items():
        path = folder / f"{stem}.{form}"
        path.write_bytes(content)
        paths.append(path)
    return paths


def _built(desk: Desk, built: Built, written: list[Path], *, draft: bool) -> None:
    say, record = desk.say, built.record
    if draft:
        desk.screen.line(
            say("Rancangan; tidak ada yang disimpan.", "A draft; nothing was stored.")
        )
    elif built.anew:
        _card(desk, record)
    else:
        desk.screen.line(
            say(
                f"Isinya sama dengan versi {record.version}; tidak ada yang ditambahkan.",
                f"The same as version {record.version}; nothing was added.",
            )
        )
    if built.missing:
        desk.screen.heading(
            say(
                f"Belum diketahui ({len(built.missing)})",
                f"Unknown ({len(built.missing)})",
            )
        )
        shown = built.missing[:20]
        desk.screen.table(
            (say("Tanyakan kepada", "Ask"), say("Kerja sama", "Agreement"), say("Apa", "What")),
            [(each.ask, each.agreement, each.what) for each in shown],
        )
        if len(built.missing) > len(shown):
            desk.screen.line(
                say(
                    f"dan {len(built.missing) - len(shown)} lagi; semuanya ada dalam laporan.",
                    f"and {len(built.missing) - len(shown)} more; the report has them all.",
                )
            )
    for path in written:
        desk.screen.line(f"→ {path}")


@command(app, "outlines")
def outlines(
    desk: Desk,
    region: Annotated[
        str | None, typer.Option("--region", metavar="CODE", help="With this region's own ones.")
    ] = None,
) -> None:
    """List the reports that can be built.

    Example: kadflow report outlines --region 34.04
    """
    found = desk.kadflow.reports.outlines.all(_whose(desk, region))
    if desk.screen.document(
        outlines=[
            {"key": o.key, "title": o.title.pair, "scope": o.scope, "every": o.every,
             "source": o.source.pair, "verified": o.verified}
            for o in found
        ]
    ):  # fmt: skip
        return
    sure = {True: desk.say("ya", "yes"), False: desk.say("belum", "not yet")}
    desk.screen.table(
        (
            desk.say("Kunci", "Key"),
            desk.say("Laporan", "Report"),
            desk.say("Kepada", "To"),
            desk.say("Sumber", "Source"),
            desk.say("Sesuai format resmi", "Official form"),
        ),
        [
            (
                o.key,
                desk.say(*o.title.pair),
                ", ".join(desk.say(*receiver_words(to)) for to in o.to),
                desk.say(*o.source.pair),
                sure[o.verified],
            )
            for o in found
        ],
    )


@command(app, "outline")
def outline_(
    desk: Desk,
    key: Annotated[str, typer.Argument(metavar="KEY", help="As in the list.")],
    region: Annotated[
        str | None, typer.Option("--region", metavar="CODE", help="The region's own one.")
    ] = None,
) -> None:
    """Print an outline as it is written: sections, columns, signers, cover letter.

    Example: kadflow report outline rekap
    """
    text = desk.kadflow.reports.outlines.text(key, _whose(desk, region))
    if not desk.screen.document(key=key, text=text):
        desk.screen.line(text)


@command(app, "put-outline", acts=True)
def put_outline(
    desk: Desk,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A YAML file; begin with: outline.")
    ],
    region: Annotated[
        str, typer.Option("--region", metavar="CODE", help="Whose outline it becomes.")
    ],
    form: Annotated[
        Path | None,
        typer.Option("--form", metavar="FILE", help="An official XLSX form that it fills."),
    ] = None,
) -> None:
    """Put a region's own outline in force: its columns, order, headings, signers, cover letter.

    One with the key of a shipped outline takes its place for that region. With --form every report
    by it also fills that workbook as it is; the outline's `form` says which field goes where.

    Example: kadflow report put-outline rekap.yaml --region 34.04 --as sleman.coordinator
    """
    text = read_bytes(file).decode("utf-8", "replace")
    envelope = desk.acting.envelope(**desk.how())
    outline = desk.kadflow.reports.outlines.put(
        envelope,
        region,
        text,
        form=read_bytes(form) if form is not None else None,
        source=file.name,
    )
    if not desk.screen.document(key=outline.key, title=outline.title.pair):
        desk.screen.line(
            desk.say(
                f"Berlaku: {outline.title.id} [{outline.key}]",
                f"In force: {outline.title.en} [{outline.key}]",
            )
        )


@command(app, "list", asks=True)
def list_(
    desk: Desk,
    region: Annotated[
        str | None, typer.Option("--region", metavar="CODE", help="Only of this organisation.")
    ] = None,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="NUMBER", help="Only about this one.")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="Only of this period.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many.")] = 50,
) -> None:
    """List stored reports, the newest first.

    Example: kadflow report list --region 34.04
    """
    kadflow = desk.kadflow
    found = kadflow.reports.list(
        organisation=_whose(desk, region),
        agreement=kadflow.find(agreement) if agreement else "",
        period=read_period(period).name if period else "",
        most=most,
    )
    if desk.screen.document(reports=found):
        return
    if not found:
        desk.screen.line(desk.say("Belum ada laporan.", "No reports yet."))
        return
    shown = told_apart(record.id for record in found)
    desk.screen.table(
        (desk.say("Kode", "Id"), desk.say("Laporan", "Report"), desk.say("Tentang", "About"),
         desk.say("Periode", "Period"), desk.say("Versi", "Version"),
         desk.say("Keadaan", "State")),
        [
            (record.id[:shown], record.outline, _subject(desk, record), record.period,
             str(record.version), _state(desk, record))
            for record in found
        ],
    )  # fmt: skip


def _subject(desk: Desk, record: ReportRecord) -> str:
    if not record.about and record.organisation == desk.kadflow.installation.id:
        return desk.say("semua daerah", "all regions")
    return desk.kadflow.report_subject(record)


def _state(desk: Desk, record: ReportRecord) -> str:
    words_ = desk.say(*REPORT_STATE_WORDS[record.state])
    step = record.next_step()
    if record.state == "built" and step is not None:
        return f"{words_}: {desk.say(*role_words(step.role))}"
    if record.state == "built":  # of the whole installation, which has no offices
        return desk.say("disusun", "built")
    return words_


def _card(desk: Desk, record: ReportRecord) -> None:
    say = desk.say
    desk.screen.heading(
        f"{record.outline} {record.period}, {say('versi', 'version')} {record.version}"
    )
    desk.screen.pairs(
        [
            ("Id", record.id),
            (say("Keadaan", "State"), _state(desk, record)),
            (say("Keadaan pengetahuan", "As of"), record.as_of),
            (say("Isi (SHA-256)", "Content (SHA-256)"), record.content),
            (say("Belum diketahui", "Unknown"), str(record.missing)),
            (say("Berkas", "Files"), ", ".join(file.format for file in record.files)),
        ]
    )
    for step in record.steps:
        given = {
            "approve": say("disahkan", "signed off"),
            "return": say("dikembalikan", "returned"),
        }.get(step.answer or "", say("belum", "not yet"))
        when = f", {words.long_date(step.on, desk.language)}" if step.on else ""
        desk.screen.bullets([f"{say(*role_words(step.role))}: {given}{when}"])
    for sending in record.sendings:
        sent = words.long_date(sending.on, desk.language)
        receipt = (
            say("diterima", "received") + f" {words.long_date(sending.received_on, desk.language)}"
            if sending.received_on
            else say("belum ada tanda terima", "no receipt yet")
        )
        desk.screen.bullets(
            [
                f"{say('Dikirim kepada', 'Sent to')} {say(*receiver_words(sending.to))}, {sent}; {receipt}"
            ]
        )


@command(app, "show")
def show(desk: Desk, report: REPORT) -> None:
    """Show a report: its digests, who signed it off, where it was sent.

    Example: kadflow report show 01943a5e
    """
    record = desk.kadflow.reports.get(report)
    if not desk.screen.document(report=record):
        _card(desk, record)


@command(app, "export")
def export(
    desk: Desk,
    report: REPORT,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="As listed by: report show.")
    ] = "pdf",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it.")
    ] = None,
) -> None:
    """Write a stored file of a report, byte for byte as it was stored.

    Example: kadflow report export 01943a5e --format xlsx --out rekap.xlsx
    """
    content = desk.kadflow.reports.file(report, form)
    path = out or Path(f"{desk.kadflow.reports.get(report).outline}.{form}")
    path.write_bytes(content)
    if not desk.screen.document(written=str(path), size=len(content)):
        desk.screen.line(f"→ {path}")


@command(app, "sign", acts=True)
def sign(desk: Desk, report: REPORT) -> None:
    """Sign a report off, when it is your office's turn.

    Example: kadflow report sign 01943a5e --as sleman.secretary
    """
    _answered(desk, report, "approve")


@command(app, "return", acts=True)
def return_(desk: Desk, report: REPORT) -> None:
    """Return a report to be corrected, with --reason: as its signer, or because a receiver did.

    The version stays; building it again makes the next one.

    Example: kadflow report return 01943a5e --reason "Realisasi triwulan II belum masuk"
    --as sleman.secretary
    """
    if desk.kadflow.reports.get(report).state == "built":
        _answered(desk, report, "return")
        return
    envelope = desk.acting.envelope(**desk.how())
    _told(desk, desk.kadflow.reports.sign_off.return_for_correction(envelope, report))


def _answered(desk: Desk, report: str, answer: Literal["approve", "return"]) -> None:
    envelope = desk.acting.envelope(**desk.how())
    _told(desk, desk.kadflow.reports.sign_off.answer(envelope, report, answer))


@command(app, "send", acts=True)
def send(
    desk: Desk,
    report: REPORT,
    to: TO,
    letter_number: Annotated[
        str, typer.Option("--letter-number", metavar="NUMBER", help="Of the cover letter.")
    ],
    letter_date: Annotated[
        str, typer.Option("--letter-date", metavar="DATE", help="Of the cover letter.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write the letter here.")
    ] = None,
) -> None:
    """Send a report that was signed off: its cover letter is made and stored with it.

    Example: kadflow report send 01943a5e --to governor --letter-number 019/321/2026
    --letter-date 2026-07-10 --out surat --as sleman.coordinator
    """
    kadflow = desk.kadflow
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # before anything is sent
    record = kadflow.reports.sign_off.send(
        desk.acting.envelope(**desk.how()),
        report,
        to,
        letter_number=letter_number,
        letter_date=day(letter_date, "--letter-date"),
    )
    if out is not None:
        letters = {letter_name(len(record.sendings), form) for form in ("pdf", "docx")}
        for name in sorted(letters & {file.format for file in record.files}):
            (out / name).write_bytes(kadflow.reports.file(record.id, name))
    _told(desk, record)


@command(app, "receive", acts=True)
def receive(
    desk: Desk,
    report: REPORT,
    to: TO,
    receipt: Annotated[
        str, typer.Option("--receipt", metavar="TEXT", help="Number or words of the receipt.")
    ],
) -> None:
    """Record the receipt for a report that was sent (--effective-on: its day, --evidence: its scan).

    Example: kadflow report receive 01943a5e --to governor --receipt "Agenda 1123"
    --effective-on 2026-07-12 --as sleman.coordinator
    """
    kadflow = desk.kadflow
    digest = None
    if desk.wishes.evidence is not None:
        owner = kadflow.reports.get(report).organisation
        digest = kadflow.store_content(owner, read_bytes(desk.wishes.evidence))
    envelope = desk.acting.envelope(
        effective_on=desk.wishes.effective_on, reason=desk.wishes.reason
    )
    record = kadflow.reports.sign_off.receive(
        envelope, report, to, receipt=receipt, evidence=digest
    )
    _told(desk, record)


def _told(desk: Desk, record: ReportRecord) -> None:
    if not desk.screen.document(report=record):
        _card(desk, record)
