"""The agency's word on whether an application meets the conditions."""

from datetime import datetime
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import application as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.checklist import eligibility_missing, verdicts_on
from midas.hub.programme.rules.lifecycles import APPLICATION
from midas.hub.programme.services.cases import locked_case, move_case, require_reason
from midas.hub.programme.services.separation import require_separate


@verb
def confirm_eligibility(*, application: UUID, by: Actor, now: datetime) -> models.Application:
    """Confirm that the conditions are met; the rules are asked again and their verdicts kept.

    Raises NotPossible with the rules that are not met: an officer cannot wave them through.
    """
    case = locked_case(application)
    require(policies.may_confirm_eligibility(by, case))
    require_separate("confirm_eligibility", case.id, by)
    APPLICATION.target_of("confirm_eligibility", case.state)
    verdicts = verdicts_on(case, now)
    problems = eligibility_missing(case, now, verdicts)
    if problems:
        raise NotPossible(*problems)
    due_on = None
    if case.lot.needs_nomination:
        start = max(clock.today(now), clock.today(case.lot.closes_at))
        due_on = rulebook.due_on(case, "nominate-firms", start)
    move_case(
        case,
        "confirm_eligibility",
        now=now,
        due_on=due_on,
        eligibility=[one.as_row() for one in verdicts],
    )
    facts.record(events.ELIGIBILITY_CONFIRMED, subject=case.id, by=by, now=now)
    return case


@verb
def refuse_eligibility(
    *, application: UUID, reason: str, by: Actor, now: datetime
) -> models.Application:
    """Refuse with a reason; the verdicts of the day are kept. The firm may appeal.

    An application that was sent back is refused only once its days for corrections are over.
    """
    case = locked_case(application)
    require(policies.may_refuse_eligibility(by, case))
    require_separate("refuse_eligibility", case.id, by)
    APPLICATION.target_of("refuse_eligibility", case.state)
    if case.state == "returned" and case.due_on and clock.today(now) <= case.due_on:
        text = words("The firm has until %(due)s to correct the application.")
        params = {"due": case.due_on.isoformat()}
        raise NotPossible(Problem(text, params, rule="correct-papers"))
    why = require_reason(reason)
    verdicts = [one.as_row() for one in verdicts_on(case, now)]
    due_on = rulebook.due_on(case, "file-appeal", clock.today(now))
    move_case(case, "refuse_eligibility", now=now, due_on=due_on, eligibility=verdicts)
    rules = [one["rule"] for one in verdicts if one["outcome"] == "unmet"]
    facts.record(
        events.ELIGIBILITY_REFUSED,
        subject=case.id,
        by=by,
        now=now,
        reason=why,
        rules=rules,
        due=due_on.isoformat(),
    )
    return case
