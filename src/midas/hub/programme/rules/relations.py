"""Whether two firms are one in truth: the supplier may not stand on both sides of the money."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from midas.hub.kernel.problems import Problem, words

SOURCE = "news1-220"  # three quarters of the cases of misuse were collusion of adopter and supplier


@dataclass(frozen=True)
class Firm:
    """What ties a firm to another one."""

    id: UUID
    business_number: str
    representative: str
    members: frozenset[UUID]


def relation_problems(applicant: Firm, supplier: Firm, field: str = "supplier") -> list[Problem]:
    """Every tie between the applicant and a supplier; none: they are strangers."""
    return [
        Problem(text, field=field, rule=rule, source=SOURCE)
        for rule, text in _ties(applicant, supplier)
    ]


def _ties(one: Firm, other: Firm) -> Iterator[tuple[str, str]]:
    if one.id == other.id or (one.business_number and one.business_number == other.business_number):
        yield "supplier-is-applicant", words("A firm cannot be its own supplier.")
    if _name(one.representative) and _name(one.representative) == _name(other.representative):
        text = words("The supplier and the applicant have the same representative.")
        yield "supplier-same-representative", text
    if one.members & other.members:
        text = words("One person belongs to both the supplier and the applicant.")
        yield "supplier-shared-member", text


def _name(text: str) -> str:
    return "".join(text.split()).casefold()
