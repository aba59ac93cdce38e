"""Pages of a case and the list of cases: who sees what, and that lists stay cheap."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.programme.models import Application
from midas.hub.programme.services.application import return_application
from midas.hub.programme.tests import makers
from midas.hub.programme.tests.browsing import browser, words_of
from midas.hub.programme.views.conditions import condition

pytestmark = pytest.mark.django_db
PAGES = (
    "case",
    "case-application",
    "case-assessment",
    "case-project",
    "case-money",
    "case-history",
    "case-print",
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: makers.NOW)


@pytest.fixture
def case() -> Application:
    """A submitted application."""
    return makers.application("submitted")


def address(case: Application, name: str = "case") -> str:
    """A page of the case."""
    return reverse(f"programme:{name}", args=[case.id])


class TestWhoSees:
    """Strangers find nothing; everybody with a part reads."""

    @pytest.mark.parametrize("name", PAGES)
    def test_visitors_sign_in_and_strangers_find_nothing(
        self, case: Application, name: str
    ) -> None:
        assert browser().get(address(case, name)).status_code == 302
        stranger = makers.owner_of(makers.factory())
        assert browser(stranger).get(address(case, name)).status_code == 404
        supplier = people.actor("supplier", of=case.supplier)
        assert browser(supplier).get(address(case, name)).status_code == 404

    @pytest.mark.parametrize("name", PAGES)
    def test_the_firm_and_the_officer_read(self, case: Application, name: str) -> None:
        assert browser(makers.lead_of(case)).get(address(case, name)).status_code == 200
        assert browser(makers.agency_officer()).get(address(case, name)).status_code == 200

    def test_the_city_and_the_techno_park_of_the_area_read(self, case: Application) -> None:
        assert browser(makers.city_officer()).get(address(case)).status_code == 200
        park = people.actor("techno_park", of=case.techno_park)
        assert browser(park).get(address(case)).status_code == 200
        other = people.region("48170", name="진주시", parent=people.changwon().parent)
        assert browser(makers.city_officer(other)).get(address(case)).status_code == 404

    def test_a_draft_is_the_firms_own(self) -> None:
        draft = makers.application("draft")
        assert browser(makers.agency_officer()).get(address(draft)).status_code == 404
        assert browser(makers.lead_of(draft)).get(address(draft)).status_code == 200


class TestStory:
    """State and next step on top."""

    def test_the_officer_is_told_that_it_is_their_turn(self, case: Application) -> None:
        officer = browser(makers.agency_officer()).get(address(case))
        assert officer.context["standing"].is_mine
        assert "Your turn" in words_of(officer)
        firm = browser(makers.lead_of(case)).get(address(case))
        assert not firm.context["standing"].is_mine
        assert "Waiting for the agency" in words_of(firm)

    def test_buttons_are_those_of_the_actor(self, case: Application) -> None:
        officer = browser(makers.agency_officer()).get(address(case))
        firm = browser(makers.lead_of(case)).get(address(case))
        assert "confirm_eligibility" in {one.verb for one in officer.context["buttons"]}
        assert "confirm_eligibility" not in {one.verb for one in firm.context["buttons"]}

    def test_a_returned_case_asks_the_firm_with_reason_and_day(self) -> None:
        case = makers.filed()
        return_application(
            application=case.id,
            reason="The budget sheet is of last year.",
            by=makers.agency_officer(),
            now=makers.NOW,
        )
        page = browser(makers.lead_of(case)).get(address(case))
        text = words_of(page)
        assert "The budget sheet is of last year." in text
        assert "Correct the application" in text
        assert page.context["standing"].due > clock.today()

    def test_the_result_is_hidden_from_the_firm_before_the_decision(self) -> None:
        case = makers.application("assessed", track="improve", tier="advanced")
        firm = words_of(browser(makers.lead_of(case)).get(address(case, "case-assessment")))
        assert "The result is shown once the selection is decided." in firm

    def test_the_page_of_the_application_shows_verdicts_with_sources(self) -> None:
        case = makers.filed()
        text = words_of(browser(makers.agency_officer()).get(address(case, "case-application")))
        terms = makers.profile().line("state-upgrade").versions[0]
        assert condition(terms.rules[0], makers.profile()) in text
        assert "No problem" in text

    def test_the_korean_page_speaks_korean(self, case: Application) -> None:
        text = words_of(browser(makers.lead_of(case), "ko").get(address(case)))
        assert "주요 정보" in text
        assert "Key facts" not in text


class TestList:
    """Filters, paging, export."""

    def many(self, count: int, **fields: Any) -> list[Application]:
        """Submitted applications in one lot."""
        lot = makers.lot()
        return [
            makers.application("submitted", lot=lot, is_complete=False, **fields)
            for _ in range(count)
        ]

    def test_everybody_sees_their_own_cases(self, case: Application) -> None:
        own = browser(makers.lead_of(case)).get("/cases/")
        assert [row["case"].id for row in own.context["rows"]] == [case.id]
        other = browser(makers.owner_of(makers.factory())).get("/cases/")
        assert other.context["rows"] == []
        assert "You have no application yet." in words_of(other)
        assert browser().get("/cases/").status_code == 302

    def test_filters_narrow_and_stay_in_the_address(self, case: Application) -> None:
        makers.application("eligible")
        client = browser(makers.agency_officer())
        page = client.get("/cases/?state=submitted")
        assert [row["case"].id for row in page.context["rows"]] == [case.id]
        assert b"cases/export.csv?state=submitted" in page.content
        mine = client.get("/cases/?mine=on")
        assert [row["case"].id for row in mine.context["rows"]] == [case.id]
        found = client.get(f"/cases/?q={case.applicant_name}")
        assert case.id in [row["case"].id for row in found.context["rows"]]
        none = client.get("/cases/?q=nobody-like-that")
        assert "No case fits these filters." in words_of(none)

    def test_pages_by_key_from_first_to_last(self) -> None:
        self.many(3)
        client = browser(makers.agency_officer())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("midas.hub.programme.views.case_list.SIZE", 2)
            first = client.get("/cases/").context["page"]
            last = client.get("/cases/?page=last").context["page"]
            second = client.get(f"/cases/?page={first.after}").context["page"]
        assert len(first.rows) == 2
        assert [one.id for one in second.rows] == [one.id for one in last.rows][-1:]

    def test_a_wrong_page_address_is_refused(self, case: Application) -> None:
        assert browser(makers.agency_officer()).get("/cases/?page=@@").status_code == 422

    def test_the_list_costs_the_same_queries_for_many_cases(
        self, django_assert_num_queries: Any
    ) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.many(2)
        client = browser(makers.agency_officer())
        client.get("/cases/")
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get("/cases/")
        self.many(6)
        with CaptureQueriesContext(connection) as more:
            client.get("/cases/")
        assert len(more) == len(few)

    def test_the_export_has_the_same_rows_as_the_list(self, case: Application) -> None:
        makers.application("eligible")
        client = browser(makers.agency_officer())
        response = client.get("/cases/export.csv?state=submitted")
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[0][0] == "Number"
        assert [row[0] for row in rows[1:]] == [case.number]
        book = openpyxl.load_workbook(
            io.BytesIO(b"".join(client.get("/cases/export.xlsx").streaming_content))
        )
        assert book.worksheets[0].max_row == 3

    def test_the_export_holds_no_formula(self) -> None:
        makers.application("submitted", applicant_name="=HYPERLINK(1)")
        client = browser(makers.agency_officer())
        text = b"".join(client.get("/cases/export.csv").streaming_content).decode()
        assert "'=HYPERLINK(1)" in text
        assert ",=HYPERLINK" not in text

    def test_a_stranger_exports_nothing(self, case: Application) -> None:
        client = browser(makers.owner_of(makers.factory()))
        text = b"".join(client.get("/cases/export.csv").streaming_content).decode()
        assert case.number not in text
        assert browser().get("/cases/export.xlsx").status_code == 302

    def test_due_cases_come_first(self, case: Application) -> None:
        day = clock.today()
        Application.objects.filter(id=case.id).update(due_on=day + timedelta(days=9))
        soon = makers.application("submitted", due_on=day + timedelta(days=2))
        page = browser(makers.agency_officer()).get("/cases/?sort=due")
        assert [row["case"].id for row in page.context["rows"]] == [soon.id, case.id]


def test_a_case_page_costs_a_bounded_number_of_queries(
    case: Application, django_assert_max_num_queries: Any
) -> None:
    client = browser(makers.agency_officer())
    client.get(address(case))
    with django_assert_max_num_queries(45):
        client.get(address(case))


def test_an_actor_without_an_organisation_sees_no_case(case: Application) -> None:
    lonely = people.person()
    actor = Actor(person=lonely.id)
    assert browser(actor).get(address(case)).status_code == 404
