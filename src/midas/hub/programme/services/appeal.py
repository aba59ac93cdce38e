"""Verbs of an appeal: filed by the firm, decided by somebody who did not take the decision."""

from datetime import datetime
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotFound, NotPossible
from midas.hub.kernel.models import Fact
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import appeal as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.appeals import claim_behind
from midas.hub.programme.rules import appeals
from midas.hub.programme.rules.deadlines import due_after
from midas.hub.programme.rules.lifecycles import APPEAL, APPLICATION, CLAIM, PROJECT
from midas.hub.programme.rules.profile_office import Appealable
from midas.hub.programme.rules.wording import as_text
from midas.hub.programme.services.cases import acting_person, locked_case, move_case, require_reason
from midas.hub.programme.services.claim import reopen_claim
from midas.hub.programme.services.separation import require_separate


@verb
def file_appeal(
    *, application: UUID, fact_id: int, grounds: str, by: Actor, now: datetime
) -> models.Appeal:
    """Object to the decision that a fact holds, within the profile's days; once per decision.

    Which decisions can be appealed is data of the profile. The decision must still stand.
    """
    case = locked_case(application)
    require(policies.may_file_appeal(by, case))
    decision = Fact.objects.filter(id=fact_id, subject=case.id).first()
    if decision is None:
        raise NotFound(Problem(words("There is no such decision."), field="fact_id"))
    rule = _rule(case, decision)
    _require_standing(case, decision)
    profile, day = rulebook.profile_of(case), clock.today(now)
    last_day = due_after(profile.deadline(rule.file_within), clock.today(decision.at))
    if late := appeals.late_problem(last_day, day, rule.source):
        raise NotPossible(late)
    if models.Appeal.objects.filter(fact=decision.id).exists():
        text = words("An appeal against this decision was filed already.")
        raise NotPossible(Problem(text, rule="one-appeal-per-decision", source=rule.source))
    row = models.Appeal.objects.create(
        application=case,
        against=decision.kind,
        fact=decision.id,
        grounds=require_reason(grounds, field="grounds"),
        filed_by=acting_person(by),
        filed_at=now,
        due_on=due_after(profile.deadline(rule.answer_within), day),
    )
    name = as_text(rule.name)
    facts.record(
        events.APPEAL_FILED, subject=case.id, by=by, now=now, against=name, appeal=str(row.id)
    )
    return row


def _rule(case: models.Application, decision: Fact) -> Appealable:
    """The profile's row for this kind of decision; raises NotPossible for any other fact."""
    ground = appeals.GROUND_OF_FACT.get(decision.kind)
    for one in rulebook.profile_of(case).head.appealable:
        if ground is not None and one.decision == ground.decision:
            return one
    text = words("This is not a decision that can be appealed.")
    raise NotPossible(Problem(text, field="fact_id", rule="appealable-decision"))


def _require_standing(case: models.Application, decision: Fact) -> None:
    """Raise NotPossible unless the decision is the last one of its kind and still in force."""
    ground = appeals.GROUND_OF_FACT[decision.kind]
    newer = Fact.objects.filter(subject=case.id, kind=decision.kind, id__gt=decision.id)
    if ground.noun == "application":
        APPLICATION.target_of(ground.reopens_by, case.state)
    else:
        claim = claim_behind(case, decision)
        CLAIM.target_of(ground.reopens_by, claim.state)
        PROJECT.target_of("submit_claim", claim.project.state)
        newer = newer.filter(data__serial=decision.data["serial"])
    if newer.exists():
        text = words("A later decision took the place of this one.")
        raise NotPossible(Problem(text, field="fact_id", rule="decision-in-force"))


@verb
def uphold_appeal(*, appeal: UUID, answer: str, by: Actor, now: datetime) -> models.Appeal:
    """Agree with the firm: the decision falls and the case goes back to before it."""
    row, case, decision = _locked_for_decision(appeal, by)
    target = APPEAL.target_of("uphold_appeal", row.state)
    require_separate("uphold_appeal", case.id, by)
    _require_standing(case, decision)
    _answer(row, target, answer, by, now)
    _reopen(case, decision, by, now)
    facts.record(
        events.APPEAL_UPHELD,
        subject=case.id,
        by=by,
        now=now,
        answer=row.answer,
        appeal=str(row.id),
        against=row.against,
    )
    return row


@verb
def dismiss_appeal(*, appeal: UUID, answer: str, by: Actor, now: datetime) -> models.Appeal:
    """Disagree: the decision stands."""
    row, case, _decision = _locked_for_decision(appeal, by)
    target = APPEAL.target_of("dismiss_appeal", row.state)
    require_separate("dismiss_appeal", case.id, by)
    _answer(row, target, answer, by, now)
    facts.record(
        events.APPEAL_DISMISSED,
        subject=case.id,
        by=by,
        now=now,
        answer=row.answer,
        appeal=str(row.id),
        against=row.against,
    )
    return row


@verb
def withdraw_appeal(*, appeal: UUID, by: Actor, now: datetime) -> models.Appeal:
    """Take the appeal back before it is decided."""
    row, case = _locked(appeal)
    require(policies.may_withdraw_appeal(by, case))
    row.state = APPEAL.target_of("withdraw_appeal", row.state)
    row.save(update_fields=["state"])
    facts.record(events.APPEAL_WITHDRAWN, subject=case.id, by=by, now=now, appeal=str(row.id))
    return row


def _locked(appeal: UUID) -> tuple[models.Appeal, models.Application]:
    rows = models.Appeal.objects.filter(id=appeal)
    case_id = rows.values_list("application_id", flat=True).first()
    if case_id is None:
        raise NotFound(Problem(words("There is no such appeal."), field="appeal"))
    case = locked_case(case_id)
    return rows.select_for_update().get(), case


def _locked_for_decision(appeal: UUID, by: Actor) -> tuple[models.Appeal, models.Application, Fact]:
    """The appeal, its case and the decision, for somebody who may judge it."""
    row, case = _locked(appeal)
    require(policies.may_decide_appeal(by, row))
    decision = Fact.objects.get(id=row.fact)
    own = appeals.decider_problem(decision.person, by.person, _rule(case, decision).source)
    if own is not None:
        raise NotAllowed(own)
    return row, case, decision


def _answer(row: models.Appeal, state: str, answer: str, by: Actor, now: datetime) -> None:
    row.state, row.answer = state, require_reason(answer, field="answer")
    row.decided_by, row.decided_at = by.person, now
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])


def _reopen(case: models.Application, decision: Fact, by: Actor, now: datetime) -> None:
    """Take the decision out of force, with whatever it rested on."""
    step, day = appeals.GROUND_OF_FACT[decision.kind].reopens_by, clock.today(now)
    if step == "reopen_claim":
        reopen_claim(claim=claim_behind(case, decision).id, by=by, now=now)
    elif step == "reopen_eligibility":
        move_case(case, step, now=now, eligibility=[])
    elif step == "reopen_nomination":
        models.Nomination.objects.filter(application=case).delete()
        move_case(case, step, now=now, due_on=rulebook.due_on(case, "nominate-firms", day))
    else:
        models.Ballot.objects.filter(application=case).delete()
        due = rulebook.due_on(case, "decide-selection", day)
        move_case(case, step, now=now, due_on=due, rank=None)
