"""Verbs of an assessment: state, fact and refusal of each, from the start to the result."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from midas.hub.accounts.models import Standing
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotAllowed, NotPossible, NotValid, Refusal
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.services import assessment as verbs
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_assessment as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
DAY = clock.today(NOW)


def rules(refusal: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {one.rule for one in refusal.value.problems}


def test_an_assessment_starts_for_the_panel_of_the_profile() -> None:
    case = makers.application("eligible")
    row = verbs.start_assessment(application=case.id, by=makers.agency_officer(), now=NOW)
    case.refresh_from_db()
    assert (row.state, row.seats_wanted, case.state) == ("scoring", 3, "assessing")
    assert row.questionnaire_id == case.diagnoses.get().questionnaire_id
    assert case.due_on == DAY + timedelta(days=14)
    assert make.fact(case, "assessment_started").data["seats"] == 3


def test_only_the_agency_starts_and_only_what_is_eligible() -> None:
    case = makers.application("eligible")
    with pytest.raises(NotAllowed) as refusal:
        verbs.start_assessment(application=case.id, by=makers.lead_of(case), now=NOW)
    assert rules(refusal) == {"agency-only"}
    with pytest.raises(NotValid) as refusal:
        verbs.start_assessment(application=case.id, seats=1, by=makers.agency_officer(), now=NOW)
    assert rules(refusal) == {"panel-size"}
    early = makers.application("submitted", is_complete=False)
    with pytest.raises(NotPossible) as refusal:
        verbs.start_assessment(application=early.id, by=makers.agency_officer(), now=NOW)
    assert rules(refusal) == {"lifecycle"}
    case.refresh_from_db()
    assert (case.state, models.Assessment.objects.count()) == ("eligible", 0)


def test_a_lot_with_nominations_is_assessed_after_the_nomination() -> None:
    lot = makers.lot(quotas={people.changwon(): 1})
    case = makers.application("eligible", lot=lot)
    with pytest.raises(NotPossible) as refusal:
        verbs.start_assessment(application=case.id, by=makers.agency_officer(), now=NOW)
    assert rules(refusal) == {"nomination-first"}
    models.Application.objects.filter(id=case.id).update(state="nominated")
    verbs.start_assessment(application=case.id, by=makers.agency_officer(), now=NOW)


def started(case: models.Application | None = None, seats: int = 2) -> models.Assessment:
    of = case or makers.application("eligible")
    return verbs.start_assessment(
        application=of.id, seats=seats, by=makers.agency_officer(), now=NOW
    )


def offer(row: models.Assessment, one: object, *, lead: bool = False) -> models.AssessorSeat:
    return verbs.offer_seat(
        assessment=row.id,
        expert=one.person,  # type: ignore[attr-defined]
        organisation=one.organisation,  # type: ignore[attr-defined]
        lead=lead,
        by=makers.agency_officer(),
        now=NOW,
    )


def test_an_expert_is_asked_and_accepts() -> None:
    row, one = started(), make.expert()
    seat = offer(row, one, lead=True)
    assert (seat.state, seat.is_lead, seat.due_on) == ("offered", True, DAY + timedelta(days=3))
    seat = verbs.accept_seat(seat=seat.id, by=one, now=NOW)
    assert (seat.state, seat.due_on) == ("accepted", DAY + timedelta(days=14))
    assert make.fact(row.application, "seat_offered").data["expert"] == one.name
    assert make.fact(row.application, "seat_accepted").person == one.person


def test_an_expert_may_decline_with_a_reason_only() -> None:
    row, one = started(), make.expert()
    seat = offer(row, one)
    with pytest.raises(NotValid):
        verbs.decline_seat(seat=seat.id, reason=" ", by=one, now=NOW)
    seat = verbs.decline_seat(seat=seat.id, reason="전 직장 동료", by=one, now=NOW)
    assert (seat.state, seat.reason) == ("declined", "전 직장 동료")
    assert make.fact(row.application, "seat_declined").data["reason"] == "전 직장 동료"
    with pytest.raises(NotPossible):
        verbs.accept_seat(seat=seat.id, by=one, now=NOW)


def test_an_officer_releases_a_seat_and_asks_another() -> None:
    row, one = started(), make.expert()
    seat = offer(row, one)
    with pytest.raises(NotAllowed):
        verbs.release_seat(seat=seat.id, reason="회신 없음", by=one, now=NOW)
    seat = verbs.release_seat(seat=seat.id, reason="회신 없음", by=makers.agency_officer(), now=NOW)
    assert seat.state == "released"
    assert make.fact(row.application, "seat_released").data["reason"] == "회신 없음"
    assert offer(row, make.expert()).state == "offered"


def test_nobody_answers_or_scores_for_somebody_else() -> None:
    row, experts = make.panel(count=2)
    seat = make.seat_of(row, experts[0])
    for stranger in (experts[1], make.expert(), makers.agency_officer()):
        for act in (
            lambda by: verbs.save_scores(seat=seat.id, scores=make.marks(), by=by, now=NOW),
            lambda by: verbs.submit_scores(seat=seat.id, by=by, now=NOW),
            lambda by: verbs.decline_seat(seat=seat.id, reason="x", by=by, now=NOW),
        ):
            with pytest.raises(NotAllowed) as refusal:
                act(stranger)
            assert rules(refusal) == {"own-seat"}
    assert not seat.scores.exists()


def test_a_panel_has_one_lead_one_of_a_house_each_once_and_is_not_overfull() -> None:
    row, first = started(), make.expert()
    offer(row, first, lead=True)
    house = models.AssessorSeat.objects.get().organisation
    with pytest.raises(NotPossible) as refusal:
        offer(row, make.expert(house))
    assert rules(refusal) == {"panel-same-firm"}
    with pytest.raises(NotPossible) as refusal:
        offer(row, first)
    assert rules(refusal) == {"asked-once"}
    with pytest.raises(NotPossible) as refusal:
        offer(row, make.expert(), lead=True)
    assert rules(refusal) == {"one-lead"}
    offer(row, make.expert())
    offer(row, make.expert())  # the reserve
    with pytest.raises(NotPossible) as refusal:
        offer(row, make.expert())
    assert rules(refusal) == {"panel-full"}
    with pytest.raises(NotValid) as refusal:
        offer(row, people.actor("assessor_body", "officer"))
    assert rules(refusal) == {"experts-only"}


@pytest.mark.parametrize("side", ["applicant", "supplier", "host"])
def test_a_tie_of_the_last_three_years_is_a_conflict_of_interest(side: str) -> None:
    host = people.organisation("large_enterprise")
    case = makers.application("eligible", host=host)
    row, one = started(case), make.expert()
    past = people.membership(
        people.Person.objects.get(id=one.person),
        getattr(case, side),
        "staff",
        valid_from=date(2015, 1, 1),
        valid_until=date(2023, 3, 2),
    )
    with pytest.raises(NotPossible) as refusal:
        offer(row, one)
    assert rules(refusal) == {f"conflict-{side}"}
    assert refusal.value.problems[0].source
    past.valid_until = date(2023, 3, 1)  # one day too long ago
    past.save()
    assert offer(row, one).state == "offered"


def test_a_conflict_that_arose_after_the_offer_stops_the_acceptance() -> None:
    row, one = started(), make.expert()
    seat = offer(row, one)
    people.membership(people.Person.objects.get(id=one.person), row.application.applicant, "staff")
    with pytest.raises(NotPossible) as refusal:
        verbs.accept_seat(seat=seat.id, by=one, now=NOW)
    assert rules(refusal) == {"conflict-applicant"}
    seat.refresh_from_db()
    assert seat.state == "offered"


def bar(one: object, what: str = "assess", *, on: str = "person") -> None:
    subject = {f"{on}_id": getattr(one, on)}
    Standing.objects.create(
        **subject,
        from_what=what,
        from_day=DAY,
        reason="평가 부정",
        source="법 제33조",
        recorded_at=NOW,
    )


@pytest.mark.parametrize("on", ["person", "organisation"])
def test_a_barred_expert_is_neither_asked_nor_let_in(on: str) -> None:
    row, one, two = started(), make.expert(), make.expert()
    seat = offer(row, two)
    for each in (one, two):
        bar(each, on=on)
    with pytest.raises(NotAllowed) as refusal:
        offer(row, one)
    assert (rules(refusal), refusal.value.problems[0].source) == ({"not-barred"}, "법 제33조")
    with pytest.raises(NotAllowed):
        verbs.accept_seat(seat=seat.id, by=two, now=NOW)


def test_whoever_nominated_may_not_assess() -> None:
    case, one = makers.application("eligible"), make.expert()
    Fact.objects.create(
        at=NOW, kind="programme.application_nominated", subject=case.id, person=one.person
    )
    with pytest.raises(NotAllowed) as refusal:
        offer(started(case), one)
    assert rules(refusal) == {"separation-nominate-assess"}


def test_nobody_from_a_supplier_that_agreed_to_build_assesses() -> None:
    case, one = makers.application("eligible"), make.expert()
    Fact.objects.create(
        at=NOW,
        kind="programme.supplier_accepted",
        subject=case.id,
        person=people.person().id,
        organisation=one.organisation,
    )
    with pytest.raises(NotAllowed) as refusal:
        offer(started(case), one)
    assert rules(refusal) == {"separation-assess-supply"}


def test_scores_are_kept_changed_and_taken_back() -> None:
    row, experts = make.panel(count=2)
    seat = make.seat_of(row, experts[0])
    one, two = make.dimensions()[:2]
    verbs.save_scores(
        seat=seat.id, scores={one: (2, " 화면 "), two: (3, "")}, by=experts[0], now=NOW
    )
    verbs.save_scores(
        seat=seat.id, scores={one: (4, "자료"), two: (None, "")}, by=experts[0], now=NOW
    )
    assert list(seat.scores.values_list("dimension", "band", "evidence")) == [(one, 4, "자료")]
    saved = make.fact(row.application, "scores_saved")
    assert saved.data["count"] == 1
    assert set(saved.data) == {"expert", "seat", "count"}  # no band is told


def test_bands_outside_the_scale_and_unknown_questions_are_refused() -> None:
    row, experts = make.panel(count=2)
    seat = make.seat_of(row, experts[0])
    one = make.dimensions()[0]
    with pytest.raises(NotValid) as refusal:
        verbs.save_scores(
            seat=seat.id, scores={one: (6, ""), "magic": (1, "")}, by=experts[0], now=NOW
        )
    assert [problem.field for problem in refusal.value.problems] == [f"band-{one}", "band-magic"]
    assert not seat.scores.exists()


def test_handing_in_needs_every_question_and_ends_the_writing() -> None:
    row, experts = make.panel(count=2)
    seat = make.seat_of(row, experts[0])
    some = dict(list(make.marks().items())[1:])
    verbs.save_scores(seat=seat.id, scores=some, by=experts[0], now=NOW)
    with pytest.raises(NotValid) as refusal:
        verbs.submit_scores(seat=seat.id, by=experts[0], now=NOW)
    assert f"band-{make.dimensions()[0]}" in {one.field for one in refusal.value.problems}
    seat = make.hand_in(row, experts[0])
    assert (seat.state, seat.submitted_at, seat.summary) == ("submitted", NOW, "종합 의견")
    assert make.fact(row.application, "scores_submitted").person == experts[0].person
    with pytest.raises(NotPossible):
        verbs.save_scores(seat=seat.id, scores=make.marks(5), by=experts[0], now=NOW)


def test_the_consensus_opens_when_every_expert_handed_in() -> None:
    row, experts = make.panel(count=2, lead=False)
    spare = offer(row, make.expert())
    officer = makers.agency_officer()
    make.hand_in(row, experts[0])
    with pytest.raises(NotPossible) as refusal:
        verbs.open_consensus(assessment=row.id, by=officer, now=NOW)
    assert rules(refusal) == {"every-expert-handed-in"}
    make.hand_in(row, experts[1])
    with pytest.raises(NotAllowed):
        verbs.open_consensus(assessment=row.id, by=experts[0], now=NOW)
    row = verbs.open_consensus(assessment=row.id, by=officer, now=NOW)
    spare.refresh_from_db()
    assert (row.state, spare.state) == ("consensus", "released")
    assert models.AssessorSeat.objects.get(is_lead=True).expert_id == experts[0].person
    make.fact(row.application, "consensus_opened")


def test_the_lead_records_the_consensus_with_reasons_where_the_experts_differed() -> None:
    row, experts = make.in_consensus(2, 3)
    agreed = dict.fromkeys(make.dimensions(), (3, ""))
    with pytest.raises(NotAllowed) as refusal:
        verbs.record_consensus(assessment=row.id, bands=agreed, by=experts[1], now=NOW)
    assert rules(refusal) == {"lead-expert-only"}
    with pytest.raises(NotValid) as refusal:
        verbs.record_consensus(assessment=row.id, bands=agreed, by=experts[0], now=NOW)
    assert rules(refusal) == {"consensus-reason"}
    assert not row.bands.exists()
    agreed = dict.fromkeys(make.dimensions(), (3, "설비 로그를 함께 보았음"))
    verbs.record_consensus(assessment=row.id, bands=agreed, by=experts[0], now=NOW)
    assert row.bands.count() == len(agreed)
    fact = make.fact(row.application, "consensus_recorded")
    assert (fact.person, fact.data["count"]) == (experts[0].person, len(agreed))


def test_the_result_follows_from_the_agreed_bands() -> None:
    row, experts = make.in_consensus(2, 2)
    officer = makers.agency_officer()
    with pytest.raises(NotPossible) as refusal:
        verbs.conclude_assessment(assessment=row.id, by=officer, now=NOW)
    assert "every-dimension" in rules(refusal)
    agreed = dict.fromkeys(make.dimensions(), (2, ""))
    verbs.record_consensus(assessment=row.id, bands=agreed, by=experts[0], now=NOW)
    with pytest.raises(NotAllowed):
        verbs.conclude_assessment(assessment=row.id, by=experts[0], now=NOW)
    row = verbs.conclude_assessment(assessment=row.id, by=officer, now=NOW)
    case = models.Application.objects.get(id=row.application_id)
    told = (row.state, row.result["overall"], row.result["agreement"])
    assert told == ("concluded", "basic", "100.0")
    assert (case.state, case.track, case.tier) == ("assessed", "improve-model", "advanced")
    assert case.points == Decimal("40.000")
    assert case.due_on == DAY + timedelta(days=30)
    assert row.result["steps"][0]["band"] == 3
    data = make.fact(case, "assessment_concluded").data
    assert (data["level"], data["track"], data["tier"]) == ("basic", "improve-model", "advanced")


def test_the_agreement_of_the_experts_is_told() -> None:
    row, experts = make.in_consensus(1, 4)
    agreed = dict.fromkeys(make.dimensions(), (2, "현장 재확인"))
    verbs.record_consensus(assessment=row.id, bands=agreed, by=experts[0], now=NOW)
    row = verbs.conclude_assessment(assessment=row.id, by=makers.agency_officer(), now=NOW)
    assert row.result["agreement"] == "0.0"


def test_a_concluded_assessment_takes_no_more() -> None:
    row, experts = make.concluded()
    officer = makers.agency_officer()
    for act in (
        lambda: offer(row, make.expert()),
        lambda: verbs.open_consensus(assessment=row.id, by=officer, now=NOW),
        lambda: verbs.record_consensus(assessment=row.id, bands={}, by=experts[0], now=NOW),
        lambda: verbs.conclude_assessment(assessment=row.id, by=officer, now=NOW),
    ):
        with pytest.raises(NotPossible) as refusal:
            act()
        assert rules(refusal) == {"lifecycle"}
