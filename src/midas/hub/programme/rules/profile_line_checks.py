"""Checks of programme lines and of the sets that they share."""

import msgspec

from midas.hub.programme.rules import profile_predicates as predicates
from midas.hub.programme.rules.profile_checks import Codes
from midas.hub.programme.rules.profile_line import (
    Line,
    LineText,
    LineVersion,
    TermsFile,
    VersionTerms,
    VersionText,
)
from midas.hub.programme.rules.profile_reading import Files
from midas.hub.programme.rules.profile_spans import check_spans
from midas.hub.programme.rules.profile_walk import (
    need,
    need_all_known,
    need_known,
    need_unique,
)

TERMS = "terms.toml"
SETS: tuple[str, ...] = ("rules", "papers", "bonuses", "visits", "instalments")
SET_TABLES = {
    "rules": "rule_sets",
    "papers": "paper_sets",
    "bonuses": "bonus_sets",
    "visits": "visit_sets",
    "instalments": "instalment_sets",
}


def check_terms(terms: TermsFile, codes: Codes) -> None:
    """Check the shared sets."""
    for table in SET_TABLES.values():
        need_unique(TERMS, table, [row.code for row in getattr(terms, table)])
    for number, rules in enumerate(terms.rule_sets):
        for spot, rule in enumerate(rules.rows):
            check_rule(TERMS, f"rule_sets[{number}].rows[{spot}]", rule, codes)
    for number, papers in enumerate(terms.paper_sets):
        for spot, paper in enumerate(papers.rows):
            here = f"paper_sets[{number}].rows[{spot}].document"
            need_known(TERMS, here, paper.document, codes.documents, "document")


def check_rule(file: str, here: str, rule: predicates.Predicate, codes: Codes) -> None:
    """Check the codes that one eligibility rule names."""
    if isinstance(
        rule,
        predicates.CurrentLevelAtLeast
        | predicates.CurrentLevelAtMost
        | predicates.TargetLevelAtLeast,
    ):
        need_known(file, f"{here}.level", rule.level, codes.system_levels, "level")
    elif isinstance(rule, predicates.RegionIn):
        need_all_known(file, f"{here}.regions", rule.regions, codes.places, "place")
    elif isinstance(rule, predicates.ChangedSinceRefusal | predicates.HoldsDocument):
        need_known(file, f"{here}.document", rule.document, codes.documents, "document")
    elif isinstance(rule, predicates.SelectedInLine):
        need_all_known(file, f"{here}.lines", rule.lines, codes.lines, "line")


def build_lines(files: Files, terms: TermsFile, codes: Codes) -> tuple[Line, ...]:
    """Check all line files and fill the shared sets in; lines come in their display order."""
    seen: dict[str, str] = {}
    lines = []
    for file, text in files.many(LineText).items():
        twice = seen.setdefault(text.code, file)
        need(twice == file, file, "code", f"duplicate `{text.code}`, also in {twice}")
        _check_line(file, text, codes)
        lines.append(_build_line(file, text, terms, codes))
    return tuple(sorted(lines, key=lambda line: (line.order, line.code)))


def _check_line(file: str, text: LineText, codes: Codes) -> None:
    need_all_known(file, "tiers", text.tiers, codes.tiers, "tier")
    need_known(file, "operator", text.operator, codes.parties, "party")
    need(bool(text.versions), file, "versions", "a line needs a version")
    need_unique(file, "versions", [row.version for row in text.versions], "version")
    check_spans(file, "versions", text.versions)
    for number, version in enumerate(text.versions):
        _check_version(file, f"versions[{number}]", version, codes)


def _check_version(file: str, here: str, version: VersionText, codes: Codes) -> None:
    need_all_known(file, f"{here}.tracks", version.tracks, codes.tracks, "track")
    items = version.cost_items
    need_all_known(file, f"{here}.cost_items", items, codes.cost_items, "cost item")
    need_all_known(file, f"{here}.counts_with", version.counts_with, codes.lines, "line")
    target = version.target_level_min
    need_known(file, f"{here}.target_level_min", target, codes.system_levels, "level")
    for number, cap in enumerate(version.level_caps):
        spot = f"{here}.level_caps[{number}].level"
        need_known(file, spot, cap.level, codes.system_levels, "level")
    for number, rate in enumerate(version.line_rates):
        spot = f"{here}.line_rates[{number}].lines"
        need_all_known(file, spot, rate.lines, codes.lines, "line")
    fits = version.cap_total is None or version.cap <= version.cap_total
    need(fits, file, f"{here}.cap_total", "below `cap`")
    need_unique(file, f"{here}.branches", [branch.code for branch in version.branches])
    for number, rule in enumerate(version.rules):
        check_rule(file, f"{here}.rules[{number}]", rule, codes)
    for number, paper in enumerate(version.papers):
        spot = f"{here}.papers[{number}].document"
        need_known(file, spot, paper.document, codes.documents, "document")
    _check_shares(file, f"{here}.layers", version, codes)
    layers = [share.layer for share in version.layers]
    need_all_known(file, f"{here}.cap_layers", version.cap_layers, layers, "layer of this version")


def _check_shares(file: str, here: str, version: VersionTerms, codes: Codes) -> None:
    need_unique(file, here, [share.layer for share in version.layers], "layer")
    for number, share in enumerate(version.layers):
        spot = f"{here}[{number}]"
        need_known(file, f"{spot}.layer", share.layer, codes.layers, "layer")
        fits = share.min_percent <= share.max_percent
        need(fits, file, f"{spot}.max_percent", "below `min_percent`")
    least = sum(share.min_percent for share in version.layers)
    most = sum(share.max_percent for share in version.layers)
    need(least <= 100 <= most, file, here, f"shares run from {least} to {most} percent, never 100")


def _build_line(file: str, text: LineText, terms: TermsFile, codes: Codes) -> Line:
    head = {name: getattr(text, name) for name in text.__struct_fields__ if name != "versions"}
    built = [
        _build_version(file, f"versions[{number}]", text, version, terms)
        for number, version in enumerate(text.versions)
    ]
    return Line(**head, versions=tuple(sorted(built, key=lambda row: row.in_force_from)))


def _build_version(
    file: str, here: str, text: LineText, version: VersionText, terms: TermsFile
) -> LineVersion:
    values = {name: getattr(version, name) for name in VersionTerms.__struct_fields__}
    for name in SETS:
        values[name] = _shared_rows(file, here, name, version, terms) + values[name]
    built = LineVersion(
        **values,
        line=text.code,
        line_name=text.name,
        path=text.path,
        kind=text.kind,
        tiers=text.tiers,
        forms=text.forms,
    )
    _check_built(file, here, built)
    return built


def _shared_rows(
    file: str, here: str, name: str, version: VersionText, terms: TermsFile
) -> tuple[msgspec.Struct, ...]:
    sets = {row.code: row.rows for row in getattr(terms, SET_TABLES[name])}
    wanted = getattr(version, f"{name}_from")
    need_all_known(file, f"{here}.{name}_from", wanted, sets, "set")
    return tuple(row for code in wanted for row in sets[code])


def _check_built(file: str, here: str, built: LineVersion) -> None:
    papers = [(row.stage, row.document, row.by) for row in built.papers]
    need_unique(file, f"{here}.papers", papers, "document")
    for name in ("bonuses", "visits", "instalments"):
        need_unique(file, f"{here}.{name}", [row.code for row in getattr(built, name)])
    kinds = len(built.bonuses)
    fits = built.bonus_kinds_max <= kinds
    need(fits, file, f"{here}.bonus_kinds_max", f"only {kinds} kinds are given")
    total = sum(row.percent for row in built.instalments)
    need(total in (0, 100), file, f"{here}.instalments", f"percents sum to {total}, not 100")
