"""What an officer does to a lot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from midas.hub.ui.forms import DayField, PlainForm


class ExtendLotForm(PlainForm):
    """A later closing day; lots close at 18:00 of it unless another hour is typed."""

    problem_fields = {"closes_at": "closes_on"}

    closes_on = DayField(label=_("New closing day"))
    closes_time = forms.TimeField(
        label=_("Time"),
        input_formats=["%H:%M"],
        initial="18:00",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}),
    )


class CloseLotForm(PlainForm):
    """Nothing to type: closing is confirmed by the button."""


class CancelLotForm(PlainForm):
    """A cancellation needs its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who has applied reads this sentence."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please give the reason.")},
    )
