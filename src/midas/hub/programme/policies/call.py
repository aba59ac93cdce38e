"""Who may announce, extend, close and cancel."""

from midas.hub.kernel.actor import SYSTEM, Actor
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import words
from midas.hub.programme.policies.rulebook import is_agency_officer

TEXT = words("Only an officer of the agency may do this.")


def _by_agency(actor: Actor, rule: str) -> Decision:
    return ALLOWED if is_agency_officer(actor) else denied(TEXT, rule=rule)


def may_announce_call(actor: Actor) -> Decision:
    """An officer of the agency."""
    return _by_agency(actor, "announce-call")


def may_extend_lot(actor: Actor) -> Decision:
    """An officer of the agency."""
    return _by_agency(actor, "extend-lot")


def may_close_lot(actor: Actor) -> Decision:
    """An officer of the agency; the clock itself acts as the system."""
    return ALLOWED if actor is SYSTEM else _by_agency(actor, "close-lot")


def may_cancel_lot(actor: Actor) -> Decision:
    """An officer of the agency."""
    return _by_agency(actor, "cancel-lot")
