"""Aggregation of bands: levels, brakes, track and tier; no higher band ever lowers anything."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midas.hub.programme.rules import maturity, scoring
from midas.hub.programme.rules.profile_maturity import Gate, Questionnaire
from midas.hub.programme.rules.scoring import Mark
from midas.hub.programme.tests import forms_assessment as forms
from midas.hub.programme.tests import makers

SCALE = forms.scale()
RANK = {code: n for n, code in enumerate(forms.LEVELS)}
TIER = {"foundation": 1, "advanced": 2, "leading": 3}
THREE = [
    forms.dimension("robots", "shop", 40),
    forms.dimension("records", "plant", 40),
    forms.dimension("orders", "office", 20),
]


@pytest.mark.parametrize(
    ("bands", "overall", "track", "tier"),
    [
        ((0, 0, 0), "none", "lay-foundations", "foundation"),
        ((1, 1, 1), "basic", "improve-model", "advanced"),
        ((1, 0, 5), "basic", "lay-foundations", "foundation"),  # plant below basic
        ((3, 3, 3), "mid2", "create-model", "leading"),
        ((5, 5, 0), "basic", "improve-model", "advanced"),  # one above the weakest: basic
        ((5, 5, 5), "high", "create-model", "leading"),
        ((2, 3, 3), "mid1", "improve-model", "advanced"),  # mean 2.6
    ],
)
def test_levels_lead_to_a_track(
    bands: tuple[int, int, int], overall: str, track: str, tier: str
) -> None:
    result = maturity.assess(
        forms.form(THREE), SCALE, dict(zip(("robots", "records", "orders"), bands, strict=True))
    )
    assert (result.overall, result.track, result.tier) == (overall, track, tier)


def test_a_mean_that_equals_a_cut_reaches_it_exactly() -> None:
    dimensions = [forms.dimension(f"d{n}", "shop", 10) for n in range(10)]
    form = forms.form(dimensions, cut_at=(0, 0.1, 0.3, 0.7, 4))
    bands = {f"d{n}": int(n < 3) for n in range(10)}  # mean 0.3, which binary floats miss
    assert maturity.assess(form, SCALE, bands).domains["shop"] == "mid1"


def test_the_minimum_method_takes_the_lowest_band_of_a_domain() -> None:
    dimensions = [forms.dimension("a", "shop", 90), forms.dimension("b", "shop", 10)]
    form = forms.form(dimensions, methods={"shop": "minimum"}, above_weakest=4)
    result = maturity.assess(form, SCALE, {"a": 5, "b": 1})
    assert result.domains["shop"] == "basic"
    assert result.overall == "high"  # 4.6


def test_a_gate_limits_a_level_and_is_named() -> None:
    brake = forms.gate("no-network", "overall", "basic", dimension="orders", below_band=2)
    form = forms.form(THREE, gates=[brake], above_weakest=4)
    low = maturity.assess(form, SCALE, {"robots": 5, "records": 5, "orders": 1})
    high = maturity.assess(form, SCALE, {"robots": 5, "records": 5, "orders": 2})
    assert (low.overall, low.gates) == ("basic", ("no-network",))
    assert (high.overall, high.gates) == ("high", ())


def test_gates_between_domains_work_through_a_chain_in_any_order() -> None:
    chain = [
        forms.gate("second", "office", "basic", domain="plant", below_level="mid1"),
        forms.gate("first", "plant", "basic", domain="shop", below_level="mid1"),
    ]
    form = forms.form(THREE, gates=chain, above_weakest=4)
    result = maturity.assess(form, SCALE, {"robots": 1, "records": 5, "orders": 5})
    assert result.domains == {"shop": "basic", "plant": "basic", "office": "basic"}
    assert set(result.gates) == {"first", "second"}


def test_a_skipped_domain_counts_nowhere() -> None:
    result = maturity.assess(forms.form(THREE), SCALE, {"robots": 3, "records": 3})
    assert result.domains == {"shop": "mid2", "plant": "mid2"}
    assert (result.overall, result.answered) == ("mid2", 80)


def test_the_best_steps_put_the_level_of_the_site_first() -> None:
    form = forms.form(THREE)
    steps = maturity.best_steps(form, SCALE, {"robots": 3, "records": 3, "orders": 0})
    assert [s.dimension for s in steps] == ["orders", "records", "robots"]
    assert steps[0].raises_overall
    assert steps[1].gain == 8  # 40 % of one band of five
    assert maturity.best_steps(form, SCALE, {"robots": 5, "records": 5, "orders": 5}) == ()


@pytest.mark.parametrize(
    ("scores", "percent"),
    [
        ([{"a": 1, "b": 3}, {"a": 2, "b": 5}], Fraction(50)),
        ([{"a": 1, "b": 3}, {"a": 1, "b": 3}, {"a": 2, "b": 4}], Fraction(100)),
        ([{"a": 0}, {"a": 2, "b": 5}], Fraction(0)),
        ([{"a": 1}], Fraction(100)),
    ],
)
def test_agreement_is_the_share_of_dimensions_within_one_band(
    scores: list[dict[str, int]], percent: Fraction
) -> None:
    assert maturity.within_one_band(scores, ["a", "b"]) == percent


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Random weights, methods, cuts and brakes over three domains and one area without."""
    homes = [*forms.DOMAINS, *draw(st.lists(st.sampled_from([*forms.DOMAINS, None]), max_size=5))]
    dimensions = [
        forms.dimension(f"d{n}", home, draw(st.integers(1, 30))) for n, home in enumerate(homes)
    ]
    steps = draw(st.lists(st.integers(1, 13), min_size=4, max_size=4))
    cut_at = [sum(steps[:n]) / 10 for n in range(5)]
    gates = draw(st.lists(brakes(len(homes)), max_size=4, unique_by=lambda one: one.code))
    method = st.sampled_from(["weighted-mean", "minimum"])
    methods = {code: draw(method) for code in forms.DOMAINS}
    above = draw(st.integers(0, 4))
    return forms.form(dimensions, gates=gates, methods=methods, cut_at=cut_at, above_weakest=above)


@st.composite
def brakes(draw: st.DrawFn, count: int) -> Gate:
    """A brake on a dimension, or on an earlier domain (so never in a circle)."""
    to_level = draw(st.sampled_from(forms.LEVELS))
    code = f"g{draw(st.integers(0, 99))}"
    if draw(st.booleans()):
        when = {"dimension": f"d{draw(st.integers(0, count - 1))}"}
        limits = draw(st.sampled_from([*forms.DOMAINS, "overall"]))
        return forms.gate(code, limits, to_level, **when, below_band=draw(st.integers(1, 5)))
    first = draw(st.integers(0, 2))
    limits = draw(st.sampled_from([*forms.DOMAINS[first + 1 :], "overall"]))
    below = draw(st.sampled_from(forms.LEVELS))
    return forms.gate(code, limits, to_level, domain=forms.DOMAINS[first], below_level=below)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), form=questionnaires())
def test_a_higher_band_never_lowers_anything(data: st.DataObject, form: Questionnaire) -> None:
    codes = [one.code for one in form.dimensions]
    bands = {code: data.draw(st.integers(0, 5)) for code in codes}
    raised = {code: data.draw(st.integers(band, 5)) for code, band in bands.items()}
    low, high = maturity.assess(form, SCALE, bands), maturity.assess(form, SCALE, raised)
    assert RANK[high.overall] >= RANK[low.overall]
    assert all(RANK[high.domains[d]] >= RANK[low.domains[d]] for d in low.domains)
    assert high.points >= low.points
    assert high.capability >= low.capability
    assert TIER[high.tier] >= TIER[low.tier]


@settings(max_examples=100, deadline=None)
@given(data=st.data(), form=questionnaires())
def test_the_site_stays_near_its_weakest_domain_and_gates_only_lower(
    data: st.DataObject, form: Questionnaire
) -> None:
    bands = {one.code: data.draw(st.integers(0, 5)) for one in form.dimensions}
    result = maturity.assess(form, SCALE, bands)
    weakest = min(RANK[level] for level in result.domains.values())
    assert RANK[result.overall] <= weakest + form.aggregation.overall.above_weakest_core
    assert 0 <= result.points <= 100


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_questionnaire_in_force_is_monotone_too(data: st.DataObject) -> None:
    form, scale = makers.profile().questionnaires[0], makers.profile().levels
    ranks = {one.code: one.rank for one in scale.system_levels}
    tiers = {one.code: one.rank for one in scale.tiers}
    bands = {one.code: data.draw(st.integers(0, 5)) for one in form.dimensions}
    raised = {code: data.draw(st.integers(band, 5)) for code, band in bands.items()}
    low, high = maturity.assess(form, scale, bands), maturity.assess(form, scale, raised)
    assert ranks[high.overall] >= ranks[low.overall]
    assert all(ranks[high.domains[one]] >= ranks[low.domains[one]] for one in low.domains)
    assert tiers[high.tier] >= tiers[low.tier]
    assert all(step.gain > 0 for step in maturity.best_steps(form, scale, bands))


FORM = forms.form(
    [
        forms.dimension("robots", "shop", 50, evidence_from=2),
        forms.dimension("records", "plant", 30),
        forms.dimension("design", "office", 20, skip=True),
    ],
    min_answered=80,
)


@pytest.mark.parametrize(
    ("marks", "rules"),
    [
        ({"robots": Mark(1), "records": Mark(2)}, set()),
        ({"robots": Mark(2, "seen"), "records": Mark(2), "design": Mark(0)}, set()),
        ({"robots": Mark(2), "records": Mark(2)}, {"evidence-given"}),
        ({"robots": Mark(2, "  "), "records": Mark(2)}, {"evidence-given"}),
        ({"robots": Mark(1), "design": Mark(1)}, {"every-dimension", "answered-enough"}),
    ],
)
def test_scores_are_handed_in_complete_and_with_evidence(
    marks: dict[str, Mark], rules: set[str]
) -> None:
    assert {one.rule for one in scoring.check_complete(FORM, marks)} == rules


def test_bands_outside_the_scale_and_unknown_dimensions_are_named() -> None:
    found = scoring.check_marks(FORM, {"robots": 6, "records": -1, "design": 3, "magic": 1})
    assert [(one.field, one.rule) for one in found] == [
        ("band-robots", "band-0-to-5"),
        ("band-records", "band-0-to-5"),
        ("band-magic", "known-dimension"),
    ]


@pytest.mark.parametrize(
    ("given", "agreed", "needed"),
    [
        ([2, 2], Mark(2), False),
        ([2, 3], Mark(2), True),
        ([2, 3], Mark(3, "both saw the export"), False),
        ([2, 2], Mark(4), True),
        ([2, 2], Mark(4, "a new record came up"), False),
    ],
)
def test_the_consensus_needs_a_reason_where_the_experts_differed(
    given: list[int], agreed: Mark, needed: bool
) -> None:
    scores = [{"robots": band} for band in given]
    found = scoring.check_consensus(FORM, scores, {"robots": agreed}, spread=1)
    assert [one.field for one in found] == (["reason-robots"] if needed else [])


def test_a_wider_spread_may_be_allowed_without_a_reason() -> None:
    scores = [{"robots": 2}, {"robots": 3}]
    assert scoring.check_consensus(FORM, scores, {"robots": Mark(3)}, spread=2) == ()


def test_an_assessment_is_not_concluded_before_every_scored_dimension_is_agreed() -> None:
    scores = [{"robots": 1, "records": 2}, {"robots": 1, "records": 2, "design": 1}]
    found = scoring.check_agreed(FORM, scores, {"robots": 1, "records": 2})
    assert [one.field for one in found] == ["band-design"]
    assert scoring.check_agreed(FORM, scores, {"robots": 1, "records": 2, "design": 1}) == ()
