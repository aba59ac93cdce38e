"""Who may draft, submit, return, check and withdraw an application."""

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import words
from midas.hub.programme import models
from midas.hub.programme.policies.rulebook import is_agency_officer

WRITERS = (models.Participation.Role.LEAD, models.Participation.Role.EDITOR)
ONLY_PARTICIPANTS = words("Only the people who work on this application may do this.")
ONLY_AGENCY = words("Only an officer of the agency may do this.")


def may_start_application(actor: Actor, organisation_id: object) -> Decision:
    """An owner or a member of staff, for a site of their own firm."""
    is_member = actor.kind == "adopter" and actor.has("owner", "staff")
    if is_member and actor.organisation == organisation_id:
        return ALLOWED
    text = words("Only owners and staff of the factory may apply for it.")
    return denied(text, rule="own-factory")


def is_writer(actor: Actor, case: models.Application) -> bool:
    """True for owners of the firm, and for those who lead or write this application."""
    if actor.organisation != case.applicant_id or not actor.has("owner", "staff"):
        return False
    return actor.has("owner") or _works_on(actor, case, WRITERS)


def _works_on(actor: Actor, case: models.Application, roles: tuple[str, ...]) -> bool:
    return (
        actor.person is not None
        and case.participations.filter(person_id=actor.person, role__in=roles).exists()
    )


def may_edit_application(actor: Actor, case: models.Application) -> Decision:
    """People who write the application; a supplier's person only as an added editor."""
    if is_writer(actor, case):
        return ALLOWED
    is_partner = actor.kind == "supplier" and actor.organisation == case.supplier_id
    if is_partner and _works_on(actor, case, WRITERS):
        return ALLOWED
    return denied(ONLY_PARTICIPANTS, rule="participants-only")


def may_submit_application(actor: Actor, case: models.Application) -> Decision:
    """People of the firm who write the application."""
    if is_writer(actor, case):
        return ALLOWED
    return denied(ONLY_PARTICIPANTS, rule="participants-only")


def may_change_people(actor: Actor, case: models.Application) -> Decision:
    """Owners of the firm, and whoever leads the application."""
    lead = (models.Participation.Role.LEAD,)
    is_member = actor.organisation == case.applicant_id and actor.has("owner", "staff")
    if is_member and (actor.has("owner") or _works_on(actor, case, lead)):
        return ALLOWED
    text = words("Only the owner or the lead of the application may change who works on it.")
    return denied(text, rule="lead-only")


def may_withdraw_application(actor: Actor, case: models.Application) -> Decision:
    """Owners of the firm, and whoever leads the application."""
    return may_change_people(actor, case)


def may_return_application(actor: Actor, case: models.Application) -> Decision:
    """An officer of the agency."""
    return ALLOWED if is_agency_officer(actor) else denied(ONLY_AGENCY, rule="agency-only")


def may_confirm_eligibility(actor: Actor, case: models.Application) -> Decision:
    """An officer of the agency."""
    return may_return_application(actor, case)


def may_refuse_eligibility(actor: Actor, case: models.Application) -> Decision:
    """An officer of the agency."""
    return may_return_application(actor, case)
