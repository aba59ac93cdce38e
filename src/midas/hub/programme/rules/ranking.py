"""From ballots to a ranking: who is selected, who waits in reserve, who is not selected and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.rules.profile_line import Bonus
from midas.hub.programme.rules.profile_office import Criterion, Selection

SELECTED, RESERVE, REJECTED = "selected", "reserve", "rejected"


@dataclass(frozen=True)
class Candidate:
    """One application before the committee; `points` are means over the members by criterion."""

    key: str  # stable and unique: the application's id
    points: Mapping[str, Fraction]
    bonus: int
    submitted_at: datetime
    fits_tracks: bool = True
    bar: Problem | None = None  # why the firm may not take part on the day of the decision

    @property
    def base(self) -> Fraction:
        """Points without bonus; the pass mark is compared with these."""
        return sum(self.points.values(), Fraction(0))

    @property
    def total(self) -> Fraction:
        """Points with bonus; the ranking goes by these."""
        return self.base + self.bonus


@dataclass(frozen=True)
class Verdict:
    """What becomes of one application; `rank` counts all that passed, from 1."""

    key: str
    outcome: str
    total: Fraction
    rank: int | None = None
    reason: Problem | None = None


def check_ballot(points: Mapping[str, int], criteria: Sequence[Criterion]) -> tuple[Problem, ...]:
    """What is wrong with a member's points: each criterion once, between 0 and its maximum."""
    maxima = {one.code: one.points for one in criteria}
    found = [
        Problem(
            words("Give “%(criterion)s” whole points from 0 to %(most)s."),
            {"criterion": {"ko": one.name.ko, "en": one.name.en}, "most": one.points},
            field=f"points-{one.code}",
            rule="points-within-criterion",
            source=one.source,
        )
        for one in criteria
        if not _is_within(points.get(one.code), one.points)
    ]
    found += [
        Problem(
            words("There is no criterion “%(criterion)s”."),
            {"criterion": code},
            field=f"points-{code}",
            rule="known-criterion",
        )
        for code in points
        if code not in maxima
    ]
    return tuple(found)


def _is_within(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def mean_points(
    ballots: Iterable[Mapping[str, int]], criteria: Sequence[Criterion]
) -> dict[str, Fraction]:
    """The mean of each criterion over the members who voted; empty when nobody did."""
    votes = list(ballots)
    if not votes:
        return {}
    return {
        one.code: Fraction(sum(vote[one.code] for vote in votes), len(votes)) for one in criteria
    }


def bonus_points(asked: Iterable[str], bonuses: Sequence[Bonus], kinds_max: int) -> int:
    """Points of the bonus kinds asked for that the line knows; the best `kinds_max` kinds count."""
    wanted = set(asked)
    known = sorted((one.points for one in bonuses if one.code in wanted), reverse=True)
    return sum(known[:kinds_max])


def order_key(candidate: Candidate, rule: Selection) -> tuple[object, ...]:
    """Total order: more points first; ties by the profile's criteria, then who filed earlier."""
    ties = [-candidate.points.get(code, Fraction(0)) for code in rule.ties]
    return (-candidate.total, *ties, candidate.submitted_at, candidate.key)


def reserve_places(places: int, rule: Selection) -> int:
    """How many reserves a lot keeps: the profile's share of its places, rounded up."""
    return -(-places * rule.reserve_percent // 100)


def rank(candidates: Iterable[Candidate], places: int, rule: Selection) -> tuple[Verdict, ...]:
    """Every candidate's verdict, best first, those without a rank last in the same order."""
    rows = sorted(candidates, key=lambda one: order_key(one, rule))
    passed = [one for one in rows if reason_against(one, rule) is None]
    failed = [_failed(one, rule) for one in rows if reason_against(one, rule) is not None]
    reserve = reserve_places(places, rule)
    ranked = [
        _placed(one, number, places, reserve, rule) for number, one in enumerate(passed, start=1)
    ]
    return (*ranked, *failed)


def _failed(one: Candidate, rule: Selection) -> Verdict:
    return Verdict(one.key, REJECTED, one.total, reason=reason_against(one, rule))


def reason_against(one: Candidate, rule: Selection) -> Problem | None:
    """Why a candidate cannot be ranked at all, or None when it passes."""
    if one.bar is not None:
        return one.bar
    if not one.fits_tracks:
        text = words("The assessment led to another track than the ones this lot supports.")
        return Problem(text, rule="track-of-lot", source=rule.source)
    if one.base >= rule.pass_points:
        return None
    text = words("%(points)s points are below the %(least)s points needed.")
    values = {"points": shown(one.base), "least": rule.pass_points}
    return Problem(text, values, rule="pass-points", source=rule.source)


def _placed(one: Candidate, number: int, places: int, reserve: int, rule: Selection) -> Verdict:
    if number <= places:
        return Verdict(one.key, SELECTED, one.total, number)
    if number <= places + reserve:
        return Verdict(one.key, RESERVE, one.total, number)
    text = words("Rank %(rank)s is beyond the %(places)s places and %(reserve)s in reserve.")
    values = {"rank": number, "places": places, "reserve": reserve}
    reason = Problem(text, values, rule="places-of-lot", source=rule.source)
    return Verdict(one.key, REJECTED, one.total, number, reason)


def rank_again(one: Candidate, last_selected: Fraction | None, rule: Selection) -> str:
    """The outcome for a case that came back after an upheld appeal.

    It is selected when it reaches the points of the last one selected (an extra place: nobody
    loses theirs), kept in reserve when it passes, and otherwise not selected.
    """
    if reason_against(one, rule) is not None:
        return REJECTED
    return SELECTED if last_selected is None or one.total >= last_selected else RESERVE


def missing_votes(quorum: int, cast: int) -> int:
    """How many votes are still missing for one application."""
    return max(0, quorum - cast)


def shown(points: Fraction) -> str:
    """Points as people read them: at most three places, no trailing zeros."""
    return f"{float(points):.3f}".rstrip("0").rstrip(".")
