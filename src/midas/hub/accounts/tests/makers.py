"""Quick makers of people, organisations and places for tests of any room."""

import itertools
from datetime import UTC, date, datetime
from typing import Any

from midas.hub.accounts import places
from midas.hub.accounts.models import (
    Membership,
    Organisation,
    Person,
    Region,
    RegionSuccession,
    TechnoParkTerritory,
    Workplace,
)
from midas.hub.accounts.rules.business_numbers import check_digit
from midas.hub.kernel.actor import Actor

NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # 09:00 in Seoul
TODAY = date(2026, 3, 2)
LONG_AGO = date(2000, 1, 1)
FIRMS = ("adopter", "supplier", "large_enterprise")
PASSWORD = "clay-Bridge-58"

_numbers = itertools.count(1)


def business_number() -> str:
    """A fresh business registration number with a right check digit, ten bare digits."""
    first = f"{next(_numbers):09d}"[::-1]  # differs early, so that sorted lists look real
    return f"{first}{check_digit(first)}"


def region(
    code: str = "",
    *,
    name: str = "",
    parent: Region | None = None,
    valid_from: date = LONG_AGO,
    valid_until: date | None = None,
    successors: tuple[Region, ...] = (),
    **fields: Any,
) -> Region:
    """A province, or with `parent` a municipality; an open code gives the same row again."""
    code = code or f"{90000 + next(_numbers)}"
    known = {"valid_until": None} if valid_until is None else {"valid_from": valid_from}
    row = Region.objects.filter(code=code, **known).first() or Region.objects.create(
        code=code,
        name_ko=name or f"지역 {code}",
        level="municipality" if parent else "province",
        parent=parent,
        valid_from=valid_from,
        valid_until=valid_until,
        **fields,
    )
    for successor in successors:
        RegionSuccession.objects.get_or_create(region=row, successor=successor)
    places.forget()
    return row


def changwon() -> Region:
    """창원시 in 경상남도, the place where most tests happen."""
    around = region("48", name="경상남도", name_en="Gyeongsangnam-do")
    return region("48120", name="창원시", name_en="Changwon-si", parent=around)


def organisation(kind: str = "adopter", **fields: Any) -> Organisation:
    """An organisation; firms get a right business number, a size and a home in 창원."""
    values: dict[str, Any] = {"name": f"{kind} {next(_numbers)}", "registered_at": NOW}
    if kind in FIRMS:
        values["business_number"] = business_number()
        values["size_class"] = "large" if kind == "large_enterprise" else "small"
        values["employees"] = 30
        values["founded_on"] = date(2015, 5, 1)
    if "region" not in fields:
        values["region"] = changwon()
    return Organisation.objects.create(kind=kind, **values | fields)


def techno_park(region_: Region | None = None, **fields: Any) -> Organisation:
    """A Techno Park that serves a region (경상남도 by default) since long ago."""
    home = region_ or changwon().parent
    row = organisation("techno_park", region=home, **fields)
    TechnoParkTerritory.objects.create(
        techno_park=row, region=home, valid_from=LONG_AGO, source="test"
    )
    places.forget()
    return row


def local_government(region_: Region | None = None, **fields: Any) -> Organisation:
    """The government of a region (창원시 by default)."""
    return organisation("local_government", region=region_ or changwon(), **fields)


def workplace(of: Organisation | None = None, **fields: Any) -> Workplace:
    """One site of an organisation (of a new adopter by default)."""
    owner = of or organisation()
    values = {
        "name": f"제{next(_numbers)}공장",
        "region": owner.region or changwon(),
        "address": "경상남도 창원시 성산구 공단로 1",
        "registered_at": NOW,
    }
    return Workplace.objects.create(organisation=owner, **values | fields)


def person(name: str = "김하나", *, password: str | None = None, **fields: Any) -> Person:
    """A person; without `password` nobody signs in with one (use `client.force_login`)."""
    row = Person(name=name, email=f"person{next(_numbers)}@example.kr", registered_at=NOW)
    for field, value in fields.items():
        setattr(row, field, value)
    if password:
        row.set_password(password)
    row.save(force_insert=True)
    return row


def membership(
    who: Person | None = None,
    of: Organisation | None = None,
    role: str = "owner",
    **fields: Any,
) -> Membership:
    """A membership in force since long ago."""
    return Membership.objects.create(
        person=who or person(),
        organisation=of or organisation(),
        role=role,
        **{"valid_from": LONG_AGO} | fields,
    )


def actor(
    kind: str = "adopter",
    *roles: str,
    of: Organisation | None = None,
    who: Person | None = None,
) -> Actor:
    """An actor with rows behind it: a person holding the roles (default: owner, or officer in
    a public body) in an organisation of the kind, new ones unless given."""
    owner = of or organisation(kind)
    human = who or person()
    held = roles or (("owner",) if owner.kind in FIRMS else ("officer",))
    for role in held:
        Membership.objects.get_or_create(
            person=human,
            organisation=owner,
            role=role,
            valid_until=None,
            defaults={"valid_from": LONG_AGO},
        )
    return Actor(
        person=human.id,
        organisation=owner.id,
        kind=owner.kind,
        roles=frozenset(held),
        name=human.name,
        organisation_name=owner.name,
    )
