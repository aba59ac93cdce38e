"""Submitting, screening, nominating: state, fact, refusal, and two officers at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from midas.hub.accounts.models import Organisation
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotPossible, NotValid, Refusal
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.services import application as verbs
from midas.hub.programme.services.eligibility import confirm_eligibility, refuse_eligibility
from midas.hub.programme.services.nomination import decline_nomination, nominate_application
from midas.hub.programme.tests import makers
from midas.hub.programme.tests.test_application_verbs import kinds, rules, submit

NOW = makers.NOW


def change(case: models.Application, **values: Any) -> models.Application:
    """Write columns directly."""
    for name, value in values.items():
        setattr(case, name, value)
    case.save(update_fields=list(values))
    return case


@pytest.mark.django_db
def test_a_double_click_submits_once() -> None:
    case = makers.application()
    first = submit(case)
    second = submit(case, version=first.version - 1)
    assert (first.number, first.version) == (second.number, second.version)
    assert kinds(case) == ["application_submitted"]
    with pytest.raises(NotPossible):
        submit(case, version=first.version)


@pytest.mark.django_db
def test_numbers_follow_one_another_and_a_refusal_uses_none_up() -> None:
    lot = makers.lot()
    numbers = []
    for title in ("첫째", "", "둘째"):
        case = makers.application(lot=lot, title=title)
        try:
            numbers.append(submit(case).number)
        except NotValid:
            numbers.append(None)
    assert [number and number[-6:] for number in numbers] == ["000001", None, "000002"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field", "rule"),
    [
        ({"title": ""}, "title", "complete"),
        ({"current_level": ""}, "current_level", "complete"),
        ({"target_level": "basic"}, "target_level", "target-level-at-least"),
        ({"target_level": "mid1", "current_level": "mid1"}, "target_level", "target-above-current"),
        ({"supplier": None}, "supplier", "complete"),
        ({"plan": {}}, "plan-need", "complete"),
        ({"goals": {}}, "goals", "kpi-min"),
    ],
)
def test_what_is_missing_is_named_by_field_rule_and_source(
    values: dict[str, Any], field: str, rule: str
) -> None:
    case = change(makers.application(), **values)
    with pytest.raises(NotValid) as refused:
        submit(case)
    found = {(one.field, one.rule): one for one in refused.value.problems}
    assert (field, rule) in found
    if rule != "complete":
        assert found[field, rule].source
    case.refresh_from_db()
    assert (case.state, case.number) == ("draft", None)


def with_budget(lines: list[tuple[str, int]], shares: list[tuple[str, int]]) -> models.Application:
    """A complete draft with another budget."""
    case = makers.application()
    verbs.save_budget(
        application=case.id,
        version=None,
        lines=[verbs.BudgetDraft(code, "품목", 1, price) for code, price in lines],
        shares=[verbs.ShareDraft(layer, amount) for layer, amount in shares],
        by=makers.lead_of(case),
        now=NOW,
    )
    case.refresh_from_db()
    return case


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "shares", "rule"),
    [
        ([("software-licence", 100)], [("state", 50), ("own", 49)], "budget-adds-up"),
        ([("software-licence", 100)], [("state", 51), ("own", 49)], "share-within-cap"),
        ([("software-licence", 100)], [("loan", 30), ("local", 70)], "share-at-least"),
        (
            [("software-licence", 500_000_000)],
            [("state", 250_000_000), ("own", 250_000_000)],
            "grant-within-cap",
        ),
        (
            [("software-licence", 60), ("computing", 40)],
            [("state", 50), ("own", 50)],
            "cost-item-within-cap",
        ),
        ([], [], "budget-given"),
    ],
)
def test_a_budget_that_breaks_a_rule_stops_the_submission(
    lines: list[tuple[str, int]], shares: list[tuple[str, int]], rule: str
) -> None:
    case = with_budget(lines, shares)
    with pytest.raises(NotValid) as refused:
        submit(case)
    broken = next(one for one in refused.value.problems if one.rule == rule)
    assert broken.source


@pytest.mark.django_db
def test_a_missing_document_and_an_unfinished_diagnosis_are_named() -> None:
    case = makers.application()
    case.documents.filter(code="project-plan").update(replaced_at=NOW)
    case.diagnoses.update(completed_at=None)
    with pytest.raises(NotValid) as refused:
        submit(case)
    assert [(one.field, one.rule) for one in refused.value.problems] == [
        ("diagnosis", "complete"),
        ("documents", "document-needed"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("firm", "rule"),
    [
        ({"tax_cleared_until": people.TODAY - timedelta(days=1)}, "tax-cleared"),
        ({"tax_cleared_until": None}, "tax-cleared"),
        ({"size_class": "large", "employees": 900}, "is-sme-manufacturer"),
        ({"industry_code": "55101"}, "excluded-industry"),
        ({"closed_on": people.TODAY}, "in-business"),
    ],
)
def test_a_firm_outside_the_conditions_is_told_which(firm: dict[str, Any], rule: str) -> None:
    case = makers.application(applicant=makers.factory())
    by = makers.lead_of(case)
    Organisation.objects.filter(id=case.applicant_id).update(**firm)
    with pytest.raises(NotValid) as refused:
        submit(case, by=by)
    assert rule in rules(refused)


@pytest.mark.django_db
def test_the_same_site_cannot_be_filed_in_two_calls() -> None:
    case = makers.application()
    submit(case)
    other = makers.application(
        workplace=case.workplace, lot=makers.lot(), lead=case.participations.get().person
    )
    with pytest.raises(NotValid) as refused:
        submit(other)
    assert rules(refused) == ["no-open-application-for-workplace"]


@pytest.mark.django_db
def test_a_draft_of_a_closed_call_cannot_be_submitted_but_a_returned_one_can() -> None:
    case = makers.application()
    late = case.lot.closes_at + timedelta(minutes=1)
    with pytest.raises(NotPossible) as refused:
        submit(case, now=late)
    assert rules(refused) == ["lot-open"]
    filed = submit(case)
    verbs.return_application(
        application=filed.id, reason="사업계획서 보완", by=makers.agency_officer(), now=NOW
    )
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("returned", people.TODAY + timedelta(days=7))
    number = case.number
    assert submit(case, now=NOW + timedelta(days=7)).number == number


@pytest.mark.django_db
def test_corrections_that_come_too_late_are_refused_and_the_agency_may_decide() -> None:
    case = makers.application("submitted")
    officer = makers.agency_officer()
    verbs.return_application(application=case.id, reason="보완", by=officer, now=NOW)
    case.refresh_from_db()
    refuse = {"application": case.id, "reason": "보완하지 않음", "by": officer}
    with pytest.raises(NotPossible) as early:
        refuse_eligibility(**refuse, now=NOW + timedelta(days=7))
    with pytest.raises(NotPossible) as late:
        submit(case, now=NOW + timedelta(days=8))
    assert rules(early) == rules(late) == ["correct-papers"]
    assert refuse_eligibility(**refuse, now=NOW + timedelta(days=8)).state == "ineligible"


@pytest.mark.django_db
def test_returning_needs_a_reason_and_an_officer() -> None:
    case = makers.application("submitted")
    with pytest.raises(NotValid):
        verbs.return_application(
            application=case.id, reason=" ", by=makers.agency_officer(), now=NOW
        )
    for actor in (makers.lead_of(case), makers.city_officer(), makers.agency_approver()):
        with pytest.raises(NotAllowed):
            verbs.return_application(application=case.id, reason="x", by=actor, now=NOW)


@pytest.mark.django_db
def test_withdrawing_needs_a_reason_once_filed() -> None:
    case = makers.application("submitted")
    lead = makers.lead_of(case)
    with pytest.raises(NotValid):
        verbs.withdraw_application(application=case.id, reason="", by=lead, now=NOW)
    done = verbs.withdraw_application(application=case.id, reason="사정 변경", by=lead, now=NOW)
    assert (done.state, kinds(case)) == ("withdrawn", ["application_withdrawn"])


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["contracted", "finished", "withdrawn", "rejected"])
def test_it_is_too_late_to_withdraw(state: str) -> None:
    case = makers.application(state)
    with pytest.raises(NotPossible):
        verbs.withdraw_application(
            application=case.id, reason="x", by=makers.lead_of(case), now=NOW
        )


# ---- screening


@pytest.mark.django_db
def test_confirming_keeps_the_verdict_of_every_rule() -> None:
    case = makers.application("submitted")
    done = confirm_eligibility(application=case.id, by=makers.agency_officer(), now=NOW)
    assert done.state == "eligible"
    assert {one["outcome"] for one in done.eligibility} == {"met"}
    assert len(done.eligibility) == len(makers.line_version().content["rules"])
    assert kinds(case) == ["eligibility_confirmed"]


@pytest.mark.django_db
def test_an_officer_cannot_wave_a_rule_through() -> None:
    case = makers.application("submitted")
    Organisation.objects.filter(id=case.applicant_id).update(tax_cleared_until=None)
    with pytest.raises(NotPossible) as refused:
        confirm_eligibility(application=case.id, by=makers.agency_officer(), now=NOW)
    assert rules(refused) == ["tax-cleared"]


@pytest.mark.django_db
def test_refusing_tells_the_reason_and_the_day_of_appeal() -> None:
    case = makers.application("submitted")
    with pytest.raises(NotValid):
        refuse_eligibility(application=case.id, reason="", by=makers.agency_officer(), now=NOW)
    done = refuse_eligibility(
        application=case.id, reason="세금 체납", by=makers.agency_officer(), now=NOW
    )
    assert (done.state, done.due_on) == ("ineligible", people.TODAY + timedelta(days=10))


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [confirm_eligibility, refuse_eligibility])
@pytest.mark.parametrize("state", ["draft", "eligible", "assessing", "withdrawn"])
def test_screening_is_for_submitted_applications(verb: Any, state: str) -> None:
    case = makers.application(state)
    reason = {"reason": "x"} if verb is refuse_eligibility else {}
    with pytest.raises(NotPossible):
        verb(application=case.id, by=makers.agency_officer(), now=NOW, **reason)
    with pytest.raises(NotAllowed):
        verb(application=case.id, by=makers.lead_of(case), now=NOW, **reason)


# ---- nomination


def eligible(lot: models.Lot) -> models.Application:
    """An application that waits for its city."""
    return makers.application("eligible", lot=lot)


@pytest.mark.django_db
def test_a_city_nominates_within_its_quota_only() -> None:
    lot = makers.lot(quotas={people.changwon(): 1})
    first, second = eligible(lot), eligible(lot)
    officer = makers.city_officer()
    done = nominate_application(application=first.id, reason="지역 특화", by=officer, now=NOW)
    assert (done.state, done.nomination.region_id) == ("nominated", people.changwon().id)
    assert kinds(first) == ["application_nominated"]
    with pytest.raises(NotPossible) as refused:
        nominate_application(application=second.id, by=officer, now=NOW)
    assert (rules(refused), refused.value.problems[0].source) == (["quota-per-city"], lot.source)
    verbs.withdraw_application(
        application=first.id, reason="철회", by=makers.lead_of(first), now=NOW
    )
    assert nominate_application(application=second.id, by=officer, now=NOW).state == "nominated"


@pytest.mark.django_db
def test_a_city_without_places_nominates_nobody() -> None:
    lot = makers.lot(quotas={people.region("48170", parent=people.changwon().parent): 3})
    with pytest.raises(NotPossible) as refused:
        nominate_application(application=eligible(lot).id, by=makers.city_officer(), now=NOW)
    assert rules(refused) == ["quota-per-city"]


@pytest.mark.django_db
def test_only_the_government_of_the_site_speaks_for_it() -> None:
    lot = makers.lot(quotas={people.changwon(): 1})
    case = eligible(lot)
    elsewhere = makers.city_officer(people.region("48170", parent=people.changwon().parent))
    for actor in (elsewhere, makers.agency_officer(), makers.lead_of(case)):
        with pytest.raises(NotAllowed):
            nominate_application(application=case.id, by=actor, now=NOW)
    province = makers.city_officer(people.changwon().parent)
    assert nominate_application(application=case.id, by=province, now=NOW).state == "nominated"


@pytest.mark.django_db
def test_declining_needs_a_reason_and_can_be_appealed() -> None:
    case = eligible(makers.lot(quotas={people.changwon(): 1}))
    officer = makers.city_officer()
    with pytest.raises(NotValid):
        decline_nomination(application=case.id, reason="", by=officer, now=NOW)
    done = decline_nomination(application=case.id, reason="배정 물량 부족", by=officer, now=NOW)
    assert (done.state, done.nomination.state) == ("not_nominated", "declined")
    assert done.due_on == people.TODAY + timedelta(days=10)


@pytest.mark.django_db
def test_a_call_without_nominations_takes_none() -> None:
    with pytest.raises(NotPossible) as refused:
        nominate_application(
            application=eligible(makers.lot()).id, by=makers.city_officer(), now=NOW
        )
    assert rules(refused) == ["nomination-needed"]


@pytest.mark.django_db(transaction=True)
def test_two_officers_nominating_the_last_place_at_once_nominate_one() -> None:
    lot = makers.lot(quotas={people.changwon(): 1})
    cases = [eligible(lot) for _ in range(4)]
    officers = [makers.city_officer() for _ in cases]

    def nominate(pair: tuple[models.Application, Actor]) -> str:
        try:
            return nominate_application(application=pair[0].id, by=pair[1], now=NOW).state
        except Refusal as refusal:
            return refusal.problems[0].rule
        finally:
            connection.close()

    with ThreadPoolExecutor(len(cases)) as pool:
        ends = sorted(pool.map(nominate, zip(cases, officers, strict=True)))
    assert ends == ["nominated", "quota-per-city", "quota-per-city", "quota-per-city"]
    assert models.Nomination.objects.filter(state="nominated").count() == 1
    assert Fact.objects.filter(kind="programme.application_nominated").count() == 1


@pytest.mark.django_db
def test_a_refused_verb_leaves_a_fact_with_its_rules() -> None:
    case = change(makers.application(), title="")
    with pytest.raises(NotValid):
        submit(case)
    refusal = Fact.objects.get(kind="kernel.verb_refused")
    assert (refusal.data["verb"], refusal.data["rules"]) == ("submit_application", ["complete"])
    assert clock.today(refusal.at) == people.TODAY


@pytest.mark.django_db(transaction=True)
def test_two_calls_filed_for_one_site_at_once_take_one_application() -> None:
    first = makers.application()
    person = first.participations.get().person
    cases = [
        first,
        *(
            makers.application(workplace=first.workplace, lot=makers.lot(), lead=person)
            for _ in range(3)
        ),
    ]
    by = makers.lead_of(first)

    def hand_in(case: models.Application) -> str:
        try:
            return submit(case, by=by).state
        except Refusal as refusal:
            return refusal.problems[0].rule
        finally:
            connection.close()

    with ThreadPoolExecutor(len(cases)) as pool:
        ends = sorted(pool.map(hand_in, cases))
    assert ends == [*["no-open-application-for-workplace"] * 3, "submitted"]
