"""Demo mode: continue as somebody, move the clock; and nothing of it outside the demonstration."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from midas.hub.accounts.models import Person
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.ids import new_id
from midas.hub.programme.tests.browsing import browser, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_clock(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.DEMO = True


def persona(mailbox: str = "owner001", kind: str = "adopter", role: str = "owner") -> Person:
    """A made-up person of the cast."""
    one = people.person("김서준", is_demo=True, email=f"{mailbox}@demo.invalid")
    people.membership(one, people.organisation(kind, is_demo=True), role)
    return one


def test_outside_the_demonstration_there_is_nothing(settings: Any) -> None:
    one = persona()
    settings.DEMO = False
    client = browser()
    assert client.get(reverse("site:demo")).status_code == 404
    assert client.post(reverse("site:continue-as", args=[one.id])).status_code == 404
    assert client.post(reverse("site:demo-clock"), {"days": "7"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert not (settings.DATA / "demo-clock").exists()
    assert reverse("site:demo") not in client.get("/").content.decode()


def test_the_page_offers_everybody_of_the_cast_who_is_there() -> None:
    client = browser()
    assert "is not loaded" in words_of(client.get(reverse("site:demo")))
    one, other = persona(), persona("expert01", "assessor_body", "expert")
    page = client.get(reverse("site:demo"))
    said = words_of(page)
    assert "the owner of a press shop in Changwon" in said
    assert "a private expert" in said
    assert "an officer of the city of Changwon" not in said
    for who in (one, other):
        assert reverse("site:continue-as", args=[who.id]) in page.content.decode()
    korean = words_of(browser(language="ko").get(reverse("site:demo")))
    assert "a private expert" not in korean


def test_continuing_as_somebody_signs_in_with_their_organisation() -> None:
    one, client = persona(), browser()
    url = reverse("site:continue-as", args=[one.id])
    assert client.get(url).status_code == 405
    answer = client.post(url)
    assert (answer.status_code, answer["Location"]) == (302, reverse("site:work"))
    page = client.get(reverse("site:work"))
    assert (page.context["actor"].person, page.context["actor"].kind) == (one.id, "adopter")
    other = persona("expert01", "assessor_body", "expert")
    client.post(reverse("site:continue-as", args=[other.id]))
    page = client.get(reverse("site:work"))
    assert page.context["actor"].person == other.id


def test_real_inactive_and_unknown_people_are_nobody_to_continue_as() -> None:
    real = people.person(email="owner001x@demo.invalid")
    gone = persona("officer1", "agency", "officer")
    Person.objects.filter(id=gone.id).update(is_active=False)
    client = browser()
    for person in (real.id, gone.id, new_id()):
        assert client.post(reverse("site:continue-as", args=[person])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_clock_goes_on_by_an_offered_step() -> None:
    client, before = browser(), clock.today()
    url = reverse("site:demo-clock")
    assert client.get(url).status_code == 405
    for days, ahead in (("7", 7), ("30", 37), ("1", 38)):
        answer = client.post(url, {"days": days})
        assert (answer.status_code, clock.days_ahead()) == (302, ahead)
    assert (clock.today() - before).days in (38, 39)  # a test may run over midnight
    page = client.get(reverse("site:demo"))
    assert "38 days ahead of the calendar" in words_of(page)
    assert f"It is now {clock.today().isoformat()}." in words_of(page)


@pytest.mark.parametrize("days", ["", "0", "-7", "-1", "2", "365", "7.0", "٧", "seven"])
def test_the_clock_knows_no_other_step_and_never_goes_back(days: str) -> None:
    clock.move_on(30)
    assert browser().post(reverse("site:demo-clock"), {"days": days}).status_code == 404
    assert clock.days_ahead() == 30


def test_forms_of_strange_pages_move_nothing() -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("site:demo-clock"), {"days": "7"}).status_code == 403
    url = reverse("site:continue-as", args=[persona().id])
    assert client.post(url).status_code == 403
    assert clock.days_ahead() == 0
