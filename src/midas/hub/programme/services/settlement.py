"""Verbs of the final account: settling it, and receiving what has to be returned."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import Claim, Project, Repayment, Settlement
from midas.hub.programme.policies import project as policies
from midas.hub.programme.queries import money
from midas.hub.programme.rules import settlement as rules
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.services.builds import (
    locked_project,
    move_project,
    next_visit_day,
    require_papers,
)
from midas.hub.programme.services.cases import acting_person, require_reason
from midas.hub.programme.services.project import drop_claims
from midas.hub.programme.services.separation import require_separate

OPEN = ("submitted", "checked", "approved")
NOT_MENDED = words("The claim was not mended before the settlement.")


@verb
def settle_project(
    *, project: UUID, accepted: int | None, note: str, by: Actor, now: datetime
) -> Project:
    """Draw up the final account; `accepted` is the accepted cost in won, None: all that was spent.

    Returned claims that nobody mended are dropped. A cost that is not accepted needs a note, and
    its grants become due back, layer by layer. Raises NotPossible while claims are open.
    """
    row = locked_project(project)
    require(policies.may_settle_project(by, row))
    PROJECT.target_of("settle_project", row.state)
    require_separate("settle_project", row.application_id, by)
    _require_no_open_claim(row)
    require_papers(row, "settlement")
    spent = Claim.objects.filter(project=row, state="paid").aggregate(won=Sum("amount"))["won"] or 0
    accepted = spent if accepted is None else accepted
    if problems := rules.accepted_problem(accepted, spent):
        raise NotValid(*problems)
    note = note.strip() if accepted == spent else require_reason(note, field="note")
    drop_claims(row, NOT_MENDED, by, now)
    accounts = rules.settle(spent, accepted, _grants(row))
    due = rules.return_due(accounts)
    Settlement.objects.create(
        project=row,
        by_layer={one.layer: _as_json(one) for one in accounts},
        return_due=due,
        note=note,
        person=acting_person(by),
        at=now,
    )
    move_project(row, "settle_project", now=now, due_on=next_visit_day(row))
    data = {"spent": spent, "accepted": accepted, "return_due": f"{due:,}"}
    facts.record(events.PROJECT_SETTLED, subject=row.application_id, by=by, now=now, **data)
    return row


def _require_no_open_claim(project: Project) -> None:
    serials = Claim.objects.filter(project=project, state__in=OPEN).values_list("serial", flat=True)
    if serials:
        text = words("Decide on the open claims first: %(serials)s.")
        params = {"serials": ", ".join(str(one) for one in sorted(serials))}
        raise NotPossible(Problem(text, params, rule="claims-decided"))


def _grants(project: Project) -> list[rules.LayerAccount]:
    return [
        rules.LayerAccount(one.layer, one.agreed, one.paid)
        for one in money.layers_of(project)
        if one.is_grant and one.kind == "cash"
    ]


def _as_json(account: rules.LayerAccount) -> dict[str, int]:
    return {
        "agreed": account.agreed,
        "paid": account.paid,
        "accepted": account.accepted,
        "return_due": account.return_due,
    }


@verb
def record_return(
    *, project: UUID, amount: int, reference: str, by: Actor, now: datetime
) -> Project:
    """Record money that came back after the settlement; it is divided over the layers still due.

    The same reference a second time changes nothing. Raises NotValid for more than is still due.
    """
    row = locked_project(project)
    require(policies.may_record_return(by, row))
    reference = reference.strip()
    if not reference:
        text = words("Enter the reference of the transfer.")
        raise NotValid(Problem(text, field="reference", rule="payment-reference"))
    if Repayment.objects.filter(project=row, reference=reference).exists():
        return row
    PROJECT.target_of("record_return", row.state)
    person, due = acting_person(by), money.returns_left(row)
    if not 0 < amount <= sum(due.values()):
        text = words("Between 1 and %(left)s won can be returned.")
        params = {"left": f"{sum(due.values()):,}"}
        raise NotValid(Problem(text, params, field="amount", rule="return-within-due"))
    Repayment.objects.bulk_create(
        Repayment(
            project=row,
            layer=layer,
            amount=won,
            reference=reference,
            person=person,
            at=now,
        )
        for layer, won in rules.divide_return(amount, due).items()
        if won
    )
    move_project(row, "record_return", now=now)
    left = f"{sum(due.values()) - amount:,}"
    data = {"amount": f"{amount:,}", "left": left, "reference": reference}
    facts.record(events.MONEY_RETURNED, subject=row.application_id, by=by, now=now, **data)
    return row
