"""Verbs of an expert's seat: offered, accepted or declined, scored, handed in, released."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts, texts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.occurrences import FactKind
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import assessment as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.judges import panel_of
from midas.hub.programme.rules import scoring
from midas.hub.programme.rules.lifecycles import ASSESSMENT, SEAT
from midas.hub.programme.services.cases import locked_case_in, require_reason
from midas.hub.programme.services.judges import require_fit_judge
from midas.hub.programme.services.separation import require_separate
from midas.hub.programme.services.wording import in_every_language

LIVE = ("offered", "accepted", "submitted")


def locked_assessment(assessment: UUID) -> tuple[models.Assessment, models.Application]:
    """The assessment and its case, both locked, the case first; raises NotFound."""
    rows = models.Assessment.objects.filter(id=assessment)
    case = locked_case_in(rows.values("application_id"))
    if case is None:
        raise NotFound(Problem(words("There is no such assessment."), field="assessment"))
    return rows.select_for_update().get(), case


def locked_seat(seat: UUID) -> tuple[models.AssessorSeat, models.Application]:
    """The seat with its assessment, and the case, locked; raises NotFound."""
    rows = models.AssessorSeat.objects.filter(id=seat)
    panels = models.Assessment.objects.filter(id__in=rows.values("assessment_id"))
    case = locked_case_in(panels.values("application_id"))
    if case is None:
        raise NotFound(Problem(words("There is no such seat."), field="seat"))
    assessment = panels.select_for_update(of=("self",)).get()
    row = rows.select_for_update(of=("self",)).select_related("expert").get()
    row.assessment = assessment
    return row, case


@verb
def offer_seat(
    *,
    assessment: UUID,
    expert: UUID,
    organisation: UUID,
    lead: bool = False,
    by: Actor,
    now: datetime,
) -> models.AssessorSeat:
    """Ask an expert, who acts for an organisation, to assess; one of the experts leads.

    Refused for somebody barred, tied to the case, holding a duty kept apart from assessing, asked
    before, or of an organisation that already has its experts on the panel.
    """
    row, case = locked_assessment(assessment)
    require(policies.may_offer_seat(by, row))
    ASSESSMENT.target_of("offer_seat", row.state)
    day = clock.today(now)
    asked = _expert(expert, organisation, day)
    require_fit_judge(expert, organisation, case, day)
    require_separate("accept_seat", case.id, asked)
    _refuse_crowd(row, case, expert, organisation, lead=lead)
    seat = models.AssessorSeat.objects.create(
        assessment=row,
        expert_id=expert,
        organisation_id=organisation,
        is_lead=lead,
        offered_at=now,
        due_on=rulebook.due_on(case, "answer-assessor-offer", day),
    )
    _record(events.SEAT_OFFERED, case, seat, asked.name, by=by, now=now)
    return seat


def _expert(expert: UUID, organisation: UUID, day: date) -> Actor:
    asked = accounts.actor_for(expert, organisation, day)
    if not asked.has("expert"):
        text = words("%(name)s is not an expert of this organisation.")
        raise NotValid(Problem(text, {"name": asked.name}, "expert", "experts-only"))
    return asked


def _refuse_crowd(
    row: models.Assessment,
    case: models.Application,
    expert: UUID,
    organisation: UUID,
    *,
    lead: bool,
) -> None:
    panel, seats = panel_of(case), list(row.seats.all())
    live = [seat for seat in seats if seat.state in LIVE]
    colleagues = [seat for seat in live if seat.organisation_id == organisation]
    problems = []
    if any(seat.expert_id == expert for seat in seats):
        text = words("This expert was already asked for this assessment.")
        problems.append(Problem(text, field="expert", rule="asked-once"))
    elif len(colleagues) >= panel.same_firm_max:
        text = words("Only %(most)s experts of one organisation may sit on a panel.")
        values = {"most": panel.same_firm_max}
        problems.append(Problem(text, values, "expert", "panel-same-firm", panel.source))
    if len(live) >= row.seats_wanted + panel.reserves:
        text = words("The panel is full: %(wanted)s experts and %(reserves)s in reserve.")
        values = {"wanted": row.seats_wanted, "reserves": panel.reserves}
        problems.append(Problem(text, values, "expert", "panel-full", panel.source))
    if lead and any(seat.is_lead for seat in live):
        text = words("Another expert leads this assessment already.")
        problems.append(Problem(text, field="lead", rule="one-lead"))
    if problems:
        raise NotPossible(*problems)


@verb
def accept_seat(*, seat: UUID, by: Actor, now: datetime) -> models.AssessorSeat:
    """Take the seat and thereby declare to be free of conflicts of interest; all is asked again."""
    row, case = locked_seat(seat)
    require(policies.may_accept_seat(by, row))
    target, day = SEAT.target_of("accept_seat", row.state), clock.today(now)
    require_fit_judge(row.expert_id, row.organisation_id, case, day)
    require_separate("accept_seat", case.id, by)
    _write(row, state=target, due_on=rulebook.due_on(case, "assess", day))
    _record(events.SEAT_ACCEPTED, case, row, row.expert.name, by=by, now=now)
    return row


@verb
def decline_seat(*, seat: UUID, reason: str, by: Actor, now: datetime) -> models.AssessorSeat:
    """Say no, or step back; the reason may be a conflict of interest."""
    row, case = locked_seat(seat)
    require(policies.may_decline_seat(by, row))
    target = SEAT.target_of("decline_seat", row.state)
    why = require_reason(reason)
    _write(row, state=target, reason=why, due_on=None)
    _record(events.SEAT_DECLINED, case, row, row.expert.name, by=by, now=now, reason=why)
    return row


@verb
def release_seat(*, seat: UUID, reason: str, by: Actor, now: datetime) -> models.AssessorSeat:
    """Take back an offer, or relieve an expert who has not handed in."""
    row, case = locked_seat(seat)
    require(policies.may_release_seat(by, row))
    target = SEAT.target_of("release_seat", row.state)
    why = require_reason(reason)
    _write(row, state=target, reason=why, due_on=None)
    _record(events.SEAT_RELEASED, case, row, row.expert.name, by=by, now=now, reason=why)
    return row


def release_open_offers(
    row: models.Assessment, case: models.Application, *, by: Actor, now: datetime
) -> None:
    """Part of `open_consensus`: take back offers that nobody answered."""
    why = in_every_language(Problem(words("All the experts needed have handed in.")))
    for seat in row.seats.filter(state="offered").select_related("expert"):
        target = SEAT.target_of("release_seat", seat.state)
        _write(seat, state=target, reason=texts.in_language(why), due_on=None)
        _record(events.SEAT_RELEASED, case, seat, seat.expert.name, by=by, now=now, reason=why)


@verb
def save_scores(
    *,
    seat: UUID,
    scores: Mapping[str, tuple[int | None, str]],
    by: Actor,
    now: datetime,
) -> models.AssessorSeat:
    """Note bands with their evidence: dimension → (band or None to take it back, evidence).

    Dimensions left out stay as they are. Nobody else sees them before they are handed in.
    """
    row, case = locked_seat(seat)
    require(policies.may_save_scores(by, row))
    SEAT.target_of("score_dimension", row.state)
    form = rulebook.questionnaire_by_id(row.assessment.questionnaire_id)
    given = {code: band for code, (band, _) in scores.items() if band is not None}
    taken_back = [code for code, (band, _) in scores.items() if band is None]
    if problems := scoring.check_marks(form, given):
        raise NotValid(*problems)
    row.scores.filter(dimension__in=taken_back).delete()
    models.Score.objects.bulk_create(
        [
            models.Score(seat=row, dimension=code, band=band, evidence=scores[code][1].strip())
            for code, band in given.items()
        ],
        update_conflicts=True,
        unique_fields=["seat", "dimension"],
        update_fields=["band", "evidence"],
    )
    count = row.scores.count()
    _record(events.SCORES_SAVED, case, row, row.expert.name, by=by, now=now, count=count)
    return row


@verb
def submit_scores(
    *, seat: UUID, summary: str = "", by: Actor, now: datetime
) -> models.AssessorSeat:
    """Hand in; nothing can be changed afterwards, and the other experts' bands become visible.

    Refused while a dimension lacks its band or a band lacks the evidence asked for.
    """
    row, case = locked_seat(seat)
    require(policies.may_submit_scores(by, row))
    target = SEAT.target_of("submit_scores", row.state)
    require_separate("submit_scores", case.id, by)
    form = rulebook.questionnaire_by_id(row.assessment.questionnaire_id)
    marks = {
        code: scoring.Mark(band, evidence)
        for code, band, evidence in row.scores.values_list("dimension", "band", "evidence")
    }
    if problems := scoring.check_complete(form, marks):
        raise NotValid(*problems)
    _write(row, state=target, summary=summary.strip(), submitted_at=now, due_on=None)
    _record(events.SCORES_SUBMITTED, case, row, row.expert.name, by=by, now=now)
    return row


def _write(row: models.AssessorSeat, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def _record(
    kind: FactKind,
    case: models.Application,
    seat: models.AssessorSeat,
    expert: str,
    *,
    by: Actor,
    now: datetime,
    **data: Any,
) -> None:
    facts.record(kind, subject=case.id, by=by, now=now, expert=expert, seat=str(seat.id), **data)
