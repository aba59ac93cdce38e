"""A visitor's browser for tests of pages: signed in as an actor, or as nobody."""

from django.test import Client
from django.utils.html import strip_tags

from midas.hub.accounts.models import Person
from midas.hub.kernel.actor import Actor

BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser(actor: Actor | None = None, language: str = "en") -> Client:
    """A client that acts for the actor's organisation; without one, an anonymous visitor."""
    client = Client()
    client.cookies["django_language"] = language
    if actor is not None:
        client.force_login(Person.objects.get(id=actor.person), backend=BACKEND)
        session = client.session
        session["organisation"] = str(actor.organisation)
        session.save()
    return client


def words_of(response: object) -> str:
    """The text of a page with single blanks."""
    return " ".join(strip_tags(response.content.decode()).split())  # type: ignore[attr-defined]
