"""The two official scales, tiers, tracks and the way from levels to a track."""

from typing import Literal

from midas.hub.programme.rules.profile_terms import Code, Count, FundingPath, Phrase, Row, Sourced


class Domain(Sourced, frozen=True, kw_only=True):
    """One of the domains that the system level is told for."""

    code: Code
    name: Phrase
    help: Phrase


class DomainMeaning(Row, frozen=True, kw_only=True):
    """What a system level means in one domain."""

    domain: Code
    text: Phrase


class SystemLevel(Sourced, frozen=True, kw_only=True):
    """A step of the scale for what is installed at one site; rank 0 is nothing installed."""

    code: Code
    rank: Count
    name: Phrase
    meaning: Phrase
    domains: tuple[DomainMeaning, ...]


class CapabilityLevel(Sourced, frozen=True, kw_only=True):
    """A step of the scale for the ability of the firm as a whole."""

    code: Code
    rank: Count
    name: Phrase
    meaning: Phrase


class Tier(Sourced, frozen=True, kw_only=True):
    """What a factory is to become: foundation, advanced or leading."""

    code: Code
    rank: Count
    name: Phrase
    meaning: Phrase
    paths: tuple[FundingPath, ...]


class Track(Sourced, frozen=True, kw_only=True):
    """The kind of support that fits a factory: create a model, improve one, lay foundations."""

    code: Code
    name: Phrase
    meaning: Phrase


class DomainAtLeast(Row, frozen=True, kw_only=True):
    """A system level that one domain must reach."""

    domain: Code
    level: Code


class Placement(Sourced, frozen=True, kw_only=True):
    """A row of the table read from top to bottom: the first row that holds gives the track."""

    code: Code
    track: Code
    tier: Code
    overall_at_least: Code
    domains_at_least: tuple[DomainAtLeast, ...] = ()
    reason: Phrase


class Scale(Sourced, frozen=True, kw_only=True):
    """A scale and what it measures."""

    code: Literal["system", "capability"]
    name: Phrase
    measures: Phrase
    standard: str


class LevelsFile(Row, frozen=True, kw_only=True):
    """`levels.toml`."""

    scales: tuple[Scale, ...]
    domains: tuple[Domain, ...]
    system_levels: tuple[SystemLevel, ...]
    capability_levels: tuple[CapabilityLevel, ...]
    tiers: tuple[Tier, ...]
    tracks: tuple[Track, ...]
    placements: tuple[Placement, ...]
