"""Choosing a supplier: state, fact and every refusal."""

from typing import Any

import pytest

from midas.hub.accounts.models import Standing
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid, Refusal
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.services import project as verbs
from midas.hub.programme.services.application import withdraw_application
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_project as cases

pytestmark = pytest.mark.django_db


def rules_of(refused: "pytest.ExceptionInfo[Refusal]") -> list[str]:
    """The codes of the rules that stood against a verb."""
    return [problem.rule for problem in refused.value.problems]


def facts_of(case: models.Application) -> list[str]:
    """The kinds of a case's facts, oldest first."""
    rows = Fact.objects.filter(subject=case.id).order_by("id")
    return [kind.removeprefix("programme.") for kind in rows.values_list("kind", flat=True)]


def bar(what: str, **subject: Any) -> None:
    """A participation ban since last year."""
    Standing.objects.create(
        from_what=what,
        from_day=people.LONG_AGO,
        reason="허위 청구",
        source="act Art. 20",
        recorded_at=people.NOW,
        **subject,
    )


def test_a_project_opens_with_its_parties_and_a_day_to_choose() -> None:
    it = cases.cast()
    project = it.fresh()
    assert (project.state, project.supplier_state) == ("preparing", "")
    assert project.techno_park_id == it.case.techno_park_id
    assert project.agency_id == it.case.lot.call.organiser_id
    assert project.due_on and project.due_on > it.today
    assert facts_of(it.case) == ["project_opened"]


def test_the_firm_asks_and_the_supplier_agrees() -> None:
    it = cases.cast()
    it.choose()
    assert it.fresh().supplier_state == "asked"
    it.accept()
    project = it.fresh()
    assert (project.state, project.supplier_state) == ("preparing", "accepted")
    assert facts_of(it.case)[1:] == ["supplier_chosen", "supplier_accepted"]


def test_a_supplier_that_declines_says_why_and_another_may_be_asked() -> None:
    it = cases.cast()
    it.choose()
    with pytest.raises(NotValid) as refused:
        it.run(verbs.answer_supplier, it.supplier, accept=False, reason=" ")
    assert rules_of(refused) == ["reason"]
    it.run(verbs.answer_supplier, it.supplier, accept=False, reason="인력 부족")
    assert it.fresh().supplier_state == "declined"
    other = people.organisation("supplier")
    with pytest.raises(NotValid) as refused:
        it.choose(other)
    assert rules_of(refused) == ["reason"]
    it.choose(other, reason="먼저 정한 공급기업이 거절")
    assert (it.fresh().supplier_id, it.fresh().supplier_state) == (other.id, "asked")
    assert facts_of(it.case)[-2:] == ["supplier_declined", "supplier_chosen"]


def test_only_the_firm_chooses_and_only_the_asked_supplier_answers() -> None:
    it = cases.cast()
    for stranger in (people.actor("adopter"), it.officer, it.park, people.actor("supplier")):
        with pytest.raises(NotAllowed):
            it.run(verbs.choose_supplier, stranger, supplier=it.case.supplier_id, reason="")
    it.choose()
    for stranger in (people.actor("supplier"), it.owner, it.officer):
        with pytest.raises(NotAllowed):
            it.run(verbs.answer_supplier, stranger, accept=True)


@pytest.mark.parametrize("kind", ["adopter", "association"])
def test_an_organisation_that_is_no_supplier_is_refused(kind: str) -> None:
    it = cases.cast()
    with pytest.raises(NotValid) as refused:
        it.choose(people.organisation(kind), reason="x")
    assert rules_of(refused) == ["supplier-active"]
    assert refused.value.problems[0].field == "supplier"


def test_a_supplier_out_of_business_is_refused() -> None:
    it = cases.cast()
    gone = people.organisation("supplier", closed_on=people.TODAY)
    with pytest.raises(NotValid) as refused:
        it.choose(gone, reason="x")
    assert rules_of(refused) == ["supplier-active"]


def test_a_barred_supplier_is_refused_with_reason_and_source() -> None:
    it = cases.cast()
    bar("supply", organisation=it.case.supplier)
    with pytest.raises(NotAllowed) as refused:
        it.choose()
    (problem,) = refused.value.problems
    assert (problem.rule, problem.source) == ("not-barred", "act Art. 20")
    assert problem.params["reason"] == "허위 청구"


def test_a_ban_that_came_after_the_question_stops_the_answer() -> None:
    it = cases.cast()
    it.choose()
    bar("all", organisation=it.case.supplier)
    with pytest.raises(NotAllowed):
        it.accept()
    assert it.fresh().supplier_state == "asked"


def test_a_barred_firm_or_person_cannot_choose() -> None:
    it = cases.cast()
    bar("apply", person_id=it.owner.person)
    with pytest.raises(NotAllowed) as refused:
        it.choose()
    assert rules_of(refused) == ["not-barred"]


def test_a_supplier_with_the_same_representative_is_refused() -> None:
    it = cases.cast(applicant=makers.factory(representative="김 철수"))
    tied = people.organisation("supplier", representative="김철수")
    with pytest.raises(NotValid) as refused:
        it.choose(tied, reason="x")
    assert rules_of(refused) == ["supplier-same-representative"]


def test_a_supplier_that_shares_a_member_is_refused() -> None:
    it = cases.cast()
    tied = people.organisation("supplier")
    people.actor("supplier", "staff", of=tied, who=people.Person.objects.get(id=it.owner.person))
    with pytest.raises(NotValid) as refused:
        it.choose(tied, reason="x")
    assert rules_of(refused) == ["supplier-shared-member"]


def test_a_choice_cannot_change_once_the_supplier_has_agreed() -> None:
    it = cases.at("accepted")
    with pytest.raises(NotPossible) as refused:
        it.choose(people.organisation("supplier"), reason="x")
    assert rules_of(refused) == ["supplier-accepted"]
    with pytest.raises(NotPossible) as refused:
        it.accept()
    assert rules_of(refused) == ["supplier-asked"]


def test_a_project_that_is_not_there_or_was_withdrawn_is_refused() -> None:
    it = cases.cast()
    with pytest.raises(NotFound):
        verbs.choose_supplier(
            project=new_id(), supplier=new_id(), reason="", by=it.owner, now=it.now
        )
    models.Application.objects.filter(id=it.case.id).update(state="withdrawn")
    with pytest.raises(NotPossible) as refused:
        it.choose()
    assert rules_of(refused) == ["case-live"]


def test_an_approver_terminates_and_open_claims_come_to_nothing() -> None:
    it = cases.at("in_force")
    row = it.claim(it.line(40_000_000))
    it.run(verbs.terminate_project, it.approver, reason="도입기업 폐업")
    row.refresh_from_db()
    it.case.refresh_from_db()
    assert (it.fresh().state, row.state, it.case.state) == ("terminated", "refused", "finished")
    assert facts_of(it.case)[-2:] == ["claim_dropped", "project_terminated"]
    with pytest.raises(NotPossible):
        it.run(verbs.terminate_project, it.approver, reason="again")


def test_termination_needs_an_approver_and_a_reason_and_tells_what_was_paid() -> None:
    it = cases.at("in_force")
    with pytest.raises(NotAllowed):
        it.run(verbs.terminate_project, it.officer, reason="x")
    with pytest.raises(NotValid):
        it.run(verbs.terminate_project, it.approver, reason="")
    it.claim_and_pay(it.line(40_000_000))
    it.run(verbs.terminate_project, it.approver, reason="부실 구축")
    fact = Fact.objects.get(kind="programme.project_terminated")
    assert fact.data["paid"] == {"state": 20_000_000}


def test_before_the_agreement_a_termination_withdraws_the_case() -> None:
    it = cases.at("accepted")
    it.run(verbs.terminate_project, it.approver, reason="선정 포기")
    it.case.refresh_from_db()
    assert facts_of(it.case)[-1] == "project_abandoned"
    assert (it.fresh().state, it.case.state) == ("terminated", "withdrawn")


def test_a_firm_that_withdraws_ends_its_project_until_the_agreement_is_drawn_up() -> None:
    it = cases.at("accepted")
    values = {"application": it.case.id, "reason": "자금 사정", "by": it.owner, "now": it.now}
    withdraw_application(**values)
    it.case.refresh_from_db()
    assert (it.fresh().state, it.case.state) == ("terminated", "withdrawn")
    assert facts_of(it.case)[-2:] == ["project_abandoned", "application_withdrawn"]
    later = cases.at("signing")
    with pytest.raises(NotPossible) as refused:
        withdraw_application(**values | {"application": later.case.id, "by": later.owner})
    assert rules_of(refused) == ["agreement-running"]
