"""Verbs of people."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from midas.hub.accounts import events, policies
from midas.hub.accounts.cards import PersonCard
from midas.hub.accounts.models import Person
from midas.hub.accounts.queries import person_card
from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb


@verb
def register_person(
    *,
    email: str,
    name: str,
    phone: str = "",
    preferred_language: str = "ko",
    password: str | None = None,
    is_demo: bool = False,
    by: Actor,
    now: datetime,
) -> PersonCard:
    """Register a person: anybody themselves with a password, operators other people.

    Raises NotAllowed, and NotValid for an e-mail address that is taken or a missing name.
    """
    require(policies.may_register_person(by, with_own_password=password is not None))
    address = email.strip().lower()
    problems = []
    if not name.strip():
        problems.append(Problem(words("Please give a name."), field="name", rule="name-needed"))
    if Person.objects.filter(email=address).exists():
        problems.append(_taken())
    if problems:
        raise NotValid(*problems)
    try:
        with transaction.atomic():
            row = Person.objects.create_user(
                address,
                password,
                name=name.strip(),
                phone=phone,
                preferred_language=preferred_language,
                is_demo=is_demo,
                registered_at=now,
            )
    except IntegrityError as error:  # somebody else took the address at the same moment
        raise NotValid(_taken()) from error
    facts.record(events.PERSON_REGISTERED, subject=row.id, by=by, now=now)
    return person_card(row)


def _taken() -> Problem:
    sentence = words("Somebody already signs in with this e-mail address.")
    return Problem(sentence, field="email", rule="email-once")


@verb
def change_person(
    *,
    person_id: UUID,
    name: str,
    phone: str = "",
    preferred_language: str = "ko",
    by: Actor,
    now: datetime,
) -> PersonCard:
    """Change one's own profile; raises NotAllowed for another person's, NotValid without a name."""
    row = Person.objects.select_for_update().filter(pk=person_id).first()
    if row is None:
        raise NotFound(Problem(words("There is no such person."), field="person"))
    require(policies.may_change_person(by, row.id))
    if not name.strip():
        raise NotValid(Problem(words("Please give a name."), field="name", rule="name-needed"))
    row.name, row.phone, row.preferred_language = (
        name.strip(),
        phone,
        preferred_language,
    )
    row.save(update_fields=["name", "phone", "preferred_language"])
    facts.record(events.PERSON_CHANGED, subject=row.id, by=by, now=now)
    return person_card(row)
