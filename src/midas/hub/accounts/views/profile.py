"""A person's own profile, and the first steps of a factory owner."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from midas.hub.accounts.forms import ProfileForm
from midas.hub.accounts.models import Person
from midas.hub.accounts.services.people import change_person
from midas.hub.accounts.views.acting import side_of
from midas.hub.kernel import clock
from midas.hub.ui.forms import attempt


def start(request: HttpRequest) -> HttpResponse:
    """What a factory owner needs to take part, in three steps."""
    steps = [_("You"), _("Your firm"), _("Your application")]
    signed_in = request.user.is_authenticated
    place = 1 if not signed_in else 3 if request.actor.organisation else 2  # type: ignore[attr-defined]
    return render(request, "accounts/start.html", {"steps": steps, "place": place})


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """See and change one's own details."""
    row = get_object_or_404(Person, pk=request.user.pk)
    known = {field: getattr(row, field) for field in ("name", "phone", "preferred_language")}
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        acting = {"by": request.actor, "now": clock.now()}  # type: ignore[attr-defined]
        if attempt(form, change_person, person_id=row.id, **form.cleaned_data, **acting):
            messages.success(request, _("Your profile was saved."))
            return redirect("accounts:profile")
    context = {"form": form, "person": row, "side": side_of(request)}
    return render(request, "accounts/profile.html", context)
