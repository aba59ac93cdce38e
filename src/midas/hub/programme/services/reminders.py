"""Reminders before a period ends, and word to the agency when it has ended."""

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from midas.hub.accounts import public as accounts
from midas.hub.kernel import clock, facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.models import Fact
from midas.hub.kernel.problems import words
from midas.hub.kernel.verbs import verb
from midas.hub.programme import events, models
from midas.hub.programme.queries import rulebook

PERIOD_OF_STATE = {"returned": "correct-papers", "eligible": "nominate-firms"}
DRAFT_DAYS = (7, 3, 1)
SOON = words("%(firm)s (%(number)s): this is to be done by %(due)s.")
OVER = words("%(firm)s (%(number)s): the period ended on %(due)s without an answer.")


@verb
def send_reminders(*, by: Actor, now: datetime) -> int:
    """Remind on each of the profile's days before a period ends, and tell the agency the day after.

    Returns how many cases were reminded of; a second run on the same day sends nothing more.
    """
    today = clock.today(now)
    states = ("draft", *PERIOD_OF_STATE)
    rows = models.Application.objects.filter(state__in=states, due_on__isnull=False)
    rows = rows.filter(due_on__gte=date.fromordinal(today.toordinal() - 1))
    told = Fact.objects.filter(kind=events.REMINDER_SENT.name, data__day=today.isoformat())
    count = 0
    for case in rows.select_related("lot__call").exclude(id__in=told.values("subject")):
        count += _remind(case, today, by, now)
    return count


def _remind(case: models.Application, today: date, by: Actor, now: datetime) -> bool:
    if case.due_on is None:
        return False
    left = (case.due_on - today).days
    if left in _days_before(case):
        people, text = _people_asked(case, today), SOON
    elif left == -1 and case.state != "draft":
        people = accounts.people_in(case.lot.call.organiser_id, "officer", on=today)
        text = OVER
    else:
        return False
    due = case.due_on.isoformat()
    number = case.number or case.title
    fact = facts.record(
        events.REMINDER_SENT, subject=case.id, by=by, now=now, due=due, day=today.isoformat()
    )
    accounts.send_notice(
        to=people,
        text=text,
        params={"firm": case.applicant_name, "number": number, "due": due},
        link=reverse("programme:case", args=[case.id]),
        due=case.due_on,
        fact=fact.id,
        now=now,
    )
    return True


def _days_before(case: models.Application) -> tuple[int, ...]:
    if case.state == "draft":
        return DRAFT_DAYS
    return rulebook.profile_of(case).deadline(PERIOD_OF_STATE[case.state]).remind_days_before


def _people_asked(case: models.Application, today: date) -> list[UUID]:
    if case.state != "eligible":
        return list(case.participations.values_list("person_id", flat=True))
    if not case.lot.needs_nomination:
        return []
    homes = accounts.local_governments_for(case.region_id, today)
    return [one for home in homes for one in accounts.people_in(home, "officer", on=today)]
