"""Settlement, returns, after-care and the end of a case."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.queries import money
from midas.hub.programme.rules.aftercare import visit_days
from midas.hub.programme.rules.outcome import Change, change, figure
from midas.hub.programme.rules.profile_line import Visit
from midas.hub.programme.rules.profile_terms import Phrase
from midas.hub.programme.services import care, settlement
from midas.hub.programme.services import claim as claims
from midas.hub.programme.services import project as projects
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_project as cases
from midas.hub.programme.tests.test_project_supplier import facts_of, rules_of

M = 1_000_000
database = pytest.mark.django_db


def paid_out(**fields: Any) -> cases.Cast:
    """A completed project with one claim of 100 million paid."""
    it = cases.at("completed", **fields)
    it.claim_and_pay(it.line(100 * M))
    return it


@database
def test_an_account_without_objections_returns_nothing() -> None:
    it = paid_out()
    it.settle()
    account = models.Settlement.objects.get()
    assert (it.fresh().state, account.return_due) == ("settled", 0)
    assert account.by_layer["state"] == {
        "agreed": 200 * M,
        "paid": 50 * M,
        "accepted": 50 * M,
        "return_due": 0,
    }
    assert facts_of(it.case)[-1] == "project_settled"
    assert it.fresh().due_on == models.CareVisit.objects.get(moment="T0").due_on


@database
def test_cost_that_is_not_accepted_is_due_back_and_returned_in_parts() -> None:
    it = paid_out()
    with pytest.raises(NotValid) as refused:
        it.settle(accepted=80 * M)
    assert [p.field for p in refused.value.problems] == ["note"]
    it.settle(accepted=80 * M, note="계산서 2건 불인정")
    assert money.returns_left(it.fresh()) == {"state": 10 * M}
    by = {"by": it.officer, "now": it.now, "project": it.project.id}
    settlement.record_return(amount=4 * M, reference="R-1", **by)
    settlement.record_return(amount=4 * M, reference="R-1", **by)
    assert money.returns_left(it.fresh()) == {"state": 6 * M}
    with pytest.raises(NotValid) as refused:
        settlement.record_return(amount=6 * M + 1, reference="R-2", **by)
    assert rules_of(refused) == ["return-within-due"]
    with pytest.raises(NotValid) as refused:
        settlement.record_return(amount=6 * M, reference=" ", **by)
    assert rules_of(refused) == ["payment-reference"]
    settlement.record_return(amount=6 * M, reference="R-2", **by)
    assert money.returns_left(it.fresh()) == {"state": 0}
    assert facts_of(it.case)[-2:] == ["money_returned"] * 2
    assert Fact.objects.filter(kind="programme.money_returned").last().data["left"] == "0"


@database
def test_returns_are_recorded_by_the_agency_and_only_after_the_settlement() -> None:
    it = paid_out()
    values = {"amount": M, "reference": "R"}
    with pytest.raises(NotPossible):
        it.run(settlement.record_return, it.officer, **values)
    with pytest.raises(NotAllowed):
        it.run(settlement.record_return, it.owner, **values)


@database
def test_open_claims_stop_the_settlement_and_unmended_ones_are_dropped() -> None:
    it = paid_out()
    row = it.claim(it.line(10 * M))
    with pytest.raises(NotPossible) as refused:
        it.settle()
    assert refused.value.problems[0].params == {"serials": "2"}
    claims.return_claim(claim=row.id, reason="수정", by=it.officer, now=it.now)
    it.settle()
    row.refresh_from_db()
    assert row.state == "refused"
    assert facts_of(it.case)[-2:] == ["claim_dropped", "project_settled"]


@database
@pytest.mark.parametrize("accepted", [-1, 100 * M + 1])
def test_an_accepted_cost_outside_what_was_spent_is_refused(accepted: int) -> None:
    it = paid_out()
    with pytest.raises(NotValid) as refused:
        it.settle(accepted=accepted, note="x")
    assert rules_of(refused) == ["accepted-within-spent"]


@database
def test_who_inspected_or_stands_outside_does_not_settle() -> None:
    it = paid_out()
    it.papers("settlement")
    for by in (it.owner, it.park, it.approver, people.actor("agency", "officer")):
        with pytest.raises(NotAllowed):
            it.run(settlement.settle_project, by, accepted=None, note="")


@database
def test_a_settlement_needs_the_firms_report_and_a_complete_build() -> None:
    it = paid_out()
    with pytest.raises(NotValid) as refused:
        it.run(settlement.settle_project, it.settler, accepted=None, note="")
    assert rules_of(refused) == ["paper-missing"]
    early = cases.at("checked")
    with pytest.raises(NotPossible):
        early.run(settlement.settle_project, early.settler, accepted=None, note="")


@database
def test_three_visits_show_the_change_and_the_case_is_closed() -> None:
    it = cases.at("in_force")
    it.visit("T0")
    it.design()
    it.interim()
    it.complete()
    it.settle()
    assert it.fresh().due_on == date(2026, 9, 2)
    with pytest.raises(NotPossible) as refused:
        it.run(projects.close_project, it.officer)
    assert rules_of(refused) == ["visits-done"]
    it.later(days=184)
    it.visit("T1")
    it.later(days=370)
    it.visit("T2")
    assert it.fresh().due_on is None
    it.run(projects.close_project, it.officer)
    it.case.refresh_from_db()
    assert (it.fresh().state, it.case.state) == ("closed", "finished")
    assert facts_of(it.case)[-3:] == ["visit_recorded", "visit_recorded", "project_closed"]
    visit = models.CareVisit.objects.get(moment="T0")
    assert visit.figures["unit-cost"] == "1500"


@database
def test_visits_are_made_in_order_once_and_after_completion() -> None:
    it = cases.at("in_force")
    with pytest.raises(NotPossible) as refused:
        it.visit("T1")
    assert rules_of(refused) == ["visits-in-order"]
    with pytest.raises(NotFound):
        it.visit("T9")
    it.visit("T0")
    with pytest.raises(NotPossible) as refused:
        it.visit("T0")
    assert rules_of(refused) == ["visit-once"]
    with pytest.raises(NotPossible) as refused:
        it.visit("T1")
    assert rules_of(refused) == ["visit-after-completion"]


@database
def test_a_visit_long_before_its_day_or_in_the_future_is_refused() -> None:
    it = cases.at("completed")
    it.visit("T0")
    with pytest.raises(NotValid) as refused:
        it.visit("T1")
    assert refused.value.problems[0].params == {"first": "2026-08-03"}
    with pytest.raises(NotValid) as refused:
        it.visit("T1", visited_on=it.today + timedelta(days=200))
    assert rules_of(refused) == ["visit-day"]


@database
@pytest.mark.parametrize(
    ("figures", "rule"),
    [
        ({"oee": ""}, "outcome-required"),
        ({"oee": "sehr gut"}, "outcome-number"),
        ({"oee": "NaN"}, "outcome-number"),
        ({"oee": "100.1"}, "outcome-range"),
        ({"accidents": "-1"}, "outcome-range"),
        ({"made-up": "1"}, "outcome-known"),
    ],
)
def test_figures_that_cannot_be_are_named(figures: dict[str, str], rule: str) -> None:
    it = cases.at("in_force")
    with pytest.raises(NotValid) as refused:
        it.visit("T0", figures=cases.FIGURES | figures)
    assert rules_of(refused) == [rule]
    assert refused.value.problems[0].field == next(iter(figures))
    assert models.CareVisit.objects.get(moment="T0").visited_on is None


@database
def test_a_visit_needs_a_report_and_an_answer_on_use_and_its_own_techno_park() -> None:
    it = cases.at("completed")
    for by in (it.officer, it.owner, people.actor("techno_park", "officer")):
        with pytest.raises(NotAllowed):
            it.run(
                care.record_visit,
                by,
                moment="T0",
                visited_on=it.today,
                figures=cases.FIGURES,
                in_use=None,
                report="x",
            )
    with pytest.raises(NotValid) as refused:
        it.visit("T0", report="")
    assert rules_of(refused) == ["report-written"]
    it.visit("T0", in_use=None)
    it.later(days=184)
    with pytest.raises(NotValid) as refused:
        it.visit("T1", in_use=None)
    assert rules_of(refused) == ["in-use-answered"]


@database
def test_a_case_is_not_closed_while_money_is_still_due_back() -> None:
    it = paid_out()
    it.visit("T0")
    it.settle(accepted=80 * M, note="불인정")
    it.later(days=184).visit("T1")
    it.later(days=370).visit("T2")
    with pytest.raises(NotAllowed):
        it.run(projects.close_project, it.owner)
    with pytest.raises(NotPossible) as refused:
        it.run(projects.close_project, makers.agency_officer())
    assert refused.value.problems[0].params == {"left": "10,000,000"}


@pytest.mark.parametrize(
    ("before", "after", "better", "expected"),
    [
        ("100", "129.4", "higher", Change(Decimal("29.4"), "better")),
        ("2.4", "1.2", "lower", Change(Decimal("-50.0"), "better")),
        ("100", "110", "lower", Change(Decimal("10.0"), "worse")),
        ("-10", "10", "higher", Change(Decimal("200.0"), "better")),
        ("5", "5.0", "lower", Change(Decimal("0.0"), "same")),
        ("0", "3", "lower", Change(None, "worse")),
        (None, "3", "lower", Change(None, "unknown")),
    ],
)
def test_changes_have_a_size_and_a_direction(
    before: str | None, after: str, better: str, expected: Change
) -> None:
    assert change(Decimal(before) if before else None, Decimal(after), better) == expected


NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=3)


@given(NUMBERS, NUMBERS)
def test_what_is_better_one_way_is_worse_the_other_way(before: Decimal, after: Decimal) -> None:
    up, down = change(before, after, "higher"), change(before, after, "lower")
    assert up.percent == down.percent
    assert {up.direction, down.direction} in ({"same"}, {"better", "worse"})
    if up.percent:
        assert (up.percent > 0) == (after > before)


@given(NUMBERS)
def test_a_figure_is_read_with_or_without_separators(number: Decimal) -> None:
    assert figure(f"{number:,}") == number == figure(str(number))


def test_visits_fall_due_months_after_their_anchor() -> None:
    def visit(code: Any, months: int, anchor: Any) -> Visit:
        name = Phrase(ko="측정", en="Visit")
        return Visit(
            code=code,
            name=name,
            months_after_completion=months,
            anchor=anchor,
            source="own",
            trust="C",
        )

    rows = [visit("T0", 0, "agreement"), visit("T1", 6, "completion")]
    days = visit_days(rows, agreed_on=date(2026, 3, 2), completed_on=date(2026, 8, 31))
    assert days == {"T0": date(2026, 3, 2), "T1": date(2027, 2, 28)}
