"""The application workbook of a lot as a firm would fill it in by hand."""

import io
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from midas.hub.accounts import public as accounts
from midas.hub.programme.demo.filing import Wish
from midas.hub.programme.models import Lot
from midas.hub.programme.queries import rulebook
from midas.hub.programme.services.spreadsheet import write_template
from midas.hub.programme.services.workbook import layout

LINES = (
    ("software-licence", "MES 라이선스", 1, 120_000_000),
    ("control-sensing", "PLC와 센서", 10, 12_000_000),
    ("automation-equipment", "자동 이송 장치", 1, 160_000_000),
)
SHARES = (("state", 200_000_000), ("own", 200_000_000))
GOALS = {"oee": ("61.5", "75"), "defect-rate": ("2.4", "1.2")}
PLAN = (
    "프레스 12대의 가동·품질 데이터를 손으로 적던 것을 자동으로 모아 공정을 실시간으로 관리합니다. "
    "작업자와 공급기업이 매주 결과를 확인하고, 불량 원인을 한 시간 안에 찾는 것을 목표로 합니다."
)


def filled(lot: Lot, wish: Wish, workplace: str) -> bytes:
    """The template of the lot with every sheet filled in, as xlsx bytes."""
    book = openpyxl.load_workbook(io.BytesIO(write_template(lot)))
    profile = rulebook.profile_of(lot)
    levels = {one.code: one.ko for one in layout.level_labels(profile)}
    number = accounts.organisation(wish.supplier).business_number or ""
    basics = {
        "workplace": workplace,
        "title": "프레스 공정 실시간 관리 체계 구축",
        "current_level": levels[wish.current],
        "target_level": levels[wish.target],
        "supplier": f"{number[:3]}-{number[3:5]}-{number[5:]}",
    }
    _fill(book[layout.BASICS.ko], layout.BASIC_ROWS, basics)
    sections = layout.section_labels(profile)
    sheet = book[layout.PLAN.ko]
    _fill(sheet, sections, {one.code: f"{one.ko}: {PLAN}" for one in sections})
    for code, (today, goal) in GOALS.items():
        row = _row(sheet, layout.measure_labels(profile), code)
        sheet.cell(row, 2, today)
        sheet.cell(row, 3, goal)
    _money(book, profile)
    answers = book[layout.DIAGNOSIS.ko]
    for row in range(2, len(layout.question_labels(profile)) + 2):
        answers.cell(row, 2, wish.band)
    place = io.BytesIO()
    book.save(place)
    return place.getvalue()


def _money(book: Any, profile: Any) -> None:
    names = {one.code: one.ko for one in layout.cost_labels(profile)}
    for row, (code, item, count, price) in enumerate(LINES, start=2):
        for column, value in enumerate((names[code], item, count, price), start=1):
            book[layout.BUDGET.ko].cell(row, column, value)
    layers = {one.code: one.ko for one in layout.layer_labels(profile)}
    for row, (layer, amount) in enumerate(SHARES, start=2):
        for column, value in enumerate((layers[layer], "현금", amount), start=1):
            book[layout.FUNDING.ko].cell(row, column, value)


def _fill(sheet: Worksheet, labels: Any, values: dict[str, str]) -> None:
    for code, value in values.items():
        sheet.cell(_row(sheet, labels, code), 2, value)


def _row(sheet: Worksheet, labels: Any, code: str) -> int:
    for (cell,) in sheet.iter_rows(max_col=1):
        label = layout.find(labels, cell.value)
        if label and label.code == code:
            return int(cell.row or 0)
    raise KeyError(code)
