"""What every verb on a case does: lock it, refuse a stale form, move it along its lifecycle."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible, NotValid
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme import models
from midas.hub.programme.rules.lifecycles import APPLICATION


def locked_case(application: UUID) -> models.Application:
    """The application with its lot and call, locked until the verb ends; raises NotFound."""
    found = locked_case_in([application])
    if found is None:
        raise NotFound(Problem(words("There is no such application."), field="application"))
    return found


def locked_case_in(ids: "Iterable[UUID] | QuerySet[Any, Any]") -> models.Application | None:
    """The same for the one case of some ids, which may be a query for it; None when none is."""
    rows = models.Application.objects.select_for_update(of=("self",)).select_related("lot__call")
    return next(iter(rows.filter(id__in=ids)), None)


def refuse_stale(case: Any, version: int | None) -> None:
    """Raise NotPossible when the form was opened on another version of the row."""
    if version is not None and version != case.version:
        text = words(
            "Somebody else changed this case meanwhile. Nothing was changed now; "
            "please compare and save again."
        )
        raise NotPossible(Problem(text, {"version": case.version}, rule="stale-form"))


def require_reason(reason: str, field: str = "reason") -> str:
    """The reason without blanks around it; raises NotValid when there is none."""
    if not reason.strip():
        raise NotValid(Problem(words("Please give the reason."), field=field, rule="reason"))
    return reason.strip()


def acting_person(by: Actor) -> UUID:
    """The person who acts; raises NotAllowed for the system itself, which is nobody's duty."""
    if by.person is None:
        raise NotAllowed(Problem(words("Only a person may do this."), rule="people-only"))
    return by.person


def acting_organisation(by: Actor) -> UUID:
    """The organisation acted for; raises NotAllowed for somebody who acts for none."""
    if by.organisation is None:
        raise NotAllowed(Problem(words("Only a person may do this."), rule="people-only"))
    return by.organisation


def write_case(case: models.Application, **changes: Any) -> models.Application:
    """Write some columns and count the version up."""
    for name, value in {**changes, "version": case.version + 1}.items():
        setattr(case, name, value)
    case.save(update_fields=[*changes, "version"])
    return case


def move_case(
    case: models.Application,
    verb: str,
    *,
    now: datetime,
    due_on: date | None = None,
    **changes: Any,
) -> models.Application:
    """Take the lifecycle's step `verb`; raises NotPossible when the table has no such step."""
    target = APPLICATION.target_of(verb, case.state)
    return write_case(case, state=target, state_since=now, due_on=due_on, **changes)
