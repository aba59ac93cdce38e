"""Notices about agreement, build, money and after-care, sent when their facts have happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.models import Fact
from midas.hub.kernel.occurrences import FactKind
from midas.hub.kernel.problems import words
from midas.hub.programme import events
from midas.hub.programme.models import Claim, Project

Recipients = Callable[[Project, Fact], Iterable[UUID]]
Due = Callable[[Project, Fact], date | None]


def team(project: Project, fact: Fact) -> Iterable[UUID]:
    """Everybody of the firm who works on the case."""
    return project.application.participations.values_list("person_id", flat=True)


def _members(organisation: UUID | None, fact: Fact, *roles: str) -> list[UUID]:
    """People of an organisation on the day of the fact, but whoever did it."""
    if organisation is None:
        return []
    people = accounts.people_in(organisation, *roles, on=clock.today(fact.at))
    return [person for person in people if person != fact.person]


def builders(project: Project, fact: Fact) -> Iterable[UUID]:
    """The supplier's people."""
    return _members(project.supplier_id, fact, "owner", "staff")


def firms(project: Project, fact: Fact) -> Iterable[UUID]:
    """The firm's team and the supplier's people."""
    return {*team(project, fact), *builders(project, fact)} - {fact.person}


def park(project: Project, fact: Fact) -> Iterable[UUID]:
    """Officers of the Techno Park in charge."""
    return _members(project.techno_park_id, fact, "officer")


def officers(project: Project, fact: Fact) -> Iterable[UUID]:
    """Officers of the agency in charge."""
    return _members(project.agency_id, fact, "officer")


def approvers(project: Project, fact: Fact) -> Iterable[UUID]:
    """Approvers of the agency in charge."""
    return _members(project.agency_id, fact, "approver")


def signers(project: Project, fact: Fact) -> Iterable[UUID]:
    """Whoever may sign for one of the parties."""
    return {
        *_members(project.application.applicant_id, fact, "owner"),
        *_members(project.supplier_id, fact, "owner"),
        *_members(project.techno_park_id, fact, "officer", "approver"),
        *_members(project.agency_id, fact, "officer", "approver"),
    }


def everybody(project: Project, fact: Fact) -> Iterable[UUID]:
    """The people of all parties."""
    return {*firms(project, fact), *park(project, fact), *officers(project, fact)}


def due_of_project(project: Project, fact: Fact) -> date | None:
    """By when the next step of the project is asked for."""
    return project.due_on


def due_of_claim(project: Project, fact: Fact) -> date | None:
    """By when the next step of the claim is asked for."""
    rows = Claim.objects.filter(project=project, serial=fact.data["serial"])
    return rows.values_list("due_on", flat=True).first()


@dataclass(frozen=True)
class Message:
    """A sentence for some people, with its due day if they have something to do."""

    text: str
    to: Recipients
    due: Due | None = None
    page: str = "case-project"


MONEY = "case-money"
MESSAGES: dict[FactKind, tuple[Message, ...]] = {
    events.SUPPLIER_CHOSEN: (
        Message(words("%(firm)s asks you to build (%(number)s)."), builders, due_of_project),
    ),
    events.SUPPLIER_ACCEPTED: (
        Message(words("%(supplier)s agreed to build (%(number)s)."), team),
        Message(
            words("Please draw up the agreement with %(firm)s (%(number)s)."),
            officers,
            due_of_project,
        ),
    ),
    events.SUPPLIER_DECLINED: (
        Message(
            words("%(supplier)s declined to build: %(reason)s Please choose another supplier."),
            team,
            due_of_project,
        ),
    ),
    events.AGREEMENT_DRAFTED: (
        Message(
            words("The agreement of %(firm)s (%(number)s) is ready to be signed."),
            signers,
            due_of_project,
        ),
    ),
    events.AGREEMENT_CONCLUDED: (
        Message(words("The agreement %(number)s is in force until %(until)s."), everybody),
    ),
    events.DESIGN_SUBMITTED: (
        Message(words("A design of %(firm)s (%(number)s) waits for your answer."), park),
    ),
    events.DESIGN_ACCEPTED: (
        Message(words("The design was accepted; the build can begin (%(number)s)."), firms),
    ),
    events.DESIGN_RETURNED: (
        Message(words("The design was sent back (%(number)s): %(reason)s"), firms, due_of_project),
    ),
    events.INTERIM_PASSED: (
        Message(words("The interim check was passed (%(number)s)."), firms, due_of_project),
    ),
    events.INTERIM_RETURNED: (
        Message(words("The interim check asks for mending (%(number)s): %(reason)s"), firms),
    ),
    events.COMPLETION_REQUESTED: (
        Message(
            words("Please inspect the finished build at %(firm)s (%(number)s)."),
            park,
            due_of_project,
        ),
    ),
    events.COMPLETION_PASSED: (
        Message(words("The build is complete (%(number)s)."), firms),
        Message(
            words("Please settle the account of %(firm)s (%(number)s)."), officers, due_of_project
        ),
    ),
    events.COMPLETION_RETURNED: (
        Message(words("The completion inspection asks for mending: %(reason)s"), firms),
    ),
    events.CLAIM_SUBMITTED: (
        Message(
            words("Claim %(serial)s of %(firm)s over %(amount)s won waits to be checked."),
            officers,
            due_of_claim,
            MONEY,
        ),
    ),
    events.CLAIM_CHECKED: (
        Message(
            words("Claim %(serial)s of %(firm)s was checked and waits for approval."),
            approvers,
            due_of_claim,
            MONEY,
        ),
    ),
    events.CLAIM_APPROVED: (
        Message(
            words("Claim %(serial)s of %(firm)s was approved and can be paid."),
            approvers,
            due_of_claim,
            MONEY,
        ),
        Message(words("Your claim %(serial)s was approved (%(number)s)."), team, None, MONEY),
    ),
    events.CLAIM_RETURNED: (
        Message(
            words("Please mend claim %(serial)s (%(number)s): %(reason)s"),
            team,
            due_of_claim,
            MONEY,
        ),
    ),
    events.CLAIM_REFUSED: (
        Message(
            words("Claim %(serial)s was refused (%(number)s): %(reason)s You may appeal."),
            team,
            None,
            MONEY,
        ),
    ),
    events.CLAIM_DROPPED: (
        Message(words("Claim %(serial)s came to nothing: %(reason)s"), team, None, MONEY),
    ),
    events.CLAIM_PAID: (
        Message(
            words("%(amount)s won were paid for claim %(serial)s (%(number)s)."),
            team,
            None,
            MONEY,
        ),
    ),
    events.PROJECT_SETTLED: (
        Message(
            words("The account was settled (%(number)s); %(return_due)s won are to be returned."),
            team,
            None,
            MONEY,
        ),
        Message(words("After-care of %(firm)s (%(number)s) has begun."), park, due_of_project),
    ),
    events.MONEY_RETURNED: (
        Message(
            words("%(amount)s won were received back (%(number)s); %(left)s won are still due."),
            team,
            None,
            MONEY,
        ),
    ),
    events.VISIT_RECORDED: (
        Message(words("The outcome at %(moment)s was recorded (%(number)s)."), firms),
    ),
    events.PROJECT_CLOSED: (Message(words("The case %(number)s is closed."), everybody),),
    events.PROJECT_ABANDONED: (
        Message(words("Project %(number)s ended before an agreement: %(reason)s"), everybody),
    ),
    events.PROJECT_TERMINATED: (
        Message(words("The agreement %(number)s was terminated: %(reason)s"), everybody),
    ),
}


def on_project_fact(fact: Fact) -> None:
    """Tell the people concerned by a fact about a project or a claim."""
    messages = next(found for kind, found in MESSAGES.items() if kind.name == fact.kind)
    project = Project.objects.select_related("application").get(application=fact.subject)
    values = {
        **fact.data,
        "firm": project.application.applicant_name,
        "number": project.number,
    }
    for message in messages:
        accounts.send_notice(
            to=message.to(project, fact),
            text=message.text,
            params=values,
            link=reverse(f"programme:{message.page}", args=[project.application_id]),
            due=message.due(project, fact) if message.due else None,
            fact=fact.id,
            now=fact.at,
        )


def subscribe() -> None:
    """Called once when the application starts."""
    for kind in MESSAGES:
        facts.on(kind, on_project_fact)
