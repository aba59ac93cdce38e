"""Filters that put amounts, days and texts of data into the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.template import Library
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midas.hub.kernel import clock, money, texts

register = Library()
NOTHING = "–"


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


@register.filter
def won(amount: Any) -> str:
    """A whole-won amount with separators: 250,000,000원, or KRW 250,000,000 in English."""
    number = _number(amount)
    if number is None:
        return NOTHING
    return f"{number:,}원" if texts.language() == "ko" else f"KRW {number:,}"


@register.filter
def won_reading(amount: Any) -> str:
    """A won amount as people read it: 2억 5,000만 원."""
    number = _number(amount)
    return NOTHING if number is None else money.reading(number, texts.language())


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def day(value: Any) -> str:
    """A calendar day: 2027. 3. 31. in Korean, 31 March 2027 in English."""
    if not isinstance(value, date):
        return NOTHING
    local = _local(value)
    if texts.language() == "ko":
        return f"{local.year}. {local.month}. {local.day}."
    return date_format(local, "j F Y", use_l10n=False)


@register.filter
def moment(value: Any) -> str:
    """A day with the time at the programme's place: 2027. 3. 31. 14:05."""
    if not isinstance(value, datetime):
        return day(value)
    local = _local(value)
    between = " " if texts.language() == "ko" else ", "
    return f"{day(value)}{between}{local:%H:%M}"


def _ago_words(seconds: int) -> str:
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        count = seconds // 60
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", count) % {"count": count}
    if seconds < 86400:
        count = seconds // 3600
        return ngettext("%(count)s hour ago", "%(count)s hours ago", count) % {"count": count}
    count = seconds // 86400
    return ngettext("%(count)s day ago", "%(count)s days ago", count) % {"count": count}


@register.filter
def ago(value: Any) -> str:
    """How long a moment is past, up to 30 days; older and future moments as a day."""
    if not isinstance(value, datetime):
        return day(value)
    seconds = int((clock.now() - value).total_seconds())
    if not 0 <= seconds < 30 * 86400:
        return day(value)
    return _ago_words(seconds)


@register.filter
def percent(value: Any) -> str:
    """A percentage (50 means 50 %) with at most one decimal: 50%, 33.3%."""
    try:
        return f"{float(value):,.1f}".removesuffix(".0") + "%"
    except (TypeError, ValueError):
        return NOTHING


@register.filter
def in_language(text: Any) -> str:
    """A text of data ({"ko": …, "en": …}) or a marked sentence in the reader's language."""
    return texts.in_language(text) if isinstance(text, str | Mapping) else str(text or "")


@register.filter
def business_number(digits: Any) -> str:
    """A business registration number as it is written on paper: 123-45-67890."""
    text = "".join(c for c in str(digits or "") if c.isdigit())
    return f"{text[:3]}-{text[3:5]}-{text[5:]}" if len(text) == 10 else str(digits or NOTHING)


@register.filter
def file_size(count: Any) -> str:
    """A number of bytes as people read it: 2.4 MB."""
    return filesizeformat(_number(count) or 0)
