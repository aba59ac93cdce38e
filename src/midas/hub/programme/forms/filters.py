"""Filters of lists: forms over the query string; every choice is an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from midas.hub.ui.forms import PlainForm

Choices = list[tuple[str, str]]
WHEN = [
    ("", _("Open now or soon")),
    ("soon", _("Opening soon")),
    ("closed", _("Closed")),
    ("all", _("All")),
]


class CallFilter(PlainForm):
    """Which calls to show."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    path = forms.ChoiceField(label=_("Programme"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    tier = forms.ChoiceField(label=_("Tier"), required=False)
    when = forms.ChoiceField(label=_("Period"), required=False, choices=WHEN)

    def __init__(
        self, *args: Any, paths: Choices, regions: Choices, tiers: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("path", paths), ("region", regions), ("tier", tiers)):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]


SORTS = [("newest", _("Newest first")), ("due", _("Due first"))]


class CaseFilter(PlainForm):
    """Which cases to show."""

    q = forms.CharField(label=_("Firm or number"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    lot = forms.ChoiceField(label=_("Call"), required=False)
    line = forms.ChoiceField(label=_("Programme line"), required=False)
    province = forms.ChoiceField(label=_("Region"), required=False)
    mine = forms.BooleanField(label=_("My turn"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(
        self,
        *args: Any,
        states: Choices,
        lots: Choices,
        lines: Choices,
        provinces: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("state", states),
            ("lot", lots),
            ("line", lines),
            ("province", provinces),
        ):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
