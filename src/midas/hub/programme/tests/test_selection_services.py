"""Verbs of a selection: committee, quorum, ballots, ranking, reserve, and who may not decide."""

from decimal import Decimal

import pytest

from midas.hub.accounts.models import Standing
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid, Refusal
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.services import selection as verbs
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_assessment as make

pytestmark = pytest.mark.django_db
NOW = make.NOW


def rules(refusal: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {one.rule for one in refusal.value.problems}


def ids(members: list[object]) -> list[object]:
    return [one.person for one in members]  # type: ignore[attr-defined]


def test_a_selection_opens_over_a_closed_lot_with_the_profiles_quorum() -> None:
    selection, _cases, members = make.selecting()
    lot = models.Lot.objects.get(id=selection.lot_id)
    assert (lot.state, selection.quorum, selection.places) == ("selecting", 5, 1)
    assert {seat.person_id for seat in selection.seats.all()} == set(ids(members))
    data = Fact.objects.get(kind="programme.selection_opened").data
    assert (data["members"], data["quorum"]) == (5, 5)


@pytest.mark.parametrize(
    ("size", "quorum", "rule"),
    [
        (4, 5, "committee-size"),
        (10, 5, "committee-size"),
        (5, 4, "committee-quorum"),
        (5, 6, "committee-quorum"),
    ],
)
def test_a_committee_keeps_the_profiles_size_and_quorum(size: int, quorum: int, rule: str) -> None:
    members = [make.member() for _ in range(size)]
    with pytest.raises(NotValid) as refusal:
        verbs.open_selection(
            lot=make.closed_lot().id,
            members=ids(members),
            quorum=quorum,
            by=makers.agency_officer(),
            now=NOW,
        )
    assert rule in rules(refusal)
    assert not models.Selection.objects.exists()


def test_only_committee_members_sit_each_once_and_no_barred_one() -> None:
    lot, officer = make.closed_lot(), makers.agency_officer()
    members = [make.member() for _ in range(4)]
    with pytest.raises(NotValid) as refusal:
        verbs.open_selection(
            lot=lot.id, members=ids([*members, make.expert()]), by=officer, now=NOW
        )
    assert rules(refusal) == {"committee-members-only"}
    with pytest.raises(NotValid) as refusal:
        verbs.open_selection(lot=lot.id, members=ids([*members, members[0]]), by=officer, now=NOW)
    assert rules(refusal) == {"member-once"}
    last = make.member()
    bar("person", last.person, "assess")
    with pytest.raises(NotAllowed) as refusal:
        verbs.open_selection(lot=lot.id, members=ids([*members, last]), by=officer, now=NOW)
    assert rules(refusal) == {"not-barred"}
    lot.refresh_from_db()
    assert lot.state == "closed"


def bar(on: str, subject: object, what: str) -> None:
    Standing.objects.create(
        **{f"{on}_id": subject},
        from_what=what,
        from_day=clock.today(NOW),
        reason="부정 수급",
        source="법 제33조",
        recorded_at=NOW,
    )


def test_a_selection_does_not_open_on_an_open_lot_or_by_a_stranger() -> None:
    members = [make.member() for _ in range(5)]
    with pytest.raises(NotPossible) as refusal:
        verbs.open_selection(
            lot=makers.lot().id, members=ids(members), by=makers.agency_officer(), now=NOW
        )
    assert rules(refusal) == {"lifecycle"}
    with pytest.raises(NotAllowed):
        verbs.open_selection(lot=make.closed_lot().id, members=ids(members), by=members[0], now=NOW)


@pytest.mark.parametrize("state", ["submitted", "returned", "eligible", "nominated", "assessing"])
def test_a_lot_is_not_selected_before_every_case_is_assessed(state: str) -> None:
    lot = make.closed_lot()
    makers.application(state, lot=lot, is_complete=False)
    with pytest.raises(NotPossible) as refusal:
        verbs.open_selection(
            lot=lot.id,
            members=ids([make.member() for _ in range(5)]),
            by=makers.agency_officer(),
            now=NOW,
        )
    assert rules(refusal) == {"all-assessed"}


def test_a_member_gives_points_by_criterion_and_may_change_them() -> None:
    selection, (case, _), members = make.selecting()
    make.vote(selection, case, members[:1], 70)
    make.vote(selection, case, members[:1], 80)
    ballot = models.Ballot.objects.get()
    assert (ballot.points, sum(ballot.by_criterion.values()), ballot.recused) == (80, 80, False)
    fact = make.fact(case, "ballot_cast")
    assert fact.person == members[0].person
    assert set(fact.data) == {"selection"}  # the vote itself is not told


def test_points_beyond_a_criterion_and_strangers_are_refused() -> None:
    selection, (case, _), members = make.selecting()
    too_many = {**make.points(60), "need": 21}
    with pytest.raises(NotValid) as refusal:
        verbs.cast_ballot(
            selection=selection.id, application=case.id, points=too_many, by=members[0], now=NOW
        )
    assert [one.field for one in refusal.value.problems] == ["points-need"]
    for stranger in (make.member(), makers.agency_officer(), makers.lead_of(case)):
        with pytest.raises(NotAllowed) as refusal:
            make.vote(selection, case, [stranger], 70)
        assert rules(refusal) == {"members-of-committee"}
    elsewhere = make.assessed(make.closed_lot())
    with pytest.raises(NotFound):
        make.vote(selection, elsewhere, members[:1], 70)
    assert not models.Ballot.objects.exists()


def test_a_member_with_a_tie_stands_aside_and_does_not_count() -> None:
    selection, (case, _), members = make.selecting()
    people.membership(people.Person.objects.get(id=members[0].person), case.applicant, "staff")
    with pytest.raises(NotPossible) as refusal:
        make.vote(selection, case, members[:1], 90)
    assert rules(refusal) == {"conflict-applicant"}
    with pytest.raises(NotValid):
        verbs.recuse_member(
            selection=selection.id, application=case.id, reason="", by=members[0], now=NOW
        )
    ballot = verbs.recuse_member(
        selection=selection.id, application=case.id, reason="전 직장", by=members[0], now=NOW
    )
    assert (ballot.recused, ballot.points) == (True, None)
    assert make.fact(case, "member_recused").data["reason"] == "전 직장"


def test_whoever_assessed_may_not_vote() -> None:
    selection, (case, _), members = make.selecting()
    Fact.objects.create(
        at=NOW, kind="programme.scores_submitted", subject=case.id, person=members[0].person
    )
    with pytest.raises(NotAllowed) as refusal:
        make.vote(selection, case, members[:1], 90)
    assert rules(refusal) == {"separation-assess-select"}


def decide(selection: models.Selection, by: object = None) -> models.Selection:
    return verbs.decide_selection(
        selection=selection.id,
        minutes="위원 5명 참석, 원안 의결",
        by=by or makers.agency_approver(),  # type: ignore[arg-type]
        now=NOW,
    )


def test_without_the_quorum_for_every_case_nothing_is_decided() -> None:
    selection, (one, two), members = make.selecting()
    make.vote(selection, one, members, 80)
    make.vote(selection, two, members[:4], 80)
    with pytest.raises(NotPossible) as refusal:
        decide(selection)
    (problem,) = refusal.value.problems
    assert (problem.rule, problem.params["number"], problem.params["cast"]) == (
        "quorum",
        two.number,
        4,
    )
    one.refresh_from_db()
    assert (one.state, one.rank) == ("assessed", None)
    assert not models.Project.objects.exists()


def test_a_recusal_leaves_the_quorum_short_until_another_member_sits() -> None:
    selection, (case,), members = make.selecting(1)
    make.vote(selection, case, members[1:], 80)
    verbs.recuse_member(
        selection=selection.id, application=case.id, reason="친족", by=members[0], now=NOW
    )
    with pytest.raises(NotPossible) as refusal:
        decide(selection)
    assert rules(refusal) == {"quorum"}
    extra = make.member()
    assert extra.person
    with pytest.raises(NotAllowed):
        verbs.seat_member(selection=selection.id, member=extra.person, by=extra, now=NOW)
    verbs.seat_member(
        selection=selection.id, member=extra.person, by=makers.agency_officer(), now=NOW
    )
    assert Fact.objects.get(kind="programme.member_seated").data["name"] == extra.name
    make.vote(selection, case, [extra], 80)
    assert decide(selection).state == "decided"


def test_the_best_are_selected_the_next_wait_and_the_rest_learn_why() -> None:
    selection, cases, _ = make.decided(90, 80, 70, 59, places=1)
    found = [(case.state, case.rank, case.points) for case in cases]
    assert found == [
        ("selected", 1, Decimal("90.000")),
        ("reserve", 2, Decimal("80.000")),
        ("rejected", 3, Decimal("70.000")),
        ("rejected", None, Decimal("59.000")),
    ]
    assert selection.minutes == "회의록"
    assert models.Lot.objects.get(id=selection.lot_id).state == "decided"
    assert make.fact(cases[0], "application_selected").data["rank"] == 1
    assert make.fact(cases[1], "application_reserved").data["rank"] == 2
    beyond, weak = (make.fact(one, "application_rejected").data for one in cases[2:])
    assert (beyond["rule"], weak["rule"]) == ("places-of-lot", "pass-points")
    assert "59 points are below the 60" in weak["reason"]["en"]
    assert set(weak["reason"]) == {"ko", "en"}
    counts = Fact.objects.get(kind="programme.selection_decided").data
    assert (counts["selected"], counts["reserve"], counts["rejected"]) == (1, 1, 2)
    project = models.Project.objects.get()
    assert project.application_id == cases[0].id
    make.fact(cases[0], "project_opened")


def test_a_factory_on_another_track_or_barred_meanwhile_is_not_selected() -> None:
    selection, (one, two), members = make.selecting(2, places=2)
    lot = models.Lot.objects.get(id=selection.lot_id)
    lot.tracks = ["create-model"]
    lot.save()
    models.Application.objects.filter(id=two.id).update(track="create-model")
    bar("organisation", two.applicant_id, "apply")
    for case in (one, two):
        make.vote(selection, case, members, 90)
    decide(selection)
    given = [make.fact(case, "application_rejected").data["rule"] for case in (one, two)]
    assert given == ["track-of-lot", "not-barred"]


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("eligibility_confirmed", "separation-screen-select"),
        ("application_nominated", "separation-nominate-select"),
        ("scores_submitted", "separation-assess-select"),
    ],
)
def test_whoever_had_a_hand_in_one_case_may_not_decide_the_lot(kind: str, rule: str) -> None:
    selection, (one, two), members = make.selecting()
    for case in (one, two):
        make.vote(selection, case, members, 80)
    decider = makers.agency_approver()
    Fact.objects.create(at=NOW, kind=f"programme.{kind}", subject=two.id, person=decider.person)
    with pytest.raises(NotAllowed) as refusal:
        decide(selection, decider)
    assert rules(refusal) == {rule}
    assert refusal.value.problems[0].source
    assert decide(selection).state == "decided"


def test_only_an_approver_decides_once_and_with_minutes() -> None:
    selection, (case,), members = make.selecting(1)
    make.vote(selection, case, members, 80)
    for stranger in (makers.agency_officer(), members[0], makers.lead_of(case)):
        with pytest.raises(NotAllowed):
            decide(selection, stranger)
    with pytest.raises(NotValid) as refusal:
        verbs.decide_selection(
            selection=selection.id, minutes="", by=makers.agency_approver(), now=NOW
        )
    assert refusal.value.problems[0].field == "minutes"
    decide(selection)
    with pytest.raises(NotPossible):
        decide(selection)
    with pytest.raises(NotPossible):
        make.vote(selection, case, members[:1], 10)


def test_the_first_in_reserve_moves_up_when_a_place_is_free() -> None:
    _, (first, second, *_rest), _ = make.decided(90, 80, 70, places=1)
    approver = makers.agency_approver()
    with pytest.raises(NotPossible) as refusal:
        verbs.promote_reserve(application=second.id, by=approver, now=NOW)
    assert rules(refusal) == {"places-of-lot"}
    models.Application.objects.filter(id=first.id).update(state="withdrawn")
    with pytest.raises(NotAllowed):
        verbs.promote_reserve(application=second.id, by=makers.lead_of(second), now=NOW)
    case = verbs.promote_reserve(application=second.id, by=approver, now=NOW)
    assert case.state == "selected"
    assert make.fact(second, "reserve_promoted").data["rank"] == 2
    assert models.Project.objects.filter(application=second).exists()


def test_the_order_of_the_reserve_and_standing_hold_for_moving_up() -> None:
    totals = (90, 89, 88, 87, 86, 85, 84)
    _, cases, _ = make.decided(*totals, places=5)
    assert [case.state for case in cases] == ["selected"] * 5 + ["reserve", "rejected"]
    models.Application.objects.filter(id__in=[cases[0].id, cases[1].id]).update(state="withdrawn")
    models.Application.objects.filter(id=cases[6].id).update(state="reserve")
    approver = makers.agency_approver()
    with pytest.raises(NotPossible) as refusal:
        verbs.promote_reserve(application=cases[6].id, by=approver, now=NOW)
    assert rules(refusal) == {"reserve-order"}
    bar("organisation", cases[5].applicant_id, "apply")
    with pytest.raises(NotAllowed) as barred:
        verbs.promote_reserve(application=cases[5].id, by=approver, now=NOW)
    assert rules(barred) == {"not-barred"}
    with pytest.raises(NotPossible) as rejected:
        verbs.promote_reserve(application=cases[2].id, by=approver, now=NOW)
    assert rules(rejected) == {"lifecycle"}
