"""The shape of a draft: known codes, numbers that are numbers, sections of the plan."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_line import LineVersion

MOST_LETTERS = 20_000
MOST_TITLE = 200
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")

# What a firm declares about itself and its plan, with the type of the answer. Officers see it
# marked as declared; the papers asked for follow from it.
DECLARATIONS: dict[str, type] = {
    "restart": bool,  # a recognised restart after closing or bankruptcy
    "new_firm": bool,  # too young to have finance data on record
    "duplicate": bool,  # other public money for the same thing
    "invited": bool,  # chosen by the host beforehand
    "certificate": bool,  # a valid level certificate of the site
    "planning_body": bool,  # a planning body writes the plan
    "planning_body_in_pool": bool,
    "collects_data": bool,
    "repair_running": bool,
    "members": int,  # adopters that file together
    "lists": list,  # project lists that the firm is on
    "standards": list,  # data standards that the plan applies
}


def declared(said: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The declarations that are well formed, and a problem for each that is not."""
    good: dict[str, Any] = {}
    wrong: list[Problem] = []
    for code, value in said.items():
        kind = DECLARATIONS.get(code)
        fits = kind is not None and type(value) is kind
        if fits and kind is list:
            fits = all(isinstance(one, str) and len(one) <= 100 for one in value)
        if fits and kind is int:
            fits = 1 <= value <= 1000
        if fits:
            good[code] = value
        else:
            text = words("“%(code)s” is not a declaration that can be made like this.")
            wrong.append(Problem(text, {"code": code}, "declarations", "declaration-known"))
    return good, wrong


def basics_problems(
    profile: Profile,
    terms: LineVersion,
    title: str,
    current_level: str,
    target_level: str,
    bonus: Collection[str],
) -> Iterator[Problem]:
    """Unknown levels and bonuses, too many bonuses, too long a title."""
    if len(title) > MOST_TITLE:
        text = words("A title has at most %(most)s letters.")
        yield Problem(text, {"most": MOST_TITLE}, "title", "title-length")
    levels = {one.code for one in profile.levels.system_levels}
    for field, level in (("current_level", current_level), ("target_level", target_level)):
        if level and level not in levels:
            text = words("“%(level)s” is not a level.")
            yield Problem(text, {"level": level}, field, "level-known")
    known = {one.code for one in terms.bonuses}
    for code in sorted(set(bonus) - known):
        text = words("“%(code)s” is not a bonus of this line.")
        yield Problem(text, {"code": code}, "bonus", "bonus-of-line", terms.source)
    if len(set(bonus)) > terms.bonus_kinds_max:
        text = words("At most %(most)s kinds of bonus can be asked for.")
        params = {"most": terms.bonus_kinds_max}
        yield Problem(text, params, "bonus", "bonus-kinds", terms.source)


def plan_problems(profile: Profile, sections: Mapping[str, str]) -> Iterator[Problem]:
    """Sections that the profile does not ask for, and texts that are too long."""
    known = {one.code for one in profile.head.criteria}
    for code, text in sections.items():
        if code not in known:
            sentence = words("The plan has no section “%(code)s”.")
            yield Problem(sentence, {"code": code}, f"plan-{code}", "plan-section")
        elif len(text) > MOST_LETTERS:
            sentence = words("A section of the plan has at most %(most)s letters.")
            yield Problem(sentence, {"most": MOST_LETTERS}, f"plan-{code}", "plan-length")


def goal_problems(profile: Profile, goals: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Measures that are not in the profile, and values that are not numbers."""
    known = {one.code for one in profile.outcomes}
    for code, pair in goals.items():
        if code not in known:
            text = words("“%(code)s” is not an outcome measure.")
            yield Problem(text, {"code": code}, f"goal-{code}", "outcome-known")
        elif set(pair) != {"now", "goal"} or not all(
            isinstance(one, str) and NUMBER.fullmatch(one) for one in pair.values()
        ):
            text = words("Give today's value and the goal as numbers.")
            yield Problem(text, {}, f"goal-{code}", "outcome-number")


def answer_problems(
    bands: Mapping[str, Collection[int]], answers: Mapping[str, Any]
) -> Iterator[Problem]:
    """Answers to no question, and bands that the question does not have."""
    for code, band in answers.items():
        if code not in bands:
            text = words("The questionnaire has no question “%(code)s”.")
            yield Problem(text, {"code": code}, f"answer-{code}", "question-known")
        elif type(band) is not int or band not in bands[code]:
            text = words("“%(band)s” is not an answer to this question.")
            yield Problem(text, {"band": str(band)}, f"answer-{code}", "band-known")
