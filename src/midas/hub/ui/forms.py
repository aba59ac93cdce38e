"""Forms in our look, and the bridge between a verb's refusal and the fields of a form."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel import money, texts
from midas.hub.kernel.errors import NotFound, Refusal
from midas.hub.kernel.problems import Problem

Result = TypeVar("Result")


class RuleError(ValidationError):
    """A validation error that names the rule it comes from."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(texts.say(problem), code=problem.rule or "refused")
        self.rule = problem.rule
        self.source = problem.source


class PlainForm(forms.Form):
    """A form without browser bubbles and label colons; render it with `{% field %}`.

    `problem_fields` renames fields of a verb's problems to fields of this form.
    """

    use_required_attribute = False
    problem_fields: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def add_problem(self, problem: Problem) -> None:
        """Put a problem on its field, or on the summary when the form has no such field."""
        add_problem(self, problem)


def add_problem(form: forms.BaseForm, problem: Problem) -> None:
    """Put a problem on the field it names, or on the summary when the form has no such field."""
    name = getattr(form, "problem_fields", {}).get(problem.field, problem.field)
    shown = name in form.fields and not form.fields[name].widget.is_hidden
    form.add_error(name if shown else None, RuleError(problem))


def attempt(form: forms.BaseForm, verb: Callable[..., Result], **kwargs: Any) -> Result | None:
    """Call a verb; when it refuses, put its problems on the form and hand back None.

    The form must be bound and already cleaned. NotFound is not the form's business and goes on.
    """
    try:
        return verb(**kwargs)
    except NotFound:
        raise
    except Refusal as refusal:
        for problem in refusal.problems:
            add_problem(form, problem)
        if not refusal.problems:
            form.add_error(None, _("The request was refused."))
        return None


class BusinessNumberInput(forms.TextInput):
    """Ten digits written 123-45-67890."""

    kind = "business-number"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "12", "size": "14"}
        super().__init__({**own, "placeholder": "123-45-67890", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """The digits with hyphens; what is no ten digits stays as it was typed."""
        digits = re.sub(r"\D", "", str(value or ""))
        return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else value


class BusinessNumberField(forms.CharField):
    """A business registration number; cleaned to ten digits. The check digit is a verb's rule."""

    widget = BusinessNumberInput

    def to_python(self, value: Any) -> str:
        """Ten digits, or "" for an empty value. Raises ValidationError for anything else."""
        text = super().to_python(value)
        digits = re.sub(r"[\s\-‐-―]", "", text or "")
        if digits and not re.fullmatch(r"[0-9]{10}", digits):
            raise ValidationError(_("Write ten digits, like 123-45-67890."), code="invalid")
        return digits


UNITS = {"조": 10**12, "억": 10**8, "천만": 10**7, "백만": 10**6, "만": 10**4, "천": 10**3, "": 1}
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(조|억|천만|백만|만|천|)")


def read_won(text: str) -> int | None:
    """An amount as people write it, in won: "250,000,000", "2억 5,000만 원", "1.5억"; else None."""
    plain = re.sub(r"[,\s_]|KRW|₩|원$", "", text.strip().upper())
    found = AMOUNT.findall(plain)
    if not found or "".join(number + unit for number, unit in found) != plain:
        return None
    total = sum(money.percent_of(100 * UNITS[unit], number) for number, unit in found)
    largest_first = [UNITS[unit] for _number, unit in found]
    return total if largest_first == sorted(set(largest_first), reverse=True) else None


class WonInput(forms.TextInput):
    """An amount with thousands separators and its reading below."""

    kind = "won"
    reading = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"inputmode": "numeric", "autocomplete": "off", "data-won": "", "maxlength": "24"}
        super().__init__({**own, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """250000000 as 250,000,000; what is no amount stays as it was typed."""
        amount = value if isinstance(value, int) else read_won(str(value or ""))
        self.reading = "" if amount is None else money.reading(amount, texts.language())
        return f"{amount:,}" if amount is not None else value


class WonField(forms.Field):
    """A whole-won amount, 0 or more unless `min_value` says otherwise; cleaned to an int."""

    widget = WonInput

    def __init__(
        self, *, min_value: int | None = 0, max_value: int | None = 10**15, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.min_value, self.max_value = min_value, max_value

    def to_python(self, value: Any) -> int | None:
        """An int, or None for an empty value. Raises ValidationError for anything else."""
        if value in self.empty_values:
            return None
        amount = value if isinstance(value, int) else read_won(str(value))
        if amount is None:
            raise ValidationError(_("Write an amount in won, like 250,000,000."), code="invalid")
        return amount

    def validate(self, value: Any) -> None:
        """Check presence and bounds."""
        super().validate(value)
        if value is None:
            return
        for bound, wrong, text in (
            (self.min_value, self.min_value is not None and value < self.min_value, _low),
            (self.max_value, self.max_value is not None and value > self.max_value, _high),
        ):
            if wrong and bound is not None:
                limit = money.reading(bound, texts.language())
                raise ValidationError(text, code="range", params={"limit": limit})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, not spellings."""
        typed = read_won(str(data)) if data not in self.empty_values else None
        return (initial if initial not in self.empty_values else None) != typed


_low = _("The amount must be at least %(limit)s.")
_high = _("The amount must be at most %(limit)s.")


class DayInput(forms.TextInput):
    """A typed day, with a calendar beside it when JavaScript runs."""

    kind = "day"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "16", "size": "12"}
        super().__init__({**own, "placeholder": "2027-03-31", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """A date as 2027-03-31; what was typed stays."""
        return value.isoformat() if isinstance(value, date) else value


DAY = re.compile(r"(\d{4})\s*[-./년]?\s*(\d{1,2})\s*[-./월]?\s*(\d{1,2})\s*[.일]?")
PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


class DayField(forms.Field):
    """A calendar day typed as 2027-03-31, 2027.3.31., 20270331 or 2027년 3월 31일."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """A date, or None for an empty value. Raises ValidationError for anything else."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        text = str(value).strip()
        found = PACKED_DAY.fullmatch(text) or DAY.fullmatch(text)
        try:
            return date(*(int(part) for part in found.groups())) if found else _no_day()
        except ValueError as error:
            raise ValidationError(_("There is no such day."), code="invalid") from error


def _no_day() -> date:
    raise ValidationError(_("Write a day like 2027-03-31."), code="invalid")
