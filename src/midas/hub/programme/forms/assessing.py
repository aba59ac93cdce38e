"""Forms of experts and of the officer who appoints them, made from the questionnaire."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midas.hub.kernel.problems import words
from midas.hub.kernel.texts import in_language
from midas.hub.programme.rules.profile_maturity import Band, Dimension, Questionnaire
from midas.hub.programme.rules.wording import as_text
from midas.hub.ui.forms import PlainForm


@dataclass(frozen=True)
class Asked:
    """One dimension as a page shows it: its words, its bands and its two fields."""

    dimension: Dimension
    name: str
    question: str
    help: str
    bands: list[tuple[Band, str, str]]  # band, anchor, evidence asked for
    band_field: forms.BoundField
    note_field: forms.BoundField
    given: list[int]


def _band_choices(one: Dimension) -> list[tuple[str, str]]:
    skip = [("", _("Does not apply"))] if one.skip_if else []
    named = [(b.value, in_language(as_text(b.anchor))) for b in one.bands]
    return skip + [(str(value), f"{value} – {anchor}") for value, anchor in named]


class BandForm(PlainForm):
    """A band and a note for every dimension; verbs name problems `note-<code>` their own way."""

    note_label = ""
    note_prefix = "evidence"

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        given: dict[str, list[int]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire, self.given = questionnaire, given or {}
        for one in questionnaire.dimensions:
            self.fields[f"band-{one.code}"] = forms.ChoiceField(
                label=in_language(as_text(one.name)),
                choices=_band_choices(one),
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{self.note_prefix}-{one.code}"] = forms.CharField(
                label=_(self.note_label),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def asked(self) -> Iterator[tuple[str, list[Asked]]]:
        """Areas with their dimensions, in the questionnaire's order."""
        for area in self.questionnaire.areas:
            rows = [d for d in self.questionnaire.dimensions if d.area == area.code]
            yield in_language(as_text(area.name)), [self._asked(one) for one in rows]

    def _asked(self, one: Dimension) -> Asked:
        bands = [
            (
                band,
                in_language(as_text(band.anchor)),
                in_language(as_text(band.evidence)) if band.evidence else "",
            )
            for band in one.bands
        ]
        return Asked(
            one,
            in_language(as_text(one.name)),
            in_language(as_text(one.question)),
            in_language(as_text(one.help)),
            bands,
            self[f"band-{one.code}"],
            self[f"{self.note_prefix}-{one.code}"],
            self.given.get(one.code, []),
        )

    def marks(self) -> dict[str, tuple[int | None, str]]:
        """What was filled in: dimension → (band or None, note)."""
        found: dict[str, tuple[int | None, str]] = {}
        for one in self.questionnaire.dimensions:
            band = self.cleaned_data.get(f"band-{one.code}", "")
            note = self.cleaned_data.get(f"{self.note_prefix}-{one.code}", "")
            found[one.code] = (int(band) if band else None, note)
        return found


class ScoreForm(BandForm):
    """An expert's own bands with the evidence seen."""

    note_label = words("What you saw")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"] = forms.CharField(
            label=_("Summary for the other experts"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )


class ConsensusForm(BandForm):
    """What the experts agreed on, with a reason where they had differed."""

    note_label = words("Why this band")
    note_prefix = "reason"

    def agreed(self) -> dict[str, tuple[int, str]]:
        """Only dimensions for which a band was chosen."""
        return {code: (band, why) for code, (band, why) in self.marks().items() if band is not None}


class OfferForm(PlainForm):
    """Which expert to ask, and whether to lead."""

    expert = forms.ChoiceField(label="Expert")
    lead = forms.BooleanField(required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].label = _("Expert")
        self.fields["lead"].label = _("Leads the assessment")
        self.fields["expert"].choices = [("", _("Choose an expert")), *choices]  # type: ignore[attr-defined]  # a ChoiceField


class AnswerSeatForm(PlainForm):
    """Yes with a declaration, or no with a reason."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            (
                "accept",
                gettext_lazy(
                    "I accept and declare that I have no tie to this firm or its suppliers"
                ),
            ),
            ("decline", gettext_lazy("I decline")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, if you decline"),
        help_text=gettext_lazy("For example a conflict of interest or lack of time."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
