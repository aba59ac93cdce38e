"""The self-diagnosis: one area of the questionnaire a page, and the profile that comes out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from midas.hub.kernel import clock
from midas.hub.programme.forms.diagnosis import SKIPPED, AreaForm
from midas.hub.programme.forms.drafting import said
from midas.hub.programme.models import Application, Diagnosis
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.maturity_profile import maturity_profile
from midas.hub.programme.rules.profile_maturity import Questionnaire
from midas.hub.programme.services import application as applications
from midas.hub.programme.views.drafting.frame import (
    answer,
    draft_page,
    is_autosave,
    picks,
    refused,
    step_url,
)
from midas.hub.ui.forms import PlainForm, attempt

RESULT = "result"


def _questionnaire(case: Application, given: Diagnosis | None) -> Questionnaire:
    if given is not None:
        return rulebook.questionnaire_by_id(given.questionnaire_id)
    row = rulebook.maturity_questionnaire(case, clock.today())
    return rulebook.questionnaire_by_id(row.id)


@draft_page
def diagnosis(request: HttpRequest, case: Application) -> HttpResponse:
    """An area's questions, or the result."""
    given = case.diagnoses.filter(moment="T0").first()
    questions = _questionnaire(case, given)
    part = request.GET.get("part") or _first_open(questions, given)
    if part == RESULT:
        return _result(request, case, questions, given)
    codes = [one.code for one in questions.areas]
    area = part if part in codes else codes[0]
    asked = [one for one in questions.dimensions if one.area == area]
    form = AreaForm(
        request.POST if request.method == "POST" else None,
        dimensions=asked,
        answers=given.answers if given else {},
    )
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form,
            applications.save_diagnosis,
            application=case.id,
            answers=form.answers(),
            by=request.actor,
            now=clock.now(),
        )
        if row is not None:
            return _after(request, case, codes, area)
    context = _context(case, questions, given, area)
    context |= {"form": form, "rows": [_row(form, one) for one in asked]}
    if form.is_bound:
        return refused(request, case, "diagnosis", form, **context)
    return answer(request, case, "diagnosis", **context)


def _first_open(questions: Questionnaire, given: Diagnosis | None) -> str:
    """The first area with an unanswered question; the result when all are answered."""
    done = given.answers if given else {}
    for one in questions.dimensions:
        if one.code not in done and one.skip_if is None:
            return one.area
    return RESULT


def _after(request: HttpRequest, case: Application, codes: list[str], area: str) -> HttpResponse:
    if is_autosave(request):
        return JsonResponse({})
    at = codes.index(area) + (request.POST.get("go") == "next")
    part = codes[at] if at < len(codes) else RESULT
    return redirect(f"{step_url('diagnosis', case)}?part={part}")


def _row(form: AreaForm, dimension: Any) -> dict[str, Any]:
    about = {str(band.value): said(band.anchor) for band in dimension.bands}
    if dimension.skip_if is not None:
        about[SKIPPED] = said(dimension.skip_if)
    bound = form[f"answer-{dimension.code}"]
    chosen = bound.value()
    return {
        "dimension": dimension,
        "field": bound,
        "note": form[f"note-{dimension.code}"],
        "picks": picks(bound, about),
        "evidence": [
            one for one in dimension.bands if str(one.value) == str(chosen) and one.evidence
        ],
    }


def _context(
    case: Application, questions: Questionnaire, given: Diagnosis | None, part: str
) -> dict[str, Any]:
    answers = given.answers if given else {}
    parts = []
    for one in questions.areas:
        asked = [d.code for d in questions.dimensions if d.area == one.code]
        parts.append(
            {
                "label": said(one.name),
                "url": f"{step_url('diagnosis', case)}?part={one.code}",
                "active": one.code == part,
                "count": f"{sum(code in answers for code in asked)}/{len(asked)}",
            }
        )
    names = {one.code: said(one.name) for one in questions.areas}
    return {
        "questions": questions,
        "parts": parts,
        "part_label": names.get(part, ""),
        "answered": len(answers),
        "asked": len(questions.dimensions),
        "given": given,
        "result_url": f"{step_url('diagnosis', case)}?part={RESULT}",
    }


def _result(
    request: HttpRequest, case: Application, questions: Questionnaire, given: Diagnosis | None
) -> HttpResponse:
    form = PlainForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        row = attempt(
            form,
            applications.save_diagnosis,
            application=case.id,
            answers={},
            complete=True,
            by=request.actor,
            now=clock.now(),
        )
        if row is not None:
            return redirect(step_url("documents", case))
    answers = given.answers if given else {}
    context = _context(case, questions, given, RESULT)
    context |= {
        "form": form,
        "is_result": True,
        "outcome": maturity_profile(questions, rulebook.profile_of(case), answers),
    }
    if form.is_bound:
        return refused(request, case, "diagnosis", form, **context)
    return answer(request, case, "diagnosis", **context)
