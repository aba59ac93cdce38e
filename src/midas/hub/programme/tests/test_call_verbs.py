"""Calls and lots: announced, extended, closed, cancelled; the real notices become calls once."""

from datetime import timedelta

import pytest
from django.conf import settings

from midas.hub.accounts.services.reference import load_reference
from midas.hub.accounts.tests import makers as people
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.kernel.errors import NotAllowed, NotPossible, NotValid
from midas.hub.kernel.models import Fact
from midas.hub.programme import jobs, models
from midas.hub.programme.services import call as verbs
from midas.hub.programme.services.notices import announce_notices, draft_of
from midas.hub.programme.services.rulebook import load_profile
from midas.hub.programme.tests import makers

NOW = makers.NOW
pytestmark = pytest.mark.django_db


def last_fact(kind: str) -> Fact:
    """The newest fact of a kind."""
    found = Fact.objects.filter(kind=f"programme.{kind}").last()
    assert found is not None, kind
    return found


def announce(number: str = "2026-N-7001", **changes: object) -> models.Call:
    """Announce a call with one lot as an officer of the agency."""
    draft = {
        "serial": 1,
        "title": {"ko": "공고", "en": "Call"},
        "line": "state-upgrade",
        "opens_at": NOW,
        "closes_at": NOW + timedelta(days=9),
    }
    makers.rulebook_row()
    makers.line_version()
    return verbs.announce_call(
        notice_number=number,
        title={"ko": "공고", "en": "Call"},
        business_year=2026,
        organiser=makers.agency().id,
        announced_on=people.TODAY,
        source="",
        lots=[verbs.LotDraft(**{**draft, **changes})],
        by=makers.agency_officer(),
        now=NOW,
    )


def test_a_profile_is_loaded_once_however_often_it_is_loaded() -> None:
    first = load_profile(texts=makers.texts(), by=SYSTEM, now=NOW)
    second = load_profile(texts=makers.texts(), by=SYSTEM, now=NOW)
    assert first.id == second.id
    assert Fact.objects.filter(kind="programme.rules_loaded").count() == 1
    assert first.lines.filter(code="state-upgrade").count() == 2


def test_a_broken_profile_is_refused_with_file_and_place() -> None:
    texts = makers.texts()
    texts["lines/state-upgrade.toml"] = texts["lines/state-upgrade.toml"].replace(
        "months = 9", 'months = "nine"', 1
    )
    with pytest.raises(NotValid) as refused:
        load_profile(texts=texts, by=SYSTEM, now=NOW)
    assert refused.value.problems[0].field == "lines/state-upgrade.toml"
    assert not models.RuleProfile.objects.exists()


def test_only_the_ministry_and_the_agency_load_rules() -> None:
    with pytest.raises(NotAllowed):
        load_profile(texts={}, by=people.actor("adopter"), now=NOW)


def test_a_call_is_announced_with_its_lots() -> None:
    call = announce()
    lot = call.lots.get()
    assert (lot.state, lot.needs_nomination) == ("announced", False)
    assert last_fact("call_announced").subject == call.id


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"closes_at": NOW}, "closes-after-opening"),
        ({"line": "no-such-line"}, "line-in-force"),
    ],
)
def test_a_lot_that_does_not_fit_is_refused(changes: dict[str, object], rule: str) -> None:
    with pytest.raises(NotValid) as refused:
        announce(**changes)
    assert [one.rule for one in refused.value.problems] == [rule]
    assert not models.Call.objects.exists()


def test_a_notice_number_is_announced_once() -> None:
    announce()
    with pytest.raises(NotValid) as refused:
        announce()
    assert refused.value.problems[0].rule == "notice-once"


@pytest.mark.parametrize("kind", ["adopter", "local_government", "techno_park", "ministry"])
def test_only_the_agency_announces_and_closes(kind: str) -> None:
    lot, actor = makers.lot(), people.actor(kind)
    with pytest.raises(NotAllowed):
        verbs.cancel_lot(lot=lot.id, reason="x", by=actor, now=NOW)
    with pytest.raises(NotAllowed):
        verbs.extend_lot(lot=lot.id, closes_at=NOW + timedelta(days=60), by=actor, now=NOW)


def test_a_lot_is_extended_but_never_shortened() -> None:
    lot, officer = makers.lot(), makers.agency_officer()
    later = lot.closes_at + timedelta(days=7)
    assert verbs.extend_lot(lot=lot.id, closes_at=later, by=officer, now=NOW).closes_at == later
    assert last_fact("lot_extended").subject == lot.id
    with pytest.raises(NotValid):
        verbs.extend_lot(lot=lot.id, closes_at=later, by=officer, now=NOW)


def test_a_lot_closes_when_its_time_is_over_and_counts_what_was_filed() -> None:
    lot = makers.lot()
    makers.application("submitted", lot=lot)
    makers.application("draft", lot=lot)
    with pytest.raises(NotPossible) as refused:
        verbs.close_lot(lot=lot.id, by=makers.agency_officer(), now=NOW)
    assert refused.value.problems[0].rule == "lot-open"
    verbs.close_lot(lot=lot.id, by=SYSTEM, now=lot.closes_at)
    lot.refresh_from_db()
    assert (lot.state, last_fact("lot_closed").data["count"]) == ("closed", 1)


def test_the_worker_closes_what_is_over_and_leaves_the_rest_open() -> None:
    now = clock.now()
    over = makers.lot(opens_at=now - timedelta(days=2), closes_at=now - timedelta(minutes=1))
    running = makers.lot(opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=1))
    jobs.close_due_lots.func(0)
    states = models.Lot.objects.in_bulk([over.id, running.id])
    assert (states[over.id].state, states[running.id].state) == ("closed", "announced")


def test_a_cancelled_lot_needs_a_reason_and_stays_cancelled() -> None:
    lot, officer = makers.lot(), makers.agency_officer()
    with pytest.raises(NotValid):
        verbs.cancel_lot(lot=lot.id, reason=" ", by=officer, now=NOW)
    assert (
        verbs.cancel_lot(lot=lot.id, reason="예산 변경", by=officer, now=NOW).state == "cancelled"
    )
    with pytest.raises(NotPossible):
        verbs.cancel_lot(lot=lot.id, reason="again", by=officer, now=NOW)


def test_a_real_notice_with_city_quotas_becomes_a_lot() -> None:
    gyeongbuk = people.region("47", name="경상북도")
    for code in ("47130", "47190", "47230", "47290", "47850"):
        people.region(code, parent=gyeongbuk)
    draft = draft_of(makers.profile(), makers.profile().notice("2026-N-0100/1"))
    assert [places for _, places in draft.quotas] == [1, 2, 1, 1, 1]
    assert (draft.region, draft.needs_nomination) == (gyeongbuk.id, True)


def test_the_real_notices_of_2026_become_calls_once() -> None:
    folder = settings.PROFILE / "reference"
    load_reference(folder=folder, governments=False, by=SYSTEM, now=NOW)
    agency = makers.agency()
    load_profile(texts=makers.texts(), by=SYSTEM, now=NOW)
    calls = {one.notice_number: one for one in announce_notices(by=SYSTEM, now=NOW)}
    lot = calls["2025-N-0197"].lots.select_related("line_version").get()
    assert (lot.line_version.code, lot.line_version.version) == ("state-upgrade", "2026")
    assert lot.closes_at.isoformat() == "2026-01-07T08:00:00+00:00"  # 17:00 in Seoul
    assert calls["2026-N-0100"].organiser_id == agency.id
    quotas = calls["2026-N-0100"].lots.get().quotas.order_by("region__code")
    assert [(one.region.name_ko, one.places) for one in quotas] == [
        ("경주시", 1),
        ("구미시", 2),
        ("영천시", 1),
        ("경산시", 1),
        ("칠곡군", 1),
    ]
    assert "2025-N-0194" not in calls  # the umbrella notice takes no applications
    assert announce_notices(by=SYSTEM, now=NOW) == []
