"""A made-up country: agency, governments, experts, suppliers and firms, by the room's own verbs.

Everything comes from one seeded generator, so every run makes the same country. Real Techno Parks
and governments must have been loaded before (`reference_load --governments`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from midas.hub.accounts.demo import names
from midas.hub.accounts.models import Membership, Organisation, Workplace
from midas.hub.accounts.places import atlas, place
from midas.hub.accounts.queries import local_government_ids
from midas.hub.accounts.rules.places import Place
from midas.hub.accounts.services.memberships import grant_membership
from midas.hub.accounts.services.organisations import register_organisation, register_workplace
from midas.hub.accounts.services.people import register_person
from midas.hub.kernel import clock
from midas.hub.kernel.actor import SYSTEM

DOMAIN = "demo.invalid"
SINCE = date(2020, 1, 1)

# Municipality code → weight, roughly as Korea's small manufacturers are spread.
CITIES = {
    "48120": 26, "48250": 18, "48240": 6, "48170": 6, "48330": 9, "48310": 5, "48730": 6,
    "41590": 24, "41270": 20, "41390": 16, "41570": 12, "41220": 9, "41110": 4, "41480": 8,
    "41630": 5, "41650": 5, "28185": 3, "28200": 10, "28237": 4, "26440": 12, "26530": 5,
    "27290": 9, "27710": 7, "47190": 12, "47130": 8, "47290": 9, "47230": 4, "47850": 5,
    "47110": 6, "44130": 10, "44200": 9, "43110": 8, "43770": 6, "31710": 6, "31200": 4,
    "51130": 3, "52130": 5, "52110": 4, "50110": 2, "30230": 5, "36110": 2, "11530": 3,
}  # fmt: skip
BODIES = (
    ("제조DX전문가단 (시연)", "Manufacturing DX Experts (demo)"),
    ("스마트공장진단협회 (시연)", "Factory Assessors Society (demo)"),
    ("생산기술자문단 (시연)", "Production Technology Advisers (demo)"),
    ("제조데이터전문가회 (시연)", "Manufacturing Data Experts (demo)"),
    ("공정혁신연구회 (시연)", "Process Innovation Circle (demo)"),
)
LOCAL_OFFICE = "창원"  # the city of the persona who owns a press shop


@dataclass
class Country:
    """What later steps of the demonstration need to know of it: ids, in a stable order."""

    ministry: UUID
    agency: UUID
    officers: list[UUID] = field(default_factory=list)
    approvers: list[UUID] = field(default_factory=list)
    bodies: list[UUID] = field(default_factory=list)
    experts: list[tuple[UUID, UUID]] = field(default_factory=list)  # person, body
    committee: list[tuple[UUID, UUID]] = field(default_factory=list)
    suppliers: list[tuple[UUID, UUID]] = field(default_factory=list)  # organisation, owner
    hosts: list[tuple[UUID, UUID]] = field(default_factory=list)
    firms: list["DemoFirm"] = field(default_factory=list)


@dataclass(frozen=True)
class DemoFirm:
    """One made-up factory."""

    organisation: UUID
    owner: UUID
    workplace: UUID
    region: UUID
    product_ko: str
    product_en: str


class Builder:
    """Registers made-up people and organisations as the system at one moment."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.dice = Random(seed)  # noqa: S311  # made-up names, no secrets
        self.now = now
        self.serial = 0

    def person(self, mailbox: str, organisation: UUID, *roles: str) -> UUID:
        """A made-up person with roles in one organisation."""
        one = register_person(
            email=f"{mailbox}@{DOMAIN}",
            name=names.person_name(self.dice),
            is_demo=True,
            by=SYSTEM,
            now=self.now,
        )
        for role in roles:
            grant_membership(
                person_id=one.id,
                organisation_id=organisation,
                role=role,
                valid_from=SINCE,
                by=SYSTEM,
                now=self.now,
            )
        return one.id

    def body(self, kind: str, name: str, name_en: str) -> UUID:
        """An organisation without a business number."""
        return register_organisation(
            kind=kind, name=name, name_en=name_en, is_demo=True, by=SYSTEM, now=self.now
        ).id

    def company(self, kind: str, one: names.Firm, place: Place, size: str) -> UUID:
        """A firm with a number that no real one bears."""
        self.serial += 1
        low, high = {"micro": (3, 9), "small": (10, 49), "medium": (50, 260)}.get(size, (900, 9000))
        return register_organisation(
            kind=kind,
            name=one.name,
            name_en=one.name_en,
            business_number=names.business_number(self.serial),
            region_id=place.id,
            address=f"{atlas().full_name(place.id)} {names.street(self.dice)}",
            industry_code=one.industry,
            size_class=size,
            employees=self.dice.randint(low, high),
            founded_on=date(self.dice.randint(1985, 2021), self.dice.randint(1, 12), 15),
            representative=names.person_name(self.dice),
            tax_cleared_until=clock.today() + timedelta(days=300),
            is_demo=True,
            by=SYSTEM,
            now=self.now,
        ).id

    def factory(self, number: int, place: Place, trade: int | None = None) -> DemoFirm:
        """A manufacturer with its owner and its workplace."""
        one = names.firm(self.dice, trade)
        size = self.dice.choices(["micro", "small", "medium"], weights=[30, 50, 20])[0]
        firm = self.company("adopter", one, place, "small" if trade == 0 else size)
        owner = self.person(f"owner{number:03d}", firm, "owner")
        site = register_workplace(
            organisation_id=firm,
            name="본사 공장",
            region_id=place.id,
            address=f"{atlas().full_name(place.id)} {names.street(self.dice)}",
            lat=round((place.lat or 36.5) + self.dice.uniform(-0.05, 0.05), 5),
            lon=round((place.lon or 127.8) + self.dice.uniform(-0.05, 0.05), 5),
            by=SYSTEM,
            now=self.now,
        )
        return DemoFirm(firm, owner, site.id, place.id, one.product_ko, one.product_en)


def build(
    *, seed: int, now: datetime, firms: int = 300, suppliers: int = 60, experts: int = 40
) -> Country:
    """Make the country. The first firm is the press shop in Changwon."""
    make = Builder(seed, now)
    day = clock.today()  # firms lie in the regions of today, whenever they registered
    country = _offices(make)
    cities = [one for code in CITIES if (one := atlas().by_code(code, day))]
    weights = [CITIES[one.code] for one in cities]
    changwon = next(one for one in cities if one.name.startswith(LOCAL_OFFICE))
    for n in range(experts):
        body = country.bodies[n % len(country.bodies)]
        country.experts.append((make.person(f"expert{n + 1:02d}", body, "expert"), body))
    for n in range(9):
        body = country.bodies[n % len(country.bodies)]
        country.committee.append((make.person(f"committee{n + 1}", body, "committee"), body))
    for n in range(suppliers):
        city = make.dice.choices(cities, weights)[0]
        size = "medium" if n % 3 else "small"
        firm = make.company("supplier", names.supplier(make.dice), city, size)
        country.suppliers.append((firm, make.person(f"supplier{n + 1:02d}", firm, "owner")))
    for n in range(3):
        host = names.Firm(f"(주)한가람{['중공업', '전자', '모터스'][n]}", "Hangaram Group", "")
        firm = make.company("large_enterprise", host, changwon, "large")
        country.hosts.append((firm, make.person(f"host{n + 1}", firm, "owner")))
    for n in range(firms):
        city = changwon if n == 0 else make.dice.choices(cities, weights)[0]
        country.firms.append(make.factory(n + 1, city, 0 if n == 0 else None))
    _local_officers(make, {one.region for one in country.firms}, day)
    return country


def _offices(make: Builder) -> Country:
    ministry = make.body(
        "ministry", "중소벤처기업부 (시연)", "Ministry of SMEs and Startups (demo)"
    )
    agency = make.body("agency", "스마트제조혁신추진단 (시연)", "Smart Manufacturing Office (demo)")
    country = Country(ministry=ministry, agency=agency)
    make.person("ministry", ministry, "officer")
    make.person("auditor", ministry, "auditor")
    country.officers = [make.person(f"officer{n}", agency, "officer") for n in (1, 2, 3)]
    country.approvers = [make.person(f"approver{n}", agency, "approver") for n in (1, 2, 3)]
    country.bodies = [make.body("assessor_body", ko, en) for ko, en in BODIES]
    return country


def _local_officers(make: Builder, regions: set[UUID], day: date) -> None:
    """One officer for every local government and two for every Techno Park that firms meet."""
    governments: dict[UUID, None] = {}
    for region in sorted(regions, key=lambda one: place(one).code):
        governments.update(dict.fromkeys(local_government_ids(region, day)))
    for office in governments:
        code = Organisation.objects.get(pk=office).code or office.hex[:8]
        make.person(f"gov-{code}", office, "officer")
    parks = Organisation.objects.filter(kind="techno_park").order_by("code")
    for park in parks:
        make.person(f"{park.code}-1", park.id, "officer")
        make.person(f"{park.code}-2", park.id, "officer")


def find() -> Country | None:
    """The country that this database holds already, in the order in which it was made; or None."""
    rows = Membership.objects.filter(person__is_demo=True, person__email__endswith=f"@{DOMAIN}")
    by_mail = {
        one.person.email.split("@")[0]: (one.person_id, one.organisation_id)
        for one in rows.select_related("person").order_by("id")
    }
    if "ministry" not in by_mail or "officer1" not in by_mail:
        return None

    def cast(prefix: str) -> list[tuple[UUID, UUID]]:
        mails = [m for m in by_mail if m.startswith(prefix) and m[len(prefix) :].isdigit()]
        return [by_mail[m] for m in sorted(mails, key=lambda m: int(m[len(prefix) :]))]

    firms = cast("owner")
    sites = {
        one.organisation_id: one
        for one in Workplace.objects.filter(organisation__in=[firm for _p, firm in firms])
    }
    return Country(
        ministry=by_mail["ministry"][1],
        agency=by_mail["officer1"][1],
        officers=[person for person, _ in cast("officer")],
        approvers=[person for person, _ in cast("approver")],
        bodies=list(dict.fromkeys(body for _, body in cast("expert"))),
        experts=cast("expert"),
        committee=cast("committee"),
        suppliers=[(firm, person) for person, firm in cast("supplier")],
        hosts=[(firm, person) for person, firm in cast("host")],
        firms=[
            DemoFirm(
                firm, person, sites[firm].id, sites[firm].region_id, "프레스 부품", "pressed parts"
            )
            for person, firm in firms
            if firm in sites
        ],
    )
