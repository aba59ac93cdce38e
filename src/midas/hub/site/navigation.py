"""What every page shows around its content: the menu of the actor's role, with counts."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.accounts import public as accounts
from midas.hub.kernel.actor import NOBODY, Actor


@dataclass(frozen=True)
class Link:
    """One entry of the main menu."""

    label: str
    url: str
    active: bool = False
    count: int = 0


def _entries(actor: Actor) -> list[tuple[str, str]]:
    """(label, name of the address) in the order of the day's work."""
    calls, help_pages = (_("Calls"), "programme:calls"), (_("Help"), "site:help")
    if not actor.is_signed_in():
        return [calls, (_("How it works"), "site:how"), help_pages, (_("Proof"), "site:proof")]
    work = (_("My work"), "site:work")
    cases = (_("Cases"), "programme:cases")
    if actor.kind in ("adopter", "supplier", "large_enterprise"):
        return [work, (_("My cases"), "programme:cases"), calls, help_pages]
    if actor.kind == "assessor_body":
        return [work, (_("Assessments"), "programme:seats"), calls, help_pages]
    if actor.kind in ("agency", "ministry"):
        return [
            work,
            cases,
            (_("Lots"), "programme:lots"),
            calls,
            (_("Operations"), "site:operations"),
        ]
    if actor.kind == "local_government":
        return [work, cases, (_("Nominations"), "programme:nominations"), calls, help_pages]
    return [work, cases, calls, help_pages]


def context(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: actor, menu, demonstration, unread notices."""
    actor: Actor = getattr(request, "actor", NOBODY)
    here = request.path
    nav = []
    for label, name in _entries(actor):
        url = reverse(name)
        nav.append(Link(label, url, active=here == url or (url != "/" and here.startswith(url))))
    unread = accounts.unread_count(actor.person) if actor.person else 0
    return {"actor": actor, "nav": nav, "demo": settings.DEMO, "unread_notices": unread}
