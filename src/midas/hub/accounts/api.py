"""Addresses of this room for machines."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from midas.hub.accounts.access import needs_scope
from midas.hub.accounts.scopes import PROFILE_READ
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed
from midas.hub.kernel.problems import Problem, words


@needs_scope(PROFILE_READ)
@require_GET
def me(request: HttpRequest) -> JsonResponse:
    """Who acts in this request: for testing a token."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_signed_in():
        raise NotAllowed(Problem(words("Please sign in."), rule="sign-in"))
    return JsonResponse(
        {
            "person": str(actor.person),
            "name": actor.name,
            "organisation": str(actor.organisation) if actor.organisation else None,
            "organisation_name": actor.organisation_name,
            "kind": actor.kind,
            "roles": sorted(actor.roles),
            "scopes": sorted(getattr(actor, "scopes", ())),
        }
    )
