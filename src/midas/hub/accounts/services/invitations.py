"""Verbs of invitations: offer a role by e-mail, accept it, take it back."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation

from midas.hub.accounts import events, policies
from midas.hub.accounts.cards import NewInvitation
from midas.hub.accounts.models import Invitation, Membership, Person
from midas.hub.accounts.notifiers import tell_address
from midas.hub.accounts.services.memberships import put_member, refuse_role
from midas.hub.accounts.services.organisations import locked_organisation
from midas.hub.kernel import facts, ids
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, Term, words
from midas.hub.kernel.verbs import verb

DAYS_OPEN = 14
INVITED = words("%(inviter)s invites you to act for %(organisation)s as %(role)s.")


def hash_of(secret: str) -> str:
    """SHA-256 of a secret with at least 128 random bits, in hex; such secrets need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


@verb
def invite_member(
    *, organisation_id: UUID, email: str, role: str, by: Actor, now: datetime
) -> NewInvitation:
    """Offer a role to whoever reads this e-mail address; the link holds for fourteen days.

    An earlier open offer of the same role is replaced. Raises NotAllowed, NotFound, NotValid for
    a role that this organisation does not give, NotPossible when the role is held already.
    """
    organisation = locked_organisation(organisation_id)
    require(policies.may_change_organisation(by, organisation.id))
    refuse_role(organisation, role)
    address = email.strip().lower()
    if Membership.objects.filter(
        organisation=organisation, person__email=address, role=role, valid_until=None
    ).exists():
        text = words("%(email)s already holds this role.")
        raise NotPossible(Problem(text, {"email": address}, "email", "role-held"))
    Invitation.objects.filter(
        organisation=organisation,
        email=address,
        role=role,
        accepted_at=None,
        withdrawn_at=None,
    ).update(withdrawn_at=now)
    secret = ids.new_secret()
    row = Invitation.objects.create(
        organisation=organisation,
        email=address,
        role=role,
        secret_hash=hash_of(secret),
        invited_by_id=by.person,
        invited_at=now,
        expires_at=now + timedelta(days=DAYS_OPEN),
    )
    facts.record(
        events.MEMBER_INVITED,
        subject=organisation.id,
        by=by,
        now=now,
        role=role,
        invitation=str(row.id),
    )
    params = {"inviter": by.name, "organisation": organisation.name, "role": Term(role)}
    link = f"/accounts/invitations/{secret}/"
    language = translation.get_language() or ""
    transaction.on_commit(
        lambda: tell_address(address, language, INVITED, params, link), robust=True
    )
    return NewInvitation(row.id, secret, row.expires_at)


def open_invitation(secret: str, now: datetime) -> Invitation:
    """The invitation behind a link; raises NotFound, or NotPossible when used or expired."""
    row = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(secret_hash=hash_of(secret), withdrawn_at=None)
        .first()
    )
    if row is None:
        raise NotFound(Problem(words("There is no such invitation."), rule="invitation-known"))
    if row.accepted_at is not None:
        text = words("This invitation has already been used.")
        raise NotPossible(Problem(text, rule="invitation-once"))
    if row.expires_at <= now:
        text = words("This invitation has expired. Please ask for a new one.")
        raise NotPossible(Problem(text, rule="invitation-expired"))
    return row


@verb
def accept_invitation(*, secret: str, by: Actor, now: datetime) -> UUID:
    """Take the offered role; returns the membership's id.

    Raises NotFound, NotPossible when used or expired, and NotAllowed for a visitor or somebody
    who signs in with another e-mail address than the invited one.
    """
    organisation_id = open_invitation(secret, now).organisation_id
    organisation = locked_organisation(organisation_id)
    row = open_invitation(secret, now)
    person = Person.objects.filter(pk=by.person, is_active=True).first() if by.person else None
    if person is None:
        text = words("Please sign in to accept the invitation.")
        raise NotAllowed(Problem(text, rule="sign-in"))
    if person.email.lower() != row.email:
        text = words("This invitation was sent to another e-mail address.")
        raise NotAllowed(Problem(text, rule="invited-address"))
    row.accepted_at, row.accepted_by = now, person
    row.save(update_fields=["accepted_at", "accepted_by"])
    facts.record(
        events.INVITATION_ACCEPTED,
        subject=organisation.id,
        by=by,
        now=now,
        name=person.name,
        role=row.role,
        invitation=str(row.id),
    )
    return put_member(organisation, person, row.role, by=by, now=now)


@verb
def withdraw_invitation(*, invitation_id: UUID, by: Actor, now: datetime) -> None:
    """Take an open invitation back; raises NotFound, NotAllowed, NotPossible when it is used."""
    row = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if row is None:
        raise NotFound(Problem(words("There is no such invitation."), rule="invitation-known"))
    require(policies.may_change_organisation(by, row.organisation_id))
    if row.accepted_at is not None or row.withdrawn_at is not None:
        text = words("This invitation has already been used.")
        raise NotPossible(Problem(text, rule="invitation-once"))
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    facts.record(
        events.INVITATION_WITHDRAWN,
        subject=row.organisation_id,
        by=by,
        now=now,
        role=row.role,
        invitation=str(row.id),
    )
