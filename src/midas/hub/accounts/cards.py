"""Frozen cards: what neighbours get to see of a row."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class OrganisationCard:
    """An organisation; `is_active` is meant for the day it was asked for (today by default)."""

    id: UUID
    kind: str
    name: str
    name_en: str
    business_number: str | None
    region_id: UUID | None
    region_name: str
    address: str
    industry_code: str
    size_class: str
    employees: int | None
    founded_on: date | None
    is_active: bool
    tax_cleared_until: date | None
    closed_on: date | None = None
    representative: str = ""
    code: str | None = None


@dataclass(frozen=True)
class WorkplaceCard:
    """One site of an organisation."""

    id: UUID
    organisation_id: UUID
    name: str
    address: str
    region_id: UUID
    province_id: UUID
    industry_code: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class PersonCard:
    """A person, with what others may see."""

    id: UUID
    name: str
    email: str
    preferred_language: str = "ko"


@dataclass(frozen=True)
class RegionCard:
    """One version of a province or municipality; `level` is "province" or "municipality"."""

    id: UUID
    code: str
    name: str
    level: str
    parent_id: UUID | None
    name_en: str = ""
    full_name: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Bar:
    """A subject (organisation or person) barred from something; `until_day` None: until lifted."""

    subject_id: UUID
    from_day: date
    until_day: date | None
    from_what: str
    reason: str
    source: str


@dataclass(frozen=True)
class MembershipSpan:
    """When a person belonged to an organisation, first and last day; `until` None: still does."""

    organisation_id: UUID
    since: date
    until: date | None


@dataclass(frozen=True)
class NewToken:
    """A fresh API token; `secret` is never shown again."""

    id: UUID
    secret: str = field(repr=False)


@dataclass(frozen=True)
class NewInvitation:
    """A fresh invitation; `secret` is in the link that was sent and kept nowhere."""

    id: UUID
    secret: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class TechnologyCard:
    """A class of the technology taxonomy."""

    code: str
    level: str
    parent: str
    name: str
    name_en: str
    confirmed: bool


@dataclass(frozen=True)
class NoticeCard:
    """One line of a person's inbox; `text` with `params` is filled in the reader's language."""

    id: UUID
    text: str
    params: dict[str, Any]
    link: str
    due: date | None
    created_at: datetime
    read_at: datetime | None
