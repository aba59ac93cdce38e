"""Lots for officers: what is filed, what can be done; and the nominations of a local government."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotFound
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.forms.lots import CancelLotForm, CloseLotForm, ExtendLotForm
from midas.hub.programme.models import Application, Lot
from midas.hub.programme.policies import call as policies
from midas.hub.programme.queries import call_cards
from midas.hub.programme.queries.visible import visible_to
from midas.hub.programme.rules.lifecycles import LOT
from midas.hub.programme.services import call as services
from midas.hub.programme.views import labels
from midas.hub.ui.forms import PlainForm, attempt

WORKERS = ("agency", "ministry")


@login_required
def lots(request: HttpRequest) -> HttpResponse:
    """Every lot with its numbers and what an officer may do with it."""
    if request.actor.kind not in WORKERS:
        text = words("This page is for the agency and the ministry.")
        raise NotAllowed(Problem(text, rule="operators-only"))
    now = clock.now()
    cards = call_cards.all_cards(now)
    counts = call_cards.counts_by_lot([one.lot.id for one in cards])
    rows = [
        {
            "card": one,
            "label": labels.label_of(labels.LOT, one.phase),
            "counts": counts.get(one.lot.id, {}),
            "verbs": _verbs(request.actor, one.lot, now),
        }
        for one in cards
    ]
    context = {"rows": rows, "today": clock.today(now), "crumbs": [(_("Lots"), "")]}
    return render(request, "programme/calls/lots.html", context)


def _verbs(actor: Actor, lot: Lot, now: datetime) -> set[str]:
    """What this actor may do to a lot today, by the lifecycle and the policies."""
    may = {
        "extend_lot": policies.may_extend_lot(actor),
        "close_lot": policies.may_close_lot(actor)
        if now >= lot.closes_at or lot.is_rolling
        else False,
        "cancel_lot": policies.may_cancel_lot(actor),
    }
    return {verb for verb in LOT.verbs_from(lot.state) if may.get(verb)}


def _lot(lot: UUID) -> Lot:
    found = Lot.objects.select_related("call").filter(id=lot).first()
    if found is None:
        raise NotFound(Problem(words("There is no such lot."), field="lot"))
    return found


def _done(
    request: HttpRequest,
    row: Lot,
    form: PlainForm,
    verb: str,
    call: Callable[[dict[str, Any]], Any],
    said: str,
) -> HttpResponse:
    """Show the small form of a verb, or carry it out."""
    if form.is_bound and form.is_valid() and call(form.cleaned_data) is not None:
        messages.success(request, said)
        return redirect("programme:lots")
    context = {
        "form": form,
        "verb": verb,
        "card": call_cards.cards([row], clock.now())[0],
        "lot": row,
        "crumbs": [(_("Lots"), reverse("programme:lots")), (row.call.notice_number, "")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "programme/calls/lot_verb.html", context, status=status)


@login_required
def extend(request: HttpRequest, lot: UUID) -> HttpResponse:
    """Move the closing time later."""
    require(policies.may_extend_lot(request.actor))
    row = _lot(lot)
    form = ExtendLotForm(
        request.POST if request.method == "POST" else None,
        initial={"closes_on": clock.today(row.closes_at), "closes_time": "18:00"},
    )

    def call(typed: dict[str, Any]) -> Any:
        moment = timezone.make_aware(datetime.combine(typed["closes_on"], typed["closes_time"]))
        return attempt(
            form,
            services.extend_lot,
            lot=row.id,
            closes_at=moment,
            by=request.actor,
            now=clock.now(),
        )

    return _done(request, row, form, "extend", call, _("The closing time was moved."))


@login_required
def close(request: HttpRequest, lot: UUID) -> HttpResponse:
    """Close a lot whose time is over."""
    require(policies.may_close_lot(request.actor))
    row = _lot(lot)
    form = CloseLotForm(request.POST if request.method == "POST" else None)

    def call(_typed: dict[str, Any]) -> Any:
        return attempt(form, services.close_lot, lot=row.id, by=request.actor, now=clock.now())

    return _done(request, row, form, "close", call, _("The lot was closed."))


@login_required
def cancel(request: HttpRequest, lot: UUID) -> HttpResponse:
    """Cancel a lot, with the reason."""
    require(policies.may_cancel_lot(request.actor))
    row = _lot(lot)
    form = CancelLotForm(request.POST if request.method == "POST" else None)

    def call(typed: dict[str, Any]) -> Any:
        return attempt(
            form,
            services.cancel_lot,
            lot=row.id,
            reason=typed["reason"],
            by=request.actor,
            now=clock.now(),
        )

    return _done(request, row, form, "cancel", call, _("The lot was cancelled."))


@login_required
def nominations(request: HttpRequest) -> HttpResponse:
    """Factories of the area that wait for a nomination, lot by lot, with the places left."""
    if request.actor.kind != "local_government":
        text = words("This page is for local governments.")
        raise NotAllowed(Problem(text, rule="local-government-only"))
    waiting = visible_to(request.actor).filter(lot__needs_nomination=True)
    waiting = waiting.filter(state__in=["eligible", "nominated", "not_nominated"])
    cases = list(waiting.select_related("lot__call").order_by("lot", "due_on", "submitted_at"))
    groups = [_group(lot, cases) for lot in {one.lot_id: one.lot for one in cases}.values()]
    context = {
        "groups": groups,
        "today": clock.today(),
        "home": accounts.organisation(request.actor.organisation),
        "crumbs": [(_("Nominations"), "")],
    }
    return render(request, "programme/calls/nominations.html", context)


def _group(lot: Lot, cases: list[Application]) -> dict[str, Any]:
    mine = [one for one in cases if one.lot_id == lot.id]
    names = {one.region_id: call_cards.name_of_region(one.region_id) for one in mine}
    return {
        "lot": lot,
        "card": call_cards.cards([lot], clock.now())[0],
        "quota": call_cards.quota_rows(lot),
        "rows": [
            {
                "case": one,
                "label": labels.label_of(labels.APPLICATION, one.state),
                "place": names[one.region_id],
                "waits": one.state == "eligible",
            }
            for one in mine
        ],
    }
