"""Verbs of an assessment as a whole: start, consensus, result. Those of a seat are in `seat.py`."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.policies import assessment as policies
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.judges import panel_of
from midas.hub.programme.rules import maturity, scoring
from midas.hub.programme.rules.lifecycles import APPLICATION, ASSESSMENT
from midas.hub.programme.rules.profile import questionnaire_on
from midas.hub.programme.services.cases import acting_person, locked_case, move_case, write_case
from midas.hub.programme.services.seat import (
    accept_seat,
    decline_seat,
    locked_assessment,
    offer_seat,
    release_open_offers,
    release_seat,
    save_scores,
    submit_scores,
)
from midas.hub.programme.services.separation import require_separate

__all__ = [
    "accept_seat",
    "conclude_assessment",
    "decline_seat",
    "offer_seat",
    "open_consensus",
    "record_consensus",
    "release_seat",
    "save_scores",
    "start_assessment",
    "submit_scores",
]


@verb
def start_assessment(
    *, application: UUID, seats: int | None = None, by: Actor, now: datetime
) -> models.Assessment:
    """Open the assessment of an eligible (or nominated) application for `seats` experts.

    Without `seats` the profile's panel size counts; fewer than its minimum is refused. The
    questionnaire is the one that the firm diagnosed itself with.
    """
    case = locked_case(application)
    require(policies.may_start_assessment(by, case))
    APPLICATION.target_of("start_assessment", case.state)
    if case.lot.needs_nomination and case.state != "nominated":
        text = words("The local government has to nominate this factory first.")
        raise NotPossible(Problem(text, rule="nomination-first", source=case.lot.source))
    row = models.Assessment.objects.create(
        application=case,
        questionnaire_id=_questionnaire_id(case, now),
        seats_wanted=_seats_wanted(case, seats),
        started_at=now,
    )
    due = rulebook.due_on(case, "assess", clock.today(now))
    move_case(case, "start_assessment", now=now, due_on=due)
    facts.record(
        events.ASSESSMENT_STARTED,
        subject=case.id,
        by=by,
        now=now,
        assessment=str(row.id),
        seats=row.seats_wanted,
    )
    return row


def _seats_wanted(case: models.Application, seats: int | None) -> int:
    panel = panel_of(case)
    wanted = panel.assessors if seats is None else seats
    if wanted < panel.assessors_min:
        text = words("At least %(least)s experts assess a factory.")
        values = {"least": panel.assessors_min}
        raise NotValid(Problem(text, values, "seats", "panel-size", panel.source))
    return wanted


def _questionnaire_id(case: models.Application, now: datetime) -> UUID:
    own = case.diagnoses.filter(moment="T0").values_list("questionnaire_id", flat=True).first()
    if own is not None:
        return own
    profile, day = rulebook.profile_of(case), clock.today(now)
    for code in dict.fromkeys(form.code for form in profile.questionnaires):
        if form := questionnaire_on(profile, code, day):
            rows = models.Questionnaire.objects.filter(code=code, version=str(form.version))
            if found := rows.values_list("id", flat=True).last():
                return found
    text = words("No questionnaire is in force on %(day)s.")
    raise NotPossible(Problem(text, {"day": day.isoformat()}, rule="questionnaire-in-force"))


@verb
def open_consensus(*, assessment: UUID, by: Actor, now: datetime) -> models.Assessment:
    """Let the experts see each other's bands and agree, once all the experts wanted handed in.

    Offers that nobody answered are released; an accepted seat has to be handed in or released
    first. Without a leading expert among those who handed in, the first of them leads.
    """
    row, case = locked_assessment(assessment)
    require(policies.may_open_consensus(by, row))
    target = ASSESSMENT.target_of("open_consensus", row.state)
    seats = list(row.seats.order_by("submitted_at", "id"))
    done = [seat for seat in seats if seat.state == "submitted"]
    if any(seat.state == "accepted" for seat in seats) or len(done) < row.seats_wanted:
        text = words("%(done)s of %(wanted)s experts have handed in; nobody else may be at work.")
        values = {"done": len(done), "wanted": row.seats_wanted}
        raise NotPossible(Problem(text, values, rule="every-expert-handed-in"))
    release_open_offers(row, case, by=by, now=now)
    if not any(seat.is_lead for seat in done):
        row.seats.filter(id=done[0].id).update(is_lead=True)
    row.state = target
    row.save(update_fields=["state"])
    write_case(case, due_on=rulebook.due_on(case, "reach-consensus", clock.today(now)))
    facts.record(events.CONSENSUS_OPENED, subject=case.id, by=by, now=now, assessment=str(row.id))
    return row


@verb
def record_consensus(
    *,
    assessment: UUID,
    bands: Mapping[str, tuple[int, str]],
    by: Actor,
    now: datetime,
) -> models.Assessment:
    """Write down what the experts agreed on: dimension → (band, reason); as often as needed.

    A reason is needed where the experts had differed, and where the agreed band is outside what
    they had given. Dimensions left out keep what was recorded before.
    """
    row, case = locked_assessment(assessment)
    require(policies.may_record_consensus(by, row))
    ASSESSMENT.target_of("record_consensus", row.state)
    require_separate("record_consensus", case.id, by)
    form = rulebook.questionnaire_by_id(row.questionnaire_id)
    marks = {code: scoring.Mark(band, reason) for code, (band, reason) in bands.items()}
    problems = scoring.check_marks(form, {code: one.band for code, one in marks.items()})
    problems = problems or scoring.check_consensus(
        form, handed_in(row), marks, panel_of(case).consensus_spread
    )
    if problems:
        raise NotValid(*problems)
    models.ConsensusBand.objects.bulk_create(
        [
            models.ConsensusBand(
                assessment=row,
                dimension=code,
                band=one.band,
                reason=one.note.strip(),
                recorded_by=acting_person(by),
            )
            for code, one in marks.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "dimension"],
        update_fields=["band", "reason", "recorded_by"],
    )
    facts.record(events.CONSENSUS_RECORDED, subject=case.id, by=by, now=now, count=len(marks))
    return row


@verb
def conclude_assessment(*, assessment: UUID, by: Actor, now: datetime) -> models.Assessment:
    """Turn the agreed bands into levels, track and tier by the questionnaire's rules.

    Keeps the result on the assessment, and track, tier and points (0-100) on the application.
    """
    row, case = locked_assessment(assessment)
    require(policies.may_conclude_assessment(by, row))
    row.state = ASSESSMENT.target_of("conclude_assessment", row.state)
    form = rulebook.questionnaire_by_id(row.questionnaire_id)
    scale = rulebook.profile_of(case).levels
    scores = handed_in(row)
    bands = dict(row.bands.values_list("dimension", "band"))
    if problems := scoring.check_agreed(form, scores, bands):
        raise NotPossible(*problems)
    result = maturity.assess(form, scale, bands)
    agreement = maturity.within_one_band(scores, bands)
    steps = maturity.best_steps(form, scale, bands)
    row.result = _as_json(result, bands, agreement=f"{float(agreement):.1f}", steps=steps)
    row.concluded_at = now
    row.save(update_fields=["state", "result", "concluded_at"])
    move_case(
        case,
        "conclude_assessment",
        now=now,
        due_on=rulebook.due_on(case, "decide-selection", clock.today(now)),
        track=result.track,
        tier=result.tier,
        points=Decimal(row.result["points"]),
    )
    facts.record(
        events.ASSESSMENT_CONCLUDED,
        subject=case.id,
        by=by,
        now=now,
        level=result.overall,
        track=result.track,
        tier=result.tier,
        assessment=str(row.id),
    )
    return row


def handed_in(assessment: models.Assessment) -> list[dict[str, int]]:
    """The bands of each expert who handed in: dimension → band."""
    rows = models.Score.objects.filter(
        seat__assessment=assessment, seat__state="submitted"
    ).values_list("seat_id", "dimension", "band")
    by_seat: dict[UUID, dict[str, int]] = {}
    for seat, dimension, band in rows:
        by_seat.setdefault(seat, {})[dimension] = band
    return list(by_seat.values())


def _as_json(
    result: maturity.Result,
    bands: Mapping[str, int],
    *,
    agreement: str,
    steps: tuple[maturity.BestStep, ...],
) -> dict[str, Any]:
    return {
        "bands": dict(bands),
        "means": {domain: f"{float(mean):.3f}" for domain, mean in result.means.items()},
        "domains": dict(result.domains),
        "mean": f"{float(result.mean):.3f}",
        "overall": result.overall,
        "capability": result.capability,
        "placement": result.placement,
        "track": result.track,
        "tier": result.tier,
        "gates": list(result.gates),
        "points": f"{float(result.points):.3f}",
        "answered": f"{float(result.answered):.1f}",
        "agreement": agreement,
        "steps": [
            {
                "dimension": step.dimension,
                "band": step.band,
                "raises_overall": step.raises_overall,
                "raises_domain": step.raises_domain,
                "gain": f"{float(step.gain):.3f}",
            }
            for step in steps
        ],
    }
