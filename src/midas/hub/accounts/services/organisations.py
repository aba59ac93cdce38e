"""Verbs of organisations and their workplaces."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict, Unpack, get_type_hints
from uuid import UUID

from django.db import IntegrityError, transaction

from midas.hub.accounts import events, policies
from midas.hub.accounts.cards import OrganisationCard, WorkplaceCard
from midas.hub.accounts.models import Industry, Organisation, Workplace
from midas.hub.accounts.places import place
from midas.hub.accounts.queries import organisation_card, workplace_card
from midas.hub.accounts.rules import business_numbers, firms
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb


class Details(TypedDict, total=False):
    """What may be said about an organisation beside its kind, name and numbers."""

    name_en: str
    region_id: UUID | None
    address: str
    industry_code: str
    size_class: str
    employees: int | None
    founded_on: date | None
    representative: str
    tax_cleared_until: date | None


class Changes(Details, total=False):
    """What may change after registration."""

    name: str
    closed_on: date | None


@verb
def register_organisation(
    *,
    kind: str,
    name: str,
    business_number: str | None = None,
    corporate_number: str | None = None,
    code: str | None = None,
    first_workplace: str = "",
    is_demo: bool = False,
    by: Actor,
    now: datetime,
    **details: Unpack[Details],
) -> OrganisationCard:
    """Register an organisation; a person who registers a firm of their own becomes its owner.

    `details` are the keys of Details; only an operator may give `tax_cleared_until`.
    `first_workplace` also registers a site of that name at the organisation's own address.
    Raises NotAllowed for a visitor or a public body, NotFound for an unknown region, NotValid for
    a wrong or already registered business number, a contradicting size or an unknown industry.
    """
    require(policies.may_register_organisation(by, kind))
    _only(details, Details, by)
    row = Organisation(
        kind=kind,
        code=code or None,
        name=name.strip(),
        business_number=business_numbers.digits_of(business_number or "") or None,
        corporate_number=business_numbers.digits_of(corporate_number or "") or None,
        is_demo=is_demo,
        registered_at=now,
        **details,
    )
    wrong_numbers = _number_problems(kind, business_number, corporate_number)
    _refuse(*wrong_numbers, *_detail_problems(row))
    _insert(row)
    facts.record(events.ORGANISATION_REGISTERED, subject=row.id, by=by, now=now, name=row.name)
    if first_workplace and row.region_id:
        _put_first_workplace(row, row.region_id, first_workplace, by=by, now=now)
    if by.person is not None and not policies.is_operator(by):
        today = clock.today(now)
        row.memberships.create(person_id=by.person, role="owner", valid_from=today)
    return organisation_card(row, clock.today(now))


def _only(given: Mapping[str, object], known: type[Details], by: Actor) -> None:
    if given.get("tax_cleared_until"):
        require(policies.may_confirm_tax_clearance(by))
    unknown = given.keys() - get_type_hints(known).keys()
    if unknown:
        msg = f"an organisation has no details {sorted(unknown)} that can be given here"
        raise TypeError(msg)


def _insert(row: Organisation) -> None:
    """Save a new row; two people may register the same number at the same moment."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotValid(_taken("business_number")) from error


def _taken(field: str) -> Problem:
    sentence = words(
        "An organisation with this number is already registered. "
        "Please ask one of its owners for an invitation."
    )
    return Problem(sentence, field=field, rule="number-once")


def _put_first_workplace(
    row: Organisation, region_id: UUID, name: str, *, by: Actor, now: datetime
) -> None:
    site = Workplace(
        organisation=row,
        name=name.strip(),
        region_id=region_id,
        address=row.address,
        industry_code=row.industry_code,
        registered_at=now,
    )
    _put_workplace(site, by=by, now=now)


@verb
def change_organisation(
    *, organisation_id: UUID, by: Actor, now: datetime, **changes: Unpack[Changes]
) -> OrganisationCard:
    """Change any of the details in Changes, such as `address` or `closed_on`.

    Its numbers and its kind stay as they were registered.
    Raises NotAllowed, NotFound, NotValid; TypeError for a detail that cannot be changed.
    """
    _only(changes, Changes, by)
    row = locked_organisation(organisation_id)
    require(policies.may_change_organisation(by, row.id))
    for field, value in changes.items():
        setattr(row, field, value)
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
            found.append(_taken(field))
    return found


def _detail_problems(row: Organisation) -> list[Problem]:
    if row.region_id is not None:
        place(row.region_id)
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
