"""Reading a filled workbook: every fault is named by sheet and cell, with what was read."""

import io
import math
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.rules.budget import BudgetDraft, ShareDraft
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.services.workbook import layout
from midas.hub.programme.services.workbook.layout import Label

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 500
RULE = "workbook"


@dataclass
class Reading:
    """What was read, where it stood (name of a verb's field → cell), and what was wrong."""

    basics: dict[str, Any] = field(default_factory=dict)
    declarations: dict[str, bool] = field(default_factory=dict)
    plan: dict[str, str] = field(default_factory=dict)
    goals: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: list[BudgetDraft] = field(default_factory=list)
    shares: list[ShareDraft] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, cell: Any, text: str, rule: str = RULE, **params: object) -> None:
        """Note a fault of a cell."""
        where = cell if isinstance(cell, str) else place_of(cell)
        self.problems.append(Problem(text, params, where, rule))


def place_of(cell: Any) -> str:
    """A cell as people say it: 사업비!C7."""
    return f"{cell.parent.title}!{cell.coordinate}"


def read_workbook(content: bytes, profile: Profile) -> Reading:
    """Read all five sheets; raises NotValid (field "file") for what is no usable workbook."""
    book = _open(content)
    found = Reading()
    sheets = {label.code: _sheet(book, label, found) for label in layout.SHEETS}
    for code, read in READERS.items():
        sheet = sheets[code]
        if sheet is not None and _is_whole(sheet, code, found):
            read(sheet, profile, found)
    return found


def _open(content: bytes) -> Workbook:
    if not content:
        raise NotValid(Problem(words("The file is empty."), {}, "file", "file-empty"))
    if len(content) > MOST_BYTES:
        raise NotValid(Problem(words("The workbook is too large."), {}, "file", "file-size"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                text = words("The workbook is too large.")
                raise NotValid(Problem(text, {}, "file", "file-size"))
        return load_workbook(io.BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        text = words("The file is no Excel workbook (.xlsx).")
        raise NotValid(Problem(text, {}, "file", "file-kind")) from error


def _sheet(book: Workbook, label: Label, found: Reading) -> Worksheet | None:
    for sheet in book.worksheets:
        if layout.find([label], sheet.title):
            return sheet
    text = words("The sheet “%(sheet)s” is missing.")
    found.wrong(label.ko, text, "sheet-needed", sheet={"ko": label.ko, "en": label.en})
    return None


def _is_whole(sheet: Worksheet, code: str, found: Reading) -> bool:
    """No merged cells, not too many rows, and the headings where they belong."""
    count = len(found.problems)
    for merged in sheet.merged_cells.ranges:
        place = f"{sheet.title}!{merged.coord}"
        found.wrong(place, words("Cells are merged here; please split them."), "merged-cells")
    if sheet.max_row > MOST_ROWS:
        text = words("The sheet has more than %(most)s rows.")
        found.wrong(sheet.title, text, "sheet-rows", most=MOST_ROWS)
    for column, label in enumerate(layout.HEADINGS[code], start=1):
        cell = sheet.cell(1, column)
        if not layout.find([label], cell.value):
            text = words("“%(heading)s” is expected here, “%(read)s” was read.")
            found.wrong(cell, text, "heading", heading=label.both, read=_said(cell.value))
    return len(found.problems) == count


def _said(value: object) -> str:
    return "" if value is None else str(value)[:60]


def text_of(cell: Any) -> str:
    """The text of a cell; whole numbers without a decimal point."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def whole_number(cell: Any, found: Reading) -> int | None:
    """A whole number, also written as text with commas; anything else is a fault of the cell."""
    value = cell.value
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "")
        plain = plain.removesuffix("원")
        if plain.isdecimal() and plain.isascii() and len(plain) <= 15:
            return int(plain)
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    elif isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value)
    text = words("A whole number is needed here; “%(read)s” was read.")
    found.wrong(cell, text, "whole-number", read=_said(value))
    return None


def choice(cell: Any, labels: Sequence[Label], found: Reading, text: str, rule: str) -> str:
    """The code of the choice that a cell names; an unknown one is a fault of the cell."""
    label = layout.find(labels, cell.value)
    if label is None:
        found.wrong(cell, text, rule, read=_said(cell.value))
        return ""
    return label.code


def rows_of(sheet: Worksheet, columns: int, first: int = 2) -> Iterator[tuple[Any, ...]]:
    """The rows below the heading that hold anything, up to the row of totals included."""
    for row in sheet.iter_rows(min_row=first, max_col=columns):
        if any(text_of(cell) for cell in row):
            yield row


def _read_basics(sheet: Worksheet, profile: Profile, found: Reading) -> None:
    levels = layout.level_labels(profile)
    for name, value in rows_of(sheet, 2):
        label = layout.find(layout.BASIC_ROWS, name.value)
        if label is None:
            text = words("There is no such row: “%(read)s”.")
            found.wrong(name, text, "row-known", read=_said(name.value))
            continue
        found.cells[label.code] = place_of(value)
        if not text_of(value):
            continue
        if label.code in ("current_level", "target_level"):
            text = words("“%(read)s” is not a level.")
            found.basics[label.code] = choice(value, levels, found, text, "level-known")
        elif label.code in layout.DECLARED:
            text = words("Write yes or no; “%(read)s” was read.")
            found.declarations[label.code] = (
                choice(value, layout.YES, found, text, "yes-or-no") == "yes"
            )
        else:
            found.basics[label.code] = text_of(value)


def _read_plan(sheet: Worksheet, profile: Profile, found: Reading) -> None:
    sections, measures = layout.section_labels(profile), layout.measure_labels(profile)
    is_measures = False
    for name, first, second in rows_of(sheet, 3):
        if layout.find([layout.MEASURE], name.value):
            is_measures = True
        elif is_measures:
            _read_goal(name, first, second, measures, found)
        else:
            text = words("The plan has no section “%(read)s”.")
            code = choice(name, sections, found, text, "plan-section")
            found.cells[f"plan-{code}"] = place_of(first)
            if code and text_of(first):
                found.plan[code] = text_of(first)


def _read_goal(name: Any, now: Any, goal: Any, measures: list[Label], found: Reading) -> None:
    if not text_of(now) and not text_of(goal):
        return
    text = words("“%(read)s” is not an outcome measure.")
    code = choice(name, measures, found, text, "outcome-known")
    found.cells[f"goal-{code}"] = place_of(now)
    values = {"now": _decimal(now, found), "goal": _decimal(goal, found)}
    if code:
        found.goals[code] = values


def _decimal(cell: Any, found: Reading) -> str:
    text = unicodedata.normalize("NFKC", text_of(cell)).replace(",", "")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        sentence = words("A number is needed here; “%(read)s” was read.")
        found.wrong(cell, sentence, "number", read=_said(cell.value))
        return ""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _read_budget(sheet: Worksheet, profile: Profile, found: Reading) -> None:
    items = layout.cost_labels(profile)
    for name, item, quantity, price, amount in rows_of(sheet, 5):
        if layout.find([layout.TOTAL], name.value):
            _check_total(amount, sum(one.amount for one in found.lines), found)
            return
        if not any(text_of(cell) for cell in (name, item, quantity, price)):
            continue  # only the formula of an unused row
        at, count = len(found.lines), len(found.problems)
        text = words("“%(read)s” is not a kind of cost.")
        code = choice(name, items, found, text, "cost-category")
        number, won = whole_number(quantity, found), whole_number(price, found)
        for part, cell in (("category", name), ("item", item), ("quantity", quantity)):
            found.cells[f"lines-{at}-{part}"] = place_of(cell)
        if len(found.problems) > count or number is None or won is None:
            continue
        found.lines.append(BudgetDraft(code, text_of(item), number, won))
        if text_of(amount):
            _check_total(amount, number * won, found)


def _check_total(cell: Any, expected: int, found: Reading) -> None:
    """A filled sum must be the right one; an empty cell (a formula never computed) is fine."""
    if not text_of(cell):
        return
    value = whole_number(cell, found)
    if value is not None and value != expected and not _has_faults(cell, found):
        text = words("The sum should be %(expected)s; %(read)s was read.")
        found.wrong(cell, text, "sum-right", expected=f"{expected:,}", read=f"{value:,}")


def _has_faults(cell: Any, found: Reading) -> bool:
    """True when rows of this sheet were left out for faults of their own."""
    return any(one.field.startswith(f"{cell.parent.title}!") for one in found.problems)


def _read_funding(sheet: Worksheet, profile: Profile, found: Reading) -> None:
    layers = layout.layer_labels(profile)
    for name, kind, amount in rows_of(sheet, 3):
        if layout.find([layout.TOTAL], name.value):
            _check_total(amount, sum(one.amount for one in found.shares), found)
            return
        at, count = len(found.shares), len(found.problems)
        layer = choice(
            name, layers, found, words("“%(read)s” is not a source of money."), "layer-known"
        )
        text = words("Write cash or in kind; “%(read)s” was read.")
        way = choice(kind, layout.KINDS, found, text, "layer-kind") if text_of(kind) else "cash"
        won = whole_number(amount, found)
        for part, cell in (("layer", name), ("kind", kind), ("amount", amount)):
            found.cells[f"shares-{at}-{part}"] = place_of(cell)
        if len(found.problems) == count and won is not None:
            found.shares.append(ShareDraft(layer, won, way))


def _read_diagnosis(sheet: Worksheet, profile: Profile, found: Reading) -> None:
    questions = layout.question_labels(profile)
    for name, band, note in rows_of(sheet, 3):
        text = words("The questionnaire has no question “%(read)s”.")
        code = choice(name, questions, found, text, "question-known")
        found.cells[f"answer-{code}"] = place_of(band)
        if not code or not text_of(band):
            continue
        value = whole_number(band, found)
        if value is not None:
            found.answers[code] = {"band": value, "note": text_of(note)}


READERS = {
    layout.BASICS.code: _read_basics,
    layout.PLAN.code: _read_plan,
    layout.BUDGET.code: _read_budget,
    layout.FUNDING.code: _read_funding,
    layout.DIAGNOSIS.code: _read_diagnosis,
}
