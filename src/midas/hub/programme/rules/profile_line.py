"""Programme lines: what is paid, to whom, for how long, on which papers."""

from typing import Literal

from midas.hub.programme.rules.profile_predicates import Eligibility
from midas.hub.programme.rules.profile_terms import (
    Code,
    Count,
    Entry,
    Form,
    FundingPath,
    InForce,
    LevelMove,
    LineKind,
    NonEmpty,
    Percent,
    Phrase,
    Positive,
    Role,
    Row,
    ShareKind,
    Sourced,
    Stage,
    SupplierTiming,
    Won,
)

PaperNeed = Literal[
    "always",
    "if-consortium",
    "if-planning-body",
    "if-software",
    "if-new-firm",
    "if-refiled",
    "if-duplicate",
    "if-host",
    "if-restart",
    "optional",
]


class LayerShare(Row, frozen=True, kw_only=True):
    """How much of the cost one funding layer may and must carry."""

    layer: Code
    kinds: tuple[ShareKind, ...] = ("cash",)
    min_percent: Percent = 0
    max_percent: Percent = 100
    max_amount: Won | None = None
    unconfirmed: tuple[str, ...] = ()


class LevelCap(Row, frozen=True, kw_only=True):
    """The cap in won for one promised system level."""

    level: Code
    cap: Won


class LineRate(Row, frozen=True, kw_only=True):
    """What a top-up pays for awards of some other lines: percent of the cost, up to a cap."""

    lines: tuple[Code, ...]
    percent: Percent
    cap: Won


class Paper(Row, frozen=True, kw_only=True):
    """A document asked for at a stage, who hands it in and when it is needed."""

    stage: Stage
    document: Code
    by: Role = "adopter"
    need: PaperNeed = "always"


class Bonus(Sourced, frozen=True, kw_only=True):
    """A kind of bonus and its points."""

    code: Code
    name: Phrase
    points: Positive


class Visit(Sourced, frozen=True, kw_only=True):
    """An after-care measurement: its name and when it falls due."""

    code: Literal["T0", "T1", "T2"]
    name: Phrase
    months_after_completion: Count
    anchor: Literal["agreement", "completion"] = "completion"


class Instalment(Sourced, frozen=True, kw_only=True):
    """A part of the grant and the stage that makes it claimable."""

    code: Code
    name: Phrase
    stage: Stage
    percent: Percent


class MentorRule(Sourced, frozen=True, kw_only=True):
    """Guidance by a private expert during the build."""

    required: bool
    visits: Count
    before: Stage
    waived_if: Literal["planned-at-same-level", "never"] = "never"
    own_percent: Percent = 0


class Branch(Row, frozen=True, kw_only=True):
    """A track inside a line under which a call is written, with its own cap if it has one."""

    code: Code
    name: Phrase
    cap: Won | None = None


class VersionTerms(InForce, frozen=True, kw_only=True):
    """The terms of a line while a version is in force; money in won, shares in percent.

    `cap` and `cap_total` bind the sum of the layers named in `cap_layers`, once and over all
    times; other layers are bound by their own `max_amount`. Awards of the lines in `counts_with`
    count toward `times` and `cap_total` too.
    """

    version: NonEmpty
    months: Positive
    cap: Won
    cap_layers: tuple[Code, ...] = ("state",)
    cap_total: Won | None = None
    cap_per_year: Won | None = None
    level_caps: tuple[LevelCap, ...] = ()
    line_rates: tuple[LineRate, ...] = ()
    times: Positive = 1
    counts_with: tuple[Code, ...] = ()
    places: Count | None = None
    budget: Won | None = None
    layers: tuple[LayerShare, ...]
    cost_items: tuple[Code, ...]
    level_move: LevelMove
    target_level_min: Code | None = None
    tracks: tuple[Code, ...]
    branches: tuple[Branch, ...] = ()
    entry: Entry = "open"
    members_min: Positive = 1
    operator_fee_percent: Percent = 0
    standards: tuple[Code, ...] = ()
    supplier_timing: SupplierTiming = "at-filing"
    design_due: bool = True
    fp_cost_sheet: bool = False
    kpi_min: Count = 1
    intensive_service_months: Count = 0
    repair_months: Count = 12
    bonus_kinds_max: Count = 0
    mentor: MentorRule | None = None
    remark: Phrase | None = None
    rules: tuple[Eligibility, ...] = ()
    papers: tuple[Paper, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    visits: tuple[Visit, ...] = ()
    instalments: tuple[Instalment, ...] = ()


class VersionText(VersionTerms, frozen=True, kw_only=True):
    """A version as written in a line file: own rows plus the named sets of `terms.toml`."""

    rules_from: tuple[Code, ...] = ()
    papers_from: tuple[Code, ...] = ()
    bonuses_from: tuple[Code, ...] = ()
    visits_from: tuple[Code, ...] = ()
    instalments_from: tuple[Code, ...] = ()


class LineVersion(VersionTerms, frozen=True, kw_only=True):
    """A version with its sets filled in and its line named: what a case keeps as a snapshot."""

    line: Code
    line_name: Phrase
    path: FundingPath
    kind: LineKind
    tiers: tuple[Code, ...]
    forms: tuple[Form, ...]


class LineHead(Row, frozen=True, kw_only=True):
    """What a line is called and whom it is for."""

    code: Code
    name: Phrase
    summary: Phrase
    path: FundingPath
    kind: LineKind
    tiers: tuple[Code, ...]
    forms: tuple[Form, ...]
    operator: Code
    order: Count = 100


class LineText(LineHead, frozen=True, kw_only=True):
    """A line file as written."""

    versions: tuple[VersionText, ...]


class Line(LineHead, frozen=True, kw_only=True):
    """A line with its versions in order of date."""

    versions: tuple[LineVersion, ...]


class RuleSet(Row, frozen=True, kw_only=True):
    """Eligibility rules that several lines share."""

    code: Code
    rows: tuple[Eligibility, ...]


class PaperSet(Row, frozen=True, kw_only=True):
    """Papers that several lines share."""

    code: Code
    source: NonEmpty
    rows: tuple[Paper, ...]


class BonusSet(Row, frozen=True, kw_only=True):
    """Bonuses that several lines share."""

    code: Code
    rows: tuple[Bonus, ...]


class VisitSet(Row, frozen=True, kw_only=True):
    """After-care measurements that several lines share."""

    code: Code
    rows: tuple[Visit, ...]


class InstalmentSet(Row, frozen=True, kw_only=True):
    """A way to pay the grant that several lines share."""

    code: Code
    rows: tuple[Instalment, ...]


class TermsFile(Row, frozen=True, kw_only=True):
    """`terms.toml`: the sets that line files name."""

    rule_sets: tuple[RuleSet, ...]
    paper_sets: tuple[PaperSet, ...]
    bonus_sets: tuple[BonusSet, ...]
    visit_sets: tuple[VisitSet, ...]
    instalment_sets: tuple[InstalmentSet, ...]
