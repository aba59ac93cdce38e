"""Pages of calls: what is open to whom, and how an application begins."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.programme.models import Application, Lot
from midas.hub.programme.tests import makers
from midas.hub.programme.tests.browsing import browser, words_of
from midas.hub.programme.views.conditions import SENTENCES, condition

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: makers.NOW)


@pytest.fixture
def lot() -> Lot:
    """An open lot of the state line."""
    return makers.lot(title={"ko": "정부형 고도화", "en": "State upgrade"})


@pytest.fixture
def owner() -> Actor:
    """The owner of a factory with one site."""
    firm = makers.factory()
    people.workplace(firm)
    return makers.owner_of(firm)


def address(lot: Lot, name: str = "lot") -> str:
    """The address of a page of a lot."""
    return reverse(f"programme:{name}", args=[lot.call.notice_number, lot.serial])


def test_anybody_reads_the_calls_in_both_languages(lot: Lot) -> None:
    english = words_of(browser().get("/calls/"))
    korean = words_of(browser(language="ko").get("/calls/"))
    assert "State upgrade" in english
    assert "KRW 200,000,000" in english
    assert "정부형 고도화" in korean
    assert "2억 원" in korean


def test_calls_stand_under_their_phase() -> None:
    now = makers.NOW
    makers.lot(title={"ko": "나중", "en": "Later one"}, opens_at=now + DAY, closes_at=now + 9 * DAY)
    makers.lot(title={"ko": "이전", "en": "Over"}, opens_at=now - 9 * DAY, closes_at=now - DAY)
    response = browser().get("/calls/")
    assert [one.title for one in response.context["soon"]] == ["Later one"]
    assert [one.title for one in response.context["closed"]] == ["Over"]
    assert response.context["open"] == []


@pytest.mark.parametrize(
    ("query", "count"),
    [("path=state", 1), ("path=region", 0), ("q=upgrade", 1), ("q=nothing-like-it", 0)],
)
def test_a_filter_is_an_address(lot: Lot, query: str, count: int) -> None:
    response = browser().get(f"/calls/?{query}")
    assert response.context["found"] == count
    assert response.status_code == 200


def test_a_wrong_filter_shows_everything(lot: Lot) -> None:
    assert browser().get("/calls/?region=nonsense&path=x").context["found"] == 1


def test_the_list_of_calls_costs_the_same_queries_for_many_lots(
    django_assert_max_num_queries: object,
) -> None:
    makers.lot()
    client = browser()
    client.get("/calls/")
    for _ in range(6):
        makers.lot()
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get("/calls/")


def test_a_lot_page_names_rules_papers_and_sources(lot: Lot) -> None:
    text = words_of(browser().get(address(lot)))
    terms = makers.profile().line("state-upgrade").versions[0]
    assert condition(terms.rules[0], makers.profile()) in text
    assert makers.profile().document("project-plan").name.en in text
    assert "Basis:" in text
    assert "Sign in and apply" in text


def test_every_rule_of_the_profile_is_said_as_a_condition_in_both_languages() -> None:
    profile = makers.profile()
    for line in profile.lines:
        for rule in (rule for version in line.versions for rule in version.rules):
            assert type(rule) in SENTENCES
            with translation.override("en"):
                english = condition(rule, profile)
            with translation.override("ko"):
                assert condition(rule, profile) != english
            assert "%(" not in english


def test_terms_without_a_source_are_marked() -> None:
    makers.lot("autonomous")
    assert "not confirmed by a published source" in words_of(browser().get("/calls/"))


def test_an_unknown_lot_is_not_found() -> None:
    assert browser().get("/calls/2026-N-0000/1/").status_code == 404


def test_a_notice_with_one_lot_leads_to_it(lot: Lot) -> None:
    response = browser().get(f"/calls/{lot.call.notice_number}/")
    assert response.headers["Location"] == address(lot)


def test_a_notice_with_two_lots_lists_them(lot: Lot) -> None:
    makers.lot(of=lot.call, serial=2, title={"ko": "둘째", "en": "Second lot"})
    text = words_of(browser().get(f"/calls/{lot.call.notice_number}/"))
    assert "State upgrade" in text
    assert "Second lot" in text


def test_a_visitor_signs_in_before_applying(lot: Lot) -> None:
    response = browser().get(address(lot, "start"))
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_the_owner_starts_a_draft_for_the_site(lot: Lot, owner: Actor) -> None:
    client = browser(owner)
    site = people.Workplace.objects.get(organisation=owner.organisation)
    response = client.post(address(lot, "start"), {"workplace": str(site.id)})
    case = Application.objects.get()
    assert response.headers["Location"] == reverse("programme:draft-basics", args=[case.id])
    again = client.post(address(lot, "start"), {"workplace": str(site.id)})
    assert again.headers["Location"] == response.headers["Location"]
    assert Application.objects.count() == 1


def test_starting_without_a_choice_says_so(lot: Lot, owner: Actor) -> None:
    people.workplace(people.Organisation.objects.get(id=owner.organisation))
    response = browser(owner).post(address(lot, "start"), {})
    assert response.status_code == 422
    assert "Choose the factory." in words_of(response)
    assert not Application.objects.exists()


def test_a_closed_lot_takes_nothing_and_says_why(owner: Actor) -> None:
    lot = makers.lot(opens_at=makers.NOW - 9 * DAY, closes_at=makers.NOW - DAY)
    client = browser(owner)
    site = people.Workplace.objects.get(organisation=owner.organisation)
    response = client.post(address(lot, "start"), {"workplace": str(site.id)})
    assert response.status_code == 422
    assert "This call is closed." in words_of(response)
    assert "Applications were taken until" in words_of(client.get(address(lot)))


def test_another_firms_site_cannot_be_chosen(lot: Lot, owner: Actor) -> None:
    foreign = people.workplace(makers.factory())
    response = browser(owner).post(address(lot, "start"), {"workplace": str(foreign.id)})
    assert response.status_code == 422
    assert not Application.objects.exists()


def test_an_officer_is_told_who_applies(lot: Lot) -> None:
    text = words_of(browser(makers.agency_officer()).get(address(lot)))
    assert "Applications are made by owners and staff" in text


class TestLots:
    """The officers' list and its verbs."""

    def test_firms_and_visitors_stay_out(self, lot: Lot, owner: Actor) -> None:
        assert browser().get("/lots/").status_code == 302
        assert browser(owner).get("/lots/").status_code == 403
        assert browser(owner).get(f"/lots/{lot.id}/extend/").status_code == 403
        assert browser(owner).post(f"/lots/{lot.id}/cancel/", {"reason": "x"}).status_code == 403

    def test_an_officer_sees_what_can_be_done(self, lot: Lot) -> None:
        text = words_of(browser(makers.agency_officer()).get("/lots/"))
        assert "Extend" in text
        assert "Close the lot" not in text

    def test_extending_moves_the_closing_time(self, lot: Lot) -> None:
        client = browser(makers.agency_officer())
        typed = {"closes_on": "2026-05-29", "closes_time": "18:00"}
        assert client.post(f"/lots/{lot.id}/extend/", typed).status_code == 302
        lot.refresh_from_db()
        assert clock.today(lot.closes_at).isoformat() == "2026-05-29"

    def test_an_earlier_day_is_refused_and_kept(self, lot: Lot) -> None:
        client = browser(makers.agency_officer())
        typed = {"closes_on": "2026-03-01", "closes_time": "18:00"}
        response = client.post(f"/lots/{lot.id}/extend/", typed)
        assert response.status_code == 422
        assert "can only be moved later" in words_of(response)
        assert b'value="2026-03-01"' in response.content

    def test_cancelling_asks_for_the_reason(self, lot: Lot) -> None:
        client: Client = browser(makers.agency_officer())
        assert client.post(f"/lots/{lot.id}/cancel/", {"reason": ""}).status_code == 422
        assert client.post(f"/lots/{lot.id}/cancel/", {"reason": "Money cut"}).status_code == 302
        lot.refresh_from_db()
        assert lot.state == "cancelled"


class TestNominations:
    """What a local government sees."""

    def test_only_local_governments(self, owner: Actor) -> None:
        assert browser().get("/nominations/").status_code == 302
        assert browser(owner).get("/nominations/").status_code == 403

    def test_the_city_sees_its_factories_with_the_places_left(self) -> None:
        lot = makers.lot("region-special", quotas={people.changwon(): 6})
        case = makers.application("eligible", lot=lot)
        text = words_of(browser(makers.city_officer()).get("/nominations/"))
        assert case.applicant_name in text
        assert "0 of 6 nominated, 6 left" in text

    def test_another_city_sees_nothing_of_it(self) -> None:
        lot = makers.lot("region-special", quotas={people.changwon(): 6})
        case = makers.application("eligible", lot=lot)
        other = people.region("48170", name="진주시", parent=people.changwon().parent)
        text = words_of(browser(makers.city_officer(other)).get("/nominations/"))
        assert case.applicant_name not in text
