"""Pages of a draft: who may write, what is kept on refusal, and the way to submission."""

import io
from base64 import b64encode
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from midas.hub.accounts.models import Standing
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.tests.makers import upload
from midas.hub.programme.models import Application
from midas.hub.programme.services.spreadsheet import write_template
from midas.hub.programme.tests import makers
from midas.hub.programme.tests.browsing import browser, words_of

pytestmark = pytest.mark.django_db
STEPS = ("basics", "plan", "budget", "diagnosis", "documents", "people", "review")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: makers.NOW)


@pytest.fixture
def case() -> Application:
    """A draft that is filled completely, not yet submitted."""
    return makers.filled_draft()


@pytest.fixture
def owner(case: Application) -> Actor:
    """Who leads the draft."""
    return makers.lead_of(case)


@pytest.fixture
def client(owner: Actor) -> Client:
    """The lead's browser."""
    return browser(owner)


def url(case: Application, step: str) -> str:
    """The address of a step."""
    return reverse(f"programme:draft-{step}", args=[case.id])


def fresh(case: Application) -> Application:
    """The draft as it is saved now."""
    return Application.objects.get(id=case.id)


def basics(case: Application, **changes: Any) -> dict[str, Any]:
    """What the page of basics sends."""
    typed = {
        "version": case.version,
        "title": case.title,
        "current_level": case.current_level,
        "target_level": case.target_level,
        "supplier": str(case.supplier_id or ""),
        "go": "stay",
    }
    return typed | changes


def costs(case: Application, *prices: str, shares: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the budget page sends: one row per price, shares in the order of the page."""
    typed: dict[str, Any] = {"version": case.version, "lines-count": len(prices), "go": "stay"}
    for at, price in enumerate(prices):
        typed |= {
            f"lines-{at}-category": "software-licence",
            f"lines-{at}-item": f"항목 {at}",
            f"lines-{at}-quantity": "1",
            f"lines-{at}-unit_price": price,
        }
    return typed | {f"shares-{at}-amount": share for at, share in enumerate(shares)}


class TestWhoMayWrite:
    """Strangers find nothing, readers read, visitors sign in."""

    @pytest.mark.parametrize("step", STEPS)
    def test_a_visitor_signs_in(self, case: Application, step: str) -> None:
        response = browser().get(url(case, step))
        assert response.status_code == 302
        assert "login" in response.headers["Location"]

    @pytest.mark.parametrize("step", STEPS)
    def test_strangers_and_officers_find_no_draft(self, case: Application, step: str) -> None:
        stranger = makers.owner_of(makers.factory())
        assert browser(stranger).get(url(case, step)).status_code == 404
        assert browser(stranger).post(url(case, step), {}).status_code == 404
        assert browser(makers.agency_officer()).get(url(case, step)).status_code == 404

    @pytest.mark.parametrize("step", STEPS)
    def test_the_lead_opens_every_page(self, client: Client, case: Application, step: str) -> None:
        assert client.get(url(case, step)).status_code == 200

    def test_a_colleague_who_does_not_take_part_reads_only(self, case: Application) -> None:
        firm = people.Organisation.objects.get(id=case.applicant_id)
        colleague = browser(people.actor("adopter", "staff", of=firm))
        response = colleague.get(url(case, "plan"))
        assert response.headers["Location"] == reverse("programme:case-application", args=[case.id])
        assert colleague.post(url(case, "plan"), {}).status_code == 403

    def test_a_submitted_application_is_read_not_written(self) -> None:
        case = makers.filed()
        response = browser(makers.lead_of(case)).get(url(case, "plan"))
        assert response.headers["Location"] == reverse("programme:case-application", args=[case.id])


class TestBasics:
    """Title, levels, partners."""

    def test_saving_and_going_on(self, client: Client, case: Application) -> None:
        response = client.post(url(case, "basics"), basics(case, title="New title", go="next"))
        assert response.headers["Location"] == url(case, "plan")
        assert fresh(case).title == "New title"

    def test_autosave_answers_with_the_new_version(self, client: Client, case: Application) -> None:
        response = client.post(
            url(case, "basics"), basics(case, title="Typed"), headers={"X-Autosave": "1"}
        )
        assert response.json() == {"version": case.version + 1}

    def test_a_stale_form_keeps_what_was_typed_and_shows_both(
        self, client: Client, case: Application
    ) -> None:
        client.post(url(case, "basics"), basics(case, title="First"))
        stale = client.post(url(case, "basics"), basics(case, title="Second"))
        assert stale.status_code == 409
        text = words_of(stale)
        assert "Somebody else saved this page meanwhile" in text
        assert "First" in text
        assert b'value="Second"' in stale.content
        assert fresh(case).title == "First"
        version = stale.context["form"]["version"].value()
        again = client.post(url(case, "basics"), basics(case, title="Second", version=version))
        assert again.status_code == 302
        assert fresh(case).title == "Second"

    def test_a_stale_autosave_is_a_conflict(self, client: Client, case: Application) -> None:
        client.post(url(case, "basics"), basics(case, title="First"))
        response = client.post(
            url(case, "basics"), basics(case, title="Second"), headers={"X-Autosave": "1"}
        )
        assert response.status_code == 409
        assert fresh(case).title == "First"

    def test_an_unknown_level_is_refused(self, client: Client, case: Application) -> None:
        response = client.post(url(case, "basics"), basics(case, target_level="mid9"))
        assert response.status_code == 422
        assert fresh(case).target_level == case.target_level

    def test_a_barred_supplier_is_refused_with_reason_and_source(
        self, client: Client, case: Application
    ) -> None:
        other = people.organisation("supplier")
        Standing.objects.create(
            organisation=other,
            from_what="supply",
            from_day=people.LONG_AGO,
            reason="False invoices",
            source="Act Art. 20",
            recorded_at=makers.NOW,
        )
        response = client.post(
            url(case, "basics"), basics(case, supplier=str(other.id), title="Kept title")
        )
        assert response.status_code == 422
        assert "False invoices" in words_of(response)
        assert "Act Art. 20" in words_of(response)
        assert b'value="Kept title"' in response.content
        assert fresh(case).supplier_id == case.supplier_id

    def test_declarations_are_kept(self, client: Client, case: Application) -> None:
        client.post(url(case, "basics"), basics(case, **{"declared-new_firm": "on"}))
        assert fresh(case).declarations["new_firm"] is True


class TestPlan:
    """Texts and measures."""

    def test_sections_and_goals_are_saved(self, client: Client, case: Application) -> None:
        code = makers.profile().head.criteria[0].code
        typed = {
            "version": case.version,
            f"plan-{code}": "Because presses stand still.",
            "goal-oee-now": "60",
            "goal-oee-goal": "75",
        }
        assert client.post(url(case, "plan"), typed).status_code == 302
        assert fresh(case).plan[code] == "Because presses stand still."
        assert fresh(case).goals == {"oee": {"now": "60", "goal": "75"}}

    def test_a_goal_that_is_no_number_stays_in_its_field(
        self, client: Client, case: Application
    ) -> None:
        typed = {"version": case.version, "goal-oee-now": "60", "goal-oee-goal": "much better"}
        response = client.post(url(case, "plan"), typed)
        assert response.status_code == 422
        assert b'value="much better"' in response.content
        assert response.context["form"].errors["goal-oee-goal"]
        assert fresh(case).goals == case.goals


class TestBudget:
    """Rows, shares, rules."""

    def test_rows_and_shares_are_saved(self, client: Client, case: Application) -> None:
        typed = costs(case, "100,000,000", shares=("50,000,000", "", "50,000,000"))
        assert client.post(url(case, "budget"), typed).status_code == 302
        assert fresh(case).total_cost == 100_000_000
        held = {one.layer: one.amount for one in case.funding_shares.all()}
        assert held == {"state": 50_000_000, "own": 50_000_000}

    def test_a_share_above_the_cap_is_told_with_its_source(
        self, client: Client, case: Application
    ) -> None:
        typed = costs(case, "100,000,000", shares=("90,000,000", "", "10,000,000"))
        client.post(url(case, "budget"), typed)
        page = client.get(url(case, "budget"))
        assert "at most 50 % is allowed" in words_of(page)
        assert "Notice 2026-N-0100" in words_of(page)

    def test_the_usual_division_adds_up(self, client: Client, case: Application) -> None:
        client.post(url(case, "budget"), costs(case, "90,000,001") | {"go": "divide"})
        assert sum(one.amount for one in case.funding_shares.all()) == 90_000_001
        assert not client.get(url(case, "budget")).context["findings"]

    def test_an_unreadable_amount_keeps_every_row(self, client: Client, case: Application) -> None:
        response = client.post(url(case, "budget"), costs(case, "1,000", "a lot"))
        assert response.status_code == 422
        assert b"a lot" in response.content
        assert fresh(case).total_cost == case.total_cost

    def test_a_problem_stands_on_its_row(self, client: Client, case: Application) -> None:
        typed = costs(case, "1,000", "2,000") | {"lines-1-item": ""}
        response = client.post(url(case, "budget"), typed)
        assert response.status_code == 422
        assert response.context["lines"][1].errors["item"]
        assert not response.context["lines"][0].errors

    def test_rows_come_and_go_without_a_script(self, client: Client, case: Application) -> None:
        more = client.post(url(case, "budget"), costs(case, "1,000", "2,000") | {"go": "add"})
        assert len(client.get(more.headers["Location"]).context["lines"]) == 3
        case.refresh_from_db()
        client.post(url(case, "budget"), costs(case, "1,000", "2,000") | {"remove": "0"})
        assert [one.amount for one in case.budget_lines.all()] == [2_000]


class TestDiagnosis:
    """One area a page."""

    def test_answers_are_saved_and_the_next_area_opens(
        self, client: Client, case: Application
    ) -> None:
        form = makers.profile().questionnaires[0]
        first, second = form.areas[0].code, form.areas[1].code
        asked = [one for one in form.dimensions if one.area == first]
        typed = {f"answer-{one.code}": "4" for one in asked} | {"go": "next"}
        response = client.post(f"{url(case, 'diagnosis')}?part={first}", typed)
        assert response.headers["Location"].endswith(f"?part={second}")
        answers = case.diagnoses.get().answers
        assert answers[asked[0].code]["band"] == 4

    def test_the_result_is_drawn_and_completed(self, client: Client, case: Application) -> None:
        page = client.get(f"{url(case, 'diagnosis')}?part=result")
        assert page.context["outcome"].overall
        case.diagnoses.update(completed_at=None)
        response = client.post(f"{url(case, 'diagnosis')}?part=result")
        assert response.status_code == 302
        assert case.diagnoses.get().completed_at is not None

    def test_gaps_are_named_when_completing(self, client: Client, case: Application) -> None:
        case.diagnoses.update(answers={}, completed_at=None)
        response = client.post(f"{url(case, 'diagnosis')}?part=result")
        assert response.status_code == 422
        assert "is not answered yet" in words_of(response)


class TestDocuments:
    """Papers in and out."""

    def test_a_paper_is_added_downloaded_and_removed(
        self, client: Client, case: Application
    ) -> None:
        case.documents.filter(code="business-registration").delete()
        sent = {"code": "business-registration", "file": makers.upload("business-registration")}
        assert client.post(url(case, "documents"), sent).status_code == 302
        row = case.documents.get(code="business-registration", replaced_at=None)
        file = client.get(reverse("programme:document", args=[case.id, row.id]))
        assert b"".join(file.streaming_content).startswith(b"%PDF")
        assert "attachment" in file.headers["Content-Disposition"]
        client.post(url(case, "documents"), {"remove": str(row.id)})
        row.refresh_from_db()
        assert row.replaced_at is not None

    def test_a_disguised_file_is_refused_at_its_paper(
        self, client: Client, case: Application
    ) -> None:
        before = case.documents.count()
        sent = {"code": "business-registration", "file": upload("plan.pdf", b"MZ not a pdf at all")}
        response = client.post(url(case, "documents"), sent)
        assert response.status_code == 422
        assert "is not what its ending" in words_of(response)
        assert case.documents.count() == before

    def test_strangers_get_no_file(self, case: Application) -> None:
        row = case.documents.first()
        assert row is not None
        address = reverse("programme:document", args=[case.id, row.id])
        assert browser(makers.owner_of(makers.factory())).get(address).status_code == 404
        assert browser().get(address).status_code == 302

    def test_a_paper_that_is_a_table_has_a_template(
        self, client: Client, case: Application
    ) -> None:
        address = reverse("programme:paper-template", args=[case.id, "budget-sheet"])
        book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content)))
        assert book.worksheets[0].max_column == len(
            makers.profile().document("budget-sheet").columns
        )
        none = reverse("programme:paper-template", args=[case.id, "business-registration"])
        assert client.get(none).status_code == 404


class TestPeople:
    """Who works on it."""

    def test_a_colleague_is_added_and_removed(self, client: Client, case: Application) -> None:
        firm = people.Organisation.objects.get(id=case.applicant_id)
        colleague = people.actor("adopter", "staff", of=firm)
        sent = {"do": "add", "person": str(colleague.person), "role": "editor"}
        assert client.post(url(case, "people"), sent).status_code == 302
        assert browser(colleague).get(url(case, "plan")).status_code == 200
        client.post(url(case, "people"), {"do": "remove", "person": str(colleague.person)})
        assert case.participations.count() == 1

    def test_the_only_lead_stays(self, client: Client, case: Application, owner: Actor) -> None:
        response = client.post(url(case, "people"), {"do": "remove", "person": str(owner.person)})
        assert response.status_code == 422
        assert "Somebody must lead the application" in words_of(response)

    def test_a_stranger_cannot_be_added(self, client: Client, case: Application) -> None:
        sent = {"do": "add", "person": str(people.person().id), "role": "editor"}
        assert client.post(url(case, "people"), sent).status_code == 422

    def test_somebody_new_is_invited(self, client: Client, case: Application) -> None:
        sent = {"do": "invite", "email": "new.colleague@example.kr"}
        response = client.post(url(case, "people"), sent, follow=True)
        assert "The invitation to new.colleague@example.kr was sent." in words_of(response)


class TestReview:
    """The last page."""

    def test_submitting_asks_for_the_declaration(self, client: Client, case: Application) -> None:
        response = client.post(url(case, "review"), {"version": case.version})
        assert response.status_code == 422
        assert "Confirm the declaration to submit." in words_of(response)
        assert fresh(case).state == "draft"

    def test_submitting_leads_to_the_case(self, client: Client, case: Application) -> None:
        sent = {"version": case.version, "declared": "on"}
        response = client.post(url(case, "review"), sent)
        assert response.headers["Location"] == reverse("programme:case", args=[case.id])
        assert fresh(case).state == "submitted"

    def test_what_is_missing_links_to_its_place(self, client: Client, case: Application) -> None:
        Application.objects.filter(id=case.id).update(title="")
        page = client.get(url(case, "review"))
        assert "Give the project a title." in words_of(page)
        assert url(case, "basics").encode() in page.content
        sent = {"version": case.version, "declared": "on"}
        assert client.post(url(case, "review"), sent).status_code == 422
        assert fresh(case).state == "draft"

    def test_after_the_closing_time_nothing_is_taken(
        self, client: Client, case: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        late = case.lot.closes_at + timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: late)
        sent = {"version": case.version, "declared": "on"}
        response = client.post(url(case, "review"), sent)
        assert response.status_code == 422
        assert "This call is closed." in words_of(response)

    def test_korean_pages_speak_korean(self, owner: Actor, case: Application) -> None:
        text = words_of(browser(owner, "ko").get(url(case, "review")))
        assert "신청서 제출" in text


class TestSpreadsheet:
    """Applying with a workbook."""

    def address(self, case: Application, name: str = "sheet") -> str:
        """The page of the case's lot."""
        lot = case.lot
        return reverse(f"programme:{name}", args=[lot.call.notice_number, lot.serial])

    def test_the_workbook_of_the_lot_is_handed_out(self, client: Client, case: Application) -> None:
        content = b"".join(client.get(self.address(case, "sheet-template")).streaming_content)
        assert len(openpyxl.load_workbook(io.BytesIO(content)).worksheets) == 5
        assert browser().get(self.address(case, "sheet-template")).status_code == 302

    def test_faults_are_listed_by_cell_and_nothing_is_kept(
        self, client: Client, case: Application
    ) -> None:
        book = openpyxl.load_workbook(io.BytesIO(write_template(case.lot)))
        book["사업비"]["C2"] = "many"
        place = io.BytesIO()
        book.save(place)
        sent = {"file": SimpleUploadedFile("mine.xlsx", place.getvalue())}
        count = Application.objects.count()
        response = client.post(self.address(case), sent)
        assert response.status_code == 422
        assert any(one.get("cell") == "C2" for one in response.context["faults"])
        assert Application.objects.count() == count

    def test_a_file_that_is_no_workbook_is_told(self, client: Client, case: Application) -> None:
        response = client.post(self.address(case), {"file": upload("a.xlsx", b"no workbook")})
        assert response.status_code == 422
        assert response.context["faults"]

    def test_a_good_workbook_is_shown_and_then_becomes_a_draft(self) -> None:
        firm, lot = makers.factory(), makers.lot()
        site = people.workplace(firm)
        book = openpyxl.load_workbook(io.BytesIO(write_template(lot)))
        sheet = book["기본정보"]
        for row in sheet.iter_rows(min_row=2, max_col=2):
            if str(row[0].value).startswith("사업장"):
                row[1].value = site.name
            if str(row[0].value).startswith("과제명"):
                row[1].value = "프레스 관리"
        place = io.BytesIO()
        book.save(place)
        client = browser(makers.owner_of(firm))
        address = reverse("programme:sheet", args=[lot.call.notice_number, lot.serial])
        page = client.post(address, {"file": SimpleUploadedFile("mine.xlsx", place.getvalue())})
        assert page.status_code == 200, page.context["faults"]
        assert "프레스 관리" in words_of(page)
        assert not Application.objects.exists()
        kept = page.context["kept"]
        assert kept == b64encode(place.getvalue()).decode()
        response = client.post(address, {"kept": kept})
        case = Application.objects.get()
        assert response.headers["Location"] == url(case, "review")
        assert case.title == "프레스 관리"
