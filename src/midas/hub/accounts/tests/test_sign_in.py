"""Signing up and in: through our verb, by e-mail address, without telling who is registered."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from midas.hub.accounts.models import Person
from midas.hub.accounts.sign_in import IdentityAdapter
from midas.hub.accounts.tests import makers
from midas.hub.kernel.models import Fact
from midas.hub.site.settings.identity import providers_from

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "박세나",
    "email": "Sena@Example.kr",
    "password1": makers.PASSWORD,
    "password2": makers.PASSWORD,
}


@pytest.fixture(autouse=True)
def empty_cache() -> Any:
    """Rate limits count in the cache."""
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, email: str, password: str = makers.PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_newcomer_signs_up_and_goes_on_to_register_the_firm() -> None:
    client = Client()
    answer = client.post(reverse("account_signup"), TYPED)
    assert answer.headers["Location"] == reverse("accounts:register-organisation")
    person = Person.objects.get()
    assert (person.email, person.name) == ("sena@example.kr", "박세나")
    assert Fact.objects.get(kind="accounts.person_registered").subject == person.id
    assert client.get(reverse("accounts:api-me")).json()["person"] == str(person.id)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"email": "x"}, {"password1": "12345678", "password2": "12345678"}],
)
def test_a_wrong_sign_up_registers_nobody(wrong: dict[str, str]) -> None:
    answer = Client().post(reverse("account_signup"), TYPED | wrong)
    assert answer.status_code == 200
    assert not Person.objects.exists()


def test_sign_in_is_by_e_mail_address_in_any_capitals() -> None:
    person = makers.person(email="sena@example.kr", password=makers.PASSWORD)
    client = Client()
    assert sign_in(client, "SENA@example.kr").status_code == 302
    assert client.session["_auth_user_id"] == str(person.id)
    person.is_active = False
    person.save()
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_nobody_learns_who_is_registered(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    makers.person(email="sena@example.kr", password=makers.PASSWORD)
    known = Client().post(reverse("account_signup"), TYPED)
    new = Client().post(reverse("account_signup"), TYPED | {"email": "new@example.kr"})
    assert (known.status_code, known.headers["Location"]) == (
        new.status_code,
        new.headers["Location"],
    )
    assert Person.objects.count() == 2
    cache.clear()
    wrong = [sign_in(Client(), who, "wrong") for who in ("sena@example.kr", "nobody@example.kr")]
    texts = [a.content.decode().replace("nobody", "sena") for a in wrong]
    assert [a.status_code for a in wrong] == [200, 200]
    assert len(set(map(len, texts))) == 1
    asked = [
        Client().post(reverse("account_reset_password"), {"email": who})
        for who in ("sena@example.kr", "nobody@example.kr")
    ]
    assert len({(a.status_code, a.headers["Location"]) for a in asked}) == 1


def test_outside_the_demonstration_a_mailed_code_confirms_the_address(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    client = Client()
    answer = client.post(reverse("account_signup"), TYPED)
    assert "_auth_user_id" not in client.session
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    code = re.search(r"^\s*([0-9A-Z-]{6,9})\s*$", mail.outbox[0].body, re.MULTILINE)
    assert code, mail.outbox[0].body
    client.post(answer.headers["Location"], {"code": "WRONG1"})
    assert "_auth_user_id" not in client.session
    client.post(answer.headers["Location"], {"code": code[1]})
    assert client.session["_auth_user_id"] == str(Person.objects.get().id)


def test_guessing_a_password_is_stopped() -> None:
    makers.person(email="sena@example.kr", password=makers.PASSWORD)
    client = Client()
    for _ in range(10):
        sign_in(client, "sena@example.kr", "wrong")
    assert sign_in(client, "sena@example.kr").status_code != 302
    assert "_auth_user_id" not in client.session


def test_a_one_time_code_is_asked_after_the_password() -> None:
    person = makers.person(email="sena@example.kr", password=makers.PASSWORD)
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    client = Client()
    assert sign_in(client, person.email).headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(person.id)
    other = Client()
    sign_in(other, person.email)
    row = Authenticator.objects.get(user=person, type="recovery_codes")
    other.post(reverse("mfa_authenticate"), {"code": row.wrap().get_unused_codes()[0]})
    assert other.session["_auth_user_id"] == str(person.id)


@pytest.mark.parametrize(
    "name",
    [
        *("account_login", "account_signup", "account_reset_password", "account_email"),
        *("account_change_password", "mfa_index", "socialaccount_connections"),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pages_of_sign_in_open_without_inline_script_or_style(name: str, language: str) -> None:
    client = Client()
    if name not in ("account_login", "account_signup", "account_reset_password"):
        client.force_login(makers.person(password=makers.PASSWORD))
    answer = client.get(reverse(name), headers={"accept-language": language})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert " style=" not in text
    assert "onclick" not in text


def test_an_identity_provider_makes_a_person_without_a_password() -> None:
    request = RequestFactory().get("/")
    request.session = Client().session
    login = SocialLogin(user=Person(), account=SocialAccount(provider="any-id", uid="7"))
    adapter = IdentityAdapter()
    data = {"name": "정다섯", "email": "Five@example.kr"}
    adapter.populate_user(request, login, data)
    person = adapter.save_user(request, login)
    assert (person.name, person.email) == ("정다섯", "five@example.kr")
    assert not person.has_usable_password()
    assert SocialAccount.objects.get().user_id == person.id
    assert Fact.objects.filter(kind="accounts.person_registered").count() == 1


def test_identity_providers_come_from_the_environment() -> None:
    found = providers_from(
        {
            "MIDAS_OIDC_ANY_ID_CLIENT_ID": "midas",
            "MIDAS_OIDC_ANY_ID_SECRET": "s",
            "MIDAS_OIDC_ANY_ID_SERVER_URL": "https://id.example.kr",
            "MIDAS_OIDC_ANY_ID_LABEL": "애니아이디",
            "PATH": "/bin",
        }
    )
    (one,) = found
    assert (one["provider_id"], one["name"], one["client_id"]) == ("any-id", "애니아이디", "midas")
    assert one["settings"]["server_url"] == "https://id.example.kr"
    assert providers_from({"MIDAS_OIDC_X_SECRET": ""}) == []
    with pytest.raises(ValueError, match="MIDAS_OIDC_X_CLIENT_ID is missing"):
        providers_from({"MIDAS_OIDC_X_SECRET": "s"})


def test_a_reset_link_is_mailed() -> None:
    makers.person(email="sena@example.kr", password=makers.PASSWORD)
    Client().post(reverse("account_reset_password"), {"email": "sena@example.kr"})
    assert mail.outbox[0].to == ["sena@example.kr"]


def test_the_page_of_sign_in_offers_the_identity_providers(settings: Any) -> None:
    apps = providers_from(
        {
            "MIDAS_OIDC_ANY_ID_CLIENT_ID": "midas",
            "MIDAS_OIDC_ANY_ID_SECRET": "s",
            "MIDAS_OIDC_ANY_ID_SERVER_URL": "https://id.example.kr",
            "MIDAS_OIDC_ANY_ID_LABEL": "애니아이디",
        }
    )
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    text = Client().get(reverse("account_login")).content.decode()
    assert "애니아이디" in text
    assert "/oidc/any-id/login/" in text
