"""The eligibility rules of a line, asked of frozen facts about a firm, its site and its plan.

Every predicate of `profile_predicates` has one answer here: yes, no, or None where only a later
step can tell (a nomination that is still to come).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from midas.hub.kernel.problems import Problem
from midas.hub.programme.rules import profile_predicates as named
from midas.hub.programme.rules.profile_line import LineVersion
from midas.hub.programme.rules.wording import as_text

Answer = bool | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known on the day of filing; what a firm only declares is marked so."""

    day: date
    terms: LineVersion
    ranks: Mapping[str, int]  # system level code → rank
    organisation_kind: str = "adopter"
    size: str = ""  # profile words: micro, small, medium, mid-cap, large
    industries: tuple[str, ...] = ()  # KSIC codes of site and firm
    in_business: bool = True
    tax_cleared_until: date | None = None
    is_restart: bool = False  # declared
    has_workplace: bool = True
    current_level: str = ""
    target_level: str = ""
    places: frozenset[str] = frozenset()  # codes of `places.toml` that contain the site
    in_area: bool = True  # of the lot
    is_barred: bool = False
    earlier_awards: int = 0  # of this line for this site
    earlier_grant: int = 0  # won
    grant: int = 0  # won asked for now
    unfinished_projects: int = 0
    open_applications: int = 0  # other ones for this site
    refused_before: bool = False
    documents: frozenset[str] = frozenset()
    budget_holds: bool = True
    is_nominated: Answer = None
    is_invited: bool = False  # declared, with the host named
    lists: frozenset[str] = frozenset()  # declared
    completed_projects: int = 0
    holds_certificate: bool = False  # declared
    selected_lines: frozenset[str] = frozenset()
    agreement_signed: bool = False
    own_share_paid: bool = False
    supplier_pools: frozenset[str] = frozenset()
    has_supplier: bool = False
    planning_body: Answer = None  # declared; None: there is none
    members: int = 1
    standards: frozenset[str] = frozenset()  # declared
    collects_data: bool = False  # declared
    repair_running: bool = False  # declared


@dataclass(frozen=True)
class Verdict:
    """What one rule said: met, unmet or open, with the profile's sentence and its source."""

    rule: str
    outcome: str
    message: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    def as_problem(self) -> Problem:
        """The verdict as a problem of the application."""
        return Problem(dict(self.message), {}, FIELDS.get(self.rule, ""), self.rule, self.source)

    def as_row(self) -> dict[str, Any]:
        """The verdict as JSON kept with the application."""
        return {
            "rule": self.rule,
            "outcome": self.outcome,
            "message": dict(self.message),
            "source": self.source,
        }


FIELDS = {
    "current-level-at-least": "current_level",
    "current-level-at-most": "current_level",
    "target-level-at-least": "target_level",
    "target-above-current": "target_level",
    "target-same-as-current": "target_level",
    "share-within-cap": "shares",
    "invited-by-host": "host",
    "supplier-in-pool": "supplier",
    "changed-since-refusal": "documents",
    "holds-document": "documents",
    "has-workplace": "workplace",
    "no-open-application-for-workplace": "workplace",
    "region-in": "workplace",
    "region-of-notice": "workplace",
}


def _rank(facts: Facts, level: str) -> int | None:
    return facts.ranks.get(level)


def _compare(facts: Facts, left: str, right: str, test: Callable[[int, int], bool]) -> bool:
    a, b = _rank(facts, left), _rank(facts, right)
    return a is not None and b is not None and test(a, b)


def _starts_with(facts: Facts, codes: Iterable[str]) -> bool:
    wanted = tuple(codes)
    return any(industry.startswith(wanted) for industry in facts.industries)


def _within_times(facts: Facts) -> bool:
    terms = facts.terms
    room = terms.cap_total is None or facts.earlier_grant + facts.grant <= terms.cap_total
    return facts.earlier_awards < terms.times and room


def _tax_cleared(facts: Facts) -> bool:
    until = facts.tax_cleared_until
    return facts.is_restart or (until is not None and until >= facts.day)


ANSWERS: dict[type, Callable[[Any, Facts], Answer]] = {
    named.IsSmeManufacturer: lambda rule, f: (
        f.organisation_kind == "adopter"
        and f.size in rule.sizes
        and (not f.industries or any("10" <= code[:2] <= "34" for code in f.industries))
    ),
    named.HasWorkplace: lambda rule, f: f.has_workplace,
    named.CurrentLevelAtLeast: lambda rule, f: _compare(
        f, f.current_level, rule.level, lambda a, b: a >= b
    ),
    named.CurrentLevelAtMost: lambda rule, f: _compare(
        f, f.current_level, rule.level, lambda a, b: a <= b
    ),
    named.TargetLevelAtLeast: lambda rule, f: _compare(
        f, f.target_level, rule.level, lambda a, b: a >= b
    ),
    named.TargetAboveCurrent: lambda rule, f: _compare(
        f, f.target_level, f.current_level, lambda a, b: a > b
    ),
    named.TargetSameAsCurrent: lambda rule, f: _compare(
        f, f.target_level, f.current_level, lambda a, b: a == b
    ),
    named.WithinTimes: lambda rule, f: _within_times(f),
    named.NoUnfinishedProject: lambda rule, f: f.unfinished_projects == 0,
    named.NoOpenApplicationForWorkplace: lambda rule, f: f.open_applications == 0,
    named.ChangedSinceRefusal: lambda rule, f: not f.refused_before or rule.document in f.documents,
    named.NotBarred: lambda rule, f: not f.is_barred,
    named.InBusiness: lambda rule, f: f.in_business or f.is_restart,
    named.TaxCleared: lambda rule, f: _tax_cleared(f),
    named.ExcludedIndustry: lambda rule, f: not _starts_with(f, rule.industries),
    named.IndustryIn: lambda rule, f: _starts_with(f, rule.industries),
    named.RegionIn: lambda rule, f: bool(f.places & set(rule.regions)),
    named.RegionOfNotice: lambda rule, f: f.in_area,
    named.FirmSizeIn: lambda rule, f: f.size in rule.sizes,
    named.ShareWithinCap: lambda rule, f: f.budget_holds,
    named.InvitedByHost: lambda rule, f: f.is_invited,
    named.NominatedByLocalGovernment: lambda rule, f: f.is_nominated,
    named.MemberOfProjectList: lambda rule, f: rule.list in f.lists,
    named.PriorProjectRecord: lambda rule, f: f.completed_projects > 0 or f.holds_certificate,
    named.CompletedProjectOrCertificate: lambda rule, f: (
        f.completed_projects > 0 or f.holds_certificate
    ),
    named.HoldsLevelCertificate: lambda rule, f: f.holds_certificate,
    named.SelectedInLine: lambda rule, f: bool(f.selected_lines & set(rule.lines)),
    named.AgreementSigned: lambda rule, f: f.agreement_signed,
    named.OwnSharePaid: lambda rule, f: f.own_share_paid,
    named.SupplierInPool: lambda rule, f: not f.has_supplier or rule.pool in f.supplier_pools,
    named.PlanningBodyInPool: lambda rule, f: f.planning_body is not False,
    named.ConsortiumAtLeast: lambda rule, f: f.members >= rule.members,
    named.StandardApplied: lambda rule, f: rule.standard in f.standards,
    named.CollectsData: lambda rule, f: f.collects_data,
    named.HoldsDocument: lambda rule, f: rule.document in f.documents,
    named.NoFreeRepairRunning: lambda rule, f: not f.repair_running,
}
OUTCOMES = {True: "met", False: "unmet", None: "open"}


def judge(facts: Facts) -> list[Verdict]:
    """Ask every rule of the line; one verdict per rule, in the line's order."""
    return [_verdict(rule, facts) for rule in facts.terms.rules]


def _verdict(rule: named.Eligibility, facts: Facts) -> Verdict:
    name = str(type(rule).__struct_config__.tag)
    outcome = OUTCOMES[ANSWERS[type(rule)](rule, facts)]
    return Verdict(name, outcome, as_text(rule.message), rule.source)


def unmet(verdicts: Iterable[Verdict]) -> list[Problem]:
    """The rules that are not met, as problems."""
    return [one.as_problem() for one in verdicts if one.outcome == "unmet"]
