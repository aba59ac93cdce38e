"""The first question of an application: which factory it is for."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from midas.hub.accounts.public import WorkplaceCard
from midas.hub.ui.forms import PlainForm


class StartForm(PlainForm):
    """One workplace of the firm."""

    problem_fields = {"lot": "workplace", "region": "workplace"}

    workplace = forms.TypedChoiceField(
        label=_("For which factory do you apply?"),
        widget=forms.RadioSelect,
        coerce=UUID,
        error_messages={"required": _("Choose the factory.")},
    )

    def __init__(self, *args: Any, workplaces: list[WorkplaceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in workplaces]
        self.fields["workplace"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["workplace"].initial = choices[0][0]
