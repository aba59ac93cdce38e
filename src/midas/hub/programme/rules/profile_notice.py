"""Notices: the public announcements under which applications are received."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from midas.hub.programme.rules.profile_terms import (
    Code,
    Form,
    NonEmpty,
    Phrase,
    Positive,
    Row,
    Sourced,
    Won,
)


class CityQuota(Row, frozen=True, kw_only=True):
    """How many firms one city or county may bring."""

    place: Code
    firms: Positive


class Notice(Sourced, frozen=True, kw_only=True):
    """One receipt window of one track; times are local times of the profile's time zone."""

    id: Annotated[str, Meta(pattern=r"^\d{4}-N-\d{4}$")]
    serial: Positive
    title: Phrase
    issuer: NonEmpty
    line: Code | None = None
    business_year: Annotated[int, Meta(ge=2000, le=2100)]
    announced: date
    receipt_from: datetime
    receipt_until: datetime
    rolling: bool = False
    purpose: Literal["receipt", "agreement-only", "umbrella"] = "receipt"
    round: Positive = 1
    form: Form | None = None
    branch: Code | None = None
    places: tuple[Code, ...] = ()
    firms: Positive | None = None
    quota: tuple[CityQuota, ...] = ()
    budget: Won | None = None
    tracks: tuple[Code, ...] = ()
    remark: Phrase | None = None

    @property
    def key(self) -> str:
        """The notice as sources cite it: `2026-N-0100/1`."""
        return f"{self.id}/{self.serial}"


class NoticesFile(Row, frozen=True, kw_only=True):
    """`notices-<year>.toml`."""

    notices: tuple[Notice, ...]
