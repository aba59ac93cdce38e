"""Short forms of the actions: a reason, an answer, a choice."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.programme.queries.judges import panel_of
from midas.hub.ui.forms import DayField, PlainForm, WonField


class ActionForm(PlainForm):
    """A form about one thing, filled in by one actor."""

    def __init__(self, *args: Any, thing: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.actor = thing, actor

    @classmethod
    def reshaped(cls, typed: Mapping[str, Any], *, thing: Any, actor: Actor) -> Self:
        """The form with what was typed, not sent: after a button that only changes its shape."""
        return cls(initial={key: typed[key] for key in typed}, thing=thing, actor=actor)


class ConfirmForm(ActionForm):
    """Asks nothing; the button is the answer."""


def long_text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReasonForm(ActionForm):
    """Why; the people concerned read it word by word."""

    reason = long_text(_("Reason"), _("The people concerned read this word by word."))


class FinalReasonForm(ReasonForm):
    """Why, for something that cannot be taken back."""

    sure = forms.BooleanField(
        label=_("I know that this cannot be taken back."),
        error_messages={"required": _("Confirm that you know this.")},
    )


class WithdrawForm(FinalReasonForm):
    """A draft is given up without a reason; what was handed in, with one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self.thing.submitted_at is not None


class RemarkForm(ActionForm):
    """A remark that may stay empty."""

    reason = long_text(_("Remark"), required=False)


class AnswerForm(ActionForm):
    """The answer to an appeal, with its grounds."""

    answer = long_text(_("Decision and grounds"), _("The firm reads this word by word."))


class MinutesForm(ActionForm):
    """What the committee said about one case."""

    minutes = long_text(_("Minutes"), _("They are added to the minutes of the selection."))


class SeatsForm(ActionForm):
    """How many experts assess."""

    seats = forms.IntegerField(
        label=_("How many experts?"),
        min_value=1,
        max_value=9,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].initial = panel_of(self.thing).assessors


class StartDayForm(ActionForm):
    """The first day of an agreement."""

    starts_on = DayField(
        label=_("First day"), help_text=_("All periods of the agreement count from this day.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = clock.today()


class SignForm(ActionForm):
    """The digest of the text that was read, and the declaration."""

    digest = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read the agreement and sign it for my organisation."),
        error_messages={"required": _("Confirm that you have read it to sign.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = getattr(self.thing, "agreement", None)
        self.fields["digest"].initial = text.digest if text else ""


class CheckClaimForm(ActionForm):
    """How flags of a claim were cleared up."""

    note = long_text(
        _("Note"),
        _("Needed when the claim has flags: write how they were cleared up."),
        required=False,
    )


class PayForm(ActionForm):
    """The bank's number of the transfer."""

    reference = forms.CharField(
        label=_("Reference of the transfer"),
        help_text=_("The bank's number; the same number never pays twice."),
        max_length=60,
    )


class SettleForm(ActionForm):
    """What of the spent money is accepted."""

    accepted = WonField(
        label=_("Accepted cost"),
        help_text=_("Leave it empty when all that was spent is accepted."),
        required=False,
    )
    note = long_text(_("Note"), _("Needed when less is accepted than was spent."), required=False)


class ReturnForm(ActionForm):
    """Money that came back."""

    amount = WonField(label=_("Amount returned"), min_value=1)
    reference = forms.CharField(label=_("Reference of the transfer"), max_length=60)
