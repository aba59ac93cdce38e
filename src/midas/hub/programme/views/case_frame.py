"""What every page of a case shows around its content: where it stands, whose turn it is, tabs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.kernel import clock, texts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.problems import words
from midas.hub.programme.models import Application, Project
from midas.hub.programme.policies import application as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.timeline import FIRMS
from midas.hub.programme.rules.lifecycles import APPLICATION
from midas.hub.programme.rules.stages import STAGES, next_step, stage_of
from midas.hub.programme.views import labels
from midas.hub.programme.views.action_list import actions_for

TABS: tuple[tuple[str, str], ...] = (
    ("case", words("Overview")),
    ("case-application", words("Application")),
    ("case-assessment", words("Assessment")),
    ("case-project", words("Build")),
    ("case-money", words("Money")),
    ("case-history", words("History")),
)
SIDES = {"parties": ("adopter", "supplier", "techno_park", "agency")}


@dataclass(frozen=True)
class Standing:
    """Where a case is on its way and what is asked of whom by when."""

    label: labels.Label
    stage: int  # index into STAGES, len(STAGES) once it is over
    text: str
    party: str  # in the reader's language; empty when nobody has to act
    is_mine: bool
    due: date | None


def project_of(case: Application) -> Project | None:
    """The project of a case, if it was selected."""
    return Project.objects.filter(application=case).first()


def standing_of(case: Application, project: Project | None, actor: Actor) -> Standing:
    """State and next step of a case as this actor reads it."""
    state = project.state if project else ""
    step = next_step(case.state, state, needs_nomination=case.lot.needs_nomination)
    running = project is not None and case.state in ("selected", "contracted")
    party = labels.label_of(labels.PARTIES, step.party).text if step.party else ""
    return Standing(
        label=labels.state_label(case.state, state),
        stage=stage_of(case.state, state if running else ""),
        text=texts.in_language(step.text),
        party=party,
        is_mine=bool(step.party) and is_mine(step.party, case, actor),
        due=(project.due_on if project and running else None) or case.due_on,
    )


def is_mine(party: str, case: Application, actor: Actor) -> bool:
    """True when the next step is this actor's."""
    if party == "adopter":
        return actor.organisation == case.applicant_id
    if party == "expert":
        return actor.kind == "assessor_body" and actor.has("expert")
    if party == "committee":
        return actor.has("committee")
    return actor.kind in SIDES.get(party, (party,))


def stage_steps(standing: Standing) -> list[dict[str, Any]]:
    """The stages for the step indicator."""
    return [
        {"label": texts.in_language(label), "url": "", "done": at < standing.stage}
        for at, (_code, label) in enumerate(STAGES)
    ]


def tabs_of(case: Application, tab: str) -> list[dict[str, Any]]:
    """The views of a case."""
    return [
        {
            "label": texts.in_language(label),
            "url": reverse(f"programme:{name}", args=[case.id]),
            "active": name == tab,
        }
        for name, label in TABS
    ]


def case_context(request: HttpRequest, case: Application, tab: str) -> dict[str, Any]:
    """Everything that `programme/case_base.html` needs; `tab` is the name of an address."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    project = project_of(case)
    standing = standing_of(case, project, actor)
    buttons = actions_for(actor, case)
    name = case.number or case.title or texts.in_language(case.lot.title)
    may_edit = "edit_application" in APPLICATION.verbs_from(case.state) and bool(
        policies.may_edit_application(actor, case)
    )
    return {
        "case": case,
        "project": project,
        "lot": case.lot,
        "profile": rulebook.profile_of(case),
        "terms": rulebook.terms_of(case),
        "standing": standing,
        "stages": stage_steps(standing),
        "stage_place": min(standing.stage + 1, len(STAGES)),
        "is_over": standing.stage >= len(STAGES),
        "buttons": buttons,
        "may_edit": may_edit,
        "tabs": tabs_of(case, tab),
        "today": clock.today(),
        "crumbs": [
            (_("My cases") if actor.kind in FIRMS else _("Cases"), reverse("programme:cases")),
            (name, reverse("programme:case", args=[case.id])),
            *([] if tab == "case" else [(texts.in_language(dict(TABS).get(tab, "")), "")]),
        ],
    }


def case_page(
    request: HttpRequest, case: Application, tab: str, template: str, **more: Any
) -> HttpResponse:
    """Render a page of a case inside `programme/case_base.html`."""
    return render(request, template, case_context(request, case, tab) | more)
