"""Verbs of notices: tell people, remember that they read it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from midas.hub.accounts import policies
from midas.hub.accounts.models import Notice, Person
from midas.hub.accounts.notifiers import tell_people
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb


@transaction.atomic
def send_notice(
    *,
    to: Iterable[UUID],
    text: str,
    params: Mapping[str, Any] | None = None,
    link: str = "",
    due: date | None = None,
    fact: int | None = None,
    now: datetime,
) -> list[UUID]:
    """Put one notice into the inbox of each person and pass it on to the notifiers after commit.

    `text` is a sentence marked by `words`, `params` its values (texts of data may be {"ko","en"}),
    `fact` the id of the fact behind it. Unknown people are left out. Returns the notices' ids.
    """
    values = dict(params or {})
    text % values  # a missing value is a mistake of the caller, found at once
    people = list(Person.objects.filter(pk__in=set(to), is_active=True))
    rows = Notice.objects.bulk_create(
        Notice(
            person=person,
            text=text,
            params=values,
            link=link,
            due=due,
            created_at=now,
            fact_id=fact,
        )
        for person in people
    )
    transaction.on_commit(lambda: tell_people(people, text, values, link), robust=True)
    return [row.id for row in rows]


@verb
def mark_notice_read(*, notice_id: UUID, by: Actor, now: datetime) -> None:
    """Remember that the person has read it; a second time changes nothing.

    Raises NotFound, and NotAllowed for somebody else's notice. Leaves no fact: it is nobody's case.
    """
    row = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if row is None:
        raise NotFound(Problem(words("There is no such notice.")))
    require(policies.may_read_notice(by, row.person_id))
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])


@verb
def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Remember that the person has read every notice so far; returns how many were unread."""
    if by.person is None:
        return 0
    return Notice.objects.filter(person_id=by.person, read_at=None).update(read_at=now)
