"""What is wrong with a claim's invoices, and which of them look as if they were used before."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from midas.hub.kernel.problems import Problem, Text, words


@dataclass(frozen=True)
class InvoiceLine:
    """One invoice of a claim: category of the budget, number, day, amount in won."""

    category: str
    item: str
    invoice_number: str
    invoice_date: date
    amount: int
    has_evidence: bool


@dataclass(frozen=True)
class ClaimFrame:
    """What a claim is held against."""

    budget: Mapping[str, int]  # category → won in the agreed budget
    claimed: Mapping[str, int]  # category → won in claims that were not refused
    names: Mapping[str, Text]  # category → its name
    invoices: Collection[str]  # invoice keys of the case's other claims
    since: date
    today: date


def invoice_key(number: str) -> str:
    """An invoice number without blanks, hyphens and case, so that spelling hides no repetition."""
    return "".join(sign for sign in number.casefold() if sign.isalnum())


def line_problems(lines: Sequence[InvoiceLine], frame: ClaimFrame) -> list[Problem]:
    """Everything wrong with the lines; `field` is "lines" or "lines.2.amount"."""
    if not lines:
        return [Problem(words("Add at least one invoice."), field="lines", rule="claim-lines")]
    problems: list[Problem] = []
    seen: set[str] = set()
    for place, line in enumerate(lines):
        found = [*_of_line(line, frame), *_of_number(line, frame, seen)]
        problems += [
            Problem(one.text, one.params, f"lines.{place}.{one.field}", one.rule, one.source)
            for one in found
        ]
    return problems + list(_of_categories(lines, frame))


def _of_line(line: InvoiceLine, frame: ClaimFrame) -> Iterator[Problem]:
    if line.category not in frame.budget:
        text = words("“%(category)s” is not in the agreed budget.")
        params = {"category": frame.names.get(line.category, line.category)}
        yield Problem(text, params, "category", "claim-category")
    if line.amount <= 0:
        yield Problem(words("The amount must be above 0."), {}, "amount", "claim-amount")
    if not line.item.strip():
        yield Problem(words("Say what was bought."), {}, "item", "claim-item")
    if not frame.since <= line.invoice_date <= frame.today:
        text = words("The invoice must be dated from %(since)s to today.")
        params = {"since": frame.since.isoformat()}
        yield Problem(text, params, "invoice_date", "claim-invoice-day")
    if not line.has_evidence:
        text = words("Invoice “%(number)s” has no evidence; add the file.")
        source = "N:2026-N-0041/1"
        params = {"number": line.invoice_number}
        yield Problem(text, params, "evidence", "claim-evidence", source)


def _of_number(line: InvoiceLine, frame: ClaimFrame, seen: set[str]) -> Iterator[Problem]:
    key = invoice_key(line.invoice_number)
    if not key:
        text = words("The invoice number is missing.")
        yield Problem(text, {}, "invoice_number", "claim-invoice-number")
    elif key in seen or key in frame.invoices:
        text = words("Invoice “%(number)s” is already in a claim of this case.")
        params = {"number": line.invoice_number}
        yield Problem(text, params, "invoice_number", "claim-invoice-once", "news1-220")
    seen.add(key)


def _of_categories(lines: Iterable[InvoiceLine], frame: ClaimFrame) -> Iterator[Problem]:
    asked: Counter[str] = Counter()
    for line in lines:
        asked[line.category] += max(0, line.amount)
    for category, amount in asked.items():
        left = frame.budget.get(category, 0) - frame.claimed.get(category, 0)
        if category in frame.budget and amount > left:
            text = words("“%(category)s” has only %(left)s won left in the budget.")
            name = frame.names.get(category, category)
            params = {"category": name, "left": f"{left:,}"}
            yield Problem(text, params, "lines", "claim-within-category")
