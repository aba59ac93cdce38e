"""The profile's real notices become calls; running it again adds only what is new."""

from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from midas.hub.accounts import public as accounts
from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import call as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.profile import Profile, line_version_on
from midas.hub.programme.rules.profile_notice import Notice
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.services.call import LotDraft, add_lot


@verb
def announce_notices(*, by: Actor, now: datetime) -> list[models.Call]:
    """Announce every notice of the profile that takes applications; returns the calls touched.

    Notices that only serve to sign agreements, umbrella notices and those of lines that the
    profile does not know are left out. Raises NotPossible without a profile or an agency.
    """
    require(policies.may_announce_call(by))
    row = rulebook.current_profile_row()
    profile = rulebook.profile_by_id(row.id)
    organiser = _organiser()
    known = set(models.Lot.objects.values_list("call__notice_number", "serial"))
    wanted = [one for one in profile.notices if _takes_applications(profile, one)]
    touched = []
    for number, group in groupby(wanted, key=lambda one: one.id):
        fresh = [one for one in group if (number, one.serial) not in known]
        if fresh:
            touched.append(_announce(row, profile, organiser, fresh, by, now))
    return touched


def _takes_applications(profile: Profile, notice: Notice) -> bool:
    if notice.purpose != "receipt" or notice.line is None:
        return False
    days = (notice.announced, notice.receipt_from.date())
    return any(line_version_on(profile, notice.line, day) for day in days)


def _organiser() -> UUID:
    agencies = [one for one in accounts.organisations_of_kind("agency") if one.is_active]
    if not agencies:
        text = words("Register the agency that runs the programme first.")
        raise NotPossible(Problem(text, rule="agency-registered"))
    return agencies[0].id


def _announce(
    row: models.RuleProfile,
    profile: Profile,
    organiser: UUID,
    notices: list[Notice],
    by: Actor,
    now: datetime,
) -> models.Call:
    first = notices[0]
    call, is_new = models.Call.objects.get_or_create(
        notice_number=first.id,
        defaults={
            "title": as_text(first.title),
            "business_year": first.business_year,
            "organiser_id": organiser,
            "profile": row,
            "announced_on": first.announced,
            "source": profile.notice_url(first),
            "created_at": now,
        },
    )
    for notice in notices:
        add_lot(call, draft_of(profile, notice))
    if is_new:
        data = {"notice": first.id, "lots": len(notices), "issuer": first.issuer}
        facts.record(events.CALL_ANNOUNCED, subject=call.id, by=by, now=now, **data)
    return call


def draft_of(profile: Profile, notice: Notice) -> LotDraft:
    """A notice of the profile as a lot; raises NotFound for a place that has no region."""
    zone = ZoneInfo(profile.head.timezone)
    area = [region_of(profile, place, notice.announced) for place in notice.places]
    quotas = [(region_of(profile, q.place, notice.announced), q.firms) for q in notice.quota]
    return LotDraft(
        serial=notice.serial,
        title=as_text(notice.title),
        line=notice.line or "",
        opens_at=_moment(notice.receipt_from, zone),
        closes_at=_moment(notice.receipt_until, zone),
        round=notice.round,
        form=notice.form or "solo",
        region=area[0] if len(area) == 1 else None,
        area=tuple(area) if len(area) > 1 else (),
        branch=notice.branch or "",
        tracks=notice.tracks,
        needs_nomination=True if quotas else None,
        places=notice.firms,
        budget=notice.budget,
        quotas=tuple(quotas),
        is_rolling=notice.rolling,
        source=f"N:{notice.key}",
        unconfirmed=notice.unconfirmed,
    )


def _moment(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def region_of(profile: Profile, place_code: str, day: date) -> UUID:
    """The region that a place of the profile means on a day; raises NotFound."""
    place = next(one for one in profile.places if one.code == place_code)
    while not place.official and place.inside:
        place = next(one for one in profile.places if one.code == place.inside)
    return accounts.region_by_code(place.official, day).id
