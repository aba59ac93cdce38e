"""Verbs of memberships: give a role, end it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from midas.hub.accounts import events, policies
from midas.hub.accounts.models import Membership, Organisation, Person, Role
from midas.hub.accounts.rules.firms import role_problems
from midas.hub.accounts.services.organisations import locked_organisation
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb


@verb
def grant_membership(
    *,
    person_id: UUID,
    organisation_id: UUID,
    role: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
    by: Actor,
    now: datetime,
) -> UUID:
    """Give a person a role in an organisation from a day (today by default); returns its id.

    A role that the person already holds is left as it is. Raises NotAllowed, NotFound, and
    NotValid for a role that this kind of organisation does not give or days in the wrong order.
    """
    organisation = locked_organisation(organisation_id)
    require(policies.may_change_organisation(by, organisation.id))
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound(Problem(words("There is no such person."), field="person"))
    return put_member(organisation, person, role, valid_from, valid_until, by=by, now=now)


def put_member(
    organisation: Organisation,
    person: Person,
    role: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
    *,
    by: Actor,
    now: datetime,
) -> UUID:
    """Write the membership and its fact for a verb that has already asked its policy."""
    start = valid_from or clock.today(now)
    refuse_role(organisation, role)
    if valid_until is not None and valid_until < start:
        sentence = words("A membership cannot end before it starts.")
        raise NotValid(Problem(sentence, field="valid_until", rule="days-in-order"))
    held = Membership.objects.filter(
        person=person, organisation=organisation, role=role, valid_until=None
    ).first()
    if held is not None:
        return held.id
    row = Membership.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        valid_from=start,
        valid_until=valid_until,
    )
    facts.record(
        events.MEMBERSHIP_GRANTED,
        subject=organisation.id,
        by=by,
        now=now,
        role=role,
        name=person.name,
        membership=str(row.id),
    )
    return row.id


def refuse_role(organisation: Organisation, role: str) -> None:
    """Raise NotValid for a role that does not exist or that this organisation does not give."""
    problems = role_problems(organisation.kind, role)
    if role not in Role.values:
        problems = [Problem(words("There is no such role."), field="role", rule="role-known")]
    if problems:
        raise NotValid(*problems)


@verb
def end_membership(
    *, membership_id: UUID, last_day: date | None = None, by: Actor, now: datetime
) -> None:
    """End a role at once, or after `last_day`; people may always end their own.

    Raises NotFound, NotAllowed, NotPossible when it has ended already or when it is the last
    owner's, and NotValid for a last day before the first.
    """
    found = Membership.objects.filter(pk=membership_id).values_list("organisation_id", flat=True)
    organisation = locked_organisation(found[0]) if found else None
    row = Membership.objects.select_related("person").filter(pk=membership_id).first()
    if row is None or organisation is None:
        raise NotFound(Problem(words("There is no such membership.")))
    if by.person != row.person_id:
        require(policies.may_change_organisation(by, organisation.id))
    today = clock.today(now)
    _refuse_end(row, last_day, today)
    if last_day is None and row.valid_from >= today:
        row.delete()  # it never held for a whole day; the facts remember it
    else:
        row.valid_until = last_day or today - timedelta(days=1)
        row.save(update_fields=["valid_until"])
    facts.record(
        events.MEMBERSHIP_ENDED,
        subject=organisation.id,
        by=by,
        now=now,
        role=row.role,
        name=row.person.name,
        membership=str(membership_id),
    )


def _refuse_end(row: Membership, last_day: date | None, today: date) -> None:
    if row.valid_until is not None and row.valid_until < today:
        text = words("This membership has already ended.")
        raise NotPossible(Problem(text, rule="membership-ended"))
    if last_day is not None and last_day < row.valid_from:
        sentence = words("A membership cannot end before it starts.")
        raise NotValid(Problem(sentence, field="last_day", rule="days-in-order"))
    others = Membership.objects.filter(
        organisation_id=row.organisation_id, role="owner", valid_until=None
    ).exclude(person_id=row.person_id)
    if row.role == "owner" and not others.exists():
        text = words("The last owner cannot leave. Please make somebody else an owner first.")
        raise NotPossible(Problem(text, rule="last-owner"))
