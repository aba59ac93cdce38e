"""Who works on an application."""

from datetime import datetime
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import application as policies
from midas.hub.programme.rules.lifecycles import APPLICATION
from midas.hub.programme.services.cases import locked_case
from midas.hub.programme.services.standing import refuse_barred


@verb
def add_person(
    *, application: UUID, person: UUID, role: str, by: Actor, now: datetime
) -> models.Participation:
    """Let a member of the firm or of its supplier work on it as lead, editor or reader.

    Adding somebody again changes the role. Raises NotAllowed, NotValid for somebody from
    elsewhere or an unknown role, NotPossible for a barred person.
    """
    case = locked_case(application)
    require(policies.may_change_people(by, case))
    card = accounts.person(person)
    _refuse_stranger(case, person, role, now)
    refuse_barred([person], "apply", clock.today(now), field="person")
    _refuse_leaderless(case, person, role)
    row, _ = models.Participation.objects.update_or_create(
        application=case,
        person_id=person,
        defaults={"role": role},
        create_defaults={"role": role, "added_at": now},
    )
    facts.record(
        events.PERSON_ADDED,
        subject=case.id,
        by=by,
        now=now,
        name=card.name,
        role=role,
        added=str(person),
    )
    return row


def _refuse_stranger(case: models.Application, person: UUID, role: str, now: datetime) -> None:
    day = clock.today(now)
    if role not in models.Participation.Role.values:
        text = words("There is no such role.")
        raise NotValid(Problem(text, field="role", rule="role-known"))
    if person in accounts.people_in(case.applicant_id, "owner", "staff", on=day):
        return
    partner = case.supplier_id and person in accounts.people_in(case.supplier_id, on=day)
    if not partner or role == models.Participation.Role.LEAD:
        text = words("Only members of the factory, or of its supplier as editors, can take part.")
        raise NotValid(Problem(text, field="person", rule="members-only"))


def _refuse_leaderless(case: models.Application, person: UUID, role: str) -> None:
    lead = models.Participation.Role.LEAD
    others = case.participations.filter(role=lead).exclude(person_id=person)
    if role != lead and not others.exists():
        text = words("Somebody must lead the application. Name another lead first.")
        raise NotPossible(Problem(text, field="person", rule="one-lead"))


@verb
def remove_person(*, application: UUID, person: UUID, by: Actor, now: datetime) -> None:
    """Take somebody off the application; raises NotPossible for the only lead."""
    case = locked_case(application)
    require(policies.may_change_people(by, case))
    row = case.participations.filter(person_id=person).first()
    if row is None:
        raise NotFound(Problem(words("This person does not work on the application.")))
    APPLICATION.target_of("withdraw_application", case.state)  # people change while it is alive
    _refuse_leaderless(case, person, "")
    row.delete()
    facts.record(
        events.PERSON_REMOVED,
        subject=case.id,
        by=by,
        now=now,
        name=accounts.person(person).name,
        removed=str(person),
    )
