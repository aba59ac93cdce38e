"""Facts: the audit trail and the outbox in one append-only table, written with the change itself.

A room declares its kinds of facts in `events.py`, records them in its verbs and, above, subscribes
handlers in `apps.ready`. Each handler gets one delivery row per fact in the same transaction;
`relay.py` works the deliveries off after commit.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.models import Delivery, Fact
from midas.hub.kernel.occurrences import KINDS, FactKind, declare
from midas.hub.kernel.problems import words

CHANNEL = "midas_facts"  # the relay listens here and is told at the commit

VERB_REFUSED = declare("kernel.verb_refused", words("“%(verb)s” was refused: %(reason)s"))

_handlers: dict[str, dict[str, Callable[[Fact], None]]] = {}


def on(kind: FactKind, handler: Callable[[Fact], None]) -> None:
    """Subscribe a handler to a kind of fact; a second one of the same name is refused."""
    name = f"{handler.__module__}.{handler.__qualname__}"
    known = _handlers.setdefault(kind.name, {})
    if name in known:
        msg = f"{name} already handles {kind.name}"
        raise ValueError(msg)
    known[name] = handler


def handler_named(kind: str, name: str) -> Callable[[Fact], None] | None:
    """The handler behind a delivery, or None when the code no longer has it."""
    return _handlers.get(kind, {}).get(name)


def record(kind: FactKind, *, subject: UUID | None, by: Actor, now: datetime, **data: Any) -> Fact:
    """Append one fact about `subject` (the case it belongs to) and its deliveries.

    `data` must be plain JSON and hold every value that the kind's sentence names; raises KeyError
    when one is missing. Call it inside the verb's transaction.
    """
    kind.sentence % data  # a missing value is a mistake of the caller, found at once
    fact = Fact.objects.create(
        at=now,
        kind=kind.name,
        subject=subject,
        person=by.person,
        organisation=by.organisation,
        actor_name=by.name,
        actor_organisation=by.organisation_name,
        data=data,
    )
    names = _handlers.get(kind.name, ())
    if names:
        Delivery.objects.bulk_create(Delivery(fact=fact, handler=name, due=now) for name in names)
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify(%s, '')", [CHANNEL])
    return fact


def record_refusal(name: str, refusal: Refusal, *, by: Actor, now: datetime) -> Fact:
    """Remember that a verb said no: who tried what, and which rules stood against it."""
    return record(
        VERB_REFUSED,
        subject=getattr(refusal, "subject", None),
        by=by,
        now=now,
        verb=name,
        reason=str(refusal),
        error=type(refusal).__name__,
        rules=[one.rule for one in refusal.problems],
    )


def kind_named(name: str) -> FactKind | None:
    """The declared kind, or None for a kind that today's code no longer declares."""
    return KINDS.get(name)
