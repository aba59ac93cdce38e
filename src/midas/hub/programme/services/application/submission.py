"""Submitting an application, sending it back, withdrawing it."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import application as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.checklist import checklist, verdicts_on
from midas.hub.programme.rules.eligibility import Verdict
from midas.hub.programme.rules.lifecycles import APPLICATION
from midas.hub.programme.rules.numbering import application_number
from midas.hub.programme.services.application.draft import lot_problem
from midas.hub.programme.services.cases import (
    locked_case,
    move_case,
    refuse_stale,
    require_reason,
)
from midas.hub.programme.services.project import abandon_project
from midas.hub.programme.services.separation import require_separate
from midas.hub.programme.services.standing import refuse_barred


@verb
def submit_application(
    *, application: UUID, version: int | None, by: Actor, now: datetime
) -> models.Application:
    """Hand the application in and give it its number; a double click hands it in once.

    Raises NotAllowed, NotPossible (lot closed, too late, form stale, wrong state) and NotValid
    with everything that the checklist still finds, each with rule and source.
    """
    _lock_site(application)
    case = locked_case(application)
    require(policies.may_submit_application(by, case))
    if case.state == "submitted" and version == case.version - 1:
        return case
    APPLICATION.target_of("submit_application", case.state)
    refuse_stale(case, version)
    problem = lot_problem(case.lot, now)
    if problem and case.state == APPLICATION.first:
        raise NotPossible(problem)
    _refuse_late(case, clock.today(now))
    refuse_barred([case.applicant_id, by.person], "apply", clock.today(now))
    verdicts = verdicts_on(case, now)
    _refuse_incomplete(case, now, verdicts)
    _hand_in(case, now, verdicts)
    facts.record(
        events.APPLICATION_SUBMITTED,
        subject=case.id,
        by=by,
        now=now,
        number=case.number,
        total=case.total_cost,
    )
    return case


def _lock_site(application: UUID) -> None:
    """Applications for one site are submitted one after the other, locked in one order."""
    mine = models.Application.objects.filter(id=application).values("workplace_id")
    rows = models.Application.objects.filter(workplace_id__in=mine).order_by("id")
    list(rows.select_for_update().values_list("id"))


def _refuse_late(case: models.Application, day: date) -> None:
    """Corrections come within their days, where the profile says that it refuses late ones."""
    rule = rulebook.profile_of(case).deadline("correct-papers")
    is_late = case.state == "returned" and case.due_on is not None and case.due_on < day
    if is_late and rule.on_expiry == "refuse":
        text = words("The days for corrections ended on %(due)s.")
        params = {"due": case.due_on.isoformat() if case.due_on else ""}
        raise NotPossible(Problem(text, params, "", "correct-papers", rule.source))


def _refuse_incomplete(case: models.Application, now: datetime, verdicts: list[Verdict]) -> None:
    problems = [problem for item in checklist(case, now, verdicts) for problem in item.problems]
    if problems:
        raise NotValid(*problems)


def _hand_in(case: models.Application, now: datetime, verdicts: list[Verdict]) -> None:
    firm = accounts.organisation(case.applicant_id)
    move_case(
        case,
        "submit_application",
        now=now,
        number=case.number or _next_number(case.lot),
        applicant_name=firm.name,
        business_number=firm.business_number or "",
        eligibility=[one.as_row() for one in verdicts],
        submitted_at=now,
    )


def _next_number(lot: models.Lot) -> str:
    """Count the lot's applications up; the row stays locked only until the commit."""
    models.Lot.objects.filter(id=lot.id).update(last_number=F("last_number") + 1)
    running = models.Lot.objects.values_list("last_number", flat=True).get(id=lot.id)
    return application_number(lot.call.notice_number, lot.serial, running)


@verb
def return_application(
    *, application: UUID, reason: str, by: Actor, now: datetime
) -> models.Application:
    """Ask the firm for corrections within the profile's days; raises NotValid without a reason."""
    case = locked_case(application)
    require(policies.may_return_application(by, case))
    require_separate("return_application", case.id, by)
    APPLICATION.target_of("return_application", case.state)
    why = require_reason(reason)
    due_on = rulebook.due_on(case, "correct-papers", clock.today(now))
    move_case(case, "return_application", now=now, due_on=due_on)
    facts.record(
        events.APPLICATION_RETURNED,
        subject=case.id,
        by=by,
        now=now,
        reason=why,
        due=due_on.isoformat(),
    )
    return case


@verb
def withdraw_application(
    *, application: UUID, reason: str, by: Actor, now: datetime
) -> models.Application:
    """Take the application back; a draft needs no reason. Raises NotPossible once contracted."""
    case = locked_case(application)
    require(policies.may_withdraw_application(by, case))
    APPLICATION.target_of("withdraw_application", case.state)
    why = reason.strip() if case.state == APPLICATION.first else require_reason(reason)
    _refuse_running(case)
    abandon_project(application=case.id, reason=why or "-", by=by, now=now)
    move_case(case, "withdraw_application", now=now)
    facts.record(events.APPLICATION_WITHDRAWN, subject=case.id, by=by, now=now, reason=why or "-")
    return case


def _refuse_running(case: models.Application) -> None:
    project = models.Project.objects.filter(application=case).first()
    if project is not None and project.state not in ("preparing", "terminated"):
        text = words("The agreement is being signed or in force; it can only be terminated.")
        raise NotPossible(Problem(text, rule="agreement-running"))
