"""Which cases an actor may see, answered in SQL."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from midas.hub.accounts import public as accounts
from midas.hub.kernel.actor import SYSTEM, Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import (
    Application,
    AssessorSeat,
    CommitteeSeat,
    Participation,
)

NOTHING = Q(pk__in=())


def visible_to(actor: Actor) -> Q:
    """A condition on applications; drafts are seen by the people who write them only."""
    if actor is SYSTEM:
        return Q()
    if actor.person is None:
        return NOTHING
    works_on = Participation.objects.filter(application=OuterRef("pk"), person_id=actor.person)
    return Q(Exists(works_on)) | _by_kind(actor)


def _by_kind(actor: Actor) -> Q:
    filed = ~Q(state="draft") & Q(submitted_at__isnull=False)
    if actor.kind in ("agency", "ministry"):
        return filed
    if actor.kind == "adopter":
        return Q(applicant_id=actor.organisation) if actor.has("owner") else NOTHING
    if actor.kind == "supplier":
        mine = Q(supplier_id=actor.organisation) | Q(project__supplier_id=actor.organisation)
        return filed & mine
    if actor.kind == "large_enterprise":
        return filed & Q(host_id=actor.organisation)
    if actor.kind == "techno_park":
        return filed & (
            Q(techno_park_id=actor.organisation) | Q(project__techno_park_id=actor.organisation)
        )
    if actor.kind == "local_government":
        return filed & of_government(actor)
    return filed & _as_judge(actor)


def of_government(actor: Actor) -> Q:
    """Cases of factories in the area of the actor's local government."""
    if actor.organisation is None:
        return NOTHING
    home = accounts.organisation(actor.organisation).region_id
    return Q(region_id=home) | Q(municipality_id=home) | Q(province_id=home)


def _as_judge(actor: Actor) -> Q:
    seats = AssessorSeat.objects.filter(
        assessment__application=OuterRef("pk"),
        expert_id=actor.person,
        state__in=["offered", "accepted", "submitted"],
    )
    votes = CommitteeSeat.objects.filter(selection__lot=OuterRef("lot"), person_id=actor.person)
    return Q(Exists(seats)) | Q(Exists(votes))


def case_for(actor: Actor, application: UUID) -> Application:
    """The application with its lot and call, if the actor may see it; raises NotFound."""
    rows = Application.objects.filter(visible_to(actor), pk=application)
    found = rows.select_related("lot__call", "project").first()
    if found is None:
        raise NotFound(Problem(words("There is no such application."), field="application"))
    return found
