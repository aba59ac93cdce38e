"""Verbs of the project as a whole: opening, supplier, termination, closing."""

from datetime import datetime
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.programme import events
from midas.hub.programme.models import Application, Project
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.lifecycles import PROJECT
from midas.hub.programme.rules.project_numbers import project_number


def open_project(*, application: UUID, by: Actor, now: datetime) -> Project:
    """Open the project of an application that was just selected, and return it.

    Part of `decide_selection` and `promote_reserve`: call it inside their transaction after the
    application's row was written with state "selected". Asks no policy of its own; the decision
    did. The Techno Park of the workplace's region and the organiser of the call become parties.
    """
    case = Application.objects.select_related("lot__call").get(id=application)
    day = clock.today(now)
    project = Project.objects.create(
        number=project_number(case.number or str(case.id)[:20]),
        application=case,
        techno_park_id=case.techno_park_id or accounts.techno_park_for(case.region_id, day),
        agency_id=case.lot.call.organiser_id,
        state=PROJECT.first,
        state_since=now,
        due_on=rulebook.due_on(case, "choose-supplier", day),
        created_at=now,
    )
    facts.record(events.PROJECT_OPENED, subject=case.id, by=by, now=now, number=project.number)
    return project
