"""Papers that the parties of an agreement hand in after the selection."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme.models import Application, CaseDocument
from midas.hub.programme.policies import project as policies
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.services.application.documents import keep_document
from midas.hub.programme.services.builds import locked_project

STAGES = (
    "plan",
    "agreement",
    "design",
    "interim",
    "payment",
    "completion",
    "settlement",
    "after-care",
)


@verb
def add_paper(
    *, project: UUID, code: str, stage: str, upload: Any, by: Actor, now: datetime
) -> CaseDocument:
    """Hand in one paper of a stage after the selection; the newest of a one-file kind counts.

    Raises NotValid for an unknown kind or a bad file, NotPossible once the project is over.
    """
    row = locked_project(project)
    require(policies.may_add_paper(by, row))
    if row.state in PROJECT.ends:
        text = words("The project is over; papers can no longer be added.")
        raise NotPossible(Problem(text, rule="project-over"))
    if stage not in STAGES:
        text = words("There is no stage “%(stage)s” after the selection.")
        raise NotValid(Problem(text, {"stage": stage}, field="stage", rule="paper-stage"))
    return keep_document(row.application, code=code, stage=stage, upload=upload, by=by, now=now)


def keep_file(
    case: Application,
    *,
    field: str,
    code: str,
    stage: str,
    upload: Any,
    by: Actor,
    now: datetime,
) -> CaseDocument:
    """Keep one of several files of a form; what is wrong with it is said on `field`.

    Part of a verb that has locked the case and asked its own policy. Raises NotValid.
    """
    try:
        return keep_document(case, code=code, stage=stage, upload=upload, by=by, now=now)
    except NotValid as refusal:
        raise NotValid(replace(one, field=field) for one in refusal.problems) from refusal
