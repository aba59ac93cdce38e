"""Which cases an actor may see, as SQL."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from midas.hub.accounts import public as accounts
from midas.hub.kernel.actor import SYSTEM, Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import (
    Application,
    AssessorSeat,
    CommitteeSeat,
    Participation,
    Project,
)

FILED = Q(submitted_at__isnull=False)
LEFT_SEAT = ("declined", "released")


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Cases that the actor may read: one's own firm's, or filed ones that one has a part in."""
    rows = Application.objects.all()
    if actor is SYSTEM or actor.kind == "ministry" or actor.has("auditor", "system"):
        return rows.filter(FILED)
    if actor.person is None or actor.organisation is None:
        return rows.none()
    return rows.filter(_part_of(actor) | _judged_by(actor))


def _part_of(actor: Actor) -> Q:
    """What the organisation acted for has to do with a case."""
    part = PARTS.get(actor.kind)
    return part(actor) if part else Q(pk__in=[])


def _of_supplier(actor: Actor) -> Q:
    """Cases it was asked to build, and drafts on which its person works."""
    people = Participation.objects.filter(application=OuterRef("pk"))
    mine = people.filter(person_id=str(actor.person))
    asked = Project.objects.filter(application=OuterRef("pk"), supplier_id=actor.organisation)
    builds = Exists(asked.exclude(supplier_state="declined"))
    return Q(builds) | (Q(supplier_id=actor.organisation) & Q(Exists(mine)))


def _of_techno_park(actor: Actor) -> Q:
    home = actor.organisation
    project = Project.objects.filter(application=OuterRef("pk"), techno_park_id=home)
    return (Q(techno_park_id=home) & FILED) | Q(Exists(project))


def _inside(government: UUID | None) -> Q:
    region = accounts.organisation(government).region_id if government else None
    if region is None:
        return Q(pk__in=[])
    return Q(municipality_id=region) | Q(province_id=region) | Q(region_id=region)


PARTS: dict[str, Callable[[Actor], Q]] = {
    "adopter": lambda actor: Q(applicant_id=actor.organisation),
    "supplier": _of_supplier,
    "large_enterprise": lambda actor: Q(host_id=actor.organisation) & FILED,
    "agency": lambda actor: FILED,
    "techno_park": _of_techno_park,
    "local_government": lambda actor: _inside(actor.organisation) & FILED,
}


def _judged_by(actor: Actor) -> Q:
    """Cases that the person assesses, or decides on in a committee."""
    seats = AssessorSeat.objects.filter(
        assessment__application=OuterRef("pk"), expert_id=actor.person
    ).exclude(state__in=LEFT_SEAT)
    member = CommitteeSeat.objects.filter(
        selection__lot=OuterRef("lot"), person_id=str(actor.person)
    )
    return Q(Exists(seats)) | (Q(Exists(member)) & FILED)


def case_for(actor: Actor, application: UUID) -> Application:
    """One case with its lot and call; raises NotFound for a stranger as for an unknown case."""
    rows = visible_to(actor).select_related("lot__call")
    found = rows.filter(id=application).first()
    if found is None:
        raise NotFound(Problem(words("There is no such case."), field="application"))
    return found
