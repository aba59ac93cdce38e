"""Who writes the application together."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.programme.forms.drafting import AddPersonForm, InvitePersonForm
from midas.hub.programme.models import Application
from midas.hub.programme.policies import application as policies
from midas.hub.programme.services import application as applications
from midas.hub.programme.views import labels
from midas.hub.programme.views.drafting.frame import answer, draft_page, refused, step_url
from midas.hub.ui.forms import PlainForm, attempt


def _candidates(case: Application) -> list[tuple[UUID, str]]:
    """People of the firm, and of the supplier it named, who are not in yet."""
    day = clock.today()
    there = set(case.participations.values_list("person_id", flat=True))
    own = set(accounts.people_in(case.applicant_id, "owner", "staff", on=day))
    partner = set(accounts.people_in(case.supplier_id, on=day)) if case.supplier_id else set()
    cards = accounts.people((own | partner) - there)
    note = _("supplier")
    return sorted(
        ((one.id, one.name if one.id in own else f"{one.name} ({note})") for one in cards.values()),
        key=lambda pair: pair[1],
    )


@draft_page
def people(request: HttpRequest, case: Application) -> HttpResponse:
    """Add a colleague, invite somebody new, take somebody off."""
    what = request.POST.get("do", "") if request.method == "POST" else ""
    roles = [(code, labels.PEOPLE_ROLES[code].text) for code in ("editor", "reader", "lead")]
    adding = AddPersonForm(
        request.POST if what == "add" else None, people=_candidates(case), roles=roles
    )
    inviting = InvitePersonForm(request.POST if what == "invite" else None)
    removing = PlainForm(request.POST if what == "remove" else None)
    done = {"add": _add, "invite": _invite, "remove": _remove}.get(what)
    if done is not None and done(
        request, case, {"add": adding, "invite": inviting}.get(what, removing)
    ):
        return redirect(step_url("people", case))
    context = {
        "adding": adding,
        "inviting": inviting,
        "removing": removing,
        "rows": _rows(case),
        "may_change": bool(policies.may_change_people(request.actor, case)),
        "may_invite": request.actor.has("owner")
        and request.actor.organisation == case.applicant_id,
    }
    if what:
        return refused(request, case, "people", adding, inviting, removing, **context)
    return answer(request, case, "people", **context)


def _rows(case: Application) -> list[dict[str, object]]:
    parts = list(case.participations.order_by("added_at"))
    cards = accounts.people([one.person_id for one in parts])
    return [
        {
            "person": cards[one.person_id],
            "role": labels.label_of(labels.PEOPLE_ROLES, one.role),
            "since": one.added_at,
        }
        for one in parts
        if one.person_id in cards
    ]


def _add(request: HttpRequest, case: Application, form: PlainForm) -> bool:
    return form.is_valid() and bool(
        attempt(
            form,
            applications.add_person,
            application=case.id,
            person=form.cleaned_data["person"],
            role=form.cleaned_data["role"],
            by=request.actor,
            now=clock.now(),
        )
    )


def _invite(request: HttpRequest, case: Application, form: PlainForm) -> bool:
    if not form.is_valid():
        return False
    sent = attempt(
        form,
        accounts.invite_member,
        organisation_id=case.applicant_id,
        email=form.cleaned_data["email"],
        role="staff",
        by=request.actor,
        now=clock.now(),
    )
    if sent is None:
        return False
    text = _("The invitation to %(email)s was sent.") % {"email": form.cleaned_data["email"]}
    messages.success(request, text)
    return True


def _remove(request: HttpRequest, case: Application, form: PlainForm) -> bool:
    if not form.is_valid():
        return False
    try:
        person = UUID(request.POST.get("person", ""))
    except ValueError:
        return False
    attempt(
        form,
        applications.remove_person,
        application=case.id,
        person=person,
        by=request.actor,
        now=clock.now(),
    )
    return not form.errors
