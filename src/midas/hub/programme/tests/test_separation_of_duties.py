"""The whole decision chain on the real database: a few people with every role try everything.

Whatever the order of their attempts, no case ever holds facts by which one person carried out two
duties that the profile keeps apart. `test_separation_rules.py` does the same without a database.
"""

import contextlib
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from midas.hub.accounts.models import Organisation, Person
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import Refusal
from midas.hub.kernel.models import Fact
from midas.hub.programme import models, services
from midas.hub.programme.queries.appeals import decisions_open_to_appeal
from midas.hub.programme.rules.separation import DUTIES_OF_FACT, DUTIES_OF_VERB, held_by
from midas.hub.programme.services import (
    agreement,
    appeal,
    assessment,
    claim,
    eligibility,
    inspection,
    nomination,
    selection,
    settlement,
)
from midas.hub.programme.services.application.submission import return_application
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_assessment as make
from midas.hub.programme.tests import makers_project as projects
from midas.hub.programme.tests.test_separation_rules import doubled

NOW = make.NOW
FEW = settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


class Everybody:
    """Six people, each officer and approver of the agency, city officer, expert and member."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.done: set[str] = set()
        agency, city = makers.agency(), people.local_government()
        park = makers.techno_park()
        bodies = [people.organisation("assessor_body") for _ in range(6)]
        self.hats = [
            {
                "agency": people.actor("agency", "officer", "approver", of=agency, who=one),
                "city": people.actor("local_government", "officer", of=city, who=one),
                "park": people.actor("techno_park", "officer", "approver", of=park, who=one),
                "body": people.actor("assessor_body", "expert", "committee", of=body, who=one),
            }
            for one, body in zip((people.person() for _ in range(6)), bodies, strict=True)
        ]

    def one(self, hat: str) -> Actor:
        """Anybody, under one of their hats."""
        return self.dice.choice(self.hats)[hat]

    def attempt(self, verb: Callable[..., Any], by: Actor, **values: Any) -> None:
        """Try a verb; a refusal is as good as a success."""
        with contextlib.suppress(Refusal), transaction.atomic():
            verb(by=by, now=NOW + timedelta(hours=1), **values)
            self.done.add(verb.__name__)


def duties_of(case: models.Application) -> set[str]:
    """Codes of the separated pairs that a case's facts break."""
    rows = Fact.objects.filter(subject=case.id).values_list("kind", "person", "organisation")
    return doubled([one for row in rows for one in held_by(*row)])


def step(all_: Everybody, case: models.Application) -> None:
    """One random attempt at whatever the state of the case invites to, or at an appeal."""
    case.refresh_from_db()
    moves = {
        "submitted": screen,
        "eligible": nominate,
        "nominated": begin,
        "assessing": assess,
        "assessed": select,
    }
    moves.get(case.state, object_to)(all_, case)


def screen(all_: Everybody, case: models.Application) -> None:
    by, values = all_.one("agency"), {"application": case.id}
    if all_.dice.random() < 0.3:
        all_.attempt(eligibility.refuse_eligibility, by, reason="조건 미달", **values)
        return
    all_.attempt(eligibility.confirm_eligibility, by, **values)


def nominate(all_: Everybody, case: models.Application) -> None:
    by, values = all_.one("city"), {"application": case.id, "reason": "지역 전략"}
    if all_.dice.random() < 0.3:
        all_.attempt(nomination.decline_nomination, by, **values)
        return
    all_.attempt(nomination.nominate_application, by, **values)


def begin(all_: Everybody, case: models.Application) -> None:
    all_.attempt(assessment.start_assessment, all_.one("agency"), application=case.id, seats=2)


def assess(all_: Everybody, case: models.Application) -> None:
    row, officer, expert = case.assessment, all_.one("agency"), all_.one("body")
    if row.state == "consensus":
        agreed = dict.fromkeys(make.dimensions(), (2, ""))
        for hats in all_.hats:
            values = {"assessment": row.id, "bands": agreed}
            all_.attempt(assessment.record_consensus, hats["body"], **values)
        all_.attempt(assessment.conclude_assessment, officer, assessment=row.id)
        return
    offer = {"assessment": row.id, "expert": expert.person, "organisation": expert.organisation}
    all_.attempt(assessment.offer_seat, officer, **offer)
    for seat in row.seats.all():
        by = next(h["body"] for h in all_.hats if h["body"].person == seat.expert_id)
        all_.attempt(assessment.accept_seat, by, seat=seat.id)
        all_.attempt(assessment.save_scores, by, seat=seat.id, scores=make.marks())
        all_.attempt(assessment.submit_scores, by, seat=seat.id)
    all_.attempt(assessment.open_consensus, officer, assessment=row.id)


def select(all_: Everybody, case: models.Application) -> None:
    lot = case.lot
    models.Lot.objects.filter(id=lot.id, state="announced").update(state="closed")
    row = models.Selection.objects.filter(lot=lot).first()
    if row is None:
        strangers = [make.member().person for _ in range(5)]
        members = [*strangers, *(hats["body"].person for hats in all_.hats[:4])]
        values = {"lot": lot.id, "members": members, "places": all_.dice.choice((0, 1))}
        all_.attempt(selection.open_selection, all_.one("agency"), **values)
        return
    for seat in row.seats.all():
        by = Actor(
            person=seat.person_id,
            organisation=seat.organisation_id,
            roles=frozenset({"committee"}),
        )
        vote = {"selection": row.id, "application": case.id, "points": make.points(80)}
        all_.attempt(selection.cast_ballot, by, **vote)
    by, kept = all_.one("agency"), {"minutes": "회의록"}
    all_.attempt(selection.decide_selection, by, selection=row.id, **kept)
    all_.attempt(selection.decide_reopened, by, application=case.id, **kept)


def object_to(all_: Everybody, case: models.Application) -> None:
    waiting = models.Appeal.objects.filter(application=case, state="filed").first()
    if waiting is not None:
        verb = appeal.uphold_appeal if all_.dice.random() < 0.8 else appeal.dismiss_appeal
        all_.attempt(verb, all_.one("agency"), appeal=waiting.id, answer="다시 봄")
        return
    for decision in decisions_open_to_appeal(case, makers.day()):
        values = {"application": case.id, "fact_id": decision.fact, "grounds": "이의"}
        all_.attempt(appeal.file_appeal, makers.lead_of(case), **values)


@pytest.mark.django_db
@FEW
@given(dice=st.randoms(use_true_random=True))
def test_from_filing_to_appeal_nobody_holds_two_separated_duties(dice: random.Random) -> None:
    with transaction.atomic():
        all_ = Everybody(dice)
        case = makers.filed(lot=makers.lot(quotas={people.changwon(): 3}))
        for _ in range(45):
            step(all_, case)
        assert duties_of(case) == set()
        assert all_.done & {"confirm_eligibility", "refuse_eligibility"}
        transaction.set_rollback(True)


@pytest.mark.django_db
@FEW
@given(dice=st.randoms(use_true_random=True))
def test_from_agreement_to_settlement_nobody_holds_two_separated_duties(
    dice: random.Random,
) -> None:
    with transaction.atomic():
        all_ = Everybody(dice)
        cast = projects.at("building")
        cast.project.refresh_from_db()
        row = cast.claim(cast.line(10_000_000))
        for _ in range(30):
            money(all_, row)
            site(all_, cast)
        assert duties_of(cast.case) == set()
        assert {"check_claim", "return_claim", "refuse_claim"} & all_.done
        transaction.set_rollback(True)


def money(all_: Everybody, row: models.Claim) -> None:
    one = all_.dice.randrange(10)
    by, values = all_.one("agency"), {"claim": row.id}
    if one == 0:
        all_.attempt(claim.return_claim, by, reason="보완", **values)
    elif one == 1:
        all_.attempt(claim.refuse_claim, by, reason="증빙 없음", **values)
    else:
        verb = all_.dice.choice((claim.check_claim, claim.approve_claim))
        all_.attempt(verb, by, **values)
        all_.attempt(claim.pay_claim, all_.one("agency"), reference="BANK-1", **values)


def site(all_: Everybody, cast: projects.Cast) -> None:
    project = cast.fresh()
    kind = "interim" if project.state == "building" else "completion"
    verb = inspection.record_interim if kind == "interim" else inspection.record_completion
    if project.state == "checked":
        with contextlib.suppress(Refusal):
            cast.papers("completion")
            cast.run(inspection.request_completion, cast.owner)
        return
    if project.state in ("building", "completing"):
        if kind == "interim":
            cast.papers("interim")
        values = {
            "visited_on": cast.today,
            "checklist": cast.checklist(kind),
            "passed": all_.dice.random() < 0.8,
            "report": "현장 확인",
        }
        all_.attempt(verb, all_.one("park"), project=project.id, **values)
        return
    settle = {"project": project.id, "accepted": None, "note": ""}
    all_.attempt(settlement.settle_project, all_.one("agency"), **settle)


@pytest.mark.django_db
def test_a_person_who_decided_the_selection_does_not_sign_for_the_agency() -> None:
    _, (case, *_), _ = make.decided(90)
    project = models.Project.objects.get(application=case)
    decider = make.fact(case, "application_selected").person
    cast = projects.at("signing")
    Fact.objects.filter(subject=case.id, kind="programme.application_selected").update(
        subject=cast.case.id
    )
    signer = people.actor(
        "agency",
        "approver",
        of=Organisation.objects.get(id=project.agency_id),
        who=Person.objects.get(id=decider),
    )
    cast.papers("agreement")
    with pytest.raises(Refusal) as refusal:
        cast.sign(signer)
    assert {one.rule for one in refusal.value.problems} == {"separation-select-sign"}


def test_every_verb_that_carries_out_a_duty_asks_for_separation() -> None:
    """Found by reading: `require_separate("verb"…` stands somewhere in the services."""
    folder = Path(services.__file__).parent
    code = " ".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    asked = "".join(code.split())
    for verb in DUTIES_OF_VERB:
        ways = (f'require_separate("{verb}",', f'require_separate_in(cases,"{verb}",')
        assert any(way in asked for way in ways), verb
    for used in (agreement.sign_agreement, return_application):
        assert used.__name__ in DUTIES_OF_VERB
    assert set(DUTIES_OF_FACT.values())
