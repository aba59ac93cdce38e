"""Calls and their lots for everybody, and the first step of an application."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, texts
from midas.hub.kernel.actor import Actor
from midas.hub.programme.forms.filters import CallFilter
from midas.hub.programme.forms.starting import StartForm
from midas.hub.programme.models import Application
from midas.hub.programme.queries import call_cards
from midas.hub.programme.queries.call_cards import LotCard
from midas.hub.programme.queries.lot_terms import lot_terms
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.services import application as applications
from midas.hub.programme.views import labels
from midas.hub.ui.forms import attempt

FIRST = 12  # of a phase on the first view; the rest has its own


def calls(request: HttpRequest) -> HttpResponse:
    """What is open, what opens soon, what is over; filters are addresses."""
    now = clock.now()
    every = call_cards.all_cards(now)
    form = _filter_of(request, every)
    shown = _filtered(every, form)
    by_phase = {phase: [one for one in shown if one.phase == phase] for phase in ("open", "soon")}
    over = [one for one in shown if one.phase not in by_phase][::-1]
    when = form.cleaned_data.get("when", "") if form.is_valid() else ""
    context = {
        "form": form,
        "open": by_phase["open"] if when in ("", "all") else [],
        "soon": _first(by_phase["soon"], when, "soon"),
        "soon_count": len(by_phase["soon"]),
        "more_soon": 0 if when else max(len(by_phase["soon"]) - FIRST, 0),
        "closed": _first(over, when, "closed"),
        "more_closed": 0 if when else max(len(over) - FIRST, 0),
        "found": len(shown),
        "phases": labels.LOT,
        "today": clock.today(now),
        "crumbs": [(_("Calls"), "")],
    }
    return render(request, "programme/calls/list.html", context)


def _first(rows: list[LotCard], when: str, phase: str) -> list[LotCard]:
    """The rows of a phase that a view shows: some on the first view, all on its own, else none."""
    if when in (phase, "all"):
        return rows
    return [] if when else rows[:FIRST]


def _filter_of(request: HttpRequest, every: list[LotCard]) -> CallFilter:
    paths = [(code, label.text) for code, label in labels.PATHS.items()]
    day = clock.today()
    regions = [
        (str(one.id), call_cards.name_of_region(one.id)) for one in accounts.provinces_on(day)
    ]
    names = {
        tier.code: texts.in_language(as_text(tier.name))
        for one in every
        for tier in one.profile.levels.tiers
    }
    tiers = [(code, names.get(code, code)) for code in call_cards.tier_codes(every)]
    form = CallFilter(request.GET, paths=paths, regions=regions, tiers=tiers)
    form.is_valid()
    return form


def _filtered(every: list[LotCard], form: CallFilter) -> list[LotCard]:
    wanted = form.cleaned_data
    if path := wanted.get("path"):
        every = [one for one in every if one.terms.path == path]
    if tier := wanted.get("tier"):
        every = [one for one in every if tier in one.terms.tiers]
    if region := wanted.get("region"):
        every = [one for one in every if call_cards.is_for_region(one, UUID(region))]
    if text := wanted.get("q"):
        every = [one for one in every if call_cards.title_matches(one, text)]
    return every


def call(request: HttpRequest, notice: str) -> HttpResponse:
    """A notice with its lots; a notice with one lot leads straight to it."""
    cards = call_cards.lots_of_call(notice, clock.now())
    if len(cards) == 1:
        return redirect("programme:lot", notice=notice, serial=cards[0].lot.serial)
    row = cards[0].lot.call
    context = {
        "call": row,
        "cards": cards,
        "organiser": accounts.organisation(row.organiser_id),
        "phases": labels.LOT,
        "today": clock.today(),
        "crumbs": [(_("Calls"), reverse("programme:calls")), (row.notice_number, "")],
    }
    return render(request, "programme/calls/call.html", context)


def lot(request: HttpRequest, notice: str, serial: int) -> HttpResponse:
    """A lot: terms, conditions, papers, bonus points, quota, and whether one may apply."""
    now = clock.now()
    row = call_cards.lot_at(notice, serial)
    card = call_cards.cards([row], now)[0]
    context = {
        "card": card,
        "lot": row,
        "terms": lot_terms(card),
        "organiser": accounts.organisation(row.call.organiser_id),
        "quota": call_cards.quota_rows(row),
        "phases": labels.LOT,
        "door": _door(request.actor, card),
        "today": clock.today(now),
        "crumbs": [(_("Calls"), reverse("programme:calls")), (card.title, "")],
    }
    return render(request, "programme/calls/lot.html", context)


def _door(actor: Actor, card: LotCard) -> dict[str, Any]:
    """Whether and how this visitor can apply: an address, or the sentence why not."""
    start = reverse("programme:start", args=[card.lot.call.notice_number, card.lot.serial])
    if card.phase != "open":
        return {"why": {"soon": "soon", "cancelled": "cancelled"}.get(card.phase, "closed")}
    if not actor.is_signed_in():
        return {"url": start, "why": "sign-in"}
    if actor.kind != "adopter" or not actor.has("owner", "staff"):
        return {"why": "not-a-factory"}
    bars = (
        accounts.bars_on([actor.organisation], "apply", clock.today()) if actor.organisation else []
    )
    if bars:
        return {"why": "barred", "bar": bars[0]}
    mine = Application.objects.filter(lot=card.lot, applicant_id=actor.organisation)
    return {
        "url": start,
        "drafts": list(mine.exclude(state="withdrawn").order_by("created_at")[:5]),
    }


@login_required
def start(request: HttpRequest, notice: str, serial: int) -> HttpResponse:
    """Choose the factory, and a draft begins."""
    row = call_cards.lot_at(notice, serial)
    card = call_cards.cards([row], clock.now())[0]
    actor: Actor = request.actor
    places = accounts.workplaces_of(actor.organisation) if actor.organisation else []
    started = dict(
        Application.objects.filter(lot=row, workplace_id__in=[one.id for one in places])
        .exclude(state="withdrawn")
        .values_list("workplace_id", "id")
    )
    form = StartForm(request.POST if request.method == "POST" else None, workplaces=places)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["workplace"]
        if chosen in started:
            return redirect("programme:draft-basics", application=started[chosen])
        case = attempt(
            form,
            applications.start_application,
            lot=row.id,
            workplace=chosen,
            by=actor,
            now=clock.now(),
        )
        if case is not None:
            return redirect("programme:draft-basics", application=case.id)
    context = {
        "card": card,
        "lot": row,
        "form": form,
        "choices": [
            {
                "card": one,
                "region": call_cards.name_of_region(one.region_id),
                "inside": call_cards.is_for_region(card, one.region_id),
                "case": started.get(one.id),
            }
            for one in places
        ],
        "door": _door(actor, card),
        "crumbs": [
            (_("Calls"), reverse("programme:calls")),
            (card.title, reverse("programme:lot", args=[notice, serial])),
            (_("Apply"), ""),
        ],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "programme/calls/start.html", context, status=status)
