"""Small questionnaires, scales and separation rules for tests of pure rules."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from midas.hub.programme.rules.profile_levels import (
    CapabilityLevel,
    Domain,
    DomainAtLeast,
    DomainMeaning,
    LevelsFile,
    Placement,
    SystemLevel,
    Tier,
    Track,
)
from midas.hub.programme.rules.profile_maturity import (
    Aggregation,
    Area,
    Band,
    BandName,
    Dimension,
    DomainRule,
    Gate,
    LevelCut,
    OverallRule,
    Questionnaire,
)
from midas.hub.programme.rules.profile_terms import Phrase

LEVELS = ("none", "basic", "mid1", "mid2", "high")
CAPABILITIES = ("level-1", "level-2", "level-3", "level-4", "level-5")
DOMAINS = ("shop", "plant", "office")
OWN: dict[str, Any] = {"source": "own", "trust": "C"}


def phrase(text: str) -> Phrase:
    """The same words in both languages, marked."""
    return Phrase(ko=f"{text} (ko)", en=text)


def dimension(
    code: str, domain: str | None, weight: int, *, evidence_from: int = 6, skip: bool = False
) -> Dimension:
    """A dimension whose bands ask for evidence from `evidence_from` upwards."""
    bands = tuple(
        Band(
            value=value,
            anchor=phrase(f"{code} at {value}"),
            evidence=phrase("show it") if value >= evidence_from else None,
        )
        for value in range(6)
    )
    return Dimension(
        code=code,
        area="all",
        domain=domain,
        name=phrase(code),
        weight=weight,
        question=phrase("?"),
        help=phrase("!"),
        skip_if=phrase("not done here") if skip else None,
        bands=bands,
    )


def cuts(levels: Sequence[str], least: Sequence[float]) -> tuple[LevelCut, ...]:
    """Levels with the lowest mean band that earns each."""
    return tuple(LevelCut(level=a, at_least=b) for a, b in zip(levels, least, strict=True))


def form(
    dimensions: Sequence[Dimension],
    *,
    gates: Sequence[Gate] = (),
    methods: Mapping[str, str] | None = None,
    cut_at: Sequence[float] = (0, 1, 2, 3, 4),
    above_weakest: int = 1,
    min_answered: int = 100,
) -> Questionnaire:
    """A questionnaire over the given dimensions."""
    asked = [code for code in DOMAINS if any(one.domain == code for one in dimensions)]
    rules = [
        DomainRule(domain=code, method=(methods or {}).get(code, "weighted-mean"))  # type: ignore[arg-type]
        for code in asked
    ]
    return Questionnaire(
        code="test",
        version=1,
        name=phrase("Test"),
        intro=phrase("Test"),
        in_force_from=date(2024, 1, 1),
        licence="CC0-1.0",
        band_names=tuple(BandName(value=n, name=phrase(f"band {n}")) for n in range(6)),
        areas=(Area(code="all", name=phrase("All")),),
        dimensions=tuple(dimensions),
        aggregation=Aggregation(
            cuts=cuts(LEVELS, cut_at),
            capability_cuts=cuts(CAPABILITIES, (0, 1.2, 2.2, 3.2, 4.2)),
            domains=tuple(rules),
            overall=OverallRule(method="weighted-mean", above_weakest_core=above_weakest),
            gates=tuple(gates),
            min_answered_percent=min_answered,
        ),
        **OWN,
    )


def gate(code: str, limits: str, to_level: str, **when: Any) -> Gate:
    """A brake."""
    return Gate(code=code, limits=limits, to_level=to_level, reason=phrase(code), **when)


def scale() -> LevelsFile:
    """Five system levels over three domains, and a placement table of three rows."""
    meanings = tuple(DomainMeaning(domain=code, text=phrase(code)) for code in DOMAINS)
    return LevelsFile(
        scales=(),
        domains=tuple(
            Domain(code=code, name=phrase(code), help=phrase(code), **OWN) for code in DOMAINS
        ),
        system_levels=tuple(
            SystemLevel(
                code=code, rank=n, name=phrase(code), meaning=phrase(code), domains=meanings, **OWN
            )
            for n, code in enumerate(LEVELS)
        ),
        capability_levels=tuple(
            CapabilityLevel(code=code, rank=n, name=phrase(code), meaning=phrase(code), **OWN)
            for n, code in enumerate(CAPABILITIES, start=1)
        ),
        tiers=tuple(
            Tier(code=code, rank=n, name=phrase(code), meaning=phrase(code), paths=(), **OWN)
            for n, code in enumerate(("foundation", "advanced", "leading"), start=1)
        ),
        tracks=tuple(
            Track(code=code, name=phrase(code), meaning=phrase(code), **OWN)
            for code in ("lay-foundations", "improve-model", "create-model")
        ),
        placements=(
            placement("lead", "create-model", "leading", "mid2", shop="mid1"),
            placement("improve", "improve-model", "advanced", "basic", plant="basic"),
            placement("begin", "lay-foundations", "foundation", "none"),
        ),
    )


def placement(code: str, track: str, tier: str, overall: str, **domains: str) -> Placement:
    """A row of the placement table."""
    return Placement(
        code=code,
        track=track,
        tier=tier,
        overall_at_least=overall,
        domains_at_least=tuple(DomainAtLeast(domain=d, level=v) for d, v in domains.items()),
        reason=phrase(code),
        **OWN,
    )
