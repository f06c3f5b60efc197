"""Commands on competitions between agreements."""

from __future__ import annotations

import msgspec

from kadflow.domain.evaluations import Sheet


class OpenCompetition(msgspec.Struct, frozen=True, tag=True):
    """Begin a competition with the form of a workflow, or with one of its own.

    Attributes:
        code: What people type, unique in the installation.
        organisation: Id of the one that runs it.
        template: Key or digest of a published template with an evaluation form; None with a form
            of its own.
        form: Text of that form, as YAML or JSON.
        form_name: Of the file that it came from, for messages.
        aggregate: How jurors become one number, instead of the form's own way.
        tie_breaks: Criteria that decide between equal totals, in order.
    """

    code: str
    organisation: str
    title: str
    template: str | None = None
    form: str | None = None
    form_name: str = ""
    aggregate: str | None = None
    tie_breaks: tuple[str, ...] = ()


class EnterAgreement(msgspec.Struct, frozen=True, tag=True):
    """Let an agreement take part."""

    competition: str
    agreement: str


class NameJuror(msgspec.Struct, frozen=True, tag=True):
    """Ask an office, or one person who holds it, to judge every entry."""

    competition: str
    organisation: str
    office: str
    person: str | None = None


class DismissJuror(msgspec.Struct, frozen=True, tag=True):
    """Take back the naming of a juror before the ranking.

    Attributes:
        person: Id of the one holder who was named, where several of the office are jurors.
    """

    competition: str
    office: str
    person: str | None = None


class DeclareForEntry(msgspec.Struct, frozen=True, tag=True):
    """Say before judging an entry whether one has an interest of one's own in it.

    Attributes:
        entry: Id; None for every entry on which nothing was declared yet.
        office: Of the juror whose paper this is; None for the person's own.
    """

    competition: str
    conflict: bool
    entry: str | None = None
    office: str | None = None


class JudgeEntry(msgspec.Struct, frozen=True, tag=True):
    """Hand in a sheet on an entry; until the ranking another one takes its place."""

    competition: str
    entry: str
    sheet: Sheet
    office: str | None = None


class RankEntries(msgspec.Struct, frozen=True, tag=True):
    """Open the sheets and publish the ranking."""

    competition: str


CompetitionCommand = (
    OpenCompetition
    | EnterAgreement
    | NameJuror
    | DismissJuror
    | DeclareForEntry
    | JudgeEntry
    | RankEntries
)
