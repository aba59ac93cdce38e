"""The form of a claim: rows of invoices with their evidence, the own share, the papers."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.texts import in_language
from midas.hub.programme.forms.actions import ActionForm, long_text
from midas.hub.programme.models import Application, Claim
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.papers import papers_needed
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.services.claim import ClaimLineDraft
from midas.hub.programme.services.claim.filing import INVOICE_PAPER
from midas.hub.ui.forms import DayField, WonField

MOST_ROWS = 60
FIRST_ROWS = 3
COLUMNS = ("category", "item", "invoice_number", "invoice_date", "amount", "evidence", "kept")
TYPED = ("category", "item", "invoice_number", "invoice_date", "amount")


class ClaimForm(ActionForm):
    """Invoices of a claim; `thing` is the project, or the claim that is filed again."""

    rows = forms.CharField(widget=forms.HiddenInput, required=False)
    own_share_paid = WonField(
        label=_("Own share paid"),
        help_text=_("What your firm has paid of its own share for these invoices and can prove."),
        error_messages={"required": _("Write the amount, 0 if nothing was paid.")},
    )
    note = long_text(_("Note"), _("What the officer should know."), required=False)

    def __init__(self, *args: Any, thing: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, actor=actor, **kwargs)
        self.claim = thing if isinstance(thing, Claim) else None
        self.project = thing.project if self.claim else thing
        self.case: Application = self.project.application
        self._start()
        self.count = self._row_count()
        for at in range(self.count):
            self._add_row(at)
        self._add_papers()
        self.filled: list[int] = []

    @classmethod
    def reshaped(cls, typed: Mapping[str, Any], *, thing: Any, actor: Actor) -> Self:
        """One row more, everything else as typed."""
        asked = str(typed.get("rows", ""))
        count = int(asked) + 1 if asked.isdigit() else FIRST_ROWS
        given = {key: typed[key] for key in typed} | {"rows": str(min(count, MOST_ROWS))}
        return cls(initial=given, thing=thing, actor=actor)

    def _start(self) -> None:
        """What was claimed before, for a claim that is filed again."""
        if self.claim is None or self.is_bound or self.initial:
            return
        lines = list(self.claim.lines.order_by("id"))
        self.initial = {
            "rows": str(len(lines)),
            "own_share_paid": self.claim.own_share_paid,
            "note": self.claim.note,
        }
        for at, line in enumerate(lines):
            self.initial |= {
                f"lines-{at}-category": line.category,
                f"lines-{at}-item": line.item,
                f"lines-{at}-invoice_number": line.invoice_number,
                f"lines-{at}-invoice_date": line.invoice_date,
                f"lines-{at}-amount": line.amount,
                f"lines-{at}-kept": str(line.document_id or ""),
            }

    def _row_count(self) -> int:
        asked = str((self.data if self.is_bound else self.initial).get("rows", ""))
        return min(int(asked), MOST_ROWS) if asked.isdigit() else FIRST_ROWS

    def _add_row(self, at: int) -> None:
        fields: dict[str, forms.Field] = {
            "category": forms.ChoiceField(
                label=gettext("Kind of cost"), choices=self._categories(), required=False
            ),
            "item": forms.CharField(label=gettext("Item"), required=False, max_length=200),
            "invoice_number": forms.CharField(
                label=gettext("Invoice number"), required=False, max_length=40
            ),
            "invoice_date": DayField(label=gettext("Invoice day"), required=False),
            "amount": WonField(label=gettext("Amount"), required=False, min_value=None),
            "evidence": forms.FileField(label=gettext("Evidence"), required=False),
            "kept": forms.ChoiceField(
                label=gettext("or a file handed in before"), choices=self._papers(), required=False
            ),
        }
        for name, field in fields.items():
            self.fields[f"lines-{at}-{name}"] = field

    def _categories(self) -> list[tuple[str, str]]:
        if not hasattr(self, "_category_choices"):
            names = {
                one.code: in_language(as_text(one.name))
                for one in rulebook.profile_of(self.case).cost_items
            }
            used = self.case.budget_lines.values_list("category", flat=True)
            codes = list(dict.fromkeys(used))
            self._category_choices = [
                ("", gettext("Choose")),
                *((c, names.get(c, c)) for c in codes),
            ]
        return self._category_choices

    def _papers(self) -> list[tuple[str, str]]:
        if not hasattr(self, "_paper_choices"):
            rows = self.case.documents.filter(
                code=INVOICE_PAPER, stage="payment", replaced_at=None
            ).select_related("file")
            self._paper_choices = [
                ("", gettext("None")),
                *((str(one.id), one.file.name) for one in rows.order_by("-added_at")),
            ]
        return self._paper_choices

    def _add_papers(self) -> None:
        """A file for each other paper of the payment that is not there yet."""
        names = {one.code: as_text(one.name) for one in rulebook.profile_of(self.case).documents}
        held = self.case.documents.filter(stage="payment", replaced_at=None)
        there = set(held.values_list("code", flat=True))
        self.codes = {
            f"paper-{one.document}": one.document
            for one in papers_needed(self.case, "payment")
            if one.document not in there and one.document != INVOICE_PAPER
        }
        spare = {one.document for one in papers_needed(self.case, "payment") if not one.required}
        for name, code in self.codes.items():
            label = in_language(names[code])
            if code in spare:
                label = gettext("%(paper)s, if you have it") % {"paper": label}
            self.fields[name] = forms.FileField(label=label, required=False)

    def line_rows(self) -> list[dict[str, Any]]:
        """Each row's bound fields by column."""
        return [{name: self[f"lines-{at}-{name}"] for name in COLUMNS} for at in range(self.count)]

    def paper_fields(self) -> list[forms.BoundField]:
        """The bound file fields of the other papers."""
        return [self[name] for name in self.codes]

    def has_kept(self) -> bool:
        """True when a file handed in before can be named."""
        return len(self._papers()) > 1

    def clean(self) -> dict[str, Any]:
        """The rows that are not blank, as drafts; blank ones are passed over."""
        typed = super().clean() or {}
        self.filled, drafts = [], []
        for at in range(self.count):
            if self._is_blank(at):
                continue
            self.filled.append(at)
            if self._is_complete(at, typed):
                drafts.append(self._draft(at, typed))
        self.problem_fields = {
            f"lines.{place}.{name}": f"lines-{at}-{name}"
            for place, at in enumerate(self.filled)
            for name in COLUMNS
        }
        papers = {code: typed[name] for name, code in self.codes.items() if typed.get(name)}
        return {**typed, "lines": drafts, "papers": papers}

    def _is_blank(self, at: int) -> bool:
        sent = any(str(self.data.get(f"lines-{at}-{name}", "")).strip() for name in TYPED)
        return not sent and f"lines-{at}-evidence" not in self.files

    def _is_complete(self, at: int, typed: Mapping[str, Any]) -> bool:
        """False, with an error on the field, when something of a row is missing."""
        is_whole = True
        for name in TYPED:
            field = f"lines-{at}-{name}"
            if field in self.errors:
                is_whole = False
            elif typed.get(field) in (None, ""):
                self.add_error(field, _("Fill this in."))
                is_whole = False
        return is_whole

    def _draft(self, at: int, typed: Mapping[str, Any]) -> ClaimLineDraft:
        kept = typed.get(f"lines-{at}-kept") or ""
        return ClaimLineDraft(
            category=typed[f"lines-{at}-category"],
            item=typed[f"lines-{at}-item"],
            invoice_number=typed[f"lines-{at}-invoice_number"],
            invoice_date=typed[f"lines-{at}-invoice_date"],
            amount=typed[f"lines-{at}-amount"],
            evidence=typed.get(f"lines-{at}-evidence") or (UUID(kept) if kept else None),
        )
