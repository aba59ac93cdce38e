"""Budget rules: hold exactly when sums, shares and caps hold, over any amounts."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midas.hub.kernel.money import percent_of, split_by_layer
from midas.hub.programme.rules.budget import (
    BudgetDraft,
    MoneyRules,
    ShareDraft,
    budget_problems,
    cap_for,
    capped_total,
)
from midas.hub.programme.rules.deadlines import due_after, months_after, working_days_after
from midas.hub.programme.rules.numbering import application_number
from midas.hub.programme.rules.papers import missing_papers, needed_papers
from midas.hub.programme.rules.profile import Profile, parse_profile
from midas.hub.programme.rules.profile_line import Branch, LevelCap, Paper
from midas.hub.programme.rules.profile_office import Deadline
from midas.hub.programme.rules.profile_terms import Phrase

ROOT = Path(__file__).resolve().parents[5] / "profiles" / "kr-2027"
PRICES = st.integers(min_value=1, max_value=40_000_000)


@pytest.fixture(scope="module")
def profile() -> Profile:
    """The real profile."""
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in ROOT.rglob("*.toml")
    }
    return parse_profile(texts)


@pytest.fixture(scope="module")
def rules(profile: Profile) -> MoneyRules:
    """The money side of the state upgrade line."""
    terms = profile.line("state-upgrade").versions[-1]
    return MoneyRules(
        terms=terms,
        layers={one.code: one for one in profile.layers},
        cost_items={one.code: one for one in profile.cost_items},
        cap=cap_for(terms, "mid1"),
    )


def licences(*prices: int) -> list[BudgetDraft]:
    """Items that every layer may pay for."""
    return [BudgetDraft("software-licence", "품목", 1, price) for price in prices]


@given(prices=st.lists(PRICES, min_size=1, max_size=8), percent=st.integers(0, 50))
def test_a_budget_split_within_the_shares_holds(
    rules: MoneyRules, prices: list[int], percent: int
) -> None:
    total = sum(prices)
    state = min(percent_of(total, percent), rules.cap)
    shares = [ShareDraft("state", state), ShareDraft("own", total - state)]
    assert budget_problems(licences(*prices), shares, rules) == []


@given(prices=st.lists(PRICES, min_size=1, max_size=8), off=st.integers(1, 1000))
def test_one_won_too_few_or_too_many_is_always_found(
    rules: MoneyRules, prices: list[int], off: int
) -> None:
    total = sum(prices)
    for wrong in (total + off, max(total - off, 0)):
        found = budget_problems(licences(*prices), [ShareDraft("own", wrong)], rules)
        assert "budget-adds-up" in {one.rule for one in found}


@given(total=st.integers(2, 10**9))
def test_a_share_one_won_above_its_percentage_is_always_found(
    rules: MoneyRules, total: int
) -> None:
    state = total // 2 + 1
    shares = [ShareDraft("state", state), ShareDraft("own", total - state)]
    found = {one.rule for one in budget_problems(licences(total), shares, rules)}
    assert "share-within-cap" in found


@given(parts=st.dictionaries(st.sampled_from(["state", "own"]), st.integers(1, 10**9), min_size=1))
def test_splitting_by_layer_loses_and_makes_no_won(parts: dict[str, int]) -> None:
    amount = sum(parts.values()) // 3
    assert sum(split_by_layer(amount, parts).values()) == amount


@pytest.mark.parametrize(
    ("line", "share", "rule", "field"),
    [
        (("robot-dog", "x", 1, 1), ("own", 1), "cost-category", "lines-0-category"),
        (("software-licence", "", 1, 1), ("own", 1), "cost-item-named", "lines-0-item"),
        (("software-licence", "x", 0, 1), ("own", 1), "cost-whole-numbers", "lines-0-quantity"),
        (
            ("software-licence", "x", 1, 10**14),
            ("own", 1),
            "cost-whole-numbers",
            "lines-0-quantity",
        ),
        (("software-licence", "x", 1, 1), ("host", 1), "layer-of-line", "shares-0-layer"),
        (("software-licence", "x", 1, 1), ("state", 1, "in-kind"), "layer-kind", "shares-0-kind"),
        (("software-licence", "x", 1, 1), ("own", -1), "amount-whole", "shares-0-amount"),
        (("saas-fee", "x", 1, 9), ("state", 9), "cost-item-paid-for", "lines"),
    ],
)
def test_a_wrong_line_names_its_field_and_rule(
    rules: MoneyRules,
    line: tuple[str, str, int, int],
    share: tuple[str, int],
    rule: str,
    field: str,
) -> None:
    found = budget_problems([BudgetDraft(*line)], [ShareDraft(*share)], rules)
    assert (rule, field) in {(one.rule, one.field) for one in found}
    assert all(one.source for one in found)


def test_a_layer_named_twice_is_found(rules: MoneyRules) -> None:
    shares = [ShareDraft("own", 1), ShareDraft("own", 1)]
    found = budget_problems(licences(2), shares, rules)
    assert [one.field for one in found] == ["shares-1-layer"]


def test_only_the_capped_layers_count_against_the_cap(rules: MoneyRules) -> None:
    shares = [ShareDraft("state", 5), ShareDraft("local", 7), ShareDraft("own", 9)]
    assert capped_total(shares, rules.terms) == 5


def test_branch_and_level_change_the_cap(rules: MoneyRules) -> None:
    name = Phrase(ko="가", en="a")
    terms = msgspec.structs.replace(
        rules.terms,
        cap=200,
        branches=(Branch(code="basic", name=name, cap=60), Branch(code="free", name=name)),
        level_caps=(LevelCap(level="basic", cap=80),),
    )
    assert [cap_for(terms, *where) for where in (("mid1",), ("basic",))] == [200, 80]
    assert [cap_for(terms, "mid1", branch) for branch in ("basic", "free")] == [60, 200]
    assert cap_for(terms, "basic", "basic") == 60


def test_papers_depend_on_the_circumstances() -> None:
    rows = [
        Paper(stage="filing", document="plan"),
        Paper(stage="filing", document="pledge", need="if-consortium"),
        Paper(stage="filing", document="photo", need="optional"),
        Paper(stage="design", document="drawing"),
    ]
    alone = needed_papers(rows, "filing", frozenset())
    assert [(one.document, one.required) for one in alone] == [("plan", True), ("photo", False)]
    together = needed_papers(rows, "filing", frozenset({"if-consortium"}))
    assert [one.document for one in missing_papers(together, ["plan"])] == ["pledge"]


def test_numbers_read_like_the_notice() -> None:
    assert application_number("2026-N-0100", 1, 123) == "2026-0100-01-000123"


def deadline(**values: object) -> Deadline:
    """A period of the profile."""
    name = Phrase(ko="기한", en="period")
    return Deadline(code="x", name=name, after="y", source="own", trust="C", **values)  # type: ignore[arg-type]


def test_periods_end_where_the_calendar_says() -> None:
    friday = date(2026, 1, 30)
    assert due_after(deadline(days=7), friday) == date(2026, 2, 6)
    assert due_after(deadline(days=7, extension_days=3), friday, extended=True) == date(2026, 2, 9)
    assert due_after(deadline(days=1, working_days=True), friday) == date(2026, 2, 2)
    assert due_after(deadline(months=1), date(2026, 1, 31)) == date(2026, 2, 28)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert working_days_after(friday, 10) == date(2026, 2, 13)


@given(day=st.dates(max_value=date(9000, 1, 1)), days=st.integers(1, 60))
def test_working_days_never_end_on_a_weekend(day: date, days: int) -> None:
    assert working_days_after(day, days).weekday() < 5
