"""What the agreement above says of money, read where a check asks."""

from __future__ import annotations

import msgspec

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.budget import Budget
from kadflow.engine.budget.money import Family, Glance
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements, budget, chapters
from kadflow.storage.transactions import Transaction


def family_of(
    tx: Transaction, record: AgreementRecord | Glance, templates: TemplateService
) -> Family | None:
    """The parent's ceilings, its rule on aid, and what its other children need; None without one.

    The parent is locked where a command decides, so that two children cannot pass each other.
    """
    return Families(tx, templates).of(record)


class Families:
    """The same of several agreements in one transaction: each parent is read once."""

    def __init__(self, tx: Transaction, templates: TemplateService) -> None:
        self._tx = tx
        self._templates = templates
        self._said: dict[str, Family | None] = {}

    def of(self, record: AgreementRecord | Glance) -> Family | None:
        """See `family_of`."""
        if record.parent is None:
            return None
        if record.parent not in self._said:
            self._said[record.parent] = self._read(record.parent)
        said = self._said[record.parent]
        if said is None or not said.ceilings:
            return said
        others = budget.need_of_others(self._tx, record.parent, record.id)
        return msgspec.structs.replace(said, others=others)

    def _read(self, parent: str) -> Family | None:
        """What a parent says to whichever agreement under it."""
        record = agreements.get_agreement(self._tx, parent)
        if record is None:
            return None
        rule = self._templates.workflow(self._tx, record.template).template.budget
        stored = chapters.get_chapter(self._tx, parent, "budget")
        above = msgspec.json.decode(stored, type=Budget) if stored is not None else Budget()
        return Family(
            aid=rule.aid if rule is not None and rule.aid != "as_parent" else None,
            ceilings={each.year: each.amount for each in above.ceilings.values() if each.amount},
        )
