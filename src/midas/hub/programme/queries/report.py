"""The result of an assessment as the firm, the committee and the agency read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Application, Assessment
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.assessment import visible_bands
from midas.hub.programme.rules.profile_levels import LevelsFile
from midas.hub.programme.rules.profile_maturity import Band, Dimension, Questionnaire
from midas.hub.programme.rules.wording import as_text

Text = dict[str, str]


@dataclass(frozen=True)
class Named:
    """A level, track or tier with its name and meaning as texts of data."""

    code: str
    name: Text
    meaning: Text
    rank: int = 0


@dataclass(frozen=True)
class DomainLine:
    """The level of one domain; `level` is None for a domain that was skipped."""

    name: Text
    level: Named | None
    mean: str  # mean band, three places; "" when skipped


@dataclass(frozen=True)
class DimensionLine:
    """One question: the agreed band, what the firm had said, and what the next band asks for."""

    code: str
    area: Text
    name: Text
    band: int
    own_band: int | None
    anchor: Text
    next_anchor: Text | None
    next_evidence: Text | None
    reason: str  # why the experts agreed on it, where they had differed


@dataclass(frozen=True)
class StepLine:
    """A next best step: one band more here, and what that alone would raise."""

    line: DimensionLine
    raises_overall: bool
    raises_domain: bool
    gain: str  # in points of 100


@dataclass(frozen=True)
class Report:
    """Everything about a result, in the order in which it is read."""

    overall: Named
    capability: Named
    track: Named
    tier: Named
    reason: Text  # why this track
    points: str
    agreement: str  # percent of questions on which the experts lay within one band
    answered: str
    domains: tuple[DomainLine, ...]
    brakes: tuple[Text, ...]  # reasons of the gates that held a level down
    dimensions: tuple[DimensionLine, ...]
    steps: tuple[StepLine, ...]


def result_report(actor: Actor, case: Application) -> Report:
    """The report, for whoever may see the agreed bands; raises NotFound for everybody else."""
    row = Assessment.objects.filter(application=case, state="concluded").first()
    agreed = {} if row is None else _agreed(actor, row)
    if row is None or not agreed:
        text = words("There is no result that you may see yet.")
        raise NotFound(Problem(text, rule="result-after-decision"))
    form = rulebook.questionnaire_by_id(row.questionnaire_id)
    scale = rulebook.profile_of(case).levels
    lines = _dimension_lines(form, agreed, _own_bands(case))
    result = row.result
    placement = next(one for one in scale.placements if one.code == result["placement"])
    levels = _named(scale.system_levels)
    return Report(
        overall=levels[result["overall"]],
        capability=_named(scale.capability_levels)[result["capability"]],
        track=_named(scale.tracks)[result["track"]],
        tier=_named(scale.tiers)[result["tier"]],
        reason=as_text(placement.reason),
        points=result["points"],
        agreement=result["agreement"],
        answered=result["answered"],
        domains=_domain_lines(scale, result, levels),
        brakes=tuple(
            as_text(one.reason) for one in form.aggregation.gates if one.code in result["gates"]
        ),
        dimensions=tuple(lines.values()),
        steps=tuple(
            StepLine(
                line=lines[one["dimension"]],
                raises_overall=one["raises_overall"],
                raises_domain=one["raises_domain"],
                gain=one["gain"],
            )
            for one in result["steps"]
        ),
    )


def _agreed(actor: Actor, row: Assessment) -> dict[str, tuple[int, str]]:
    rows = visible_bands(actor).filter(assessment=row)
    return {one.dimension: (one.band, one.reason) for one in rows}


def _own_bands(case: Application) -> dict[str, int]:
    answers = case.diagnoses.filter(moment="T0").values_list("answers", flat=True).first() or {}
    bands = {code: given.get("band") for code, given in answers.items()}
    return {code: band for code, band in bands.items() if isinstance(band, int)}


def _dimension_lines(
    form: Questionnaire, agreed: Mapping[str, tuple[int, str]], own: Mapping[str, int]
) -> dict[str, DimensionLine]:
    areas = {one.code: as_text(one.name) for one in form.areas}
    return {
        one.code: _line(one, areas[one.area], *agreed[one.code], own.get(one.code))
        for one in form.dimensions
        if one.code in agreed
    }


def _line(one: Dimension, area: Text, band: int, reason: str, own: int | None) -> DimensionLine:
    by_value: dict[int, Band] = {row.value: row for row in one.bands}
    above = by_value.get(band + 1)
    return DimensionLine(
        code=one.code,
        area=area,
        name=as_text(one.name),
        band=band,
        own_band=own,
        anchor=as_text(by_value[band].anchor),
        next_anchor=as_text(above.anchor) if above else None,
        next_evidence=as_text(above.evidence) if above and above.evidence else None,
        reason=reason,
    )


def _domain_lines(
    scale: LevelsFile, result: Mapping[str, dict[str, str]], levels: Mapping[str, Named]
) -> tuple[DomainLine, ...]:
    found = result["domains"]
    return tuple(
        DomainLine(
            as_text(one.name),
            levels[found[one.code]] if one.code in found else None,
            result["means"].get(one.code, ""),
        )
        for one in scale.domains
    )


def _named(rows: Iterable[Any]) -> dict[str, Named]:
    return {
        one.code: Named(one.code, as_text(one.name), as_text(one.meaning), getattr(one, "rank", 0))
        for one in rows
    }
