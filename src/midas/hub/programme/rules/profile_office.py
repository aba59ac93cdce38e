"""Who runs the programme and by which clockwork: parties, targets, deadlines, committees."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from midas.hub.programme.rules.profile_terms import (
    Code,
    Count,
    Duty,
    FundingPath,
    InForce,
    NonEmpty,
    Percent,
    Phrase,
    Positive,
    Row,
    Sourced,
)

PartyRole = Literal[
    "ministry",
    "agency",
    "planning-body",
    "level-confirmer",
    "data-body",
    "operator",
    "fund-keeper",
    "host",
    "lender",
    "techno-parks",
    "local-governments",
]


class Party(InForce, frozen=True, kw_only=True):
    """A body with a part in the programme, under the name it bears in a span of time."""

    code: Code
    roles: tuple[PartyRole, ...]
    name: Phrase
    short: Phrase | None = None
    successor: Code | None = None
    remark: Phrase | None = None


class Target(Sourced, frozen=True, kw_only=True):
    """Factories (or groups) to be reached by the end of a year, counted from the start."""

    code: Code
    name: Phrase
    paths: tuple[FundingPath, ...]
    by_year: int
    count: Count
    unit: Literal["factory", "consortium"] = "factory"
    tier: Code | None = None
    lines: tuple[Code, ...] = ()
    headline: bool = False


class Deadline(Sourced, frozen=True, kw_only=True):
    """A period: so many days or months after an event; exactly one of the two is given."""

    code: Code
    name: Phrase
    after: Code
    days: Positive | None = None
    months: Positive | None = None
    working_days: bool = False
    extension_days: Count = 0
    remind_days_before: tuple[Positive, ...] = ()
    on_expiry: Literal["mark-late", "refuse", "accept-as-is", "escalate"] = "mark-late"


class Seat(Row, frozen=True, kw_only=True):
    """People of one field of knowledge that a committee must have."""

    field: Literal["field-expert", "law-or-accounting", "data-expert", "region", "agency"]
    at_least: Positive
    name: Phrase


class Committee(Sourced, frozen=True, kw_only=True):
    """A deciding body: its size, how many must vote and what carries a motion."""

    code: Code
    name: Phrase
    size_min: Positive
    size_max: Positive
    quorum: Positive
    carries: Literal["more-than-half", "two-thirds", "all"]
    chair: Literal["elected", "appointed"]
    seats: tuple[Seat, ...] = ()
    decides: tuple[Duty, ...]


class Panel(Sourced, frozen=True, kw_only=True):
    """The private experts who assess one site, and when they have to talk."""

    code: Code
    name: Phrase
    assessors: Positive
    assessors_min: Positive
    reserves: Count = 0
    consensus_spread: Count
    same_firm_max: Positive = 1
    conflict_years: Count
    avoid_same_region: bool = False


class Separation(Sourced, frozen=True, kw_only=True):
    """Two duties that one person (or one organisation) may not both carry out in a case."""

    code: Code
    first: Duty
    second: Duty
    scope: Literal["person", "organisation"] = "person"
    message: Phrase


class Appealable(Sourced, frozen=True, kw_only=True):
    """A decision that a firm may appeal against, and the deadline for doing so."""

    decision: Literal[
        "refuse-eligibility", "decline-nomination", "reject-application", "refuse-claim"
    ]
    name: Phrase
    file_within: Code = "file-appeal"
    answer_within: Code = "answer-appeal"


class Criterion(Sourced, frozen=True, kw_only=True):
    """A selection criterion and its points."""

    code: Code
    name: Phrase
    help: Phrase
    points: Positive


class Selection(Sourced, frozen=True, kw_only=True):
    """How points become a ranking."""

    pass_points: Count
    reserve_percent: Percent
    ties: tuple[Code, ...]


class FileType(Row, frozen=True, kw_only=True):
    """A file type that may be uploaded, how it is recognised and how large it may be."""

    code: Code
    name: Phrase
    extensions: tuple[NonEmpty, ...]
    media_types: tuple[NonEmpty, ...]
    max_bytes: Positive


class Uploads(Sourced, frozen=True, kw_only=True):
    """Limits for everything uploaded to a case."""

    max_file_bytes: Positive
    max_case_bytes: Positive
    max_files_per_document: Positive
    keep_years: Positive


class ProfileFile(Row, frozen=True, kw_only=True):
    """`profile.toml`: the head of the profile and the clockwork of the programme."""

    schema: Literal[1]
    key: Code
    version: NonEmpty
    name: Phrase
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
    timezone: NonEmpty
    in_force_from: date
    in_force_until: date | None = None
    notice_url: NonEmpty
    parties: tuple[Party, ...]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]
    committees: tuple[Committee, ...]
    panels: tuple[Panel, ...]
    separations: tuple[Separation, ...]
    appealable: tuple[Appealable, ...] = ()
    criteria: tuple[Criterion, ...]
    selection: Selection
    file_types: tuple[FileType, ...]
    uploads: Uploads
