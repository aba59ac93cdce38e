"""The inspection checklist that a case runs on."""

from datetime import date

from midas.hub.programme.models import Project
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules.checklists import ChecklistItem


def checklist_items(project: Project, kind: str, day: date) -> tuple[ChecklistItem, ...]:
    """The items of the profile's checklist of a kind in force on a day; none if it has none."""
    for checklist in rulebook.profile_of(project.application).checklists:
        if checklist.kind == kind and checklist.covers(day):
            return checklist.items
    return ()
