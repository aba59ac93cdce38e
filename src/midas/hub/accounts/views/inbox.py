"""The inbox of notices."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from midas.hub.accounts import queries
from midas.hub.accounts.forms import InboxFilter
from midas.hub.accounts.models import Notice
from midas.hub.accounts.services.notices import mark_all_read, mark_notice_read
from midas.hub.accounts.views.acting import my_id, side_of
from midas.hub.kernel import clock
from midas.hub.kernel.pages import page_by_key
from midas.hub.kernel.texts import fill


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """A person's notices, newest first."""
    form = InboxFilter(request.GET or None)
    show = form.cleaned_data.get("show", "") if form.is_valid() else ""
    rows = queries.notices_of(my_id(request), unread_only=show == "unread")
    if show == "due":
        rows = rows.filter(due__isnull=False)
    page = page_by_key(rows, ("-created_at", "-id"), request.GET.get("page", ""))
    context = {
        "form": form,
        "page": page,
        "notices": [(row, fill(row.text, row.params)) for row in page.rows],
        "unread": queries.unread_count(my_id(request)),
        "side": side_of(request),
    }
    return render(request, "accounts/notices.html", context)


@require_POST
@login_required
def read(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one notice as read and go to what it is about."""
    row = get_object_or_404(Notice, pk=notice_id)
    acting = {"by": request.actor, "now": clock.now()}  # type: ignore[attr-defined]
    mark_notice_read(notice_id=row.id, **acting)
    inside = row.link.startswith("/") and not row.link.startswith("//")
    return redirect(row.link if inside and "open" in request.POST else "accounts:notices")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice as read."""
    mark_all_read(by=request.actor, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("All notices are marked as read."))
    return redirect("accounts:notices")
