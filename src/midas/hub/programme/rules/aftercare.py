"""When the after-care visits of a project fall due."""

from collections.abc import Iterable
from datetime import date

from midas.hub.programme.rules.deadlines import months_after
from midas.hub.programme.rules.profile_line import Visit


def visit_days(visits: Iterable[Visit], *, agreed_on: date, completed_on: date) -> dict[str, date]:
    """Each visit's due day: months after the agreement or after the completion, as the line says.

    Before completion, pass the planned end of the build as `completed_on` and plan again later.
    """
    anchors = {"agreement": agreed_on, "completion": completed_on}
    return {
        visit.code: months_after(anchors[visit.anchor], visit.months_after_completion)
        for visit in visits
    }
