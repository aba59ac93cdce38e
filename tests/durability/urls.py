"""The hub's addresses and `POST /durability/`."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from tests.durability.apps import leave_note


@csrf_exempt
def note(request: HttpRequest) -> HttpResponse:
    """Leave a note; 201 only once it is committed."""
    leave_note(key=UUID(json.loads(request.body)["key"]), by=SYSTEM, now=clock.now())
    return HttpResponse(status=201)


urlpatterns = [path("durability/", note), path("", include("midas.hub.site.urls"))]
