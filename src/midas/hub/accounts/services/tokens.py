"""Verbs of API tokens."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from midas.hub.accounts import events, policies
from midas.hub.accounts.cards import NewToken
from midas.hub.accounts.models import ApiToken, Person
from midas.hub.accounts.queries import actors
from midas.hub.accounts.rules.scopes import scope_problems
from midas.hub.accounts.services.invitations import hash_of
from midas.hub.kernel import clock, facts, ids
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb

PREFIX = "midas_"
MOST_DAYS = 366


@verb
def create_token(
    *,
    person_id: UUID,
    organisation_id: UUID | None,
    scopes: Iterable[str],
    days: int = 90,
    name: str = "",
    by: Actor,
    now: datetime,
) -> NewToken:
    """Make a token with which a machine acts for a person in an organisation.

    The secret starts with "midas_" and is handed out once. Raises NotAllowed for another person's
    token, NotValid for wrong scopes, more than 366 days, or an organisation one does not belong to.
    """
    require(policies.may_create_token(by, person_id))
    wanted = sorted(set(scopes))
    problems = scope_problems(wanted)
    if not 1 <= days <= MOST_DAYS:
        sentence = words("A token holds for 1 to %(most)s days.")
        problems.append(Problem(sentence, {"most": MOST_DAYS}, "days", "token-days"))
    if not Person.objects.filter(pk=person_id, is_active=True).exists():
        raise NotFound(Problem(words("There is no such person."), field="person"))
    if organisation_id and not actors(person_id, clock.today(now), organisation_id):
        sentence = words("The person does not act for this organisation.")
        problems.append(Problem(sentence, field="organisation", rule="members-only"))
    if problems:
        raise NotValid(*problems)
    secret = PREFIX + ids.new_secret()
    row = ApiToken.objects.create(
        name=name.strip() or ", ".join(wanted)[:100],
        secret_hash=hash_of(secret),
        hint=secret[:10],
        scopes=wanted,
        person_id=person_id,
        organisation_id=organisation_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    facts.record(
        events.TOKEN_CREATED,
        subject=organisation_id or person_id,
        by=by,
        now=now,
        name=row.name,
        scopes=wanted,
        token=str(row.id),
    )
    return NewToken(row.id, secret)


@verb
def revoke_token(*, token_id: UUID, by: Actor, now: datetime) -> None:
    """Make a token useless at once; raises NotFound, NotAllowed, NotPossible when it is already."""
    row = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if row is None:
        raise NotFound(Problem(words("There is no such token."), field="token"))
    require(policies.may_revoke_token(by, row.person_id))
    if row.revoked_at is not None:
        text = words("This token has already been revoked.")
        raise NotPossible(Problem(text, rule="token-revoked"))
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    facts.record(
        events.TOKEN_REVOKED,
        subject=row.organisation_id or row.person_id,
        by=by,
        now=now,
        name=row.name,
        token=str(row.id),
    )
