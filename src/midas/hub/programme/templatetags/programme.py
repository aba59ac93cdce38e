"""`{% load programme %}`: texts and codes of the rule profile in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from midas.hub.kernel import texts
from midas.hub.kernel.problems import Problem
from midas.hub.programme.forms.declarations import WORDS
from midas.hub.programme.queries.sources import SourceLink, sources_of
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_predicates import Predicate
from midas.hub.programme.rules.profile_terms import Phrase
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.views import labels
from midas.hub.programme.views.conditions import condition
from midas.hub.ui.tags.marks import badge

register = template.Library()


@register.filter
def said(text: Any) -> str:
    """A phrase of the profile, a text of data or a marked sentence in the reader's language."""
    if isinstance(text, Phrase):
        return texts.in_language(as_text(text))
    if isinstance(text, str | dict):
        return texts.in_language(text)
    return str(text or "")


@register.filter
def level_name(code: str, profile: Any) -> str:
    """A system level's name; a dash for none."""
    for level in profile.levels.system_levels if profile else ():
        if level.code == code:
            return said(level.name)
    return code or "–"


@register.filter
def track_name(code: str, profile: Any) -> str:
    """A track's name; a dash for none."""
    found = [one for one in profile.levels.tracks if one.code == code]
    return said(found[0].name) if found else code or "–"


@register.filter
def tier_name(code: str, profile: Any) -> str:
    """A tier's name; a dash for none."""
    found = [one for one in profile.levels.tiers if one.code == code]
    return said(found[0].name) if found else code or "–"


@register.filter
def layer_name(code: str, profile: Any) -> str:
    """A funding layer's name."""
    found = [one for one in profile.layers if one.code == code]
    return said(found[0].name) if found else code


@register.filter
def cost_name(code: str, profile: Any) -> str:
    """A kind of cost's name."""
    found = [one for one in profile.cost_items if one.code == code]
    return said(found[0].name) if found else code


@register.filter
def document_name(code: str, profile: Any) -> str:
    """A kind of document's name."""
    found = [one for one in profile.documents if one.code == code]
    return said(found[0].name) if found else code


@register.simple_tag
def label_badge(label: labels.Label) -> SafeString:
    """A label as a badge in its tone."""
    return badge(label.text, label.tone)


@register.filter
def share_kind(code: str) -> str:
    """Cash or in kind."""
    return labels.label_of(labels.SHARE_KINDS, code).text


@register.filter
def maker_name(code: str) -> str:
    """Who makes a paper."""
    return labels.label_of(labels.MAKERS, code).text


@register.filter
def need_name(code: str) -> str:
    """When a paper is asked for."""
    return labels.label_of(labels.NEEDS, code).text


@register.filter
def condition_words(rule: Predicate, profile: Profile) -> str:
    """An eligibility rule as the condition that has to hold."""
    return condition(rule, profile)


@register.filter
def problem_words(problem: Problem) -> str:
    """A problem as one sentence."""
    return texts.say(problem)


@register.filter
def source_links(source: str, profile: Profile) -> tuple[SourceLink, ...]:
    """A rule's source as titles and addresses."""
    return sources_of(profile, source) if source else ()


@register.filter
def declaration_words(code: str) -> str:
    """What a firm declared, as its sentence."""
    return str(WORDS.get(code, code))


@register.filter
def domain_axes(rows: Iterable[Any]) -> list[tuple[str, float]]:
    """Domains of a maturity profile as the axes of a radar."""
    return [(said(one.name), one.mean) for one in rows]


@register.filter
def bar_rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Layers with amounts as the rows of a money bar; in kind is told apart by its label."""
    found = []
    for one in rows:
        name = said(one.name)
        label = name if one.kind == "cash" else f"{name} ({share_kind(one.kind)})"
        found.append({"label": label, "amount": one.amount, "layer": one.layer})
    return found


@register.filter
def draft_bar(shares: Iterable[Any], profile: Profile) -> list[dict[str, Any]]:
    """Shares that are not saved yet as the rows of a money bar."""
    return [
        {"label": layer_name(one.layer, profile), "amount": one.amount, "layer": one.layer}
        for one in shares
    ]


@register.filter
def any_filled(rows: Iterable[dict[str, Any]]) -> bool:
    """True when something stands in any of these measures."""
    return any(row["now"].value() or row["goal"].value() or row["goal"].errors for row in rows)


@register.filter
def row_amount(form: Any) -> int:
    """Quantity times price of a row of costs, 0 while either cannot be read."""
    values = []
    for name in ("quantity", "unit_price"):
        try:
            values.append(form.fields[name].clean(form[name].value()) or 0)
        except ValidationError:
            return 0
    return values[0] * values[1]


@register.filter
def line_count(rows: list[Any]) -> int:
    """How many row numbers the form has used, removed ones included."""
    numbers = [int(one.prefix.rpartition("-")[2]) for one in rows]
    return max(numbers, default=-1) + 1


@register.filter
def party_name(code: str) -> str:
    """A party of an agreement."""
    return labels.label_of(labels.PARTIES, code).text


@register.filter
def axes_beside(result: Any, own: Any) -> list[tuple[str, float, float | None]]:
    """The experts' domains with the firm's own diagnosis behind them."""
    before = {one.name.ko: one.mean for one in own.domains} if own else {}
    return [(said(one.name), one.mean, before.get(one.name.ko)) for one in result.domains]


@register.filter
def pair(first: Any, second: Any) -> tuple[Any, Any]:
    """Two values as one."""
    return first, second


@register.filter
def party_word(code: str) -> str:
    """A party of an agreement as a heading."""
    return labels.label_of(labels.MAKERS, code.replace("_", "-")).text


@register.simple_tag
def change_badge(change: Any) -> SafeString:
    """How a figure moved against the one before the build, said in words and tone."""
    label = labels.CHANGES.get(change.direction) if change else None
    if label is None:
        return SafeString("")
    size = f"{change.percent:+,}% " if change.percent else ""
    return badge(f"{size}{label.text}", label.tone)
