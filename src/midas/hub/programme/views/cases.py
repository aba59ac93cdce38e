"""The pages of one case: its story, the application, the whole history, the print view."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from midas.hub.accounts import public as accounts
from midas.hub.programme.models import Appeal, Application
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.filed_form import filed_form, layer_rows
from midas.hub.programme.queries.timeline import timeline
from midas.hub.programme.queries.visible import case_for
from midas.hub.programme.views import labels
from midas.hub.programme.views.case_frame import case_page, project_of
from midas.hub.programme.views.conditions import conditions_by_rule, verdict_words

LATEST = 8


@login_required
def case(request: HttpRequest, application: UUID) -> HttpResponse:
    """State and next step, key facts, money, the latest of the story."""
    row = case_for(request.actor, application)
    story = timeline(row, request.actor)
    more = {
        "entries": story[:LATEST],
        "older": max(len(story) - LATEST, 0),
        "people": _people(row),
        "appeals": _appeals(row),
    }
    return case_page(
        request, row, "case", "programme/case/overview.html", **_key_facts(row), **more
    )


def _key_facts(row: Application) -> dict[str, Any]:
    wanted = [row.applicant_id, row.supplier_id, row.host_id, row.techno_park_id]
    firms = accounts.organisations([one for one in wanted if one])
    project = project_of(row)
    builder = project.supplier_id if project and project.supplier_id else row.supplier_id
    if builder and builder not in firms:
        firms |= accounts.organisations([builder])
    return {
        "site": accounts.workplace(row.workplace_id),
        "supplier": firms.get(builder) if builder else None,
        "host": firms.get(row.host_id) if row.host_id else None,
        "techno_park": firms.get(row.techno_park_id) if row.techno_park_id else None,
        "shares": layer_rows(row, rulebook.profile_of(row)),
    }


def _people(row: Application) -> list[dict[str, Any]]:
    parts = list(row.participations.order_by("added_at"))
    cards = accounts.people([one.person_id for one in parts])
    return [
        {"name": cards[one.person_id].name, "role": labels.label_of(labels.PEOPLE_ROLES, one.role)}
        for one in parts
        if one.person_id in cards
    ]


def _appeals(row: Application) -> list[Appeal]:
    return list(row.appeals.order_by("-filed_at"))


@login_required
def application(request: HttpRequest, application: UUID) -> HttpResponse:
    """What was filed, and what the rules said about it."""
    row = case_for(request.actor, application)
    return case_page(
        request,
        row,
        "case-application",
        "programme/case/application.html",
        filed=filed_form(row),
        verdicts=_verdicts(row),
    )


def _verdicts(row: Application) -> list[dict[str, Any]]:
    """What each rule said: the condition where it holds, the profile's sentence where not."""
    known = conditions_by_rule(rulebook.terms_of(row).rules, rulebook.profile_of(row))
    return [
        one
        | {
            "label": labels.label_of(labels.VERDICTS, one["outcome"]),
            "text": verdict_words(one["rule"], one["outcome"], one["message"], known),
        }
        for one in row.eligibility
    ]


@login_required
def history(request: HttpRequest, application: UUID) -> HttpResponse:
    """The whole story."""
    row = case_for(request.actor, application)
    return case_page(
        request,
        row,
        "case-history",
        "programme/case/history.html",
        entries=timeline(row, request.actor),
    )


@login_required
def printed(request: HttpRequest, application: UUID) -> HttpResponse:
    """Everything about a case on one page, for paper."""
    row = case_for(request.actor, application)
    return case_page(
        request,
        row,
        "case",
        "programme/case/printed.html",
        filed=filed_form(row),
        entries=timeline(row, request.actor),
        **_key_facts(row),
    )
