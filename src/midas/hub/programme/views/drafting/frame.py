"""What all pages of a draft share: access, steps, checklist, and the answer after saving."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.kernel import clock, texts
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import words
from midas.hub.programme.models import Application
from midas.hub.programme.policies import application as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.checklist import CheckItem, checklist
from midas.hub.programme.queries.visible import case_for
from midas.hub.programme.rules.lifecycles import APPLICATION

STEPS: tuple[tuple[str, str], ...] = (
    ("basics", words("Basics")),
    ("plan", words("Plan")),
    ("budget", words("Budget and funding")),
    ("diagnosis", words("Self-diagnosis")),
    ("documents", words("Documents")),
    ("people", words("People")),
    ("review", words("Review and submit")),
)
Page = Callable[..., HttpResponseBase]


def is_editable(case: Application) -> bool:
    """True while the firm may change what it wrote."""
    return "edit_application" in APPLICATION.verbs_from(case.state)


def draft_page(view: Page) -> Page:
    """A page of a draft: strangers find nothing; who may not write reads the case instead."""

    @login_required
    @wraps(view)
    def shown(request: HttpRequest, application: UUID, **kwargs: Any) -> HttpResponseBase:
        case = case_for(request.actor, application)
        may_edit = policies.may_edit_application(request.actor, case)
        if request.method == "POST":
            require(may_edit)
        elif not is_editable(case) or not may_edit:
            return redirect("programme:case-application", application=case.id)
        return view(request, case, **kwargs)

    return shown


def step_url(step: str, case: Application) -> str:
    """The address of a step."""
    return reverse(f"programme:draft-{step}", args=[case.id])


def next_step_of(step: str) -> str:
    """The step after this one; the last one stays."""
    codes = [code for code, _label in STEPS]
    return codes[min(codes.index(step) + 1, len(codes) - 1)]


def _step_links(case: Application, items: list[CheckItem]) -> list[dict[str, Any]]:
    done = {item.code: item.done for item in items}
    return [
        {
            "label": texts.in_language(label),
            "url": step_url(code, case),
            "done": done.get(code, False),
        }
        for code, label in STEPS
    ]


def answer(
    request: HttpRequest, case: Application, step: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render the page of a step with the steps around it and what remains to be done."""
    items = checklist(case, clock.now())
    labels = dict(STEPS)
    context = {
        "case": case,
        "profile": rulebook.profile_of(case),
        "terms": rulebook.terms_of(case),
        "lot": case.lot,
        "step": step,
        "step_label": texts.in_language(labels[step]),
        "place": [code for code, _label in STEPS].index(step) + 1,
        "steps": _step_links(case, items),
        "items": [
            {"item": item, "url": step_url(item.url_part, case) if item.url_part else ""}
            for item in items
        ],
        "left": sum(len(item.problems) for item in items),
        "previous_url": _previous(step, case),
        "is_last": step == STEPS[-1][0],
        "today": clock.today(),
        "crumbs": [
            (_("My cases"), reverse("programme:cases")),
            (
                case.title or texts.in_language(case.lot.title),
                reverse("programme:case", args=[case.id]),
            ),
            (texts.in_language(labels[step]), ""),
        ],
        **more,
    }
    return render(request, f"programme/draft/{step}.html", context, status=status)


def _previous(step: str, case: Application) -> str:
    codes = [code for code, _label in STEPS]
    at = codes.index(step)
    return step_url(codes[at - 1], case) if at else ""


def is_autosave(request: HttpRequest) -> bool:
    """True for a background save by the page's script."""
    return "X-Autosave" in request.headers


def saved(request: HttpRequest, case: Application, step: str) -> HttpResponse:
    """After saving: the version for the script, or the next page, or this one again."""
    if is_autosave(request):
        return JsonResponse({"version": case.version})
    going = next_step_of(step) if request.POST.get("go") == "next" else step
    url = step_url(going, case)
    return redirect(f"{url}?saved=1" if going == step else url)


def is_stale(*some: forms.BaseForm) -> bool:
    """True when a verb refused because somebody else saved meanwhile."""
    return any(form.has_error("__all__", code="stale-form") for form in some)


def refused(
    request: HttpRequest, case: Application, step: str, *some: forms.BaseForm, **more: Any
) -> HttpResponse:
    """After a refusal: what was typed stays; a stale form shows what others saved meanwhile."""
    status = 409 if is_stale(*some) else 422
    if is_autosave(request):
        errors = [str(e) for form in some for found in form.errors.values() for e in found]
        return JsonResponse({"errors": errors}, status=status)
    if status == 409:
        case.refresh_from_db()
        more["stale"] = [row for form in some for row in differences(form)]
        for form in some:
            _go_on_from(form, case.version)
    return answer(request, case, step, status=status, **more)


def _go_on_from(form: forms.BaseForm, version: int) -> None:
    """Let the next save go on from what is saved now; the reader has seen the difference."""
    if "version" in form.fields:
        data = form.data.copy()  # type: ignore[union-attr]  # a QueryDict
        data[form.add_prefix("version")] = str(version)
        form.data = data


def differences(form: forms.BaseForm) -> list[dict[str, str]]:
    """Fields whose saved value is not what was typed: label, saved, typed."""
    rows = []
    for bound in form.visible_fields():
        before = form.initial.get(bound.name, bound.field.initial)
        if bound.field.has_changed(before, bound.data):
            rows.append(
                {
                    "label": str(bound.label),
                    "saved": _shown(bound, before),
                    "typed": _shown(bound, bound.data),
                }
            )
    return rows


def _shown(bound: forms.BoundField, value: Any) -> str:
    names = {str(k): str(v) for k, v in getattr(bound.field, "choices", ()) or ()}
    values = value if isinstance(value, list | tuple) else [value]
    return (
        ", ".join(names.get(str(one), str(one)) for one in values if one not in (None, "")) or "–"
    )


def picks(bound: forms.BoundField, about: dict[str, str]) -> list[dict[str, Any]]:
    """The options of a radio field as cards: value, title, a sentence about it, chosen or not."""
    chosen = str(bound.value() if bound.value() is not None else "")
    return [
        {
            "id": f"{bound.auto_id}_{at}",
            "name": bound.html_name,
            "value": str(value),
            "title": label,
            "text": about.get(str(value), ""),
            "checked": str(value) == chosen,
        }
        for at, (value, label) in enumerate(bound.field.choices)  # type: ignore[attr-defined]
    ]
