"""Words that every part of a rule profile is made of: phrases, codes, money, sources."""

from datetime import date
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

Code = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
NonEmpty = Annotated[str, Meta(min_length=1)]
Won = Annotated[int, Meta(ge=0)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Count = Annotated[int, Meta(ge=0)]
Positive = Annotated[int, Meta(ge=1)]
BandValue = Annotated[int, Meta(ge=0, le=5)]

Trust = Literal["A", "B", "C"]
FundingPath = Literal["state", "region", "finance", "win-win", "ministry"]
Form = Literal["solo", "consortium"]
ShareKind = Literal["cash", "in-kind"]
LineKind = Literal["build", "consulting", "data", "supplier", "confirmation", "top-up", "loan"]
LevelMove = Literal["raise", "same", "any", "none"]
Entry = Literal["open", "nominated", "invited", "listed", "after-award"]
SupplierTiming = Literal["at-filing", "after-selection", "none"]
Stage = Literal[
    "filing",
    "plan",
    "agreement",
    "design",
    "interim",
    "payment",
    "completion",
    "settlement",
    "after-care",
]
Role = Literal[
    "adopter",
    "supplier",
    "host",
    "fund-keeper",
    "planning-body",
    "data-processor",
    "operator",
    "techno-park",
    "local-government",
    "agency",
    "ministry",
    "assessor",
    "mentor",
    "auditor",
    "tax-office",
]
Duty = Literal[
    "nominate",
    "screen",
    "assess",
    "lead-consensus",
    "decide-selection",
    "sign-agreement",
    "advise",
    "plan",
    "supply",
    "inspect-interim",
    "check-claim",
    "decide-claim",
    "pay-claim",
    "inspect-completion",
    "settle",
    "visit-after-care",
    "decide-appeal",
    "close-alert",
]
DUTIES: tuple[str, ...] = get_args(Duty)
STAGES: tuple[str, ...] = get_args(Stage)


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the profile: read-only, and closed against keys nobody reads."""


class Phrase(Row, frozen=True, kw_only=True):
    """One sentence or name that people see, in Korean and in English."""

    ko: NonEmpty
    en: NonEmpty


class Sourced(Row, frozen=True, kw_only=True):
    """A rule with its origin.

    `source` names keys of `sources.toml` or notices (`N:2026-N-0100/1`), joined by ` + `;
    the word `own` marks a default of this profile. `trust` is A (law, decree, notice),
    B (press) or C (third party). `unconfirmed` lists the keys of this table whose value is
    a default that no source confirms.
    """

    source: NonEmpty
    trust: Trust
    unconfirmed: tuple[str, ...] = ()


class InForce(Sourced, frozen=True, kw_only=True):
    """A sourced rule with a span of days, both ends included; no end: until further notice."""

    in_force_from: date
    in_force_until: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether `day` lies in the span."""
        return self.in_force_from <= day and (
            self.in_force_until is None or day <= self.in_force_until
        )
