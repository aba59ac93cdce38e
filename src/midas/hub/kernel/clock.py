"""The only place that asks the machine what time it is; verbs take `now` from outside."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(at: datetime | None = None) -> date:
    """The calendar day at the programme's place (settings.TIME_ZONE), today or at a moment."""
    return (at or now()).astimezone(timezone.get_default_timezone()).date()


def day_start(day: date, zone: str = "Asia/Seoul") -> datetime:
    """Midnight at the start of a calendar day, as an aware moment."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
