"""The only place that asks the machine what time it is; verbs take `now` from outside.

A demonstration may run ahead of the calendar so that a visitor can see the after-care of a build
that starts today: the file `demo-clock` in the data folder holds the days to add. Outside demo
mode the file is never read.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC; in demo mode plus the days that were moved on."""
    moment = datetime.now(UTC)
    return moment + timedelta(days=days_ahead()) if settings.DEMO else moment


def today(at: datetime | None = None) -> date:
    """The calendar day at the programme's place (settings.TIME_ZONE), today or at a moment."""
    return (at or now()).astimezone(timezone.get_default_timezone()).date()


def day_start(day: date, zone: str = "Asia/Seoul") -> datetime:
    """Midnight at the start of a calendar day, as an aware moment."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def days_ahead() -> int:
    """How many days the demonstration runs ahead of the calendar."""
    try:
        return int((settings.DATA / "demo-clock").read_text())
    except (FileNotFoundError, ValueError):
        return 0


def move_on(days: int) -> None:
    """Let the demonstration's clock run `days` (1 to 400) further; never back.

    Raises ValueError outside demo mode or for another number.
    """
    if not settings.DEMO or not 1 <= days <= 400:
        msg = "only a demonstration's clock can be moved, by 1 to 400 days"
        raise ValueError(msg)
    place = settings.DATA / "demo-clock"
    fresh = place.with_suffix(".new")
    fresh.write_text(str(days_ahead() + days))
    fresh.replace(place)
