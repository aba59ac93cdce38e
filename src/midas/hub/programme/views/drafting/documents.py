"""Papers of a draft: what is needed, who makes it, what is there."""

import io
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Application, CaseDocument
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.paper_sheet import paper_sheet
from midas.hub.programme.queries.papers import papers_needed
from midas.hub.programme.rules.papers import NeededPaper
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_papers import Document
from midas.hub.programme.services import application as applications
from midas.hub.programme.services.application.documents import endings_of, limit_of
from midas.hub.programme.views.drafting.frame import answer, draft_page, refused, step_url
from midas.hub.programme.views.labels import MAKERS, label_of
from midas.hub.ui.forms import PlainForm, attempt

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PaperForm(PlainForm):
    """One file for one kind of paper."""

    code = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        error_messages={"required": _("Choose the file."), "empty": _("This file is empty.")},
    )


@draft_page
def documents(request: HttpRequest, case: Application) -> HttpResponse:
    """Upload, replace and remove papers, one small form each."""
    failed: PaperForm | None = None
    if request.method == "POST" and request.POST.get("remove"):
        return _remove(request, case)
    if request.method == "POST":
        failed = _add(request, case)
        if failed is None:
            return redirect(f"{step_url('documents', case)}#paper-{request.POST['code']}")
    rows = _rows(case, failed)
    context: dict[str, Any] = {
        "rows": rows,
        "failed": failed,
        "missing": sum(1 for one in rows if one["needed"].required and not one["files"]),
    }
    if failed is not None:
        return refused(request, case, "documents", failed, **context)
    return answer(request, case, "documents", **context)


def _add(request: HttpRequest, case: Application) -> PaperForm | None:
    """Take in a file; hands back the form when it was refused."""
    form = PaperForm(
        request.POST, request.FILES, auto_id=f"paper-{request.POST.get('code', '')}-%s"
    )
    if form.is_valid():
        row = attempt(
            form,
            applications.add_document,
            application=case.id,
            code=form.cleaned_data["code"],
            stage="filing",
            upload=form.cleaned_data["file"],
            by=request.actor,
            now=clock.now(),
        )
        if row is not None:
            return None
    return form


def _remove(request: HttpRequest, case: Application) -> HttpResponse:
    wanted = request.POST["remove"]
    found = next((one for one in case.documents.all() if str(one.id) == wanted), None)
    if found is None:
        raise NotFound(Problem(words("There is no such paper in this draft."), field="document"))
    applications.remove_document(
        application=case.id, document=found.id, by=request.actor, now=clock.now()
    )
    return redirect(f"{step_url('documents', case)}#paper-{found.code}")


def _rows(case: Application, failed: PaperForm | None) -> list[dict[str, Any]]:
    profile = rulebook.profile_of(case)
    held: dict[str, list[CaseDocument]] = {}
    for row in case.documents.filter(replaced_at=None, stage="filing").select_related("file"):
        held.setdefault(row.code, []).append(row)
    needed = papers_needed(case, "filing")
    listed = {one.document for one in needed}
    extra = [NeededPaper(code, "adopter", required=False) for code in held if code not in listed]
    return [
        _paper(case, profile, one, held.get(one.document, []), failed) for one in needed + extra
    ]


def _paper(
    case: Application,
    profile: Profile,
    needed: NeededPaper,
    held: list[CaseDocument],
    failed: PaperForm | None,
) -> dict[str, Any]:
    kind: Document = profile.document(needed.document)
    is_failed = failed is not None and failed.data.get("code") == kind.code
    form = (
        failed
        if is_failed
        else PaperForm(initial={"code": kind.code}, auto_id=f"paper-{kind.code}-%s")
    )
    endings = sorted(endings_of(profile, kind))
    return {
        "needed": needed,
        "kind": kind,
        "maker": label_of(MAKERS, needed.by).text,
        "form": form,
        "accept": ",".join(f".{one}" for one in endings),
        "limit": limit_of(profile, kind),
        "files": [
            {
                "id": one.id,
                "name": one.file.name,
                "size": one.file.size,
                "at": one.added_at,
                "url": reverse("programme:document", args=[case.id, one.id]),
            }
            for one in held
        ],
        "template": reverse("programme:paper-template", args=[case.id, kind.code])
        if kind.columns
        else "",
        "takes_more": not held or not kind.one_file,
    }


@draft_page
def paper_template(request: HttpRequest, case: Application, code: str) -> FileResponse:
    """An empty workbook with the columns of a paper."""
    profile = rulebook.profile_of(case)
    kind = next((one for one in profile.documents if one.code == code and one.columns), None)
    if kind is None:
        raise NotFound(Problem(words("There is no template for this paper."), field="document"))
    book = io.BytesIO()
    paper_sheet(kind).save(book)
    book.seek(0)
    return FileResponse(book, as_attachment=True, filename=f"{code}.xlsx", content_type=XLSX)
