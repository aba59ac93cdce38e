"""Reading of reference tables: text in, checked rows out; a fault names file, row and column."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.problems import Problem, words


@dataclass(frozen=True)
class Column:
    """How one column reads: `kind` turns its text into a value and raises ValueError for no."""

    name: str
    kind: Callable[[str], Any] = str
    needed: bool = True
    most: int = 300  # characters


@dataclass(frozen=True)
class Row:
    """One checked row and its place, for faults that only other tables reveal."""

    file: str
    number: int  # as a spreadsheet counts: the header is row 1
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def fault(self, column: str, text: str, **params: object) -> Problem:
        """A problem at this row and column; `text` is a sentence marked by `words`."""
        return fault(self.file, self.number, column, text, **params)


def fault(file: str, number: int, column: str, text: str, **params: object) -> Problem:
    """A problem whose place is given as file!row:column."""
    return Problem(text, params, f"{file}!{number}:{column}", "reference-table", file)


def day(text: str) -> date:
    """2026-07-01 as a date; raises ValueError."""
    return date.fromisoformat(text)


def yes_or_no(text: str) -> bool:
    """yes/no as a boolean; raises ValueError."""
    if text not in ("yes", "no"):
        raise ValueError(text)
    return text == "yes"


def several(text: str) -> tuple[str, ...]:
    """Words with semicolons between them."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def between(least: float, most: float) -> Callable[[str], float]:
    """A number in a range; the reader raises ValueError outside of it."""

    def read(text: str) -> float:
        number = float(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read


def one_of(*known: str) -> Callable[[str], str]:
    """A word of a closed list; the reader raises ValueError for another one."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return read


def read_table(file: str, text: str, columns: tuple[Column, ...]) -> list[Row]:
    """Every row of a CSV text with a header line; raises NotValid with all faults at once."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    header = next(reader, [])
    problems = list(_header_problems(file, header, columns))
    if problems:
        raise NotValid(*problems)
    found = []
    for number, cells in enumerate(reader, start=2):
        if len(cells) != len(header):
            sentence = words("This row has %(count)s cells instead of %(wanted)s.")
            problems.append(fault(file, number, "", sentence, count=len(cells), wanted=len(header)))
            continue
        named = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        values: dict[str, Any] = {}
        for column in columns:
            try:
                values[column.name] = _value(named[column.name], column)
            except ValueError:
                sentence = words("“%(value)s” is not allowed here.")
                problems.append(
                    fault(file, number, column.name, sentence, value=named[column.name])
                )
        found.append(Row(file, number, values))
    if problems:
        raise NotValid(*problems)
    return found


def _value(text: str, column: Column) -> Any:
    if len(text) > column.most or (column.needed and not text):
        raise ValueError(text)
    if not text and column.kind not in (str, several):
        return None
    return column.kind(text)


def _header_problems(
    file: str, header: list[str], columns: tuple[Column, ...]
) -> Iterator[Problem]:
    known = [column.name for column in columns]
    for name in header:
        if name not in known or header.count(name) > 1:
            yield fault(file, 1, name, words("This column is unknown or named twice."))
    for name in known:
        if name not in header:
            yield fault(file, 1, name, words("This column is missing."))
