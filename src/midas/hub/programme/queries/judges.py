"""Who may judge a case: what the facts say for or against a person, without deciding anything."""

from datetime import date
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel.problems import Problem
from midas.hub.programme import models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.selection import bar_problem
from midas.hub.programme.rules.conflicts import (
    Belonging,
    ConflictRule,
    Judge,
    Sides,
    conflicts,
)
from midas.hub.programme.rules.deadlines import months_after
from midas.hub.programme.rules.profile_office import Panel


def panel_of(case: models.Application) -> Panel:
    """The panel of experts that the profile of this case asks for."""
    return rulebook.profile_of(case).head.panels[0]


def ties_of(
    person: UUID, organisation: UUID, case: models.Application, day: date
) -> tuple[Problem, ...]:
    """Every tie of a person to a case on a day.

    Ties are memberships in the applicant, the supplier or the host within the profile's years,
    working on the application, and, where the profile says so, sitting in the same region.
    """
    panel = panel_of(case)
    rule = ConflictRule(panel.conflict_years, panel.avoid_same_region, panel.source)
    return conflicts(judge_of(person, organisation, rule, day), sides_of(case), rule, day)


def objections(
    person: UUID, organisation: UUID, case: models.Application, day: date
) -> tuple[Problem, ...]:
    """Bars and ties that stand against a person as a judge of a case: for lists of candidates."""
    bars = accounts.bars_on([person, organisation], "assess", day)
    return (*(bar_problem(bar) for bar in bars), *ties_of(person, organisation, case, day))


def judge_of(person: UUID, organisation: UUID, rule: ConflictRule, day: date) -> Judge:
    """Everything that could tie a person to a case."""
    spans = accounts.memberships_since(person, months_after(day, -12 * rule.years))
    belongings = tuple(Belonging(one.organisation_id, one.since, one.until) for one in spans)
    return Judge(person, organisation, accounts.organisation(organisation).region_id, belongings)


def sides_of(case: models.Application) -> Sides:
    """The organisations, people and regions of a case."""
    builder = models.Project.objects.filter(application=case).values_list("supplier_id", flat=True)
    parts = {
        "applicant": case.applicant_id,
        "supplier": builder.first() or case.supplier_id,
        "host": case.host_id,
    }
    people = case.participations.values_list("person_id", flat=True)
    return Sides(
        {part: one for part, one in parts.items() if one is not None},
        frozenset([*people, case.created_by]),
        frozenset(one for one in (case.region_id, case.municipality_id) if one is not None),
    )
