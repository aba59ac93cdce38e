"""Forms of a selection: who sits in the committee, what a member gives, how it was decided."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel.texts import in_language
from midas.hub.programme.rules.profile_office import Criterion
from midas.hub.programme.rules.wording import as_text
from midas.hub.ui.forms import PlainForm


class CommitteeForm(PlainForm):
    """Members, places and quorum of a selection."""

    members = forms.MultipleChoiceField(
        label=_("Members of the committee"), widget=forms.CheckboxSelectMultiple
    )
    places = forms.IntegerField(
        label=_("Factories that can be selected"), min_value=0, max_value=100_000
    )
    quorum = forms.IntegerField(
        label=_("Votes needed for each application"), min_value=1, max_value=50
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = people  # type: ignore[attr-defined]  # a choice field


class MemberForm(PlainForm):
    """One more member of a committee."""

    member = forms.TypedChoiceField(
        label=_("Add a member"),
        help_text=_("For example when too few votes are left because members stood aside."),
        coerce=UUID,
        error_messages={"required": _("Choose the person.")},
    )
    problem_fields = {"members": "member"}

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]


class BallotForm(PlainForm):
    """Points by criterion, or standing aside with a reason."""

    def __init__(self, *args: Any, criteria: tuple[Criterion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"points-{one.code}"] = forms.IntegerField(
                label=f"{in_language(as_text(one.name))} (0–{one.points})",
                help_text=in_language(as_text(one.help)),
                min_value=0,
                max_value=one.points,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Remark, or the reason for standing aside"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def points(self) -> dict[str, int]:
        """Criterion → points, those that were given."""
        found = {one.code: self.cleaned_data.get(f"points-{one.code}") for one in self.criteria}
        return {code: points for code, points in found.items() if points is not None}


class MinutesForm(PlainForm):
    """The minutes of the committee."""

    minutes = forms.CharField(
        label=_("Minutes"),
        help_text=_("Who was present, what was discussed, how the ranking came about."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
