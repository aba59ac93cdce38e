"""The pages of signing in wear our look, carry our words and lose nothing that is typed."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

pytestmark = pytest.mark.django_db
OPEN = ["login", "signup", "password/reset", "password/reset/done"]
SIGNED_IN = ["2fa", "2fa/totp/activate", "2fa/webauthn/add", "email", "password/change", "logout"]


@pytest.fixture
def person(client: Client) -> object:
    found = get_user_model()(email="kim@example.kr")
    found.set_password("a-long-word-1234")
    found.save()
    return found


@pytest.mark.parametrize("code", ["ko", "en"])
@pytest.mark.parametrize("address", OPEN)
def test_a_visitor_gets_the_page_in_our_frame(client: Client, address: str, code: str) -> None:
    client.cookies["django_language"] = code
    body = client.get(f"/accounts/{address}/").content.decode()
    assert 'class="entrance"' in body
    assert body.count("<h1>") == 1
    assert "ui/css/tokens.css" in body


@pytest.mark.parametrize("address", SIGNED_IN)
def test_a_person_gets_the_page_in_our_frame(client: Client, person: object, address: str) -> None:
    signed = {"login": "kim@example.kr", "password": "a-long-word-1234"}
    assert client.post("/accounts/login/", signed).status_code == 302
    answer = client.get(f"/accounts/{address}/", follow=True)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "site-header" in body
    assert body.count("<h1>") == 1
    assert "/accounts/logout/" in body


def test_a_wrong_password_is_said_at_the_top_and_the_address_stays(
    client: Client, person: object
) -> None:
    client.cookies["django_language"] = "en"
    body = client.post(
        "/accounts/login/", {"login": "kim@example.kr", "password": "wrong"}
    ).content.decode()
    assert 'class="summary"' in body
    assert 'value="kim@example.kr"' in body


def test_the_sign_in_page_keeps_where_one_wanted_to_go(client: Client) -> None:
    body = client.get("/accounts/login/?next=/ui/").content.decode()
    assert '<input type="hidden" name="next" value="/ui/">' in body
