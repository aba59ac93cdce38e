"""Claims: filed, checked, approved and paid; every refusal keeps the money where it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.queries import money
from midas.hub.programme.services import claim as verbs
from midas.hub.programme.services import project as projects
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_project as cases
from midas.hub.programme.tests.test_project_supplier import bar, facts_of, rules_of

pytestmark = pytest.mark.django_db
M = 1_000_000


def paid_by_layer(it: cases.Cast) -> dict[str, int]:
    """What each layer has paid out."""
    return {one.layer: one.paid for one in money.layers_of(it.fresh())}


def test_a_claim_goes_from_filing_to_payment_in_three_pairs_of_hands() -> None:
    it = cases.at("in_force")
    row = it.claim(it.line(60 * M), it.line(40 * M, "control-sensing"))
    assert (row.state, row.serial, row.amount) == ("submitted", 1, 100 * M)
    assert row.by_layer == {"state": 50 * M, "own": 50 * M}
    assert it.check(row).state == "checked"
    assert it.approve(row).state == "approved"
    row = it.pay(row)
    assert (row.state, row.paid_by) == ("paid", it.payer.person)
    assert paid_by_layer(it) == {"state": 50 * M, "own": 0}
    assert [kind for kind in facts_of(it.case) if kind.startswith("claim")] == [
        "claim_submitted",
        "claim_checked",
        "claim_approved",
        "claim_paid",
    ]
    assert models.ClaimLine.objects.filter(document__code="tax-invoice").count() == 2


def test_the_last_claim_empties_every_layer() -> None:
    it = cases.at("in_force")
    it.claim_and_pay(it.line(33_333_333), own=200 * M)
    it.design()
    it.interim()
    it.claim_and_pay(it.line(111_111_111), own=0, reference="BANK-2")
    it.complete()
    rest = [(15_555_556, "automation-equipment"), (120 * M, "software-licence")]
    it.claim_and_pay(
        *(it.line(won, code) for won, code in [*rest, (120 * M, "control-sensing")]),
        own=0,
        reference="BANK-3",
    )
    layers = money.layers_of(it.fresh())
    assert {one.layer: one.left for one in layers} == {"state": 0, "own": 0}
    assert paid_by_layer(it) == {"state": 200 * M, "own": 0}


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"category": "robot"}, "category", "claim-category"),
        ({"amount": 0}, "amount", "claim-amount"),
        ({"amount": 161 * M}, "lines", "claim-within-category"),
        ({"item": " "}, "item", "claim-item"),
        ({"invoice_number": "-"}, "invoice_number", "claim-invoice-number"),
        ({"invoice_date": makers.day() - timedelta(days=1)}, "invoice_date", "claim-invoice-day"),
        ({"invoice_date": makers.day() + timedelta(days=1)}, "invoice_date", "claim-invoice-day"),
        ({"evidence": None}, "evidence", "claim-evidence"),
        ({"evidence": new_id()}, "evidence", "claim-evidence"),
    ],
)
def test_a_line_that_breaks_a_rule_is_named(change: dict[str, Any], field: str, rule: str) -> None:
    it = cases.at("in_force")
    values = {"amount": 10 * M} | change
    with pytest.raises(NotValid) as refused:
        it.claim(it.line(**values), own=200 * M)
    assert rules_of(refused) == [rule]
    assert refused.value.problems[0].field == (field if field == "lines" else f"lines.0.{field}")
    assert not models.Claim.objects.exists()


def test_a_claim_without_invoices_or_without_the_stages_papers_is_refused() -> None:
    it = cases.at("in_force")
    with pytest.raises(NotValid) as refused:
        it.claim(own=0)
    assert rules_of(refused) == ["claim-lines"]
    with pytest.raises(NotValid) as refused:
        it.claim(it.line(10 * M), papers={})
    assert set(rules_of(refused)) == {"paper-missing"}
    assert not models.Claim.objects.exists()


def test_a_bad_file_is_named_by_its_line_or_its_paper() -> None:
    it = cases.at("in_force")
    bad = SimpleUploadedFile("invoice.pdf", b"MZ a program")
    with pytest.raises(NotValid) as refused:
        it.claim(it.line(M), it.line(M, evidence=bad))
    assert [p.field for p in refused.value.problems] == ["lines.1.evidence"]
    with pytest.raises(NotValid) as refused:
        it.claim(it.line(M), papers={"claim-form": bad})
    assert [p.field for p in refused.value.problems] == ["papers.claim-form"]
    assert not models.Claim.objects.exists()


def test_an_invoice_counts_once_in_a_case_however_it_is_spelt() -> None:
    it = cases.at("in_force")
    it.claim(it.line(10 * M, invoice_number="2026-AB-1"))
    with pytest.raises(NotValid) as refused:
        it.claim(it.line(10 * M, invoice_number="2026 ab1"))
    assert rules_of(refused) == ["claim-invoice-once"]
    twice = [it.line(1 * M, invoice_number="X1"), it.line(1 * M, invoice_number="x-1")]
    with pytest.raises(NotValid) as refused:
        it.claim(*twice)
    assert rules_of(refused) == ["claim-invoice-once"]


def test_an_invoice_used_in_another_project_of_the_supplier_is_flagged_for_the_checker() -> None:
    one = cases.at("in_force")
    one.claim(one.line(10 * M, invoice_number="2026-77"))
    two = cases.at("in_force", supplier=one.case.supplier)
    row = two.claim(two.line(10 * M, invoice_number="202677"))
    (flag,) = row.flags
    assert flag["rule"] == "invoice-used-elsewhere"
    assert flag["params"] == {"number": "202677", "project": one.project.number}
    with pytest.raises(NotValid) as refused:
        two.check(row)
    assert rules_of(refused) == ["flags-cleared"]
    row = two.check(row, note="두 공장에 나눠 납품한 계산서로 확인")
    assert (row.state, row.check_note[:2]) == ("checked", "두 ")


def test_the_own_share_comes_first() -> None:
    it = cases.at("in_force")
    with pytest.raises(NotValid) as refused:
        it.claim(it.line(100 * M), own=50 * M - 1)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.field) == ("own-share-first", "own_share_paid")
    assert problem.params == {"due": "50,000,000", "proven": "49,999,999"}
    first = it.claim(it.line(50 * M), own=50 * M)
    second = it.check(it.claim(it.line(50 * M), own=0))
    verbs.refuse_claim(claim=first.id, reason="증빙 부족", by=it.approver, now=it.now)
    with pytest.raises(NotPossible) as gone:
        verbs.approve_claim(claim=second.id, by=makers.agency_approver(), now=it.now)
    assert rules_of(gone) == ["own-share-first"]


def test_a_claim_over_the_open_instalment_says_what_is_left_of_it() -> None:
    it = cases.at("in_force")
    lines = [it.line(120 * M, "software-licence"), it.line(80 * M + 1)]
    with pytest.raises(NotValid) as refused:
        it.claim(*lines, own=200 * M)
    (problem,) = refused.value.problems
    assert problem.rule == "instalment-open"
    assert problem.params["left"] == "200,000,000"


def test_a_claim_over_what_is_left_names_layer_and_rest() -> None:
    it = cases.at("completed")
    models.BudgetLine.objects.create(
        application=it.case,
        position=9,
        category="computing",
        item="서버",
        quantity=1,
        unit_price=M,
        amount=M,
    )
    lines = [
        it.line(120 * M, "software-licence"),
        it.line(120 * M, "control-sensing"),
        it.line(160 * M),
    ]
    it.claim(*lines, own=200 * M)
    with pytest.raises(NotValid) as refused:
        it.claim(it.line(M, "computing"), own=0)
    assert rules_of(refused) == ["within-agreed"] * 2
    assert {p.params["left"] for p in refused.value.problems} == {"0"}
    assert {p.params["layer"]["en"] for p in refused.value.problems} == {"State grant", "Own share"}


def test_check_approval_and_payment_take_three_people() -> None:
    it = cases.at("in_force")
    row = it.claim(it.line(10 * M))
    both = people.actor("agency", "officer", "approver", of=makers.agency())
    verbs.check_claim(claim=row.id, by=both, now=it.now)
    with pytest.raises(NotAllowed) as refused:
        verbs.approve_claim(claim=row.id, by=both, now=it.now)
    assert all(rule.startswith("separation-") for rule in rules_of(refused))
    it.approve(row)
    for by in (both, it.approver):
        with pytest.raises(NotAllowed) as refused:
            verbs.pay_claim(claim=row.id, reference="B", by=by, now=it.now)
        assert all(rule.startswith("separation-") for rule in rules_of(refused))
    assert it.pay(row).state == "paid"


def test_the_roles_of_a_claim_are_kept() -> None:
    it = cases.at("in_force")
    row = it.claim(it.line(10 * M))
    for by in (it.supplier, it.park, it.officer, people.actor("adopter")):
        with pytest.raises(NotAllowed):
            it.run(verbs.submit_claim, by, lines=[it.line(M)], own_share_paid=M)
    for by in (it.owner, it.park, it.approver, people.actor("agency", "officer")):
        with pytest.raises(NotAllowed):
            verbs.check_claim(claim=row.id, by=by, now=it.now)
        with pytest.raises(NotAllowed):
            verbs.return_claim(claim=row.id, reason="x", by=by, now=it.now)
    it.check(row)
    for by in (it.owner, it.officer, people.actor("agency", "approver")):
        with pytest.raises(NotAllowed):
            verbs.approve_claim(claim=row.id, by=by, now=it.now)
        with pytest.raises(NotAllowed):
            verbs.refuse_claim(claim=row.id, reason="x", by=by, now=it.now)
        with pytest.raises(NotAllowed):
            verbs.pay_claim(claim=row.id, reference="x", by=by, now=it.now)


def test_a_claim_keeps_its_order_of_steps() -> None:
    it = cases.at("in_force")
    row = it.claim(it.line(10 * M))
    with pytest.raises(NotPossible):
        it.approve(row)
    with pytest.raises(NotPossible):
        it.pay(row)
    with pytest.raises(NotFound):
        verbs.check_claim(claim=new_id(), by=it.officer, now=it.now)
    it.approve(it.check(row))
    with pytest.raises(NotValid) as refused:
        it.pay(row, " ")
    assert rules_of(refused) == ["payment-reference"]


def test_a_double_click_pays_once_and_another_reference_is_refused() -> None:
    it = cases.at("in_force")
    row = it.claim_and_pay(it.line(40 * M))
    assert it.pay(row).id == row.id
    assert models.Payment.objects.count() == 1
    assert facts_of(it.case).count("claim_paid") == 1
    with pytest.raises(NotPossible):
        it.pay(row, "BANK-2")


def test_a_returned_claim_is_filed_again_with_mended_lines() -> None:
    it = cases.at("in_force")
    row = it.claim(it.line(40 * M))
    paper = row.lines.get().document_id
    with pytest.raises(NotValid):
        verbs.return_claim(claim=row.id, reason="", by=it.officer, now=it.now)
    verbs.return_claim(claim=row.id, reason="금액이 다름", by=it.officer, now=it.now)
    line = it.line(30 * M, evidence=paper)
    with pytest.raises(NotAllowed):
        verbs.resubmit_claim(
            claim=row.id, lines=[line], own_share_paid=15 * M, by=it.officer, now=it.now
        )
    row = verbs.resubmit_claim(
        claim=row.id, lines=[line], own_share_paid=15 * M, by=it.owner, now=it.now
    )
    assert (row.state, row.amount, row.by_layer["state"]) == ("submitted", 30 * M, 15 * M)
    assert row.lines.get().document_id == paper
    state = next(one for one in money.layers_of(it.fresh()) if one.layer == "state")
    assert (state.claimed, state.left) == (15 * M, 185 * M)
    assert facts_of(it.case)[-2:] == ["claim_returned", "claim_submitted"]


def test_a_refused_claim_frees_its_money_and_an_appeal_can_bring_it_back() -> None:
    it = cases.at("in_force")
    row = it.claim(it.line(160 * M), own=160 * M)
    verbs.refuse_claim(claim=row.id, reason="설계와 다름", by=it.approver, now=it.now)
    assert facts_of(it.case)[-1] == "claim_refused"
    assert {one.left for one in money.layers_of(it.fresh())} == {200 * M}
    row = verbs.reopen_claim(claim=row.id, by=it.approver, now=it.now)
    assert (row.state, row.by_layer["state"]) == ("submitted", 80 * M)
    verbs.refuse_claim(claim=row.id, reason="설계와 다름", by=it.approver, now=it.now)
    it.claim(it.line(120 * M, "software-licence"), it.line(80 * M, "control-sensing"), own=100 * M)
    models.Claim.objects.filter(serial=2).update(
        amount=400 * M, by_layer={"state": 200 * M, "own": 200 * M}
    )
    with pytest.raises(NotPossible) as refused:
        verbs.reopen_claim(claim=row.id, by=it.approver, now=it.now)
    assert set(rules_of(refused)) == {"within-agreed"}


def test_subscription_fees_are_carried_by_the_firm_alone() -> None:
    it = cases.cast()
    models.BudgetLine.objects.filter(application=it.case, category="software-licence").update(
        category="saas-fee"
    )
    for step in (it.choose, it.accept, it.draft, it.sign_all):
        step()
    fee = it.claim(it.line(60 * M, "saas-fee"), own=60 * M)
    assert fee.by_layer == {"state": 0, "own": 60 * M}
    rest = it.claim(it.line(70 * M), own=140 * M)
    assert rest.by_layer == {"state": 50 * M, "own": 20 * M}


def test_a_barred_firm_does_not_claim() -> None:
    it = cases.at("in_force")
    bar("apply", organisation=it.case.applicant)
    with pytest.raises(NotAllowed) as refused:
        it.claim(it.line(M))
    assert rules_of(refused) == ["not-barred"]


def test_no_claim_moves_before_the_agreement_or_after_a_termination() -> None:
    it = cases.at("signing")
    with pytest.raises(NotPossible):
        it.claim(it.line(M))
    it.sign_all()
    row = it.approve(it.check(it.claim(it.line(40 * M))))
    it.run(projects.terminate_project, makers.agency_approver(), reason="부도")
    with pytest.raises(NotPossible) as refused:
        it.pay(row)
    assert rules_of(refused) == ["project-live"]
    assert not models.Payment.objects.exists()
    assert Fact.objects.filter(kind="kernel.verb_refused").count() == 2
