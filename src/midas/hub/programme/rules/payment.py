"""What may be claimed and paid from which layer, in whole won; nothing is lost and nothing made.

A project's cost is carried by layers (state, region, host, own share, loan). A claim is a sum of
invoices; every layer carries its part in proportion to what is left of it, so that no layer is ever
overdrawn by rounding and the last claim empties all of them together. Grants are paid out by the
programme; the rest is the firm's own share and must be proven before any grant is paid.
Contributions in kind carry no invoice and are left out here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from midas.hub.kernel.money import percent_of, split_by_layer
from midas.hub.kernel.problems import Problem, Text, words

WITHIN = "within-agreed"
OWN = ""  # the pot of all layers that are no grants
STAGES_REACHED: Mapping[str, tuple[str, ...]] = {
    "in_force": ("agreement",),
    "building": ("agreement", "design"),
    "checked": ("agreement", "design", "interim"),
    "completing": ("agreement", "design", "interim"),
    "completed": ("agreement", "design", "interim", "completion"),
}


@dataclass(frozen=True)
class LayerSum:
    """One layer's agreed cash: whether it is a grant, and what claims have used of it so far."""

    layer: str
    name: Text
    is_grant: bool
    agreed: int
    used: int = 0  # by every claim that was not refused

    @property
    def left(self) -> int:
        """What claims may still use."""
        return self.agreed - self.used


@dataclass(frozen=True)
class ClaimParts:
    """A claim divided over the layers; the parts add up to its amount."""

    parts: Mapping[str, int]
    grant: int
    own: int


def left_in_all(layers: Iterable[LayerSum]) -> int:
    """What may still be claimed of the whole cost."""
    return sum(layer.left for layer in layers)


def divide_claim(
    amount: int, layers: Iterable[LayerSum], *, own_only: int = 0, own_only_later: int = 0
) -> ClaimParts:
    """Divide a claim over what is left of each layer.

    `own_only` is the part of the claim for items that no grant may pay (such as subscription
    fees); `own_only_later` is what the budget still holds of such items after this claim, which
    the firm's share must keep back. Raises ValueError when the amount does not fit.
    """
    rows = list(layers)
    own_rows = {row.layer: row.left for row in rows if not row.is_grant}
    free_own = sum(own_rows.values()) - own_only - own_only_later
    pots = {row.layer: row.left for row in rows if row.is_grant} | {OWN: max(0, free_own)}
    shared = amount - own_only
    if free_own < 0 or shared < 0 or shared > sum(pots.values()):
        msg = "a claim is larger than what is left"
        raise ValueError(msg)
    parts = split_by_layer(shared, pots) if shared else dict.fromkeys(pots, 0)
    own = parts.pop(OWN) + own_only
    parts |= split_by_layer(own, own_rows) if own else dict.fromkeys(own_rows, 0)
    return ClaimParts(parts, amount - own, own)


def own_share_due(parts: ClaimParts, layers: Iterable[LayerSum]) -> int:
    """What the firm must have proven of its own share once this claim counts, too."""
    return sum(row.used for row in layers if not row.is_grant) + parts.own


def claimable(cost: int, instalments: Iterable[tuple[str, int]], reached: Iterable[str]) -> int:
    """How much of the agreed cost the stages reached so far open for claims.

    `instalments` are (stage, percent); a line without instalments opens everything at once.
    """
    rows = list(instalments)
    if not rows:
        return cost
    stages = set(reached)
    percent = sum(part for stage, part in rows if stage in stages)
    return cost if percent >= 100 else percent_of(cost, percent)


def overdrawn(
    amount: int, layers: Iterable[LayerSum], *, own_only: int = 0, own_only_later: int = 0
) -> list[Problem]:
    """The layers that a claim would overdraw, each with what is left of it; none when it fits."""
    rows = [row for row in layers if row.agreed]
    try:
        divide_claim(amount, rows, own_only=own_only, own_only_later=own_only_later)
    except ValueError:
        return _short(amount, rows) or [
            Problem(words("No money was agreed for this project."), field="lines", rule=WITHIN)
        ]
    return []


def _short(amount: int, rows: list[LayerSum]) -> list[Problem]:
    parts = split_by_layer(amount, {row.layer: row.agreed for row in rows}) if rows else {}
    text = words(
        "The claim would take %(asked)s won from “%(layer)s”; only %(left)s won of it are left."
    )
    short = [row for row in rows if parts[row.layer] > row.left] or rows
    return [
        Problem(
            text,
            {"asked": f"{parts[row.layer]:,}", "layer": row.name, "left": f"{row.left:,}"},
            field="lines",
            rule=WITHIN,
        )
        for row in short
    ]


def unproven(proven: int, due: int, *, source: str = "") -> list[Problem]:
    """A problem when the firm has proven less of its own share than is due before grants."""
    if proven >= due:
        return []
    text = words(
        "The firm's own share comes first: %(due)s won must be proven, %(proven)s won are."
    )
    params = {"due": f"{due:,}", "proven": f"{proven:,}"}
    return [Problem(text, params, field="own_share_paid", rule="own-share-first", source=source)]


def not_yet(
    amount: int,
    claimed: int,
    cost: int,
    instalments: Iterable[tuple[str, int]],
    reached: Iterable[str],
) -> list[Problem]:
    """A problem when a claim asks for more than the stages reached so far open."""
    opened = claimable(cost, instalments, reached)
    if claimed + amount <= opened:
        return []
    text = words(
        "At this stage claims up to %(opened)s won are open, %(left)s won of them are left."
    )
    params = {"opened": f"{opened:,}", "left": f"{max(0, opened - claimed):,}"}
    return [Problem(text, params, field="lines", rule="instalment-open")]
