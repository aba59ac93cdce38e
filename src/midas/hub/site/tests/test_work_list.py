"""The work list: one task of every kind for the one who has to do it, with a link that opens."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from midas.hub.accounts.models import Notice
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import NOBODY, Actor
from midas.hub.kernel.texts import in_language
from midas.hub.programme import models
from midas.hub.programme import public as programme
from midas.hub.programme.services import claim as claims
from midas.hub.programme.services import design, inspection
from midas.hub.programme.tests import makers
from midas.hub.programme.tests import makers_assessment as judges
from midas.hub.programme.tests import makers_project as builds
from midas.hub.programme.tests.browsing import browser, words_of

pytestmark = pytest.mark.django_db
Made = tuple[Actor, str, date | None]  # who has the task, what it is about, by when
DUE = people.TODAY + timedelta(days=9)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: makers.NOW)


def about(case: models.Application) -> str:
    """How a case is called in the list."""
    return f"{case.number or case.title} {case.applicant_name}"


def in_state(state: str, by: Callable[[models.Application], Actor], **fields: Any) -> Made:
    """A case written in a state, due in nine days."""
    case = makers.application(state, due_on=DUE, **fields)
    return by(case), about(case), DUE


def nominating() -> models.Lot:
    """A lot of the city of Changwon."""
    return makers.lot(quotas={people.changwon(): 2})


def officer(_case: object = None) -> Actor:
    """An officer of the agency."""
    return makers.agency_officer()


def city(_case: object = None) -> Actor:
    """The officer of the city."""
    return makers.city_officer()


def project(stage: str, who: str) -> Made:
    """A project at a stage, for one of its people."""
    it = builds.at(stage)
    row = it.fresh()
    return getattr(it, who), f"{row.number} {it.case.applicant_name}", row.due_on


def asked() -> Made:
    """A supplier is asked."""
    it = builds.cast()
    it.choose()
    row = it.fresh()
    return it.supplier, f"{row.number} {it.case.applicant_name}", row.due_on


def designed() -> Made:
    """A design waits for the Techno Park."""
    it = builds.at("in_force")
    file = builds.upload("design-document")
    it.run(design.submit_design, it.supplier, upload=file, summary="설비 배치")
    row = it.fresh()
    return it.park, f"{row.number} {it.case.applicant_name}", row.due_on


def finished() -> Made:
    """A build waits for its inspection."""
    it = builds.at("checked")
    it.papers("completion")
    it.run(inspection.request_completion, it.owner)
    row = it.fresh()
    return it.park, f"{row.number} {it.case.applicant_name}", row.due_on


def all_visited() -> Made:
    """A settled case whose visits are over."""
    it = builds.at("settled")
    models.CareVisit.objects.filter(project=it.project).update(visited_on=people.TODAY)
    row = it.fresh()
    return it.settler, f"{row.number} {it.case.applicant_name}", row.due_on


def first_visit() -> Made:
    """The measurement before the build."""
    it = builds.at("in_force")
    visit = models.CareVisit.objects.get(project=it.project, moment="T0")
    return it.park, f"{it.fresh().number} {it.case.applicant_name} T0", visit.due_on


def claimed(*steps: str, who: str) -> Made:
    """A claim after some steps."""
    it = builds.at("in_force")
    row = it.claim(it.line(60_000_000))
    for step in steps:
        row = getattr(it, step)(row)
    return getattr(it, who), f"{it.fresh().number}-1 {it.case.applicant_name}", row.due_on


def returned_claim() -> Made:
    """A claim goes back to the firm."""
    it = builds.at("in_force")
    row = it.claim(it.line(60_000_000))
    row = claims.return_claim(claim=row.id, reason="계산서 흐림", by=it.officer, now=it.now)
    return it.owner, f"{it.fresh().number}-1 {it.case.applicant_name}", row.due_on


def seat(state: str) -> Made:
    """An expert's seat: offered, accepted or ready to agree."""
    if state == "agree":
        row, experts = judges.in_consensus(2, 3)
    else:
        row, experts = judges.panel(count=2)
        if state == "offered":
            models.AssessorSeat.objects.filter(assessment=row).update(state="offered")
    mine = judges.seat_of(row, experts[0])
    return experts[0], about(row.application), mine.due_on


def lot_ready() -> Made:
    """A closed lot whose cases are all assessed."""
    lot = judges.closed_lot()
    judges.assessed(lot)
    return officer(), f"{lot.call.notice_number}/{lot.serial}", None


def voting() -> Made:
    """A committee member has points to give."""
    selection, _cases, members = judges.selecting(2)
    lot = selection.lot
    return members[0], f"{lot.call.notice_number}/{lot.serial}", None


def deciding() -> Made:
    """A selection waits for its decision."""
    selection, _cases, _members = judges.selecting(1)
    lot = selection.lot
    return makers.agency_approver(), f"{lot.call.notice_number}/{lot.serial}", None


def appeal() -> Made:
    """A firm objects."""
    _selection, cases, _members = judges.decided(80, 20)
    row = judges.appealed(cases[1], "application_rejected")
    return makers.agency_approver(), about(cases[1]), row.due_on


TASKS: dict[str, Callable[[], Made]] = {
    "Finish and submit": lambda: in_state("draft", makers.lead_of),
    "Correct what was asked for": lambda: in_state("returned", makers.lead_of),
    "Screen applications": lambda: in_state("submitted", officer),
    "Decide on nominations": lambda: in_state("eligible", city, lot=nominating()),
    "Appoint experts": lambda: in_state("eligible", officer),
    "Appoint experts/nominated": lambda: in_state("nominated", officer, lot=nominating()),
    "Answer a request to assess": lambda: seat("offered"),
    "Assess factories": lambda: seat("accepted"),
    "Agree on a result": lambda: seat("agree"),
    "Open selections": lot_ready,
    "Give points": voting,
    "Decide selections": deciding,
    "Choose a supplier": lambda: project("preparing", "owner"),
    "Answer a request to build": asked,
    "Draw up agreements": lambda: project("accepted", "officer"),
    "Read and sign agreements": lambda: project("signing", "owner"),
    "Read and sign agreements/supplier": lambda: project("signing", "supplier"),
    "Read and sign agreements/park": lambda: project("signing", "park_signer"),
    "Read and sign agreements/agency": lambda: project("signing", "signer"),
    "Hand in designs": lambda: project("in_force", "owner"),
    "Check designs": designed,
    "Make interim checks": lambda: project("building", "park"),
    "Finish the build": lambda: project("checked", "owner"),
    "Inspect finished builds": finished,
    "Check evidence": lambda: claimed(who="officer"),
    "Mend a claim": returned_claim,
    "Approve claims": lambda: claimed("check", who="approver"),
    "Pay claims": lambda: claimed("check", "approve", who="payer"),
    "Settle accounts": lambda: project("completed", "settler"),
    "Visit factories": first_visit,
    "Close cases": all_visited,
    "Decide appeals": appeal,
}  # fmt: skip


@pytest.mark.parametrize("name", TASKS)
def test_every_task_stands_in_the_list_of_the_one_who_has_it(name: str) -> None:
    title, (actor, thing, due) = name.split("/", maxsplit=1)[0], TASKS[name]()
    mine = [one for one in programme.work_for(actor) if one.title == title]
    assert [(one.about, one.due_on) for one in mine] == [(thing, due)]
    client = browser(actor)
    assert client.get(mine[0].url).status_code == 200
    page = client.get(reverse("site:work"))
    assert mine[0].url in page.content.decode()
    said = words_of(page)
    assert title in said
    assert thing in said
    with_korean = words_of(browser(actor, "ko").get(reverse("site:work")))
    assert title not in with_korean
    with translation.override("ko"):
        assert in_language(mine[0].group) in with_korean


def test_the_list_knows_no_other_task() -> None:
    from midas.hub.programme.queries import work

    groups = {v for k, v in vars(work).items() if k.isupper() and isinstance(v, str)}
    assert groups == {name.split("/")[0] for name in TASKS}


def test_a_task_is_gone_once_it_is_done() -> None:
    it = builds.at("in_force")
    row = it.claim(it.line(60_000_000))
    assert "Check evidence" in {one.title for one in programme.work_for(it.officer)}
    it.check(row)
    assert "Check evidence" not in {one.title for one in programme.work_for(it.officer)}


def test_who_approved_a_claim_is_not_asked_to_pay_it() -> None:
    it = builds.at("in_force")
    it.approve(it.check(it.claim(it.line(60_000_000))))
    assert "Pay claims" not in {one.title for one in programme.work_for(it.approver)}
    assert "Pay claims" in {one.title for one in programme.work_for(it.payer)}


def test_a_project_asks_for_its_next_visit_only() -> None:
    it = builds.at("settled")
    visits = [one for one in programme.work_for(it.park) if one.title == "Visit factories"]
    assert [one.about.split()[-1] for one in visits] == ["T0"]
    models.CareVisit.objects.filter(project=it.project, moment="T0").update(visited_on=people.TODAY)
    visits = [one for one in programme.work_for(it.park) if one.title == "Visit factories"]
    assert [one.about.split()[-1] for one in visits] == ["T1"]


def test_strangers_have_nothing_to_do() -> None:
    makers.application("submitted")
    builds.at("in_force")
    for kind in ("adopter", "supplier", "techno_park", "ministry", "assessor_body"):
        assert programme.work_for(people.actor(kind)) == [], kind
    assert programme.work_for(NOBODY) == []
    other = people.region("48170", name="진주시", parent=people.changwon().parent)
    makers.application("eligible", lot=nominating())
    assert programme.work_for(makers.city_officer(other)) == []


def test_the_page_counts_what_is_late_and_puts_the_earliest_heading_first() -> None:
    firm = makers.factory()
    for state, days in (("draft", 5), ("returned", -3), ("draft", -1)):
        makers.application(
            state,
            applicant=firm,
            is_complete=False,
            title=f"{state} {days}",
            due_on=people.TODAY + timedelta(days=days),
        )
    said = words_of(browser(makers.owner_of(firm)).get(reverse("site:work")))
    assert f"3 tasks wait for {firm.name}." in said
    assert "2 are late." in said
    assert said.index("Correct what was asked for") < said.index("Finish and submit")
    assert said.index("draft -1") < said.index("draft 5")


def test_the_page_shows_the_latest_notices_of_the_person() -> None:
    actor = people.actor("adopter")
    Notice.objects.create(
        person_id=actor.person, text="The lot is closed.", created_at=makers.NOW, link="/calls/"
    )
    page = browser(actor).get(reverse("site:work"))
    assert "The lot is closed." in words_of(page)
    assert "Nothing waits for you" in words_of(page)
    assert browser().get(reverse("site:work")).status_code == 302


def drafts(count: int) -> Actor:
    """A firm with drafts."""
    firm, lot = makers.factory(), makers.lot()
    for _ in range(count):
        makers.application("draft", applicant=firm, lot=lot, is_complete=False)
    return makers.owner_of(firm)


def cases(state: str, count: int, by: Callable[[], Actor], **fields: Any) -> Actor:
    """Many cases in a state."""
    for _ in range(count):
        makers.application(state, is_complete=False, **fields)
    return by()


def parks(count: int) -> Actor:
    """Builds of one Techno Park."""
    it = builds.cast()
    models.Project.objects.update(state="building")
    for _ in range(count - 1):
        builds.cast()
    models.Project.objects.update(state="building")
    for one in models.Project.objects.all():
        models.CareVisit.objects.get_or_create(project=one, moment="T0", due_on=DUE)
    return it.park


def seats(count: int) -> Actor:
    """Seats of one expert."""
    first = judges.panel(count=2)
    expert = first[1][0]
    for _ in range(count - 1):
        row, others = judges.panel(count=2)
        models.AssessorSeat.objects.filter(id=judges.seat_of(row, others[0]).id).update(
            expert=expert.person, organisation=expert.organisation
        )
    return expert


def committees(count: int) -> Actor:
    """Committees of one member."""
    _selection, _cases, members = judges.selecting(1, size=5)
    for _ in range(count - 1):
        other, _more, _others = judges.selecting(1, size=5)
        one = other.seats.first()
        models.CommitteeSeat.objects.filter(id=one.id).update(person=members[0].person)
    return members[0]


def approvals(count: int) -> Actor:
    """Open selections of the agency."""
    for _ in range(count):
        judges.selecting(1, size=5)
    return makers.agency_approver()


@pytest.mark.parametrize(
    "make",
    [
        drafts,
        lambda n: cases("submitted", n, officer),
        lambda n: cases("eligible", n, city, lot=nominating()),
        parks,
        seats,
        committees,
        approvals,
    ],
    ids=["firm", "agency", "city", "techno-park", "expert", "committee", "approver"],
)
def test_three_tasks_cost_as_many_queries_as_thirty(make: Callable[[int], Actor]) -> None:
    found = []
    for count in (3, 30):
        actor = make(count)
        client = browser(actor)
        client.get(reverse("site:work"))
        with CaptureQueriesContext(connection) as run:
            page = client.get(reverse("site:work"))
        assert page.context["count"] >= count
        found.append(len(run))
    assert found[0] == found[1]
    assert found[1] <= 25
