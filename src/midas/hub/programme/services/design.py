"""Verbs of the design: handed in by the supplier or the firm, answered by the Techno Park."""

from datetime import datetime
from typing import Any
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events
from midas.hub.programme.models import Design, Project
from midas.hub.programme.policies import project as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.agreement import term_of
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.services.application.documents import keep_document
from midas.hub.programme.services.builds import locked_project, move_project, require_papers
from midas.hub.programme.services.cases import require_reason

DEFAULT_PAPER = "design-document"


@verb
def submit_design(*, project: UUID, upload: Any, summary: str, by: Actor, now: datetime) -> Project:
    """Hand in the design as a file; late ones are taken and marked late in the fact.

    Raises NotPossible while an earlier design waits for its answer, NotValid for a bad file.
    """
    row = locked_project(project)
    require(policies.may_submit_design(by, row))
    PROJECT.target_of("submit_design", row.state)
    if Design.objects.filter(project=row, state="submitted").exists():
        text = words("A design is already waiting for its answer.")
        raise NotPossible(Problem(text, rule="design-waiting"))
    paper = keep_document(
        row.application, code=_paper_of(row), stage="design", upload=upload, by=by, now=now
    )
    Design.objects.create(project=row, document=paper, summary=summary.strip(), submitted_at=now)
    move_project(row, "submit_design", now=now)
    late = row.design_due_on is not None and clock.today(now) > row.design_due_on
    facts.record(events.DESIGN_SUBMITTED, subject=row.application_id, by=by, now=now, late=late)
    return row


def _paper_of(project: Project) -> str:
    """The kind of paper that the line asks for as the design."""
    papers = rulebook.terms_of(project.application).papers
    return next((one.document for one in papers if one.stage == "design"), DEFAULT_PAPER)


@verb
def accept_design(*, project: UUID, by: Actor, now: datetime) -> Project:
    """Accept the waiting design; the build begins and the interim check becomes due."""
    row, design = _waiting_design(project, by)
    require_papers(row, "design")
    due = rulebook.due_on(row.application, "interim-check", term_of(row)[0])
    move_project(row, "accept_design", now=now, due_on=due)
    _answer(design, "accepted", "", now)
    facts.record(events.DESIGN_ACCEPTED, subject=row.application_id, by=by, now=now)
    return row


@verb
def return_design(*, project: UUID, reason: str, by: Actor, now: datetime) -> Project:
    """Send the waiting design back with a reason; a new one is then due by the same day."""
    row, design = _waiting_design(project, by)
    reason = require_reason(reason)
    move_project(row, "return_design", now=now)
    _answer(design, "returned", reason, now)
    subject = row.application_id
    facts.record(events.DESIGN_RETURNED, subject=subject, by=by, now=now, reason=reason)
    return row


def _waiting_design(project: UUID, by: Actor) -> tuple[Project, Design]:
    row = locked_project(project)
    require(policies.may_answer_design(by, row))
    PROJECT.target_of("accept_design", row.state)
    design = Design.objects.select_for_update().filter(project=row, state="submitted").first()
    if design is None:
        text = words("No design is waiting for an answer.")
        raise NotPossible(Problem(text, rule="design-waiting"))
    return row, design


def _answer(design: Design, state: str, reason: str, now: datetime) -> None:
    design.state, design.reason, design.answered_at = state, reason, now
    design.save(update_fields=["state", "reason", "answered_at"])
