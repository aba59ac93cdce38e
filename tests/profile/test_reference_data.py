"""The reference data of the Korean profile is whole, and its checks notice when it is not."""

import importlib.util
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
Tables = dict[str, list[dict[str, str]]]


def load_checks() -> ModuleType:
    """Return ``tools/reference/check_reference.py`` as a module."""
    path = ROOT / "tools" / "reference" / "check_reference.py"
    spec = importlib.util.spec_from_file_location("check_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checks = load_checks()


@pytest.fixture(scope="module")
def shipped() -> Tables:
    """The files as they are in the profile; tests must not change them."""
    return checks.read_tables()


@pytest.fixture
def tables(shipped: Tables) -> Tables:
    """A copy to spoil."""
    return deepcopy(shipped)


def row_of(tables: Tables, name: str, code: str) -> dict[str, str]:
    """Return the row of ``name`` with this code."""
    return next(row for row in tables[name] if row["code"] == code)


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_the_shipped_data_has_no_problem(
    shipped: Tables, check: Callable[[Tables], Iterator[str]]
) -> None:
    assert list(check(shipped)) == []


def twice(tables: Tables) -> None:
    tables["regions"].append(dict(row_of(tables, "regions", "48120")))


def ends_too_early(tables: Tables) -> None:
    row_of(tables, "industries-10", "10111")["valid_to"] = "2017-06-30"


def orphan(tables: Tables) -> None:
    row_of(tables, "technologies", "A101")["parent"] = "A9"


def province_lost(tables: Tables) -> None:
    tables["regions"] = [row for row in tables["regions"] if row["code"] != "29"]


def foreign_province(tables: Tables) -> None:
    row_of(tables, "regions", "48120")["parent"] = "47"


def successor_lost(tables: Tables) -> None:
    row_of(tables, "regions", "46110")["successor"] = ""


def new_district_out_of_nothing(tables: Tables) -> None:
    tables["region-splits"] = [r for r in tables["region-splits"] if r["successor"] != "28290"]


def sunk_in_the_sea(tables: Tables) -> None:
    row_of(tables, "regions", "50110")["lat"] = "3.5000"


def district_without_technopark(tables: Tables) -> None:
    tables["technopark-territories"] = [
        row for row in tables["technopark-territories"] if row["region"] != "11"
    ]


def two_technoparks(tables: Tables) -> None:
    copy = next(row for row in tables["technopark-territories"] if row["region"] == "47110")
    tables["technopark-territories"].append(copy | {"technopark": "tp-gyeongbuk"})


def unknown_technopark(tables: Tables) -> None:
    tables["technoparks"].pop()


def north_loses_goyang(tables: Tables) -> None:
    tables["technopark-territories"] = [
        row for row in tables["technopark-territories"] if row["region"] != "41280"
    ]


def subclass_lost(tables: Tables) -> None:
    tables["industries"] = [row for row in tables["industries"] if row["code"] != "27193"]


def group_below_another(tables: Tables) -> None:
    row_of(tables, "industries", "271")["parent"] = "26"


def link_to_nowhere(tables: Tables) -> None:
    tables["industry-links"][0]["ksic10"] = "99999"


def minor_class_lost(tables: Tables) -> None:
    tables["technologies"].pop()


@pytest.mark.parametrize(
    ("spoil", "check"),
    [
        (twice, checks.codes_are_unique),
        (ends_too_early, checks.dates_make_sense),
        (orphan, checks.parents_exist),
        (province_lost, checks.provinces_and_municipalities_are_complete),
        (foreign_province, checks.municipalities_have_one_province),
        (successor_lost, checks.successors_continue),
        (new_district_out_of_nothing, checks.successors_continue),
        (sunk_in_the_sea, checks.points_lie_in_korea),
        (district_without_technopark, checks.municipalities_have_one_technopark),
        (two_technoparks, checks.municipalities_have_one_technopark),
        (unknown_technopark, checks.technoparks_are_known),
        (north_loses_goyang, checks.gyeonggi_daejin_serves_the_north),
        (subclass_lost, checks.industries_are_complete),
        (group_below_another, checks.industries_form_a_tree),
        (link_to_nowhere, checks.links_join_all_industries),
        (minor_class_lost, checks.technologies_have_their_numbers),
    ],
    ids=lambda value: value.__name__,
)
def test_a_check_notices_spoiled_data(
    tables: Tables,
    spoil: Callable[[Tables], None],
    check: Callable[[Tables], Iterator[str]],
) -> None:
    spoil(tables)
    assert list(check(tables))


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-06-30", ["광주광역시", "전라남도"]), ("2026-07-01", ["전남광주통합특별시"])],
)
def test_gwangju_and_jeonnam_are_one_province_from_july_2026(
    shipped: Tables, day: str, expected: list[str]
) -> None:
    rows = checks.in_force(shipped["regions"], date.fromisoformat(day))
    assert [row["name_ko"] for row in rows if row["code"] in {"12", "29", "46"}] == expected


@pytest.mark.parametrize(
    ("code", "day", "park"),
    [
        ("48120", "2026-11-20", "tp-gyeongnam"),
        ("41820", "2026-11-20", "tp-gyeonggi-daejin"),
        ("41110", "2026-11-20", "tp-gyeonggi"),
        ("47110", "2026-11-20", "tp-pohang"),
        ("47130", "2026-11-20", "tp-gyeongbuk"),
        ("47720", "2023-06-30", "tp-gyeongbuk"),
        ("27720", "2023-07-01", "tp-daegu"),
        ("29200", "2026-06-30", "tp-gwangju"),
        ("12330", "2026-07-01", "tp-gwangju"),
        ("12150", "2026-07-01", "tp-jeonnam"),
        ("28290", "2026-07-01", "tp-incheon"),
    ],
)
def test_a_town_finds_its_technopark_on_the_day(
    shipped: Tables, code: str, day: str, park: str
) -> None:
    region = row_of(shipped, "regions", code)
    when = date.fromisoformat(day)
    assert region in checks.in_force(shipped["regions"], when)
    assert checks.technopark_of(shipped, region, when) == [park]


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("27192", {"27192", "27193", "27194"}),
        ("21102", {"21100", "21301"}),
        ("10111", {"10111"}),
    ],
)
def test_an_old_industry_leads_to_its_new_ones(
    shipped: Tables, old: str, expected: set[str]
) -> None:
    links = shipped["industry-links"]
    assert {row["ksic11"] for row in links if row["ksic10"] == old} == expected


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("11110", "Jongno-gu"),
        ("11260", "Jungnang-gu"),
        ("11620", "Gwanak-gu"),
        ("26260", "Dongnae-gu"),
        ("41820", "Gapyeong-gun"),
        ("47940", "Ulleung-gun"),
        ("48120", "Changwon-si"),
        ("48270", "Miryang-si"),
        ("51150", "Gangneung-si"),
        ("51780", "Cheorwon-gun"),
        ("52180", "Jeongeup-si"),
    ],
)
def test_place_names_follow_the_official_romanisation(
    shipped: Tables, code: str, name: str
) -> None:
    assert row_of(shipped, "regions", code)["name_en"] == name
