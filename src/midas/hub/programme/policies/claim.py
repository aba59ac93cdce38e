"""Who may claim, check, approve and pay. That these are different people is asked elsewhere."""

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import Decision
from midas.hub.programme.models import Claim, Project
from midas.hub.programme.policies.project import by_agency, may_request_completion


def may_submit_claim(actor: Actor, project: Project) -> Decision:
    """The firm's people who work on the case."""
    return may_request_completion(actor, project)


def may_check_claim(actor: Actor, claim: Claim) -> Decision:
    """An officer of the agency."""
    return by_agency(actor, claim.project, "check-claim")


def may_return_claim(actor: Actor, claim: Claim) -> Decision:
    """An officer of the agency."""
    return by_agency(actor, claim.project, "return-claim")


def may_refuse_claim(actor: Actor, claim: Claim) -> Decision:
    """An approver of the agency."""
    return by_agency(actor, claim.project, "refuse-claim", "approver")


def may_approve_claim(actor: Actor, claim: Claim) -> Decision:
    """An approver of the agency."""
    return by_agency(actor, claim.project, "approve-claim", "approver")


def may_pay_claim(actor: Actor, claim: Claim) -> Decision:
    """An approver of the agency, a third person."""
    return by_agency(actor, claim.project, "pay-claim", "approver")
