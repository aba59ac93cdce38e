"""One area of the questionnaire: a band for every question, with a note."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from midas.hub.kernel import texts
from midas.hub.programme.rules.profile_maturity import Dimension
from midas.hub.programme.rules.wording import as_text
from midas.hub.ui.forms import PlainForm

SKIPPED = "skip"


class AreaForm(PlainForm):
    """Radio cards by question; what is left open stays open."""

    def __init__(
        self, *args: Any, dimensions: Iterable[Dimension], answers: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dimensions = list(dimensions)
        for one in self.dimensions:
            given = answers.get(one.code, {})
            choices = [
                (str(band.value), _("Step %(value)s") % {"value": band.value}) for band in one.bands
            ]
            if one.skip_if is not None:
                choices.append((SKIPPED, _("Does not apply to us")))
            self.fields[f"answer-{one.code}"] = forms.ChoiceField(
                label=texts.in_language(as_text(one.name)),
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=str(given["band"]) if "band" in given else None,
            )
            self.fields[f"note-{one.code}"] = forms.CharField(
                label=_("How can it be seen?"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=given.get("note", ""),
            )

    def answers(self) -> dict[str, dict[str, Any]]:
        """Dimension → band and note; a question said not to apply takes its band back (None)."""
        found: dict[str, dict[str, Any]] = {}
        for one in self.dimensions:
            band = self.cleaned_data.get(f"answer-{one.code}", "")
            if band == SKIPPED:
                found[one.code] = {"band": None, "note": ""}
            elif band:
                found[one.code] = {"band": int(band), "note": self.cleaned_data[f"note-{one.code}"]}
        return found
