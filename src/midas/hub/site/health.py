"""`GET /healthz`: whether the database answers and the worker lives, for people and monitors."""

from datetime import timedelta
from importlib.metadata import version

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from midas.hub.kernel import clock, pulse

JOBS_SQL = "select count(*) from procrastinate_workers where last_heartbeat > %s"


def state_of_parts() -> dict[str, str]:
    """Whether each part is "ok", "down" or, when the database cannot say, "unknown"."""
    now = clock.now()
    try:
        with connection.cursor() as cursor:
            cursor.execute(JOBS_SQL, [now - timedelta(seconds=30)])
            workers = cursor.fetchone()[0]
        is_alive = bool(workers) and pulse.is_beating("relay", now)
    except Error:
        return {"database": "down", "worker": "unknown"}
    return {"database": "ok", "worker": "ok" if is_alive else "down"}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when everything works, 503 otherwise; needs no sign-in and tells no secrets."""
    parts = state_of_parts()
    is_well = set(parts.values()) == {"ok"}
    body = {"status": "ok" if is_well else "down", **parts, "version": version("midas")}
    return JsonResponse(body, status=200 if is_well else 503)
