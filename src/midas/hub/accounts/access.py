"""Who is acting in a request: session, chosen organisation, or a bearer token with scopes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from midas.hub.accounts.models import ApiToken, Person
from midas.hub.accounts.queries import actors
from midas.hub.accounts.rules.scopes import scopes_cover
from midas.hub.accounts.services.invitations import hash_of
from midas.hub.kernel import clock
from midas.hub.kernel.actor import NOBODY, Actor
from midas.hub.kernel.errors import NotAllowed, NotFound
from midas.hub.kernel.problems import Problem, words

View = TypeVar("View", bound=Callable[..., Any])
CHOSEN = "organisation"  # session key: the organisation that the person acts for
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class TokenActor(Actor):
    """Somebody acting through an API token, and what the token allows."""

    scopes: frozenset[str] = frozenset()


def needs_scope(scope: str) -> Callable[[View], View]:
    """Mark a view as open to API tokens that cover `scope`; views without this mark never are."""

    def mark(view: View) -> View:
        view.needed_scope = scope  # type: ignore[attr-defined]  # read by the middleware
        return view

    return mark


def require_scope(actor: Actor, view: Callable[..., Any]) -> None:
    """Raise NotAllowed when a token's actor asks for a view outside the token's scopes."""
    if not isinstance(actor, TokenActor):
        return
    view = getattr(view, "view_class", view)
    wanted = getattr(view, "needed_scope", None)
    if wanted is None:
        text = words("This address is not open to API tokens.")
        raise NotAllowed(Problem(text, rule="token-scope"))
    if not scopes_cover(actor.scopes, wanted):
        text = words("The API token lacks the scope %(scope)s.")
        raise NotAllowed(Problem(text, {"scope": wanted}, rule="token-scope"))


def actor_of_session(request: HttpRequest) -> Actor:
    """The signed-in person acting for the chosen organisation, else for the first of theirs."""
    person = request.user
    if not isinstance(person, Person):
        return NOBODY
    found = actors(person.id, clock.today())
    chosen = request.session.get(CHOSEN)
    fallback = found[0] if found else Actor(person=person.id, name=person.name)
    return next((one for one in found if str(one.organisation) == chosen), fallback)


def actor_of_token(secret: str, now: datetime) -> TokenActor | None:
    """The actor behind a bearer token; None for a wrong, expired or revoked one."""
    row = (
        ApiToken.objects.select_related("person")
        .filter(secret_hash=hash_of(secret), revoked_at=None, expires_at__gt=now)
        .filter(person__is_active=True)
        .first()
    )
    if row is None:
        return None
    if row.last_used_at is None or (now - row.last_used_at).total_seconds() > 60:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    scopes = frozenset(row.scopes)
    if row.organisation_id is None:
        return TokenActor(person=row.person_id, name=row.person.name, scopes=scopes)
    found = actors(row.person_id, clock.today(now), row.organisation_id)
    if not found:
        return None
    one = found[0]
    return TokenActor(
        one.person,
        one.organisation,
        one.kind,
        one.roles,
        one.name,
        one.organisation_name,
        scopes,
    )


def choose_organisation(request: HttpRequest, organisation_id: UUID) -> Actor:
    """Act for this organisation from now on; raises NotAllowed for one that is not theirs."""
    person = request.user
    found = actors(person.id, clock.today(), organisation_id) if isinstance(person, Person) else []
    if not found:
        text = words("You do not act for this organisation.")
        raise NotAllowed(Problem(text, rule="members-only"))
    request.session[CHOSEN] = str(organisation_id)
    return found[0]


def sign_in_as(request: HttpRequest, person_id: UUID) -> Actor:
    """Continue as a person of the demonstration; returns who acts now.

    Raises NotAllowed outside the demonstration, NotFound for somebody who is not part of it.
    """
    if not settings.DEMO:
        text = words("Changing the person is possible in the demonstration only.")
        raise NotAllowed(Problem(text, rule="demo-only"))
    person = Person.objects.filter(pk=person_id, is_demo=True, is_active=True).first()
    if person is None:
        raise NotFound(Problem(words("There is no such person."), field="person"))
    request.session.flush()
    login(request, person, backend=BACKEND)
    request.user = person
    request.actor = actor_of_session(request)  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined]
