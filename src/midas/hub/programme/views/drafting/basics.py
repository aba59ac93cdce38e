"""What is built, from which level to which, with whom."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.programme.forms import declarations
from midas.hub.programme.forms.drafting import BasicsForm, said
from midas.hub.programme.models import Application
from midas.hub.programme.queries import rulebook
from midas.hub.programme.services import application as applications
from midas.hub.programme.views.drafting.frame import answer, draft_page, picks, refused, saved
from midas.hub.ui.forms import attempt


def _active(kind: str) -> list[tuple[UUID, str]]:
    cards = accounts.organisations_of_kind(kind)
    return [(one.id, f"{one.name} ({one.region_name})") for one in cards if one.is_active]


def _form(request: HttpRequest, case: Application) -> BasicsForm:
    terms = rulebook.terms_of(case)
    wants_host = any(one.layer == "host" for one in terms.layers) or terms.entry == "invited"
    initial = {
        "version": case.version,
        "title": case.title,
        "current_level": case.current_level,
        "target_level": case.target_level,
        "supplier": str(case.supplier_id or ""),
        "host": str(case.host_id or ""),
        "bonus": case.bonus,
        **declarations.initial_of(case.declarations),
    }
    return BasicsForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        case=case,
        profile=rulebook.profile_of(case),
        terms=terms,
        suppliers=_active("supplier") if terms.supplier_timing != "none" else [],
        hosts=_active("large_enterprise") if wants_host else [],
    )


@draft_page
def basics(request: HttpRequest, case: Application) -> HttpResponse:
    """Title, levels, partners, bonus points and declarations."""
    form = _form(request, case)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        row = attempt(
            form,
            applications.save_basics,
            application=case.id,
            version=typed["version"],
            title=typed["title"],
            current_level=typed["current_level"],
            target_level=typed["target_level"],
            supplier=typed.get("supplier", case.supplier_id),
            host=typed.get("host", case.host_id),
            bonus=typed.get("bonus", ()),
            declarations=declarations.cleaned(form, rulebook.terms_of(case), case.declarations),
            by=request.actor,
            now=clock.now(),
        )
        if row is not None:
            return saved(request, row, "basics")
    meanings = {
        one.code: said(one.meaning) for one in rulebook.profile_of(case).levels.system_levels
    }
    context: dict[str, Any] = {
        "form": form,
        "current_picks": picks(form["current_level"], meanings),
        "target_picks": picks(form["target_level"], meanings),
    }
    if form.is_bound:
        return refused(request, case, "basics", form, **context)
    return answer(request, case, "basics", **context)
