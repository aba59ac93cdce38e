"""Registering and changing organisations and workplaces: state, fact, refusal."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from midas.hub.accounts import public
from midas.hub.accounts.models import Membership, Organisation, Workplace
from midas.hub.accounts.tests import makers
from midas.hub.kernel.actor import NOBODY, SYSTEM, Actor
from midas.hub.kernel.errors import NotAllowed, NotFound, NotValid
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import Fact
from midas.hub.kernel.texts import in_language, say

pytestmark = pytest.mark.django_db
GOOD = "124-81-00998"


def register(by: Actor, **values: object) -> public.OrganisationCard:
    known = {
        "kind": "adopter",
        "name": "창원프레스",
        "business_number": GOOD,
        "size_class": "small",
    }
    return public.register_organisation(**{**known, **values}, by=by, now=makers.NOW)


def newcomer() -> Actor:
    person = makers.person()
    return Actor(person=person.id, name=person.name)


def test_a_person_who_registers_a_firm_becomes_its_owner() -> None:
    by = newcomer()
    card = register(by, region_id=makers.changwon().id, employees=30)
    assert (card.business_number, card.region_name) == ("1248100998", "경상남도 창원시")
    assert public.people_in(card.id, "owner", on=makers.TODAY) == [by.person]
    fact = Fact.objects.get(kind="accounts.organisation_registered")
    assert (fact.subject, fact.person, fact.data) == (card.id, by.person, {"name": "창원프레스"})


def test_the_first_workplace_comes_with_the_firm() -> None:
    card = register(newcomer(), region_id=makers.changwon().id, first_workplace="본사 공장")
    (site,) = public.workplaces_of(card.id)
    assert (site.name, site.region_id) == ("본사 공장", makers.changwon().id)
    assert Fact.objects.filter(kind="accounts.workplace_registered").count() == 1


def test_the_system_registers_without_becoming_a_member() -> None:
    register(SYSTEM, kind="agency", business_number=None, size_class="")
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"business_number": "123-45-67890"}, "business-number-check-digit", "business_number"),
        ({"business_number": None}, "business-number-length", "business_number"),
        ({"corporate_number": "123"}, "corporate-number-length", "corporate_number"),
        ({"size_class": "large"}, "size-of-adopter", "size_class"),
        ({"size_class": "micro", "employees": 40}, "size-micro", "size_class"),
        ({"name": "  "}, "name-needed", "name"),
    ],
)
def test_a_wrong_detail_is_refused_with_its_rule_and_place(
    values: dict[str, object], rule: str, field: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        register(newcomer(), **values)
    assert [(p.rule, p.field) for p in refusal.value.problems] == [(rule, field)]
    assert not Organisation.objects.exists()
    assert Fact.objects.get().kind == "kernel.verb_refused"


def test_the_refusal_of_a_number_speaks_both_languages() -> None:
    from django.utils import translation

    with pytest.raises(NotValid) as refusal:
        register(newcomer(), business_number="123-45-67890")
    (problem,) = refusal.value.problems
    with translation.override("en"):
        assert "check digit" in say(problem)
        assert "National Tax Service" in in_language(problem.source)
    with translation.override("ko"):
        assert "검증번호" in say(problem)
        assert "국세청" in in_language(problem.source)


def test_a_number_is_registered_once() -> None:
    register(newcomer())
    with pytest.raises(NotValid) as refusal:
        register(newcomer(), name="다른 이름")
    assert [p.rule for p in refusal.value.problems] == ["number-once"]


def test_two_people_who_register_a_number_at_the_same_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from midas.hub.accounts.services import organisations

    register(newcomer())
    monkeypatch.setattr(organisations, "_number_problems", lambda *_: [])
    with pytest.raises(NotValid) as refusal:
        register(newcomer())
    assert [p.rule for p in refusal.value.problems] == ["number-once"]
    assert Organisation.objects.count() == 1


def test_visitors_register_nothing_and_people_no_public_body() -> None:
    with pytest.raises(NotAllowed):
        register(NOBODY)
    with pytest.raises(NotAllowed):
        register(newcomer(), kind="agency", business_number=None)
    officer = makers.actor("agency")
    assert register(officer, kind="techno_park", business_number=None, size_class="")
    assert Membership.objects.count() == 1  # the officer's own


def test_an_unknown_region_is_not_found() -> None:
    with pytest.raises(NotFound):
        register(newcomer(), region_id=new_id())


def test_an_unknown_industry_is_refused_once_industries_are_loaded() -> None:
    from midas.hub.accounts.models import Industry

    Industry.objects.create(
        revision=11, code="25912", level="subclass", name_ko="x", valid_from=makers.LONG_AGO
    )
    assert register(newcomer(), industry_code="25912")
    with pytest.raises(NotValid) as refusal:
        register(newcomer(), industry_code="99999", business_number="220-81-62517")
    assert [p.field for p in refusal.value.problems] == ["industry_code"]


def test_an_owner_changes_details_and_a_stranger_does_not() -> None:
    owner = makers.actor()
    assert owner.organisation
    card = public.change_organisation(
        organisation_id=owner.organisation, employees=41, by=owner, now=makers.NOW
    )
    assert card.employees == 41
    fact = Fact.objects.get(kind="accounts.organisation_changed")
    assert fact.data["fields"] == ["employees"]
    with pytest.raises(NotAllowed):
        public.change_organisation(
            organisation_id=owner.organisation, employees=1, by=makers.actor(), now=makers.NOW
        )
    with pytest.raises(TypeError):
        public.change_organisation(
            organisation_id=owner.organisation, kind="agency", by=owner, now=makers.NOW
        )


def test_a_firm_does_not_confirm_its_own_tax_clearance() -> None:
    owner = makers.actor()
    values = {"organisation_id": owner.organisation, "tax_cleared_until": date(2027, 1, 1)}
    with pytest.raises(NotAllowed):
        public.change_organisation(**values, by=owner, now=makers.NOW)
    with pytest.raises(NotAllowed):
        register(newcomer(), tax_cleared_until=date(2027, 1, 1))
    card = public.change_organisation(**values, by=makers.actor("agency"), now=makers.NOW)
    assert card.tax_cleared_until == date(2027, 1, 1)


def test_a_firm_cannot_close_before_it_was_founded() -> None:
    owner = makers.actor()
    assert owner.organisation
    with pytest.raises(NotValid):
        public.change_organisation(
            organisation_id=owner.organisation,
            closed_on=date(1999, 1, 1),
            by=owner,
            now=makers.NOW,
        )


def test_staff_register_workplaces_and_strangers_do_not() -> None:
    staff = makers.actor("adopter", "staff")
    assert staff.organisation
    values = {"organisation_id": staff.organisation, "region_id": makers.changwon().id}
    site = public.register_workplace(
        **values, name="제2공장", address="창원", lat=35.2, lon=128.6, by=staff, now=makers.NOW
    )
    assert site.province_id == makers.changwon().parent_id
    for by, name, error in (
        (makers.actor(), "제3공장", NotAllowed),
        (staff, "제2공장", NotValid),
    ):
        with pytest.raises(error):
            public.register_workplace(**values, name=name, address="창원", by=by, now=makers.NOW)
    with pytest.raises(NotValid):
        public.register_workplace(
            **values, name="제4공장", address="창원", lat=35.2, by=staff, now=makers.NOW
        )
    assert Workplace.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"business_number": "124-81"},
        {"corporate_number": "12"},
        {"founded_on": date(2020, 1, 2), "closed_on": date(2020, 1, 1)},
    ],
)
def test_the_database_itself_refuses_impossible_rows(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        makers.organisation("adopter", **wrong)
