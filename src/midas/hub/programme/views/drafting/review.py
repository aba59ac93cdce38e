"""Everything as it will be filed, what still stands in the way, and the submission."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from midas.hub.kernel import clock
from midas.hub.programme.forms.drafting import SubmitForm
from midas.hub.programme.models import Application
from midas.hub.programme.policies import application as policies
from midas.hub.programme.queries.filed_form import filed_form
from midas.hub.programme.services import application as applications
from midas.hub.programme.views.drafting.frame import answer, draft_page, refused
from midas.hub.ui.forms import attempt


@draft_page
def review(request: HttpRequest, case: Application) -> HttpResponse:
    """Read it once more, declare, submit."""
    form = SubmitForm(
        request.POST if request.method == "POST" else None, initial={"version": case.version}
    )
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form,
            applications.submit_application,
            application=case.id,
            version=form.cleaned_data["version"],
            by=request.actor,
            now=clock.now(),
        )
        if row is not None:
            text = _("The application was submitted. Its number is %(number)s.")
            messages.success(request, text % {"number": row.number})
            return redirect("programme:case", application=row.id)
    context: dict[str, Any] = {
        "form": form,
        "filed": filed_form(case),
        "may_submit": bool(policies.may_submit_application(request.actor, case)),
    }
    if form.is_bound:
        return refused(request, case, "review", form, **context)
    return answer(request, case, "review", **context)
