"""Every verb of a project is refused in every state for which the table has no step."""

from collections.abc import Callable
from typing import Any

import pytest

from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.rules.lifecycles import CLAIM, PROJECT
from midas.hub.programme.rules.payment import STAGES_REACHED
from midas.hub.programme.services import agreement, care, claim, design, inspection, settlement
from midas.hub.programme.services import project as projects
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_project as cases

Call = Callable[[cases.Cast], Any]


def visit(verb: Any) -> Call:
    """A call of an inspection verb."""

    def call(it: cases.Cast) -> Any:
        values = {"visited_on": it.today, "checklist": [], "passed": True, "report": "x"}
        return it.run(verb, it.park, **values)

    return call


VERBS: dict[str, Call] = {
    "choose_supplier": lambda it: it.choose(),
    "answer_supplier": lambda it: it.accept(),
    "draft_agreement": lambda it: it.draft(),
    "sign_agreement": lambda it: it.run(
        agreement.sign_agreement, it.owner, digest="not what was signed before"
    ),
    "submit_design": lambda it: it.run(
        design.submit_design, it.owner, upload=cases.upload("design-document"), summary=""
    ),
    "accept_design": lambda it: it.run(design.accept_design, it.park),
    "return_design": lambda it: it.run(design.return_design, it.park, reason="x"),
    "pass_interim": visit(inspection.record_interim),
    "request_completion": lambda it: it.run(inspection.request_completion, it.owner),
    "pass_completion": visit(inspection.record_completion),
    "submit_claim": lambda it: it.claim(it.line(1_000_000)),
    "settle_project": lambda it: it.run(
        settlement.settle_project, it.settler, accepted=None, note=""
    ),
    "record_return": lambda it: it.run(
        settlement.record_return, it.officer, amount=1, reference="R"
    ),
    "record_visit": lambda it: it.run(
        care.record_visit,
        it.park,
        moment="T0",
        visited_on=it.today,
        figures=cases.FIGURES,
        in_use=None,
        report="x",
    ),
    "close_project": lambda it: it.run(projects.close_project, it.officer),
    "terminate_project": lambda it: it.run(
        projects.terminate_project, makers.agency_approver(), reason="x"
    ),
}
INSIDE_OTHERS = {
    "conclude_agreement",
    "skip_design",
    "return_interim",
    "return_completion",
}


def test_the_table_and_the_verbs_name_the_same_steps() -> None:
    assert {step.verb for step in PROJECT.steps} == set(VERBS) | INSIDE_OTHERS


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_out_of_order_is_refused_and_changes_nothing(verb: str) -> None:
    it = cases.at("in_force")
    sources = {state for step in PROJECT.steps if step.verb == verb for state in step.sources}
    before = Fact.objects.filter(subject=it.case.id).count()
    for state in sorted(PROJECT.states() - sources):
        models.Project.objects.filter(id=it.project.id).update(state=state)
        with pytest.raises(NotPossible) as refused:
            VERBS[verb](it)
        assert refused.value.problems[0].rule == "lifecycle", state
        assert it.fresh().state == state
    assert Fact.objects.filter(subject=it.case.id).count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["check", "approve", "pay", "return", "refuse", "resubmit"])
def test_a_claim_moves_only_by_the_steps_of_its_table(verb: str) -> None:
    it = cases.at("in_force")
    row = it.claim(it.line(10_000_000))
    calls: dict[str, Call] = {
        "check": lambda it: it.check(row),
        "approve": lambda it: it.approve(row),
        "pay": lambda it: it.pay(row, "another transfer"),
        "return": lambda it: claim.return_claim(
            claim=row.id, reason="x", by=it.officer, now=it.now
        ),
        "refuse": lambda it: claim.refuse_claim(
            claim=row.id, reason="x", by=it.approver, now=it.now
        ),
        "resubmit": lambda it: claim.resubmit_claim(
            claim=row.id, lines=[it.line(1)], own_share_paid=1, by=it.owner, now=it.now
        ),
    }
    (step,) = [one for one in CLAIM.steps if one.verb == f"{verb}_claim"]
    for state in sorted(CLAIM.states() - set(step.sources)):
        models.Claim.objects.filter(id=row.id).update(state=state)
        with pytest.raises(NotPossible) as refused:
            calls[verb](it)
        assert refused.value.problems[0].rule == "lifecycle", state
    models.Claim.objects.filter(id=row.id).update(state=step.sources[0])
    for state in sorted(PROJECT.states() - set(STAGES_REACHED)):
        models.Project.objects.filter(id=it.project.id).update(state=state)
        with pytest.raises(NotPossible) as refused:
            calls[verb](it)
        assert refused.value.problems[0].rule == "project-live", state
