"""The one place where refusals become answers: a page for people, problem JSON for machines."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.texts import say


def as_json(refusal: Refusal) -> JsonResponse:
    """RFC 9457 problem details; `errors` names field, rule and source of each problem."""
    errors = [
        {"detail": say(p), "field": p.field, "rule": p.rule, "source": p.source}
        for p in refusal.problems
    ]
    body = {
        "type": "about:blank",
        "title": type(refusal).__name__,
        "status": refusal.status,
        "detail": " ".join(str(one["detail"]) for one in errors),
        "errors": errors,
    }
    return JsonResponse(body, status=refusal.status, content_type="application/problem+json")


class RefusalMiddleware:
    """Turns a Refusal that no view caught into its page or its JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; refusals come in by `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer refusals; let every other error through."""
        if not isinstance(error, Refusal):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return as_json(error)
        problems = [{"say": say(p), "problem": p} for p in error.problems]
        context = {"refusal": error, "problems": problems}
        return render(request, "ui/refusal.html", context, status=error.status)
