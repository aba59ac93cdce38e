"""Checking, returning, refusing and approving a claim."""

from datetime import datetime
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible, NotValid
from midas.hub.kernel.occurrences import FactKind
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import Claim
from midas.hub.programme.policies import claim as policies
from midas.hub.programme.queries import claims, money, rulebook
from midas.hub.programme.rules import payment
from midas.hub.programme.rules.lifecycles import CLAIM
from midas.hub.programme.services.cases import require_reason
from midas.hub.programme.services.claim.rows import claim_flags, locked_claim, write_claim
from midas.hub.programme.services.separation import require_separate


@verb
def check_claim(*, claim: UUID, note: str = "", by: Actor, now: datetime) -> Claim:
    """Confirm that the evidence bears the claim; flags need a word from the checker.

    Raises NotValid (field "note") when invoices were used elsewhere and nothing is said about it.
    """
    row = locked_claim(claim)
    require(policies.may_check_claim(by, row))
    target = CLAIM.target_of("check_claim", row.state)
    require_separate("check_claim", row.project.application_id, by)
    flags = claim_flags(row)
    if flags and not note.strip():
        text = words("This claim has flags; write how they were cleared up.")
        raise NotValid(Problem(text, field="note", rule="flags-cleared", source="news1-220"))
    require_own_share(row)
    write_claim(row, state=target, flags=flags, check_note=note.strip(), checked_by=by.person)
    return _record(events.CLAIM_CHECKED, row, by, now)


@verb
def return_claim(*, claim: UUID, reason: str, by: Actor, now: datetime) -> Claim:
    """Send a claim back to be mended; its money stays reserved."""
    row = locked_claim(claim)
    require(policies.may_return_claim(by, row))
    target = CLAIM.target_of("return_claim", row.state)
    require_separate("return_claim", row.project.application_id, by)
    reason = require_reason(reason)
    due = rulebook.due_on(row.project.application, "return-claim", clock.today(now))
    write_claim(row, state=target, reason=reason, checked_by=None, due_on=due)
    return _record(events.CLAIM_RETURNED, row, by, now, reason=reason)


@verb
def refuse_claim(*, claim: UUID, reason: str, by: Actor, now: datetime) -> Claim:
    """Refuse a claim for good; its money is free again. The firm may appeal."""
    row = locked_claim(claim)
    require(policies.may_refuse_claim(by, row))
    target = CLAIM.target_of("refuse_claim", row.state)
    require_separate("refuse_claim", row.project.application_id, by)
    reason = require_reason(reason)
    write_claim(row, state=target, reason=reason, due_on=None)
    return _record(events.CLAIM_REFUSED, row, by, now, reason=reason)


@verb
def approve_claim(*, claim: UUID, by: Actor, now: datetime) -> Claim:
    """Approve a checked claim for payment; another person than the checker."""
    row = locked_claim(claim)
    require(policies.may_approve_claim(by, row))
    target = CLAIM.target_of("approve_claim", row.state)
    require_separate("approve_claim", row.project.application_id, by)
    require_own_share(row)
    due = rulebook.due_on(row.project.application, "pay-claim", clock.today(now))
    write_claim(row, state=target, approved_by=by.person, due_on=due)
    return _record(events.CLAIM_APPROVED, row, by, now)


def reopen_claim(*, claim: UUID, by: Actor, now: datetime) -> Claim:
    """Bring a refused claim back to be checked anew; part of an appeal that was upheld.

    Asks no policy of its own. Its money is divided again over what is left by now; raises
    NotPossible when other claims have used it meanwhile.
    """
    row = locked_claim(claim)
    target = CLAIM.target_of("reopen_claim", row.state)
    frame = claims.claim_frame(row.project, clock.today(now), but=row)
    codes = claims.own_only_categories(row.project)
    lines = row.lines.values_list("category", "amount")
    own_only = sum(amount for category, amount in lines if category in codes)
    later = max(0, claims.own_only_left(row.project, frame) - own_only)
    layers = money.cash_layers(row.project, but=row)
    problems = payment.overdrawn(row.amount, layers, own_only=own_only, own_only_later=later)
    if problems:
        raise NotPossible(*problems)
    parts = payment.divide_claim(row.amount, layers, own_only=own_only, own_only_later=later)
    due = rulebook.due_on(row.project.application, "decide-claim", clock.today(now))
    return write_claim(
        row,
        state=target,
        by_layer=dict(parts.parts),
        checked_by=None,
        approved_by=None,
        due_on=due,
    )


def require_own_share(claim: Claim) -> None:
    """Raise NotPossible unless the firm's own share is proven for all claims together."""
    layers = money.cash_layers(claim.project)
    due = sum(layer.used for layer in layers if not layer.is_grant)
    proven = claims.own_share_proven(claim.project)
    if problems := payment.unproven(proven, due, source="chungbuk26"):
        raise NotPossible(*problems)


def _record(kind: FactKind, claim: Claim, by: Actor, now: datetime, **data: str) -> Claim:
    subject = claim.project.application_id
    facts.record(
        kind, subject=subject, by=by, now=now, claim=str(claim.id), serial=claim.serial, **data
    )
    return claim
