"""Inspection checklists: their items as data, and what is wrong with a filled-in one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.rules.profile_terms import Code, InForce, Phrase, Row, Sourced
from midas.hub.programme.rules.wording import as_text

Kind = Literal["interim", "completion"]


class ChecklistItem(Sourced, frozen=True, kw_only=True):
    """One point to look at; a `must` item that is not met stops the inspection from passing."""

    code: Code
    name: Phrase
    must: bool = True


class Checklist(InForce, frozen=True, kw_only=True):
    """The points of one kind of inspection while it is in force."""

    kind: Kind
    items: tuple[ChecklistItem, ...]


class ChecklistsFile(Row, frozen=True, kw_only=True):
    """`checklists.toml`."""

    checklists: tuple[Checklist, ...]


@dataclass(frozen=True)
class Checked:
    """One answered item as it is kept with the inspection."""

    code: str
    met: bool
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The row of the inspection's checklist."""
        return {"code": self.code, "met": self.met, "note": self.note}


def read_answers(rows: Iterable[Mapping[str, Any]]) -> tuple[Checked, ...]:
    """Answers from plain rows with "code", "met" and perhaps "note"."""
    return tuple(
        Checked(str(row["code"]), bool(row["met"]), str(row.get("note") or "").strip())
        for row in rows
    )


def answer_problems(
    items: Iterable[ChecklistItem], answers: Iterable[Checked], *, passed: bool
) -> list[Problem]:
    """What is wrong: items unanswered, unknown or twice, unmet without a note, or passed unmet."""
    asked = {item.code: item for item in items}
    given: dict[str, Checked] = {}
    problems: list[Problem] = []
    for answer in answers:
        if answer.code not in asked or answer.code in given:
            text = words("“%(code)s” is not an open item of this checklist.")
            problems.append(
                Problem(text, {"code": answer.code}, field="checklist", rule="checklist-item")
            )
        given[answer.code] = answer
    for code, item in asked.items():
        problems += _problems_of(item, given.get(code), passed=passed)
    return problems


def _problems_of(item: ChecklistItem, answer: Checked | None, *, passed: bool) -> list[Problem]:
    name = {"name": as_text(item.name)}
    if answer is None:
        text, rule = words("“%(name)s” is not answered."), "checklist-complete"
    elif answer.met:
        return []
    elif not answer.note:
        text, rule = words("“%(name)s” is not met: say what is missing."), "checklist-note"
    elif passed and item.must:
        text = words("The inspection cannot pass while “%(name)s” is not met.")
        rule = "checklist-met"
    else:
        return []
    return [Problem(text, name, field="checklist", rule=rule, source=item.source)]
