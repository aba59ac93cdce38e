"""Reads of projects: who sees which, one project as a card, what falls due, the outcome table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from midas.hub.accounts import public as accounts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.pages import Page, page_by_key
from midas.hub.programme.models import CareVisit, Claim, Design, Inspection, Project, Signature
from midas.hub.programme.policies.project import party_organisation
from midas.hub.programme.queries import money, rulebook
from midas.hub.programme.queries.agreement import signing_parties
from midas.hub.programme.queries.visible import visible_to
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.rules.outcome import Change, change, figure
from midas.hub.programme.rules.profile_papers import Outcome
from midas.hub.programme.rules.wording import as_text

PAGE_SIZE = 30
MOMENTS = ("T0", "T1", "T2")


@dataclass(frozen=True)
class PartyCard:
    """A party of the agreement, and when it signed."""

    party: str
    organisation: accounts.OrganisationCard | None
    signature: Signature | None


@dataclass(frozen=True)
class ProjectCard:
    """Everything about one project that its page shows."""

    project: Project
    parties: list[PartyCard]
    money: list[money.LayerMoney]
    claims: list[Claim]
    designs: list[Design]
    inspections: list[Inspection]
    visits: list[CareVisit]
    returns_left: dict[str, int]
    verbs: list[str]  # what the lifecycle offers in this state


def visible_projects(actor: Actor) -> QuerySet[Project]:
    """The projects of the cases that the actor may read."""
    return Project.objects.filter(application__in=visible_to(actor))


def project_page(actor: Actor, *, state: str = "", cursor: str = "", size: int = PAGE_SIZE) -> Page:
    """Projects that the actor sees, newest first."""
    rows = visible_projects(actor).select_related("application", "supplier", "techno_park")
    rows = rows.filter(state=state) if state else rows
    return page_by_key(rows, ("-created_at", "id"), cursor, size)


def project_card(project: Project) -> ProjectCard:
    """One project with its parties, money, claims, papers and visits."""
    return ProjectCard(
        project=project,
        parties=_parties(project),
        money=money.layers_of(project),
        claims=list(project.claims.prefetch_related("lines", "payments").order_by("serial")),
        designs=list(project.designs.select_related("document__file").order_by("-submitted_at")),
        inspections=list(project.inspections.order_by("-at")),
        visits=list(project.visits.order_by("due_on")),
        returns_left=money.returns_left(project),
        verbs=list(PROJECT.verbs_from(project.state)),
    )


def _parties(project: Project) -> list[PartyCard]:
    ids = {party: party_organisation(project, party) for party in signing_parties(project)}
    cards = accounts.organisations(one for one in ids.values() if one is not None)
    signed = {one.party: one for one in project.signatures.all()}
    return [
        PartyCard(party, cards.get(key) if key else None, signed.get(party))
        for party, key in ids.items()
    ]


def claim_page(
    actor: Actor,
    *,
    states: Iterable[str] = (),
    cursor: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """Claims of the projects that the actor sees, newest first, in some states or in all."""
    rows = Claim.objects.filter(project__in=visible_projects(actor))
    rows = rows.select_related("project__application")
    wanted = list(states)
    rows = rows.filter(state__in=wanted) if wanted else rows
    return page_by_key(rows, ("-submitted_at", "id"), cursor, size)


@dataclass(frozen=True)
class DueItem:
    """A verb that waits for a Techno Park; `moment` is T0, T1 or T2 for a visit."""

    verb: str
    project: Project
    due_on: date | None
    moment: str = ""


def due_for_techno_park(techno_park: UUID, until: date) -> list[DueItem]:
    """What waits for a Techno Park by a day, the earliest first; four queries however long."""
    rows = Project.objects.filter(techno_park=techno_park).select_related("application")
    waiting = rows.filter(state="in_force", designs__state="submitted").distinct()
    found = [DueItem("accept_design", one, one.design_due_on) for one in waiting]
    steps = {"building": "record_interim", "completing": "record_completion"}
    due = rows.filter(state__in=steps, due_on__lte=until)
    found += [DueItem(steps[one.state], one, one.due_on) for one in due]
    found += _visits_due(techno_park, until)
    return sorted(found, key=lambda one: (one.due_on or date.max, one.project.number))


def _visits_due(techno_park: UUID, until: date) -> list[DueItem]:
    """Visits not made yet: those after completion only once the build is complete."""
    visits = CareVisit.objects.filter(
        project__techno_park=techno_park, visited_on=None, due_on__lte=until
    ).select_related("project__application")
    open_now = visits.exclude(project__state__in=(*PROJECT.ends, "preparing", "signing"))
    return [
        DueItem("record_visit", one.project, one.due_on, one.moment)
        for one in open_now.order_by("due_on")
        if one.moment == "T0" or one.project.state in ("completed", "settled")
    ]


@dataclass(frozen=True)
class OutcomeRow:
    """One measure at T0, T1 and T2, with its change against T0."""

    code: str
    group: str
    name: dict[str, str]
    unit: dict[str, str]
    better: str
    values: dict[str, Decimal | None]
    changes: dict[str, Change]


def outcome_table(project: Project) -> list[OutcomeRow]:
    """The measures of the profile, each with a figure at any moment; in the profile's order."""
    figures = {visit.moment: visit.figures for visit in project.visits.all()}
    measures = rulebook.profile_of(project.application).outcomes
    rows = [_outcome_row(one, figures) for one in measures]
    return [row for row in rows if any(value is not None for value in row.values.values())]


def _outcome_row(measure: Outcome, figures: dict[str, dict[str, str]]) -> OutcomeRow:
    values = {
        moment: figure(typed) if (typed := figures.get(moment, {}).get(measure.code)) else None
        for moment in MOMENTS
    }
    return OutcomeRow(
        code=measure.code,
        group=measure.group,
        name=as_text(measure.name),
        unit=as_text(measure.unit),
        better=measure.better,
        values=values,
        changes={
            moment: change(values["T0"], values[moment], measure.better) for moment in MOMENTS[1:]
        },
    )
