"""The pages of a draft application: basics, plan, budget, people, submission."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel import texts
from midas.hub.programme.forms.declarations import declaration_fields
from midas.hub.programme.models import Application
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_line import LineVersion
from midas.hub.programme.rules.profile_office import Criterion
from midas.hub.programme.rules.profile_papers import Outcome
from midas.hub.programme.rules.profile_terms import Phrase
from midas.hub.programme.rules.wording import as_text
from midas.hub.ui.forms import PlainForm, WonField


def said(phrase: Phrase) -> str:
    """A phrase of the profile in the reader's language."""
    return texts.in_language(as_text(phrase))


class VersionForm(PlainForm):
    """Carries the version of the case that the page was opened on: stale forms are found."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BasicsForm(VersionForm):
    """What is built, from which level to which, with whom, and what the firm declares."""

    problem_fields = {"declarations": ""}

    title = forms.CharField(
        label=_("Title of the project"),
        help_text=_(
            "One line that your people understand, for example: real-time press monitoring."
        ),
        required=False,
        max_length=200,
    )
    current_level = forms.ChoiceField(
        label=_("Level of the factory today"),
        help_text=_("The system level of this site. The self-diagnosis helps you to find it."),
        required=False,
        widget=forms.RadioSelect,
    )
    target_level = forms.ChoiceField(
        label=_("Level after the build"), required=False, widget=forms.RadioSelect
    )
    supplier = forms.TypedChoiceField(
        label=_("Supplier who will build"), required=False, coerce=UUID, empty_value=None
    )
    host = forms.TypedChoiceField(
        label=_("Host enterprise"),
        help_text=_("The large enterprise or public body that pays a part."),
        required=False,
        coerce=UUID,
        empty_value=None,
    )
    bonus = forms.MultipleChoiceField(
        label=_("Bonus points you ask for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        case: Application,
        profile: Profile,
        terms: LineVersion,
        suppliers: list[tuple[UUID, str]],
        hosts: list[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        levels = [(one.code, said(one.name)) for one in profile.levels.system_levels]
        self._choose("current_level", levels)
        self._choose("target_level", levels[1:])
        self.fields["target_level"].help_text = _target_help(profile, terms)
        self._choose("supplier", [("", _("Not chosen yet")), *suppliers])
        if terms.supplier_timing == "after-selection":
            self.fields["supplier"].help_text = _(
                "You may choose the supplier after the selection."
            )
        elif terms.supplier_timing == "none":
            del self.fields["supplier"]
        if any(one.layer == "host" for one in terms.layers) or terms.entry == "invited":
            self._choose("host", [("", _("None")), *hosts])
        else:
            del self.fields["host"]
        if terms.bonuses and terms.bonus_kinds_max:
            self._choose("bonus", [(one.code, _bonus_words(one)) for one in terms.bonuses])
            text = _now("At most %(most)s kinds count; you prove each with a paper.")
            self.fields["bonus"].help_text = text % {"most": terms.bonus_kinds_max}
        else:
            del self.fields["bonus"]
        self.declared = declaration_fields(terms, case)
        self.fields.update(self.declared)

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # every one is a choice field

    @property
    def declaration_rows(self) -> list[Any]:
        """The bound fields of the declarations, in order."""
        return [self[name] for name in self.declared]


def _bonus_words(bonus: Any) -> str:
    return f"{said(bonus.name)} (+{bonus.points})"


def _target_help(profile: Profile, terms: LineVersion) -> str:
    if not terms.target_level_min:
        return _now("What you promise to reach.")
    (name,) = [
        one.name for one in profile.levels.system_levels if one.code == terms.target_level_min
    ]
    return _now("This line asks for %(level)s or higher.") % {"level": said(name)}


class PlanForm(VersionForm):
    """One text per selection criterion, and outcome measures with today's value and the goal."""

    def __init__(self, *args: Any, profile: Profile, terms: LineVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections: list[tuple[str, Criterion]] = []
        self.measures: list[Outcome] = []
        for one in profile.head.criteria:
            self._add_section(one)
        for outcome in profile.outcomes:
            self._add_measure(outcome)
        self.problem_fields = {f"goal-{o.code}": f"goal-{o.code}-goal" for o in profile.outcomes}

    def _add_section(self, criterion: Criterion) -> None:
        name = f"plan-{criterion.code}"
        self.fields[name] = forms.CharField(
            label=said(criterion.name),
            help_text=said(criterion.help),
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 9}),
        )
        self.sections.append((name, criterion))

    def _add_measure(self, outcome: Outcome) -> None:
        for moment, label in (("now", _("today")), ("goal", _("goal"))):
            self.fields[f"goal-{outcome.code}-{moment}"] = forms.CharField(
                label=f"{said(outcome.name)}, {label}",
                required=False,
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        self.measures.append(outcome)

    def section_rows(self) -> list[dict[str, Any]]:
        """The sections with their bound field and the points at stake."""
        return [{"field": self[name], "criterion": one} for name, one in self.sections]

    def measure_rows(self) -> list[dict[str, Any]]:
        """The measures with their two bound fields."""
        return [
            {
                "outcome": one,
                "now": self[f"goal-{one.code}-now"],
                "goal": self[f"goal-{one.code}-goal"],
            }
            for one in self.measures
        ]

    def cleaned_sections(self) -> dict[str, str]:
        """Section code → text, in the shape that the verb takes."""
        return {one.code: self.cleaned_data[name] for name, one in self.sections}

    def cleaned_goals(self) -> dict[str, dict[str, str]]:
        """Measures of which at least one value was typed."""
        found = {}
        for one in self.measures:
            pair = {
                moment: self.cleaned_data[f"goal-{one.code}-{moment}"].replace(",", "").strip()
                for moment in ("now", "goal")
            }
            if any(pair.values()):
                found[one.code] = pair
        return found


class CostLineForm(PlainForm):
    """One item of cost."""

    category = forms.ChoiceField(label=_("Kind of cost"), required=False)
    item = forms.CharField(label=_("Item"), required=False, max_length=200)
    quantity = forms.IntegerField(
        label=_("Quantity"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "5"}),
    )
    unit_price = WonField(label=_("Price of one"), required=False)

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("Choose")), *categories]  # type: ignore[attr-defined]

    def is_blank(self) -> bool:
        """True for a row in which nothing was typed; such rows are not saved."""
        return not any(
            self.data.get(self.add_prefix(n)) for n in ("category", "item", "unit_price")
        )


class ShareForm(PlainForm):
    """What one layer pays in one kind."""

    amount = WonField(label=_("Amount"), required=False)

    def __init__(self, *args: Any, layer: str, kind: str, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layer, self.kind = layer, kind
        self.fields["amount"].label = label


class AddPersonForm(PlainForm):
    """A colleague who takes part."""

    person = forms.TypedChoiceField(
        label=_("Person"),
        coerce=UUID,
        error_messages={"required": _("Choose the person.")},
    )
    role = forms.ChoiceField(label=_("What the person may do"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        people: list[tuple[UUID, str]],
        roles: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["role"].initial = "editor"


class InvitePersonForm(PlainForm):
    """A colleague who has no account yet."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person gets a link, joins your firm as staff and can then be added here."),
    )


class SubmitForm(VersionForm):
    """The declaration under which an application is handed in."""

    declared = forms.BooleanField(
        label=_("What is written here is true and complete, and I may act for the firm."),
        error_messages={"required": _("Confirm the declaration to submit.")},
    )


class SheetForm(PlainForm):
    """A filled-in spreadsheet."""

    problem_fields = {"upload": "file"}

    file = forms.FileField(
        label=_("Filled-in spreadsheet"),
        error_messages={"required": _("Choose the file.")},
    )
