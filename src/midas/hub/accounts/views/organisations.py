"""Pages of organisations: mine, one of them, register, change, add a workplace, act for."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from midas.hub.accounts import policies, queries
from midas.hub.accounts.access import choose_organisation
from midas.hub.accounts.forms import OperatorForm, OrganisationForm, RegistrationForm, WorkplaceForm
from midas.hub.accounts.models import Organisation, Workplace
from midas.hub.accounts.services.organisations import (
    change_organisation,
    register_organisation,
    register_workplace,
)
from midas.hub.accounts.views.acting import actor_here, crumbs_of, my_id, side_of
from midas.hub.kernel import clock
from midas.hub.kernel.policies import require
from midas.hub.ui.forms import attempt


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations that the person acts for."""
    found = queries.actors(my_id(request), clock.today())
    context = {"actors": found, "side": side_of(request)}
    return render(request, "accounts/organisations.html", context)


@require_POST
@login_required
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations from now on."""
    try:
        wanted = UUID(request.POST.get("organisation", ""))
    except ValueError:
        wanted = UUID(int=0)
    now = choose_organisation(request, wanted)
    messages.success(
        request, _("You now act for %(organisation)s.") % {"organisation": now.organisation_name}
    )
    goal = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure())
    return redirect(goal if safe else "accounts:organisations")


@login_required
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation: details, workplaces, members, open invitations."""
    row = get_object_or_404(Organisation, pk=organisation_id)
    actor = actor_here(request, row.id)
    require(policies.may_see_organisation(actor, row.id))
    sites = Workplace.objects.filter(organisation=row).order_by("name")
    context = {
        "row": row,
        "crumbs": crumbs_of(row.id, row.name),
        "card": queries.organisation_card(row),
        "workplaces": list(sites),
        "members": queries.members_of(row.id, clock.today()),
        "invitations": queries.open_invitations(row.id, clock.now()),
        "may_change": bool(policies.may_change_organisation(actor, row.id)),
        "may_add_workplace": bool(policies.may_register_workplace(actor, row.id)),
        "bars": queries.bars_of([row.id], clock.today()),
        "industry": queries.industry_names(row.industry_code) if row.industry_code else {},
    }
    return render(request, "accounts/organisation.html", context)


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Register an organisation of one's own."""
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"region_id": UUID(form.cleaned_data["region_id"])}
        acting = {"by": request.actor, "now": clock.now()}  # type: ignore[attr-defined]
        made = attempt(form, register_organisation, **values, **acting)
        if made:
            choose_organisation(request, made.id)
            messages.success(request, _("%(name)s was registered.") % {"name": made.name})
            return redirect("accounts:organisation", made.id)
    steps = [_("You"), _("Your firm"), _("Your application")]
    return render(request, "accounts/register.html", {"form": form, "steps": steps})


@login_required
def change(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Change the details of an organisation."""
    row = get_object_or_404(Organisation, pk=organisation_id)
    actor = actor_here(request, row.id)
    require(policies.may_change_organisation(actor, row.id))
    kind = OperatorForm if policies.may_confirm_tax_clearance(actor) else OrganisationForm
    known = {field: getattr(row, field) for field in kind.base_fields}
    form = kind(request.POST or None, initial=known | {"region_id": str(row.region_id)})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"region_id": UUID(form.cleaned_data["region_id"])}
        acting = {"organisation_id": row.id, "by": actor, "now": clock.now()}
        if attempt(form, change_organisation, **values, **acting):
            messages.success(request, _("The details were saved."))
            return redirect("accounts:organisation", row.id)
    context = {"form": form, "row": row, "crumbs": crumbs_of(row.id, row.name, _("Details"))}
    return render(request, "accounts/change.html", context)


@login_required
def add_workplace(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Register one more site."""
    row = get_object_or_404(Organisation, pk=organisation_id)
    actor = actor_here(request, row.id)
    require(policies.may_register_workplace(actor, row.id))
    form = WorkplaceForm(request.POST or None, initial={"region_id": str(row.region_id)})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"region_id": UUID(form.cleaned_data["region_id"])}
        acting = {"organisation_id": row.id, "by": actor, "now": clock.now()}
        if attempt(form, register_workplace, **values, **acting):
            messages.success(request, _("The workplace was registered."))
            return redirect("accounts:organisation", row.id)
    crumbs = crumbs_of(row.id, row.name, _("Register a workplace"))
    context = {"form": form, "row": row, "crumbs": crumbs}
    return render(request, "accounts/workplace.html", context)
