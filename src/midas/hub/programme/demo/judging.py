"""Screening, nomination, assessment and selection of made-up cases."""

from datetime import datetime, timedelta
from random import Random

from midas.hub.kernel.errors import NotPossible
from midas.hub.programme.demo.cast import Cast
from midas.hub.programme.models import Application, Assessment, Lot, Selection
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.selection import criteria_of, selection_cases
from midas.hub.programme.rules.profile_maturity import Questionnaire
from midas.hub.programme.services import assessment as panel
from midas.hub.programme.services import eligibility, nomination, selection
from midas.hub.programme.services.call import close_lot
from midas.hub.programme.services.decision import decide_selection

EVIDENCE = "현장에서 화면과 작업 기록을 확인함"
AGREED = "현장 확인 결과를 함께 검토하여 합의함"


def screen(cast: Cast, case: Application, now: datetime) -> None:
    """The agency confirms that the conditions are met."""
    officer = cast.officer(0, now)
    cast.act(eligibility.confirm_eligibility, officer, now, application=case.id)


def nominate(cast: Cast, case: Application, now: datetime) -> bool:
    """The city nominates while its quota lasts, then declines."""
    by = cast.city(case, now)
    try:
        cast.act(nomination.nominate_application, by, now, application=case.id)
    except NotPossible:
        why = "우리 시의 추천 한도가 모두 찼습니다."
        cast.act(nomination.decline_nomination, by, now, application=case.id, reason=why)
        return False
    return True


def seat_experts(
    cast: Cast,
    case: Application,
    dice: Random,
    now: datetime,
    *,
    accept: bool = True,
    first: bool = False,
) -> Assessment:
    """Open the assessment and ask three experts of different bodies; `first`: expert01 leads."""
    officer = cast.officer(0, now)
    row: Assessment = cast.act(panel.start_assessment, officer, now, application=case.id)
    bodies: set[object] = set()
    asked = dice.sample(cast.country.experts, len(cast.country.experts))
    for expert, body in [*cast.country.experts[:first], *asked]:
        if body in bodies or len(bodies) == row.seats_wanted:
            continue
        bodies.add(body)
        seat = cast.act(
            panel.offer_seat,
            officer,
            now,
            assessment=row.id,
            expert=expert,
            organisation=body,
            lead=len(bodies) == 1,
        )
        if accept:
            cast.act(panel.accept_seat, cast.actor(expert, body, now), now, seat=seat.id)
    return row


def score(cast: Cast, row: Assessment, band: int, dice: Random, now: datetime) -> None:
    """Every seated expert visits, scores and hands in."""
    form = rulebook.questionnaire_by_id(row.questionnaire_id)
    for seat in row.seats.filter(state="accepted").order_by("offered_at", "id"):
        by = cast.actor(seat.expert_id, seat.organisation_id, now)
        given = _bands(form, band, dice)
        marks = {code: (one, EVIDENCE) for code, one in given.items()}
        cast.act(panel.save_scores, by, now, seat=seat.id, scores=marks)
        cast.act(panel.submit_scores, by, now, seat=seat.id, summary="종합 의견을 첨부함")


def _bands(form: Questionnaire, band: int, dice: Random) -> dict[str, int]:
    drift = (-1, 0, 0, 0, 0, 1)
    return {one.code: min(5, max(0, band + dice.choice(drift))) for one in form.dimensions}


def agree(cast: Cast, row: Assessment, now: datetime) -> None:
    """The experts agree on the middle band of each dimension, and the agency concludes."""
    cast.act(panel.open_consensus, cast.officer(0, now), now, assessment=row.id)
    lead = row.seats.get(is_lead=True, state="submitted")
    found: dict[str, list[int]] = {}
    for given in panel.handed_in(row):
        for code, band in given.items():
            found.setdefault(code, []).append(band)
    middle = {code: (sorted(some)[len(some) // 2], AGREED) for code, some in found.items()}
    by = cast.actor(lead.expert_id, lead.organisation_id, now)
    cast.act(panel.record_consensus, by, now, assessment=row.id, bands=middle)
    cast.act(panel.conclude_assessment, cast.officer(0, now), now, assessment=row.id)


def assess(cast: Cast, case: Application, band: int, dice: Random, now: datetime) -> None:
    """The whole assessment, three weeks from seats to result."""
    row = seat_experts(cast, case, dice, now)
    score(cast, row, band, dice, now + timedelta(days=9))
    agree(cast, row, now + timedelta(days=14))


def close(cast: Cast, lot: Lot, now: datetime) -> None:
    """The agency closes the lot after its last day."""
    lot.refresh_from_db()
    if lot.state == "announced":
        cast.act(close_lot, cast.officer(1, now), now, lot=lot.id)


def open_selection(cast: Cast, lot: Lot, places: int, now: datetime) -> Selection:
    """The agency seats seven members of the committee."""
    members = [person for person, _body in cast.country.committee[:7]]
    row: Selection = cast.act(
        selection.open_selection,
        cast.officer(1, now),
        now,
        lot=lot.id,
        members=members,
        places=places,
    )
    return row


def vote(
    cast: Cast, row: Selection, dice: Random, now: datetime, *, members: slice = slice(5)
) -> None:
    """Some members give points to every application that waits."""
    criteria = criteria_of(row)
    cases = list(selection_cases(row))
    strength = {case.id: dice.uniform(0.55, 0.97) for case in cases}
    for person, body in cast.country.committee[members]:
        by = cast.actor(person, body, now)
        for case in cases:
            points = {
                one.code: min(
                    one.points, round(one.points * strength[case.id] + dice.uniform(-1, 1))
                )
                for one in criteria
            }
            cast.act(
                selection.cast_ballot, by, now, selection=row.id, application=case.id, points=points
            )


def decide(cast: Cast, row: Selection, now: datetime) -> None:
    """The approver decides by the ranking."""
    cast.act(
        decide_selection,
        cast.approver(0, now),
        now,
        selection=row.id,
        minutes="위원 과반수가 참석하여 배점 기준에 따라 심의하고 순위대로 의결함.",
    )
