"""Verbs of an appeal: in time, against decisions that stand, judged by others; cases re-open."""

from datetime import timedelta

import pytest

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid, Refusal
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.queries.appeals import decisions_open_to_appeal, visible_appeals
from midas.hub.programme.services import appeal as verbs
from midas.hub.programme.services import claim as claims
from midas.hub.programme.services import selection as selections
from midas.hub.programme.services.eligibility import refuse_eligibility
from midas.hub.programme.services.nomination import decline_nomination
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_assessment as make
from midas.hub.programme.tests import makers_project as projects

pytestmark = pytest.mark.django_db
NOW, LATER = make.NOW, make.LATER
DAY = clock.today(NOW)


def rules(refusal: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {one.rule for one in refusal.value.problems}


def refused() -> models.Application:
    case = makers.application("submitted")
    refuse_eligibility(
        application=case.id, reason="업종이 다름", by=makers.agency_officer(), now=NOW
    )
    case.refresh_from_db()
    return case


def uphold(appeal: models.Appeal, by: object = None) -> models.Appeal:
    return verbs.uphold_appeal(
        appeal=appeal.id,
        answer="자료를 다시 보았습니다.",
        by=by or makers.agency_approver(),  # type: ignore[arg-type]
        now=LATER,
    )


def test_a_firm_appeals_and_the_answer_is_due_in_thirty_days() -> None:
    case = refused()
    row = make.appealed(case, "eligibility_refused")
    assert (row.state, row.against) == ("filed", "programme.eligibility_refused")
    assert row.due_on == DAY + timedelta(days=31)
    fact = make.fact(case, "appeal_filed")
    assert set(fact.data["against"]) == {"ko", "en"}
    assert fact.person == makers.lead_of(case).person


def test_an_appeal_needs_grounds_and_comes_from_the_firm() -> None:
    case = refused()
    decision = make.fact(case, "eligibility_refused")
    with pytest.raises(NotValid) as refusal:
        verbs.file_appeal(
            application=case.id, fact_id=decision.id, grounds="", by=makers.lead_of(case), now=NOW
        )
    assert refusal.value.problems[0].field == "grounds"
    for stranger in (makers.agency_officer(), people.actor("adopter"), make.expert()):
        with pytest.raises(NotAllowed):
            verbs.file_appeal(
                application=case.id, fact_id=decision.id, grounds="x", by=stranger, now=NOW
            )
    assert not models.Appeal.objects.exists()


def test_the_tenth_day_is_in_time_and_the_eleventh_is_not() -> None:
    case = refused()
    assert make.appealed(case, "eligibility_refused", NOW + timedelta(days=10)).state == "filed"
    late = refused()
    with pytest.raises(NotPossible) as refusal:
        make.appealed(late, "eligibility_refused", NOW + timedelta(days=11))
    (problem,) = refusal.value.problems
    assert (problem.rule, problem.params["day"]) == (
        "appeal-in-time",
        (DAY + timedelta(days=10)).isoformat(),
    )
    assert problem.source


def test_one_appeal_per_decision_and_only_against_a_decision_of_this_case() -> None:
    case = refused()
    make.appealed(case, "eligibility_refused")
    with pytest.raises(NotPossible) as refusal:
        make.appealed(case, "eligibility_refused")
    assert rules(refusal) == {"one-appeal-per-decision"}
    other = refused()
    with pytest.raises(NotFound):
        verbs.file_appeal(
            application=other.id,
            fact_id=make.fact(case, "eligibility_refused").id,
            grounds="x",
            by=makers.lead_of(other),
            now=NOW,
        )
    with pytest.raises(NotPossible) as refusal:
        make.appealed(case, "appeal_filed")
    assert rules(refusal) == {"appealable-decision"}


def test_an_upheld_appeal_sends_the_case_back_to_the_screening() -> None:
    case = refused()
    row = uphold(make.appealed(case, "eligibility_refused"))
    case.refresh_from_db()
    assert (row.state, case.state, case.eligibility) == ("upheld", "submitted", [])
    assert row.decided_at == LATER
    assert make.fact(case, "appeal_upheld").data["answer"] == "자료를 다시 보았습니다."
    with pytest.raises(NotPossible) as refusal:
        uphold(row)
    assert rules(refusal) == {"lifecycle"}


def test_a_dismissed_appeal_leaves_the_decision_standing() -> None:
    case = refused()
    row = make.appealed(case, "eligibility_refused")
    with pytest.raises(NotValid) as refusal:
        verbs.dismiss_appeal(appeal=row.id, answer="", by=makers.agency_approver(), now=LATER)
    assert refusal.value.problems[0].field == "answer"
    row = verbs.dismiss_appeal(
        appeal=row.id, answer="업종 기준은 그대로입니다.", by=makers.agency_approver(), now=LATER
    )
    case.refresh_from_db()
    assert (row.state, case.state) == ("dismissed", "ineligible")
    make.fact(case, "appeal_dismissed")


def test_whoever_took_the_decision_may_not_judge_the_appeal() -> None:
    case = makers.application("submitted")
    both = people.actor("agency", "officer", "approver", of=makers.agency())
    refuse_eligibility(application=case.id, reason="업종이 다름", by=both, now=NOW)
    row = make.appealed(case, "eligibility_refused")
    for act in (verbs.uphold_appeal, verbs.dismiss_appeal):
        with pytest.raises(NotAllowed) as refusal:
            act(appeal=row.id, answer="x", by=both, now=LATER)
        assert rules(refusal) == {"appeal-by-another"}
    case.refresh_from_db()
    assert case.state == "ineligible"


def test_whoever_assessed_the_factory_may_not_judge_its_appeal() -> None:
    case = refused()
    row = make.appealed(case, "eligibility_refused")
    judge = makers.agency_approver()
    Fact.objects.create(
        at=NOW, kind="programme.seat_accepted", subject=case.id, person=judge.person
    )
    with pytest.raises(NotAllowed) as refusal:
        uphold(row, judge)
    assert rules(refusal) == {"separation-assess-appeal"}


def test_only_an_approver_of_the_agency_judges() -> None:
    case = refused()
    row = make.appealed(case, "eligibility_refused")
    for stranger in (makers.agency_officer(), makers.lead_of(case), make.member()):
        with pytest.raises(NotAllowed) as refusal:
            uphold(row, stranger)
        assert rules(refusal) == {"approver-only"}


def test_a_firm_takes_its_appeal_back() -> None:
    case = refused()
    row = make.appealed(case, "eligibility_refused")
    with pytest.raises(NotAllowed):
        verbs.withdraw_appeal(appeal=row.id, by=makers.agency_officer(), now=LATER)
    row = verbs.withdraw_appeal(appeal=row.id, by=makers.lead_of(case), now=LATER)
    assert row.state == "withdrawn"
    make.fact(case, "appeal_withdrawn")
    with pytest.raises(NotPossible):
        uphold(row)


def test_an_upheld_appeal_lets_the_local_government_decide_anew() -> None:
    lot = makers.lot(quotas={people.changwon(): 1})
    case = makers.application("eligible", lot=lot)
    city = makers.city_officer()
    decline_nomination(application=case.id, reason="지역 전략과 다름", by=city, now=NOW)
    case.refresh_from_db()
    uphold(make.appealed(case, "nomination_declined"))
    case = models.Application.objects.get(id=case.id)
    assert case.state == "eligible"
    assert not models.Nomination.objects.filter(application=case).exists()


def test_an_upheld_appeal_against_the_selection_is_voted_and_decided_anew() -> None:
    selection, cases, members = make.decided(90, 80, 59, places=1)
    case = cases[2]
    uphold(make.appealed(case, "application_rejected"))
    case.refresh_from_db()
    assert (case.state, case.rank, case.ballots.count()) == ("assessed", None, 0)
    approver = makers.agency_approver()
    with pytest.raises(NotPossible) as refusal:
        selections.decide_reopened(application=case.id, minutes="재심의", by=approver, now=LATER)
    assert rules(refusal) == {"quorum"}
    make.vote(selection, case, members, 90, LATER)
    appeal_judge = models.Appeal.objects.get().decided_by
    judge = people.actor(
        "agency", "approver", of=makers.agency(), who=people.Person.objects.get(id=appeal_judge)
    )
    with pytest.raises(NotAllowed) as denied:
        selections.decide_reopened(application=case.id, minutes="재심의", by=judge, now=LATER)
    assert rules(denied) == {"separation-select-appeal"}
    case = selections.decide_reopened(application=case.id, minutes="재심의", by=approver, now=LATER)
    assert (case.state, case.rank) == ("selected", 3)
    assert models.Project.objects.filter(application=case).exists()
    first = models.Application.objects.get(id=cases[0].id)
    assert first.state == "selected"  # nobody lost a place
    selection.refresh_from_db()
    assert selection.minutes.endswith(f"{case.number}: 재심의")


@pytest.mark.parametrize(("total", "state"), [(85, "reserve"), (40, "rejected")])
def test_a_reopened_case_below_the_selected_ones_waits_or_fails(total: int, state: str) -> None:
    selection, cases, members = make.decided(90, 80, 59, places=1)
    case = cases[2]
    uphold(make.appealed(case, "application_rejected"))
    make.vote(selection, case, members, total, LATER)
    case = selections.decide_reopened(
        application=case.id, minutes="재심의", by=makers.agency_approver(), now=LATER
    )
    assert case.state == state
    if state == "reserve":  # better points stand first, whatever the rank
        models.Application.objects.filter(id=cases[0].id).update(state="withdrawn")
        approver = makers.agency_approver()
        with pytest.raises(NotPossible) as refusal:
            selections.promote_reserve(application=cases[1].id, by=approver, now=LATER)
        assert rules(refusal) == {"reserve-order"}
        selections.promote_reserve(application=case.id, by=approver, now=LATER)


def test_a_lot_that_is_not_decided_has_no_single_decisions() -> None:
    _, (case, _), _ = make.selecting()
    with pytest.raises(NotPossible) as refusal:
        selections.decide_reopened(
            application=case.id, minutes="x", by=makers.agency_approver(), now=NOW
        )
    assert rules(refusal) == {"lot-decided"}


def claimed() -> tuple[projects.Cast, models.Claim]:
    """A refused claim of a running project."""
    cast = projects.at("in_force")
    claim = cast.claim(cast.line(10_000_000))
    claims.refuse_claim(claim=claim.id, reason="증빙 없음", by=cast.approver, now=NOW)
    return cast, claim


def test_an_upheld_appeal_sends_a_claim_back_to_be_checked() -> None:
    cast, claim = claimed()
    row = make.appealed(cast.case, "claim_refused")
    with pytest.raises(NotAllowed) as refusal:
        uphold(row, cast.approver)
    assert rules(refusal) == {"appeal-by-another"}
    uphold(row)
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_a_claim_of_a_terminated_project_stays_refused() -> None:
    cast, _ = claimed()
    models.Project.objects.filter(id=cast.project.id).update(state="terminated")
    with pytest.raises(NotPossible) as refusal:
        make.appealed(cast.case, "claim_refused")
    assert rules(refusal) == {"lifecycle"}


def test_a_decision_taken_anew_replaces_the_older_one() -> None:
    case = refused()
    old = make.fact(case, "eligibility_refused")
    models.Application.objects.filter(id=case.id).update(state="submitted")
    refuse_eligibility(
        application=case.id, reason="다시 보아도 다름", by=makers.agency_officer(), now=LATER
    )
    with pytest.raises(NotPossible) as refusal:
        verbs.file_appeal(
            application=case.id, fact_id=old.id, grounds="x", by=makers.lead_of(case), now=LATER
        )
    assert rules(refusal) == {"decision-in-force"}


def test_the_firm_sees_what_it_may_object_to_and_until_when() -> None:
    case = refused()
    (found,) = decisions_open_to_appeal(case, DAY)
    assert found.fact == make.fact(case, "eligibility_refused").id
    assert (found.last_day, found.values["reason"]) == (DAY + timedelta(days=10), "업종이 다름")
    assert decisions_open_to_appeal(case, DAY + timedelta(days=11)) == []
    row = make.appealed(case, "eligibility_refused")
    assert decisions_open_to_appeal(case, DAY) == []
    assert list(visible_appeals(makers.lead_of(case))) == [row]
    assert list(visible_appeals(makers.agency_approver())) == [row]
    assert not visible_appeals(people.actor("adopter")).exists()
    assert not visible_appeals(make.expert()).exists()
