"""Writing the empty workbook of a lot: headings in both languages, choices as drop-down lists."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from midas.hub.programme import models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.services.workbook import layout
from midas.hub.programme.services.workbook.layout import Label

COST_ROWS = 30
SHARE_ROWS = 10
HEAD = PatternFill("solid", fgColor="DCE6F5")
WRAP = Alignment(wrap_text=True, vertical="top")
BUDGET_LAST = COST_ROWS + 1


def write_template(lot: models.Lot) -> bytes:
    """The workbook for a lot as xlsx bytes; the notice number is filled in already."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for label, write in (
        (layout.BASICS, _basics),
        (layout.PLAN, _plan),
        (layout.BUDGET, _budget),
        (layout.FUNDING, _funding),
        (layout.DIAGNOSIS, _diagnosis),
    ):
        sheet = book.create_sheet(label.ko)
        _head(sheet, 1, layout.HEADINGS[label.code])
        write(sheet, lot)
    place = io.BytesIO()
    book.save(place)
    return place.getvalue()


def _head(sheet: Worksheet, row: int, labels: Sequence[Label]) -> None:
    for column, label in enumerate(labels, start=1):
        cell = sheet.cell(row, column, label.both)
        cell.font, cell.fill, cell.alignment = Font(bold=True), HEAD, WRAP
        sheet.column_dimensions[cell.column_letter].width = 44 if column <= 2 else 20


def _choices(sheet: Worksheet, cells: str, labels: Iterable[Label]) -> None:
    text = ",".join(label.ko.replace(",", " ") for label in labels)
    if len(text) <= 250:  # the most that a list inside a workbook may hold
        rule = DataValidation(type="list", formula1=f'"{text}"', allow_blank=True)
        sheet.add_data_validation(rule)
        rule.add(cells)


def _basics(sheet: Worksheet, lot: models.Lot) -> None:
    levels = layout.level_labels(rulebook.profile_of(lot))
    for row, label in enumerate(layout.BASIC_ROWS, start=2):
        sheet.cell(row, 1, label.both)
        if label.code == "lot":
            sheet.cell(row, 2, f"{lot.call.notice_number}/{lot.serial}")
        if label.code in ("current_level", "target_level"):
            _choices(sheet, f"B{row}", levels)
        if label.code in layout.DECLARED:
            _choices(sheet, f"B{row}", layout.YES)


def _plan(sheet: Worksheet, lot: models.Lot) -> None:
    profile = rulebook.profile_of(lot)
    row = 2
    for label in layout.section_labels(profile):
        sheet.cell(row, 1, label.both)
        sheet.cell(row, 2).alignment = WRAP
        row += 1
    row += 1
    _head(sheet, row, (layout.MEASURE, layout.NOW, layout.GOAL))
    for label in layout.measure_labels(profile):
        row += 1
        sheet.cell(row, 1, label.both)


def _budget(sheet: Worksheet, lot: models.Lot) -> None:
    items = layout.cost_labels(rulebook.profile_of(lot))
    allowed = [one for one in items if one.code in rulebook.terms_of(lot).cost_items]
    _choices(sheet, f"A2:A{BUDGET_LAST}", allowed)
    for row in range(2, BUDGET_LAST + 1):
        sheet.cell(row, 5, f'=IF(D{row}="","",C{row}*D{row})')
    sheet.cell(BUDGET_LAST + 1, 1, layout.TOTAL.both)
    sheet.cell(BUDGET_LAST + 1, 5, f"=SUM(E2:E{BUDGET_LAST})")


def _funding(sheet: Worksheet, lot: models.Lot) -> None:
    layers = layout.layer_labels(rulebook.profile_of(lot))
    allowed = {one.layer for one in rulebook.terms_of(lot).layers}
    _choices(sheet, f"A2:A{SHARE_ROWS + 1}", [one for one in layers if one.code in allowed])
    _choices(sheet, f"B2:B{SHARE_ROWS + 1}", layout.KINDS)
    sheet.cell(SHARE_ROWS + 2, 1, layout.TOTAL.both)
    sheet.cell(SHARE_ROWS + 2, 3, f"=SUM(C2:C{SHARE_ROWS + 1})")


def _diagnosis(sheet: Worksheet, lot: models.Lot) -> None:
    labels = layout.question_labels(rulebook.profile_of(lot))
    for row, label in enumerate(labels, start=2):
        sheet.cell(row, 1, label.both)
    _choices(sheet, f"B2:B{len(labels) + 1}", [Label(str(n), str(n), str(n)) for n in range(6)])
