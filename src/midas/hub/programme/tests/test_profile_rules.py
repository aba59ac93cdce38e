"""Rule profiles: the real one holds, and every kind of fault is named with file and place."""

import json
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midas.hub.programme.rules import profile_predicates
from midas.hub.programme.rules.profile import (
    Profile,
    ProfileError,
    digest,
    line_version_from,
    line_version_on,
    parse_profile,
    questionnaire_on,
)
from midas.hub.programme.rules.profile_spans import check_spans, in_force_on
from midas.hub.programme.rules.profile_terms import InForce
from midas.hub.programme.rules.profile_walk import tables

ROOT = Path(__file__).parents[5] / "profiles" / "kr-2027"
SMALL = Path(__file__).parent / "small_profile"  # one of everything, to be broken on purpose
LINE, FORM = "lines/help.toml", "questionnaires/maturity-1.toml"
HEAD, NOTICES = "profile.toml", "notices-2026.toml"
STATE_LAYER = '{ layer = "state", max_percent = 50 }'
BAND_5 = '  { value = 5, anchor = { ko = "5", en = "5" } },\n'
GATE_BACK = """
[[aggregation.gates]]
code = "back"
domain = "floor"
below_level = "basic"
limits = "floor"
to_level = "none"
reason = { ko = "돌아", en = "Round" }
"""
SECOND_LAYER = '{ layer = "state" }, { layer = "state", max_percent = 50 }'


def texts_in(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.toml"))
    }


def small_texts() -> dict[str, str]:
    return texts_in(SMALL)


@pytest.fixture(scope="module")
def real() -> Profile:
    return parse_profile(texts_in(ROOT))


# ------------------------------------------------------------------ faults, each with its place
FAULTS = [
    # syntax, keys and types
    (HEAD, "schema = 1", "schema = ", "", "not TOML"),
    (HEAD, "schema = 1", "schema = 2", "schema", "Invalid enum value 2"),
    (HEAD, 'key = "small"', 'key = "small"\ncolour = "red"', "colour", "unknown key"),
    (LINE, "months = 9", "months = 9\ncapp = 3", "versions[0].capp", "unknown key"),
    (LINE, "months = 6\n", "", "versions[1].months", "missing key"),
    (LINE, "months = 9", 'months = "9"', "versions[0].months", "Expected `int`"),
    (LINE, "cap = 200_000_000", "cap = -1", "versions[0].cap", ">= 0"),
    (LINE, "max_percent = 50", "max_percent = 500", "versions[0].layers[0].max_percent", "<= 100"),
    (LINE, 'path = "state"', 'path = "moon"', "path", "Invalid enum value 'moon'"),
    (LINE, 'name = { ko = "지원", en = "Help" }', 'name = { ko = "지원" }', "name.en", "missing"),
    (LINE, 'en = "Help"', 'en = ""', "name.en", "length >= 1"),
    (HEAD, 'code = "office"', 'code = "My Office"', "parties[0].code", "matching regex"),
    # codes that name nothing
    (LINE, 'operator = "office"', 'operator = "nobody"', "operator", "unknown party `nobody`"),
    (LINE, 'tiers = ["foundation"]', 'tiers = ["top"]', "tiers[0]", "unknown tier `top`"),
    (LINE, 'tracks = ["begin"]', 'tracks = ["end"]', "versions[0].tracks[0]", "unknown track"),
    (LINE, 'layer = "state"', 'layer = "moon"', "versions[0].layers[0].layer", "unknown layer"),
    (LINE, '["software"]', '["gold"]', "versions[0].cost_items[0]", "unknown cost item `gold`"),
    (LINE, 'rules_from = ["firm"]', 'rules_from = ["x"]', "versions[0].rules_from[0]", "set `x`"),
    (LINE, 'rule = "region-in"', 'rule = "rich"', "versions[1].rules[0].rule", "Invalid value"),
    (LINE, '["north"]', '["south"]', "versions[1].rules[0].regions[0]", "unknown place `south`"),
    (
        LINE,
        "months = 9",
        'months = 9\ncap_layers = ["loan"]',
        "versions[0].cap_layers[0]",
        "unknown layer of this version `loan`",
    ),
    (
        LINE,
        "months = 9",
        'months = 9\ncounts_with = ["other"]',
        "versions[0].counts_with[0]",
        "unknown line `other`",
    ),
    (
        LINE,
        "months = 9",
        'months = 9\ntarget_level_min = "high"',
        "versions[0].target_level_min",
        "unknown level `high`",
    ),
    (
        "terms.toml",
        'level = "basic"',
        'level = "high"',
        "rule_sets[0].rows[0].level",
        "unknown level `high`",
    ),
    (
        "terms.toml",
        'document = "plan"',
        'document = "letter"',
        "paper_sets[0].rows[0].document",
        "unknown document `letter`",
    ),
    ("levels.toml", 'tier = "foundation"', 'tier = "x"', "placements[0].tier", "unknown tier"),
    ("levels.toml", 'track = "begin"', 'track = "x"', "placements[0].track", "unknown track"),
    ("funding.toml", '["state", "own"]', '["x"]', "cost_items[0].layers[0]", "unknown layer"),
    ("funding.toml", '["plan"]', '["x"]', "cost_items[0].needs[0]", "unknown document"),
    ("documents.toml", '["pdf"]', '["exe"]', "documents[0].accepts[0]", "unknown file type"),
    ("outcomes.toml", 'group = "quality"', 'group = "x"', "outcomes[0].group", "unknown group"),
    ("places.toml", 'inside = "north"', 'inside = "x"', "places[1].inside", "unknown place"),
    (NOTICES, 'line = "help"', 'line = "x"', "notices[0].line", "unknown line `x`"),
    (NOTICES, 'branch = "east"', 'branch = "west"', "notices[0].branch", "unknown branch"),
    (NOTICES, 'place = "town"', 'place = "x"', "notices[0].quota[0].place", "unknown place `x`"),
    (HEAD, 'ties = ["plan"]', 'ties = ["x"]', "selection.ties[0]", "unknown criterion `x`"),
    (HEAD, 'tier = "foundation"', 'tier = "x"', "targets[0].tier", "unknown tier `x`"),
    (FORM, 'area = "floor"', 'area = "x"', "dimensions[0].area", "unknown area `x`"),
    (FORM, 'limits = "overall"', 'limits = "x"', "aggregation.gates[0].limits", "unknown domain"),
    # sources and doubts
    (LINE, 'source = "own"', 'source = "hearsay"', "versions[0].source", "unknown source"),
    (LINE, 'source = "own"', 'source = "own + N:12/1"', "versions[0].source", "unknown source"),
    (LINE, '["cap"]', '["cup"]', "versions[1].unconfirmed[0]", "no key `cup`"),
    # sums
    (FORM, "weight = 60", "weight = 61", "dimensions", "weights sum to 101, not 100"),
    (HEAD, "points = 100", "points = 90", "criteria", "points sum to 90, not 100"),
    (NOTICES, "firms = 2\n", "firms = 3\n", "notices[0].firms", "the quotas sum to 2"),
    (
        LINE,
        '{ layer = "own" }',
        '{ layer = "own", max_percent = 40 }',
        "versions[0].layers",
        "shares run from 0 to 90 percent",
    ),
    # duplicates
    (LINE, STATE_LAYER, SECOND_LAYER, "versions[0].layers[1].layer", "duplicate `state`"),
    (LINE, 'version = "2"', 'version = "1"', "versions[1].version", "duplicate `1`"),
    ("places.toml", 'code = "town"', 'code = "north"', "places[1].code", "duplicate `north`"),
    ("levels.toml", "rank = 1", "rank = 0", "system_levels[1].rank", "duplicate `0`"),
    (FORM, 'code = "records"', 'code = "robots"', "dimensions[1].code", "duplicate `robots`"),
    # dates
    (
        LINE,
        "in_force_from = 2026-07-01",
        "in_force_from = 2026-06-30",
        "versions[1].in_force_from",
        "dates overlap with versions[0]",
    ),
    (
        LINE,
        "in_force_until = 2026-06-30",
        "in_force_until = 2025-06-30",
        "versions[0].in_force_until",
        "ends before it begins",
    ),
    (NOTICES, "2026-07-31T17", "2026-06-30T17", "notices[0].receipt_until", "ends before"),
    (NOTICES, "2026-07-02T09", "2025-07-02T09", "notices[0].line", "no version of the line"),
    # the questionnaire
    (FORM, BAND_5, "", "dimensions[0].bands", "band 5 is missing"),
    (FORM, "value = 3, anchor", "value = 7, anchor", "dimensions[0].bands[3].value", "<= 5"),
    (FORM, "at_least = 2.0", "at_least = 0.0", "aggregation.cuts", "start at 0 and climb"),
    (FORM, '{ level = "none", at_least = 0.0 }, ', "", "aggregation.cuts", "every level once"),
    (FORM, 'below_level = "basic"\n', "", "aggregation.gates[0]", "give `dimension`"),
    (
        FORM,
        "[[aggregation.gates]]",
        GATE_BACK + "[[aggregation.gates]]",
        "aggregation.gates",
        "circle",
    ),
    # clockwork
    (HEAD, "days = 10", "days = 10\nmonths = 1", "deadlines[0]", "either `days` or `months`"),
    (HEAD, "days = 10\n", "", "deadlines[0]", "either `days` or `months`"),
    (HEAD, "quorum = 3", "quorum = 6", "committees[0].quorum", "do not fit"),
    (HEAD, 'second = "decide-selection"', 'second = "assess"', "separations[0].second", "itself"),
    (LINE, "bonus_kinds_max = 1", "bonus_kinds_max = 2", "versions[0].bonus_kinds_max", "only 1"),
    ("levels.toml", '"none"\nreason', '"basic"\nreason', "placements", "hold for every factory"),
    ("documents.toml", 'kind = "text"', 'kind = "choice"', "documents[0].columns[0].choices", "ch"),
]


def test_the_small_profile_holds() -> None:
    assert parse_profile(small_texts()).head.key == "small"


@pytest.mark.parametrize(("file", "old", "new", "path", "message"), FAULTS)
def test_a_fault_is_named_with_file_and_place(
    file: str, old: str, new: str, path: str, message: str
) -> None:
    texts = small_texts()
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    with pytest.raises(ProfileError) as caught:
        parse_profile(texts)
    fault = caught.value
    assert (fault.file, fault.path) == (file, path)
    assert message in fault.message
    assert str(fault).startswith(f"{fault.file}: ")


@pytest.mark.parametrize("name", sorted(small_texts()))
def test_a_missing_file_is_named(name: str) -> None:
    texts = small_texts()
    del texts[name]
    with pytest.raises(ProfileError) as caught:
        parse_profile(texts)
    assert fnmatch(name, caught.value.file)


@pytest.mark.parametrize("name", ["extra.toml", "lines/Deep/er.toml", "notes.md"])
def test_a_file_that_belongs_to_no_profile_is_refused(name: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse_profile({**small_texts(), name: ""})
    assert caught.value.file == name


def test_two_files_with_one_line_code_are_refused() -> None:
    texts = small_texts()
    texts["lines/same.toml"] = texts[LINE]
    with pytest.raises(ProfileError, match=r"lines/same\.toml: code: duplicate `help`"):
        parse_profile(texts)


def test_instalments_that_do_not_sum_to_the_whole_are_named_at_the_line() -> None:
    texts = small_texts()
    texts["terms.toml"] = texts["terms.toml"].replace("percent = 100", "percent = 90")
    with pytest.raises(ProfileError) as caught:
        parse_profile(texts)
    assert (caught.value.file, caught.value.path) == (LINE, "versions[0].instalments")
    assert "sum to 90, not 100" in caught.value.message


def test_two_questionnaires_of_one_code_may_not_overlap() -> None:
    texts = small_texts()
    texts["questionnaires/maturity-2.toml"] = texts[FORM].replace("version = 1", "version = 2")
    with pytest.raises(ProfileError, match="dates overlap"):
        parse_profile(texts)


# ------------------------------------------------------------------ versions by day
def test_sets_are_filled_in_and_the_line_is_named() -> None:
    version = line_version_on(parse_profile(small_texts()), "help", date(2026, 3, 1))
    assert version is not None
    assert (version.line, version.version, version.path) == ("help", "1", "state")
    assert isinstance(version.rules[0], profile_predicates.TargetLevelAtLeast)
    assert [paper.document for paper in version.papers] == ["plan"]
    assert sum(part.percent for part in version.instalments) == 100


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "1"),
        (date(2026, 6, 30), "1"),
        (date(2026, 7, 1), "2"),
        (date(2099, 1, 1), "2"),
    ],
)
def test_a_day_picks_its_version(day: date, version: str | None) -> None:
    found = line_version_on(parse_profile(small_texts()), "help", day)
    assert (found.version if found else None) == version


def test_an_unknown_line_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        line_version_on(parse_profile(small_texts()), "nothing", date(2026, 1, 1))


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
SPANS = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 900)), min_size=1, max_size=6)


def span(start: date, length: int | None) -> InForce:
    end = None if length is None else start + timedelta(days=length)
    return InForce(in_force_from=start, in_force_until=end, source="own", trust="C")


@given(spans=SPANS)
def test_overlap_is_refused_exactly_when_a_day_has_two_versions(
    spans: list[tuple[date, int | None]],
) -> None:
    rows = [span(*one) for one in spans]
    edges = {row.in_force_from for row in rows}
    shared = any(sum(row.covers(day) for row in rows) > 1 for day in edges)
    if not shared:
        check_spans("file", "versions", rows)
        return
    with pytest.raises(ProfileError) as refused:
        check_spans("file", "versions", rows)
    assert "overlap" in refused.value.message


@given(spans=SPANS, day=DAYS)
def test_a_day_in_checked_spans_has_at_most_one_version(
    spans: list[tuple[date, int | None]], day: date
) -> None:
    rows = [span(*one) for one in spans]
    try:
        check_spans("file", "versions", rows)
    except ProfileError:
        return
    covering = [row for row in rows if row.covers(day)]
    assert len(covering) <= 1
    assert in_force_on(rows, day) == (covering[0] if covering else None)


# ------------------------------------------------------------------ digest and snapshots
def test_the_digest_follows_the_data_and_not_its_dress() -> None:
    texts = small_texts()
    first = digest(parse_profile(texts))
    texts[LINE] = "# a comment\n" + texts[LINE].replace("200_000_000", "200000000")
    assert digest(parse_profile(dict(reversed(texts.items())))) == first
    texts[LINE] = texts[LINE].replace("200000000", "200000001")
    assert digest(parse_profile(texts)) != first


def test_a_snapshot_comes_back_as_it_was(real: Profile) -> None:
    for line in real.lines:
        for version in line.versions:
            kept: Any = json.loads(json.dumps(msgspec.to_builtins(version)))
            assert line_version_from(kept) == version


def test_the_whole_profile_is_plain_json(real: Profile) -> None:
    kept = json.loads(json.dumps(msgspec.to_builtins(real)))
    assert msgspec.convert(kept, Profile) == real


# ------------------------------------------------------------------ Korea's profile
def test_the_targets_are_those_of_the_strategy(real: Profile) -> None:
    count = {target.code: target.count for target in real.head.targets if target.headline}
    assert count == {"all-2027": 25_000, "state-2027": 5_000, "foundation-2027": 20_000}


def test_the_state_upgrade_line_has_the_terms_of_2026(real: Profile) -> None:
    version = line_version_on(real, "state-upgrade", date(2026, 1, 5))
    assert version is not None
    assert (version.cap, version.cap_total, version.times) == (200_000_000, 250_000_000, 2)
    assert (version.months, version.target_level_min) == (9, "mid1")
    state = next(share for share in version.layers if share.layer == "state")
    assert (state.max_percent, state.max_amount) == (50, 200_000_000)
    assert version.bonus_kinds_max == 4
    assert {bonus.points for bonus in version.bonuses} == {3}


def test_the_manufacturing_ai_line_asked_for_a_record_in_2025_only(real: Profile) -> None:
    def asks(day: date) -> bool:
        version = line_version_on(real, "manufacturing-ai", day)
        assert version is not None
        wanted = profile_predicates.PriorProjectRecord
        return any(isinstance(rule, wanted) for rule in version.rules)

    assert asks(date(2025, 8, 1))
    assert not asks(date(2026, 4, 1))


def test_the_quota_notice_is_the_real_one(real: Profile) -> None:
    notice = real.notice("2026-N-0100/1")
    quota = {row.place: row.firms for row in notice.quota}
    expected = {"gyeongju": 1, "gumi": 2, "yeongcheon": 1, "gyeongsan": 1, "chilgok": 1}
    assert quota == expected
    assert notice.firms == 6
    assert real.notice_url(notice).endswith("pbancId=2026-N-0100&pbancSn=1")


NAMED = """
2025-N-0194/1 2025-N-0202/2 2025-N-0203/1 2025-N-0205/1 2025-N-0206/1 2025-N-0210/1
2026-N-0005/1 2026-N-0008/1 2026-N-0009/1 2026-N-0012/1 2026-N-0026/1 2026-N-0041/1
2026-N-0050/1 2026-N-0057/3 2026-N-0059/1 2026-N-0061/1 2026-N-0077/1 2026-N-0080/2
2026-N-0083/1 2026-N-0085/1 2026-N-0090/1 2026-N-0099/1 2026-N-0100/1 2026-N-0107/1
2026-N-0110/5 2026-N-0116/1 2026-N-0148/1 2026-N-0149/1
"""


@pytest.mark.parametrize("key", NAMED.split())
def test_the_known_notices_are_there(real: Profile, key: str) -> None:
    notice = real.notice(key)
    assert notice.source == f"N:{key}"
    assert notice.trust == "A"


def test_every_line_can_be_read_by_a_factory_owner(real: Profile) -> None:
    hangul = range(ord("가"), ord("힣") + 1)
    for line in real.lines:
        assert any(ord(sign) in hangul for sign in line.summary.ko)
        assert len(line.summary.en) < 200


def test_no_phrase_mixes_up_its_languages(real: Profile) -> None:
    hangul = range(ord("가"), ord("힣") + 1)
    for path, table in tables(real):
        if table.__struct_fields__ == ("ko", "en"):
            assert not any(ord(sign) in hangul for sign in table.en), (path, table)


def test_all_places_named_are_those_of_the_region_table(real: Profile) -> None:
    rows = (ROOT / "reference" / "regions.csv").read_text(encoding="utf-8").splitlines()
    names = {row.split(",")[0]: row.split(",")[3] for row in rows[1:]}
    assert {place.official: place.name.ko for place in real.places}.items() <= names.items()


def test_the_questionnaire_of_today_is_the_first(real: Profile) -> None:
    form = questionnaire_on(real, "maturity", date(2026, 11, 20))
    assert form is not None
    assert form.version == 1
    assert 12 <= len(form.dimensions) <= 16
    for dimension in form.dimensions:
        assert all(band.evidence for band in dimension.bands if band.value)
