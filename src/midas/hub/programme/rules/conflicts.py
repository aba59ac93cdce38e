"""Conflicts of interest: who stands too near to a case to judge it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.rules.deadlines import months_after


@dataclass(frozen=True)
class Belonging:
    """A span in which a person belonged to an organisation; no end: still does."""

    organisation: UUID
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Judge:
    """Who is to judge: everything that could tie the person to a case."""

    person: UUID
    organisation: UUID
    region: UUID | None
    belongings: tuple[Belonging, ...]


@dataclass(frozen=True)
class Sides:
    """The organisations of a case by part (applicant, supplier, host), its people and regions."""

    organisations: Mapping[str, UUID]
    people: frozenset[UUID] = frozenset()
    regions: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class ConflictRule:
    """How far back ties reach, and whether the same region is a tie."""

    years: int
    same_region: bool
    source: str


def conflicts(judge: Judge, sides: Sides, rule: ConflictRule, day: date) -> tuple[Problem, ...]:
    """Every tie between a judge and a case on `day`; none: the judge is free."""
    return tuple(_ties(judge, sides, rule, day))


def _ties(judge: Judge, sides: Sides, rule: ConflictRule, day: date) -> Iterator[Problem]:
    if judge.person in sides.people:
        text = words("This person works on the application.")
        yield Problem(text, rule="conflict-own-case", source=rule.source)
    for part, organisation in sorted(sides.organisations.items()):
        if organisation == judge.organisation or _belonged(
            judge.belongings, organisation, day, rule.years
        ):
            yield _belongs_to(part, rule)
    if rule.same_region and judge.region is not None and judge.region in sides.regions:
        text = words("The person's organisation sits in the same region as the factory.")
        yield Problem(text, rule="conflict-same-region", source=rule.source)


def _belongs_to(part: str, rule: ConflictRule) -> Problem:
    text = {
        "applicant": words(
            "This person belongs, or belonged in the last %(years)s years, to the applying firm."
        ),
        "supplier": words(
            "This person belongs, or belonged in the last %(years)s years, to the supplier."
        ),
        "host": words(
            "This person belongs, or belonged in the last %(years)s years, to the large "
            "enterprise that supports the firm."
        ),
    }[part]
    return Problem(text, {"years": rule.years}, rule=f"conflict-{part}", source=rule.source)


def _belonged(spans: Iterable[Belonging], organisation: UUID, day: date, years: int) -> bool:
    """True when a span in the organisation reaches into the last `years` years before `day`."""
    horizon = months_after(day, -12 * years)
    return any(
        span.organisation == organisation
        and span.since <= day
        and (span.until is None or span.until >= horizon)
        for span in spans
    )
