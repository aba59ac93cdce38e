"""From bands to levels to a track: the aggregation rules of a questionnaire, applied.

Exact: means are fractions, so a mean that equals a cut reaches it. Monotone: no higher band ever
lowers a level (property-tested). A dimension without a band was skipped and counts nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from graphlib import TopologicalSorter

from midas.hub.programme.rules.profile_levels import LevelsFile, Placement
from midas.hub.programme.rules.profile_maturity import (
    Aggregation,
    Dimension,
    Gate,
    LevelCut,
    Questionnaire,
)

BAND_MAX = 5
OVERALL = "overall"


@dataclass(frozen=True)
class Result:
    """What an assessment says: levels by domain, the site's level, the firm's, tier and track."""

    means: Mapping[str, Fraction]  # domain → mean band (or lowest, as the domain's rule says)
    domains: Mapping[str, str]  # domain → system level; a domain skipped as a whole is absent
    mean: Fraction  # weighted mean band over everything answered
    overall: str  # system level of the site
    capability: str  # capability level of the firm
    placement: str
    track: str
    tier: str
    gates: tuple[str, ...]  # codes of the brakes that lowered a level
    answered: Fraction  # percent of the weights that have a band

    @property
    def points(self) -> Fraction:
        """The mean band as points of 100."""
        return self.mean * 100 / BAND_MAX


@dataclass(frozen=True)
class BestStep:
    """One band more in one dimension, and which levels that alone would raise."""

    dimension: str
    band: int  # the band to reach
    raises_overall: bool
    raises_domain: bool
    gain: Fraction  # in points of 100


def assess(form: Questionnaire, scale: LevelsFile, bands: Mapping[str, int]) -> Result:
    """Apply every rule of the questionnaire to the bands (dimension → 0-5)."""
    rules, ranks = form.aggregation, {one.code: one.rank for one in scale.system_levels}
    by_rank = {rank: code for code, rank in ranks.items()}
    means = _domain_means(form, bands)
    levels = {domain: ranks[_cut(rules.cuts, mean)] for domain, mean in means.items()}
    closed: list[str] = []
    for domain in _order(rules, levels):
        levels[domain] = _held(domain, levels[domain], rules.gates, bands, levels, ranks, closed)
    mean = _mean(_answered(form.dimensions, bands), bands, form.aggregation.overall.method)
    overall = ranks[_cut(rules.cuts, mean)]
    overall = min([overall, *_core_limits(rules, levels)])
    overall = _held(OVERALL, overall, rules.gates, bands, levels, ranks, closed)
    placement = _placement(scale.placements, overall, levels, ranks)
    return Result(
        means=means,
        domains={domain: by_rank[rank] for domain, rank in levels.items()},
        mean=mean,
        overall=by_rank[overall],
        capability=_cut(rules.capability_cuts, mean),
        placement=placement.code,
        track=placement.track,
        tier=placement.tier,
        gates=tuple(closed),
        answered=answered_percent(form, bands),
    )


def answered_percent(form: Questionnaire, bands: Mapping[str, int]) -> Fraction:
    """How much of the questionnaire, by weight, has a band."""
    total = sum(one.weight for one in form.dimensions)
    answered = sum(one.weight for one in _answered(form.dimensions, bands))
    return Fraction(100 * answered, total)


def best_steps(
    form: Questionnaire, scale: LevelsFile, bands: Mapping[str, int], most: int = 5
) -> tuple[BestStep, ...]:
    """The dimensions where one band more helps most: site level, then domain level, then points."""
    now = assess(form, scale, bands)
    ranks = {one.code: one.rank for one in scale.system_levels}
    found = [
        _step(one, bands, now, assess(form, scale, {**bands, one.code: bands[one.code] + 1}), ranks)
        for one in form.dimensions
        if bands.get(one.code, BAND_MAX) < BAND_MAX
    ]
    found.sort(key=lambda s: (-s.raises_overall, -s.raises_domain, -s.gain, s.band, s.dimension))
    return tuple(found[:most])


def within_one_band(scores: Sequence[Mapping[str, int]], dimensions: Iterable[str]) -> Fraction:
    """Agreement of the experts: percent of dimensions whose bands lie at most one apart.

    Dimensions with fewer than two scores say nothing and are left out; 100 when none is left.
    """
    spreads = [
        max(given) - min(given)
        for code in dimensions
        if len(given := [one[code] for one in scores if code in one]) > 1
    ]
    if not spreads:
        return Fraction(100)
    return Fraction(100 * sum(spread <= 1 for spread in spreads), len(spreads))


def _step(
    one: Dimension, bands: Mapping[str, int], now: Result, then: Result, ranks: Mapping[str, int]
) -> BestStep:
    domains = now.domains.keys() & then.domains.keys()
    return BestStep(
        dimension=one.code,
        band=bands[one.code] + 1,
        raises_overall=ranks[then.overall] > ranks[now.overall],
        raises_domain=any(ranks[then.domains[d]] > ranks[now.domains[d]] for d in domains),
        gain=then.points - now.points,
    )


def _answered(dimensions: Iterable[Dimension], bands: Mapping[str, int]) -> list[Dimension]:
    return [one for one in dimensions if one.code in bands]


def _mean(dimensions: Sequence[Dimension], bands: Mapping[str, int], method: str) -> Fraction:
    if not dimensions:
        return Fraction(0)
    if method == "minimum":
        return Fraction(min(bands[one.code] for one in dimensions))
    weighted = sum(one.weight * bands[one.code] for one in dimensions)
    return Fraction(weighted, sum(one.weight for one in dimensions))


def _domain_means(form: Questionnaire, bands: Mapping[str, int]) -> dict[str, Fraction]:
    means = {}
    for rule in form.aggregation.domains:
        asked = [one for one in form.dimensions if one.domain == rule.domain]
        if answered := _answered(asked, bands):
            means[rule.domain] = _mean(answered, bands, rule.method)
    return means


def _cut(cuts: Sequence[LevelCut], mean: Fraction) -> str:
    """The highest level whose cut the mean reaches; cuts are read as the decimals written."""
    reached = [one.level for one in cuts if mean >= Fraction(str(one.at_least))]
    return reached[-1]


def _order(rules: Aggregation, levels: Mapping[str, int]) -> list[str]:
    """Domains in an order in which each comes after those whose level may hold it back."""
    graph: dict[str, set[str]] = {domain: set() for domain in levels}
    for gate in rules.gates:
        if gate.limits in graph and gate.domain in graph:
            graph[gate.limits].add(gate.domain)
    return list(TopologicalSorter(graph).static_order())


def _core_limits(rules: Aggregation, levels: Mapping[str, int]) -> list[int]:
    core = [levels[one.domain] for one in rules.domains if one.core and one.domain in levels]
    return [min(core) + rules.overall.above_weakest_core] if core else []


def _held(
    what: str,
    rank: int,
    gates: Iterable[Gate],
    bands: Mapping[str, int],
    levels: Mapping[str, int],
    ranks: Mapping[str, int],
    closed: list[str],
) -> int:
    """The rank after every gate that limits `what`; codes of gates that bit go to `closed`."""
    for gate in gates:
        if gate.limits == what and _is_shut(gate, bands, levels, ranks):
            if ranks[gate.to_level] < rank:
                closed.append(gate.code)
            rank = min(rank, ranks[gate.to_level])
    return rank


def _is_shut(
    gate: Gate, bands: Mapping[str, int], levels: Mapping[str, int], ranks: Mapping[str, int]
) -> bool:
    if gate.dimension is not None and gate.below_band is not None:
        return bands.get(gate.dimension, BAND_MAX) < gate.below_band
    if gate.domain is not None and gate.below_level is not None:
        return gate.domain in levels and levels[gate.domain] < ranks[gate.below_level]
    return False


def _placement(
    rows: Sequence[Placement], overall: int, levels: Mapping[str, int], ranks: Mapping[str, int]
) -> Placement:
    for row in rows:
        if overall >= ranks[row.overall_at_least] and all(
            levels.get(one.domain, -1) >= ranks[one.level] for one in row.domains_at_least
        ):
            return row
    return rows[-1]
