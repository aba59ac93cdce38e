"""Makes the industry tables of KSIC revisions 11 and 10 and the links between them.

Needs, in an environment of its own: ``pip install openpyxl``. Reads three spreadsheets of
Statistics Korea (notices 2024-2 and 2017-13) from the folder given as the first argument:

- ``KSIC_11th.xlsx``, ``KSIC_10th.xlsx``: the English names of all levels, from the manuals;
- ``ksic-structure.xlsx``: codes and Korean names of all levels, one sheet for each revision;
- ``ksic-11-10-links.xlsx``: the official correspondence of 5-digit codes.

Run from the repository root: ``python tools/reference/make_industries.py FOLDER``.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

OUTPUT = Path("profiles/kr-2027/reference")
LEVELS = {1: "section", 2: "division", 3: "group", 4: "class", 5: "subclass"}
COLUMNS = "code level parent name_ko name_en valid_from valid_to".split()
REVISIONS = {
    "industries.csv": ("KSIC_11th.xlsx", "11차개정한국표준산업분류", "2024-07-01", ""),
    "industries-10.csv": ("KSIC_10th.xlsx", "10차개정한국표준산업분류", "2017-07-01", "2024-06-30"),
}
KINDS = {
    "": "same",
    "해설보완": "same",
    "명칭변경": "renamed",
    "코드변경": "renamed",
    "세분": "split",
    "통합": "merged",
    "통합/세분": "merged",
}
RANGE_OF_SECTION = re.compile(r"\s*\(\d\d(\s*[~,]\s*\d\d)*\)$")
MIDDLE_DOTS = re.compile(r"\s*[ㆍ․‧・]\s*")


class Industry(NamedTuple):
    """One class of one revision."""

    code: str
    name_ko: str
    name_en: str


def cells(path: Path, sheet: str | int = 0) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a sheet as tidy text."""
    book = load_workbook(path, read_only=True)
    wanted = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet]
    for row in wanted.iter_rows(values_only=True):
        yield tuple(_tidy(value) for value in row)


def _tidy(value: object) -> str:
    text = "" if value is None else re.sub(r"\s+", " ", str(value)).strip()
    text = re.sub(r"\s+([,;)])", r"\1", text.replace("’", "'"))
    return re.sub(r"(?<=[A-Za-z])\(", " (", re.sub(r"([,;])(?=[A-Za-z])", r"\1 ", text))


def classes(path: Path) -> list[Industry]:
    """Return all classes of one revision; a section takes two rows, Korean then English."""
    found: list[Industry] = []
    section = ""
    for row in cells(path):
        code, korean, english = (*row, "", "")[:3]
        if not code:
            continue
        if korean:
            found.append(Industry(code, korean, english))
        elif section:
            found.append(Industry(section[0], "", code))
            section = ""
        else:
            section = code
    return found


def structure(path: Path, sheet: str) -> dict[str, str]:
    """Return code → Korean name from the official structure table."""
    names = {}
    for row in list(cells(path, sheet))[3:]:
        for column in range(0, 10, 2):
            if row[column]:
                name = RANGE_OF_SECTION.sub("", row[column + 1])
                names[row[column]] = MIDDLE_DOTS.sub("·", name)
    return names


def parents(industries: list[Industry]) -> dict[str, str]:
    """Return code → parent; divisions follow the section they are listed under."""
    result = {}
    section = ""
    for industry in industries:
        if len(industry.code) == 1:
            section, result[industry.code] = industry.code, ""
        else:
            result[industry.code] = section if len(industry.code) == 2 else industry.code[:-1]
    return result


def links(path: Path) -> list[tuple[str, str, str]]:
    """Return (code of 11, code of 10, kind) of every official link, kind after its remark."""
    rows = [row for row in list(cells(path))[2:] if row[0]]
    return sorted((row[0], row[2], KINDS[row[4].strip("\u3000 ")]) for row in rows)


def write(name: str, columns: list[str], rows: list[tuple[str, ...]]) -> None:
    """Write one table and print its size."""
    with (OUTPUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def main(folder: Path) -> None:
    """Write the three files; Korean names come from the official structure table."""
    for name, (table, sheet, begins, ends) in REVISIONS.items():
        industries = classes(folder / table)
        official = structure(folder / "ksic-structure.xlsx", sheet)
        missing = official.keys() ^ {industry.code for industry in industries}
        if missing:
            message = f"{name}: not in both tables: {sorted(missing)}"
            raise ValueError(message)
        above = parents(industries)
        write(
            name,
            COLUMNS,
            [
                (
                    i.code,
                    LEVELS[len(i.code)],
                    above[i.code],
                    official[i.code],
                    i.name_en,
                    begins,
                    ends,
                )
                for i in industries
            ],
        )
    write(
        "industry-links.csv",
        ["ksic11", "ksic10", "kind"],
        links(folder / "ksic-11-10-links.xlsx"),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
