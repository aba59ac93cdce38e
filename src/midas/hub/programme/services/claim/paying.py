"""Paying a claim: once, out of the grants it was divided over."""

from datetime import datetime
from uuid import UUID

from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import Claim, Payment
from midas.hub.programme.policies import claim as policies
from midas.hub.programme.queries import money
from midas.hub.programme.rules.lifecycles import CLAIM
from midas.hub.programme.services.claim.decision import require_own_share
from midas.hub.programme.services.claim.rows import locked_claim, write_claim
from midas.hub.programme.services.separation import require_separate


@verb
def pay_claim(*, claim: UUID, reference: str, by: Actor, now: datetime) -> Claim:
    """Pay the grants' part of an approved claim; `reference` is the bank's number of the transfer.

    The same reference a second time changes nothing, so a double click pays once. Raises
    NotPossible when the own share is not proven or the project has ended meanwhile.
    """
    row = locked_claim(claim, paid_is_fine=True)
    require(policies.may_pay_claim(by, row))
    reference = reference.strip()
    if row.state == "paid" and row.payments.filter(reference=reference).exists():
        return row
    target = CLAIM.target_of("pay_claim", row.state)
    if not reference:
        text = words("Enter the reference of the transfer.")
        raise NotValid(Problem(text, field="reference", rule="payment-reference"))
    require_separate("pay_claim", row.project.application_id, by)
    require_own_share(row)
    grants = {one.layer for one in money.layers_of(row.project) if one.is_grant}
    parts = {layer: won for layer, won in row.by_layer.items() if layer in grants}
    Payment.objects.bulk_create(
        Payment(claim=row, layer=layer, amount=won, reference=reference, at=now)
        for layer, won in parts.items()
    )
    write_claim(row, state=target, paid_by=by.person, paid_at=now, due_on=None)
    facts.record(
        events.CLAIM_PAID,
        subject=row.project.application_id,
        by=by,
        now=now,
        claim=str(row.id),
        serial=row.serial,
        amount=f"{sum(parts.values()):,}",
        by_layer=parts,
        reference=reference,
    )
    return row
