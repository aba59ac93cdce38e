"""The atlas of regions, read once per process and read again after a minute or a load."""

import time
from datetime import date
from uuid import UUID

from midas.hub.accounts.models import Region, RegionSuccession, TechnoParkTerritory
from midas.hub.accounts.rules.places import Atlas, Place, Territory
from midas.hub.kernel.errors import NotFound
from midas.hub.kernel.problems import Problem, words

KEEP_SECONDS = 60

_kept: tuple[float, Atlas] | None = None


def forget() -> None:
    """Make the next question read the tables again; called whenever regions are loaded."""
    global _kept  # noqa: PLW0603  # the one cache of the room, with its one way out
    _kept = None


def atlas() -> Atlas:
    """All regions; other processes see a load after at most a minute."""
    global _kept  # noqa: PLW0603  # see forget
    if _kept is None or time.monotonic() - _kept[0] > KEEP_SECONDS:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def _read() -> Atlas:
    columns = (
        *("id", "code", "level", "parent_id", "name_ko", "name_en"),
        *("valid_from", "valid_until", "lat", "lon"),
    )
    return Atlas(
        (Place(*row) for row in Region.objects.values_list(*columns)),
        RegionSuccession.objects.order_by("id").values_list("region_id", "successor_id"),
        (
            Territory(*row)
            for row in TechnoParkTerritory.objects.values_list(
                "techno_park_id", "region_id", "valid_from", "valid_until"
            )
        ),
    )


def place(region_id: UUID) -> Place:
    """One version of a region; raises NotFound. A miss reads the tables once more."""
    if region_id not in atlas().places:
        forget()
    found = atlas().places.get(region_id)
    if found is None:
        raise NotFound(Problem(words("There is no such region."), field="region"))
    return found


def place_by_code(code: str, day: date) -> Place:
    """The region with this code on a day, successors honoured; raises NotFound."""
    found = atlas().by_code(code, day)
    if found is None:
        forget()
        found = atlas().by_code(code, day)
    if found is None:
        text = words("There is no region with the code %(code)s on %(day)s.")
        raise NotFound(Problem(text, {"code": code, "day": day.isoformat()}, "region"))
    return found
