"""The work list: what waits for an actor in the programme, by when. One query per kind of task."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from midas.hub.kernel import money
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.problems import words
from midas.hub.kernel.texts import language
from midas.hub.kernel.work import WorkItem
from midas.hub.programme.models import (
    Appeal,
    Application,
    AssessorSeat,
    Ballot,
    CareVisit,
    Claim,
    CommitteeSeat,
    Design,
    Lot,
    Project,
    Signature,
)
from midas.hub.programme.queries.visible import visible_to

MOST = 60  # of one kind; the case list shows all of them

DRAFTS = words("Finish and submit")
CORRECT = words("Correct what was asked for")
SCREEN = words("Screen applications")
NOMINATE = words("Decide on nominations")
APPOINT = words("Appoint experts")
ANSWER_SEAT = words("Answer a request to assess")
ASSESS = words("Assess factories")
AGREE = words("Agree on a result")
SELECT = words("Open selections")
VOTE = words("Give points")
DECIDE = words("Decide selections")
SUPPLIER = words("Choose a supplier")
ANSWER_BUILD = words("Answer a request to build")
DRAW_UP = words("Draw up agreements")
SIGN = words("Read and sign agreements")
DESIGN = words("Hand in designs")
ACCEPT_DESIGN = words("Check designs")
INTERIM = words("Make interim checks")
FINISH = words("Finish the build")
COMPLETION = words("Inspect finished builds")
CHECK_CLAIM = words("Check evidence")
MEND_CLAIM = words("Mend a claim")
APPROVE_CLAIM = words("Approve claims")
PAY_CLAIM = words("Pay claims")
SETTLE = words("Settle accounts")
VISIT = words("Visit factories")
CLOSE = words("Close cases")
APPEALS = words("Decide appeals")


def _cases(rows: "QuerySet[Application]", group: str, address: str = "case") -> Iterator[WorkItem]:
    for case in rows.order_by("due_on", "id")[:MOST]:
        url = reverse(f"programme:{address}", args=[case.id])
        about = f"{case.number or case.title} {case.applicant_name}".strip()
        yield WorkItem(group, about, url, case.due_on, group)


def _projects(rows: "QuerySet[Project]", group: str) -> Iterator[WorkItem]:
    for one in rows.select_related("application").order_by("due_on", "id")[:MOST]:
        url = reverse("programme:case", args=[one.application_id])
        about = f"{one.number} {one.application.applicant_name}"
        yield WorkItem(group, about, url, one.due_on, group)


def _claims(rows: "QuerySet[Claim]", group: str) -> Iterator[WorkItem]:
    for one in rows.select_related("project__application").order_by("due_on", "id")[:MOST]:
        case = one.project.application
        about = f"{one.project.number}-{one.serial} {case.applicant_name}"
        url = reverse("programme:case-money", args=[case.id])
        amount = money.reading(one.amount, language())
        yield WorkItem(group, about, url, one.due_on, group, detail=amount)


def _of_firm(actor: Actor) -> Iterator[WorkItem]:
    mine = Application.objects.filter(applicant_id=actor.organisation)
    yield from _cases(mine.filter(state="draft"), DRAFTS, "draft-review")
    yield from _cases(mine.filter(state="returned"), CORRECT, "draft-review")
    projects = Project.objects.filter(application__applicant_id=actor.organisation)
    asked = Q(supplier_state__in=["asked", "accepted"])
    yield from _projects(projects.filter(state="preparing").exclude(asked), SUPPLIER)
    yield from _projects(_unsigned(projects, "adopter"), SIGN)
    waiting = Design.objects.filter(project=OuterRef("pk"), state="submitted")
    yield from _projects(projects.filter(~Exists(waiting), state="in_force"), DESIGN)
    yield from _projects(projects.filter(state="checked"), FINISH)
    claims = Claim.objects.filter(project__application__applicant_id=actor.organisation)
    yield from _claims(claims.filter(state="returned"), MEND_CLAIM)


def _unsigned(rows: "QuerySet[Project]", party: str) -> "QuerySet[Project]":
    signed = Signature.objects.filter(project=OuterRef("pk"), party=party)
    return rows.filter(~Exists(signed), state="signing")


def _of_supplier(actor: Actor) -> Iterator[WorkItem]:
    builds = Project.objects.filter(supplier_id=actor.organisation)
    yield from _projects(builds.filter(state="preparing", supplier_state="asked"), ANSWER_BUILD)
    yield from _projects(_unsigned(builds.filter(supplier_state="accepted"), "supplier"), SIGN)


def _of_government(actor: Actor) -> Iterator[WorkItem]:
    waiting = visible_to(actor).filter(state="eligible", lot__needs_nomination=True)
    yield from _cases(waiting, NOMINATE)


def _of_agency(actor: Actor) -> Iterator[WorkItem]:
    if actor.has("officer"):
        yield from _of_officer(actor)
    if actor.has("approver"):
        yield from _of_approver(actor)


def _of_officer(actor: Actor) -> Iterator[WorkItem]:
    cases = Application.objects.all()
    yield from _cases(cases.filter(state="submitted"), SCREEN)
    ready = Q(state="nominated") | Q(state="eligible", lot__needs_nomination=False)
    yield from _cases(cases.filter(ready), APPOINT)
    assessed = Application.objects.filter(lot=OuterRef("pk"), state="assessed")
    busy = Application.objects.filter(
        lot=OuterRef("pk"),
        state__in=["submitted", "returned", "eligible", "nominated", "assessing"],
    )
    for lot in _lots(Lot.objects.filter(Exists(assessed), ~Exists(busy), state="closed")):
        yield _lot_item(lot, SELECT)
    projects = Project.objects.filter(agency_id=actor.organisation)
    drafted = projects.filter(state="preparing", supplier_state="accepted")
    yield from _projects(drafted, DRAW_UP)
    yield from _projects(projects.filter(state="completed"), SETTLE)
    pending = CareVisit.objects.filter(project=OuterRef("pk"), visited_on=None)
    yield from _projects(projects.filter(~Exists(pending), state="settled"), CLOSE)
    yield from _claims(Claim.objects.filter(state="submitted"), CHECK_CLAIM)


def _of_approver(actor: Actor) -> Iterator[WorkItem]:
    for lot in _lots(Lot.objects.filter(state="selecting")):
        yield _lot_item(lot, DECIDE)
    yield from _projects(_unsigned(Project.objects.all(), "agency"), SIGN)
    yield from _claims(Claim.objects.filter(state="checked"), APPROVE_CLAIM)
    payable = Claim.objects.filter(state="approved").exclude(approved_by=actor.person)
    yield from _claims(payable, PAY_CLAIM)
    for one in Appeal.objects.filter(state="filed").select_related("application")[:MOST]:
        about = f"{one.application.number} {one.application.applicant_name}"
        url = reverse("programme:case", args=[one.application_id])
        yield WorkItem(APPEALS, about, url, one.due_on, APPEALS)


def _lots(rows: "QuerySet[Lot]") -> "QuerySet[Lot]":
    return rows.select_related("call").order_by("closes_at", "id")[:MOST]


def _lot_item(lot: Lot, group: str) -> WorkItem:
    url = reverse("programme:selection", args=[lot.id])
    return WorkItem(group, f"{lot.call.notice_number}/{lot.serial}", url, None, group)


def _of_techno_park(actor: Actor) -> Iterator[WorkItem]:
    projects = Project.objects.filter(techno_park_id=actor.organisation)
    yield from _projects(_unsigned(projects, "techno_park"), SIGN)
    waiting = Design.objects.filter(project=OuterRef("pk"), state="submitted")
    yield from _projects(projects.filter(Exists(waiting), state="in_force"), ACCEPT_DESIGN)
    yield from _projects(projects.filter(state="building"), INTERIM)
    yield from _projects(projects.filter(state="completing"), COMPLETION)
    visits = CareVisit.objects.filter(project__techno_park_id=actor.organisation, visited_on=None)
    early = ["in_force", "building", "checked", "completing"]
    due = Q(project__state__in=["completed", "settled"]) | Q(project__state__in=early, moment="T0")
    sooner = visits.filter(project=OuterRef("project"), due_on__lt=OuterRef("due_on"))
    rows = visits.filter(due, ~Exists(sooner)).select_related("project__application")
    for one in rows.order_by("due_on", "id")[:MOST]:
        about = f"{one.project.number} {one.project.application.applicant_name} {one.moment}"
        url = reverse("programme:case-project", args=[one.project.application_id])
        yield WorkItem(VISIT, about, url, one.due_on, VISIT)


def _of_body(actor: Actor) -> Iterator[WorkItem]:
    seats = AssessorSeat.objects.filter(expert_id=actor.person)
    rows = seats.select_related("assessment__application").order_by("due_on", "id")
    tasks = (
        (rows.filter(state="offered"), ANSWER_SEAT),
        (rows.filter(state="accepted"), ASSESS),
        (rows.filter(is_lead=True, state="submitted", assessment__state="consensus"), AGREE),
    )
    for found, group in tasks:
        for seat in found[:MOST]:
            case = seat.assessment.application
            about = f"{case.number} {case.applicant_name}"
            url = reverse("programme:seat", args=[seat.id])
            yield WorkItem(group, about, url, seat.due_on, group)
    yield from _ballots(actor)


def _ballots(actor: Actor) -> Iterator[WorkItem]:
    if actor.person is None:
        return
    cast = Ballot.objects.filter(seat=OuterRef(OuterRef("pk")), application=OuterRef("pk"))
    cases = Application.objects.filter(~Exists(cast), lot=OuterRef("selection__lot"))
    waiting = cases.filter(state="assessed").order_by().values("lot")
    left = Subquery(waiting.annotate(count=Count("pk")).values("count"))
    seats = CommitteeSeat.objects.filter(person_id=actor.person, selection__state="open")
    rows = seats.annotate(left=left).filter(left__gt=0).select_related("selection__lot__call")
    for seat in rows.order_by("selection__lot__closes_at", "id")[:MOST]:
        lot = seat.selection.lot
        url = reverse("programme:selection", args=[lot.id])
        about = f"{lot.call.notice_number}/{lot.serial}"
        yield WorkItem(VOTE, about, url, None, VOTE, detail=str(seat.left))


_BY_KIND: dict[str, Callable[[Actor], Iterator[WorkItem]]] = {
    "adopter": _of_firm,
    "supplier": _of_supplier,
    "local_government": _of_government,
    "agency": _of_agency,
    "techno_park": _of_techno_park,
    "assessor_body": _of_body,
    "association": _of_body,
}


def work_for(actor: Actor) -> list[WorkItem]:
    """Everything that waits for the actor in the organisation acted for."""
    provider: Callable[[Actor], Any] | None = _BY_KIND.get(actor.kind)
    return list(provider(actor)) if provider else []
