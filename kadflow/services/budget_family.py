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
    if record.parent is None:
        return None
    parent = agreements.get_agreement(tx, record.parent)
    if parent is None:
        return None
    rule = templates.workflow(tx, parent.template).template.budget
    stored = chapters.get_chapter(tx, parent.id, "budget")
    above = msgspec.json.decode(stored, type=Budget) if stored is not None else Budget()
    ceilings = {each.year: each.amount for each in above.ceilings.values() if each.amount}
    return Family(
        aid=rule.aid if rule is not None and rule.aid != "as_parent" else None,
        ceilings=ceilings,
        others=budget.need_of_others(tx, parent.id, record.id) if ceilings else {},
    )
