"""How sign-in by allauth meets this room: new people come through the verb, with a name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as AllauthSignUpForm
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from midas.hub.accounts.models import Person
from midas.hub.accounts.services.people import register_person
from midas.hub.kernel import clock
from midas.hub.kernel.actor import NOBODY, SYSTEM
from midas.hub.kernel.texts import language


class SignUpForm(AllauthSignUpForm):
    """E-mail address, password, and the name that others see."""

    field_order = ("name", "email", "phone", "password1", "password2")

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("As it stands in contracts."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class SignInAdapter(DefaultAccountAdapter):
    """Lets allauth register people through `register_person`."""

    def save_user(
        self,
        request: HttpRequest,
        user: Person,
        form: forms.Form,
        commit: bool = True,  # noqa: FBT001, FBT002  # as allauth calls it
    ) -> Person:
        """Register the person who filled in the sign-up form; the hand-made `user` is dropped."""
        data = form.cleaned_data
        card = register_person(
            email=data["email"],
            name=data["name"],
            phone=data.get("phone") or "",
            preferred_language=language(),
            password=data["password1"],
            by=NOBODY,
            now=clock.now(),
        )
        return Person.objects.get(pk=card.id)


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Registers people whom an identity provider vouches for; they have no password here."""

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> Person:
        """Take over name and e-mail address from the provider."""
        person: Person = sociallogin.user
        person.name = str(data.get("name") or data.get("last_name") or "")[:100]
        person.email = str(data.get("email") or "").lower()
        return person

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: forms.Form | None = None
    ) -> Person:
        """Register the person and keep the link to the provider's account."""
        data = form.cleaned_data if form else {}
        person: Person = sociallogin.user
        email = data.get("email") or person.email
        card = register_person(
            email=email,
            name=data.get("name") or person.name or email.partition("@")[0],
            preferred_language=language(),
            by=SYSTEM,
            now=clock.now(),
        )
        sociallogin.user = Person.objects.get(pk=card.id)
        sociallogin.save(request)
        return sociallogin.user
