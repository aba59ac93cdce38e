"""Pages on which a firm writes its application, one topic a page."""

from midas.hub.programme.views.drafting.basics import basics
from midas.hub.programme.views.drafting.budget import budget
from midas.hub.programme.views.drafting.diagnosis import diagnosis
from midas.hub.programme.views.drafting.documents import documents, paper_template
from midas.hub.programme.views.drafting.people import people
from midas.hub.programme.views.drafting.plan import plan
from midas.hub.programme.views.drafting.review import review
from midas.hub.programme.views.drafting.sheet import sheet, sheet_template

__all__ = [
    "basics",
    "budget",
    "diagnosis",
    "documents",
    "paper_template",
    "people",
    "plan",
    "review",
    "sheet",
    "sheet_template",
]
