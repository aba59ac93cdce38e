"""Who may load rules and announce calls under them."""

from midas.hub.kernel.actor import SYSTEM, Actor
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import words


def is_agency_officer(actor: Actor) -> bool:
    """An officer of the agency that runs the programme, or the system itself."""
    return actor is SYSTEM or (actor.kind == "agency" and actor.has("officer"))


def may_load_profile(actor: Actor) -> Decision:
    """The agency's officers and the ministry's; loading is recorded with its digest."""
    if is_agency_officer(actor) or (actor.kind == "ministry" and actor.has("officer")):
        return ALLOWED
    text = words("Only the ministry and its agency may load a rule profile.")
    return denied(text, rule="load-profile")
