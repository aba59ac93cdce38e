"""Who opens a selection, who votes in it and who decides."""

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import words
from midas.hub.programme import models
from midas.hub.programme.policies.rulebook import is_agency_officer

ONLY_AGENCY = words("Only an officer of the agency may do this.")
ONLY_APPROVER = words("Only an approver of the agency may do this.")
ONLY_MEMBERS = words("Only members of the selection committee may do this.")


def is_agency_approver(actor: Actor) -> bool:
    """Somebody who decides for the agency."""
    return actor.kind == "agency" and actor.has("approver")


def may_open_selection(actor: Actor, lot: models.Lot) -> Decision:
    """An officer of the agency."""
    if actor.person is not None and is_agency_officer(actor):
        return ALLOWED
    return denied(ONLY_AGENCY, rule="agency-only")


def may_seat_member(actor: Actor, selection: models.Selection) -> Decision:
    """An officer of the agency."""
    return may_open_selection(actor, selection.lot)


def may_cast_ballot(actor: Actor, selection: models.Selection) -> Decision:
    """A member of the committee, acting for the organisation of the seat."""
    if actor.person is not None and actor.organisation is not None and actor.has("committee"):
        seats = selection.seats.filter(person_id=actor.person)
        if seats.filter(organisation_id=actor.organisation).exists():
            return ALLOWED
    return denied(ONLY_MEMBERS, rule="members-of-committee")


def may_recuse_member(actor: Actor, selection: models.Selection) -> Decision:
    """A member of the committee, for themself."""
    return may_cast_ballot(actor, selection)


def may_decide_selection(actor: Actor, selection: models.Selection) -> Decision:
    """An approver of the agency."""
    return ALLOWED if is_agency_approver(actor) else denied(ONLY_APPROVER, rule="approver-only")


def may_decide_reopened(actor: Actor, selection: models.Selection) -> Decision:
    """An approver of the agency."""
    return may_decide_selection(actor, selection)


def may_promote_reserve(actor: Actor, case: models.Application) -> Decision:
    """An approver of the agency."""
    return ALLOWED if is_agency_approver(actor) else denied(ONLY_APPROVER, rule="approver-only")
