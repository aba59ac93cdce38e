"""The maturity questionnaire: dimensions with anchored bands, and how bands become levels."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from midas.hub.programme.rules.profile_terms import (
    BandValue,
    Code,
    Count,
    NonEmpty,
    Phrase,
    Positive,
    Row,
    Sourced,
)

BandMean = Annotated[float, Meta(ge=0, le=5)]
ProofKind = Literal["photo", "screen", "export", "document", "visit", "interview"]


class BandName(Row, frozen=True, kw_only=True):
    """What a band value is called in general."""

    value: BandValue
    name: Phrase


class Band(Row, frozen=True, kw_only=True):
    """The anchor of one band of one dimension, and the evidence asked for it."""

    value: BandValue
    anchor: Phrase
    evidence: Phrase | None = None
    proof: tuple[ProofKind, ...] = ()


class Dimension(Row, frozen=True, kw_only=True):
    """One question; `domain` is empty for areas that belong to no official domain."""

    code: Code
    area: Code
    domain: Code | None = None
    name: Phrase
    weight: Positive
    question: Phrase
    help: Phrase
    skip_if: Phrase | None = None
    bands: tuple[Band, ...]


class Area(Row, frozen=True, kw_only=True):
    """A group of dimensions shown together."""

    code: Code
    name: Phrase


class LevelCut(Row, frozen=True, kw_only=True):
    """The lowest mean band that earns a level."""

    level: Code
    at_least: BandMean


class DomainRule(Row, frozen=True, kw_only=True):
    """How the bands of a domain's dimensions become its system level."""

    domain: Code
    method: Literal["weighted-mean", "minimum"]
    core: bool = True


class OverallRule(Row, frozen=True, kw_only=True):
    """How the site's level follows: mean of all dimensions, held near the weakest core domain."""

    method: Literal["weighted-mean", "minimum"]
    above_weakest_core: Count


class Gate(Row, frozen=True, kw_only=True):
    """A brake: while a dimension or domain stays below a value, another level is limited.

    Exactly one of `dimension` (with `below_band`) and `domain` (with `below_level`) is given;
    `limits` is a domain code or the word `overall`.
    """

    code: Code
    dimension: Code | None = None
    below_band: BandValue | None = None
    domain: Code | None = None
    below_level: Code | None = None
    limits: Code
    to_level: Code
    reason: Phrase


class Aggregation(Row, frozen=True, kw_only=True):
    """All rules that turn bands into levels; `min_answered_percent` guards against gaps."""

    cuts: tuple[LevelCut, ...]
    capability_cuts: tuple[LevelCut, ...]
    domains: tuple[DomainRule, ...]
    overall: OverallRule
    gates: tuple[Gate, ...] = ()
    min_answered_percent: Annotated[int, Meta(ge=1, le=100)] = 100


class Questionnaire(Sourced, frozen=True, kw_only=True):
    """A version of the maturity model; a case keeps the version it was assessed with."""

    code: Code
    version: Positive
    name: Phrase
    intro: Phrase
    in_force_from: date
    in_force_until: date | None = None
    licence: NonEmpty
    band_names: tuple[BandName, ...]
    areas: tuple[Area, ...]
    dimensions: tuple[Dimension, ...]
    aggregation: Aggregation
