"""Does a budget hold? Costs add up, layers keep to their shares, grants stay under the cap."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from midas.hub.kernel.money import share_percent
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.rules.profile_line import LayerShare, LineVersion
from midas.hub.programme.rules.profile_papers import CostItem, Layer
from midas.hub.programme.rules.wording import as_text

KIND_NAMES: dict[str, dict[str, str] | str] = {
    "cash": {"ko": "현금", "en": "cash"},
    "in-kind": {"ko": "현물", "en": "in kind"},
}
MOST = 10**13  # won; more than any national programme, and well inside a database integer


@dataclass(frozen=True)
class BudgetDraft:
    """One item of cost; prices in whole won."""

    category: str
    item: str
    quantity: int
    unit_price: int

    @property
    def amount(self) -> int:
        """Quantity times price."""
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class ShareDraft:
    """What one layer pays, in whole won; `kind` is cash or in-kind."""

    layer: str
    amount: int
    kind: str = "cash"


@dataclass(frozen=True)
class MoneyRules:
    """The money side of a line: its terms, the profile's layers and cost items, and the cap."""

    terms: LineVersion
    layers: Mapping[str, Layer]
    cost_items: Mapping[str, CostItem]
    cap: int


def cap_for(terms: LineVersion, target_level: str, branch: str = "") -> int:
    """The most that the capped layers may pay together at once, in won."""
    cap = terms.cap
    for one in terms.branches:
        if one.code == branch and one.cap is not None:
            cap = one.cap
    for level in terms.level_caps:
        if level.level == target_level:
            cap = min(cap, level.cap) if branch else level.cap
    return cap


def capped_total(shares: Sequence[ShareDraft], terms: LineVersion) -> int:
    """What the layers that the cap binds pay together, in won."""
    return sum(one.amount for one in shares if one.layer in terms.cap_layers)


def line_problems(lines: Sequence[BudgetDraft], rules: MoneyRules) -> Iterator[Problem]:
    """What is wrong with single items; `field` is `lines-<index>-<column>`."""
    source = rules.terms.source
    for at, line in enumerate(lines):
        if line.category not in rules.terms.cost_items:
            text = words("“%(category)s” is not a kind of cost that this line pays for.")
            params = {"category": line.category}
            yield Problem(text, params, f"lines-{at}-category", "cost-category", source)
        if not line.item.strip():
            text = words("Say what the item is.")
            yield Problem(text, {}, f"lines-{at}-item", "cost-item-named", source)
        if line.quantity < 1 or line.unit_price < 0 or line.amount > MOST:
            text = words("Quantity and price must be whole positive numbers.")
            yield Problem(text, {}, f"lines-{at}-quantity", "cost-whole-numbers", source)


def share_problems(shares: Sequence[ShareDraft], rules: MoneyRules) -> Iterator[Problem]:
    """What is wrong with single shares; `field` is `shares-<index>-<column>`."""
    allowed = {one.layer: one for one in rules.terms.layers}
    seen: Counter[tuple[str, str]] = Counter()
    for at, share in enumerate(shares):
        seen[share.layer, share.kind] += 1
        kind = KIND_NAMES.get(share.kind, share.kind)
        params = {"layer": _layer_name(share.layer, rules), "kind": kind}
        if share.layer not in allowed or seen[share.layer, share.kind] > 1:
            text = words("“%(layer)s” does not pay in this line, or is named twice.")
            yield Problem(text, params, f"shares-{at}-layer", "layer-of-line", rules.terms.source)
        elif share.kind not in allowed[share.layer].kinds:
            text = words("“%(layer)s” cannot be paid as %(kind)s.")
            yield Problem(text, params, f"shares-{at}-kind", "layer-kind", rules.terms.source)
        if not 0 <= share.amount <= MOST:
            text = words("An amount must be a whole number of won, 0 or more.")
            yield Problem(text, {}, f"shares-{at}-amount", "amount-whole", rules.terms.source)


def _layer_name(code: str, rules: MoneyRules) -> dict[str, str] | str:
    return as_text(rules.layers[code].name) if code in rules.layers else code


def _one_layer(limit: LayerShare, part: int, total: int, rules: MoneyRules) -> Iterator[Problem]:
    name, source = _layer_name(limit.layer, rules), rules.terms.source
    params = {
        "layer": name,
        "percent": f"{float(share_percent(part, total)):.1f}",
        "least": limit.min_percent,
        "most": limit.max_percent,
    }
    if part * 100 > limit.max_percent * total:
        text = words("“%(layer)s” pays %(percent)s %%; at most %(most)s %% is allowed.")
        yield Problem(text, params, "shares", "share-within-cap", source)
    if part * 100 < limit.min_percent * total:
        text = words("“%(layer)s” pays %(percent)s %%; at least %(least)s %% is asked for.")
        yield Problem(text, params, "shares", "share-at-least", source)
    if limit.max_amount is not None and part > limit.max_amount:
        text = words("“%(layer)s” pays %(part)s won; at most %(cap)s won is allowed.")
        values = {"layer": name, "part": f"{part:,}", "cap": f"{limit.max_amount:,}"}
        yield Problem(text, values, "shares", "share-within-cap", source)


def sum_problems(
    lines: Sequence[BudgetDraft], shares: Sequence[ShareDraft], rules: MoneyRules
) -> Iterator[Problem]:
    """What is wrong with the whole: sums, shares of the layers, the cap."""
    total, paid = sum(line.amount for line in lines), sum(share.amount for share in shares)
    source = rules.terms.source
    if not total:
        yield Problem(words("The budget is empty."), {}, "lines", "budget-given", source)
        return
    if total != paid:
        text = words("The costs are %(total)s won but %(paid)s won are paid for.")
        values = {"total": f"{total:,}", "paid": f"{paid:,}"}
        yield Problem(text, values, "shares", "budget-adds-up", source)
    by_layer: Counter[str] = Counter()
    for share in shares:
        by_layer[share.layer] += share.amount
    for limit in rules.terms.layers:
        yield from _one_layer(limit, by_layer[limit.layer], total, rules)
    grant = capped_total(shares, rules.terms)
    if grant > rules.cap:
        text = words("Public money of %(grant)s won is asked for; the cap is %(cap)s won.")
        values = {"grant": f"{grant:,}", "cap": f"{rules.cap:,}"}
        yield Problem(text, values, "shares", "grant-within-cap", source)


def cost_item_problems(
    lines: Sequence[BudgetDraft], shares: Sequence[ShareDraft], rules: MoneyRules
) -> Iterator[Problem]:
    """Kinds of cost with a ceiling of their own, or with few layers that may pay for them."""
    total = sum(line.amount for line in lines)
    by_item: Counter[str] = Counter()
    for line in lines:
        by_item[line.category] += line.amount
    for code, amount in by_item.items():
        item = rules.cost_items.get(code)
        if item is None:
            continue
        name = as_text(item.name)
        if amount * 100 > item.max_percent * total:
            text = words("“%(item)s” is more than %(most)s %% of the costs.")
            values = {"item": name, "most": item.max_percent}
            yield Problem(text, values, "lines", "cost-item-within-cap", item.source)
        payers = sum(one.amount for one in shares if one.layer in item.layers)
        if amount > payers:
            text = words("“%(item)s” costs more than the layers that may pay for it.")
            yield Problem(text, {"item": name}, "lines", "cost-item-paid-for", item.source)


def budget_problems(
    lines: Sequence[BudgetDraft], shares: Sequence[ShareDraft], rules: MoneyRules
) -> list[Problem]:
    """Everything that is wrong with a budget, single items first; empty when it holds."""
    single = [*line_problems(lines, rules), *share_problems(shares, rules)]
    if single:
        return single
    return [*sum_problems(lines, shares, rules), *cost_item_problems(lines, shares, rules)]
