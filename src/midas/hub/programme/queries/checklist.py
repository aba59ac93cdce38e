"""What an application still lacks: one list for the page beside the form and for submission."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from midas.hub.kernel import clock
from midas.hub.kernel.problems import Problem, Text, words
from midas.hub.programme import models
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.eligibility import (
    bars_against,
    budget_of,
    facts_about,
    money_rules,
)
from midas.hub.programme.queries.papers import papers_missing
from midas.hub.programme.rules.budget import budget_problems
from midas.hub.programme.rules.eligibility import Verdict, judge, unmet
from midas.hub.programme.rules.wording import as_text


@dataclass(frozen=True)
class CheckItem:
    """One step of the application; `problem` is the first thing still wrong with it."""

    code: str
    label: Text
    done: bool
    problem: Problem | None
    url_part: str
    problems: tuple[Problem, ...] = ()


def _missing(text: str, field: str, source: str = "") -> Problem:
    return Problem(text, {}, field, "complete", source)


def basics_missing(case: models.Application) -> list[Problem]:
    """Title, levels and, where the line asks for it at filing, the supplier."""
    terms = rulebook.terms_of(case)
    found = []
    if not case.title:
        found.append(_missing(words("Give the project a title."), "title"))
    if not case.current_level:
        found.append(_missing(words("Choose today's level of the factory."), "current_level"))
    if not case.target_level:
        found.append(_missing(words("Choose the level to be reached."), "target_level"))
    if terms.supplier_timing == "at-filing" and case.supplier_id is None:
        text = words("This line asks for the supplier when the application is filed.")
        found.append(_missing(text, "supplier", terms.source))
    return found


def plan_missing(case: models.Application) -> list[Problem]:
    """Empty sections of the plan, and too few measures with a goal."""
    profile, terms = rulebook.profile_of(case), rulebook.terms_of(case)
    text = words("The section “%(section)s” of the plan is empty.")
    found = [
        Problem(text, {"section": as_text(one.name)}, f"plan-{one.code}", "complete", terms.source)
        for one in profile.head.criteria
        if not case.plan.get(one.code, "").strip()
    ]
    if len(case.goals) < terms.kpi_min:
        text = words("Promise at least %(least)s outcome measures with today's value and the goal.")
        found.append(Problem(text, {"least": terms.kpi_min}, "goals", "kpi-min", terms.source))
    return found


def budget_missing(case: models.Application) -> list[Problem]:
    """Everything that is wrong with the budget."""
    return budget_problems(*budget_of(case), money_rules(case))


def documents_missing(case: models.Application) -> list[Problem]:
    """Required papers that nobody handed in."""
    profile, terms = rulebook.profile_of(case), rulebook.terms_of(case)
    names = {one.code: as_text(one.name) for one in profile.documents}
    text = words("“%(document)s” is missing.")
    return [
        Problem(
            text,
            {"document": names.get(one.document, one.document)},
            "documents",
            "document-needed",
            terms.source,
        )
        for one in papers_missing(case, "filing")
    ]


def diagnosis_missing(case: models.Application) -> list[Problem]:
    """The self-diagnosis that is not completed."""
    if case.diagnoses.filter(moment="T0", completed_at__isnull=False).exists():
        return []
    text = words("Complete the self-diagnosis.")
    return [_missing(text, "diagnosis", rulebook.terms_of(case).source)]


def verdicts_on(case: models.Application, now: datetime) -> list[Verdict]:
    """What each eligibility rule of the line says about the case today."""
    return judge(facts_about(case, clock.today(now)))


def eligibility_missing(
    case: models.Application, now: datetime, verdicts: list[Verdict] | None = None
) -> list[Problem]:
    """The rules that are not met; a bar is told with its own reason and source.

    `verdicts` are those of `verdicts_on` where the caller has asked for them already.
    """
    found = verdicts_on(case, now) if verdicts is None else verdicts
    problems = [one for one in unmet(found) if one.rule != "share-within-cap"]
    bars = bars_against(case, clock.today(now))
    if bars:
        text = words("Barred from taking part: %(reason)s")
        problems = [one for one in problems if one.rule != "not-barred"]
        problems += [
            Problem(text, {"reason": bar.reason}, "workplace", "not-barred", bar.source)
            for bar in bars
        ]
    return problems


PARTS: tuple[tuple[str, str, str, Callable[[models.Application], list[Problem]]], ...] = (
    ("basics", words("Basics"), "basics", basics_missing),
    ("plan", words("Plan"), "plan", plan_missing),
    ("budget", words("Budget and funding"), "budget", budget_missing),
    ("diagnosis", words("Self-diagnosis"), "diagnosis", diagnosis_missing),
    ("documents", words("Documents"), "documents", documents_missing),
)


def checklist(
    case: models.Application, now: datetime | None = None, verdicts: list[Verdict] | None = None
) -> list[CheckItem]:
    """The steps of an application with what each still lacks, eligibility last."""
    moment = now or clock.now()
    found = [(code, label, url, check(case)) for code, label, url, check in PARTS]
    conditions = eligibility_missing(case, moment, verdicts)
    found.append(("eligibility", words("Conditions of the line"), "", conditions))
    return [
        CheckItem(code, label, not problems, problems[0] if problems else None, url, (*problems,))
        for code, label, url, problems in found
    ]
