"""Each eligibility rule as the condition that has to hold.

The profile's own sentences say what is wrong when it does not hold.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from midas.hub.kernel import texts
from midas.hub.kernel.problems import words
from midas.hub.programme.rules import profile_predicates as named
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.wording import as_text

SIZES = {
    "micro": words("micro enterprise"),
    "small": words("small enterprise"),
    "medium": words("medium-sized enterprise"),
    "mid-cap": words("mid-cap enterprise"),
    "large": words("large enterprise"),
}
SENTENCES: dict[type[named.Predicate], str] = {
    named.IsSmeManufacturer: words("The firm is a manufacturer of one of these sizes: %(sizes)s."),
    named.HasWorkplace: words("The application names one factory in the country."),
    named.CurrentLevelAtLeast: words("The site is at %(level)s or higher today."),
    named.CurrentLevelAtMost: words("The site is at %(level)s or lower today."),
    named.TargetLevelAtLeast: words("The target level is %(level)s or higher."),
    named.TargetAboveCurrent: words("The target level is above today's level."),
    named.TargetSameAsCurrent: words("The target level is the same as today's level."),
    named.WithinTimes: words("Earlier awards of the site leave room for another one."),
    named.NoUnfinishedProject: words("The firm has no unfinished smart-factory project."),
    named.NoOpenApplicationForWorkplace: words("No other application for the same site is open."),
    named.ChangedSinceRefusal: words("A plan that was refused before has been changed."),
    named.NotBarred: words("Neither the firm nor its people are barred from taking part."),
    named.InBusiness: words("The firm is in business, or a recognised restart."),
    named.TaxCleared: words("National and local taxes are paid, or it is a recognised restart."),
    named.ExcludedIndustry: words("The firm is not in an excluded trade."),
    named.IndustryIn: words("The firm is in one of the trades that this line supports."),
    named.RegionIn: words("The site lies in: %(regions)s."),
    named.RegionOfNotice: words("The site lies in the region of this call."),
    named.FirmSizeIn: words("The firm has one of these sizes: %(sizes)s."),
    named.ShareWithinCap: words("Every funding layer keeps to its share and to the cap."),
    named.InvitedByHost: words("The host enterprise has chosen the firm beforehand."),
    named.NominatedByLocalGovernment: words("The local government of the site nominates the firm."),
    named.MemberOfProjectList: words("The firm is on the project list that this call asks for."),
    named.PriorProjectRecord: words(
        "The site has finished a project or holds a level certificate."
    ),
    named.CompletedProjectOrCertificate: words(
        "The firm finished a supported project, or built alone and holds a level certificate."
    ),
    named.HoldsLevelCertificate: words("The site holds a valid level certificate."),
    named.SelectedInLine: words("The firm was selected in: %(lines)s."),
    named.AgreementSigned: words("The agreement of the supported project is signed."),
    named.OwnSharePaid: words("The own share of the supported project is paid in full."),
    named.SupplierInPool: words("Every supplier is registered in the pool of suppliers."),
    named.PlanningBodyInPool: words(
        "The planning body, if there is one, is on the published list."
    ),
    named.ConsortiumAtLeast: words("At least %(members)s factories file together."),
    named.StandardApplied: words("The plan applies the data standard that this line asks for."),
    named.CollectsData: words("The site already collects manufacturing data."),
    named.HoldsDocument: words("The application comes with: %(document)s."),
    named.NoFreeRepairRunning: words("No free repair of the same thing is running."),
}


def condition(rule: named.Predicate, profile: Profile) -> str:
    """What has to hold, in the reader's language."""
    values = VALUES.get(type(rule))
    return texts.fill(SENTENCES[type(rule)], values(rule, profile) if values else {})


def conditions_by_rule(rules: Iterable[named.Predicate], profile: Profile) -> dict[str, str]:
    """Code of the rule → its condition in the reader's language; the first of a code counts."""
    found: dict[str, str] = {}
    for rule in rules:
        code = str(type(rule).__struct_config__.tag)
        found.setdefault(code, condition(rule, profile))
    return found


def verdict_words(
    rule: str, outcome: str, message: Mapping[str, str], known: Mapping[str, str]
) -> str:
    """What a verdict reads as: the condition, or where it is not met the profile's sentence."""
    if outcome != "unmet" and rule in known:
        return known[rule]
    return texts.in_language(dict(message)) or rule


def _name(rows: Iterable[Any], code: str) -> str:
    names = (as_text(one.name) for one in rows if one.code == code)
    return texts.in_language(next(names, {"ko": code, "en": code}))


def _sizes(rule: Any, _profile: Profile) -> dict[str, Any]:
    return {"sizes": ", ".join(texts.in_language(SIZES[one]) for one in rule.sizes)}


def _level(rule: Any, profile: Profile) -> dict[str, Any]:
    return {"level": _name(profile.levels.system_levels, rule.level)}


VALUES: dict[type[named.Predicate], Callable[[Any, Profile], dict[str, Any]]] = {
    named.IsSmeManufacturer: _sizes,
    named.FirmSizeIn: _sizes,
    named.CurrentLevelAtLeast: _level,
    named.CurrentLevelAtMost: _level,
    named.TargetLevelAtLeast: _level,
    named.RegionIn: lambda rule, profile: {
        "regions": ", ".join(_name(profile.places, one) for one in rule.regions)
    },
    named.SelectedInLine: lambda rule, profile: {
        "lines": ", ".join(_name(profile.lines, one) for one in rule.lines)
    },
    named.ConsortiumAtLeast: lambda rule, _profile: {"members": rule.members},
    named.HoldsDocument: lambda rule, profile: {
        "document": _name(profile.documents, rule.document)
    },
}
