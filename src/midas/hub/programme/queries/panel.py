"""Experts before an assessment: their own seats, and who may be asked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from midas.hub.accounts import public as accounts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.texts import say
from midas.hub.programme.models import Assessment, AssessorSeat, ConsensusBand, Score
from midas.hub.programme.queries.judges import objections

BUSY = ("offered", "accepted")


@dataclass(frozen=True)
class Candidate:
    """An expert who could be asked, the load of open seats, and what stands against it."""

    person: UUID
    organisation: UUID
    name: str
    body: str
    load: int
    against: str = ""

    @property
    def key(self) -> str:
        """The value of the choice: person and organisation."""
        return f"{self.person}:{self.organisation}"


def candidates_for(assessment: Assessment, day: date) -> list[Candidate]:
    """All experts by load, free ones first; each with the first rule that stands against them."""
    asked = set(assessment.seats.values_list("expert_id", flat=True))
    busy = Count("id", filter=Q(state__in=BUSY))
    loads = dict(
        AssessorSeat.objects.values("expert").annotate(n=busy).values_list("expert_id", "n")
    )
    experts = []
    for body in accounts.organisations_of_kind("assessor_body"):
        people = accounts.people(accounts.people_in(body.id, "expert", on=day))
        experts += [(person, body) for person in people.values() if person.id not in asked]
    pairs = [(person.id, body.id) for person, body in experts]
    against = objections(pairs, assessment.application, day)
    found = [
        Candidate(
            person=person.id,
            organisation=body.id,
            name=person.name,
            body=body.name,
            load=loads.get(person.id, 0),
            against=next((say(one) for one in against[person.id, body.id]), ""),
        )
        for person, body in experts
    ]
    return sorted(found, key=lambda one: (bool(one.against), one.load, one.name))


def seat_for(actor: Actor, seat: UUID) -> AssessorSeat:
    """The actor's own seat with its case; raises NotFound for anybody else's."""
    rows = AssessorSeat.objects.filter(id=seat, expert_id=actor.person)
    found = rows.select_related("assessment__application__lot__call").first()
    if found is None or actor.organisation != found.organisation_id:
        raise NotFound(Problem(words("There is no such seat."), field="seat"))
    return found


def seats_of(actor: Actor) -> list[AssessorSeat]:
    """The actor's seats, open ones first."""
    if actor.organisation is None:
        return []
    rows = AssessorSeat.objects.filter(expert_id=actor.person, organisation_id=actor.organisation)
    rows = rows.select_related("assessment__application__lot__call").order_by("-offered_at", "id")
    order = {"offered": 0, "accepted": 1, "submitted": 2}
    return sorted(rows[:200], key=lambda one: order.get(one.state, 3))


def own_scores(seat: AssessorSeat) -> dict[str, tuple[int, str]]:
    """What the expert noted so far: dimension → (band, evidence)."""
    return {one.dimension: (one.band, one.evidence) for one in seat.scores.all()}


def all_scores(assessment: Assessment) -> dict[str, list[Score]]:
    """Scores of everybody who handed in, by dimension; ask the policy of consensus before."""
    rows = Score.objects.filter(seat__assessment=assessment, seat__state="submitted")
    found: dict[str, list[Score]] = {}
    for one in rows.select_related("seat__expert").order_by("seat__submitted_at", "seat_id"):
        found.setdefault(one.dimension, []).append(one)
    return found


def agreed_bands(assessment: Assessment) -> dict[str, ConsensusBand]:
    """What was agreed on so far, by dimension."""
    return {one.dimension: one for one in assessment.bands.all()}
