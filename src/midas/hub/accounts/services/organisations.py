"""Verbs of organisations and their workplaces."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from midas.hub.accounts import events, policies
from midas.hub.accounts.cards import OrganisationCard, WorkplaceCard
from midas.hub.accounts.models import Industry, Membership, Organisation, Workplace
from midas.hub.accounts.places import place
from midas.hub.accounts.queries import organisation_card, workplace_card
from midas.hub.accounts.rules import business_numbers, firms
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb

CHANGEABLE = frozenset(
    {
        *(
            "name",
            "name_en",
            "region_id",
            "address",
            "industry_code",
            "size_class",
            "employees",
        ),
        *("founded_on", "representative", "closed_on", "tax_cleared_until"),
    }
)


@verb
def register_organisation(
    *,
    kind: str,
    name: str,
    business_number: str | None = None,
    corporate_number: str | None = None,
    name_en: str = "",
    region_id: UUID | None = None,
    address: str = "",
    industry_code: str = "",
    size_class: str = "",
    employees: int | None = None,
    founded_on: date | None = None,
    representative: str = "",
    tax_cleared_until: date | None = None,
    code: str | None = None,
    first_workplace: str = "",
    is_demo: bool = False,
    by: Actor,
    now: datetime,
) -> OrganisationCard:
    """Register an organisation; a person who registers a firm of their own becomes its owner.

    `first_workplace` also registers a site of that name at the organisation's own address.
    Raises NotAllowed for a visitor or a public body, NotFound for an unknown region, NotValid for
    a wrong or already registered business number, a contradicting size or an unknown industry.
    """
    require(policies.may_register_organisation(by, kind))
    row = Organisation(
        kind=kind,
        code=code or None,
        name=name.strip(),
        name_en=name_en.strip(),
        business_number=business_numbers.digits_of(business_number or "") or None,
        corporate_number=business_numbers.digits_of(corporate_number or "") or None,
        region_id=place(region_id).id if region_id else None,
        address=address,
        industry_code=industry_code,
        size_class=size_class,
        employees=employees,
        founded_on=founded_on,
        representative=representative,
        tax_cleared_until=tax_cleared_until,
        is_demo=is_demo,
        registered_at=now,
    )
    _refuse(
        *_number_problems(kind, business_number, corporate_number),
        *_detail_problems(row),
    )
    row.save(force_insert=True)
    facts.record(events.ORGANISATION_REGISTERED, subject=row.id, by=by, now=now, name=row.name)
    if first_workplace and row.region_id:
        site = Workplace(
            organisation=row,
            name=first_workplace.strip(),
            region_id=row.region_id,
            address=row.address,
            industry_code=row.industry_code,
            registered_at=now,
        )
        _put_workplace(site, by=by, now=now)
    if by.person is not None and not policies.is_operator(by):
        Membership.objects.create(
            person_id=by.person,
            organisation=row,
            role="owner",
            valid_from=clock.today(now),
        )
    return organisation_card(row, clock.today(now))


@verb
def change_organisation(
    *, organisation_id: UUID, by: Actor, now: datetime, **changes: Any
) -> OrganisationCard:
    """Change details (name, name_en, region_id, address, industry_code, size_class, employees,
    founded_on, representative, closed_on, tax_cleared_until); numbers and kind stay.

    Raises NotAllowed, NotFound, NotValid; TypeError for a detail that cannot be changed.
    """
    if not changes.keys() <= CHANGEABLE:
        msg = f"cannot change {sorted(changes.keys() - CHANGEABLE)}"
        raise TypeError(msg)
    row = locked_organisation(organisation_id)
    require(policies.may_change_organisation(by, row.id))
    for field, value in changes.items():
        setattr(row, field, value)
    if row.region_id is not None:
        place(row.region_id)
    _refuse(*_detail_problems(row))
    row.save(update_fields=list(changes))
    facts.record(
        events.ORGANISATION_CHANGED,
        subject=row.id,
        by=by,
        now=now,
        name=row.name,
        fields=sorted(changes),
    )
    return organisation_card(row, clock.today(now))


@verb
def register_workplace(
    *,
    organisation_id: UUID,
    name: str,
    region_id: UUID,
    address: str,
    industry_code: str = "",
    lat: float | None = None,
    lon: float | None = None,
    by: Actor,
    now: datetime,
) -> WorkplaceCard:
    """Register one site of an organisation; it inherits the industry code when none is given.

    Raises NotAllowed for strangers, NotFound for an unknown organisation or region, NotValid for
    a second site of the same name, an unknown industry or half a position.
    """
    owner = locked_organisation(organisation_id)
    require(policies.may_register_workplace(by, owner.id))
    row = Workplace(
        organisation=owner,
        name=name.strip(),
        region_id=place(region_id).id,
        address=address,
        industry_code=industry_code or owner.industry_code,
        lat=lat,
        lon=lon,
        registered_at=now,
    )
    _put_workplace(row, by=by, now=now)
    return workplace_card(row)


def _put_workplace(row: Workplace, *, by: Actor, now: datetime) -> None:
    _refuse(*_workplace_problems(row))
    row.save(force_insert=True)
    facts.record(
        events.WORKPLACE_REGISTERED,
        subject=row.organisation_id,
        by=by,
        now=now,
        name=row.name,
        workplace=str(row.id),
    )


def locked_organisation(organisation_id: UUID) -> Organisation:
    """The row, locked until the transaction ends; raises NotFound."""
    row = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if row is None:
        raise NotFound(Problem(words("There is no such organisation."), field="organisation"))
    return row


def _refuse(*problems: Problem) -> None:
    if problems:
        raise NotValid(*problems)


def _number_problems(kind: str, business: str | None, corporate: str | None) -> list[Problem]:
    found: list[Problem] = []
    if business or firms.is_firm(kind):
        found.extend(business_numbers.business_number_problems(business or ""))
    if corporate:
        found.extend(business_numbers.corporate_number_problems(corporate))
    if found:
        return found
    for field, text in (("business_number", business), ("corporate_number", corporate)):
        digits = business_numbers.digits_of(text or "")
        if digits and Organisation.objects.filter(**{field: digits}).exists():
            sentence = words(
                "An organisation with this number is already registered. "
                "Please ask one of its owners for an invitation."
            )
            found.append(Problem(sentence, field=field, rule="number-once"))
    return found


def _detail_problems(row: Organisation) -> list[Problem]:
    found = firms.size_problems(row.kind, row.size_class, row.employees)
    if not row.name:
        found.append(Problem(words("Please give a name."), field="name", rule="name-needed"))
    if row.kind not in Organisation.Kind.values:
        sentence = words("There is no such kind of organisation.")
        found.append(Problem(sentence, field="kind", rule="kind-known"))
    if row.founded_on and row.closed_on and row.closed_on < row.founded_on:
        sentence = words("An organisation cannot close before it was founded.")
        found.append(Problem(sentence, field="closed_on", rule="close-after-founding"))
    return found + industry_problems(row.industry_code)


def industry_problems(code: str) -> list[Problem]:
    """An industry code must be one of the loaded ones, when any are loaded."""
    if not code or Industry.objects.filter(code=code).exists() or not Industry.objects.exists():
        return []
    sentence = words("%(code)s is not a code of the Korean Standard Industrial Classification.")
    source = words("Korean Standard Industrial Classification, 11th and 10th revision")
    return [Problem(sentence, {"code": code}, "industry_code", "industry-known", source)]


def _workplace_problems(row: Workplace) -> list[Problem]:
    found = industry_problems(row.industry_code)
    if not row.name:
        found.append(Problem(words("Please give a name."), field="name", rule="name-needed"))
    if (row.lat is None) != (row.lon is None):
        sentence = words("A position needs both latitude and longitude.")
        found.append(Problem(sentence, field="lat", rule="position-whole"))
    if Workplace.objects.filter(organisation_id=row.organisation_id, name=row.name).exists():
        sentence = words("The organisation already has a workplace named “%(name)s”.")
        found.append(Problem(sentence, {"name": row.name}, "name", "workplace-name-once"))
    return found
