"""What people type into the pages of this room; the rules are the verbs'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from midas.hub.accounts import queries
from midas.hub.accounts.models import Organisation, Role
from midas.hub.accounts.policies import SELF_REGISTERED
from midas.hub.accounts.rules.firms import FIRM_ROLES, is_firm
from midas.hub.accounts.scopes import declared_scopes
from midas.hub.kernel import clock, texts
from midas.hub.ui.forms import BusinessNumberField, DayField, PlainForm


class ProfileForm(PlainForm):
    """A person's own details."""

    name = forms.CharField(label=_("Name"), max_length=100)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    preferred_language = forms.ChoiceField(
        label=_("Language of notices"), choices=[("ko", "한국어"), ("en", "English")]
    )


class PlaceForm(PlainForm):
    """Fields that offer today's regions and industries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", _("Please choose"))]
        regions = [*nothing, *queries.region_choices(clock.today())]
        self.fields["region_id"].choices = regions  # type: ignore[attr-defined]  # a ChoiceField
        industries = [*nothing, *queries.industry_choices()]
        self.fields["industry_code"].choices = industries  # type: ignore[attr-defined]  # as well


class OrganisationForm(PlaceForm):
    """Details of an organisation that may change."""

    problem_fields = {"region": "region_id"}

    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    representative = forms.CharField(label=_("Representative"), max_length=100, required=False)
    size_class = forms.ChoiceField(
        label=_("Size"),
        required=False,
        choices=[("", _("Please choose")), *Organisation.SizeClass.choices],
    )
    employees = forms.IntegerField(
        label=_("Employees"), min_value=0, max_value=1_000_000, required=False
    )
    founded_on = DayField(label=_("Founded on"), required=False)
    industry_code = forms.ChoiceField(
        label=_("Industry"), required=False, help_text=_("The main product decides.")
    )
    region_id = forms.ChoiceField(label=_("City, county or district"))
    address = forms.CharField(label=_("Address"), max_length=300)


class OperatorForm(OrganisationForm):
    """The same for the agency, which also confirms what a firm has shown."""

    tax_cleared_until = DayField(
        label=_("Tax clearance until"),
        required=False,
        help_text=_("The last day on the certificates of national and local tax."),
    )
    closed_on = DayField(label=_("Business closed on"), required=False)


class RegistrationForm(OrganisationForm):
    """A new organisation."""

    field_order = (
        *("kind", "business_number", "name", "region_id", "address", "first_workplace"),
        *("industry_code", "size_class", "employees", "founded_on", "representative", "name_en"),
    )

    kind = forms.ChoiceField(
        label=_("What are you?"),
        widget=forms.RadioSelect,
        choices=[c for c in Organisation.Kind.choices if c[0] in SELF_REGISTERED],
        initial="adopter",
    )
    business_number = BusinessNumberField(
        label=_("Business registration number"),
        help_text=_("Ten digits from the registration certificate."),
    )
    corporate_number = forms.CharField(
        label=_("Corporate registration number"), max_length=20, required=False
    )
    first_workplace = forms.CharField(
        label=_("Name of the factory at this address"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty if the factory stands elsewhere; you can add it afterwards."),
    )


class WorkplaceForm(PlaceForm):
    """A new site."""

    problem_fields = {"region": "region_id"}

    name = forms.CharField(label=_("Name of the workplace"), max_length=200)
    region_id = forms.ChoiceField(label=_("City, county or district"))
    address = forms.CharField(label=_("Address"), max_length=300)
    industry_code = forms.ChoiceField(
        label=_("Industry"), required=False, help_text=_("Empty: as the organisation.")
    )
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)


class InvitationForm(PlainForm):
    """An offer of a role."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [c for c in Role.choices if not is_firm(kind) or c[0] in FIRM_ROLES]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # a ChoiceField


class TokenForm(PlainForm):
    """A new API token."""

    name = forms.CharField(label=_("What is it for?"), max_length=100)
    organisation_id = forms.ChoiceField(label=_("Acts for"), required=False)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, initial=90)

    problem_fields = {"organisation": "organisation_id"}

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*organisations, ("", _("Only myself"))]
        self.fields["organisation_id"].choices = choices  # type: ignore[attr-defined]
        scopes = [(name, texts.in_language(sentence)) for name, sentence in declared_scopes()]
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]


class InboxFilter(PlainForm):
    """Which notices to show."""

    show = forms.ChoiceField(
        label=_("Notices"),
        required=False,
        choices=[("", _("All")), ("unread", _("Unread")), ("due", _("With a deadline"))],
    )
