"""What a claim is held against: budget, earlier claims, invoices of the same supplier elsewhere."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from midas.hub.programme.models import Claim, ClaimLine, Project
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.agreement import term_of
from midas.hub.programme.queries.money import REFUSED
from midas.hub.programme.rules.claims import ClaimFrame, invoice_key
from midas.hub.programme.rules.wording import as_text


def claim_frame(project: Project, today: date, *, but: Claim | None = None) -> ClaimFrame:
    """The frame of a new claim, or of `but` when that one is filed again."""
    others = ClaimLine.objects.filter(claim__project=project).exclude(claim__state=REFUSED)
    if but is not None:
        others = others.exclude(claim=but)
    profile = rulebook.profile_of(project.application)
    return ClaimFrame(
        budget=_by_category(project.application.budget_lines.all()),
        claimed=_by_category(others),
        names={one.code: as_text(one.name) for one in profile.cost_items},
        invoices={invoice_key(one) for one in others.values_list("invoice_number", flat=True)},
        since=term_of(project)[0],
        today=today,
    )


def own_only_categories(project: Project) -> frozenset[str]:
    """The cost items that no grant of the profile may pay."""
    profile = rulebook.profile_of(project.application)
    grants = {layer.code for layer in profile.layers if layer.grant}
    return frozenset(item.code for item in profile.cost_items if not grants & set(item.layers))


def own_only_left(project: Project, frame: ClaimFrame) -> int:
    """What the budget still holds of such items, in won."""
    codes = own_only_categories(project)
    return sum(
        max(0, won - frame.claimed.get(code, 0))
        for code, won in frame.budget.items()
        if code in codes
    )


def own_share_proven(project: Project, *, but: Claim | None = None) -> int:
    """What the firm has proven of its own share in all claims that were not refused."""
    claims = Claim.objects.filter(project=project).exclude(state=REFUSED)
    if but is not None:
        claims = claims.exclude(id=but.id)
    return claims.aggregate(won=Sum("own_share_paid"))["won"] or 0


def invoices_used_elsewhere(project: Project, numbers: Iterable[str]) -> list[tuple[str, str]]:
    """Invoice numbers that the same supplier's other projects claimed too: (number, project)."""
    keys = {invoice_key(number): number for number in numbers}
    if project.supplier_id is None or not keys:
        return []
    rows = ClaimLine.objects.filter(claim__project__supplier=project.supplier_id)
    rows = rows.exclude(claim__project=project).exclude(claim__state=REFUSED)
    found = rows.values_list("invoice_number", "claim__project__number").distinct()
    return sorted(
        (keys[invoice_key(number)], other) for number, other in found if invoice_key(number) in keys
    )


def _by_category(rows: "object") -> dict[str, int]:
    sums = rows.values_list("category").annotate(won=Sum("amount"))  # type: ignore[attr-defined]
    return dict(sums.order_by())
