"""Design, interim check and completion: state, fact and refusal of each step."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.errors import NotAllowed, NotPossible, NotValid
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.rules.profile import parse_profile
from midas.hub.programme.services import design, inspection, paper
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_project as cases
from midas.hub.programme.tests.test_project_supplier import bar, facts_of, rules_of

pytestmark = pytest.mark.django_db


def hand_in(it: cases.Cast, by: Any = None) -> None:
    """The supplier hands a design in."""
    upload = cases.upload("design-document")
    it.run(design.submit_design, by or it.supplier, upload=upload, summary="배치도")


def test_a_design_is_handed_in_and_accepted() -> None:
    it = cases.at("in_force")
    hand_in(it)
    assert (it.fresh().state, models.Design.objects.get().state) == ("in_force", "submitted")
    it.run(design.accept_design, it.park)
    project = it.fresh()
    assert (project.state, models.Design.objects.get().state) == ("building", "accepted")
    assert project.due_on == date(2026, 8, 2)
    assert facts_of(it.case)[-2:] == ["design_submitted", "design_accepted"]


def test_a_design_that_is_sent_back_can_be_handed_in_again() -> None:
    it = cases.at("in_force")
    hand_in(it)
    with pytest.raises(NotPossible) as refused:
        hand_in(it, it.owner)
    assert rules_of(refused) == ["design-waiting"]
    with pytest.raises(NotValid):
        it.run(design.return_design, it.park, reason="")
    it.run(design.return_design, it.park, reason="배선도 없음")
    assert facts_of(it.case)[-1] == "design_returned"
    with pytest.raises(NotPossible) as refused:
        it.run(design.accept_design, it.park)
    assert rules_of(refused) == ["design-waiting"]
    hand_in(it, it.owner)
    assert sorted(models.Design.objects.values_list("state", flat=True)) == [
        "returned",
        "submitted",
    ]


def test_a_late_design_is_taken_and_marked() -> None:
    it = cases.at("in_force").later(days=120)
    hand_in(it)
    assert Fact.objects.get(kind="programme.design_submitted").data["late"] is True


def test_strangers_neither_hand_in_nor_accept_designs() -> None:
    it = cases.at("in_force")
    for by in (people.actor("supplier"), it.park, it.officer):
        with pytest.raises(NotAllowed):
            hand_in(it, by)
    hand_in(it)
    for by in (it.supplier, it.owner, it.officer, people.actor("techno_park", "officer")):
        with pytest.raises(NotAllowed):
            it.run(design.accept_design, by)
        with pytest.raises(NotAllowed):
            it.run(design.return_design, by, reason="x")


def test_a_disguised_design_is_refused_and_changes_nothing() -> None:
    it = cases.at("in_force")
    bad = SimpleUploadedFile("design.pdf", b"MZ this is a program")
    with pytest.raises(NotValid) as refused:
        it.run(design.submit_design, it.supplier, upload=bad, summary="")
    assert [p.field for p in refused.value.problems] == ["file"]
    assert not models.Design.objects.exists()
    assert facts_of(it.case)[-1] == "agreement_concluded"


def test_a_design_is_not_possible_before_the_agreement_is_in_force() -> None:
    it = cases.at("signing")
    with pytest.raises(NotPossible):
        hand_in(it, it.owner)


def test_the_interim_check_is_passed_with_a_full_checklist() -> None:
    it = cases.at("building")
    it.interim()
    project, visit = it.fresh(), models.Inspection.objects.get()
    assert (project.state, project.due_on) == ("checked", project.ends_on)
    assert (visit.kind, visit.passed, visit.inspector) == ("interim", True, it.park.person)
    assert {row["code"] for row in visit.checklist} >= {"design-followed", "own-share-paid"}
    assert facts_of(it.case)[-1] == "interim_passed"


def test_an_interim_check_that_asks_for_mending_leaves_the_build_where_it_is() -> None:
    it = cases.at("building")
    unmet = it.checklist("interim", supplier_on_site="다른 업체가 작업")
    it.inspect(inspection.record_interim, "interim", passed=False, checklist=unmet)
    assert (it.fresh().state, facts_of(it.case)[-1]) == ("building", "interim_returned")
    it.interim()
    assert it.fresh().state == "checked"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda rows: rows[1:], "checklist-complete"),
        (lambda rows: [*rows, {"code": "made-up", "met": True}], "checklist-item"),
        (lambda rows: [*rows, rows[0]], "checklist-item"),
        (lambda rows: [{**rows[0], "met": False}, *rows[1:]], "checklist-note"),
        (lambda rows: [{**rows[0], "met": False, "note": "x"}, *rows[1:]], "checklist-met"),
    ],
)
def test_a_checklist_that_does_not_bear_the_result_is_refused(change: Any, rule: str) -> None:
    it = cases.at("building")
    it.papers("interim")
    rows = change(it.checklist("interim"))
    with pytest.raises(NotValid) as refused:
        it.inspect(inspection.record_interim, "interim", checklist=rows)
    assert rules_of(refused) == [rule]
    assert not models.Inspection.objects.exists()


def test_a_visit_in_the_future_before_the_start_or_without_report_is_refused() -> None:
    it = cases.at("building")
    it.papers("interim")
    for day in (it.today + timedelta(days=1), it.today - timedelta(days=1)):
        with pytest.raises(NotValid) as refused:
            it.inspect(inspection.record_interim, "interim", visited_on=day)
        assert rules_of(refused) == ["visit-day"]
    with pytest.raises(NotValid) as refused:
        it.inspect(inspection.record_interim, "interim", report=" ")
    assert rules_of(refused) == ["report-written"]


def test_an_interim_check_does_not_pass_without_the_firms_report() -> None:
    it = cases.at("building")
    with pytest.raises(NotValid) as refused:
        it.inspect(inspection.record_interim, "interim")
    assert rules_of(refused) == ["paper-missing"]


def test_only_the_techno_park_in_charge_inspects() -> None:
    it = cases.at("building")
    values = {"visited_on": it.today, "checklist": [], "passed": True, "report": "x"}
    for by in (it.officer, it.owner, it.supplier, people.actor("techno_park", "officer")):
        for verb in (inspection.record_interim, inspection.record_completion):
            with pytest.raises(NotAllowed):
                it.run(verb, by, **values)


def test_completion_is_requested_inspected_and_moves_the_visits() -> None:
    it = cases.at("checked").later(days=200)
    it.papers("completion")
    it.run(inspection.request_completion, it.owner)
    assert it.fresh().state == "completing"
    it.later(days=5)
    it.inspect(inspection.record_completion, "completion")
    assert it.fresh().state == "completed"
    visits = dict(models.CareVisit.objects.values_list("moment", "due_on"))
    assert visits["T1"] == date(2027, 3, 23)
    assert facts_of(it.case)[-2:] == ["completion_requested", "completion_passed"]


def test_the_completion_report_can_come_with_the_request() -> None:
    it = cases.at("checked")
    with pytest.raises(NotValid) as refused:
        it.run(inspection.request_completion, it.owner, upload=cases.upload("completion-report"))
    assert set(rules_of(refused)) == {"paper-missing"}
    assert not models.CaseDocument.objects.filter(stage="completion").exists()
    it.run(
        inspection.request_completion,
        it.owner,
        upload=cases.upload("completion-report"),
        papers={code: cases.upload(code) for code in ("user-training-record", "site-photos")},
    )
    assert it.fresh().state == "completing"


def test_a_build_that_is_not_complete_goes_back() -> None:
    it = cases.at("checked")
    it.papers("completion")
    it.run(inspection.request_completion, it.owner)
    unmet = it.checklist("completion", runs_on_site="설비 2대 미가동")
    it.inspect(inspection.record_completion, "completion", passed=False, checklist=unmet)
    assert (it.fresh().state, facts_of(it.case)[-1]) == ("checked", "completion_returned")


def test_completion_is_asked_for_by_a_firm_in_good_standing_after_the_interim_check() -> None:
    early = cases.at("building")
    with pytest.raises(NotPossible):
        early.run(inspection.request_completion, early.owner)
    with pytest.raises(NotAllowed):
        early.run(inspection.request_completion, early.supplier)
    early.interim()
    bar("apply", organisation=early.case.applicant)
    with pytest.raises(NotAllowed) as refused:
        early.run(inspection.request_completion, early.owner)
    assert rules_of(refused) == ["not-barred"]


def test_papers_are_added_by_parties_to_stages_that_exist() -> None:
    it = cases.at("in_force")
    upload = cases.upload("site-photos")
    with pytest.raises(NotAllowed):
        it.run(
            paper.add_paper,
            people.actor("supplier"),
            code="site-photos",
            stage="completion",
            upload=upload,
        )
    with pytest.raises(NotValid) as refused:
        it.run(paper.add_paper, it.owner, code="site-photos", stage="filing", upload=upload)
    assert rules_of(refused) == ["paper-stage"]
    it.run(paper.add_paper, it.supplier, code="site-photos", stage="completion", upload=upload)
    assert facts_of(it.case)[-1] == "document_added"


def test_a_profile_may_do_without_checklists() -> None:
    texts = makers.texts()
    texts.pop("checklists.toml")
    assert parse_profile(texts).checklists == ()
    assert {one.kind for one in makers.profile().checklists} == {"interim", "completion"}
