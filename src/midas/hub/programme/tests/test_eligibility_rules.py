"""Every predicate that a profile may name has an answer, a yes and a no."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from midas.hub.programme.rules import profile_predicates as named
from midas.hub.programme.rules.eligibility import ANSWERS, Facts, judge, unmet
from midas.hub.programme.rules.profile import parse_profile
from midas.hub.programme.rules.profile_line import LineVersion
from midas.hub.programme.rules.profile_terms import Phrase

ROOT = Path(__file__).resolve().parents[5] / "profiles" / "kr-2027"
TODAY = date(2026, 3, 2)
RANKS = {"none": 0, "basic": 1, "mid1": 2, "mid2": 3, "advanced": 4}


@pytest.fixture(scope="module")
def terms() -> LineVersion:
    """Terms with two times and 250 million in all."""
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in ROOT.rglob("*.toml")
    }
    return parse_profile(texts).line("state-upgrade").versions[-1]


def rule(kind: type[named.Predicate], **values: Any) -> Any:
    """One rule of a line."""
    message = Phrase(ko="안 됩니다.", en="No.")
    return kind(message=message, source="N:2026-N-0100/1", trust="A", **values)


CASES: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (
        rule(named.IsSmeManufacturer),
        {"size": "small", "industries": ("25913",)},
        {"size": "large", "industries": ("25913",)},
    ),
    (
        rule(named.IsSmeManufacturer),
        {"size": "micro", "industries": ()},
        {"size": "small", "industries": ("62010",)},
    ),
    (rule(named.HasWorkplace), {}, {"has_workplace": False}),
    (
        rule(named.CurrentLevelAtLeast, level="mid1"),
        {"current_level": "mid1"},
        {"current_level": "basic"},
    ),
    (
        rule(named.CurrentLevelAtMost, level="basic"),
        {"current_level": "none"},
        {"current_level": "mid1"},
    ),
    (
        rule(named.TargetLevelAtLeast, level="mid1"),
        {"target_level": "mid2"},
        {"target_level": ""},
    ),
    (
        rule(named.TargetAboveCurrent),
        {"current_level": "basic", "target_level": "mid1"},
        {"current_level": "mid1", "target_level": "mid1"},
    ),
    (
        rule(named.TargetSameAsCurrent),
        {"current_level": "mid1", "target_level": "mid1"},
        {"current_level": "basic", "target_level": "mid1"},
    ),
    (rule(named.WithinTimes), {"earlier_awards": 1}, {"earlier_awards": 2}),
    (
        rule(named.WithinTimes),
        {"earlier_grant": 50_000_000, "grant": 200_000_000},
        {"earlier_grant": 50_000_001, "grant": 200_000_000},
    ),
    (rule(named.NoUnfinishedProject), {}, {"unfinished_projects": 1}),
    (rule(named.NoOpenApplicationForWorkplace), {}, {"open_applications": 1}),
    (
        rule(named.ChangedSinceRefusal, document="change-summary"),
        {"refused_before": True, "documents": frozenset({"change-summary"})},
        {"refused_before": True},
    ),
    (rule(named.NotBarred), {}, {"is_barred": True}),
    (
        rule(named.InBusiness),
        {"in_business": False, "is_restart": True},
        {"in_business": False},
    ),
    (rule(named.TaxCleared), {"tax_cleared_until": TODAY}, {"tax_cleared_until": date(2026, 3, 1)}),
    (rule(named.TaxCleared), {"is_restart": True}, {}),
    (
        rule(named.ExcludedIndustry, industries=("55", "9124")),
        {"industries": ("25913",)},
        {"industries": ("91249",)},
    ),
    (rule(named.IndustryIn, industries=("25",)), {"industries": ("25913",)}, {}),
    (rule(named.RegionIn, regions=("gyeongnam",)), {"places": frozenset({"gyeongnam"})}, {}),
    (rule(named.RegionOfNotice), {}, {"in_area": False}),
    (rule(named.FirmSizeIn, sizes=("micro",)), {"size": "micro"}, {"size": "small"}),
    (rule(named.ShareWithinCap), {}, {"budget_holds": False}),
    (rule(named.InvitedByHost), {"is_invited": True}, {}),
    (rule(named.NominatedByLocalGovernment), {"is_nominated": True}, {"is_nominated": False}),
    (rule(named.MemberOfProjectList, list="legend"), {"lists": frozenset({"legend"})}, {}),
    (rule(named.PriorProjectRecord), {"completed_projects": 1}, {}),
    (rule(named.CompletedProjectOrCertificate), {"holds_certificate": True}, {}),
    (rule(named.HoldsLevelCertificate), {"holds_certificate": True}, {}),
    (rule(named.SelectedInLine, lines=("robot",)), {"selected_lines": frozenset({"robot"})}, {}),
    (rule(named.AgreementSigned), {"agreement_signed": True}, {}),
    (rule(named.OwnSharePaid), {"own_share_paid": True}, {}),
    (rule(named.SupplierInPool, pool="p"), {}, {"has_supplier": True}),
    (rule(named.PlanningBodyInPool), {"planning_body": None}, {"planning_body": False}),
    (rule(named.ConsortiumAtLeast, members=3), {"members": 3}, {"members": 2}),
    (rule(named.StandardApplied, standard="aas"), {"standards": frozenset({"aas"})}, {}),
    (rule(named.CollectsData), {"collects_data": True}, {}),
    (rule(named.HoldsDocument, document="d"), {"documents": frozenset({"d"})}, {}),
    (rule(named.NoFreeRepairRunning), {}, {"repair_running": True}),
]


def facts(terms: LineVersion, rules: Any, **values: Any) -> Facts:
    """Facts about a case under a line with these rules."""
    line = msgspec.structs.replace(terms, rules=(rules,))
    return Facts(day=TODAY, terms=line, ranks=RANKS, **values)


@pytest.mark.parametrize(("one", "good", "bad"), CASES)
def test_a_rule_is_met_or_told_with_its_source(
    terms: LineVersion, one: Any, good: dict[str, Any], bad: dict[str, Any]
) -> None:
    assert [v.outcome for v in judge(facts(terms, one, **good))] == ["met"]
    (verdict,) = judge(facts(terms, one, **bad))
    assert verdict.outcome == "unmet"
    (problem,) = unmet([verdict])
    assert (problem.text, problem.source) == ({"ko": "안 됩니다.", "en": "No."}, one.source)


def test_every_predicate_of_the_profile_is_answered_and_tested() -> None:
    every = set(get_args(named.Eligibility))
    assert set(ANSWERS) == every
    assert {type(one) for one, _, _ in CASES} == every


def test_a_nomination_that_is_still_to_come_stays_open(terms: LineVersion) -> None:
    known = facts(terms, rule(named.NominatedByLocalGovernment))
    verdicts = judge(known)
    assert [one.outcome for one in verdicts] == ["open"]
    assert unmet(verdicts) == []
    assert judge(replace(known, is_nominated=True))[0].outcome == "met"
