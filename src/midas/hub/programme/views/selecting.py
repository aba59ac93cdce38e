"""Pages of a selection: opening it, giving points, the table, the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.texts import say
from midas.hub.programme.forms.selecting import BallotForm, CommitteeForm, MemberForm, MinutesForm
from midas.hub.programme.models import Application, Lot, Selection
from midas.hub.programme.policies import selection as policies
from midas.hub.programme.queries import selection as queries
from midas.hub.programme.services import decision
from midas.hub.programme.services import selection as services
from midas.hub.programme.views import labels
from midas.hub.ui.forms import attempt


def _lot(lot: UUID) -> Lot:
    found = Lot.objects.select_related("call").filter(id=lot).first()
    if found is None:
        raise NotFound(Problem(words("There is no such lot."), field="lot"))
    return found


@login_required
def selection(request: HttpRequest, lot: UUID) -> HttpResponse:
    """What the actor has to do with a lot's selection: open it, vote in it, decide it, read it."""
    row = _lot(lot)
    found = Selection.objects.filter(lot=row).first()
    if found is None:
        return _open(request, row)
    found = queries.visible_selections(request.actor).filter(lot=row).first()
    if found is None:
        raise NotFound(Problem(words("There is no such selection.")))
    if queries.sees_all(request.actor):
        return _table(request, row, found)
    return _votes(request, row, found)


def _crumbs(lot: Lot, here: str) -> list[tuple[str, str]]:
    return [(_("Selection"), reverse("programme:selection", args=[lot.id])), (here, "")]


def _lot_crumbs(lot: Lot) -> list[tuple[str, str]]:
    number = f"{lot.call.notice_number}/{lot.serial}"
    return [(_("Lots"), reverse("programme:lots")), (number, ""), (_("Selection"), "")]


def _committee_people() -> list[tuple[str, str]]:
    """Everybody who may sit in a committee, by name."""
    day = clock.today()
    people = accounts.people(accounts.people_of_kind("assessor_body", "committee", on=day))
    people |= accounts.people(accounts.people_of_kind("association", "committee", on=day))
    return sorted(((str(one.id), one.name) for one in people.values()), key=lambda pair: pair[1])


def _open(request: HttpRequest, lot: Lot) -> HttpResponse:
    require(policies.may_open_selection(request.actor, lot))
    rule = queries.committee_rule(lot)
    form = CommitteeForm(
        request.POST or None,
        people=_committee_people(),
        initial={"places": lot.places, "quorum": rule.quorum},
    )
    if form.is_valid():
        attempt(
            form,
            services.open_selection,
            lot=lot.id,
            members=[UUID(one) for one in form.cleaned_data["members"]],
            places=form.cleaned_data["places"],
            quorum=form.cleaned_data["quorum"],
            by=request.actor,
            now=clock.now(),
        )
        if not form.errors:
            messages.success(request, _("The selection is open; the members were told."))
            return redirect("programme:selection", lot.id)
    states = Application.objects.filter(lot=lot).values_list("state", flat=True)
    context = {
        "lot": lot,
        "form": form,
        "rule": rule,
        "crumbs": _lot_crumbs(lot),
        "waiting": sum(one in queries.PENDING for one in states),
        "assessed": sum(one == "assessed" for one in states),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/selecting/open.html", context, status=status)


def _table(request: HttpRequest, lot: Lot, row: Selection) -> HttpResponse:
    seating = _seating(request, row)
    if seating is not None and seating.is_bound and seating.is_valid() and not seating.errors:
        return redirect("programme:selection", lot.id)
    is_seating = "member" in request.POST
    form = MinutesForm(None if is_seating else request.POST or None)
    may_decide = bool(policies.may_decide_selection(request.actor, row)) and row.state == "open"
    if request.method == "POST" and not is_seating:
        require(policies.may_decide_selection(request.actor, row))
        if form.is_valid():
            attempt(
                form,
                decision.decide_selection,
                selection=row.id,
                minutes=form.cleaned_data["minutes"],
                by=request.actor,
                now=clock.now(),
            )
            if not form.errors:
                messages.success(request, _("The selection is decided; the firms were told."))
                return redirect("programme:selection", lot.id)
    context = {
        "lot": lot,
        "selection": row,
        "criteria": queries.criteria_of(row),
        "crumbs": _lot_crumbs(lot),
        "rows": _rows(row),
        "seats": row.seats.select_related("person"),
        "decided": _decided(row),
        "form": form,
        "seating": seating,
        "may_decide": may_decide,
    }
    status = 422 if form.errors or (seating is not None and seating.errors) else 200
    return render(request, "programme/selecting/table.html", context, status=status)


def _seating(request: HttpRequest, row: Selection) -> MemberForm | None:
    """The form that seats one more member, for those who may; carried out when it was sent."""
    may = bool(policies.may_seat_member(request.actor, row)) and row.state == "open"
    is_sent = "member" in request.POST
    if is_sent:
        require(policies.may_seat_member(request.actor, row))
    if not may:
        return None
    seated = {str(key) for key in row.seats.values_list("person_id", flat=True)}
    people = [one for one in _committee_people() if one[0] not in seated]
    form = MemberForm(request.POST if is_sent else None, people=people)
    if form.is_valid():
        member = form.cleaned_data["member"]
        given = {"selection": row.id, "member": member, "by": request.actor, "now": clock.now()}
        if attempt(form, services.seat_member, **given) is not None:
            messages.success(request, _("The member was added and told."))
    return form


def _rows(row: Selection) -> list[dict[str, Any]]:
    criteria = [one.code for one in queries.criteria_of(row)]
    return [
        {
            "row": one,
            "points": [one.by_criterion.get(code, "") for code in criteria],
            "why": say(one.verdict.reason) if one.verdict.reason else "",
        }
        for one in queries.selection_table(row, clock.today())
    ]


def _decided(row: Selection) -> list[tuple[Application, labels.Label]]:
    if row.state == "open":
        return []
    over = ("selected", "contracted", "finished", "reserve", "rejected")
    cases = Application.objects.filter(lot_id=row.lot_id, state__in=over, rank__isnull=False)
    return [(one, labels.APPLICATION[one.state]) for one in cases.order_by("rank", "id")]


def _votes(request: HttpRequest, lot: Lot, row: Selection) -> HttpResponse:
    ballots = queries.my_ballots(request.actor, row)
    done = sum(one.ballot is not None for one in ballots)
    context = {
        "lot": lot,
        "selection": row,
        "ballots": ballots,
        "done": done,
        "crumbs": [(_("Selection"), "")],
    }
    return render(request, "programme/selecting/votes.html", context)


@login_required
def ballot(request: HttpRequest, lot: UUID, application: UUID) -> HttpResponse:
    """One member's points for one application, or standing aside from it."""
    row = queries.visible_selections(request.actor).filter(lot=lot).first()
    case = Application.objects.select_related("lot__call").filter(id=application, lot=lot).first()
    if row is None or case is None:
        raise NotFound(Problem(words("There is no such application.")))
    require(policies.may_cast_ballot(request.actor, row))
    mine = {one.case.id: one.ballot for one in queries.my_ballots(request.actor, row)}
    own = mine.get(case.id)
    initial = {f"points-{code}": n for code, n in (own.by_criterion if own else {}).items()}
    form = BallotForm(
        request.POST or None,
        criteria=queries.criteria_of(row),
        initial=initial | {"reason": own.reason if own else ""},
    )
    if form.is_valid():
        given = {"selection": row.id, "application": case.id, "reason": form.cleaned_data["reason"]}
        who = {"by": request.actor, "now": clock.now()}
        if "recuse" in request.POST:
            attempt(form, services.recuse_member, **given, **who)
        else:
            attempt(form, services.cast_ballot, points=form.points(), **given, **who)
        if not form.errors:
            messages.success(request, _("Your vote was recorded."))
            return redirect("programme:selection", lot)
    context = {
        "lot": case.lot,
        "case": case,
        "form": form,
        "own": own,
        "crumbs": _crumbs(case.lot, case.number or case.applicant_name),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/selecting/ballot.html", context, status=status)
