"""A paper that is a table, as an empty workbook to be filled in."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from midas.hub.programme.rules.profile_papers import Column, Document

ROWS = 200
FORMATS = {"won": "#,##0", "whole-number": "#,##0", "percent": "0.0", "date": "yyyy-mm-dd"}


def paper_sheet(kind: Document) -> Workbook:
    """Headings in both languages, a note on each column's kind, choices as lists."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(kind.name.ko[:31])
    sheet.freeze_panes = "A2"
    for at, column in enumerate(kind.columns, start=1):
        letter = get_column_letter(at)
        cell = sheet.cell(
            1,
            at,
            f"{column.name.ko}\n{column.name.en}{'' if column.required else ' (선택/optional)'}",
        )
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="ECF2FE")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = 24
        if column.kind in FORMATS:
            for row in range(2, ROWS + 2):
                sheet.cell(row, at).number_format = FORMATS[column.kind]
        _offer_choices(sheet, column, letter)
    return book


def _offer_choices(sheet: object, column: Column, letter: str) -> None:
    choices = column.choices or (("예", "아니오") if column.kind == "yes-no" else ())
    if not choices:
        return
    rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    sheet.add_data_validation(rule)  # type: ignore[attr-defined]
    rule.add(f"{letter}2:{letter}{ROWS + 1}")
