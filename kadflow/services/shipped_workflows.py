"""Workflows that come with Kadflow: a new version of one is published when Kadflow is upgraded.

What an installation published itself is its own: where the newest version of a workflow was not
published by Kadflow, the shipped one is only offered. Agreements stay with the version under which
they run; the new one is for agreements that are opened from now on.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kadflow.audit.chain import decode_event
from kadflow.domain.commands import Envelope
from kadflow.domain.events import SYSTEM
from kadflow.services.templates import TemplateService
from kadflow.storage import history
from kadflow.storage import templates as rows
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from state_machines import Reading

_PUBLISHED = ("template.published",)
_KADFLOW = Envelope(principal=SYSTEM.principal, authenticated=SYSTEM.authenticated)


class ShippedReport(msgspec.Struct, frozen=True):
    """What became of shipped workflows that this installation did not have.

    Attributes:
        published: ``key@version`` of those that are in force for new agreements now.
        offered: Keys of those that were left alone, since the installation's own version is newer.
    """

    published: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


def publish_shipped(
    database: Database,
    templates: TemplateService,
    shipped: Mapping[str, str],
    *,
    in_place_of_own: bool = False,
) -> ShippedReport:
    """Publish the shipped workflows that this installation does not have yet, in one commit.

    Args:
        database: Of an installation that was founded.
        templates: Of the installation.
        shipped: Texts by key, as `kadflow.services.templates.shipped_texts` gives them.
        in_place_of_own: Also where the installation published a version of its own since.
    """
    readings = [templates.read(text, key) for key, text in shipped.items()]

    def work(tx: Transaction) -> ShippedReport:
        stream = templates.installation(tx)
        history.lock_stream(tx, stream)
        missing = [each for each in readings if rows.get_template(tx, each.digest) is None]
        ours = _published_by_kadflow(tx, stream)
        taken = [each for each in missing if in_place_of_own or _is_ours(tx, each, ours)]
        published = [templates.publish_in(tx, each, _KADFLOW) for each in taken]
        return ShippedReport(
            published=tuple(f"{row['key']}@{row['version']}" for row in published),
            offered=tuple(each.template.key for each in missing if each not in taken),
        )

    return database.write(work)


def _published_by_kadflow(tx: Transaction, stream: str) -> set[str]:
    """Digests of the templates that Kadflow itself published."""
    events = [decode_event(body) for body in history.bodies_of_kinds(tx, stream, _PUBLISHED)]
    return {each.data["template"] for each in events if each.actor.principal == SYSTEM.principal}


def _is_ours(tx: Transaction, reading: Reading, ours: set[str]) -> bool:
    """Whether the newest version of its key, where there is one, came with Kadflow."""
    versions = rows.versions_of(tx, reading.template.key)
    return not versions or versions[0]["digest"] in ours
