"""Two people at once: approvals, payments and terminations on real connections and threads."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from midas.hub.kernel.errors import NotAllowed, NotPossible
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.queries import money
from midas.hub.programme.services import claim as verbs
from midas.hub.programme.services import project as projects
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_project as cases

pytestmark = pytest.mark.django_db(transaction=True)
M = 1_000_000


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Rows of real transactions must not stay in caches that outlive a test."""
    from midas.hub.accounts import places
    from midas.hub.programme.queries import rulebook

    yield
    places.forget()
    for cached in (rulebook.profile_by_id, rulebook.terms_by_id):
        cached.cache_clear()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all acts in threads that start together; what each returned or raised."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            found[place] = act()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test looks at it
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return found


def kinds(name: str) -> int:
    """How many facts of a kind there are."""
    return Fact.objects.filter(kind=f"programme.{name}").count()


def test_two_approvers_at_once_approve_once() -> None:
    it = cases.at("in_force")
    row = it.check(it.claim(it.line(40 * M)))
    approvers = [makers.agency_approver() for _ in range(2)]
    results = at_once(
        *(lambda by=by: verbs.approve_claim(claim=row.id, by=by, now=it.now) for by in approvers)
    )
    assert sum(isinstance(one, models.Claim) for one in results) == 1
    assert sum(isinstance(one, NotPossible) for one in results) == 1
    assert kinds("claim_approved") == 1


def test_two_payments_at_once_pay_once() -> None:
    it = cases.at("in_force")
    row = it.approve(it.check(it.claim(it.line(40 * M))))
    results = at_once(*[lambda: it.pay(row)] * 4)
    assert all(isinstance(one, models.Claim) for one in results)
    assert list(models.Payment.objects.values_list("amount", flat=True)) == [20 * M]
    assert kinds("claim_paid") == 1


def test_two_payers_with_different_transfers_pay_once() -> None:
    it = cases.at("in_force")
    row = it.approve(it.check(it.claim(it.line(40 * M))))
    results = at_once(lambda: it.pay(row, "BANK-1"), lambda: it.pay(row, "BANK-2"))
    assert sum(isinstance(one, NotPossible) for one in results) == 1
    assert models.Payment.objects.count() == 1


def test_a_payment_and_a_termination_at_once_leave_one_true_account() -> None:
    it = cases.at("in_force")
    row = it.approve(it.check(it.claim(it.line(40 * M))))
    by = makers.agency_approver()
    paid, ended = at_once(
        lambda: it.pay(row),
        lambda: it.run(projects.terminate_project, by, reason="부도"),
    )
    assert isinstance(ended, models.Project) and it.fresh().state == "terminated"
    row.refresh_from_db()
    told = Fact.objects.get(kind="programme.project_terminated").data["paid"]
    if isinstance(paid, NotPossible):
        assert (row.state, told, models.Payment.objects.count()) == ("refused", {}, 0)
    else:
        assert (row.state, told) == ("paid", {"state": 20 * M})


def test_two_claims_at_once_never_reserve_more_than_was_agreed() -> None:
    it = cases.at("completed")
    lines = [[it.line(100 * M)], [it.line(90 * M)]]
    results = at_once(*(lambda own=own: it.claim(*own, own=200 * M) for own in lines))
    assert sum(isinstance(one, models.Claim) for one in results) == 1
    layers = money.layers_of(it.fresh())
    assert all(0 <= one.left <= one.agreed for one in layers)
    assert [claim.serial for claim in models.Claim.objects.all()] == [1]


def test_the_last_two_signatures_at_once_put_it_in_force_once() -> None:
    it = cases.at("signing")
    it.papers("agreement")
    it.sign(it.owner)
    it.sign(it.supplier)
    results = at_once(lambda: it.sign(it.park_signer), lambda: it.sign(it.signer))
    assert results == [None, None]
    assert it.fresh().state == "in_force"
    assert (kinds("agreement_signed"), kinds("agreement_concluded")) == (4, 1)
    assert models.CareVisit.objects.count() == 3


def test_one_person_cannot_check_and_approve_in_the_same_moment() -> None:
    it = cases.at("in_force")
    first, second = it.claim(it.line(10 * M)), it.claim(it.line(20 * M))
    both = cases.people.actor("agency", "officer", "approver", of=makers.agency())
    it.check(first)
    results = at_once(
        lambda: verbs.approve_claim(claim=first.id, by=both, now=it.now),
        lambda: verbs.check_claim(claim=second.id, by=both, now=it.now),
    )
    assert sum(isinstance(one, NotAllowed) for one in results) == 1
