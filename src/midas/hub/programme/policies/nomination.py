"""Who may speak for the local government about a factory."""

from datetime import date

from midas.hub.accounts import public as accounts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import words
from midas.hub.programme import models


def may_nominate_application(actor: Actor, case: models.Application, day: date) -> Decision:
    """An officer of the city, county or province in which the factory lies on the day."""
    is_officer = actor.kind == "local_government" and actor.has("officer")
    if is_officer and actor.organisation in accounts.local_governments_for(case.region_id, day):
        return ALLOWED
    text = words("Only an officer of the local government of the factory's region may do this.")
    return denied(text, rule="local-government-of-region")


def may_decline_nomination(actor: Actor, case: models.Application, day: date) -> Decision:
    """The same officers."""
    return may_nominate_application(actor, case, day)
