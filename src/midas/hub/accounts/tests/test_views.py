"""Every page of the room: who may see it, what a press of its button does, in both languages."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from midas.hub.accounts import public
from midas.hub.accounts.models import ApiToken, Membership, Notice, Organisation, Person, Workplace
from midas.hub.accounts.tests import makers
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Organisation:
    makers.workplace(row := makers.organisation(name="창원프레스"))
    return row


def signed_in(kind: str = "adopter", *roles: str, of: Organisation | None = None) -> Client:
    client = Client()
    actor = makers.actor(kind, *roles, of=of)
    client.force_login(Person.objects.get(pk=actor.person))
    return client


def who_may(firm: Organisation) -> dict[str, Client]:
    stranger = signed_in()
    return {
        "anonymous": Client(),
        "stranger": stranger,
        "staff": signed_in("adopter", "staff", of=firm),
        "owner": signed_in("adopter", "owner", of=firm),
        "officer": signed_in("agency"),
        "techno_park": signed_in("techno_park"),
    }


OWN = {"anonymous": 302, "stranger": 200, "staff": 200, "owner": 200, "officer": 200}
PAGES = {
    "start": dict.fromkeys(("anonymous", "stranger", "staff", "owner", "officer"), 200),
    "profile": OWN,
    "organisations": OWN,
    "register-organisation": OWN,
    "notices": OWN,
    "tokens": OWN,
    "organisation": {
        "anonymous": 302,
        "stranger": 403,
        "staff": 200,
        "owner": 200,
        "officer": 200,
        "techno_park": 403,
    },
    "change-organisation": {
        "anonymous": 302,
        "stranger": 403,
        "staff": 403,
        "owner": 200,
        "officer": 200,
        "techno_park": 403,
    },
    "invite": {
        "anonymous": 302,
        "stranger": 403,
        "staff": 403,
        "owner": 200,
        "officer": 200,
        "techno_park": 403,
    },
    "add-workplace": {
        "anonymous": 302,
        "stranger": 403,
        "staff": 200,
        "owner": 200,
        "officer": 200,
        "techno_park": 403,
    },
}
OF_FIRM = {"organisation", "change-organisation", "invite", "add-workplace"}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_each_page_opens_for_whom_it_is_meant(name: str, language: str, firm: Organisation) -> None:
    address = reverse(f"accounts:{name}", args=[firm.id] if name in OF_FIRM else [])
    clients = who_may(firm)
    for who, status in PAGES[name].items():
        answer = clients[who].get(address, headers={"accept-language": language})
        assert answer.status_code == status, who
        text = answer.content.decode()
        if status == 200:
            assert f'lang="{language}"' in text
            assert text.count("<h1>") == 1
            assert " style=" not in text
            assert not re.search(r"<script(?![^>]*\bsrc=)", text)


POSTS = (
    "switch-organisation",
    "read-all",
    "end-membership",
    "withdraw",
    "read-notice",
    "revoke-token",
)


@pytest.mark.parametrize("name", POSTS)
def test_a_button_needs_a_post_and_a_person(name: str) -> None:
    args = [] if name in ("switch-organisation", "read-all") else [UUID(int=1)]
    address = reverse(f"accounts:{name}", args=args)
    assert Client().post(address).status_code == 302
    assert signed_in().get(address).status_code == 405


def test_a_factory_owner_registers_the_firm_and_acts_for_it() -> None:
    person = makers.person()
    client = Client()
    client.force_login(person)
    home = makers.changwon()
    typed = {
        "kind": "adopter",
        "business_number": "123-45-67890",
        "name": "새론정밀",
        "size_class": "small",
        "employees": "12",
        "founded_on": "2019.3.4.",
        "region_id": str(home.id),
        "address": "창원시 성산구 공단로 1",
        "first_workplace": "본사 공장",
    }
    address = reverse("accounts:register-organisation")
    answer = client.post(address, typed)
    assert answer.status_code == 200
    assert "검증번호" in answer.content.decode()
    assert "새론정밀" in answer.content.decode()  # what was typed stays
    assert not Organisation.objects.exists()
    answer = client.post(address, typed | {"business_number": "124-81-00998"})
    row = Organisation.objects.get()
    assert answer.headers["Location"] == reverse("accounts:organisation", args=[row.id])
    assert (row.business_number, row.employees) == ("1248100998", 12)
    assert Workplace.objects.get().organisation_id == row.id
    assert client.session["organisation"] == str(row.id)


def test_a_person_switches_between_their_organisations_only() -> None:
    person = makers.person()
    first = makers.membership(person, makers.organisation(name="가나")).organisation
    second = makers.membership(person, makers.organisation(name="다라")).organisation
    client = Client()
    client.force_login(person)
    api, switch = reverse("accounts:api-me"), reverse("accounts:switch-organisation")
    assert client.get(api).json()["organisation"] == str(first.id)
    away = "https://evil.example/"
    answer = client.post(switch, {"organisation": str(second.id), "next": away})
    assert answer.headers["Location"] == reverse("accounts:organisations")
    assert client.get(api).json()["organisation"] == str(second.id)
    for wrong in (str(makers.organisation().id), "nonsense", ""):
        assert client.post(switch, {"organisation": wrong}).status_code == 403
    assert client.get(api).json()["organisation"] == str(second.id)


def test_an_ended_membership_acts_no_more() -> None:
    held = makers.membership(valid_until=clock.today() - timedelta(days=1))
    client = Client()
    client.force_login(held.person)
    session = client.session
    session["organisation"] = str(held.organisation_id)
    session.save()
    assert client.get(reverse("accounts:api-me")).json()["organisation"] is None


def test_an_owner_changes_details_adds_a_site_and_invites(firm: Organisation) -> None:
    client = signed_in(of=firm)
    region = str(makers.changwon().id)
    details = {"name": "창원프레스(주)", "region_id": region, "address": "창원", "employees": "31"}
    client.post(reverse("accounts:change-organisation", args=[firm.id]), details)
    firm.refresh_from_db()
    assert (firm.name, firm.employees) == ("창원프레스(주)", 31)
    site = {"name": "제9공장", "region_id": region, "address": "창원"}
    address = reverse("accounts:add-workplace", args=[firm.id])
    assert client.post(address, site).status_code == 302
    assert client.post(address, site).status_code == 200  # the name is taken
    assert Workplace.objects.filter(organisation=firm, name="제9공장").count() == 1
    invited = {"email": "friend@example.kr", "role": "staff"}
    client.post(reverse("accounts:invite", args=[firm.id]), invited)
    row = firm.invitations.get()
    assert (row.email, row.role) == ("friend@example.kr", "staff")
    client.post(reverse("accounts:withdraw", args=[row.id]))
    row.refresh_from_db()
    assert row.withdrawn_at


def test_the_agency_confirms_tax_clearance_and_the_firm_does_not(firm: Organisation) -> None:
    address = reverse("accounts:change-organisation", args=[firm.id])
    home = str(makers.changwon().id)
    typed = {
        "name": firm.name,
        "region_id": home,
        "address": "창원",
        "tax_cleared_until": "2027-03-31",
    }
    signed_in(of=firm).post(address, typed)
    firm.refresh_from_db()
    assert firm.tax_cleared_until is None
    signed_in("agency").post(address, typed)
    firm.refresh_from_db()
    assert str(firm.tax_cleared_until) == "2027-03-31"


def test_a_link_is_opened_by_anybody_and_accepted_by_the_invited(firm: Organisation) -> None:
    made = public.invite_member(
        organisation_id=firm.id, email="f@example.kr", role="staff", by=SYSTEM, now=clock.now()
    )
    address = reverse("accounts:invitation", args=[made.secret])
    assert "창원프레스" in Client().get(address).content.decode()
    assert Client().post(address).status_code == 403
    assert signed_in().post(address).status_code == 403
    friend = makers.person(email="f@example.kr")
    client = Client()
    client.force_login(friend)
    assert client.post(address).status_code == 302
    assert Membership.objects.get(person=friend).role == "staff"
    assert client.get(address).status_code == 409
    assert Client().get(reverse("accounts:invitation", args=["x" * 20])).status_code == 404


def test_members_end_their_own_role_and_owners_others(firm: Organisation) -> None:
    staff = makers.membership(of=firm, role="staff")
    owner = signed_in(of=firm)
    assert signed_in().post(reverse("accounts:end-membership", args=[staff.id])).status_code == 403
    assert owner.post(reverse("accounts:end-membership", args=[staff.id])).status_code == 302
    assert staff.person_id not in public.people_in(firm.id, on=clock.today())
    (last,) = Membership.objects.filter(organisation=firm, role="owner")
    assert owner.post(reverse("accounts:end-membership", args=[last.id])).status_code == 409


def test_the_inbox_counts_filters_and_marks() -> None:
    person, other = makers.person(), makers.person()
    to, due = [person.id, other.id], clock.today()
    public.send_notice(to=to, text="Sentence one", link="/work/", due=due, now=makers.NOW)
    public.send_notice(to=to, text="Sentence %(n)s", params={"n": "two"}, now=makers.NOW)
    client = Client()
    client.force_login(person)
    inbox = reverse("accounts:notices")
    text = client.get(inbox).content.decode()
    assert "Sentence one" in text
    assert "Sentence two" in text
    first = Notice.objects.get(person=person, text="Sentence one")
    read = reverse("accounts:read-notice", args=[first.id])
    assert client.post(read, {"open": "1"}).headers["Location"] == "/work/"
    assert public.unread_count(person.id) == 1
    assert "Sentence one" not in client.get(inbox, {"show": "unread"}).content.decode()
    assert "Sentence two" not in client.get(inbox, {"show": "due"}).content.decode()
    foreign = Notice.objects.get(person=other, text="Sentence one")
    assert client.post(reverse("accounts:read-notice", args=[foreign.id])).status_code == 403
    client.post(reverse("accounts:read-all"))
    assert (public.unread_count(person.id), public.unread_count(other.id)) == (0, 2)


def test_a_page_of_the_inbox_costs_the_same_with_many_notices(
    django_assert_max_num_queries: Any,
) -> None:
    person = makers.person()
    client = Client()
    client.force_login(person)
    for n in range(60):
        public.send_notice(to=[person.id], text=f"Sentence {n}", now=makers.NOW)
    with django_assert_max_num_queries(9):
        answer = client.get(reverse("accounts:notices"))
    assert answer.content.decode().count("tasks-title") == 25


def test_a_token_is_shown_once_and_revoked(firm: Organisation) -> None:
    client = signed_in(of=firm)
    address = reverse("accounts:tokens")
    typed = {
        "name": "MES",
        "organisation_id": str(firm.id),
        "scopes": ["profile.read"],
        "days": "30",
    }
    secret = re.search(r"midas_[\w-]{20,}", client.post(address, typed).content.decode())
    assert secret
    row = ApiToken.objects.get()
    assert (row.name, row.organisation_id) == ("MES", firm.id)
    assert secret[0] not in client.get(address).content.decode()
    assert client.post(address, typed | {"days": "9999"}).status_code == 200
    assert client.post(address, typed | {"scopes": ["everything.do"]}).status_code == 200
    assert ApiToken.objects.count() == 1
    revoke = reverse("accounts:revoke-token", args=[row.id])
    assert signed_in().post(revoke).status_code == 403
    client.post(revoke)
    row.refresh_from_db()
    assert row.revoked_at


def test_the_profile_keeps_what_was_typed() -> None:
    person = makers.person()
    client = Client()
    client.force_login(person)
    address = reverse("accounts:profile")
    client.post(address, {"name": "김셋", "phone": "010-0000-0000", "preferred_language": "en"})
    person.refresh_from_db()
    assert (person.name, person.preferred_language) == ("김셋", "en")
    assert client.post(address, {"name": "", "preferred_language": "en"}).status_code == 200
