"""Lists and ways through them: steps, timeline, pages, filters, files."""

from typing import Any

from django.forms import BaseForm, BoundField, MultipleChoiceField
from django.http import HttpRequest, QueryDict
from django.template import Context, Library

from midas.hub.kernel.pages import Page
from midas.hub.ui.tags.frame import _as_links

register = Library()


@register.inclusion_tag("ui/parts/step_indicator.html")
def step_indicator(steps: Any, current: int | str = 1) -> dict[str, Any]:
    """The steps of a long form; `current` counts from 1 or is the label of a step.

    A step is a label, a pair (label, url) or {label, url, done}; earlier steps count as done.
    """
    links = _as_links(steps)
    labels = [str(link["label"]) for link in links]
    place = int(current) if str(current).isdigit() else labels.index(str(current)) + 1
    rows = [
        {
            "number": number,
            "label": link["label"],
            "url": link.get("url", ""),
            "current": number == place,
            "done": link.get("done", number < place) and number != place,
        }
        for number, link in enumerate(links, start=1)
    ]
    return {
        "steps": rows,
        "place": place,
        "count": len(rows),
        "now": rows[place - 1] if rows else {},
    }


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(entries: Any) -> dict[str, Any]:
    """A case's story: entries with at, sentence, who, organisation, detail, tone."""
    return {"entries": entries}


def _address(query: QueryDict, **changes: str | None) -> str:
    """This page's query with some parameters replaced, or removed when None."""
    changed = query.copy()
    for key, value in changes.items():
        changed.pop(key, None)
        if value is not None:
            changed[key] = value
    return "?" + changed.urlencode()


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(
    context: Context, page: Page, param: str = "page", total: int | None = None, label: Any = ""
) -> dict[str, Any]:
    """First, previous, next, last of a page by key; other query parameters stay.

    Two pagers on one page need different `param` and `label`.
    """
    request: HttpRequest | None = context.get("request")
    query = request.GET if request else QueryDict()

    def link(cursor: str | None) -> str:
        return _address(query, **{param: cursor})

    return {
        "label": label,
        "first": link(None) if page.before else "",
        "previous": link(page.before) if page.before else "",
        "next": link(page.after) if page.after else "",
        "last": link("last") if page.after else "",
        "needed": bool(page.before or page.after),
        "shown": len(page.rows),
        "total": total,
        "total_words": "" if total is None else f"{total:,}",
    }


def _shown_value(bound: BoundField, value: str) -> str:
    """A filter's value as its choice reads, else as it was typed."""
    for key, label in getattr(bound.field, "choices", None) or ():
        if isinstance(label, list | tuple):
            for inner_key, inner_label in label:
                if str(inner_key) == value:
                    return str(inner_label)
        elif str(key) == value:
            return str(label)
    return value


def _chips(form: BaseForm, query: QueryDict) -> list[dict[str, str]]:
    chips = []
    for bound in form.visible_fields():
        values = [v for v in query.getlist(bound.html_name) if v]
        for value in values:
            rest = query.copy()
            rest.pop("page", None)
            rest.setlist(bound.html_name, [v for v in values if v != value])
            if isinstance(bound.field, MultipleChoiceField) or len(values) == 1:
                shown = _shown_value(bound, value)
                url = "?" + rest.urlencode()
                chips.append({"label": str(bound.label), "value": shown, "url": url})
    return chips


@register.inclusion_tag("ui/parts/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm, total: int | None = None) -> dict[str, Any]:
    """A form over the query string with one removable chip per filter in force."""
    request: HttpRequest | None = context.get("request")
    query = request.GET if request else QueryDict()
    return {"form": form, "chips": _chips(form, query), "total": total}


@register.inclusion_tag("ui/parts/file_list.html")
def file_list(files: Any) -> dict[str, Any]:
    """Stored files to download: name, size, url, and note if there is one."""
    return {"files": files}
