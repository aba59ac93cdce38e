"""Notices to the people concerned, sent when a fact about an application or a lot has happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.models import Fact
from midas.hub.kernel.occurrences import FactKind
from midas.hub.kernel.problems import words
from midas.hub.programme import events, models

Recipients = Callable[[models.Application, Fact], Iterable[UUID]]


@dataclass(frozen=True)
class Message:
    """A sentence for some people; it may name firm, number and every value of the fact."""

    text: str
    to: Recipients


def team(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """Everybody who works on the application, but whoever did it."""
    people = case.participations.values_list("person_id", flat=True)
    return [person for person in people if person != fact.person]


def agency_officers(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """The officers of the agency that runs the call."""
    return accounts.people_in(case.lot.call.organiser_id, "officer", on=clock.today(fact.at))


def added_person(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """The person that the fact names."""
    return [UUID(fact.data["added"])]


def nominators(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """Officers of the local governments that may nominate, where the call asks for it."""
    if not case.lot.needs_nomination:
        return []
    day = clock.today(fact.at)
    homes = accounts.local_governments_for(case.region_id, day)
    return [person for home in homes for person in accounts.people_in(home, "officer", on=day)]


MESSAGES: dict[FactKind, tuple[Message, ...]] = {
    events.PERSON_ADDED: (
        Message(words("You now work on an application of %(firm)s."), added_person),
    ),
    events.APPLICATION_SUBMITTED: (
        Message(words("Application %(number)s of %(firm)s was received."), team),
        Message(words("Application %(number)s of %(firm)s waits for screening."), agency_officers),
    ),
    events.APPLICATION_RETURNED: (
        Message(words("Please correct application %(number)s: %(reason)s"), team),
    ),
    events.APPLICATION_WITHDRAWN: (
        Message(words("Application %(number)s of %(firm)s was withdrawn."), agency_officers),
        Message(words("Application %(number)s of %(firm)s was withdrawn."), team),
    ),
    events.ELIGIBILITY_CONFIRMED: (
        Message(words("Application %(number)s meets the conditions."), team),
        Message(words("Please decide whether to nominate %(firm)s (%(number)s)."), nominators),
    ),
    events.ELIGIBILITY_REFUSED: (
        Message(
            words(
                "Application %(number)s does not meet the conditions: %(reason)s "
                "You may appeal until %(due)s."
            ),
            team,
        ),
    ),
    events.APPLICATION_NOMINATED: (
        Message(words("%(government)s nominated you (application %(number)s)."), team),
        Message(words("%(government)s nominated %(firm)s (%(number)s)."), agency_officers),
    ),
    events.NOMINATION_DECLINED: (
        Message(
            words(
                "%(government)s did not nominate you (application %(number)s): %(reason)s "
                "You may appeal until %(due)s."
            ),
            team,
        ),
    ),
}
LOT_MESSAGES: dict[FactKind, tuple[str, tuple[str, ...]]] = {
    events.LOT_EXTENDED: (
        words("The call “%(lot)s” now takes applications until %(until)s."),
        ("draft", "returned"),
    ),
    events.LOT_CLOSED: (
        words("The call “%(lot)s” closed; your draft was not submitted."),
        ("draft",),
    ),
    events.LOT_CANCELLED: (
        words("The call “%(lot)s” was cancelled: %(reason)s"),
        ("draft", "returned", "submitted", "eligible", "nominated"),
    ),
}


def subject_of(fact: Fact) -> UUID:
    """The case or lot of a fact; raises ValueError for a fact about nothing."""
    if fact.subject is None:
        raise ValueError(fact.kind)
    return fact.subject


def case_link(case: models.Application) -> str:
    """Where a case is shown."""
    return reverse("programme:case", args=[case.id])


def on_case_fact(fact: Fact) -> None:
    """Tell the people concerned by a fact about an application."""
    messages = next(found for kind, found in MESSAGES.items() if kind.name == fact.kind)
    case = models.Application.objects.select_related("lot__call").get(id=subject_of(fact))
    if fact.kind == events.APPLICATION_WITHDRAWN.name and case.number is None:
        return  # a draft that nobody else ever saw
    due = fact.data.get("due")
    for message in messages:
        accounts.send_notice(
            to=message.to(case, fact),
            text=message.text,
            params=_values(case, fact),
            link=case_link(case),
            due=date.fromisoformat(due) if due else None,
            fact=fact.id,
            now=fact.at,
        )


def _values(case: models.Application, fact: Fact) -> dict[str, Any]:
    return {**fact.data, "firm": case.applicant_name, "number": case.number or ""}


def on_lot_fact(fact: Fact) -> None:
    """Tell everybody whose application the change of a lot concerns."""
    text, states = next(one for kind, one in LOT_MESSAGES.items() if kind.name == fact.kind)
    lot = models.Lot.objects.get(id=subject_of(fact))
    cases = models.Application.objects.filter(lot=lot, state__in=states)
    for case in cases.prefetch_related("participations"):
        accounts.send_notice(
            to=[one.person_id for one in case.participations.all()],
            text=text,
            params={**fact.data, "lot": lot.title},
            link=case_link(case),
            fact=fact.id,
            now=fact.at,
        )


def subscribe() -> None:
    """Called once when the application starts."""
    for kind in MESSAGES:
        facts.on(kind, on_case_fact)
    for kind in LOT_MESSAGES:
        facts.on(kind, on_lot_fact)
