"""Verbs of inspections: the interim check, the request for completion and its inspection."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import CareVisit, Inspection, Project
from midas.hub.programme.policies import project as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.agreement import term_of
from midas.hub.programme.queries.checklists import checklist_items
from midas.hub.programme.rules.aftercare import visit_days
from midas.hub.programme.rules.checklists import answer_problems, read_answers
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.services.builds import (
    locked_project,
    move_project,
    require_papers,
    require_visit_day,
)
from midas.hub.programme.services.cases import acting_person
from midas.hub.programme.services.paper import keep_file
from midas.hub.programme.services.separation import require_separate
from midas.hub.programme.services.standing import refuse_barred

Answers = Iterable[Mapping[str, Any]]


@verb
def record_interim(
    *,
    project: UUID,
    visited_on: date,
    checklist: Answers,
    passed: bool,
    report: str,
    by: Actor,
    now: datetime,
) -> Project:
    """Keep the Techno Park's interim check; `checklist` rows are {"code", "met", "note"}.

    A check that is not passed leaves the build where it is; the next one may pass. Raises NotValid
    for an incomplete checklist, a day out of range, a missing report or the firm's missing papers.
    """
    row = locked_project(project)
    require(policies.may_record_interim(by, row))
    step = "pass_interim" if passed else "return_interim"
    PROJECT.target_of(step, row.state)
    require_separate("record_interim", row.application_id, by)
    if passed:
        require_papers(row, "interim")
    _keep(row, "interim", visited_on, checklist, passed=passed, report=report, by=by, now=now)
    move_project(row, step, now=now, **({"due_on": row.ends_on} if passed else {}))
    kind = events.INTERIM_PASSED if passed else events.INTERIM_RETURNED
    _record(kind, row, report, by, now)
    return row


@verb
def request_completion(
    *,
    project: UUID,
    upload: Any | None = None,
    papers: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> Project:
    """Ask for the completion inspection; `upload` is the completion report, `papers` further files.

    `papers` maps codes of document kinds to uploads. Raises NotValid naming each missing paper.
    """
    row = locked_project(project)
    require(policies.may_request_completion(by, row))
    PROJECT.target_of("request_completion", row.state)
    case, day = row.application, clock.today(now)
    refuse_barred([case.applicant_id, by.person], "apply", day)
    files = dict(papers or {}) | ({"completion-report": upload} if upload is not None else {})
    for code, file in files.items():
        field = f"papers.{code}"
        keep_file(case, field=field, code=code, stage="completion", upload=file, by=by, now=now)
    require_papers(row, "completion")
    due = rulebook.due_on(case, "completion-inspection", day)
    late = row.ends_on is not None and day > row.ends_on
    move_project(row, "request_completion", now=now, due_on=due)
    facts.record(events.COMPLETION_REQUESTED, subject=case.id, by=by, now=now, late=late)
    return row


@verb
def record_completion(
    *,
    project: UUID,
    visited_on: date,
    checklist: Answers,
    passed: bool,
    report: str,
    by: Actor,
    now: datetime,
) -> Project:
    """Keep the completion inspection; passed, the build is complete.

    The visits after completion are then planned anew. Not passed, the firm mends and
    asks again. Refusals as in `record_interim`.
    """
    row = locked_project(project)
    require(policies.may_record_completion(by, row))
    step = "pass_completion" if passed else "return_completion"
    PROJECT.target_of(step, row.state)
    require_separate("record_completion", row.application_id, by)
    _keep(row, "completion", visited_on, checklist, passed=passed, report=report, by=by, now=now)
    due = rulebook.due_on(row.application, "settle", visited_on) if passed else row.ends_on
    move_project(row, step, now=now, due_on=due)
    if passed:
        _plan_visits(row, visited_on)
    kind = events.COMPLETION_PASSED if passed else events.COMPLETION_RETURNED
    _record(kind, row, report, by, now)
    return row


def _keep(
    row: Project,
    kind: str,
    visited_on: date,
    checklist: Answers,
    *,
    passed: bool,
    report: str,
    by: Actor,
    now: datetime,
) -> Inspection:
    require_visit_day(row, visited_on, now)
    answers = read_answers(checklist)
    problems = answer_problems(checklist_items(row, kind, visited_on), answers, passed=passed)
    if not report.strip():
        text = words("Write what was seen on the visit.")
        problems.append(Problem(text, field="report", rule="report-written"))
    if problems:
        raise NotValid(*problems)
    return Inspection.objects.create(
        project=row,
        kind=kind,
        visited_on=visited_on,
        inspector=acting_person(by),
        checklist=[one.as_json() for one in answers],
        passed=passed,
        report=report.strip(),
        at=now,
    )


def _record(kind: Any, row: Project, report: str, by: Actor, now: datetime) -> None:
    facts.record(kind, subject=row.application_id, by=by, now=now, reason=report.strip())


def _plan_visits(row: Project, completed_on: date) -> None:
    """Move the visits that nobody has made yet to the real day of completion."""
    terms = rulebook.terms_of(row.application)
    days = visit_days(terms.visits, agreed_on=term_of(row)[0], completed_on=completed_on)
    for visit in CareVisit.objects.filter(project=row, visited_on=None):
        visit.due_on = days[visit.moment]
        visit.save(update_fields=["due_on"])
