"""The workbook: the template reads back, a filled one is filed, every fault is named by cell."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from midas.hub.accounts.models import Organisation, Person
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.errors import NotPossible, NotValid
from midas.hub.programme import models
from midas.hub.programme.services.spreadsheet import import_application, write_template
from midas.hub.programme.services.workbook import layout
from midas.hub.programme.tests import makers

NOW = makers.NOW
pytestmark = pytest.mark.django_db
Change = Callable[[openpyxl.Workbook], None]


class Desk:
    """A firm in front of an empty workbook for an open lot."""

    def __init__(self) -> None:
        makers.techno_park()
        self.lot = makers.lot()
        self.firm = makers.factory()
        self.site = people.workplace(self.firm, name="창원 제1공장")
        self.supplier = people.organisation("supplier")
        self.owner = makers.owner_of(self.firm)

    def book(self) -> openpyxl.Workbook:
        """The template, filled in by hand with right values."""
        book = openpyxl.load_workbook(io.BytesIO(write_template(self.lot)))
        number = self.supplier.business_number or ""
        self._fill(
            book["기본정보"],
            {
                "workplace": "창원 제1공장",
                "title": "프레스 공정 실시간 관리 체계 구축",
                "current_level": "기초",
                "target_level": "중간1",
                "supplier": f"{number[:3]}-{number[3:5]}-{number[5:]}",
                "certificate": "아니오",
            },
            layout.BASIC_ROWS,
        )
        profile = makers.profile()
        self._fill(book["사업계획"], makers.plan(), layout.section_labels(profile))
        measures = layout.measure_labels(profile)
        for code, pair in makers.GOALS.items():
            row = self._row(book["사업계획"], measures, code)
            book["사업계획"].cell(row, 2, pair["now"])
            book["사업계획"].cell(row, 3, float(pair["goal"]))
        names = {one.code: one.ko for one in layout.cost_labels(profile)}
        for row, line in enumerate(makers.BUDGET, start=2):
            values = (names[line.category], line.item, line.quantity, f"{line.unit_price:,}")
            for column, value in enumerate(values, start=1):
                book["사업비"].cell(row, column, value)
        layers = {one.code: one for one in layout.layer_labels(profile)}
        for row, share in enumerate(makers.SHARES, start=2):
            book["재원"].cell(row, 1, layers[share.layer].en)
            book["재원"].cell(row, 2, "현금")
            book["재원"].cell(row, 3, share.amount)
        for row in range(2, len(makers.answers()) + 2):
            book["자가진단"].cell(row, 2, 2)
        return book

    @staticmethod
    def _row(sheet: Any, labels: Any, code: str) -> int:
        for (cell,) in sheet.iter_rows(max_col=1):
            label = layout.find(labels, cell.value)
            if label and label.code == code:
                return int(cell.row)
        raise KeyError(code)

    def _fill(self, sheet: Any, values: dict[str, str], labels: Any) -> None:
        for code, value in values.items():
            sheet.cell(self._row(sheet, labels, code), 2, value)

    def load(self, change: Change | None = None, **options: Any) -> models.Application | None:
        """Import the filled workbook after a change."""
        book = self.book()
        if change:
            change(book)
        place = io.BytesIO()
        book.save(place)
        return import_application(content=place.getvalue(), by=self.owner, now=NOW, **options)

    def faults(self, change: Change, **options: Any) -> list[tuple[str, str]]:
        """Cell and rule of every fault after a change; nothing may have been kept."""
        with pytest.raises(NotValid) as refused:
            self.load(change, **options)
        assert not models.Application.objects.exists()
        return [(one.field, one.rule) for one in refused.value.problems]


def put(sheet: str, cell: str, value: Any) -> Change:
    """A change of one cell."""

    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return change


def test_a_workbook_filled_by_hand_becomes_a_draft() -> None:
    case = Desk().load()
    assert case is not None
    assert (case.state, case.total_cost, case.target_level) == ("draft", 400_000_000, "mid1")
    assert case.goals["oee"] == {"now": "61.5", "goal": "75"}
    assert case.plan == makers.plan()
    assert len(case.diagnoses.get().answers) == len(makers.answers())
    assert {one.layer: one.amount for one in case.funding_shares.all()} == {
        "state": 200_000_000,
        "own": 200_000_000,
    }


def test_a_dry_run_keeps_nothing() -> None:
    assert Desk().load(is_dry_run=True) is None
    assert not models.Application.objects.exists()


def test_submitting_without_papers_names_every_missing_one() -> None:
    faults = Desk().faults(lambda book: None, is_submitted=True)
    assert {rule for _, rule in faults} == {"document-needed"}
    assert len(faults) == 9


@pytest.mark.parametrize(
    ("change", "cell", "rule"),
    [
        (put("사업비", "C2", "열둘"), "사업비!C2", "whole-number"),
        (put("사업비", "D2", "12만"), "사업비!D2", "whole-number"),
        (put("사업비", "D3", 1.5), "사업비!D3", "whole-number"),
        (put("사업비", "D3", "=1/0"), "사업비!D3", "whole-number"),
        (put("사업비", "E2", 1), "사업비!E2", "sum-right"),
        (put("사업비", "E32", 7), "사업비!E32", "sum-right"),
        (put("사업비", "A3", "요트"), "사업비!A3", "cost-category"),
        (put("사업비", "A3", "기획비"), "사업비!A3", "cost-category"),
        (put("사업비", "C2", 0), "사업비!C2", "cost-whole-numbers"),
        (put("재원", "A2", "복권"), "재원!A2", "layer-known"),
        (put("재원", "C2", -5), "재원!C2", "amount-whole"),
        (put("재원", "B2", "금괴"), "재원!B2", "layer-kind"),
        (put("기본정보", "B6", "중간9"), "기본정보!B6", "level-known"),
        (put("기본정보", "B2", "2026-N-0001/9"), "기본정보!B2", "lot-known"),
        (put("기본정보", "B3", "없는 공장"), "기본정보!B3", "workplace-known"),
        (put("기본정보", "B7", "123-45-67890"), "기본정보!B7", "business-number"),
        (put("기본정보", "B9", "공짜"), "기본정보!B9", "bonus-of-line"),
        (put("기본정보", "B10", "글쎄"), "기본정보!B10", "yes-or-no"),
        (put("기본정보", "A4", "제목 비슷한 것"), "기본정보!A4", "row-known"),
        (put("사업계획", "A2", "시"), "사업계획!A2", "plan-section"),
        (put("자가진단", "B2", 9), "자가진단!B2", "band-known"),
        (put("자가진단", "B2", "높음"), "자가진단!B2", "whole-number"),
        (put("자가진단", "A2", "기분"), "자가진단!A2", "question-known"),
        (put("사업비", "C1", "갯수"), "사업비!C1", "heading"),
    ],
)
def test_a_fault_is_named_by_its_cell(change: Change, cell: str, rule: str) -> None:
    assert (cell, rule) in Desk().faults(change)


def test_merged_cells_and_missing_sheets_are_told() -> None:
    desk = Desk()
    assert ("사업비!A2:A4", "merged-cells") in desk.faults(
        lambda book: book["사업비"].merge_cells("A2:A4")
    )
    assert ("재원", "sheet-needed") in desk.faults(lambda book: book.remove(book["재원"]))


def test_many_faults_are_told_at_once() -> None:
    def change(book: openpyxl.Workbook) -> None:
        put("사업비", "C2", "x")(book)
        put("재원", "C3", "y")(book)
        put("기본정보", "B5", "z")(book)

    cells = {cell for cell, _ in Desk().faults(change)}
    assert {"사업비!C2", "재원!C3", "기본정보!B5"} <= cells


def test_money_that_does_not_add_up_stops_a_submission_with_its_rule_and_source() -> None:
    desk = Desk()
    with pytest.raises(NotValid) as refused:
        desk.load(put("재원", "C3", 100_000_000), is_submitted=True)
    wrong = next(one for one in refused.value.problems if one.rule == "budget-adds-up")
    assert (wrong.field, wrong.source != "") == ("재원", True)


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"", "file-empty"), (b"not a workbook", "file-kind"), (makers.PDF, "file-kind")],
)
def test_what_is_no_workbook_is_refused(content: bytes, rule: str) -> None:
    desk = Desk()
    with pytest.raises(NotValid) as refused:
        import_application(content=content, by=desk.owner, now=NOW)
    assert [one.rule for one in refused.value.problems] == [rule]


def test_a_second_workbook_for_the_same_site_is_refused() -> None:
    desk = Desk()
    desk.load()
    with pytest.raises(NotPossible) as refused:
        desk.load()
    assert refused.value.problems[0].field == "기본정보!B3"


def test_the_commands_write_a_template_and_import_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk()
    monkeypatch.setattr("midas.hub.kernel.clock.now", lambda: NOW)
    file = tmp_path / "empty.xlsx"
    name = f"{desk.lot.call.notice_number}/{desk.lot.serial}"
    call_command("application_template", "--lot", name, str(file))
    assert openpyxl.load_workbook(file).sheetnames == [one.ko for one in layout.SHEETS]
    papers = tmp_path / "papers"
    papers.mkdir()
    for code in makers.filing_papers():
        upload = makers.upload(code)
        (papers / str(upload.name)).write_bytes(upload.read())
    desk.book().save(file)
    email = Person.objects.get(id=desk.owner.person).email
    firm = Organisation.objects.get(id=desk.firm.id)
    who = ["--email", email, "--organisation", firm.business_number]
    call_command("application_import", str(file), *who, "--documents", str(papers), "--submit")
    case = models.Application.objects.get()
    assert (case.state, case.documents.count()) == ("submitted", 9)
    assert case.number in capsys.readouterr().out
    with pytest.raises(CommandError, match="기본정보!B3"):
        call_command("application_import", str(file), *who)
