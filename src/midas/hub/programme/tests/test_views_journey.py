"""A case from screening to after-care through its buttons alone, and no button leads astray."""

from datetime import timedelta
from typing import Any

import pytest

from midas.hub.accounts.models import Organisation
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.programme import models
from midas.hub.programme.queries.checklists import checklist_items
from midas.hub.programme.queries.money import returns_left
from midas.hub.programme.queries.papers import papers_missing
from midas.hub.programme.tests import makers, makers_project
from midas.hub.programme.tests import makers_assessment as judges
from midas.hub.programme.tests.walking import Clock, Walk, paper, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def present(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the pages, standing at NOW."""
    found = Clock()
    monkeypatch.setattr(clock, "now", found.now)
    return found


def checklist(project: models.Project, kind: str) -> dict[str, str]:
    """A checklist form with everything met."""
    items = checklist_items(project, kind, clock.today())
    return {f"met-{one.code}": "yes" for one in items}


def hand_in(walk: Walk, actor: Actor, stage: str) -> None:
    """One party hands in what firms owe at a stage."""
    for one in papers_missing(walk.case, stage):
        if one.by in ("adopter", "supplier", "auditor"):
            typed = {"paper": f"{stage}:{one.document}", "upload": paper(one.document)}
            walk.press(actor, "add_paper", **typed)


def claim_of(amount: int, number: str, own: int, **papers: Any) -> dict[str, Any]:
    """A claim form with one invoice."""
    return {
        "rows": "2",
        "lines-0-category": "automation-equipment",
        "lines-0-item": "자동 이송 장치",
        "lines-0-invoice_number": number,
        "lines-0-invoice_date": clock.today().isoformat(),
        "lines-0-amount": f"{amount:,}",
        "lines-0-evidence": pdf("invoice.pdf"),
        "own_share_paid": str(own),
        **papers,
    }


def test_a_build_goes_from_supplier_to_closing_through_its_buttons(present: Clock) -> None:
    cast = makers_project.cast()
    walk, project = Walk(cast.case), cast.project
    everybody = (
        *(cast.owner, cast.supplier, cast.park, cast.park_signer),
        *(cast.officer, cast.approver, cast.payer, cast.settler),
    )
    assert walk.look(*everybody)
    walk.press(cast.owner, "choose_supplier", supplier=str(cast.case.supplier_id), reason="")
    walk.press(cast.supplier, "answer_supplier", accept="yes", reason="")
    walk.press(cast.officer, "draft_agreement", starts_on=clock.today().isoformat())
    hand_in(walk, cast.owner, "agreement")
    assert walk.look(*everybody)
    digest = models.Agreement.objects.get(project=project).digest
    for signer in (cast.owner, cast.supplier, cast.park_signer, cast.signer):
        walk.press(signer, "sign_agreement", digest=digest, agreed="on")
    assert walk.case.state == "contracted"
    walk.press(cast.park, "record_visit", **figures(makers_project.FIGURES))
    walk.press(cast.supplier, "submit_design", upload=pdf(), summary="설비 배치와 화면")
    assert walk.look(*everybody)
    walk.press(cast.park, "accept_design")
    papers = {f"paper-{code}": paper(code) for code in makers_project.PAYMENT_PAPERS}
    walk.press(cast.owner, "submit_claim", **claim_of(100_000_000, "A-1", 50_000_000, **papers))
    assert walk.look(*everybody)
    walk.press(cast.officer, "return_claim", reason="사진이 흐립니다.")
    walk.press(cast.owner, "resubmit_claim", **claim_of(90_000_000, "A-2", 45_000_000))
    walk.press(cast.officer, "check_claim", note="")
    walk.press(cast.approver, "approve_claim")
    assert walk.look(*everybody)
    walk.press(cast.payer, "pay_claim", reference="BANK-1")
    hand_in(walk, cast.owner, "interim")
    interim = {"visited_on": clock.today().isoformat(), "passed": "yes", "report": "현장 확인"}
    walk.press(cast.park, "record_interim", **interim, **checklist(project, "interim"))
    hand_in(walk, cast.supplier, "completion")
    assert walk.look(*everybody)
    walk.press(cast.owner, "request_completion")
    walk.press(cast.park, "record_completion", **interim, **checklist(project, "completion"))
    hand_in(walk, cast.owner, "settlement")
    assert walk.look(*everybody)
    walk.press(cast.settler, "settle_project", accepted="80,000,000", note="증빙이 부족합니다.")
    project.refresh_from_db()
    owed = sum(returns_left(project).values())
    walk.press(cast.settler, "record_return", amount=str(owed), reference="BACK-1")
    for moment in ("T1", "T2"):
        visit = project.visits.get(moment=moment)
        present.moment = clock.day_start(visit.due_on) + timedelta(hours=10)
        typed = figures(makers_project.LATER_FIGURES) | {"in_use": "yes"}
        walk.press(cast.park, "record_visit", **typed)
    assert walk.look(*everybody)
    walk.press(cast.settler, "close_project")
    project.refresh_from_db()
    assert (project.state, walk.case.state) == ("closed", "finished")
    assert not [one for one in walk.look(*everybody) if "/do/" in one]


def figures(values: dict[str, str]) -> dict[str, str]:
    """A visit's form."""
    typed = {f"figure-{code}": text for code, text in values.items()}
    return typed | {"visited_on": clock.today().isoformat(), "report": "현장에서 측정"}


def test_an_application_goes_from_screening_to_selection_through_its_buttons(
    present: Clock,
) -> None:
    lot = makers.lot(quotas={people.changwon(): 2}, places=1)
    case = makers.filed(lot=lot)
    owner = makers.owner_of(Organisation.objects.get(id=case.applicant_id))
    officer, city, chief = makers.agency_officer(), makers.city_officer(), makers.agency_approver()
    opener = makers.agency_officer()
    experts = [judges.expert() for _ in range(3)]
    members = [judges.member() for _ in range(5)]
    walk = Walk(case)
    everybody = (owner, officer, city, chief, opener, *experts, members[0])
    assert walk.look(*everybody)
    walk.press(officer, "return_application", reason="견적서를 더해 주십시오.")
    assert walk.look(*everybody)
    models.Application.objects.filter(id=case.id).update(state="submitted")
    walk.press(officer, "confirm_eligibility")
    assert walk.look(*everybody)
    walk.press(city, "nominate_application", reason="")
    walk.press(opener, "start_assessment", seats="3")
    assert walk.look(*everybody)
    panel = f"/cases/{case.id}/panel/"
    for one in experts:
        typed = {"expert": f"{one.person}:{one.organisation}"}
        answer = walk.client(opener).post(
            panel, typed | ({"lead": "on"} if one is experts[0] else {})
        )
        assert answer.status_code == 302
    assessment = case.assessment
    for one in experts:
        score(walk, one, assessment, "2")
    assert walk.look(*everybody)
    walk.press(opener, "open_consensus")
    lead = judges.seat_of(assessment, experts[0])
    bands = {f"band-{code}": "2" for code in judges.dimensions()}
    answer = walk.client(experts[0]).post(f"/assessments/{lead.id}/consensus/", bands)
    assert answer.status_code == 302
    assert walk.look(*everybody)
    walk.press(opener, "conclude_assessment")
    assert walk.case.state == "assessed"
    models.Lot.objects.filter(id=lot.id).update(state="closed")
    select(walk, lot, opener, members, chief)
    assert walk.look(*everybody)
    assert walk.case.state == "selected"


def score(walk: Walk, expert: Actor, assessment: models.Assessment, band: str) -> None:
    """One expert accepts, scores and hands in."""
    seat = judges.seat_of(assessment, expert)
    client, start = walk.client(expert), f"/assessments/{seat.id}/"
    for path in ("", "answer/"):
        assert client.get(start + path).status_code == 200
    assert client.post(f"{start}answer/", {"answer": "accept"}).status_code == 302
    assert client.get(f"{start}scores/").status_code == 200
    typed = {f"band-{code}": band for code in judges.dimensions()}
    typed |= {f"evidence-{code}": "현장에서 확인" for code in judges.dimensions()}
    answer = client.post(f"{start}scores/", typed | {"summary": "의견", "submit": "1"})
    assert answer.status_code == 302
    assert client.get("/assessments/").status_code == 200


def select(walk: Walk, lot: models.Lot, opener: Actor, members: list[Actor], chief: Actor) -> None:
    """The committee is seated, votes, and the approver decides."""
    page = f"/lots/{lot.id}/selection/"
    assert walk.client(opener).get(page).status_code == 200
    typed = {"members": [str(one.person) for one in members], "places": "1", "quorum": "5"}
    assert walk.client(opener).post(page, typed).status_code == 302
    points = {f"points-{code}": n for code, n in judges.points(80).items()}
    for one in members:
        assert walk.client(one).get(page).status_code == 200
        assert walk.client(one).get(f"{page}{walk.case.id}/").status_code == 200
        assert walk.client(one).post(f"{page}{walk.case.id}/", points).status_code == 302
    assert walk.client(chief).get(page).status_code == 200
    assert walk.client(chief).post(page, {"minutes": "회의록"}).status_code == 302
    assert walk.client(chief).get(page).status_code == 200
    walk.case.refresh_from_db()
