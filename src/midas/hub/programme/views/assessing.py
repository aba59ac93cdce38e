"""Pages of experts: their seats, the scores, the consensus; and the officer's page of a panel."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.forms.assessing import (
    AnswerSeatForm,
    ConsensusForm,
    OfferForm,
    ScoreForm,
)
from midas.hub.programme.models import Assessment, AssessorSeat
from midas.hub.programme.policies import assessment as policies
from midas.hub.programme.queries import panel, rulebook
from midas.hub.programme.queries.visible import case_for
from midas.hub.programme.services import assessment as services
from midas.hub.programme.views import labels
from midas.hub.programme.views.action_list import actions_for, small_actions_for
from midas.hub.ui.forms import PlainForm, attempt


@login_required
def seats(request: HttpRequest) -> HttpResponse:
    """All assessments that the expert was asked for."""
    rows = [(one, labels.SEAT[one.state]) for one in panel.seats_of(request.actor)]
    context = {"seats": rows}
    return render(request, "programme/assessing/seats.html", context)


@login_required
def seat(request: HttpRequest, seat: UUID) -> HttpResponse:
    """One assessment as its expert sees it: the case, what to do, everybody's scores later."""
    row = panel.seat_for(request.actor, seat)
    assessment = row.assessment
    shown = row.state == "submitted" and assessment.state != "scoring"
    context = {
        "seat": row,
        "case": assessment.application,
        "state": labels.SEAT[row.state],
        "scored": row.scores.count(),
        "dimensions": len(rulebook.questionnaire_by_id(assessment.questionnaire_id).dimensions),
        "may_record": bool(policies.may_record_consensus(request.actor, assessment))
        and assessment.state == "consensus",
        "shown": shown,
        "crumbs": _crumbs(row),
    }
    return render(request, "programme/assessing/seat.html", context)


def _crumbs(row: AssessorSeat) -> list[tuple[str, str]]:
    case = row.assessment.application
    name = case.number or case.applicant_name
    return [(_("Assessments"), reverse("programme:seats")), (name, "")]


def _context(row: AssessorSeat, form: PlainForm) -> dict[str, Any]:
    case = row.assessment.application
    return {"seat": row, "case": case, "form": form, "crumbs": _crumbs(row)}


@login_required
def answer(request: HttpRequest, seat: UUID) -> HttpResponse:
    """Accept the seat and declare to be free of conflicts, or decline with a reason."""
    row = panel.seat_for(request.actor, seat)
    form = AnswerSeatForm(request.POST or None)
    if form.is_valid():
        given = {"seat": row.id, "by": request.actor, "now": clock.now()}
        if form.cleaned_data["answer"] == "accept":
            attempt(form, services.accept_seat, **given)
        else:
            attempt(form, services.decline_seat, reason=form.cleaned_data["reason"], **given)
        if not form.errors:
            messages.success(request, _("Your answer was recorded."))
            return redirect("programme:seat", row.id)
    context = _context(row, form)
    status = 422 if form.errors else 200
    return render(request, "programme/assessing/answer.html", context, status=status)


@login_required
def scores(request: HttpRequest, seat: UUID) -> HttpResponse:
    """The questionnaire with the expert's own bands; saved at any time, handed in once."""
    row = panel.seat_for(request.actor, seat)
    require(policies.may_save_scores(request.actor, row))
    form_data = rulebook.questionnaire_by_id(row.assessment.questionnaire_id)
    form = ScoreForm(
        request.POST or None,
        questionnaire=form_data,
        initial=_initial("evidence", panel.own_scores(row)) | {"summary": row.summary},
    )
    if form.is_valid():
        given = {"seat": row.id, "by": request.actor, "now": clock.now()}
        attempt(form, services.save_scores, scores=form.marks(), **given)
        if not form.errors and "submit" in request.POST:
            attempt(form, services.submit_scores, summary=form.cleaned_data["summary"], **given)
        if not form.errors:
            messages.success(request, _("Your scores were saved."))
            return redirect("programme:seat", row.id)
    context = _context(row, form)
    status = 422 if form.errors else 200
    return render(request, "programme/assessing/scores.html", context, status=status)


def _initial(note: str, marks: dict[str, tuple[int, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, (band, text) in marks.items():
        found[f"band-{code}"], found[f"{note}-{code}"] = str(band), text
    return found


@login_required
def consensus(request: HttpRequest, seat: UUID) -> HttpResponse:
    """Everybody's bands beside each other, and what the experts agree on."""
    row = panel.seat_for(request.actor, seat)
    assessment = row.assessment
    require(policies.may_record_consensus(request.actor, assessment))
    everybody = panel.all_scores(assessment)
    given = {code: [one.band for one in some] for code, some in everybody.items()}
    agreed = {c: (one.band, one.reason) for c, one in panel.agreed_bands(assessment).items()}
    same = {c: (bands[0], "") for c, bands in given.items() if len(set(bands)) == 1}
    form = ConsensusForm(
        request.POST or None,
        questionnaire=rulebook.questionnaire_by_id(assessment.questionnaire_id),
        given=given,
        initial=_initial("reason", same | agreed),
    )
    if form.is_valid():
        attempt(
            form,
            services.record_consensus,
            assessment=assessment.id,
            bands=form.agreed(),
            by=request.actor,
            now=clock.now(),
        )
        if not form.errors:
            messages.success(request, _("The consensus was recorded."))
            return redirect("programme:seat", row.id)
    context = {
        "seat": row,
        "case": assessment.application,
        "form": form,
        "everybody": everybody,
        "crumbs": _crumbs(row),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/assessing/consensus.html", context, status=status)


@login_required
def case_panel(request: HttpRequest, application: UUID) -> HttpResponse:
    """The experts of a case: who was asked, how far they are, whom to ask next."""
    case = case_for(request.actor, application)
    assessment = Assessment.objects.filter(application=case).first()
    if assessment is None:
        raise NotFound(Problem(words("The assessment of this case was not opened yet.")))
    require(policies.may_offer_seat(request.actor, assessment))
    candidates = panel.candidates_for(assessment, clock.today())
    free = [one for one in candidates if not one.against]
    choices = [(one.key, f"{one.name} · {one.body} ({one.load})") for one in free]
    form = OfferForm(request.POST or None, choices=choices)
    if form.is_valid():
        person, _sep, body = form.cleaned_data["expert"].partition(":")
        attempt(
            form,
            services.offer_seat,
            assessment=assessment.id,
            expert=UUID(person),
            organisation=UUID(body),
            lead=form.cleaned_data["lead"],
            by=request.actor,
            now=clock.now(),
        )
        if not form.errors:
            messages.success(request, _("The expert was asked."))
            return redirect("programme:panel", case.id)
    rows = assessment.seats.select_related("expert", "organisation").order_by("offered_at", "id")
    buttons = actions_for(request.actor, case)
    small = small_actions_for(request.actor, case, "panel")
    release = {one.thing.id: one.url for one in small}
    context = {
        "case": case,
        "assessment": assessment,
        "seats": [(one, labels.SEAT[one.state], release.get(one.id, "")) for one in rows],
        "crumbs": [
            (_("Cases"), reverse("programme:cases")),
            (case.number or case.applicant_name, reverse("programme:case", args=[case.id])),
            (_("Panel of experts"), ""),
        ],
        "buttons": [one for one in buttons if one.verb == "open_consensus"],
        "barred": [one for one in candidates if one.against],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "programme/assessing/panel.html", context, status=status)
