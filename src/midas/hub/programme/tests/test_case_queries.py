"""Lists, cards, timeline and notices of cases."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from midas.hub.accounts.models import Notice
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import facts, relay
from midas.hub.kernel.actor import SYSTEM, Actor
from midas.hub.kernel.errors import NotValid
from midas.hub.kernel.texts import fill
from midas.hub.programme import events, models
from midas.hub.programme.queries.cases import (
    CaseFilters,
    application_cards,
    counts_by,
    list_cases,
)
from midas.hub.programme.queries.checklist import checklist
from midas.hub.programme.queries.timeline import timeline
from midas.hub.programme.services import application as verbs
from midas.hub.programme.services.call import cancel_lot
from midas.hub.programme.services.eligibility import confirm_eligibility
from midas.hub.programme.services.nomination import nominate_application
from midas.hub.programme.services.reminders import send_reminders
from midas.hub.programme.tests import makers

NOW = makers.NOW
pytestmark = pytest.mark.django_db


def many(count: int, **values: Any) -> list[models.Application]:
    """Applications in one lot, one minute after another."""
    lot = values.pop("lot", None) or makers.lot()
    return [
        makers.application(
            values.get("state", "submitted"),
            lot=lot,
            is_complete=False,
            created_at=NOW + timedelta(minutes=at),
        )
        for at in range(count)
    ]


def names(actor: Actor, cursor: str = "", size: int = 3, **wanted: Any) -> list[str]:
    """The numbers on one page."""
    return [row.number[-2:] for row in list_cases(actor, CaseFilters(**wanted), cursor, size).rows]


def test_pages_go_forth_and_back_by_key() -> None:
    many(7)
    officer = makers.agency_officer()
    first = list_cases(officer, CaseFilters(), "", 3)
    assert [row.number[-2:] for row in first.rows] == ["07", "06", "05"]
    assert names(officer, first.after or "") == ["04", "03", "02"]
    assert names(officer, "last") == ["03", "02", "01"]
    last = list_cases(officer, CaseFilters(), "last", 3)
    assert names(officer, last.before or "") == ["06", "05", "04"]
    with pytest.raises(NotValid):
        names(officer, "not-a-cursor")


def test_filters_narrow_a_list_down() -> None:
    one, two = many(1)[0], many(1, state="eligible")[0]
    officer = makers.agency_officer()
    for wanted in (
        {"state": "submitted"},
        {"lot": one.lot_id},
        {"text": one.number},
        {"text": one.applicant_name},
        {"text": f"{one.business_number[:3]}-{one.business_number[3:5]}-{one.business_number[5:]}"},
    ):
        rows = list_cases(officer, CaseFilters(**wanted)).rows
        assert [row.id for row in rows] == [one.id], wanted
    assert len(list_cases(officer, CaseFilters(line="state-upgrade")).rows) == 2
    assert len(list_cases(officer, CaseFilters(province=two.province_id)).rows) == 2
    assert list_cases(officer, CaseFilters(line="robot")).rows == []
    assert [row.id for row in list_cases(officer, CaseFilters(is_my_turn=True)).rows] == [one.id]


def test_sorted_by_due_day_leaves_out_what_has_none() -> None:
    late, soon, never = many(3)
    for case, days in ((late, 9), (soon, 2)):
        models.Application.objects.filter(id=case.id).update(
            due_on=people.TODAY + timedelta(days=days)
        )
    rows = list_cases(makers.agency_officer(), CaseFilters(sort="due")).rows
    assert [row.id for row in rows] == [soon.id, late.id]
    assert never.due_on is None


@pytest.mark.parametrize("role", ["agency", "adopter", "local_government", "techno_park"])
def test_a_page_costs_the_same_few_queries_however_many_rows(role: str) -> None:
    cases = many(2)
    actor = {
        "agency": makers.agency_officer,
        "adopter": lambda: makers.lead_of(cases[0]),
        "local_government": makers.city_officer,
        "techno_park": lambda: people.actor("techno_park", of=makers.techno_park()),
    }[role]()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            list_cases(actor, CaseFilters())
        return len(queries)

    count()
    few = count()
    many(12, lot=cases[0].lot)
    assert count() == few <= 3


def test_nobody_sees_a_strangers_case_and_officials_see_no_drafts() -> None:
    case, draft = many(1)[0], many(1, state="draft")[0]
    seen = {
        "stranger": makers.owner_of(makers.factory()),
        "supplier": people.actor("supplier"),
        "expert": people.actor("assessor_body", "expert"),
        "elsewhere": makers.city_officer(people.region("48170", parent=people.changwon().parent)),
    }
    for who, actor in seen.items():
        assert list_cases(actor, CaseFilters()).rows == [], who
    for actor in (makers.agency_officer(), makers.city_officer(), people.actor("ministry")):
        assert [row.id for row in list_cases(actor, CaseFilters()).rows] == [case.id]
    assert [row.id for row in list_cases(makers.lead_of(draft), CaseFilters()).rows] == [draft.id]


def test_cards_and_counts_for_rooms_above() -> None:
    case = makers.application("submitted")
    many(2, state="eligible", lot=case.lot)
    card = application_cards([case.id])[case.id]
    assert card.layers == {"state": 200_000_000, "own": 200_000_000}
    assert (card.line, card.path) == ("state-upgrade", "state")
    assert counts_by("state") == {"submitted": 1, "eligible": 2}
    assert counts_by("line", CaseFilters(state="eligible")) == {"state-upgrade": 2}
    assert sum(counts_by("province").values()) == sum(counts_by("lot").values()) == 3


def test_the_checklist_names_what_is_left() -> None:
    empty = makers.application(is_complete=False)
    left = {item.code for item in checklist(empty, NOW) if not item.done}
    assert left == {"basics", "plan", "budget", "diagnosis", "documents", "eligibility"}
    whole = checklist(makers.application(), NOW)
    assert all(item.done and item.problem is None for item in whole)


# ---- timeline


def test_a_timeline_speaks_the_readers_language_and_folds_repeated_saves() -> None:
    case = makers.application()
    lead = makers.lead_of(case)
    for _ in range(3):
        verbs.save_plan(application=case.id, version=None, sections={}, by=lead, now=NOW)
    case.refresh_from_db()
    verbs.submit_application(application=case.id, version=case.version, by=lead, now=NOW)
    case.refresh_from_db()
    with translation.override("en"):
        entries = timeline(case, lead)
    assert [one.kind for one in entries] == [
        "programme.application_submitted",
        "programme.application_saved",
    ]
    assert entries[0].sentence == f"Application {case.number} was submitted"
    assert (entries[0].who, entries[0].tone) == (lead.name, "info")
    assert [one.kind for one in timeline(case, makers.agency_officer())] == [
        "programme.application_submitted"
    ]


def test_firms_see_no_scores_before_the_decision_and_never_a_ballot() -> None:
    case = makers.application("assessing")
    lead, officer = makers.lead_of(case), makers.agency_officer()
    for kind, data in (
        (events.SEAT_OFFERED, {"expert": "박평가"}),
        (events.SCORES_SUBMITTED, {"expert": "박평가"}),
        (events.CONSENSUS_RECORDED, {"count": 15}),
        (events.BALLOT_CAST, {}),
    ):
        facts.record(kind, subject=case.id, by=officer, now=NOW, **data)
    assert timeline(case, lead) == []
    assert len(timeline(case, officer)) == 4
    case.state = "rejected"
    kinds = [one.kind.removeprefix("programme.") for one in timeline(case, lead)]
    assert kinds == ["consensus_recorded", "scores_submitted"]


# ---- notices


def told(actor: Actor) -> list[str]:
    """The sentences in somebody's inbox, the oldest first."""
    rows = Notice.objects.filter(person_id=actor.person).order_by("created_at", "id")
    with translation.override("en"):
        return [fill(row.text, row.params) for row in rows]


def test_everybody_concerned_is_told() -> None:
    lot = makers.lot(quotas={people.changwon(): 1})
    officer, city = makers.agency_officer(), makers.city_officer()
    case = makers.filed(lot=lot)
    lead = makers.lead_of(case)
    confirm_eligibility(application=case.id, by=officer, now=NOW)
    nominate_application(application=case.id, by=city, now=NOW)
    relay.deliver_all()
    firm = case.applicant_name
    assert told(lead) == [
        f"Application {case.number} meets the conditions.",
        f"{city.organisation_name} nominated you (application {case.number}).",
    ]
    assert told(city) == [f"Please decide whether to nominate {firm} ({case.number})."]
    assert told(officer) == [
        f"Application {case.number} of {firm} waits for screening.",
        f"{city.organisation_name} nominated {firm} ({case.number}).",
    ]
    assert Notice.objects.filter(link=f"/cases/{case.id}/", fact__isnull=False).count() == 5


def test_a_cancelled_call_is_told_to_everybody_in_it() -> None:
    case = makers.application("submitted")
    cancel_lot(lot=case.lot_id, reason="예산 변경", by=makers.agency_officer(), now=NOW)
    relay.deliver_all()
    assert [one.endswith("was cancelled: 예산 변경") for one in told(makers.lead_of(case))] == [
        True
    ]


def test_reminders_come_on_the_days_of_the_profile_and_once_a_day() -> None:
    case = makers.application("submitted")
    officer = makers.agency_officer()
    verbs.return_application(application=case.id, reason="보완", by=officer, now=NOW)
    relay.deliver_all()
    lead = makers.lead_of(case)
    before = len(told(lead))
    counts = [
        send_reminders(by=SYSTEM, now=NOW + timedelta(days=days)) for days in (0, 4, 4, 6, 7, 8, 9)
    ]
    assert counts == [0, 1, 0, 1, 0, 1, 0]
    assert len(told(lead)) == before + 2
    assert told(officer)[-1].endswith("without an answer.")
