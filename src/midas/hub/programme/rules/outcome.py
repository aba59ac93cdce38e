"""Outcome figures: checked as they are handed in, and compared with the state before (T0)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.rules.profile_papers import Outcome
from midas.hub.programme.rules.wording import as_text

Direction = Literal["better", "worse", "same", "unknown"]
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Change:
    """How a figure moved against T0: percent of T0 to one decimal, and whether that is good."""

    percent: Decimal | None
    direction: Direction


UNKNOWN = Change(None, "unknown")


def change(before: Decimal | None, after: Decimal | None, better: str) -> Change:
    """The change from `before` to `after`; without a percentage when there was nothing before."""
    if before is None or after is None:
        return UNKNOWN
    if before == after:
        return Change(Decimal("0.0"), "same")
    rose = after > before
    direction: Direction = "better" if rose == (better == "higher") else "worse"
    if not before:
        return Change(None, direction)
    return Change(((after - before) / abs(before) * 100).quantize(TENTH), direction)


def figure(text: object) -> Decimal | None:
    """A figure as it was typed, thousands separators allowed; None when it is no finite number."""
    try:
        number = Decimal(str(text).replace(",", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def figure_problems(
    moment: str, figures: Mapping[str, object], outcomes: Iterable[Outcome]
) -> list[Problem]:
    """What is wrong with the figures of one visit: unknown, missing, no number, out of range."""
    asked = {row.code: row for row in outcomes if moment in row.at}
    unknown = words("“%(code)s” is not measured at %(moment)s.")
    problems = [
        Problem(unknown, {"code": code, "moment": moment}, field=code, rule="outcome-known")
        for code in figures
        if code not in asked
    ]
    for code, row in asked.items():
        problems += _problems_of(row, figures.get(code))
    return problems


def clean_figures(figures: Mapping[str, object]) -> dict[str, str]:
    """The figures as plain decimal texts, blanks left out; call after `figure_problems`."""
    numbers = {code: figure(text) for code, text in figures.items()}
    return {code: format(number, "f") for code, number in numbers.items() if number is not None}


def _problems_of(row: Outcome, text: object) -> list[Problem]:
    name = {"name": as_text(row.name)}
    if text is None or not str(text).strip():
        missing = words("“%(name)s” is missing.")
        return [_problem(row, missing, "outcome-required", name)] if row.required else []
    number = figure(text)
    if number is None:
        return [_problem(row, words("“%(name)s” must be a number."), "outcome-number", name)]
    low = None if row.low is None else Decimal(str(row.low))
    high = None if row.high is None else Decimal(str(row.high))
    if (low is not None and number < low) or (high is not None and number > high):
        return [
            _problem(row, _range(low, high), "outcome-range", name | {"low": low, "high": high})
        ]
    return []


def _range(low: Decimal | None, high: Decimal | None) -> str:
    if high is None:
        return words("“%(name)s” must be %(low)s or more.")
    if low is None:
        return words("“%(name)s” must be %(high)s or less.")
    return words("“%(name)s” must lie in the range %(low)s to %(high)s.")


def _problem(row: Outcome, text: str, rule: str, params: Mapping[str, object]) -> Problem:
    return Problem(text, params, field=row.code, rule=rule, source=row.source)
