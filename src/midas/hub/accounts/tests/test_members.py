"""Memberships, invitations and people: state, fact, refusal."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from midas.hub.accounts import public
from midas.hub.accounts.models import Invitation, Membership, Person
from midas.hub.accounts.services.invitations import withdraw_invitation
from midas.hub.accounts.services.people import change_person
from midas.hub.accounts.tests import makers
from midas.hub.kernel.actor import NOBODY, SYSTEM, Actor
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid
from midas.hub.kernel.ids import new_id
from midas.hub.kernel.models import Fact

pytestmark = pytest.mark.django_db


def as_person(person: Person) -> Actor:
    return Actor(person=person.id, name=person.name)


def test_an_owner_gives_a_role_and_it_holds_from_that_day() -> None:
    owner, friend = makers.actor(), makers.person("이두나")
    assert owner.organisation
    given = {"person_id": friend.id, "organisation_id": owner.organisation, "role": "staff"}
    first = public.grant_membership(**given, by=owner, now=makers.NOW)
    assert public.grant_membership(**given, by=owner, now=makers.NOW) == first
    assert public.people_in(owner.organisation, "staff", on=makers.TODAY) == [friend.id]
    before = makers.TODAY - timedelta(days=1)
    assert public.people_in(owner.organisation, "staff", on=before) == []
    fact = Fact.objects.get(kind="accounts.membership_granted")
    assert fact.data == {"role": "staff", "name": "이두나", "membership": str(first)}


@pytest.mark.parametrize(
    ("role", "error"), [("approver", NotValid), ("king", NotValid), ("staff", None)]
)
def test_a_firm_gives_owner_and_staff_only(role: str, error: type[Exception] | None) -> None:
    owner = makers.actor()
    values = {
        "person_id": makers.person().id,
        "organisation_id": owner.organisation,
        "role": role,
        "by": owner,
        "now": makers.NOW,
    }
    if error is None:
        assert public.grant_membership(**values)
        return
    with pytest.raises(error):
        public.grant_membership(**values)


def test_strangers_and_staff_give_no_roles() -> None:
    firm = makers.organisation()
    for by in (makers.actor(), makers.actor("adopter", "staff", of=firm), NOBODY):
        with pytest.raises(NotAllowed):
            public.grant_membership(
                person_id=makers.person().id,
                organisation_id=firm.id,
                role="owner",
                by=by,
                now=makers.NOW,
            )


def test_the_last_owner_cannot_leave_but_the_second_can() -> None:
    firm = makers.organisation()
    first = makers.membership(of=firm, valid_from=makers.LONG_AGO)
    by = makers.actor(of=firm, who=first.person)
    with pytest.raises(NotPossible) as refusal:
        public.end_membership(membership_id=first.id, by=by, now=makers.NOW)
    assert refusal.value.problems[0].rule == "last-owner"
    makers.membership(of=firm)
    public.end_membership(membership_id=first.id, by=by, now=makers.NOW)
    assert first.person_id not in public.people_in(firm.id, on=makers.TODAY)
    assert Fact.objects.filter(kind="accounts.membership_ended").count() == 1


def test_a_role_ends_at_once_or_after_a_day() -> None:
    firm = makers.organisation()
    owner = makers.actor(of=firm)
    staff = makers.membership(of=firm, role="staff")
    last = makers.TODAY + timedelta(days=3)
    public.end_membership(membership_id=staff.id, last_day=last, by=owner, now=makers.NOW)
    assert public.people_in(firm.id, "staff", on=last) == [staff.person_id]
    assert public.people_in(firm.id, "staff", on=last + timedelta(days=1)) == []
    today = makers.membership(of=firm, role="staff", valid_from=makers.TODAY)
    public.end_membership(membership_id=today.id, by=owner, now=makers.NOW)
    assert not Membership.objects.filter(pk=today.id).exists()


def test_members_leave_themselves_and_strangers_end_nothing() -> None:
    firm = makers.organisation()
    makers.membership(of=firm)
    staff = makers.membership(of=firm, role="staff")
    with pytest.raises(NotAllowed):
        public.end_membership(membership_id=staff.id, by=makers.actor(), now=makers.NOW)
    public.end_membership(membership_id=staff.id, by=as_person(staff.person), now=makers.NOW)
    with pytest.raises(NotPossible):
        public.end_membership(membership_id=staff.id, by=as_person(staff.person), now=makers.NOW)
    with pytest.raises(NotFound):
        public.end_membership(membership_id=new_id(), by=SYSTEM, now=makers.NOW)


def invite(owner: Actor, email: str = "Friend@example.kr", role: str = "staff") -> Any:
    assert owner.organisation
    return public.invite_member(
        organisation_id=owner.organisation, email=email, role=role, by=owner, now=makers.NOW
    )


def test_an_invitation_is_mailed_and_makes_a_member(
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner, friend = makers.actor(), makers.person(email="friend@example.kr")
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(owner)
    assert made.secret in mail.outbox[0].body
    assert mail.outbox[0].to == ["friend@example.kr"]
    row = Invitation.objects.get(pk=made.id)
    assert made.secret not in row.secret_hash
    assert made.secret not in str(Fact.objects.values_list("data", flat=True))
    public.accept_invitation(secret=made.secret, by=as_person(friend), now=makers.NOW)
    assert public.actor_for(friend.id, row.organisation_id, makers.TODAY).roles == {"staff"}
    kinds = set(Fact.objects.values_list("kind", flat=True))
    assert {"accounts.member_invited", "accounts.invitation_accepted"} <= kinds
    with pytest.raises(NotPossible):
        public.accept_invitation(secret=made.secret, by=as_person(friend), now=makers.NOW)


def test_an_expired_or_replaced_or_withdrawn_invitation_is_useless() -> None:
    owner, friend = makers.actor(), makers.person(email="friend@example.kr")
    first, second = invite(owner), invite(owner)
    late = makers.NOW + timedelta(days=14)
    for secret, now, error, rule in (
        (first.secret, makers.NOW, NotFound, "invitation-known"),
        (second.secret, late, NotPossible, "invitation-expired"),
        ("nonsense", makers.NOW, NotFound, "invitation-known"),
    ):
        with pytest.raises(error) as refusal:
            public.accept_invitation(secret=secret, by=as_person(friend), now=now)
        assert refusal.value.problems[0].rule == rule
    withdraw_invitation(invitation_id=second.id, by=owner, now=makers.NOW)
    with pytest.raises(NotFound):
        public.accept_invitation(secret=second.secret, by=as_person(friend), now=makers.NOW)
    assert Membership.objects.filter(person=friend).count() == 0


def test_only_the_invited_address_accepts_and_only_owners_invite() -> None:
    owner = makers.actor()
    made = invite(owner)
    for by in (as_person(makers.person()), NOBODY):
        with pytest.raises(NotAllowed):
            public.accept_invitation(secret=made.secret, by=by, now=makers.NOW)
    with pytest.raises(NotAllowed):
        public.invite_member(
            organisation_id=owner.organisation,
            email="x@example.kr",
            role="staff",
            by=makers.actor(),
            now=makers.NOW,
        )
    with pytest.raises(NotValid):
        invite(owner, role="auditor")


def test_a_held_role_is_not_offered_again() -> None:
    owner = makers.actor()
    assert owner.person
    with pytest.raises(NotPossible):
        invite(owner, email=public.person(owner.person).email, role="owner")


def test_people_register_themselves_and_operators_register_others() -> None:
    values = {"name": "박세나", "now": makers.NOW}
    card = public.register_person(
        email="Sena@Example.KR ", password="clay-Bridge-58", by=NOBODY, **values
    )
    assert card.email == "sena@example.kr"
    assert Person.objects.get(pk=card.id).check_password("clay-Bridge-58")
    assert Fact.objects.get(kind="accounts.person_registered").data == {}
    public.register_person(email="b@example.kr", by=makers.actor("agency"), **values)
    with pytest.raises(NotAllowed):
        public.register_person(email="c@example.kr", by=makers.actor(), **values)
    with pytest.raises(NotValid) as refusal:
        public.register_person(email="SENA@example.kr", by=SYSTEM, **values)
    assert refusal.value.problems[0].rule == "email-once"


def test_a_profile_is_changed_by_its_person_only() -> None:
    person = makers.person()
    values = {"person_id": person.id, "name": "김둘", "now": makers.NOW}
    assert change_person(by=as_person(person), **values).name == "김둘"
    with pytest.raises(NotAllowed):
        change_person(by=makers.actor(), **values)
    with pytest.raises(NotValid):
        change_person(by=as_person(person), **(values | {"name": " "}))
