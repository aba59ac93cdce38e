"""Checks the reference data of a profile: regions, Techno Parks, industries, technologies.

Run from the repository root: ``python tools/reference/check_reference.py [FOLDER]``. Prints
every problem found and exits with 1 when there is one. Needs nothing but Python.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "profiles" / "kr-2027" / "reference"
FILES = [
    "regions",
    "region-splits",
    "technoparks",
    "technopark-territories",
    "industries",
    "industries-10",
    "industry-links",
    "technologies",
]

Row = dict[str, str]
Tables = dict[str, list[Row]]

OPEN = date.max
FIRST_DAY = date(2023, 1, 1)
REGIONS_ON = {
    "2023-01-01": (17, 229),
    "2026-06-30": (17, 229),
    "2026-07-01": (16, 230),
    "2027-12-31": (16, 230),
}
NORTH_OF_GYEONGGI = set(
    "가평군 고양시 구리시 남양주시 동두천시 양주시 연천군 의정부시 파주시 포천시".split()
)
KSIC_LEVELS = ["section", "division", "group", "class", "subclass"]
KSIC_COUNTS = {"industries": (21, 77, 234, 501, 1205), "industries-10": (21, 77, 232, 495, 1196)}
LINK_KINDS = {"same", "renamed", "split", "merged", "new"}
TECHNOLOGY_COUNTS = {"major": 4, "middle": 7, "minor": 34}
LATITUDES, LONGITUDES = (33.0, 38.7), (124.5, 132.0)
ENGLISH_PLACE = re.compile(r"[A-Z][A-Za-z-]+( State)?$")


def read_tables(folder: Path = FOLDER) -> Tables:
    """Return every file of the folder as a list of rows."""
    tables = {}
    for name in FILES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return tables


def first_day(row: Row) -> date:
    """Return the first day the row is in force."""
    return date.fromisoformat(row["valid_from"])


def last_day(row: Row) -> date:
    """Return the last day the row is in force, the end of time when it is open."""
    return date.fromisoformat(row["valid_to"]) if row["valid_to"] else OPEN


def in_force(rows: list[Row], day: date) -> list[Row]:
    """Return the rows in force on ``day``."""
    return [row for row in rows if first_day(row) <= day <= last_day(row)]


def days_of_change(rows: list[Row]) -> list[date]:
    """Return each day since 2023 on which the rows in force may differ from the day before."""
    days = {FIRST_DAY} | {first_day(row) for row in rows}
    days |= {last_day(row) + timedelta(days=1) for row in rows if row["valid_to"]}
    return sorted(day for day in days if day >= FIRST_DAY)


def codes_are_unique(tables: Tables) -> Iterator[str]:
    """Each code stands once in its file, each link and each territory row too."""
    keys = {
        "industry-links": ["ksic11", "ksic10"],
        "region-splits": ["region", "successor"],
        "technopark-territories": ["technopark", "region", "valid_from"],
    }
    for name, rows in tables.items():
        counted = Counter(tuple(row[key] for key in keys.get(name, ["code"])) for row in rows)
        yield from (f"{name}: {key} stands {n} times" for key, n in counted.items() if n > 1)


def dates_make_sense(tables: Tables) -> Iterator[str]:
    """Days are ISO days and no row ends before it begins."""
    for name, rows in tables.items():
        for row in rows:
            if "valid_from" not in row:
                continue
            try:
                wrong = first_day(row) > last_day(row)
            except ValueError:
                wrong = True
            if wrong:
                yield f"{name}: wrong days in {list(row.values())[:2]}"


def parents_exist(tables: Tables) -> Iterator[str]:
    """Each parent exists and is in force for as long as the child."""
    for name in ("regions", "industries", "industries-10", "technologies"):
        by_code = {row["code"]: row for row in tables[name]}
        for row in tables[name]:
            parent = by_code.get(row["parent"])
            if row["parent"] and parent is None:
                yield f"{name}: {row['code']} has no parent {row['parent']}"
            elif parent and not first_day(parent) <= first_day(row) <= last_day(row) <= last_day(
                parent
            ):
                yield f"{name}: {row['code']} outlives its parent {row['parent']}"


def provinces_and_municipalities_are_complete(tables: Tables) -> Iterator[str]:
    """The known numbers of provinces and municipalities are in force on the known days."""
    for day, expected in REGIONS_ON.items():
        levels = Counter(r["level"] for r in in_force(tables["regions"], date.fromisoformat(day)))
        found = (levels["province"], levels["municipality"])
        if found != expected:
            yield f"regions: {found} in force on {day}, expected {expected}"


def municipalities_have_one_province(tables: Tables) -> Iterator[str]:
    """Each municipality carries its province's code, and its name stands once there on any day."""
    regions = tables["regions"]
    for row in regions:
        if row["level"] == "municipality" and row["code"][:2] != row["parent"]:
            yield f"regions: {row['code']} does not belong to {row['parent']}"
        if row["level"] == "province" and row["parent"]:
            yield f"regions: province {row['code']} has a parent"
    for day in days_of_change(regions):
        named = Counter((row["parent"], row["name_ko"]) for row in in_force(regions, day))
        yield from (f"regions: {name} stands twice on {day}" for name, n in named.items() if n > 1)


def successors_continue(tables: Tables) -> Iterator[str]:
    """A row that ends goes on the day after in rows of its level, and new rows have origins."""
    by_code = {row["code"]: row for row in tables["regions"]}
    splits = [(row["region"], row["successor"]) for row in tables["region-splits"]]
    main = [(row["code"], row["successor"]) for row in tables["regions"] if row["successor"]]
    for row in tables["regions"]:
        if bool(row["successor"]) != bool(row["valid_to"]):
            yield f"regions: {row['code']} ends without a successor or goes on with one"
    for old, new in main + splits:
        if old not in by_code or new not in by_code or len(old) != len(new):
            yield f"regions: successor {new} of {old} is missing"
        elif first_day(by_code[new]) != last_day(by_code[old]) + timedelta(days=1):
            yield f"regions: successor {new} does not follow {old} at once"
    for old in {old for old, _ in splits}:
        if not set(main) & {pair for pair in splits if pair[0] == old}:
            yield f"region-splits: no part of {old} is its main successor"
    continued = {new for _, new in main + splits}
    for row in tables["regions"]:
        if first_day(row) > FIRST_DAY and row["code"] not in continued:
            yield f"regions: {row['code']} begins out of nothing"


def points_lie_in_korea(tables: Tables) -> Iterator[str]:
    """Each region has a point in Korea and an English name in plain letters."""
    for row in tables["regions"]:
        lat, lon = float(row["lat"]), float(row["lon"])
        if not (LATITUDES[0] < lat < LATITUDES[1] and LONGITUDES[0] < lon < LONGITUDES[1]):
            yield f"regions: {row['code']} lies at {lat}, {lon}"
        if not ENGLISH_PLACE.match(row["name_en"]):
            yield f"regions: {row['code']} is called {row['name_en']!r}"


def technopark_of(tables: Tables, region: Row, day: date) -> list[str]:
    """Return the Techno Parks of a municipality on a day: the more specific territory wins."""
    territories = in_force(tables["technopark-territories"], day)
    for code in (region["code"], region["parent"]):
        parks = [row["technopark"] for row in territories if row["region"] == code]
        if parks:
            return parks
    return []


def municipalities_have_one_technopark(tables: Tables) -> Iterator[str]:
    """Each municipality in force has exactly one Techno Park on every day since 2023."""
    for day in days_of_change(tables["regions"] + tables["technopark-territories"]):
        for row in in_force(tables["regions"], day):
            parks = technopark_of(tables, row, day) if row["level"] == "municipality" else ["-"]
            if len(parks) != 1:
                yield f"technoparks: {row['code']} {row['name_ko']} has {parks} on {day}"


def technoparks_are_known(tables: Tables) -> Iterator[str]:
    """There are 19 Techno Parks; territories name them and regions in force as long."""
    parks = {row["code"] for row in tables["technoparks"]}
    regions = {row["code"]: row for row in tables["regions"]}
    served = {row["technopark"] for row in tables["technopark-territories"]}
    if len(parks) != 19 or served != parks:
        yield f"technoparks: {len(parks)} parks, without territory or unknown: {parks ^ served}"
    for row in tables["technopark-territories"]:
        region = regions.get(row["region"])
        if region is None:
            yield f"territories: unknown region {row['region']}"
        elif first_day(row) < first_day(region) or last_day(row) > last_day(region):
            yield f"territories: {row['technopark']} outlives {row['region']}"
    for row in tables["technoparks"]:
        home = regions.get(row["home_region"])
        if home is None or home["valid_to"] or home["level"] != "municipality":
            yield f"technoparks: {row['code']} has no home {row['home_region']}"


def gyeonggi_daejin_serves_the_north(tables: Tables) -> Iterator[str]:
    """Gyeonggi Daejin serves the ten northern cities and counties and nothing else."""
    names = {row["code"]: row["name_ko"] for row in tables["regions"] if row["parent"] == "41"}
    territories = tables["technopark-territories"]
    codes = [row["region"] for row in territories if row["technopark"] == "tp-gyeonggi-daejin"]
    found = {names.get(code, code) for code in codes}
    if found != NORTH_OF_GYEONGGI or len(codes) != 10:
        yield f"territories: Gyeonggi Daejin serves {sorted(found ^ NORTH_OF_GYEONGGI)} wrongly"


def industries_are_complete(tables: Tables) -> Iterator[str]:
    """Both revisions have their published numbers of classes on each level."""
    for name, expected in KSIC_COUNTS.items():
        levels = Counter(row["level"] for row in tables[name])
        found = tuple(levels[level] for level in KSIC_LEVELS)
        if found != expected:
            yield f"{name}: {found} classes, published {expected}"


def industries_form_a_tree(tables: Tables) -> Iterator[str]:
    """The code's length gives the level, its beginning the parent; every class has children."""
    for name in KSIC_COUNTS:
        with_children = {row["parent"] for row in tables[name]}
        for row in tables[name]:
            code, level = row["code"], row["level"]
            if level != KSIC_LEVELS[len(code) - 1]:
                yield f"{name}: {code} is no {level}"
            if level in KSIC_LEVELS[2:] and row["parent"] != code[:-1]:
                yield f"{name}: {code} is below {row['parent']}"
            if level == "division" and not row["parent"].isalpha():
                yield f"{name}: division {code} has no section"
            if level != "subclass" and code not in with_children:
                yield f"{name}: {code} is empty"
            if not row["name_ko"] or not row["name_en"]:
                yield f"{name}: {code} has no name"
        manufacturing = {row["code"] for row in tables[name] if row["parent"] == "C"}
        if manufacturing != {str(number) for number in range(10, 35)}:
            yield f"{name}: manufacturing has the divisions {sorted(manufacturing)}"


def links_join_all_industries(tables: Tables) -> Iterator[str]:
    """Links name existing 5-digit classes, leave none out, and call same what is one to one."""
    for column, name in (("ksic11", "industries"), ("ksic10", "industries-10")):
        known = {row["code"] for row in tables[name] if row["level"] == "subclass"}
        linked = {row[column] for row in tables["industry-links"]}
        if known != linked:
            yield f"industry-links: {column} differs from {name}: {sorted(known ^ linked)}"
    used = Counter(row[key] for row in tables["industry-links"] for key in ("ksic11", "ksic10"))
    for row in tables["industry-links"]:
        if row["kind"] not in LINK_KINDS:
            yield f"industry-links: unknown kind {row['kind']!r}"
        if row["kind"] == "same" and row["ksic11"] != row["ksic10"]:
            yield f"industry-links: {row['ksic11']} is not the same as {row['ksic10']}"
        many = max(used[row["ksic11"]], used[row["ksic10"]])
        if row["kind"] in {"split", "merged"} and many == 1:
            yield f"industry-links: {row['ksic11']} is neither split nor merged"


def technologies_have_their_numbers(tables: Tables) -> Iterator[str]:
    """The taxonomy has 4 major, 7 middle and 34 minor classes, each code below its parent."""
    rows = tables["technologies"]
    found = dict(Counter(row["level"] for row in rows))
    if found != TECHNOLOGY_COUNTS:
        yield f"technologies: {found}"
    parents = {row["parent"] for row in rows}
    for row in rows:
        if not row["code"].startswith(row["parent"]) or row["confirmed"] not in {"yes", "no"}:
            yield f"technologies: {row['code']} is wrong"
        if row["level"] != "minor" and row["code"] not in parents:
            yield f"technologies: {row['code']} is empty"


CHECKS: list[Callable[[Tables], Iterator[str]]] = [
    codes_are_unique,
    dates_make_sense,
    parents_exist,
    provinces_and_municipalities_are_complete,
    municipalities_have_one_province,
    successors_continue,
    points_lie_in_korea,
    municipalities_have_one_technopark,
    technoparks_are_known,
    gyeonggi_daejin_serves_the_north,
    industries_are_complete,
    industries_form_a_tree,
    links_join_all_industries,
    technologies_have_their_numbers,
]


def main(folder: Path) -> int:
    """Print every problem; return 1 when there is one."""
    tables = read_tables(folder)
    problems = [problem for check in CHECKS for problem in check(tables)]
    print("\n".join(problems) or "reference data: no problem")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
