"""Who acts: a person, for one organisation, in the roles held there at that moment."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """`person` and `organisation` are ids of accounts; `name` is what a timeline shows."""

    person: UUID | None
    organisation: UUID | None = None
    kind: str = ""  # kind of the organisation, e.g. "adopter"
    roles: frozenset[str] = frozenset()
    name: str = ""
    organisation_name: str = ""

    def is_signed_in(self) -> bool:
        """True for a person, False for a visitor; the system itself counts as signed in."""
        return self.person is not None or self is SYSTEM

    def has(self, *roles: str) -> bool:
        """True when the actor holds at least one of the roles."""
        return bool(self.roles & set(roles))


SYSTEM = Actor(person=None, name="MIDAS", roles=frozenset({"system"}))
NOBODY = Actor(person=None)
