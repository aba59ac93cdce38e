"""The page of API tokens; a secret is shown once, on the answer that made it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from midas.hub.accounts import queries
from midas.hub.accounts.forms import TokenForm
from midas.hub.accounts.services.tokens import create_token, revoke_token
from midas.hub.accounts.views.acting import my_id, side_of
from midas.hub.kernel import clock
from midas.hub.ui.forms import attempt


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """See one's tokens and make a new one."""
    mine = [
        (str(one.organisation), one.organisation_name)
        for one in queries.actors(my_id(request), clock.today())
    ]
    now_for = {"organisation_id": request.actor.organisation or ""}  # type: ignore[attr-defined]
    form = TokenForm(request.POST or None, organisations=mine, initial=now_for)
    made = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        wanted = values.pop("organisation_id")
        made = attempt(
            form,
            create_token,
            person_id=my_id(request),
            organisation_id=UUID(wanted) if wanted else None,
            by=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
            **values,
        )
        form = TokenForm(organisations=mine, initial=now_for) if made else form
    context = {
        "form": form,
        "made": made,
        "tokens": queries.tokens_of(my_id(request), clock.now()),
        "side": side_of(request),
    }
    return render(request, "accounts/tokens.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Make a token useless at once."""
    acting = {"by": request.actor, "now": clock.now()}  # type: ignore[attr-defined]
    revoke_token(token_id=token_id, **acting)
    messages.success(request, _("The token was revoked."))
    return redirect("accounts:tokens")
