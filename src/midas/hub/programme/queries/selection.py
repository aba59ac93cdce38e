"""Reads of a selection: the table for the agency, the ballots of a member, the ranking so far."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import QuerySet

from midas.hub.accounts import public as accounts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Application, Ballot, CommitteeSeat, Lot, Selection
from midas.hub.programme.policies.rulebook import is_agency_officer
from midas.hub.programme.policies.selection import is_agency_approver
from midas.hub.programme.queries import rulebook
from midas.hub.programme.rules import ranking
from midas.hub.programme.rules.profile_office import Committee, Criterion

OVERSEERS = ("ministry",)
PENDING = ("submitted", "returned", "eligible", "nominated", "assessing")
PLACED = ("selected", "contracted", "finished")


@dataclass(frozen=True)
class SelectionRow:
    """One application in the agency's table; points are shown as texts, "" before any vote."""

    case: Application
    votes: int
    recusals: int
    missing_votes: int
    by_criterion: Mapping[str, str]
    bonus: int
    total: str
    verdict: ranking.Verdict  # provisional until the selection is decided


@dataclass(frozen=True)
class BallotRow:
    """One application before one member: the member's own ballot only, None before voting."""

    case: Application
    ballot: Ballot | None


def visible_selections(actor: Actor) -> "QuerySet[Selection]":
    """All for the agency and the ministry; for members of a committee their own."""
    rows = Selection.objects.select_related("lot__call")
    if sees_all(actor):
        return rows
    return rows.filter(seats__person=actor.person, seats__organisation=actor.organisation)


def sees_all(actor: Actor) -> bool:
    """Whether the actor runs or oversees selections."""
    return (
        is_agency_officer(actor)
        or is_agency_approver(actor)
        or actor.kind in OVERSEERS
        or actor.has("auditor")
    )


def selection_cases(selection: Selection) -> "QuerySet[Application]":
    """The applications that wait for the committee: assessed, by number."""
    rows = Application.objects.filter(lot_id=selection.lot_id, state="assessed")
    return rows.select_related("lot__call").order_by("number", "id")


def my_ballots(actor: Actor, selection: Selection) -> list[BallotRow]:
    """What one member has to vote on and has voted; nobody else's points. Two queries."""
    own = Ballot.objects.filter(
        selection=selection, seat__person=actor.person, seat__organisation=actor.organisation
    )
    found = {one.application_id: one for one in own}
    return [BallotRow(case, found.get(case.id)) for case in selection_cases(selection)]


def selections_waiting(actor: Actor) -> "QuerySet[CommitteeSeat]":
    """The open selections in which this person has a seat."""
    return CommitteeSeat.objects.filter(
        person=actor.person, organisation=actor.organisation, selection__state="open"
    ).select_related("selection__lot__call")


def candidates(
    selection: Selection, cases: "list[Application]", day: date
) -> tuple[list[ranking.Candidate], dict[UUID, list[Ballot]]]:
    """The applications as the ranking takes them, and all their ballots. Two queries."""
    ballots: dict[UUID, list[Ballot]] = defaultdict(list)
    for ballot in Ballot.objects.filter(selection=selection, application__in=cases):
        ballots[ballot.application_id].append(ballot)
    bars = {
        one.subject_id: bar_problem(one)
        for one in accounts.bars_on({case.applicant_id for case in cases}, "apply", day)
    }
    found = [_candidate(case, ballots[case.id], bars.get(case.applicant_id)) for case in cases]
    return found, ballots


def bar_problem(bar: accounts.Bar) -> Problem:
    """A participation ban with its reason and source."""
    text = words("A participation ban is in force since %(since)s: %(reason)s")
    values = {"since": bar.from_day.isoformat(), "reason": bar.reason}
    return Problem(text, values, rule="not-barred", source=bar.source)


def _candidate(case: Application, ballots: list[Ballot], bar: Problem | None) -> ranking.Candidate:
    profile, terms = rulebook.profile_of(case), rulebook.terms_of(case)
    votes = [one.by_criterion for one in ballots if not one.recused]
    tracks = case.lot.tracks or terms.tracks
    return ranking.Candidate(
        key=str(case.id),
        points=ranking.mean_points(votes, profile.head.criteria),
        bonus=ranking.bonus_points(case.bonus, terms.bonuses, terms.bonus_kinds_max),
        submitted_at=case.submitted_at or case.created_at,
        fits_tracks=not tracks or case.track in tracks,
        bar=bar,
    )


def selection_table(selection: Selection, day: date) -> list[SelectionRow]:
    """The table for the agency, best first as the votes stand; ask `sees_all` before."""
    cases = list(selection_cases(selection))
    found, ballots = candidates(selection, cases, day)
    if not cases:
        return []
    rule = rulebook.profile_of(cases[0]).head.selection
    by_id = {str(case.id): case for case in cases}
    by_key = {one.key: one for one in found}
    return [
        _row(by_id[one.key], ballots[by_id[one.key].id], by_key[one.key], one, selection)
        for one in ranking.rank(found, selection.places, rule)
    ]


def _row(
    case: Application,
    ballots: list[Ballot],
    candidate: ranking.Candidate,
    verdict: ranking.Verdict,
    selection: Selection,
) -> SelectionRow:
    votes = sum(not one.recused for one in ballots)
    return SelectionRow(
        case=case,
        votes=votes,
        recusals=len(ballots) - votes,
        missing_votes=ranking.missing_votes(selection.quorum, votes),
        by_criterion={code: ranking.shown(value) for code, value in candidate.points.items()},
        bonus=candidate.bonus,
        total=ranking.shown(candidate.total) if votes else "",
        verdict=verdict,
    )


def last_selected_total(selection: Selection) -> Fraction | None:
    """The points of the last application that was selected in a lot, or None."""
    rows = Application.objects.filter(
        lot_id=selection.lot_id, state__in=PLACED, points__isnull=False
    ).order_by("points")
    lowest = rows.values_list("points", flat=True).first()
    return None if lowest is None else Fraction(lowest)


def criteria_of(selection: Selection) -> tuple[Criterion, ...]:
    """The criteria that members give points for."""
    return rulebook.profile_of(selection.lot).head.criteria


def committee_rule(lot: Lot) -> Committee:
    """The profile's rule for the committee that decides selections; raises KeyError for none."""
    for committee in rulebook.profile_of(lot).head.committees:
        if "decide-selection" in committee.decides:
            return committee
    raise KeyError("decide-selection")
