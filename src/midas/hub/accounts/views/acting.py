"""Who acts on a page about one organisation, and the menu beside the pages of an account."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.accounts import queries
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor


def actor_here(request: HttpRequest, organisation_id: UUID) -> Actor:
    """The person acting for this organisation if they belong to it, else as chosen."""
    now: Actor = request.actor  # type: ignore[attr-defined]
    if now.organisation == organisation_id or now.person is None:
        return now
    found = queries.actors(now.person, clock.today(), organisation_id)
    return found[0] if found else now


def my_id(request: HttpRequest) -> UUID:
    """The id of the person who is signed in; for views behind `login_required`."""
    return UUID(str(request.user.pk))


def crumbs_of(organisation_id: UUID, name: str, here: str = "") -> list[tuple[str, str]]:
    """The way to a page about one organisation."""
    trail = [(_("My organisations"), reverse("accounts:organisations"))]
    if not here:
        return [*trail, (name, "")]
    return [*trail, (name, reverse("accounts:organisation", args=[organisation_id])), (here, "")]


def side_of(request: HttpRequest) -> list[dict[str, Any]]:
    """Links to every page of one's own account; the present one is marked."""
    pages = (
        (_("Profile"), "accounts:profile"),
        (_("My organisations"), "accounts:organisations"),
        (_("Notices"), "accounts:notices"),
        (_("API tokens"), "accounts:tokens"),
        (_("E-mail address"), "account_email"),
        (_("Password"), "account_change_password"),
        (_("Sign-in security"), "mfa_index"),
    )
    links = []
    for label, name in pages:
        url = reverse(name)
        links.append({"label": label, "url": url, "active": request.path == url})
    return links
