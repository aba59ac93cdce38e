"""The eligibility rules that a profile may name, each with the arguments it takes.

A profile writes `{rule = "current-level-at-least", level = "mid1", ...}`; the word after `rule`
picks the class. What each rule asks of an application is decided where eligibility is checked.
"""

from typing import Literal

from midas.hub.programme.rules.profile_terms import Code, NonEmpty, Phrase, Positive, Sourced

FirmSize = Literal["micro", "small", "medium", "mid-cap", "large"]


class Predicate(Sourced, frozen=True, kw_only=True, tag_field="rule"):
    """Common to all eligibility rules: the sentence shown when the rule is not met."""

    message: Phrase


class IsSmeManufacturer(Predicate, frozen=True, kw_only=True, tag="is-sme-manufacturer"):
    """The applicant is a manufacturer of one of the `sizes`."""

    sizes: tuple[FirmSize, ...] = ("micro", "small", "medium", "mid-cap")


class HasWorkplace(Predicate, frozen=True, kw_only=True, tag="has-workplace"):
    """The application names one factory site of the applicant in the country."""


class CurrentLevelAtLeast(Predicate, frozen=True, kw_only=True, tag="current-level-at-least"):
    """The site's system level today is `level` or higher."""

    level: Code


class CurrentLevelAtMost(Predicate, frozen=True, kw_only=True, tag="current-level-at-most"):
    """The site's system level today is `level` or lower."""

    level: Code


class TargetLevelAtLeast(Predicate, frozen=True, kw_only=True, tag="target-level-at-least"):
    """The system level promised in the plan is `level` or higher."""

    level: Code


class TargetAboveCurrent(Predicate, frozen=True, kw_only=True, tag="target-above-current"):
    """The promised system level is higher than today's."""


class TargetSameAsCurrent(Predicate, frozen=True, kw_only=True, tag="target-same-as-current"):
    """The promised system level equals today's."""


class WithinTimes(Predicate, frozen=True, kw_only=True, tag="within-times"):
    """Earlier awards for the site leave room in the line's `times` and `cap_total`."""


class NoUnfinishedProject(Predicate, frozen=True, kw_only=True, tag="no-unfinished-project"):
    """The firm runs no other smart-factory project that is not completed."""


class NoOpenApplicationForWorkplace(
    Predicate, frozen=True, kw_only=True, tag="no-open-application-for-workplace"
):
    """No other application for the same site is open."""


class ChangedSinceRefusal(Predicate, frozen=True, kw_only=True, tag="changed-since-refusal"):
    """A plan refused before comes back changed, with the `document` that lists the changes."""

    document: Code


class NotBarred(Predicate, frozen=True, kw_only=True, tag="not-barred"):
    """Neither the firm nor its people stand under a participation ban."""


class InBusiness(Predicate, frozen=True, kw_only=True, tag="in-business"):
    """The firm is neither closed nor bankrupt; a recognised restart is an exception."""


class TaxCleared(Predicate, frozen=True, kw_only=True, tag="tax-cleared"):
    """National and local taxes are paid; a recognised restart is an exception."""


class ExcludedIndustry(Predicate, frozen=True, kw_only=True, tag="excluded-industry"):
    """The firm's trade starts with none of the `industries` (KSIC codes, any length)."""

    industries: tuple[NonEmpty, ...]


class IndustryIn(Predicate, frozen=True, kw_only=True, tag="industry-in"):
    """The firm's trade starts with one of the `industries` (KSIC codes, any length)."""

    industries: tuple[NonEmpty, ...]


class RegionIn(Predicate, frozen=True, kw_only=True, tag="region-in"):
    """The site lies in one of the `regions` (codes of `places.toml`)."""

    regions: tuple[Code, ...]


class RegionOfNotice(Predicate, frozen=True, kw_only=True, tag="region-of-notice"):
    """The site lies in a region that the call is written for."""


class FirmSizeIn(Predicate, frozen=True, kw_only=True, tag="firm-size-in"):
    """The firm's size is one of `sizes`."""

    sizes: tuple[FirmSize, ...]


class ShareWithinCap(Predicate, frozen=True, kw_only=True, tag="share-within-cap"):
    """Each funding layer of the budget keeps to the shares and amounts of the line."""


class InvitedByHost(Predicate, frozen=True, kw_only=True, tag="invited-by-host"):
    """The host has chosen the firm beforehand."""


class NominatedByLocalGovernment(
    Predicate, frozen=True, kw_only=True, tag="nominated-by-local-government"
):
    """The local government of the site has nominated the firm within its quota."""


class MemberOfProjectList(Predicate, frozen=True, kw_only=True, tag="member-of-project-list"):
    """The firm is on the list of a regional project named `list`."""

    list: Code


class PriorProjectRecord(Predicate, frozen=True, kw_only=True, tag="prior-project-record"):
    """The site has completed a smart-factory project, or holds a level certificate."""


class CompletedProjectOrCertificate(
    Predicate, frozen=True, kw_only=True, tag="completed-project-or-certificate"
):
    """The firm finished a supported project, or built alone and holds a valid certificate."""


class HoldsLevelCertificate(Predicate, frozen=True, kw_only=True, tag="holds-level-certificate"):
    """The site holds a valid level certificate."""


class SelectedInLine(Predicate, frozen=True, kw_only=True, tag="selected-in-line"):
    """The firm has been selected in one of the programme `lines`."""

    lines: tuple[Code, ...]


class AgreementSigned(Predicate, frozen=True, kw_only=True, tag="agreement-signed"):
    """The agreement of the supported project is signed."""


class OwnSharePaid(Predicate, frozen=True, kw_only=True, tag="own-share-paid"):
    """The firm has paid its whole own share of the supported project."""


class SupplierInPool(Predicate, frozen=True, kw_only=True, tag="supplier-in-pool"):
    """Each supplier of the consortium is registered in the `pool`."""

    pool: Code


class PlanningBodyInPool(Predicate, frozen=True, kw_only=True, tag="planning-body-in-pool"):
    """The planning body, if there is one, is in the published pool."""


class ConsortiumAtLeast(Predicate, frozen=True, kw_only=True, tag="consortium-at-least"):
    """At least `members` adopters file together."""

    members: Positive


class StandardApplied(Predicate, frozen=True, kw_only=True, tag="standard-applied"):
    """The plan applies the manufacturing data standard `standard`."""

    standard: Code


class CollectsData(Predicate, frozen=True, kw_only=True, tag="collects-data"):
    """The site already collects manufacturing data."""


class HoldsDocument(Predicate, frozen=True, kw_only=True, tag="holds-document"):
    """The applicant hands in the `document` from an earlier service."""

    document: Code


class NoFreeRepairRunning(Predicate, frozen=True, kw_only=True, tag="no-free-repair-running"):
    """The supplier is not repairing the same thing under its warranty."""


Eligibility = (
    IsSmeManufacturer
    | HasWorkplace
    | CurrentLevelAtLeast
    | CurrentLevelAtMost
    | TargetLevelAtLeast
    | TargetAboveCurrent
    | TargetSameAsCurrent
    | WithinTimes
    | NoUnfinishedProject
    | NoOpenApplicationForWorkplace
    | ChangedSinceRefusal
    | NotBarred
    | InBusiness
    | TaxCleared
    | ExcludedIndustry
    | IndustryIn
    | RegionIn
    | RegionOfNotice
    | FirmSizeIn
    | ShareWithinCap
    | InvitedByHost
    | NominatedByLocalGovernment
    | MemberOfProjectList
    | PriorProjectRecord
    | CompletedProjectOrCertificate
    | HoldsLevelCertificate
    | SelectedInLine
    | AgreementSigned
    | OwnSharePaid
    | SupplierInPool
    | PlanningBodyInPool
    | ConsortiumAtLeast
    | StandardApplied
    | CollectsData
    | HoldsDocument
    | NoFreeRepairRunning
)
