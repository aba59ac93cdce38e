"""Who is told what about assessment, selection and appeals; bands and votes are never told."""

import pytest

from midas.hub.accounts.models import Notice
from midas.hub.kernel import relay
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.facts import handler_named
from midas.hub.kernel.models import Fact
from midas.hub.programme import events, handlers_assessment, models
from midas.hub.programme.services import appeal as appeals
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_assessment as make

pytestmark = pytest.mark.django_db
NOW = make.NOW


def told(actor: Actor) -> list[Notice]:
    """Deliver what waits, and read the inbox of a person, oldest first."""
    while relay.deliver_next(make.LATER, strict=True):
        pass
    return list(Notice.objects.filter(person_id=actor.person).order_by("fact_id", "id"))


def test_every_kind_of_fact_has_its_handler() -> None:
    for kind in handlers_assessment.MESSAGES:
        name = "midas.hub.programme.handlers_assessment.on_judged_case"
        assert handler_named(kind.name, name) is not None
    name = "midas.hub.programme.handlers_assessment.on_selection_opened"
    assert handler_named(events.SELECTION_OPENED.name, name) is not None


def test_experts_learn_what_waits_for_them_and_until_when() -> None:
    row, (one, two) = make.panel(count=2)
    first, second = told(one)
    seat = make.seat_of(row, one)
    assert str(seat.id) in first.link
    assert second.due == seat.due_on
    make.hand_in(row, one)
    make.hand_in(row, two)
    officer = makers.agency_officer()
    assert len(told(officer)) == 2  # both handed in
    assert not [n for n in told(officer) if "band" in n.text]


def test_the_firm_hears_that_the_assessment_began_and_ended_but_no_band() -> None:
    row, _ = make.concluded()
    case = models.Application.objects.get(id=row.application_id)
    started, ended = told(makers.lead_of(case))
    assert started.params["number"] == ended.params["number"] == case.number
    assert "%(level)s" not in ended.text
    assert "%(expert)s" not in started.text + ended.text


def test_members_are_asked_and_firms_learn_the_outcome() -> None:
    selection, (best, weak), members = make.decided(90, 59)
    (asked,) = told(members[0])
    assert str(selection.lot_id) in asked.link
    (won,) = told(makers.lead_of(best))
    assert won.due == best.due_on
    (lost,) = told(makers.lead_of(weak))
    assert set(lost.params["reason"]) == {"ko", "en"}
    assert lost.due == weak.due_on  # the last day of an appeal


def test_an_appeal_goes_to_approvers_but_the_decider_and_its_answer_to_the_firm() -> None:
    _, (_, case), _ = make.decided(90, 59)
    judge = makers.agency_approver()
    row = make.appealed(case, "application_rejected")
    decider = make.fact(case, "application_rejected").person
    (asked,) = told(judge)
    assert asked.due == row.due_on
    fact = Fact.objects.get(kind="programme.appeal_filed")
    assert not Notice.objects.filter(fact=fact, person_id=decider).exists()
    appeals.dismiss_appeal(appeal=row.id, answer="배점은 그대로입니다.", by=judge, now=make.LATER)
    assert told(makers.lead_of(case))[-1].params["answer"] == "배점은 그대로입니다."
