"""Writing of reference rows: create, change or replace in bulk, and the checks between rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from midas.hub.accounts.rules.tables import Row
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.problems import Problem, words

ReferenceTable = type[Any]  # one of the tables of regions, organisations or taxonomies
Versions = dict[str, list[tuple[date, UUID]]]  # by code: first day and id, oldest first
TWICE = words("“%(value)s” is named twice.")


@dataclass
class Loaded:
    """What a load changed: rows per table that were new, changed or removed."""

    changed: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All changed rows; 0 for a second load of the same files."""
        return sum(self.changed.values())

    def add(self, table: str, count: int) -> None:
        """Count changes of one table."""
        self.changed[table] = self.changed.get(table, 0) + count


def put_rows(
    model: ReferenceTable,
    key: tuple[str, ...],
    wanted: Iterable[dict[str, Any]],
    table: str,
    loaded: Loaded,
    create_only: tuple[str, ...] = ("id", "registered_at"),
) -> None:
    """Create what is missing and update what differs, in one statement each."""
    known = {tuple(getattr(row, k) for k in key): row for row in model.objects.all()}
    new, changed = [], []
    columns: set[str] = set()
    for values in wanted:
        row = known.get(tuple(values[k] for k in key))
        if row is None:
            new.append(model(**values))
            continue
        other = {k: v for k, v in values.items() if k not in create_only and getattr(row, k) != v}
        for name, value in other.items():
            setattr(row, name, value)
        if other:
            changed.append(row)
            columns.update(other)
    if changed:
        model.objects.bulk_update(changed, sorted(columns), batch_size=500)
    model.objects.bulk_create(new, batch_size=1000)
    loaded.add(table, len(new) + len(changed))


def versions_of(own: dict[tuple[str, date], UUID]) -> Versions:
    """Ids by code and first day, grouped by code, the oldest first."""
    found: Versions = {}
    for (code, start), row_id in sorted(own.items(), key=lambda item: item[0]):
        found.setdefault(code, []).append((start, row_id))
    return found


def version_on(versions: Versions, code: str, on: date) -> UUID | None:
    """The version of a code that started last before or soon after a day."""
    found = versions.get(code, [])
    started = [region_id for start, region_id in found if start <= on]
    return started[-1] if started else (found[0][1] if found else None)


def dated(row: Row, *columns: str) -> dict[str, Any]:
    """Some values of a row together with the days on which it is in force."""
    values = {name: row[name] for name in columns}
    return values | {"valid_from": row["valid_from"], "valid_until": row["valid_to"]}


def replace_rows(
    model: ReferenceTable,
    key: tuple[str, ...],
    wanted: dict[Any, dict[str, Any]],
    table: str,
    loaded: Loaded,
) -> None:
    """Make a table that nobody refers to hold exactly these rows."""
    rows = model.objects.all()
    gone = [r.pk for r in rows if tuple(getattr(r, k) for k in key) not in wanted]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    put_rows(model, key, wanted.values(), table, loaded)
    loaded.add(table, len(gone))


def named_twice(rows: list[Row], key: tuple[str, ...]) -> list[Problem]:
    """Rows whose key an earlier row of the same file has."""
    seen: set[tuple[Any, ...]] = set()
    found = []
    for row in rows:
        place = tuple(row[column] for column in key)
        if place in seen:
            found.append(row.fault(key[0], TWICE, value=row[key[0]]))
        seen.add(place)
    return found


def overlapping(rows: list[Row]) -> list[Problem]:
    """Versions of one code that start before the earlier one ended."""
    found = []
    earlier: dict[str, Row] = {}
    for row in sorted(rows, key=lambda one: one["valid_from"]):
        last = earlier.get(row["code"])
        start = row["valid_from"]
        if last is not None and last["valid_from"] < start <= (last["valid_to"] or date.max):
            text = words("The version in row %(row)s is still valid on this day.")
            found.append(row.fault("valid_from", text, row=last.number))
        earlier[row["code"]] = row
    return found


def vanished(
    known: Iterable[tuple[str, date]], numbers: dict[tuple[str, date], Row]
) -> list[Problem]:
    """Versions that were loaded before and whose code now starts on other days only."""
    by_code = {code: row for (code, _), row in numbers.items()}
    text = words("This code was loaded as valid from %(day)s; a version may end but not vanish.")
    return [
        by_code[code].fault("valid_from", text, day=start.isoformat())
        for code, start in known
        if (code, start) not in numbers and code in by_code
    ]


def refuse(*lists: Iterable[Problem]) -> None:
    """Raise NotValid with every problem of every list, if there is any."""
    problems = [one for some in lists for one in some]
    if problems:
        raise NotValid(*problems)
