"""Pages of the roof that everybody may read, and those for operators alone."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.urls import reverse

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.log import seal
from midas.hub.kernel.models import Delivery, Fact, Heartbeat, JobRun, LogRoot
from midas.hub.kernel.problems import Problem
from midas.hub.programme import models
from midas.hub.programme.tests import makers
from midas.hub.programme.tests.browsing import browser, words_of
from midas.hub.site.pages import TOPICS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: makers.NOW)


class TestHome:
    """The first page that a factory owner sees."""

    def test_visitors_see_the_ways_the_targets_and_the_open_lots(self) -> None:
        lot = makers.lot(title={"ko": "열린 내역", "en": "An open lot"})
        makers.lot(title={"ko": "닫힌", "en": "A closed lot"}, closes_at=makers.NOW)
        page = browser().get("/")
        said = words_of(page)
        assert page.status_code == 200
        assert "Support that fits what your factory can do today" in said
        assert "An open lot" in said
        assert "A closed lot" not in said
        assert f"/calls/{lot.call.notice_number}/{lot.serial}/" in page.content.decode()
        for one in makers.profile().head.targets:
            assert (one.name.en in said) == one.headline

    def test_without_calls_and_rules_the_page_still_stands(self) -> None:
        page = browser().get("/")
        assert page.status_code == 200
        assert "No call is open today" in words_of(page)

    def test_completed_builds_count_towards_the_targets(self) -> None:
        from midas.hub.programme.tests import makers_project as builds

        it = builds.cast()
        before = browser().get("/").context["progress"]
        assert {one.done for one in before} == {0}
        models.Project.objects.filter(id=it.project.id).update(state="settled")
        after = browser().get("/").context["progress"]
        assert max(one.done for one in after) == 1

    def test_who_is_signed_in_goes_to_the_work(self) -> None:
        answer = browser(people.actor("adopter")).get("/")
        assert (answer.status_code, answer["Location"]) == (302, "/work/")

    def test_the_page_costs_few_queries_however_many_lots_there_are(
        self, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(12):
            makers.lot()
        with django_assert_max_num_queries(14):
            page = browser().get("/")
        assert len(page.context["lots"]) == 6


class TestHelp:
    """How it works, help and the words of the programme."""

    def test_how_it_works_lists_every_target_with_its_source(self) -> None:
        makers.rulebook_row()
        said = words_of(browser().get(reverse("site:how")))
        for one in makers.profile().head.targets:
            assert one.name.en in said
            assert f"{one.count:,}" in said

    def test_the_index_leads_to_every_topic(self) -> None:
        page = browser().get(reverse("site:help")).content.decode()
        for topic in TOPICS:
            url = reverse("site:help-topic", args=[topic])
            assert url in page
            assert browser().get(url).status_code == 200
        assert reverse("site:glossary") in page

    @pytest.mark.parametrize("topic", ["unknown", "topic", "index"])
    def test_other_topics_are_not_found(self, topic: str) -> None:
        assert browser().get(reverse("site:help-topic", args=[topic])).status_code == 404

    def test_the_glossary_has_every_word_in_both_languages(self) -> None:
        makers.rulebook_row()
        said = words_of(browser().get(reverse("site:glossary")))
        korean = words_of(browser(language="ko").get(reverse("site:glossary")))
        assert makers.profile().words
        for one in makers.profile().words:
            assert " ".join(one.term.en.split()) in said
            assert " ".join(one.plain.ko.split()) in korean


class TestSearch:
    """What the search finds for whom."""

    @staticmethod
    def found(actor: Any, text: str, language: str = "en") -> Any:
        return browser(actor, language).get(reverse("site:search"), {"q": text})

    def test_anybody_finds_a_lot_by_its_number_and_title(self) -> None:
        lot = makers.lot(title={"ko": "주물공장 지원", "en": "Foundry support"})
        for text in (lot.call.notice_number, "foundry", "주물공장"):
            page = self.found(None, text)
            assert f"/calls/{lot.call.notice_number}/{lot.serial}/" in page.content.decode()
            assert "Foundry support" in words_of(page)

    def test_a_case_is_found_only_by_those_who_may_see_it(self) -> None:
        case = makers.application("submitted")
        url = reverse("programme:case", args=[case.id])
        terms = (case.number, case.applicant_name, "실시간 관리", case.business_number)
        for text in terms:
            for actor in (makers.lead_of(case), makers.agency_officer()):
                assert url in self.found(actor, str(text)).content.decode()
            for actor in (None, people.actor("adopter"), people.actor("assessor_body")):
                assert url not in self.found(actor, str(text)).content.decode()

    def test_a_business_number_is_found_with_and_without_dashes(self) -> None:
        case = makers.application("submitted")
        n = case.business_number
        dashed = f"{n[:3]}-{n[3:5]}-{n[5:]}"
        page = self.found(makers.agency_officer(), dashed)
        assert reverse("programme:case", args=[case.id]) in page.content.decode()

    def test_what_was_typed_is_never_markup(self) -> None:
        page = self.found(None, "<script>alert(1)</script>").content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page

    @pytest.mark.parametrize("text", ["", "a", "  ", "%", "\x00", "_" * 500])
    def test_odd_questions_find_nothing(self, text: str) -> None:
        makers.application("submitted")
        page = self.found(makers.agency_officer(), text)
        assert page.status_code == 200
        assert page.context["found"] == []


class TestJobs:
    """Long work is shown to the one who started it."""

    def test_my_long_work_and_nobody_elses(self) -> None:
        mine, other = people.actor("adopter"), people.actor("adopter")
        for actor, title in ((mine, "Import of 20 cases"), (other, "Another import")):
            JobRun.objects.create(
                task="x",
                title=title,
                started_by=actor.person,
                state="running",
                done=5,
                total=20,
                created_at=makers.NOW,
            )
        said = words_of(browser(mine).get(reverse("site:jobs")))
        assert "Import of 20 cases" in said
        assert "Another import" not in said
        assert browser().get(reverse("site:jobs")).status_code == 302
        assert "No long work" in words_of(browser(makers.agency_officer()).get("/jobs/"))


class TestProof:
    """The published roots."""

    def test_without_roots_the_page_says_so(self) -> None:
        assert "No root is signed yet" in words_of(browser().get(reverse("site:proof")))

    def test_a_signed_root_stands_there_to_be_compared(self, settings: Any, tmp_path: Any) -> None:
        settings.KEYS_ROOT = tmp_path / "keys"
        for number in range(3):
            Fact.objects.create(
                at=makers.NOW, kind="kernel.bell_rung", data={"n": number}, subject=None
            )
        seal.seal()
        seal.sign_root(makers.NOW)
        root = LogRoot.objects.get()
        said = words_of(browser().get(reverse("site:proof")))
        for part in (root.root, root.signature, root.public_key):
            assert bytes(part).hex() in said
        assert f"{root.size} entries are sealed." in said


class TestOperations:
    """Parked deliveries and workers, for the agency and the ministry."""

    @staticmethod
    def parked() -> Delivery:
        fact = Fact.objects.create(at=makers.NOW, kind="programme.lot_closed", data={})
        return Delivery.objects.create(
            fact=fact,
            handler="midas.some.handler",
            state="parked",
            attempts=8,
            due=makers.NOW,
            error="Traceback: the mail server is away",
        )

    @pytest.mark.parametrize(
        "kind", ["adopter", "supplier", "techno_park", "local_government", "assessor_body"]
    )
    def test_others_are_refused(self, kind: str) -> None:
        client = browser(people.actor(kind))
        assert client.get(reverse("site:operations")).status_code == 403
        row = self.parked()
        assert client.post(reverse("site:retry-delivery", args=[row.id])).status_code == 403
        row.refresh_from_db()
        assert row.state == "parked"

    def test_visitors_sign_in_first(self) -> None:
        assert browser().get(reverse("site:operations")).status_code == 302
        assert browser().post(reverse("site:retry-delivery", args=[1])).status_code == 302

    @pytest.mark.parametrize("kind", ["agency", "ministry"])
    def test_operators_see_parked_deliveries_workers_and_refusals(self, kind: str) -> None:
        self.parked()
        Heartbeat.objects.create(name="relay", at=makers.NOW.astimezone(UTC) - timedelta(minutes=2))
        refusal = NotPossible(Problem("The lot is closed.", rule="lot-open"))
        facts.record_refusal("submit_application", refusal, by=SYSTEM, now=makers.NOW)
        said = words_of(browser(people.actor(kind)).get(reverse("site:operations")))
        for part in ("the mail server is away", "relay", "submit_application", "lot-open"):
            assert part in said

    def test_a_retry_gives_the_delivery_new_tries(self) -> None:
        row, client = self.parked(), browser(makers.agency_officer())
        url = reverse("site:retry-delivery", args=[row.id])
        assert client.get(url).status_code == 405
        answer = client.post(url, follow=True)
        assert "The delivery will be tried again." in words_of(answer)
        row.refresh_from_db()
        assert (row.state, row.attempts, row.due) == ("waiting", 0, makers.NOW)
        assert Fact.objects.filter(kind="kernel.delivery_retried").count() == 1
        assert client.post(url).status_code == 409
        assert client.post(reverse("site:retry-delivery", args=[row.id + 9])).status_code == 404
