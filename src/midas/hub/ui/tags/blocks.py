"""Blocks of a page: notices, empty states, dialogs, help."""

from typing import Any

from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from midas.hub.ui.tags.marks import tone_of

register = Library()
NOTICE_ICONS = {
    "neutral": "info",
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
}


@register.inclusion_tag("ui/parts/notice.html")
def notice(tone: str, text: Any, title: Any = "", *, closable: bool = False) -> dict[str, Any]:
    """A sentence that stands out; with `closable` it can be dismissed."""
    tone = tone_of(tone)
    return {
        "tone": tone,
        "text": text,
        "title": title,
        "closable": closable,
        "symbol": NOTICE_ICONS[tone],
    }


@register.simple_block_tag
def noticebox(content: SafeString, tone: str = "info", title: Any = "") -> SafeString:
    """A notice whose body is markup: paragraphs, lists, links."""
    tone = tone_of(tone)
    values = {"tone": tone, "body": content, "title": title, "symbol": NOTICE_ICONS[tone]}
    return render_to_string("ui/parts/notice.html", values)


@register.inclusion_tag("ui/parts/empty.html")
def empty(
    title: Any, text: Any = "", url: str = "", label: Any = "", icon: str = "inbox"
) -> dict[str, Any]:
    """What a list shows when it has no rows: one sentence and one action."""
    return {"title": title, "text": text, "url": url, "label": label, "symbol": icon}


@register.simple_block_tag(takes_context=True)
def dialog(
    context: Context, content: SafeString, id: str, title: Any, size: str = ""
) -> SafeString:
    """A dialog opened by `{% dialog_button id … %}`; without JavaScript it shows in its place."""
    values = {
        "id": slugify(id),
        "title": title,
        "body": content,
        "size": "wide" if size == "wide" else "",
    }
    return render_to_string("ui/parts/dialog.html", values)


@register.inclusion_tag("ui/parts/dialog_button.html")
def dialog_button(id: str, text: Any, tone: str = "secondary", icon: str = "") -> dict[str, Any]:
    """The button that opens a dialog; tone: primary, secondary, quiet or danger."""
    known = tone if tone in ("primary", "secondary", "quiet", "danger") else "secondary"
    return {"id": slugify(id), "text": text, "tone": known, "symbol": icon}


@register.simple_block_tag
def helpbox(content: SafeString, title: Any) -> SafeString:
    """Help that opens on demand: a question and its answer as markup."""
    return render_to_string("ui/parts/helpbox.html", {"title": title, "body": content})
