"""What the gallery of components shows: each one full, empty and with long Korean names."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.pages import Page
from midas.hub.kernel.problems import Problem, words
from midas.hub.ui.forms import BusinessNumberField, DayField, PlainForm, WonField, attempt

LONG_NAME = "주식회사 한국정밀금형자동차부품스마트제조혁신기술연구조합 창원제2공장"
CHOICES = (
    ("new", gettext_lazy("Create a new model")),
    ("improve", gettext_lazy("Improve a current model")),
    ("base", gettext_lazy("Lay foundations")),
)


class SampleForm(PlainForm):
    """One field of every kind."""

    firm = forms.CharField(
        label=gettext_lazy("Name of the firm"),
        help_text=gettext_lazy("As it stands in the business registration."),
    )
    number = BusinessNumberField(label=gettext_lazy("Business registration number"))
    amount = WonField(
        label=gettext_lazy("Own share"), help_text=gettext_lazy("For example 50,000,000.")
    )
    start = DayField(label=gettext_lazy("First day of the work"), required=False)
    track = forms.ChoiceField(
        label=gettext_lazy("Track"), choices=CHOICES, widget=forms.RadioSelect
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"), choices=[("48", "경상남도"), ("41", "경기도")]
    )
    goals = forms.MultipleChoiceField(
        label=gettext_lazy("Goals"),
        choices=[("p", gettext_lazy("Productivity")), ("q", gettext_lazy("Quality"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    plan = forms.CharField(
        label=gettext_lazy("What will change"), widget=forms.Textarea(attrs={"rows": 4})
    )
    paper = forms.FileField(label=gettext_lazy("Business plan"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("All partners have agreed to this plan."))


class FilterForm(PlainForm):
    """Filters as officers use them."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    region = forms.ChoiceField(
        label=gettext_lazy("Region"),
        choices=[("", gettext_lazy("All regions")), ("48", "경상남도"), ("41", "경기도")],
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All states")), ("open", gettext_lazy("Under review"))],
        required=False,
    )


def _refuse() -> None:
    raise NotValid(
        Problem(
            words("The own share must be at least %(least)s of the total."),
            {"least": "50%"},
            field="amount",
            rule="share-within-cap",
            source="N:2026-N-0100/1",
        ),
        Problem(
            words("The call closed on %(day)s."), {"day": "2026-03-13"}, source="N:2026-N-0100/3"
        ),
    )


def _wrong_form() -> SampleForm:
    typed = {"firm": LONG_NAME, "number": "123", "amount": "5,000,000", "start": "2027-02-30"}
    form = SampleForm({f"wrong-{k}": v for k, v in typed.items()}, prefix="wrong")
    form.is_valid()
    attempt(form, _refuse)
    return form


def _timeline() -> list[dict[str, Any]]:
    now = clock.now()
    techno_park = "경남테크노파크 스마트제조혁신센터"
    return [
        {
            "at": now - timedelta(days=40),
            "sentence": _("The application was submitted."),
            "who": "김정밀",
            "organisation": LONG_NAME,
        },
        {
            "at": now - timedelta(days=12),
            "sentence": _("Papers were asked for again."),
            "who": "박검토",
            "organisation": techno_park,
            "tone": "warning",
            "detail": _("The quotation names another supplier than the plan."),
        },
        {
            "at": now - timedelta(hours=3),
            "sentence": _("The project was selected."),
            "organisation": techno_park,
            "tone": "success",
        },
    ]


def _pictures() -> dict[str, Any]:
    return {
        "layers": [
            {"label": _("State funds"), "amount": 200_000_000, "layer": "state"},
            {"label": _("Local top-up"), "amount": 30_000_000, "layer": "local"},
            {"label": _("Large enterprise"), "amount": 50_000_000, "layer": "host"},
            {"label": _("Own share"), "amount": 120_000_000, "layer": "own"},
        ],
        "axes": [
            {"label": _("Strategy and leadership"), "value": 3.2, "before": 2.0},
            {"label": _("Process"), "value": 2.8, "before": 1.9},
            {"label": _("Information systems"), "value": 4.1, "before": 2.6},
            {"label": _("Equipment automation"), "value": 3.6, "before": 3.1},
            {"label": _("Data use"), "value": 2.4, "before": 1.0},
            {"label": _("People and training"), "value": 3.0, "before": 2.2},
        ],
        "provinces": [
            ("경기도", 6120, 7000),
            ("경상남도", 3380, 3600),
            ("전북특별자치도", 905, 1400),
        ],
        "oee": [61.2, 61.9, 60.4, 64.0, 66.8, 66.1, 69.5, 72.3],
    }


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "nav": [
            {"label": _("My work"), "url": "#work", "active": False, "count": 12},
            {"label": _("Components"), "url": "/ui/", "active": True},
            {"label": _("Calls"), "url": "#calls", "active": False},
        ],
        "crumbs": [(_("For developers"), "/ui/"), (_("Components"), "")],
    }


def samples(request: HttpRequest) -> dict[str, Any]:
    """The gallery's context."""
    today = clock.today()
    rows = [
        {"name": LONG_NAME, "number": "1248100998", "amount": 400_000_000, "tone": "info"},
        {"name": "대한프레스", "number": "2208162517", "amount": 96_500_000, "tone": "success"},
        {"name": "㈜미래사출성형", "number": "1138600917", "amount": 0, "tone": "warning"},
    ]
    return {
        **_frame(request),
        **_pictures(),
        "form": SampleForm(initial={"amount": 250_000_000, "number": "1248100998"}),
        "wrong": _wrong_form(),
        "filter_form": FilterForm(request.GET),
        "entries": _timeline(),
        "rows": rows,
        "page": Page(rows, None, "next-cursor"),
        "middle": Page(rows, "before-cursor", "next-cursor"),
        "steps": [_("Firm"), _("Plan"), _("Budget"), _("Papers"), _("Check and submit")],
        "tab_items": [
            {"label": _("Overview"), "url": "#tabs", "active": True},
            {"label": _("Papers"), "url": "#tabs", "count": 7},
            {"label": _("Money"), "url": "#tabs"},
        ],
        "soon": today + timedelta(days=2),
        "later": today + timedelta(days=40),
        "past": today - timedelta(days=3),
        "now": clock.now(),
        "moment_ago": clock.now() - timedelta(minutes=7),
        "files": [
            {"name": "사업계획서_최종.pdf", "size": 2_400_000, "url": "#files", "note": "박검토"},
            {"name": LONG_NAME + " 견적서.xlsx", "size": 88_000, "url": "#files"},
        ],
        "text_of_data": {"ko": "경남테크노파크", "en": "Gyeongnam Techno Park"},
        "long_name": LONG_NAME,
        "tones": ("neutral", "info", "success", "warning", "danger"),
    }
