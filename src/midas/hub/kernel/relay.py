"""Brings facts to their handlers after the commit: exactly one lasting effect per handler.

The effect of a handler and the mark that it is done commit together. A handler that fails is tried
again ever later; after eight failures its delivery is parked, with the error, for a person to see.
"""

import logging
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from midas.hub.kernel import clock, facts, pulse
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible
from midas.hub.kernel.models import Delivery, Fact
from midas.hub.kernel.occurrences import declare
from midas.hub.kernel.policies import ALLOWED, Decision, denied, require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb

log = logging.getLogger(__name__)

MAX_FAILURES = 8
FIRST_WAIT = timedelta(seconds=2)
CHANNEL = facts.CHANNEL
POLL_SECONDS = 2.0

DELIVERY_RETRIED = declare(
    "kernel.delivery_retried", words("Delivery to “%(handler)s” was started again")
)


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures: 2 s, 8 s, 32 s … about three hours in all."""
    return FIRST_WAIT * 4 ** (failures - 1)


def deliver_next(now: datetime, *, strict: bool = False) -> bool:
    """Make one delivery that is due; False when there is none.

    With `strict` an error of the handler is raised and nothing changes, instead of being kept.
    """
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("fact")
            .filter(state=Delivery.State.WAITING, due__lte=now)
            .order_by("due", "id")
            .first()
        )
        if delivery is None:
            return False
        try:
            with transaction.atomic():
                _handler_of(delivery)(delivery.fact)
        except Exception as error:
            if strict:
                raise
            _note_failure(delivery, error, now)
        else:
            Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.DONE, error="")
    return True


def deliver_due(now: datetime | None = None, limit: int = 500) -> int:
    """Make the deliveries that are due, at most `limit`; how many were tried."""
    for done in range(limit):
        if not deliver_next(now or clock.now()):
            return done
    return limit


def deliver_all(now: datetime | None = None, limit: int = 1_000_000) -> int:
    """Make every waiting delivery, also those that handlers cause: for tests and scripts.

    An error of a handler is raised. Without `now`, retries that are not due yet are made as well.
    """
    for done in range(limit):
        if not deliver_next(now or datetime.max.replace(tzinfo=clock.now().tzinfo), strict=True):
            return done
    return limit


def parked() -> "QuerySet[Delivery]":
    """The deliveries that were given up, the oldest first, each with its fact and its error."""
    return (
        Delivery.objects.filter(state=Delivery.State.PARKED).select_related("fact").order_by("id")
    )


def may_retry_parked(by: Actor) -> Decision:
    """Only those who keep the platform running."""
    if by.has("system", "operator"):
        return ALLOWED
    return denied(words("Only operators of the platform may do this."), rule="operators-only")


@verb
def retry_parked(*, delivery_id: int, by: Actor, now: datetime) -> Delivery:
    """Give a parked delivery eight new tries, the first at once.

    Raises NotFound for no such delivery, NotAllowed for others than operators, and NotPossible for
    a delivery that is not parked.
    """
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound(Problem(words("There is no such delivery.")))
    require(may_retry_parked(by))
    if delivery.state != Delivery.State.PARKED:
        raise NotPossible(Problem(words("This delivery is not parked."), rule="parked-only"))
    changed = {"state": Delivery.State.WAITING, "attempts": 0, "due": now}
    Delivery.objects.filter(pk=delivery.pk).update(**changed)
    facts.record(DELIVERY_RETRIED, subject=None, by=by, now=now, handler=delivery.handler)
    delivery.refresh_from_db()
    return delivery


def run(stopped: threading.Event) -> None:
    """Deliver until `stopped`; woken by the database's notice, by the clock at the latest."""
    listening = None
    while not stopped.is_set():
        try:
            pulse.beat("relay", clock.now())
            tried = deliver_due()
            listening = _listen(listening)
            if not tried and not stopped.is_set():
                _wait(listening)
        except Exception:
            log.exception("The relay stumbled and goes on in %s s", POLL_SECONDS)
            connection.close()
            listening = None
            stopped.wait(POLL_SECONDS)


def _handler_of(delivery: Delivery) -> Callable[[Fact], None]:
    handler = facts.handler_named(delivery.fact.kind, delivery.handler)
    if handler is None:
        msg = f"no handler {delivery.handler} for {delivery.fact.kind} in this version"
        raise LookupError(msg)
    return handler


def _note_failure(delivery: Delivery, error: Exception, now: datetime) -> None:
    failures = delivery.attempts + 1
    is_over = failures >= MAX_FAILURES
    log.warning("%s failed %s times: %s", delivery.handler, failures, error)
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=failures,
        state=Delivery.State.PARKED if is_over else Delivery.State.WAITING,
        due=now + wait_after(failures),
        error="".join(traceback.format_exception(error))[-8000:],
    )


def _listen(known: object) -> object:
    """The raw connection, listening; a new connection of Django listens anew."""
    connection.ensure_connection()
    if connection.connection is not known:
        with connection.cursor() as cursor:
            cursor.execute(f"listen {CHANNEL}")
    return connection.connection


def _wait(listening: object) -> None:
    for _ in listening.notifies(timeout=POLL_SECONDS, stop_after=1):  # type: ignore[attr-defined]
        return
