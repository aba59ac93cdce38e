"""Saving the budget: items of cost and who pays for them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.queries.eligibility import money_rules
from midas.hub.programme.rules.budget import (
    BudgetDraft,
    ShareDraft,
    line_problems,
    share_problems,
)
from midas.hub.programme.services.application.draft import open_draft
from midas.hub.programme.services.cases import write_case

__all__ = ["BudgetDraft", "ShareDraft", "save_budget"]


@verb
def save_budget(
    *,
    application: UUID,
    version: int | None,
    lines: Sequence[BudgetDraft],
    shares: Sequence[ShareDraft],
    by: Actor,
    now: datetime,
) -> models.Application:
    """Replace the budget. A draft need not add up yet; submission asks for that.

    Raises NotValid for an unknown cost item or layer, or an impossible amount (`field` is
    `lines-<index>-<column>` or `shares-<index>-<column>`), NotPossible for a stale form.
    """
    case = open_draft(application, version, by)
    rules = money_rules(case)
    problems = [*line_problems(lines, rules), *share_problems(shares, rules)]
    if problems:
        raise NotValid(*problems)
    write_budget(case, lines, shares)
    write_case(case, total_cost=sum(line.amount for line in lines))
    facts.record(
        events.APPLICATION_SAVED,
        subject=case.id,
        by=by,
        now=now,
        part="budget",
        total=case.total_cost,
    )
    return case


def write_budget(
    case: models.Application, lines: Sequence[BudgetDraft], shares: Sequence[ShareDraft]
) -> None:
    """Put items and shares in place of the earlier ones."""
    case.budget_lines.all().delete()
    case.funding_shares.all().delete()
    models.BudgetLine.objects.bulk_create(
        models.BudgetLine(
            application=case,
            position=at,
            category=line.category,
            item=line.item.strip()[:200],
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=line.amount,
        )
        for at, line in enumerate(lines, start=1)
    )
    models.FundingShare.objects.bulk_create(
        models.FundingShare(
            application=case, layer=share.layer, kind=share.kind, amount=share.amount
        )
        for share in shares
    )
