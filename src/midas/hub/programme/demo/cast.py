"""Who acts in the demonstration: people of the made-up country in the roles of a case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.programme.models import Application

Reporter = Callable[[str, Actor, datetime], None]


def nobody_listens(_verb: str, _by: Actor, _now: datetime) -> None:
    """A reporter for runs that print nothing."""


class Cast:
    """Finds the right person for each duty, so that duties kept apart stay apart."""

    def __init__(self, country: accounts.Country, report: Reporter = nobody_listens) -> None:
        self.country = country
        self.report = report
        self._actors: dict[tuple[UUID, UUID], Actor] = {}
        self._officers: dict[UUID, Actor] = {}

    def act(self, verb: Callable[..., Any], by: Actor, now: datetime, **given: Any) -> Any:
        """Let somebody do a verb at a moment, and report it."""
        result = verb(**given, by=by, now=now)
        self.report(verb.__name__, by, now)
        return result

    def actor(self, person: UUID, organisation: UUID, now: datetime) -> Actor:
        """The person acting for the organisation."""
        key = (person, organisation)
        if key not in self._actors:
            self._actors[key] = accounts.actor_for(person, organisation, clock.today(now))
        return self._actors[key]

    def officer(self, number: int, now: datetime) -> Actor:
        """The agency's officers: 0 screens and appoints, 1 opens selections, 2 settles."""
        return self.actor(self.country.officers[number], self.country.agency, now)

    def approver(self, number: int, now: datetime) -> Actor:
        """The agency's approvers: 0 decides selections and claims, 1 pays and signs, 2 appeals."""
        return self.actor(self.country.approvers[number], self.country.agency, now)

    def owner(self, case: Application, now: datetime) -> Actor:
        """The person who started the application, for the firm."""
        return self.actor(case.created_by, case.applicant_id, now)

    def supplier(self, organisation: UUID | None, now: datetime) -> Actor:
        """The owner of a supplier; raises LookupError while none is chosen."""
        if organisation is None:
            raise LookupError("no supplier is chosen")
        return self._someone(organisation, now, 0)

    def city(self, case: Application, now: datetime) -> Actor:
        """The officer of the factory's city or county."""
        day = clock.today(now)
        return self._someone(accounts.local_governments_for(case.region_id, day)[0], now, 0)

    def park(self, organisation: UUID, number: int, now: datetime) -> Actor:
        """An officer of the Techno Park: 0 checks designs and builds, 1 inspects and visits."""
        return self._someone(organisation, now, number)

    def _someone(self, organisation: UUID, now: datetime, number: int) -> Actor:
        people = accounts.people_in(organisation, on=clock.today(now))
        return self.actor(people[number], organisation, now)
