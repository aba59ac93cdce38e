"""Verbs of an application, from the first draft to submission and withdrawal."""

from midas.hub.programme.services.application.budget import BudgetDraft, ShareDraft, save_budget
from midas.hub.programme.services.application.diagnosis import save_diagnosis
from midas.hub.programme.services.application.documents import (
    add_document,
    keep_document,
    remove_document,
)
from midas.hub.programme.services.application.draft import (
    save_basics,
    save_plan,
    start_application,
)
from midas.hub.programme.services.application.people import add_person, remove_person
from midas.hub.programme.services.application.submission import (
    return_application,
    submit_application,
    withdraw_application,
)

__all__ = [
    "BudgetDraft",
    "ShareDraft",
    "add_document",
    "add_person",
    "keep_document",
    "remove_document",
    "remove_person",
    "return_application",
    "save_basics",
    "save_budget",
    "save_diagnosis",
    "save_plan",
    "start_application",
    "submit_application",
    "withdraw_application",
]
