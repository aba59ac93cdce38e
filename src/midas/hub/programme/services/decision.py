"""Verbs that decide a selection: all of a lot at once, one re-opened case, one from the reserve."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import selection as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries import selection as queries
from midas.hub.programme.rules import ranking
from midas.hub.programme.rules.lifecycles import APPLICATION, LOT
from midas.hub.programme.services.cases import locked_case, move_case, require_reason
from midas.hub.programme.services.project import open_project
from midas.hub.programme.services.separation import require_separate, require_separate_in
from midas.hub.programme.services.standing import refuse_barred
from midas.hub.programme.services.wording import in_every_language


def locked_selection(selection: UUID) -> models.Selection:
    """The selection with its lot and call, locked; raises NotFound."""
    rows = models.Selection.objects.select_for_update(of=("self",)).select_related("lot__call")
    found = rows.filter(id=selection).first()
    if found is None:
        raise NotFound(Problem(words("There is no such selection."), field="selection"))
    return found


def refuse_unfinished(lot: models.Lot) -> None:
    """Raise NotPossible while applications of the lot are still screened, nominated or assessed."""
    count = lot.applications.filter(state__in=queries.PENDING).count()
    if count:
        text = words("%(count)s applications of this lot are not assessed yet.")
        raise NotPossible(Problem(text, {"count": count}, rule="all-assessed"))


@verb
def decide_selection(
    *, selection: UUID, minutes: str, by: Actor, now: datetime
) -> models.Selection:
    """Rank the lot by the committee's points and select, keep in reserve or reject every case.

    Refused while an application lacks the quorum, or when the decider screened, assessed or
    nominated one of them. Opens a project for each selected application.
    """
    row = locked_selection(selection)
    require(policies.may_decide_selection(by, row))
    lot = models.Lot.objects.select_for_update().get(id=row.lot_id)
    target = LOT.target_of("decide_selection", lot.state)
    refuse_unfinished(lot)
    kept = require_reason(minutes, field="minutes")
    cases = list(queries.selection_cases(row).select_for_update(of=("self",)))
    require_separate_in(cases, "decide_selection", by)
    verdicts = _verdicts(row, cases, now)
    by_id = {str(case.id): case for case in cases}
    for verdict in verdicts:
        _apply(by_id[verdict.key], verdict, by=by, now=now)
    row.state, row.minutes = models.Selection.State.DECIDED, kept
    row.decided_by, row.decided_at = by.person, now
    row.save(update_fields=["state", "minutes", "decided_by", "decided_at"])
    lot.state, lot.version = target, lot.version + 1
    lot.save(update_fields=["state", "version"])
    _record_decided(row, verdicts, by=by, now=now)
    return row


def _verdicts(
    selection: models.Selection, cases: list[models.Application], now: datetime
) -> tuple[ranking.Verdict, ...]:
    found, ballots = queries.candidates(selection, cases, clock.today(now))
    _require_quorum(selection, cases, ballots)
    rule = rulebook.profile_of(selection.lot).head.selection
    return ranking.rank(found, selection.places, rule)


def _require_quorum(
    selection: models.Selection,
    cases: Iterable[models.Application],
    ballots: dict[UUID, list[models.Ballot]],
) -> None:
    rule = queries.committee_rule(selection.lot)
    problems = []
    for case in cases:
        cast = sum(not one.recused for one in ballots[case.id])
        if ranking.missing_votes(selection.quorum, cast):
            text = words("%(number)s has %(cast)s of the %(quorum)s votes needed.")
            values = {"number": case.number or "", "cast": cast, "quorum": selection.quorum}
            problems.append(Problem(text, values, rule="quorum", source=rule.source))
    if problems:
        raise NotPossible(*problems)


def _apply(case: models.Application, verdict: ranking.Verdict, *, by: Actor, now: datetime) -> None:
    """Move one case to its outcome and tell it by a fact; a selected one gets its project."""
    step = {
        ranking.SELECTED: "select_application",
        ranking.RESERVE: "reserve_application",
        ranking.REJECTED: "reject_application",
    }[verdict.outcome]
    period = {"select_application": "choose-supplier", "reject_application": "file-appeal"}
    day = clock.today(now)
    due = rulebook.due_on(case, period[step], day) if step in period else None
    points = Decimal(f"{float(verdict.total):.3f}")
    move_case(case, step, now=now, due_on=due, rank=verdict.rank, points=points)
    if verdict.reason is not None:  # what every rejection has, and nothing else
        reason, rule = in_every_language(verdict.reason), verdict.reason.rule
        facts.record(
            events.APPLICATION_REJECTED, subject=case.id, by=by, now=now, reason=reason, rule=rule
        )
        return
    is_selected = verdict.outcome == ranking.SELECTED
    kind = events.APPLICATION_SELECTED if is_selected else events.APPLICATION_RESERVED
    rank = "–" if verdict.rank is None else verdict.rank
    facts.record(kind, subject=case.id, by=by, now=now, rank=rank, points=str(points))
    if is_selected:
        open_project(application=case.id, by=by, now=now)


def _record_decided(
    row: models.Selection, verdicts: Iterable[ranking.Verdict], *, by: Actor, now: datetime
) -> None:
    counts = dict.fromkeys((ranking.SELECTED, ranking.RESERVE, ranking.REJECTED), 0)
    for verdict in verdicts:
        counts[verdict.outcome] += 1
    facts.record(
        events.SELECTION_DECIDED,
        subject=row.lot_id,
        by=by,
        now=now,
        selection=str(row.id),
        **counts,
    )


@verb
def decide_reopened(
    *, application: UUID, minutes: str, by: Actor, now: datetime
) -> models.Application:
    """Decide one case that came back to a decided lot after an upheld appeal.

    It needs the quorum anew. Reaching the points of the last one selected gives it an extra place;
    nobody loses theirs. The minutes are added to the selection's.
    """
    row = _selection_over(application)
    case = locked_case(application)
    require(policies.may_decide_reopened(by, row))
    APPLICATION.target_of("select_application", case.state)
    kept = require_reason(minutes, field="minutes")
    require_separate("decide_reopened", case.id, by)
    found, ballots = queries.candidates(row, [case], clock.today(now))
    _require_quorum(row, [case], ballots)
    _apply(case, _verdict_again(row, case, found[0]), by=by, now=now)
    row.minutes = f"{row.minutes}\n\n{case.number}: {kept}"
    row.save(update_fields=["minutes"])
    return case


def _selection_over(application: UUID) -> models.Selection:
    """The decided selection of the application's lot, locked (always before the case)."""
    found = models.Selection.objects.filter(lot__applications=application).first()
    if found is None or found.state != models.Selection.State.DECIDED:
        locked_case(application)  # raises NotFound for an unknown one
        text = words("The lot of this application is decided as a whole.")
        raise NotPossible(Problem(text, rule="lot-decided"))
    return locked_selection(found.id)


def _verdict_again(
    row: models.Selection, case: models.Application, found: ranking.Candidate
) -> ranking.Verdict:
    rule = rulebook.profile_of(case).head.selection
    outcome = ranking.rank_again(found, queries.last_selected_total(row), rule)
    rank = None
    if outcome != ranking.REJECTED:
        ranked = models.Application.objects.filter(lot_id=case.lot_id, rank__isnull=False)
        last = ranked.exclude(id=case.id).order_by("-rank").values_list("rank", flat=True).first()
        rank = (last or 0) + 1
    reason = ranking.reason_against(found, rule)  # given exactly when it is rejected
    return ranking.Verdict(found.key, outcome, found.total, rank, reason)


@verb
def promote_reserve(*, application: UUID, by: Actor, now: datetime) -> models.Application:
    """Move the first of the reserve list into a place that became free, and open its project."""
    row = _selection_over(application)
    case = locked_case(application)
    require(policies.may_promote_reserve(by, case))
    APPLICATION.target_of("promote_reserve", case.state)
    require_separate("promote_reserve", case.id, by)
    day = clock.today(now)
    refuse_barred([case.applicant_id], "apply", day)
    _require_free_place(row, case)
    move_case(
        case, "promote_reserve", now=now, due_on=rulebook.due_on(case, "choose-supplier", day)
    )
    facts.record(events.RESERVE_PROMOTED, subject=case.id, by=by, now=now, rank=case.rank)
    open_project(application=case.id, by=by, now=now)
    return case


def _require_free_place(row: models.Selection, case: models.Application) -> None:
    """Raise NotPossible unless a place is free and nobody in reserve stands before the case."""
    rule = rulebook.profile_of(case).head.selection
    same_lot = models.Application.objects.filter(lot_id=case.lot_id)
    if same_lot.filter(state__in=queries.PLACED).count() >= row.places:
        text = words("All %(places)s places of this lot are taken.")
        values = {"places": row.places}
        raise NotPossible(Problem(text, values, rule="places-of-lot", source=rule.source))
    better = Q(points__gt=case.points) | Q(points=case.points, rank__lt=case.rank)
    if same_lot.filter(better, state="reserve").exists():
        text = words("Another application stands before this one on the reserve list.")
        raise NotPossible(Problem(text, rule="reserve-order", source=rule.source))
