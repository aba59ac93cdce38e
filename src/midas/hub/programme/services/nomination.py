"""The local government's word on a factory of its area, within the quota of each city."""

from datetime import datetime
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import nomination as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.lifecycles import APPLICATION
from midas.hub.programme.services.cases import (
    acting_organisation,
    acting_person,
    locked_case,
    move_case,
    require_reason,
)
from midas.hub.programme.services.separation import require_separate


@verb
def nominate_application(
    *, application: UUID, reason: str = "", by: Actor, now: datetime
) -> models.Application:
    """Nominate the factory; raises NotPossible when the quota of its city is used up."""
    case = locked_case(application)
    require(policies.may_nominate_application(by, case, clock.today(now)))
    require_separate("nominate_application", case.id, by)
    APPLICATION.target_of("nominate_application", case.state)
    _refuse_needless(case)
    region = _take_place(case)
    _keep(case, by, now, region=region, state="nominated", reason=reason.strip())
    move_case(case, "nominate_application", now=now)
    facts.record(
        events.APPLICATION_NOMINATED,
        subject=case.id,
        by=by,
        now=now,
        government=by.organisation_name,
        reason=reason.strip(),
    )
    return case


@verb
def decline_nomination(
    *, application: UUID, reason: str, by: Actor, now: datetime
) -> models.Application:
    """Do not nominate the factory, with a reason; the firm may appeal."""
    case = locked_case(application)
    require(policies.may_decline_nomination(by, case, clock.today(now)))
    require_separate("decline_nomination", case.id, by)
    APPLICATION.target_of("decline_nomination", case.state)
    _refuse_needless(case)
    why = require_reason(reason)
    _keep(case, by, now, region=case.region_id, state="declined", reason=why)
    due_on = rulebook.due_on(case, "file-appeal", clock.today(now))
    move_case(case, "decline_nomination", now=now, due_on=due_on)
    facts.record(
        events.NOMINATION_DECLINED,
        subject=case.id,
        by=by,
        now=now,
        government=by.organisation_name,
        reason=why,
        due=due_on.isoformat(),
    )
    return case


def _refuse_needless(case: models.Application) -> None:
    if not case.lot.needs_nomination:
        text = words("This call asks for no nomination by a local government.")
        raise NotPossible(Problem(text, {}, "", "nomination-needed", case.lot.source))


def _take_place(case: models.Application) -> UUID:
    """The region on whose quota the factory goes, its row locked so that nobody else counts."""
    quotas = models.LotQuota.objects.select_for_update().filter(lot_id=case.lot_id).order_by("id")
    rows = list(quotas)
    if not rows:
        return case.municipality_id or case.province_id
    quota = next((q for q in rows if accounts.region_within(case.region_id, q.region_id)), None)
    if quota is None or _taken(quota) >= quota.places:
        text = words("The %(places)s places of this city or county are all taken.")
        params = {"places": quota.places if quota else 0}
        raise NotPossible(Problem(text, params, "", "quota-per-city", case.lot.source))
    return quota.region_id


def _taken(quota: models.LotQuota) -> int:
    nominated = models.Nomination.objects.filter(
        application__lot_id=quota.lot_id, region_id=quota.region_id, state="nominated"
    )
    return nominated.exclude(application__state="withdrawn").count()


def _keep(
    case: models.Application, by: Actor, now: datetime, *, region: UUID, state: str, reason: str
) -> None:
    models.Nomination.objects.update_or_create(
        application=case,
        defaults={
            "government_id": acting_organisation(by),
            "region_id": region,
            "state": state,
            "reason": reason,
            "person": acting_person(by),
            "at": now,
        },
    )
