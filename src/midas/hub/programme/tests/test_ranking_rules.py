"""The ranking of a lot: means, bonus, pass mark, ties, places and reserve; and conflicts."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midas.hub.programme.rules import appeals, ranking
from midas.hub.programme.rules.conflicts import (
    Belonging,
    ConflictRule,
    Judge,
    Sides,
    conflicts,
)
from midas.hub.programme.rules.profile_line import Bonus
from midas.hub.programme.rules.profile_office import Criterion, Selection
from midas.hub.programme.rules.ranking import REJECTED, RESERVE, SELECTED, Candidate
from midas.hub.programme.tests.forms_assessment import OWN, phrase

T0 = datetime(2026, 1, 5, tzinfo=UTC)
RULE = Selection(pass_points=60, reserve_percent=20, ties=("plan", "effect"), **OWN)
CRITERIA = tuple(
    Criterion(code=code, name=phrase(code), help=phrase(code), points=points, **OWN)
    for code, points in (("need", 30), ("plan", 40), ("effect", 30))
)


def candidate(
    key: str, need: int, plan: int, effect: int, *, bonus: int = 0, late: int = 0, fits: bool = True
) -> Candidate:
    """A candidate who filed `late` minutes after the first."""
    points = {"need": Fraction(need), "plan": Fraction(plan), "effect": Fraction(effect)}
    return Candidate(key, points, bonus, T0 + timedelta(minutes=late), fits)


def outcomes(rows: list[Candidate], places: int) -> list[tuple[str, str, int | None]]:
    return [(one.key, one.outcome, one.rank) for one in ranking.rank(rows, places, RULE)]


def test_places_then_reserve_then_the_rest() -> None:
    rows = [candidate(f"f{n}", 30, 40 - n, 0) for n in range(8)]
    found = outcomes(rows, 5)
    assert [outcome for _, outcome, _ in found] == [SELECTED] * 5 + [RESERVE] + [REJECTED] * 2
    assert [rank for _, _, rank in found] == list(range(1, 9))


def test_ties_go_by_the_criteria_named_then_by_who_filed_earlier() -> None:
    rows = [
        candidate("late", 25, 30, 20, late=9),
        candidate("early", 25, 30, 20, late=1),
        candidate("effect", 20, 30, 25, late=20),
        candidate("plan", 20, 31, 24, late=30),
    ]
    assert [key for key, _, _ in outcomes(rows, 4)] == ["plan", "effect", "early", "late"]


def test_bonus_lifts_the_rank_but_never_over_the_pass_mark() -> None:
    rows = [candidate("plain", 30, 31, 0), candidate("bonus", 30, 30, 0, bonus=3)]
    assert outcomes(rows, 1)[0] == ("bonus", SELECTED, 1)
    weak = outcomes([candidate("weak", 29, 30, 0, bonus=12)], 1)
    assert weak == [("weak", REJECTED, None)]


def test_a_track_that_the_lot_does_not_support_is_said() -> None:
    (verdict,) = ranking.rank([candidate("x", 30, 40, 30, fits=False)], 1, RULE)
    assert verdict.outcome == REJECTED
    assert verdict.reason is not None
    assert verdict.reason.rule == "track-of-lot"


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.integers(0, 40),
            st.integers(0, 30),
            st.integers(0, 12),
            st.booleans(),
        ),
        max_size=25,
    ),
    st.integers(0, 12),
    st.randoms(use_true_random=False),
)
def test_the_ranking_is_total_fair_and_independent_of_input_order(
    rows: list[tuple[int, int, int, int, bool]], places: int, random: object
) -> None:
    made = [
        candidate(f"k{n:02}", a, b, c, bonus=d, fits=e) for n, (a, b, c, d, e) in enumerate(rows)
    ]
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    verdicts = ranking.rank(made, places, RULE)
    assert verdicts == ranking.rank(shuffled, places, RULE)
    assert sorted(one.key for one in verdicts) == sorted(one.key for one in made)
    ranked = [one for one in verdicts if one.rank is not None]
    assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
    totals = [one.total for one in ranked]
    assert totals == sorted(totals, reverse=True)
    selected = [one for one in verdicts if one.outcome == SELECTED]
    assert len(selected) == min(places, len(ranked))
    by_key = {one.key: one for one in made}
    assert all(by_key[one.key].base >= RULE.pass_points for one in selected)
    assert all(one.reason is not None for one in verdicts if one.outcome == REJECTED)


@pytest.mark.parametrize(
    ("total", "last", "outcome"),
    [(61, 70, RESERVE), (70, 70, SELECTED), (59, 50, REJECTED), (61, None, SELECTED)],
)
def test_a_case_that_comes_back_takes_nobodys_place(
    total: int, last: int | None, outcome: str
) -> None:
    one = candidate("x", 30, total - 30, 0)
    bar = None if last is None else Fraction(last)
    assert ranking.rank_again(one, bar, RULE) == outcome


@pytest.mark.parametrize(
    ("points", "fields"),
    [
        ({"need": 30, "plan": 0, "effect": 15}, []),
        ({"need": 31, "plan": 0, "effect": 15}, ["points-need"]),
        ({"need": 3, "effect": 15}, ["points-plan"]),
        ({"need": 3, "plan": -1, "effect": True}, ["points-plan", "points-effect"]),
        ({"need": 3, "plan": 1, "effect": 1, "luck": 5}, ["points-luck"]),
    ],
)
def test_a_ballot_gives_every_criterion_its_points(
    points: dict[str, int], fields: list[str]
) -> None:
    assert [one.field for one in ranking.check_ballot(points, CRITERIA)] == fields


def test_means_are_exact_and_bonuses_are_limited_by_kind() -> None:
    votes = [{"need": n, "plan": 1, "effect": 0} for n in (1, 1, 2)]
    assert ranking.mean_points(votes, CRITERIA)["need"] == Fraction(4, 3)
    assert ranking.mean_points([], CRITERIA) == {}
    bonuses = [Bonus(code=f"b{n}", name=phrase("b"), points=n, **OWN) for n in (1, 2, 3)]
    assert ranking.bonus_points(["b1", "b2", "b3", "b3", "other"], bonuses, 2) == 5
    assert ranking.shown(Fraction(200, 3)) == "66.667"


FIRM, SUPPLIER, BODY, PERSON = (UUID(int=n) for n in range(1, 5))
RULES = ConflictRule(years=3, same_region=False, source="own")
DAY = date(2026, 3, 10)


def judged(*belongings: Belonging, region: UUID | None = None) -> Judge:
    return Judge(PERSON, BODY, region, belongings)


@pytest.mark.parametrize(
    ("judge", "rules"),
    [
        (judged(), []),
        (judged(Belonging(FIRM, date(2020, 1, 1))), ["conflict-applicant"]),
        (judged(Belonging(SUPPLIER, date(2020, 1, 1), date(2023, 3, 10))), ["conflict-supplier"]),
        (judged(Belonging(SUPPLIER, date(2020, 1, 1), date(2023, 3, 9))), []),
        (judged(Belonging(SUPPLIER, date(2026, 3, 11))), []),
        (Judge(PERSON, SUPPLIER, None, ()), ["conflict-supplier"]),
        (Judge(UUID(int=9), BODY, None, ()), ["conflict-own-case"]),
    ],
)
def test_ties_of_the_last_years_stand_against_a_judge(judge: Judge, rules: list[str]) -> None:
    sides = Sides({"applicant": FIRM, "supplier": SUPPLIER}, frozenset({UUID(int=9)}))
    assert [one.rule for one in conflicts(judge, sides, RULES, DAY)] == rules


def test_the_same_region_is_a_tie_only_where_the_rule_says_so() -> None:
    region = uuid4()
    sides = Sides({"applicant": FIRM}, regions=frozenset({region}))
    strict = ConflictRule(years=3, same_region=True, source="own")
    assert conflicts(judged(region=region), sides, RULES, DAY) == ()
    found = conflicts(judged(region=region), sides, strict, DAY)
    assert [one.rule for one in found] == ["conflict-same-region"]


def test_an_appeal_is_in_time_on_the_last_day_and_never_judged_by_its_decider() -> None:
    assert appeals.late_problem(DAY, DAY, "own") is None
    assert appeals.late_problem(DAY, DAY + timedelta(days=1), "own") is not None
    assert appeals.decider_problem(PERSON, PERSON, "own") is not None
    assert appeals.decider_problem(PERSON, BODY, "own") is None
    assert appeals.decider_problem(None, None, "own") is None
