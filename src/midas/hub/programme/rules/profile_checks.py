"""What the files of a profile say about each other: every code named is one that exists."""

from collections.abc import Collection

import msgspec

from midas.hub.programme.rules.profile_levels import LevelsFile, Placement
from midas.hub.programme.rules.profile_line import LineText, VersionText
from midas.hub.programme.rules.profile_notice import Notice, NoticesFile
from midas.hub.programme.rules.profile_office import ProfileFile
from midas.hub.programme.rules.profile_papers import (
    DocumentsFile,
    FundingFile,
    GlossaryFile,
    OutcomesFile,
    PlacesFile,
    SourcesFile,
)
from midas.hub.programme.rules.profile_reading import Files
from midas.hub.programme.rules.profile_spans import check_spans
from midas.hub.programme.rules.profile_walk import (
    need,
    need_all_known,
    need_known,
    need_unique,
)

HEAD, LEVELS, PAPERS, FUNDING, PLACES = (
    "profile.toml",
    "levels.toml",
    "documents.toml",
    "funding.toml",
    "places.toml",
)


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """All codes that other tables may name."""

    parties: Collection[str]
    file_types: Collection[str]
    places: Collection[str]
    domains: Collection[str]
    system_levels: dict[str, int]
    capability_levels: dict[str, int]
    tiers: Collection[str]
    tracks: Collection[str]
    documents: Collection[str]
    layers: Collection[str]
    cost_items: Collection[str]
    lines: dict[str, LineText]


def collect_codes(files: Files) -> Codes:
    """Gather the codes of all files."""
    head = files.one(HEAD, ProfileFile)
    levels = files.one(LEVELS, LevelsFile)
    funding = files.one(FUNDING, FundingFile)
    return Codes(
        parties=[row.code for row in head.parties],
        file_types=[row.code for row in head.file_types],
        places=[row.code for row in files.one(PLACES, PlacesFile).places],
        domains=[row.code for row in levels.domains],
        system_levels={row.code: row.rank for row in levels.system_levels},
        capability_levels={row.code: row.rank for row in levels.capability_levels},
        tiers=[row.code for row in levels.tiers],
        tracks=[row.code for row in levels.tracks],
        documents=[row.code for row in files.one(PAPERS, DocumentsFile).documents],
        layers=[row.code for row in funding.layers],
        cost_items=[row.code for row in funding.cost_items],
        lines={line.code: line for line in files.many(LineText).values()},
    )


def check_head(head: ProfileFile, codes: Codes) -> None:
    """Check parties, targets, deadlines, committees, separations, criteria and file types."""
    for name in ("parties", "targets", "deadlines", "committees", "panels", "criteria"):
        need_unique(HEAD, name, [row.code for row in getattr(head, name)])
    need_unique(HEAD, "separations", [row.code for row in head.separations])
    need_unique(HEAD, "file_types", codes.file_types)
    for number, party in enumerate(head.parties):
        here = f"parties[{number}]"
        need_known(HEAD, f"{here}.successor", party.successor, codes.parties, "party")
        check_spans(HEAD, "parties", [party])
    for number, target in enumerate(head.targets):
        here = f"targets[{number}]"
        need_known(HEAD, f"{here}.tier", target.tier, codes.tiers, "tier")
        need_all_known(HEAD, f"{here}.lines", target.lines, codes.lines, "line")
    _check_clockwork(head)


def _check_clockwork(head: ProfileFile) -> None:
    for number, deadline in enumerate(head.deadlines):
        one = (deadline.days is None) != (deadline.months is None)
        need(one, HEAD, f"deadlines[{number}]", "give either `days` or `months`")
    for number, body in enumerate(head.committees):
        fits = body.size_min <= body.size_max and body.quorum <= body.size_max
        need(fits, HEAD, f"committees[{number}].quorum", "size and quorum do not fit together")
    for number, panel in enumerate(head.panels):
        fits = panel.assessors_min <= panel.assessors
        need(fits, HEAD, f"panels[{number}].assessors_min", "more than `assessors`")
    for number, pair in enumerate(head.separations):
        here = f"separations[{number}].second"
        need(pair.first != pair.second, HEAD, here, "a duty cannot be kept apart from itself")
    pairs = [frozenset((row.first, row.second)) for row in head.separations]
    need_unique(HEAD, "separations", pairs, "second")
    periods = [row.code for row in head.deadlines]
    need_unique(HEAD, "appealable", [row.decision for row in head.appealable], "decision")
    for number, ground in enumerate(head.appealable):
        here = f"appealable[{number}]"
        need_known(HEAD, f"{here}.file_within", ground.file_within, periods, "deadline")
        need_known(HEAD, f"{here}.answer_within", ground.answer_within, periods, "deadline")
    points = sum(row.points for row in head.criteria)
    need(points == 100, HEAD, "criteria", f"points sum to {points}, not 100")
    known = [row.code for row in head.criteria]
    need_all_known(HEAD, "selection.ties", head.selection.ties, known, "criterion")


def check_papers(files: Files, head: ProfileFile, codes: Codes) -> None:
    """Check documents, cost items, layers, outcomes, places, sources and the glossary."""
    papers = files.one(PAPERS, DocumentsFile).documents
    need_unique(PAPERS, "documents", codes.documents)
    for number, paper in enumerate(papers):
        here = f"documents[{number}]"
        need_all_known(PAPERS, f"{here}.accepts", paper.accepts, codes.file_types, "file type")
        small = paper.max_bytes is None or paper.max_bytes <= head.uploads.max_file_bytes
        need(small, PAPERS, f"{here}.max_bytes", "above the upload limit of the profile")
        need_unique(PAPERS, f"{here}.columns", [column.code for column in paper.columns])
        for spot, column in enumerate(paper.columns):
            fits = (column.kind == "choice") == bool(column.choices)
            need(fits, PAPERS, f"{here}.columns[{spot}].choices", "choices belong to a choice")
    _check_funding(files.one(FUNDING, FundingFile), codes)
    _check_places(files.one(PLACES, PlacesFile), codes)
    _check_words(files)


def _check_funding(funding: FundingFile, codes: Codes) -> None:
    need_unique(FUNDING, "layers", codes.layers)
    need_unique(FUNDING, "cost_items", codes.cost_items)
    for number, item in enumerate(funding.cost_items):
        here = f"cost_items[{number}]"
        need_all_known(FUNDING, f"{here}.layers", item.layers, codes.layers, "layer")
        need_all_known(FUNDING, f"{here}.needs", item.needs, codes.documents, "document")


def _check_places(file: PlacesFile, codes: Codes) -> None:
    need_unique(PLACES, "places", codes.places)
    for number, place in enumerate(file.places):
        here = f"places[{number}]"
        need_known(PLACES, f"{here}.inside", place.inside, codes.places, "place")
        need_known(PLACES, f"{here}.successor", place.successor, codes.places, "place")


def _check_words(files: Files) -> None:
    outcomes = files.one("outcomes.toml", OutcomesFile)
    groups = [row.code for row in outcomes.groups]
    need_unique("outcomes.toml", "groups", groups)
    need_unique("outcomes.toml", "outcomes", [row.code for row in outcomes.outcomes])
    for number, row in enumerate(outcomes.outcomes):
        need_known("outcomes.toml", f"outcomes[{number}].group", row.group, groups, "group")
    words = files.one("glossary.toml", GlossaryFile).words
    need_unique("glossary.toml", "words", [word.code for word in words])
    references = files.one("sources.toml", SourcesFile).references
    need_unique("sources.toml", "references", [row.key for row in references], "key")


def check_levels(levels: LevelsFile, codes: Codes) -> None:
    """Check the scales, tiers, tracks and the placement table."""
    for name in ("scales", "domains", "tiers", "tracks", "placements"):
        need_unique(LEVELS, name, [row.code for row in getattr(levels, name)])
    for name in ("system_levels", "capability_levels", "tiers"):
        rows = getattr(levels, name)
        need_unique(LEVELS, name, [row.code for row in rows])
        need_unique(LEVELS, name, [row.rank for row in rows], "rank")
    for number, level in enumerate(levels.system_levels):
        told = [row.domain for row in level.domains]
        here = f"system_levels[{number}].domains"
        need(sorted(told) == sorted(codes.domains), LEVELS, here, "tell each domain once")
    for number, row in enumerate(levels.placements):
        _check_placement(f"placements[{number}]", row, codes)
    last = levels.placements[-1] if levels.placements else None
    lowest = min(codes.system_levels.values(), default=None)
    catches = (
        last is not None
        and not last.domains_at_least
        and codes.system_levels[last.overall_at_least] == lowest
    )
    need(catches, LEVELS, "placements", "the last row must hold for every factory")


def _check_placement(here: str, row: Placement, codes: Codes) -> None:
    need_known(LEVELS, f"{here}.track", row.track, codes.tracks, "track")
    need_known(LEVELS, f"{here}.tier", row.tier, codes.tiers, "tier")
    lowest = row.overall_at_least
    need_known(LEVELS, f"{here}.overall_at_least", lowest, codes.system_levels, "level")
    for number, demand in enumerate(row.domains_at_least):
        spot = f"{here}.domains_at_least[{number}]"
        need_known(LEVELS, f"{spot}.domain", demand.domain, codes.domains, "domain")
        need_known(LEVELS, f"{spot}.level", demand.level, codes.system_levels, "level")


def check_notices(files: Files, codes: Codes) -> None:
    """Check that each notice names a line in force, known places and a quota that adds up."""
    seen: set[str] = set()
    for file, notices in files.many(NoticesFile).items():
        for number, notice in enumerate(notices.notices):
            here = f"notices[{number}]"
            need(notice.key not in seen, file, f"{here}.serial", f"duplicate `{notice.key}`")
            seen.add(notice.key)
            _check_notice(file, here, notice, codes)


def _check_notice(file: str, here: str, notice: Notice, codes: Codes) -> None:
    ends = notice.receipt_from <= notice.receipt_until
    need(ends, file, f"{here}.receipt_until", "ends before it begins")
    need_known(file, f"{here}.line", notice.line, codes.lines, "line")
    need_all_known(file, f"{here}.places", notice.places, codes.places, "place")
    need_all_known(file, f"{here}.tracks", notice.tracks, codes.tracks, "track")
    for spot, quota in enumerate(notice.quota):
        need_known(file, f"{here}.quota[{spot}].place", quota.place, codes.places, "place")
    total = sum(quota.firms for quota in notice.quota)
    fits = not notice.quota or notice.firms is None or notice.firms == total
    need(fits, file, f"{here}.firms", f"the quotas sum to {total}")
    if notice.line is None:
        need(notice.purpose == "umbrella", file, f"{here}.line", "only an umbrella has no line")
        return
    version = _version_on(codes.lines[notice.line], notice)
    need(version is not None, file, f"{here}.line", "no version of the line is in force then")
    if version is not None and notice.branch is not None:
        branches = [branch.code for branch in version.branches]
        need_known(file, f"{here}.branch", notice.branch, branches, "branch")


def _version_on(line: LineText, notice: Notice) -> VersionText | None:
    day = notice.receipt_from.date()
    return next((version for version in line.versions if version.covers(day)), None)
