"""Verbs of after-care: visits with the outcome figures before and after the build."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import CareVisit, Project
from midas.hub.programme.policies import project as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.agreement import term_of
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.rules.outcome import clean_figures, figure_problems
from midas.hub.programme.services.builds import locked_project, move_project, next_visit_day
from midas.hub.programme.services.cases import acting_person
from midas.hub.programme.services.separation import require_separate

AFTER_COMPLETION = ("completed", "settled")


@verb
def record_visit(
    *,
    project: UUID,
    moment: str,
    visited_on: date,
    figures: Mapping[str, object],
    in_use: bool | None,
    report: str,
    by: Actor,
    now: datetime,
) -> Project:
    """Record the outcome measured at T0, T1 or T2; `figures` maps outcome codes to numbers.

    Visits are made in order, those after completion not earlier than the profile's days before the
    due day. Raises NotValid for missing or impossible figures, a day out of range, or no report.
    """
    row = locked_project(project)
    require(policies.may_record_visit(by, row))
    PROJECT.target_of("record_visit", row.state)
    require_separate("record_visit", row.application_id, by)
    visit = _next_visit(row, moment)
    problems = [*_day_problems(row, visit, visited_on, clock.today(now))]
    problems += figure_problems(moment, figures, rulebook.profile_of(row.application).outcomes)
    if not report.strip():
        text = words("Write what was seen on the visit.")
        problems.append(Problem(text, field="report", rule="report-written"))
    if in_use is None and _is_after(row, visit):
        text = words("Say whether what was built is in use.")
        problems.append(Problem(text, field="in_use", rule="in-use-answered"))
    if problems:
        raise NotValid(*problems)
    visit.visited_on, visit.visitor, visit.in_use = visited_on, acting_person(by), in_use
    visit.figures, visit.report = clean_figures(figures), report.strip()
    visit.save()
    due = {"due_on": next_visit_day(row)} if row.state == "settled" else {}
    move_project(row, "record_visit", now=now, **due)
    data = {"moment": moment, "in_use": in_use, "figures": visit.figures}
    facts.record(events.VISIT_RECORDED, subject=row.application_id, by=by, now=now, **data)
    return row


def _next_visit(project: Project, moment: str) -> CareVisit:
    """The planned visit, locked, if it is the next one."""
    visits = list(
        CareVisit.objects.select_for_update().filter(project=project).order_by("due_on", "moment")
    )
    visit = next((one for one in visits if one.moment == moment), None)
    if visit is None:
        text = words("No visit %(moment)s is planned for this project.")
        raise NotFound(Problem(text, {"moment": moment}, "moment", "visit-planned"))
    if visit.visited_on is not None:
        text = words("The outcome at %(moment)s is already recorded.")
        raise NotPossible(Problem(text, {"moment": moment}, "moment", "visit-once"))
    first = next(one for one in visits if one.visited_on is None)
    if first.moment != moment:
        text = words("Record %(first)s before %(moment)s.")
        params = {"first": first.moment, "moment": moment}
        raise NotPossible(Problem(text, params, "moment", "visits-in-order"))
    if _is_after(project, visit) and project.state not in AFTER_COMPLETION:
        text = words("%(moment)s is measured after completion.")
        raise NotPossible(Problem(text, {"moment": moment}, "moment", "visit-after-completion"))
    return visit


def _is_after(project: Project, visit: CareVisit) -> bool:
    terms = rulebook.terms_of(project.application)
    return any(one.code == visit.moment and one.anchor == "completion" for one in terms.visits)


def _day_problems(
    project: Project, visit: CareVisit, visited_on: date, today: date
) -> list[Problem]:
    early = term_of(project)[0]
    if _is_after(project, visit):
        window = rulebook.profile_of(project.application).deadline("after-care-visit").days or 0
        early = visit.due_on - timedelta(days=window)
    if early <= visited_on <= today:
        return []
    text = words("This visit must lie between %(first)s and today.")
    return [Problem(text, {"first": early.isoformat()}, "visited_on", "visit-day")]
