"""Who may judge a case: what the facts say for or against a person, without deciding anything."""

from collections import defaultdict
from collections.abc import Iterable
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
    """Every tie of a person, acting for an organisation, to a case on a day.

    Ties are memberships in the applicant, the supplier or the host within the profile's years,
    working on the application, and, where the profile says so, sitting in the same region.
    """
    return _ties([(person, organisation)], case, day)[person, organisation]


def objections(
    judges: Iterable[tuple[UUID, UUID]], case: models.Application, day: date
) -> dict[tuple[UUID, UUID], tuple[Problem, ...]]:
    """Bars and ties that stand against each (person, organisation) as a judge of a case.

    For lists of candidates: the number of queries does not depend on how many there are.
    """
    asked = list(judges)
    barred: dict[UUID, list[Problem]] = defaultdict(list)
    for bar in accounts.bars_on({one for pair in asked for one in pair}, "assess", day):
        barred[bar.subject_id].append(bar_problem(bar))
    ties = _ties(asked, case, day)
    return {pair: (*barred[pair[0]], *barred[pair[1]], *ties[pair]) for pair in asked}


def _ties(
    asked: list[tuple[UUID, UUID]], case: models.Application, day: date
) -> dict[tuple[UUID, UUID], tuple[Problem, ...]]:
    panel = panel_of(case)
    rule = ConflictRule(panel.conflict_years, panel.avoid_same_region, panel.source)
    since = months_after(day, -12 * rule.years)
    spans = accounts.memberships_since({person for person, _ in asked}, since)
    houses = accounts.organisations({house for _, house in asked})
    sides = sides_of(case)
    return {
        (person, house): conflicts(
            Judge(person, house, houses[house].region_id, _belongings(spans[person])),
            sides,
            rule,
            day,
        )
        for person, house in asked
    }


def _belongings(spans: Iterable[accounts.MembershipSpan]) -> tuple[Belonging, ...]:
    return tuple(Belonging(one.organisation_id, one.since, one.until) for one in spans)


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
