"""One factory through the whole programme, from the open call to the closed case, by its people."""

from collections.abc import Callable

import pytest

from tests.journeys import applying, building, judging
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.moves_the_clock, pytest.mark.timeout(900)]
NOTICE, LOT = "2027-D-0001", 2
STATE = "select state from programme_application where id = %s"
PROJECT = "select state from programme_project where application_id = %s"
TABS = ("", "application/", "assessment/", "project/", "money/", "history/", "print/")


def test_a_factory_goes_from_the_open_call_to_the_closed_case(
    visitor: Callable[..., Visitor],
) -> None:
    one = visitor()
    case = apply(one)
    lot = one.ask("select lot_id from programme_application where id = %s", case)
    judge(one, case, lot)
    agree(one, case)
    build(one, case)
    care(one, case)
    read_everything(one, case)


def apply(one: Visitor) -> str:
    """The owner of a press shop in Changwon applies."""
    one.become("owner001")
    case = applying.apply(
        one,
        NOTICE,
        LOT,
        one.supplier("supplier01"),
        plan=lambda _case: one.picture("plan", 1280),
        diagnosis=lambda _case: one.picture("diagnosis", 1280, 390),
        documents=lambda _case: one.picture("documents", 390),
    )
    assert one.ask(STATE, case) == "submitted"
    return case


def judge(one: Visitor, case: str, lot: str) -> None:
    """Agency, city, three experts, committee and approver."""
    judging.screen(one, case)
    judging.nominate(one, case)
    assert one.ask(STATE, case) == "nominated"
    experts = judging.appoint(one, case)
    for number, expert in enumerate(experts):
        judging.assess(one, case, expert, 3 if number == 2 else 2)
    judging.agree(one, case, experts[0], 2)
    judging.close_lot(one, lot)
    judging.select(one, case, lot)
    assert one.ask(STATE, case) == "selected"
    one.go(f"/lots/{lot}/selection/")
    one.picture("selection", 1280)


def agree(one: Visitor, case: str) -> None:
    """Owner, supplier, Techno Park and agency come to an agreement."""
    building.choose_supplier(one, case)
    building.sign(one, case)
    assert one.ask(STATE, case) == "contracted"


def build(one: Visitor, case: str) -> None:
    """From the first visit to the settled account."""
    one.wait(14)
    building.visit(one, case, "T0")
    building.design(one, case)
    building.claim(one, case, "A-1", 100_000_000, 50_000_000)
    building.inspect(one, case, "record_interim")
    one.become("owner001")
    one.go(f"/cases/{case}/")
    one.picture("case", 1280, 390)
    one.go(f"/cases/{case}/money/")
    one.picture("money", 1280)
    building.complete(one, case)
    building.settle(one, case)


def care(one: Visitor, case: str) -> None:
    """The outcome is measured twice, then the case is closed."""
    for moment in ("T1", "T2"):
        building.wait_for_visit(one, case, moment)
        building.visit(one, case, moment)
    building.close(one, case)
    assert (one.ask(PROJECT, case), one.ask(STATE, case)) == ("closed", "finished")


def read_everything(one: Visitor, case: str) -> None:
    """The owner and the auditor read the closed case, the owner in both languages."""
    one.become("auditor")
    for tab in TABS:
        one.go(f"/cases/{case}/{tab}")
    one.become("owner001")
    one.go(f"/cases/{case}/project/")
    one.picture("outcome", 1280)
    one.go(f"/cases/{case}/history/")
    one.picture("history", 390)
    one.speak("en")
    for tab in TABS:
        one.go(f"/cases/{case}/{tab}")
    one.go(f"/cases/{case}/")
    one.picture("case-closed", 1280, 390)
