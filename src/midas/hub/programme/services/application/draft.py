"""Starting a draft, and saving its basics and its plan."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import application as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.eligibility import region_chain
from midas.hub.programme.rules.filing import basics_problems, declared, goal_problems, plan_problems
from midas.hub.programme.rules.lifecycles import APPLICATION
from midas.hub.programme.services.call import local_minute
from midas.hub.programme.services.cases import acting_person, locked_case, refuse_stale, write_case
from midas.hub.programme.services.standing import refuse_barred


def lot_problem(lot: models.Lot, now: datetime) -> Problem | None:
    """Why a lot takes no applications at this moment, or None when it does."""
    text = ""
    if lot.state != models.Lot.State.ANNOUNCED:
        text = words("This call is closed. It took applications until %(until)s.")
    elif now < lot.opens_at:
        text = words("This call opens on %(from)s.")
    elif now >= lot.closes_at:
        text = words("This call is closed. It took applications until %(until)s.")
    if not text:
        return None
    params = {"from": local_minute(lot.opens_at), "until": local_minute(lot.closes_at)}
    return Problem(text, params, "lot", "lot-open", lot.source)


@verb
def start_application(
    *, lot: UUID, workplace: UUID, by: Actor, now: datetime
) -> models.Application:
    """Begin a draft for one site in one lot; whoever starts it leads it.

    Raises NotFound, NotAllowed for another firm's site, and NotPossible when the lot is not open,
    the firm or person is barred, or the site already applies in this lot.
    """
    row = models.Lot.objects.select_related("call").filter(id=lot).first()
    if row is None:
        raise NotFound(Problem(words("There is no such lot."), field="lot"))
    site = accounts.workplace(workplace)
    require(policies.may_start_application(by, site.organisation_id))
    problem = lot_problem(row, now)
    if problem:
        raise NotPossible(problem)
    day = clock.today(now)
    refuse_barred([site.organisation_id, by.person], "apply", day, field="workplace")
    case = _create(row, site, by, now)
    facts.record(
        events.APPLICATION_STARTED, subject=case.id, by=by, now=now, lot=str(lot), line=row.source
    )
    return case


def _create(
    lot: models.Lot, site: accounts.WorkplaceCard, by: Actor, now: datetime
) -> models.Application:
    person = acting_person(by)
    firm = accounts.organisation(site.organisation_id)
    around = {card.level: card.id for card in region_chain(site.region_id)}
    try:
        with transaction.atomic():
            case = models.Application.objects.create(
                lot=lot,
                line_version_id=lot.line_version_id,
                applicant_id=firm.id,
                applicant_name=firm.name,
                business_number=firm.business_number or "",
                workplace_id=site.id,
                region_id=site.region_id,
                municipality_id=around.get("municipality"),
                province_id=site.province_id,
                techno_park_id=_techno_park(site, now),
                state=APPLICATION.first,
                state_since=now,
                due_on=clock.today(lot.closes_at),
                created_by=person,
                created_at=now,
            )
    except IntegrityError as error:
        text = words("This factory already applies in this call.")
        problem = Problem(text, {}, "workplace", "one-application-per-site", lot.source)
        raise NotPossible(problem) from error
    models.Participation.objects.create(
        application=case, person_id=person, role=models.Participation.Role.LEAD, added_at=now
    )
    return case


def _techno_park(site: accounts.WorkplaceCard, now: datetime) -> UUID | None:
    try:
        return accounts.techno_park_for(site.region_id, clock.today(now))
    except NotFound:
        return None  # no territory is loaded; the agency names the Techno Park at selection


def open_draft(application: UUID, version: int | None, by: Actor) -> models.Application:
    """The case locked for an edit: policy asked, lifecycle asked, stale forms refused."""
    case = locked_case(application)
    require(policies.may_edit_application(by, case))
    APPLICATION.target_of("edit_application", case.state)
    refuse_stale(case, version)
    return case


@verb
def save_basics(
    *,
    application: UUID,
    version: int | None,
    title: str,
    current_level: str,
    target_level: str,
    supplier: UUID | None = None,
    host: UUID | None = None,
    bonus: Collection[str] = (),
    declarations: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> models.Application:
    """Save title, levels (codes of the profile; may be empty in a draft), partners and bonuses.

    `declarations` is what the firm says about itself, see `rules.filing.DECLARATIONS`; None keeps
    what was said. Raises NotValid for unknown codes or partners, NotPossible for a stale form.
    """
    case = open_draft(application, version, by)
    profile, terms = rulebook.profile_of(case), rulebook.terms_of(case)
    problems = list(basics_problems(profile, terms, title, current_level, target_level, bonus))
    problems += _partner_problems(supplier, host)
    if declarations is not None:
        said, wrong = declared(declarations)
        problems += wrong
    if problems:
        raise NotValid(*problems)
    refuse_barred([supplier], "supply", clock.today(now), field="supplier")
    refuse_barred([host], "host", clock.today(now), field="host")
    write_case(
        case,
        title=title.strip(),
        current_level=current_level,
        target_level=target_level,
        supplier_id=supplier,
        host_id=host,
        bonus=sorted(set(bonus)),
        declarations=case.declarations if declarations is None else said,
    )
    facts.record(events.APPLICATION_SAVED, subject=case.id, by=by, now=now, part="basics")
    return case


def _partner_problems(supplier: UUID | None, host: UUID | None) -> Iterator[Problem]:
    cards = accounts.organisations([one for one in (supplier, host) if one])
    if supplier and (supplier not in cards or cards[supplier].kind != "supplier"):
        text = words("Choose a registered supplier.")
        yield Problem(text, {}, "supplier", "supplier-registered")
    if host and (host not in cards or cards[host].kind not in ("large_enterprise", "agency")):
        text = words("Choose a large enterprise or public body as host.")
        yield Problem(text, {}, "host", "host-registered")


@verb
def save_plan(
    *,
    application: UUID,
    version: int | None,
    sections: Mapping[str, str],
    goals: Mapping[str, Mapping[str, str]] | None = None,
    by: Actor,
    now: datetime,
) -> models.Application:
    """Save sections of the plan (codes of the profile's criteria) and goals of outcome measures.

    Sections that are not handed in stay as they are; `goals` is outcome code → {"now", "goal"} as
    decimal texts and replaces the earlier ones. Raises NotValid, NotPossible for a stale form.
    """
    case = open_draft(application, version, by)
    profile = rulebook.profile_of(case)
    problems = [*plan_problems(profile, sections), *goal_problems(profile, goals or {})]
    if problems:
        raise NotValid(*problems)
    changes: dict[str, Any] = {"plan": {**case.plan, **{k: v.strip() for k, v in sections.items()}}}
    if goals is not None:
        changes["goals"] = {code: dict(pair) for code, pair in goals.items()}
    write_case(case, **changes)
    facts.record(events.APPLICATION_SAVED, subject=case.id, by=by, now=now, part="plan")
    return case
