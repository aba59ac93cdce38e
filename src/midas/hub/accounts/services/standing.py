"""Verbs of standing: bar somebody from taking part, lift the bar."""

from datetime import date, datetime
from uuid import UUID

from midas.hub.accounts import events, policies
from midas.hub.accounts.models import Organisation, Person, Standing
from midas.hub.kernel import facts
from midas.hub.kernel.actor import Actor
from midas.hub.kernel.errors import NotFound, NotPossible, NotValid
from midas.hub.kernel.policies import require
from midas.hub.kernel.problems import Problem, words
from midas.hub.kernel.verbs import verb


@verb
def set_standing(
    *,
    subject_id: UUID,
    from_what: str,
    from_day: date,
    until_day: date | None,
    reason: str,
    source: str,
    by: Actor,
    now: datetime,
) -> UUID:
    """Bar an organisation or a person from something ("all", "apply", "supply", "assess", …).

    `source` names the law article or the decision. Returns the id of the bar. Raises NotAllowed,
    NotFound for an unknown subject, NotValid without reason or source or with days out of order.
    """
    require(policies.may_set_standing(by))
    _refuse_wrong(from_what, from_day, until_day, reason, source)
    row = Standing.objects.create(
        **_subject(subject_id),
        from_what=from_what,
        from_day=from_day,
        until_day=until_day,
        reason=reason,
        source=source,
        recorded_by_id=by.person,
        recorded_at=now,
    )
    data = {"from_what": from_what, "reason": reason, "source": source, "standing": str(row.id)}
    last = until_day.isoformat() if until_day else None
    days = {"from_day": from_day.isoformat(), "until_day": last}
    facts.record(events.STANDING_SET, subject=subject_id, by=by, now=now, **data, **days)
    return row.id


def _refuse_wrong(
    from_what: str, from_day: date, until_day: date | None, reason: str, source: str
) -> None:
    problems = []
    if from_what not in Standing.What.values:
        sentence = words("There is no such kind of participation.")
        problems.append(Problem(sentence, field="from_what", rule="standing-what"))
    if until_day is not None and until_day < from_day:
        sentence = words("A bar cannot end before it starts.")
        problems.append(Problem(sentence, field="until_day", rule="days-in-order"))
    if not reason.strip() or not source.strip():
        sentence = words("A bar needs its reason and its source.")
        problems.append(Problem(sentence, field="reason", rule="standing-reasoned"))
    if problems:
        raise NotValid(*problems)


def _subject(subject_id: UUID) -> dict[str, UUID]:
    if Organisation.objects.filter(pk=subject_id).exists():
        return {"organisation_id": subject_id}
    if Person.objects.filter(pk=subject_id).exists():
        return {"person_id": subject_id}
    raise NotFound(Problem(words("There is no such organisation or person."), field="subject"))


@verb
def lift_standing(
    *, standing_id: UUID, last_day: date, reason: str, by: Actor, now: datetime
) -> None:
    """End a bar after `last_day`, which must lie before its present end.

    Raises NotAllowed, NotFound, NotPossible when the bar ends earlier anyway, NotValid before it
    starts.
    """
    require(policies.may_set_standing(by))
    row = Standing.objects.select_for_update().filter(pk=standing_id).first()
    if row is None:
        raise NotFound(Problem(words("There is no such bar.")))
    if row.until_day is not None and row.until_day <= last_day:
        text = words("This bar ends earlier than that.")
        raise NotPossible(Problem(text, rule="standing-ended"))
    if last_day < row.from_day:
        text = words("A bar cannot end before it starts.")
        raise NotValid(Problem(text, field="last_day", rule="days-in-order"))
    row.until_day = last_day
    row.save(update_fields=["until_day"])
    facts.record(
        events.STANDING_LIFTED,
        subject=row.organisation_id or row.person_id,
        by=by,
        now=now,
        reason=reason,
        last_day=last_day.isoformat(),
        standing=str(row.id),
    )
