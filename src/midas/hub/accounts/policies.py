"""Who may do what in this room."""

from uuid import UUID

from midas.hub.accounts.rules.firms import FIRMS
from midas.hub.kernel.actor import SYSTEM, Actor
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import words

OPERATORS = frozenset({"agency", "ministry"})
SELF_REGISTERED = FIRMS | {"association", "assessor_body"}


def is_operator(actor: Actor) -> bool:
    """True for the system and for officers of the agency or the ministry."""
    return actor is SYSTEM or (actor.kind in OPERATORS and actor.has("officer", "owner"))


def may_register_organisation(actor: Actor, kind: str) -> Decision:
    """Firms and associations register themselves; public bodies are registered by operators."""
    if is_operator(actor):
        return ALLOWED
    if not actor.is_signed_in():
        return denied(words("Please sign in to register an organisation."), rule="sign-in")
    if kind in SELF_REGISTERED:
        return ALLOWED
    text = words("Public bodies are registered by the agency that runs the programme.")
    return denied(text, rule="register-public-body")


def may_change_organisation(actor: Actor, organisation_id: UUID) -> Decision:
    """Owners of the organisation, and operators."""
    if is_operator(actor) or (actor.organisation == organisation_id and actor.has("owner")):
        return ALLOWED
    text = words("Only an owner of the organisation or the agency may do this.")
    return denied(text, rule="owner-only")


def may_confirm_tax_clearance(actor: Actor) -> Decision:
    """Operators only: a firm shows its certificate, it does not confirm it itself."""
    if is_operator(actor):
        return ALLOWED
    text = words("Tax clearance is confirmed by the agency, not by the firm itself.")
    return denied(text, rule="confirmed-by-agency")


def may_register_workplace(actor: Actor, organisation_id: UUID) -> Decision:
    """Owners and staff of the organisation, and operators."""
    member = actor.organisation == organisation_id and actor.has("owner", "staff")
    if is_operator(actor) or member:
        return ALLOWED
    text = words("Only members of the organisation may register its workplaces.")
    return denied(text, rule="members-only")


def may_see_organisation(actor: Actor, organisation_id: UUID) -> Decision:
    """Members, and the public bodies that run the programme; not other firms."""
    if is_operator(actor) or actor.organisation == organisation_id:
        return ALLOWED
    return denied(words("Only members may see this page."), rule="members-only")


def may_register_person(actor: Actor, *, with_own_password: bool) -> Decision:
    """Everybody registers themselves; other people are registered by operators."""
    if with_own_password or is_operator(actor):
        return ALLOWED
    text = words("Only the agency may register other people; please send an invitation instead.")
    return denied(text, rule="register-person")


def may_set_standing(actor: Actor) -> Decision:
    """Operators' officers and approvers; a ban is a decision of the ministry or its agency."""
    if actor is SYSTEM or (actor.kind in OPERATORS and actor.has("officer", "approver")):
        return ALLOWED
    text = words("Only the ministry or its agency may bar somebody from taking part.")
    return denied(text, rule="standing-by-authority")


def may_create_token(actor: Actor, person_id: UUID) -> Decision:
    """Everybody for themselves; the system for anybody."""
    if actor is SYSTEM or actor.person == person_id:
        return ALLOWED
    return denied(words("An API token is made by the person it acts for."), rule="own-token")


def may_revoke_token(actor: Actor, person_id: UUID) -> Decision:
    """The person it acts for, and operators."""
    if is_operator(actor) or actor.person == person_id:
        return ALLOWED
    return denied(words("Only the token's holder may revoke it."), rule="own-token")


def may_change_person(actor: Actor, person_id: UUID) -> Decision:
    """Everybody themselves; the system anybody."""
    if actor is SYSTEM or actor.person == person_id:
        return ALLOWED
    return denied(words("Everybody changes their own profile only."), rule="own-profile")


def may_read_notice(actor: Actor, person_id: UUID) -> Decision:
    """The person it was sent to."""
    if actor.person is not None and actor.person == person_id:
        return ALLOWED
    return denied(words("This notice was sent to somebody else."), rule="own-notice")
