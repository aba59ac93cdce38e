"""The budget: what costs how much, and who pays for it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from midas.hub.kernel import clock, texts
from midas.hub.kernel.errors import NotFound, Refusal
from midas.hub.kernel.money import percent_of, share_percent
from midas.hub.kernel.problems import Problem
from midas.hub.programme.forms.drafting import CostLineForm, ShareForm, VersionForm, said
from midas.hub.programme.models import Application
from midas.hub.programme.queries.eligibility import budget_of, money_rules
from midas.hub.programme.rules.budget import (
    BudgetDraft,
    MoneyRules,
    ShareDraft,
    budget_problems,
)
from midas.hub.programme.services import application as applications
from midas.hub.programme.views import labels
from midas.hub.programme.views.drafting.frame import answer, draft_page, refused, saved, step_url
from midas.hub.ui.forms import PlainForm, RuleError

MOST_LINES = 200
BLANK_LINES = 3


class BudgetPage:
    """The rows of the page: from what was typed, else from what is saved."""

    def __init__(self, request: HttpRequest, case: Application) -> None:
        self.request, self.case, self.rules = request, case, money_rules(case)
        self.typed = request.POST if request.method == "POST" else None
        self.head = VersionForm(self.typed, initial={"version": case.version})
        names = {code: said(item.name) for code, item in self.rules.cost_items.items()}
        self.categories = [(code, names.get(code, code)) for code in self.rules.terms.cost_items]
        saved_lines, saved_shares = budget_of(case)
        self.lines = self._line_forms(saved_lines)
        self.shares = self._share_forms(saved_shares)
        self.used_lines: list[CostLineForm] = []
        self.used_shares: list[ShareForm] = []

    def _line_forms(self, before: list[BudgetDraft]) -> list[CostLineForm]:
        if self.typed is not None:
            text = self.typed.get("lines-count", "0")
            count = min(int(text) if text.isdigit() else 0, MOST_LINES)
        else:
            count = max(len(before), BLANK_LINES) if not before else len(before)
        removed = self.typed.get("remove", "") if self.typed is not None else ""
        forms = []
        for at in range(count):
            if removed == str(at) or not self._was_sent(at):
                continue
            initial = (
                {
                    "category": before[at].category,
                    "item": before[at].item,
                    "quantity": before[at].quantity,
                    "unit_price": before[at].unit_price,
                }
                if at < len(before)
                else {"quantity": 1}
            )
            forms.append(self.line_form(f"lines-{at}", initial))
        return forms

    def _was_sent(self, at: int) -> bool:
        """False for a row that the script took out of the form."""
        return self.typed is None or f"lines-{at}-item" in self.typed

    def line_form(self, prefix: str, initial: dict[str, Any] | None = None) -> CostLineForm:
        """One row; the row that the script copies has the prefix lines-__n__."""
        data = None if "__n__" in prefix else self.typed
        return CostLineForm(data, prefix=prefix, initial=initial, categories=self.categories)

    def _share_forms(self, before: list[ShareDraft]) -> list[ShareForm]:
        amounts = {(one.layer, one.kind): one.amount for one in before}
        forms: list[ShareForm] = []
        for limit in self.rules.terms.layers:
            name = said(self.rules.layers[limit.layer].name)
            for kind in limit.kinds:
                word = labels.label_of(labels.SHARE_KINDS, kind).text
                forms.append(
                    ShareForm(
                        self.typed,
                        prefix=f"shares-{len(forms)}",
                        initial={"amount": amounts.get((limit.layer, kind))},
                        layer=limit.layer,
                        kind=kind,
                        label=name if len(limit.kinds) == 1 else f"{name} ({word})",
                    )
                )
        return forms

    def is_valid(self) -> bool:
        """True when every row that is not blank can be read."""
        used = [form for form in self.lines if not form.is_blank()]
        results = [form.is_valid() for form in (self.head, *used, *self.shares)]  # every one
        return all(results)

    def drafts(self) -> tuple[list[BudgetDraft], list[ShareDraft]]:
        """What was typed, as the verb takes it; remembers which row each came from."""
        self.used_lines = [form for form in self.lines if not form.is_blank()]
        self.used_shares = [form for form in self.shares if form.cleaned_data.get("amount")]
        lines = [
            BudgetDraft(
                typed["category"], typed["item"], typed["quantity"] or 0, typed["unit_price"] or 0
            )
            for typed in (form.cleaned_data for form in self.used_lines)
        ]
        shares = [
            ShareDraft(form.layer, form.cleaned_data["amount"], form.kind)
            for form in self.used_shares
        ]
        return lines, shares

    def place(self, problem: Problem) -> None:
        """Put a problem of the verb on the row and column it names."""
        part, _sep, rest = problem.field.partition("-")
        at, _sep, column = rest.partition("-")
        rows: Sequence[PlainForm] = ()
        if part in ("lines", "shares"):
            rows = self.used_lines if part == "lines" else self.used_shares
        if at.isdigit() and int(at) < len(rows):
            form = rows[int(at)]
            form.add_error(column if column in form.fields else None, RuleError(problem))
        else:
            self.head.add_error(None, RuleError(problem))


def divided(lines: list[BudgetDraft], rules: MoneyRules) -> list[ShareDraft]:
    """The usual division: each capped layer its largest share within the cap, the firm the rest."""
    total, left_of_cap, shares = sum(one.amount for one in lines), rules.cap, []
    rest = total
    for limit in rules.terms.layers:
        if limit.layer not in rules.terms.cap_layers or not limit.max_percent:
            continue
        most = percent_of(total, limit.max_percent)
        bounds = [most, left_of_cap, rest] + ([limit.max_amount] if limit.max_amount else [])
        amount = min(bounds)
        shares.append(ShareDraft(limit.layer, amount, limit.kinds[0]))
        left_of_cap, rest = left_of_cap - amount, rest - amount
    own = [one for one in rules.terms.layers if one.layer == "own"]
    if own:
        shares.append(ShareDraft("own", rest, own[0].kinds[0]))
    return shares


@draft_page
def budget(request: HttpRequest, case: Application) -> HttpResponse:
    """Costs and who pays; rows are added and removed with and without a script."""
    page = BudgetPage(request, case)
    if request.method == "POST" and page.is_valid():
        row = _save(request, page)
        if row is not None and request.POST.get("go") == "add":
            return redirect(f"{step_url('budget', case)}?add=1")
        if row is not None:
            return saved(request, row, "budget")
    context = _context(page)
    if request.method == "POST":
        forms = (page.head, *page.lines, *page.shares)
        return refused(request, case, "budget", *forms, **context)
    return answer(request, case, "budget", **context)


def _save(request: HttpRequest, page: BudgetPage) -> Application | None:
    lines, shares = page.drafts()
    if request.POST.get("go") == "divide":
        shares = divided(lines, page.rules)
    try:
        return applications.save_budget(
            application=page.case.id,
            version=page.head.cleaned_data["version"],
            lines=lines,
            shares=shares,
            by=request.actor,
            now=clock.now(),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        for problem in refusal.problems:
            page.place(problem)
        return None


def _context(page: BudgetPage) -> dict[str, Any]:
    lines, shares = budget_of(page.case)
    total = sum(one.amount for one in lines)
    if "add" in page.request.GET and page.typed is None:
        page.lines.append(page.line_form(f"lines-{len(page.lines)}", {"quantity": 1}))
    found = budget_problems(lines, shares, page.rules) if lines or shares else []
    return {
        "head": page.head,
        "lines": page.lines,
        "blank": page.line_form("lines-__n__", {"quantity": 1}),
        "shares": page.shares,
        "limits": _limits(page, shares, total),
        "total": total,
        "cap": page.rules.cap,
        "bar": [
            {
                "label": said(page.rules.layers[one.layer].name),
                "amount": one.amount,
                "layer": one.layer,
            }
            for one in shares
        ],
        "findings": [{"text": texts.say(one), "source": one.source} for one in found],
        "holds": bool(lines) and not found,
    }


def _limits(page: BudgetPage, shares: list[ShareDraft], total: int) -> list[dict[str, Any]]:
    """Each layer's share of the cost against what the line allows."""
    rows = []
    for limit in page.rules.terms.layers:
        part = sum(one.amount for one in shares if one.layer == limit.layer)
        share = float(share_percent(part, total))
        rows.append(
            {
                "layer": limit.layer,
                "name": said(page.rules.layers[limit.layer].name),
                "share": share,
                "width": f"{min(share, 100):.2f}",
                "least": limit.min_percent,
                "most": limit.max_percent,
                "fits": not total or limit.min_percent <= share <= limit.max_percent,
                "fields": [form for form in page.shares if form.layer == limit.layer],
                "is_public": limit.layer in page.rules.terms.cap_layers,
            }
        )
    return rows
