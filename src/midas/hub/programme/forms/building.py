"""Forms of a build: supplier, design, inspections, completion, papers, visits, appeals."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.texts import in_language
from midas.hub.programme.forms.actions import ActionForm, long_text
from midas.hub.programme.queries import appeals, rulebook
from midas.hub.programme.queries.checklists import checklist_items
from midas.hub.programme.queries.papers import papers_needed
from midas.hub.programme.rules.checklists import ChecklistItem
from midas.hub.programme.rules.profile_papers import Outcome
from midas.hub.programme.rules.wording import as_text
from midas.hub.ui.forms import DayField
from midas.hub.ui.tags.formats import business_number, day

SHOWN = 20  # suppliers in a list that is short enough to choose from
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class ChooseSupplierForm(ActionForm):
    """One of the suppliers in business; the list is narrowed by words."""

    q = forms.CharField(
        label=_("Search by name or business number"), required=False, max_length=100
    )
    supplier = forms.TypedChoiceField(
        label=_("Supplier"),
        widget=forms.RadioSelect,
        coerce=UUID,
        error_messages={"required": _("Choose the supplier.")},
    )
    reason = long_text(
        _("Reason"),
        _("Needed when it is another supplier than the one named in the application."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = [one for one in accounts.organisations_of_kind("supplier") if one.is_active]
        named = self.thing.application.supplier_id
        cards.sort(key=lambda one: (one.id != named, one.name))
        every = [(str(one.id), self._line(one, named)) for one in cards]
        field = self.fields["supplier"]
        field.choices = every  # type: ignore[attr-defined]  # a choice field
        field.initial = str(named) if named else None
        shown = self._narrowed(every)
        field.widget.choices = shown[:SHOWN]
        self.hidden_count = max(len(shown) - SHOWN, 0)
        self.found_count = len(shown)

    @staticmethod
    def _line(card: accounts.OrganisationCard, named: UUID | None) -> str:
        parts = [card.name, business_number(card.business_number), card.region_name]
        if card.id == named:
            parts.append(gettext("named in the application"))
        return " · ".join(one for one in parts if one)

    def _narrowed(self, every: list[tuple[str, str]]) -> list[tuple[str, str]]:
        words = str(self["q"].value() or "").strip().casefold()
        chosen = str(self["supplier"].value() or "")
        digits = words.replace("-", "")
        return [
            (key, line)
            for key, line in every
            if key == chosen
            or words in line.casefold()
            or (digits.isdigit() and digits in line.replace("-", ""))
        ]


class AnswerSupplierForm(ActionForm):
    """Yes, or no with a reason."""

    accept = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("We build this factory")), ("no", _("We decline"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your answer.")},
    )
    reason = long_text(_("Reason"), _("Needed when you decline."), required=False)


class UploadForm(ActionForm):
    """One file of a kind of paper; pages show what kinds and sizes are welcome."""

    problem_fields = {"file": "upload"}

    upload = forms.FileField(
        label=_("File"),
        error_messages={"required": _("Choose the file."), "empty": _("This file is empty.")},
    )


class DesignForm(UploadForm):
    """The design as a file with a few words on it."""

    summary = long_text(
        _("Summary"),
        _("What will be built and connected, in a few sentences for the Techno Park."),
    )


class CompletionRequestForm(ActionForm):
    """A file for each paper of the completion that is not there yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.thing.application
        names = {one.code: as_text(one.name) for one in rulebook.profile_of(case).documents}
        held = case.documents.filter(stage="completion", replaced_at=None)
        there = set(held.values_list("code", flat=True))
        self.codes = {
            f"paper-{one.document}": one.document
            for one in papers_needed(case, "completion")
            if one.document not in there and one.by in ("adopter", "supplier", "auditor")
        }
        for name, code in self.codes.items():
            self.fields[name] = forms.FileField(label=in_language(names[code]), required=False)

    def clean(self) -> dict[str, Any]:
        """The chosen files by kind of paper."""
        typed = super().clean() or {}
        papers = {code: typed[name] for name, code in self.codes.items() if typed.get(name)}
        return {**typed, "papers": papers}


class InspectionForm(ActionForm):
    """The profile's checklist, the verdict and the report."""

    kind = ""
    visited_on = DayField(label=_("Day of the visit"))
    passed = forms.ChoiceField(
        label=_("Result"),
        choices=[("yes", _("Passed")), ("no", _("Something has to be mended first"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the result.")},
    )
    report = long_text(
        _("Report"), _("What was seen on the visit; the firm and its supplier read it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visited_on"].initial = clock.today()
        self.items = checklist_items(self.thing, self.kind, clock.today())
        for item in self.items:
            self._add(item)

    def _add(self, item: ChecklistItem) -> None:
        name = in_language(as_text(item.name))
        self.fields[f"met-{item.code}"] = forms.ChoiceField(
            label=name,
            choices=YES_NO,
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[f"note-{item.code}"] = forms.CharField(
            label=gettext("Note on “%(item)s”") % {"item": name}, required=False, max_length=1000
        )

    def item_rows(self) -> list[dict[str, Any]]:
        """The items with their two bound fields."""
        return [
            {"item": one, "met": self[f"met-{one.code}"], "note": self[f"note-{one.code}"]}
            for one in self.items
        ]

    def clean(self) -> dict[str, Any]:
        """The answered items as rows of a checklist."""
        typed = super().clean() or {}
        rows = [
            {
                "code": one.code,
                "met": typed[f"met-{one.code}"] == "yes",
                "note": typed.get(f"note-{one.code}", ""),
            }
            for one in self.items
            if typed.get(f"met-{one.code}")
        ]
        return {**typed, "checklist": rows}


class InterimForm(InspectionForm):
    """The interim check."""

    kind = "interim"


class CompletionForm(InspectionForm):
    """The completion inspection."""

    kind = "completion"


class VisitForm(ActionForm):
    """The outcome figures of one visit; `thing` is the planned visit."""

    visited_on = DayField(label=_("Day of the visit"))
    report = long_text(_("Report"), _("What was seen, and how the figures were taken."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project, moment = self.thing.project, self.thing.moment
        self.fields["visited_on"].initial = clock.today()
        profile = rulebook.profile_of(project.application)
        self.outcomes = [one for one in profile.outcomes if moment in one.at]
        self.problem_fields = {one.code: f"figure-{one.code}" for one in self.outcomes}
        self.before = self._figures_before()
        for one in self.outcomes:
            self._add(one)
        terms = rulebook.terms_of(project.application)
        if any(one.code == moment and one.anchor == "completion" for one in terms.visits):
            self.fields["in_use"] = forms.ChoiceField(
                label=gettext("Is what was built in use?"),
                choices=YES_NO,
                widget=forms.RadioSelect,
                required=False,
            )

    def _figures_before(self) -> dict[str, str]:
        if self.thing.moment == "T0":
            return {}
        first = self.thing.project.visits.filter(moment="T0").first()
        return first.figures if first else {}

    def _add(self, one: Outcome) -> None:
        self.fields[f"figure-{one.code}"] = forms.CharField(
            label=f"{in_language(as_text(one.name))} ({in_language(as_text(one.unit))})",
            required=False,
            max_length=30,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "12"}),
        )

    def figure_rows(self) -> list[dict[str, Any]]:
        """Each measure with its bound field and the figure before the build."""
        return [
            {
                "outcome": one,
                "field": self[f"figure-{one.code}"],
                "before": self.before.get(one.code, ""),
            }
            for one in self.outcomes
        ]

    def clean(self) -> dict[str, Any]:
        """Figures by code of the measure, and whether the build is in use."""
        typed = super().clean() or {}
        figures = {
            one.code: typed[f"figure-{one.code}"]
            for one in self.outcomes
            if typed.get(f"figure-{one.code}")
        }
        in_use = {"yes": True, "no": False}.get(typed.get("in_use", ""))
        return {**typed, "figures": figures, "in_use": in_use}


class AppealForm(ActionForm):
    """Which decision, and why it is wrong."""

    problem_fields = {"fact_id": "decision"}

    decision = forms.TypedChoiceField(
        label=_("Against which decision?"),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": _("Choose the decision.")},
    )
    grounds = long_text(
        _("Grounds"),
        _("Say what is wrong with the decision and what shows it. You may name papers here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = appeals.decisions_open_to_appeal(self.thing, clock.today())
        line = gettext("%(name)s, decided on %(decided)s, appeal until %(last)s")
        self.fields["decision"].choices = [  # type: ignore[attr-defined]  # a choice field
            (
                str(one.fact),
                line
                % {
                    "name": in_language(one.name),
                    "decided": day(one.decided_on),
                    "last": day(one.last_day),
                },
            )
            for one in found
        ]
        if len(found) == 1:
            self.fields["decision"].initial = str(found[0].fact)


class PaperForm(UploadForm):
    """One paper of a stage after the selection; `paper` is stage and kind."""

    problem_fields = {"file": "upload", "stage": "paper"}

    paper = forms.CharField(widget=forms.HiddenInput)

    def clean_paper(self) -> tuple[str, str]:
        """Stage and kind of paper."""
        stage, sep, code = self.cleaned_data["paper"].partition(":")
        if not sep or not code:
            raise ValidationError(_("Choose the kind of paper."))
        return stage, code
