"""The signed roots of the log for everybody, and the state of the workers for operators."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from midas.hub.kernel import clock, relay
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed
from midas.hub.kernel.models import Fact, Heartbeat, LogEntry, LogRoot
from midas.hub.kernel.problems import Problem, words


def roots(request: HttpRequest) -> HttpResponse:
    """The latest daily roots, to be compared with an exported log."""
    latest = LogRoot.objects.order_by("-size")[:30]
    rows = [
        {
            "day": one.day,
            "size": one.size,
            "root": bytes(one.root).hex(),
            "signature": bytes(one.signature).hex(),
            "key": bytes(one.public_key).hex(),
        }
        for one in latest
    ]
    return render(request, "site/proof.html", {"rows": rows, "entries": LogEntry.objects.count()})


def _require_operator(actor: Actor) -> None:
    if actor.kind not in ("agency", "ministry"):
        raise NotAllowed(
            Problem(words("This page is for the agency and the ministry."), rule="operators-only")
        )


@login_required
def operations(request: HttpRequest) -> HttpResponse:
    """Parked deliveries, workers and refusals of the last days."""
    _require_operator(request.actor)
    context = {
        "parked": relay.parked(),
        "workers": Heartbeat.objects.order_by("name"),
        "refusals": Fact.objects.filter(kind="kernel.verb_refused").order_by("-id")[:30],
        "now": clock.now(),
    }
    return render(request, "site/operations.html", context)


@login_required
@require_POST
def retry(request: HttpRequest, delivery: int) -> HttpResponse:
    """Send a parked delivery on its way again."""
    _require_operator(request.actor)
    operator = replace(request.actor, roles=request.actor.roles | {"operator"})
    relay.retry_parked(delivery_id=delivery, by=operator, now=clock.now())
    messages.success(request, _("The delivery will be tried again."))
    return redirect("site:operations")
