"""Makers of experts, panels, committees and selections for tests; rows directly or by the verbs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from midas.hub.accounts.models import Organisation
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.models import Fact
from midas.hub.programme import models
from midas.hub.programme.services import appeal as appeals
from midas.hub.programme.services import assessment as verbs
from midas.hub.programme.services import selection as selections
from midas.hub.programme.tests import makers

NOW = makers.NOW
LATER = NOW + timedelta(days=1)


def expert(body: Organisation | None = None) -> Actor:
    """An expert, of a body of their own unless given."""
    return people.actor("assessor_body", "expert", of=body)


def member() -> Actor:
    """A member of a selection committee, of a body of their own."""
    return people.actor("association", "committee")


def dimensions() -> list[str]:
    """The codes of every question."""
    return [one.code for one in makers.profile().questionnaires[0].dimensions]


def marks(band: int = 2, **other: int) -> dict[str, tuple[int | None, str]]:
    """Every question with one band and its evidence; `other` names those that differ."""
    given = dict.fromkeys(dimensions(), band)
    given.update({code.replace("_", "-"): value for code, value in other.items()})
    return {code: (value, "현장에서 확인함") for code, value in given.items()}


def panel(
    case: models.Application | None = None, *, count: int = 3, lead: bool = True
) -> tuple[models.Assessment, list[Actor]]:
    """An assessment with accepted seats; the first expert leads."""
    of = case or makers.application("eligible")
    officer = makers.agency_officer()
    row = verbs.start_assessment(application=of.id, seats=count, by=officer, now=NOW)
    experts = [expert() for _ in range(count)]
    for number, one in enumerate(experts):
        assert one.person and one.organisation
        seat = verbs.offer_seat(
            assessment=row.id,
            expert=one.person,
            organisation=one.organisation,
            lead=lead and number == 0,
            by=officer,
            now=NOW,
        )
        verbs.accept_seat(seat=seat.id, by=one, now=NOW)
    return row, experts


def seat_of(row: models.Assessment, one: Actor) -> models.AssessorSeat:
    """The seat of an expert."""
    return models.AssessorSeat.objects.get(assessment=row, expert_id=one.person)


def hand_in(
    row: models.Assessment, one: Actor, given: Mapping[str, tuple[int | None, str]] | None = None
) -> models.AssessorSeat:
    """One expert scores everything and hands in."""
    seat = seat_of(row, one)
    verbs.save_scores(seat=seat.id, scores=given or marks(), by=one, now=NOW)
    return verbs.submit_scores(seat=seat.id, summary="종합 의견", by=one, now=NOW)


def in_consensus(
    *bands: int, case: models.Application | None = None
) -> tuple[models.Assessment, list[Actor]]:
    """A panel that handed in one band each and now talks."""
    row, experts = panel(case, count=len(bands))
    for one, band in zip(experts, bands, strict=True):
        hand_in(row, one, marks(band))
    return verbs.open_consensus(assessment=row.id, by=makers.agency_officer(), now=NOW), experts


def concluded(
    band: int = 2, case: models.Application | None = None
) -> tuple[models.Assessment, list[Actor]]:
    """An assessment that ended with one band everywhere."""
    row, experts = in_consensus(band, band, case=case)
    agreed = dict.fromkeys(dimensions(), (band, ""))
    verbs.record_consensus(assessment=row.id, bands=agreed, by=experts[0], now=NOW)
    return (
        verbs.conclude_assessment(assessment=row.id, by=makers.agency_officer(), now=NOW),
        experts,
    )


def assessed(lot: models.Lot, **fields: Any) -> models.Application:
    """An application written directly as assessed, fit for the lot."""
    values: dict[str, Any] = {
        "track": "improve-model",
        "tier": "advanced",
        "points": Decimal(40),
        "is_complete": False,
    }
    return makers.application("assessed", lot=lot, **values | fields)


def closed_lot(places: int = 1, **fields: Any) -> models.Lot:
    """A lot whose time is over."""
    return makers.lot(state="closed", places=places, **fields)


def selecting(
    count: int = 2, *, places: int = 1, size: int = 5
) -> tuple[models.Selection, list[models.Application], list[Actor]]:
    """An open selection over some assessed applications, with its committee."""
    lot = closed_lot(places)
    cases = [assessed(lot) for _ in range(count)]
    members = [member() for _ in range(size)]
    selection = selections.open_selection(
        lot=lot.id,
        members=[one.person for one in members if one.person],
        by=makers.agency_officer(),
        now=NOW,
    )
    return selection, cases, members


def points(total: int) -> dict[str, int]:
    """Points over the profile's criteria that add up to a total, the first criteria first."""
    given, left = {}, total
    for one in makers.profile().head.criteria:
        given[one.code] = min(left, one.points)
        left -= given[one.code]
    return given


def vote(
    selection: models.Selection,
    case: models.Application,
    members: list[Actor],
    total: int,
    now: datetime = NOW,
) -> None:
    """Every member gives the same points."""
    for one in members:
        selections.cast_ballot(
            selection=selection.id, application=case.id, points=points(total), by=one, now=now
        )


def decided(
    *totals: int, places: int = 1
) -> tuple[models.Selection, list[models.Application], list[Actor]]:
    """A decided selection over applications with these points; its decider is `decided_by`."""
    selection, cases, members = selecting(len(totals), places=places)
    for case, total in zip(cases, totals, strict=True):
        vote(selection, case, members, total)
    row = selections.decide_selection(
        selection=selection.id, minutes="회의록", by=makers.agency_approver(), now=NOW
    )
    for case in cases:
        case.refresh_from_db()
    return row, cases, members


def fact(case: models.Application, kind: str) -> Fact:
    """The last fact of a kind of a case; fails when there is none."""
    found = Fact.objects.filter(subject=case.id, kind=f"programme.{kind}").last()
    assert found is not None, f"no {kind}"
    return found


def appealed(case: models.Application, kind: str, now: datetime = LATER) -> models.Appeal:
    """The lead's appeal against the last decision of a kind."""
    return appeals.file_appeal(
        application=case.id,
        fact_id=fact(case, kind).id,
        grounds="평가 자료가 빠졌습니다.",
        by=makers.lead_of(case),
        now=now,
    )
