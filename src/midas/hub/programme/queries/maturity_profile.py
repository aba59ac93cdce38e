"""What a set of answers to the questionnaire says, ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from midas.hub.programme.rules.maturity import assess, best_steps
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_maturity import Questionnaire
from midas.hub.programme.rules.profile_terms import Phrase


@dataclass(frozen=True)
class DomainRow:
    """One domain: its mean band (0 to 5) and the system level that follows."""

    name: Phrase
    mean: float
    level: str


@dataclass(frozen=True)
class StepRow:
    """One band more in one dimension, and whether it raises the site's level."""

    name: Phrase
    anchor: Phrase
    raises_overall: bool


@dataclass(frozen=True)
class MaturityProfile:
    """Levels as codes of the profile; `answered` in percent of the questionnaire's weights."""

    overall: str
    track: str
    tier: str
    domains: tuple[DomainRow, ...]
    brakes: tuple[Phrase, ...]
    steps: tuple[StepRow, ...]
    answered: float


def bands_of(answers: Mapping[str, Any]) -> dict[str, int]:
    """Dimension → band from the kept answers."""
    return {code: int(one["band"]) for code, one in answers.items() if one.get("band") is not None}


def maturity_profile(
    form: Questionnaire, profile: Profile, answers: Mapping[str, Any]
) -> MaturityProfile | None:
    """The result of the answers so far; None while nothing is answered."""
    bands = bands_of(answers)
    if not bands:
        return None
    result = assess(form, profile.levels, bands)
    names = {one.code: one.name for one in profile.levels.domains}
    asked = {one.code: one for one in form.dimensions}
    gates = {one.code: one.reason for one in form.aggregation.gates}
    return MaturityProfile(
        overall=result.overall,
        track=result.track,
        tier=result.tier,
        domains=tuple(
            DomainRow(names[code], round(float(mean), 2), result.domains[code])
            for code, mean in result.means.items()
        ),
        brakes=tuple(gates[code] for code in result.gates),
        steps=tuple(
            StepRow(
                asked[one.dimension].name,
                next(b.anchor for b in asked[one.dimension].bands if b.value == one.band),
                one.raises_overall,
            )
            for one in best_steps(form, profile.levels, bands, 3)
            if any(b.value == one.band for b in asked[one.dimension].bands)
        ),
        answered=float(result.answered),
    )
