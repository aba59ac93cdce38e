"""Addresses of the programme."""

from django.urls import path

from midas.hub.programme.views import (
    action_list,
    assessing,
    calls,
    case_build,
    case_list,
    cases,
    downloads,
    drafting,
    lots,
    selecting,
)

app_name = "programme"

call_patterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<slug:notice>/", calls.call, name="call"),
    path("calls/<slug:notice>/<int:serial>/", calls.lot, name="lot"),
    path("calls/<slug:notice>/<int:serial>/apply/", calls.start, name="start"),
    path("calls/<slug:notice>/<int:serial>/spreadsheet/", drafting.sheet, name="sheet"),
    path(
        "calls/<slug:notice>/<int:serial>/spreadsheet.xlsx",
        drafting.sheet_template,
        name="sheet-template",
    ),
    path("lots/", lots.lots, name="lots"),
    path("lots/<uuid:lot>/extend/", lots.extend, name="lot-extend"),
    path("lots/<uuid:lot>/close/", lots.close, name="lot-close"),
    path("lots/<uuid:lot>/cancel/", lots.cancel, name="lot-cancel"),
    path("nominations/", lots.nominations, name="nominations"),
]

draft_patterns = [
    path("applications/<uuid:application>/basics/", drafting.basics, name="draft-basics"),
    path("applications/<uuid:application>/plan/", drafting.plan, name="draft-plan"),
    path("applications/<uuid:application>/budget/", drafting.budget, name="draft-budget"),
    path("applications/<uuid:application>/diagnosis/", drafting.diagnosis, name="draft-diagnosis"),
    path("applications/<uuid:application>/documents/", drafting.documents, name="draft-documents"),
    path(
        "applications/<uuid:application>/documents/<slug:code>/template.xlsx",
        drafting.paper_template,
        name="paper-template",
    ),
    path("applications/<uuid:application>/people/", drafting.people, name="draft-people"),
    path("applications/<uuid:application>/review/", drafting.review, name="draft-review"),
]

case_patterns = [
    path("cases/", case_list.cases, name="cases"),
    path("cases/export.csv", case_list.export, {"kind": "csv"}, name="cases-csv"),
    path("cases/export.xlsx", case_list.export, {"kind": "xlsx"}, name="cases-xlsx"),
    path("cases/<uuid:application>/", cases.case, name="case"),
    path("cases/<uuid:application>/application/", cases.application, name="case-application"),
    path("cases/<uuid:application>/assessment/", case_build.assessment, name="case-assessment"),
    path("cases/<uuid:application>/project/", case_build.project, name="case-project"),
    path("cases/<uuid:application>/money/", case_build.money, name="case-money"),
    path("cases/<uuid:application>/agreement.txt", case_build.agreement, name="case-agreement"),
    path("cases/<uuid:application>/history/", cases.history, name="case-history"),
    path("cases/<uuid:application>/print/", cases.printed, name="case-print"),
    path("cases/<uuid:application>/files/<uuid:document>/", downloads.document, name="document"),
]

action_patterns = [
    path("cases/<uuid:application>/do/<slug:verb>/", action_list.do, name="do"),
    path("cases/<uuid:application>/do/<slug:verb>/<uuid:thing>/", action_list.do, name="do-thing"),
    path("cases/<uuid:application>/panel/", assessing.case_panel, name="panel"),
    path("assessments/", assessing.seats, name="seats"),
    path("assessments/<uuid:seat>/", assessing.seat, name="seat"),
    path("assessments/<uuid:seat>/answer/", assessing.answer, name="seat-answer"),
    path("assessments/<uuid:seat>/scores/", assessing.scores, name="seat-scores"),
    path("assessments/<uuid:seat>/consensus/", assessing.consensus, name="seat-consensus"),
    path("lots/<uuid:lot>/selection/", selecting.selection, name="selection"),
    path("lots/<uuid:lot>/selection/<uuid:application>/", selecting.ballot, name="ballot"),
]

urlpatterns = [*call_patterns, *draft_patterns, *case_patterns, *action_patterns]
