"""The door: cards of many in a constant number of queries, and who may act on a day."""

from datetime import timedelta
from typing import Any

import pytest

from midas.hub.accounts import places, public
from midas.hub.accounts.models import Industry, Technology
from midas.hub.accounts.tests import makers
from midas.hub.kernel.errors import NotAllowed, NotFound
from midas.hub.kernel.ids import new_id

pytestmark = pytest.mark.django_db
DAY = makers.TODAY


@pytest.mark.parametrize("count", [1, 30])
def test_bulk_reads_cost_the_same_for_one_and_for_many(
    count: int, django_assert_num_queries: Any
) -> None:
    firms = [makers.organisation() for _ in range(count)]
    sites = [makers.workplace(firm) for firm in firms]
    people = [makers.membership(of=firm).person for firm in firms]
    places.atlas()  # read once per process
    with django_assert_num_queries(1):
        assert len(public.organisations([f.id for f in firms])) == count
    with django_assert_num_queries(1):
        assert len(public.workplaces([s.id for s in sites])) == count
    with django_assert_num_queries(1):
        assert len(public.people([p.id for p in people])) == count
    with django_assert_num_queries(1):
        assert len(public.organisations_of_kind("adopter")) == count
    with django_assert_num_queries(1):
        assert public.bars_on([f.id for f in firms], "apply", DAY) == []
    with django_assert_num_queries(1):
        assert len(public.people_of_kind("adopter", "owner", on=DAY)) == count
    with django_assert_num_queries(0):
        for site in sites:
            public.region(site.region_id)
            public.region_within(site.region_id, firms[0].region_id)


def test_an_atlas_that_misses_a_region_is_read_again() -> None:
    public.provinces_on(DAY)
    home = makers.Region.objects.create(
        code="50", level="province", name_ko="제주특별자치도", valid_from=makers.LONG_AGO
    )
    assert public.region(home.id).name == "제주특별자치도"
    with pytest.raises(NotFound):
        public.region(new_id())


def test_authorities_of_a_place_are_its_municipality_its_province_and_its_park() -> None:
    park, city = makers.techno_park(), makers.local_government()
    province = makers.local_government(makers.changwon().parent)
    closed = makers.local_government(closed_on=DAY - timedelta(days=1))
    found = public.local_governments_for(makers.changwon().id, DAY)
    assert found == [city.id, province.id]
    assert closed.id not in found
    assert public.local_governments_for(makers.changwon().parent_id, DAY) == [province.id]
    assert public.techno_park_for(makers.changwon().id, DAY) == park.id
    with pytest.raises(NotFound):
        public.techno_park_for(makers.region(name="먼 곳").id, DAY)


def test_governments_are_found_in_few_queries(django_assert_num_queries: Any) -> None:
    makers.local_government()
    home = makers.changwon().id
    places.atlas()
    with django_assert_num_queries(1):
        public.local_governments_for(home, DAY)
    with django_assert_num_queries(0), pytest.raises(NotFound):
        public.techno_park_for(home, DAY)


def test_a_person_acts_once_per_organisation_with_all_roles_of_that_day() -> None:
    person = makers.person("이여섯")
    agency = makers.organisation("agency", name="가 기관", region=None)
    firm = makers.organisation(name="나 기업")
    for role in ("officer", "approver"):
        makers.membership(person, agency, role)
    makers.membership(person, firm, "owner", valid_from=DAY)
    makers.membership(person, makers.organisation(), "owner", valid_until=DAY - timedelta(days=1))
    makers.membership(person, makers.organisation(closed_on=DAY - timedelta(days=1)))
    first, second = public.actors_of(person.id, DAY)
    assert (first.organisation_name, first.roles) == ("가 기관", {"officer", "approver"})
    assert (second.organisation, second.kind, second.name) == (firm.id, "adopter", "이여섯")
    assert public.actor_for(person.id, firm.id, DAY) == second
    with pytest.raises(NotAllowed):
        public.actor_for(person.id, firm.id, DAY - timedelta(days=1))


def test_inactive_people_hold_no_roles() -> None:
    held = makers.membership(makers.person(is_active=False))
    assert public.people_in(held.organisation_id, on=DAY) == []
    assert public.actors_of(held.person_id, DAY) == []


def test_things_that_are_not_there() -> None:
    for find in (public.organisation, public.person, public.workplace, public.region):
        with pytest.raises(NotFound):
            find(new_id())
    assert public.organisation_by_number("124-81-00998") is None
    assert public.person_by_email("nobody@example.kr") is None
    assert public.industry_name("99999") == {}


def test_finding_by_what_people_type() -> None:
    firm = makers.organisation(business_number="1248100998")
    person = makers.person(email="sena@example.kr")
    found = public.organisation_by_number(" 124-81-00998 ")
    assert found
    assert found.id == firm.id
    assert public.person_by_email("SENA@example.kr") == public.person(person.id)
    assert public.is_business_number("124-81-00998")


def test_a_name_of_an_industry_is_of_the_newest_revision() -> None:
    for revision, name in ((10, "옛 이름"), (11, "새 이름")):
        Industry.objects.create(
            revision=revision,
            code="24",
            level="division",
            name_ko=name,
            name_en="",
            valid_from=makers.LONG_AGO,
        )
    assert public.industry_name("24") == {"ko": "새 이름", "en": "새 이름"}


def test_technologies_are_those_in_force() -> None:
    for code, until in (("A", None), ("B", DAY - timedelta(days=1))):
        Technology.objects.create(
            code=code, level="major", name_ko=code, valid_from=makers.LONG_AGO, valid_until=until
        )
    assert [one.code for one in public.technologies(DAY)] == ["A"]


def test_the_newest_notices_come_first() -> None:
    person = makers.person()
    for n in range(3):
        now = makers.NOW + timedelta(hours=n)
        public.send_notice(to=[person.id], text=f"Sentence {n}", now=now)
    assert [n.text for n in public.latest_notices(person.id, 2)] == ["Sentence 2", "Sentence 1"]


def test_everything_at_the_door_is_there() -> None:
    assert all(hasattr(public, name) for name in public.__all__)
