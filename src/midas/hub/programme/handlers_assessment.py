"""Notices about assessment, selection and appeals, sent when their facts have happened.

Sentences name neither a band nor a vote; what an expert or a committee gave stays with them.
"""

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
Due = Callable[[models.Application, Fact], date | None]


def team(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """Everybody who works on the application."""
    return case.participations.values_list("person_id", flat=True)


def officers(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """Officers of the agency that runs the call, but whoever did it."""
    people = accounts.people_in(case.lot.call.organiser_id, "officer", on=clock.today(fact.at))
    return [person for person in people if person != fact.person]


def approvers(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """Those who decide for the agency, but whoever took the decision in question."""
    row = models.Appeal.objects.filter(id=fact.data.get("appeal")).first()
    decision = Fact.objects.filter(id=row.fact).first() if row else None
    people = accounts.people_in(case.lot.call.organiser_id, "approver", on=clock.today(fact.at))
    return [one for one in people if one not in (fact.person, decision and decision.person)]


def seated_expert(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """The expert whose seat the fact names."""
    rows = models.AssessorSeat.objects.filter(id=fact.data["seat"])
    return rows.values_list("expert_id", flat=True)


def panel(case: models.Application, fact: Fact) -> Iterable[UUID]:
    """The experts who handed in."""
    rows = models.AssessorSeat.objects.filter(assessment__application=case, state="submitted")
    return rows.values_list("expert_id", flat=True)


def due_of_seat(case: models.Application, fact: Fact) -> date | None:
    """By when the expert answers or hands in."""
    rows = models.AssessorSeat.objects.filter(id=fact.data["seat"])
    return rows.values_list("due_on", flat=True).first()


def due_of_case(case: models.Application, fact: Fact) -> date | None:
    """By when the next step of the case is asked for."""
    return case.due_on


def due_of_appeal(case: models.Application, fact: Fact) -> date | None:
    """By when the appeal is answered."""
    rows = models.Appeal.objects.filter(id=fact.data["appeal"])
    return rows.values_list("due_on", flat=True).first()


@dataclass(frozen=True)
class Message:
    """A sentence for some people, with its due day if they have something to do."""

    text: str
    to: Recipients
    due: Due | None = None
    page: str = "case"


MESSAGES: dict[FactKind, tuple[Message, ...]] = {
    events.ASSESSMENT_STARTED: (
        Message(words("Experts will assess your factory (application %(number)s)."), team),
    ),
    events.SEAT_OFFERED: (
        Message(
            words("Please say whether you can assess %(firm)s (%(number)s)."),
            seated_expert,
            due_of_seat,
            "seat",
        ),
    ),
    events.SEAT_ACCEPTED: (
        Message(
            words("Please hand in your assessment of %(firm)s."),
            seated_expert,
            due_of_seat,
            "seat",
        ),
    ),
    events.SEAT_DECLINED: (
        Message(words("%(expert)s declined to assess %(firm)s: %(reason)s"), officers),
    ),
    events.SEAT_RELEASED: (
        Message(words("You no longer need to assess %(firm)s: %(reason)s"), seated_expert),
    ),
    events.SCORES_SUBMITTED: (
        Message(words("%(expert)s handed in the assessment of %(firm)s."), officers),
    ),
    events.CONSENSUS_OPENED: (
        Message(
            words("All experts handed in: please agree on a result for %(firm)s."),
            panel,
            due_of_case,
        ),
    ),
    events.CONSENSUS_RECORDED: (
        Message(words("The experts recorded what they agreed on for %(firm)s."), officers),
    ),
    events.ASSESSMENT_CONCLUDED: (
        Message(
            words("The assessment of application %(number)s is complete; the committee is next."),
            team,
        ),
        Message(words("The assessment of %(firm)s (%(number)s) is complete."), officers),
    ),
    events.APPLICATION_SELECTED: (
        Message(
            words("Your factory was selected (application %(number)s). Choose your supplier now."),
            team,
            due_of_case,
        ),
    ),
    events.APPLICATION_RESERVED: (
        Message(
            words("Your factory is on the reserve list on rank %(rank)s (application %(number)s)."),
            team,
        ),
    ),
    events.APPLICATION_REJECTED: (
        Message(
            words(
                "Your factory was not selected (application %(number)s): %(reason)s You may appeal."
            ),
            team,
            due_of_case,
        ),
    ),
    events.RESERVE_PROMOTED: (
        Message(
            words("Your factory moved up from the reserve list (application %(number)s)."),
            team,
            due_of_case,
        ),
    ),
    events.APPEAL_FILED: (
        Message(
            words("%(firm)s (%(number)s) appeals against a decision: %(against)s"),
            approvers,
            due_of_appeal,
        ),
    ),
    events.APPEAL_UPHELD: (
        Message(words("Your appeal was upheld (application %(number)s): %(answer)s"), team),
        Message(words("%(firm)s (%(number)s) goes back a step after an appeal."), officers),
    ),
    events.APPEAL_DISMISSED: (
        Message(words("Your appeal was dismissed (application %(number)s): %(answer)s"), team),
    ),
    events.APPEAL_WITHDRAWN: (
        Message(words("%(firm)s (%(number)s) took the appeal back."), approvers),
    ),
}


def on_judged_case(fact: Fact) -> None:
    """Tell the people concerned by a fact about an assessment, a decision or an appeal."""
    messages = next(found for kind, found in MESSAGES.items() if kind.name == fact.kind)
    case = models.Application.objects.select_related("lot__call").get(id=str(fact.subject))
    values: dict[str, Any] = {
        **fact.data,
        "firm": case.applicant_name,
        "number": case.number or "",
    }
    for message in messages:
        accounts.send_notice(
            to=message.to(case, fact),
            text=message.text,
            params=values,
            link=_link(message.page, case, fact),
            due=message.due(case, fact) if message.due else None,
            fact=fact.id,
            now=fact.at,
        )


def _link(page: str, case: models.Application, fact: Fact) -> str:
    """Where the reader goes on: the expert's own page of a seat, or the case."""
    return reverse(f"programme:{page}", args=[fact.data["seat"] if page == "seat" else case.id])


def on_selection_opened(fact: Fact) -> None:
    """Ask every member of the committee to vote."""
    row = models.Selection.objects.select_related("lot__call").get(id=fact.data["selection"])
    _ask_members(row, row.seats.values_list("person_id", flat=True), fact)


def on_member_seated(fact: Fact) -> None:
    """Ask the new member to vote."""
    row = models.Selection.objects.select_related("lot__call").get(id=fact.data["selection"])
    _ask_members(row, [UUID(fact.data["member"])], fact)


def _ask_members(row: models.Selection, people: Iterable[UUID], fact: Fact) -> None:
    first = row.lot.applications.filter(state="assessed", due_on__isnull=False).order_by("due_on")
    accounts.send_notice(
        to=people,
        text=words("Please give points to the applications of lot %(lot)s."),
        params={"lot": f"{row.lot.call.notice_number}/{row.lot.serial}"},
        link=reverse("programme:selection", args=[row.lot_id]),
        due=first.values_list("due_on", flat=True).first(),
        fact=fact.id,
        now=fact.at,
    )


def on_selection_decided(fact: Fact) -> None:
    """Tell the agency's officers that the lot is decided."""
    row = models.Selection.objects.select_related("lot__call").get(id=fact.data["selection"])
    home = row.lot.call.organiser_id
    accounts.send_notice(
        to=accounts.people_in(home, "officer", on=clock.today(fact.at)),
        text=words("Lot %(lot)s is decided: %(selected)s selected, %(reserve)s in reserve."),
        params={**fact.data, "lot": f"{row.lot.call.notice_number}/{row.lot.serial}"},
        link=reverse("programme:selection", args=[row.lot_id]),
        fact=fact.id,
        now=fact.at,
    )


def subscribe() -> None:
    """Called once when the application starts."""
    for kind in MESSAGES:
        facts.on(kind, on_judged_case)
    facts.on(events.SELECTION_OPENED, on_selection_opened)
    facts.on(events.MEMBER_SEATED, on_member_seated)
    facts.on(events.SELECTION_DECIDED, on_selection_decided)
