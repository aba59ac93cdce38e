"""The owner of a press shop applies, and what the pages do with wrong input."""

from collections.abc import Callable

import pytest

from tests.journeys import applying
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
Open = Callable[..., Visitor]


def test_an_owner_goes_from_the_list_of_calls_to_a_submitted_application(visitor: Open) -> None:
    owner = visitor()
    owner.become("owner001")
    case = applying.apply(owner, "2027-D-0001", 1, owner.supplier("supplier01"))
    owner.go(f"/cases/{case}/")
    assert "심사 대기" in owner.words() or "제출" in owner.words()
    assert owner.ask("select state from programme_application where id = %s", case) == "submitted"
