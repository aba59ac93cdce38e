"""The made-up country: repeatable, walked from end to end, provable, and with work for everybody."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from midas.hub.accounts import places
from midas.hub.accounts import public as accounts
from midas.hub.accounts.demo.country import DOMAIN, build
from midas.hub.accounts.demo.personas import CAST
from midas.hub.accounts.models import Membership, Organisation, Person
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.log import verify
from midas.hub.kernel.models import Fact
from midas.hub.programme import public as programme
from midas.hub.programme.demo import load as loading
from midas.hub.programme.demo.building import pace_to
from midas.hub.programme.models import Application, Call, Claim, Project

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
DESK = 15  # an officer of the agency has more to do than one firm


@pytest.fixture(scope="module", autouse=True)
def _ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Reference data and the profile, loaded once for all tests of this file, then gone."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            call_command("reference_load", governments=True, verbosity=0, stdout=io.StringIO())
            call_command("profile_load", verbosity=0, stdout=io.StringIO())
            yield
            transaction.set_rollback(True)
        places.forget()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.KEYS_ROOT, settings.FILES_ROOT = tmp_path / "keys", tmp_path / "files"
    places.forget()


def names() -> list[tuple[Any, ...]]:
    """Everybody and every firm that was made, in order."""
    people = Person.objects.filter(is_demo=True).order_by("email")
    firms = Organisation.objects.filter(is_demo=True).order_by("business_number", "name")
    columns = ("name", "name_en", "business_number", "address", "industry_code", "employees")
    return [*people.values_list("email", "name"), *firms.values_list(*columns)]


def test_the_same_seed_makes_the_same_country_and_another_another() -> None:
    found = []
    for seed in (5, 5, 6):
        with transaction.atomic():
            country = build(seed=seed, now=NOW, firms=6, suppliers=2, experts=5)
            assert (len(country.firms), len(country.suppliers), len(country.experts)) == (6, 2, 5)
            found.append(names())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_the_country_is_found_again_in_the_order_in_which_it_was_made() -> None:
    made = build(seed=5, now=NOW, firms=3, suppliers=2, experts=6)
    again = accounts.find_country()
    assert again is not None
    assert again.experts == made.experts
    assert again.suppliers == made.suppliers
    assert [one.workplace for one in again.firms] == [one.workplace for one in made.firms]
    assert (again.officers, again.approvers) == (made.officers, made.approvers)
    changwon = accounts.region(made.firms[0].region)
    assert changwon.name.startswith("창원")
    first = accounts.organisation(made.firms[0].organisation)
    assert first.business_number is not None
    assert first.business_number.startswith("9")
    assert accounts.is_business_number(first.business_number)


def journey(*options: str) -> str:
    """What the command prints, in English."""
    said = io.StringIO()
    call_command("demo_journey", "--language", "en", *options, stdout=said)
    return said.getvalue()


@pytest.mark.timeout(900)
def test_the_journey_ends_finished_and_its_log_can_be_proven(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (Fact.objects.count(), Person.objects.count())
    said = journey()
    assert (Fact.objects.count(), Person.objects.count()) == before
    assert not Application.objects.exists()
    kept = journey("--keep")
    case = Application.objects.get()
    assert case.state == "finished"
    assert f"{case.number} finished" in kept
    assert f"/cases/{case.id}/" in kept
    assert "/cases/" not in said
    for text in (said, kept):
        steps = re.split(r"\n *\d+\. ", text)[1:]
        assert len(steps) == 19
        for step in steps:
            assert "    Rule: " in step, step
            assert re.search(r"\n        #\d+ programme\.\w+: \S", step), step
    assert not re.search("%\\(\\w+\\)s", kept)
    told = {int(one) for one in re.findall(r"#(\d+) programme", kept)}
    assert set(Fact.objects.filter(subject=case.id).values_list("id", flat=True)) <= told
    check_the_log(case, tmp_path, capsys)


def check_the_log(case: Application, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Seal and export; the log is whole until one row is altered, and then that row is named."""
    call_command("log_seal", stdout=io.StringIO())
    file = folder / "log.jsonl"
    call_command("log_export", str(file))
    report = verify.verify(file)
    assert report.findings == []
    assert report.entries == Fact.objects.count()
    assert verify.main([str(file)]) == 0
    paid = Fact.objects.filter(subject=case.id, kind="programme.claim_paid").first()
    assert paid is not None
    with connection.cursor() as cursor:  # what somebody with the database's password does
        cursor.execute("set constraints all immediate")
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "update kernel_fact set data = data || '{\"amount\": 1}' where id = %s", [paid.id]
        )
        cursor.execute("set session_replication_role = origin")
    call_command("log_export", str(file))
    (finding,) = verify.verify(file).findings
    assert (finding.text, finding.fact_id) == (verify.ALTERED, paid.id)
    capsys.readouterr()
    assert verify.main([str(file)]) == 1
    assert f"#{paid.id}, programme.claim_paid" in capsys.readouterr().out


def test_the_demonstration_is_loaded_once() -> None:
    row = Call.objects.create(
        notice_number="2026-D-0009",
        title={},
        business_year=2026,
        organiser=Organisation.objects.filter(kind="local_government").first(),
        profile_id=programme_profile(),
        announced_on=NOW.date(),
        source="",
        created_at=NOW,
    )
    people = Person.objects.count()
    with pytest.raises(CommandError, match="already holds a demonstration") as refused:
        call_command("demo_load", stdout=io.StringIO())
    assert refused.value.returncode == 2
    assert (Person.objects.count(), Call.objects.get()) == (people, row)


def programme_profile() -> Any:
    """The profile in force."""
    from midas.hub.programme.queries import rulebook

    return rulebook.current_profile_row().id


def test_a_load_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    small = accounts.build_country

    def few(*, seed: int, now: datetime) -> accounts.Country:
        return small(seed=seed, now=now, firms=2, suppliers=1, experts=5)

    def stumble(_self: object) -> None:
        assert Call.objects.exists()
        assert Person.objects.filter(is_demo=True).exists()
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(accounts, "build_country", few)
    monkeypatch.setattr(loading.Demonstration, "load", stumble)
    facts = Fact.objects.count()
    with pytest.raises(RuntimeError, match="the power is gone"):
        call_command("demo_load", stdout=io.StringIO())
    assert not Call.objects.exists()
    assert not Person.objects.filter(is_demo=True).exists()
    assert Fact.objects.count() == facts


@pytest.mark.parametrize("days", [15, 21, 95, 280, 600])
def test_a_slower_pace_reaches_an_earlier_step(days: int) -> None:
    paces = [pace_to(step, days) for step in range(3, 11)]
    assert paces == sorted(paces, reverse=True)
    assert min(paces) > 0


def persona(mailbox: str) -> Actor:
    """The actor behind a mailbox of the cast."""
    held = Membership.objects.get(person__email=f"{mailbox}@{DOMAIN}")
    return accounts.actor_for(held.person_id, held.organisation_id, clock.today())


@pytest.mark.timeout(900)
def test_everybody_of_the_cast_has_work_and_cases_stand_everywhere() -> None:
    last = Fact.objects.latest("id").id
    call_command("demo_load", stdout=io.StringIO())
    assert len(accounts.personas()) == len(CAST)
    work = {mailbox: programme.work_for(persona(mailbox)) for mailbox, *_rest in CAST}
    assert work["owner001"] == []  # starts with an open call
    assert any(card.lot.call.notice_number == "2027-D-0001" for card in programme.open_lots(NOW))
    for mailbox in {name for name, *_rest in CAST} - {"owner001", "auditor"}:
        most = DESK if mailbox == "officer1" else 8
        assert 1 <= len(work[mailbox]) <= most, (mailbox, [one.title for one in work[mailbox]])
    wanted = {
        "gov-48120": {"Decide on nominations"},
        "expert01": {"Answer a request to assess", "Assess factories", "Agree on a result"},
        "committee1": {"Give points"},
        "approver1": {"Decide selections", "Approve claims", "Decide appeals"},
        "approver2": {"Pay claims", "Read and sign agreements"},
        "supplier01": {"Answer a request to build", "Read and sign agreements"},
        "tp-gyeongnam-1": {"Check designs", "Inspect finished builds", "Visit factories"},
    }
    for mailbox, titles in wanted.items():
        assert titles <= {one.title for one in work[mailbox]}, mailbox
    late = [
        one for items in work.values() for one in items if one.due_on and one.due_on < NOW.date()
    ]
    assert len(late) <= 3
    states = set(Application.objects.values_list("state", flat=True))
    assert states == {state for state, _label in Application._meta.get_field("state").choices}
    builds = Counter(Project.objects.values_list("state", flat=True))
    assert set(builds) == {
        *("preparing", "signing", "in_force", "building", "checked", "completing"),
        *("completed", "settled", "closed"),
    }
    assert {"submitted", "checked", "approved", "paid"} <= set(
        Claim.objects.values_list("state", flat=True)
    )
    assert not Fact.objects.filter(at__gt=NOW, id__gt=last).exists()
