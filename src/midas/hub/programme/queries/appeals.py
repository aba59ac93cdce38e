"""Reads of appeals: what a firm may object to, and what waits for a decider."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.models import Fact
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Appeal, Application, Claim
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.selection import sees_all
from midas.hub.programme.rules import appeals
from midas.hub.programme.rules.deadlines import due_after
from midas.hub.programme.rules.lifecycles import APPLICATION, CLAIM
from midas.hub.programme.rules.profile_office import Appealable
from midas.hub.programme.rules.wording import as_text


@dataclass(frozen=True)
class OpenDecision:
    """A decision against which an appeal can be filed today, and until when."""

    fact: int
    name: dict[str, str]
    values: Mapping[str, Any]  # of the fact's sentence, e.g. the reason
    decided_on: date
    last_day: date
    source: str


def claim_behind(case: Application, decision: Fact) -> Claim:
    """The claim that a fact about a claim speaks of; raises NotFound."""
    rows = Claim.objects.filter(
        project__application=case, serial=decision.data.get("serial")
    ).select_related("project")
    found = rows.first()
    if found is None:
        raise NotFound(Problem(words("There is no such decision."), field="fact_id"))
    return found


def decisions_open_to_appeal(case: Application, day: date) -> list[OpenDecision]:
    """The decisions of a case that stand, were not appealed and are still in time; newest first."""
    rows = Fact.objects.filter(subject=case.id, kind__in=appeals.GROUND_OF_FACT).order_by("-id")
    taken = set(case.appeals.values_list("fact", flat=True))
    profile = rulebook.profile_of(case)
    rules: dict[str, Appealable] = {one.decision: one for one in profile.head.appealable}
    found, seen = [], set()
    for row in rows:
        place = (row.kind, row.data.get("serial"))
        rule = rules.get(appeals.GROUND_OF_FACT[row.kind].decision)
        if place in seen or row.id in taken or rule is None or not _stands(case, row):
            seen.add(place)
            continue
        seen.add(place)
        decided = clock.today(row.at)
        last_day = due_after(profile.deadline(rule.file_within), decided)
        if day <= last_day:
            name = as_text(rule.name)
            found.append(OpenDecision(row.id, name, row.data, decided, last_day, rule.source))
    return found


def _stands(case: Application, decision: Fact) -> bool:
    ground = appeals.GROUND_OF_FACT[decision.kind]
    if ground.noun == "application":
        return ground.reopens_by in APPLICATION.verbs_from(case.state)
    return ground.reopens_by in CLAIM.verbs_from(claim_behind(case, decision).state)


def visible_appeals(actor: Actor) -> "QuerySet[Appeal]":
    """All for the agency and its overseers; a firm's own."""
    rows = Appeal.objects.select_related("application__lot__call")
    if sees_all(actor):
        return rows
    if actor.kind == "adopter" and actor.has("owner", "staff"):
        return rows.filter(application__applicant_id=actor.organisation)
    return rows.none()
