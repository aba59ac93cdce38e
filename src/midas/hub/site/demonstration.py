"""Only in demo mode: continue as somebody, and move the clock on."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock

LEAPS = (1, 7, 30, 90, 180)


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404


def personas(request: HttpRequest) -> HttpResponse:
    """Whom a visitor can be, and the clock of the demonstration."""
    _only_in_demo()
    today = clock.today()
    leaps = [(days, today + timedelta(days=days)) for days in LEAPS]
    context = {"personas": accounts.personas(), "today": today, "leaps": leaps}
    return render(request, "site/demo.html", context | {"ahead": clock.days_ahead()})


@require_POST
def continue_as(request: HttpRequest, person: UUID) -> HttpResponse:
    """Sign the visitor in as a made-up person."""
    _only_in_demo()
    accounts.sign_in_as(request, person)
    return redirect("site:work")


@require_POST
def clock_on(request: HttpRequest) -> HttpResponse:
    """Let the demonstration's clock run some days further."""
    _only_in_demo()
    days = request.POST.get("days", "")
    if days not in {str(leap) for leap in LEAPS}:
        raise Http404
    clock.move_on(int(days))
    messages.success(request, _("It is now %(day)s.") % {"day": clock.today().isoformat()})
    return redirect("site:demo")
