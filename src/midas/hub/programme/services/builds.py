"""What every verb on a project does: lock case and project, move it along its lifecycle."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from midas.hub.kernel import clock
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import CareVisit, Project
from midas.hub.programme.queries import papers
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.services.cases import locked_case_in

LIVE_CASES = ("selected", "contracted")
PAPERS_OF_FIRMS = frozenset({"adopter", "supplier", "auditor"})


def locked_project(project: UUID) -> Project:
    """The project with its case, both locked until the verb ends; raises NotFound.

    The case is always locked first, so verbs on one case wait for each other and never cross.
    Raises NotPossible when the application behind it was withdrawn.
    """
    case = locked_case_in(Project.objects.filter(id=project).values("application_id"))
    if case is None:
        raise NotFound(Problem(words("There is no such project."), field="project"))
    found = Project.objects.select_for_update(of=("self",)).get(id=project)
    found.application = case
    if case.state not in LIVE_CASES and found.state not in PROJECT.ends:
        text = words("The application of this project was withdrawn.")
        raise NotPossible(Problem(text, rule="case-live"))
    return found


def write_project(project: Project, **changes: Any) -> Project:
    """Write some columns and count the version up."""
    for name, value in {**changes, "version": project.version + 1}.items():
        setattr(project, name, value)
    project.save(update_fields=[*changes, "version"])
    return project


def move_project(project: Project, verb: str, *, now: datetime, **changes: Any) -> Project:
    """Take the lifecycle's step `verb`; raises NotPossible when the table has no such step."""
    target = PROJECT.target_of(verb, project.state)
    if target != project.state:
        changes |= {"state": target, "state_since": now}
    return write_project(project, **changes)


def require_papers(project: Project, stage: str, by: Collection[str] = PAPERS_OF_FIRMS) -> None:
    """Raise NotValid naming each required paper of a stage that these parties still owe."""
    profile = papers.rulebook.profile_of(project.application)
    missing = [one for one in papers.papers_missing(project.application, stage) if one.by in by]
    if not missing:
        return
    text = words("“%(document)s” is missing.")
    names = {one.code: one for one in profile.documents}
    raise NotValid(
        Problem(
            text,
            {"document": {"ko": names[one.document].name.ko, "en": names[one.document].name.en}},
            field="documents",
            rule="paper-missing",
            source=names[one.document].source,
        )
        for one in missing
    )


def require_visit_day(project: Project, visited_on: date, now: datetime) -> None:
    """Raise NotValid when a visit lies in the future or before the agreement's first day."""
    if project.starts_on and project.starts_on <= visited_on <= clock.today(now):
        return
    text = words("The visit must lie between the agreement's first day and today.")
    raise NotValid(Problem(text, field="visited_on", rule="visit-day"))


def next_visit_day(project: Project) -> date | None:
    """When the next after-care visit that nobody has recorded falls due."""
    open_visits = CareVisit.objects.filter(project=project, visited_on=None)
    return open_visits.order_by("due_on").values_list("due_on", flat=True).first()
