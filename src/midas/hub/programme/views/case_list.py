"""The list of cases: dense for officers, cards for firms; the filter is the address."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, texts
from midas.hub.programme.forms.filters import CaseFilter
from midas.hub.programme.models import Lot, Project
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.call_cards import name_of_region
from midas.hub.programme.queries.case_export import exported, headings
from midas.hub.programme.queries.cases import CaseFilters, CaseRow, list_cases
from midas.hub.programme.queries.timeline import FIRMS
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.views import labels

SIZE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Echo:
    """Gives back what is written to it, so that a CSV can be streamed line by line."""

    def write(self, text: str) -> str:
        return text


def _filter(request: HttpRequest) -> CaseFilter:
    lots = Lot.objects.order_by("-opens_at", "call__notice_number", "serial").values_list(
        "id", "call__notice_number", "serial", "title", "line_version_id"
    )
    terms, lot_choices = {}, []
    for lot, notice, serial, title, version in lots:
        lot_choices.append((str(lot), f"{notice}/{serial} {texts.in_language(title)}"))
        found = rulebook.terms_by_id(version)
        terms[found.line] = texts.in_language(as_text(found.line_name))
    states = [(code, one.text) for code, one in labels.APPLICATION.items()]
    if request.actor.kind not in FIRMS:
        states = [pair for pair in states if pair[0] != "draft"]
    provinces = [
        (str(one.id), name_of_region(one.id)) for one in accounts.provinces_on(clock.today())
    ]
    form = CaseFilter(
        request.GET,
        states=states,
        lots=lot_choices,
        lines=sorted(terms.items()),
        provinces=provinces,
    )
    form.is_valid()
    return form


def _wanted(form: CaseFilter) -> CaseFilters:
    typed = form.cleaned_data
    return CaseFilters(
        state=typed.get("state", ""),
        lot=UUID(typed["lot"]) if typed.get("lot") else None,
        line=typed.get("line", ""),
        province=UUID(typed["province"]) if typed.get("province") else None,
        text=typed.get("q", ""),
        is_my_turn=bool(typed.get("mine")),
        sort=typed.get("sort") or "newest",
    )


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that the actor may see."""
    form = _filter(request)
    page = list_cases(request.actor, _wanted(form), request.GET.get("page", ""), SIZE)
    builds = {
        one.application_id: one
        for one in Project.objects.filter(application__in=[row.id for row in page.rows]).only(
            "application_id", "state", "due_on"
        )
    }
    is_firm, today = request.actor.kind in FIRMS, clock.today()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [_shown(row, builds.get(row.id), today) for row in page.rows],
        "is_firm": is_firm,
        "is_filtered": any(value for value in query.values()),
        "query": query.urlencode(),
        "today": today,
        "crumbs": [(_("My cases") if is_firm else _("Cases"), "")],
    }
    template = "programme/cases/mine.html" if is_firm else "programme/cases/list.html"
    return render(request, template, context)


APPEALABLE = ("ineligible", "not_nominated", "rejected")


def _shown(row: CaseRow, build: Project | None, today: date) -> dict[str, Any]:
    running = build is not None and row.state in ("selected", "contracted")
    due = (build.due_on if build and running else None) or row.due_on
    if due and due < today and row.state in APPEALABLE:
        due = None  # the days of the appeal are over: nothing is asked any more
    return {
        "case": row,
        "label": labels.state_label(row.state, build.state if build else ""),
        "due": due,
        "url": reverse("programme:case", args=[row.id]),
        "is_draft": row.state in ("draft", "returned"),
    }


@login_required
def export(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The filtered list as CSV (streamed) or as a workbook."""
    words = {code: one.text for code, one in labels.APPLICATION.items()}
    rows = exported(request.actor, _wanted(_filter(request)), words)
    name = f"midas-cases-{clock.today().isoformat()}.{kind}"
    if kind == "xlsx":
        return _workbook(rows, name)
    writer = csv.writer(_Echo())
    lines = (writer.writerow(row) for row in _with_heading(rows))
    answer = StreamingHttpResponse(_with_mark(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _with_heading(rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    yield headings()
    yield from rows


def _with_mark(lines: Iterator[str]) -> Iterator[str]:
    """The byte order mark first, so that spreadsheets read Korean right."""
    yield "\ufeff"
    yield from lines


def _workbook(rows: Iterator[list[Any]], name: str) -> FileResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Cases")[:31])
    sheet.freeze_panes = "A2"
    for row in _with_heading(rows):
        sheet.append(row)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
