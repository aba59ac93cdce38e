"""Appeals: which fact holds a decision that can be appealed, and which step opens it again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from midas.hub.kernel.problems import Problem, words


@dataclass(frozen=True)
class Ground:
    """A kind of decision: the noun it was about and the step that undoes it after an appeal."""

    decision: str  # as the profile's `appealable` names it
    noun: str  # "application" or "claim"
    reopens_by: str  # verb of that noun's lifecycle


GROUND_OF_FACT: dict[str, Ground] = {
    "programme.eligibility_refused": Ground(
        "refuse-eligibility", "application", "reopen_eligibility"
    ),
    "programme.nomination_declined": Ground(
        "decline-nomination", "application", "reopen_nomination"
    ),
    "programme.application_rejected": Ground(
        "reject-application", "application", "reopen_selection"
    ),
    "programme.claim_refused": Ground("refuse-claim", "claim", "reopen_claim"),
}


def late_problem(last_day: date, today: date, source: str) -> Problem | None:
    """Why an appeal comes too late, or None while it is in time; the last day counts."""
    if today <= last_day:
        return None
    text = words("The time for an appeal ended on %(day)s.")
    return Problem(text, {"day": last_day.isoformat()}, rule="appeal-in-time", source=source)


def decider_problem(decided_by: UUID | None, person: UUID | None, source: str) -> Problem | None:
    """Why this person may not judge the appeal: the decision was theirs."""
    if person is None or decided_by != person:
        return None
    text = words("Whoever took a decision may not decide on the appeal against it.")
    return Problem(text, rule="appeal-by-another", source=source)
