"""Lots as people look for them: what phase they are in, for whom, how much, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, texts
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words
from midas.hub.programme.models import Application, Lot, LotQuota, Nomination
from midas.hub.programme.queries import rulebook
from midas.hub.programme.queries.sources import SourceLink, sources_of
from midas.hub.programme.rules.profile import Profile
from midas.hub.programme.rules.profile_line import LineVersion
from midas.hub.programme.rules.wording import as_text


@dataclass(frozen=True)
class LotCard:
    """A lot with its terms; money in won, shares in percent of the cost."""

    lot: Lot
    terms: LineVersion
    profile: Profile
    phase: str  # open, soon, closed, selecting, decided, cancelled
    places_named: tuple[str, ...]  # names of the regions it is for; empty: the whole country
    cap: int
    cap_varies: bool
    public_percent: int
    sources: tuple[SourceLink, ...]

    @property
    def title(self) -> str:
        """The lot's title in the reader's language."""
        return texts.in_language(self.lot.title)

    @property
    def is_unconfirmed(self) -> bool:
        """True when some of the terms shown on the card are defaults that no source confirms."""
        shown = {"cap", "months", "layers", "target_level_min"}
        return bool(shown & set(self.terms.unconfirmed) or self.lot.unconfirmed)


def phase_of(lot: Lot, now: datetime) -> str:
    """In which phase a lot is at a moment."""
    if lot.state != "announced":
        return lot.state
    if now < lot.opens_at:
        return "soon"
    return "open" if now < lot.closes_at else "closed"


def public_percent(terms: LineVersion) -> int:
    """The largest part of the cost that the layers under the cap may pay, in percent."""
    capped = sum(one.max_percent for one in terms.layers if one.layer in terms.cap_layers)
    held = sum(one.min_percent for one in terms.layers if one.layer not in terms.cap_layers)
    return min(capped, 100 - held)


def card_of(lot: Lot, now: datetime, names: dict[str, str]) -> LotCard:
    """The card of a lot whose call is loaded; `names` are region names by id."""
    terms, profile = rulebook.terms_of(lot), rulebook.profile_of(lot)
    ids = [str(one) for one in lot.area] or ([str(lot.region_id)] if lot.region_id else [])
    caps = [one.cap for one in terms.level_caps] or [terms.cap]
    for branch in terms.branches:
        if branch.code == lot.branch and branch.cap is not None:
            caps = [branch.cap]
    return LotCard(
        lot=lot,
        terms=terms,
        profile=profile,
        phase=phase_of(lot, now),
        places_named=tuple(names.get(one, "") for one in ids if names.get(one)),
        cap=max(caps),
        cap_varies=len(set(caps)) > 1,
        public_percent=public_percent(terms),
        sources=tuple(dict.fromkeys(_sources(lot, terms, profile))),
    )


def _sources(lot: Lot, terms: LineVersion, profile: Profile) -> tuple[SourceLink, ...]:
    return (*sources_of(profile, lot.source), *sources_of(profile, terms.source))


def _lots() -> QuerySet[Lot]:
    return Lot.objects.select_related("call")


def region_names(lots: Iterable[Lot]) -> dict[str, str]:
    """Names of all regions that the lots are for, by id as text."""
    wanted = {str(one.region_id) for one in lots if one.region_id}
    wanted |= {str(region) for one in lots for region in one.area}
    return {one: name_of_region(UUID(one)) for one in wanted}


def name_of_region(region_id: UUID | None) -> str:
    """A region's name in the reader's language."""
    if region_id is None:
        return ""
    card = accounts.region(region_id)
    return card.name_en if texts.language() == "en" and card.name_en else card.name


def cards(rows: Iterable[Lot], now: datetime) -> list[LotCard]:
    """Cards of lots whose calls are loaded."""
    lots = list(rows)
    names = region_names(lots)
    return [card_of(one, now, names) for one in lots]


def all_cards(now: datetime) -> list[LotCard]:
    """Every lot that is or was announced, the one that closes first on top, closed ones last."""
    found = cards(_lots().order_by("closes_at", "call__notice_number", "serial"), now)
    order = {"open": 0, "soon": 1}
    return sorted(found, key=lambda one: order.get(one.phase, 2))


def lot_at(notice: str, serial: int) -> Lot:
    """The lot of an address; raises NotFound."""
    found = _lots().filter(call__notice_number=notice, serial=serial).first()
    if found is None:
        raise NotFound(Problem(words("There is no such lot."), field="lot"))
    return found


def lots_of_call(notice: str, now: datetime) -> list[LotCard]:
    """The lots of a notice in order; raises NotFound for a notice without any."""
    found = cards(_lots().filter(call__notice_number=notice).order_by("serial"), now)
    if not found:
        raise NotFound(Problem(words("There is no such call."), field="call"))
    return found


@dataclass(frozen=True)
class QuotaRow:
    """Places of one city or county in a lot, and how many are taken by nominations."""

    region_id: UUID
    name: str
    places: int
    taken: int

    @property
    def left(self) -> int:
        """Places that are still free."""
        return max(self.places - self.taken, 0)


def quota_rows(lot: Lot) -> list[QuotaRow]:
    """The lot's quota by city or county, with the places taken."""
    taken = dict(
        Nomination.objects.filter(application__lot=lot, state="nominated")
        .exclude(application__state="withdrawn")
        .values_list("region_id")
        .annotate(count=Count("id"))
    )
    rows = LotQuota.objects.filter(lot=lot).order_by("id")
    return [
        QuotaRow(
            one.region_id, name_of_region(one.region_id), one.places, taken.get(one.region_id, 0)
        )
        for one in rows
    ]


def counts_by_lot(lots: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """For officers: applications filed, waiting for the check and assessed, by lot."""
    filed = Application.objects.filter(lot__in=list(lots), submitted_at__isnull=False)
    rows = filed.values("lot").annotate(
        filed=Count("id"),
        checking=Count("id", filter=Q(state="submitted")),
        assessed=Count("id", filter=Q(state="assessed")),
    )
    return {row["lot"]: dict(row) for row in rows}


def tier_codes(cards_: Iterable[LotCard]) -> list[str]:
    """The tiers that occur, each once, in the order of the cards."""
    return list(dict.fromkeys(tier for one in cards_ for tier in one.terms.tiers))


def is_for_region(card: LotCard, region_id: UUID) -> bool:
    """True when the lot is open to sites of the region, or of a part of it."""
    ids = [UUID(str(one)) for one in card.lot.area] or (
        [card.lot.region_id] if card.lot.region_id else []
    )
    return not ids or any(
        accounts.region_within(one, region_id) or accounts.region_within(region_id, one)
        for one in ids
        if one
    )


def title_matches(card: LotCard, text: str) -> bool:
    """True when every word of the text stands in the lot's or the line's names."""
    found = " ".join(
        [
            *card.lot.title.values(),
            *as_text(card.terms.line_name).values(),
            card.lot.call.notice_number,
            *card.places_named,
        ]
    ).lower()
    return all(word in found for word in text.lower().split())


def days_left(card: LotCard, day: date) -> int:
    """Calendar days until the lot closes; negative when it is over."""
    return (clock.today(card.lot.closes_at) - day).days
