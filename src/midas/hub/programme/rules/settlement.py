"""The final account of a project: what each layer agreed, paid, keeps and gets back.

Costs that are not accepted are borne by whoever paid them: every grant gets back its part, the
firm bears the rest. Paid = kept + due back, layer by layer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from midas.hub.kernel.money import split_by_layer
from midas.hub.kernel.problems import Problem, words

OWN = ""  # key of the part that the firm paid itself


@dataclass(frozen=True)
class LayerAccount:
    """One grant in the final account, in won."""

    layer: str
    agreed: int
    paid: int
    return_due: int = 0

    @property
    def accepted(self) -> int:
        """What the firm may keep."""
        return self.paid - self.return_due

    @property
    def unused(self) -> int:
        """What was agreed and never paid."""
        return self.agreed - self.paid


def settle(spent: int, accepted: int, layers: Iterable[LayerAccount]) -> tuple[LayerAccount, ...]:
    """The account of every grant when `accepted` of the cost `spent` is accepted.

    Raises ValueError when accepted is not between 0 and spent, or more was paid than spent.
    """
    rows = tuple(layers)
    paid = sum(row.paid for row in rows)
    if not 0 <= accepted <= spent or paid > spent:
        msg = "an account needs 0 <= accepted <= spent and paid <= spent"
        raise ValueError(msg)
    if not spent:
        return rows
    weights = {row.layer: row.paid for row in rows} | {OWN: spent - paid}
    back = split_by_layer(spent - accepted, weights)
    return tuple(LayerAccount(row.layer, row.agreed, row.paid, back[row.layer]) for row in rows)


def return_due(accounts: Iterable[LayerAccount]) -> int:
    """What has to be returned in all."""
    return sum(row.return_due for row in accounts)


def divide_return(amount: int, still_due: Mapping[str, int]) -> dict[str, int]:
    """Divide returned money over the layers it is still due to; raises ValueError for too much."""
    if amount > sum(still_due.values()):
        msg = "more was returned than is due"
        raise ValueError(msg)
    return split_by_layer(amount, still_due)


def accepted_problem(accepted: int, spent: int) -> list[Problem]:
    """A problem when the accepted cost lies outside what was spent."""
    if 0 <= accepted <= spent:
        return []
    text = words("The accepted cost must lie between 0 and the %(spent)s won that were spent.")
    params = {"spent": f"{spent:,}"}
    return [Problem(text, params, field="accepted", rule="accepted-within-spent")]
