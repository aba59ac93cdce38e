"""Who may do what with a project: its parties, each for its own organisation."""

from uuid import UUID

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed
from midas.hub.kernel.policies import ALLOWED, Decision, denied
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Project
from midas.hub.programme.policies.application import is_writer

SIGNERS = words("The owner of a firm or an officer of a public body signs for its party.")
PARTIES = ("adopter", "supplier", "techno_park", "agency")


def party_organisation(project: Project, party: str) -> UUID | None:
    """The organisation behind a party's name."""
    return {
        "adopter": project.application.applicant_id,
        "supplier": project.supplier_id,
        "techno_park": project.techno_park_id,
        "agency": project.agency_id,
    }[party]


def party_of(actor: Actor, project: Project) -> str | None:
    """The party that the actor's organisation is in this project, or None."""
    if actor.organisation is None:
        return None
    for party in PARTIES:
        if party_organisation(project, party) == actor.organisation:
            return party
    return None


def signing_for(actor: Actor, project: Project) -> tuple[str, UUID]:
    """Party and organisation that the actor signs for; `may_sign_agreement` was asked before."""
    party = party_of(actor, project)
    if party is None or actor.organisation is None:
        raise NotAllowed(Problem(SIGNERS, rule="sign-agreement"))
    return party, actor.organisation


def _is_builder(actor: Actor, project: Project) -> bool:
    """Somebody of the supplier that has agreed to build."""
    return (
        party_of(actor, project) == "supplier"
        and project.supplier_state == "accepted"
        and actor.has("owner", "staff")
    )


def _by_adopter(actor: Actor, project: Project, rule: str) -> Decision:
    if is_writer(actor, project.application):
        return ALLOWED
    return denied(words("Only the firm's people who work on the case may do this."), rule=rule)


def _by_park(actor: Actor, project: Project, rule: str) -> Decision:
    if party_of(actor, project) == "techno_park" and actor.has("officer"):
        return ALLOWED
    text = words("Only an officer of the Techno Park in charge may do this.")
    return denied(text, rule=rule)


def by_agency(actor: Actor, project: Project, rule: str, role: str = "officer") -> Decision:
    """An officer (or approver) of the agency that is a party of the agreement."""
    if party_of(actor, project) == "agency" and actor.has(role):
        return ALLOWED
    texts = {
        "officer": words("Only an officer of the agency in charge may do this."),
        "approver": words("Only an approver of the agency in charge may do this."),
    }
    return denied(texts[role], rule=rule)


def may_choose_supplier(actor: Actor, project: Project) -> Decision:
    """The firm."""
    return _by_adopter(actor, project, "choose-supplier")


def may_answer_supplier(actor: Actor, project: Project) -> Decision:
    """The supplier that was asked."""
    if party_of(actor, project) == "supplier" and actor.has("owner", "staff"):
        return ALLOWED
    return denied(words("Only the supplier that was asked may answer."), rule="answer-supplier")


def may_draft_agreement(actor: Actor, project: Project) -> Decision:
    """An officer of the agency or of the Techno Park, who conclude agreements."""
    if by_agency(actor, project, "draft-agreement"):
        return ALLOWED
    return _by_park(actor, project, "draft-agreement")


def may_sign_agreement(actor: Actor, project: Project) -> Decision:
    """Firms sign by their owner, public bodies by an officer or approver."""
    party = party_of(actor, project)
    roles = ("owner",) if party in ("adopter", "supplier") else ("officer", "approver")
    if party is not None and actor.has(*roles):
        return ALLOWED
    return denied(SIGNERS, rule="sign-agreement")


def may_add_paper(actor: Actor, project: Project) -> Decision:
    """The firm, the supplier that builds, and officers of the public parties."""
    is_officer = party_of(actor, project) in ("techno_park", "agency") and actor.has("officer")
    if is_officer or is_writer(actor, project.application) or _is_builder(actor, project):
        return ALLOWED
    text = words("Only the parties of the agreement may add papers.")
    return denied(text, rule="add-paper")


def may_submit_design(actor: Actor, project: Project) -> Decision:
    """The supplier that builds, or the firm."""
    if _is_builder(actor, project) or is_writer(actor, project.application):
        return ALLOWED
    text = words("Only the firm and its supplier may hand in the design.")
    return denied(text, rule="submit-design")


def may_answer_design(actor: Actor, project: Project) -> Decision:
    """An officer of the Techno Park in charge."""
    return _by_park(actor, project, "answer-design")


def may_record_interim(actor: Actor, project: Project) -> Decision:
    """An officer of the Techno Park in charge."""
    return _by_park(actor, project, "record-interim")


def may_request_completion(actor: Actor, project: Project) -> Decision:
    """The firm."""
    return _by_adopter(actor, project, "request-completion")


def may_record_completion(actor: Actor, project: Project) -> Decision:
    """An officer of the Techno Park in charge."""
    return _by_park(actor, project, "record-completion")


def may_settle_project(actor: Actor, project: Project) -> Decision:
    """An officer of the agency."""
    return by_agency(actor, project, "settle-project")


def may_record_return(actor: Actor, project: Project) -> Decision:
    """An officer of the agency."""
    return by_agency(actor, project, "record-return")


def may_record_visit(actor: Actor, project: Project) -> Decision:
    """An officer of the Techno Park in charge."""
    return _by_park(actor, project, "record-visit")


def may_close_project(actor: Actor, project: Project) -> Decision:
    """An officer of the agency."""
    return by_agency(actor, project, "close-project")


def may_terminate_project(actor: Actor, project: Project) -> Decision:
    """An approver of the agency."""
    return by_agency(actor, project, "terminate-project", "approver")
