"""What the pages of a project read, and who is told when something happens."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from midas.hub.accounts.models import Notice
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.models import Fact
from midas.hub.programme import handlers_project
from midas.hub.programme.policies import project as policies
from midas.hub.programme.queries import money, projects
from midas.hub.programme.rules.outcome import Change
from midas.hub.programme.services import claim as claims
from midas.hub.programme.services import design
from midas.hub.programme.services import project as verbs
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_project as cases

pytestmark = pytest.mark.django_db
M = 1_000_000


def test_each_party_sees_its_project_and_strangers_see_none() -> None:
    it = cases.at("in_force")
    auditor = people.actor("ministry", "auditor")
    for actor in (it.owner, it.supplier, it.park, it.officer, auditor):
        assert [one.id for one in projects.visible_projects(actor)] == [it.project.id]
    for actor in (people.actor("adopter"), people.actor("supplier"), people.actor("techno_park")):
        assert not projects.visible_projects(actor).exists()
        assert projects.project_page(actor).rows == []
        assert projects.claim_page(actor).rows == []


def test_the_card_shows_parties_and_money_by_layer() -> None:
    it = cases.at("in_force")
    it.claim_and_pay(it.line(100 * M))
    it.later(minutes=5).claim(it.line(20 * M))
    card = projects.project_card(it.fresh())
    assert [one.party for one in card.parties] == [*policies.PARTIES]
    assert all(one.signature and one.organisation for one in card.parties)
    state, own = card.money
    assert [(one.layer, one.is_grant) for one in card.money] == [("state", True), ("own", False)]
    assert (state.agreed, state.claimed, state.paid) == (200 * M, 60 * M, 50 * M)
    assert state.left == 140 * M
    assert (own.claimed, own.paid) == (60 * M, 0)
    assert [one.serial for one in card.claims] == [1, 2]
    assert "submit_design" in card.verbs
    assert [one.serial for one in projects.claim_page(it.officer).rows] == [2, 1]
    waiting = projects.claim_page(it.officer, states=["submitted"]).rows
    assert [one.serial for one in waiting] == [2]


def test_the_money_of_many_projects_takes_as_many_queries_as_that_of_one() -> None:
    casts = [cases.at("in_force") for _ in range(3)]
    for it in casts:
        it.claim_and_pay(it.line(10 * M))
    rows = [it.fresh() for it in casts]
    money.layers_by_project(rows)
    with CaptureQueriesContext(connection) as one:
        money.layers_by_project(rows[:1])
    with CaptureQueriesContext(connection) as many:
        found = money.layers_by_project(rows)
    assert len(one) == len(many)
    assert all(layers[0].paid == 5 * M for layers in found.values())


def test_the_techno_park_sees_what_falls_due() -> None:
    it = cases.at("in_force")
    park = it.project.techno_park_id

    def due(days: int) -> list[tuple[str, str]]:
        found = projects.due_for_techno_park(park, it.later(days=days).today)
        return [(one.verb, one.moment) for one in found]

    assert due(0) == [("record_visit", "T0")]
    it.visit("T0")
    file = SimpleUploadedFile("design.pdf", makers.PDF)
    it.run(design.submit_design, it.supplier, upload=file, summary="")
    assert due(0) == [("accept_design", "")]
    it.run(design.accept_design, it.park)
    assert due(0) == []
    assert due(160) == [("record_interim", "")]
    it.interim()
    it.complete()
    assert due(0) == []
    it.settle()
    assert due(190) == [("record_visit", "T1")]
    assert projects.due_for_techno_park(people.organisation("techno_park").id, it.today) == []


def test_the_outcome_table_compares_with_the_state_before() -> None:
    it = cases.at("in_force")
    it.visit("T0")
    it.design()
    it.interim()
    it.complete()
    it.later(days=184).visit("T1")
    rows = {row.code: row for row in projects.outcome_table(it.fresh())}
    assert set(rows) == set(cases.FIGURES)
    assert rows["output-per-hour"].changes["T1"] == Change(Decimal("25.0"), "better")
    assert rows["defect-rate"].changes["T1"] == Change(Decimal("-50.0"), "better")
    assert rows["accidents"].changes["T1"] == Change(Decimal("0.0"), "same")
    assert rows["oee"].values["T2"] is None
    assert rows["oee"].changes["T2"].direction == "unknown"


def tell(kind: str) -> dict[UUID, str]:
    """Deliver the newest fact of a kind; the texts by person."""
    Notice.objects.all().delete()
    handlers_project.on_project_fact(Fact.objects.filter(kind=f"programme.{kind}").latest("id"))
    return {one.person_id: one.text % one.params for one in Notice.objects.all()}


def test_the_people_concerned_are_told_in_whole_sentences() -> None:
    it = cases.cast()
    it.choose()
    assert set(tell("supplier_chosen")) == {it.supplier.person}
    it.accept()
    assert {it.owner.person, it.officer.person} <= set(tell("supplier_accepted"))
    it.draft()
    parties = {it.owner, it.supplier, it.park_signer, it.signer}
    assert {by.person for by in parties} <= set(tell("agreement_drafted"))
    it.sign_all()
    assert it.supplier.person in tell("agreement_concluded")
    row = it.claim(it.line(10 * M))
    told = tell("claim_submitted")
    assert told[it.officer.person] == (
        f"Claim 1 of {it.case.applicant_name} over 10,000,000 won waits to be checked."
    )
    assert it.owner.person not in told
    it.check(row)
    assert it.approver.person in tell("claim_checked")
    it.approve(row)
    told = tell("claim_approved")
    assert it.payer.person in told and it.approver.person not in told
    it.pay(row)
    assert "5,000,000" in tell("claim_paid")[it.owner.person]
    assert Notice.objects.filter(link__endswith=f"/cases/{it.case.id}/money/").exists()
    other = it.claim(it.line(10 * M))
    claims.refuse_claim(claim=other.id, reason="중복", by=it.approver, now=it.now)
    assert "중복" in tell("claim_refused")[it.owner.person]
    it.run(verbs.terminate_project, it.approver, reason="부도")
    assert it.supplier.person in tell("project_terminated")


def test_every_message_finds_its_values_in_its_fact() -> None:
    it = cases.at("settled")
    for fact in Fact.objects.filter(subject=it.case.id):
        if any(kind.name == fact.kind for kind in handlers_project.MESSAGES):
            handlers_project.on_project_fact(fact)
    assert Notice.objects.filter(fact_id__isnull=False).count() > 20
