"""The money of a project, layer by layer: agreed, claimed, paid, returned, left."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from midas.hub.programme.models import Claim, FundingLayer, Payment, Project, Repayment, Settlement
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.payment import LayerSum
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.wording import as_text

REFUSED = "refused"


@dataclass(frozen=True)
class LayerMoney:
    """One layer of an agreement, in won. `claimed` counts every claim that was not refused."""

    layer: str
    kind: str
    name: dict[str, str]
    is_grant: bool
    agreed: int
    claimed: int
    paid: int
    returned: int

    @property
    def left(self) -> int:
        """What may still be claimed; contributions in kind are not claimed."""
        return self.agreed - self.claimed if self.kind == "cash" else 0


def layers_of(project: Project) -> list[LayerMoney]:
    """All layers of one agreement in the order of the profile."""
    return layers_by_project([project])[project.id]


def layers_by_project(projects: Iterable[Project]) -> dict[UUID, list[LayerMoney]]:
    """The layers of many agreements, in a constant number of queries."""
    rows = {project.id: project for project in projects}
    claimed: dict[tuple[UUID, str], int] = {}
    claims = Claim.objects.filter(project__in=rows).exclude(state=REFUSED)
    for project_id, parts in claims.values_list("project_id", "by_layer"):
        for layer, part in parts.items():
            claimed[project_id, layer] = claimed.get((project_id, layer), 0) + part
    payments = Payment.objects.filter(claim__project__in=rows)
    paid = _sums(payments, "claim__project_id")
    returned = _sums(Repayment.objects.filter(project__in=rows), "project_id")
    found: dict[UUID, list[LayerMoney]] = {key: [] for key in rows}
    for row in FundingLayer.objects.filter(project__in=rows):
        key = (row.project_id, row.layer)
        used = (0, 0, 0)
        if row.kind == "cash":
            used = (claimed.get(key, 0), paid.get(key, 0), returned.get(key, 0))
        profile = rulebook.profile_of(rows[row.project_id].application)
        found[row.project_id].append(_layer(profile, row, *used))
    for layers in found.values():
        layers.sort(key=lambda one: (not one.is_grant, one.layer, one.kind))
    return found


def cash_layers(project: Project, *, but: Claim | None = None) -> list[LayerSum]:
    """The cash layers as the payment rules take them; `but` leaves one claim out of the account."""
    without = but.by_layer if but is not None and but.state != REFUSED else {}
    return [
        LayerSum(
            one.layer, one.name, one.is_grant, one.agreed, one.claimed - without.get(one.layer, 0)
        )
        for one in layers_of(project)
        if one.kind == "cash"
    ]


def returns_left(project: Project) -> dict[str, int]:
    """What is still to be returned to each layer after the settlement."""
    settlement = Settlement.objects.filter(project=project).first()
    if settlement is None:
        return {}
    back = _sums(Repayment.objects.filter(project=project), "project_id")
    due = {layer: row["return_due"] for layer, row in settlement.by_layer.items()}
    return {layer: won - back.get((project.id, layer), 0) for layer, won in due.items()}


def _sums(rows: "object", key: str) -> dict[tuple[UUID, str], int]:
    found = rows.values_list(key, "layer").annotate(won=Sum("amount"))  # type: ignore[attr-defined]
    return {(owner, layer): won for owner, layer, won in found.order_by()}


def _layer(
    profile: Profile, row: FundingLayer, claimed: int, paid: int, returned: int
) -> LayerMoney:
    known = next((one for one in profile.layers if one.code == row.layer), None)
    return LayerMoney(
        layer=row.layer,
        kind=row.kind,
        name=as_text(known.name) if known else {"ko": row.layer, "en": row.layer},
        is_grant=known is not None and known.grant,
        agreed=row.agreed,
        claimed=claimed,
        paid=paid,
        returned=returned,
    )
