"""Pages of actions: every verb has its button, each page lets in the right people only."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.rules.lifecycles import ALL
from midas.hub.programme.tests import makers, makers_project
from midas.hub.programme.tests import makers_assessment as judges
from midas.hub.programme.tests.browsing import browser, words_of
from midas.hub.programme.tests.walking import Clock, Walk, address, faults, pdf
from midas.hub.programme.views.action_list import ACTIONS, actions_for

pytestmark = pytest.mark.django_db

PAGES_OF_THEIR_OWN = {
    "close_lot": "lot-close",
    "extend_lot": "lot-extend",
    "cancel_lot": "lot-cancel",
    "open_selection": "selection",
    "decide_selection": "selection",
    "edit_application": "draft-basics",
    "submit_application": "draft-review",
    "accept_seat": "seat-answer",
    "decline_seat": "seat-answer",
    "score_dimension": "seat-scores",
    "submit_scores": "seat-scores",
    "offer_seat": "panel",
    "record_consensus": "seat-consensus",
}
WITHOUT_A_BUTTON = {
    "select_application": "follows from the decision on the selection",
    "reserve_application": "follows from the decision on the selection",
    "reject_application": "follows from the decision on the selection",
    "conclude_agreement": "follows from the last signature",
    "finish_case": "follows from closing or terminating the project",
    "reopen_eligibility": "follows from an appeal that was upheld",
    "reopen_nomination": "follows from an appeal that was upheld",
    "reopen_selection": "follows from an appeal that was upheld",
    "reopen_claim": "follows from an appeal that was upheld",
    "skip_design": "follows from the last signature where the line asks for no design",
    "drop_claim": "follows from settling or terminating the project",
}


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the pages, standing at NOW."""
    found = Clock()
    monkeypatch.setattr(clock, "now", found.now)
    return found


def test_every_verb_of_every_lifecycle_has_a_button_or_a_reason_for_none() -> None:
    steps = {step for one in ACTIONS.values() for step in (one.steps or (one.verb,))}
    verbs = {step.verb for lifecycle in ALL for step in lifecycle.steps}
    known = {*steps, *PAGES_OF_THEIR_OWN, *WITHOUT_A_BUTTON}
    assert not verbs - known
    assert not {*PAGES_OF_THEIR_OWN, *WITHOUT_A_BUTTON} - verbs


def test_pages_named_here_exist() -> None:
    ids = {"lot": uuid4(), "application": uuid4(), "seat": uuid4()}
    kinds = {"lot": ("lot",), "selection": ("lot",), "seat": ("seat",)}
    for name in set(PAGES_OF_THEIR_OWN.values()):
        wanted = kinds.get(name.split("-")[0], ("application",))
        assert reverse(f"programme:{name}", kwargs={key: ids[key] for key in wanted})


def submitted() -> tuple[models.Application, str, Actor, Actor]:
    """A submitted case: whom confirming is for, and who may not although they see the case."""
    case = makers.filed()
    officer = makers.agency_officer()
    return case, "confirm_eligibility", officer, makers.lead_of(case)


def to_nominate() -> tuple[models.Application, str, Actor, Actor]:
    """An eligible case that waits for its city."""
    lot = makers.lot(quotas={people.changwon(): 3})
    case = makers.application("eligible", lot=lot)
    return case, "nominate_application", makers.city_officer(), makers.agency_officer()


def to_assess() -> tuple[models.Application, str, Actor, Actor]:
    """An eligible case without a nomination."""
    case = makers.application("eligible")
    return case, "start_assessment", makers.agency_officer(), makers.agency_approver()


def project_at(stage: str, verb: str, right: str, wrong: str) -> Callable[[], Any]:
    """A case whose project has reached a stage, with two of its people."""

    def make() -> tuple[models.Application, str, Actor, Actor]:
        cast = makers_project.at(stage)
        return cast.case, verb, getattr(cast, right), getattr(cast, wrong)

    return make


PLACES: list[tuple[Callable[[], Any], dict[str, str]]] = [
    (submitted, {}),
    (to_nominate, {"reason": ""}),
    (to_assess, {"seats": "3"}),
    (
        project_at("preparing", "terminate_project", "approver", "officer"),
        {"reason": "부도", "sure": "1"},
    ),
    (project_at("accepted", "draft_agreement", "officer", "owner"), {"starts_on": "2026-03-02"}),
]


@pytest.mark.parametrize(("make", "typed"), PLACES)
def test_an_action_lets_in_the_right_people_only(
    make: Callable[[], Any], typed: dict[str, str]
) -> None:
    case, verb, right, wrong = make()
    url = address(right, case, verb)
    assert browser().get(url)["Location"].startswith(reverse("account_login"))
    assert browser().post(url, typed).status_code == 302
    stranger = people.actor("adopter")
    assert browser(stranger).get(url).status_code == 404
    assert browser(stranger).post(url, typed).status_code == 404
    assert browser(wrong).get(url).status_code == 403
    before = Fact.objects.count()
    assert browser(wrong).post(url, typed).status_code == 403
    assert Fact.objects.count() == before
    assert browser(right).get(url).status_code == 200
    answer = browser(right).post(url, typed)
    assert answer.status_code == 302, faults(answer)
    assert Fact.objects.count() > before


def test_an_action_out_of_order_is_refused_with_its_rule() -> None:
    case = makers.application("assessed")
    url = reverse("programme:do", args=[case.id, "confirm_eligibility"])
    answer = browser(makers.agency_officer()).get(url)
    assert answer.status_code == 409
    assert "Rule: lifecycle" in words_of(answer)


def test_an_unknown_action_is_not_found() -> None:
    case = makers.application("submitted")
    officer = browser(makers.agency_officer())
    assert officer.get(reverse("programme:do", args=[case.id, "burn"])).status_code == 404
    lost = reverse("programme:do-thing", args=[case.id, "check_claim", uuid4()])
    assert officer.get(lost).status_code == 404


def test_of_all_buttons_at_most_one_is_primary_and_it_comes_first() -> None:
    for stage in ("preparing", "accepted", "in_force"):
        cast = makers_project.at(stage)
        for actor in (cast.owner, cast.supplier, cast.park, cast.officer, cast.approver):
            tones = [one.tone for one in actions_for(actor, cast.case)]
            assert tones.count("primary") <= 1
            assert "primary" not in tones[1:]


def test_a_refusal_keeps_what_was_typed_and_names_the_rule() -> None:
    case = makers.filed()
    url = reverse("programme:do", args=[case.id, "withdraw_application"])
    answer = browser(makers.lead_of(case)).post(url, {"reason": "사정이 바뀌었습니다."})
    assert answer.status_code == 422
    assert "사정이 바뀌었습니다." in words_of(answer)
    case.refresh_from_db()
    assert case.state == "submitted"


def test_a_second_officer_is_told_that_the_case_moved_on_and_keeps_the_reason() -> None:
    case = makers.filed()
    url = reverse("programme:do", args=[case.id, "return_application"])
    assert browser(makers.agency_officer()).post(url, {"reason": "견적서"}).status_code == 302
    answer = browser(makers.agency_officer()).post(url, {"reason": "도면이 없습니다."})
    assert answer.status_code == 422
    assert "도면이 없습니다." in words_of(answer)


def test_who_screened_is_not_offered_the_duty_kept_apart() -> None:
    cast = makers_project.at("in_force")
    claim = cast.claim(cast.line(100_000_000))
    cast.check(claim)
    url = reverse("programme:do-thing", args=[cast.case.id, "approve_claim", claim.id])
    both = people.actor("agency", "officer", "approver", of=makers.agency())
    assert browser(both).get(url).status_code == 200
    models.Claim.objects.filter(id=claim.id).update(state="submitted")
    makers_project.claim.check_claim(claim=claim.id, by=both, now=cast.now)
    assert browser(both).get(url).status_code == 403
    offered = [one.verb for one in actions_for(both, cast.case)]
    assert "approve_claim" not in offered


class TestClaims:
    """The form of a claim with its rows."""

    @pytest.fixture
    def cast(self) -> makers_project.Cast:
        """A project in force."""
        return makers_project.at("in_force")

    def typed(self, **more: Any) -> dict[str, Any]:
        """A claim with one invoice in the second row."""
        return {
            "rows": "3",
            "lines-1-category": "automation-equipment",
            "lines-1-item": "자동 이송 장치",
            "lines-1-invoice_number": "INV-77",
            "lines-1-invoice_date": "2026-03-02",
            "lines-1-amount": "1억",
            "own_share_paid": "50,000,000",
        } | more

    def test_a_row_is_added_without_a_script_and_keeps_the_others(
        self, cast: makers_project.Cast
    ) -> None:
        url = address(cast.owner, cast.case, "submit_claim")
        answer = browser(cast.owner).post(url, self.typed(shape="add"))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert 'name="lines-3-item"' in text
        assert "INV-77" in text
        assert not models.Claim.objects.exists()

    def test_what_is_missing_is_said_at_its_row(self, cast: makers_project.Cast) -> None:
        url = address(cast.owner, cast.case, "submit_claim")
        answer = browser(cast.owner).post(url, self.typed())
        assert answer.status_code == 422
        form = answer.context["form"]
        assert "INV-77" in form.errors["lines-1-evidence"][0]
        answer = browser(cast.owner).post(url, self.typed(**{"lines-2-item": "센서"}))
        assert "lines-2-amount" in answer.context["form"].errors
        assert not models.Claim.objects.exists()

    def test_a_claim_above_the_budget_is_refused_and_nothing_is_kept(
        self, cast: makers_project.Cast
    ) -> None:
        url = address(cast.owner, cast.case, "submit_claim")
        typed = self.typed(**{"lines-1-amount": "9억", "lines-1-evidence": pdf()})
        answer = browser(cast.owner).post(url, typed)
        assert answer.status_code == 422
        assert answer.context["form"].errors
        assert not models.CaseDocument.objects.filter(stage="payment").exists()

    def test_flags_want_a_word_of_the_checker(self, cast: makers_project.Cast) -> None:
        row = cast.claim(cast.line(100_000_000))
        page = browser(cast.officer).get(address(cast.officer, cast.case, "check_claim"))
        text = words_of(page)
        assert row.lines.get().invoice_number in text
        assert "KRW 50,000,000" in text


class TestSuppliers:
    """Choosing the supplier from a searchable list."""

    def test_words_narrow_the_list(self) -> None:
        cast = makers_project.at("preparing")
        wanted = people.organisation("supplier", name="한빛자동화")
        people.organisation("supplier", name="두루시스템")
        url = address(cast.owner, cast.case, "choose_supplier")
        answer = browser(cast.owner).post(url, {"q": "한빛", "shape": "search"})
        shown = answer.context["form"]["supplier"].field.widget.choices
        assert [key for key, _line in shown if key == str(wanted.id)]
        assert not [line for _key, line in shown if "두루" in line]

    def test_another_supplier_than_the_filed_one_needs_a_reason(self) -> None:
        cast = makers_project.at("preparing")
        other = people.organisation("supplier", name="한빛자동화")
        url = address(cast.owner, cast.case, "choose_supplier")
        answer = browser(cast.owner).post(url, {"supplier": str(other.id), "reason": ""})
        assert answer.status_code == 422
        assert "reason" in answer.context["form"].errors
        typed = {"supplier": str(other.id), "reason": "폐업"}
        assert browser(cast.owner).post(url, typed).status_code == 302

    def test_a_supplier_that_declines_lands_on_the_list_of_cases(self) -> None:
        cast = makers_project.at("preparing")
        cast.choose()
        url = address(cast.supplier, cast.case, "answer_supplier")
        answer = browser(cast.supplier).post(url, {"accept": "no", "reason": "인력이 없습니다."})
        assert answer["Location"] == reverse("programme:cases")


class TestAppeals:
    """Filing an appeal and answering it."""

    def test_a_firm_appeals_and_another_approver_upholds(self) -> None:
        case = makers.filed()
        officer = makers.agency_officer()
        walk = Walk(case)
        walk.press(officer, "refuse_eligibility", reason="요건 미달")
        fact = judges.fact(case, "eligibility_refused")
        owner = makers.lead_of(case)
        page = browser(owner).get(address(owner, case, "file_appeal"))
        assert "appeal until" in words_of(page)
        walk.press(owner, "file_appeal", decision=str(fact.id), grounds="서류가 있습니다.")
        chief = makers.agency_approver()
        walk.look(owner, officer, chief)
        walk.press(chief, "uphold_appeal", answer="서류가 확인됩니다.")
        assert walk.case.state == "submitted"

    def test_an_appeal_is_taken_back(self) -> None:
        case = makers.filed()
        walk, owner = Walk(case), makers.lead_of(case)
        walk.press(makers.agency_officer(), "refuse_eligibility", reason="요건 미달")
        fact = judges.fact(case, "eligibility_refused")
        walk.press(owner, "file_appeal", decision=str(fact.id), grounds="서류가 있습니다.")
        walk.press(owner, "withdraw_appeal")
        assert case.appeals.get().state == "withdrawn"


class TestSigning:
    """The page on which an agreement is read and signed."""

    def test_it_shows_the_text_in_both_languages_and_what_is_missing(self) -> None:
        cast = makers_project.at("signing")
        url = address(cast.owner, cast.case, "sign_agreement")
        page = browser(cast.owner).get(url)
        text = page.content.decode()
        assert 'lang="en"' in text
        assert 'lang="ko"' in text
        assert cast.fresh().agreement.digest in text
        assert "Papers that are still missing" in text

    def test_a_changed_text_is_not_signed(self) -> None:
        cast = makers_project.at("signing")
        cast.papers("agreement")
        url = address(cast.owner, cast.case, "sign_agreement")
        answer = browser(cast.owner).post(url, {"digest": "0" * 64, "agreed": "on"})
        assert answer.status_code == 422
        assert not cast.project.signatures.exists()

    def test_the_text_can_be_downloaded_by_those_who_see_the_case(self) -> None:
        cast = makers_project.at("signing")
        url = reverse("programme:case-agreement", args=[cast.case.id])
        answer = browser(cast.owner).get(url)
        assert answer.content.decode() == cast.fresh().agreement.text_en
        assert browser(people.actor("adopter")).get(url).status_code == 404


class TestCommittee:
    """Seating one more member while the selection is open."""

    def test_an_officer_adds_a_member_and_nobody_twice(self) -> None:
        selection, _cases, members = judges.selecting(1)
        extra = judges.member()
        url = reverse("programme:selection", args=[selection.lot_id])
        officer = browser(makers.agency_officer())
        assert "Add a member" in words_of(officer.get(url))
        assert officer.post(url, {"member": str(extra.person)}).status_code == 302
        assert selection.seats.filter(person_id=extra.person).exists()
        assert officer.post(url, {"member": str(members[0].person)}).status_code == 422

    def test_a_decider_cannot_seat_members(self) -> None:
        selection, _cases, _members = judges.selecting(1)
        url = reverse("programme:selection", args=[selection.lot_id])
        extra = judges.member()
        answer = browser(makers.agency_approver()).post(url, {"member": str(extra.person)})
        assert answer.status_code == 403


def test_a_draft_is_given_up_without_a_reason() -> None:
    case = makers.filled_draft()
    Walk(case).press(makers.lead_of(case), "withdraw_application", reason="", sure="on")
    case.refresh_from_db()
    assert case.state == "withdrawn"
