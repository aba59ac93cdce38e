"""What surrounds a page's content: the frame's facts, crumbs, tabs, side navigation."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Library
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from midas.hub.kernel import texts
from midas.hub.ui.display import contrast_of, text_size_of

register = Library()
FONT_CSS = "fonts/variable/pretendardvariable-dynamic-subset.css"


@dataclass(frozen=True)
class Frame:
    """What `ui/page.html` needs beside a view's own context; it also works without a request."""

    name: str
    government: bool
    demo: bool
    language: str
    text: int
    contrast: str
    here: str
    back: str
    actor: Any
    search_url: str
    query: str
    source_url: str
    contact: str
    languages: tuple[tuple[str, str], ...]
    font_css: str

    @property
    def signed_in(self) -> bool:
        """True for a person; the menus of a visitor differ."""
        return bool(self.actor and self.actor.person)


def _address(context: Context, given: str, *names: str) -> str:
    if context.get(given):
        return str(context[given])
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _back(request: HttpRequest | None) -> str:
    """The page the visitor came from when it is one of ours, else the front page.

    A form that posts to its own address leads back to itself, a page that was read does not.
    """
    before = request.headers.get("Referer", "") if request else ""
    if not request or not before:
        return "/"
    if request.method == "GET" and before == request.build_absolute_uri():
        return "/"
    ours = url_has_allowed_host_and_scheme(
        before, {request.get_host()}, require_https=request.is_secure()
    )
    return before if ours else "/"


def _here(request: HttpRequest | None) -> str:
    """Where to be again after a change of language or display."""
    if request and request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return _back(request)


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame:
    """The frame of this answer, from settings, the request and the roof's context."""
    request: HttpRequest | None = context.get("request")
    name = context.get("site_name") or texts.in_language(settings.SITE_NAME)
    return Frame(
        name=str(name),
        government=bool(context.get("GOVERNMENT_SITE", settings.GOVERNMENT_SITE)),
        demo=bool(context.get("demo", settings.DEMO)),
        language=texts.language(),
        text=text_size_of(request),
        contrast=contrast_of(request),
        here=_here(request),
        back=_back(request),
        actor=context.get("actor") or getattr(request, "actor", None),
        search_url=_address(context, "search_url", "site:search", "search"),
        query=request.GET.get("q", "") if request else "",
        source_url=str(getattr(settings, "SOURCE_URL", "")),
        contact=str(getattr(settings, "CONTACT", "")),
        languages=tuple((code, str(label)) for code, label in settings.LANGUAGES),
        font_css=FONT_CSS if settings.STATICFILES_DIRS else "",
    )


def _as_links(items: Any) -> list[dict[str, Any]]:
    """Links given as dictionaries, objects or (label, url) pairs, all as dictionaries."""
    links = []
    for item in items or ():
        if isinstance(item, dict):
            links.append(item)
        elif isinstance(item, tuple | list):
            links.append(dict(zip(("label", "url", "active", "count"), item, strict=False)))
        elif isinstance(item, str):
            links.append({"label": item, "url": ""})
        else:
            keys = ("label", "url", "active", "count")
            links.append({key: getattr(item, key, "") for key in keys})
    return links


@register.inclusion_tag("ui/parts/crumbs.html", takes_context=True)
def crumbs(context: Context, trail: Any = None, label: Any = "") -> dict[str, Any]:
    """The way from the front page to here: pairs (label, url), the last one without a url."""
    return {
        "trail": _as_links(trail if trail is not None else context.get("crumbs")),
        "label": label,
    }


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Any, label: Any = "") -> dict[str, Any]:
    """Links to the views of one thing: {label, url, active, count}."""
    return {"items": _as_links(items), "label": label}


@register.inclusion_tag("ui/parts/side_nav.html")
def side_nav(items: Any, title: Any = "") -> dict[str, Any]:
    """Links to the pages of one part of the site: {label, url, active, count}."""
    return {"items": _as_links(items), "title": title}
