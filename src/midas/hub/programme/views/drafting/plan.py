"""The plan: one text for each thing the committee looks at, and measures with goals."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from midas.hub.kernel import clock
from midas.hub.programme.forms.drafting import PlanForm
from midas.hub.programme.models import Application
from midas.hub.programme.queries import rulebook
from midas.hub.programme.services import application as applications
from midas.hub.programme.views.drafting.frame import answer, draft_page, refused, saved
from midas.hub.ui.forms import attempt


def _initial(case: Application) -> dict[str, object]:
    found: dict[str, object] = {"version": case.version}
    found |= {f"plan-{code}": text for code, text in case.plan.items()}
    for code, pair in case.goals.items():
        found |= {f"goal-{code}-{moment}": value for moment, value in pair.items()}
    return found


@draft_page
def plan(request: HttpRequest, case: Application) -> HttpResponse:
    """Sections of the plan and outcome measures."""
    profile, terms = rulebook.profile_of(case), rulebook.terms_of(case)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(case),
        profile=profile,
        terms=terms,
    )
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form,
            applications.save_plan,
            application=case.id,
            version=form.cleaned_data["version"],
            sections=form.cleaned_sections(),
            goals=form.cleaned_goals(),
            by=request.actor,
            now=clock.now(),
        )
        if row is not None:
            return saved(request, row, "plan")
    groups = [
        {
            "group": group,
            "rows": [row for row in form.measure_rows() if row["outcome"].group == group.code],
        }
        for group in profile.outcome_groups
    ]
    context: dict[str, Any] = {"form": form, "groups": [one for one in groups if one["rows"]]}
    if form.is_bound:
        return refused(request, case, "plan", form, **context)
    return answer(request, case, "plan", **context)
