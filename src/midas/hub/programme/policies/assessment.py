"""Who opens an assessment, who offers seats, who scores, who agrees and who concludes."""

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import words
from midas.hub.programme import models
from midas.hub.programme.policies.rulebook import is_agency_officer

ONLY_AGENCY = words("Only an officer of the agency may do this.")
ONLY_EXPERT = words("Only the expert who was asked may do this.")
ONLY_LEAD = words("Only the leading expert records what the experts agreed on.")


def _by_agency(actor: Actor) -> Decision:
    return ALLOWED if is_agency_officer(actor) else denied(ONLY_AGENCY, rule="agency-only")


def may_start_assessment(actor: Actor, case: models.Application) -> Decision:
    """An officer of the agency."""
    return _by_agency(actor)


def may_offer_seat(actor: Actor, assessment: models.Assessment) -> Decision:
    """An officer of the agency."""
    return _by_agency(actor)


def may_release_seat(actor: Actor, seat: models.AssessorSeat) -> Decision:
    """An officer of the agency."""
    return _by_agency(actor)


def may_open_consensus(actor: Actor, assessment: models.Assessment) -> Decision:
    """An officer of the agency."""
    return _by_agency(actor)


def may_conclude_assessment(actor: Actor, assessment: models.Assessment) -> Decision:
    """An officer of the agency: the result follows from the agreed bands alone."""
    return _by_agency(actor)


def is_seated(actor: Actor, seat: models.AssessorSeat) -> bool:
    """True when the seat is this person's, acting for the organisation named on it."""
    is_same = actor.person is not None and actor.person == seat.expert_id
    return is_same and actor.organisation == seat.organisation_id and actor.has("expert")


def may_accept_seat(actor: Actor, seat: models.AssessorSeat) -> Decision:
    """The expert who was asked."""
    return ALLOWED if is_seated(actor, seat) else denied(ONLY_EXPERT, rule="own-seat")


def may_decline_seat(actor: Actor, seat: models.AssessorSeat) -> Decision:
    """The expert who was asked."""
    return may_accept_seat(actor, seat)


def may_save_scores(actor: Actor, seat: models.AssessorSeat) -> Decision:
    """The expert who was asked."""
    return may_accept_seat(actor, seat)


def may_submit_scores(actor: Actor, seat: models.AssessorSeat) -> Decision:
    """The expert who was asked."""
    return may_accept_seat(actor, seat)


def may_record_consensus(actor: Actor, assessment: models.Assessment) -> Decision:
    """The leading expert, after having handed in."""
    leads = assessment.seats.filter(is_lead=True, state="submitted")
    if any(is_seated(actor, seat) for seat in leads):
        return ALLOWED
    return denied(ONLY_LEAD, rule="lead-expert-only")
