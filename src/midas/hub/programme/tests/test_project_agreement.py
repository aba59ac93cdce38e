"""The agreement: its text, its signatures and what puts it in force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from midas.hub.accounts.models import Organisation, Person
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.errors import NotAllowed, NotPossible, NotValid
from midas.hub.programme import models
from midas.hub.programme.queries.agreement import agreement_data
from midas.hub.programme.rules.agreement import agreement_text, digest_of
from midas.hub.programme.services import agreement as verbs
from midas.hub.programme.tests import makers_project as cases
from midas.hub.programme.tests.test_project_supplier import bar, facts_of, rules_of

pytestmark = pytest.mark.django_db


def test_the_draft_fixes_days_money_and_text() -> None:
    it = cases.at("signing")
    project = it.fresh()
    assert (project.state, project.starts_on) == ("signing", it.today)
    assert project.ends_on == date(2026, 12, 1)  # nine months from 2026-03-02, both days included
    assert project.design_due_on == date(2026, 6, 2)
    layers = models.FundingLayer.objects.filter(project=project)
    assert {row.layer: row.agreed for row in layers} == {"state": 200_000_000, "own": 200_000_000}
    text = verbs.agreement_text(project.id)
    assert text["digest"] == digest_of({"ko": text["ko"], "en": text["en"]})
    assert project.number in text["ko"] and "2억" in text["ko"]
    assert "KRW 200,000,000" in text["en"] and "2026-12-01" in text["en"]
    assert facts_of(it.case)[-1] == "agreement_drafted"


def test_equal_data_give_an_equal_text_and_any_change_another_digest() -> None:
    it = cases.at("signing")
    project = it.fresh()
    data = agreement_data(project)
    text = agreement_text(data)
    assert text == agreement_text(agreement_data(project))
    assert text.digest == models.Agreement.objects.get(project=project).digest
    for change in (
        {"ends_on": project.ends_on + timedelta(days=1)},
        {"money": [replace(row, amount=row.amount + 1) for row in data.money]},
        {"title": data.title + "."},
        {"design_due_on": None},
    ):
        assert agreement_text(replace(data, **change)).digest != text.digest


def test_articles_are_numbered_without_gaps_when_one_is_left_out() -> None:
    it = cases.at("signing")
    data = replace(agreement_data(it.fresh()), design_due_on=None, standards=("AAS",))
    text = agreement_text(data)
    count = text.en.count("\nArticle ")
    assert text.ko.count("\n제") == count
    assert all(f"\nArticle {serial} (" in text.en for serial in range(1, count + 1))
    assert "(Design)" not in text.en and "AAS" in text.en


def test_nothing_is_drawn_up_before_the_supplier_agrees() -> None:
    it = cases.cast()
    it.choose()
    with pytest.raises(NotPossible) as refused:
        it.draft()
    assert rules_of(refused) == ["supplier-accepted"]
    with pytest.raises(NotPossible) as refused:
        verbs.agreement_text(it.project.id)
    assert rules_of(refused) == ["agreement-drafted"]


def test_an_agreement_cannot_start_in_the_past_or_with_money_that_does_not_add_up() -> None:
    it = cases.at("accepted")
    with pytest.raises(NotValid) as refused:
        it.run(verbs.draft_agreement, it.officer, starts_on=it.today - timedelta(days=1))
    assert [p.field for p in refused.value.problems] == ["starts_on"]
    models.FundingShare.objects.filter(application=it.case, layer="own").update(amount=1)
    with pytest.raises(NotValid) as refused:
        it.draft()
    assert rules_of(refused) == ["budget-adds-up"]
    assert not models.FundingLayer.objects.exists()


def test_the_agency_or_the_techno_park_draws_it_up_and_nobody_else() -> None:
    it = cases.at("accepted")
    for stranger in (it.owner, it.supplier, it.approver):
        with pytest.raises(NotAllowed):
            it.run(verbs.draft_agreement, stranger, starts_on=it.today)
    it.run(verbs.draft_agreement, it.park, starts_on=it.today)
    assert it.fresh().state == "signing"


def test_the_last_signature_puts_it_in_force_and_plans_the_visits() -> None:
    it = cases.at("signing")
    it.papers("agreement")
    for by in (it.owner, it.supplier, it.park_signer):
        it.sign(by)
    assert it.fresh().state == "signing"
    it.sign(it.signer)
    it.case.refresh_from_db()
    project = it.fresh()
    assert (project.state, it.case.state) == ("in_force", "contracted")
    assert project.due_on == project.design_due_on
    visits = dict(models.CareVisit.objects.values_list("moment", "due_on"))
    assert visits == {
        "T0": date(2026, 3, 2),
        "T1": date(2027, 6, 1),
        "T2": date(2028, 6, 1),
    }
    assert facts_of(it.case)[-5:] == ["agreement_signed"] * 4 + ["agreement_concluded"]


def test_a_second_click_signs_once() -> None:
    it = cases.at("signing")
    it.papers("agreement")
    it.sign(it.owner)
    it.sign(it.owner)
    assert models.Signature.objects.count() == 1
    assert facts_of(it.case).count("agreement_signed") == 1


def test_only_the_text_that_was_drawn_up_can_be_signed() -> None:
    it = cases.at("signing")
    with pytest.raises(NotPossible) as refused:
        it.run(verbs.sign_agreement, it.owner, digest="0" * 64)
    assert rules_of(refused) == ["agreement-digest"]


def test_a_party_signs_once_and_a_person_for_one_party() -> None:
    it = cases.at("signing")
    it.papers("agreement")
    it.sign(it.signer)
    other = people.actor("agency", "approver", of=Organisation.objects.get(kind="agency"))
    with pytest.raises(NotPossible) as refused:
        it.sign(other)
    assert rules_of(refused) == ["signed-once"]
    both = people.actor(
        "techno_park",
        "officer",
        of=Organisation.objects.get(id=it.park.organisation),
        who=Person.objects.get(id=it.signer.person),
    )
    with pytest.raises(NotAllowed) as refused_too:
        it.sign(both)
    assert rules_of(refused_too) == ["one-party-per-person"]


def test_strangers_and_staff_do_not_sign() -> None:
    it = cases.at("signing")
    staff = people.actor("supplier", "staff", of=it.case.supplier)
    for by in (staff, people.actor("adopter"), people.actor("agency", "approver")):
        with pytest.raises(NotAllowed):
            it.sign(by)


def test_a_party_that_owes_papers_is_told_which() -> None:
    it = cases.at("signing")
    with pytest.raises(NotValid) as refused:
        it.sign(it.supplier)
    assert rules_of(refused) == ["paper-missing"]
    (problem,) = refused.value.problems
    assert problem.params["document"]["en"]


def test_a_barred_supplier_does_not_sign() -> None:
    it = cases.at("signing")
    it.papers("agreement")
    bar("supply", organisation=it.case.supplier)
    with pytest.raises(NotAllowed) as refused:
        it.sign(it.supplier)
    assert rules_of(refused) == ["not-barred"]


def test_nobody_signs_before_the_draft_or_after_the_conclusion() -> None:
    early = cases.at("accepted")
    with pytest.raises(NotPossible):
        early.run(verbs.sign_agreement, early.owner, digest="x")
