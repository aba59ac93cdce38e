"""Calls of the demonstration beside the real notices: an earlier year, one at work, one open."""

from datetime import datetime, timedelta
from uuid import UUID

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock
from midas.hub.programme.demo.cast import Cast
from midas.hub.programme.models import Call, Lot
from midas.hub.programme.services.call import LotDraft, announce_call

LINE, REGIONAL = "state-upgrade", "region-special"
NAME = {"ko": "시연용 공고", "en": "Demonstration call"}


def announce(
    cast: Cast, number: str, drafts: list[LotDraft], now: datetime, title: dict[str, str]
) -> list[Lot]:
    """Announce a made-up notice; its number stands apart from the agency's real ones."""
    call: Call = cast.act(
        announce_call,
        cast.officer(0, now),
        now,
        notice_number=number,
        title=title,
        business_year=int(number[:4]),
        organiser=cast.country.agency,
        announced_on=clock.today(now),
        source="",
        lots=drafts,
    )
    return list(call.lots.select_related("call").order_by("serial"))


def lot_draft(
    serial: int, ko: str, en: str, opens: datetime, days: int, places: int, line: str = LINE
) -> LotDraft:
    """A lot that is open for some days."""
    return LotDraft(
        serial=serial,
        title={"ko": f"{ko} (시연)", "en": f"{en} (demonstration)"},
        line=line,
        opens_at=opens,
        closes_at=opens + timedelta(days=days, hours=7),
        places=places,
    )


def gyeongnam_quotas(now: datetime) -> tuple[UUID, tuple[tuple[UUID, int], ...]]:
    """Gyeongnam and the nominations that its cities have."""
    day = clock.today(now)
    province = accounts.region_by_code("48", day).id
    places = {"48120": 3, "48250": 2, "48330": 1, "48170": 1, "48730": 1}
    found = [(accounts.region_by_code(code, day).id, n) for code, n in places.items()]
    return province, tuple(found)
