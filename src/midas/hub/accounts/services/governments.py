"""Local governments, made from the regions: one per body, through renamings and new codes."""

from datetime import datetime
from typing import Any

from midas.hub.accounts.rules.places import Atlas


def government_rows(atlas: Atlas, now: datetime) -> list[dict[str, Any]]:
    """One organisation per line of regions in which each has one successor and one predecessor.

    A body lives on when its region only changes its code or name (강원도 became 강원특별자치도);
    a merger or a split ends the old bodies and founds new ones.
    """
    return [
        {
            "kind": "local_government",
            "code": last.code,
            "name": atlas.full_name(last.id),
            "name_en": atlas.full_name_en(last.id),
            "region_id": last.id,
            "founded_on": first.from_day,
            "closed_on": last.until_day,
            "registered_at": now,
        }
        for first, last in atlas.unbroken_lines()
    ]
