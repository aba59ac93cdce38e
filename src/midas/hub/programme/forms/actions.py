"""Short forms of the actions: a reason, an answer, a choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel.actor import Actor
from midas.hub.ui.forms import PlainForm


class ActionForm(PlainForm):
    """A form about one thing, filled in by one actor."""

    def __init__(self, *args: Any, thing: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.actor = thing, actor


class ConfirmForm(ActionForm):
    """Asks nothing; the button is the answer."""


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReasonForm(ActionForm):
    """Why; the people concerned read it word by word."""

    reason = _text(_("Reason"), _("The people concerned read this word by word."))


class RemarkForm(ActionForm):
    """A remark that may stay empty."""

    reason = _text(_("Remark"), required=False)


class AnswerForm(ActionForm):
    """The answer to an appeal, with its grounds."""

    answer = _text(_("Decision and grounds"), _("The firm reads this word by word."))
