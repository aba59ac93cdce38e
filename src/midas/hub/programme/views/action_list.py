"""All actions of a case, the buttons that somebody sees, and the page behind each."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Application, Assessment, CommitteeSeat
from midas.hub.programme.policies import assessment as assessment_policies
from midas.hub.programme.queries.visible import case_for
from midas.hub.programme.views import action_rows_application as of_application
from midas.hub.programme.views import action_rows_claim as of_claim
from midas.hub.programme.views import action_rows_project as of_project
from midas.hub.programme.views.actions import Action, Button, button, offered, perform
from midas.hub.programme.views.things import the_assessment

# The first one that is asked for and offered becomes the primary button.
ROWS: tuple[Action, ...] = (
    *of_application.SCREENING,
    *of_application.ASSESSING,
    *of_application.SELECTING,
    *of_application.APPEALS,
    *of_project.PAPERS,
    *of_claim.CLAIMING[:-1],
    *of_project.AGREEING,
    *of_project.BUILDING,
    *of_project.SETTLING,
    of_claim.CLAIMING[-1],
    *of_project.ENDING,
    *of_application.WITHDRAWING,
)
ACTIONS: dict[str, Action] = {one.verb: one for one in ROWS}


def actions_for(actor: Actor, case: Application) -> list[Button]:
    """What this actor may do on this case now, the one that is asked for first."""
    rows = [one for one in ROWS if one.place == "case"]
    found = [button(action, case, thing, actor) for action, thing in offered(rows, actor, case)]
    return _one_primary([*_links(actor, case), *found])


def small_actions_for(actor: Actor, case: Application, *places: str) -> list[Button]:
    """Buttons that stand beside their thing: those of claims or of the panel of experts."""
    rows = [one for one in ROWS if one.place in places]
    return [button(action, case, thing, actor) for action, thing in offered(rows, actor, case)]


def claim_actions_for(actor: Actor, case: Application) -> dict[UUID, list[Button]]:
    """The buttons of each claim."""
    rows = [one for one in of_claim.CLAIMING if one.verb != "submit_claim"]
    found: dict[UUID, list[Button]] = {}
    for action, thing in offered(rows, actor, case):
        found.setdefault(thing.id, []).append(button(action, case, thing, actor))
    return {key: _one_primary(buttons) for key, buttons in found.items()}


def _one_primary(found: list[Button]) -> list[Button]:
    """The first primary button stays one and leads; the others step back."""
    first = next((one for one in found if one.primary), None)
    rest = [
        replace(one, tone="secondary") if one.primary else one for one in found if one is not first
    ]
    rest.sort(key=lambda one: one.tone == "danger")
    return [first, *rest] if first else rest


def _links(actor: Actor, case: Application) -> Iterator[Button]:
    """Tasks on a case that have pages of their own."""
    for row in the_assessment(case):
        yield from _of_experts(actor, case, row)
    if case.state == "assessed" and actor.has("committee"):
        seats = CommitteeSeat.objects.filter(selection__lot_id=case.lot_id, person=actor.person)
        if seats.filter(organisation=actor.organisation).exists():
            url = reverse("programme:ballot", args=[case.lot_id, case.id])
            yield Button("cast_ballot", _("Give points"), url, "primary")


def _of_experts(actor: Actor, case: Application, row: Assessment) -> Iterator[Button]:
    seats = row.seats.exclude(state__in=("declined", "released"))
    if actor.has("expert"):
        own = seats.filter(expert=actor.person, organisation=actor.organisation).first()
        if own is not None:
            url = reverse("programme:seat", args=[own.id])
            yield Button("score_dimension", _("Your assessment"), url, "primary")
    if assessment_policies.may_offer_seat(actor, row):
        lacks = row.state == "scoring" and seats.count() < row.seats_wanted
        url = reverse("programme:panel", args=[case.id])
        yield Button("offer_seat", _("Panel of experts"), url, "primary" if lacks else "secondary")


@login_required
def do(
    request: HttpRequest, application: UUID, verb: str, thing: UUID | None = None
) -> HttpResponse:
    """The page of one action on a case, and the action itself."""
    case = case_for(request.actor, application)  # type: ignore[attr-defined]
    action = ACTIONS.get(verb)
    if action is None:
        raise NotFound(Problem(words("There is no such action.")))
    return perform(request, action, case, thing)
