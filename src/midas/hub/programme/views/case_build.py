"""The pages of a case after its selection: the result of the experts, the build, the money."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from midas.hub.kernel import texts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Agreement, Application, Claim, Inspection, Project
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.expert_result import expert_result
from midas.hub.programme.queries.filed_form import filed_form, layer_rows, paper_rows
from midas.hub.programme.queries.money import layers_of, returns_left
from midas.hub.programme.queries.projects import ProjectCard, outcome_table, project_card
from midas.hub.programme.queries.report import Report, result_report
from midas.hub.programme.queries.timeline import FIRMS, UNDECIDED
from midas.hub.programme.queries.visible import case_for
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.views import labels
from midas.hub.programme.views.action_list import claim_actions_for
from midas.hub.programme.views.case_frame import case_page, project_of


@login_required
def assessment(request: HttpRequest, application: UUID) -> HttpResponse:
    """Self-diagnosis beside the experts' result, and the selection; firms see it when decided."""
    row = case_for(request.actor, application)  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    is_hidden = actor.kind in FIRMS and row.state in UNDECIDED
    return case_page(
        request,
        row,
        "case-assessment",
        "programme/case/assessment.html",
        is_hidden=is_hidden,
        result=None if is_hidden else expert_result(row),
        report=None if is_hidden else _report(actor, row),
        own=filed_form(row).maturity,
    )


def _report(actor: Actor, case: Application) -> Report | None:
    """The full report for those who may see the agreed bands."""
    try:
        return result_report(actor, case)
    except NotFound:
        return None


@login_required
def project(request: HttpRequest, application: UUID) -> HttpResponse:
    """The build: parties, agreement, design, inspections, visits with the outcome."""
    row = case_for(request.actor, application)  # type: ignore[attr-defined]
    found = project_of(row)
    more: dict[str, Any] = {}
    if found is not None:
        found.application = row
        card = project_card(found)
        profile = rulebook.profile_of(row)
        more = {
            "card": card,
            "has_agreement": hasattr(found, "agreement"),
            "inspections": [_inspection(one, _item_names(found)) for one in card.inspections],
            "outcome": outcome_table(found),
            "papers": [one for one in paper_rows(row, profile) if one.stage != "filing"],
        }
    return case_page(request, row, "case-project", "programme/case/project.html", **more)


def _item_names(project: Project) -> dict[str, dict[str, str]]:
    """Code → name of every item of the profile's checklists."""
    checklists = rulebook.profile_of(project.application).checklists
    return {item.code: as_text(item.name) for one in checklists for item in one.items}


def _inspection(row: Inspection, names: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "row": row,
        "unmet": [
            {"name": texts.in_language(names.get(one["code"], one["code"])), "note": one["note"]}
            for one in row.checklist
            if not one["met"]
        ],
        "met": sum(bool(one["met"]) for one in row.checklist),
        "of": len(row.checklist),
    }


@login_required
def agreement(request: HttpRequest, application: UUID) -> HttpResponse:
    """The agreement as it was drawn up, as a text file in the reader's language."""
    row = case_for(request.actor, application)  # type: ignore[attr-defined]
    text = Agreement.objects.filter(project__application=row).select_related("project").first()
    if text is None:
        raise NotFound(Problem(words("The agreement has not been drawn up yet.")))
    body = text.text_ko if texts.language() == "ko" else text.text_en
    answer = HttpResponse(body, content_type="text/plain; charset=utf-8")
    name = f"{text.project.number}-{texts.language()}.txt"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
def money(request: HttpRequest, application: UUID) -> HttpResponse:
    """Money by layer: agreed, claimed, paid, left; the claims; what is to be returned."""
    row = case_for(request.actor, application)  # type: ignore[attr-defined]
    found = project_of(row)
    more: dict[str, Any] = {"shares": layer_rows(row, rulebook.profile_of(row))}
    if found is not None:
        found.application = row
        more |= _account(found, project_card(found), request.actor)  # type: ignore[attr-defined]
    return case_page(request, row, "case-money", "programme/case/money.html", **more)


def _account(found: Project, card: ProjectCard, actor: Actor) -> dict[str, Any]:
    layers = layers_of(found)
    buttons = claim_actions_for(actor, found.application)
    names = {one.layer: one.name for one in layers}
    settlement = getattr(found, "settlement", None)
    return {
        "layers": layers,
        "cash": [one for one in layers if one.kind == "cash"],
        "claims": [_claim(one, names, buttons.get(one.id, [])) for one in card.claims],
        "settlement": settlement,
        "settled": _settled(settlement.by_layer, names) if settlement else [],
        "returns": [(names.get(k, k), won) for k, won in returns_left(found).items() if won],
        "repayments": list(found.repayments.order_by("at")),
    }


def _claim(row: Claim, names: dict[str, Any], buttons: list[Any]) -> dict[str, Any]:
    paid = [one for one in row.payments.all() if one.amount]
    return {
        "claim": row,
        "label": labels.label_of(labels.CLAIM, row.state),
        "lines": list(row.lines.all()),
        "split": [
            {"label": texts.in_language(name), "amount": row.by_layer[code], "layer": code}
            for code, name in names.items()
            if row.by_layer.get(code)
        ],
        "paid": sum(one.amount for one in paid),
        "reference": paid[0].reference if paid else "",
        "flags": [texts.fill(one["text"], one["params"]) for one in row.flags],
        "buttons": buttons,
        "title": _("Claim %(serial)s") % {"serial": row.serial},
    }


def _settled(by_layer: dict[str, dict[str, int]], names: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": names.get(code, code), **sums} for code, sums in by_layer.items()]
