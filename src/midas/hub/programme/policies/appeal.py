"""Who files an appeal, who takes it back and who decides on it."""

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import words
from midas.hub.programme import models
from midas.hub.programme.policies.application import ONLY_PARTICIPANTS, is_writer
from midas.hub.programme.policies.selection import is_agency_approver


def may_file_appeal(actor: Actor, case: models.Application) -> Decision:
    """People of the firm who write the application."""
    if is_writer(actor, case):
        return ALLOWED
    return denied(ONLY_PARTICIPANTS, rule="participants-only")


def may_withdraw_appeal(actor: Actor, case: models.Application) -> Decision:
    """The same people."""
    return may_file_appeal(actor, case)


def may_decide_appeal(actor: Actor, appeal: models.Appeal) -> Decision:
    """An approver of the agency; that it was not their own decision is asked separately."""
    if is_agency_approver(actor):
        return ALLOWED
    return denied(words("Only an approver of the agency may do this."), rule="approver-only")
