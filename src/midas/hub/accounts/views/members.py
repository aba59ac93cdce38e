"""Pages about who belongs to an organisation: invite, accept, withdraw, end."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from midas.hub.accounts import policies
from midas.hub.accounts.access import choose_organisation
from midas.hub.accounts.forms import InvitationForm
from midas.hub.accounts.models import Invitation, Membership, Organisation
from midas.hub.accounts.services.invitations import (
    accept_invitation,
    invite_member,
    open_invitation,
    withdraw_invitation,
)
from midas.hub.accounts.services.memberships import end_membership
from midas.hub.accounts.views.acting import actor_here, crumbs_of
from midas.hub.kernel import clock
from midas.hub.kernel.policies import require
from midas.hub.ui.forms import attempt


@login_required
def invite(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Offer a role by e-mail."""
    row = get_object_or_404(Organisation, pk=organisation_id)
    actor = actor_here(request, row.id)
    require(policies.may_change_organisation(actor, row.id))
    form = InvitationForm(request.POST or None, kind=row.kind)
    if request.method == "POST" and form.is_valid():
        acting = {"organisation_id": row.id, "by": actor, "now": clock.now()}
        if attempt(form, invite_member, **form.cleaned_data, **acting):
            sent = _("The invitation was sent to %(email)s.") % {
                "email": form.cleaned_data["email"]
            }
            messages.success(request, sent)
            return redirect("accounts:organisation", row.id)
    context = {"form": form, "row": row, "crumbs": crumbs_of(row.id, row.name, _("Invite"))}
    return render(request, "accounts/invite.html", context)


def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation to whoever has its link; accept it when signed in."""
    found = open_invitation(secret, clock.now())
    if request.method == "POST":
        acting = {"by": request.actor, "now": clock.now()}  # type: ignore[attr-defined]
        accept_invitation(secret=secret, **acting)
        choose_organisation(request, found.organisation_id)
        messages.success(
            request,
            _("You now act for %(organisation)s.") % {"organisation": found.organisation.name},
        )
        return redirect("accounts:organisation", found.organisation_id)
    return render(request, "accounts/invitation.html", {"invitation": found})


@require_POST
@login_required
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    row = get_object_or_404(Invitation, pk=invitation_id)
    actor = actor_here(request, row.organisation_id)
    withdraw_invitation(invitation_id=row.id, by=actor, now=clock.now())
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("accounts:organisation", row.organisation_id)


@require_POST
@login_required
def end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End a role: one's own, or as an owner somebody else's."""
    row = get_object_or_404(Membership, pk=membership_id)
    actor = actor_here(request, row.organisation_id)
    own = row.person_id == request.user.pk
    end_membership(membership_id=row.id, by=actor, now=clock.now())
    messages.success(request, _("The role ended."))
    if own:
        return redirect("accounts:organisations")
    return redirect("accounts:organisation", row.organisation_id)
