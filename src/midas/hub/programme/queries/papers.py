"""Which papers a case needs at a stage, which it has, and what is still missing."""

from collections.abc import Callable

from midas.hub.programme import models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.eligibility import REFUSED
from midas.hub.programme.rules.papers import NeededPaper, missing_papers, needed_papers

PLAN_STAGE = {"at-filing": "filing", "none": "filing", "after-selection": "plan"}


def circumstances_of(case: models.Application) -> frozenset[str]:
    """The `if-…` words of the profile that hold for the case."""
    said = case.declarations
    refused = models.Application.objects.filter(
        workplace_id=case.workplace_id, state__in=REFUSED
    ).exclude(id=case.id)
    holds: dict[str, Callable[[], bool]] = {
        "if-consortium": lambda: case.lot.form == "consortium",
        "if-planning-body": lambda: bool(said.get("planning_body")),
        "if-software": lambda: bool(cost_needs(case) & _software_papers(case)),
        "if-new-firm": lambda: bool(said.get("new_firm")),
        "if-refiled": refused.exists,
        "if-duplicate": lambda: bool(said.get("duplicate")),
        "if-host": lambda: case.host_id is not None,
        "if-restart": lambda: bool(said.get("restart")),
    }
    asked = {one.need for one in rulebook.terms_of(case).papers}
    return frozenset(word for word, is_true in holds.items() if word in asked and is_true())


def _software_papers(case: models.Application) -> set[str]:
    return {one.document for one in rulebook.terms_of(case).papers if one.need == "if-software"}


def cost_needs(case: models.Application) -> set[str]:
    """The documents that the kinds of cost in the budget call for."""
    used = {row.category for row in case.budget_lines.all()}
    items = rulebook.profile_of(case).cost_items
    return {document for item in items if item.code in used for document in item.needs}


def papers_needed(case: models.Application, stage: str) -> list[NeededPaper]:
    """The documents of a stage, and with the plan those that its kinds of cost call for."""
    terms = rulebook.terms_of(case)
    found = needed_papers(terms.papers, stage, circumstances_of(case))
    if stage == PLAN_STAGE[terms.supplier_timing]:
        there = {one.document for one in found}
        extra = sorted(cost_needs(case) - there)
        found += [NeededPaper(document, "adopter", required=True) for document in extra]
    return found


def papers_missing(case: models.Application, stage: str) -> list[NeededPaper]:
    """The required documents of a stage that nobody has handed in."""
    given = case.documents.filter(replaced_at=None, stage=stage).values_list("code", flat=True)
    return list(missing_papers(papers_needed(case, stage), given))
