"""What in a case a verb may be done to, and small questions about it that a button depends on."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.models import Fact
from midas.hub.programme.models import (
    Appeal,
    Application,
    Assessment,
    AssessorSeat,
    CareVisit,
    Claim,
    Design,
    Project,
)
from midas.hub.programme.policies.project import party_of
from midas.hub.programme.queries import appeals as appeal_queries
from midas.hub.programme.queries import money
from midas.hub.programme.queries import selection as selection_queries
from midas.hub.programme.rules.payment import STAGES_REACHED
from midas.hub.programme.services.builds import LIVE_CASES

BUILDING = (*LIVE_CASES, "finished")


def the_project(case: Application) -> Iterable[Project]:
    """The project of a selected case."""
    if case.state not in BUILDING or not hasattr(case, "project"):
        return ()
    return (case.project,)


def the_claims(case: Application) -> Iterable[Claim]:
    """The claims of its project, while money moves."""
    for project in the_project(case):
        if project.state in STAGES_REACHED:
            prefetch_related_objects([project], "claims")
            return project.claims.all()
    return ()


def the_assessment(case: Application) -> Iterable[Assessment]:
    """The assessment while the experts are at work."""
    if case.state != "assessing" or not hasattr(case, "assessment"):
        return ()
    return (case.assessment,)


def the_seats(case: Application) -> Iterator[AssessorSeat]:
    """The experts' seats of the assessment."""
    for one in the_assessment(case):
        if one.state == "scoring":
            yield from one.seats.select_related("expert").order_by("offered_at", "id")


def the_appeals(case: Application) -> Iterable[Appeal]:
    """Appeals that wait for a decision."""
    return case.appeals.filter(state="filed").select_related("application")


def the_next_visit(case: Application) -> Iterator[CareVisit]:
    """The after-care visit that comes next, if it can be made already."""
    for project in the_project(case):
        visits = project.visits.filter(visited_on=None).order_by("due_on", "moment")
        if found := visits.first():
            found.project = project
            yield found


def project_of_visit(visit: CareVisit) -> Project:
    """A visit can be made when its project's state allows it."""
    return visit.project


def name_of_claim(claim: Claim) -> str:
    """The claim's number among those of the case."""
    return _("Claim %(serial)s") % {"serial": claim.serial}


def name_of_seat(seat: AssessorSeat) -> str:
    """Whose seat it is."""
    return str(seat.expert.name)


def name_of_visit(visit: CareVisit) -> str:
    """Which of the visits."""
    return visit.moment


def has_waiting_design(project: Project, _actor: Actor) -> bool:
    """True while a design waits for its answer."""
    return Design.objects.filter(project=project, state="submitted").exists()


def lacks_design(project: Project, actor: Actor) -> bool:
    """True while no design waits."""
    return not has_waiting_design(project, actor)


def wants_supplier(project: Project, _actor: Actor) -> bool:
    """True until a supplier has agreed to build."""
    return project.supplier_state != "accepted"


def supplier_is(*states: str) -> Callable[[Any, Actor], bool]:
    """True when the supplier's answer stands like this."""
    return lambda project, _actor: project.supplier_state in states


def has_not_signed(project: Project, actor: Actor) -> bool:
    """True while the actor's party has still to sign, and by another hand than others."""
    party = party_of(actor, project)
    signed = project.signatures.values_list("party", "person")
    return all(party != one and actor.person != person for one, person in signed)


def every_expert_is_done(assessment: Assessment, _actor: Actor) -> bool:
    """True when all experts wanted have handed in and nobody else is at work."""
    states = list(assessment.seats.values_list("state", flat=True))
    return "accepted" not in states and states.count("submitted") >= assessment.seats_wanted


def has_consensus(assessment: Assessment, _actor: Actor) -> bool:
    """True when something was agreed on."""
    return assessment.bands.exists()


def needs_nomination(case: Application, _actor: Actor) -> bool:
    """True when the local government has a word."""
    return case.lot.needs_nomination


def is_ready_to_assess(case: Application, _actor: Actor) -> bool:
    """True when nothing stands before the assessment."""
    return case.state == "nominated" or not case.lot.needs_nomination


def is_reopened(case: Application, _actor: Actor) -> bool:
    """True for a case that came back to a lot that is decided already."""
    return case.lot.state == "decided"


def has_free_place(case: Application, _actor: Actor) -> bool:
    """True when a place of the lot is free and nobody in reserve stands before this case."""
    selection = getattr(case.lot, "selection", None)
    if selection is None or case.points is None:
        return False
    same = Application.objects.filter(lot_id=case.lot_id)
    placed = same.filter(state__in=selection_queries.PLACED).count()
    better = same.filter(state="reserve", points__gt=case.points) | same.filter(
        state="reserve", points=case.points, rank__lt=case.rank or 0
    )
    return placed < selection.places and not better.exists()


def may_still_withdraw(case: Application, _actor: Actor) -> bool:
    """True until the agreement is being signed; a draft is given up in its own pages, too."""
    return all(one.state in ("preparing", "terminated") for one in the_project(case))


def has_open_decision(case: Application, _actor: Actor) -> bool:
    """True while a decision of the case can be appealed against."""
    return bool(appeal_queries.decisions_open_to_appeal(case, clock.today()))


def decided_by_another(appeal: Appeal, actor: Actor) -> bool:
    """True unless the decision was this person's own."""
    decided = Fact.objects.filter(id=appeal.fact).values_list("person", flat=True).first()
    return decided is None or decided != actor.person


def has_money_left(project: Project, _actor: Actor) -> bool:
    """True while something may still be claimed."""
    return any(one.left > 0 for one in money.layers_of(project))


def owes_return(project: Project, _actor: Actor) -> bool:
    """True while money has to come back."""
    return any(money.returns_left(project).values())


def has_no_open_claim(project: Project, _actor: Actor) -> bool:
    """True when every claim is decided or back with the firm."""
    return not project.claims.filter(state__in=("submitted", "checked", "approved")).exists()


def is_all_done(project: Project, actor: Actor) -> bool:
    """True after the last visit, with every return received."""
    return not project.visits.filter(visited_on=None).exists() and not owes_return(project, actor)


def visit_is_possible(visit: CareVisit, _actor: Actor) -> bool:
    """True for T0 at any time, for later ones once the build is complete."""
    return visit.moment == "T0" or visit.project.state in ("completed", "settled")
