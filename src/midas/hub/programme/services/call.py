"""Verbs of calls and lots: announce, extend, close, cancel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from midas.hub.accounts import public as accounts
from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import call as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.lifecycles import LOT
from midas.hub.programme.rules.profile import line_version_on


@dataclass(frozen=True, kw_only=True)
class LotDraft:
    """A lot to be announced; `line` is a code of the profile, regions are ids, money in won."""

    serial: int
    title: Mapping[str, str]
    line: str
    opens_at: datetime
    closes_at: datetime
    round: int = 1
    form: str = "solo"
    region: UUID | None = None
    area: tuple[UUID, ...] = ()
    branch: str = ""
    tracks: tuple[str, ...] = ()
    needs_nomination: bool | None = None  # None: as the line's entry says
    places: int | None = None
    budget: int | None = None
    quotas: tuple[tuple[UUID, int], ...] = ()
    is_rolling: bool = False
    source: str = ""
    unconfirmed: tuple[str, ...] = ()


@verb
def announce_call(
    *,
    notice_number: str,
    title: Mapping[str, str],
    business_year: int,
    organiser: UUID,
    announced_on: date,
    source: str,
    lots: Iterable[LotDraft],
    by: Actor,
    now: datetime,
) -> models.Call:
    """Announce a notice with its lots; each lot keeps the line's version of that day.

    Raises NotAllowed, NotValid (number taken, no lot, line not in force, closing before opening),
    NotPossible while no profile is loaded, NotFound for an unknown organiser.
    """
    require(policies.may_announce_call(by))
    drafts = list(lots)
    accounts.organisation(organiser)
    profile = rulebook.current_profile_row()
    problems = [problem for draft in drafts for problem in _draft_problems(draft)]
    if not drafts:
        problems.append(Problem(words("A call needs at least one lot."), field="lots"))
    if models.Call.objects.filter(notice_number=notice_number).exists():
        text = words("Notice %(number)s is already announced.")
        params = {"number": notice_number}
        problems.append(Problem(text, params, "notice_number", "notice-once"))
    if problems:
        raise NotValid(*problems)
    call = models.Call.objects.create(
        notice_number=notice_number,
        title=dict(title),
        business_year=business_year,
        organiser_id=organiser,
        profile=profile,
        announced_on=announced_on,
        source=source,
        created_at=now,
    )
    for draft in drafts:
        add_lot(call, draft)
    count = len(drafts)
    facts.record(
        events.CALL_ANNOUNCED, subject=call.id, by=by, now=now, notice=notice_number, lots=count
    )
    return call


def _draft_problems(draft: LotDraft) -> Iterable[Problem]:
    if draft.closes_at <= draft.opens_at:
        text = words("A lot must close after it opens.")
        yield Problem(text, {}, "closes_at", "closes-after-opening")


def add_lot(call: models.Call, draft: LotDraft) -> models.Lot:
    """Write one lot with its quotas, for a verb that has asked its policy.

    Raises NotValid when the line has no version on the day of the notice or of its opening.
    """
    version = _version_row(call, draft)
    terms = rulebook.terms_by_id(version.id)
    needs = draft.needs_nomination
    lot = models.Lot.objects.create(
        call=call,
        serial=draft.serial,
        title=dict(draft.title),
        line_version=version,
        round=draft.round,
        form=draft.form,
        region_id=draft.region,
        area=[str(one) for one in draft.area],
        branch=draft.branch,
        tracks=list(draft.tracks),
        needs_nomination=terms.entry == "nominated" if needs is None else needs,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        places=draft.places,
        budget=draft.budget,
        is_rolling=draft.is_rolling,
        source=draft.source,
        unconfirmed=list(draft.unconfirmed),
    )
    models.LotQuota.objects.bulk_create(
        models.LotQuota(lot=lot, region_id=region, places=places) for region, places in draft.quotas
    )
    return lot


def _version_row(call: models.Call, draft: LotDraft) -> models.LineVersion:
    profile = rulebook.profile_by_id(call.profile_id)
    try:
        found = line_version_on(profile, draft.line, call.announced_on) or line_version_on(
            profile, draft.line, draft.opens_at.date()
        )
    except KeyError:
        found = None
    if found is None:
        text = words("The line “%(line)s” has no terms in force on %(day)s.")
        params = {"line": draft.line, "day": call.announced_on.isoformat()}
        raise NotValid(Problem(text, params, "line", "line-in-force"))
    return models.LineVersion.objects.get(
        profile_id=call.profile_id, code=found.line, version=found.version
    )


def locked_lot(lot_id: UUID) -> models.Lot:
    """The lot, locked until the verb ends; raises NotFound."""
    rows = models.Lot.objects.select_for_update(of=("self",)).select_related("call")
    found = rows.filter(id=lot_id).first()
    if found is None:
        raise NotFound(Problem(words("There is no such lot."), field="lot"))
    return found


def _write(lot: models.Lot, **changes: object) -> models.Lot:
    for name, value in {**changes, "version": lot.version + 1}.items():
        setattr(lot, name, value)
    lot.save(update_fields=[*changes, "version"])
    return lot


def local_minute(moment: datetime) -> str:
    """A moment as the programme's clocks show it: 2026-01-07 17:00."""
    return f"{timezone.localtime(moment, timezone.get_default_timezone()):%Y-%m-%d %H:%M}"


@verb
def extend_lot(*, lot: UUID, closes_at: datetime, by: Actor, now: datetime) -> models.Lot:
    """Move the closing time of an open lot later; raises NotValid for an earlier time."""
    row = locked_lot(lot)
    require(policies.may_extend_lot(by))
    LOT.target_of("extend_lot", row.state)
    if closes_at <= row.closes_at or closes_at <= now:
        text = words("The closing time can only be moved later.")
        raise NotValid(Problem(text, field="closes_at", rule="extend-later"))
    _write(row, closes_at=closes_at)
    facts.record(events.LOT_EXTENDED, subject=row.id, by=by, now=now, until=local_minute(closes_at))
    return row


@verb
def close_lot(*, lot: UUID, by: Actor, now: datetime) -> models.Lot:
    """Close a lot whose time is over, or a rolling lot whose money has run out."""
    row = locked_lot(lot)
    require(policies.may_close_lot(by))
    target = LOT.target_of("close_lot", row.state)
    if now < row.closes_at and not row.is_rolling:
        text = words("The lot takes applications until %(until)s.")
        params = {"until": local_minute(row.closes_at)}
        raise NotPossible(Problem(text, params, rule="lot-open", source=row.source))
    _write(row, state=target)
    count = models.Application.objects.filter(lot=row, submitted_at__isnull=False).count()
    facts.record(events.LOT_CLOSED, subject=row.id, by=by, now=now, count=count)
    return row


@verb
def cancel_lot(*, lot: UUID, reason: str, by: Actor, now: datetime) -> models.Lot:
    """Cancel a lot before its selection; raises NotValid without a reason."""
    row = locked_lot(lot)
    require(policies.may_cancel_lot(by))
    target = LOT.target_of("cancel_lot", row.state)
    if not reason.strip():
        raise NotValid(Problem(words("Please give the reason."), field="reason", rule="reason"))
    _write(row, state=target)
    facts.record(events.LOT_CANCELLED, subject=row.id, by=by, now=now, reason=reason.strip())
    return row
