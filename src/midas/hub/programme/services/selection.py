"""Verbs of a selection's committee: opened, seated, voted. Deciding is in `decision.py`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import selection as policies
from midas.hub.programme.queries import selection as queries
from midas.hub.programme.rules import ranking
from midas.hub.programme.rules.lifecycles import APPLICATION, LOT
from midas.hub.programme.rules.profile_office import Committee
from midas.hub.programme.services.cases import acting_person, locked_case, require_reason
from midas.hub.programme.services.decision import (
    decide_reopened,
    decide_selection,
    locked_selection,
    promote_reserve,
    refuse_unfinished,
)
from midas.hub.programme.services.judges import require_fit_judge
from midas.hub.programme.services.separation import require_separate
from midas.hub.programme.services.standing import refuse_barred

__all__ = [
    "cast_ballot",
    "decide_reopened",
    "decide_selection",
    "open_selection",
    "promote_reserve",
    "recuse_member",
    "seat_member",
]


@verb
def open_selection(
    *,
    lot: UUID,
    members: Sequence[UUID],
    places: int | None = None,
    quorum: int | None = None,
    by: Actor,
    now: datetime,
) -> models.Selection:
    """Open the committee's round over a closed lot whose applications are all assessed.

    `members` are people with the role of a committee member; how many, and the least quorum, the
    profile says. Without `places` the lot's places count.
    """
    row = models.Lot.objects.select_for_update(of=("self",)).filter(id=lot).first()
    if row is None:
        raise NotFound(Problem(words("There is no such lot."), field="lot"))
    require(policies.may_open_selection(by, row))
    target = LOT.target_of("open_selection", row.state)
    refuse_unfinished(row)
    rule = queries.committee_rule(row)
    selection = models.Selection(
        lot=row,
        quorum=rule.quorum if quorum is None else quorum,
        places=_places(row, places),
        opened_by=acting_person(by),
        opened_at=now,
    )
    _check_committee(rule, members, selection.quorum)
    selection.save(force_insert=True)
    for member in members:
        _seat(selection, member, clock.today(now))
    row.state, row.version = target, row.version + 1
    row.save(update_fields=["state", "version"])
    facts.record(
        events.SELECTION_OPENED,
        subject=row.id,
        by=by,
        now=now,
        selection=str(selection.id),
        members=len(members),
        quorum=selection.quorum,
        places=selection.places,
    )
    return selection


def _places(lot: models.Lot, places: int | None) -> int:
    found = lot.places if places is None else places
    if found is None or found < 0:
        text = words("Say how many factories can be selected.")
        raise NotValid(Problem(text, field="places", rule="places-of-lot", source=lot.source))
    return found


def _check_committee(rule: Committee, members: Sequence[UUID], quorum: int) -> None:
    problems = []
    if len(set(members)) != len(members):
        text = words("Every member of the committee is named once.")
        problems.append(Problem(text, field="members", rule="member-once"))
    if not rule.size_min <= len(members) <= rule.size_max:
        text = words("The committee has %(least)s to %(most)s members.")
        values = {"least": rule.size_min, "most": rule.size_max}
        problems.append(Problem(text, values, "members", "committee-size", rule.source))
    if not rule.quorum <= quorum <= len(members):
        text = words("The quorum is at least %(least)s and at most the number of members.")
        values = {"least": rule.quorum}
        problems.append(Problem(text, values, "quorum", "committee-quorum", rule.source))
    if problems:
        raise NotValid(*problems)


def _seat(selection: models.Selection, member: UUID, day: date) -> models.CommitteeSeat:
    """Give a member a seat for the organisation in which they hold the role."""
    actors = accounts.actors_of(member, day)
    houses = [one.organisation for one in actors if one.has("committee") and one.organisation]
    if not houses:
        text = words("%(name)s is not a committee member of any organisation.")
        name = accounts.person(member).name
        raise NotValid(Problem(text, {"name": name}, "members", "committee-members-only"))
    refuse_barred([member, houses[0]], "assess", day)
    return models.CommitteeSeat.objects.create(
        selection=selection, person_id=member, organisation_id=houses[0]
    )


@verb
def seat_member(*, selection: UUID, member: UUID, by: Actor, now: datetime) -> models.CommitteeSeat:
    """Add a member, for example where recusals leave too few votes; up to the profile's size."""
    row = locked_selection(selection)
    require(policies.may_seat_member(by, row))
    rule, seated = queries.committee_rule(row.lot), [seat.person_id for seat in row.seats.all()]
    _check_committee(rule, [*seated, member], row.quorum)
    seat = _seat(row, member, clock.today(now))
    facts.record(
        events.MEMBER_SEATED,
        subject=row.lot_id,
        by=by,
        now=now,
        name=accounts.person(member).name,
        member=str(member),
        selection=str(row.id),
    )
    return seat


@verb
def cast_ballot(
    *,
    selection: UUID,
    application: UUID,
    points: Mapping[str, int],
    reason: str = "",
    by: Actor,
    now: datetime,
) -> models.Ballot:
    """Give one application points by criterion; a second ballot replaces the first.

    Refused for members who assessed, screened or nominated the case, or are tied to it: they stand
    aside (`recuse_member`). After a decision only cases that an appeal re-opened take votes.
    """
    row = locked_selection(selection)
    case = _case_of(row, application)
    require(policies.may_cast_ballot(by, row))
    if problems := ranking.check_ballot(points, queries.criteria_of(row)):
        raise NotValid(*problems)
    seat = row.seats.get(person_id=acting_person(by))
    require_fit_judge(seat.person_id, seat.organisation_id, case, clock.today(now))
    require_separate("cast_ballot", case.id, by)
    ballot = _write_ballot(
        row,
        case,
        by,
        points=sum(points.values()),
        by_criterion=dict(points),
        recused=False,
        reason=reason.strip(),
        at=now,
    )
    facts.record(events.BALLOT_CAST, subject=case.id, by=by, now=now, selection=str(row.id))
    return ballot


@verb
def recuse_member(
    *, selection: UUID, application: UUID, reason: str, by: Actor, now: datetime
) -> models.Ballot:
    """Stand aside from one application, with the reason."""
    row = locked_selection(selection)
    case = _case_of(row, application)
    require(policies.may_recuse_member(by, row))
    why = require_reason(reason)
    ballot = _write_ballot(
        row, case, by, points=None, by_criterion={}, recused=True, reason=why, at=now
    )
    facts.record(
        events.MEMBER_RECUSED, subject=case.id, by=by, now=now, reason=why, selection=str(row.id)
    )
    return ballot


def _case_of(selection: models.Selection, application: UUID) -> models.Application:
    """The case, locked; raises NotFound for one of another lot, NotPossible unless assessed."""
    case = locked_case(application)
    if case.lot_id != selection.lot_id:
        text = words("This application belongs to another lot.")
        raise NotFound(Problem(text, field="application", rule="same-lot"))
    APPLICATION.target_of("select_application", case.state)
    return case


def _write_ballot(
    selection: models.Selection, case: models.Application, by: Actor, **values: Any
) -> models.Ballot:
    seat = selection.seats.get(person_id=acting_person(by))
    row, _ = models.Ballot.objects.update_or_create(
        seat=seat, application=case, defaults={"selection": selection, **values}
    )
    return row
