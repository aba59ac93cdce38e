"""The door of the room: ids in, frozen cards out."""

from midas.hub.programme.queries.cases import (
    ApplicationCard,
    CaseFilters,
    application_cards,
    counts_by,
)
from midas.hub.programme.queries.portal import glossary, open_lots, progress, search, targets
from midas.hub.programme.queries.work import work_for

__all__ = [
    "ApplicationCard",
    "CaseFilters",
    "application_cards",
    "counts_by",
    "glossary",
    "open_lots",
    "progress",
    "search",
    "targets",
    "work_for",
]
