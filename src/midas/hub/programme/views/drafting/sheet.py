"""An application from a spreadsheet: the lot's workbook, faults by cell, a look before saving."""

import base64
import binascii
import io
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from midas.hub.kernel import clock, texts
from midas.hub.kernel.errors import NotFound, Refusal
from midas.hub.programme.forms.drafting import SheetForm
from midas.hub.programme.models import Lot
from midas.hub.programme.queries import call_cards, rulebook
from midas.hub.programme.services import spreadsheet
from midas.hub.programme.services.workbook.reading import Reading, read_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 2 * 1024 * 1024


@login_required
def sheet_template(request: HttpRequest, notice: str, serial: int) -> FileResponse:
    """The workbook of a lot, to be filled in by hand."""
    row = call_cards.lot_at(notice, serial)
    book = io.BytesIO(spreadsheet.write_template(row))
    name = f"midas-{notice}-{serial}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


@login_required
def sheet(request: HttpRequest, notice: str, serial: int) -> HttpResponse:
    """Upload a filled workbook, read what it says, then make a draft of it."""
    row = call_cards.lot_at(notice, serial)
    kept = _kept(request)
    form = SheetForm(
        request.POST if request.method == "POST" and kept is None else None, request.FILES or None
    )
    more: dict[str, Any] = {}
    if kept is not None:
        more = _load(request, kept, is_dry_run=False)
        if "case" in more:
            return redirect("programme:draft-review", application=more["case"].id)
    elif form.is_bound and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        more = _load(request, content, is_dry_run=True)
        if not more["faults"]:
            more |= {"kept": base64.b64encode(content).decode(), "seen": _seen(content)}
    failed = bool(form.errors or more.get("faults"))
    return render(
        request,
        "programme/draft/sheet.html",
        _context(row, form) | more,
        status=422 if failed else 200,
    )


def _kept(request: HttpRequest) -> bytes | None:
    """The workbook that was looked at a moment ago and is to be saved now."""
    text = request.POST.get("kept", "")
    try:
        return base64.b64decode(text, validate=True) if text else None
    except (binascii.Error, ValueError):
        return None


def _load(request: HttpRequest, content: bytes, *, is_dry_run: bool) -> dict[str, Any]:
    """Check or save a workbook: the case, or every fault with its cell."""
    try:
        case = spreadsheet.import_application(
            content=content,
            is_dry_run=is_dry_run,
            by=request.actor,  # type: ignore[attr-defined]  # set by the accounts middleware
            now=clock.now(),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        faults = [_fault(problem) for problem in refusal.problems]
        return {"faults": faults or [{"text": _("The request was refused.")}]}
    return {"faults": [], **({"case": case} if case else {})}


def _fault(problem: Any) -> dict[str, str]:
    sheet_name, mark, cell = problem.field.partition("!")
    return {
        "sheet": sheet_name if mark else "",
        "cell": cell,
        "text": texts.say(problem),
        "rule": problem.rule,
        "source": problem.source,
    }


def _seen(content: bytes) -> Reading:
    """What the workbook says, for the look before saving."""
    return read_workbook(content, rulebook.current_profile())


def _context(row: Lot, form: SheetForm) -> dict[str, Any]:
    card = call_cards.cards([row], clock.now())[0]
    address = [row.call.notice_number, row.serial]
    return {
        "lot": row,
        "card": card,
        "form": form,
        "profile": card.profile,
        "crumbs": [
            (_("Calls"), reverse("programme:calls")),
            (card.title, reverse("programme:lot", args=address)),
            (_("Apply with a spreadsheet"), ""),
        ],
    }
