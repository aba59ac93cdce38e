"""When a period of the profile ends: calendar days, months or working days after a day."""

import calendar
from datetime import date, timedelta

from midas.hub.programme.rules.profile_office import Deadline

SATURDAY = 5


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_days_after(day: date, days: int) -> date:
    """So many Mondays to Fridays later; public holidays are not known here."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day


def due_after(deadline: Deadline, day: date, *, extended: bool = False) -> date:
    """The last day of the period that begins after `day`; `extended` adds the one extension."""
    if deadline.months is not None:
        end = months_after(day, deadline.months)
    elif deadline.working_days:
        end = working_days_after(day, deadline.days or 0)
    else:
        end = day + timedelta(days=deadline.days or 0)
    return end + timedelta(days=deadline.extension_days) if extended else end
