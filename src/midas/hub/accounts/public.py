"""The door of the room: ids in, frozen cards out.

Bulk functions make a constant number of queries. Days are calendar days at the programme's place.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from midas.hub.accounts import queries
from midas.hub.accounts.access import needs_scope, sign_in_as
from midas.hub.accounts.cards import (
    Bar,
    MembershipSpan,
    NewInvitation,
    NewToken,
    NoticeCard,
    OrganisationCard,
    PersonCard,
    RegionCard,
    TechnologyCard,
    WorkplaceCard,
)
from midas.hub.accounts.demo.country import Country, DemoFirm
from midas.hub.accounts.demo.country import build as build_country
from midas.hub.accounts.demo.country import find as find_country
from midas.hub.accounts.demo.personas import Persona, personas
from midas.hub.accounts.models import Membership, Organisation, Person, Workplace
from midas.hub.accounts.notifiers import Notifier, register_notifier
from midas.hub.accounts.places import atlas, place, place_by_code
from midas.hub.accounts.queries import latest_notices, technologies, unread_count
from midas.hub.accounts.rules.business_numbers import is_business_number
from midas.hub.accounts.scopes import declare_scope
from midas.hub.accounts.services.invitations import accept_invitation, invite_member
from midas.hub.accounts.services.memberships import end_membership, grant_membership
from midas.hub.accounts.services.notices import mark_notice_read, send_notice
from midas.hub.accounts.services.organisations import (
    change_organisation,
    register_organisation,
    register_workplace,
)
from midas.hub.accounts.services.people import register_person
from midas.hub.accounts.services.standing import lift_standing, set_standing
from midas.hub.accounts.services.tokens import create_token, revoke_token
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotAllowed, NotFound
from midas.hub.kernel.problems import Problem, words

__all__ = [
    "Bar",
    "Country",
    "DemoFirm",
    "MembershipSpan",
    "NewInvitation",
    "NewToken",
    "NoticeCard",
    "Notifier",
    "OrganisationCard",
    "PersonCard",
    "Persona",
    "RegionCard",
    "TechnologyCard",
    "WorkplaceCard",
    "accept_invitation",
    "actor_for",
    "actors_of",
    "bars_on",
    "build_country",
    "change_organisation",
    "create_token",
    "declare_scope",
    "end_membership",
    "find_country",
    "grant_membership",
    "industry_name",
    "invite_member",
    "is_business_number",
    "latest_notices",
    "lift_standing",
    "local_governments_for",
    "mark_notice_read",
    "memberships_since",
    "municipalities_of",
    "needs_scope",
    "organisation",
    "organisation_by_number",
    "organisations",
    "organisations_of_kind",
    "people",
    "people_in",
    "people_of_kind",
    "person",
    "person_by_email",
    "personas",
    "provinces_on",
    "region",
    "region_by_code",
    "region_within",
    "register_notifier",
    "register_organisation",
    "register_person",
    "register_workplace",
    "revoke_token",
    "send_notice",
    "set_standing",
    "sign_in_as",
    "techno_park_for",
    "technologies",
    "unread_count",
    "workplace",
    "workplaces",
    "workplaces_of",
]


def organisation(organisation_id: UUID) -> OrganisationCard:
    """One organisation; raises NotFound."""
    found = organisations([organisation_id]).get(organisation_id)
    if found is None:
        raise NotFound(Problem(words("There is no such organisation."), field="organisation"))
    return found


def organisations(organisation_ids: Iterable[UUID]) -> dict[UUID, OrganisationCard]:
    """Many organisations by id; unknown ids are left out."""
    return queries.organisation_cards(Organisation.objects.filter(pk__in=set(organisation_ids)))


def organisations_of_kind(kind: str) -> list[OrganisationCard]:
    """All organisations of a kind by name, closed ones too (see `is_active`)."""
    rows = Organisation.objects.filter(kind=kind).order_by("name", "id")
    return list(queries.organisation_cards(rows).values())


def organisation_by_number(business_number: str) -> OrganisationCard | None:
    """The organisation with this business registration number, with or without hyphens."""
    digits = business_number.replace("-", "").strip()
    rows = Organisation.objects.filter(business_number=digits)
    return next(iter(queries.organisation_cards(rows).values()), None)


def person(person_id: UUID) -> PersonCard:
    """One person; raises NotFound."""
    found = people([person_id]).get(person_id)
    if found is None:
        raise NotFound(Problem(words("There is no such person."), field="person"))
    return found


def people(person_ids: Iterable[UUID]) -> dict[UUID, PersonCard]:
    """Many people by id; unknown ids are left out."""
    rows = Person.objects.filter(pk__in=set(person_ids))
    return {row.id: queries.person_card(row) for row in rows}


def person_by_email(email: str) -> PersonCard | None:
    """The person who signs in with this e-mail address, whatever its capitals."""
    row = Person.objects.filter(email=email.strip().lower()).first()
    return queries.person_card(row) if row else None


def workplace(workplace_id: UUID) -> WorkplaceCard:
    """One site; raises NotFound."""
    found = workplaces([workplace_id]).get(workplace_id)
    if found is None:
        raise NotFound(Problem(words("There is no such workplace."), field="workplace"))
    return found


def workplaces(workplace_ids: Iterable[UUID]) -> dict[UUID, WorkplaceCard]:
    """Many sites by id; unknown ids are left out."""
    rows = Workplace.objects.filter(pk__in=set(workplace_ids))
    return {row.id: queries.workplace_card(row) for row in rows}


def workplaces_of(organisation_id: UUID) -> list[WorkplaceCard]:
    """The sites of an organisation that are not closed, by name."""
    rows = Workplace.objects.filter(organisation_id=organisation_id, closed_on=None)
    return [queries.workplace_card(row) for row in rows.order_by("name")]


def region(region_id: UUID) -> RegionCard:
    """One version of a region; raises NotFound."""
    return queries.region_card(place(region_id))


def region_by_code(code: str, day: date) -> RegionCard:
    """The region that a code means on a day; an ended code leads to its only successor.

    Takes "48", "48120" and the ten digits of the legal code, "4812000000".

    Raises NotFound for an unknown code, or one that was split.
    """
    return queries.region_card(place_by_code(code, day))


def region_within(region_id: UUID, ancestor_id: UUID) -> bool:
    """True when the region is the other or lies in it, now, later or earlier (see Atlas.within)."""
    return atlas().within(place(region_id).id, place(ancestor_id).id)


def provinces_on(day: date) -> list[RegionCard]:
    """The provinces in force on a day, by code: 17 until 2026-06-30, 16 after."""
    return [queries.region_card(one) for one in atlas().children(None, day)]


def municipalities_of(province_id: UUID, day: date) -> list[RegionCard]:
    """The cities, counties and districts of a province in force on a day, by code."""
    return [queries.region_card(one) for one in atlas().children(place(province_id).id, day)]


def techno_park_for(region_id: UUID, day: date) -> UUID:
    """The organisation id of the Techno Park that serves a region on a day; raises NotFound."""
    found = atlas().techno_park(place(region_id).id, day)
    if found is None:
        text = words("No Techno Park serves this region on %(day)s.")
        raise NotFound(Problem(text, {"day": day.isoformat()}, "region", "techno-park-territory"))
    return found


def local_governments_for(region_id: UUID, day: date) -> list[UUID]:
    """Organisation ids: the municipality's government, then the province's, as of `day`."""
    return queries.local_government_ids(region_id, day)


def people_in(organisation_id: UUID, *roles: str, on: date) -> list[UUID]:
    """People who hold any of the roles (none named: any role) in an organisation on a day."""
    return queries.person_ids(on, roles, organisation_id=organisation_id)


def people_of_kind(kind: str, *roles: str, on: date) -> list[UUID]:
    """People who hold any of the roles in any organisation of a kind on a day."""
    return queries.person_ids(on, roles, organisation__kind=kind)


def actor_for(person_id: UUID, organisation_id: UUID, on: date) -> Actor:
    """The person acting for the organisation in all roles held on a day.

    Raises NotAllowed when the person holds none there.
    """
    found = queries.actors(person_id, on, organisation_id)
    if not found:
        text = words("The person does not act for this organisation.")
        raise NotAllowed(Problem(text, rule="members-only"))
    return found[0]


def actors_of(person_id: UUID, on: date) -> list[Actor]:
    """The person once for each organisation that they may act for on a day."""
    return queries.actors(person_id, on)


def memberships_since(person_ids: Iterable[UUID], day: date) -> dict[UUID, list[MembershipSpan]]:
    """Every span in which each person belonged to an organisation on or after a day; one query."""
    found: dict[UUID, list[MembershipSpan]] = {one: [] for one in person_ids}
    rows = Membership.objects.filter(person_id__in=found).exclude(valid_until__lt=day)
    for row in rows:
        span = MembershipSpan(row.organisation_id, row.valid_from, row.valid_until)
        found[row.person_id].append(span)
    return found


def bars_on(subject_ids: Iterable[UUID], what: str, day: date) -> list[Bar]:
    """Bars that keep any of the organisations or people from `what` on a day.

    `what` is "apply", "supply", "assess", "host", "plan" or "trade". Every verb that lets a firm
    take part asks this (Act on smart manufacturing innovation: participation bans).
    """
    return queries.bars(subject_ids, what, day)


def industry_name(code: str) -> dict[str, str]:
    """The name of a KSIC code as {"ko": …, "en": …}; {} for an unknown code."""
    return queries.industry_names(code)
