"""25,000 applications written directly, so that lists can be measured at national size."""

import itertools
from datetime import datetime, timedelta
from random import Random
from typing import Any

from midas.hub.accounts import public as accounts
from midas.hub.accounts.demo import names
from midas.hub.accounts.models import Membership, Organisation, Person, Region, Workplace
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM
from midas.hub.programme.models import Application, Lot
from midas.hub.programme.services.notices import announce_notices

STATES = ("submitted", "eligible", "assessing", "assessed", "selected", "rejected", "contracted")


def officer() -> Person:
    """An officer of the agency who may see every case."""
    now = clock.now()
    agency = accounts.register_organisation(kind="agency", name="추진단", by=SYSTEM, now=now)
    person = Person.objects.create_user("officer@bench.invalid", None, name="담당자")
    Membership.objects.create(
        person=person, organisation_id=agency.id, role="officer", valid_from=clock.today()
    )
    return person


def fill(count: int, seed: int = 1) -> None:
    """Firms, workplaces and one application each, spread over lots, states, provinces, 60 days."""
    dice = Random(seed)  # made-up rows, no secrets
    now = clock.now()
    announce_notices(by=SYSTEM, now=now)
    lots = list(Lot.objects.all())
    person = Person.objects.first()
    assert person is not None
    today = clock.today()
    places = list(Region.objects.filter(level="municipality", valid_until=None))
    parks = {p.id: accounts.techno_park_for(p.id, today) for p in places}
    for start in range(0, count, 5_000):
        numbers = range(start, min(start + 5_000, count))
        firms = [_firm(dice, n, dice.choice(places), now) for n in numbers]
        Organisation.objects.bulk_create(firms)
        sites = [
            Workplace(
                organisation=f,
                name="본사",
                region_id=f.region_id,
                address=f.address,
                registered_at=now,
            )
            for f in firms
        ]
        Workplace.objects.bulk_create(sites)
        rows = [
            _application(dice, n, firm, site, lots, parks, person.id, now)
            for n, firm, site in zip(numbers, firms, sites, strict=True)
        ]
        Application.objects.bulk_create(rows)


def _firm(dice: Random, number: int, place: Region, now: datetime) -> Organisation:
    one = names.firm(dice)
    return Organisation(
        kind="adopter",
        name=one.name,
        name_en=one.name_en,
        business_number=names.business_number(number),
        region=place,
        address=f"{place.name_ko} {names.street(dice)}",
        registered_at=now,
    )


def _application(
    dice: Random,
    number: int,
    firm: Organisation,
    site: Workplace,
    lots: list[Lot],
    parks: dict[Any, Any],
    person: Any,
    now: Any,
) -> Application:
    lot = lots[number % len(lots)]
    at = now - timedelta(seconds=dice.uniform(0, 60 * 86_400))
    region = firm.region
    assert region is not None
    return Application(
        number=f"{lot.call.notice_number[:4]}-B-{number:06d}",
        lot=lot,
        line_version_id=lot.line_version_id,
        applicant=firm,
        applicant_name=firm.name,
        business_number=firm.business_number or "",
        workplace=site,
        region=region,
        municipality=region,
        province_id=region.parent_id,
        techno_park_id=parks[region.id],
        title="생산 현황 실시간 관리",
        total_cost=dice.randrange(100, 400) * 1_000_000,
        state=next(itertools.islice(itertools.cycle(STATES), number % 7, None)),
        state_since=at,
        created_by=person,
        created_at=at,
        submitted_at=at,
        due_on=(at + timedelta(days=30)).date(),
    )
