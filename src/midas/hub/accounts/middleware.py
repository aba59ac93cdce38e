"""Sets `request.actor` for every view: from a bearer token, else from the session, else nobody."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from midas.hub.accounts.access import actor_of_session, actor_of_token, require_scope
from midas.hub.accounts.services.tokens import PREFIX
from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotAllowed
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.refusals import as_json


class ActorMiddleware:
    """Runs after authentication. A token never mixes with a session: it acts alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find out who acts, then go on; a bad token is answered with 401 at once."""
        secret = self._bearer(request)
        if secret is None:
            request.actor = actor_of_session(request)  # type: ignore[attr-defined]
            return self.get_response(request)
        actor = actor_of_token(secret, clock.now()) if secret.startswith(PREFIX) else None
        if actor is None:
            text = words("The API token is wrong, expired or revoked.")
            response = as_json(NotAllowed(Problem(text, rule="token-valid")))
            response.status_code = 401
            response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return response
        request.actor = actor  # type: ignore[attr-defined]
        request.user = AnonymousUser()
        # No cookie, no forgery: Django's own mark for requests that need no CSRF token.
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001
        return self.get_response(request)

    @staticmethod
    def _bearer(request: HttpRequest) -> str | None:
        way, _, secret = request.headers.get("Authorization", "").partition(" ")
        return secret.strip() if way.lower() == "bearer" else None

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse a token where no scope lets it in."""
        try:
            require_scope(request.actor, view)  # type: ignore[attr-defined]
        except NotAllowed as refusal:
            return as_json(refusal)
        return None
