"""Deliveries: one lasting effect per handler, patience with failures, and a person at the end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from midas.hub.kernel import facts, pulse, relay
from midas.hub.kernel.actor import SYSTEM, Actor
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import Delivery, Fact, Heartbeat
from midas.hub.kernel.occurrences import KINDS, FactKind

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BY = Actor(person=new_id(), name="김하나")
OPERATOR = Actor(person=new_id(), roles=frozenset({"operator"}))


@pytest.fixture
def kind() -> Iterator[FactKind]:
    """A kind of fact that exists for one test."""
    made = facts.declare("kernel.bell_rung", "%(who)s rang")
    yield made
    KINDS.pop(made.name)
    facts._handlers.pop(made.name, None)  # a test cleans up after itself


def ring(kind: FactKind) -> Fact:
    """Record one fact of the kind."""
    return facts.record(kind, subject=None, by=BY, now=NOW, who="나")


def write_and_fail(fact: Fact) -> None:
    """A handler that writes and then fails."""
    pulse.beat(f"effect-{fact.pk}", NOW)
    raise RuntimeError("the bell is broken")


def write(fact: Fact) -> None:
    """A handler that writes; a second time would be an error."""
    Heartbeat.objects.create(name=f"effect-{fact.pk}", at=NOW)


@pytest.mark.django_db
def test_a_delivery_is_made_once(kind: FactKind) -> None:
    facts.on(kind, write)
    fact = ring(kind)
    assert relay.deliver_all() == 1
    assert relay.deliver_all() == 0
    assert Heartbeat.objects.get().name == f"effect-{fact.pk}"
    assert Delivery.objects.get().state == Delivery.State.DONE


@pytest.mark.django_db
def test_a_failed_handler_leaves_no_effect_and_is_tried_later(kind: FactKind) -> None:
    facts.on(kind, write_and_fail)
    facts.on(kind, write)
    ring(kind)
    assert relay.deliver_due(NOW) == 2
    assert Heartbeat.objects.count() == 1  # of the handler that did not fail
    failed = Delivery.objects.get(state=Delivery.State.WAITING)
    assert (failed.attempts, failed.due) == (1, NOW + timedelta(seconds=2))
    assert "the bell is broken" in failed.error
    assert relay.deliver_due(NOW) == 0
    assert relay.deliver_due(NOW + timedelta(seconds=2)) == 1


@pytest.mark.django_db
def test_eight_failures_park_a_delivery_until_an_operator_retries_it(kind: FactKind) -> None:
    facts.on(kind, write_and_fail)
    ring(kind)
    at, tries = NOW, 0
    while tried := relay.deliver_due(at):
        tries += tried
        at = Delivery.objects.get().due
    assert tries == relay.MAX_FAILURES
    (parked,) = relay.parked()
    assert "the bell is broken" in parked.error

    with pytest.raises(NotAllowed):
        relay.retry_parked(delivery_id=parked.pk, by=BY, now=at)
    again = relay.retry_parked(delivery_id=parked.pk, by=OPERATOR, now=at)
    assert (again.state, again.attempts) == (Delivery.State.WAITING, 0)
    with pytest.raises(NotPossible):
        relay.retry_parked(delivery_id=parked.pk, by=SYSTEM, now=at)
    with pytest.raises(NotFound):
        relay.retry_parked(delivery_id=0, by=SYSTEM, now=at)
    assert Fact.objects.filter(kind="kernel.delivery_retried", person=OPERATOR.person).exists()


@pytest.mark.django_db
def test_a_handler_that_the_code_lost_is_an_error_to_see(kind: FactKind) -> None:
    facts.on(kind, write)
    ring(kind)
    Delivery.objects.update(handler="gone.away")
    relay.deliver_due(NOW)
    assert "no handler gone.away" in Delivery.objects.get().error


@pytest.mark.django_db
def test_deliver_all_raises_what_a_handler_raises(kind: FactKind) -> None:
    facts.on(kind, write_and_fail)
    ring(kind)
    with pytest.raises(RuntimeError):
        relay.deliver_all()


@pytest.mark.django_db
def test_what_a_handler_records_is_delivered_as_well(kind: FactKind) -> None:
    def on_first(fact: Fact) -> None:
        if fact.data["who"] != "echo":
            facts.record(kind, subject=None, by=SYSTEM, now=NOW, who="echo")

    facts.on(kind, on_first)
    ring(kind)
    assert relay.deliver_all() == 2


@pytest.mark.django_db(transaction=True)
def test_the_loop_wakes_at_a_commit_and_stops_when_told(kind: FactKind) -> None:
    import threading
    import time

    from django.db import connection

    def work(stopped: threading.Event) -> None:
        try:
            relay.run(stopped)
        finally:
            connection.close()

    facts.on(kind, write)
    stopped = threading.Event()
    thread = threading.Thread(target=work, args=(stopped,))
    thread.start()
    try:
        deadline = time.monotonic() + 10
        while not pulse.is_beating("relay", datetime.now(UTC)) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.3)
        began = time.monotonic()
        facts.record(kind, subject=None, by=BY, now=NOW, who="나")
        while not Delivery.objects.filter(state="done").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        waited = time.monotonic() - began
    finally:
        stopped.set()
        thread.join(10)
    assert not thread.is_alive()
    assert waited < relay.POLL_SECONDS - 0.5  # the notice woke it, not the poll


def test_waits_grow_and_stay_within_a_day() -> None:
    waits = [relay.wait_after(n) for n in range(1, relay.MAX_FAILURES)]
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) < timedelta(days=1)


def test_a_second_handler_of_the_same_name_is_refused(kind: FactKind) -> None:
    facts.on(kind, write)
    with pytest.raises(ValueError, match="already handles"):
        facts.on(kind, write)
