"""The verb that loads reference data: regions, Techno Parks, industries, technologies."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from midas.hub.accounts import events, places, policies
from midas.hub.accounts.models import (
    Industry,
    IndustryLink,
    Organisation,
    Region,
    RegionSuccession,
    Technology,
    TechnoParkTerritory,
)
from midas.hub.accounts.rules.tables import (
    Column,
    Row,
    between,
    day,
    one_of,
    read_table,
    several,
    yes_or_no,
)
from midas.hub.accounts.services.governments import government_rows
from midas.hub.accounts.services.reference_rows import (
    Loaded,
    Versions,
    dated,
    named_twice,
    overlapping,
    put_rows,
    refuse,
    replace_rows,
    vanished,
    version_on,
    versions_of,
)
from midas.hub.kernel import facts, ids
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotValid
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb

NAMES = (Column("name_ko", most=200), Column("name_en", needed=False))
VALID = (Column("valid_from", day), Column("valid_to", day, needed=False))
TREE = (Column("code", most=40), Column("level", most=20), Column("parent", needed=False))
INDUSTRY_COLUMNS = (*TREE, *NAMES, *VALID)
TABLES: dict[str, tuple[Column, ...]] = {
    "regions.csv": (
        Column("code", most=10),
        Column("level", one_of(*Region.Level.values)),
        Column("parent", needed=False),
        *NAMES,
        *VALID,
        Column("successor", several, needed=False),
        Column("lat", between(-90, 90), needed=False),
        Column("lon", between(-180, 180), needed=False),
    ),
    "technoparks.csv": (
        Column("code", most=40),
        *NAMES,
        Column("home_region"),
        Column("address_ko", needed=False),
    ),
    "technopark-territories.csv": (
        Column("technopark"),
        Column("region"),
        *VALID,
        Column("source", needed=False),
    ),
    "industries.csv": INDUSTRY_COLUMNS,
    "industries-10.csv": INDUSTRY_COLUMNS,
    "industry-links.csv": (
        Column("ksic11", most=10),
        Column("ksic10", most=10),
        Column("kind", most=20),
    ),
    "technologies.csv": (*TREE, *NAMES, *VALID, Column("confirmed", yes_or_no)),
}
OPTIONAL = frozenset({"industries-10.csv"})
UNKNOWN = words("“%(value)s” is not a code of the other table.")


@verb
def load_reference(*, folder: Path, governments: bool, by: Actor, now: datetime) -> Loaded:
    """Bring the reference tables in line with the CSV files of a folder; all or nothing.

    With `governments`, every province and municipality also gets its local government. Loading
    the same files again changes nothing. Raises NotAllowed unless an operator asks, and NotValid
    with the file, row and column of every fault.
    """
    if not policies.is_operator(by):
        text = words("Only the agency loads reference data.")
        raise NotAllowed(Problem(text, rule="operators-only"))
    tables = {name: _rows(folder, name) for name in TABLES}
    loaded = Loaded()
    regions = _put_regions(tables["regions.csv"], loaded)
    parks = _put_parks(tables["technoparks.csv"], regions, now, loaded)
    _put_territories(tables["technopark-territories.csv"], parks, regions, loaded)
    for revision, name in ((11, "industries.csv"), (10, "industries-10.csv")):
        _put_tree(Industry, tables[name], {"revision": revision}, loaded)
    _put_links(tables, loaded)
    _put_tree(Technology, tables["technologies.csv"], {}, loaded)
    places.forget()
    if governments:
        wanted = government_rows(places.atlas(), now)
        put_rows(Organisation, ("kind", "code"), wanted, "governments", loaded)
    if loaded.total:
        facts.record(
            events.REFERENCE_LOADED,
            subject=None,
            by=by,
            now=now,
            changed=loaded.total,
            tables=loaded.changed,
        )
    return loaded


def _rows(folder: Path, name: str) -> list[Row]:
    path = folder / name
    if not path.is_file():
        if name in OPTIONAL:
            return []
        sentence = words("The file %(file)s is missing.")
        raise NotValid(Problem(sentence, {"file": name}, name, "reference-table", name))
    try:
        return read_table(name, path.read_text(encoding="utf-8"), TABLES[name])
    except UnicodeDecodeError as error:
        sentence = words("The file %(file)s is not UTF-8 text.")
        raise NotValid(Problem(sentence, {"file": name}, name, "reference-table", name)) from error


def _put_regions(rows: list[Row], loaded: Loaded) -> Versions:
    known = {(r.code, r.valid_from): r.id for r in Region.objects.all()}
    numbers = {(row["code"], row["valid_from"]): row for row in rows}
    refuse(named_twice(rows, ("code", "valid_from")), overlapping(rows), vanished(known, numbers))
    own = {place: known.get(place) or ids.new_id() for place in numbers}
    versions = versions_of(own)
    problems: list[Problem] = []
    wanted, successions = [], {}
    for row in rows:
        parent = version_on(versions, row["parent"], row["valid_from"])
        if bool(row["parent"]) != bool(parent) or bool(parent) == (row["level"] == "province"):
            problems.append(row.fault("parent", UNKNOWN, value=row["parent"]))
        if row["valid_to"] and row["valid_to"] < row["valid_from"]:
            problems.append(row.fault("valid_to", words("It ends before it starts.")))
        if (row["lat"] is None) != (row["lon"] is None):
            sentence = words("A position needs both latitude and longitude.")
            problems.append(row.fault("lat", sentence))
        me = own[row["code"], row["valid_from"]]
        for code in row["successor"]:
            heir = version_on(versions, code, row["valid_to"] or date.max)
            if heir is None or row["valid_to"] is None or heir == me:
                problems.append(row.fault("successor", UNKNOWN, value=code))
            else:
                successions[me, heir] = {"region_id": me, "successor_id": heir}
        wanted.append(dated(row, "code", "level", "name_ko", "name_en", "lat", "lon"))
        wanted[-1] |= {"id": me, "parent_id": parent}
    refuse(problems)
    put_rows(Region, ("code", "valid_from"), wanted, "regions", loaded)
    replace_rows(
        RegionSuccession, ("region_id", "successor_id"), successions, "successions", loaded
    )
    return versions


def _put_parks(
    rows: list[Row], regions: Versions, now: datetime, loaded: Loaded
) -> dict[str, UUID]:
    refuse(named_twice(rows, ("code",)))
    problems, wanted = [], []
    for row in rows:
        home = version_on(regions, row["home_region"], date.max)
        if home is None:
            problems.append(row.fault("home_region", UNKNOWN, value=row["home_region"]))
        wanted.append(
            {
                "kind": "techno_park",
                "code": row["code"],
                "name": row["name_ko"],
                "name_en": row["name_en"],
                "region_id": home,
                "address": row["address_ko"],
                "registered_at": now,
            }
        )
    refuse(problems)
    put_rows(Organisation, ("kind", "code"), wanted, "technoparks", loaded)
    found = Organisation.objects.filter(kind="techno_park", code__isnull=False)
    return {code: park for code, park in found.values_list("code", "id") if code}


def _put_territories(
    rows: list[Row],
    parks: dict[str, UUID],
    regions: Versions,
    loaded: Loaded,
) -> None:
    problems = named_twice(rows, ("region", "valid_from"))
    wanted = {}
    for row in rows:
        park = parks.get(row["technopark"])
        home = version_on(regions, row["region"], row["valid_from"])
        if park is None:
            problems.append(row.fault("technopark", UNKNOWN, value=row["technopark"]))
        if home is None:
            problems.append(row.fault("region", UNKNOWN, value=row["region"]))
        values = dated(row, "source") | {"techno_park_id": park, "region_id": home}
        wanted[home, row["valid_from"]] = values
    refuse(problems)
    replace_rows(TechnoParkTerritory, ("region_id", "valid_from"), wanted, "territories", loaded)


def _put_tree(
    model: type[Industry] | type[Technology],
    rows: list[Row],
    fixed: dict[str, Any],
    loaded: Loaded,
) -> None:
    """Industries of one revision, or technologies: rows whose parent is a row of the same file."""
    known = {(r.code, r.valid_from): r.id for r in model.objects.filter(**fixed)}
    numbers = {(row["code"], row["valid_from"]): row for row in rows}
    refuse(named_twice(rows, ("code", "valid_from")), overlapping(rows), vanished(known, numbers))
    own = {place: known.get(place) or ids.new_id() for place in numbers}
    versions = versions_of(own)
    problems, wanted = [], []
    for row in rows:
        parent = version_on(versions, row["parent"], row["valid_from"])
        if bool(row["parent"]) != bool(parent) or row["parent"] == row["code"]:
            problems.append(row.fault("parent", UNKNOWN, value=row["parent"]))
        extra = ("confirmed",) if "confirmed" in row.values else ()
        values = dated(row, "code", "level", "name_ko", "name_en", *extra)
        me = own[row["code"], row["valid_from"]]
        wanted.append(values | fixed | {"id": me, "parent_id": parent})
    refuse(problems)
    key = (*fixed, "code", "valid_from")
    put_rows(model, key, wanted, rows[0].file if rows else "", loaded)


def _put_links(tables: dict[str, list[Row]], loaded: Loaded) -> None:
    rows = tables["industry-links.csv"]
    problems = named_twice(rows, ("ksic11", "ksic10"))
    for column, name in (("ksic11", "industries.csv"), ("ksic10", "industries-10.csv")):
        codes = {row["code"] for row in tables[name]}
        if codes:
            problems += [
                row.fault(column, UNKNOWN, value=row[column])
                for row in rows
                if row[column] not in codes
            ]
    refuse(problems)
    wanted = {(row["ksic11"], row["ksic10"]): dict(row.values) for row in rows}
    replace_rows(IndustryLink, ("ksic11", "ksic10"), wanted, "industry links", loaded)
