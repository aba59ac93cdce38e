"""Reads of the room: rows in, cards out; the number of queries never depends on the rows."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from midas.hub.accounts.cards import (
    Bar,
    NoticeCard,
    OrganisationCard,
    PersonCard,
    RegionCard,
    TechnologyCard,
    WorkplaceCard,
)
from midas.hub.accounts.models import (
    ApiToken,
    Industry,
    Invitation,
    Membership,
    Notice,
    Organisation,
    Person,
    Standing,
    Technology,
    Workplace,
)
from midas.hub.accounts.places import atlas, place
from midas.hub.accounts.rules.firms import is_active_on
from midas.hub.accounts.rules.places import Place
from midas.hub.kernel import clock
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.texts import language


def in_force_on(day: date) -> Q:
    """Rows whose first and last day hold `day` between them."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


def organisation_card(row: Organisation, on: date | None = None) -> OrganisationCard:
    """The card of one row."""
    known = row.region_id is not None and place(row.region_id) is not None
    return OrganisationCard(
        id=row.id,
        kind=row.kind,
        name=row.name,
        name_en=row.name_en,
        business_number=row.business_number,
        region_id=row.region_id,
        region_name=atlas().full_name(row.region_id) if known and row.region_id else "",
        address=row.address,
        industry_code=row.industry_code,
        size_class=row.size_class,
        employees=row.employees,
        founded_on=row.founded_on,
        is_active=is_active_on(row.founded_on, row.closed_on, on or clock.today()),
        tax_cleared_until=row.tax_cleared_until,
        closed_on=row.closed_on,
        representative=row.representative,
        code=row.code,
    )


def workplace_card(row: Workplace) -> WorkplaceCard:
    """The card of one row; the province is the outermost region around it."""
    place(row.region_id)
    return WorkplaceCard(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        address=row.address,
        region_id=row.region_id,
        province_id=[*atlas().ancestors(row.region_id)][-1].id,
        industry_code=row.industry_code,
        lat=row.lat,
        lon=row.lon,
    )


def person_card(row: Person) -> PersonCard:
    """The card of one row."""
    return PersonCard(row.id, row.name, row.email, row.preferred_language)


def region_card(one: Place) -> RegionCard:
    """The card of one version of a region."""
    return RegionCard(
        id=one.id,
        code=one.code,
        name=one.name,
        level=one.level,
        parent_id=one.parent_id,
        name_en=one.name_en,
        full_name=atlas().full_name(one.id),
        lat=one.lat,
        lon=one.lon,
    )


def organisation_cards(rows: "QuerySet[Organisation]") -> dict[UUID, OrganisationCard]:
    """Cards of many organisations by id; one query."""
    today = clock.today()
    return {row.id: organisation_card(row, today) for row in rows}


def local_government_ids(region_id: UUID, day: date) -> list[UUID]:
    """Municipality's government first, then the province's; of the versions in force on `day`."""
    place(region_id)
    book = atlas()
    wanted: list[Place] = []
    for version in book.versions_on(region_id, day):
        wanted.extend(p for p in book.ancestors(version.id) if p not in wanted)
    wanted.sort(key=lambda p: p.parent_id is None)
    homes = {one: rank for rank, p in enumerate(wanted) for one in book.lineage(p.id)}
    rows = Organisation.objects.filter(kind=Organisation.Kind.LOCAL_GOVERNMENT, region__in=homes)
    found = [r for r in rows if is_active_on(r.founded_on, r.closed_on, day)]
    found.sort(key=lambda r: (homes[r.region_id], r.name) if r.region_id else (0, ""))
    return [row.id for row in found]


def memberships_on(day: date) -> "QuerySet[Membership]":
    """Memberships in force on a day, of people who may still sign in."""
    return Membership.objects.filter(in_force_on(day), person__is_active=True)


def person_ids(day: date, roles: Iterable[str], **where: object) -> list[UUID]:
    """People with any of the roles (none named: any role), each once, in a stable order."""
    rows = memberships_on(day).filter(**where)
    named = list(roles)
    if named:
        rows = rows.filter(role__in=named)
    return list(rows.values_list("person_id", flat=True).distinct().order_by("person_id"))


def actors(person_id: UUID, day: date, organisation_id: UUID | None = None) -> list[Actor]:
    """The person once per organisation that they belong to on a day, by its name; one query."""
    rows = memberships_on(day).filter(person_id=person_id)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    rows = rows.select_related("person", "organisation").order_by("organisation__name", "role")
    grouped: dict[UUID, list[Membership]] = {}
    for row in rows:
        if row.organisation.closed_on is None or row.organisation.closed_on >= day:
            grouped.setdefault(row.organisation_id, []).append(row)
    return [_actor(held) for held in grouped.values()]


def _actor(held: list[Membership]) -> Actor:
    organisation, person = held[0].organisation, held[0].person
    return Actor(
        person=person.id,
        organisation=organisation.id,
        kind=organisation.kind,
        roles=frozenset(row.role for row in held),
        name=person.name,
        organisation_name=organisation.name,
    )


def bars(subject_ids: Iterable[UUID], what: str, day: date) -> list[Bar]:
    """Bars on any of the organisations and people from `what` (or from everything) on a day."""
    return [one for one in bars_of(subject_ids, day) if one.from_what in (what, "all")]


def bars_of(subject_ids: Iterable[UUID], day: date) -> list[Bar]:
    """Every bar on any of the organisations and people on a day, the oldest first."""
    ids = list(subject_ids)
    rows = Standing.objects.filter(
        Q(organisation_id__in=ids) | Q(person_id__in=ids),
        Q(until_day=None) | Q(until_day__gte=day),
        from_day__lte=day,
    ).order_by("from_day", "id")
    return [
        Bar(
            subject_id=row.organisation_id or row.person_id,  # type: ignore[arg-type]  # checked
            from_day=row.from_day,
            until_day=row.until_day,
            from_what=row.from_what,
            reason=row.reason,
            source=row.source,
        )
        for row in rows
    ]


def industry_names(code: str) -> dict[str, str]:
    """The name of a KSIC code, newest revision first, as {"ko": …, "en": …}; {} when unknown."""
    row = Industry.objects.filter(code=code).order_by("-revision").first()
    return {"ko": row.name_ko, "en": row.name_en or row.name_ko} if row else {}


def technologies(day: date) -> list[TechnologyCard]:
    """The technology classes in force on a day, by code."""
    rows = Technology.objects.filter(in_force_on(day)).select_related("parent").order_by("code")
    return [
        TechnologyCard(
            code=row.code,
            level=row.level,
            parent=row.parent.code if row.parent else "",
            name=row.name_ko,
            name_en=row.name_en,
            confirmed=row.confirmed,
        )
        for row in rows
    ]


def notices_of(person_id: UUID, *, unread_only: bool = False) -> "QuerySet[Notice]":
    """A person's inbox."""
    rows = Notice.objects.filter(person_id=person_id)
    return rows.filter(read_at=None) if unread_only else rows


def notice_card(row: Notice) -> NoticeCard:
    """The card of one row."""
    return NoticeCard(row.id, row.text, row.params, row.link, row.due, row.created_at, row.read_at)


def latest_notices(person_id: UUID, count: int = 5) -> list[NoticeCard]:
    """The newest notices of a person, newest first."""
    rows = notices_of(person_id).order_by("-created_at", "-id")[:count]
    return [notice_card(row) for row in rows]


def members_of(organisation_id: UUID, day: date) -> list[Membership]:
    """Who belongs to an organisation on a day, by name and role."""
    rows = memberships_on(day).filter(organisation_id=organisation_id)
    return list(rows.select_related("person").order_by("person__name", "person_id", "role"))


def open_invitations(organisation_id: UUID, now: datetime) -> list[Invitation]:
    """Invitations that can still be accepted, newest first."""
    rows = Invitation.objects.filter(
        organisation_id=organisation_id, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    return list(rows.order_by("-invited_at"))


def tokens_of(person_id: UUID, now: datetime) -> list[ApiToken]:
    """A person's tokens, newest first, each with its `state`: valid, expired or revoked."""
    rows = ApiToken.objects.filter(person_id=person_id).select_related("organisation")
    found = list(rows.order_by("-created_at")[:100])
    for row in found:
        row.state = "revoked" if row.revoked_at else "valid" if row.expires_at > now else "expired"  # type: ignore[attr-defined]  # for the page
    return found


def region_choices(day: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every municipality in force under its province, and provinces without any, for a select."""
    english = language() == "en"
    groups = []
    for province in atlas().children(None, day):
        inside = atlas().children(province.id, day) or [province]
        named = [(str(p.id), (p.name_en if english else "") or p.name) for p in inside]
        groups.append(((province.name_en if english else "") or province.name, named))
    return groups


def industry_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Manufacturing classes of the newest revision under their divisions, for a select."""
    english = language() == "en"
    rows = Industry.objects.filter(revision=11, level="subclass", code__gte="10", code__lt="35")
    divisions = dict(
        Industry.objects.filter(revision=11, level="division").values_list(
            "code", "name_en" if english else "name_ko"
        )
    )
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in rows.order_by("code").values_list(
        "code", "name_en" if english else "name_ko"
    ):
        division = f"{code[:2]} {divisions.get(code[:2], '')}".strip()
        groups.setdefault(division, []).append((code, f"{code} {name}"))
    return list(groups.items())


def unread_count(person_id: UUID) -> int:
    """How many notices wait to be read."""
    return notices_of(person_id, unread_only=True).count()
