"""Who sees whose bands and since when; the firm's report; reads with constant query counts."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from midas.hub.accounts.models import Standing
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import NOBODY, Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.programme import models
from midas.hub.programme.queries import assessment as queries
from midas.hub.programme.queries import judges, panel
from midas.hub.programme.queries import selection as selections
from midas.hub.programme.queries.report import result_report
from midas.hub.programme.services import assessment as verbs
from midas.hub.programme.services.separation import separation_problem
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_assessment as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
DAY = clock.today(NOW)


def seen(actor: Actor) -> set[Any]:
    return set(queries.visible_scores(actor).values_list("seat__expert", flat=True))


def test_an_expert_is_blind_until_handing_in() -> None:
    row, (one, two, three) = make.panel()
    make.hand_in(row, one, make.marks(1))
    verbs.save_scores(seat=make.seat_of(row, two).id, scores=make.marks(3), by=two, now=NOW)
    assert seen(one) == {one.person}  # the others have not handed in
    assert seen(two) == {two.person}  # blind: has not handed in
    assert seen(three) == set()
    make.hand_in(row, two, make.marks(3))
    assert seen(one) == seen(two) == {one.person, two.person}
    assert seen(three) == set()
    table = queries.scores_side_by_side(two, row)
    assert {band for band, _ in table[make.dimensions()[0]].values()} == {1, 3}
    assert queries.scores_side_by_side(three, row) == {}
    assert queries.marks_of(make.seat_of(row, two))[make.dimensions()[0]][0] == 3


def test_the_names_of_the_panel_are_shown_after_handing_in() -> None:
    row, (one, two, three) = make.panel()
    make.hand_in(row, one)
    make.hand_in(row, two)
    assert {seat.expert_id for seat in queries.visible_seats(one, row)} == {one.person, two.person}
    assert [seat.expert_id for seat in queries.visible_seats(three, row)] == [three.person]
    assert queries.visible_seats(makers.agency_officer(), row).count() == 3
    assert not queries.visible_seats(makers.lead_of(row.application), row).exists()


def test_an_expert_of_another_panel_or_released_from_this_one_sees_nothing() -> None:
    row, (one, two, _) = make.panel()
    make.hand_in(row, one)
    verbs.release_seat(
        seat=make.seat_of(row, two).id, reason="지연", by=makers.agency_officer(), now=NOW
    )
    other, (stranger, _) = make.panel(count=2)
    make.hand_in(other, stranger)
    assert seen(two) == set()
    assert seen(stranger) == {stranger.person}
    assert not queries.visible_assessments(two).filter(id=row.id).exists()


def test_the_agency_sees_what_was_handed_in_and_nothing_before() -> None:
    row, (one, two, _) = make.panel()
    make.hand_in(row, one)
    verbs.save_scores(seat=make.seat_of(row, two).id, scores=make.marks(), by=two, now=NOW)
    for actor in (makers.agency_officer(), makers.agency_approver(), people.actor("ministry")):
        assert seen(actor) == {one.person}
    for actor in (makers.lead_of(row.application), make.member(), makers.city_officer(), NOBODY):
        assert seen(actor) == set()
        assert not queries.visible_bands(actor).exists()


def test_the_firm_sees_the_agreed_bands_only_after_the_decision() -> None:
    row, _ = make.concluded()
    case = models.Application.objects.get(id=row.application_id)
    lead, rival = makers.lead_of(case), people.actor("adopter")
    assert not queries.visible_bands(lead).exists()
    with pytest.raises(NotFound):
        result_report(lead, case)
    models.Application.objects.filter(id=case.id).update(state="rejected")
    assert queries.visible_bands(lead).count() == len(make.dimensions())
    assert seen(lead) == set()  # never a single expert's
    assert not queries.visible_bands(rival).exists()
    assert queries.visible_assessments(lead).count() == 1
    assert not queries.visible_assessments(rival).exists()


def test_the_committee_sees_the_agreed_bands_of_its_lot() -> None:
    selection, _cases, members = make.selecting(1)
    lot = models.Lot.objects.get(id=selection.lot_id)
    case = makers.application("eligible", lot=lot)
    make.concluded(case=case)
    elsewhere, _ = make.concluded()
    found = set(queries.visible_bands(members[0]).values_list("assessment__application", flat=True))
    assert found == {case.id}
    assert seen(members[0]) == set()
    assert elsewhere.id not in queries.visible_assessments(members[0]).values_list("id", flat=True)


def test_the_report_names_levels_track_and_the_next_best_steps() -> None:
    row, _ = make.concluded(2)
    case = models.Application.objects.get(id=row.application_id)
    models.Application.objects.filter(id=case.id).update(state="selected")
    report = result_report(makers.lead_of(case), case)
    assert (report.overall.code, report.track.code, report.tier.code) == (
        "basic",
        "improve-model",
        "advanced",
    )
    assert set(report.reason) == {"ko", "en"}
    assert len(report.domains) == 5
    assert all(line.level is not None for line in report.domains)
    assert [line.band for line in report.dimensions] == [2] * len(make.dimensions())
    assert all(line.own_band == 2 for line in report.dimensions)
    assert all(line.next_anchor for line in report.dimensions)
    assert len(report.steps) == 5
    assert all(step.line.band == 2 for step in report.steps)
    assert (report.points, report.agreement) == ("40.000", "100.0")


def test_the_seats_of_an_expert_are_listed_by_due_day() -> None:
    row, (one, _) = make.panel(count=2)
    assert [seat.assessment_id for seat in queries.my_seats(one)] == [row.id]
    assert not queries.my_seats(make.expert()).exists()
    overdue = make.seat_of(row, one).due_on
    assert overdue is not None
    assert not queries.seats_late(overdue).exists()
    assert queries.seats_late(overdue.replace(month=overdue.month + 1)).count() == 2


def test_a_member_sees_their_own_ballots_only() -> None:
    selection, (one, two), members = make.selecting()
    make.vote(selection, one, members[:1], 70)
    rows = selections.my_ballots(members[0], selection)
    assert [(row.case.id, row.ballot and row.ballot.points) for row in rows] == [
        (one.id, 70),
        (two.id, None),
    ]
    assert all(row.ballot is None for row in selections.my_ballots(members[1], selection))
    assert selections.selections_waiting(members[0]).count() == 1
    assert list(selections.visible_selections(members[0])) == [selection]
    assert not selections.visible_selections(make.member()).exists()
    assert list(selections.visible_selections(makers.agency_officer())) == [selection]


def test_the_agencys_table_ranks_the_votes_so_far_with_a_constant_number_of_queries() -> None:
    selection, (one, two), members = make.selecting()
    make.vote(selection, one, members, 70)
    make.vote(selection, two, members[:3], 80)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries_made:
            table = selections.selection_table(selection, DAY)
        counts.append(len(queries_made))
        lot = models.Lot.objects.get(id=selection.lot_id)
        make.assessed(lot)
    assert counts[0] == counts[1]
    first, second = table[0], table[1]
    assert (first.case.id, first.votes, first.missing_votes, first.total) == (two.id, 3, 2, "80")
    assert (second.verdict.outcome, second.by_criterion["need"]) == ("reserve", "20")


def test_a_button_can_ask_beforehand_whether_duties_are_separate() -> None:
    row, (one, _) = make.panel(count=2)
    problem = separation_problem("cast_ballot", row.application_id, one)
    assert problem is not None
    assert problem.rule == "separation-assess-select"
    assert separation_problem("cast_ballot", row.application_id, make.member()) is None


def test_candidates_for_a_panel_come_with_what_stands_against_them() -> None:
    row, (one, _) = make.panel(count=2)
    case = models.Application.objects.get(id=row.application_id)
    free, tied, barred = make.expert(), make.expert(), make.expert()
    people.membership(people.Person.objects.get(id=tied.person), case.applicant, "staff")
    Standing.objects.create(
        organisation_id=barred.organisation,
        from_what="assess",
        from_day=DAY,
        reason="평가 부정",
        source="법 제33조",
        recorded_at=NOW,
    )
    pairs = [(who.person, who.organisation) for who in (free, tied, barred)]
    judges.objections(pairs[:1], case, DAY)  # type: ignore[arg-type]  # rules decoded once
    with CaptureQueriesContext(connection) as few:
        judges.objections(pairs[:1], case, DAY)  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as many:
        found = judges.objections(pairs, case, DAY)  # type: ignore[arg-type]
    assert len(few) == len(many)
    told = [[problem.rule for problem in found[pair]] for pair in pairs]  # type: ignore[index]
    assert told == [[], ["conflict-applicant"], ["not-barred"]]
    listed = {each.person: bool(each.against) for each in panel.candidates_for(row, DAY)}
    assert listed == {free.person: False, tied.person: True, barred.person: True}
    assert one.person not in listed
