"""Reads of assessments. Blindness lives here, in SQL: who may see whose bands, and since when.

An expert sees the other experts' bands only after handing in; the agency sees what was handed in;
the committee sees the agreed bands of concluded assessments; the firm sees the agreed bands after
the decision on its selection, and never a single expert's.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from midas.hub.kernel.actor import Actor
from midas.hub.programme.models import (
    Assessment,
    AssessorSeat,
    CommitteeSeat,
    ConsensusBand,
    Score,
)
from midas.hub.programme.queries.selection import sees_all

DECIDED = ("selected", "reserve", "rejected", "contracted", "finished")


def my_seats(actor: Actor) -> "QuerySet[AssessorSeat]":
    """The seats of an expert, those with the nearest due day first; finished ones last."""
    rows = AssessorSeat.objects.filter(expert=actor.person, organisation=actor.organisation)
    return rows.select_related(
        "assessment__application__lot__call", "assessment__application__workplace"
    ).order_by("submitted_at", "due_on", "id")


def seats_late(day: date) -> "QuerySet[AssessorSeat]":
    """Seats whose answer or scores are overdue, for the agency."""
    rows = AssessorSeat.objects.filter(state__in=("offered", "accepted"), due_on__lt=day)
    return rows.select_related("assessment__application").order_by("due_on", "id")


def visible_assessments(actor: Actor) -> "QuerySet[Assessment]":
    """Assessments that the actor may know of."""
    rows = Assessment.objects.select_related("application__lot__call")
    if sees_all(actor):
        return rows
    seated = AssessorSeat.objects.filter(
        _own_seat(actor), assessment=OuterRef("pk"), state__in=("offered", "accepted", "submitted")
    )
    return rows.filter(
        Exists(seated)
        | Q(Exists(_committee(actor, "application__lot")), state="concluded")
        | _of_firm(actor, "application")
    )


def visible_seats(actor: Actor, assessment: Assessment) -> "QuerySet[AssessorSeat]":
    """The seats of an assessment: all for the agency; for an expert, the panel after handing in."""
    rows = assessment.seats.select_related("expert", "organisation").order_by("offered_at", "id")
    if sees_all(actor):
        return rows
    return rows.filter(
        _own_seat(actor) | Q(Exists(_handed_in(actor, "assessment")), state="submitted")
    )


def visible_scores(actor: Actor) -> "QuerySet[Score]":
    """Single experts' bands that the actor may see."""
    rows = Score.objects.select_related("seat")
    handed_in = Q(seat__state="submitted")
    if sees_all(actor):
        return rows.filter(handed_in)
    own = Q(seat__expert=actor.person, seat__organisation=actor.organisation)
    if actor.person is None:
        return rows.none()
    return rows.filter(own | handed_in & Q(Exists(_handed_in(actor, "seat__assessment"))))


def visible_bands(actor: Actor) -> "QuerySet[ConsensusBand]":
    """Agreed bands that the actor may see."""
    rows = ConsensusBand.objects.select_related("assessment")
    if sees_all(actor):
        return rows
    if actor.person is None:
        return rows.none()
    concluded = Q(assessment__state="concluded")
    return rows.filter(
        Exists(_handed_in(actor, "assessment"))
        | concluded & Q(Exists(_committee(actor, "assessment__application__lot")))
        | concluded
        & _of_firm(actor, "assessment__application")
        & Q(assessment__application__state__in=DECIDED)
    )


def marks_of(seat: AssessorSeat) -> dict[str, tuple[int, str]]:
    """What an expert noted so far: dimension → (band, evidence)."""
    rows = seat.scores.values_list("dimension", "band", "evidence")
    return {dimension: (band, evidence) for dimension, band, evidence in rows}


def scores_side_by_side(
    actor: Actor, assessment: Assessment
) -> dict[str, dict[str, tuple[int, str]]]:
    """Dimension → seat id → (band, evidence) for the consensus meeting, as far as visible."""
    table: dict[str, dict[str, tuple[int, str]]] = {}
    rows: Iterable[Score] = visible_scores(actor).filter(seat__assessment=assessment)
    for one in rows:
        table.setdefault(one.dimension, {})[str(one.seat_id)] = (one.band, one.evidence)
    return table


def _own_seat(actor: Actor) -> Q:
    return Q(expert=actor.person, organisation=actor.organisation) & Q(expert__isnull=False)


def _handed_in(actor: Actor, assessment: str) -> "QuerySet[AssessorSeat]":
    return AssessorSeat.objects.filter(
        _own_seat(actor), assessment=OuterRef(assessment), state="submitted"
    )


def _committee(actor: Actor, lot: str) -> "QuerySet[CommitteeSeat]":
    return CommitteeSeat.objects.filter(
        person=actor.person, organisation=actor.organisation, selection__lot=OuterRef(lot)
    )


def _of_firm(actor: Actor, application: str) -> Q:
    """The firm's own cases, for its owners and staff; nobody else's."""
    if actor.kind != "adopter" or not actor.has("owner", "staff"):
        return Q(pk__in=[])
    return Q(**{f"{application}__applicant": actor.organisation})
