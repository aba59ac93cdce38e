"""Small marks inside a line of text: icons, badges, due days, numbers with a name."""

import functools
from datetime import date, datetime
from typing import Any

import lucide
from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midas.hub.kernel import clock
from midas.hub.ui.tags.formats import day as day_words

register = Library()
TONES = ("neutral", "info", "success", "warning", "danger")


def tone_of(tone: Any) -> str:
    """The tone itself when we have it, else neutral; keeps foreign words out of class names."""
    return tone if tone in TONES else "neutral"


@register.filter
def message_tone(level: str) -> str:
    """The tone of a Django message: its level tag, with error as danger."""
    return "danger" if level == "error" else tone_of(level)


@functools.lru_cache(maxsize=512)
def _drawing(name: str, size: int) -> SafeString:
    side = f"{size / 16:g}rem"  # grows with the reader's text size
    attrs = {"class": "icon", "width": side, "height": side, "aria-hidden": "true"}
    try:
        drawing = lucide._render_icon(name, None, **attrs)  # noqa: SLF001  # its tag keeps no cache
    except lucide.IconDoesNotExist:
        return SafeString("")  # a mark is never worth a page; tests look for wrong names
    return mark_safe(drawing)  # the icon set's own file


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A decorative Lucide icon; say in words beside it what it means."""
    return _drawing(str(name), int(size))


@register.simple_tag
def badge(text: Any, tone: str = "neutral") -> SafeString:
    """A state as a short word on a tinted ground."""
    return format_html('<span class="badge badge-{}">{}</span>', tone_of(tone), text)


def _due_words(left: int) -> tuple[str, str]:
    if left < 0:
        late = ngettext("%(count)s day late", "%(count)s days late", -left)
        return late % {"count": -left}, "danger"
    if left == 0:
        return _("Due today"), "danger"
    words = ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}
    return words, "warning" if left <= 3 else "neutral"


@register.simple_tag
def due(day: date | datetime | None, today: date | None = None) -> SafeString:
    """A deadline with the days left; nothing for None."""
    if day is None:
        return SafeString("")
    last = clock.today(day) if isinstance(day, datetime) else day
    words, tone = _due_words((last - (today or clock.today())).days)
    return format_html(
        '<span class="due"><time datetime="{}">{}</time> <b class="badge badge-{}">{}</b></span>',
        last.isoformat(),
        day_words(last),
        tone,
        words,
    )


@register.inclusion_tag("ui/parts/stat.html")
def stat(label: Any, value: Any, note: Any = "", url: str = "") -> dict[str, Any]:
    """One figure with its name, for tiles: label, value, a note below, a link behind it."""
    return {"label": label, "value": value, "note": note, "url": url}


@register.inclusion_tag("ui/parts/copy.html")
def copy(text: Any, label: Any = "") -> dict[str, Any]:
    """A value with a button that copies it; without JavaScript only the value."""
    return {"text": text, "label": label or _("Copy")}
